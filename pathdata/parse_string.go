// Quoted names and text in paths: RFC 9535's string literals, which are JSON's with a
// second kind of quote. The escapes of bodies are in names.go: those are
// known to be well formed when they are read.

package pathdata

import (
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string literal in single or double quotes.
func (ps *pathParser) quoted() (string, error) {
	quote, start := ps.peek(), ps.at
	ps.at++
	var b []byte
	for ps.at < len(ps.text) {
		switch c := ps.text[ps.at]; {
		case c == quote:
			ps.at++
			return string(b), nil
		case c == '\\':
			var err error
			if b, err = ps.escape(b, quote); err != nil {
				return "", err
			}
		case c < 0x20:
			return "", ps.fail(ps.at, "control character %q in quotes; write it as an escape", c)
		default:
			b = append(b, c)
			ps.at++
		}
	}
	return "", ps.fail(start, "the quote is not closed")
}

func (ps *pathParser) escape(b []byte, quote byte) ([]byte, error) {
	start := ps.at
	ps.at++
	c := ps.peek()
	ps.at++
	switch c {
	case 'b':
		return append(b, '\b'), nil
	case 'f':
		return append(b, '\f'), nil
	case 'n':
		return append(b, '\n'), nil
	case 'r':
		return append(b, '\r'), nil
	case 't':
		return append(b, '\t'), nil
	case '/', '\\', quote:
		return append(b, c), nil
	case 'u':
		r, ok := ps.hex()
		if ok && utf16.IsSurrogate(r) {
			r, ok = ps.lowSurrogate(r)
		}
		if !ok {
			return b, ps.fail(start, "want \\u with four hexadecimal digits, and surrogates in pairs")
		}
		return utf8.AppendRune(b, r), nil
	}
	return b, ps.fail(start, "unknown escape in quotes")
}

func (ps *pathParser) lowSurrogate(high rune) (rune, bool) {
	if ps.at+2 > len(ps.text) || ps.text[ps.at:ps.at+2] != `\u` {
		return 0, false
	}
	ps.at += 2
	low, ok := ps.hex()
	r := utf16.DecodeRune(high, low)
	return r, ok && r != utf8.RuneError
}

func (ps *pathParser) hex() (rune, bool) {
	if ps.at+4 > len(ps.text) {
		return 0, false
	}
	var r rune
	for _, c := range []byte(ps.text[ps.at : ps.at+4]) {
		v := hexValue[c]
		if v < 0 {
			return 0, false
		}
		r = r<<4 | rune(v)
	}
	ps.at += 4
	return r, true
}

// hexValue gives the value of a hexadecimal digit, -1 for any other byte.
var hexValue = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i := range 10 {
		t['0'+i] = int8(i)
	}
	for i := range 6 {
		t['a'+i], t['A'+i] = int8(10+i), int8(10+i)
	}
	return t
}()
