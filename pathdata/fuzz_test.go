// Fuzzing: the scanner against two other readers of JSON and against itself in
// small portions; the reader of paths against its own text.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func FuzzEach(f *testing.F) {
	for _, s := range []string{
		`{"rows":[{"a":1},[2],"x",null,-1.5e+7]}`, `{"a":[[1,2],[3]],"rows":{"b":[0]}}`, `[[1],[[2]],{"0":[3]}]`, `"\ud83d\ude00é\n"`, ` [ ] `,
		`{"\u0072ows":[true,false]}`, `{"rows":[1],"rows":[2]}`, "\"\xff\xed\xa0\x80\"", `{"rows":[1`, `[1,]`, `{"a":01}`, `nul`, `-`, `1e`, "[\"\x00\"]",
	} {
		f.Add([]byte(s), uint8(3))
	}
	rows, members, root := compile("$.rows[*]").Optional(), compile("$[1:]", "$.*").Optional(), compile("$").Elements()
	limits := pathdata.Limits{Depth: 9_000}
	f.Fuzz(func(t *testing.T, body []byte, portion uint8) {
		got, err := collect(bytes.NewReader(body), limits, rows, members, root)
		small, smallErr := collect(&portions{r: bytes.NewReader(body), size: int(portion) + 1}, limits, rows, members, root)
		if d := cmp.Diff(got, small); d != "" || !sameError(err, smallErr) {
			t.Fatalf("portions differ: %v, %v\n%s", err, smallErr, d)
		}
		if twice := errors.Is(err, pathdata.ErrDuplicateName); !twice && json.Valid(body) != (err == nil) && !errors.Is(err, pathdata.ErrTooDeep) {
			t.Fatalf("json.Valid says %v, Each %v", json.Valid(body), err)
		}
		if err != nil || !utf8.Valid(body) {
			return // the oracle mends names
		}
		if d := cmp.Diff(oracle(t, body), got); d != "" {
			t.Fatalf("records mismatch (-jsontext +Each):\n%s", d)
		}
	})
}

