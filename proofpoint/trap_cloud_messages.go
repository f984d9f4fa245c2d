// Messages of Cloud Threat Response: search, those of one incident, one, and the
// three steps to its original. CTRService.Original takes them together.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CTRMessagesParams are the parameters of trap.cloud.messages. The zero value
// asks for all messages, the last received first. Of one filter any word is
// enough, of several filters all must hold, as must State and all Flags. The
// service ignores words and names that it does not know without a word; here
// they are refused.
type CTRMessagesParams struct {
	// From and To bound the time of receipt, UTC, in whole seconds. Clients always
	// give both.
	From time.Time `in:"body:filters.time_range_filter.start" layout:"2006-01-02 15:04:05" doc:"Received at or after this time."`
	To   time.Time `in:"body:filters.time_range_filter.end" layout:"2006-01-02 15:04:05" doc:"Received at or before this time."`
	// MessageIDs are Message-IDs of mail, in their angle brackets.
	MessageIDs []string `in:"body:filters.message_id_filters" param:"message_ids" label:"Message IDs" pattern:"<[^<>]+>" accepts:"Message-IDs in their angle brackets" doc:"Message-IDs of mail, with their angle brackets."`
	// Recipients and Senders are addresses.
	Recipients []string `in:"body:filters.recipient_address_filters" doc:"Only messages to these addresses."`
	Senders    []string `in:"body:filters.sender_address_filters" doc:"Only messages from these addresses."`
	Subjects   []string `in:"body:filters.subject_filters" doc:"Only messages with these subjects."`
	// IncidentIDs are the numbers that people see (DisplayID), not UUIDs.
	IncidentIDs []string `in:"body:filters.incident_id_filters" param:"incident_ids" label:"Incident IDs" pattern:"[0-9]+" doc:"Numbers of incidents as people see them (583), not UUIDs."`
	// State is open or closed, of the incident.
	State string `in:"body:filters.other_filters[]" enum:"open=open_incidents,closed=closed_incidents" doc:"Messages of open or closed incidents only."`
	// Flags: vap, very attacked people; reporter, was reported by one. State and
	// Flags must all hold: with both words it is what very attacked people
	// reported.
	Flags []string `in:"body:filters.other_filters[]" enum:"vap,reporter" doc:"Only messages with these marks: vap, very attacked people; reporter. All must hold."`
	// Sources: abuse_mailbox, tap, smart_search, message_csv_upload, mail_bomb.
	Sources []string `in:"body:filters.source_filters" enum:"abuse_mailbox,tap,smart_search,message_csv_upload,mail_bomb" doc:"Only messages out of these sources."`
	// Statuses: message_delivered, message_unread, message_read,
	// permitted_click.
	Statuses []string `in:"body:filters.status_filters" enum:"message_delivered,message_unread,message_read,permitted_click" doc:"Only messages that were delivered, read, clicked in."`
	// TAPThreats are ids of threats of TAP.
	TAPThreats []string `in:"body:filters.tap_threat_filters" label:"TAP Threats" doc:"Only messages with these threats of TAP."`
	// TAPThreatTypes: tap_threat_type_delivered_attachment_threat,
	// …_delivered_message_threat, …_delivered_url_threat,
	// …_unprotected_url_threat.
	TAPThreatTypes []string `in:"body:filters.tap_threat_type_filters" label:"TAP Threat Types" enum:"tap_threat_type_delivered_attachment_threat,tap_threat_type_delivered_message_threat,tap_threat_type_delivered_url_threat,tap_threat_type_unprotected_url_threat" doc:"Only messages with threats of these types."`
	// Quarantine keeps messages that were treated so: quarantine_success,
	// quarantine_mailbox_not_found, restore_success and so on.
	Quarantine   []string `in:"body:filters.quarantine_filters" enum:"quarantine_success,quarantine_pending,quarantine_not_attempted,quarantine_mailbox_not_found,quarantine_message_not_found,dl_resolved,quarantine_skipped_skip_list,quarantine_skipped_abuse_mailbox,quarantine_skipped_no_server_for_mailbox,quarantine_skipped_cancelled,quarantine_failed_insufficient_permissions,quarantine_failed_invalid_authentication,quarantine_failed_invalid_license_for_mailbox,quarantine_failed_invalid_quarantine_folder,quarantine_failed_invalid_quarantine_mailbox,quarantine_failed_missing_message_id,quarantine_failed_no_connectivity,quarantine_failed_no_server_found_for_mailbox,quarantine_failed_throttled,quarantine_failed_other,restore_success,restore_pending,restore_not_in_quarantine_mailbox,restore_skipped_server_disabled,restore_skipped_server_unavailable,restore_failed_insufficient_permissions,restore_failed_invalid_authentication,restore_failed_invalid_license_for_mailbox,restore_failed_invalid_quarantine_folder,restore_failed_invalid_quarantine_mailbox,restore_failed_no_connectivity,restore_failed_no_server_found_for_mailbox,restore_failed_throttled,restore_failed_other" doc:"Only messages that were taken out of mailboxes, or put back, like this."`
	Verdicts     []string `in:"body:filters.verdict_filters" enum:"verdict_failed,verdict_low_risk,verdict_manual_review,verdict_threat" doc:"Only messages with these verdicts on reports."`
	Dispositions []string `in:"body:filters.disposition_filters" enum:"bulk,clean,impostor,in_progress,internal,low_risk,malware,manual_review,not_set,phish,scam,simulated_phish,spam,suspicious,tap_false_positive,toad,vendor" doc:"Only messages judged so."`
	Confidences  []string `in:"body:filters.confidence_filters" enum:"confidence_high,confidence_medium,confidence_low" doc:"Only messages whose verdict is this certain."`
	Priorities   []string `in:"body:filters.priority_filters" enum:"high,medium,low" doc:"Only messages of incidents of these priorities."`
	// Order is desc (default) or asc, by time of receipt.
	Order string `in:"body:sortParams[].sort" enum:"desc,asc" default:"desc" doc:"By time of receipt: newest first (desc) or oldest first (asc)."`
	// PageSize is how many are asked for at once: 100 if 0. Pages of 499 have
	// been seen.
	PageSize int `in:"pagesize" min:"1" max:"500" doc:"Messages in one answer; 100 if not given."`
	// Limit ends the walk; 0 is all.
	Limit int `in:"limit" min:"1" doc:"The most messages; all if not given."`
}

