// Texts and what is said of them, keyword by keyword; a keyword that would be
// passed over is told.

package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

// said is what is wrong with text, a line each.
func said(t testing.TB, schema, text string) []string {
	t.Helper()
	s, err := jsonschema.Compile([]byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	n, problems := jsonschema.Read([]byte(text), 10)
	if n != nil {
		problems = append(problems, s.Check(n)...)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%s@%d %s|%s|%s", p.Pointer, p.Offset, p.Reason, p.Accepts, p.Suggest))
	}
	return lines
}

func TestCheck(t *testing.T) {
	const closed = `{"type":"object","properties":{"path":{"type":"string"},"limit":{"type":"integer"}},"additionalProperties":false}`
	const chosen = `{"type":"object","properties":{"kind":{"enum":["a","b"]}},"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},
		"then":{"properties":{"x":{"type":"number"}}},"else":{"properties":{"y":{}}},"unevaluatedProperties":false}`
	tests := []struct {
		name, schema, text string
		want               []string
	}{
		{"fits", closed, `{"path":"/a","limit":1}`, nil},
		{"unknown member", closed, `{"pth":"/a"}`, []string{`/pth@7 is not a member here|path, limit|path`}},
		{"types", closed, ` {"path":1,"limit":"x"}`, []string{`/path@9 is a number|text|`, `/limit@19 is text|a whole number|`}},
		{"fraction", closed, `{"limit":1.5}`, []string{`/limit@9 is a number|a whole number|`}},
		{"whole", closed, `{"limit":1.0}`, nil},
		{"not an object", closed, `[]`, []string{`@0 is a list|an object|`}},
		{"several types", `{"type":["string","array"],"items":{"type":"string"}}`, `["a",1]`, []string{`/1@5 is a number|text|`}},
		{"required", `{"required":["a/b"],"x-accepts":"it"}`, `{}`, []string{`@0 lacks the member "a/b"|it|`}},
		{"pointers", `{"properties":{"a/b":{"properties":{"c~d":{"type":"null"}}}}}`, `{"a/b":{"c~d":true}}`, []string{`/a~1b/c~0d@14 is true or false|null|`}},
		{"enum", `{"enum":["json","lines",3]}`, `"jsn"`, []string{`@0 is not one of the accepted values|json, lines, 3|json`}},
		{"const", `{"const":1}`, `2`, []string{`@0 is not one of the accepted values|1|`}},
		{"const in other letters", `{"const":"é"}`, `"\u00e9"`, nil},
		{"pattern", `{"pattern":"^a+$"}`, `"b"`, []string{`@0 does not look as it must|text matching ^a+$|`}},
		{"length", `{"minLength":2,"maxLength":3}`, `"éa"`, nil},
		{"too short", `{"minLength":3}`, `"éa"`, []string{`@0 has 2 characters|at least 3|`}},
		{"range", `{"items":{"minimum":1,"maximum":2}}`, `[0,1,2,3,1e999]`, []string{`/0@1 is out of range|at least 1, at most 2|`, `/3@7 is out of range|at least 1, at most 2|`, `/4@9 is out of range|at least 1, at most 2|`}},
		{"too many", `{"maxItems":1,"items":false}`, `[1,2]`, []string{`@0 has 2 elements|at most 1|`}},
		{"too many members", `{"maxProperties":1}`, `{"a":1,"b":2}`, []string{`@0 has 2 members|at most 1|`}},
		{"unique", `{"uniqueItems":true}`, `["a","b","\u0061"]`, []string{`/2@9 is there twice||`}},
		{"never", `{"properties":{"a":false}}`, `{"a":1}`, []string{`/a@5 cannot stand here||`}},
		{"not", `{"properties":{"a":{"not":{},"x-accepts":"b"}}}`, `{"a":1}`, []string{`/a@5 cannot stand here|b|`}},
		{"all of", `{"allOf":[{"minimum":1},{"maximum":0}]}`, `0.5`, []string{`@0 is out of range|at least 1|`, `@0 is out of range|at most 0|`}},
		{"one of", `{"oneOf":[{"required":["a"]},{"required":["b"]}]}`, `{"a":1,"b":1}`, []string{`@0 fits 2 of 2 forms|exactly one|`}},
		{"then", chosen, `{"kind":"a","x":1}`, nil},
		{"then, wrong", chosen, `{"kind":"a","x":"1"}`, []string{`/x@16 is text|a number|`}},
		{"of the other branch", chosen, `{"kind":"a","y":1}`, []string{`/y@16 is not a member here|kind, x|`}},
		{"else", chosen, `{"y":1}`, nil},
		{"reference to itself", `{"$ref":"#/$defs/n","$defs":{"n":{"properties":{"n":{"$ref":"#/$defs/n"},"v":{"type":"null"}}}}}`, `{"n":{"n":{"v":0}}}`, []string{`/n/n/v@15 is a number|null|`}},
		{"twice", `{}`, `{"a":1,"b":{"c":1,"\u0063":2}}`, []string{`/b/c@27 is there twice||`}},
		{"deep", `{}`, strings.Repeat("[", 11) + strings.Repeat("]", 11), []string{strings.Repeat("/0", 9) + `@10 is nested too deeply|at most 10 levels|`}},
		{"cut", `{}`, `{"a":`, []string{`/a@5 is not JSON: the text ends in the middle||`}},
		{"large bounds", `{"maximum":1000000000}`, `1e10`, []string{`@0 is out of range|at most 1000000000|`}},
		{"comma behind the last element", `{}`, "[1 ,\n]", []string{`@3 is not JSON: a comma stands before the closing bracket|no comma behind the last one: take it out|`}},
		{"comma behind the last member", `{}`, `{"a":1,}`, []string{`@6 is not JSON: a comma stands before the closing bracket|no comma behind the last one: take it out|`}},
		{"two commas", `{}`, `[1,,2]`, []string{`/1@3 is not JSON: invalid character ',' at start of value||`}},
		{"empty", `{}`, ``, []string{`@0 is not JSON: the text ends in the middle||`}},
		{"two values", `{}`, `1 2`, []string{`@3 is not JSON: something follows the value||`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, said(t, tt.schema, tt.text)); diff != "" {
				t.Errorf("Check(%s) mismatch (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestReadSyntax(t *testing.T) {
	for _, text := range []string{`{a:1}`, `[1,]`, "\"\xff\"", `nul`, `{"a" 1}`, `"\x"`, "\ufeff{}", `[}`} {
		n, problems := jsonschema.Read([]byte(text), 10)
		if n != nil || len(problems) != 1 || !strings.HasPrefix(problems[0].Reason, "is not JSON: ") || problems[0].Offset > len(text) {
			t.Errorf("Read(%q) = %v, %v; want one problem and no tree", text, n, problems)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"minimun":1}`:                       "/minimun: the keyword is not known",
		`{"properties":{"a":{"typ":"null"}}}`: "/properties/a/typ: the keyword is not known",
		`{"$ref":"#/$defs/none"}`:             "leads nowhere",
		`{"$ref":"https://x.example/s"}`:      "leads nowhere",
		`{"pattern":"("}`:                     "missing closing",
		`[]`:                                  "is no schema",
		`{`:                                   "is not JSON",
	} {
		if _, err := jsonschema.Compile([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Compile(%s) = %v, want %q", text, err, want)
		}
	}
}

// TestBounded: a text that is wrong everywhere is not told everywhere.
func TestBounded(t *testing.T) {
	if got := len(said(t, `{"items":false}`, "["+strings.Repeat("0,", 50_000)+"0]")); got != 1000 {
		t.Errorf("%d problems were told, want 1000", got)
	}
}
