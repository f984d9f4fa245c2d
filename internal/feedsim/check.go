// The checker. Each rule says for itself what is owed, so that one that is wrong
// does not hide what another would find.

package feedsim

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Check returns what is wrong with a history, nil if it is as promised:
//
//   - Every event that was created in [From, Until) was committed, in its last
//     version, unless it lies in a gap. A version that came up only when its
//     window had been asked for the last time is not owed.
//   - Every version that an answer held was committed, if that answer was.
//   - None was committed twice in one version, nor an old version after a new one.
//   - A version is marked as a change if, and only if, another one was committed
//     before, and not longer ago than Memory. One that followed another which was
//     out and is not committed yet may be marked.
//   - Every moment was asked for when it was Settle in the past, or later; or it
//     is in a gap. No gap holds such a moment, or one that the service still kept.
//   - No request was for less than 30 seconds or more than an hour; not more than
//     five in a row were refused as mistaken; and no quota was exceeded.
func Check(h *History) []Problem {
	c := &checker{h: h, versions: map[string][]Told{}}
	for _, t := range h.Told {
		c.versions[t.Key] = append(c.versions[t.Key], t)
	}
	for _, list := range c.versions {
		slices.SortFunc(list, func(a, b Told) int { return a.Since.Compare(b.Since) })
	}
	var gaps []span
	for _, g := range h.Gaps {
		gaps = append(gaps, span{g.From, g.To})
	}
	c.gaps = unite(gaps)
	c.problems = append(c.problems, h.Wrong...)
	c.committed()
	c.owed()
	c.kept()
	c.time()
	c.requests()
	c.quotas()
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text)) })
	return c.problems
}

type checker struct {
	h        *History
	versions map[string][]Told // of an event, oldest first
	has      map[[2]string]int // how often a version was committed
	gaps     spans
	problems []Problem
}

func (c *checker) report(kind, format string, args ...any) {
	c.problems = append(c.problems, Problem{kind, fmt.Sprintf(format, args...)})
}

// committed walks what the sink has: each event in the order of its versions.
func (c *checker) committed() {
	c.has = map[[2]string]int{}
	last := map[string]int{}
	for _, d := range c.h.Committed {
		place := slices.IndexFunc(c.versions[d.Key], func(t Told) bool { return t.Version == d.Version })
		if place < 0 {
			c.report(Unknown, "%s version %s, committed at %s, was never told", d.Key, d.Version, Stamp(d.At))
			continue
		}
		before, known := last[d.Key]
		switch {
		case c.has[[2]string{d.Key, d.Version}] > 0:
			c.report(Twice, "%s version %s, again at %s", d.Key, d.Version, Stamp(d.At))
		case known && place < before:
			c.report(Stale, "%s version %s at %s, after a newer one", d.Key, d.Version, Stamp(d.At))
		case known && !d.Changed && d.At.Sub(c.versions[d.Key][before].Created) <= c.h.Memory:
			c.report(Unmarked, "%s version %s at %s is a change", d.Key, d.Version, Stamp(d.At))
		case !known && d.Changed && !d.After:
			c.report(Marked, "%s version %s at %s is the first", d.Key, d.Version, Stamp(d.At))
		}
		c.has[[2]string{d.Key, d.Version}]++
		last[d.Key] = max(place, before)
	}
	for _, d := range c.h.Passed {
		if place := slices.IndexFunc(c.versions[d.Key], func(t Told) bool { return t.Version == d.Version }); place < 0 || place >= last[d.Key] {
			c.report(Lost, "%s version %s was acknowledged at %s, but not committed", d.Key, d.Version, Stamp(d.At))
			continue
		}
		c.has[[2]string{d.Key, d.Version}]++
	}
}

// owed looks for every event's last version, or any if the last one came too late
// to be seen.
func (c *checker) owed() {
	for key, list := range c.versions {
		last := list[len(list)-1]
		if last.Created.Before(c.h.From) || !last.Created.Before(c.h.Until) || c.gaps.has(last.Created) || c.has[[2]string{key, last.Version}] > 0 {
			continue
		}
		if late := last.Since.Sub(last.Created); late > c.h.Settle {
			if slices.ContainsFunc(list, func(t Told) bool { return c.has[[2]string{key, t.Version}] > 0 }) {
				continue
			}
			if len(list) == 1 {
				continue
			}
		}
		c.report(Lost, "%s version %s, created %s, in answers since %s", key, last.Version, Stamp(last.Created), Stamp(last.Since))
	}
}

// kept looks for every version in what the answers that were kept held.
func (c *checker) kept() {
	told := slices.Clone(c.h.Told)
	slices.SortFunc(told, func(a, b Told) int { return a.Created.Compare(b.Created) })
	said := map[[2]string]bool{}
	for _, a := range c.h.Asked {
		if !a.Kept {
			continue
		}
		i, _ := slices.BinarySearchFunc(told, a.From, func(t Told, at time.Time) int { return t.Created.Compare(at) })
		for ; i < len(told) && told[i].Created.Before(a.To); i++ {
			t, id := told[i], [2]string{told[i].Key, told[i].Version}
			there := !t.Since.After(a.At) && (t.Until.IsZero() || t.Until.After(a.At))
			if there && c.has[id] == 0 && !said[id] {
				said[id] = true
				c.report(Lost, "%s version %s was in the answer of %s for %s to %s, and that is committed", t.Key, t.Version, Stamp(a.At), Stamp(a.From), Stamp(a.To))
			}
		}
	}
}

// Stamp writes a time as problems do.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
