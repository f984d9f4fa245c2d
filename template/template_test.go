// Making templates, and what they say about themselves.

package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestNewRefuses(t *testing.T) {
	op := &proofpoint.Operation{Name: "a.one", Mode: "one"}
	named := func(names ...string) *proofpoint.Operation {
		o := &proofpoint.Operation{Name: "a.two", Mode: "two"}
		for _, n := range names {
			o.Params = append(o.Params, proofpoint.Param{Name: n})
		}
		return o
	}
	const badName = `the name must be lower-case letters, digits, _ and -, in parts separated by dots, starting with a letter`
	tests := []struct {
		name     string
		template string
		ops      []*proofpoint.Operation
		want     []string
	}{
		{"no operation", "x", nil, []string{"template: x: a template needs an operation"}},
		{"nil", "x", []*proofpoint.Operation{op, nil}, []string{"template: x: an operation is nil"}},
		{"mode twice", "x", []*proofpoint.Operation{op, op}, []string{`template: x: mode "one" is there twice`}},
		{"no mode", "x", []*proofpoint.Operation{op, {Name: "a.three"}},
			[]string{`template: x: operation "a.three" has no mode, which it needs beside others`}},
		{"parameter twice", "x", []*proofpoint.Operation{named("p", "p")},
			[]string{`template: x: operation "a.two" has the parameter "p" twice`}},
		{"parameter without a name", "x", []*proofpoint.Operation{named("")},
			[]string{`template: x: operation "a.two" has a parameter without a name`}},
		{"parameter mode", "x", []*proofpoint.Operation{op, named("mode")},
			[]string{`template: x: operation "a.two" has a parameter "mode", which chooses the operation here`}},
		{"empty name", "", []*proofpoint.Operation{op}, []string{`template: "": ` + badName}},
		{"name with a space", "get it", []*proofpoint.Operation{op}, []string{`template: "get it": ` + badName}},
		{"name in capitals", "Get", []*proofpoint.Operation{op}, []string{`template: "Get": ` + badName}},
		{"name with an empty part", "a..b", []*proofpoint.Operation{op}, []string{`template: "a..b": ` + badName}},
		{"name like a path", "../a", nil,
			[]string{`template: "../a": ` + badName, `template: "../a": a template needs an operation`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := template.New(tt.template, tt.ops...)
			if err == nil || got != nil {
				t.Fatalf("New(%q) = %v, %v, want an error and no template", tt.template, got, err)
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("New(%q) error mismatch (-want +got):\n%s", tt.template, diff)
			}
		})
	}
}

// A lone operation is a template as it is, whatever its mode.
func TestNewOfOne(t *testing.T) {
	op := &proofpoint.Operation{Name: "a.one", Title: "One", Summary: "S.", When: "W.", Docs: "https://docs.example",
		Mode:   "one",
		Params: []proofpoint.Param{{Name: "mode", Type: "string", In: "query:mode"}}}
	tmpl, err := template.New("one", op)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{tmpl.Name(), tmpl.Title(), tmpl.Summary(), tmpl.When(), tmpl.Docs()}
	if diff := cmp.Diff([]string{"one", "One", "S.", "W.", "https://docs.example"}, got); diff != "" {
		t.Errorf("texts mismatch (-want +got):\n%s", diff)
	}
	if tmpl.Modes() != nil {
		t.Errorf("Modes() = %v, want none", tmpl.Modes())
	}
	if diff := cmp.Diff(op.Params, tmpl.Params()); diff != "" {
		t.Errorf("Params() mismatch (-want +got):\n%s", diff)
	}
	r, err := tmpl.Build(map[string]any{"mode": "fast"})
	if err != nil || r.Query.Get("mode") != "fast" || r.Name != "a.one" {
		t.Errorf("Build = %+v, %v, want the parameter of the operation", r, err)
	}
}

// brief is what a test wants to see of a parameter.
func brief(params []proofpoint.Param) (list []string) {
	for _, p := range params {
		s := p.Name + " " + p.Type
		if p.Required {
			s += " required"
		}
		if p.Default != nil {
			s += " default"
		}
		if p.When != "" {
			s += " when " + p.When
		}
		list = append(list, s)
	}
	return list
}

