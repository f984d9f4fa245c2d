// The order of alerts, the alerts that come in between two pages, and the events
// behind alerts. Events are cut out of the alerts' own bytes, so that the id of
// a related event always belongs to an event.

package proofpointtest

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"time"
)

// casbState is what was chosen and what has happened. arrived is guarded by
// Server.mu, the rest is set once.
type casbState struct {
	order    CASBOrder
	login    CASBLoginAnswer
	arrivals bool
	bare     bool
	arrived  []int64 // when, in epoch milliseconds, of the alerts that came in meanwhile
}

// saltArrived names the alerts that come in between two pages.
const saltArrived uint64 = 0x63617362

// casbPresent yields the alerts of a range, newest first, with those that came in
// meanwhile in front.
func (x *exchange) casbPresent(q casbRange) iter.Seq[func() []byte] {
	s := x.s
	s.mu.Lock()
	if s.casb.arrivals && q.page > 0 {
		s.casb.arrived = append(s.casb.arrived, min(q.to, x.now.UnixMilli()))
	}
	arrived := slices.Clone(s.casb.arrived)
	s.mu.Unlock()

	return func(yield func(func() []byte) bool) {
		for i, at := range slices.Backward(arrived) {
			if at >= q.from && at <= q.to && !yield(func() []byte { return s.world.appendArrived(nil, i, at) }) {
				return
			}
		}
		s.world.alerts(q.from, q.to, x.now)(yield)
	}
}

// appendArrived appends an alert that came in between two pages.
func (w *world) appendArrived(b []byte, i int, at int64) []byte {
	return w.appendAlert(b, int64(saltArrived), i, at)
}

// casbOrdered puts the alerts of a range in the order that was chosen.
func casbOrdered(newest iter.Seq[func() []byte], o CASBOrder, seed uint64) iter.Seq[func() []byte] {
	if o == CASBNewestFirst {
		return newest
	}
	all := slices.Collect(newest)
	slices.Reverse(all)
	if o == CASBOldestFirst {
		return slices.Values(all)
	}
	// By a hash of each, so that one more does not move the others about.
	slices.SortFunc(all, func(a, b func() []byte) int {
		return cmp.Compare(mix(seed, hash(string(a()))), mix(seed, hash(string(b()))))
	})
	return slices.Values(all)
}

// casbEvents yields the events behind the alerts of a range, newest first.
func (w *world) casbEvents(from, to int64, now time.Time) iter.Seq[func() []byte] {
	return func(yield func(func() []byte) bool) {
		for write := range w.alerts(from, to, now) {
			var alert struct {
				Timestamp json.RawMessage `json:"timestamp"`
				Title     string          `json:"title"`
				Related   []relatedEvent  `json:"related_events"`
			}
			if err := json.Unmarshal(write(), &alert); err != nil {
				panic(err) // these bytes are our own
			}
			for _, e := range alert.Related {
				if !yield(func() []byte { return e.append(nil, alert.Timestamp, alert.Title) }) {
					return
				}
			}
		}
	}
}

// relatedEvent is what an event takes over from its alert.
type relatedEvent struct {
	ID       string `json:"event_id"`
	Email    string `json:"user_email"`
	Service  string `json:"cloud_service"`
	Services string `json:"cloud_services"`
	Agent    string `json:"user_agent"`
}

// append appends an event. Nothing of it has been seen but the name
// additionalProperties.
func (e *relatedEvent) append(b []byte, timestamp []byte, title string) []byte {
	b = appendString(field(b, '{', "id"), e.ID)
	b = append(field(b, ',', "timestamp"), timestamp...)
	b = append(b, `,"additionalProperties":`...)
	b = appendString(field(b, '{', "user_email"), e.Email)
	b = appendString(field(b, ',', "cloud_service"), cmp.Or(e.Service, e.Services))
	b = appendString(field(b, ',', "user_agent"), e.Agent)
	b = appendString(field(b, ',', "activity"), title)
	return append(b, "}}"...)
}
