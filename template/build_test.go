// Bad input, one kind after another: what the error says, to people and to
// programs, and what it must not say.

package template_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestBuildRefuses(t *testing.T) {
	const domainAccepts = `(accepts a name like login-update.example)`
	tests := []struct {
		name     string
		template string
		params   values
		want     []string // one line for each parameter, without template and name
	}{
		{"too short", "get_messages_delivered", values{"since_seconds": 5},
			[]string{`parameter "since_seconds" = "5": is out of range (accepts seconds of at least 30, or a length like 24h)`}},
		{"too far back", "get_messages_delivered", values{"since_seconds": 604800},
			[]string{`parameter "since_seconds" = "168h0m0s": reaches back further than the service keeps (accepts at most 167h55m0s)`}},
		{"unknown word", "get_messages_delivered", values{"format": "xml"},
			[]string{`parameter "format" = "xml": is not one of the accepted values (accepts json, jsonp, syslog)`}},
		{"no URL", "get_messages_delivered", values{"tap_base_url": "tap.acme.example"},
			[]string{`parameter "tap_base_url" = "tap.acme.example": base URL must be https://host[:port][/path]`}},
		{"empty URL", "get_messages_delivered", values{"tap_base_url": ""},
			[]string{`parameter "tap_base_url": base URL must be https://host[:port][/path]`}},
		{"password in a URL", "get_messages_delivered",
			values{"tap_base_url": "https://user:hunter2@tap.acme.example/a?key=hunter2"},
			[]string{`parameter "tap_base_url" = "https://tap.acme.example/a": base URL must not hold a user name or password: use Auth`}},
		{"password in no URL", "get_messages_delivered", values{"tap_base_url": "user:hunter2@tap.acme.example"},
			[]string{`parameter "tap_base_url" = "[redacted]": base URL must be https://host[:port][/path]`}},
		{"missing", "list_blocklist_entries", nil, []string{`parameter "cluster_id": is required`}},
		{"missing in another mode", "list_blocklist_entries", values{"mode": "list"},
			[]string{`parameter "list_id": is required (accepts a whole number of at least 1)`}},
		{"of another mode", "get_alerts", values{"mode": "gateway", "since_seconds": 60},
			[]string{`parameter "since_seconds": applies only with mode=native`}},
		{"page without size", "list_blocklist_entries", values{"cluster_id": "c", "page": 2},
			[]string{`parameter "page" = "2": needs size beside it (accepts page and size)`}},
		{"wrong mode", "list_blocklist_entries", values{"mode": "lst", "list_id": "x", "cluster_id": "c", "pag": 1},
			[]string{
				`parameter "mode" = "lst": is not one of the accepted values (accepts org, list, gateway) (did you mean "list"?)`,
				`parameter "list_id" = "x": is not a number (accepts a whole number of at least 1)`,
				`parameter "pag": is not a parameter of list_blocklist_entries (accepts mode, trap_base_url, page, size, list_id) (did you mean "page"?)`}},
		{"mode of no text", "get_alerts", values{"mode": 7},
			[]string{`parameter "mode" = "7": is not one of the accepted values (accepts native, gateway)`}},
		{"not a number", "get_alerts", values{"limit": math.NaN()},
			[]string{`parameter "limit" = "NaN": is not a number (accepts a whole number of at least 1)`}},
		{"all at once", "list_blocklist_entries",
			values{"list_id": 5, "page": 0, "size": "many", "Cluster ID": "c", "trap_base_url": "ftp://x"}, []string{
				`parameter "trap_base_url" = "ftp://x": base URL must be https://host[:port][/path]`,
				`parameter "page" = "0": is out of range (accepts a whole number of at least 1)`,
				`parameter "size" = "many": is not a number (accepts a whole number of at least 1)`,
				`parameter "cluster_id": is required`,
				`parameter "list_id": applies only with mode=list`,
				`parameter "Cluster ID": is not a parameter of list_blocklist_entries (accepts mode, trap_base_url, page, size, cluster_id) (did you mean "cluster_id"?)`}},
		{"path that climbs", "get_domain_intelligence", values{"domain_name": "../x"},
			[]string{`parameter "domain_name" = "../x": does not look as it must ` + domainAccepts}},
		{"path that climbs, gateway", "get_domain_intelligence", values{"domain_name": "..", "mode": "gateway"},
			[]string{`parameter "domain_name" = "..": does not look as it must ` + domainAccepts}},
		{"two segments", "get_domain_intelligence", values{"domain_name": "a/b", "mode": "gateway"},
			[]string{`parameter "domain_name" = "a/b": does not look as it must ` + domainAccepts}},
		{"escaped segments", "get_domain_intelligence", values{"domain_name": "a%2fb", "mode": "gateway"},
			[]string{`parameter "domain_name" = "a%2fb": does not look as it must ` + domainAccepts}},
		{"a query", "get_domain_intelligence", values{"domain_name": "a?b=c", "mode": "gateway"},
			[]string{`parameter "domain_name" = "a?b=c": does not look as it must ` + domainAccepts}},
		{"empty", "get_domain_intelligence", values{"domain_name": ""},
			[]string{`parameter "domain_name": must not be empty ` + domainAccepts}},
		{"other name", "get_domain_intelligence", values{"example_domain_name": ".."},
			[]string{`parameter "example_domain_name" = "..": does not look as it must ` + domainAccepts}},
		{"both names", "get_domain_intelligence", values{"example_domain_name": "a.example", "domain_name": "b.example"},
			[]string{`parameter "example_domain_name": is another name of domain_name, which is given too (accepts either one)`}},
		{"no parameter at all", "eti.domain", values{"x": 1}, []string{
			`parameter "domain": is required (accepts a name like login-update.example)`, `parameter "x": is not a parameter of eti.domain (accepts domain)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := template.Default.Build(tt.template, tt.params)
			if err == nil {
				t.Fatalf("Build(%q, %v) = %+v, want an error", tt.template, tt.params, r)
			}
			var want []string
			for _, line := range tt.want {
				want = append(want, "template: "+tt.template+": "+line)
			}
			if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("Build(%q, %v) error mismatch (-want +got):\n%s", tt.template, tt.params, diff)
			}
			all, ok := errors.AsType[*template.ParamsError](err)
			if !ok || len(all.Problems) != len(want) || all.Template != tt.template {
				t.Fatalf("Build(%q, %v): error is %#v", tt.template, tt.params, err)
			}
			one, ok := errors.AsType[*proofpoint.ParamError](err)
			if !ok || one.Param != all.Problems[0].Param {
				t.Errorf("the first *ParamError is %#v", one)
			}
			text, err := json.Marshal(all)
			if err != nil || strings.Contains(string(text), "hunter2") {
				t.Errorf("json.Marshal = %s, %v", text, err)
			}
		})
	}
}

func TestParamsErrorMarshals(t *testing.T) {
	_, err := template.Default.Build("get_messages_delivered", values{"since_seconds": 5, "formt": "json"})
	got, bad := json.MarshalIndent(err, "", "\t")
	if bad != nil {
		t.Fatal(bad)
	}
	const want = `{
	"template": "get_messages_delivered",
	"problems": [
		{
			"param": "since_seconds",
			"label": "Since Seconds",
			"value": "5",
			"reason": "is out of range",
			"accepts": "seconds of at least 30, or a length like 24h"
		},
		{
			"param": "formt",
			"reason": "is not a parameter of get_messages_delivered",
			"accepts": "tap_base_url, format, since_seconds",
			"suggest": "format"
		}
	]
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("json.Marshal mismatch (-want +got):\n%s", diff)
	}
}

func TestSecretValuesAreHidden(t *testing.T) {
	secret := proofpoint.Param{Name: "source_id", Label: "Source ID", Type: "integer", In: "query:source", Secret: true}
	tmpl, err := template.New("x", &proofpoint.Operation{Name: "x.a", Mode: "a", Params: []proofpoint.Param{secret}},
		&proofpoint.Operation{Name: "x.b", Mode: "b"})
	if err != nil {
		t.Fatal(err)
	}
	for _, params := range []values{{"source_id": "hunter2"}, {"source_id": "hunter2", "mode": "b"},
		{"source_i": "hunter2"}} {
		_, err := tmpl.Build(params)
		text, _ := json.Marshal(err)
		said := fmt.Sprintf("%v %+v %#v %s %q", err, err, err, text, errors.Unwrap(err))
		for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
			said += fmt.Sprintf("%v %#v", e, e)
		}
		if err == nil || strings.Contains(said, "hunter2") {
			t.Errorf("Build(%v): the error tells the value: %s", params, said)
		}
	}
}

func TestBuildText(t *testing.T) {
	got, err := template.Default.BuildText("list_blocklist_entries",
		map[string]string{"mode": "GATEWAY", "page": " 2", "size": "3", "trap_base_url": "", "list_id": " "})
	if err != nil {
		t.Fatal(err)
	}
	if got.Limit != 3 || got.Query.Get("size") != "3" || got.Name != "trap.gateway.blocklist" || got.Base != "" {
		t.Errorf("BuildText = %+v", got)
	}
	want, err := template.Default.Build("get_messages_delivered", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err = template.Default.BuildText("get_messages_delivered",
		map[string]string{"format": "", "since_seconds": "1h"})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%+v", want) != fmt.Sprintf("%+v", got) {
		t.Errorf("BuildText = %+v, want the defaults %+v", got, want)
	}
}

// Values come as programs have them; nil is not given, and the caller's map
// stays as it was.
func TestBuildTakesValues(t *testing.T) {
	type word string
	for _, params := range []values{
		{"mode": "gateway", "limit": 3, "since_seconds": nil},
		{"mode": word("Gateway"), "limit": json.Number("3")},
		{"mode": "gateway", "limit": 3.0, "unknown": nil},
		{"mode": "gateway", "limit": "3"},
	} {
		before := fmt.Sprint(params)
		r, err := template.Default.Build("get_alerts", params)
		if err != nil || r.Name != "casb.gateway.alerts" || r.Limit != 3 || r.Query.Get("limit") != "3" {
			t.Errorf("Build(%v) = %+v, %v", params, r, err)
		}
		if fmt.Sprint(params) != before {
			t.Errorf("Build changed the caller's map from %s to %v", before, params)
		}
	}
	for _, params := range []values{{"mode": nil, "example_domain_name": "a.example"}, {"domain_name": "a.example"},
		{"domain_name": nil, "example_domain_name": "a.example"}} {
		r, err := template.Default.Build("get_domain_intelligence", params)
		if err != nil || string(r.Value) != `{"domain":"a.example"}` {
			t.Errorf("Build(%v) = %s, %v", params, r.Value, err)
		}
	}
}

// Requests of one template share nothing that a caller could change.
func TestBuildSharesNothing(t *testing.T) {
	first, err := template.Default.Build("get_alerts", values{"mode": "gateway", "limit": 3})
	if err != nil {
		t.Fatal(err)
	}
	first.Query.Set("limit", "9")
	again, err := template.Default.Build("get_alerts", values{"mode": "gateway"})
	if err != nil || again.Query.Has("limit") {
		t.Errorf("Build = %v, %v, want no limit", again.Query, err)
	}
}

func BenchmarkBuildGetMessagesDelivered(b *testing.B) {
	params := values{"format": "json", "since_seconds": 86400}
	tmpl, _ := template.Default.Lookup("get_messages_delivered")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tmpl.Build(params); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildTextGetAlerts(b *testing.B) {
	params := map[string]string{"mode": "gateway", "limit": "5", "casb_base_url": "https://gateway.example"}
	tmpl, _ := template.Default.Lookup("get_alerts")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tmpl.BuildText(params); err != nil {
			b.Fatal(err)
		}
	}
}
