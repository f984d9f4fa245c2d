// The scanner: bytes of JSON, one value at a time, every byte validated. It
// owns the sliding buffer and knows nothing of paths; following them is in
// stream.go, which calls it for whatever it does not look into.
//
// Invariants: buf[n:n+slack] is zero, so that every loop meets a byte that ends
// it and a word can be loaded anywhere up to n; a zero byte at p is the end of
// the buffer if p == n, else it is in the body. Bytes from hold on (an offset in
// the body) stay in the buffer, or from p on when hold is negative. Nothing here
// recurses: the closers of open arrays and objects are on a stack of bytes.

package pathdata

import (
	"encoding/binary"
	"io"
	"math/bits"
	"unicode/utf8"
)

const (
	window = 64 << 10 // the buffer, unless a record needs more
	slack  = 16       // two words

	ones  = 0x0101010101010101
	highs = 0x8080808080808080

	wordTrue = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
	wordAlse = 'a' | 'l'<<8 | 's'<<16 | 'e'<<24
	wordNull = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
)

type scanner struct {
	input
	p     int    // where we are in buf
	depth int    // arrays and objects open around p
	stack []byte // what was open before, for each of them
	bad   int64  // offset of the last invalid UTF-8 in a string, -1 if none
	err   error  // what ended the scan: a *ParseError, without Records

	padded bool // the body is inside JSONP padding
	marked bool // it starts with a byte order mark
}

func newScanner(r io.Reader, o Limits) scanner {
	return scanner{input: newInput(r, o), stack: make([]byte, o.Depth+1), bad: -1}
}

// fail sets the error; it returns false for the convenience of its callers.
func (s *scanner) fail(p int, err error) bool {
	if s.err == nil {
		s.err = &ParseError{Offset: s.base + int64(p), Err: err}
	}
	return false
}

// unexpected reports the byte at p, or the end of the body if there is none.
func (s *scanner) unexpected(p int, want string) bool {
	if p < s.n {
		if c := s.buf[p]; c >= utf8.RuneSelf {
			return s.fail(p, grammar("found byte %#x, want %s", c, want))
		}
		return s.fail(p, grammar("found %q, want %s", s.buf[p], want))
	}
	at, err := s.ended()
	if s.err == nil {
		s.err = &ParseError{Offset: at, Err: err}
	}
	return false
}

// space skips white space from p. It gives the byte behind it; 0 at the end of
// the body (then p == n) or for a zero byte.
func (s *scanner) space(p int) (int, byte) {
	buf := s.buf
	for {
		switch c := buf[p]; c {
		case ' ', '\n', '\t', '\r':
			p++
			for binary.LittleEndian.Uint64(buf[p:]) == ' '*ones {
				p += 8
			}
		case 0:
			if p < s.n {
				return p, 0
			}
			var ok bool
			if p, ok = s.more(p); !ok {
				return p, 0
			}
			buf = s.buf
		default:
			return p, c
		}
	}
}

