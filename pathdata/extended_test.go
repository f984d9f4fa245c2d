// Expressions beyond the standard: what they give, how they stream, and what
// the guard keeps from the library.

package pathdata_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/PaesslerAG/gval"
	"github.com/PaesslerAG/jsonpath"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

const extendedBody = `{"limit":50,"rows":[
 {"id":9007199254740993,"score":90,"tag":"b","sub":{"x": [1, 2]}},
 {"id":2,"score":10,"tag":"a","sub":{"x":[3]}},
 {"id":3,"score":60.0,"tag":"c","sub":{}}],
 "named":{"z":{"v":1},"a":{"v":2}},"kinds":{"t":true,"f":false,"n":null,"s":"\u00fc\"","e":1e2,"o":{},"a":[]}}`

func TestExtended(t *testing.T) {
	tests := []struct {
		name, expr string
		elements   bool
		streams    bool
		want       []string
	}{
		{name: "filter", expr: `$.rows[?(@.score > 50)]`, streams: true, want: []string{
			`$['rows'][0] {"id":9007199254740993,"score":90,"tag":"b","sub":{"x": [1, 2]}}`,
			`$['rows'][2] {"id":3,"score":60.0,"tag":"c","sub":{}}`}},
		{name: "small numbers are numbers", expr: `$.rows[?(@.score > 9)].id`, streams: true, want: []string{
			`$['rows'][0]['id'] 9007199254740993`, `$['rows'][1]['id'] 2`, `$['rows'][2]['id'] 3`}},
		{name: "a path behind", expr: `$.rows[?(@.score > 50)].sub.x`, streams: true, want: []string{`$['rows'][0]['sub']['x'] [1, 2]`}},
		{name: "a path behind, elements", expr: `$.rows[?(@.score > 50)].sub.x`, elements: true, streams: true, want: []string{
			`$['rows'][0]['sub']['x'][0] 1`, `$['rows'][0]['sub']['x'][1] 2`}},
		{name: "two filters", expr: `$.rows[?(@.score > 5)].sub.x[?(@ > 1)]`, streams: true, want: []string{
			`$['rows'][0] 2`, `$['rows'][1] 3`}},
		{name: "filter of an object", expr: `$.named[?(@.v == 2)]`, streams: true, want: []string{`$['named']['a'] {"v":2}`}},
		{name: "nothing passes", expr: `$.rows[?(@.score > 500)]`, streams: true},
		{name: "regular expression", expr: `$.rows[?(@.tag =~ "^[ab]$")].tag`, streams: true, want: []string{
			`$['rows'][0]['tag'] "b"`, `$['rows'][1]['tag'] "a"`}},
		{name: "root in a filter", expr: `$.rows[?(@.score > $.limit)].tag`, want: []string{`$ "b"`, `$ "c"`}},
		{name: "descendants", expr: `$..x`, want: []string{`$ [1, 2]`, `$ [3]`}},
		{name: "descendants, elements", expr: `$..x`, elements: true, want: []string{`$[0] 1`, `$[1] 2`, `$[0] 3`}},
		{name: "wildcard by name", expr: `$.named.*.v`, want: []string{`$ 2`, `$ 1`}},
		{name: "arithmetic", expr: `$.limit + 1`, want: []string{`$ 51`}},
		{name: "ternary", expr: `$.limit > 10 ? $.rows[1] : "no"`, want: []string{`$ {"id":2,"score":10,"tag":"a","sub":{"x":[3]}}`}},
		{name: "all kinds of values", expr: `$.kinds`, want: []string{`$ {"t":true,"f":false,"n":null,"s":"\u00fc\"","e":1e2,"o":{},"a":[]}`}},
		{name: "scalars anew", expr: `$.kinds.*`, want: []string{`$ []`, `$ 100`, `$ false`, `$ null`, `$ {}`, `$ "ü\""`, `$ true`}},
		{name: "blanks behind dots", expr: `$.kinds .  *`, want: []string{`$ []`, `$ 100`, `$ false`, `$ null`, `$ {}`, `$ "ü\""`, `$ true`}},
		{name: "null, elements", expr: `$.kinds.n`, elements: true},
		{name: "a slice", expr: `$.rows[1:3].tag`, want: []string{`$ "a"`, `$ "c"`}},
		{name: "a union", expr: `$.rows[0]["tag","score"]`, want: []string{`$ 90`, `$ "b"`}},
		{name: "descendants in brackets", expr: `$..["tag"]`, want: []string{`$ "b"`, `$ "a"`, `$ "c"`}},
		{name: "a list is not true", expr: `$.rows[?(@.sub.x[?(@ > 2)])].id`, streams: true},
		{name: "a script", expr: `$.rows[(@[1].score / 5)].tag`, want: []string{`$ "c"`}},
		{name: "exact integer", expr: `$.rows[0].id`, want: []string{`$ 9007199254740993`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sel, err := pathdata.Extended(tt.expr)
			if err != nil {
				t.Fatal(err)
			}
			if tt.elements {
				sel = sel.Elements()
			}
			if sel.Streams() != tt.streams {
				t.Errorf("Streams() = %v, want %v", sel.Streams(), tt.streams)
			}
			for range 5 { // the same order every time
				var got []string
				for m, err := range pathdata.Each(strings.NewReader(extendedBody), sel) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, m.Path.String()+" "+string(m.Raw))
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Fatalf("Each(%q) mismatch (-want +got):\n%s", tt.expr, d)
				}
			}
		})
	}
}

