// Paths and bodies made to cost: each ends with a typed error or an answer, and
// the work is counted in steps, not in time.

package pathdata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TestHostilePaths: what would overflow a stack or grow without measure is
// refused by its text alone.
func TestHostilePaths(t *testing.T) {
	long := strings.Repeat
	for _, path := range []string{
		"$" + long("[", 2_000_000), "$[?" + long("(", 2_000_000), "$[?" + long("!(", 2_000_000), "$[?" + long("length(", 1_000_000), long("$[?@", 1_000_000), "$" + long("..a", 2_000_000),
		"$[?" + long("(", 4_000), "$[?" + long("!(", 2_000), "$" + long("[?@", 1_300), "$" + long("[?$", 1_300), "$[?" + long("count(@[?", 400), "$[" + long("0,", 2_047) + "0]" + "x",
		"$[9223372036854775807]", "$[9223372036854775808]", "$[:18446744073709551616]", "$[?@ == " + long("-", 4_000) + "1]", "$[?match(@, '(((a{99}){99}){99}){99}')]",
	} {
		var syntax *pathdata.SyntaxError
		if _, err := pathdata.Compile(path); !errors.As(err, &syntax) || len(err.Error()) > 3*4096 {
			t.Errorf("Compile(%.40q) = %.200v, want a SyntaxError", path, err)
		}
	}
	for _, path := range []string{ // panics elsewhere
		"$[?@!=@]", "$[:5:-1]", "$.values[?match(@, $.rege)]", "$" + long("[0]", 1_365), "$[" + long("0,", 2_046) + "0]", "$" + long("..a", 1_365), "$[?@" + long("[0]", 1_363) + "]",
	} {
		sel, err := pathdata.Compile(path)
		if err != nil {
			t.Errorf("Compile(%.40q): %v", path, err)
			continue
		}
		if err := drain(pathdata.Each(strings.NewReader(`{"values":["a",[[1]]]}`), sel.Optional())); err != nil {
			t.Errorf("Each(%.40q): %v", path, err)
		}
	}
}

