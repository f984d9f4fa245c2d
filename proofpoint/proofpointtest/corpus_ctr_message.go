// The messages of the incidents of corpus_ctr.go, and the originals that can be
// downloaded of them.

package proofpointtest

import (
	"encoding/json"
	"mime"
	"strconv"
	"strings"
	"time"
)

// ctrMessage is one message for one recipient, in one incident.
type ctrMessage struct {
	id, rfcID, sender, recipient, subject string
	disposition, verdict, confidence      string
	remediation                           string // the filters' word without "quarantine_"
	source, threat                        string // threat: of TAP, or ""
	seed                                  uint64
	received                              int64 // epoch milliseconds
	delivered, read, known, vap, fetched  bool  // known: whether it was read is known
	clicks                                int

	incident *ctrIncident // set when it is looked at
}

// remediations are weighted by repeating them.
var remediations = strings.Fields("success success success success not_attempted pending mailbox_not_found message_not_found failed_throttled skipped_abuse_mailbox")

func (w *world) ctrMessage(i *ctrIncident, nth uint64) ctrMessage {
	d := draw{mix(i.seed, 8, nth)}
	m := ctrMessage{seed: d.state, source: i.source, disposition: i.disposition, verdict: i.verdict, confidence: i.confidence, vap: i.vap && nth == 0}
	first := draw{mix(i.seed, 9)} // what the messages of an incident share
	m.sender = pick(&first, senderUsers) + "@" + pick(&first, badDomains)
	m.subject = pick(&first, subjects)
	m.id, m.rfcID = ctrID(d.next()), "<"+string(appendHex(nil, d.next(), 16))+"@"+m.sender[strings.IndexByte(m.sender, '@')+1:]+">"
	m.recipient = string(appendPerson(nil, d.next()>>8))
	m.received = i.created - int64(d.n(30*60_000))
	m.remediation = pick(&d, remediations)
	m.delivered, m.known, m.read, m.fetched = d.percent(90), d.percent(80), d.percent(50), d.percent(40)
	if d.percent(20) {
		m.clicks = 1 + d.n(3)
	}
	if i.source == "tap" {
		m.threat = string(appendHex(nil, first.next(), 64))
	}
	return m
}

// available reports whether the service can get the original out of a mailbox.
func (m *ctrMessage) available() bool {
	return m.remediation != "mailbox_not_found" && m.remediation != "message_not_found"
}

// item is the message in a search.
func (m *ctrMessage) item() json.RawMessage {
	var threats, urls, read, size any
	kinds := []string{}
	if m.threat != "" {
		kinds = []string{"delivered_url_threat"}
		threats = []json.RawMessage{ctrObject(false, "id", ctrID(mix(m.seed, 1)), "status", "active", "supernovaExclusive", false, "tapId", m.threat, "threatValue", m.url())}
		urls = []json.RawMessage{ctrObject(false, "id", ctrID(mix(m.seed, 2)), "urlId", ctrID(mix(m.seed, 3)), "url", m.url(), "emailId", ctrID(mix(m.seed, 4)),
			"tenantId", ctrTenant(), "createdAt", ctrTime(m.received, ctrZoned), "updatedAt", ctrTime(m.received, ctrZoned))}
	}
	if m.known {
		read = m.read
	}
	if m.fetched {
		size = len(m.original())
	}
	i := m.incident
	return ctrObject(m.seed%3 == 0, "id", m.id, "email_id", ctrID(mix(m.seed, 4)), "email_recipient_id", ctrID(mix(m.seed, 5)),
		"sender_id", ctrID(hash(m.sender)), "tenant_id", ctrTenant(),
		"message_id", m.rfcID, "email_subject", m.subject, "sender_address", m.sender, "recipient_address", m.recipient,
		"received_time", ctrTime(m.received, ctrZoned), "received_at", ctrTime(m.received-int64(m.seed%120_000), ctrZoned),
		"created_at", ctrTime(m.received+1000, ctrBare), "updated_at", ctrTime(m.received+2000, ctrBare6),
		"disposition", m.disposition, "clear_verdict", orNull(m.verdict), "clear_confidence", orNull(m.confidence), "abuse_reporter_rank", m.rank(), "vap", m.vap,
		"tap_cleared", false, "tap_false_positive", m.disposition == "tap_false_positive",
		"tap_threat_types", kinds, "tapThreats", threats, "tapCampaigns", nil, "urls", urls, "attachments", nil,
		"message_status", ctrObject(false, "is_read", read, "message_delivered", m.delivered, "permitted_clicks", m.clicks),
		"remediation_status", m.remediation, "remediation_status_context", nil, "quarantine_strategy", nil,
		"sources", []json.RawMessage{ctrObject(false, "id", ctrID(hash(m.source)), "type", ctrSourceTypes[m.source][1])},
		"incidents", []json.RawMessage{ctrObject(false, "id", i.id, "display_id", i.display, "title", i.title, "link_attribute", nil)},
		"pps_guid", string(appendHex(nil, mix(m.seed, 6), 32)), "last_known_type", "mailbox", "body_present", m.fetched, "body_expired", nil,
		"mime_content_present", m.fetched, "mime_content_expired", nil, "email_message_size", size, "click_block_exclusive", nil)
}

