// An incident of the appliance and all that hangs on it, with the names that are
// on the wire: snake case in the incident, camel case below it.

package proofpoint

import "encoding/json"

// PTRIncident is one incident. Any field but ID may be missing.
type PTRIncident struct {
	Raw                   json.RawMessage      `json:"-"`  // as received, unknown fields included
	ID                    Int                  `json:"id"` // the console shows INC-<id>
	Type                  string               `json:"type"`
	Summary               string               `json:"summary"`
	Description           string               `json:"description"`
	Score                 Int                  `json:"score"`
	State                 string               `json:"state"` // Open, New, Assigned, Closed, Ignored; "4000" in one client's test data
	CreatedAt             Time                 `json:"created_at"`
	UpdatedAt             Time                 `json:"updated_at"`    // absent in older samples
	ClosedAt              Time                 `json:"closed_at"`     // absent unless closed
	CloseSummary          string               `json:"close_summary"` // absent unless closed
	CloseDetail           string               `json:"close_detail"`
	EventCount            Int                  `json:"event_count"`
	FalsePositiveCount    Int                  `json:"false_positive_count"` // null or absent in samples
	EventSources          Strings              `json:"event_sources"`
	Users                 Strings              `json:"users"`
	Assignee              string               `json:"assignee"` // Unassigned, if nobody
	Team                  string               `json:"team"`
	Hosts                 map[string]Strings   `json:"hosts"` // addresses, URLs and names by role: attacker, cnc, forensics, url
	IncidentFieldValues   []PTRFieldValue      `json:"incident_field_values"`
	Events                []PTREvent           `json:"events"` // null without expand_events
	EventIDs              []Int                `json:"event_ids"`
	Comments              []PTRIncidentComment `json:"comments"` // absent in older samples
	QuarantineResults     []PTRQuarantine      `json:"quarantine_results"`
	SuccessfulQuarantines Int                  `json:"successful_quarantines"` // may disagree with QuarantineResults
	FailedQuarantines     Int                  `json:"failed_quarantines"`
	PendingQuarantines    Int                  `json:"pending_quarantines"`
}

// PTRFieldValue is one field of an incident: Classification, Attack Vector, Abuse
// Disposition, Severity, or one of the customer's own.
type PTRFieldValue struct {
	Name  string `json:"name"`  // absent in one client's test data
	Value string `json:"value"` // null where nothing was chosen
}

// PTRIncidentComment is a comment as an incident tells it.
type PTRIncidentComment struct {
	User        string `json:"user"`
	Comment     string `json:"comment"`
	CommentedOn Time   `json:"commented_on"`
}

// PTRQuarantine is one attempt to take a message out of a mailbox. Status and
// Details may contradict each other.
type PTRQuarantine struct {
	AlertSource   string `json:"alertSource"` // "Not Available" occurs
	StartTime     Time   `json:"startTime"`
	EndTime       Time   `json:"endTime"`
	Status        string `json:"status"`        // successful, failed, and others
	RecipientType string `json:"recipientType"` // Original Recipient, Search, and others
	Recipient     string `json:"recipient"`
	MessageID     string `json:"messageId"` // in angle brackets
	IsRead        Bool   `json:"isRead"`    // sent as text
	WasUndone     Bool   `json:"wasUndone"` // sent as text
	Details       string `json:"details"`   // Success, Failed, and others
}

// PTREvent is one event of an incident. All but ID may be missing.
type PTREvent struct {
	ID              Int           `json:"id"`
	Name            string        `json:"name"` // rare
	Category        string        `json:"category"`
	AlertType       string        `json:"alertType"`
	Severity        string        `json:"severity"` // Info, Minor, Major, Critical
	Source          string        `json:"source"`
	ThreatName      string        `json:"threatname"`
	MalwareName     string        `json:"malwareName"`
	Description     string        `json:"description"`
	Classified      Bool          `json:"classified"`
	State           string        `json:"state"`           // Linked, say
	AttackDirection string        `json:"attackDirection"` // inbound, say
	Received        Time          `json:"received"`
	FalsePositive   Bool          `json:"falsePositive"`
	Attackers       []PTRAttacker `json:"attackers"`
	Emails          []PTREmail    `json:"emails"`
}

// PTRAttacker is where an attack came from or leads to.
type PTRAttacker struct {
	Location string `json:"location"` // an address or a URL
}

// PTREmail is one message of an event. In incidents of an abuse mailbox a message
// comes twice: the copy to a trapclear… mailbox is the reporter's.
type PTREmail struct {
	Sender              PTRMailbox         `json:"sender"`
	Recipient           PTRMailbox         `json:"recipient"`
	Subject             string             `json:"subject"`
	MessageID           string             `json:"messageId"`
	MessageDeliveryTime PTRTime            `json:"messageDeliveryTime"`
	AbuseCopy           Bool               `json:"abuseCopy"` // a flag, or text
	Body                string             `json:"body"`
	BodyType            string             `json:"bodyType"`
	Headers             map[string]Strings `json:"headers"`
	URLs                Strings            `json:"urls"`
	MIMEContent         string             `json:"mimeContent"` // may be huge
	Attachments         []PTRAttachment    `json:"attachments"`
}

// PTRMailbox is a sender or recipient.
type PTRMailbox struct {
	Email string `json:"email"`
	VAP   Bool   `json:"vap"` // a very attacked person
}

// PTRAttachment is a file in a message.
type PTRAttachment struct {
	Timestamp   PTRTime   `json:"timestamp"`
	SafeName    string    `json:"safename"`
	RealName    PTRSecret `json:"realnamePII"`
	Size        Int       `json:"size"` // bytes
	ContentType string    `json:"contentType"`
	MD5         string    `json:"md5"`
	SHA256      string    `json:"sha256"`
}

// PTRSecret is a personal text, which the appliance wraps.
type PTRSecret struct {
	Secret string `json:"secret"`
}
