// The events of TAP's SIEM API, with the names that are on the wire. Where the
// vendor's page differs, or two spellings occur, both are read.

package proofpoint

import (
	"encoding/json"
	"fmt"
	"strings"
)

// TAPKind is the kind of a SIEM event: the name of the array that it came in.
type TAPKind string

// The kinds.
const (
	TAPMessagesDelivered TAPKind = "messagesDelivered"
	TAPMessagesBlocked   TAPKind = "messagesBlocked"
	TAPClicksPermitted   TAPKind = "clicksPermitted"
	TAPClicksBlocked     TAPKind = "clicksBlocked"
)

// TAPKindOf returns the kind of a SIEM record, from where it stood in the
// answer; "" if it stood in none of the four arrays.
func TAPKindOf(r Record) TAPKind {
	for _, k := range []TAPKind{TAPMessagesDelivered, TAPMessagesBlocked, TAPClicksPermitted, TAPClicksBlocked} {
		if rest, ok := strings.CutSuffix(r.Path.Parent, "['"+string(k)+"']"); ok && rest == "$" {
			return k
		}
	}
	return ""
}

// TAPEvent is one event of All or Issues: exactly one of Message and Click is
// set.
type TAPEvent struct {
	Kind    TAPKind
	Message *TAPMessage
	Click   *TAPClick
}

// FromRecord reads the kind from the path and the event from the bytes.
func (e *TAPEvent) FromRecord(r Record) error {
	switch e.Kind = TAPKindOf(r); e.Kind {
	case TAPMessagesDelivered, TAPMessagesBlocked:
		e.Message = new(TAPMessage)
		return e.Message.FromRecord(r)
	case TAPClicksPermitted, TAPClicksBlocked:
		e.Click = new(TAPClick)
		return e.Click.FromRecord(r)
	}
	return fmt.Errorf("a record at %s is of no known kind", r.Path)
}

// Raw returns the event's bytes as received.
func (e TAPEvent) Raw() json.RawMessage {
	switch {
	case e.Message != nil:
		return e.Message.Raw
	case e.Click != nil:
		return e.Click.Raw
	}
	return nil
}

// TAPMessage is a message with a threat, for one recipient. Any field may be
// missing: events whose message was not found have little more than ids.
type TAPMessage struct {
	Raw                 json.RawMessage  `json:"-"` // as received, unknown fields included
	Kind                TAPKind          `json:"-"`
	SpamScore           Int              `json:"spamScore"`  // 0 to 100
	PhishScore          Int              `json:"phishScore"` // 0 to 100
	ThreatsInfoMap      []TAPThreatInfo  `json:"threatsInfoMap"`
	MessageTime         Time             `json:"messageTime"`   // delivered or quarantined
	ImpostorScore       Float            `json:"impostorScore"` // 0 to 100; written 0.0
	MalwareScore        Int              `json:"malwareScore"`  // 0 to 100
	Cluster             string           `json:"cluster"`       // the vendor's page says clusterId
	Subject             string           `json:"subject"`       // may be RFC 2047
	QuarantineFolder    string           `json:"quarantineFolder"`
	QuarantineRule      string           `json:"quarantineRule"`
	PolicyRoutes        Strings          `json:"policyRoutes"`
	ModulesRun          Strings          `json:"modulesRun"`
	MessageSize         Int              `json:"messageSize"` // bytes
	HeaderFrom          string           `json:"headerFrom"`
	HeaderReplyTo       string           `json:"headerReplyTo"`
	HeaderTo            string           `json:"headerTo"`    // the vendor's example and its syslog; in no recording
	HeaderCC            string           `json:"headerCC"`    // the same
	FromAddress         Strings          `json:"fromAddress"` // a text in the vendor's example
	CCAddresses         Strings          `json:"ccAddresses"`
	ReplyToAddress      Strings          `json:"replyToAddress"`
	ToAddresses         Strings          `json:"toAddresses"`
	XMailer             string           `json:"xmailer"`
	MessageParts        []TAPMessagePart `json:"messageParts"` // order differs between calls
	CompletelyRewritten TAPRewritten     `json:"completelyRewritten"`
	ID                  string           `json:"id"` // differs for each recipient: the identity, with the kind
	QID                 string           `json:"QID"`
	GUID                string           `json:"GUID"` // the same for each recipient of a message
	Sender              string           `json:"sender"`
	Recipient           Strings          `json:"recipient"` // one in practice
	SenderIP            string           `json:"senderIP"`
	MessageID           string           `json:"messageID"` // with or without angle brackets
}

// FromRecord reads the message and its kind.
func (m *TAPMessage) FromRecord(r Record) error {
	type plain TAPMessage
	w := struct {
		*plain
		ClusterID string `json:"clusterId"` // the vendor's page, and its syslog example
	}{plain: (*plain)(m)}
	err := decode(r.Raw, &w)
	m.Raw, m.Kind, m.Cluster = r.Raw, TAPKindOf(r), orElse(m.Cluster, w.ClusterID)
	return err
}

