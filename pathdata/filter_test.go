// Filters where chance does not go: what is exact, what is equal, what a name
// that occurs twice means, and patterns out of the body.

package pathdata_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestFilter(t *testing.T) {
	tests := []struct {
		name, path, body string
		want             []string
	}{
		{"beyond 2^53", `$[?@ == 9007199254740993]`, `[9007199254740992,9007199254740993,9007199254740993.0,9.007199254740993e15]`, []string{
			`9007199254740993`, `9007199254740993.0`, `9.007199254740993e15`}},
		{"signs of zero", `$[?@ == -0]`, `[0,-0,0.0e7,-0e-7,1e-400]`, []string{`0`, `-0`, `0.0e7`, `-0e-7`}},
		{"huge exponents", `$[?@ > 1e999999999]`, `[1e999999998,1e1000000000,-1e1000000000,1e99999999999999999999999]`, []string{`1e1000000000`, `1e99999999999999999999999`}},
		{"text by code point", `$[?@ >= "\uffff"]`, `["\ufffe","\ud83d\ude00","😀","\uffff",1]`, []string{`"\ud83d\ude00"`, `"😀"`, `"\uffff"`}},
		{"escapes on both sides", `$[?@.a == @.b]`, `[{"a":"\u0061\/\n","b":"a/\u000a"},{"a":"\\u0061","b":"a"},{"a":"a","b":"\u0061"}]`, []string{
			`{"a":"\u0061\/\n","b":"a/\u000a"}`, `{"a":"a","b":"\u0061"}`}},
		{"kinds differ", `$[?@.a == @.b]`, `[{"a":1,"b":"1"},{"a":null},{"a":false,"b":0},{"a":[],"b":{}},{"a":null,"b":null},{}]`, []string{`{"a":null,"b":null}`, `{}`}},
		{"null exists", `$[?@.a]`, `[{"a":null},{"a":false},{"b":1}]`, []string{`{"a":null}`, `{"a":false}`}},
		{"equal objects", `$[?@.a == @.b]`, `[{"a":{"x":1,"y":[1,{"z":2}]},"b":{"y":[1.0,{"\u007a":2e0}],"x":1}},{"a":{"x":1},"b":{"x":1,"y":1}},{"a":{"x":1},"b":{"y":1}}]`, []string{
			`{"a":{"x":1,"y":[1,{"z":2}]},"b":{"y":[1.0,{"\u007a":2e0}],"x":1}}`}},
		{"equal objects, the last of a name", `$[?@.a == @.b].n`, `[{"n":1,"a":{"x":2,"x":1},"b":{"x":1}},{"n":2,"a":{"x":1,"x":2},"b":{"x":1}},{"n":3,"a":{"x":1,"y":2,"x":3},"b":{"x":3,"x":3,"y":2}}]`, []string{`1`, `3`}},
		{"equal arrays", `$[?@[0] == @[1]]`, `[[[1,[2]],[1,[2]]],[[1,2],[1]],[[1],[1,2]],[[],[]],[[1,2],[2,1]]]`, []string{`[[1,[2]],[1,[2]]]`, `[[],[]]`}},
		{"the last of a name", `$[?@.a == 2]`, `[{"a":1,"a":2},{"a":2,"a":1}]`, []string{`{"a":1,"a":2}`}},
		{"length", `$[?length(@) == 2]`, `["ab","\ud83d\ude00é","abc",[1,2],{"a":1,"b":2},{"a":1},12,null]`, []string{`"ab"`, `"\ud83d\ude00é"`, `[1,2]`, `{"a":1,"b":2}`}},
		{"count and length", `$[?count(@.*) == length(@.n)]`, `[{"n":"12","x":0},{"n":"1"},{"n":[1],"x":0}]`, []string{`{"n":"12","x":0}`, `{"n":"1"}`}},
		{"count of a name", `$[?count(@.a) == 1]`, `[{"a":1},{}]`, []string{`{"a":1}`}},
		{"value of one", `$[?value(@..x) > 1]`, `[{"a":{"x":2}},{"a":{"x":2},"x":3},{"x":1}]`, []string{`{"a":{"x":2}}`}},
		{"a pattern with escapes", `$[?search(@, 'é\n')]`, `["caf\u00e9\n","café"]`, []string{`"caf\u00e9\n"`}},
		{"patterns of the body", `$[?match(@.s, @.p)].s`, `[{"s":"ab","p":"a."},{"s":"b","p":"a\u002e"},{"s":"c","p":"["},{"s":"d","p":1},{"s":"(","p":"\\("},{"s":"x"}]`, []string{`"ab"`, `"("`}},
		{"a pattern of the body for both", `$[?match(@.s, @.p) || search(@.s, @.p)].s`, `[{"s":"ab","p":"a"},{"s":"a","p":"a"},{"s":"b","p":"a"}]`, []string{`"ab"`, `"a"`}},
		{"no I-Regexp", `$[?!match(@, '\\d')]`, `["1",1]`, []string{`"1"`, `1`}},
		{"a pattern that is no text", `$[?search(@, 1) || search(@, null)]`, `["1",1]`, nil},
		{"literals", `$[?1 < 2 && 'a' != "b"]`, `[7]`, []string{`7`}},
		{"jumps", `$[?(@.a || @.b) && !(@.c && @.d) || @.e].n`, `[{"n":1,"a":0},{"n":2,"b":0,"c":0},{"n":3,"a":0,"c":0,"d":0},{"n":4,"e":0,"c":0,"d":0},{"n":5}]`, []string{`1`, `2`, `4`}},
		{"members", `$.o[?@ > 1]`, `{"o":{"x":1,"y":2,"z":3}}`, []string{`2`, `3`}},
		{"behind a filter", `$.r[?@.a][?@.b > 1]..c[-1]`, `{"r":[{"a":{"b":2,"c":[1,2]}},{"a":{"b":1,"c":[3]}},{"x":{"b":3,"c":[4]}}]}`, []string{`2`}},
		{"the root", `$.r[?@.a > $.limit].a`, `{"r":[{"a":1},{"a":3}],"limit":2}`, []string{`3`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sel := compile(tt.path)
			for _, s := range []*pathdata.Selector{sel, pathdata.Held(sel)} {
				for name, r := range readers(tt.body) {
					var got []string
					for m, err := range pathdata.Each(r, s) {
						if err != nil {
							t.Fatalf("%s: %v", name, err)
						}
						got = append(got, string(m.Raw))
					}
					if d := cmp.Diff(tt.want, got); d != "" {
						t.Errorf("%s: Each(%q) mismatch (-want +got):\n%s", name, tt.path, d)
					}
				}
			}
		})
	}
}

