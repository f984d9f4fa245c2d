// Macros in definition files: what they become when a request is built, how the
// file is written again, and where mistakes are told.

package template_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

const casesDefinition = `{"version":1,"name":"cases.since","request":{"service":"svc","method":"POST","path":"/v1/{team}/{today-7}/{param.team}","query":{"to":"{today}","lit":"{{now}}"},
  "headers":{"x-since":"d{today-1}"},"body":{"days":"{param.days}","text":"last {param.days} days of {param.team}"},"repeatable":true},
  "params":[{"name":"team","in":"path:team","required":true},{"name":"days","type":"integer","default":7,"in":""}],
  "macros":{"format":"yyyy-MM-dd","zone":"Asia/Tokyo"}}`

func TestDefinitionMacros(t *testing.T) {
	text := strings.Replace(casesDefinition, `,"in":""`, "", 1)
	tmpl, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // one call leaves nothing for the next
		r, err := tmpl.BuildAt(macroNow, map[string]any{"team": "{now}/..", "days": "3"})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{r.Path, r.Query.Encode(), r.Header.Get("X-Since"), string(r.Body)}
		want := []string{"/v1/%7Bnow%7D%2F../2026-11-17/%7Bnow%7D%2F..", "lit=%7Bnow%7D&to=2026-11-24", "d2026-11-23", `{"days":3,"text":"last 3 days of {now}/.."}`}
		if diff := cmp.Diff(want, got); diff != "" || len(r.Blanks) != 0 {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	_, err = tmpl.BuildAt(macroNow, nil)
	if pe, ok := errors.AsType[*template.ParamsError](err); !ok || len(pe.Problems) != 1 || pe.Problems[0].Param != "team" {
		t.Errorf("without its parameter: %v", err)
	}
	written, err := json.Marshal(tmpl)
	if err != nil {
		t.Fatal(err)
	}
	again, err := template.Parse(written)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := tmpl.BuildAt(macroNow, map[string]any{"team": "a"})
	other, err := again.BuildAt(macroNow, map[string]any{"team": "a"})
	if diff := cmp.Diff(one, other, sameRequest); diff != "" || err != nil || !strings.Contains(string(written), "{today-7}") || !strings.Contains(string(written), `"zone":"Asia/Tokyo"`) {
		t.Errorf("read back %v:\n%s\n%s", err, diff, written)
	}
}

// The registry's clock says what now is.
func TestRegistryClock(t *testing.T) {
	reg := &template.Registry{Clock: fixedClock(macroNow)}
	file := `{"version":1,"name":"x","request":{"service":"s","path":"/{now}"},"macros":{"format":"unix"}}`
	if err := reg.LoadFS(fstest.MapFS{"x.json": {Data: []byte(file)}}, "*.json"); err != nil {
		t.Fatal(err)
	}
	for name, build := range map[string]func() (proofpoint.Request, error){
		"map":   func() (proofpoint.Request, error) { return reg.Build("x", nil) },
		"text":  func() (proofpoint.Request, error) { return reg.BuildText("x", nil) },
		"form":  func() (proofpoint.Request, error) { return reg.BuildForm("x", url.Values{}) },
		"clone": func() (proofpoint.Request, error) { return reg.Clone().Build("x", nil) },
	} {
		if r, err := build(); err != nil || r.Path != "/1795474040" {
			t.Errorf("%s: %s %v", name, r.Path, err)
		}
	}
	synctest.Test(t, func(t *testing.T) { // where the system's clock begins in 2000
		own, _ := reg.Lookup("x")
		if r, err := own.Build(nil); err != nil || r.Path != "/946684800" {
			t.Errorf("the system's clock: %s %v", r.Path, err)
		}
	})
}

type fixedClock time.Time

func (c fixedClock) Now() time.Time                                 { return time.Time(c) }
func (fixedClock) Sleep(ctx context.Context, _ time.Duration) error { return context.Cause(ctx) }

// A definition alone: a lookup, a chain written out whose child names its
// parent's record and a parameter of the template, and a child of another file
// with settings of its own.
func TestDefinitionMacrosInChains(t *testing.T) {
	reg := &template.Registry{Clock: fixedClock(macroNow)}
	files := fstest.MapFS{
		"a.json": {Data: []byte(`{"version":1,"name":"hosts","request":{"service":"svc","path":"/hosts/{lookup.host}","records":"$.r[*]",
			"then":[{"ask":{"name":"hosts.events","request":{"service":"svc","path":"/events/{response.id}","query":{"by":"{param.by}","on":"{today}"}}}},
				{"ask":"other","pick":{"of":"$.id"}}]},
			"params":[{"name":"by","required":true}],
			"macros":{"format":"date","lookups":{"host":["a","b/c"]}}}`)},
		"b.json": {Data: []byte(`{"version":1,"name":"other","request":{"service":"svc","path":"/other/{of}/{today-1}"},"params":[{"name":"of","in":"path:of","required":true}],
			"macros":{"format":"yyyyMMdd","unit":"week"}}`)},
	}
	if err := reg.LoadFS(files, "*.json"); err != nil {
		t.Fatal(err)
	}
	r, err := reg.Build("hosts", map[string]any{"by": "me&you"})
	if err != nil {
		t.Fatal(err)
	}
	got := drain(t, &recorder{answers: map[string]string{"hosts": `{"r":[{"id":7}]}`}}, r)
	want := []string{"/hosts/a", "/events/7?by=me%26you&on=2026-11-23", "/other/7/20261116", "/hosts/b%2Fc"} // the same children are asked once
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	own, _ := reg.Lookup("hosts")
	if text, err := own.MarshalJSON(); err == nil {
		t.Errorf("a child with settings of its own was written into its parent:\n%s", text)
	}
}

func TestDefinitionMacrosRefused(t *testing.T) {
	definition := func(request, rest string) string {
		return `{"version":1,"name":"x","request":{"service":"s",` + request + `}` + rest + `}`
	}
	tests := []struct {
		name, text string
		want       []string // pointers, and what was meant
	}{
		{"path", definition(`"path":"/{tooday-1}"`, ""), []string{"/request/path {today-1}"}},
		{"path with signs", definition(`"path":"/{nwo+1}/x"`, ""), []string{"/request/path {now+1}"}},
		{"everywhere", definition(`"path":"/","query":{"a":"{x1}","b":["ok","{x2}"]},"headers":{"x-a":"{x3}"},"body":{"a":[{"b~/c":"{x4}"}]}`, ""),
			[]string{"/request/query/a ", "/request/query/b/1 ", "/request/headers/x-a ", "/request/body/a/0/b~0~1c "}},
		{"body that is text", definition(`"path":"/","body_text":"<a>{now}</a>"`, ""), []string{"/request/body_text "}},
		{"host", definition(`"url":"https://{param.h}/x"`, `,"params":[{"name":"h","in":"query:h","required":true}]`), []string{"/request/url "}},
		{"environment", definition(`"path":"/","query":{"a":"{env.HOME}"}`, ""), []string{"/request/query/a "}},
		{"credential", definition(`"path":"/","query":{"a":"{param.key}"}`, `,"params":[{"name":"key","in":"header:X-Thing","required":true,"secret":true}]`), []string{"/request/query/a "}},
		{"base URL", definition(`"path":"/","query":{"a":"{param.host}"}`, `,"params":[{"name":"host","in":"base","required":true}]`), []string{"/request/query/a "}},
		{"parameter that may be missing", definition(`"path":"/","query":{"a":"{param.p}"}`, `,"params":[{"name":"p","in":"query:p"}]`), []string{"/request/query/a "}},
		{"settings", definition(`"path":"/"`, `,"macros":{"unit":"dya","format":"QQQ","zone":"Mars/Base"}`), []string{"/macros/unit day", "/macros/format ", "/macros/zone "}},
		{"unknown setting", definition(`"path":"/"`, `,"macros":{"zome":"UTC"}`), []string{"/macros/zome zone"}},
		{"unknown lookup", definition(`"path":"/{lookup.hots}"`, `,"macros":{"lookups":{"host":["a"]}}`), []string{"/request/path {lookup.host}"}},
		{"in a further request", definition(`"path":"/","then":[{"ask":"tap.siem.all"},{"ask":{"name":"c","request":{"service":"s","path":"/","query":{"q":"{tooday}"}}}}]`, ""),
			[]string{"/request/then/1/ask/request/query/q {today}"}},
		{"no parent", definition(`"path":"/{response.id}"`, ""), []string{"/request/path "}},
		{"modes", `{"version":1,"name":"x","modes":[{"mode":"a","request":{"service":"s","path":"/"}},{"mode":"b","request":{"service":"s","path":"/{tody}"}}]}`,
			[]string{"/modes/1/request/path {today}"}},
		{"a macro's name as a place", definition(`"path":"/{value}"`, `,"params":[{"name":"value","in":"path:value","required":true}]`), []string{"/request/path "}},
		{"blank as a place", definition(`"path":"/"`, `,"params":[{"name":"a","in":"blank:now","required":true}]`), []string{"/params/0/in "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := template.Parse([]byte(tt.text))
			de, ok := errors.AsType[*template.DefinitionError](err)
			if !ok {
				t.Fatalf("%v", err)
			}
			found := map[string]bool{}
			for _, p := range de.Problems {
				found[p.Pointer+" "+p.Suggest] = true
			}
			for _, want := range tt.want {
				if !found[want] {
					t.Errorf("no problem at %q:\n%v", want, err)
				}
			}
		})
	}
}

// What a program wrote with braces in it is read back as braces.
func TestDefinitionKeepsBraces(t *testing.T) {
	op := &proofpoint.Operation{Name: "braces", Proto: proofpoint.Request{Service: "s", Path: "/{id}", Query: url.Values{"q": {"{now} {"}}, Header: http.Header{"X-A": {"}{"}},
		Method: "POST", Body: []byte(`{"a":["{now} }}",{"{x":"{{"}],"n":12345678901234567890,"plain":"<b>"}`)},
		Params: []proofpoint.Param{{Name: "id", Type: "string", In: "path:id", Required: true}}}
	tmpl, err := template.New("braces", op)
	if err != nil {
		t.Fatal(err)
	}
	text, err := tmpl.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := template.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := tmpl.Build(map[string]any{"id": "{today}"})
	got, err := back.Build(map[string]any{"id": "{today}"})
	if diff := cmp.Diff(want, got, sameRequest); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s\n%s", err, diff, text)
	}
}