// CTRIncidentMessagesParams are the parameters of trap.cloud.incidents.messages:
// without a filter all messages of the incident. The filters are those of
// [CTRMessagesParams], which says what they mean.
type CTRIncidentMessagesParams struct {
	// IncidentID is the UUID ([CTRIncident].ID), not the number that people see.
	IncidentID string `in:"path:incident_id" label:"Incident ID" required:"true" doc:"The incident's UUID, not the number that people see."`

	Recipients     []string `in:"body:filters.recipient_address_filters" doc:"Only messages to these addresses."`
	Senders        []string `in:"body:filters.sender_address_filters" doc:"Only messages from these addresses."`
	Subjects       []string `in:"body:filters.subject_filters" doc:"Only messages with these subjects."`
	Flags          []string `in:"body:filters.other_filters[]" enum:"vap,reporter" doc:"Only messages with these marks: vap, very attacked people; reporter. All must hold."`
	Statuses       []string `in:"body:filters.status_filters" enum:"message_delivered,message_unread,message_read,permitted_click" doc:"Only messages that were delivered, read, clicked in."`
	TAPThreats     []string `in:"body:filters.tap_threat_filters" label:"TAP Threats" doc:"Only messages with these threats of TAP."`
	TAPThreatTypes []string `in:"body:filters.tap_threat_type_filters" label:"TAP Threat Types" enum:"tap_threat_type_delivered_attachment_threat,tap_threat_type_delivered_message_threat,tap_threat_type_delivered_url_threat,tap_threat_type_unprotected_url_threat" doc:"Only messages with threats of these types."`
	Quarantine     []string `in:"body:filters.quarantine_filters" enum:"quarantine_success,quarantine_pending,quarantine_not_attempted,quarantine_mailbox_not_found,quarantine_message_not_found,dl_resolved,quarantine_skipped_skip_list,quarantine_skipped_abuse_mailbox,quarantine_skipped_no_server_for_mailbox,quarantine_skipped_cancelled,quarantine_failed_insufficient_permissions,quarantine_failed_invalid_authentication,quarantine_failed_invalid_license_for_mailbox,quarantine_failed_invalid_quarantine_folder,quarantine_failed_invalid_quarantine_mailbox,quarantine_failed_missing_message_id,quarantine_failed_no_connectivity,quarantine_failed_no_server_found_for_mailbox,quarantine_failed_throttled,quarantine_failed_other,restore_success,restore_pending,restore_not_in_quarantine_mailbox,restore_skipped_server_disabled,restore_skipped_server_unavailable,restore_failed_insufficient_permissions,restore_failed_invalid_authentication,restore_failed_invalid_license_for_mailbox,restore_failed_invalid_quarantine_folder,restore_failed_invalid_quarantine_mailbox,restore_failed_no_connectivity,restore_failed_no_server_found_for_mailbox,restore_failed_throttled,restore_failed_other" doc:"Only messages that were taken out of mailboxes, or put back, like this."`
	Verdicts       []string `in:"body:filters.verdict_filters" enum:"verdict_failed,verdict_low_risk,verdict_manual_review,verdict_threat" doc:"Only messages with these verdicts on reports."`
	Dispositions   []string `in:"body:filters.disposition_filters" enum:"bulk,clean,impostor,in_progress,internal,low_risk,malware,manual_review,not_set,phish,scam,simulated_phish,spam,suspicious,tap_false_positive,toad,vendor" doc:"Only messages judged so."`
	Confidences    []string `in:"body:filters.confidence_filters" enum:"confidence_high,confidence_medium,confidence_low" doc:"Only messages whose verdict is this certain."`

	// Order is desc (default) or asc, by time of receipt.
	Order string `in:"body:sortParams[].sort" enum:"desc,asc" default:"desc" doc:"By time of receipt: newest first (desc) or oldest first (asc)."`
	// PageSize is how many are asked for at once: 100 if 0. Pages of 499 have
	// been seen.
	PageSize int `in:"pagesize" min:"1" max:"500" doc:"Messages in one answer; 100 if not given."`
	// Limit ends the walk; 0 is all.
	Limit int `in:"limit" min:"1" doc:"The most messages; all if not given."`
}

