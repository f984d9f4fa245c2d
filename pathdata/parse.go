// The reader of paths: text to steps, by RFC 9535's grammar. It knows nothing
// of JSON bodies; what the steps do to one is in stream.go. Expressions beyond
// the standard are split and guarded in extended.go.

package pathdata

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// maxInt is the largest number a path may hold (RFC 9535, section 2.1).
const maxInt = 1<<53 - 1

// path is one compiled path.
type path struct {
	text  string
	steps []step
}

// step is one segment: what it selects of an array and of an object. A node is
// selected once, whatever selects it.
type step struct {
	end     int // where the segment ends in the text
	any     bool
	names   []string
	indexes []int
	slices  []span
}

// span is a slice [from:to:by] with by > 0, or one that selects nothing.
type span struct{ from, to, by int }

func (s span) has(i int) bool { return i >= s.from && i < s.to && (i-s.from)%s.by == 0 }

// prefix is the text up to and including step i-1.
func (p *path) prefix(i int) string {
	if i == 0 {
		return "$"
	}
	return p.text[:p.steps[min(i, len(p.steps))-1].end]
}

type pathParser struct {
	text string
	at   int
}

// parsePath reads one path, all of text.
func parsePath(text string) (*path, error) {
	p, rest, err := parsePathPrefix(text)
	if err != nil {
		return nil, err
	}
	if rest < len(text) {
		ps := pathParser{text, rest}
		return nil, ps.trailing()
	}
	return p, nil
}

// parsePathPrefix reads one path from the start of text and says where it ends.
func parsePathPrefix(text string) (*path, int, error) {
	ps := pathParser{text: text}
	if len(text) > maxSelector {
		ps.text = text[:64] + "…"
		return nil, 0, ps.fail(maxSelector, "the text is longer than %d bytes", maxSelector)
	}
	if !utf8.ValidString(text) {
		return nil, 0, ps.fail(0, "the text is not valid UTF-8")
	}
	if !strings.HasPrefix(text, "$") {
		return nil, 0, ps.fail(0, "a path starts with \"$\"")
	}
	ps.at = 1
	p := &path{}
	for {
		end := ps.at
		ps.space()
		if ps.at == len(text) || (text[ps.at] != '.' && text[ps.at] != '[') {
			p.text = text[:end]
			return p, end, nil
		}
		st, err := ps.segment()
		if err != nil {
			return nil, 0, err
		}
		st.end = ps.at
		p.steps = append(p.steps, st)
	}
}

func (ps *pathParser) fail(at int, format string, args ...any) error {
	return &SyntaxError{Path: ps.text, Offset: at, Msg: fmt.Sprintf(format, args...)}
}

func (ps *pathParser) later(at int, what string) error {
	return ps.fail(at, "%s are not supported yet; Extended takes many such expressions in its own dialect", what)
}

// trailing words what stands behind a complete path.
func (ps *pathParser) trailing() error {
	at := ps.at
	ps.space()
	if ps.at == len(ps.text) {
		return ps.fail(at, "white space at the end")
	}
	switch c := ps.text[ps.at]; {
	case c == '-' || c < utf8.RuneSelf && !nameByte(c):
		return ps.fail(ps.at, "unexpected %q; a name with other characters than letters, digits and _ is written ['name']", c)
	default:
		r, _ := utf8.DecodeRuneInString(ps.text[ps.at:])
		return ps.fail(ps.at, "unexpected %q; want \".\" or \"[\"", r)
	}
}

