// Incidents of Cloud Threat Response: search, count, one with all that happened
// to it, and the two calls that write. The record types are in
// trap_cloud_incident.go. No call closes an incident; workflows do.

package proofpoint

import (
	"context"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CTRIncidentsParams are the parameters of trap.cloud.incidents. The zero value
// asks for all incidents, newest first. Of one filter any word is enough, of
// several filters all must hold, as must State and all Flags. The service
// ignores words and names that it does not know without a word; here they are
// refused.
type CTRIncidentsParams struct {
	// From and To bound the time of creation, UTC, in whole seconds. Clients
	// always give both.
	From time.Time `in:"body:filters.time_range_filter.start" layout:"2006-01-02 15:04:05" doc:"Created at or after this time."`
	To   time.Time `in:"body:filters.time_range_filter.end" layout:"2006-01-02 15:04:05" doc:"Created at or before this time."`
	// IncidentIDs are the numbers that people see (DisplayID), not UUIDs.
	IncidentIDs []string `in:"body:filters.incident_id_filters" param:"incident_ids" label:"Incident IDs" pattern:"[0-9]+" doc:"Numbers as people see them (583), not UUIDs."`
	// State is open or closed; both are asked for by leaving it out.
	State string `in:"body:filters.other_filters[]" enum:"open=open_incidents,closed=closed_incidents" doc:"Open or closed incidents only."`
	// Flags: vap, very attacked people. State and Flags must all hold: open with
	// vap is open incidents of very attacked people.
	Flags []string `in:"body:filters.other_filters[]" enum:"vap" doc:"Only incidents with these marks: vap, very attacked people."`
	// Sources: abuse_mailbox, tap, smart_search, message_csv_upload.
	Sources []string `in:"body:filters.source_filters" enum:"abuse_mailbox,tap,smart_search,message_csv_upload" doc:"Only incidents out of these sources."`
	// Verdicts are those of CLEAR: verdict_failed, verdict_low_risk,
	// verdict_manual_review, verdict_threat.
	Verdicts []string `in:"body:filters.verdict_filters" enum:"verdict_failed,verdict_low_risk,verdict_manual_review,verdict_threat" doc:"Only incidents with these verdicts on reported messages."`
	// Dispositions: malware, phish, spam and so on.
	Dispositions []string `in:"body:filters.disposition_filters" enum:"bulk,clean,impostor,in_progress,internal,low_risk,malware,manual_review,not_set,phish,scam,simulated_phish,spam,suspicious,tap_false_positive,toad,vendor" doc:"Only incidents with messages judged so."`
	// Confidences: confidence_high, confidence_medium, confidence_low.
	Confidences []string `in:"body:filters.confidence_filters" enum:"confidence_high,confidence_medium,confidence_low" doc:"Only incidents whose verdict is this certain."`
	// Priorities: high, medium, low.
	Priorities []string `in:"body:filters.priority_filters" enum:"high,medium,low" doc:"Only incidents of these priorities."`
	// Order is desc (default) or asc, by time of creation. With asc, incidents
	// that come about during the walk do not move those still to come.
	Order string `in:"body:sortParams[].sort" enum:"desc,asc" default:"desc" doc:"By time of creation: newest first (desc) or oldest first (asc)."`
	// PageSize is how many are asked for at once: 200 if 0. Pages of 500 have
	// been seen.
	PageSize int `in:"pagesize" min:"1" max:"500" doc:"Incidents in one answer; 200 if not given."`
	// Limit ends the walk; 0 is all.
	Limit int `in:"limit" min:"1" doc:"The most incidents; all if not given."`
}

// CTRCountIncidentsParams are the parameters of trap.cloud.incidents.count: the
// filters of [CTRIncidentsParams], which says what they mean.
type CTRCountIncidentsParams struct {
	From         time.Time `in:"body:filters.time_range_filter.start" layout:"2006-01-02 15:04:05" doc:"Created at or after this time."`
	To           time.Time `in:"body:filters.time_range_filter.end" layout:"2006-01-02 15:04:05" doc:"Created at or before this time."`
	IncidentIDs  []string  `in:"body:filters.incident_id_filters" param:"incident_ids" label:"Incident IDs" pattern:"[0-9]+" doc:"Numbers as people see them (583), not UUIDs."`
	State        string    `in:"body:filters.other_filters[]" enum:"open=open_incidents,closed=closed_incidents" doc:"Open or closed incidents only."`
	Flags        []string  `in:"body:filters.other_filters[]" enum:"vap" doc:"Only incidents with these marks: vap, very attacked people."`
	Sources      []string  `in:"body:filters.source_filters" enum:"abuse_mailbox,tap,smart_search,message_csv_upload" doc:"Only incidents out of these sources."`
	Verdicts     []string  `in:"body:filters.verdict_filters" enum:"verdict_failed,verdict_low_risk,verdict_manual_review,verdict_threat" doc:"Only incidents with these verdicts on reported messages."`
	Dispositions []string  `in:"body:filters.disposition_filters" enum:"bulk,clean,impostor,in_progress,internal,low_risk,malware,manual_review,not_set,phish,scam,simulated_phish,spam,suspicious,tap_false_positive,toad,vendor" doc:"Only incidents with messages judged so."`
	Confidences  []string  `in:"body:filters.confidence_filters" enum:"confidence_high,confidence_medium,confidence_low" doc:"Only incidents whose verdict is this certain."`
	Priorities   []string  `in:"body:filters.priority_filters" enum:"high,medium,low" doc:"Only incidents of these priorities."`
}

// CTRIncidentParams are the parameters of trap.cloud.incidents.get.
type CTRIncidentParams struct {
	// IncidentID is the UUID ([CTRIncident].ID), not the number that people see.
	IncidentID string `in:"path:incident_id" label:"Incident ID" required:"true" doc:"The incident's UUID, not the number that people see."`
}

// CTRCreateIncidentParams are the parameters of trap.cloud.incidents.create.
type CTRCreateIncidentParams struct {
	Title       string `in:"body:title" required:"true" doc:"What people see in lists."`
	Description string `in:"body:description" doc:"What the incident is about."`
	// Priority is high, medium or low.
	Priority string `in:"body:priority" enum:"high,medium,low" doc:"How urgent it is."`
}

// CTRUploadMessageParams are the parameters of trap.cloud.incidents.upload.
type CTRUploadMessageParams struct {
	// IncidentID is the UUID of the incident.
	IncidentID string `in:"body:incident_id" label:"Incident ID" required:"true" doc:"The incident's UUID, not the number that people see."`
	// RFCMessageID is the Message-ID of the mail, in its angle brackets.
	RFCMessageID string `in:"body:message.rfcMessageId" param:"rfc_message_id" label:"RFC Message ID" required:"true" pattern:"<[^<>]+>" accepts:"a Message-ID in its angle brackets" doc:"The Message-ID of the mail, with its angle brackets."`
	// Recipients are 1 to 10 000 addresses.
	Recipients  []string `in:"body:message.recipient_addresses" required:"true" min:"1" max:"10000" doc:"Who received it: 1 to 10000 addresses."`
	Sender      string   `in:"body:message.sender" doc:"Who sent it."`
	Subject     string   `in:"body:message.subject" doc:"Its subject."`
	Disposition string   `in:"body:message.disposition" enum:"bulk,clean,impostor,in_progress,internal,low_risk,malware,manual_review,not_set,phish,scam,simulated_phish,spam,suspicious,tap_false_positive,toad,vendor" doc:"What it was judged to be."`
}

const (
	ctrBase   = "/api/v1/tric"
	ctrSource = "integrations of demisto and Google SecOps, pages of Blink and D3; seen 2026-11"
)

// ctrRows walks rows whose end clients disagree about: see [Rows].
func ctrRows(size int) Rows {
	return Rows{FromAt: "body:startRow", ToAt: "body:endRow", Size: size, Total: pathdata.MustCompile("$.total").Optional()}
}

var (
	ctrIncidents = define[CTRIncidentsParams, CTRIncident](Operation{
		Name: "trap.cloud.incidents", Title: "List Incidents", Summary: "Incidents of Cloud Threat Response, by state, source, verdict and time.",
		When: "Use this to follow incidents, or to find the open ones.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/incidents", Repeatable: true, Pool: ctrPool, Pager: ctrRows(200),
			Body: []byte(`{"filters":{},"sortParams":[{"colId":"createdAt"}]}`), Records: pathdata.MustCompile("$.incidents[*]")},
	})
	ctrIncidentCount = define[CTRCountIncidentsParams, Int](Operation{
		Name: "trap.cloud.incidents.count", Title: "Count Incidents", Summary: "How many incidents there are that a search would find.",
		When: "Use this to watch a number without reading what is behind it.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/incidents/count", Repeatable: true, Pool: ctrPool, Body: []byte(`{"filters":{}}`)},
	})
	ctrIncident = define[CTRIncidentParams, CTRIncidentDetail](Operation{
		Name: "trap.cloud.incidents.get", Title: "Get Incident", Summary: "One incident with its comments and all that happened to it.",
		When: "Use this to see who did what about an incident.", Source: ctrSource,
		Proto: Request{Service: CTR, Path: ctrBase + "/incidents/{incident_id}", Pool: ctrPool},
	})
	ctrCreateIncident = define[CTRCreateIncidentParams, CTRCreatedIncident](Operation{
		Name: "trap.cloud.incidents.create", Title: "Create Incident", Summary: "Opens an incident without messages.",
		When: "Use this to track what another system has found; messages are uploaded afterwards.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/incidents/createIncident", Pool: ctrPool, Format: FormatAny},
	})
	ctrUploadMessage = define[CTRUploadMessageParams, CTRUploadedMessage](Operation{
		Name: "trap.cloud.incidents.upload", Title: "Upload Message", Summary: "Adds a message to an incident, once for each recipient.",
		When: "Use this to let a workflow act on a message that another system has found.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/incidents/uploadMessage", Pool: ctrPool, Format: FormatAny},
	})
)

