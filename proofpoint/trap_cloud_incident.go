// Incidents of Cloud Threat Response as they come. Names are in camelCase in
// one part of an answer and in snake_case in another, and so are the times: with
// an offset there, without a zone (UTC) here. A member that is null in one
// client's recording is missing in another's.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// CTRIncident is an incident in a list.
type CTRIncident struct {
	Raw              json.RawMessage `json:"-"`         // as received, unknown fields included
	ID               string          `json:"id"`        // a UUID: what calls take
	SID              Int             `json:"sid"`       // in older answers only
	CreatedAt        Time            `json:"createdAt"` // UTC
	UpdatedAt        Time            `json:"updatedAt"`
	ClosedAt         Time            `json:"closedAt"` // zero: never was; also set where State is open again
	TenantID         string          `json:"tenantId"`
	DisplayID        Int             `json:"displayId"` // the number that people see: INC-583
	Title            string          `json:"title"`     // defanged (hxxps://, [@], [.]) and cut off
	TitlePII         string          `json:"titlePII"`  // missing in some answers
	State            string          `json:"state"`     // open or closed
	Priority         string          `json:"priority"`  // high, medium, low, "" if none
	AssignedTeamName string          `json:"assignedTeamName"`
	AssignedTeamID   string          `json:"assignedTeamId"`
	AssignedUserName string          `json:"assignedUserName"` // "": nobody
	AssignedUserID   string          `json:"assignedUserId"`
	MessageCount     Int             `json:"messageCount"`
	VAP              Bool            `json:"vap"` // concerns very attacked people
	VIP              Bool            `json:"vip"` // missing in some answers
	AbuseSourceIDs   Strings         `json:"abuseSourceIds"`
	SourceTypes      Strings         `json:"sourceTypes"` // abuse_mailbox, tap_alert, …
	SourcesData      []CTRSourceData `json:"sourcesData"`
	CommentCount     Int             `json:"commentCount"`
	Dispositions     Strings         `json:"dispositions"`
	ClearVerdicts    Strings         `json:"clearVerdicts"`    // of CLEAR: failed, low_risk, manual_review, threat
	ClearConfidences Strings         `json:"clearConfidences"` // high, medium, low
}

// CTRSourceData is a source of an incident.
type CTRSourceData struct {
	Type string `json:"type"` // AbuseMailbox, TapAlert
	Name string `json:"name"` // "" where the kind has none
}

// CTRIncidentDetail is one incident with all that happened to it.
type CTRIncidentDetail struct {
	Raw        json.RawMessage    `json:"-"` // as received, unknown fields included
	Summary    CTRIncidentSummary `json:"summary"`
	Comments   []CTRComment       `json:"comments"`
	Activities []CTRActivity      `json:"activities"` // oldest first in recordings
}

// CTRIncidentSummary is the incident itself, with other members than in a list.
type CTRIncidentSummary struct {
	ID                          string               `json:"id"`
	CreatedAt                   Time                 `json:"createdAt"`
	UpdatedAt                   Time                 `json:"updatedAt"`
	ClosedAt                    Time                 `json:"closedAt"`
	OpenedAt                    Time                 `json:"openedAt"`
	TenantID                    string               `json:"tenantId"`
	DisplayID                   Int                  `json:"displayId"`
	Title                       string               `json:"title"`
	TitlePII                    string               `json:"titlePII"`
	Description                 string               `json:"description"`
	Priority                    string               `json:"priority"`
	State                       string               `json:"state"`
	AssignedTeamID              string               `json:"assignedTeamId"`
	AssignedTeamName            string               `json:"assignedTeamName"`
	AssignedApplicationUserID   string               `json:"assignedApplicationUserId"`
	AssignedApplicationUserName string               `json:"assignedApplicationUserName"`
	FalsePositiveCount          Int                  `json:"falsePositiveCount"`
	MessageCount                Int                  `json:"messageCount"`
	MessageSourceData           CTRMessageSourceData `json:"messageSourceData"`
}

// CTRMessageSourceData says which kinds of source an incident has.
type CTRMessageSourceData struct {
	HasTAPAlert          Bool `json:"hasTapAlert"`
	HasAbuseAlert        Bool `json:"hasAbuseAlert"`
	HasSmartSearchImport Bool `json:"hasSmartSearchImport"`
	HasMessageCSVUpload  Bool `json:"hasMessageCsvUpload"`
	HasWorkbenchEvent    Bool `json:"hasWorkbenchEvent"`
	HasIMDAlert          Bool `json:"hasImdAlert"`
	HasMailBombAlert     Bool `json:"hasMailBombAlert"`
}

