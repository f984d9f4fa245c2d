// Where the walk meets the evaluation: values that a path holds, from their
// first byte to the matches in them. The walk is in stream.go, the evaluation in
// held.go, absence in absent_held.go.

package pathdata

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// matching gives the matches in a held value to the walk.
type matching struct {
	w      *walker
	branch int
	level  int   // of the held value
	start  int64 // of its first byte, in the body
	parent uint32
	text   string // normalized path of parent
}

// settle hands out what ends at p, the node of level l from start on: as a match,
// and evaluated for the branches that held it. With mine, nothing around it is
// kept in the buffer.
func (w *walker) settle(lv *level, start int64, l int, mine bool) bool {
	for _, sel := range lv.accept {
		if !w.emit(sel, start, l) {
			return false
		}
	}
	if len(lv.held) > 0 {
		if !w.examine(lv, start, l) {
			return false
		}
		w.closing(lv.held, mine)
	}
	if mine {
		w.hold = -1
	}
	return true
}

// describe validates the value at p, which is held and which no step looks into,
// and makes its table. The table costs what reading the bytes costs; the budget
// only bounds its size.
func (w *walker) describe(lv *level) (ok bool) {
	w.p, ok = w.eval.read(&w.scanner, w.p, w.levelsFor(lv.held), w.limits.Steps)
	return ok
}

// examine evaluates the value from start to p for the branches that hold it.
func (w *walker) examine(lv *level, start int64, l int) bool {
	from, e := int(start-w.base), &w.eval
	if limit := min(w.limits.Record, maxHeld); int64(w.p-from) > limit {
		return w.fail(from+int(limit), tooLarge(limit, w.branches[lv.held[0]].text))
	}
	if len(lv.live) > 0 { // the walk looked into it
		e.read(&w.scanner, from, w.levelsFor(lv.held), w.limits.Steps)
	}
	e.over = e.full
	e.main = &w.matching
	for _, br := range lv.held {
		w.matching = matching{w: w, branch: br, level: l, start: start}
		if !e.over {
			e.begin(w.limits.Steps)
			e.evaluate(&w.branches[br], w.levels[l].index >= 0)
		}
		if e.over && !w.stopped {
			w.giveUp(from, e.overspent(w.branches[br].text, w.limits.Steps))
		}
		if w.err != nil || w.stopped {
			return false
		}
	}
	return true
}

// levelsFor says how far below a held value the branches look.
func (w *walker) levelsFor(held []int) (levels int) {
	for _, br := range held {
		b := &w.branches[br]
		need := b.levels
		if w.sels[b.sel].elements {
			need = deeper(need, 1)
		}
		levels = max(levels, need)
	}
	return levels
}

// evaluate gives the matches of one path in the table's value; many says that
// it is an element.
func (e *evaluation) evaluate(b *branch, many bool) {
	s := sink{main: true}
	e.scratch = e.scratch[:0]
	switch {
	case b.test != nil && !e.passes(b.test, 0):
		e.main.emptied(-1)
	case len(b.rest) > 0:
		e.walk(b.rest, 0, 0, &s)
	default:
		e.main.match(0, many)
	}
}

// overspent words the end of an evaluation.
func (e *evaluation) overspent(path string, limit int64) error {
	reason := e.reason
	if reason == "" {
		reason = fmt.Sprintf("more than %d steps; Limits.Steps allows more", limit)
	}
	return &detail{sentinel: ErrSteps, text: fmt.Sprintf("%v: %q: %s", ErrSteps, path, reason)}
}

// tooLarge words the error for a value that is held for the path.
func tooLarge(limit int64, path string) error {
	if path == "" {
		return tooMuch(ErrRecordTooLarge, "bytes", limit)
	}
	more := "Limits.Record allows more"
	if limit >= maxHeld {
		more = "no more can be evaluated"
	}
	return &detail{sentinel: ErrRecordTooLarge, text: fmt.Sprintf("%v: %q holds more than %d bytes; %s", ErrRecordTooLarge, path, limit, more)}
}

// match hands out a node. With Elements, an array that is no record is opened.
func (m *matching) match(at uint32, many bool) bool {
	w, e := m.w, &m.w.eval
	sel := w.branches[m.branch].sel
	if kind := e.kind(at); !many && w.sels[sel].elements && (kind == '[' || kind == 'n') {
		w.miss[sel].found = true
		for c := at + 1; c < e.node(at).next; c = e.node(c).next {
			if !e.spend(1) || !m.deliver(sel, c) {
				return false
			}
		}
		return true
	}
	return m.deliver(sel, at)
}

