// What is done to incidents of the appliance: comments, people, closing. Nothing
// here is sent twice on our own initiative but after a 401 or 429, which refused
// it. The appliance answers with JSON, a plain sentence or nothing at all, and all
// three mean that it was done.

package proofpoint

import (
	"context"
	"encoding/json"
)

// PTRCommentParams are the parameters of [PTRService.Comment].
type PTRCommentParams struct {
	// ID is the incident's bare number.
	ID int `in:"path:id" label:"Incident ID" required:"true" min:"1" doc:"The incident's number, without INC-."`
	// Summary is the comment; Detail says more.
	Summary string `in:"body:summary" required:"true" doc:"The comment."`
	Detail  string `in:"body:detail" doc:"What there is to add."`
}

// PTRComment is the entry in an incident's history that a comment became. All of
// it is zero where the appliance did not tell.
type PTRComment struct {
	Raw         json.RawMessage `json:"-"`  // as received, unknown fields included
	ID          Int             `json:"id"` // of the entry
	IncidentID  Int             `json:"incident_id"`
	ResponseID  Int             `json:"response_id"`
	UserID      Int             `json:"user_id"` // whose key it was
	HistoryType string          `json:"history_type"`
	StateFrom   string          `json:"state_from"`
	StateTo     string          `json:"state_to"`
	Summary     string          `json:"summary"`
	Detail      string          `json:"detail"`
	CreatedAt   Time            `json:"created_at"`
	UpdatedAt   Time            `json:"updated_at"`
}

// PTRUsersParams are the parameters of [PTRService.AddUsers].
type PTRUsersParams struct {
	// ID is the incident's bare number.
	ID int `in:"path:id" label:"Incident ID" required:"true" min:"1" doc:"The incident's number, without INC-."`
	// Targets and Attackers are the people, by name or address: one at least.
	Targets   []string `in:"body:targets" doc:"Who was attacked."`
	Attackers []string `in:"body:attackers" doc:"Who attacked."`
}

// PTRCloseParams are the parameters of [PTRService.Close].
type PTRCloseParams struct {
	// ID is the incident's bare number.
	ID int `in:"path:id" label:"Incident ID" required:"true" min:"1" doc:"The incident's number, without INC-."`
	// Summary says why; Detail says more.
	Summary string `in:"body:summary" required:"true" doc:"Why the incident is closed."`
	Detail  string `in:"body:detail" doc:"What there is to add."`
}

// PTRCloseManyParams are the parameters of [PTRService.CloseMany].
type PTRCloseManyParams struct {
	// IDs are the incidents' bare numbers. One that is given twice is sent once.
	IDs []int `param:"ids" in:"body:incidentIds" label:"Incident IDs" required:"true" doc:"The incidents' numbers, without INC-."`
	// Summary says why; Detail says more.
	Summary string `in:"body:summary" required:"true" doc:"Why the incidents are closed."`
	Detail  string `in:"body:detail" doc:"What there is to add."`
}

var (
	ptrComment = define[PTRCommentParams, PTRComment](Operation{
		Name: "trap.incidents.comment", Title: "Comment on Incident", Summary: "Adds a comment to an incident.",
		When: "Use this to note in the appliance what happened elsewhere.", Source: "demisto's client; seen 2026-11",
		Proto: Request{Service: PTR, Method: "POST", Path: "/api/incidents/{id}/comments.json", Format: FormatAny},
	})
	ptrUsers = define[PTRUsersParams, json.RawMessage](Operation{
		Name: "trap.incidents.users", Title: "Add Users to Incident", Summary: "Attaches targets and attackers to an incident.",
		When: "Use this to add people whom the appliance does not know of.", Source: "clients of Fortinet and demisto; seen 2026-11",
		Proto: Request{Service: PTR, Method: "POST", Path: "/api/incidents/{id}/users.json", Format: FormatAny},
	})
	ptrClose = define[PTRCloseParams, json.RawMessage](Operation{
		Name: "trap.incidents.close", Title: "Close Incident", Summary: "Closes one incident.",
		When: "Use this when the work on an incident is done.", Source: "clients of demisto and Fortinet; seen 2026-11",
		Proto: Request{Service: PTR, Method: "POST", Path: "/api/incidents/{id}/close.json", Format: FormatAny},
	})
	ptrCloseMany = define[PTRCloseManyParams, json.RawMessage](Operation{
		Name: "trap.incidents.close_many", Title: "Close Incidents", Summary: "Closes several incidents for one reason.",
		When: "Use this to clear incidents that turned out to be one.", Source: "Fortinet's client, Swimlane's page; seen 2026-11",
		Proto: Request{Service: PTR, Method: "POST", Path: "/api/incidents/close.json", Format: FormatAny},
	})
)

// CommentRequest builds the request of [PTRService.Comment].
func (p PTRCommentParams) CommentRequest() (Request, error) { return ptrComment.Build(p) }

// AddUsersRequest builds the request of [PTRService.AddUsers]. That there is
// somebody to add is checked here, not by a template.
func (p PTRUsersParams) AddUsersRequest() (Request, error) {
	r, err := ptrUsers.Build(p)
	return ptrChecked(r, err, p.wrong())
}

// CloseRequest builds the request of [PTRService.Close].
func (p PTRCloseParams) CloseRequest() (Request, error) { return ptrClose.Build(p) }

// CloseManyRequest builds the request of [PTRService.CloseMany]. The numbers are
// checked here, not by a template.
func (p PTRCloseManyParams) CloseManyRequest() (Request, error) {
	wrong := p.wrong()
	p.IDs = ptrOnce(p.IDs, func(id int) int { return id })
	r, err := ptrCloseMany.Build(p)
	return ptrChecked(r, err, wrong)
}

// Comment adds a comment to an incident and returns the entry that it became: a
// zero one if the appliance did not tell. Errors: *ParamError; *APIError, which
// is ErrNotFound where there is no such incident; *AmbiguousError if the comment
// may have been added all the same; *RecordError beside what could be read of
// the answer to a comment that was added.
//
// Source: demisto's client; 2026-11.
func (s *PTRService) Comment(ctx context.Context, p PTRCommentParams, opts ...CallOption) (*PTRComment, error) {
	return ptrComment.written(ctx, s.c, p, opts)
}

// AddUsers attaches targets and attackers to an incident. Errors are as with
// [PTRService.Close].
//
// Source: clients of Fortinet and demisto; 2026-11.
func (s *PTRService) AddUsers(ctx context.Context, p PTRUsersParams, opts ...CallOption) error {
	r, err := p.AddUsersRequest()
	return None(s.c.run(ctx, r, err, opts))
}

// Close closes one incident. Errors: *ParamError; *APIError, which is ErrNotFound
// where there is no such incident; *AmbiguousError if it may have been closed
// all the same.
//
// Source: clients of demisto and Fortinet; 2026-11.
func (s *PTRService) Close(ctx context.Context, p PTRCloseParams, opts ...CallOption) error {
	return ptrClose.done(ctx, s.c, p, opts)
}

// CloseMany closes several incidents. What becomes of the others where one does
// not exist is not known. Errors are as with [PTRService.Close].
//
// Source: Fortinet's client, Swimlane's page; 2026-11.
func (s *PTRService) CloseMany(ctx context.Context, p PTRCloseManyParams, opts ...CallOption) error {
	r, err := p.CloseManyRequest()
	return None(s.c.run(ctx, r, err, opts))
}
