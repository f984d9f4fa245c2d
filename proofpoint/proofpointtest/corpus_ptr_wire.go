// Incidents on the wire, with the odd values that have been seen: states that are
// digits, null counters, fields without a name, flags as text, and times of
// delivery in two shapes.

package proofpointtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// appendSeconds appends epoch milliseconds as the appliance writes most times.
func appendSeconds(b []byte, ms int64) []byte {
	return time.UnixMilli(ms).UTC().AppendFormat(append(b, '"'), `2006-01-02T15:04:05Z"`)
}

// mails is how many events with a mail each an incident has.
func (d *ptrIncidentData) mails() int {
	if d.pushed != nil {
		return 0
	}
	return 1 + int(mix(d.seed, 2)%3)
}

// messageID is the Message-ID of an incident's nth mail.
func (d *ptrIncidentData) messageID(nth int) string {
	seed := mix(d.seed, 3, uint64(nth))
	return "<" + string(appendHex(nil, seed, 20)) + "@" + badDomains[seed%uint64(len(badDomains))] + ">"
}

// attacker is where an incident's nth event came from.
func (d *ptrIncidentData) attacker(nth int) string {
	return string(appendIP(nil, mix(d.seed, 4, uint64(nth))))
}

// url is what a mail of the incident leads to.
func (d *ptrIncidentData) url() string {
	seed := mix(d.seed, 5)
	return "https://" + badDomains[seed%uint64(len(badDomains))] + urlPaths[seed>>8%uint64(len(urlPaths))]
}

// appendIncident appends an incident; without expand its events are null.
func appendIncident(b []byte, d *ptrIncidentData, expand bool) []byte {
	r := draw{mix(d.seed, 6)}
	b = strconv.AppendInt(field(b, '{', "id"), d.id, 10)
	if kind := pick(&r, []string{"Malware", "Phish", ""}); d.abuse {
		b = append(b, `,"type":"Reported-abuse"`...)
	} else if kind != "" { // often absent
		b = appendString(field(b, ',', "type"), kind)
	}
	b = appendString(field(b, ',', "summary"), d.summary)
	b = append(b, `,"description":""`...)
	b = fmt.Appendf(b, `,"score":%d,"state":`, pick(&r, []int{200, 1000, 4200}))
	if word := strings.ToUpper(d.state[:1]) + d.state[1:]; r.percent(97) {
		b = appendString(b, word)
	} else { // as in one fixture
		b = append(b, `"4000"`...)
	}
	b = d.appendTimes(b, &r)
	b = d.appendWho(b, &r)
	b = d.appendFields(b, &r)
	b = d.appendEvents(b, expand)
	b = d.appendNotes(b)
	return append(d.appendQuarantines(b), '}')
}

// appendTimes appends when the incident was created, changed and closed, and the
// words that it was closed with.
func (d *ptrIncidentData) appendTimes(b []byte, r *draw) []byte {
	b = appendSeconds(field(b, ',', "created_at"), d.created)
	if d.updated != d.created || r.percent(80) { // absent in older samples
		b = appendSeconds(field(b, ',', "updated_at"), d.updated)
	}
	if d.closed > 0 {
		b = appendSeconds(field(b, ',', "closed_at"), d.closed)
		b = appendString(field(b, ',', "close_summary"), d.closeSummary)
		b = appendString(field(b, ',', "close_detail"), d.closeDetail)
	}
	return b
}

// appendWho appends counters, sources, people and hosts.
func (d *ptrIncidentData) appendWho(b []byte, r *draw) []byte {
	b = fmt.Appendf(b, `,"event_count":%d`, len(d.eventIDs()))
	if d.falsePositives != "" {
		b = append(append(b, `,"false_positive_count":`...), d.falsePositives...)
	}
	switch {
	case d.pushed != nil:
		b = append(b, `,"event_sources":["JSON alert source"]`...)
	case d.abuse:
		b = append(b, `,"event_sources":["Abuse Mailbox 1","Proofpoint TAP"]`...)
	default:
		b = append(b, `,"event_sources":["Proofpoint TAP"]`...)
	}
	b = appendStrings(field(b, ',', "users"), d.users)
	assignee := "Unassigned"
	if d.state == "assigned" {
		assignee = string(appendPerson(nil, mix(d.seed, 7)))
	}
	b = appendString(field(b, ',', "assignee"), assignee)
	b = appendString(field(b, ',', "team"), pick(r, []string{"SOC", "Tier 2", "Abuse"}))
	return d.appendHosts(append(b, `,"hosts":`...))
}

