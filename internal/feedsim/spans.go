// Sets of stretches of time: sorted, disjoint, half-open.

package feedsim

import (
	"slices"
	"time"
)

type span struct{ from, to time.Time }

type spans []span

// unite sorts and joins.
func unite(list []span) (out spans) {
	list = slices.DeleteFunc(slices.Clone(list), func(s span) bool { return !s.from.Before(s.to) })
	slices.SortFunc(list, func(a, b span) int { return a.from.Compare(b.from) })
	for _, s := range list {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			if s.to.After(out[n-1].to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// without returns what of s is not in b.
func (s spans) without(b spans) (out spans) {
	i := 0
	for _, a := range s {
		for i < len(b) && !b[i].to.After(a.from) {
			i++
		}
		for k := i; k < len(b) && b[k].from.Before(a.to); k++ {
			if a.from.Before(b[k].from) {
				out = append(out, span{a.from, b[k].from})
			}
			a.from = b[k].to
		}
		if a.from.Before(a.to) {
			out = append(out, a)
		}
	}
	return out
}

// and returns what is in both.
func (s spans) and(b spans) spans { return s.without(s.without(b)) }

// has reports whether t is in s.
func (s spans) has(t time.Time) bool {
	i, found := slices.BinarySearchFunc(s, t, func(s span, t time.Time) int { return s.from.Compare(t) })
	return found || i > 0 && t.Before(s[i-1].to)
}