func TestExtendedAbsent(t *testing.T) {
	for _, expr := range []string{`$.nope`, `$.nope[?(@.x)]`, `$.rows[9]`, `$.limit.x`} {
		sel, err := pathdata.Extended(expr)
		if err != nil {
			t.Fatal(err)
		}
		var absent *pathdata.NoMatchError
		if err := drain(pathdata.Each(strings.NewReader(extendedBody), sel)); !errors.As(err, &absent) {
			t.Errorf("Each(%q) = %v, want a NoMatchError", expr, err)
		}
		if err := drain(pathdata.Each(strings.NewReader(extendedBody), sel.Optional())); err != nil {
			t.Errorf("Each(%q), optional: %v", expr, err)
		}
	}
}

// TestExtendedKeepsFlaws: what decoding mends is said of what is computed.
func TestExtendedKeepsFlaws(t *testing.T) {
	sel, err := pathdata.Extended("$.rows[0].t")
	if err != nil {
		t.Fatal(err)
	}
	for m, err := range pathdata.Each(strings.NewReader("{\"rows\":[{\"t\":\"q\xfe\"}]}"), sel) {
		if err != nil || !errors.Is(m.Flaw, pathdata.ErrInvalidUTF8) {
			t.Errorf("%s, flaw %v, %v", m.Raw, m.Flaw, err)
		}
	}
}

func TestExtendedGuard(t *testing.T) {
	long := strings.Repeat
	for _, expr := range []string{
		``, ` $.a`, `a`, `"text"`, `1+1`, `$.a[`, `$["a`, "$\xff", `$[?(@.a`,
		`$` + long("[0]", 2000), `$` + long("[", 3000), `$ + ` + long("(", 65) + "1" + long(")", 65),
		`$..a..b`, `$. .a. .b`, `$...a..`, `$.a // x`, `$.a /* x */`, `$.a / * x`,
	} {
		var syntax *pathdata.SyntaxError
		if _, err := pathdata.Extended(expr); !errors.As(err, &syntax) {
			t.Errorf("Extended(%.40q) = %v, want a SyntaxError", expr, err)
		}
	}
	for _, expr := range []string{`$["((((("]`, `$["..", ".."]`, `$["a//b"]`, `$` + long("[0]", 60)} {
		if _, err := pathdata.Extended(expr); err != nil {
			t.Errorf("Extended(%.40q): %v", expr, err)
		}
	}
}

