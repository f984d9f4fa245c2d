// Selectors as text: what Compile takes and refuses, and the round trip.

package pathdata_test

import (
	"encoding"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestCompile(t *testing.T) {
	for _, path := range []string{
		`$`, `$.a.b`, `$ .a ['b'] [ * ]`, "$\n.a", `$['any name']`, `$["a\"\u00e9\ud83d\ude00"]`, `$['\'"']`, `$.a[*]`, `$.*`, `$['a','b'][*]`,
		`$[*]`, `$[:]`, `$[ 1 : 2 : 3 ]`, `$[::0]`, `$[0,3,5:]`, `$['a',0]`, `$.true.false.null`, `$.☺`, `$[9007199254740991]`,
		`$..a`, `$ ..a [ 0 ]`, `$..*`, `$..['a',0]`, `$[-1]`, `$[-9007199254740991]`, `$[1:-1]`, `$[::-1]`, `$[0,0]`, `$['a',"a"]`, `$[*,1]`, `$[5,1]`, `$[1,0:2]`,
		`$[?@]`, `$[ ? @.a && !( @.b || $..c ) , 0]`, `$[?@.a==-0.5E+07]`, `$[?'a'==@['b'][-1]]`, `$[?1==1]`, `$[?count(@..*)>=length(value($.a..b))]`,
		`$[?!match(@.a,"\"\u0041") || search(@, @.b)]`, `$[?@[?@[?@.a==null]]]`, `$[?match(@.a,'[')]`,
		"$[?" + strings.Repeat("(", 63) + "@.a" + strings.Repeat(")", 63) + "]", "$" + strings.Repeat("[?@", 64) + strings.Repeat("]", 64),
	} {
		if _, err := pathdata.Compile(path); err != nil {
			t.Errorf("Compile(%q): %v", path, err)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	tests := []struct {
		path   string
		offset int
		msg    string
	}{
		{``, 0, `a path starts with "$"`},
		{`a.b`, 0, `a path starts with "$"`},
		{` $`, 0, `a path starts with "$"`},
		{`$ `, 1, `white space at the end`},
		{`$.a `, 3, `white space at the end`},
		{`$.`, 2, `want a name or *`},
		{`$. a`, 2, `want a name or *`},
		{`$.1`, 2, `want a name or *`},
		{`$.['a']`, 2, `leave the dot out`},
		{`$.a-b`, 3, `written ['name']`},
		{`$a`, 1, `unexpected 'a'`},
		{`$[`, 2, `not closed`},
		{`$['a'`, 5, `not closed`},
		{`$['a`, 2, `not closed`},
		{`$['a',]`, 6, `nothing between`},
		{`$[a]`, 2, `is quoted`},
		{`$[]`, 2, `nothing between`},
		{`$[1 2]`, 4, `want "," or "]"`},
		{`$[01]`, 2, `leading zeros`},
		{`$[-0]`, 2, `without a sign`},
		{`$[-]`, 3, `want a digit`},
		{`$[9007199254740992]`, 2, `beyond 2^53-1`},
		{`$[99999999999999999999999]`, 2, `beyond 2^53-1`},
		{`$['\x']`, 3, `unknown escape`},
		{`$['\"']`, 3, `unknown escape`},
		{`$['\ud800']`, 3, `surrogates in pairs`},
		{`$['\u12g4']`, 3, `four hexadecimal digits`},
		{"$['\n']", 3, `control character`},
		{"$.\xff", 0, `not valid UTF-8`},
		{"$" + strings.Repeat(".a", 8192), 16384, `longer than 16384 bytes`},
		{`$[` + strings.Repeat("[", 70), 2, `want a quoted name`},
		{`$..`, 3, `behind ".."`},
		{`$...a`, 3, `behind ".."`},
		{`$.. a`, 3, `behind ".."`},
		{`$..1`, 3, `behind ".."`},
		{`$[@.a]`, 2, `a filter starts with "?"`},
		{`$[(@.length-1)]`, 2, `a filter starts with "?"`},
		{`$[?`, 3, `not finished`},
		{`$[?]`, 3, `want @, $, a literal`},
		{`$[?@.a`, 6, `not closed`},
		{`$[?@.a 1]`, 7, `behind the filter`},
		{`$[?@.a = 1]`, 7, `operator for equality`},
		{`$[?'a' = 1]`, 7, `operator for equality`},
		{`$[?@.a == ]`, 10, `want @, $, a literal`},
		{`$[?@.a == b]`, 10, `a member is written @.b`},
		{`$[?@.a == True]`, 10, `lower case`},
		{`$[?true]`, 3, `has to be compared`},
		{`$[?@.a == 01]`, 10, `leading zeros`},
		{`$[?@.a == 1.]`, 12, `want a digit`},
		{`$[?@.a == 1e]`, 12, `want a digit`},
		{`$[?@.a == -]`, 11, `want a digit`},
		{`$[?@.* == 1]`, 3, `value(…) takes the one it selects`},
		{`$[?1 == @..a]`, 8, `value(…) takes the one it selects`},
		{`$[?!@.a == 1]`, 3, `write !(…) around it`},
		{`$[?(@.a) == 1]`, 3, `without parentheses`},
		{`$[?(@.a`, 3, `"(" is not closed`},
		{`$[?(@.a 1)]`, 8, `or ")"`},
		{`$[?!!@.a]`, 4, `want @, $, a literal`},
		{`$[?first(@.a)]`, 3, `unknown function "first"`},
		{`$[?count (@.*) == 1]`, 8, `right behind count`},
		{`$[?count(1) == 1]`, 9, `count() takes a query`},
		{`$[?count() == 1]`, 3, `takes 1 arguments, not 0`},
		{`$[?count(@.a,@.b) == 1]`, 13, `takes 1 arguments, not more`},
		{`$[?count(@.a @.b) == 1]`, 13, `want "," or ")"`},
		{`$[?length(@.*) == 1]`, 10, `length() takes one value`},
		{`$[?length(match(@.a,'x')) == 1]`, 10, `not the answer of match()`},
		{`$[?length(@.a)]`, 3, `has to be compared`},
		{`$[?match(@.a,'x') == true]`, 3, `it is not compared`},
		{`$[?true == search(@.a,'x')]`, 11, `it is not compared`},
		{`$[?match(@.a)]`, 3, `takes 2 arguments, not 1`},
		{`$[?match(@.a,'(x{1000}){1000}')]`, 3, `the pattern is too large`},
		{`$[?match(@.a,'(abcdefghijk){1000}')]`, 3, `the pattern is too large`},
		{`$[?match(@.a,'(abcd){1000}')||match(@.a,'(abcdefgh){800}')]`, 30, `the pattern is too large`},
		{`$[?` + strings.Repeat("(", 64) + `@.a` + strings.Repeat(")", 64) + `]`, 66, `more than 64 nested`},
		{"$" + strings.Repeat("[?@", 65) + strings.Repeat("]", 65), 193, `more than 64 nested`},
		{`$[?` + strings.Repeat("length(", 64) + `@` + strings.Repeat(")", 64) + `==1]`, 450, `more than 64 nested`},
	}
	for _, tt := range tests {
		_, err := pathdata.Compile(tt.path)
		var syntax *pathdata.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Compile(%q) = %v, want a SyntaxError", tt.path, err)
			continue
		}
		if syntax.Offset != tt.offset || !strings.Contains(syntax.Msg, tt.msg) {
			t.Errorf("Compile(%q): offset %d, %q; want offset %d and %q", tt.path, syntax.Offset, syntax.Msg, tt.offset, tt.msg)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("MustCompile does not panic")
		}
	}()
	pathdata.MustCompile("$", "$[")
}

func TestSelectorText(t *testing.T) {
	var _ encoding.TextMarshaler = (*pathdata.Selector)(nil)
	extended := func(expr string) *pathdata.Selector {
		s, err := pathdata.Extended(expr)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := []struct {
		sel  *pathdata.Selector
		want string
	}{
		{compile("$.a[*]"), "$.a[*]"},
		{compile("$['a | $.b'] ['c']", "$[:]", "$"), "$['a | $.b'] ['c'] | $[:] | $"},
		{compile("$.a").Elements(), "elements $.a"},
		{compile("$.a", "$.b").Optional().Elements(), "elements optional $.a | $.b"},
		{compile("$..a[?@.b || @.c == ' | ']", "$[-1]", "$[?@.d]").Elements().Optional(), "elements optional $..a[?@.b || @.c == ' | '] | $[-1] | $[?@.d]"},
		{extended(`$.a[?(@.x == " | ")]`).Optional(), `optional extended $.a[?(@.x == " | ")]`},
	}
	for _, tt := range tests {
		b, err := json.Marshal(tt.sel)
		if err != nil {
			t.Fatal(err)
		}
		var back pathdata.Selector
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if d := cmp.Diff([]string{tt.want, tt.want}, []string{tt.sel.String(), back.String()}); d != "" {
			t.Errorf("text mismatch (-want +got):\n%s", d)
		}
		if back.Streams() != tt.sel.Streams() {
			t.Errorf("%s: Streams differs", tt.want)
		}
	}
	for _, text := range []string{``, `elements`, `$.a |`, `$.a | `, `$.a  | $.b`, `optional elements $.a`, `extended a`, `$..`, `$[?@.a] || $.b`} {
		sel := pathdata.MustCompile("$.kept")
		var syntax *pathdata.SyntaxError
		if err := sel.UnmarshalText([]byte(text)); !errors.As(err, &syntax) || sel.String() != "$.kept" {
			t.Errorf("UnmarshalText(%q) = %v, selector %q", text, err, sel)
		}
	}
	if _, err := new(pathdata.Selector).MarshalText(); err == nil {
		t.Error("a zero selector marshals")
	}
}

// TestStreams: what is held, by path.
func TestStreams(t *testing.T) {
	tests := []struct {
		path string
		want bool
	}{
		{`$`, true}, {`$.a[*].b[0,2:4]['x','y']`, true}, {`$.rows[?@.a > 1]`, true}, {`$.rows[?@.a > 1]..b[-1]`, true}, {`$[?@.a][?@.b,0]`, true},
		{`$..a`, false}, {`$.rows[-1]`, false}, {`$.rows[::-1]`, false}, {`$.rows[1,0]`, false}, {`$['a','a']`, false}, {`$[*,0]`, false},
		{`$[?@.a,?@.b]`, false}, {`$.rows[?@.a == $.b]`, false}, {`$.rows[?@.a][?$]`, false}, {`$.rows..[?@.a]`, false}, {`$[:5,3]`, false}, {`$[3,0:2]`, false}, {`$[0:4,2:6]`, false}, {`$[0:9:2,1:9:2]`, false}, {`$[0:9:2,9:]`, true}, {`$[:,0]`, false},
		{`$[:0,0]`, true}, {`$[::0,0]`, true},
	}
	for _, tt := range tests {
		if got := compile(tt.path).Streams(); got != tt.want {
			t.Errorf("Compile(%q).Streams() = %v, want %v", tt.path, got, tt.want)
		}
	}
	if compile("$.a", "$..a").Streams() {
		t.Error("an alternative that is held streams")
	}
}

// TestNormalizedPaths: the path of any member name is a path that compiles and
// finds the member again.
func TestNormalizedPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		body, err := json.Marshal(map[string][]int{name: {7}})
		if err != nil {
			t.Fatal(err)
		}
		for m, err := range pathdata.Each(strings.NewReader(string(body)), compile("$.*[*]")) {
			if err != nil {
				t.Fatal(err)
			}
			sel, err := pathdata.Compile(m.Path.String())
			if err != nil {
				t.Fatal(err)
			}
			got, err := collect(strings.NewReader(string(body)), pathdata.Limits{}, sel)
			if err != nil || len(got) != 1 || got[0] != "0 "+m.Path.String()+" 7" {
				t.Fatalf("%s gives %q, %v", m.Path, got, err)
			}
		}
	})
}
