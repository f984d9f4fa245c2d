// The walk: a body on one side, compiled paths on the other, matches out. All
// selectors are followed at once, by the set of steps that are alive at a node;
// what no step looks into is left to the scanner, and never looked at here.
// Recursion is bounded by the length of the paths, not by the body. Members and
// elements are in container.go, what becomes of a match in deliver.go, absence
// in absent.go, and values that are held and evaluated in hold.go.

package pathdata

import (
	"io"
	"iter"
)

// Each walks the body that r gives, once, and yields every match of every
// selector in the order in which the matches end in the body; a match inside
// another comes before it. Memory is one buffer of 64 KiB, grown only for a
// record that is larger.
// The matches of a path that holds a value come together, at the end of that
// value and in the order of RFC 9535.
//
// Every byte is validated, also behind the last match and in what no selector
// wants. What is wrong is yielded as the last pair, with a zero Match: a
// [*ParseError] at the byte where the body fails, after the matches before it;
// a [*NoMatchError] at the end of a sound body for a selector that is absent
// (several are joined, see [errors.Join]). A break stops at once and reads no
// further.
//
// An error of the reader ends the walk, and is in the *ParseError. No read
// interrupts an evaluation, so that a reader that has a method Err() error is
// asked by it, every 65,536 steps at least; another answer than nil or io.EOF
// ends the walk as an error of a read does. It is what the context of a request
// has. When a read has failed, what stood before that place is evaluated for
// some 100,000 steps more.
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
	eval     evaluation
	matching matching
	repeats  []*repeats // by selector; nil where no match can come twice
	names    *namesakes // nil: names that occur twice in a match are not looked for
	operands *decoding  // of expressions
	stopped  bool
	yield    func(Match, error) bool
}

// level is what the walk keeps of one node on the way to where it is. Levels
// are used again, so that the walk allocates nothing for each node.
type level struct {
	live   []state // steps that look into the node
	child  []state // those that are alive in its child
	accept []int   // selectors that the node is a match of
	held   []int   // branches that hold the node
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
	w := &walker{limits: o, sels: sels, miss: make([]miss, len(sels)), repeats: make([]*repeats, len(sels))}
	for i, s := range sels {
		if s.zero() {
			return nil, errZeroSelector
		}
		if err := s.longerThan(o.Selector, "; Limits.Selector allows more"); err != nil {
			return nil, err
		}
		w.miss[i].found = s.optional
		for _, p := range s.alts {
			b := branch{path: p, sel: i, open: s.elements && s.ext == nil && !p.held()}
			if p.held() && len(s.alts) > 1 {
				w.repeats[i] = &repeats{by: map[int64]int{}}
			}
			for _, st := range p.steps {
				b.ids = append(b.ids, len(w.seen))
				w.seen = append(w.seen, make([]uint64, len(st.names))...)
			}
			w.branches = append(w.branches, b)
		}
	}
	w.scanner = newScanner(r, o)
	w.eval.in = &w.input
	if o.Duplicates {
		w.names = newNamesakes()
	}
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
	for ok := w.begin(); ok; {
		var c byte
		w.p, c = w.space(w.p)
		if w.p == w.n {
			switch {
			case w.done != io.EOF:
				w.unexpected(w.p, "")
			case w.values == 0 && !w.limits.Lines:
				w.err = &ParseError{Offset: w.doneAt, Err: errEmptyBody}
			case w.padded:
				w.unexpected(w.p, "")
			}
			return
		}
		if w.padded && w.values > 0 && (c == ')' || !w.limits.Lines) {
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
	*lv = level{live: lv.live, accept: lv.accept, held: lv.held, child: lv.child[:0], text: "$", index: -1}
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
	if len(lv.accept)+len(lv.held) > 0 && w.hold < 0 {
		w.hold, mine = start, true
	}
	if len(lv.held) > 0 {
		w.opening(lv.held, mine)
	}
	var ok bool
	switch {
	case len(lv.live) == 0 && len(lv.held) > 0:
		ok = w.describe(lv)
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
	return ok && w.settle(lv, start, l, mine)
}

// sort divides the states at a node into matches and values to be held, those
// that look into it, and those that end here.
func (w *walker) sort(lv *level, states []state, c byte) {
	lv.live, lv.accept, lv.held = lv.live[:0], lv.accept[:0], lv.held[:0]
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
			lv.arrive(b, st)
		}
	}
}

// arrive notes a state that has no step left.
func (lv *level) arrive(b *branch, st state) {
	if b.held() {
		lv.held = append(lv.held, st.br)
	} else {
		lv.accept = appendNew(lv.accept, b.sel)
	}
}

// enters says whether the step has to look into a value that starts with c. A
// slice looks into an object too: one without members is what some services
// send for an empty array.
func (s *step) enters(c byte) bool {
	switch c {
	case '{':
		return s.any || len(s.names)+len(s.slices) > 0
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
