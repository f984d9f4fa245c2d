// The decoder against encoding/json: the same verdict on every text, and the same
// value, whatever it decoded before. Tests of what is remembered, of flaws and of
// ownership are here too; the parsing suite and the fuzzing are in
// decode_fuzz_test.go.

package pathdata_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// sameDecoded compares a value with that of encoding/json, signs of zero included,
// and describes the difference. cmp would take for ever where arrays nest deep.
func sameDecoded(want, got any) string {
	if sameValue(want, got) {
		return ""
	}
	return fmt.Sprintf("-%#.2000v\n+%#.2000v", want, got)
}

func sameValue(want, got any) bool {
	switch want := want.(type) {
	case float64:
		f, ok := got.(float64)
		return ok && math.Float64bits(want) == math.Float64bits(f)
	case []any:
		a, ok := got.([]any)
		return ok && a != nil && slices.EqualFunc(want, a, sameValue)
	case map[string]any:
		m, ok := got.(map[string]any)
		return ok && m != nil && maps.EqualFunc(want, m, sameValue)
	}
	return want == got
}

// standard decodes as encoding/json does.
func standard(t testing.TB, raw string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatalf("encoding/json: %q: %v", raw, err)
	}
	return v
}

var decoderTexts = []string{
	`null`, `true`, ` false `, `""`, `"a"`, `0`, `-0`, `-0.0`, `1e3`, `1E+2`, `0.1`, `123456789012345678`, `9007199254740993`, `1e-400`, `12345678`, `-1234567`,
	`[]`, `{}`, `[ ]`, `{ }`, `[[],{}]`, "\t{\r\n\"a\" : [ 1 , \"x\" ] , \"b\":null}\n", `{"a":{"a":{"a":[{"a":1}]}}}`, `{"":""}`,
	`{"a\"b":1,"\u0061":2,"é":3}`, `"\ud83d\ude00 \ud800 \udc00\ud800 \ud800\u0041 \/\b\f\n\r\t\\\""`, "\"\xff\xed\xa0\x80 \xc3\xa9 \xc3\"", "{\"a\xff\":1}",
	`[1,"1",1.5,"1.5",true,"true",null,"null"]`, `"` + strings.Repeat("x", 4000) + `"`, `["` + strings.Repeat("é", 30) + `","12345678","123456789","1234567"]`,
	`{"a":1,"b":2}`, `{"b":2,"a":1}`, `{"a":1,"c":[1,2,3]}`, `{"a":[{"x":"y"},{"x":"y"},{"z":"y"}]}`,
}

func TestDecoderValue(t *testing.T) {
	var d pathdata.Decoder
	for round := range 3 { // what is remembered must not show
		for _, raw := range decoderTexts {
			got, err := d.Value([]byte(raw))
			if err != nil {
				t.Errorf("Value(%.60q): %v", raw, err)
				continue
			}
			if diff := sameDecoded(standard(t, raw), got); diff != "" {
				t.Errorf("round %d: Value(%.60q) mismatch (-encoding/json +got):\n%s", round, raw, diff)
			}
		}
	}
}

func TestDecoderIntegers(t *testing.T) {
	tests := []struct {
		raw            string
		plain, integer any
		flawed         bool
	}{
		{raw: `0`, plain: 0.0, integer: int64(0)},
		{raw: `-7`, plain: -7.0, integer: int64(-7)},
		{raw: `1.0`, plain: 1.0, integer: 1.0},
		{raw: `1e2`, plain: 100.0, integer: 100.0},
		{raw: `9007199254740993`, plain: 9007199254740992.0, integer: int64(9007199254740993)},
		{raw: `9223372036854775807`, plain: 9223372036854775807.0, integer: int64(math.MaxInt64)},
		{raw: `-9223372036854775808`, plain: -9223372036854775808.0, integer: int64(math.MinInt64)},
		{raw: `9223372036854775808`, plain: 9223372036854775808.0, integer: json.Number("9223372036854775808")},
		{raw: `-9223372036854775809`, plain: -9223372036854775808.0, integer: json.Number("-9223372036854775809")},
		{raw: `1e400`, plain: json.Number("1e400"), integer: json.Number("1e400"), flawed: true},
		{raw: `-1E999`, plain: json.Number("-1E999"), integer: json.Number("-1E999"), flawed: true},
		{raw: strings.Repeat("9", 400), plain: json.Number(strings.Repeat("9", 400)), integer: json.Number(strings.Repeat("9", 400)), flawed: true},
	}
	d := &pathdata.Decoder{}
	for range 2 {
		for _, tt := range tests {
			d.Integers = true
			got, err := d.Value([]byte(tt.raw))
			if diff := sameDecoded(tt.integer, got); diff != "" || err != nil {
				t.Errorf("Value(%.30s) with Integers: %v, mismatch (-want +got):\n%s", tt.raw, err, diff)
			}
			d.Integers = false
			got, err = d.Value([]byte(tt.raw))
			if diff := sameDecoded(tt.plain, got); diff != "" || errors.Is(err, pathdata.ErrNumberRange) != tt.flawed || (err != nil) != tt.flawed {
				t.Errorf("Value(%.30s): %v, mismatch (-want +got):\n%s", tt.raw, err, diff)
			}
		}
	}
}

