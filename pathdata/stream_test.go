// The walk: what each kind of path gives, what absence and damage look like,
// and that neither depends on how the reader cuts the body.

package pathdata_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// collect gives each match as "selector path raw", and the error.
func collect(r io.Reader, o pathdata.Limits, sel ...*pathdata.Selector) (got []string, err error) {
	for m, e := range pathdata.EachWith(r, o, sel...) {
		if e != nil {
			return got, e
		}
		got = append(got, fmt.Sprintf("%d %s %s", m.Sel, m.Path, m.Raw))
	}
	return got, nil
}

func compile(paths ...string) *pathdata.Selector {
	return pathdata.MustCompile(paths[0], paths[1:]...)
}

func TestEach(t *testing.T) {
	c := compile
	type sels []*pathdata.Selector
	tests := []struct {
		name, body string
		sel        sels
		limits     pathdata.Limits
		want       []string
	}{
		{name: "root", body: ` {"a": 1 } `, sel: sels{c("$")}, want: []string{`0 $ {"a": 1 }`}},
		{name: "scalars", body: `{"a":-1.5e+3,"b":"x","c":true,"d":null}`, sel: sels{c("$.*")}, want: []string{
			`0 $['a'] -1.5e+3`, `0 $['b'] "x"`, `0 $['c'] true`, `0 $['d'] null`}},
		{name: "names", body: `{"a":{"b":{"c":1}}}`, sel: sels{c("$.a['b'][\"c\"]")}, want: []string{`0 $['a']['b']['c'] 1`}},
		{name: "an escaped name in the body", body: `{"\u0061\/\ud83d\ude00\"":1}`, sel: sels{c(`$['a/😀"']`)}, want: []string{`0 $['a/😀"'] 1`}},
		{name: "names with escapes in paths", body: `{"'\\\n\u0007":1}`, sel: sels{c("$.*")}, want: []string{`0 $['\'\\\n\u0007'] 1`}},
		{name: "an empty name", body: `{"":1}`, sel: sels{c("$.*"), c("$['']")}, want: []string{`0 $[''] 1`, `1 $[''] 1`}},
		{name: "elements of an array", body: `{"rows":[1, [2] ,{"a":3}]}`, sel: sels{c("$.rows[*]")}, want: []string{
			`0 $['rows'][0] 1`, `0 $['rows'][1] [2]`, `0 $['rows'][2] {"a":3}`}},
		{name: "a union of arrays in the order of the body", body: `{"b":[1],"x":[9],"a":[2]}`, sel: sels{c("$['a','b'][*]")}, want: []string{
			`0 $['b'][0] 1`, `0 $['a'][0] 2`}},
		{name: "indexes and slices", body: `[0,1,2,3,4,5,6,7]`, sel: sels{c("$[0,2:4,5:8:2]")}, want: []string{
			`0 $[0] 0`, `0 $[2] 2`, `0 $[3] 3`, `0 $[5] 5`, `0 $[7] 7`}},
		{name: "all of an array only", body: `[1,2]`, sel: sels{c("$[:]")}, want: []string{`0 $[0] 1`, `0 $[1] 2`}},
		{name: "alternatives", body: `[{"a":1}]`, sel: sels{c("$.rows[*]", "$[:]")}, want: []string{`0 $[0] {"a":1}`}},
		{name: "alternatives that meet give one match", body: `{"a":1}`, sel: sels{c("$.a", "$.*", "$['a']")}, want: []string{`0 $['a'] 1`}},
		{name: "several selectors, nested", body: `{"end":"x","rows":[{"id":1,"sub":[5]}],"ok":true}`,
			sel: sels{c("$"), c("$.end"), c("$.rows[*]"), c("$.rows[*].sub[0]"), c("$.ok")},
			want: []string{`1 $['end'] "x"`, `3 $['rows'][0]['sub'][0] 5`, `2 $['rows'][0] {"id":1,"sub":[5]}`, `4 $['ok'] true`,
				`0 $ {"end":"x","rows":[{"id":1,"sub":[5]}],"ok":true}`}},
		{name: "a path to data that is an array", body: `{"rows":[[1],[2]]}`, sel: sels{c("$.rows").Elements(), c("$.rows[*]").Elements(), c("$.rows[0]").Elements()}, want: []string{
			`2 $['rows'][0][0] 1`, `0 $['rows'][0] [1]`, `1 $['rows'][0] [1]`, `0 $['rows'][1] [2]`, `1 $['rows'][1] [2]`}},
		{name: "a path to data that is an object", body: `{"r":{"a":1},"s":[2]}`, sel: sels{c("$.r").Elements(), c("$.*").Elements()}, want: []string{
			`0 $['r'] {"a":1}`, `1 $['r'] {"a":1}`, `1 $['s'][0] 2`}},
		{name: "a path to data that is the root", body: `[1,2]`, sel: sels{c("$").Elements()}, want: []string{`0 $[0] 1`, `0 $[1] 2`}},
		{name: "a path to data that is null", body: `{"a":null}`, sel: sels{c("$.a").Elements(), c("$.a"), c("$.a[*]"), c("$.a[:]")}, want: []string{`1 $['a'] null`}},
		{name: "empty is not absent", body: `{"a":[],"o":{}}`, sel: sels{c("$.a[*]"), c("$.o.*"), c("$.a[*].b.c"), c("$.a").Elements(), c("$.a[3:5]")}},
		{name: "optional", body: `{"a":1}`, sel: sels{c("$.b").Optional(), c("$.a.b").Optional()}},
		{name: "no selector", body: `{"a":1}`},
		{name: "byte order mark", body: "\uFEFF[1]", sel: sels{c("$[*]")}, limits: pathdata.Limits{BOM: true}, want: []string{`0 $[0] 1`}},
		{name: "lines", body: "{\"a\":1}\n\n{\"a\":2}{\"b\":0}\r\n", sel: sels{c("$.a")}, limits: pathdata.Limits{Lines: true}, want: []string{`0 $['a'] 1`, `0 $['a'] 2`}},
		{name: "no lines", body: " \n", sel: sels{c("$.a")}, limits: pathdata.Limits{Lines: true}},
		{name: "padding", body: `/**/ cb.x$1[0] ( {"a":1} ) ; `, sel: sels{c("$.a")}, limits: pathdata.Limits{JSONP: true}, want: []string{`0 $['a'] 1`}},
		{name: "padding without a semicolon", body: `true(1)`, sel: sels{c("$")}, limits: pathdata.Limits{JSONP: true}, want: []string{`0 $ 1`}},
		{name: "padding not there", body: `true`, sel: sels{c("$")}, limits: pathdata.Limits{JSONP: true}, want: []string{`0 $ true`}},
		{name: "padding around lines", body: `cb([1][2])`, sel: sels{c("$[*]")}, limits: pathdata.Limits{JSONP: true, Lines: true}, want: []string{`0 $[0] 1`, `0 $[0] 2`}},
		{name: "a name twice elsewhere", body: `{"a":1,"a":2,"r":{"x":1,"x":2}}`, sel: sels{c("$.r"), c("$.*")}, want: []string{
			`1 $['a'] 1`, `1 $['a'] 2`, `0 $['r'] {"x":1,"x":2}`, `1 $['r'] {"x":1,"x":2}`}},
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

// readers gives a body in several portions.
func readers(body string) map[string]io.Reader {
	return map[string]io.Reader{
		"whole":       strings.NewReader(body),
		"1 byte":      iotest.OneByteReader(strings.NewReader(body)),
		"7 bytes":     &portions{r: strings.NewReader(body), size: 7},
		"4096 bytes":  &portions{r: strings.NewReader(body), size: 4096},
		"end at once": iotest.DataErrReader(strings.NewReader(body)),
	}
}

type portions struct {
	r    io.Reader
	size int
}

func (p *portions) Read(b []byte) (int, error) { return p.r.Read(b[:min(len(b), p.size)]) }

// An object without members in the place of an array is what some services send
// for no records.
func TestEmptyObjectForEmptyArray(t *testing.T) {
	for _, path := range []string{"$.rows[:]", "$.rows[0:5]", "$.rows[-3:]"} {
		for _, body := range []string{`{"rows":{}}`, `{"rows":{ }}`, `{"rows":[]}`, `{"rows":null}`} {
			if got, err := collect(strings.NewReader(body), pathdata.Limits{}, pathdata.MustCompile(path)); err != nil || len(got) != 0 {
				t.Errorf("Each(%s, %s): %v, %v", path, body, got, err)
			}
		}
	}
}

// At the root an empty object is an answer of another shape.
func TestEmptyObjectAtTheRoot(t *testing.T) {
	for _, path := range []string{"$[:]", "$[-3:]"} {
		var absent *pathdata.NoMatchError
		if _, err := collect(strings.NewReader("{}"), pathdata.Limits{}, pathdata.MustCompile(path)); !errors.As(err, &absent) {
			t.Errorf("Each(%s, {}): %v, want a *NoMatchError", path, err)
		}
	}
}

func TestAbsent(t *testing.T) {
	tests := []struct {
		path, body, want string
	}{
		{`$.messagesDelivred[*]`, `{"end":1,"messagesDelivered":[]}`,
			`pathdata: "$.messagesDelivred[*]": "$" has no member "messagesDelivred" (did you mean "messagesDelivered"?)`},
		{`$.rows[*].idd`, `{"rows":[{"id":1},{"name":2}]}`,
			`pathdata: "$.rows[*].idd": "$.rows[*]" has no member "idd" (did you mean "id"?)`},
		{`$['a','b'][*]`, `{"c":1}`, `pathdata: "$['a','b'][*]": "$" has no member "a" or "b"`},
		{`$.rows[*]`, `{"rows":"none"}`, `pathdata: "$.rows[*]": "$.rows" is a string, not an array or an object`},
		{`$.rows[:]`, `{"rows":{"a":[]}}`, `pathdata: "$.rows[:]": "$.rows" is an object, not an array`},
		{`$.a.b`, `{"a":null}`, `pathdata: "$.a.b": "$.a" is null, not an object`},
		{`$.a.b`, `[1]`, `pathdata: "$.a.b": "$" is an array, not an object`},
		{`$.a[3]`, `{"a":[1,2]}`, `pathdata: "$.a[3]": "$.a" has no element 3, it has 2`},
		{`$.Total`, `{"total":3}`, `pathdata: "$.Total": "$" has no member "Total" (did you mean "total"?)`},
	}
	for _, tt := range tests {
		_, err := collect(strings.NewReader(tt.body), pathdata.Limits{}, pathdata.MustCompile(tt.path))
		var absent *pathdata.NoMatchError
		if !errors.As(err, &absent) || err.Error() != tt.want {
			t.Errorf("Each(%s, %s)\n got: %v\nwant: %s", tt.path, tt.body, err, tt.want)
		}
	}
}

func TestAbsentIsLastAndJoined(t *testing.T) {
	got, err := collect(strings.NewReader(`{"a":1}`), pathdata.Limits{}, compile("$.b"), compile("$.a"), compile("$.c", "$[0]"))
	if d := cmp.Diff([]string{"1 $['a'] 1"}, got); d != "" {
		t.Errorf("Each mismatch (-want +got):\n%s", d)
	}
	for _, want := range []string{`"$.b":`, `"$.c | $[0]":`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
	// A cut body is not a body in which something is absent.
	var absent *pathdata.NoMatchError
	if _, err := collect(strings.NewReader(`{"a":1`), pathdata.Limits{}, compile("$.b")); errors.As(err, &absent) {
		t.Errorf("cut body: %v", err)
	}
}

func TestAbsentInLines(t *testing.T) {
	lines := pathdata.Limits{Lines: true}
	if _, err := collect(strings.NewReader(`{"b":1} {"a":1}`), lines, compile("$.a")); err != nil {
		t.Errorf("in one of two: %v", err)
	}
	var absent *pathdata.NoMatchError
	if _, err := collect(strings.NewReader(`{"b":1} {"c":1}`), lines, compile("$.a")); !errors.As(err, &absent) {
		t.Errorf("in none: %v, want a NoMatchError", err)
	}
}

func TestDamage(t *testing.T) {
	boom := errors.New("boom")
	rows := compile("$.rows[*]")
	tests := []struct {
		name    string
		body    string
		r       io.Reader
		limits  pathdata.Limits
		offset  int64
		records int
		want    error
	}{
		{name: "empty", body: "", want: pathdata.ErrEmpty},
		{name: "empty is cut too", body: " \n", offset: 2, want: io.ErrUnexpectedEOF},
		{name: "cut", body: `{"rows":[1,2`, offset: 12, records: 1, want: io.ErrUnexpectedEOF},
		{name: "cut behind the records", body: `{"rows":[1,2]`, offset: 13, records: 2, want: io.ErrUnexpectedEOF},
		{name: "garbage behind the body", body: `{"rows":[1,2]} x`, offset: 15, records: 2, want: pathdata.ErrGrammar},
		{name: "a second value", body: `{"rows":[1]}{}`, offset: 12, records: 1, want: pathdata.ErrGrammar},
		{name: "damage behind the records", body: `{"rows":[1],"x":nul}`, offset: 19, records: 1, want: pathdata.ErrGrammar},
		{name: "damage in a skipped member", body: `{"x":"` + "\x01" + `","rows":[]}`, offset: 6, want: pathdata.ErrGrammar},
		{name: "bytes beyond ASCII outside strings", body: "{\"rows\":[1,\xff]}", offset: 11, records: 1, want: pathdata.ErrGrammar},
		{name: "a zero byte", body: "{\"rows\":[1,\x00]}", offset: 11, records: 1, want: pathdata.ErrGrammar},
		{name: "a name twice", body: `{"rows":[1],"r\u006fws":[2]}`, offset: 12, records: 1, want: pathdata.ErrDuplicateName},
		{name: "deep", body: `{"rows":[[[1]],[[[1]]]]}`, limits: pathdata.Limits{Depth: 4}, offset: 17, records: 1, want: pathdata.ErrTooDeep},
		{name: "deep on the path", body: `{"rows":[1]}`, limits: pathdata.Limits{Depth: 1}, offset: 8, want: pathdata.ErrTooDeep},
		{name: "a large record", body: `{"rows":["12","123"]}`, limits: pathdata.Limits{Record: 4}, offset: 18, records: 1, want: pathdata.ErrRecordTooLarge},
		{name: "a record beyond the buffer", body: `{"rows":["` + strings.Repeat("x", 300_000) + `"]}`, limits: pathdata.Limits{Record: 100_000}, offset: 100_009, want: pathdata.ErrRecordTooLarge},
		{name: "a large name", body: `{"rows":[],"` + strings.Repeat("x", 70_000) + `":1}`, limits: pathdata.Limits{Record: 4}, offset: 11 + 64<<10, want: pathdata.ErrRecordTooLarge},
		{name: "a number that may be cut", body: "cut", r: io.MultiReader(strings.NewReader(`{"rows":[1,-0`), iotest.ErrReader(boom)), offset: 13, records: 1, want: boom},
		{name: "a large body", body: `{"rows":[1,2]}`, limits: pathdata.Limits{Body: 13}, offset: 13, records: 2, want: pathdata.ErrBodyTooLarge},
		{name: "a reader that fails", r: io.MultiReader(strings.NewReader(`{"rows":[1,`), iotest.ErrReader(boom)), offset: 11, records: 1, want: boom},
		{name: "a reader that fails at the end", r: io.MultiReader(strings.NewReader(`{"rows":[1]}`), iotest.ErrReader(boom)), offset: 12, records: 1, want: boom},
		{name: "a reader that stalls", r: stalled{}, want: io.ErrNoProgress},
		{name: "a reader that lies", r: liar{}},
		{name: "an unasked byte order mark", body: "\uFEFF{}", want: pathdata.ErrGrammar},
		{name: "unasked lines", body: "{\"rows\":[1]}\n{}", offset: 13, records: 1, want: pathdata.ErrGrammar},
		{name: "padding not closed", body: `cb({"rows":[1]}`, limits: pathdata.Limits{JSONP: true}, offset: 15, records: 1, want: io.ErrUnexpectedEOF},
		{name: "a number that may be cut, padded", body: `cb(12`, limits: pathdata.Limits{JSONP: true}, offset: 5, want: io.ErrUnexpectedEOF},
		{name: "garbage behind the padding", body: `cb({"rows":[1]});x`, limits: pathdata.Limits{JSONP: true}, offset: 17, records: 1, want: pathdata.ErrGrammar},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rs := map[string]io.Reader{"": tt.r}
			if tt.r == nil {
				rs = readers(tt.body)
			}
			for name, r := range rs {
				got, err := collect(r, tt.limits, rows)
				var pe *pathdata.ParseError
				if !errors.As(err, &pe) {
					t.Fatalf("%s: error %v is not a ParseError", name, err)
				}
				if tt.want != nil && !errors.Is(err, tt.want) {
					t.Errorf("%s: error %v, want %v", name, err, tt.want)
				}
				if pe.Offset != tt.offset || pe.Records != tt.records || len(got) != tt.records {
					t.Errorf("%s: %v: offset %d, %d records (%d seen), want offset %d, %d records", name, err, pe.Offset, pe.Records, len(got), tt.offset, tt.records)
				}
			}
		})
	}
}

type stalled struct{}

func (stalled) Read([]byte) (int, error) { return 0, nil }

type liar struct{}

func (liar) Read(b []byte) (int, error) { return len(b) + 1, nil }

// TestCutAnywhere cuts a body at every byte: whole records before, the right
// offset, never silence.
func TestCutAnywhere(t *testing.T) {
	body := `{"end":"2026","skip":{"é":[1.5e-7,{"x":"\ud83d\ude00"}],"t":true,"f":false,"n":null},"rows":[{"a":"ü\n"}, [1,2], -0.5 , "x"],"z":0}`
	sel := compile("$.rows[*]")
	whole, err := collect(strings.NewReader(body), pathdata.Limits{}, sel)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(body) {
		for name, r := range readers(body[:i]) {
			got, err := collect(r, pathdata.Limits{}, sel)
			var pe *pathdata.ParseError
			if !errors.As(err, &pe) || !errors.Is(err, io.ErrUnexpectedEOF) || pe.Offset != int64(i) || pe.Records != len(got) {
				t.Fatalf("%s: cut at %d: %v", name, i, err)
			}
			if d := cmp.Diff(append([]string(nil), whole[:len(got)]...), got); d != "" {
				t.Fatalf("%s: cut at %d mismatch (-want +got):\n%s", name, i, d)
			}
		}
	}
}

func TestFlaw(t *testing.T) {
	body := "{\"skip\":\"\xff\",\"rows\":[\"good\",\"a\xc3\x28\xed\xa0\x80\",\"\u00e9\u20ac\U0001F600\",\"\xf0\x9f\x98\"]}"
	for name, r := range readers(body) {
		var got []string
		for m, err := range pathdata.Each(r, compile("$.rows[*]")) {
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
		want := []string{"sound", fmt.Sprint(strings.Index(body, "\xc3\x28")), "sound", fmt.Sprint(strings.Index(body, "\xf0\x9f\x98\""))}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: flaws mismatch (-want +got):\n%s", name, d)
		}
	}
}

func TestBreak(t *testing.T) {
	r := &counting{r: strings.NewReader(`{"rows":[1,2,3` + strings.Repeat(" ", 1<<20))}
	for m, err := range pathdata.Each(r, compile("$.rows[*]"), compile("$.rows[0]"), compile("$")) {
		if err != nil || string(m.Raw) != "1" {
			t.Fatalf("%s, %v", m.Raw, err)
		}
		break
	}
	if r.n > 64<<10 {
		t.Errorf("a break read %d bytes", r.n)
	}
}

type counting struct {
	r io.Reader
	n int
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}

func TestRawIsCapped(t *testing.T) {
	got, err := "", error(nil)
	for m, e := range pathdata.Each(strings.NewReader(`[1,2,3]`), compile("$[*]")) {
		_ = append(m.Raw, "xxxx"...)
		got, err = got+string(m.Raw), e
	}
	if got != "123" || err != nil {
		t.Errorf("append wrote into the buffer: %s, %v", got, err)
	}
}

func TestLargeRecords(t *testing.T) {
	big := `"` + strings.Repeat("x", 200_000) + `"`
	body := `{"` + strings.Repeat("n", 100_000) + `":1,"rows":[` + big + `,1,` + big + `],"num":` + strings.Repeat("1", 200_000) + `}`
	for name, r := range readers(body) {
		var sizes []int
		for m, err := range pathdata.Each(r, compile("$.rows[*]"), compile("$")) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sizes = append(sizes, len(m.Raw))
		}
		if d := cmp.Diff([]int{len(big), 1, len(big), len(body)}, sizes); d != "" {
			t.Errorf("%s: sizes mismatch (-want +got):\n%s", name, d)
		}
	}
}

