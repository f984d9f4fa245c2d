// What is asked next, by one pure function: newest first, then what is to be
// settled, then what is older than the newest that was ever covered. A feed, a
// plan and the tests all ask it.

package feed

import (
	"slices"
	"time"
)

// class is why a window is asked. The order is the order of precedence.
type class int

const (
	live class = iota
	settling
	backfill
	classes
)

func (c class) String() string { return [...]string{"live", "settle", "backfill"}[c] }

// rules are what a source allows, with every default filled in.
type rules struct {
	min, max, lag, every time.Duration
	horizon              time.Duration // 0 is without end
	settle               []time.Duration
}

const (
	// horizonMargin is kept free of the horizon: a request arrives a little later
	// than it is made. What is older is given up.
	horizonMargin = 5 * time.Minute
	// horizonEdge is how much of that margin is used up to ask for what was
	// planned while it was still well inside, so that an edge that moves on while
	// old windows are fetched costs no sliver at each of them.
	horizonEdge = time.Minute
)

func (r rules) last() time.Duration {
	if len(r.settle) == 0 {
		return 0
	}
	return r.settle[len(r.settle)-1]
}

// oldest is how far back a window may begin at now, keeping margin free.
func (r rules) oldest(now time.Time, margin time.Duration) time.Time {
	if r.horizon <= 0 {
		return time.Time{}
	}
	return ceilSecond(now.Add(-r.horizon + min(margin, r.horizon/10)))
}

// cell is the stretch of the clock that t lies in; settling asks are made by
// cell, so that neighbouring windows share them.
func (r rules) cell(t time.Time) stretch {
	from := t.Truncate(r.max)
	return stretch{from, from.Add(r.max)}
}

// view is what the decision is made from.
type view struct {
	ledger ledger
	busy   []stretch     // windows that are being asked or wait to be acknowledged
	given  []stretch     // those of them that are handed out as gaps
	start  time.Time     // of the source
	stop   time.Time     // of a backfill; zero is never
	edge   time.Time     // where live asking began; zero before the first decision
	now    time.Time     // the service's
	doubt  time.Duration // by how much now may be too late
	width  time.Duration // of a window at most; 0 is the longest
}

// task is a window that is to be asked.
type task struct {
	class class
	stretch
}

// lost is a stretch that cannot be asked any more.
type lost struct {
	stretch
	reason string
}

// Reasons of gaps.
const (
	// reasonHorizon: never fetched, and older than the service keeps.
	reasonHorizon = "horizon"
	// reasonUnsettled: fetched once, but what the service showed late could not be
	// asked for before it was older than the service keeps.
	reasonUnsettled = "unsettled"
)

// decision is what is to be done now, and when to look again if there is
// nothing. A zero next means that only time out of the schedule's sight, such as
// an acknowledgement, changes anything.
type decision struct {
	lost  []lost
	tasks []task // at most one of each class, by precedence
	next  time.Time
	edge  time.Time
}

// decide is the schedule.
func (r rules) decide(v view) decision {
	d := decision{edge: r.rebase(v)}
	v.edge = d.edge
	if v.width <= 0 {
		v.width = r.max
	}
	d.lost = r.lost(v)
	r.live(v, &d)
	r.settling(v, &d)
	r.backfill(v, &d)
	r.probe(v, &d)
	return d
}

// probe asks for what seems to be gone where nothing else is left to ask, ever:
// only an answer can tell whether it is, be it a refusal.
func (r rules) probe(v view, d *decision) {
	if v.doubt <= 0 || len(d.lost)+len(d.tasks)+len(v.busy) > 0 || !d.next.IsZero() {
		return
	}
	if gone := r.expired(v); len(gone) > 0 {
		s := gone[len(gone)-1]
		d.tasks = append(d.tasks, task{backfill, stretch{latest(s.from, s.to.Add(-r.max)), s.to}})
	}
}

func (d *decision) wake(t time.Time) {
	if d.next.IsZero() || t.Before(d.next) {
		d.next = t
	}
}

// end is the newest time that may be asked for at now.
func (r rules) end(v view) time.Time {
	end := v.now.Add(-r.lag).Truncate(time.Second)
	if !v.stop.IsZero() && v.stop.Before(end) {
		return v.stop
	}
	return end
}

// front is the newest time that is covered or being asked.
func (r rules) front(v view) time.Time {
	front := v.ledger.end(v.start)
	if v.edge.After(front) {
		front = v.edge
	}
	for _, b := range v.busy {
		if b.to.After(front) {
			front = b.to
		}
	}
	return front
}

// rebase moves the edge to now where live asking is too far behind: what lies
// between is fetched as what is old, so that it cannot hold up what is new.
func (r rules) rebase(v view) time.Time {
	end := r.end(v)
	if front := r.front(v); end.Sub(front) > r.max+r.every {
		return end
	}
	if v.edge.IsZero() {
		return r.front(v)
	}
	return v.edge
}

func (r rules) live(v view, d *decision) {
	from, end := r.front(v), r.end(v)
	least := max(r.every, r.min)
	if !v.stop.IsZero() && !from.Before(v.stop) {
		return
	}
	if due := from.Add(least); !v.stop.IsZero() && due.After(v.stop) { // the rest of a backfill
		least = v.stop.Sub(from)
	}
	if end.Sub(from) < least {
		d.wake(from.Add(least + r.lag))
		return
	}
	to := earliest(end, from.Add(min(r.max, v.width)))
	d.tasks = append(d.tasks, task{live, r.widen(v, stretch{from, to})})
}