func (m *matching) deliver(sel int, at uint32) bool {
	w, e := m.w, &m.w.eval
	match := Match{Sel: sel, Path: m.path(at), Raw: e.raw(at)}
	start := m.start + int64(e.node(at).start)
	cost := int64(0)
	if w.bad >= m.start {
		cost = int64(len(match.Raw))
		if !utf8.Valid(match.Raw) {
			match.Flaw = &ParseError{Offset: start + int64(firstInvalid(match.Raw)), Records: w.records, Err: ErrInvalidUTF8}
		}
	}
	if w.pins(match.Raw) {
		cost += int64(len(match.Raw))
		match.Raw = bytes.Clone(match.Raw)
	}
	if w.names != nil {
		cost += int64(len(match.Raw))
	}
	if !e.spend(cost/bytesPerStep) || w.names != nil && !w.checkNames(&match, start) {
		return false
	}
	return w.offer(match, m.branch, start)
}

// path gives the path of a node. The text for its parent is kept, for its
// siblings and for what is below them.
func (m *matching) path(at uint32) Path {
	e := &m.w.eval
	if at == 0 {
		return m.w.path(m.level)
	}
	if up := e.node(at).up; m.text == "" || m.parent != up {
		m.text = m.pathText(up)
		m.parent = up
	}
	e.spend(int64(e.node(at).size&sizes) / bytesOfPath)
	return Path{Parent: m.text, Name: string(e.name(at)), Index: e.index(at)}
}

// pathText writes the normalized path of a node, from the nearest above it that
// is known.
func (m *matching) pathText(at uint32) string {
	e := &m.w.eval
	base, known := len(e.scratch), m.w.pathText(m.level)
	for ; at != 0; at = e.node(at).up {
		if m.text != "" && at == m.parent {
			known = m.text
			break
		}
		e.scratch = append(e.scratch, at)
	}
	if len(e.scratch) == base {
		return known
	}
	room := len(known)
	for _, id := range e.scratch[base:] {
		room += max(int(e.node(id).size&sizes), 10) + 4
	}
	if !e.spend(int64(room) / bytesOfPath) {
		return known
	}
	b := append(make([]byte, 0, room), known...)
	for i := len(e.scratch) - 1; i >= base; i-- {
		if id := e.scratch[i]; e.index(id) >= 0 {
			b = appendIndex(b, e.index(id))
		} else {
			b = appendName(b, e.name(id))
		}
	}
	e.scratch = e.scratch[:base]
	return string(b)
}

// bytesOfPath is how many bytes of a path that is written are one step.
const bytesOfPath = 16

// repeats is what a selector with alternatives has delivered of a value that one
// of them holds: a value that several select is one match.
type repeats struct {
	open int           // values held around the current place
	by   map[int64]int // the branch that delivered, by where its match starts
}

// streamed stands for the branches that deliver without holding.
const streamed = -1

// opening notes that a value is held from here on; mine says that nothing
// around it is kept.
func (w *walker) opening(held []int, mine bool) {
	if mine {
		w.heldFor = w.branches[held[0]].text
	}
	for _, br := range held {
		if r := w.repeats[w.branches[br].sel]; r != nil {
			r.open++
		}
	}
}

func (w *walker) closing(held []int, mine bool) {
	if mine {
		w.heldFor = ""
	}
	for _, br := range held {
		if r := w.repeats[w.branches[br].sel]; r != nil {
			if r.open--; r.open == 0 {
				clear(r.by)
			}
		}
	}
}

// offer delivers a match that starts at that offset, unless another alternative
// delivered it.
func (w *walker) offer(m Match, branch int, at int64) bool {
	if r := w.repeats[m.Sel]; r != nil && r.open > 0 {
		if by, ok := r.by[at]; ok && by != branch {
			return true
		}
		if int64(len(r.by)) >= w.limits.Steps {
			return w.fail(int(at-w.base), tooMuch(ErrSteps, "matches of alternatives in a held value", w.limits.Steps))
		}
		r.by[at] = branch
	}
	return w.deliver(m)
}
