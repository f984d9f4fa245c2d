// Members and elements: how the walk gets from a node to its children, and which
// steps are alive in each. The fast case, an array whose elements are all
// records, is here too. Where the walk starts and ends is in stream.go.

package pathdata

import (
	"bytes"
	"math"
)

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
		w.missMember(st, object, members)
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
	from := int(start - w.base)
	if int64(w.p-from) > w.maxHold {
		return w.fail(from+int(w.maxHold), tooMuch(ErrRecordTooLarge, "bytes", w.maxHold))
	}
	name := w.buf[from+1 : w.p-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		if below.raw = w.eval.unescape(below.raw[:0], name); w.eval.failed != nil {
			return w.giveUp(from, nil)
		}
		name = below.raw
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
				return w.fail(from, duplicate(want, onPath))
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
	below.live, below.accept, below.held = below.live[:0], below.accept[:0], below.held[:0]
	for _, st := range lv.child {
		b := &w.branches[st.br]
		if st.step <= len(b.steps) {
			return true, false
		}
		below.arrive(b, st)
	}
	return true, true
}

// all says whether the step selects every element of an array.
func (s *step) all() bool {
	return s.any || len(s.indexes) == 0 && len(s.slices) == 1 && s.slices[0] == span{0, math.MaxInt, 1}
}

// record validates and hands out the value at p, a match of every selector in
// its level's accept, and evaluates it for the branches in held.
func (w *walker) record(l int) bool {
	start, mine := w.base+int64(w.p), w.hold < 0
	lv := w.levels[l]
	if mine {
		w.hold = start
	}
	var ok bool
	if len(lv.held) == 0 {
		w.p, ok = w.value(w.p)
	} else {
		w.opening(lv.held, mine)
		ok = w.describe(lv)
	}
	return ok && w.settle(lv, start, l, mine)
}
