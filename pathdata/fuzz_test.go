// Fuzzing of bodies: the scanner against another reader of JSON and against itself
// in small portions. Paths are fuzzed in fuzz_path_test.go.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// bodies are seeds: every kind of value, escape, number, space and flaw.
var bodies = []string{
	`{"rows":[{"a":1},[2],"x",null,-1.5e+7]}`, `{"a":[[1,2],[3]],"rows":{"b":[0]}}`, `[[1],[[2]],{"0":[3]}]`, `"\ud83d\ude00é\n"`, ` [ ] `, "\t{\r\n}", `[true,false,null,0,-0,0.0,1E2,1e-2]`,
	`{"\u0072ows":[true,false]}`, `{"rows":[1],"rows":[2]}`, "\"\xff\xed\xa0\x80\"", "{\"a\xff\":\"\xed\xa0\x80\"}", `"\"\\\/\b\f\n\r\t\u00e9\ud800"`, `{"":{"":[]}}`,
	`{"rows":[1`, `[1,]`, `{"a":01}`, `nul`, `-`, `1e`, `1.`, `[1 2]`, `{"a" 1}`, `{"a":1,}`, `{1:2}`, `"\x"`, `"\u12`, `1 1`, "[\"\x00\"]", "\ufeff[]", ``, ` `,
	strings.Repeat("[", 40) + strings.Repeat("]", 40), `["` + strings.Repeat("0123456é", 20) + `"]`,
}

// FuzzEach: on any body the walk has the verdict of another reader, and of a
// sound one the same values at the same places; in portions of every size it
// says the same, down to the words of the error.
func FuzzEach(f *testing.F) {
	for _, s := range bodies {
		f.Add([]byte(s))
	}
	rows, members, root := compile("$.rows[*]").Optional(), compile("$[1:]", "$.*").Optional(), compile("$").Elements()
	limits := pathdata.Limits{Depth: 9_000}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := collect(bytes.NewReader(body), limits, rows, members, root)
		for _, size := range []int{1, 7, 4096} {
			small, smallErr := collect(&portions{r: bytes.NewReader(body), size: size}, limits, rows, members, root)
			if !slices.Equal(got, small) || !sameError(err, smallErr) {
				t.Fatalf("portions of %d differ: %v, %v\n%s", size, err, smallErr, cmp.Diff(got, small))
			}
		}
		sound := jsontext.Value(body).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		verdict := drain(pathdata.EachWith(bytes.NewReader(body), limits))
		switch {
		case errors.Is(verdict, pathdata.ErrTooDeep):
			return
		case sound != (verdict == nil):
			t.Fatalf("jsontext says %v, Each %v", sound, verdict)
		case sound && err != nil && !errors.Is(err, pathdata.ErrDuplicateName):
			t.Fatalf("a sound body with selectors: %v", err)
		case !sound && err == nil:
			t.Fatal("selectors turn a broken body into a sound one")
		case err != nil:
			return
		}
		if !utf8.Valid(body) {
			got = withoutPlaces(body, limits, rows, members, root)
		}
		if d := cmp.Diff(oracle(t, body), got); d != "" {
			t.Fatalf("records mismatch (-jsontext +Each):\n%s", d)
		}
	})
}

// withoutPlaces is collect without the paths, for bodies whose names the other
// reader mends.
func withoutPlaces(body []byte, o pathdata.Limits, sel ...*pathdata.Selector) (got []string) {
	for m, err := range pathdata.EachWith(bytes.NewReader(body), o, sel...) {
		if err == nil {
			got = append(got, fmt.Sprintf("%d  %s", m.Sel, m.Raw))
		}
	}
	return got
}