func TestZeroSelector(t *testing.T) {
	for _, sel := range []*pathdata.Selector{nil, {}} {
		if _, err := collect(strings.NewReader(`1`), pathdata.Limits{}, sel); err == nil {
			t.Error("no error for a nil or zero selector")
		}
		if sel.String() != "" {
			t.Error("a zero selector has a text")
		}
	}
	if _, err := collect(strings.NewReader(`1`), pathdata.Limits{Body: -1}, compile("$")); err == nil {
		t.Error("no error for a negative limit")
	}
}

// TestConstantMemory compares what walks of 10,000 and 100,000 records
// allocate: nothing for a record.
func TestConstantMemory(t *testing.T) {
	sel, end := compile("$.rows[*]"), compile("$.end").Optional()
	allocs := func(n int) float64 {
		body := []byte(`{"rows":[` + strings.Repeat(`{"id":1,"name":"caf\u00e9 é","tags":["a","b"],"score":1.5},`, n) + `1],"end":1}`)
		return testing.AllocsPerRun(3, func() {
			if err := drain(pathdata.Each(bytes.NewReader(body), sel, end)); err != nil {
				t.Fatal(err)
			}
		})
	}
	few, many := allocs(10_000), allocs(100_000)
	if many > few || many > 60 {
		t.Errorf("%v allocations for 10,000 records, %v for 100,000", few, many)
	}
	t.Logf("%v allocations for 10,000 records, %v for 100,000", few, many)
}

