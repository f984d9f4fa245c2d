// What the scanner's main loop leaves to others: numbers with a fraction or at
// the end of the buffer, literals across it, escapes, text beyond ASCII. These
// functions take p and give it back moved, the buffer may have slid between.

package pathdata

import "unicode/utf8"

func (s *scanner) tooDeep(p int) bool {
	return s.fail(p, tooMuch(ErrTooDeep, "levels", int64(len(s.stack)-1)))
}

// need has k bytes in the buffer from p on, or says that the body ends before.
func (s *scanner) need(p, k int) (int, bool) {
	for s.n-p < k {
		var ok bool
		if p, ok = s.more(p); !ok {
			return p, false
		}
	}
	return p, true
}

// odd moves over what stopped a string at p: an escape, bytes beyond ASCII, the
// end of the buffer.
func (s *scanner) odd(p int) (int, bool) {
	switch c := s.buf[p]; {
	case c >= utf8.RuneSelf:
		return s.runes(p), true
	case c == '\\':
		return s.escape(p)
	case p == s.n:
		p, ok := s.more(p)
		if !ok {
			return p, s.unexpected(p, "")
		}
		return p, true
	}
	return p, s.fail(p, grammar("control character %q in a string", s.buf[p]))
}

// runes moves over text beyond ASCII. Bytes that are not UTF-8 are noted, not
// refused: see Match.Flaw.
func (s *scanner) runes(p int) int {
	for {
		if s.n-p < utf8.UTFMax {
			p, _ = s.need(p, utf8.UTFMax)
		}
		b := s.buf[p:]
		switch c := b[0]; {
		case c < utf8.RuneSelf:
			return p
		case c >= 0xC2 && c < 0xE0 && b[1]&0xC0 == 0x80:
			p += 2
		case c > 0xE0 && c < 0xF0 && c != 0xED && b[1]&0xC0 == 0x80 && b[2]&0xC0 == 0x80:
			p += 3
		default:
			r, size := utf8.DecodeRune(s.buf[p:s.n])
			if r == utf8.RuneError && size == 1 {
				s.bad = s.base + int64(p)
			}
			p += size
		}
	}
}

// escape moves over one escape, of which p is the backslash.
func (s *scanner) escape(p int) (int, bool) {
	p, ok := s.need(p, 2)
	if !ok {
		return p, s.unexpected(s.n, "")
	}
	c := s.buf[p+1]
	if simpleEscape[c] {
		return p + 2, true
	}
	if c != 'u' {
		return p, s.fail(p+1, grammar("unknown escape \\%c in a string", c))
	}
	for i := 2; i < 6; i++ {
		if p, ok = s.need(p, i+1); !ok {
			return p, s.unexpected(s.n, "")
		}
		if hexValue[s.buf[p+i]] < 0 {
			return p, s.fail(p+i, grammar("found %q in a \\u escape, want a hexadecimal digit", s.buf[p+i]))
		}
	}
	return p + 6, true
}

func (s *scanner) literal(p int, want string) (int, bool) {
	for i := range len(want) {
		var ok bool
		if p, ok = s.need(p, i+1); !ok {
			return p, s.unexpected(s.n, "")
		}
		if s.buf[p+i] != want[i] {
			return p, s.fail(p+i, grammar("found %q, want the %q of %q", s.buf[p+i], want[i], want))
		}
	}
	return p + len(want), true
}

// number validates a number byte by byte. It may be of any length.
func (s *scanner) number(p int) (int, bool) {
	p, c := s.byteAt(p)
	if c == '-' {
		p, c = s.byteAt(p + 1)
	}
	switch {
	case c == '0':
		p, c = s.byteAt(p + 1)
	case c-'1' < 9:
		p, c = s.digits(p)
	default:
		return p, s.unexpected(p, "a digit")
	}
	if c == '.' {
		if p, c = s.byteAt(p + 1); c-'0' >= 10 {
			return p, s.unexpected(p, "a digit")
		}
		p, c = s.digits(p)
	}
	if c == 'e' || c == 'E' {
		if p, c = s.byteAt(p + 1); c == '+' || c == '-' {
			p, c = s.byteAt(p + 1)
		}
		if c-'0' >= 10 {
			return p, s.unexpected(p, "a digit")
		}
		p, _ = s.digits(p)
	}
	return p, true
}

// digits moves over digits and gives the byte behind them.
func (s *scanner) digits(p int) (int, byte) {
	for {
		for s.buf[p]-'0' < 10 {
			p++
		}
		if p < s.n {
			return p, s.buf[p]
		}
		var ok bool
		if p, ok = s.more(p); !ok {
			return p, 0
		}
	}
}

// byteAt gives the byte at p, 0 at the end of the body.
func (s *scanner) byteAt(p int) (int, byte) {
	if p == s.n {
		p, _ = s.more(p)
	}
	return p, s.buf[p]
}
