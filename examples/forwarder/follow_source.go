// What can be followed: the default query, and every template that takes a range
// of time. Where package feed has a source for the operation, its identities,
// limits and second looks are taken over, so that a template and the source of
// the same operation agree on what a record is.

package main

import (
	"maps"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// demoStart is where the demo begins where nobody says it.
const demoStart = time.Hour

// parseStart reads -start-from.
func parseStart(text string) (feed.Start, error) {
	switch text {
	case "now":
		return feed.Now(), nil
	case "horizon":
		return feed.Horizon(), nil
	}
	if d, err := parseSpan(text); err == nil {
		return feed.Ago(d), nil
	}
	if t, err := parseTime(text); err == nil {
		return feed.At(t), nil
	}
	return feed.Start{}, mistake("-start-from %q is no time such as 2026-11-23T03:00:00Z, no length of time such as 24h or 6d, and not now or horizon", text)
}

// following is what the command line follows.
func (a *app) following(client *proofpoint.Client, demo bool) (followed, error) {
	one := followed{client: client, source: feed.TAPEvents()}
	if a.template != "" {
		given, err := a.given()
		if err != nil {
			return one, err
		}
		windows, err := a.windowsOf(given)
		if err != nil {
			return one, err
		}
		if windows == nil {
			return one, mistake("-template %s has no range of time, so it cannot be followed; -describe shows what it takes", a.template)
		}
		one.source, one.start, one.begins = windows.source, windows.start, windows.begins
		one.source.Name = legal(a.template, 100)
	}
	return one, one.begin(a, demo)
}

// begin decides where the source begins: the flag, else its own parameters, else
// the demo's hour, else nowhere.
func (o *followed) begin(a *app, demo bool) (err error) {
	switch {
	case a.startFrom != "":
		o.start, err = parseStart(a.startFrom)
		o.begins = true
	case o.begins:
	case demo:
		o.start, o.begins = feed.Ago(demoStart), true
	default:
		o.start = feed.Now() // never used: such a source needs a state
	}
	return err
}

// windowsOf is the template of the app as a source, nil if it has no range. A
// range that is given says where the source begins.
func (a *app) windowsOf(given map[string]any) (*followed, error) {
	t, ok := a.registry.Lookup(a.template)
	if !ok {
		_, err := a.fromTemplate() // which says what is near
		return nil, err
	}
	mode, _ := given["mode"].(string)
	places := map[string]string{}
	if op, ok := t.Operation(mode); ok {
		for _, p := range op.Params {
			places[p.In] = p.Name
		}
	}
	first, err := a.fromTemplate()
	if err != nil {
		return nil, err
	}
	w, plain := first.Pager.(proofpoint.Windows)
	if !plain && (places["from"] == "" || places["to"] == "") {
		return nil, nil
	}
	if to := places["to"]; given[to] != nil {
		return nil, mistake("parameter %q ends the range: a source that is followed says at most where it begins", to)
	}
	one := &followed{source: likeOf(first, w)}
	if given[places["since"]] != nil || given[places["from"]] != nil { // and not a default
		one.start, one.begins = startIn(w)
	}
	bare := maps.Clone(given)
	for _, place := range []string{"since", "from", "to"} {
		delete(bare, places[place])
	}
	one.source.Request = func(from, to time.Time) (proofpoint.Request, error) { return a.window(bare, places, from, to) }
	return one, nil
}

// window builds the template for one window.
func (a *app) window(bare map[string]any, places map[string]string, from, to time.Time) (proofpoint.Request, error) {
	given := maps.Clone(bare)
	if given == nil {
		given = map[string]any{}
	}
	if places["from"] != "" && places["to"] != "" {
		given[places["from"]], given[places["to"]] = from.UTC(), to.UTC()
	}
	one := *a
	one.typed = given
	r, err := one.fromTemplate()
	if w, ok := r.Pager.(proofpoint.Windows); ok && err == nil {
		w.From, w.To, w.Since, w.Lag = from.UTC(), to.UTC(), 0, 0
		w.Horizon = 0 // the service's own refusal is what counts
		r.Pager = w
	}
	return r, err
}

// startIn is where a range begins that was given with a template.
func startIn(w proofpoint.Windows) (feed.Start, bool) {
	switch {
	case !w.From.IsZero():
		return feed.At(w.From), true
	case w.Since > 0:
		return feed.Ago(w.Since), true
	}
	return feed.Start{}, false
}

// likeOf is a source with the limits and identities of what package feed has for
// the operation, else with those of the template's windows.
func likeOf(r proofpoint.Request, w proofpoint.Windows) feed.Source {
	of := []feed.Source{feed.TAPEvents(), feed.TAPIssues(), feed.TAPMessagesDelivered(), feed.TAPMessagesBlocked(), feed.TAPClicksPermitted(),
		feed.TAPClicksBlocked(), feed.TAPCampaignIDs(), feed.CASBAlerts(), feed.EssentialsEvents(), feed.PTRIncidents(), feed.CTRIncidents()}
	from := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if i := slices.IndexFunc(of, func(s feed.Source) bool {
		like, err := s.Request(from, from.Add(time.Minute))
		return err == nil && like.Service == r.Service && like.Path == r.Path && like.Method == r.Method
	}); i >= 0 {
		return of[i]
	}
	s := feed.Source{Min: max(w.Min.Truncate(time.Second), time.Second), Max: w.Max.Truncate(time.Second), Horizon: w.Horizon, Lag: max(w.Lag, time.Minute), Pool: r.Pool}
	if s.Max == 0 || s.Max > time.Hour {
		s.Max = max(time.Hour, s.Min)
	}
	return s
}