// TestDecoderFlaws: what does not keep a value from being whole comes beside it,
// the first of them with its offset.
func TestDecoderFlaws(t *testing.T) {
	tests := []struct {
		name, raw string
		want      any
		offset    int64
		is        error
		text      string
	}{
		{"a name twice", `{"a":1,"a":2}`, map[string]any{"a": 2.0}, 7, pathdata.ErrDuplicateName, `pathdata: at byte 7: duplicate member name ['a']`},
		{"written otherwise", `{"a":1,"\u0061":2}`, map[string]any{"a": 2.0}, 7, pathdata.ErrDuplicateName, `pathdata: at byte 7: duplicate member name ['a']`},
		{"inside", `[{"b":{"a":1, "a":{}}},{"c":1,"c":2}]`, []any{map[string]any{"b": map[string]any{"a": map[string]any{}}}, map[string]any{"c": 2.0}}, 14, pathdata.ErrDuplicateName, ""},
		{"in what is overwritten", `{"a":{"b":1,"b":2},"a":0}`, map[string]any{"a": 0.0}, 12, pathdata.ErrDuplicateName, ""},
		{"a number", `{"n":[1,1e999]}`, map[string]any{"n": []any{1.0, json.Number("1e999")}}, 8, pathdata.ErrNumberRange, `pathdata: at byte 8: number out of the range of float64: 1e999`},
		{"a number before a name", `{"a":-1e999,"a":1}`, map[string]any{"a": 1.0}, 5, pathdata.ErrNumberRange, ""},
		{"a name before a number", `{"a":0,"a":-1e999}`, map[string]any{"a": json.Number("-1e999")}, 7, pathdata.ErrDuplicateName, ""},
	}
	var d pathdata.Decoder
	for range 2 {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				got, err := d.Value([]byte(tt.raw))
				var pe *pathdata.ParseError
				if !errors.As(err, &pe) || pe.Offset != tt.offset || !errors.Is(err, tt.is) || tt.text != "" && err.Error() != tt.text {
					t.Errorf("Value(%s) gives %v, want %v at byte %d", tt.raw, err, tt.is, tt.offset)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("Value(%s) mismatch (-want +got):\n%s", tt.raw, diff)
				}
				if _, err := d.Value([]byte(`{"a":1}`)); err != nil {
					t.Errorf("the next value has an error: %v", err)
				}
			})
		}
	}
}

func TestDecoderRefuses(t *testing.T) {
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	tests := []struct {
		name, raw string
		offset    int64
		is        error
	}{
		{"nothing", ``, 0, pathdata.ErrEmpty},
		{"white space", "  \n", 3, pathdata.ErrEmpty},
		{"a cut object", `{"a":1`, 6, io.ErrUnexpectedEOF},
		{"a cut string", `{"a":"xy`, 8, io.ErrUnexpectedEOF},
		{"a cut escape", `["\u00`, 6, io.ErrUnexpectedEOF},
		{"a cut word", `[tr`, 3, io.ErrUnexpectedEOF},
		{"something behind", `{} {}`, 3, pathdata.ErrGrammar},
		{"a comma too many", `[1,]`, 3, pathdata.ErrGrammar},
		{"a zero in front", `[01]`, 2, pathdata.ErrGrammar},
		{"a control character", "[\"a\nb\"]", 3, pathdata.ErrGrammar},
		{"a zero byte", "[1\x00]", 2, pathdata.ErrGrammar},
		{"one level too many", "[" + deep + "]", 10_000, pathdata.ErrTooDeep},
	}
	var d pathdata.Decoder
	for range 2 {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				got, err := d.Value([]byte(tt.raw))
				var pe *pathdata.ParseError
				if got != nil || !errors.As(err, &pe) || pe.Offset != tt.offset || !errors.Is(err, tt.is) {
					t.Errorf("Value(%.40q) = %v, %v; want %v at byte %d", tt.raw, got, err, tt.is, tt.offset)
				}
			})
		}
	}
	if _, err := d.Value([]byte(deep)); err != nil {
		t.Errorf("10,000 levels: %v", err)
	}
}