// IncidentsRequest builds the request of [CTRService.Incidents].
func (p CTRIncidentsParams) IncidentsRequest() (Request, error) { return ctrIncidents.Build(p) }

// CountIncidentsRequest builds the request of [CTRService.CountIncidents].
func (p CTRCountIncidentsParams) CountIncidentsRequest() (Request, error) {
	return ctrIncidentCount.Build(p)
}

// IncidentRequest builds the request of [CTRService.Incident].
func (p CTRIncidentParams) IncidentRequest() (Request, error) { return ctrIncident.Build(p) }

// CreateIncidentRequest builds the request of [CTRService.CreateIncident].
func (p CTRCreateIncidentParams) CreateIncidentRequest() (Request, error) {
	return ctrCreateIncident.Build(p)
}

// UploadMessageRequest builds the request of [CTRService.UploadMessage].
func (p CTRUploadMessageParams) UploadMessageRequest() (Request, error) {
	return ctrUploadMessage.Build(p)
}

// Incidents walks incidents, 200 at a time, newest first unless Order says
// otherwise. Nothing matching is an empty sequence. Incidents that come about
// during a walk from the newest push others onto the next page, where they come
// again: tell them by ID, or walk with asc. All calls to the cloud share the
// pool "ctr", 10 a minute: what is refused is asked for again until the minute
// is over, and ErrRateLimited after that. To follow what is new, ask again with
// From some minutes before the newest CreatedAt and tell repeats by ID: a cursor
// of a walk that ended has nothing to go on to. Errors: joined *ParamError first;
// *APIError; *NetworkError; *BodyError; *RecordError beside an incident that
// could not be read as a type.
//
// Source: public clients (demisto, Google SecOps) and their fixtures; 2026-11.
func (s *CTRService) Incidents(ctx context.Context, p CTRIncidentsParams, opts ...CallOption) iter.Seq2[CTRIncident, error] {
	return ctrIncidents.all(ctx, s.c, p, opts)
}

