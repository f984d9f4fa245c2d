// What may stand around a body where Limits asks for it: a byte order mark in
// front, JSONP padding on both sides. The values between are walked in
// stream.go.

package pathdata

import (
	"io"
	"strings"
)

// maxCallback is the longest callback name of JSONP padding.
const maxCallback = 256

// begin moves over what stands before the first value.
func (w *walker) begin() (ok bool) {
	w.p, _ = w.need(w.p, 3)
	if strings.HasPrefix(string(w.buf[w.p:min(w.p+3, w.n)]), "\uFEFF") {
		if !w.limits.BOM {
			return w.fail(w.p, grammar("a byte order mark; Limits.BOM accepts it"))
		}
		w.p += 3
		w.marked = true
	}
	if !w.limits.JSONP {
		return true
	}
	var c byte
	w.p, c = w.space(w.p)
	if c == '/' {
		if w.p, ok = w.literal(w.p, "/**/"); !ok {
			return false
		}
		w.p, _ = w.space(w.p)
	}
	w.p, _ = w.need(w.p, maxCallback+1)
	at := w.p
	for at < w.n && at-w.p < maxCallback && callbackByte(w.buf[at]) {
		at++
	}
	for at > w.p && at < w.n && isSpace(w.buf[at]) {
		at++
	}
	if at > w.p && at < w.n && w.buf[at] == '(' && nameFirst(w.buf[w.p]) || w.buf[w.p] == '(' {
		w.p = at + 1
		w.padded = true
	}
	return true
}

func callbackByte(c byte) bool { return nameByte(c) || c == '.' || c == '$' || c == '[' || c == ']' }

// pad moves over the padding behind the value, to the end of the body.
func (w *walker) pad() bool {
	var c byte
	if w.p, c = w.space(w.p); c != ')' {
		return w.unexpected(w.p, "the \")\" of the padding")
	}
	if w.p, c = w.space(w.p + 1); c == ';' {
		w.p, _ = w.space(w.p + 1)
	}
	if w.p < w.n || w.done != io.EOF {
		return w.unexpected(w.p, "the end of the body")
	}
	return true
}