// TestHostileBodies: evaluations that multiply. The default budget ends those
// that it has to.
func TestHostileBodies(t *testing.T) {
	long := strings.Repeat
	deep := long("[", 10_000) + long("]", 10_000)
	nested := long("[", 60) + long("]", 60)
	wide := "[" + long("[0,0],", 100_000) + "0]"
	tests := []struct {
		name, path, body string
		want             error
	}{
		{"descendants of a deep body", "$..*", deep, nil},
		{"a name in a deep body", "$..a", deep, nil},
		{"deep and long names", "$..a", long(`{"`+long("x", 100)+`":`, 9_000) + `{"a":1}` + long("}", 9_000), nil},
		{"deep, with a match at each level", "$..a", long(`{"a":0,"`+long("x", 1_000)+`":`, 9_000) + "1" + long("}", 9_000), pathdata.ErrSteps},
		{"six descendants", "$" + long("..*", 6), nested, pathdata.ErrSteps},
		{"one element, twice, 24 times", "$" + long("[0,0]", 24), nested, pathdata.ErrSteps},
		{"one element, many times", "$" + long("["+long("0,", 300)+"0]", 6), nested, pathdata.ErrSteps},
		{"filters that walk everything", "$[?@[?count($..*) > 1]]", wide, pathdata.ErrSteps},
		{"descendants in descendants", "$..[?count($..*) > 1]", wide, pathdata.ErrSteps},
		{"equality of deep values", "$..[?@[0] == $[0]]", deep, pathdata.ErrSteps},
		{"equality of values that differ at the end", "$[?@ == $[0]]", "[" + long("["+long("0,", 4_000)+"1],", 500) + "[" + long("0,", 4_000) + "2]]", nil},
		{"equality of wide objects", "$[?@ == $[0]]", "[" + long(wideObject(3_000)+",", 20) + "0]", nil},
		{"a regular expression that backtracks elsewhere", `$[?match(@, '(a*)*b')]`, `["` + long("a", 1<<20) + `"]`, nil},
		{"a large regular expression on a large text", `$[?match(@, '(a?){999}b')]`, `["` + long("a", 1<<20) + `"]`, pathdata.ErrSteps},
		{"a regular expression of the body that repeats", `$[?match('a', @)]`, `["(((a{99}){99}){99}){99}"]`, pathdata.ErrSteps},
		{"a regular expression of the body that is long", `$[?match('a', @)]`, `["` + long("a", 2_000) + `"]`, pathdata.ErrSteps},
		{"regular expressions of the body that differ", `$..[?search('a', @)]`, distinctPatterns(20_000), pathdata.ErrSteps},
		{"a long exponent", `$[?@ == 1e` + long("9", 3_000) + `]`, "[1e" + long("9", 100_000) + ",1e" + long("9", 3_000) + "]", nil},
		{"a long text that numbers are compared with", "$[1][?@ == $[0] || @ == 1]", `["` + long("x", 32<<20) + `",[` + long("1,", 200_000) + "1]]", nil},
		{"a long text that others are compared with", "$[1][?@ == $[0]]", `["` + long("x", 8<<20) + `",[` + long(`"x",`, 200_000) + "1]]", pathdata.ErrSteps},
		{"a long name with escapes", "$[1][?$[0].a]", `[{"` + long(`\u0061`, 1<<20) + `":1},[` + long("1,", 200_000) + "1]]", nil},
		{"a long name that is selected often", "$" + long("[*,*]", 2) + "[" + long("*,", 1_000) + "*]", `[[{"` + long("x", 8<<20) + `":1}]]`, pathdata.ErrSteps},
		{"names that look alike", "$[?@['" + long("a", 4_000) + "']]", "[{" + long(`"`+long("a", 3_999)+`b":1,`, 4_000) + `"b":1}]`, nil},
		{"a filter of many tests", "$[?" + long("true==true&&", 330) + "true==true]", "[" + long("1,", 20_000) + "1]", nil},
		{"a filter of many tests on what is held", "$..[?" + long("true==true&&", 330) + "true==true]", "[" + long("1,", 200_000) + "1]", pathdata.ErrSteps},
		{"indexes of objects", "$..[?@[" + long("0,", 1_900) + "'a']]", "[" + long(`{"b":{}},`, 100_000) + "1]", pathdata.ErrSteps},
		{"a long slice", "$[::-9007199254740991]", wide, nil},
		{"names with escapes", "$[?@.aaaaaaaaaa]", "[" + long(`{"`+long(`\u0061`, 11)+`":1},`, 1_000) + "1]", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := drain(pathdata.EachWith(strings.NewReader(tt.body), pathdata.Limits{Depth: 10_000}, compile(tt.path).Optional()))
			var pe *pathdata.ParseError
			if !errors.Is(err, tt.want) || err != nil && !errors.As(err, &pe) {
				t.Errorf("Each(%.40q) = %v, want %v", tt.path, err, tt.want)
			}
		})
	}
}

func wideObject(n int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		b.WriteString(`"m` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + `":1,`)
	}
	return b.String() + `"end":0}`
}

func distinctPatterns(n int) string {
	var b strings.Builder
	b.WriteString("[[")
	for i := range n {
		b.WriteString(`"b` + strings.Repeat("(c|d)", i%50) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + `",`)
	}
	return b.String() + "0]]"
}

// TestStepsAreCounted: the budget is used in proportion to what is looked at.
func TestStepsAreCounted(t *testing.T) {
	tests := []struct {
		name, path, body string
		enough           int64
	}{
		{"a filter on a small record", "$[?@.a > 1]", `[{"a":1,"b":{"c":[1,2,3,4,5,6]}}]`, 10},
		{"descendants", "$..a", `[[1,2],[3,4]]`, 30},
		{"the last element", "$[-1]", `[1,2,3,4,5,6,7,8,9,10]`, 60},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for steps := range tt.enough {
				err := drain(pathdata.EachWith(strings.NewReader(tt.body), pathdata.Limits{Steps: steps + 1}, compile(tt.path).Optional()))
				if err == nil && steps < 2 {
					t.Errorf("%d steps are enough", steps+1)
				}
				if err == nil {
					return
				}
				if !errors.Is(err, pathdata.ErrSteps) {
					t.Fatalf("%v, want ErrSteps", err)
				}
			}
			t.Errorf("%d steps are not enough", tt.enough)
		})
	}
}