// widen makes a stretch as long as the service wants it, into the past if it may:
// not into what was given up, which would be fetched after all.
func (r rules) widen(v view, s stretch) stretch {
	if s.len() >= r.min {
		return s
	}
	floor := r.oldest(v.now, horizonEdge)
	for _, seg := range v.ledger {
		if seg.Expired != "" && !seg.To.After(s.from) {
			floor = latest(floor, seg.To)
		}
	}
	for _, g := range v.given {
		if !g.to.After(s.from) {
			floor = latest(floor, g.to)
		}
	}
	if s.from = s.to.Add(-r.min); s.from.Before(floor) {
		s.from, s.to = floor, floor.Add(r.min)
	}
	return s
}

// backfill is the oldest hole before the live edge.
func (r rules) backfill(v view, d *decision) {
	for _, hole := range r.holes(v) {
		to := earliest(hole.to, hole.from.Add(min(r.max, v.width)))
		d.tasks = append(d.tasks, task{backfill, r.widen(v, stretch{hole.from, to})})
		return
	}
}

// holes are the stretches before the live edge that are missing and can be
// asked, oldest first.
func (r rules) holes(v view) []stretch {
	missing := without(v.ledger.missing(stretch{v.start, r.front(v)}), v.busy)
	for _, l := range r.expired(v) {
		missing = without(missing, []stretch{l})
	}
	oldest := r.oldest(v.now, horizonEdge)
	for i := range missing {
		if missing[i].from.Before(oldest) {
			missing[i].from = oldest
		}
	}
	return slices.DeleteFunc(missing, stretch.empty)
}

// expired are the missing stretches that are to be given up at now.
func (r rules) expired(v view) []stretch {
	edge, given := r.oldest(v.now, horizonEdge), r.oldest(v.now, horizonMargin)
	var out []stretch
	for _, hole := range without(v.ledger.missing(stretch{v.start, r.front(v)}), v.busy) {
		if hole.from.Before(edge) {
			out = append(out, stretch{hole.from, earliest(hole.to, given)})
		}
	}
	return out
}

// lost are the stretches to be given up, with why. For that the service's own
// word counts alone: a clock that is wrong must not give up what can be fetched.
func (r rules) lost(v view) []lost {
	v.now = v.now.Add(-v.doubt)
	var out []lost
	for _, s := range r.expired(v) {
		out = append(out, lost{s, reasonHorizon})
	}
	edge, given := r.oldest(v.now, horizonEdge), r.oldest(v.now, horizonMargin)
	for _, s := range v.ledger {
		part := stretch{latest(s.From, s.Asked.Add(-r.last())), earliest(s.To, given)} // what is before it was asked late enough
		if s.Asked.IsZero() || part.empty() || !part.from.Before(edge) {
			continue
		}
		for _, part := range without([]stretch{part}, v.busy) {
			if n := len(out) - 1; n >= 0 && out[n].reason == reasonUnsettled && out[n].to.Equal(part.from) {
				out[n].to = part.to
				continue
			}
			out = append(out, lost{part, reasonUnsettled})
		}
	}
	return out
}

// settling is the oldest cell with something that is to be asked again.
func (r rules) settling(v view, d *decision) {
	var looked time.Time // cells before it were looked at
	for i, seg := range v.ledger {
		if seg.Asked.IsZero() {
			continue
		}
		for at := latest(seg.From, looked); at.Before(seg.To); at = looked {
			cell := r.cell(at)
			looked = cell.to
			s, due := r.unsettled(v.ledger[i:], cell, r.oldest(v.now, horizonEdge))
			if due.IsZero() {
				continue
			}
			if due.After(v.now) {
				d.wake(due)
				continue
			}
			if s = r.widen(v, s); !slices.ContainsFunc(v.busy, s.overlaps) {
				d.tasks = append(d.tasks, task{settling, s})
				return
			}
		}
	}
}

// unsettled is what of a cell is to be asked again, and from when on: as one
// stretch, for what lies between costs nothing more.
func (r rules) unsettled(l ledger, cell stretch, oldest time.Time) (stretch, time.Time) {
	var s stretch
	var due time.Time
	for _, seg := range l {
		if !seg.From.Before(cell.to) {
			break
		}
		part := stretch{latest(seg.From, cell.from, oldest), earliest(seg.To, cell.to)}
		if part.empty() || seg.Asked.IsZero() {
			continue
		}
		for _, delay := range r.settle {
			if !seg.Asked.Before(part.to.Add(delay)) {
				continue
			}
			at := cell.to.Add(delay)
			if due.IsZero() || at.Before(due) {
				due = at
			}
			if s.empty() {
				s = part
			}
			s.to = part.to
			break
		}
	}
	return s, due
}

// done reports whether a backfill has nothing left to do.
func (r rules) done(v view) bool {
	if v.stop.IsZero() || len(v.busy) > 0 {
		return false
	}
	over := v.ledger.until(v.start, func(s segment) bool { return s.Asked.IsZero() })
	return !over.Before(v.stop)
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a time.Time, more ...time.Time) time.Time {
	for _, b := range more {
		if b.After(a) {
			a = b
		}
	}
	return a
}

func ceilSecond(t time.Time) time.Time { return t.Add(time.Second - 1).Truncate(time.Second) }
