// Regular expressions of match() and search(): I-Regexp (RFC 9485), translated
// for the standard library, whose time is linear in the text. What is not
// I-Regexp matches nothing; what is, but repeats beyond measure, is an error.

package pathdata

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

const (
	maxPattern = 10_000  // instructions of a compiled pattern, about
	maxDynamic = 1 << 10 // bytes of a pattern that comes out of the body
)

// pattern is a compiled I-Regexp; nil stands for a text that is none.
type pattern struct {
	re   *regexp.Regexp
	size int // instructions, about
}

var errPattern = errors.New("the pattern is too large")

// newPattern compiles an I-Regexp; whole says that it has to match all of a
// text. It gives nil for what is no I-Regexp, and an error for one that is
// larger than room.
func newPattern(text string, whole bool, room int) (*pattern, error) {
	re, ok := translate(text)
	if !ok {
		return nil, nil
	}
	if whole {
		re = `\A(?:` + re + `)\z`
	}
	parsed, err := syntax.Parse(re, syntax.Perl)
	var se *syntax.Error
	if errors.As(err, &se) && (se.Code == syntax.ErrInvalidRepeatSize || se.Code == syntax.ErrLarge || se.Code == syntax.ErrNestingDepth) {
		return nil, fmt.Errorf("%w: %s", errPattern, se.Code)
	}
	if err != nil {
		return nil, nil
	}
	size := weight(parsed)
	if size > room {
		return nil, fmt.Errorf("%w: patterns may come to %d instructions", errPattern, maxPattern)
	}
	compiled, err := regexp.Compile(re)
	if err != nil {
		return nil, nil
	}
	return &pattern{compiled, size}, nil
}

// weight reckons the instructions of a pattern before its repetitions are
// written out, in which it may be a million times its text. The library bounds
// the nesting.
func weight(re *syntax.Regexp) int {
	n := 1
	for _, sub := range re.Sub {
		n += weight(sub)
	}
	switch re.Op {
	case syntax.OpRepeat:
		n *= max(re.Min, re.Max, 1)
	case syntax.OpLiteral:
		n += len(re.Rune)
	}
	return min(n, 1<<30)
}

// translation is a pattern on its way from one syntax to the other.
type translation struct {
	in   string
	at   int
	open int  // parentheses
	atom bool // something stands here that can be repeated
	out  strings.Builder
}

// translate checks the grammar of RFC 9485, section 4, and writes the same for
// the standard library. "^" and "$" stay anchors, as the conformance suite of
// RFC 9535 wants them.
func translate(text string) (re string, ok bool) {
	t := translation{in: text}
	for t.at < len(t.in) {
		if !t.piece() {
			return "", false
		}
	}
	return t.out.String(), t.open == 0
}

// piece reads an atom, a quantifier behind one, or what holds branches together.
func (t *translation) piece() bool {
	r, size := utf8.DecodeRuneInString(t.in[t.at:])
	if r == utf8.RuneError && size <= 1 {
		return false
	}
	t.at += size
	atom := t.atom
	t.atom = true
	switch r {
	case '(':
		t.open, t.atom = t.open+1, false
		t.out.WriteString("(?:")
	case ')':
		t.open--
		t.out.WriteByte(')')
		return t.open >= 0
	case '|', '*', '+', '?':
		t.atom = false
		t.out.WriteRune(r)
		return atom || r == '|'
	case '{':
		t.atom = false
		return atom && t.repeat()
	case '.':
		t.out.WriteString(`[^\n\r]`)
	case '[':
		return t.class()
	case '\\':
		return t.escape()
	case ']', '}':
		return false
	default:
		t.out.WriteRune(r)
	}
	return true
}

// repeat reads n} or n,} or n,m} behind "{".
func (t *translation) repeat() bool {
	end := strings.IndexByte(t.in[t.at:], '}')
	if end < 0 {
		return false
	}
	text := t.in[t.at : t.at+end]
	t.at += end + 1
	low, high, ranged := strings.Cut(text, ",")
	if !digitsOnly(low) || ranged && high != "" && !digitsOnly(high) {
		return false
	}
	low = trimZeros(low) // the library takes 02 for text
	t.out.WriteString("{" + low)
	if ranged {
		t.out.WriteByte(',')
	}
	if high != "" {
		high = trimZeros(high)
		t.out.WriteString(high)
	}
	t.out.WriteByte('}')
	return high == "" || len(high) > len(low) || len(high) == len(low) && high >= low
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// escape reads what stands behind a backslash.
func (t *translation) escape() bool {
	if t.at == len(t.in) {
		return false
	}
	c := t.in[t.at]
	t.at++
	switch c {
	case 'n', 'r', 't', '(', ')', '*', '+', '-', '.', '?', '[', '\\', ']', '^', '{', '|', '}':
		t.out.WriteByte('\\')
		t.out.WriteByte(c)
		return true
	case 'p', 'P':
		end := strings.IndexByte(t.in[t.at:], '}')
		if end < 0 || !category(t.in[t.at:t.at+end]) {
			return false
		}
		t.out.WriteByte('\\')
		t.out.WriteByte(c)
		t.out.WriteString(t.in[t.at : t.at+end+1])
		t.at += end + 1
		return true
	}
	return false
}

// categories are the general categories that RFC 9485 knows, by first letter.
var categories = map[byte]string{'L': "lmotu", 'M': "cen", 'N': "dlo", 'P': "cdefios", 'Z': "lps", 'S': "ckmo", 'C': "cfno"}

// category checks "{Lu" or "{L".
func category(s string) bool {
	if len(s) < 2 || len(s) > 3 || s[0] != '{' || categories[s[1]] == "" {
		return false
	}
	return len(s) == 2 || strings.IndexByte(categories[s[1]], s[2]) >= 0
}

// class reads a character class behind "[".
func (t *translation) class() bool {
	t.out.WriteByte('[')
	if strings.HasPrefix(t.in[t.at:], "^") {
		t.at++
		t.out.WriteByte('^')
	}
	for first := true; ; first = false {
		switch {
		case t.at == len(t.in):
			return false
		case t.in[t.at] == ']':
			t.at++
			t.out.WriteByte(']')
			return !first
		case t.in[t.at] == '-' && (first || strings.HasPrefix(t.in[t.at:], "-]")):
			t.at++
			t.out.WriteString(`\-`)
		default:
			if !t.members() {
				return false
			}
		}
	}
}

// members reads a character, a range or a category of a class.
func (t *translation) members() bool {
	if strings.HasPrefix(t.in[t.at:], `\p`) || strings.HasPrefix(t.in[t.at:], `\P`) {
		t.at++
		return t.escape()
	}
	if !t.member() {
		return false
	}
	if rest := t.in[t.at:]; !strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "-]") {
		return true
	}
	t.at++
	t.out.WriteByte('-')
	return t.member()
}

func (t *translation) member() bool {
	r, size := utf8.DecodeRuneInString(t.in[t.at:])
	switch {
	case r == utf8.RuneError && size <= 1, r == '-', r == '[', r == ']':
		return false
	case r == '\\':
		t.at++
		if c := t.in[t.at:]; strings.HasPrefix(c, "p") || strings.HasPrefix(c, "P") {
			return false
		}
		return t.escape()
	}
	t.at += size
	if r < utf8.RuneSelf {
		t.out.WriteString(regexp.QuoteMeta(string(r)))
	} else {
		t.out.WriteRune(r)
	}
	return true
}