// TAPRewritten says whether all URLs of a message were rewritten: "true",
// "false", or "na" where it could not be determined; "" if it was not said. The
// wire has booleans where the vendor's page has text; both are read.
type TAPRewritten string

// UnmarshalJSON reads a boolean, a text or null.
func (t *TAPRewritten) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	*t = TAPRewritten(strings.ToLower(s))
	switch {
	case err != nil:
		return err
	case *t == "" || *t == "true" || *t == "false" || *t == "na":
		return nil
	}
	return fmt.Errorf("completelyRewritten %s is none of true, false, na", quote(s))
}

// TAPMessagePart is a body part or attachment.
type TAPMessagePart struct {
	Disposition   string `json:"disposition"` // inline or attached
	SHA256        string `json:"sha256"`
	MD5           string `json:"md5"`
	Filename      string `json:"filename"`
	SandboxStatus string `json:"sandboxStatus"` // compare without case
	OContentType  string `json:"oContentType"`  // declared
	ContentType   string `json:"contentType"`   // detected
}

// TAPThreatInfo is one threat of a message.
type TAPThreatInfo struct {
	ThreatID       string     `json:"threatID"`
	ThreatStatus   string     `json:"threatStatus"`   // active, cleared, falsePositive; compare without case
	Classification string     `json:"classification"` // malware, phish, spam, impostor, toad; compare without case
	DetectionType  string     `json:"detectionType"`  // since 2024
	ThreatURL      string     `json:"threatUrl"`
	ThreatTime     Time       `json:"threatTime"` // of the verdict; may be years before the message
	Threat         string     `json:"threat"`     // URL (maybe without scheme), hash or sender
	CampaignID     string     `json:"campaignID"`
	Actors         []TAPActor `json:"actors"`     // since 2024
	ThreatType     string     `json:"threatType"` // url, attachment, messageText
}

// UnmarshalJSON reads both spellings of the ids and the link: the wire's, and
// those of the vendor's page, which occur in one array (a staging tenant, 2024).
func (t *TAPThreatInfo) UnmarshalJSON(raw []byte) error {
	type plain TAPThreatInfo
	w := struct {
		*plain
		ThreatID2   string `json:"threatId"`
		CampaignID2 string `json:"campaignId"`
		ThreatURL2  string `json:"threatURL"`
	}{plain: (*plain)(t)}
	err := decode(raw, &w)
	t.ThreatID, t.CampaignID, t.ThreatURL = orElse(t.ThreatID, w.ThreatID2), orElse(t.CampaignID, w.CampaignID2), orElse(t.ThreatURL, w.ThreatURL2)
	return err
}

// TAPActor is a known group behind a threat.
type TAPActor struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// TAPClick is a click on a rewritten URL that proved malicious.
type TAPClick struct {
	Raw            json.RawMessage `json:"-"` // as received, unknown fields included
	Kind           TAPKind         `json:"-"`
	URL            string          `json:"url"` // not the rewritten one; may lack a scheme
	Classification string          `json:"classification"`
	ClickTime      Time            `json:"clickTime"`
	ThreatTime     Time            `json:"threatTime"` // often later than the click, if it was permitted
	UserAgent      string          `json:"userAgent"`
	CampaignID     string          `json:"campaignId"`
	ID             string          `json:"id"` // the identity, with the kind
	ClickIP        string          `json:"clickIP"`
	Sender         string          `json:"sender"`
	Recipient      string          `json:"recipient"`
	SenderIP       string          `json:"senderIP"`
	GUID           string          `json:"GUID"` // of the message
	ThreatID       string          `json:"threatID"`
	ThreatURL      string          `json:"threatURL"`
	ThreatStatus   string          `json:"threatStatus"`
	MessageID      string          `json:"messageID"`
}

// FromRecord reads the click and its kind, with the other spellings that
// occur: campaignID and threatId of the vendor's page, threatUrl as in
// messages, and a list of recipients (one connector's test data).
func (c *TAPClick) FromRecord(r Record) error {
	type plain TAPClick
	w := struct {
		*plain
		Recipients  Strings `json:"recipient"`
		CampaignID2 string  `json:"campaignID"`
		ThreatID2   string  `json:"threatId"`
		ThreatURL2  string  `json:"threatUrl"`
	}{plain: (*plain)(c)}
	err := decode(r.Raw, &w)
	c.Raw, c.Kind, c.Recipient = r.Raw, TAPKindOf(r), strings.Join(w.Recipients, ", ")
	c.CampaignID, c.ThreatID, c.ThreatURL = orElse(c.CampaignID, w.CampaignID2), orElse(c.ThreatID, w.ThreatID2), orElse(c.ThreatURL, w.ThreatURL2)
	return err
}
