// The walk: a body on one side, compiled paths on the other, matches out. All
// selectors are followed at once, by the set of steps that are alive at a node;
// what no step looks into is left to the scanner. This file never looks at the
// bytes inside a value that is not on a path. Recursion here is bounded by the
// length of the paths, not by the body. Absence is in absent.go, evaluation of
// expressions in extended.go.

package pathdata

import (
	"bytes"
	"io"
	"iter"
	"math"
	"unicode/utf8"
)

// Each walks the body that r gives, once, and yields every match of every
// selector in the order in which the matches end in the body; a match inside
// another comes before it. Memory is one buffer of 64 KiB, grown only for a
// record that is larger.
//
// Every byte is validated, also behind the last match and in what no selector
// wants. What is wrong is yielded as the last pair, with a zero Match: a
// [*ParseError] at the byte where the body fails, after the matches before it;
// a [*NoMatchError] at the end of a sound body for a selector that is absent
// (several are joined, see [errors.Join]). A break stops at once and reads no
// further.
//
// A sequence walks its reader: range over it once. Without a selector the body
// is only validated.
func Each(r io.Reader, sel ...*Selector) iter.Seq2[Match, error] {
	return EachWith(r, Limits{}, sel...)
}

// EachWith is [Each] with limits and tolerances.
func EachWith(r io.Reader, o Limits, sel ...*Selector) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		w, err := newWalker(r, o, sel)
		if err != nil {
			yield(Match{}, err)
			return
		}
		w.yield = yield
		if w.run(); w.stopped {
			return
		}
		if err := w.verdict(); err != nil {
			yield(Match{}, err)
		}
	}
}

// branch is one path of one selector.
type branch struct {
	*path
	sel  int
	open bool // an array at the end stands for its elements
	ids  []int
}

// state is a branch that has got as far as a node: step is the next step to
// take. Behind the last step are two more places: len(steps), where an array
// still has to be opened, and len(steps)+1, a match.
type state struct{ br, step int }

type walker struct {
	scanner
	limits   Limits
	sels     []*Selector
	branches []branch
	levels   []*level
	seen     []uint64 // by id of a name on a path: the last object that had it
	objects  uint64
	miss     []miss // by selector
	records  int
	values   int // top-level values begun
	stopped  bool
	yield    func(Match, error) bool
}

// level is what the walk keeps of one node on the way to where it is. Levels
// are used again, so that the walk allocates nothing for each node.
type level struct {
	live   []state // steps that look into the node
	child  []state // those that are alive in its child
	accept []int   // selectors that the node is a match of
	text   string  // normalized path; empty until asked for
	name   string  // the node's name, if index is -1
	raw    []byte  // the same, when name is not made yet
	index  int
}

func newWalker(r io.Reader, o Limits, sels []*Selector) (*walker, error) {
	o, err := o.resolved()
	if err != nil {
		return nil, err
	}
	w := &walker{limits: o, sels: sels, miss: make([]miss, len(sels))}
	for i, s := range sels {
		if s.zero() {
			return nil, errZeroSelector
		}
		w.miss[i].found = s.optional
		for _, p := range s.alts {
			b := branch{path: p, sel: i, open: s.elements && s.ext == nil}
			for _, st := range p.steps {
				b.ids = append(b.ids, len(w.seen))
				w.seen = append(w.seen, make([]uint64, len(st.names))...)
			}
			w.branches = append(w.branches, b)
		}
	}
	w.scanner = newScanner(r, o)
	return w, nil
}

func (w *walker) level(l int) *level {
	if l == len(w.levels) {
		w.levels = append(w.levels, &level{})
	}
	return w.levels[l]
}

// run walks the body to its end, to an error or to the caller's break.
func (w *walker) run() {
	padded, ok := w.begin()
	for ok {
		var c byte
		w.p, c = w.space(w.p)
		if w.p == w.n {
			switch {
			case w.done != io.EOF:
				w.unexpected(w.p, "")
			case w.values == 0 && !w.limits.Lines:
				w.err = &ParseError{Offset: w.doneAt, Err: errEmptyBody}
			case padded:
				w.unexpected(w.p, "")
			}
			return
		}
		if padded && w.values > 0 && (c == ')' || !w.limits.Lines) {
			w.pad()
			return
		}
		if w.values > 0 && !w.limits.Lines {
			w.unexpected(w.p, "the end of the body")
			return
		}
		w.values++
		ok = w.root(c)
	}
}

func (w *walker) root(c byte) bool {
	lv := w.level(0)
	*lv = level{live: lv.live, accept: lv.accept, child: lv.child[:0], text: "$", index: -1}
	for i := range w.branches {
		next := 0
		if len(w.branches[i].steps) == 0 && !w.branches[i].open {
			next = 1
		}
		lv.child = append(lv.child, state{i, next})
	}
	return w.node(0, lv.child, c)
}

