// Verdicts that change: a threat that was found is cleared, or condemned anew, and
// the event that told of it tells something else from then on. When that happens
// is a function of seed and place like everything else; here is the draw, and how
// events are found that count under another time than that of their place.

package proofpointtest

import "time"

// turns says how many verdicts change, and how late.
type turns struct {
	percent int
	within  int64 // milliseconds after the event was created
}

// turn is the change of one event's verdict.
type turn struct {
	at    int64 // epoch milliseconds; 0: never
	to    status
	moves bool // the threat's time changes too, and the event counts under that
}

// place is where an event is drawn from.
type place struct {
	hour  int64
	index int
}

// soon is the time in which half of the verdicts change: that is when windows are
// asked again.
const soon = hour

// turnOf draws how the verdict on a message, or on a click, changes.
func (w *world) turnOf(h *head) turn {
	if !w.turnsAt(h.hour, h.leader) || w.turns.within == 0 {
		return turn{}
	}
	d := draw{mix(w.seed, saltVerdict, uint64(h.hour), uint64(h.leader), 1)}
	limit := w.turns.within
	if d.percent(50) {
		limit = min(limit, soon)
	}
	t := turn{at: h.created + 1 + int64(d.next()%uint64(limit)), moves: d.percent(50)}
	t.to = active
	if statusOf(w.threatSeed(h, 0)) == active {
		t.to = [...]status{cleared, falsePositive}[d.n(2)]
	}
	return t
}

// turnsAt draws whether it changes, which is all that most places need.
func (w *world) turnsAt(hr int64, leader int) bool {
	return mix(w.seed, saltVerdict, uint64(hr), uint64(leader))%100 < uint64(w.turns.percent)
}

// tell makes the threat say the new verdict.
func (t *turn) tell(of *threat) {
	of.status = statusWord(t.to, of.seed)
	if t.moves {
		of.time = t.at
	}
}

// makeTurn gives an event its new verdict.
func (w *world) makeTurn(h *head) {
	h.turned, h.status = true, h.turn.to
	if h.second {
		h.status |= statusOf(w.threatSeed(h, 1))
	}
}

// turnBy gives an event the verdict that answers tell at a time.
func (w *world) turnBy(h *head, now int64) {
	if h.turn.at != 0 && h.turn.at+h.late <= now {
		w.makeTurn(h)
	}
}

// movedOn reports whether the event counts under the time of its new verdict.
func (h *head) movedOn() bool { return h.turned && h.turn.moves }

// counts is the time that windows select by.
func (h *head) counts() int64 {
	if h.movedOn() {
		return h.turn.at
	}
	return h.created
}

// seen is when the first answer may hold the event under its verdict.
func (h *head) seen() int64 {
	if h.turned {
		return h.turn.at + h.late
	}
	return h.created + h.late
}

// movedInto finds the places whose new verdict falls into a window. All places
// that could are looked at, which is two hashes for most.
func (w *world) movedInto(q query) (found []place) {
	if w.turns.percent == 0 || w.turns.within == 0 {
		return nil
	}
	first := floorDiv(max(q.from-w.turns.within-time.Second.Milliseconds(), w.begin), hour)
	for hr := first; hr*hour < q.to; hr++ {
		for i := range w.rate {
			leader, _ := w.leader(hr, i, w.rate)
			if !w.turnsAt(hr, leader) {
				continue
			}
			h := w.headAt(hr, i)
			if h.turn.moves && h.turn.at >= q.from && h.turn.at < q.to {
				found = append(found, place{hr, i})
			}
		}
	}
	return found
}
