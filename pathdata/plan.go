// The plan of a path: which of its steps the walk follows by itself, in one pass
// and in the order of the body, and from where on a value has to be held. The
// walk is in stream.go, the evaluation of what is held in held.go.

package pathdata

import (
	"math"
	"slices"
)

// path is one compiled path. steps are those that the walk follows: the longest
// prefix that streams. When rest or test is there, what they lead to is held
// and evaluated.
type path struct {
	text   string
	all    []step
	steps  []step   // the first of all
	rest   []step   // those behind them
	test   *program // the filter that the last of steps stands for: each child is held by itself
	levels int      // how far below a held value the evaluation looks
}

// everyLevel is the number of levels of an evaluation that looks anywhere.
const everyLevel = math.MaxInt32

// newPath splits a path. With root, a filter refers to the root of the body.
func newPath(text string, all []step, root bool) *path {
	p := &path{text: text, all: all}
	k := 0
	for !root && k < len(all) && all[k].streams {
		k++
	}
	if !root && k < len(all) && !all[k].descend && len(all[k].choices) == 1 && all[k].choices[0].kind == byFilter {
		p.test = all[k].choices[0].test
		k++
	}
	p.steps, p.rest = all[:k], all[k:]
	p.levels = levelsOf(p.rest)
	if p.test != nil {
		p.levels = max(p.levels, p.test.levels)
	}
	return p
}

// held says whether values have to be held: for each child of what a filter
// filters (p.test), or for everything below a prefix.
func (p *path) held() bool { return p.test != nil || len(p.rest) > 0 }

// streams says whether one record at a time is held at most.
func (p *path) streams() bool { return len(p.rest) == 0 || p.test != nil }

// prefix is the text up to and including step i-1.
func (p *path) prefix(i int) string {
	if i == 0 {
		return "$"
	}
	return p.text[:p.all[min(i, len(p.all))-1].end]
}

// plan is what the walk needs to know of a step. A node is selected once,
// whatever selects it.
type plan struct {
	streams       bool // the walk can follow it
	object, array bool // it may select something of one

	any     bool
	names   []string
	indexes []int
	slices  []span

	distinct bool // names that differ, and nothing else, select members
	single   bool // one name or one index: one node at most
}

// span is a slice [from:to:by] with by > 0.
type span struct{ from, to, by int }

func (s span) has(i int) bool { return i >= s.from && i < s.to && (i-s.from)%s.by == 0 }

// last is the last index that s has in an array without end.
func (s span) last() int {
	if s.to == math.MaxInt {
		return s.to
	}
	return s.from + (s.to-1-s.from)/s.by*s.by
}

// planOf makes the plan of a step. It streams if what it selects comes in the
// order of the body and once: a wildcard alone, names that differ, indexes and
// slices that ascend from zero on.
func planOf(st *step) plan {
	pl := plan{streams: !st.descend, distinct: true, single: !st.descend && len(st.choices) == 1}
	last := -1
	for _, c := range st.choices {
		pl.single = pl.single && (c.kind == byName || c.kind == byIndex)
		switch c.kind {
		case byName:
			pl.object = true
			pl.distinct = pl.distinct && !slices.Contains(pl.names, c.name)
			pl.names = append(pl.names, c.name)
		case byIndex:
			pl.array = true
			pl.streams = pl.streams && c.index > last
			last = c.index
			pl.indexes = append(pl.indexes, c.index)
		case bySlice:
			pl.array = true
			sp, forward := c.bounds.span()
			pl.streams = pl.streams && forward
			if forward && sp.from < sp.to {
				pl.streams = pl.streams && sp.from > last
				last = sp.last()
			}
			pl.slices = append(pl.slices, sp)
		case everything, byFilter:
			pl.object, pl.array, pl.any = true, true, true
			pl.streams = pl.streams && c.kind == everything && len(st.choices) == 1
			pl.distinct = false
		}
	}
	pl.streams = pl.streams && (pl.distinct || pl.any)
	return pl
}

// span gives a slice for the walk; forward is false for one that counts from
// the end or runs backwards.
func (b bounds) span() (s span, forward bool) {
	if b.from < 0 || b.to < 0 || b.by < 0 {
		return span{}, false
	}
	s = span{b.from, math.MaxInt, b.by}
	if b.hasTo {
		s.to = b.to
	}
	if b.by == 0 { // RFC 9535, section 2.3.4.2.2: selects no elements
		s = span{0, 0, 1}
	}
	return s, true
}

// levelsOf says how far below a node the steps look.
func levelsOf(steps []step) int {
	levels := 0
	for i := range steps {
		if steps[i].descend {
			return everyLevel
		}
		levels = max(levels, i+1)
		for _, c := range steps[i].choices {
			if c.kind == byFilter {
				levels = max(levels, deeper(c.test.levels, i+1))
			}
		}
	}
	return levels
}

func deeper(levels, more int) int { return min(levels+more, everyLevel) }

// singular says whether the steps lead to one node at most.
func singular(steps []step) bool {
	for i := range steps {
		if !steps[i].single {
			return false
		}
	}
	return true
}
