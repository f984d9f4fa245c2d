// Decoding for expressions, the one place where a body becomes Go values. The
// bytes were validated by the scanner, so this only has to be exact: integers
// stay integers, and where an array or object stands in the bytes is remembered.
// Recursion is bounded by heldDepth.

package pathdata

import (
	"bytes"
	"strconv"
	"strings"
)

// tree is a decoded value and what its evaluation may cost.
type tree struct {
	src   []byte
	at    int
	nodes int64
	depth int64
	text  int64               // length of the longest string
	spans map[uintptr]*[2]int // where arrays and objects are, by address
}

// decode gives the value of raw; ok is false if it nests deeper than heldDepth.
func decode(raw []byte) (t *tree, v any, ok bool) {
	t = &tree{src: raw, spans: map[uintptr]*[2]int{}}
	v, ok = t.value(0)
	return t, v, ok
}

func (t *tree) space() byte {
	for isSpace(t.src[t.at]) {
		t.at++
	}
	return t.src[t.at]
}

func (t *tree) value(depth int64) (v any, ok bool) {
	if depth > heldDepth {
		return nil, false
	}
	t.nodes++
	t.depth = max(t.depth, depth)
	switch c := t.space(); c {
	case '{':
		return t.object(depth)
	case '[':
		return t.array(depth)
	case '"':
		s := t.string()
		t.text = max(t.text, int64(len(s)))
		return s, true
	case 't':
		t.at += 4
		return true, true
	case 'f':
		t.at += 5
		return false, true
	case 'n':
		t.at += 4
		return nil, true
	}
	start := t.at
	for t.at < len(t.src) && strings.IndexByte("+-.eE0123456789", t.src[t.at]) >= 0 {
		t.at++
	}
	return number(string(t.src[start:t.at])), true
}

// number gives a float64, as the numbers of an expression are, and an int64
// where only that is exact.
func number(s string) any {
	if !strings.ContainsAny(s, ".eE") {
		if i, err := strconv.ParseInt(s, 10, 64); err == nil && (i > 1<<53 || i < -1<<53) {
			return i
		}
	}
	f, _ := strconv.ParseFloat(s, 64) // out of range: infinite
	return f
}

// string reads the string at t.at; it is known to end.
func (t *tree) string() string {
	start := t.at + 1
	end := start
	for {
		i := bytes.IndexAny(t.src[end:], `"\`)
		end += i
		if t.src[end] == '"' {
			break
		}
		end += 2
	}
	t.at = end + 1
	s := t.src[start:end]
	if bytes.IndexByte(s, '\\') < 0 {
		return string(s)
	}
	return string(unquote(nil, s))
}

func (t *tree) object(depth int64) (any, bool) {
	start := t.at
	t.at++
	m := map[string]any{}
	for t.space() != '}' {
		if t.src[t.at] == ',' {
			t.at++
			t.space()
		}
		name := t.string()
		t.space()
		t.at++
		v, ok := t.value(depth + 1)
		if !ok {
			return nil, false
		}
		m[name] = v
	}
	t.at++
	t.spans[address(m)] = &[2]int{start, t.at}
	return m, true
}

func (t *tree) array(depth int64) (any, bool) {
	start := t.at
	t.at++
	a := []any{}
	for t.space() != ']' {
		if t.src[t.at] == ',' {
			t.at++
		}
		v, ok := t.value(depth + 1)
		if !ok {
			return nil, false
		}
		a = append(a, v)
	}
	t.at++
	if len(a) > 0 {
		t.spans[address(a)] = &[2]int{start, t.at}
	}
	return a, true
}
