// What is read back and what is refused. That everything written is read is in
// property_test.go.

package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestUnmarshalRefuses(t *testing.T) {
	good := text(t, learn(t, `{"a":"x","b":[1],"192.0.2.1":null}`, `{"b":[]}`))
	edit := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s does not hold %s", good, old)
		}
		return strings.Replace(good, old, new, 1)
	}
	deep := `{"x-shape":{"seen":1,"integer":1},"type":"integer"}`
	for range schema.MaxDepth + 1 {
		deep = `{"x-shape":{"seen":1,"array":1},"type":"array","items":` + deep + `}`
	}
	tests := []struct{ name, text string }{
		{"null", `null`},
		{"another JSON Schema", `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}`},
		{"another draft", edit("2020-12", "2019-09")},
		{"type edited", edit(`"type":"object"`, `"type":["object","null"]`)},
		{"required edited", edit(`"required":["b"]`, `"required":["a","b"]`)},
		{"enumeration added", edit(`"type":"string"`, `"type":"string","enum":["x"]`)},
		{"format added", edit(`"type":"string"`, `"type":"string","format":"email"`)},
		{"unknown format", edit(`"type":"string"`, `"type":"string","format":"phone"`)},
		{"format of plain text", edit(`"type":"string"`, `"type":"string","format":"plain text"`)},
		{"keyword added", edit(`"type":"string"`, `"type":"string","title":"T"`)},
		{"name in other letters", edit(`"required"`, `"Required"`)},
		{"no counts", edit(`"x-shape":{"seen":1,"string":1,"values":["x"]}`, `"x-shape":null`)},
		{"counts do not add up", edit(`"seen":2,"object":2`, `"seen":1,"object":2`)},
		{"a negative count", edit(`"seen":1,"string":1`, `"seen":1,"null":-1,"string":1`)},
		{"a count that is too high", strings.ReplaceAll(good, `:2`, fmt.Sprint(`:`, int64(schema.MaxCount+1)))},
		{"a count with a fraction", edit(`"seen":2`, `"seen":2.5`)},
		{"a field seen more often than its object", edit(`"seen":1,"string":1`, `"seen":3,"string":3`)},
		{"values unsorted", edit(`"values":["x"]`, `"values":["x","a"]`)},
		{"values twice", edit(`"values":["x"]`, `"values":["x","x"]`)},
		{"a value that would not be kept", edit(`"values":["x"]`, `"values":["a@b"]`)},
		{"too many values", edit(`"values":["x"]`, `"values":["`+strings.Join(strings.Split("abcdefghijklmnopq", ""), `","`)+`"]`)},
		{"values without strings", edit(`"seen":2,"array":2`, `"seen":2,"array":2,"values":["x"]`)},
		{"a field that is data", edit(`"properties":{"a"`, `"properties":{"17"`)},
		{"names of no kind", edit(`"object":2`, `"object":2,"names":"some"`)},
		{"fields where all names are data", edit(`"object":2`, `"object":2,"names":"data"`)},
		{"levels below the bottom", edit(`"object":2`, `"object":2,"levels":33`)},
		{"too deep", strings.Replace(deep, `{`, `{"$schema":"`+schema.Dialect+`",`, 1)},
		{"too many fields", tooMany()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := learn(t, `1`)
			err := s.UnmarshalJSON([]byte(tt.text))
			if !errors.Is(err, schema.ErrForeign) || len(err.Error()) > 400 {
				t.Errorf("UnmarshalJSON(%.200s) = %v, want ErrForeign, shortly", tt.text, err)
			}
			if d := cmp.Diff(`{"type":"integer"}`, keywords(t, s)); d != "" {
				t.Errorf("the schema changed (-want +got):\n%s", d)
			}
		})
	}
}

// tooMany is the text of a schema with more fields than there may be.
func tooMany() string {
	field := func(below string) string {
		return `{"type":"object"` + below + `,"x-shape":{"seen":1,"object":1}}`
	}
	members := func(value string, n int) string {
		var names, fields []string
		for i := range n {
			names = append(names, fmt.Sprintf(`"n%03d"`, i))
			fields = append(fields, fmt.Sprintf(`"n%03d":%s`, i, value))
		}
		return `,"properties":{` + strings.Join(fields, ",") + `},"required":[` + strings.Join(names, ",") + `]`
	}
	whole := field(members(field(members(field(""), 200)), 200))
	return strings.Replace(whole, `{`, `{"$schema":"`+schema.Dialect+`",`, 1)
}

// TestUnmarshalLayout: neither white space nor the order of members matters,
// nor how strings are escaped.
func TestUnmarshalLayout(t *testing.T) {
	want := text(t, learn(t, times(9, `{"z":"<x>","a":[1,null],"e":"é & so","192.0.2.%d":true,"w":"spam"}`)...))
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(want), "", "\t"); err != nil {
		t.Fatal(err)
	}
	var v any // its members are written in alphabetical order
	if err := json.Unmarshal([]byte(want), &v); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, layout := range []string{indented.String(), string(sorted), strings.ReplaceAll(want, "é", `\u00e9`)} {
		var s schema.Schema
		if err := json.Unmarshal([]byte(layout), &s); err != nil {
			t.Errorf("Unmarshal(%.100s): %v", layout, err)
			continue
		}
		if d := cmp.Diff(want, text(t, s)); d != "" {
			t.Errorf("text mismatch (-want +got):\n%s", d)
		}
	}
}