// A request with places that are filled while it runs is not written without
// them.
func TestDefinitionKeepsNoBlanks(t *testing.T) {
	for name, r := range map[string]proofpoint.Request{
		"blank":    {Service: "s", Path: "/x", Query: url.Values{"q": {"{x}"}}, Blanks: []proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Name: "x"}}}}},
		"iterator": {Service: "s", Path: "/x", Pager: proofpoint.Values{Where: "query:q", Each: func(func(string) bool) {}}},
	} {
		tmpl, err := template.New("open", &proofpoint.Operation{Name: "open", Proto: r})
		if err != nil {
			t.Fatal(err)
		}
		if text, err := tmpl.MarshalJSON(); err == nil || !strings.Contains(err.Error(), "while it runs") {
			t.Errorf("%s: %v %s", name, err, text)
		}
	}
}

// Names in a chain that mean something at each level: whoever is asked fills
// them from its own parent, or by a parameter of its own.
func TestDefinitionMacrosAtEveryLevel(t *testing.T) {
	tests := []struct {
		name, text string
		params     map[string]any
		want       []string
	}{
		{"a parameter of the grandchild's own", `{"version":1,"name":"x","request":{"service":"svc","path":"/p/{param.x}","records":"$.r[*]","then":[{"ask":{"name":"c","request":{"service":"svc","path":"/c","records":"$.r[*]",
			"then":[{"ask":{"name":"g","request":{"service":"svc","path":"/g/{param.x}"},"params":[{"name":"x","required":true}]},"pick":{"x":"$.id"}}]}}}]},"params":[{"name":"x","required":true}]}`,
			map[string]any{"x": "1"}, []string{"/p/1", "/c", "/g/7"}},
		{"a response at each level", `{"version":1,"name":"x","request":{"service":"svc","path":"/p","records":"$.r[*]","then":[{"ask":{"name":"c","request":{"service":"svc","path":"/c/{response.id}","records":"$.r[*]",
			"then":[{"ask":{"name":"d","request":{"service":"svc","path":"/c","records":"$.r[*]","then":[{"ask":{"name":"g","request":{"service":"svc","path":"/g/{response.id}"}}}]}}}]}}}]}}`,
			nil, []string{"/p", "/c/7", "/c", "/g/7"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tmpl, err := template.Parse([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			r, err := tmpl.Build(tt.params)
			if err != nil {
				t.Fatal(err)
			}
			rows := `{"r":[{"id":7}]}`
			got := drain(t, &recorder{answers: map[string]string{"p": rows, "c": rows}}, r)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
