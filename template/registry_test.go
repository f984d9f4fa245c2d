// The registry: what is in it by default, what it refuses, and that any number
// of goroutines may use it.

package template_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func names(r *template.Registry) (list []string) {
	for t := range r.All() {
		list = append(list, t.Name())
	}
	return list
}

func TestDefaultHasEveryOperation(t *testing.T) {
	want := append(slices.Clone(seedNames), chainNames...)
	for op := range proofpoint.Operations() {
		want = append(want, op.Name)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, names(template.Default.Clone())); diff != "" {
		t.Errorf("All() mismatch (-want +got):\n%s", diff)
	}
}

// What a form shows must be there for every built-in template.
func TestBuiltinsSayWhatTheyAre(t *testing.T) {
	for tmpl := range template.Default.Clone().All() {
		if tmpl.Title() == "" || tmpl.Summary() == "" || !strings.HasPrefix(tmpl.When(), "Use this ") {
			t.Errorf("%s: title %q, summary %q, when %q", tmpl.Name(), tmpl.Title(), tmpl.Summary(), tmpl.When())
		}
		for _, mode := range append(tmpl.Modes(), "") {
			if op, ok := tmpl.Operation(mode); !ok || op.Source == "" {
				t.Errorf("%s: mode %q has no source", tmpl.Name(), mode)
			}
		}
		for _, p := range tmpl.Params() {
			if p.Label == "" || p.Doc == "" || p.Type == "" {
				t.Errorf("%s: parameter %s: label %q, doc %q, type %q", tmpl.Name(), p.Name, p.Label, p.Doc, p.Type)
			}
		}
	}
}

func TestUnknownTemplate(t *testing.T) {
	tests := []struct{ name, want string }{
		{"get_alert", `template: no template is called "get_alert" (did you mean "get_alerts"?)`},
		{"Get_Messages_Deliverd", `template: no template is called "Get_Messages_Deliverd" (did you mean "get_messages_delivered"?)`},
		{"tap.siem.al", `template: no template is called "tap.siem.al" (did you mean "tap.siem.all"?)`},
		{"something_else_entirely", `template: no template is called "something_else_entirely"`},
		{"", `template: no template is called ""`},
	}
	for _, tt := range tests {
		_, err := template.Default.Build(tt.name, nil)
		_, textErr := template.Default.BuildText(tt.name, nil)
		if unknown, ok := errors.AsType[*template.UnknownError](err); !ok || unknown.Name != tt.name ||
			err.Error() != tt.want || textErr.Error() != tt.want {
			t.Errorf("Build(%q) = %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

func TestRegistryOfOnesOwn(t *testing.T) {
	var r template.Registry
	if _, ok := r.Lookup("x"); ok || names(&r) != nil || names(r.Clone()) != nil {
		t.Error("the zero registry is not empty")
	}
	if _, err := r.Build("x", nil); err == nil {
		t.Error("Build: no error")
	}
	b, _ := template.New("b", &proofpoint.Operation{Name: "b.get"})
	a, _ := template.New("a", &proofpoint.Operation{Name: "a.get"})
	if err := errors.Join(r.Register(b), r.Register(a)); err != nil {
		t.Fatal(err)
	}
	clone := r.Clone()
	c, _ := template.New("c", &proofpoint.Operation{Name: "c.get"})
	if err := clone.Register(c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"a", "b"}, {"a", "b", "c"}}, [][]string{names(&r), names(clone)}); diff != "" {
		t.Errorf("names mismatch (-want +got):\n%s", diff)
	}
	if got, ok := r.Lookup("a"); !ok || got != a {
		t.Errorf("Lookup = %v, %v", got, ok)
	}
	for want, bad := range map[string]*template.Template{
		`template: register: the name "a" is taken`: a,
		"template: register: the template is nil":   nil,
	} {
		if err := r.Register(bad); err == nil || err.Error() != want {
			t.Errorf("Register = %v, want %s", err, want)
		}
	}
	taken, _ := template.New("get_alerts", &proofpoint.Operation{Name: "x.get"})
	if err := template.Default.Register(taken); err == nil {
		t.Error("a built-in template was replaced")
	}
}

func TestRegistryConcurrently(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 { // run alone, this is the first use of Default
		wait.Go(func() {
			if _, ok := template.Default.Lookup("get_alerts"); !ok {
				t.Error("get_alerts is not registered")
			}
		})
	}
	wait.Wait()
	r := template.Default.Clone()
	for i := range 16 {
		wait.Go(func() {
			mine, err := template.New(fmt.Sprint("mine.", i), &proofpoint.Operation{Name: "mine.get"})
			if err != nil {
				t.Error(err)
				return
			}
			if err := r.Register(mine); err != nil {
				t.Error(err)
			}
			for _, name := range append(seedNames[:3:3], mine.Name()) {
				params := values{}
				if name == "get_domain_intelligence" {
					params["example_domain_name"] = "login-update.example"
				}
				if _, err := r.Build(name, params); err != nil {
					t.Error(err)
				}
				if _, err := r.Build(name, values{"x": 1, "mode": "y"}); err == nil {
					t.Error("no error")
				}
			}
			if _, err := r.Build("get_alert", nil); err == nil {
				t.Error("no error")
			}
			if len(names(r.Clone())) < len(seedNames)+1 {
				t.Error("a template is missing")
			}
		})
	}
	wait.Wait()
}
