// The threat API of Essentials: five calls over windows of an hour at most, with
// events of the same shape as TAP's. Facts: the vendor's help pages and its own
// collector; bodies of errors are ours, for none has been shown.

package proofpointtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	essentialsSIEMKey    = "essentials-siem-key.example"
	essentialsSIEMSecret = "fake-essentials-siem-secret-e09f"

	essentialsSIEMHorizon = 72 * time.Hour
)

func init() {
	siem := func(name, path, pool string, kinds ...kind) route {
		return route{"essentials.siem." + name, http.MethodGet, "/v2/siem/" + path, func(x *exchange) reply { return x.essentialsSIEM(pool, kinds) }}
	}
	register(&service{
		name: "essentials.siem", host: "us-siem.proofpointessentials.com", aliases: []string{"eu-siem.proofpointessentials.com"}, prefix: "/essentials-siem",
		fields:  map[string]string{"key": essentialsSIEMKey, "secret": essentialsSIEMSecret},
		missing: func() reply { return jsonMessage(http.StatusNotFound, "not found") },
		routes: []route{
			siem("clicks_blocked", "clicks/blocked", "essentials.siem", clicksBlocked),
			siem("clicks_permitted", "clicks/permitted", "essentials.siem.clicks.permitted", clicksPermitted),
			siem("messages_blocked", "messages/blocked", "essentials.siem", messagesBlocked),
			siem("messages_delivered", "messages/delivered", "essentials.siem", messagesDelivered),
			siem("all", "all", "essentials.siem", clicksPermitted, clicksBlocked, messagesDelivered, messagesBlocked),
		},
	}, pool{"essentials.siem", 1800, 24 * time.Hour}, pool{"essentials.siem.clicks.permitted", 1800, 24 * time.Hour})
}

// essentialsSIEM answers all five paths: sign-in, quota, parameters, scope, events.
func (x *exchange) essentialsSIEM(pool string, kinds []kind) reply {
	user, pass, ok := x.r.BasicAuth()
	if !ok || user != essentialsSIEMKey || pass != essentialsSIEMSecret {
		return jsonMessage(http.StatusUnauthorized, "the integration key is unknown or not active")
	}
	if !x.s.spend(pool, user, x.now) {
		return jsonMessage(http.StatusTooManyRequests, "too many requests")
	}
	if x.badQuery {
		return jsonMessage(http.StatusBadRequest, "the query string is badly formatted")
	}
	win, problem := x.essentialsWindow()
	own, bad := x.essentialsFlag("ownData", true)
	customers, worse := x.essentialsFlag("customerData", false)
	for _, p := range []string{problem, bad, worse} {
		if p != "" {
			return jsonMessage(http.StatusBadRequest, p)
		}
	}
	if f := x.query.Get("format"); f != "" && !strings.EqualFold(f, "json") {
		return jsonMessage(http.StatusBadRequest, "the format "+strconv.Quote(f)+" is unknown")
	}
	if customers && x.s.essentials.ownScope {
		return jsonMessage(http.StatusForbidden, "the key is of the organization alone")
	}
	// Both ends are in, in whole seconds: neighbouring windows repeat at the edge.
	from, to := win.from.Truncate(time.Second), win.to.Truncate(time.Second).Add(time.Second)
	q := query{from: from.UnixMilli(), to: to.UnixMilli(), now: x.now.UnixMilli(), types: anyType, status: anyStatus}
	return x.s.essentialsAnswer(q, kinds, win.to, own, customers)
}

// essentialsAnswer has the lists that hold something, or nothing at all.
func (s *Server) essentialsAnswer(q query, kinds []kind, end time.Time, own, customers bool) reply {
	events := s.essentialsEvents(q, own, customers)
	var some []kind
	for _, k := range kinds {
		pos := 0
		if _, ok := events.next(nil, k, &pos); ok {
			some = append(some, k)
		}
	}
	if len(some) == 0 {
		return text(http.StatusNoContent, "")
	}
	layout := time.RFC3339
	if s.essentials.goTimes {
		layout = "2006-01-02 15:04:05 -0700 MST"
	}
	a := reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, size: -1}
	a.body = &pullReader{next: envelopeBody(events, some, end.UTC().Truncate(time.Second).Format(layout))}
	return a
}

// essentialsWindow reads the time parameters; problem is "" or a sentence.
func (x *exchange) essentialsWindow() (w window, problem string) {
	given := 0
	for _, name := range []string{"interval", "sinceSeconds", "sinceTime"} {
		given += len(x.query[name])
	}
	if given != 1 {
		return w, "exactly one of interval, sinceSeconds and sinceTime is required"
	}
	w.to = x.now
	var ok bool
	switch {
	case x.query.Has("interval"):
		if w, ok = parseInterval(x.query.Get("interval")); !ok {
			return w, "the interval is badly formatted"
		}
	case x.query.Has("sinceSeconds"):
		n, err := strconv.ParseInt(x.query.Get("sinceSeconds"), 10, 32)
		if err != nil || n <= 0 {
			return w, "sinceSeconds is not a positive integer"
		}
		w.from = w.to.Add(-time.Duration(n) * time.Second)
	default:
		if w.from, ok = parseTime(x.query.Get("sinceTime")); !ok {
			return w, "sinceTime is badly formatted"
		}
	}
	switch length := w.to.Sub(w.from); {
	case length <= 0:
		return w, "the start must be before the end"
	case length < shortest: // TAP's rule; whether it is this service's too is not known
		return w, "the interval is shorter than 30 seconds"
	case length > longest:
		return w, "the interval is longer than an hour"
	case w.from.Before(x.now.Add(-essentialsSIEMHorizon)):
		return w, "the start is more than 72 hours ago"
	}
	return w, ""
}

// essentialsFlag reads a flag in any case: the vendor's collector sends True.
func (x *exchange) essentialsFlag(name string, otherwise bool) (v bool, problem string) {
	if !x.query.Has(name) {
		return otherwise, ""
	}
	v, err := strconv.ParseBool(strings.ToLower(x.query.Get(name)))
	if err != nil {
		return false, name + " is true or false"
	}
	return v, ""
}
