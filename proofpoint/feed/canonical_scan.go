// The little of JSON's grammar that the canonical form needs: where a text, a
// number and any value end, what an escape stands for, and what a number is
// worth. Positions are indexes into the record; -1 is no JSON.

package feed

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// space is the first place from at on that is no white space; -1 stays -1.
func space(raw []byte, at int) int {
	for at >= 0 && at < len(raw) && (raw[at] == ' ' || raw[at] == '\n' || raw[at] == '\t' || raw[at] == '\r') {
		at++
	}
	return at
}

// textEnd is behind the closing quote of the text that begins at raw[at].
func textEnd(raw []byte, at int) int {
	for i := at + 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

func numberEnd(raw []byte, at int) int {
	for at < len(raw) && (raw[at] >= '0' && raw[at] <= '9' || raw[at] == '-' || raw[at] == '+' || raw[at] == '.' || raw[at] == 'e' || raw[at] == 'E') {
		at++
	}
	return at
}

// skip is behind the value at raw[at]. It looks at brackets and texts alone, and
// needs no memory however deep they are nested.
func skip(raw []byte, at int) int {
	for open := 0; at >= 0 && at < len(raw); {
		switch raw[at] {
		case '{', '[':
			open++
			at++
		case '}', ']':
			open--
			at++
		case '"':
			at = textEnd(raw, at)
		case ' ', '\n', '\t', '\r', ',', ':':
			at++
			continue
		default:
			at = scalarEnd(raw, at)
		}
		if open <= 0 {
			return at
		}
	}
	return -1
}

// scalarEnd is behind a number or one of the three words.
func scalarEnd(raw []byte, at int) int {
	end := at
	for end < len(raw) && (raw[end] >= 'a' && raw[end] <= 'z' || raw[end] >= '0' && raw[end] <= '9' || raw[end] == '-' || raw[end] == '+' || raw[end] == '.' || raw[end] == 'E') {
		end++
	}
	if end == at {
		return -1
	}
	return end
}

// utf8Max is the most bytes that unescape appends.
const utf8Max = utf8.UTFMax

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape appends what stands at the beginning of body: an escape, or one byte
// as it is. It returns how many bytes that took, 0 where the escape is none.
func unescape(dst, body []byte) (out []byte, used int) {
	switch {
	case body[0] != '\\':
		return append(dst, body[0]), 1
	case len(body) < 2:
		return dst, 0
	case body[1] != 'u':
		if escapes[body[1]] == 0 {
			return dst, 0
		}
		return append(dst, escapes[body[1]]), 2
	}
	r, ok := hex4(body)
	if !ok {
		return dst, 0
	}
	if low, ok := hex4(body[6:]); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return utf8.AppendRune(dst, pair), 12
		}
	}
	if utf16.IsSurrogate(r) { // half a pair: three bytes that no character has, so that two halves stay different
		return append(dst, 0xED, 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F), 6
	}
	return utf8.AppendRune(dst, r), 6
}

// hex4 reads \uXXXX.
func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// appendNumber appends a number so that equal values read alike: 3, 3.0 and
// 30e-1 are "3", 1.50 is "15e-1", minus zero is "0". Nothing is rounded.
func appendNumber(dst, token []byte) ([]byte, bool) {
	start := len(dst)
	if len(token) > 0 && token[0] == '-' {
		dst, token = append(dst, '-'), token[1:]
	}
	digits, seen, point, exp := len(dst), false, false, 0
	for len(token) > 0 && token[0]|0x20 != 'e' {
		c := token[0]
		token = token[1:]
		switch {
		case c == '.' && !point:
			point = true
			continue
		case c < '0' || c > '9':
			return dst[:start], false
		}
		seen = true
		if point {
			exp--
		}
		if c != '0' || len(dst) > digits {
			dst = append(dst, c)
		}
	}
	e, ok := exponent(token)
	if !ok && len(dst) > digits {
		return dst[:start], false
	}
	exp += e
	for len(dst) > digits && dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
		exp++
	}
	switch {
	case !seen:
		return dst[:start], false
	case len(dst) == digits:
		return append(dst[:start], '0'), true
	case exp < 0 || exp > 20:
		return strconv.AppendInt(append(dst, 'e'), int64(exp), 10), true
	}
	for range exp {
		dst = append(dst, '0')
	}
	return dst, true
}

// exponent reads what follows the digits of a number: nothing, or e and digits,
// fewer than 16 of them.
func exponent(token []byte) (n int, ok bool) {
	if len(token) == 0 {
		return 0, true
	}
	token = token[1:]
	minus := len(token) > 0 && token[0] == '-'
	if minus || len(token) > 0 && token[0] == '+' {
		token = token[1:]
	}
	for _, c := range token {
		if c < '0' || c > '9' || n > 1e15 {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	if minus {
		n = -n
	}
	return n, len(token) > 0
}
