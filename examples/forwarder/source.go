// What is asked for: flags become one request, whichever of the three ways they
// say it. From here on the forwarder knows only requests and records. The raw
// way is in url.go.

package main

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// request builds the request.
func (a *app) request(client *proofpoint.Client, s *site) (r proofpoint.Request, err error) {
	switch {
	case a.template != "":
		r, err = a.fromTemplate()
	case a.url != "":
		r, err = a.fromURL(client, s)
	default:
		r, err = a.fromRange()
	}
	if err == nil && len(a.data) > 0 && r.Service != proofpoint.TAP {
		return r, mistake("-data serves SIEM events of TAP, and %s asks for something else", r.Name)
	}
	if a.limit > 0 && (r.Limit == 0 || a.limit < r.Limit) {
		r.Limit = a.limit
	}
	return r, err
}

// fromRange is the default query: every SIEM event of TAP.
func (a *app) fromRange() (proofpoint.Request, error) {
	var p proofpoint.TAPSIEMParams
	var err error
	if a.since != "" {
		p.Since, err = parseSpan(a.since)
	}
	for text, at := range map[*string]*time.Time{&a.from: &p.From, &a.to: &p.To} {
		if *text != "" && err == nil {
			*at, err = parseTime(*text)
		}
	}
	if err != nil {
		return proofpoint.Request{}, err
	}
	return p.AllRequest()
}

// parseSpan reads a duration; days count too.
func parseSpan(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n float64
		n, err = strconv.ParseFloat(days, 64)
		d = time.Duration(n * float64(24*time.Hour))
	}
	if err != nil || d <= 0 {
		return 0, mistake("-since %q is not a length of time such as 90m, 24h or 6d", text)
	}
	return d, nil
}

// parseTime reads RFC 3339 or a date; without a zone it is UTC.
func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, mistake("%q is not a time such as 2026-11-23T03:00:00Z or 2026-11-23", text)
}

// fromTemplate fills a template. The cluster of the cloud services may stand in
// the environment, beside its credential.
func (a *app) fromTemplate() (proofpoint.Request, error) {
	given, err := a.given()
	if err != nil {
		return proofpoint.Request{}, err
	}
	const clusterID = "cluster_id"
	t, ok := a.registry.Lookup(a.template)
	if ok && writes(t) {
		return proofpoint.Request{}, mistake("-template %s changes something, and the forwarder only reads: call it from a program", a.template)
	}
	if ok && given[clusterID] == nil {
		mode, _ := given["mode"].(string)
		op, ok := t.Operation(mode)
		if ok && slices.ContainsFunc(op.Params, func(p proofpoint.Param) bool { return p.Name == clusterID }) {
			if id, _ := a.lookup("PROOFPOINT_TRAP_CLOUD_CLUSTER_ID"); id != "" {
				given[clusterID] = id
			}
		}
	}
	r, err := a.registry.Build(a.template, given)
	if _, unknown := errors.AsType[*template.UnknownError](err); unknown {
		return r, mistake("%w; -list shows them", err)
	}
	return r, err
}

// given are the parameters of a template: those of the source file as they stand
// there, or the texts of -param, of which blank ones were not given.
func (a *app) given() (map[string]any, error) {
	if a.typed != nil {
		return maps.Clone(a.typed), nil
	}
	values, err := a.values()
	given := map[string]any{}
	for name, text := range values {
		if strings.TrimSpace(text) != "" {
			given[name] = text
		}
	}
	return given, err
}

// asked is the range of time that a request asks for, as far as it has one.
func asked(r proofpoint.Request, now time.Time) (from, to time.Time) {
	w, ok := r.Pager.(proofpoint.Windows)
	if !ok {
		return from, to
	}
	if to = w.To; to.IsZero() {
		to = now
	}
	switch {
	case !w.From.IsZero():
		from = w.From
	case w.Since > 0:
		from = to.Add(-w.Since)
	default:
		from = to.Add(-time.Hour)
	}
	return from.UTC(), to.UTC()
}