// CTRMessageParams are the parameters of trap.cloud.messages.get, .fetch, .status
// and .download.
type CTRMessageParams struct {
	// MessageID is the UUID ([CTRMessage].ID), not the Message-ID of the mail.
	MessageID string `in:"path:message_id" label:"Message ID" required:"true" doc:"The message's UUID, not the Message-ID of the mail."`
}

func ctrMessageOperation[R any](name, title, summary, when, path string, format Format) typed[CTRMessageParams, R] {
	return define[CTRMessageParams, R](Operation{Name: "trap.cloud.messages." + name, Title: title, Summary: summary, When: when, Source: ctrSource,
		Proto: Request{Service: CTR, Path: ctrBase + "/messages/{message_id}" + path, Pool: ctrPool, Format: format}})
}

var (
	ctrMessages = define[CTRMessagesParams, CTRMessage](Operation{
		Name: "trap.cloud.messages", Title: "List Messages", Summary: "Messages of Cloud Threat Response, by sender, recipient, threat and what became of them.",
		When: "Use this to find out who else received a message, or what could not be taken back.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/messages", Repeatable: true, Pool: ctrPool, Pager: ctrRows(100),
			Body: []byte(`{"filters":{},"sortParams":[{"colId":"received_time"}]}`), Records: pathdata.MustCompile("$.messages[*]")},
	})
	ctrIncidentMessages = define[CTRIncidentMessagesParams, CTRMessage](Operation{
		Name: "trap.cloud.incidents.messages", Title: "List Incident Messages", Summary: "The messages of one incident.",
		When: "Use this to see every copy that an incident is about.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/incidents/{incident_id}/messages", Repeatable: true, Pool: ctrPool, Pager: ctrRows(100),
			Body: []byte(`{"sortParams":[{"colId":"received_time"}]}`), Records: pathdata.MustCompile("$.messages[*]")},
	})
	ctrMessage = ctrMessageOperation[CTRMessageDetail]("get", "Get Message", "One message with what happened to it.",
		"Use this to see the history of one copy.", "", FormatJSON)
	ctrFetchMessage = ctrMessageOperation[json.RawMessage]("fetch", "Fetch Message", "Asks the service to get the original out of the mailbox.",
		"Use this before a download; the status says when it is there.", "/fetch", FormatAny)
	ctrFetchStatus = ctrMessageOperation[CTRFetchStatus]("status", "Get Fetch Status", "Whether the original of a message is there yet.",
		"Use this between fetch and download, every 5 seconds.", "/fetchStatus", FormatJSON)
	ctrDownload = ctrMessageOperation[json.RawMessage]("download", "Download Message", "The original of a message, as mail (EML).",
		"Use this to look at a message with all its headers; it must have been fetched. The US region alone has it.", "/download", FormatAny)
)