// CountIncidents returns how many incidents a search with the same filters
// finds; 0 if none. Errors are as with [CTRService.Incidents].
//
// Source: integrators' pages (D3, Blink) and a public client; 2026-11.
func (s *CTRService) CountIncidents(ctx context.Context, p CTRCountIncidentsParams, opts ...CallOption) (int64, error) {
	n, err := ctrIncidentCount.one(ctx, s.c, p, opts)
	if n == nil {
		return 0, err
	}
	return int64(*n), err
}

// Incident returns one incident with its comments and activities. An unknown
// UUID is an *APIError that is ErrNotFound. Other errors are as with
// [CTRService.Incidents].
//
// Source: public clients (demisto, Google SecOps) and their fixtures; 2026-11.
func (s *CTRService) Incident(ctx context.Context, p CTRIncidentParams, opts ...CallOption) (*CTRIncidentDetail, error) {
	return ctrIncident.one(ctx, s.c, p, opts)
}

// CreateIncident opens an incident and returns what it is called: zero where the
// service did not tell. It is not sent again on our own initiative but after a
// 401 or 429, which refused it: if it is not known whether it happened, the error
// is an *AmbiguousError. Other errors: *ParamError; *APIError; *NetworkError;
// *BodyError; *RecordError beside what could be read of the answer to an incident
// that was opened.
//
// Source: integrators' pages (D3, Blink) and a public client; 2026-11.
func (s *CTRService) CreateIncident(ctx context.Context, p CTRCreateIncidentParams, opts ...CallOption) (*CTRCreatedIncident, error) {
	return ctrCreateIncident.written(ctx, s.c, p, opts)
}

// UploadMessage adds a message to an incident, for 1 to 10 000 recipients, and
// returns what became of it: zero where the service did not tell. Whether it is
// sent again and what its errors are is as with [CTRService.CreateIncident].
//
// Source: demisto's integration and a public client; 2026-11.
func (s *CTRService) UploadMessage(ctx context.Context, p CTRUploadMessageParams, opts ...CallOption) (*CTRUploadedMessage, error) {
	return ctrUploadMessage.written(ctx, s.c, p, opts)
}