// node walks the value at p, of which c is the first byte.
func (w *walker) node(l int, states []state, c byte) bool {
	lv := w.level(l)
	w.sort(lv, states, c)
	start, mine := w.base+int64(w.p), false
	if len(lv.accept) > 0 && w.hold < 0 {
		w.hold, mine = start, true
	}
	var ok bool
	switch {
	case len(lv.live) == 0:
		w.p, ok = w.value(w.p)
	case w.depth+1 >= len(w.stack):
		ok = w.tooDeep(w.p)
	case c == '{':
		w.depth++
		ok = w.object(l)
		w.depth--
	default:
		w.depth++
		ok = w.array(l)
		w.depth--
	}
	if !ok {
		return false
	}
	for _, sel := range lv.accept {
		if !w.emit(sel, start, l) {
			return false
		}
	}
	if mine {
		w.hold = -1
	}
	return true
}

// sort divides the states at a node into matches, those that look into it, and
// those that end here.
func (w *walker) sort(lv *level, states []state, c byte) {
	lv.live, lv.accept = lv.live[:0], lv.accept[:0]
	for _, st := range states {
		b := &w.branches[st.br]
		switch last := len(b.steps); {
		case st.step < last && !b.steps[st.step].enters(c):
			if s := &b.steps[st.step]; c == 'n' && (s.any || len(s.slices) > 0) {
				w.miss[b.sel].found = true
			} else {
				w.missType(st, c)
			}
		case st.step < last:
			lv.live = append(lv.live, st)
		case st.step == last && c == '[':
			w.miss[b.sel].found = true
			lv.live = append(lv.live, st)
		case st.step == last && c == 'n':
			w.miss[b.sel].found = true
		default:
			lv.accept = appendNew(lv.accept, b.sel)
		}
	}
}

// enters says whether the step can select anything in a value that starts
// with c.
func (s *step) enters(c byte) bool {
	switch c {
	case '{':
		return s.any || len(s.names) > 0
	case '[':
		return s.any || len(s.indexes)+len(s.slices) > 0
	}
	return false
}

func appendNew(list []int, v int) []int {
	for _, have := range list {
		if have == v {
			return list
		}
	}
	return append(list, v)
}

// next is the state behind st for a child; many says that a wildcard or slice
// selected it from an array.
func (w *walker) next(st state, many bool) state {
	b := &w.branches[st.br]
	st.step++
	if st.step == len(b.steps) && (many || !b.open) {
		st.step++
	}
	return st
}

// object walks the members of the object at p. Level l is the object's.
func (w *walker) object(l int) bool {
	lv, below := w.levels[l], w.level(l+1)
	w.objects++
	object, members := w.objects, 0
	w.startNames(lv.live)
	var c byte
	w.p, c = w.space(w.p + 1)
	for c != '}' || members > 0 {
		if c != '"' {
			return w.unexpected(w.p, "a member name")
		}
		members++
		if !w.member(lv, below, object) {
			return false
		}
		if w.p, c = w.space(w.p); c != ':' {
			return w.unexpected(w.p, "\":\"")
		}
		if len(lv.child) == 0 {
			var ok bool
			if w.p, ok = w.value(w.p + 1); !ok {
				return false
			}
		} else {
			if w.p, c = w.space(w.p + 1); !w.node(l+1, lv.child, c) {
				return false
			}
		}
		if w.p, c = w.space(w.p); c == '}' {
			break
		}
		if c != ',' {
			return w.unexpected(w.p, "\",\" or \"}\"")
		}
		w.p, c = w.space(w.p + 1)
	}
	w.p++
	for _, st := range lv.live {
		if w.branches[st.br].steps[st.step].any {
			if members == 0 {
				w.miss[w.branches[st.br].sel].found = true
			}
			continue
		}
		w.missName(st, object)
	}
	return true
}

// member reads the member name at p and finds the states that are alive in its
// value.
func (w *walker) member(lv, below *level, object uint64) bool {
	start, mine := w.base+int64(w.p), w.hold < 0
	if mine {
		w.hold = start
	}
	var ok bool
	if w.p, ok = w.value(w.p); !ok {
		return false
	}
	name := w.buf[start+1-w.base : w.p-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		below.raw = unquote(below.raw[:0], name)
		name = below.raw
	}
	if int64(len(name)) > w.limits.Record {
		return w.fail(w.p, tooMuch(ErrRecordTooLarge, "bytes", w.limits.Record))
	}
	below.name, below.text, below.index = "", "", -1
	lv.child = lv.child[:0]
	for _, st := range lv.live {
		b := &w.branches[st.br]
		s := &b.steps[st.step]
		if s.any {
			lv.child = append(lv.child, w.next(st, false))
			continue
		}
		for i, want := range s.names {
			if string(name) != want {
				continue
			}
			if w.seen[b.ids[st.step]+i] == object {
				w.p = int(start - w.base)
				return w.fail(w.p, &detail{sentinel: ErrDuplicateName, text: ErrDuplicateName.Error() + ": " + string(appendName(nil, want))})
			}
			w.seen[b.ids[st.step]+i] = object
			below.name = want
			lv.child = append(lv.child, w.next(st, false))
			break
		}
	}
	if len(lv.child) > 0 && below.name == "" {
		below.raw = append(below.raw[:0], name...)
	}
	w.noteName(lv.live, name)
	if mine {
		w.hold = -1
	}
	return true
}

