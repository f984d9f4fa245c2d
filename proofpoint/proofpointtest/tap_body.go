// The JSON body of a SIEM answer, made as it is read: its size is not known and
// nothing of it is held but the event in hand.

package proofpointtest

import (
	"io"
	"time"
)

// pullReader reads from a generator of pieces.
type pullReader struct {
	next func(b []byte) (piece []byte, more bool) // appends the next piece to b
	buf  []byte
	off  int
	done bool
}

// piece is about how much is made at a time.
const pieceSize = 16 << 10

func (p *pullReader) Read(to []byte) (int, error) {
	if p.off == len(p.buf) {
		p.buf, p.off = p.buf[:0], 0
		for !p.done && len(p.buf) < pieceSize {
			var more bool
			p.buf, more = p.next(p.buf)
			p.done = !more
		}
		if len(p.buf) == 0 {
			return 0, io.EOF
		}
	}
	n := copy(to, p.buf[p.off:])
	p.off += n
	return n, nil
}

// events gives the events of one kind, one after another (see selection.next).
type events interface {
	next(b []byte, k kind, pos *int) ([]byte, bool)
}

// jsonBody generates the envelope with its arrays.
func jsonBody(sel events, kinds []kind, end time.Time) func([]byte) ([]byte, bool) {
	return envelopeBody(sel, kinds, end.UTC().Truncate(time.Second).Format(time.RFC3339))
}

// envelopeBody is jsonBody with the end as it is to be written. The spaces around
// the colons of the envelope are the service's.
func envelopeBody(sel events, kinds []kind, end string) func([]byte) ([]byte, bool) {
	array, pos, first := -1, 0, true
	return func(b []byte) ([]byte, bool) {
		if array < 0 {
			b = append(b, `{"queryEndTime" : "`...)
			b = append(b, end...)
			array = 0
			b = append(b, `", "`...)
			b = append(b, kindNames[kinds[0]]...)
			return append(b, `" : [`...), true
		}
		mark := len(b)
		if !first {
			b = append(b, ", "...)
		}
		b, ok := sel.next(b, kinds[array], &pos)
		if ok {
			first = false
			return b, true
		}
		b = append(b[:mark], ']')
		array, pos, first = array+1, 0, true
		if array == len(kinds) {
			return append(b, '}'), false
		}
		b = append(b, `, "`...)
		b = append(b, kindNames[kinds[array]]...)
		return append(b, `" : [`...), true
	}
}