// TestShared walks with the same selectors in several goroutines at once.
func TestShared(t *testing.T) {
	filter, err := pathdata.Extended("$.rows[?(@.a > 1)].a")
	if err != nil {
		t.Fatal(err)
	}
	sels := []*pathdata.Selector{compile("$.rows[*]"), compile("$.rows").Elements(), filter, compile("$.rows[?search(@.a, 'x') || @.a > 1]"), compile("$..a", "$[?match(@.a, @.b)]")}
	body := `{"rows":[` + strings.Repeat(`{"a":1},{"a":2},`, 50) + `{"a":3}]}`
	want, err := collect(strings.NewReader(body), pathdata.Limits{}, sels...)
	if err != nil || len(want) != 101+101+51+51+101 {
		t.Fatalf("%d matches, %v", len(want), err)
	}
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			got, err := collect(strings.NewReader(body), pathdata.Limits{}, sels...)
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Errorf("Each: %v, mismatch (-want +got):\n%s", err, d)
			}
		})
	}
}

// TestLargeLimits: the largest numbers are limits like any other.
func TestLargeLimits(t *testing.T) {
	o := pathdata.Limits{Depth: math.MaxInt64, Record: math.MaxInt64, Body: math.MaxInt64, Steps: math.MaxInt64}
	body := `{"rows":["` + strings.Repeat("x", 200_000) + `"]}`
	if got, err := collect(strings.NewReader(body), o, compile("$.rows[*]")); err != nil || len(got) != 1 {
		t.Errorf("%d matches, %v", len(got), err)
	}
	deep := strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001)
	if _, err := collect(strings.NewReader(deep), o, compile("$")); !errors.Is(err, pathdata.ErrTooDeep) {
		t.Errorf("10,001 levels: %v", err)
	}
	if _, err := collect(strings.NewReader(deep[1:20_001]), o, compile("$")); err != nil {
		t.Errorf("10,000 levels: %v", err)
	}
}