// FuzzHeld gives any body to what holds values: the same matches as the walk
// where it can follow, sound bytes, and no other errors.
func FuzzHeld(f *testing.F) {
	for _, s := range append(bodies, `{"rows":[{"a":1,"b":1.0},{"a":"x","b":"[a-z]"},{"a":[{"b":[]}],"b":[{"b":[]}]}],"a":{"\u0062":-0e0}}`, `[[1,[2,[3]]],"\ud800",null]`) {
		f.Add([]byte(s))
	}
	rows, heldRows := compile("$.rows[*]", "$[1:]", "$.*").Optional(), pathdata.Held(compile("$.rows[*]", "$[1:]", "$.*")).Optional()
	var others []*pathdata.Selector
	for _, path := range []string{`$..*`, `$..a`, `$.rows[?@.a == @.b || @.a < @.b]`, `$[?match(@.a, @.b) || search(@.b, 'x.*')]..b`, `$..[?length(@) > count(@..*)]`, `$[::-1][-1]`, `$..[?@ == $.rows[0]]`} {
		others = append(others, compile(path).Optional(), compile(path).Optional().Elements())
	}
	limits := pathdata.Limits{Depth: 9_000, Steps: 10_000}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := collect(bytes.NewReader(body), limits, rows)
		held, heldErr := collect(bytes.NewReader(body), limits, heldRows)
		if err == nil && heldErr == nil {
			slices.Sort(got)
			slices.Sort(held)
			if d := cmp.Diff(got, held); d != "" {
				t.Fatalf("matches differ (-streamed +held):\n%s", d)
			}
		}
		for m, err := range pathdata.EachWith(bytes.NewReader(body), limits, others...) {
			var pe *pathdata.ParseError
			switch {
			case err == nil && !json.Valid(m.Raw):
				t.Fatalf("%s is %q", m.Path, m.Raw)
			case err == nil && (m.Flaw == nil) != utf8.Valid(m.Raw):
				t.Fatalf("%s is %q, with %v", m.Path, m.Raw, m.Flaw)
			case err != nil && !errors.As(err, &pe):
				t.Fatal(err)
			case err != nil && json.Valid(body) && !errors.Is(err, pathdata.ErrTooDeep) && !errors.Is(err, pathdata.ErrSteps) && !errors.Is(err, pathdata.ErrDuplicateName):
				t.Fatal(err)
			}
		}
	})
}

// oracle finds with another reader what "$" with Elements gives, and of it what
// the selectors above give of an object or array. It leaves the places out where
// it mends names.
func oracle(t *testing.T, body []byte) (want []string) {
	o := other{t: t, places: utf8.Valid(body), d: jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	switch o.d.PeekKind() {
	case '[':
		o.token()
		for i := 0; o.d.PeekKind() != ']'; i++ {
			p, v := pathdata.Path{Parent: "$", Index: i}, o.value()
			want = append(want, o.line(1, p, v), o.line(2, p, v))
		}
		o.token()
	case '{':
		o.token()
		for o.d.PeekKind() != '}' {
			p := pathdata.Path{Parent: "$", Name: o.token(), Index: -1}
			v := o.value()
			if p.Name == "rows" {
				want = append(want, o.rows(p.String(), v)...)
			}
			want = append(want, o.line(1, p, v))
		}
		o.token()
		want = append(want, o.line(2, pathdata.Path{Index: -1}, strings.Trim(string(body), " \t\r\n")))
	case 'n':
		o.value()
	default:
		want = append(want, o.line(2, pathdata.Path{Index: -1}, o.value()))
	}
	return want
}

// other is the other reader.
type other struct {
	t      *testing.T
	d      *jsontext.Decoder
	places bool
}

func (o *other) value() string {
	v, err := o.d.ReadValue()
	if err != nil {
		o.t.Fatalf("jsontext: %v", err)
	}
	return string(v)
}

// token gives the text of the next token; of a name it is the name.
func (o *other) token() string {
	tok, err := o.d.ReadToken()
	if err != nil {
		o.t.Fatalf("jsontext: %v", err)
	}
	return tok.String()
}

func (o *other) line(sel int, p pathdata.Path, raw string) string {
	if !o.places {
		return fmt.Sprintf("%d  %s", sel, raw)
	}
	return fmt.Sprintf("%d %s %s", sel, p, raw)
}

func (o *other) rows(parent, raw string) (want []string) {
	in := other{t: o.t, places: o.places, d: jsontext.NewDecoder(strings.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	kind := in.d.PeekKind()
	if kind != '[' && kind != '{' {
		return nil
	}
	in.token()
	for i := 0; in.d.PeekKind() != ']' && in.d.PeekKind() != '}'; i++ {
		p := pathdata.Path{Parent: parent, Index: i}
		if kind == '{' {
			p.Name, p.Index = in.token(), -1
		}
		want = append(want, in.line(0, p, in.value()))
	}
	return want
}

func sameError(a, b error) bool {
	var pa, pb *pathdata.ParseError
	if errors.As(a, &pa) && errors.As(b, &pb) {
		return pa.Offset == pb.Offset && pa.Records == pb.Records && pa.Error() == pb.Error()
	}
	return (a == nil) == (b == nil)
}

func FuzzSuggest(f *testing.F) {
	for _, s := range []string{`{"end":"x","a":[{"n":1}],"b":[]}`, `[[1],2]`, `{"1.1":{"a":1}}`, `{"a":{"b":{}}}`, `{"a":`, `1 2`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := pathdata.Suggest(bytes.NewReader(body))
		if err != nil {
			var pe *pathdata.ParseError
			if !errors.As(err, &pe) || json.Valid(body) {
				t.Fatalf("Suggest: %v", err)
			}
			return
		}
		for _, s := range list {
			if _, err := pathdata.Compile(s.Path); err != nil || s.Share < 0 || s.Share > 1 || s.Sample != nil && !json.Valid(s.Sample) {
				t.Fatalf("%+v: %v", s, err)
			}
		}
	})
}