// detail is the message by itself: other names, and the time in milliseconds.
func (m *ctrMessage) detail() json.RawMessage {
	details := ctrObject(false, "id", m.id, "emailSubject", m.subject, "senderAddress", m.sender, "recipientAddress", m.recipient,
		"receivedAt", m.received, "disposition", m.disposition, "remediationStatus", m.remediation)
	timeline := []json.RawMessage{ctrObject(false, "id", ctrID(mix(m.seed, 7)), "type", "received", "occurred_at", ctrTime(m.received, ctrBare6))}
	return ctrObject(false, "details", details, "timeline", timeline, "comments", []json.RawMessage{})
}

func (m *ctrMessage) rank() string {
	if m.source == "abuse_mailbox" {
		return "reporter"
	}
	return "not_a_reporter"
}

func (m *ctrMessage) url() string {
	return "https://" + m.sender[strings.IndexByte(m.sender, '@')+1:] + urlPaths[m.seed>>8%uint64(len(urlPaths))]
}

// original is the message as mail.
func (m *ctrMessage) original() []byte {
	subject := m.subject
	if !strings.HasPrefix(subject, "=?") {
		subject = mime.QEncoding.Encode("utf-8", subject)
	}
	at := time.UnixMilli(m.received).UTC().Format(time.RFC1123Z)
	return []byte(strings.Join([]string{
		"Received: from mail.example (192.0.2.25) by mx." + tenant + "; " + at,
		"From: <" + m.sender + ">", "To: <" + m.recipient + ">", "Subject: " + subject, "Date: " + at, "Message-ID: " + m.rfcID,
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", "Please see " + m.url(), "",
	}, "\r\n"))
}

// words are the message's values for a filter.
func (m *ctrMessage) words(filter string) []string {
	switch filter {
	case "message_id_filters":
		return []string{m.rfcID}
	case "recipient_address_filters":
		return []string{m.recipient}
	case "sender_address_filters":
		return []string{m.sender}
	case "subject_filters":
		return []string{m.subject}
	case "source_filters":
		return []string{m.source}
	case "verdict_filters":
		return []string{"verdict_" + m.verdict}
	case "confidence_filters":
		return []string{"confidence_" + m.confidence}
	case "disposition_filters":
		return []string{m.disposition}
	case "tap_threat_filters":
		return []string{m.threat}
	case "tap_threat_type_filters":
		if m.threat != "" {
			return []string{"tap_threat_type_delivered_url_threat"}
		}
		return nil
	case "quarantine_filters":
		return []string{m.remediation, "quarantine_" + m.remediation}
	case "status_filters":
		return m.statuses()
	case "other_filters":
		words := m.incident.states()
		if m.vap {
			words = append(words, "vap")
		}
		if m.source == "abuse_mailbox" {
			words = append(words, "reporter")
		}
		return words
	}
	return m.incident.words(filter)
}

func (m *ctrMessage) statuses() (words []string) {
	if m.delivered {
		words = append(words, "message_delivered")
	}
	if m.known {
		words = append(words, map[bool]string{true: "message_read", false: "message_unread"}[m.read])
	}
	if m.clicks > 0 {
		words = append(words, "permitted_click")
	}
	return words
}

// states is what the filter calls the state.
func (i *ctrIncident) states() []string { return []string{i.state() + "_incidents"} }

// words are the incident's values for a filter.
func (i *ctrIncident) words(filter string) []string {
	switch filter {
	case "incident_id_filters":
		return []string{strconv.FormatInt(i.display, 10)}
	case "source_filters":
		return []string{i.source}
	case "other_filters":
		if i.vap {
			return append(i.states(), "vap")
		}
		return i.states()
	case "verdict_filters":
		return []string{"verdict_" + i.verdict}
	case "disposition_filters":
		return []string{i.disposition}
	case "confidence_filters":
		return []string{"confidence_" + i.confidence}
	case "priority_filters":
		return []string{i.priority}
	}
	return nil
}
