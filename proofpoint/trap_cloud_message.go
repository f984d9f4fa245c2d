// Messages of Cloud Threat Response as they come: snake_case with islands of
// camelCase in a search, camelCase and other names for the message alone.

package proofpoint

import (
	"encoding/json"
	"regexp"
)

// CTRMessage is a message for one recipient, in a search or of an incident.
type CTRMessage struct {
	Raw                      json.RawMessage  `json:"-"`        // as received, unknown fields included
	ID                       string           `json:"id"`       // a UUID: what calls take
	EmailID                  string           `json:"email_id"` // the same for each recipient
	EmailRecipientID         string           `json:"email_recipient_id"`
	SenderID                 string           `json:"sender_id"`
	TenantID                 string           `json:"tenant_id"`
	MessageID                string           `json:"message_id"` // of the mail, with angle brackets
	EmailSubject             string           `json:"email_subject"`
	SenderAddress            string           `json:"sender_address"`
	RecipientAddress         string           `json:"recipient_address"`
	ReceivedTime             Time             `json:"received_time"`
	ReceivedAt               Time             `json:"received_at"` // hours before received_time in a recording of 2026
	CreatedAt                CTRTime          `json:"created_at"`  // without a zone: UTC
	UpdatedAt                CTRTime          `json:"updated_at"`
	Disposition              string           `json:"disposition"`
	ClearVerdict             string           `json:"clear_verdict"` // "" unless it was reported
	ClearConfidence          string           `json:"clear_confidence"`
	AbuseReporterRank        string           `json:"abuse_reporter_rank"` // not_a_reporter, …
	VAP                      Bool             `json:"vap"`
	TAPCleared               Bool             `json:"tap_cleared"`
	TAPFalsePositive         Bool             `json:"tap_false_positive"`
	TAPThreatTypes           Strings          `json:"tap_threat_types"` // delivered_url_threat, …
	TAPThreats               []CTRThreat      `json:"tapThreats"`
	TAPCampaigns             json.RawMessage  `json:"tapCampaigns"` // null in every recording
	URLs                     []CTRURL         `json:"urls"`
	Attachments              json.RawMessage  `json:"attachments"` // null in every recording
	MessageStatus            CTRMessageStatus `json:"message_status"`
	RemediationStatus        string           `json:"remediation_status"`         // mailbox_not_found, …
	RemediationStatusContext json.RawMessage  `json:"remediation_status_context"` // null in every recording
	QuarantineStrategy       string           `json:"quarantine_strategy"`
	Sources                  []CTRSource      `json:"sources"`
	Incidents                []CTRIncidentRef `json:"incidents"`
	PPSGUID                  string           `json:"pps_guid"`        // of the gateway
	LastKnownType            string           `json:"last_known_type"` // mailbox, unknown
	BodyPresent              Bool             `json:"body_present"`
	BodyExpired              json.RawMessage  `json:"body_expired"`         // null in every recording
	MIMEContentPresent       Bool             `json:"mime_content_present"` // the original is there already
	MIMEContentExpired       json.RawMessage  `json:"mime_content_expired"` // null in every recording
	EmailMessageSize         Int              `json:"email_message_size"`   // bytes, 0 if not known
	ClickBlockExclusive      Bool             `json:"click_block_exclusive"`
}

// CTRTime is a [Time] that also reads a fraction behind a plus sign: a published
// sample of Sumo Logic has 2026-04-22T16:53:44+053088 where others have
// 16:53:44.053088; a fraction of three digits is +053 then. Any number of digits
// is a fraction, but for four without a colon, which are how a zone is written.
type CTRTime struct{ Time }

var ctrPlus = regexp.MustCompile(`^("\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)\+(\d{1,3}|\d{5,})"$`)

// UnmarshalJSON reads the forms that CTRTime's comment lists.
func (t *CTRTime) UnmarshalJSON(raw []byte) error {
	return t.Time.UnmarshalJSON(ctrPlus.ReplaceAll(raw, []byte(`$1.$2"`)))
}

// CTRThreat is a threat of TAP in a message.
type CTRThreat struct {
	ID                 string `json:"id"`
	Status             string `json:"status"` // active, …
	SupernovaExclusive Bool   `json:"supernovaExclusive"`
	TAPID              string `json:"tapId"` // the threat's id in TAP
	ThreatValue        string `json:"threatValue"`
}

// CTRURL is a link in a message.
type CTRURL struct {
	ID        string `json:"id"`
	URLID     string `json:"urlId"`
	URL       string `json:"url"`
	EmailID   string `json:"emailId"`
	TenantID  string `json:"tenantId"`
	CreatedAt Time   `json:"createdAt"`
	UpdatedAt Time   `json:"updatedAt"`
}

// CTRMessageStatus is what became of a message in its mailbox.
type CTRMessageStatus struct {
	IsRead           *Bool `json:"is_read"` // nil: not known
	MessageDelivered Bool  `json:"message_delivered"`
	PermittedClicks  Int   `json:"permitted_clicks"`
}

// CTRSource is where a message came to notice.
type CTRSource struct {
	ID   string `json:"id"`
	Type string `json:"type"` // TapAlert, AbuseMailbox
}

// CTRIncidentRef is an incident that a message belongs to.
type CTRIncidentRef struct {
	ID            string `json:"id"` // a UUID: what calls take
	DisplayID     Int    `json:"display_id"`
	Title         string `json:"title"`          // defanged and cut off
	LinkAttribute string `json:"link_attribute"` // why it was added: sender_and_url, …; "" for the first
}

// CTRMessageDetail is one message by itself. Of what stands in its timeline and
// comments nothing is public: they are kept as they come.
type CTRMessageDetail struct {
	Raw      json.RawMessage   `json:"-"` // as received, unknown fields included
	Details  CTRMessageDetails `json:"details"`
	Timeline []json.RawMessage `json:"timeline"`
	Comments []json.RawMessage `json:"comments"`
}

// CTRMessageDetails are the members of a message that are known; more are sent,
// and are in the Raw of [CTRMessageDetail].
type CTRMessageDetails struct {
	ID                string `json:"id"`
	EmailSubject      string `json:"emailSubject"`
	SenderAddress     string `json:"senderAddress"`
	RecipientAddress  string `json:"recipientAddress"`
	ReceivedAt        Time   `json:"receivedAt"` // epoch milliseconds, unlike in a search
	Disposition       string `json:"disposition"`
	RemediationStatus string `json:"remediationStatus"`
}

// The words of [CTRFetchStatus] that are known; any other means failure.
const (
	CTRFetched         = "fetched"           // the original can be downloaded
	CTRFetchInProgress = "fetch_in_progress" // ask again, clients do after 5 s
	CTRThrottled       = "throttled"         // ask again, clients do after 30 s
)

// CTRFetchStatus says how far the service is with an original.
type CTRFetchStatus struct {
	Raw           json.RawMessage `json:"-"` // as received, unknown fields included
	MessageStatus string          `json:"messageStatus"`
}