func (ps *pathParser) space() {
	for ps.at < len(ps.text) && isSpace(ps.text[ps.at]) {
		ps.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func (ps *pathParser) peek() byte {
	if ps.at < len(ps.text) {
		return ps.text[ps.at]
	}
	return 0
}

func (ps *pathParser) segment() (step, error) {
	start := ps.at
	if ps.peek() == '[' {
		return ps.bracket()
	}
	ps.at++
	switch c := ps.peek(); {
	case c == '.':
		return step{}, ps.later(start, "descendants (..)")
	case c == '*':
		ps.at++
		return step{any: true}, nil
	case nameFirst(c):
		from := ps.at
		for nameByte(ps.peek()) {
			ps.at++
		}
		return step{names: []string{ps.text[from:ps.at]}}, nil
	case c == '[':
		return step{}, ps.fail(ps.at, "\"[\" behind a dot; leave the dot out")
	}
	return step{}, ps.fail(ps.at, "want a name or * behind the dot; other names are written ['name']")
}

func nameFirst(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

func nameByte(c byte) bool { return nameFirst(c) || isDigit(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (ps *pathParser) bracket() (step, error) {
	start := ps.at
	ps.at++
	var st step
	for {
		ps.space()
		if err := ps.selector(&st); err != nil {
			return st, err
		}
		ps.space()
		switch {
		case ps.at == len(ps.text):
			return st, ps.fail(ps.at, "\"[\" is not closed")
		case ps.peek() == ',':
			ps.at++
		case ps.peek() == ']':
			ps.at++
			if what := st.overlap(); what != "" {
				return st, ps.fail(start, "unions that select %s twice are not supported yet; say it once", what)
			}
			return st, nil
		default:
			return st, ps.fail(ps.at, "want \",\" or \"]\"")
		}
	}
}

func (ps *pathParser) selector(st *step) error {
	switch c := ps.peek(); {
	case c == '\'' || c == '"':
		name, err := ps.quoted()
		st.names = append(st.names, name)
		return err
	case c == '*':
		if st.any {
			return ps.later(ps.at, "unions with two wildcards")
		}
		ps.at++
		st.any = true
		return nil
	case c == '?':
		return ps.later(ps.at, "filters")
	case c == ':' || c == '-' || isDigit(c):
		return ps.indexOrSlice(st)
	case c == ']':
		return ps.fail(ps.at, "nothing between the brackets")
	case c == 0 && ps.at == len(ps.text):
		return ps.fail(ps.at, "\"[\" is not closed")
	case nameFirst(c):
		return ps.fail(ps.at, "a name in brackets is quoted: ['name']")
	}
	return ps.fail(ps.at, "want a quoted name, a number, a slice, * or ?")
}

// indexOrSlice reads n, or [from] : [to] [: [by]].
func (ps *pathParser) indexOrSlice(st *step) error {
	start := ps.at
	var part [3]int
	var given [3]bool
	n := 0
	for {
		var err error
		if part[n], given[n], err = ps.integer(); err != nil {
			return err
		}
		at := ps.at
		ps.space()
		if ps.peek() != ':' || n == 2 {
			ps.at = at
			break
		}
		n++
		ps.at++
		ps.space()
	}
	for _, v := range part {
		if v < 0 {
			return ps.later(start, "negative indexes, bounds and steps")
		}
	}
	if n == 0 {
		st.indexes = append(st.indexes, part[0])
		return nil
	}
	s := span{part[0], math.MaxInt, 1}
	if given[1] {
		s.to = part[1]
	}
	if given[2] {
		s.by = part[2]
	}
	if s.by == 0 { // RFC 9535, section 2.3.4.2.2: selects no elements
		s = span{0, 0, 1}
	}
	st.slices = append(st.slices, s)
	return nil
}

func (ps *pathParser) integer() (v int, given bool, err error) {
	start := ps.at
	neg := ps.peek() == '-'
	if neg {
		ps.at++
	}
	digits := ps.at
	for isDigit(ps.peek()) {
		if v <= maxInt {
			v = v*10 + int(ps.peek()-'0')
		}
		ps.at++
	}
	switch {
	case ps.at == digits && !neg:
		return 0, false, nil
	case ps.at == digits:
		return 0, false, ps.fail(ps.at, "want a digit behind \"-\"")
	case ps.text[digits] == '0' && (neg || ps.at > digits+1):
		return 0, false, ps.fail(start, "a number is written without leading zeros, and 0 without a sign")
	case v > maxInt:
		return 0, false, ps.fail(start, "the number is beyond 2^53-1")
	}
	if neg {
		v = -v
	}
	return v, true, nil
}

// overlap says what a step would select twice; empty if nothing.
func (st *step) overlap() string {
	for i, a := range st.names {
		for _, b := range st.names[:i] {
			if a == b {
				return fmt.Sprintf("the member %q", a)
			}
		}
	}
	if st.any && len(st.names)+len(st.indexes)+len(st.slices) > 0 {
		return "what the wildcard selects"
	}
	for i, a := range st.indexes {
		for _, b := range st.indexes[:i] {
			if a == b {
				return fmt.Sprintf("the element %d", a)
			}
		}
		for _, s := range st.slices {
			if s.has(a) {
				return fmt.Sprintf("the element %d", a)
			}
		}
	}
	for i, a := range st.slices {
		for _, b := range st.slices[:i] {
			if a.meets(b) {
				return "an element of a slice"
			}
		}
	}
	return ""
}

// meets says whether two slices may have an element in common.
func (s span) meets(o span) bool {
	if s.from >= s.to || o.from >= o.to || max(s.from, o.from) >= min(s.to, o.to) {
		return false
	}
	g, b := s.by, o.by
	for b != 0 {
		g, b = b, g%b
	}
	return (s.from-o.from)%g == 0
}