// TestFilterAllocates: nothing for a record, whatever the filter asks of it.
func TestFilterAllocates(t *testing.T) {
	for _, path := range []string{
		`$.rows[?@.spamScore > 50]`, `$.rows[?@.name == 'caf\u00e9']`, `$.rows[?@.tags[?@ == 'x']]`, `$.rows[?count(@..*) > 100]`, `$.rows[?@.sub == @.same]`,
		`$.rows[?search(@.name, 'f.$')]`, `$.rows[?length(@.name) == value(@.id)]`, `$.rows[?@.name < @.tags[-1] && !@.nope]`,
	} {
		if underRace && strings.Contains(path, "search(") {
			continue // the regexp package keeps its machines in a pool
		}
		sel := compile(path)
		allocs := func(n int) float64 {
			body := `{"rows":[` + strings.Repeat(`{"id":1,"name":"caf\u00e9 é","tags":["a","\u0062"],"spamScore":51.5,"sub":{"a":1,"b":[2]},"same":{"b":[2.0],"a":1}},`, n) + `1]}`
			return testing.AllocsPerRun(3, func() {
				if err := drain(pathdata.Each(strings.NewReader(body), sel)); err != nil {
					t.Fatal(err)
				}
			})
		}
		if few, many := allocs(2_000), allocs(20_000); many > few+8 { // the collector may empty a pool of the regexp package
			t.Errorf("%s: %v allocations for 2,000 records, %v for 20,000", path, few, many)
		}
	}
}

// TestDynamicPatterns: more patterns than are kept compiled, again and again.
func TestDynamicPatterns(t *testing.T) {
	var rows []string
	for i := range 60 {
		rows = append(rows, fmt.Sprintf(`{"s":"x%d","p":"x%d"}`, i, i%20))
	}
	n := 0
	for m, err := range pathdata.Each(strings.NewReader("["+strings.Join(rows, ",")+"]"), compile("$[?match(@.s, @.p)]")) {
		if err != nil {
			t.Fatal(err)
		}
		if want := rows[n]; string(m.Raw) != want {
			t.Errorf("record %d is %s, want %s", n, m.Raw, want)
		}
		n++
	}
	if n != 20 {
		t.Errorf("%d records, want 20", n)
	}
}
