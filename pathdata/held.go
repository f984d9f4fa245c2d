// The evaluation of steps on a held value, over its table: nodes come in the
// order of RFC 9535, with members as the bytes have them and parents before what
// is below them, and go on at once, so that nothing is collected. What becomes of
// the matches of a path is in hold.go, filters are in filter.go.
//
// It recurses by step, and the length of a path bounds that. Whatever it does is
// paid for in steps of Limits.Steps, because no read can interrupt it.

package pathdata

import "fmt"

// evaluation is what an evaluation works with. It is used again for the next
// value.
type evaluation struct {
	table
	left         int64    // steps until the next portion is taken, see poll.go
	reserve      int64    // steps that are not in a portion yet
	over         bool     // no more may be taken
	reason       string   // why, when it is not their number
	failed       error    // why, when the reader has ended
	in           *input   // that is asked for it
	taken        int      // nodes that steps of the path have selected
	scratch      []uint32 // stacks of nodes
	textA, textB []byte   // room for texts without their escapes
	patterns     []dynamic
	oldest       int // of the patterns

	main *matching // what the matches of the path are given to
}

// sink takes the nodes that a query selects.
type sink struct {
	main  bool // the query is the path: nodes are matches
	limit int64
	count int64
	first uint32
}

// spend pays for n steps. Once it says false, the evaluation is over.
func (e *evaluation) spend(n int64) bool {
	if e.left -= n; e.left < 0 {
		e.refill()
	}
	return !e.over
}

// refuse ends the evaluation for something that no budget pays for.
func (e *evaluation) refuse(format string, args ...any) *pattern {
	e.over = true
	if e.reason == "" {
		e.reason = fmt.Sprintf(format, args...)
	}
	return nil
}

// exists, count and one ask what a query selects.

func (e *evaluation) exists(q *query, at uint32) bool {
	if q.single {
		return e.one(q, at) != nothing
	}
	s := sink{limit: 1}
	e.run(q, at, &s)
	return s.count > 0
}

func (e *evaluation) count(q *query, at uint32) int64 {
	if q.single {
		if e.one(q, at) == nothing {
			return 0
		}
		return 1
	}
	s := sink{limit: 1 << 62}
	e.run(q, at, &s)
	return s.count
}

// one gives the node that a query selects, if it is one.
func (e *evaluation) one(q *query, at uint32) uint32 {
	if !q.single {
		s := sink{limit: 2}
		e.run(q, at, &s)
		if s.count != 1 {
			return nothing
		}
		return s.first
	}
	if q.root {
		at = 0
	}
	for i := range q.steps {
		if at = e.child(&q.steps[i].choices[0], at); at == nothing {
			break
		}
	}
	return at
}

// run is for queries that may select several nodes: they have steps.
func (e *evaluation) run(q *query, at uint32, s *sink) {
	if q.root {
		at = 0
	}
	e.walk(q.steps, 0, at, s)
}

// child gives the child of that name or index. Of members that have the same
// name it is the last.
func (e *evaluation) child(c *choice, at uint32) uint32 {
	found := nothing
	switch kind := e.kind(at); {
	case kind == '{' && c.kind == byName:
		for m := at + 1; m < e.node(at).next && e.spend(1); m = e.node(m).next {
			if e.named(m, c.name) {
				found = m
			}
		}
	case kind == '[' && c.kind == byIndex:
		i := c.index
		if i < 0 {
			i += e.elements(at)
		}
		for m := at + 1; m < e.node(at).next && i >= 0 && e.spend(1); m = e.node(m).next {
			if i == 0 {
				return m
			}
			i--
		}
	}
	return found
}

// named says whether a node is the member of that name.
func (e *evaluation) named(id uint32, name string) bool {
	n := e.node(id)
	if n.size == uint32(len(name)) {
		e.spend(int64(len(name)) / bytesPerStep)
		return string(e.src[n.key:n.key+n.size]) == name
	}
	// An escape of six bytes may be a byte of the name, not less.
	if size := int(n.size & sizes); n.size&(noName|escapes) == escapes && size <= 6*len(name) {
		e.spend(int64(size) / bytesPerStep)
		return string(e.name(id)) == name
	}
	return false
}

// elements counts the children of a node.
func (e *evaluation) elements(at uint32) (n int) {
	for m := at + 1; m < e.node(at).next && e.spend(1); m = e.node(m).next {
		n++
	}
	return n
}

// walk takes the step i on a node. It and all below give false to stop.
func (e *evaluation) walk(steps []step, i int, at uint32, s *sink) bool {
	if !steps[i].descend {
		return e.step(steps, i, at, s)
	}
	if s.main {
		e.main.emptied(i)
	}
	for n := at; n < e.node(at).next; n++ {
		if !e.spend(1) || !e.step(steps, i, n, s) {
			return false
		}
	}
	return true
}