// value validates one value that starts at p, white space before it included,
// and gives where it ends. It is one function because that is what makes it
// fast: p, the buffer and the closer stay in registers, and each state knows
// what comes next.
func (s *scanner) value(p int) (int, bool) {
	var (
		buf   = s.buf
		depth = s.depth
		floor = s.depth
		top   byte // closer of the innermost array or object
		name  bool // the string is a member name
		c     byte
		m     uint64
		start int
		ok    bool
	)

value:
	if c = buf[p]; c == '"' { // the most likely, before the table
		p++
		name = false
		goto text
	}
	switch c {
	case '{':
		if depth+1 >= len(s.stack) {
			return p, s.tooDeep(p)
		}
		s.stack[depth] = top
		depth++
		top = '}'
		p++
		if c = buf[p]; c <= ' ' {
			p, c = s.space(p)
			buf = s.buf
		}
		if c == '"' {
			p++
			name = true
			goto text
		}
		if c != '}' {
			return p, s.unexpected(p, "a member name or \"}\"")
		}
		p++
		goto pop
	case '[':
		if depth+1 >= len(s.stack) {
			return p, s.tooDeep(p)
		}
		s.stack[depth] = top
		depth++
		top = ']'
		p++
		if c = buf[p]; c <= ' ' {
			p, c = s.space(p)
			buf = s.buf
		}
		if c == ']' {
			p++
			goto pop
		}
		goto value
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		start = p
		if c == '-' {
			p++
			c = buf[p]
		}
		p++
		if c != '0' {
			if c-'1' > 8 {
				p = start
				goto number
			}
			for buf[p]-'0' < 10 {
				p++
			}
		}
		if c = buf[p]; c == ',' || c == '}' || c == ']' || c == '\n' {
			goto after
		}
		p = start
		goto number
	case 't':
		if binary.LittleEndian.Uint32(buf[p:]) == wordTrue {
			p += 4
			goto after
		}
		p, ok = s.literal(p, "true")
	case 'f':
		if binary.LittleEndian.Uint32(buf[p+1:]) == wordAlse {
			p += 5
			goto after
		}
		p, ok = s.literal(p, "false")
	case 'n':
		if binary.LittleEndian.Uint32(buf[p:]) == wordNull {
			p += 4
			goto after
		}
		p, ok = s.literal(p, "null")
	default:
		if c <= ' ' {
			if p, c = s.space(p); c > ' ' {
				buf = s.buf
				goto value
			}
		}
		return p, s.unexpected(p, "a value")
	}
	if !ok {
		return p, false
	}
	buf = s.buf
	goto after

number:
	if p, ok = s.number(p); !ok {
		return p, false
	}
	if p == s.n && (depth > 0 || s.padded || s.done != io.EOF) {
		return p, s.unexpected(p, "") // more digits may have been cut off
	}
	buf = s.buf
	goto after

text:
	for {
		two := buf[p : p+16]
		if m = stops(binary.LittleEndian.Uint64(two)); m != 0 {
			break
		}
		if m = stops(binary.LittleEndian.Uint64(two[8:])); m != 0 {
			p += 8
			break
		}
		p += 16
	}
	if name {
		// Bodies repeat their names, so a processor that predicts jumps is in
		// the value before it has found the end of the name. A sum would keep it
		// waiting for the bytes: it is what values, which differ, are left to.
		switch bits.TrailingZeros64(m) >> 3 {
		case 0:
		case 1:
			p++
		case 2:
			p += 2
		case 3:
			p += 3
		case 4:
			p += 4
		case 5:
			p += 5
		case 6:
			p += 6
		case 7:
			p += 7
		}
	} else {
		p += bits.TrailingZeros64(m) >> 3
	}
	if c = buf[p]; c != '"' {
		if c == '\\' && simpleEscape[buf[p+1]] {
			p += 2
			goto text
		}
		if p, ok = s.odd(p); !ok {
			return p, false
		}
		buf = s.buf
		goto text
	}
	if !name {
		if buf[p+1] == ',' && buf[p+2] == '"' && depth != floor { // the most likely
			p += 3
			name = top == '}'
			goto text
		}
		p++
		goto after
	}
	if buf[p+1] == ':' && buf[p+2] == '"' { // the most likely
		p += 3
		name = false
		goto text
	}
	p++
	if c = buf[p]; c != ':' {
		if p, c = s.space(p); c != ':' {
			return p, s.unexpected(p, "\":\"")
		}
		buf = s.buf
	}
	p++
	if buf[p] == ' ' {
		p++
	}
	goto value

pop:
	depth--
	top = s.stack[depth]

after:
	if depth == floor {
		return p, true
	}
	if c = buf[p]; c <= ' ' {
		p, c = s.space(p)
		buf = s.buf
	}
	if c == ',' {
		p++
		if top == ']' {
			goto value
		}
		if c = buf[p]; c <= ' ' {
			p, c = s.space(p)
			buf = s.buf
		}
		if c == '"' {
			p++
			name = true
			goto text
		}
		return p, s.unexpected(p, "a member name")
	}
	if c == top {
		p++
		goto pop
	}
	if top == '}' {
		return p, s.unexpected(p, "\",\" or \"}\"")
	}
	return p, s.unexpected(p, "\",\" or \"]\"")
}

// stops marks the bytes of a word at which a string may end: a quote, a backslash,
// a control byte (the sentinel is one) and whatever is not ASCII. Flipping bit 1
// puts the quote right behind the control bytes; of what is not ASCII, the first
// term misses some bytes and the second another. The lowest mark is exact.
func stops(w uint64) uint64 {
	return ((w ^ 2*ones - 0x21*ones) | (w ^ '\\'*ones - ones)) & highs
}

// simpleEscape holds the bytes that end an escape behind its backslash.
var simpleEscape = [256]bool{'"': true, '\\': true, '/': true, 'b': true, 'f': true, 'n': true, 'r': true, 't': true}
