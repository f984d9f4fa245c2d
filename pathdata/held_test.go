// Values that are held: what they cost at most, how they are told from what is
// absent, and that nothing a walk does is lost on them.

package pathdata_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestHeld(t *testing.T) {
	c := compile
	type sels []*pathdata.Selector
	tests := []struct {
		name, body string
		sel        sels
		limits     pathdata.Limits
		want       []string
	}{
		{name: "names in the order of the body", body: `{"b":{"y":1,"x":2},"a":{"x":3}}`, sel: sels{c("$..['x','y']"), c("$['a','b']..x")}, want: []string{
			`1 $['b']['x'] 2`, `1 $['a']['x'] 3`, `0 $['b']['y'] 1`, `0 $['b']['x'] 2`, `0 $['a']['x'] 3`}},
		{name: "names twice in the order of the path", body: `{"a":1,"b":2}`, sel: sels{c("$['b','a','b']"), c("$['b',*]")}, want: []string{
			`0 $['b'] 2`, `0 $['a'] 1`, `0 $['b'] 2`, `1 $['b'] 2`, `1 $['a'] 1`, `1 $['b'] 2`}},
		{name: "from the end", body: `{"a":[1,2,3]}`, sel: sels{c("$.a[-1]"), c("$.a[::-2]"), c("$.a[2,0]"), c("$.a[-2:]"), c("$.a[0:9007199254740991:9007199254740991]")}, want: []string{
			`4 $['a'][0] 1`, `0 $['a'][2] 3`, `1 $['a'][2] 3`, `1 $['a'][0] 1`, `2 $['a'][2] 3`, `2 $['a'][0] 1`, `3 $['a'][1] 2`, `3 $['a'][2] 3`}},
		{name: "beside what streams", body: `{"rows":[{"id":1},{"id":2}],"end":0}`, sel: sels{c("$..id"), c("$.rows[*]"), c("$.rows[-1].id"), c("$.end")}, want: []string{
			`1 $['rows'][0] {"id":1}`, `1 $['rows'][1] {"id":2}`, `2 $['rows'][1]['id'] 2`, `3 $['end'] 0`, `0 $['rows'][0]['id'] 1`, `0 $['rows'][1]['id'] 2`}},
		{name: "paths with odd names", body: `{"x":[{"'\n":{"a":1}}]}`, sel: sels{c("$..a"), c("$.x[-1].*.a"), c("$.x[?@.*].*.a")}, want: []string{
			`2 $['x'][0]['\'\n']['a'] 1`, `1 $['x'][0]['\'\n']['a'] 1`, `0 $['x'][0]['\'\n']['a'] 1`}},
		{name: "elements", body: `{"a":[[1],[2]],"b":{"x":[3],"y":null,"z":4}}`,
			sel: sels{c("$.a[-1]").Elements(), c("$.a[-1:]").Elements(), c("$.a[?@]").Elements(), c("$.b[?@ != 1]").Elements(), c("$..x").Elements(), c("$..a").Elements()}, want: []string{
				`2 $['a'][0] [1]`, `2 $['a'][1] [2]`, `0 $['a'][1][0] 2`, `1 $['a'][1] [2]`, `3 $['b']['x'][0] 3`, `3 $['b']['z'] 4`,
				`4 $['b']['x'][0] 3`, `5 $['a'][0] [1]`, `5 $['a'][1] [2]`}},
		{name: "alternatives that meet give one match", body: `{"a":{"b":1},"b":2}`, sel: sels{c("$.a.b", "$..b"), c("$..b", "$..*"), c("$[?@ == 2]", "$.b"), c("$..b", "$..b")}, want: []string{
			`0 $['a']['b'] 1`, `2 $['b'] 2`, `0 $['b'] 2`, `1 $['b'] 2`, `1 $['a']['b'] 1`, `1 $['a'] {"b":1}`, `3 $['b'] 2`, `3 $['a']['b'] 1`}},
		{name: "alternatives, filters and elements", body: `{"a":[1,2]}`, sel: sels{c("$.a", "$[?@[0]]", "$[?@[1]]").Elements()}, want: []string{`0 $['a'][0] 1`, `0 $['a'][1] 2`}},
		{name: "one path twice is twice", body: `[7]`, sel: sels{c("$[0,0]"), c("$[0,-1]", "$.a")}, want: []string{`0 $[0] 7`, `0 $[0] 7`, `1 $[0] 7`, `1 $[0] 7`}},
		{name: "nothing selected is not absent", body: `{"a":[{"b":1}],"s":"x","n":null,"e":[],"m":["x",[{"y":1}]]}`, sel: sels{c("$.m[*][?@.z]"), c("$.m[*][?@.z,0:0]"), c("$.a[?@.c]"), c("$.a[?@.c].d"), c("$..zz"), c("$.s..b"), c("$.n[?@.b]"),
			c("$.e[?@.b].c"), c("$.e[-3:]"), c("$.a[?@.c == $.s].d"), c("$.n..*"), c("$.nope", "$.a[?@.c]")}},
		{name: "lines", body: `{"a":[1,2]} {"a":[3]} {"b":0}`, sel: sels{c("$.a[-1]"), c("$[?@ == $.b]")}, limits: pathdata.Limits{Lines: true}, want: []string{
			`0 $['a'][1] 2`, `0 $['a'][0] 3`, `1 $['b'] 0`}},
		{name: "keep", body: `{"a":["x","y"]}`, sel: sels{c("$..*")}, limits: pathdata.Limits{Keep: true}, want: []string{`0 $['a'] ["x","y"]`, `0 $['a'][0] "x"`, `0 $['a'][1] "y"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, r := range readers(tt.body) {
				got, err := collect(r, tt.limits, tt.sel...)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("%s: Each mismatch (-want +got):\n%s", name, d)
				}
			}
		})
	}
}

func TestHeldAbsent(t *testing.T) {
	tests := []struct {
		path, body, want string
	}{
		{`$.rows[-1].idd`, `{"rows":[{"id":1}]}`, `pathdata: "$.rows[-1].idd": "$.rows[-1]" has no member "idd" (did you mean "id"?)`},
		{`$.rows[-3]`, `{"rows":[1]}`, `pathdata: "$.rows[-3]": "$.rows" has no element -3, it has 1`},
		{`$.rows[1,0]`, `{"rows":[]}`, `pathdata: "$.rows[1,0]": "$.rows" has no element 1, it has 0`},
		{`$.rows[-1]`, `{"rows":{}}`, `pathdata: "$.rows[-1]": "$.rows" is an object, not an array`},
		{`$.rowz[-1]`, `{"rows":[]}`, `pathdata: "$.rowz[-1]": "$" has no member "rowz" (did you mean "rows"?)`},
		{`$.rows[?@.a]`, `{"rows":"none"}`, `pathdata: "$.rows[?@.a]": "$.rows" is a string, not an array or an object`},
		{`$.rows[?@.a]`, `{"row":[]}`, `pathdata: "$.rows[?@.a]": "$" has no member "rows" (did you mean "row"?)`},
		{`$.rows[?@.id == 1].nam`, `{"rows":[{"id":1,"name":2},{"id":2}]}`, `pathdata: "$.rows[?@.id == 1].nam": "$.rows[?@.id == 1]" has no member "nam" (did you mean "name"?)`},
		{`$.rows[?@.id == $.n].nam`, `{"n":1,"rows":[{"id":1,"name":2},{"id":2}]}`, `pathdata: "$.rows[?@.id == $.n].nam": "$.rows[?@.id == $.n]" has no member "nam" (did you mean "name"?)`},
		{`$.rowz[?@.id == $.n]`, `{"n":1,"rows":[]}`, `pathdata: "$.rowz[?@.id == $.n]": "$" has no member "rowz" (did you mean "rows"?)`},
		{`$..b.c`, `{"a":{"b":{"d":1}}}`, `pathdata: "$..b.c": "$..b" has no member "c"`},
	}
	for _, tt := range tests {
		for _, sel := range []*pathdata.Selector{compile(tt.path), pathdata.Held(compile(tt.path))} {
			_, err := collect(strings.NewReader(tt.body), pathdata.Limits{}, sel)
			if err == nil || err.Error() != tt.want {
				t.Errorf("Each(%s, %s)\n got: %v\nwant: %s", tt.path, tt.body, err, tt.want)
			}
		}
	}
}

// TestHeldDamage: damage in held values, with what was delivered before.
func TestHeldDamage(t *testing.T) {
	big := `{"rows":[` + strings.Repeat(`"0123456789",`, 20_000) + `1]}`
	tests := []struct {
		name, path, body string
		limits           pathdata.Limits
		offset           int64
		records          int
		want             error
		text             string
	}{
		{name: "cut", path: "$..a", body: `{"a":1`, offset: 6, want: io.ErrUnexpectedEOF},
		{name: "cut behind filtered records", path: "$[?@ > 1]", body: `[1,2,3,`, offset: 7, records: 2, want: io.ErrUnexpectedEOF},
		{name: "a name twice", path: "$..a", body: `{"a":1,"b":0,"\u0061":2}`, offset: 13, records: 1, want: pathdata.ErrDuplicateName},
		{name: "a name twice, inside", path: "$.x[-1].a", body: `{"x":[ {"a":1,"a":2}]}`, offset: 14, records: 1, want: pathdata.ErrDuplicateName},
		{name: "a name twice behind a filter", path: "$[?@.a].a", body: `[{"a":1,"a":2}]`, offset: 8, records: 1, want: pathdata.ErrDuplicateName},
		{name: "a held value that is too large", path: "$.rows[-1]", body: big, limits: pathdata.Limits{Record: 100_000}, offset: 100_008, want: pathdata.ErrRecordTooLarge,
			text: `"$.rows[-1]" holds more than 100000 bytes; Limits.Record allows more`},
		{name: "a small one that is too large", path: "$.rows[-1]", body: `{"rows":[1,2,3]}`, limits: pathdata.Limits{Record: 4}, offset: 12, want: pathdata.ErrRecordTooLarge,
			text: `"$.rows[-1]" holds more than 4 bytes; Limits.Record allows more`},
		{name: "steps", path: "$..*", body: `[[1,2],[3,4]]`, limits: pathdata.Limits{Steps: 16}, records: 5, want: pathdata.ErrSteps, text: `"$..*": more than 16 steps; Limits.Steps allows more`},
		{name: "steps of the table", path: "$..*", body: big, limits: pathdata.Limits{Steps: 1_000}, want: pathdata.ErrSteps},
		{name: "steps of one record", path: "$[?count(@..*) > 1]", body: `[[1,2],[1,2,3,4,5,6,7,8]]`, limits: pathdata.Limits{Steps: 15}, offset: 7, records: 1, want: pathdata.ErrSteps},
		{name: "deep", path: "$..*", body: strings.Repeat("[", 20) + strings.Repeat("]", 20), limits: pathdata.Limits{Depth: 10}, offset: 10, want: pathdata.ErrTooDeep},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, r := range readers(tt.body) {
				got, err := collect(r, tt.limits, compile(tt.path))
				var pe *pathdata.ParseError
				if !errors.As(err, &pe) || !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
					t.Fatalf("%s: error %v, want %v with %q", name, err, tt.want, tt.text)
				}
				if pe.Offset != tt.offset || pe.Records != tt.records || len(got) != tt.records {
					t.Errorf("%s: %v: offset %d, %d records (%d seen), want offset %d, %d records", name, err, pe.Offset, pe.Records, len(got), tt.offset, tt.records)
				}
			}
		})
	}
}

func TestHeldFlaw(t *testing.T) {
	body := "{\"a\":\"good\",\"b\":[\"\xff\",\"x\"],\"c\xff\":1}"
	var got []string
	for m, err := range pathdata.Each(strings.NewReader(body), compile("$..*")) {
		if err != nil {
			t.Fatal(err)
		}
		s := "sound"
		var pe *pathdata.ParseError
		if errors.As(m.Flaw, &pe) && errors.Is(m.Flaw, pathdata.ErrInvalidUTF8) {
			s = fmt.Sprint(pe.Offset)
		}
		got = append(got, s)
	}
	bad := fmt.Sprint(strings.Index(body, "\xff"))
	if d := cmp.Diff([]string{"sound", bad, "sound", bad, "sound"}, got); d != "" {
		t.Errorf("flaws mismatch (-want +got):\n%s", d)
	}
}

// TestHeldKeep: what is kept out of large held values stays as it was, and does
// not pin them.
func TestHeldKeep(t *testing.T) {
	body := `{"pad":"` + strings.Repeat("p", 300_000) + `","rows":[` + strings.Repeat(`{"id":"0123456789"},`, 5_000) + `0]}`
	var kept [][]byte
	for _, path := range []string{"$..id", "$.rows[?@.id].id", "$.rows[::-1].id"} {
		kept = kept[:0]
		for m, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Keep: true}, compile(path)) {
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, m.Raw)
		}
		if len(kept) != 5_000 {
			t.Fatalf("%s: %d records", path, len(kept))
		}
		for i, raw := range kept {
			if string(raw) != `"0123456789"` {
				t.Fatalf("%s: record %d is %s", path, i, raw)
			}
		}
	}
}

// TestHeldPinsNothing: a small match that is kept does not keep the value that
// it was found in.
func TestHeldPinsNothing(t *testing.T) {
	const size = 16 << 20
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	var kept []byte
	body := io.MultiReader(strings.NewReader(`{"pad":"`), io.LimitReader(letters{}, size), strings.NewReader(`","id":"0123456789"}`))
	for m, err := range pathdata.EachWith(body, pathdata.Limits{Keep: true}, compile("$..id")) {
		if err != nil {
			t.Fatal(err)
		}
		kept = m.Raw
	}
	if grown := heap() - before; grown > size/2 {
		t.Errorf("%d bytes stay for %s", grown, kept)
	}
	runtime.KeepAlive(kept)
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

// TestAlternativesForget: what was delivered is remembered while a value is
// held, not longer.
func TestAlternativesForget(t *testing.T) {
	body := `{"rows":[` + strings.Repeat(`{"a":[1]},`, 1_000) + `{"a":[2]}]}`
	got, err := collect(strings.NewReader(body), pathdata.Limits{Steps: 50}, compile("$.rows[?@.a].a[-1]", "$.rows[*].a[0]"))
	if err != nil || len(got) != 1_001 {
		t.Errorf("%d matches, %v", len(got), err)
	}
	if _, err = collect(strings.NewReader(body), pathdata.Limits{Steps: 50}, compile("$.rows[*].a[0]", "$.rows[-1]")); !errors.Is(err, pathdata.ErrSteps) {
		t.Errorf("%v, want ErrSteps", err)
	}
}

func TestHeldBreak(t *testing.T) {
	for _, path := range []string{"$..*", "$[?@ > 0]", "$[::-1]", "$[?@ > 0].a"} {
		for m, err := range pathdata.Each(strings.NewReader(`[1,{"a":2},3]`), compile(path), compile("$..*")) {
			if err != nil {
				t.Fatalf("%s: %s, %v", path, m.Raw, err)
			}
			break
		}
	}
}
