// What is known of time: sorted, disjoint stretches that were fetched or given
// up. What is in none of them is missing, so that a window that failed is a hole
// whatever was fetched behind it. Pure functions; what is done about a hole is
// decided in schedule.go.

package feed

import "time"

// stretch is [from, to).
type stretch struct{ from, to time.Time }

func (s stretch) empty() bool { return !s.from.Before(s.to) }

func (s stretch) len() time.Duration { return s.to.Sub(s.from) }

func (s stretch) overlaps(o stretch) bool { return s.from.Before(o.to) && o.from.Before(s.to) }

// minus is what of s is not in o: at most two stretches.
func (s stretch) minus(o stretch) []stretch {
	if !s.overlaps(o) {
		return []stretch{s}
	}
	var out []stretch
	if s.from.Before(o.from) {
		out = append(out, stretch{s.from, o.from})
	}
	if o.to.Before(s.to) {
		out = append(out, stretch{o.to, s.to})
	}
	return out
}

// without is what of list is in none of taken.
func without(list, taken []stretch) []stretch {
	for _, t := range taken {
		var left []stretch
		for _, s := range list {
			left = append(left, s.minus(t)...)
		}
		list = left
	}
	return list
}

// segment is a stretch that needs no first asking any more.
type segment struct {
	From, To time.Time
	// Asked is the service's time at the last whole ask; zero where nothing more
	// is to be asked: it is settled, or expired.
	Asked time.Time
	// Expired says why the stretch cannot be fetched; "" is acknowledged.
	Expired string
}

func (s segment) stretch() stretch { return stretch{s.From, s.To} }

// settled: nothing is to be asked there any more, and it was fetched.
func (s segment) settled() bool { return s.Asked.IsZero() && s.Expired == "" }

// ledger is sorted by From, disjoint, and merged where neighbours say the same.
type ledger []segment

// put lays s over what is there.
func (l ledger) put(s segment) ledger {
	if s.stretch().empty() {
		return l
	}
	out := make(ledger, 0, len(l)+2)
	placed := false
	for _, old := range l {
		if !placed && !old.From.Before(s.From) {
			out, placed = append(out, s), true
		}
		for i, rest := range old.stretch().minus(s.stretch()) {
			if i == 1 && !placed {
				out, placed = append(out, s), true
			}
			if !placed && !rest.from.Before(s.To) {
				out, placed = append(out, s), true
			}
			kept := old
			kept.From, kept.To = rest.from, rest.to
			out = append(out, kept)
		}
	}
	if !placed {
		out = append(out, s)
	}
	return out.merged()
}

// merged joins neighbours that say the same.
func (l ledger) merged() ledger {
	var out ledger
	for _, s := range l {
		if n := len(out) - 1; n >= 0 && out[n].To.Equal(s.From) && out[n].Asked.Equal(s.Asked) && out[n].Expired == s.Expired {
			out[n].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// expire marks as given up what of s is missing.
func (l ledger) expire(s stretch, why string) ledger {
	for _, hole := range l.missing(s) {
		l = l.put(segment{From: hole.from, To: hole.to, Expired: why})
	}
	return l
}

// settle drops Asked where a stretch was asked late enough after its end.
func (l ledger) settle(last time.Duration) ledger {
	for i, s := range l {
		if !s.Asked.IsZero() && !s.Asked.Before(s.To.Add(last)) {
			l[i].Asked = time.Time{}
		}
	}
	return l.merged()
}

// missing is what of s is in no segment, oldest first.
func (l ledger) missing(s stretch) []stretch {
	var out []stretch
	at := s.from
	for _, seg := range l {
		if !seg.To.After(at) {
			continue
		}
		if !seg.From.Before(s.to) {
			break
		}
		if seg.From.After(at) {
			out = append(out, stretch{at, seg.From})
		}
		at = seg.To
	}
	if at.Before(s.to) {
		out = append(out, stretch{at, s.to})
	}
	return out
}

// end is the newest time that is covered, from if nothing is.
func (l ledger) end(from time.Time) time.Time {
	if n := len(l); n > 0 && l[n-1].To.After(from) {
		return l[n-1].To
	}
	return from
}

// until is how far everything from start on satisfies ok without a hole.
func (l ledger) until(start time.Time, ok func(segment) bool) time.Time {
	at := start
	for _, s := range l {
		if !s.To.After(at) {
			continue
		}
		if s.From.After(at) || !ok(s) {
			break
		}
		at = s.To
	}
	return at
}

// total is how much of the ledger satisfies ok.
func (l ledger) total(ok func(segment) bool) time.Duration {
	var d time.Duration
	for _, s := range l {
		if ok(s) {
			d += s.stretch().len()
		}
	}
	return d
}
