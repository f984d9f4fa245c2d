// The incidents of the invented world: about one an hour, a function of the seed,
// the hour and the place in it. What an incident is, here; what it looks like on
// the wire, in corpus_ptr_wire.go.

package proofpointtest

import (
	"iter"
	"slices"
	"time"
)

// saltPTR makes the draws for incidents independent of those for alerts.
const saltPTR uint64 = 0x707472

// ptrFirstHour is the hour of incident 1: the first of 2020.
var ptrFirstHour = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 3600

// ptrPerHour bounds the incidents of an hour, so that a number names an hour and
// a place in it.
const ptrPerHour = 4

// ptrIncidentData is an incident as it stands.
type ptrIncidentData struct {
	id             int64
	seed           uint64
	state          string // "open"
	abuse          bool   // reported by a person
	created        int64  // epoch milliseconds, whole seconds
	updated        int64
	closed         int64 // 0: not closed
	summary        string
	closeSummary   string
	closeDetail    string
	users          []string
	attackers      []string // beside those of the events
	comments       []ptrNote
	pushed         *ptrPushed // came in as a JSON alert
	falsePositives string     // "null", a number, or "" for absent
}

// ptrNote is a comment as an incident tells it.
type ptrNote struct {
	text string
	at   int64
}

// ptrCount is the number of incidents in an hour.
func (w *world) ptrCount(hr int64) int { return int(mix(w.seed, saltPTR, uint64(hr)) % 3) }

// ptrIncidentTime is when the incident at a place was created; whole seconds, each
// place in its own third of the hour.
func (w *world) ptrIncidentTime(hr int64, i int) int64 {
	u := int64(mix(w.seed, saltPTR, uint64(hr), uint64(i), 1) % 1100)
	return hr*hour + int64(i)*1200_000 + u*1000
}

// madeIncidents yields the incidents created by now, in an order that means
// nothing: the appliance promises none.
func (w *world) madeIncidents(now time.Time) iter.Seq[ptrIncidentData] {
	return func(yield func(ptrIncidentData) bool) {
		if !w.seeded {
			return
		}
		first, last := floorDiv(w.begin, hour), floorDiv(now.UnixMilli(), hour)
		order := permute(uint64(max(last-first+1, 0)), mix(w.seed, saltPTR))
		for i := range order.n {
			hr := first + int64(order.at(i))
			for place := range w.ptrCount(hr) {
				if d, ok := w.madeIncident((hr-ptrFirstHour)*ptrPerHour+int64(place)+1, now); ok && !yield(d) {
					return
				}
			}
		}
	}
}

// madeIncident returns one incident by its number, if it exists by now.
func (w *world) madeIncident(id int64, now time.Time) (d ptrIncidentData, ok bool) {
	hr, place := ptrFirstHour+(id-1)/ptrPerHour, int((id-1)%ptrPerHour)
	if !w.seeded || id < 1 || id >= ptrPushedFirst || place >= w.ptrCount(hr) {
		return d, false
	}
	created := w.ptrIncidentTime(hr, place)
	if created < w.begin || created > now.UnixMilli() {
		return d, false
	}
	d = ptrIncidentData{id: id, seed: mix(w.seed, saltPTR, uint64(hr), uint64(place), 2), created: created, updated: created}
	r := draw{mix(d.seed, 1)}
	d.abuse = r.percent(30)
	d.falsePositives = pick(&r, []string{"null", "null", "0", "1", ""})
	switch v := r.n(100); {
	case v < 20:
		d.state = "new"
	case v < 45:
		d.state = "open"
	case v < 60:
		d.state = "assigned"
	case v < 90:
		d.state = "closed"
	default:
		d.state = "ignored"
	}
	if r.percent(60) {
		d.users = []string{string(appendPerson(nil, d.seed))}
	}
	if r.percent(40) {
		d.summary = pick(&r, subjects)
	}
	if r.percent(25) {
		d.updated += int64(1+r.n(90)) * 60_000
		d.comments = []ptrNote{{"seen before, see the case of last week", d.updated}}
	}
	d.settle(&r, now.UnixMilli())
	return d, true
}

// settle decides when the incident was closed, if it was, and takes back what has
// not happened by now.
func (d *ptrIncidentData) settle(r *draw, now int64) {
	if d.state == "closed" {
		d.closed = d.updated + int64(1+r.n(72*60))*60_000
		d.updated, d.closeSummary, d.closeDetail = d.closed, "handled", pick(r, []string{"", "quarantined and told the user"})
	}
	if d.updated > now { // not closed or commented on yet
		d.updated, d.comments = d.created, nil
		if d.closed > 0 {
			d.state, d.closed, d.closeSummary, d.closeDetail = "open", 0, "", ""
		}
	}
}

// ptrChange is what was written to an incident.
type ptrChange struct {
	notes            []ptrNote
	users, attackers []string
	updated, closed  int64
	summary, detail  string
}

// apply puts what was written over what was made.
func (c *ptrChange) apply(d *ptrIncidentData) {
	if c == nil {
		return
	}
	d.comments = slices.Concat(d.comments, c.notes)
	d.users, d.attackers = slices.Concat(d.users, c.users), slices.Concat(d.attackers, c.attackers)
	d.updated = max(d.updated, c.updated)
	if c.closed > 0 {
		d.state, d.closed, d.closeSummary, d.closeDetail = "closed", c.closed, c.summary, c.detail
	}
}
