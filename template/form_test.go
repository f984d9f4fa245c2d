// Forms: what a browser sends becomes what Build takes.

package template_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// formTemplate has a parameter of each type that a form sends.
func formTemplate(t testing.TB) *template.Template {
	t.Helper()
	tmpl, err := template.New("a.form", &proofpoint.Operation{Name: "a.form", Proto: proofpoint.Request{Service: "a", Path: "/x"}, Params: []proofpoint.Param{
		{Name: "kinds", Label: "Kinds", Type: "list", In: "query:kinds", Enum: []string{"one=1", "two=2"}}, {Name: "deep", Type: "boolean", In: "query:deep"},
		{Name: "count", Label: "Count", Type: "integer", In: "query:count", Required: true}, {Name: "note", Type: "string", In: "query:note"}}})
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

func TestBuildForm(t *testing.T) {
	tmpl := formTemplate(t)
	for form, want := range map[string]string{
		"count=3&deep=on&kinds=one&kinds=Two&note=":  "count=3&deep=true&kinds=1&kinds=2",
		"count=3&kinds=one,two&kinds=&deep=&note=+x": "count=3&kinds=1&kinds=2&note=+x",
		"count=+3+&deep=false&note=on":               "count=3&deep=false&note=on",
	} {
		values, err := url.ParseQuery(form)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tmpl.BuildForm(values)
		if err != nil || got.Query.Encode() != want {
			t.Errorf("BuildForm(%s) = %s, %v, want %s", form, got.Query.Encode(), err, want)
		}
	}
}

func TestBuildFormRefuses(t *testing.T) {
	_, err := formTemplate(t).BuildForm(url.Values{"count": {"3", "4"}, "kind": {"one"}, "deep": {"on", "off"}, "kinds": {"three"}})
	want := []string{
		`template: a.form: parameter "kinds" = "three": holds "three", which is not one of the accepted values (accepts one, two)`,
		`template: a.form: parameter "deep": is given 2 times (accepts one value)`,
		`template: a.form: parameter "count": is given 2 times (accepts one value)`,
		`template: a.form: parameter "kind": is not a parameter of a.form (accepts kinds, deep, count, note) (did you mean "kinds"?)`,
	}
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("BuildForm mismatch (-want +got):\n%s", diff)
	}
	if _, err := template.Default.BuildForm("get_alert", nil); err == nil || !strings.Contains(err.Error(), `did you mean "get_alerts"`) {
		t.Errorf("BuildForm of no template: %v", err)
	}
	if r, err := template.Default.BuildForm("get_domain_intelligence", url.Values{"example_domain_name": {"A.example"}}); err != nil || string(r.Value) != `{"domain":"a.example"}` {
		t.Errorf("BuildForm = %s, %v", r.Value, err)
	}
}
