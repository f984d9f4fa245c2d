// A form that is drawn from a template's schema sends what Build takes, and
// nothing that Build takes is kept from it.

package template_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func schemaOf(t testing.TB, tmpl *template.Template) *jsonschema.Schema {
	t.Helper()
	text, err := tmpl.Schema()
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.Compile(text)
	if err != nil {
		t.Fatalf("%s: %v\n%s", tmpl.Name(), err, text)
	}
	return s
}

func TestSchemaGoldens(t *testing.T) {
	for _, name := range []string{"list_blocklist_entries", "get_messages_delivered", "tap.siem.all", "trap.alerts.push"} {
		tmpl, _ := template.Default.Lookup(name)
		text, err := tmpl.Schema()
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "schemas/"+name+".json", indented(t, text))
	}
}

// TestSchemaAgreesWithBuild: of every built-in template, with values that fit and
// with each kind of value that does not.
func TestSchemaAgreesWithBuild(t *testing.T) {
	for tmpl := range template.Default.All() {
		s := schemaOf(t, tmpl)
		for _, params := range samples(t, tmpl) {
			for _, p := range append([]map[string]any{params}, spoilt(tmpl, params)...) {
				agree(t, tmpl, s, p)
			}
		}
	}
}

func agree(t *testing.T, tmpl *template.Template, s *jsonschema.Schema, params map[string]any) {
	t.Helper()
	plain := canonicalValues(tmpl, params)
	text, err := json.Marshal(plain)
	if err != nil {
		t.Fatal(err)
	}
	n, problems := jsonschema.Read(text, 100)
	if n == nil {
		t.Fatalf("%s: %v", text, problems)
	}
	_, err = tmpl.Build(plain)
	fits := s.Check(n)
	switch {
	case err == nil && len(fits) > 0:
		t.Errorf("%s: Build takes %s, and the schema does not: %v", tmpl.Name(), text, fits)
	case err != nil && len(fits) == 0 && !together(tmpl, err):
		t.Errorf("%s: the schema takes %s, and Build does not: %v", tmpl.Name(), text, err)
	}
}

// canonicalValues are values in the one form that the schema has for them.
func canonicalValues(tmpl *template.Template, params map[string]any) map[string]any {
	out := maps.Clone(params)
	if out == nil {
		out = map[string]any{}
	}
	for _, p := range tmpl.Params() {
		if text, ok := out[p.Name].(string); ok && (p.Type == "integer" || p.Type == "number") && len(p.Enum) > 0 {
			out[p.Name] = json.Number(text)
		}
	}
	return out
}

// together reports whether a refusal is about what several values, the time or
// code say together, which no schema can.
func together(tmpl *template.Template, err error) bool {
	if slices.Contains(checkedByCode, tmpl.Name()) {
		return true
	}
	text := err.Error()
	return slices.ContainsFunc([]string{"reaches back further", "needs size beside it", "needs from or since", "shorter than the service accepts", "cannot be given together",
		"is not before to", "base URL", "is not a path"}, func(s string) bool { return strings.Contains(text, s) })
}

// spoilt are params with one thing wrong each.
func spoilt(tmpl *template.Template, params map[string]any) (out []map[string]any) {
	with := func(name string, v any) {
		p := maps.Clone(params)
		if p == nil {
			p = map[string]any{}
		}
		p[name] = v
		out = append(out, p)
	}
	with("no_such_parameter", 1)
	for _, p := range tmpl.Params() {
		if _, given := params[p.Name]; !given {
			continue
		}
		without := maps.Clone(params)
		delete(without, p.Name)
		out = append(out, without)
		switch p.Type {
		case "integer", "number", "duration":
			with(p.Name, true)
			if p.Min != nil {
				with(p.Name, *p.Min-1)
			}
			if p.Max != nil {
				with(p.Name, *p.Max+1)
			}
		case "boolean":
			with(p.Name, "perhaps")
		case "list":
			with(p.Name, 3.5)
			if len(p.Enum) > 0 {
				with(p.Name, []string{"no-such-word"})
			}
		case "string":
			if len(p.Enum) > 0 {
				with(p.Name, "no-such-word")
			}
		}
	}
	return out
}

// TestSchemaConditions: When of one operation, in each type that it can wait
// for, and one_of.
func TestSchemaConditions(t *testing.T) {
	op := &proofpoint.Operation{Name: "a.b", Proto: proofpoint.Request{Service: "a", Path: "/x"}, OneOf: [][]string{{"id", "name"}}, Params: []proofpoint.Param{
		{Name: "kind", Type: "string", In: "query:kind", Enum: []string{"one=1", "two=2"}, Default: "one"},
		{Name: "deep", Type: "boolean", In: "query:deep"},
		{Name: "level", Type: "integer", In: "query:level", When: "deep=true", Required: true},
		{Name: "first", Type: "string", In: "query:first", When: "kind=one"},
		{Name: "second", Type: "string", In: "query:second", When: "kind=two", Required: true},
		{Name: "id", Type: "string", In: "query:id"},
		{Name: "name", Type: "string", In: "query:name"},
	}}
	tmpl, err := template.New("a.b", op)
	if err != nil {
		t.Fatal(err)
	}
	s := schemaOf(t, tmpl)
	fits := 0
	for _, params := range []map[string]any{
		{}, {"id": "x"}, {"id": "x", "name": "y"}, {"name": "y", "first": "f"}, {"name": "y", "second": "f"}, {"name": "y", "kind": "two"},
		{"name": "y", "kind": "two", "second": "s"}, {"name": "y", "kind": "two", "second": "s", "first": "f"}, {"id": "x", "deep": true},
		{"id": "x", "deep": true, "level": 3}, {"id": "x", "deep": false, "level": 3}, {"id": "x", "level": 3}, {"id": "x", "kind": "one", "first": "f"},
	} {
		agree(t, tmpl, s, params)
		if _, err := tmpl.Build(params); err == nil {
			fits++
		}
	}
	if fits != 5 {
		t.Errorf("%d of the samples fit, want 5", fits)
	}
}

// TestSchemaOfSecrets: a secret is asked for like a password, and no default of
// it is published.
func TestSchemaOfSecrets(t *testing.T) {
	op := &proofpoint.Operation{Name: "a.b", Proto: proofpoint.Request{Service: "a", Path: "/x"}, Params: []proofpoint.Param{
		{Name: "code", Type: "string", In: "query:code", Secret: true, Default: "hunter2"},
	}}
	tmpl, err := template.New("a.b", op)
	if err != nil {
		t.Fatal(err)
	}
	text, err := tmpl.Schema()
	if err != nil || strings.Contains(string(text), "hunter2") || !strings.Contains(string(text), `"format":"password","writeOnly":true`) {
		t.Errorf("Schema = %s, %v", text, err)
	}
	if text, err := tmpl.MarshalJSON(); err == nil || strings.Contains(fmt.Sprint(string(text), err), "hunter2") {
		t.Errorf("MarshalJSON = %s, %v; want an error without the secret", text, err)
	}
}