func TestParamsOfModes(t *testing.T) {
	tests := []struct {
		template string
		modes    []string
		want     []string
		labels   []string
	}{
		{"get_messages_delivered", nil,
			[]string{"tap_base_url string", "format string default", "since_seconds duration default"},
			[]string{"TAP Base URL", "Format", "Since Seconds"}},
		{"get_alerts", []string{"native", "gateway"},
			[]string{"mode string default", "casb_base_url string", "limit integer",
				"since_seconds duration default when mode=native"},
			[]string{"Mode", "CASB Base URL", "Limit", "Since Seconds"}},
		{"list_blocklist_entries", []string{"org", "list", "gateway"},
			[]string{"mode string default", "trap_base_url string", "page integer default", "size integer",
				"cluster_id string required when mode=org", "list_id integer required when mode=list"},
			[]string{"Mode", "TRAP Base URL", "Page", "Size", "Cluster ID", "List ID"}},
		{"get_domain_intelligence", []string{"native", "gateway"},
			[]string{"mode string default", "eti_base_url string", "domain_name string required"},
			[]string{"Mode", "ETI Base URL", "Domain Name"}},
	}
	for _, tt := range tests {
		t.Run(tt.template, func(t *testing.T) {
			tmpl, ok := template.Default.Lookup(tt.template)
			if !ok {
				t.Fatal("not registered")
			}
			if diff := cmp.Diff(tt.modes, tmpl.Modes()); diff != "" {
				t.Errorf("Modes() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, brief(tmpl.Params())); diff != "" {
				t.Errorf("Params() mismatch (-want +got):\n%s", diff)
			}
			var labels []string
			for _, p := range tmpl.Params() {
				labels = append(labels, p.Label)
			}
			if diff := cmp.Diff(tt.labels, labels); diff != "" {
				t.Errorf("labels mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A parameter that is not the same in the modes that have it stands once for
// each, even if all have it.
func TestParamsDifferByMode(t *testing.T) {
	low, high := 1.0, 9.0
	mode := func(name string, params ...proofpoint.Param) *proofpoint.Operation {
		return &proofpoint.Operation{Name: "x." + name, Mode: name, Summary: "The " + name + ".", Params: params}
	}
	tmpl, err := template.New("x",
		mode("a", proofpoint.Param{Name: "n", Type: "integer", In: "limit", Min: &low},
			proofpoint.Param{Name: "s", Type: "string", In: "query:s"}),
		mode("b", proofpoint.Param{Name: "n", Type: "integer", In: "limit", Max: &high}),
		mode("c", proofpoint.Param{Name: "n", Type: "integer", In: "limit"},
			proofpoint.Param{Name: "s", Type: "string", In: "query:t"}))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"mode string default", "n integer when mode=a", "n integer when mode=b", "n integer when mode=c",
		"s string when mode=a", "s string when mode=c"}
	if diff := cmp.Diff(want, brief(tmpl.Params())); diff != "" {
		t.Errorf("Params() mismatch (-want +got):\n%s", diff)
	}
	if got := tmpl.Params()[0]; got.Doc != "Which call is made. a: The a; b: The b; c: The c." ||
		!slices.Equal(got.Enum, []string{"a", "b", "c"}) || got.Default != "a" {
		t.Errorf("mode is %+v", got)
	}
	tmpl.Params()[0].Enum[0] = "changed"
	if got := tmpl.Modes(); got[0] != "a" || tmpl.Params()[0].Enum[0] != "a" {
		t.Errorf("a caller can change the template: %v", got)
	}

	op, ok := tmpl.Operation("b")
	first, okFirst := tmpl.Operation("")
	if _, unknown := tmpl.Operation("d"); !ok || !okFirst || unknown || op.Mode != "b" || first.Mode != "a" {
		t.Errorf("Operation: b is %v, the default %v, d is known: %v", op, first, unknown)
	}
	_, err = tmpl.Build(map[string]any{"mode": "b", "s": "v"})
	if err == nil || err.Error() != `template: x: parameter "s": applies only with mode=a or mode=c` {
		t.Errorf("Build = %v", err)
	}
}