// array walks the elements of the array at p. Level l is the array's.
func (w *walker) array(l int) bool {
	lv, below := w.levels[l], w.level(l+1)
	below.name, below.text = "", ""
	same, records := w.uniform(lv, below)
	var c byte
	w.p, c = w.space(w.p + 1)
	i := 0
	for c != ']' || i > 0 {
		below.text, below.index = "", i
		if !same {
			w.element(lv, i)
		}
		w.p, c = w.space(w.p)
		var ok bool
		switch {
		case records:
			ok = w.record(l + 1)
		case len(lv.child) == 0:
			w.p, ok = w.value(w.p)
		default:
			ok = w.node(l+1, lv.child, c)
		}
		if !ok {
			return false
		}
		i++
		if w.p, c = w.space(w.p); c == ']' {
			break
		}
		if c != ',' {
			return w.unexpected(w.p, "\",\" or \"]\"")
		}
		w.p++
	}
	w.p++
	for _, st := range lv.live {
		w.missIndex(st, i)
	}
	return true
}

// element finds the states that are alive in element i.
func (w *walker) element(lv *level, i int) {
	lv.child = lv.child[:0]
	for _, st := range lv.live {
		b := &w.branches[st.br]
		if st.step == len(b.steps) {
			lv.child = append(lv.child, w.next(st, true))
			continue
		}
		if one, many := b.steps[st.step].element(i); one || many {
			lv.child = append(lv.child, w.next(st, many))
		}
	}
}

// element says whether the step selects element i by its index, or as one of
// many.
func (s *step) element(i int) (one, many bool) {
	if s.any {
		return false, true
	}
	for _, sp := range s.slices {
		if sp.has(i) {
			return false, true
		}
	}
	for _, n := range s.indexes {
		if n == i {
			return true, false
		}
	}
	return false, false
}

// uniform says whether all elements of an array are selected alike, which makes
// one set of states good for all of them, and whether they are matches and
// nothing else, which is the case that has to be fast.
func (w *walker) uniform(lv, below *level) (same, records bool) {
	for _, st := range lv.live {
		b := &w.branches[st.br]
		if st.step < len(b.steps) && !b.steps[st.step].all() {
			return false, false
		}
	}
	w.element(lv, 0)
	below.accept = below.accept[:0]
	for _, st := range lv.child {
		b := &w.branches[st.br]
		if st.step <= len(b.steps) {
			return true, false
		}
		below.accept = appendNew(below.accept, b.sel)
	}
	return true, true
}

// all says whether the step selects every element of an array.
func (s *step) all() bool {
	return s.any || len(s.indexes) == 0 && len(s.slices) == 1 && s.slices[0] == span{0, math.MaxInt, 1}
}

// record validates and hands out the value at p, a match of every selector in
// its level's accept.
func (w *walker) record(l int) bool {
	start, mine := w.base+int64(w.p), w.hold < 0
	if mine {
		w.hold = start
	}
	var ok bool
	if w.p, ok = w.value(w.p); !ok {
		return false
	}
	for _, sel := range w.levels[l].accept {
		if !w.emit(sel, start, l) {
			return false
		}
	}
	if mine {
		w.hold = -1
	}
	return true
}

// emit hands out the value from start to p, which is the node of level l.
func (w *walker) emit(sel int, start int64, l int) bool {
	from := int(start - w.base)
	if int64(w.p-from) > w.limits.Record {
		return w.fail(from+int(w.limits.Record), tooMuch(ErrRecordTooLarge, "bytes", w.limits.Record))
	}
	m := Match{Sel: sel, Path: w.path(l), Raw: w.buf[from:w.p:w.p]}
	if w.bad >= start {
		m.Flaw = &ParseError{Offset: start + int64(firstInvalid(m.Raw)), Records: w.records, Err: ErrInvalidUTF8}
	}
	if w.sels[sel].ext != nil {
		return w.evaluate(m)
	}
	return w.deliver(m)
}

func (w *walker) deliver(m Match) bool {
	w.miss[m.Sel].found = true
	w.records++
	w.stopped = !w.yield(m, nil)
	return !w.stopped
}

// firstInvalid gives the index of the first byte that is not UTF-8.
func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(b)
}

// path gives the path of the node of level l.
func (w *walker) path(l int) Path {
	if l == 0 {
		return Path{Index: -1}
	}
	lv := w.levels[l]
	if lv.index < 0 && lv.name == "" {
		lv.name = string(lv.raw)
	}
	return Path{Parent: w.pathText(l - 1), Name: lv.name, Index: lv.index}
}

// pathText gives the normalized path of the node of level l, made once for all
// that is below it.
func (w *walker) pathText(l int) string {
	lv := w.levels[l]
	if lv.text == "" {
		lv.text = w.path(l).String()
	}
	return lv.text
}
