// The published schema and the reader of definitions say the same: the same
// members, the same files taken, the same files refused.

package template_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/template"
)

// pagerTypes are the types of pagers, which share one Go type.
var pagerTypes = []string{"windows", "numbers", "rows", "offsets", "links", "values", "nest"}

// TestSchemaHasTheMembers: what is read is published, and the other way round.
func TestSchemaHasTheMembers(t *testing.T) {
	published := func(of string) (names []string) {
		t.Helper()
		s, err := jsonschema.Compile(template.DefinitionSchema())
		if of != "" {
			s, err = jsonschema.Definition(template.DefinitionSchema(), of)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s.Properties()
	}
	for of, typ := range template.DefinitionMembers {
		var want []string
		if of == "pagers" {
			for _, kind := range pagerTypes {
				want = append(want, published(kind)...)
			}
		} else {
			want = published(of)
		}
		slices.Sort(want)
		want = slices.Compact(want)
		if diff := cmp.Diff(want, members(typ)); diff != "" {
			t.Errorf("members of %q mismatch (-published +read):\n%s", of, diff)
		}
	}
}

// members are the names that a type is read from, those of embedded types too.
func members(typ reflect.Type) (names []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			names = append(names, members(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// TestSchemaIsDocumented: every member has a word about it.
func TestSchemaIsDocumented(t *testing.T) {
	var s map[string]any
	if err := json.Unmarshal(template.DefinitionSchema(), &s); err != nil {
		t.Fatal(err)
	}
	defs, _ := s["$defs"].(map[string]any)
	said := func(v any) bool {
		m, _ := v.(map[string]any)
		ref, _ := m["$ref"].(string)
		of, _ := defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		return m["description"] != nil || m["const"] != nil || of["description"] != nil
	}
	defs["file"] = s
	for name, def := range defs {
		d, _ := def.(map[string]any)
		properties, _ := d["properties"].(map[string]any)
		for member, v := range properties {
			if !said(v) && name+"."+member != "pager.type" {
				t.Errorf("%s.%s has no description", name, member)
			}
		}
	}
}

// TestSchemaTakesBuiltins: what is written is valid by what is published.
func TestSchemaTakesBuiltins(t *testing.T) {
	s, err := jsonschema.Compile(template.DefinitionSchema())
	if err != nil {
		t.Fatal(err)
	}
	for tmpl := range template.Default.All() {
		n, problems := jsonschema.Read(definitionOf(t, tmpl), 100)
		if problems = append(problems, s.Check(n)...); len(problems) > 0 {
			t.Errorf("%s: %v", tmpl.Name(), problems)
		}
	}
}

// TestVersions: a definition of this version is read, one of a newer version is
// refused with both numbers and nothing else, whatever else is in it.
func TestVersions(t *testing.T) {
	if _, err := template.Parse([]byte(`{"version":1,"name":"a","request":{"service":"s","path":"/"}}`)); err != nil {
		t.Error(err)
	}
	_, err := template.Parse([]byte(`{"version":2,"name":"a","requests":[],"params":7}`))
	const want = `template: definition:1: /version is 2, newer than 1, the newest that is known here (accepts versions up to 1)`
	if err == nil || err.Error() != want {
		t.Errorf("Parse of version 2 = %v, want %s", err, want)
	}
	_, err = template.Parse([]byte(`{"version":0,"name":"a","request":{"service":"s","path":"/"}}`))
	if err == nil || !strings.Contains(err.Error(), "/version is not one of the accepted values (accepts 1)") {
		t.Errorf("Parse of version 0 = %v", err)
	}
}
