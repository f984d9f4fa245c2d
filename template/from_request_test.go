// Saving a request: what is kept, what becomes a parameter, and that no
// credential ever gets into a definition.

package template_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// A saved request asks the same after it was written and read.
func TestFromRequest(t *testing.T) {
	path := pathdata.MustCompile
	tests := []struct {
		name   string
		r      proofpoint.Request
		params map[string]any
		want   proofpoint.Request
	}{
		{"a URL with a query", proofpoint.Request{Path: "https://api.example/v1/things?limit=5&tag=a%20b&tag=c", Query: url.Values{"limit": {"6"}}, Records: path("$.things[*]")}, nil,
			proofpoint.Request{Path: "https://api.example/v1/things", Query: url.Values{"limit": {"6"}, "tag": {"a b", "c"}}, Records: path("$.things[*]")}},
		{"names become parameters", proofpoint.Request{Service: "own", Path: "/v1/{id}/parts/{part}", Method: "post", Body: []byte(`{"a":1}`), Repeatable: true, Header: http.Header{"X-Tenant": {"acme"}}},
			map[string]any{"id": "a/b", "part": "x"},
			proofpoint.Request{Service: "own", Path: "/v1/a%2Fb/parts/x", Method: "POST", Body: []byte(`{"a":1}`), Repeatable: true, Header: http.Header{"X-Tenant": {"acme"}}}},
		{"pages, pool, bounds", proofpoint.Request{Service: "own", Path: "/v1/x", Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}, Limit: 9, Skip: 3,
			Pool: proofpoint.Pool{Name: "few", Limit: 5, Per: time.Minute}, Format: proofpoint.FormatLines, Empty: []int{404}}, nil,
			proofpoint.Request{Service: "own", Path: "/v1/x", Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}, Limit: 9, Skip: 3,
				Pool: proofpoint.Pool{Name: "few", Limit: 5, Per: time.Minute}, Format: proofpoint.FormatLines, Empty: []int{404}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			saved, err := template.FromRequest("my_things", tt.r)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(saved)
			if err != nil {
				t.Fatal(err)
			}
			read, err := template.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if read.Title() != "My things" || !strings.HasPrefix(read.When(), "Use this to ask ") || read.Summary() == "" {
				t.Errorf("title %q, when %q, summary %q", read.Title(), read.When(), read.Summary())
			}
			tt.want.Name = "my_things"
			for _, each := range []*template.Template{saved, read} {
				got, err := each.Build(tt.params)
				if err != nil {
					t.Fatal(err)
				}
				got.Method = strings.ToUpper(got.Method)
				if diff := cmp.Diff(tt.want, got, sameRequest); diff != "" {
					t.Errorf("request mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// What a template built can be saved too, with its values.
func TestFromRequestOfATemplate(t *testing.T) {
	for name, params := range map[string]map[string]any{
		"get_messages_delivered":  {"since_seconds": 7200},
		"get_domain_intelligence": {"domain_name": "a.example"},
		"get_alerts":              {"limit": 5},
	} {
		r, err := template.Default.Build(name, params)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := template.FromRequest("mine", r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := saved.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Name = "mine"
		if diff := cmp.Diff(r, got, sameRequest); diff != "" {
			t.Errorf("%s: request mismatch (-want +got):\n%s", name, diff)
		}
	}
}

const typedSecret = "s3cr3t-typed-along"

func TestFromRequestRefusesCredentials(t *testing.T) {
	secret := &proofpoint.Operation{Name: "own.x", Proto: proofpoint.Request{Service: "own", Path: "/x/{source}"},
		Params: []proofpoint.Param{{Name: "source", Type: "string", In: "path:source", Secret: true}}}
	built, err := secret.Build(map[string]any{"source": typedSecret})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		r    proofpoint.Request
		says string
		left []string // by WithoutCredentials; nil: nothing can be taken out
	}{
		{"header", proofpoint.Request{Path: "/x", Header: http.Header{"Authorization": {typedSecret}, "X-Tenant": {"acme"}}}, `header "Authorization"`, []string{`header "Authorization"`}},
		{"key header", proofpoint.Request{Path: "/x", Header: http.Header{"X-Api-Key": {typedSecret}, "Cookie": {typedSecret}}}, `header "Cookie", header "X-Api-Key"`, []string{`header "Cookie"`, `header "X-Api-Key"`}},
		{"query", proofpoint.Request{Path: "/x", Query: url.Values{"api_key": {typedSecret}, "page": {"1"}}}, `query value "api_key"`, []string{`query value "api_key"`}},
		{"query of the path", proofpoint.Request{Path: "/x?access_token=" + typedSecret + "&key=" + typedSecret + "&a=b"}, `query value "access_token", query value "key"`,
			[]string{`query value "access_token"`, `query value "key"`}},
		{"a query that cannot be read", proofpoint.Request{Path: "/x?token=" + typedSecret + ";%zz"}, "cannot be read", []string{"a query that cannot be read"}},
		{"form", proofpoint.Request{Path: "/x", Method: "POST", Repeatable: true, Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}},
			Body: []byte("a=b&client_secret=" + typedSecret)}, `"client_secret"`, nil},
		{"body", proofpoint.Request{Path: "/x", Method: "POST", Repeatable: true, Body: []byte(`{"a":{"password":"` + typedSecret + `"}}`)}, `member "password" of the body`, nil},
		{"body with blanks", proofpoint.Request{Path: "/x", Method: "POST", Repeatable: true, Body: []byte(`{"a": [{"client_secret": "` + typedSecret + `"}]}`)}, `member "client_secret" of the body`, nil},
		{"secret parameter", built, "a secret parameter", nil},
		{"user of a URL", proofpoint.Request{Path: "https://me:" + typedSecret + "@api.example/x"}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.r.Service == "" && strings.HasPrefix(tt.r.Path, "/") {
				tt.r.Service = "own"
			}
			_, err := template.FromRequest("mine", tt.r)
			if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), typedSecret) {
				t.Fatalf("err = %v", err)
			}
			r, left := template.WithoutCredentials(tt.r)
			if diff := cmp.Diff(tt.left, left); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
			saved, err := template.FromRequest("mine", r)
			if (err == nil) != (tt.left != nil) {
				t.Fatalf("err = %v", err)
			}
			if err == nil {
				text, err := json.Marshal(saved)
				if err != nil || strings.Contains(string(text), typedSecret) {
					t.Errorf("%v %s", err, text)
				}
			}
		})
	}
}

func TestFromRequestRefuses(t *testing.T) {
	type own struct{ proofpoint.Numbers }
	for name, r := range map[string]proofpoint.Request{
		"Bad Name": {Path: "/x", Service: "own"},
		"climbs":   {Path: "/x/../y", Service: "own"},
		"no_host":  {},
		"pager":    {Path: "/x", Service: "own", Pager: own{}},
	} {
		if _, err := template.FromRequest(name, r); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
}
