// The reader of paths: text to steps, by RFC 9535's grammar. It knows nothing
// of JSON bodies; which steps the walk follows and which are left to the held
// evaluation is decided in plan.go. Numbers, quoted text and filters have files
// of their own. Expressions beyond the standard are split and guarded in
// extended.go.
//
// What recurses here passes a bracket or a parenthesis, and maxNesting bounds
// those.

package pathdata

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxInt is the largest number a path may hold (RFC 9535, section 2.1).
const maxInt = 1<<53 - 1

// maxNesting is how deep brackets and parentheses may nest: parsers recurse
// there, and overflowing the stack cannot be recovered.
const maxNesting = 64

// step is one segment of a path: what it selects of an array and of an object.
type step struct {
	end     int  // where the segment ends in the text
	descend bool // ".."
	choices []choice

	plan // what the walk needs of it
}

// choice is one selector of a segment.
type choice struct {
	kind   choiceKind
	name   string
	index  int
	bounds bounds
	test   *program
}

type choiceKind uint8

const (
	byName choiceKind = iota
	byIndex
	bySlice
	byFilter
	everything
)

// bounds is a slice as it was written.
type bounds struct {
	from, to, by   int
	hasFrom, hasTo bool
}

type pathParser struct {
	text  string
	at    int
	depth int // brackets and parentheses that are open
	roots int // how often a filter refers to the root

	patterns int // instructions of the patterns so far
}

// parsePath reads one path, all of text.
func parsePath(text string) (*path, error) {
	p, rest, err := parsePathPrefix(text)
	if err != nil {
		return nil, err
	}
	if rest < len(text) {
		ps := pathParser{text: text, at: rest}
		return nil, ps.trailing()
	}
	return p, nil
}

// parsePathPrefix reads one path from the start of text and says where it ends.
func parsePathPrefix(text string) (*path, int, error) {
	ps := pathParser{text: text}
	if len(text) > maxSelector {
		return nil, 0, tooLong(text, maxSelector, "")
	}
	if !utf8.ValidString(text) {
		return nil, 0, ps.fail(0, "the text is not valid UTF-8")
	}
	if !strings.HasPrefix(text, "$") {
		return nil, 0, ps.fail(0, "a path starts with \"$\"")
	}
	ps.at = 1
	steps, err := ps.segments()
	if err != nil {
		return nil, 0, err
	}
	return newPath(text[:ps.at], steps, ps.roots > 0), ps.at, nil
}

// segments reads segments up to what is none. White space behind the last one
// is not part of it.
func (ps *pathParser) segments() (steps []step, err error) {
	for {
		end := ps.at
		ps.space()
		if c := ps.peek(); c != '.' && c != '[' {
			ps.at = end
			return steps, nil
		}
		st, err := ps.segment()
		if err != nil {
			return nil, err
		}
		st.end = ps.at
		st.plan = planOf(&st)
		steps = append(steps, st)
	}
}

func (ps *pathParser) fail(at int, format string, args ...any) error {
	return &SyntaxError{Path: ps.text, Offset: at, Msg: fmt.Sprintf(format, args...)}
}

// enter opens a bracket or parenthesis at the current place; leave closes it.
func (ps *pathParser) enter() error {
	if ps.depth++; ps.depth > maxNesting {
		return ps.fail(ps.at, "more than %d nested brackets and parentheses", maxNesting)
	}
	ps.at++
	return nil
}

func (ps *pathParser) leave() {
	ps.at++
	ps.depth--
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

func (ps *pathParser) segment() (st step, err error) {
	if ps.peek() == '[' {
		err = ps.bracket(&st)
		return st, err
	}
	ps.at++
	if ps.peek() == '.' {
		ps.at++
		st.descend = true
	}
	switch c := ps.peek(); {
	case c == '*':
		ps.at++
		st.choices = []choice{{kind: everything}}
	case nameFirst(c):
		st.choices = []choice{{kind: byName, name: ps.name()}}
	case c == '[' && st.descend:
		err = ps.bracket(&st)
	case c == '[':
		err = ps.fail(ps.at, "\"[\" behind a dot; leave the dot out")
	case st.descend:
		err = ps.fail(ps.at, "want a name, * or \"[\" behind \"..\"")
	default:
		err = ps.fail(ps.at, "want a name or * behind the dot; other names are written ['name']")
	}
	return st, err
}

// name reads a name without quotes, which is known to start here.
func (ps *pathParser) name() string {
	from := ps.at
	for nameByte(ps.peek()) {
		ps.at++
	}
	return ps.text[from:ps.at]
}

func nameFirst(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

func nameByte(c byte) bool { return nameFirst(c) || isDigit(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// bracket reads [...] into the choices of st.
func (ps *pathParser) bracket(st *step) error {
	if err := ps.enter(); err != nil {
		return err
	}
	for {
		ps.space()
		c, err := ps.choice()
		if err != nil {
			return err
		}
		st.choices = append(st.choices, c)
		ps.space()
		switch {
		case ps.at == len(ps.text):
			return ps.fail(ps.at, "\"[\" is not closed")
		case ps.peek() == ',':
			ps.at++
		case ps.peek() == ']':
			ps.leave()
			return nil
		case c.kind == byFilter:
			return ps.fail(ps.at, "want \"&&\", \"||\", \",\" or \"]\" behind the filter")
		default:
			return ps.fail(ps.at, "want \",\" or \"]\"")
		}
	}
}

func (ps *pathParser) choice() (choice, error) {
	switch c := ps.peek(); {
	case c == '\'' || c == '"':
		name, err := ps.quoted()
		return choice{kind: byName, name: name}, err
	case c == '*':
		ps.at++
		return choice{kind: everything}, nil
	case c == '?':
		ps.at++
		ps.space()
		test, err := ps.filter()
		return choice{kind: byFilter, test: test}, err
	case c == ':' || c == '-' || isDigit(c):
		return ps.indexOrSlice()
	case c == ']':
		return choice{}, ps.fail(ps.at, "nothing between the brackets")
	case c == 0 && ps.at == len(ps.text):
		return choice{}, ps.fail(ps.at, "\"[\" is not closed")
	case c == '@' || c == '$' || c == '(':
		return choice{}, ps.fail(ps.at, "a filter starts with \"?\": [?@.name == 1]")
	case nameFirst(c):
		return choice{}, ps.fail(ps.at, "a name in brackets is quoted: ['name']")
	}
	return choice{}, ps.fail(ps.at, "want a quoted name, a number, a slice, * or ?")
}
