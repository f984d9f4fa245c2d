// Selectors: compiled paths as callers hold, combine, print and store them.
// Reading path text is in parse.go, walking a body in stream.go.

package pathdata

import (
	"strings"
)

// Selector is one compiled path, or several alternatives walked in one pass.
// It is immutable but for [Selector.UnmarshalText], and safe to share between
// goroutines. The zero Selector is only good to unmarshal into: [Each] answers
// it with an error.
type Selector struct {
	_ [0]func() // not comparable

	alts     []*path
	elements bool
	optional bool
	ext      *extended // nil: a path of RFC 9535
}

// Words in front of the paths in a selector's text form.
const (
	wordElements = "elements "
	wordOptional = "optional "
	wordExtended = "extended "
	betweenPaths = " | "
)

// Compile reads a path of RFC 9535. Further paths are alternatives, other
// shapes of the same answer: all are followed in one pass, a value that several
// of them select is one match, and the selector is absent only if none of them
// matched.
//
// All of RFC 9535 is taken. What streams does so in constant memory: the root
// ($), names, wildcards, indexes and slices that ascend from 0 on, and one filter
// by itself in a bracket, which holds one child at a time, an element or a
// member, and evaluates on it whatever stands behind. Descendants, negative numbers, brackets that select
// twice or not in order, and filters beside others hold the value below the
// longest prefix that streams; a filter that refers to the root ($) holds the
// whole body. See [Selector.Streams], and Record and Steps in [Limits].
//
// Matches come in the order of RFC 9535, with members in the order of the body;
// several names in one bracket come in the order of the body too. The matches in
// a held value come at its end.
//
// The text, all alternatives together, may be 16 KiB long, of which a walk takes
// 4 KiB unless Selector in [Limits] allows more; brackets and parentheses may nest
// 64 deep, and the patterns written out in a path may come to 10,000
// instructions. Every error is a *SyntaxError.
func Compile(path string, or ...string) (*Selector, error) {
	s := new(Selector)
	for _, text := range append([]string{path}, or...) {
		p, err := parsePath(text)
		if err != nil {
			return nil, err
		}
		s.alts = append(s.alts, p)
	}
	if err := s.longerThan(maxSelector, ""); err != nil {
		return nil, err
	}
	return s, nil
}

// longerThan is an error if the text of the paths has more than limit bytes.
func (s *Selector) longerThan(limit int64, more string) error {
	n := (len(s.alts) - 1) * len(betweenPaths)
	for _, p := range s.alts {
		n += len(p.text)
	}
	if s.ext != nil {
		n = len(s.ext.text)
	}
	if int64(n) <= limit {
		return nil
	}
	return tooLong(s.pathText(), limit, more)
}

// MustCompile is [Compile] for constants in code: it panics on an error.
func MustCompile(path string, or ...string) *Selector {
	s, err := Compile(path, or...)
	if err != nil {
		panic(err)
	}
	return s
}

// Elements gives a copy of the selector that is a path to data: a match that is
// an array stands for its elements, null for no record, anything else for
// itself. "$.rows" and "$.rows[*]" then give the same records, and a path to an
// object gives that object.
//
// A match that is itself an element of an array and was selected by a wildcard,
// a slice or a filter is a record already and stays whole: when rows are arrays,
// "$.rows[*]" gives the rows. One selected by its index is opened.
func (s *Selector) Elements() *Selector {
	c := *s
	c.elements = true
	return &c
}

// Optional gives a copy of the selector whose absence is no error.
func (s *Selector) Optional() *Selector {
	c := *s
	c.optional = true
	return &c
}

// Streams says what a walk has to hold in memory: one record at a time (true),
// or a value from which several records may come (false). It is true for a path
// that is followed in one pass, where "$" makes the document the record, and for
// one that a single filter without "$" interrupts: the record is then what the
// filter tests. It is false where the value below a prefix is held, be it all of
// the body or only an element of it, and for the expressions of [Extended] that
// cannot be tested record by record. All alternatives have to stream.
func (s *Selector) Streams() bool {
	if s == nil || s.ext != nil {
		return s == nil || s.ext.streams
	}
	for _, p := range s.alts {
		if !p.streams() {
			return false
		}
	}
	return true
}

// String gives the text form, as [Selector.MarshalText] does; empty for a nil or
// zero selector.
func (s *Selector) String() string {
	if s.zero() {
		return ""
	}
	var b strings.Builder
	if s.elements {
		b.WriteString(wordElements)
	}
	if s.optional {
		b.WriteString(wordOptional)
	}
	if s.ext != nil {
		b.WriteString(wordExtended)
		b.WriteString(s.ext.text)
		return b.String()
	}
	b.WriteString(s.pathText())
	return b.String()
}

// pathText is the text without the flags, for errors.
func (s *Selector) pathText() string {
	if s.ext != nil {
		return s.ext.text
	}
	texts := make([]string, len(s.alts))
	for i, p := range s.alts {
		texts[i] = p.text
	}
	return strings.Join(texts, betweenPaths)
}

func (s *Selector) zero() bool { return s == nil || len(s.alts) == 0 }

// MarshalText gives the selector as text: a plain path as just that path,
// alternatives with " | " between them, and in front of it the words
// "elements", "optional" and "extended" where they apply:
//
//	elements optional $.workflows[*] | $[:]
//
// It fails on a nil or zero selector.
func (s *Selector) MarshalText() ([]byte, error) {
	if s.zero() {
		return nil, errZeroSelector
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what [Selector.MarshalText] wrote. It is the only method
// that changes a selector: use it on a fresh one. Every error is a
// *SyntaxError, and leaves the selector as it was.
func (s *Selector) UnmarshalText(text []byte) error {
	var n Selector
	rest := string(text)
	if len(rest) > maxSelector+len(wordElements)+len(wordOptional) {
		return tooLong(rest, maxSelector, "")
	}
	if t, ok := strings.CutPrefix(rest, wordElements); ok {
		n.elements, rest = true, t
	}
	if t, ok := strings.CutPrefix(rest, wordOptional); ok {
		n.optional, rest = true, t
	}
	if t, ok := strings.CutPrefix(rest, wordExtended); ok {
		e, err := Extended(t)
		if err != nil {
			return err
		}
		n.alts, n.ext = e.alts, e.ext
		*s = n
		return nil
	}
	for {
		p, end, err := parsePathPrefix(rest)
		if err != nil {
			return err
		}
		n.alts = append(n.alts, p)
		if end == len(rest) {
			*s = n
			return nil
		}
		tail, ok := strings.CutPrefix(rest[end:], betweenPaths)
		if !ok {
			_, err := parsePath(rest)
			return err
		}
		rest = tail
	}
}