// appendHosts appends the hosts under the words that there are any for.
func (d *ptrIncidentData) appendHosts(b []byte) []byte {
	attackers, urls := []string(nil), []string(nil)
	for i := range d.mails() {
		attackers = append(attackers, d.attacker(i))
		urls = []string{d.url()}
	}
	attackers = append(attackers, d.attackers...)
	if d.pushed != nil && d.pushed.attacker != "" {
		attackers = append(attackers, d.pushed.attacker)
	}
	sep := byte('{')
	for _, h := range []struct {
		word string
		list []string
	}{{"attacker", attackers}, {"url", urls}} {
		if len(h.list) > 0 {
			b = appendStrings(field(b, sep, h.word), h.list)
			sep = ','
		}
	}
	if sep == '{' {
		b = append(b, '{')
	}
	return append(b, '}')
}

// appendStrings appends an array of texts.
func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendFields appends the field values; a value may be null and a name absent.
func (d *ptrIncidentData) appendFields(b []byte, r *draw) []byte {
	class, severity := pick(r, []string{"Phishing", "Malware", "Impostor"}), pick(r, []string{"Low", "High", "Critical"})
	if d.pushed != nil {
		class, severity = d.pushed.Classification, d.pushed.Severity
	}
	b = appendString(append(b, `,"incident_field_values":[{"name":"Classification","value":`...), class)
	b = append(b, `},{"name":"Attack Vector","value":"Email"},{"name":"Abuse Disposition","value":`...)
	if d.abuse {
		b = appendString(b, pick(r, []string{"Malicious", "Clean", "Unknown"}))
	} else {
		b = append(b, "null"...)
	}
	b = appendString(append(b, `},{"name":"Severity","value":`...), severity)
	if r.percent(15) {
		b = append(b, `},{"value":"imported"`...)
	}
	return append(b, "}]"...)
}

// eventIDs are the numbers of the incident's events.
func (d *ptrIncidentData) eventIDs() (ids []int64) {
	n := d.mails()
	if d.pushed != nil {
		n = 1
	}
	for i := range n {
		ids = append(ids, d.id*10+int64(i))
	}
	return ids
}

func (d *ptrIncidentData) appendNotes(b []byte) []byte {
	b = append(b, `,"comments":[`...)
	for i, n := range d.comments {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"user":"analyst.example","comment":`...)
		b = appendString(b, n.text)
		b = append(appendSeconds(field(b, ',', "commented_on"), n.at), '}')
	}
	return append(b, ']')
}

// appendQuarantines appends what was taken out of mailboxes. The details of a
// result now and then contradict its status.
func (d *ptrIncidentData) appendQuarantines(b []byte) []byte {
	r := draw{mix(d.seed, 10)}
	counts := map[string]int{}
	b = append(b, `,"quarantine_results":[`...)
	if r.percent(40) && d.pushed == nil {
		for i := range d.mails() {
			if i > 0 {
				b = append(b, ',')
			}
			status, details := "successful", "Success"
			if r.percent(30) {
				status, details = "failed", "Failed"
			}
			if r.percent(5) {
				details = "Failed"
			}
			counts[status]++
			b = appendString(append(b, `{"alertSource":`...), pick(&r, []string{"Proofpoint TAP", "Not Available"}))
			b = quoted(append(b, `,"startTime":`...), func(b []byte) []byte { return appendTime(b, d.created+208) })
			b = quoted(append(b, `,"endTime":`...), func(b []byte) []byte { return appendTime(b, d.created+30_229) })
			b = fmt.Appendf(b, `,"status":%q,"recipientType":%q,"recipient":`, status, pick(&r, []string{"Original Recipient", "Search"}))
			b = quoted(b, func(b []byte) []byte { return appendPerson(b, d.seed) })
			b = appendString(field(b, ',', "messageId"), d.messageID(i))
			b = fmt.Appendf(b, `,"isRead":"%t","wasUndone":"%t","details":%q}`, r.percent(40), r.percent(5), details)
		}
	}
	return fmt.Appendf(b, `],"successful_quarantines":%d,"failed_quarantines":%d,"pending_quarantines":0`, counts["successful"], counts["failed"])
}
