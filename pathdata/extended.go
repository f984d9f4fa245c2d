// Expressions beyond RFC 9535, by PaesslerAG/jsonpath with gval. This file
// guards them before they are compiled and splits them, so that as much as
// possible is streamed; running them is in evaluate.go. The library itself is
// named in these two files only.

package pathdata

import (
	"context"
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/PaesslerAG/gval"
	"github.com/PaesslerAG/jsonpath"
)

// extended is a compiled expression.
type extended struct {
	text    string
	streams bool
	filter  gval.Evaluable // streams: "$[?(...)]rest", for a list of one record
	rest    *Selector      // streams: what is taken of a record that passes; nil: see whole
	whole   bool           // streams: the record itself is the match
	eval    gval.Evaluable // held: the expression
	keyed   gval.Evaluable // held: its matches by key, when it is a path with several
	cost    cost
}

// cost is what an expression costs besides the size of what it is run on.
type cost struct {
	unions   int64 // how much the unions multiply the matches
	descends bool
	keyed    bool // the matches are gathered by key
	loops    int  // walks inside filters
	pluses   int64
	regexps  int64
}

// Extended compiles an expression of a named dialect: what PaesslerAG/jsonpath
// with gval.Full understands. It has arithmetic, ==, <, &&, =~, ternaries and
// date(), scripts and descendants, and it is not RFC 9535: filters ask for truth,
// not for presence; comparison is across types; names in single quotes and
// negative indexes are missing; a missing key in a filter makes it false. Of the
// standard's 456 valid cases it answers 213 differently. It is never chosen
// silently. The guards below are for mistakes and for bodies: take no
// expressions from people whom you do not trust.
//
// An expression starts with "$", is 4 KiB long at most, nests 64 brackets at
// most, has no comments and at most one "..". Every error here is a
// *SyntaxError.
//
// "$.rows[?(@.score > 50)]", with a path before the filter that the walk of
// [Compile] follows in one pass (names, wildcards, ascending indexes and slices)
// and anything without a "$" behind, is evaluated record by record: the record
// has its path and its original bytes, in the order of the body, and Streams says
// true. So has what another such path behind the filter takes of the record.
// Anything else is evaluated on the whole document, which must fit
// Limits.Record, nest 128 deep at most, and, unless Limits.Steps allows more, be
// no longer than 20 MB with 300,000 values, of which a path with several matches
// looks at 38,000, and less behind "..". A path there gives its matches
// ordered by array index and member name; arrays and objects of the document
// are given as their original bytes, scalars and computed values are written
// anew. Their Path is that of the document. An array that is computed of the
// members of an object has them in any order, and what is computed from it, as
// "$.a.* > 1" is, may differ from walk to walk.
//
// Integers that fit int64 are exact, though gval compares them as float64.
// Evaluation is bounded by Limits.Steps. One that fails, by a panic too, ends the
// walk with an error that is no [*ParseError].
// A path that is missing is absent ([NoMatchError]); a filter that lets nothing
// pass gives no records.
func Extended(expr string) (*Selector, error) {
	g := guard{text: expr}
	if err := g.check(); err != nil {
		return nil, err
	}
	eval, err := compile(expr)
	if err != nil {
		return nil, &SyntaxError{Path: expr, Msg: "extended: " + err.Error()}
	}
	segs, pure := g.segments()
	e := &extended{text: expr, eval: eval, cost: g.cost}
	if s := e.stream(segs, pure); s != nil {
		return s, nil
	}
	several := false
	for _, s := range segs {
		several = several || s.kind != plain
	}
	if pure && several {
		e.cost.keyed = true
		if e.keyed, err = compile("{#: " + expr + "}"); err != nil {
			return nil, &SyntaxError{Path: expr, Msg: "extended: " + err.Error()}
		}
	}
	return &Selector{alts: []*path{newPath("$", nil, false)}, ext: e}, nil
}

// stream makes the selector for PREFIX[?(...)]REST; nil if that is not the form.
func (e *extended) stream(segs []segment, pure bool) *Selector {
	if !pure {
		return nil
	}
	for i, s := range segs {
		if s.kind != filter {
			continue
		}
		if strings.HasPrefix(e.text[s.start:], ".") {
			return nil // "..[?(…)]" asks what is below, at any depth
		}
		prefix, err := parsePath(strings.TrimSpace(e.text[:s.start]) + "[*]")
		if err != nil || s.root || prefix.held() {
			return nil
		}
		for _, behind := range segs[i+1:] {
			if behind.root {
				return nil
			}
		}
		if e.filter, err = compile("$" + e.text[s.start:s.end]); err != nil {
			return nil
		}
		rest := strings.TrimSpace(e.text[s.end:])
		if rest == "" {
			e.whole = true
		} else if behind, err := Compile("$" + rest); err == nil && !behind.alts[0].held() {
			e.rest = behind.Optional() // what has to be held is this dialect's, not the standard's
		} else if e.filter, err = compile("$" + e.text[s.start:]); err != nil {
			return nil
		}
		e.streams = true
		return &Selector{alts: []*path{prefix}, ext: e}
	}
	return nil
}

var extendedLanguage = gval.Full(jsonpath.PlaceholderExtension())

func compile(expr string) (eval gval.Evaluable, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the expression cannot be compiled: %v", r)
		}
	}()
	return extendedLanguage.NewEvaluableWithContext(context.Background(), expr)
}

// guard looks at the text of an expression as the library's scanner does.
type guard struct {
	text string
	cost cost
}

