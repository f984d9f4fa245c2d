// What of the time is complete, what is lost, and whether that was said; and what
// the service was asked.

package feedsim

import (
	"slices"
	"time"
)

const (
	shortest = 30 * time.Second
	longest  = time.Hour
	// margin is what a feed may keep clear of the horizon: five minutes of the
	// operation's, five of its own, one for windows of odd length.
	margin = 11 * time.Minute
)

// settled is the time that was asked for when it was long enough in the past, for
// sure or perhaps. An answer tells its time in whole seconds.
func (c *checker) settled(perhaps bool) spans {
	var list []span
	for _, a := range c.h.Asked {
		if end := a.At.Truncate(time.Second).Add(-c.h.Settle); (a.Kept || perhaps && a.Read) && a.From.Before(end) {
			list = append(list, span{a.From, minTime(a.To, end)})
		}
	}
	return unite(list)
}

func (c *checker) time() {
	for _, s := range unite([]span{{c.h.From, c.h.Until}}).without(c.settled(true)).without(c.gaps) {
		c.report(Hole, "%s to %s is neither settled nor a gap", Stamp(s.from), Stamp(s.to))
	}
	for _, s := range c.gaps.and(c.settled(false)) {
		c.report(FalseGap, "%s to %s is a gap, but was fetched", Stamp(s.from), Stamp(s.to))
	}
	for _, g := range c.h.Gaps {
		if kept := g.At.Add(margin - c.h.Horizon); g.To.After(kept) || !g.From.Before(g.To) {
			c.report(EarlyGap, "%s to %s was given up at %s, when the service kept what came after %s", Stamp(g.From), Stamp(g.To), Stamp(g.At), Stamp(g.At.Add(-c.h.Horizon)))
		}
	}
}

func (c *checker) requests() {
	mistakes := 0
	for _, a := range c.h.Asked {
		if a.Status != 400 {
			mistakes = 0
		} else if mistakes++; mistakes == 6 {
			c.report(Stubborn, "six requests in a row were answered 400, the last one at %s for %s to %s", Stamp(a.At), Stamp(a.From), Stamp(a.To))
		}
		switch length := a.To.Sub(a.From); {
		case length < shortest:
			c.report(TooShort, "%s to %s, asked at %s", Stamp(a.From), Stamp(a.To), Stamp(a.At))
		case length > longest:
			c.report(TooLong, "%s to %s, asked at %s", Stamp(a.From), Stamp(a.To), Stamp(a.At))
		}
	}
}

func (c *checker) quotas() {
	times := make([]time.Time, 0, len(c.h.Asked))
	for _, a := range c.h.Asked {
		times = append(times, a.At)
	}
	slices.SortFunc(times, time.Time.Compare)
	for _, q := range c.h.Quotas {
		for i := q.Limit; i < len(times); i++ {
			if first := times[i-q.Limit]; times[i].Sub(first) < q.Per {
				c.report(Spent, "%d requests from %s to %s, %d are allowed in %s", q.Limit+1, Stamp(first), Stamp(times[i]), q.Limit, q.Per)
				break
			}
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// SameGaps reports whether two lists of gaps say the same of every moment, in
// however many parts.
func SameGaps(a, b []Gap) bool {
	all := func(list []Gap) spans {
		var out []span
		for _, g := range list {
			out = append(out, span{g.From, g.To})
		}
		return unite(out)
	}
	return len(all(a).without(all(b))) == 0 && len(all(b).without(all(a))) == 0
}
