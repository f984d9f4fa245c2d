// Event: what the fake holds, as tests see it, and the events that tests put in.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// The kinds of SIEM event: the names of the arrays that hold them.
const (
	ClicksPermitted   = "clicksPermitted"
	ClicksBlocked     = "clicksBlocked"
	MessagesDelivered = "messagesDelivered"
	MessagesBlocked   = "messagesBlocked"
)

// Event is one SIEM event.
type Event struct {
	Kind    string          // [ClicksPermitted] …
	ID      string          // its member id: unique within the kind, but "" where a recorded event has none
	Created time.Time       // what windows select by: the later of message or click time and threat time, UTC, in milliseconds
	Raw     json.RawMessage // its bytes, as served
	// From Since on answers hold it, until Until; a zero Until is for ever. They
	// are what [Late] and [Verdicts] make of Created. [Server.Put] sets them.
	Since, Until time.Time
}

// Default reports whether an answer holds the event when the request names no
// threatStatus: at least one of its threats is active or cleared, or none says.
func (e Event) Default() bool { return e.statuses()&usual != 0 }

// threats reads what filters look at. A message has a list, a click is one.
type threats struct {
	ThreatsInfoMap []struct {
		ThreatType, ThreatStatus string
		ThreatTime               string
	}
	ThreatStatus, ThreatTime string
	MessageTime, ClickTime   string
	ID                       string `json:"id"`
}

func (e *Event) read() (t threats) {
	_ = json.Unmarshal(e.Raw, &t) // odd members leave their zero value
	return t
}

func (e *Event) types() (set threatType) {
	if e.Kind == ClicksPermitted || e.Kind == ClicksBlocked {
		return typeURL
	}
	for _, t := range e.read().ThreatsInfoMap {
		for name, bit := range typeNames {
			if strings.EqualFold(name, t.ThreatType) {
				set |= bit
			}
		}
	}
	if set == 0 {
		return anyType
	}
	return set
}

func (e *Event) statuses() (set status) {
	t := e.read()
	words := []string{t.ThreatStatus}
	for _, t := range t.ThreatsInfoMap {
		words = append(words, t.ThreatStatus)
	}
	for _, w := range words {
		for name, bit := range statusNames {
			if strings.EqualFold(name, w) {
				set |= bit
			}
		}
	}
	if set == 0 {
		return anyStatus
	}
	return set
}

var (
	typeNames   = map[string]threatType{"url": typeURL, "attachment": typeAttachment, "messageText": typeText}
	statusNames = map[string]status{"active": active, "cleared": cleared, "falsePositive": falsePositive}
)

// complete fills in what the caller of Put left out and finds what is wrong.
func (e *Event) complete() error {
	if !slices.Contains(kindNames[:], e.Kind) {
		return fmt.Errorf("kind %q is none of %q", e.Kind, kindNames)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(e.Raw, &object); err != nil {
		return fmt.Errorf("raw: %w", err)
	}
	t := e.read()
	if e.ID == "" {
		e.ID = t.ID
	}
	if e.Created.IsZero() {
		words := []string{t.MessageTime, t.ClickTime, t.ThreatTime}
		for _, t := range t.ThreatsInfoMap {
			words = append(words, t.ThreatTime)
		}
		for _, w := range words {
			if at, err := time.Parse(time.RFC3339, w); err == nil && at.After(e.Created) {
				e.Created = at
			}
		}
		if e.Created.IsZero() {
			return fmt.Errorf("no time of creation is given and none can be read out of %.80s", e.Raw)
		}
	}
	e.Created = e.Created.UTC().Truncate(time.Millisecond)
	e.Raw = slices.Clone(e.Raw)
	e.Until = time.Time{}
	return nil
}

// Put adds events to the world. Kind and Raw are required; ID and Created are
// read out of Raw when they are not set. An event without a status or type
// matches every filter. An event is added as often as it is put. A mistake fails
// the test, or shows in [Server.Err]; the rest is added.
func (s *Server) Put(e ...Event) {
	for _, e := range e {
		if err := e.complete(); err != nil {
			s.complain("put: event %q: %w", e.ID, err)
			continue
		}
		e.Since = e.Created.Add(time.Duration(s.world.delay(hash(e.ID))) * time.Millisecond)
		s.mu.Lock()
		s.world.put = append(s.world.put, e)
		s.mu.Unlock()
	}
}

// stored returns the events that are not generated. What is in a slice never
// changes, so a reader may keep it.
func (s *Server) stored(now time.Time) []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.world.replay {
		return slices.Clip(s.world.put)
	}
	out := slices.Clone(s.world.recorded)
	for i := range out {
		out[i].Created = replayTime(now)
		out[i].Since = out[i].Created
	}
	return out
}

// Events yields the events created in [from, to), of all kinds, whatever their
// status and their delay in indexing, even those that the clock has not reached;
// in no order that may be relied on. An event whose verdict changes (see
// [Verdicts]) is yielded once for each verdict, with the time that it is created
// at under it. The seeded world begins thirty days before
// the clock's first time. Ranging again yields them again. Recorded
// events count as created half an hour before the clock's time.
//
//	for e := range fake.Events(from, to) { want[e.ID] = e.Raw }
func (s *Server) Events(from, to time.Time) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		now := s.clock.Now()
		q := query{from: ceilMilli(from), to: ceilMilli(to), replay: replayTime(now).UnixMilli(), types: anyType, status: anyStatus}
		s.world.sel(q, s.stored(now)).each(yield)
	}
}

// each gives every event of a selection, of all kinds, and reports whether all
// were taken.
func (s *selection) each(yield func(Event) bool) bool {
	for c := range s.made {
		p, moved := s.place(c)
		h := s.w.headAt(p.hour, p.index)
		if !moved && s.q.wants(&h) && !yield(s.w.event(&h)) {
			return false
		}
		if h.turn.at == 0 || h.turn.moves != moved {
			continue
		}
		if s.w.makeTurn(&h); s.q.wants(&h) && !yield(s.w.event(&h)) {
			return false
		}
	}
	for _, e := range s.extra {
		e.Raw = slices.Clone(e.Raw)
		if !yield(e) {
			return false
		}
	}
	return true
}

// event is what there is to tell of a made event, under the verdict of h.
func (w *world) event(h *head) Event {
	e := Event{
		Kind: kindNames[h.kind], ID: string(w.appendID(nil, h)),
		Created: time.UnixMilli(h.counts()).UTC(), Raw: w.appendEvent(nil, h, 0),
	}
	e.Since = time.UnixMilli(h.seen()).UTC()
	if h.turn.at != 0 && !h.turned {
		e.Until = time.UnixMilli(h.turn.at + h.late).UTC()
	}
	return e
}

// ceilMilli is the first millisecond at or after t: events are dated in whole
// ones, so [from, to) stays exact.
func ceilMilli(t time.Time) int64 {
	ms := t.UnixMilli()
	if time.UnixMilli(ms).Before(t) {
		ms++
	}
	return ms
}
