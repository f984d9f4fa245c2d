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
		{"names in the query of a path", proofpoint.Request{Service: "own", Path: "/v1/{id}?limit={n}&again={id}&q=%7Bn%7D&b={b}&a=b%20c", Query: url.Values{"b": {"{now}"}}},
			map[string]any{"id": "a/b", "n": "5 6"},
			proofpoint.Request{Service: "own", Path: "/v1/a%2Fb", Query: url.Values{"limit": {"5 6"}, "again": {"a/b"}, "q": {"{n}"}, "b": {"{now}"}, "a": {"b c"}}}},
		{"braces in a body", proofpoint.Request{Service: "own", Path: "/v1/x", Method: "POST", Body: []byte(`{"q":"{now} {x} }","r":[{"{":1.50}]}`)}, nil,
			proofpoint.Request{Service: "own", Path: "/v1/x", Method: "POST", Body: []byte(`{"q":"{now} {x} }","r":[{"{":1.50}]}`)}},
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
		{"query written in one go", proofpoint.Request{Path: "/x", Query: url.Values{"accesstoken": {typedSecret}, "sid": {typedSecret}, "clientsecret": {typedSecret}, "apitoken": {typedSecret},
			"authkey": {typedSecret}, "passphrase": {typedSecret}, "session": {typedSecret}}}, `query value "accesstoken", query value "apitoken", query value "authkey"`,
			[]string{`query value "accesstoken"`, `query value "apitoken"`, `query value "authkey"`, `query value "clientsecret"`, `query value "passphrase"`, `query value "session"`, `query value "sid"`}},
		{"headers written in one go", proofpoint.Request{Path: "/x", Header: http.Header{"X-Session": {typedSecret}, "X-Passphrase": {typedSecret}, "X-Accesstoken": {typedSecret}, "X-Myapikey": {typedSecret}}},
			`header "X-Accesstoken"`, []string{`header "X-Accesstoken"`, `header "X-Myapikey"`, `header "X-Passphrase"`, `header "X-Session"`}},
		{"URL in a header and a query", proofpoint.Request{Path: "/x?to=%2Fy%3Fsid%3D" + typedSecret + "&limit={n}", Header: http.Header{"Referer": {"https://h.example/?access_token=" + typedSecret}}},
			`header "Referer", query value "to"`, []string{`header "Referer"`, `query value "to"`}},
		{"segment", proofpoint.Request{Path: "/x;v=1;access_token=" + typedSecret + "/y"}, `parameter "access_token" of the path`, []string{`parameter "access_token" of the path`}},
		{"segment of a URL", proofpoint.Request{Path: "https://h.example/x;access_token=" + typedSecret + "?a=b"}, `parameter "access_token" of the path`, []string{`parameter "access_token" of the path`}},
		{"number in the body", proofpoint.Request{Path: "/x", Method: "POST", Body: []byte(`{"password":12345}`)}, `member "password" of the body`, nil},
		{"list in the body", proofpoint.Request{Path: "/x", Method: "POST", Body: []byte(`{"password":["` + typedSecret + `"]}`)}, `member "password" of the body`, nil},
		{"name in one go in the body", proofpoint.Request{Path: "/x", Method: "POST", Body: []byte(`{"clientsecret":"` + typedSecret + `"}`)}, `member "clientsecret" of the body`, nil},
		{"lines in the body", proofpoint.Request{Path: "/x", Method: "POST", Body: []byte("{}\n" + `{"password":"` + typedSecret + `"}`)}, `member "password" of the body`, nil},
		{"form that does not say so", proofpoint.Request{Path: "/x", Method: "POST", Body: []byte("a=b&password=" + typedSecret)}, `value "password" of the form`, nil},
		{"list of a pager", proofpoint.Request{Path: "/x", Pager: proofpoint.Values{Where: "query:token", List: []string{typedSecret}}}, `"query:token"`, nil},
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
		"Bad Name":         {Path: "/x", Service: "own"},
		"climbs":           {Path: "/x/../y", Service: "own"},
		"no_host":          {},
		"pager":            {Path: "/x", Service: "own", Pager: own{}},
		"macro":            {Path: "/x/{today}", Service: "own"},
		"lookup":           {Path: "/x/{lookup.a}", Service: "own"},
		"macro_in_query":   {Path: "/x?since={now-3600}", Service: "own"},
		"part_of_a_value":  {Path: "/x?q=a{n}", Service: "own"},
		"name_of_a_value":  {Path: "/x?{n}=1", Service: "own"},
		"two_of_one_value": {Path: "/x?q={a}&q={b}", Service: "own"},
		"value_and_name":   {Path: "/x?q={a}&q=b", Service: "own"},
		"brace":            {Path: "/x/{{y}}", Service: "own"},
	} {
		if _, err := template.FromRequest(name, r); err == nil {
			t.Errorf("%s was saved", name)
		}
	}
}

// A name that looks like a credential's becomes a secret parameter.
func TestFromRequestMakesSecretParameters(t *testing.T) {
	saved, err := template.FromRequest("mine", proofpoint.Request{Service: "own", Path: "/x/{token}/{id}"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range saved.Params() {
		if p.Secret != (p.Name == "token") {
			t.Errorf("%s: secret %t", p.Name, p.Secret)
		}
	}
}
