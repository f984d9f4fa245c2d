// Incidents of the appliance: a bare array without pages, so that only states and
// windows of time cut it, and one incident by its number.

package proofpoint

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// PTRIncidentsParams are the parameters of [PTRService.Incidents]. The zero value
// asks for the incidents created in the last 24 hours, of every state.
type PTRIncidentsParams struct {
	// States keeps incidents in these states: new, open, assigned, closed,
	// ignored. Each is a request of its own, also if it is given twice; without
	// any, one request is for all.
	States []string `in:"each" label:"States" enum:"new,open,assigned,closed,ignored" doc:"Only incidents in these states; each is a request of its own."`
	// Since counts back from To, or from now, to when incidents were created; 0
	// means 24 hours, unless From is given.
	Since time.Duration `in:"since" label:"Since Seconds" default:"86400" doc:"Seconds back from now to when incidents were created; more than a day is split into windows."`
	// From and To bound when incidents were created, [From, To), UTC, to the
	// second. A zero To means now.
	From time.Time `in:"from" label:"Created After" doc:"Created from then on."`
	To   time.Time `in:"to" label:"Created Before" doc:"Created before then; now if not given."`
	// ClosedAfter and ClosedBefore bound when incidents were closed. Without Since,
	// From and To no time of creation is asked for then, and there is one request
	// for each state, which cannot be halved; with them both conditions hold.
	ClosedAfter  time.Time `in:"query:closed_after" doc:"Closed from then on; whenever created, if no range is given."`
	ClosedBefore time.Time `in:"query:closed_before" doc:"Closed before then; whenever created, if no range is given."`
	// ExpandEvents false leaves events out: Events is then nil, and EventIDs is
	// filled. nil is the appliance's default, which behaves like true.
	ExpandEvents *bool `in:"query:expand_events" doc:"false leaves the events out; their ids stay."`
	// MessageID keeps incidents with these messages: ids in angle brackets,
	// separated by commas. It goes with a range of creation as ClosedAfter does.
	MessageID string `in:"query:message_id" label:"Message ID" pattern:"<[^<>]+>(,<[^<>]+>)*" accepts:"ids in angle brackets, separated by commas" doc:"Only incidents with these messages; whenever created, if no range is given."`
	// Limit stops after so many incidents; 0 means all. It is applied on our
	// side: what the appliance makes of a limit is not known.
	Limit int `in:"limit" min:"0" doc:"At most so many incidents; all if not given."`
}

// PTRIncidentParams are the parameters of [PTRService.Incident].
type PTRIncidentParams struct {
	// ID is the bare number: 3064 of INC-3064.
	ID int `in:"path:id" label:"Incident ID" required:"true" min:"1" doc:"The incident's number, without INC-."`
	// ExpandEvents false leaves events out, as with [PTRIncidentsParams].
	ExpandEvents *bool `in:"query:expand_events" doc:"false leaves the events out; their ids stay."`
}

// ptrWindows: a day at most, and halved down to a minute when the appliance, or
// the proxy before it, does not answer in time. Windows stand outside the states,
// so that a cursor can go on later. Who asks for a message or a time
// of closing, and for no time of creation, does not mean the last day.
var ptrWindows = Windows{Max: 24 * time.Hour, Halve: time.Minute,
	FromAt: "query:created_after", ToAt: "query:created_before", Layout: "rfc3339", Unless: "query:closed_after query:closed_before query:message_id"}

var (
	ptrIncidents = define[PTRIncidentsParams, PTRIncident](Operation{
		Name: "trap.incidents", Title: "List Incidents", Summary: "Incidents of the Threat Response appliance.",
		When:   "Use this to follow what the appliance has found and who works on it.",
		Source: "clients of demisto, Vulture and Fortinet, and their fixtures; seen 2026-11",
		Proto: Request{Service: PTR, Path: "/api/incidents", Records: pathdata.MustCompile("$[:]"),
			Pager: Nest(ptrWindows, Values{Where: "query:state"})},
	})
	ptrIncident = define[PTRIncidentParams, PTRIncident](Operation{
		Name: "trap.incidents.get", Title: "Get Incident", Summary: "One incident of the Threat Response appliance.",
		When:   "Use this to see all of an incident whose number you have.",
		Source: "clients of demisto and Fortinet, and their fixtures; seen 2026-11",
		Proto:  Request{Service: PTR, Path: "/api/incidents/{id}.json"},
	})
)

// IncidentsRequest builds the request of [PTRService.Incidents]. Filters that
// the product has and no public client names may be added to its Query. That
// ClosedAfter is before ClosedBefore is checked here, not by a template.
func (p PTRIncidentsParams) IncidentsRequest() (Request, error) {
	p.States = ptrOnce(p.States, strings.ToLower)
	r, err := ptrIncidents.Build(p)
	return ptrChecked(r, err, p.wrong())
}

// IncidentRequest builds the request of [PTRService.Incident].
func (p PTRIncidentParams) IncidentRequest() (Request, error) { return ptrIncident.Build(p) }

// Incidents walks the incidents that were created in the range, in the order in
// which the appliance sends them: none is promised within an answer. A request
// covers at most a day of one state; where the appliance answers 502 or 504, or
// does not answer in time, before a first incident of it, the window is halved,
// down to a minute. Incidents go on changing after they were created: read the
// recent past again to catch that, and know them by ID. A range without
// incidents gives none. Errors: joined *ParamError first; *APIError, which is
// ErrRateLimited for 429 (no Retry-After has been seen); *NetworkError;
// *BodyError; *RecordError beside an incident that could not be read as a
// PTRIncident.
//
// Source: clients of demisto, Vulture and Fortinet, and their fixtures; 2026-11.
func (s *PTRService) Incidents(ctx context.Context, p PTRIncidentsParams, opts ...CallOption) iter.Seq2[PTRIncident, error] {
	r, err := p.IncidentsRequest()
	return As[PTRIncident](s.c.run(ctx, r, err, opts))
}

// Incident returns one incident. Errors: *ParamError; *APIError, which is
// ErrNotFound where there is no such incident; *RecordError beside what could be
// read of it.
//
// Source: clients of demisto and Fortinet, and their fixtures; 2026-11.
func (s *PTRService) Incident(ctx context.Context, p PTRIncidentParams, opts ...CallOption) (*PTRIncident, error) {
	return ptrIncident.one(ctx, s.c, p, opts)
}