// take hands on a node that the steps before i selected; many says that a
// wildcard, a slice or a filter selected it from an array.
func (e *evaluation) take(steps []step, i int, at uint32, many bool, s *sink) bool {
	if !e.spend(1) {
		return false
	}
	if s.main {
		e.taken++
	}
	if i < len(steps) {
		return e.walk(steps, i, at, s)
	}
	if s.main {
		return e.main.match(at, many)
	}
	if s.count == 0 {
		s.first = at
	}
	s.count++
	return s.count < s.limit
}

// step takes a step on one node: what it selects goes on to the next.
func (e *evaluation) step(steps []step, i int, at uint32, s *sink) bool {
	st, taken := &steps[i], e.taken
	switch kind := e.kind(at); {
	case kind == '{' && st.object && st.distinct && s.main:
		if !e.namedMembers(steps, i, st.names, at, s) {
			return false
		}
	case kind == '{' && st.object, kind == '[' && st.array:
		e.spend(int64(len(st.choices)) / 4)
		for c := range st.choices {
			if !e.choose(steps, i, &st.choices[c], at, s) {
				return false
			}
		}
	}
	if s.main && e.taken == taken && !st.descend {
		e.main.missed(i, at)
	}
	return true
}

// choose takes one selector of a step.
func (e *evaluation) choose(steps []step, i int, c *choice, at uint32, s *sink) bool {
	array := e.kind(at) == '['
	switch {
	case c.kind == everything || c.kind == byFilter:
		return e.all(steps, i, c.test, at, s)
	case c.kind == bySlice && array:
		return e.slice(steps, i, c.bounds, at, s)
	case c.kind == byName && !array && s.main:
		return e.namedMembers(steps, i, []string{c.name}, at, s)
	}
	if m := e.child(c, at); m != nothing {
		return e.take(steps, i+1, m, false, s)
	}
	return !e.over
}

// namedMembers takes the members of those names in the order of the bytes. As
// in a walk, a name that occurs twice is an error.
func (e *evaluation) namedMembers(steps []step, i int, names []string, at uint32, s *sink) bool {
	base, cost := len(e.scratch), 1+int64(len(names))/8
	for range (len(names) + 31) / 32 {
		e.scratch = append(e.scratch, 0) // which names were seen, a bit each
	}
	for m := at + 1; m < e.node(at).next; m = e.node(m).next {
		if !e.spend(cost) {
			return false
		}
		for k, name := range names {
			if !e.named(m, name) {
				continue
			}
			word, bit := base+k/32, uint32(1)<<(k%32)
			if e.scratch[word]&bit != 0 {
				return e.main.twice(m, name)
			}
			e.scratch[word] |= bit
			if !e.take(steps, i+1, m, false, s) {
				return false
			}
			break
		}
	}
	e.scratch = e.scratch[:base]
	return true
}

// all takes every child, or those that pass a filter.
func (e *evaluation) all(steps []step, i int, test *program, at uint32, s *sink) bool {
	many := e.kind(at) == '['
	for m := at + 1; m < e.node(at).next; m = e.node(m).next {
		if !e.spend(1) {
			return false
		}
		passed := test == nil || e.passes(test, m)
		if e.over || passed && !e.take(steps, i+1, m, many, s) {
			return false
		}
	}
	return true
}

// slice takes the elements of a slice, RFC 9535, section 2.3.4.2.2.
func (e *evaluation) slice(steps []step, i int, b bounds, at uint32, s *sink) bool {
	base := len(e.scratch)
	for m := at + 1; m < e.node(at).next && e.spend(1); m = e.node(m).next {
		e.scratch = append(e.scratch, m)
	}
	n := len(e.scratch) - base
	from, to := b.within(n)
	ok := true
	for k := from; ok && b.by != 0 && (b.by > 0 && k < to || b.by < 0 && k > to); k += b.by {
		ok = e.take(steps, i+1, e.scratch[base+k], true, s)
	}
	e.scratch = e.scratch[:base]
	return ok && !e.over
}

// within gives where a slice starts and stops in an array of n elements.
func (b bounds) within(n int) (from, to int) {
	low, high := 0, n
	if b.by < 0 {
		low, high = -1, n-1
	}
	from, to = low, high
	if b.by < 0 {
		from, to = high, low
	}
	if b.hasFrom {
		from = b.clip(b.from, n, low, high)
	}
	if b.hasTo {
		to = b.clip(b.to, n, low, high)
	}
	return from, to
}

func (b bounds) clip(i, n, low, high int) int {
	if i < 0 {
		i += n
	}
	return min(max(i, low), high)
}