// CTRComment is a comment on an incident.
type CTRComment struct {
	ID              string          `json:"id"`
	Author          string          `json:"author"`
	Comment         string          `json:"comment"`
	Deleted         Bool            `json:"deleted"`
	AuthorID        string          `json:"author_id"`
	TenantID        string          `json:"tenant_id"`
	CommentID       string          `json:"comment_id"`
	CreatedAt       Time            `json:"created_at"` // without a zone: UTC
	UpdatedAt       Time            `json:"updated_at"`
	IncidentID      string          `json:"incident_id"`
	ActivityType    string          `json:"activity_type"`
	ActivityDetails json.RawMessage `json:"activity_details"`
}

// CTRActivity is something that happened to an incident.
type CTRActivity struct {
	ID                  string             `json:"id"`
	Content             string             `json:"content"`
	TenantID            string             `json:"tenant_id"`
	CauseType           string             `json:"cause_type"` // system, history, application_user
	CommentID           string             `json:"comment_id"`
	CreatedAt           Time               `json:"created_at"` // without a zone: UTC
	UpdatedAt           Time               `json:"updated_at"`
	IncidentID          string             `json:"incident_id"`
	OccurredAt          Time               `json:"occurred_at"`   // three or six digits of fraction
	ActivityType        string             `json:"activity_type"` // incident_creation, priority_change, quarantine, comment_addition, …
	CausingAPIKey       string             `json:"causing_api_key"`
	ActivityDetails     CTRActivityDetails `json:"activity_details"`
	CausingUserName     string             `json:"causing_user_name"`
	CausingWorkflowName string             `json:"causing_workflow_name"`
}

// CTRActivityDetails is what an activity was about. Its members depend on the
// activity's type, and more types exist than are known: Raw has all of them. A
// member of another shape than here leaves its field zero, and only that.
type CTRActivityDetails struct {
	Raw json.RawMessage `json:"-"` // as received

	// Of incident_creation.
	SourceName          string `json:"source_name"`
	InitialTitle        string `json:"initial_title"`
	MessageCount        Int    `json:"message_count"`
	InitialTeamID       string `json:"initial_team_id"`
	InitialTeamName     string `json:"initial_team_name"`
	InitialPriority     string `json:"initial_priority"`
	InitialAssigneeID   string `json:"initial_assignee_id"`
	InitialAssigneeName string `json:"initial_assignee_name"`
	InitialDescription  string `json:"initial_description"`
	// Of priority_change.
	NewPriority string `json:"new_priority"`
	OldPriority string `json:"old_priority"`
	// Of quarantine.
	QuarantineAttempts []CTRQuarantineAttempt `json:"quarantine_attempts"`
	// Of comment_addition.
	OriginalContent string `json:"original_content"`
}

// UnmarshalJSON reads the members that are known, each by itself, and keeps all.
// What is no object, and a member of another shape, as an unknown type may have
// it, is in Raw alone: the field stays zero, the others are read, and it is no
// error.
func (d *CTRActivityDetails) UnmarshalJSON(raw []byte) error {
	*d = CTRActivityDetails{}
	if string(raw) != "null" {
		d.Raw = bytes.Clone(raw)
	}
	var members map[string]json.RawMessage
	if decode(raw, &members) != nil {
		return nil
	}
	fields := reflect.ValueOf(d).Elem()
	for i := range fields.NumField() {
		f, name := fields.Field(i), fields.Type().Field(i).Tag.Get("json")
		member, ok := members[name]
		if ok && name != "-" && decode(member, f.Addr().Interface()) != nil {
			f.SetZero()
		}
	}
	return nil
}

// CTRQuarantineAttempt is one try to take a message out of a mailbox.
type CTRQuarantineAttempt struct {
	ID                string `json:"id"`
	State             string `json:"state"`       // complete, …
	Disposition       string `json:"disposition"` // message_moved, …
	DestinationFolder string `json:"destination_folder"`
}

// CTRCreatedIncident is what a new incident is called.
type CTRCreatedIncident struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown fields included
	ID        string          `json:"id"`
	CreatedAt Time            `json:"createdAt"`
	DisplayID Int             `json:"displayId"`
}

// CTRUploadedMessage says what became of an upload.
type CTRUploadedMessage struct {
	Raw                     json.RawMessage `json:"-"` // as received, unknown fields included
	RFCMessageID            string          `json:"rfcMessageId"`
	IncidentID              string          `json:"incident_id"`
	IncidentDisplayID       Int             `json:"incidentDisplayId"`
	UploadedRecipientsCount Int             `json:"uploadedRecipientsCount"`
}