func TestDecoderMap(t *testing.T) {
	tests := []struct {
		name, raw string
		want      map[string]any
		err       string
	}{
		{name: "an object", raw: ` {"a":[]}`, want: map[string]any{"a": []any{}}},
		{name: "an empty one", raw: `{}`, want: map[string]any{}},
		{name: "null", raw: `null`},
		{name: "an array", raw: ` [1]`, err: "pathdata: at byte 1: an array where an object is wanted"},
		{name: "a string", raw: `"a"`, err: "pathdata: at byte 0: a string where an object is wanted"},
		{name: "a number", raw: `1`, err: "pathdata: at byte 0: a number where an object is wanted"},
		{name: "a flag", raw: `true`, err: "pathdata: at byte 0: true or false where an object is wanted"},
		{name: "no JSON", raw: `{`, err: "pathdata: at byte 1: unexpected EOF"},
		{name: "a flaw", raw: `{"a":1,"a":2}`, want: map[string]any{"a": 2.0}, err: `pathdata: at byte 7: duplicate member name ['a']`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d pathdata.Decoder
			got, err := d.Map([]byte(tt.raw))
			if text := errorText(err); text != tt.err {
				t.Errorf("Map(%s) gives %q, want %q", tt.raw, text, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Map(%s) mismatch (-want +got):\n%s", tt.raw, diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestDecoderOwnership: a value stays as it was, whatever becomes of the bytes, of
// later values and of its neighbours.
func TestDecoderOwnership(t *testing.T) {
	const text = `{"a":"short","b":["x","y"],"c":{"d":"` + "é" + `\n"},"e":[],"f":{},"g":7,"long":"0123456789012345678901234567890123456789012345678901234567890123456789"}`
	var d pathdata.Decoder
	raw := []byte(text)
	var kept []map[string]any
	for range 4 {
		m, err := d.Map(raw)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, m)
	}
	for i := range raw {
		raw[i] = 'z'
	}
	_, _ = d.Value(raw)
	first := kept[0]
	first["a"], first["new"] = "changed", 1
	first["b"].([]any)[0] = "changed"
	first["e"] = append(first["e"].([]any), "changed")
	first["f"].(map[string]any)["x"] = "changed"
	want := standard(t, text)
	for i, m := range kept[1:] {
		if diff := cmp.Diff(want, any(m)); diff != "" {
			t.Errorf("value %d changed (-want +got):\n%s", i+1, diff)
		}
	}
}

// TestDecoderForgets: names, texts and places without end change nothing but the
// time that is taken.
func TestDecoderForgets(t *testing.T) {
	var d pathdata.Decoder
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z"\\é]{0,3}`)
		leaf := rapid.OneOf(rapid.Map(rapid.IntRange(-3, 3), func(i int) any { return float64(i) }), rapid.Map(name, func(s string) any { return s }), rapid.Just[any](nil))
		inner := rapid.Map(rapid.MapOfN(name, leaf, 0, 200), func(m map[string]any) any { return m })
		value := rapid.MapOf(name, rapid.OneOf(leaf, inner, rapid.Map(rapid.SliceOf(inner), func(s []any) any { return s }))).Draw(t, "value")
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Map(raw)
		if diff := cmp.Diff(value, got); diff != "" || err != nil {
			t.Fatalf("Map(%s): %v, mismatch (-want +got):\n%s", raw, err, diff)
		}
	})
}

// TestDecoderAllocates: a text, a number and a name that came before cost nothing.
func TestDecoderAllocates(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates; CI runs this without it too")
	}
	var d pathdata.Decoder
	raw := []byte(`{"kind":"url","status":"active","score":100,"seen":true,"note":null,"list":[]}`)
	decode := func() {
		if _, err := d.Map(raw); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		decode()
	}
	if n := testing.AllocsPerRun(100, decode); n > 2 {
		t.Errorf("%v allocations for an object that came before, want the 2 of its map", n)
	}
}
