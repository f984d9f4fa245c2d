// Incidents: a bare array of all that a query wants, one of them by its number,
// and the writes that handle them.

package proofpointtest

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"
)

var ptrStates = []string{"new", "open", "assigned", "closed", "ignored"}

// ptrQuery is what a query wants. Starts are inclusive, ends exclusive; a zero
// time is no bound.
type ptrQuery struct {
	state                       string
	createdAfter, createdBefore time.Time
	closedAfter, closedBefore   time.Time
	messages                    []string
	expand                      bool
}

func (x *exchange) ptrQuery() (q ptrQuery, bad *reply) {
	refuse := func(format string, args ...any) (ptrQuery, *reply) {
		a := jsonMessage(http.StatusBadRequest, fmt.Sprintf(format, args...))
		return q, &a
	}
	if x.badQuery {
		return refuse("the query cannot be read")
	}
	q.expand = true
	if q.state = x.query.Get("state"); q.state != "" && !slices.Contains(ptrStates, q.state) {
		return refuse("state %q is none of %s", q.state, strings.Join(ptrStates, ", "))
	}
	for _, bound := range []struct {
		name string
		at   *time.Time
	}{{"created_after", &q.createdAfter}, {"created_before", &q.createdBefore}, {"closed_after", &q.closedAfter}, {"closed_before", &q.closedBefore}} {
		if v := x.query.Get(bound.name); v != "" {
			at, err := ptrTime(v)
			if err != nil {
				return refuse("%s must look like 2020-02-22 or 2020-02-22T00:00:00Z", bound.name)
			}
			*bound.at = at
		}
	}
	switch v := x.query.Get("expand_events"); v {
	case "", "true":
	case "false":
		q.expand = false
	default:
		return refuse("expand_events must be true or false")
	}
	if ids := x.query.Get("message_id"); ids != "" {
		q.messages = strings.Split(ids, ",")
	}
	return q, nil
}

func (q *ptrQuery) wants(d *ptrIncidentData) bool {
	within := func(ms int64, after, before time.Time) bool {
		return (after.IsZero() || ms >= after.UnixMilli()) && (before.IsZero() || ms < before.UnixMilli())
	}
	closing := !q.closedAfter.IsZero() || !q.closedBefore.IsZero()
	switch {
	case q.state != "" && d.state != q.state,
		!within(d.created, q.createdAfter, q.createdBefore),
		closing && (d.closed == 0 || !within(d.closed, q.closedAfter, q.closedBefore)):
		return false
	}
	if len(q.messages) == 0 {
		return true
	}
	for i := range d.mails() {
		if slices.Contains(q.messages, d.messageID(i)) {
			return true
		}
	}
	return false
}

// ptrIncidents answers with a bare array: no page, no total, no order. The
// parameter limit has no effect.
func (x *exchange) ptrIncidents() reply {
	q, bad := x.ptrQuery()
	if bad != nil {
		return *bad
	}
	if x.ptrTooWide(q) {
		return bytesReply(http.StatusGatewayTimeout, "text/html", []byte("<html><head><title>504 Gateway Time-out</title></head><body><h1>504 Gateway Time-out</h1></body></html>"))
	}
	b := []byte("[")
	for d := range x.allIncidents() {
		if q.wants(&d) {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = appendIncident(b, &d, q.expand)
		}
	}
	return jsonBytes(http.StatusOK, append(b, ']'))
}

// ptrTooWide reports whether the appliance would take longer than its proxy waits.
func (x *exchange) ptrTooWide(q ptrQuery) bool {
	if x.s.ptr.patience <= 0 {
		return false
	}
	from, to := q.createdAfter, q.createdBefore
	if from.IsZero() {
		from = time.UnixMilli(x.s.world.begin)
	}
	if to.IsZero() || to.After(x.now) {
		to = x.now
	}
	return to.Sub(from) > x.s.ptr.patience
}

// allIncidents yields what was pushed and what was made, as it stands.
func (x *exchange) allIncidents() iter.Seq[ptrIncidentData] {
	return func(yield func(ptrIncidentData) bool) {
		x.s.mu.Lock()
		pushed := len(x.s.ptr.pushed)
		x.s.mu.Unlock()
		for i := range pushed {
			if d, ok := x.incident(ptrPushedFirst + int64(i)); ok && !yield(d) {
				return
			}
		}
		for d := range x.s.world.madeIncidents(x.now) {
			x.changed(&d)
			if !yield(d) {
				return
			}
		}
	}
}

// changed puts what was written over an incident.
func (x *exchange) changed(d *ptrIncidentData) {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.ptr.incidents[d.id].apply(d)
}

// incident returns one incident as it stands.
func (x *exchange) incident(id int64) (d ptrIncidentData, ok bool) {
	x.s.mu.Lock()
	if i := id - ptrPushedFirst; i >= 0 && i < int64(len(x.s.ptr.pushed)) {
		p := x.s.ptr.pushed[i]
		d, ok = ptrIncidentData{id: id, seed: uint64(id), state: "new", created: p.at, updated: p.at, summary: p.Summary, pushed: &p, falsePositives: "0"}, true
	}
	x.s.mu.Unlock()
	if !ok {
		d, ok = x.s.world.madeIncident(id, x.now)
	}
	if ok {
		x.changed(&d)
	}
	return d, ok
}

func (x *exchange) ptrIncident() reply {
	id, ok := x.ptrID(".json")
	q, bad := x.ptrQuery()
	if bad != nil {
		return *bad
	}
	d, found := x.incident(id)
	if !ok || !found {
		return jsonMessage(http.StatusNotFound, "there is no such incident")
	}
	return jsonBytes(http.StatusOK, appendIncident(nil, &d, q.expand))
}

// ptrWrite finds the incident of the path and changes it under the lock.
func (x *exchange) ptrWrite(change func(c *ptrChange)) (ptrIncidentData, *reply) {
	id, ok := x.ptrID("")
	d, found := x.incident(id)
	if !ok || !found {
		a := jsonMessage(http.StatusNotFound, "there is no such incident")
		return d, &a
	}
	x.ptrChange(id, change)
	return d, nil
}

// ptrChange changes an incident that exists.
func (x *exchange) ptrChange(id int64, change func(c *ptrChange)) {
	p := &x.s.ptr
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if p.incidents == nil {
		p.incidents = map[int64]*ptrChange{}
	}
	if p.incidents[id] == nil {
		p.incidents[id] = &ptrChange{}
	}
	change(p.incidents[id])
	p.incidents[id].updated = x.now.UnixMilli()
}