func TestExtendedBounds(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	wide := "[" + strings.Repeat("[0,0],", 400) + "[0,0]]"
	tests := []struct {
		name, expr, body string
		limits           pathdata.Limits
		want             error
	}{
		{name: "depth of a document", expr: "$..a", body: deep, want: pathdata.ErrTooDeep},
		{name: "depth of a record", expr: "$[?(@.a)]", body: "[" + deep + "]", want: pathdata.ErrTooDeep},
		{name: "size", expr: "$..a", body: wide, limits: pathdata.Limits{Record: 100}, want: pathdata.ErrRecordTooLarge},
		{name: "unions", expr: "$" + strings.Repeat("[0,0]", 24), body: wide, want: pathdata.ErrSteps},
		{name: "filters that loop", expr: "$[?(@[?(@[?($..x)])])]", body: wide, limits: pathdata.Limits{Steps: 1_000_000}, want: pathdata.ErrSteps},
		{name: "doubling", expr: "$" + strings.Repeat("+$", 2000), body: `"` + strings.Repeat("x", 10_000) + `"`, want: pathdata.ErrSteps},
		{name: "descendants, deep and wide", expr: "$..*", body: strings.Repeat("[", 100) + strings.Repeat("1,", 20_000) + "1" + strings.Repeat("]", 100), want: pathdata.ErrSteps},
		{name: "a document of many values", expr: "$.x", body: `{"x":[` + strings.Repeat("1,", 320_000) + "1]}", want: pathdata.ErrSteps},
		{name: "a document of many matches", expr: "$[*]", body: "[" + strings.Repeat("1,", 40_000) + "1]", want: pathdata.ErrSteps},
		{name: "a long document", expr: "$.x", body: `{"x":"` + strings.Repeat("1", 20<<20) + `"}`, want: pathdata.ErrSteps},
		{name: "a small budget", expr: "$[?(@.a > 1)]", body: `[{"a":1,"b":2}]`, limits: pathdata.Limits{Steps: 2}, want: pathdata.ErrSteps},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sel, err := pathdata.Extended(tt.expr)
			if err != nil {
				t.Fatal(err)
			}
			var pe *pathdata.ParseError
			err = drain(pathdata.EachWith(strings.NewReader(tt.body), tt.limits, sel))
			if !errors.Is(err, tt.want) || !errors.As(err, &pe) {
				t.Errorf("EachWith(%.30q) = %v, want %v", tt.expr, err, tt.want)
			}
		})
	}
}

func TestExtendedFails(t *testing.T) {
	for _, expr := range []string{`$.limit / 0`, `$.limit - date($.kinds.s)`, `$.rows[?(@.id)]["score", "id"] / 0`} {
		sel, err := pathdata.Extended(expr)
		if err != nil {
			t.Fatal(err)
		}
		err = drain(pathdata.Each(strings.NewReader(extendedBody), sel))
		if err == nil || errors.As(err, new(*pathdata.ParseError)) || errors.As(err, new(*pathdata.NoMatchError)) {
			t.Errorf("Each(%q) = %v, want a failed evaluation", expr, err)
		}
	}
}

// TestExtendedAgrees: record by record gives what the library gives for the
// whole document.
func TestExtendedAgrees(t *testing.T) {
	exprs := []string{
		`$.rows[?(@.n > 3)]`, `$.rows[?(@.n == 3 || @.s == "b")]`, `$.rows[?(@.s =~ "^a")].n`, `$.rows[?(@.o.p)].o`,
		`$.rows[?(@.n * 2 < 9)].o.p`, `$[?(@.a)]`, `$.rows[?(@.n > 1)].o[?(@ > 1)]`,
	}
	value := rapid.OneOf(rapid.Map(rapid.IntRange(0, 6), func(i int) any { return i }), rapid.Map(rapid.SampledFrom([]string{"a", "b", "ab"}), func(s string) any { return s }))
	row := rapid.Custom(func(t *rapid.T) map[string]any {
		r := map[string]any{}
		for _, name := range []string{"n", "s"} {
			if rapid.Bool().Draw(t, name) {
				r[name] = value.Draw(t, "value")
			}
		}
		if rapid.Bool().Draw(t, "o") {
			r["o"] = map[string]any{"p": value.Draw(t, "p")}
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		doc := map[string]any{"rows": rapid.SliceOf(row).Draw(t, "rows")}
		body, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		var decoded any
		if err := json.Unmarshal(body, &decoded); err != nil {
			t.Fatal(err)
		}
		for _, expr := range exprs {
			sel, err := pathdata.Extended(expr)
			if err != nil || !sel.Streams() {
				t.Fatalf("Extended(%q): %v", expr, err)
			}
			got := []any{}
			for m, err := range pathdata.Each(strings.NewReader(string(body)), sel) {
				var v any
				if err != nil || json.Unmarshal(m.Raw, &v) != nil {
					t.Fatalf("%s: %v", m.Raw, err)
				}
				got = append(got, v)
			}
			want, err := gval.Full(jsonpath.Language()).Evaluate(expr, decoded)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, any(got)); d != "" {
				t.Fatalf("Each(%q) of %s mismatch (-library +Each):\n%s", expr, body, d)
			}
		}
	})
}
