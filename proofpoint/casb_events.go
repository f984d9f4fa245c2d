// CASB's events, as far as anything is known of them: the path, the credentials,
// and that each event has additionalProperties. The rest follows the alerts.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CASBEventsParams are the parameters of [CASBService.Events]. The zero value
// asks for the last 24 hours.
type CASBEventsParams struct {
	// Since counts back from To, or from now; 0 means 24 hours, unless From is
	// given. More than a day is split into windows.
	Since time.Duration `in:"since" label:"Since Seconds" default:"86400" doc:"Seconds back from now; more than a day is split into windows."`
	// From and To bound the range, UTC, to the millisecond. A zero To means now.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range; now if not given."`
	// Limit stops after so many events; 0 means all.
	Limit int `in:"limit" min:"0" doc:"At most so many events; all if not given."`
}

// CASBEvent is one event in a cloud service. What it holds is in Raw: nothing but
// the name of one member is known.
type CASBEvent struct {
	Raw                  json.RawMessage `json:"-"` // as received
	AdditionalProperties json.RawMessage `json:"additionalProperties"`
}

// The size of a page is not known, so the walk goes on to an empty one.
var casbEvents = define[CASBEventsParams, CASBEvent](Operation{
	Name: "casb.events", Title: "Get Events", Summary: "Events in cloud services, in a form that is not verified.",
	When:   "Use this to look at what lies behind alerts; check what comes before you build on it.",
	Source: "one collector's list of feeds (Devo); request and answer are inferred from alerts; seen 2026-11",
	Proto: Request{Service: CASB, Method: "POST", Path: "/v2/events", Repeatable: true,
		Records: pathdata.MustCompile("$.events[*]", "$[:]"),
		Pager:   Nest(casbDays, Numbers{Where: "body:page", First: 0})},
})

// EventsRequest builds the request of [CASBService.Events].
func (p CASBEventsParams) EventsRequest() (Request, error) { return casbEvents.Build(p) }

// Events walks the events of the range. It is not verified: the call is known by
// its path alone, and that it takes what Alerts takes, and answers with
// "events" or a bare array, is inferred. The walk ends at an empty page; a
// service that answers the same page for ever is stopped by ErrNoProgress. It
// counts against no known limit. Other errors are as with [CASBService.Alerts].
//
// Source: one collector's list of feeds; the rest is inferred; 2026-11.
func (s *CASBService) Events(ctx context.Context, p CASBEventsParams, opts ...CallOption) iter.Seq2[CASBEvent, error] {
	return casbEvents.all(ctx, s.c, p, opts)
}