func (g *guard) fail(at int, format string, args ...any) error {
	text := g.text
	if len(text) > maxExpression {
		text = strings.ToValidUTF8(text[:64], "") + "…"
	}
	return &SyntaxError{Path: text, Offset: at, Msg: "extended: " + fmt.Sprintf(format, args...)}
}

// check refuses what must not reach the library's parser.
func (g *guard) check() error {
	switch {
	case len(g.text) > maxExpression:
		return g.fail(maxExpression, "the expression is longer than %d bytes", maxExpression)
	case !utf8.ValidString(g.text):
		return g.fail(0, "the expression is not valid UTF-8")
	case !strings.HasPrefix(g.text, "$"):
		return g.fail(0, "an expression starts with \"$\"")
	}
	g.cost.unions = 1
	depth, dots, last := 0, 0, byte(0)
	for i := 0; i < len(g.text); i++ {
		c := g.text[i]
		switch c {
		case '"', '\'', '`':
			end := quoteEnd(g.text, i)
			if end < 0 {
				return g.fail(i, "the quote is not closed")
			}
			i = end - 1
		case '(', '[', '{':
			if depth++; depth > maxNesting {
				return g.fail(i, "more than %d nested brackets", maxNesting)
			}
		case ')', ']', '}':
			depth--
		case '.':
			if last == '.' {
				dots++
				c = 0
			}
		case '/', '*':
			if last == '/' {
				return g.fail(i, "comments are not allowed")
			}
		case '+':
			g.cost.pluses++
		case '~':
			g.cost.regexps += patternCost(g.text[i+1:])
		case ',':
			g.cost.unions = mul(g.cost.unions, 2)
		}
		if !isSpace(c) {
			last = c
		}
	}
	if dots > 1 {
		return g.fail(0, "more than one \"..\"")
	}
	g.cost.descends = dots > 0
	return nil
}

// patternCost reckons what a regular expression costs for each byte of text: by
// the size of its program, because x{1000} is a thousand times x. One that is
// not written out is taken for a large one.
func patternCost(text string) int64 {
	const unknown = 1 << 10
	text = strings.TrimLeft(text, " \t\r\n")
	if text == "" || !strings.ContainsRune("\"'`", rune(text[0])) {
		return unknown
	}
	end := quoteEnd(text, 0)
	if end < 0 {
		return unknown
	}
	parsed, err := syntax.Parse(text[1:end-1], syntax.Perl)
	if err != nil {
		return unknown
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return unknown
	}
	return 1 + int64(len(program.Inst))/4
}

// quoteEnd gives the index behind the quoted text that starts at i, -1 if it is
// not closed.
func quoteEnd(text string, i int) int {
	q := text[i]
	for i++; i < len(text); i++ {
		switch c := text[i]; {
		case c == q:
			return i + 1
		case c == '\\' && q != '`':
			i++
		}
	}
	return -1
}

type segmentKind int

const (
	plain   segmentKind = iota // one child
	several                    // a wildcard, slice, union or descendants
	filter
)

// segment is one part of a path: text[start:end].
type segment struct {
	start, end int
	kind       segmentKind
	root       bool // refers to the root
}

// segments splits an expression that is a path and nothing else (pure); of any
// other it gives the parts in front. It also finds the filters that loop.
func (g *guard) segments() (segs []segment, pure bool) {
	t := g.text
	i := 1
	for {
		if i = g.space(i); i == len(t) {
			return segs, true
		}
		s := segment{start: i}
		switch t[i] {
		case '.':
			i = g.space(i + 1)
			if i < len(t) && t[i] == '.' {
				s.kind = several
				i = g.space(i + 1)
			}
			if i < len(t) && t[i] == '[' && s.kind == several {
				i = g.brackets(i, &s)
				break
			}
			if i < len(t) && t[i] == '*' {
				s.kind = several
				i++
				break
			}
			name := i
			for i < len(t) && nameByte(t[i]) {
				i++
			}
			if i == name {
				return segs, false
			}
		case '[':
			i = g.brackets(i, &s)
		default:
			return segs, false
		}
		if i < 0 {
			return segs, false
		}
		s.end = i
		segs = append(segs, s)
	}
}

// space moves over white space from i, which may stand between any two signs.
func (g *guard) space(i int) int {
	for i < len(g.text) && isSpace(g.text[i]) {
		i++
	}
	return i
}

// brackets reads [...] from i: its kind, and where it ends; -1 if it does not.
func (g *guard) brackets(i int, s *segment) int {
	t, depth, first, walks := g.text, 0, true, 0
	for i < len(t) {
		c := t[i]
		switch {
		case c == '"' || c == '\'' || c == '`':
			if i = quoteEnd(t, i); i < 0 {
				return -1
			}
			first = false
			continue
		case c == '[' || c == '(' || c == '{':
			depth++
		case c == ']' || c == ')' || c == '}':
			if depth--; depth == 0 {
				g.cost.loops += walks
				return i + 1
			}
		case c == '$':
			s.root = true
		case c == '?' && first:
			s.kind = filter
		case depth == 1 && (c == '*' && first || c == ':' || c == ','):
			if s.kind == plain {
				s.kind = several
			}
		}
		if s.kind == filter && loops(t[:i], c, depth) {
			walks++
		}
		if c != '[' && !isSpace(c) {
			first = false
		}
		i++
	}
	return -1
}

// loops says whether c, behind the text before it, walks many values inside a
// filter.
func loops(before string, c byte, depth int) bool {
	before = strings.TrimRight(before, " \t\r\n")
	last := before[len(before)-1]
	switch c {
	case '*':
		return last == '.' || last == '['
	case '?':
		return last == '[' && depth > 1
	case '.':
		return last == '.'
	}
	return c == ':' && depth > 1
}