// MessagesRequest builds the request of [CTRService.Messages].
func (p CTRMessagesParams) MessagesRequest() (Request, error) { return ctrMessages.Build(p) }

// IncidentMessagesRequest builds the request of [CTRService.IncidentMessages].
func (p CTRIncidentMessagesParams) IncidentMessagesRequest() (Request, error) {
	return ctrIncidentMessages.Build(p)
}

// MessageRequest builds the request of [CTRService.Message].
func (p CTRMessageParams) MessageRequest() (Request, error) { return ctrMessage.Build(p) }

// FetchMessageRequest builds the request of [CTRService.FetchMessage].
func (p CTRMessageParams) FetchMessageRequest() (Request, error) { return ctrFetchMessage.Build(p) }

// FetchStatusRequest builds the request of [CTRService.FetchStatus].
func (p CTRMessageParams) FetchStatusRequest() (Request, error) { return ctrFetchStatus.Build(p) }

// DownloadMessageRequest builds the request of [CTRService.DownloadMessage].
func (p CTRMessageParams) DownloadMessageRequest() (Request, error) { return ctrDownload.Build(p) }

// Messages walks messages, 100 at a time, the last received first unless Order
// says otherwise. Nothing matching is an empty sequence. A message to several
// recipients is one for each. Quota and errors are as with
// [CTRService.Incidents].
//
// Source: public clients (demisto, Splunk and others) and their pages; 2026-11.
func (s *CTRService) Messages(ctx context.Context, p CTRMessagesParams, opts ...CallOption) iter.Seq2[CTRMessage, error] {
	return ctrMessages.all(ctx, s.c, p, opts)
}

// IncidentMessages walks the messages of one incident, all of them or those that
// the filters want, 100 at a time. An unknown UUID is an *APIError that is
// ErrNotFound. Quota and other errors are as with [CTRService.Incidents].
//
// Source: public clients (Google SecOps and others); 2026-11.
func (s *CTRService) IncidentMessages(ctx context.Context, p CTRIncidentMessagesParams, opts ...CallOption) iter.Seq2[CTRMessage, error] {
	return ctrIncidentMessages.all(ctx, s.c, p, opts)
}

// Message returns one message. An unknown UUID is an *APIError that is
// ErrNotFound. Quota and other errors are as with [CTRService.Incidents].
//
// Source: one family of public clients; the members of details are incomplete
// there; 2026-11.
func (s *CTRService) Message(ctx context.Context, p CTRMessageParams, opts ...CallOption) (*CTRMessageDetail, error) {
	return ctrMessage.one(ctx, s.c, p, opts)
}

// FetchMessage asks the service to get the original out of the mailbox; that
// takes seconds, see [CTRService.FetchStatus]. Errors: *ParamError, *APIError,
// *NetworkError.
//
// Source: public clients (demisto and others); 2026-11.
func (s *CTRService) FetchMessage(ctx context.Context, p CTRMessageParams, opts ...CallOption) error {
	return ctrFetchMessage.done(ctx, s.c, p, opts)
}

// FetchStatus returns how far the service is with the original. Clients ask
// every 5 seconds, and 30 seconds later when it says throttled. Errors are as
// with [CTRService.Message].
//
// Source: public clients (demisto and others); 2026-11.
func (s *CTRService) FetchStatus(ctx context.Context, p CTRMessageParams, opts ...CallOption) (*CTRFetchStatus, error) {
	return ctrFetchStatus.one(ctx, s.c, p, opts)
}

// DownloadMessage returns the original as it was received, in the form of mail
// (EML, RFC 5322); the caller closes Body. It must have been fetched before, and
// only the US region has it. [CTRService.Original] does all three steps. Errors:
// *ParamError, *APIError, *NetworkError.
//
// Source: public clients (demisto and others); 2026-11.
func (s *CTRService) DownloadMessage(ctx context.Context, p CTRMessageParams, opts ...CallOption) (*Response, error) {
	return ctrDownload.open(ctx, s.c, p, opts)
}