// FuzzHeld gives any body to what holds values: the same matches as the walk
// where it can follow, sound bytes, and no other errors.
func FuzzHeld(f *testing.F) {
	for _, s := range []string{
		`{"rows":[{"a":1,"b":1.0},{"a":"x","b":"[a-z]"},{"a":[{"b":[]}],"b":[{"b":[]}]}],"a":{"\u0062":-0e0}}`, `[[1,[2,[3]]],"\ud800",null]`, "{\"a\xff\":\"\xed\xa0\x80\"}", `{"a":1,"a":2}`, `1`,
	} {
		f.Add([]byte(s))
	}
	rows, heldRows := compile("$.rows[*]", "$[1:]", "$.*").Optional(), pathdata.Held(compile("$.rows[*]", "$[1:]", "$.*")).Optional()
	var others []*pathdata.Selector
	for _, path := range []string{`$..*`, `$..a`, `$.rows[?@.a == @.b || @.a < @.b]`, `$[?match(@.a, @.b) || search(@.b, 'x.*')]..b`, `$..[?length(@) > count(@..*)]`, `$[::-1][-1]`, `$..[?@ == $.rows[0]]`} {
		others = append(others, compile(path).Optional(), compile(path).Optional().Elements())
	}
	limits := pathdata.Limits{Depth: 9_000, Steps: 100_000}
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
// the selectors above give of an object or array.
func oracle(t *testing.T, body []byte) (want []string) {
	d := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	value := func() string {
		v, err := d.ReadValue()
		if err != nil {
			t.Fatalf("jsontext: %v", err)
		}
		return string(v)
	}
	token := func() jsontext.Token {
		tok, err := d.ReadToken()
		if err != nil {
			t.Fatalf("jsontext: %v", err)
		}
		return tok
	}
	switch d.PeekKind() {
	case '[':
		token()
		for i := 0; d.PeekKind() != ']'; i++ {
			p, v := pathdata.Path{Parent: "$", Index: i}.String(), value()
			want = append(want, "1 "+p+" "+v, "2 "+p+" "+v)
		}
		token()
	case '{':
		token()
		for d.PeekKind() != '}' {
			name := token().String()
			v := value()
			p := pathdata.Path{Parent: "$", Name: name, Index: -1}
			if name == "rows" {
				want = append(want, oracleRows(t, p.String(), v)...)
			}
			want = append(want, "1 "+p.String()+" "+v)
		}
		token()
		want = append(want, "2 $ "+strings.Trim(string(body), " \t\r\n"))
	case 'n':
		value()
	default:
		want = append(want, "2 $ "+value())
	}
	return want
}

func oracleRows(t *testing.T, parent, raw string) (want []string) {
	d := jsontext.NewDecoder(strings.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	kind := d.PeekKind()
	if kind != '[' && kind != '{' {
		return nil
	}
	if _, err := d.ReadToken(); err != nil {
		t.Fatal(err)
	}
	for i := 0; d.PeekKind() != ']' && d.PeekKind() != '}'; i++ {
		p := pathdata.Path{Parent: parent, Index: i}
		if kind == '{' {
			tok, err := d.ReadToken()
			if err != nil {
				t.Fatal(err)
			}
			p.Name, p.Index = tok.String(), -1
		}
		v, err := d.ReadValue()
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, "0 "+p.String()+" "+string(v))
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

func FuzzCompile(f *testing.F) {
	for _, s := range []string{`$`, `$.a['b',"c"][0,2:9:3].*[*]`, `$ [ : ]`, `elements optional $.a | $[:]`, `extended $.a[?(@.b > 1)].c`, `$..a`, `$['\ud83d\ude00\'']`, `$[?@.a]`,
		`$[?@.a == 1 && !(@['b'] < -1.5e+3 || "x" != @..c)]`, `$..[?match(@.b, '[a-c]{2,3}\\p{Lu}|^.$')]`, `$[?search(@.b, $..b)][-1,::-2]`, `$[?count(@..*) >= length(value($.*))]`, `$['a','a'][*,?@[?@]]`} {
		f.Add(s)
	}
	body := `{"a":[{"b":2,"c":[1]},{"b":"x"}],"x y":null}`
	f.Fuzz(func(t *testing.T, text string) {
		defer func(start time.Time) {
			if d := time.Since(start); d > time.Second {
				t.Errorf("%q takes %v", text, d)
			}
		}(time.Now())
		var sel pathdata.Selector
		if err := sel.UnmarshalText([]byte(text)); err != nil {
			var syntax *pathdata.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text) {
				t.Fatalf("UnmarshalText(%q) = %#v", text, err)
			}
			return
		}
		var back pathdata.Selector
		if err := back.UnmarshalText([]byte(sel.String())); err != nil || back.String() != sel.String() || sel.String() != text {
			t.Fatalf("%q became %q, then %q, %v", text, sel.String(), back.String(), err)
		}
		for _, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Steps: 10_000}, &sel) {
			if errors.Is(err, pathdata.ErrGrammar) || errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%q: %v", text, err)
			}
		}
		if strings.HasPrefix(text, "$") {
			got, err := collect(strings.NewReader(body), pathdata.Limits{Steps: 10_000}, &sel)
			held, heldErr := collect(strings.NewReader(body), pathdata.Limits{Steps: 10_000}, pathdata.Held(&sel))
			if strings.Contains(text, " | ") { // matches of alternatives may come in another order
				slices.Sort(got)
				slices.Sort(held)
			}
			if errors.Is(err, pathdata.ErrSteps) || errors.Is(heldErr, pathdata.ErrSteps) {
				return
			}
			if d := cmp.Diff(got, held); d != "" || (err == nil) != (heldErr == nil) {
				t.Fatalf("%q: %v and %v, mismatch (-streamed +held):\n%s", text, err, heldErr, d)
			}
		}
	})
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
