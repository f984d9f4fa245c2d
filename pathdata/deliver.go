// What becomes of a match: its bytes, its path and its flaw, handed to the caller
// or, for an expression, to evaluate.go.

package pathdata

import (
	"bytes"
	"unicode/utf8"
)

// emit hands out the value from start to p, which is the node of level l.
func (w *walker) emit(sel int, start int64, l int) bool {
	from := int(start - w.base)
	if int64(w.p-from) > w.limits.Record {
		return w.fail(from+int(w.limits.Record), tooMuch(ErrRecordTooLarge, "bytes", w.limits.Record))
	}
	m := Match{Sel: sel, Path: w.path(l), Raw: w.buf[from:w.p:w.p]}
	if w.pins(m.Raw) {
		m.Raw = bytes.Clone(m.Raw)
	}
	if w.bad >= start {
		m.Flaw = &ParseError{Offset: start + int64(firstInvalid(m.Raw)), Records: w.records, Err: ErrInvalidUTF8}
	}
	if w.names != nil && !w.checkNames(&m, start) {
		return false
	}
	if w.sels[sel].ext != nil {
		return w.evaluate(m)
	}
	return w.offer(m, streamed, start)
}

// pins says whether a match that is kept would pin a buffer that grew for
// another.
func (w *walker) pins(raw []byte) bool {
	return w.keep && len(w.buf) > window+slack && 4*len(raw) < len(w.buf)
}

func (w *walker) deliver(m Match) bool {
	w.miss[m.Sel].found = true
	w.records++
	w.given = w.keep
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
