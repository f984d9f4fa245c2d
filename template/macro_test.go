// What macros become in each place of a request, and what is refused: the texts
// of requests by hand.

package template_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// macroNow is a Monday.
var macroNow = time.Date(2026, 11, 23, 22, 47, 20, 123456789, time.UTC)

// inBody puts a text as the member a of a JSON body.
func inBody(text string) []byte {
	b, _ := json.Marshal(map[string]string{"a": text})
	return b
}

func TestMacroPlaces(t *testing.T) {
	params := map[string]any{"text": "v", "n": 5, "big": json.Number("9007199254740993"), "flag": true, "wait": 90 * time.Second, "named": proofpoint.Format("syslog"),
		"nasty": "../a?b=c#d&e\\\"\n{now}%2F", "braces": "{now}}{{", "list": []string{"a", "b"}, "object": map[string]any{"k": json.Number("1.0")}, "when": macroNow}
	tests := []struct {
		name, text        string
		path, query, body string // "" of path: not asked there
	}{
		{"none", "plain", "/plain", "plain", `{"a":"plain"}`},
		{"now", "{now}", "/2026-11-23T22%3A47%3A20Z", "2026-11-23T22:47:20Z", `{"a":"2026-11-23T22:47:20Z"}`},
		{"around", "a{today}b", "/a2026-11-23T00%3A00%3A00Zb", "a2026-11-23T00:00:00Zb", `{"a":"a2026-11-23T00:00:00Zb"}`},
		{"literal braces", "{{now}}", "/%7Bnow%7D", "{now}", `{"a":"{now}"}`},
		{"braces around a macro", "{{{param.text}}}", "/%7Bv%7D", "{v}", `{"a":"{v}"}`},
		{"twice", "{param.text}-{param.text}", "/v-v", "v-v", `{"a":"v-v"}`},
		{"number", "{param.n}", "/5", "5", `{"a":5}`},
		{"number in a text", "n{param.n}", "/n5", "n5", `{"a":"n5"}`},
		{"big number", "{param.big}", "/9007199254740993", "9007199254740993", `{"a":9007199254740993}`},
		{"flag", "{param.flag}", "/true", "true", `{"a":true}`},
		{"duration", "{param.wait}", "/90", "90", `{"a":90}`},
		{"time", "{param.when}", "/2026-11-23T22%3A47%3A20Z", "2026-11-23T22:47:20Z", `{"a":"2026-11-23T22:47:20Z"}`},
		{"named type", "{param.named}", "/syslog", "syslog", `{"a":"syslog"}`},
		{"object", "{param.object}", "", "", `{"a":{"k":1.0}}`},
		{"list", "{param.list}", "", "", `{"a":["a","b"]}`},
		{"never expanded again", "{param.braces}", "/%7Bnow%7D%7D%7B%7B", "{now}}{{", `{"a":"{now}}{{"}`},
		{"what would break out", "x{param.nasty}", "", "x../a?b=c#d&e\\\"\n{now}%2F", `{"a":"x../a?b=c#d&e\\\"\n{now}%2F"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for place, want := range map[string]string{"path": tt.path, "query": tt.query, "path's query": tt.query, "header": tt.query, "body": tt.body} {
				r := proofpoint.Request{Service: "svc", Path: "/fix"}
				switch place {
				case "path":
					r.Path = "/" + tt.text
				case "query":
					r.Query = url.Values{"q": {"first", tt.text}}
				case "path's query":
					r.Path = "/fix?q=first&q=" + tt.text
				case "header":
					r.Header = http.Header{"X-A": {tt.text}}
				case "body":
					r.Body = inBody(tt.text)
				}
				got, err := template.Macros{}.Apply(r, macroNow, params)
				if want == "" || place == "header" && strings.Contains(want, "\n") {
					if err == nil {
						t.Errorf("%s: became %v", place, got)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", place, err)
					continue
				}
				texts := map[string]string{"path": strings.ReplaceAll(got.Path, ":", "%3A"), "query": at(got.Query["q"], 1), "path's query": at(got.Query["q"], 1),
					"header": got.Header.Get("X-A"), "body": string(got.Body)}
				if place == "path's query" && got.Query == nil {
					u, _ := url.Parse(got.Path)
					texts[place] = at(u.Query()["q"], 1)
				}
				if texts[place] != want {
					t.Errorf("%s: became %q, want %q", place, texts[place], want)
				}
			}
		})
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return fmt.Sprintf("nothing at %d of %q", i, list)
}

func TestMacroRefuses(t *testing.T) {
	m := template.Macros{Lookups: map[string]iter.Seq[string]{"host": slices.Values([]string{"a"})}}
	params := map[string]any{"domain": "a.example", "secret": proofpoint.NewSecret("hidden-word"), "nul": "a\x00b", "dots": "..", "empty": "", "bad": "\xff", "null": nil, "list": []string{"a"}}
	tests := []struct {
		name string
		r    proofpoint.Request
		want []string // in the error, in order
	}{
		{"unknown", proofpoint.Request{Path: "/{tooday}"}, []string{`path: "{tooday}" is no macro`, `did you mean "{today}"?`}},
		{"unknown with arithmetic", proofpoint.Request{Path: "/{tody-3}"}, []string{`did you mean "{today-3}"?`}},
		{"all at once", proofpoint.Request{Path: "/{x}", Query: url.Values{"a": {"ok", "{y}"}}, Header: http.Header{"X-H": {"{z}"}}, Body: []byte(`{"a":["{v}"]}`)},
			[]string{`query:a: "{y}"`, `path: "{x}"`, `header:X-H: "{z}"`, `body:/a/0: "{v}"`}},
		{"environment", proofpoint.Request{Query: url.Values{"a": {"{env.HOME}"}}}, []string{"is no macro"}},
		{"file", proofpoint.Request{Query: url.Values{"a": {"{file:/etc/passwd}"}}}, []string{"is no macro"}},
		{"code", proofpoint.Request{Query: url.Values{"a": {"{now()}"}}}, []string{"is no macro"}},
		{"empty", proofpoint.Request{Query: url.Values{"a": {"{}"}}}, []string{"write {{"}},
		{"not closed", proofpoint.Request{Query: url.Values{"a": {"{now"}}}, []string{"write {{"}},
		{"not opened", proofpoint.Request{Query: url.Values{"a": {"now}"}}}, []string{"write }}"}},
		{"far too long arithmetic", proofpoint.Request{Query: url.Values{"a": {"{now-99999999999999999999}"}}}, []string{"is no macro"}},
		{"beyond the calendar", proofpoint.Request{Query: url.Values{"a": {"{now+999999999}"}}}, []string{"years 1 to 9999"}},
		{"unknown parameter", proofpoint.Request{Path: "/{param.domian}"}, []string{"names no parameter", `did you mean "{param.domain}"?`}},
		{"unknown lookup", proofpoint.Request{Path: "/{lookup.hots}"}, []string{`did you mean "{lookup.host}"?`}},
		{"no parent", proofpoint.Request{Path: "/{response.id}"}, []string{"has no parent"}},
		{"no list", proofpoint.Request{Path: "/{value}"}, []string{"has no list"}},
		{"base URL", proofpoint.Request{Base: "https://{param.domain}", Path: "/"}, []string{"no macro may reach a base URL"}},
		{"host of a path", proofpoint.Request{Path: "https://{param.domain}/x"}, []string{"scheme or host"}},
		{"part of a host", proofpoint.Request{Path: "https://a.{param.domain}"}, []string{"scheme or host"}},
		{"port", proofpoint.Request{Path: "https://a.example:{param.domain}/"}, []string{"scheme or host"}},
		{"scheme", proofpoint.Request{Path: "{param.domain}://a.example/"}, []string{"scheme or host"}},
		{"name in a query", proofpoint.Request{Query: url.Values{"{now}": {"a"}}}, []string{"stands in a name"}},
		{"name in a path's query", proofpoint.Request{Path: "/x?{now}=1"}, []string{"name of a query parameter"}},
		{"name in a body", proofpoint.Request{Body: []byte(`{"{now}":1}`)}, []string{"stands in a name"}},
		{"body is no JSON", proofpoint.Request{Body: []byte(`{"a":{now}}`)}, []string{"not JSON"}},
		{"body of two values", proofpoint.Request{Body: []byte(`{"a":"{now}"} {}`)}, []string{"not JSON"}},
		{"secret", proofpoint.Request{Query: url.Values{"a": {"{param.secret}"}}}, []string{"is a secret"}},
		{"null", proofpoint.Request{Query: url.Values{"a": {"{param.null}"}}}, []string{"is not given"}},
		{"NUL in a header", proofpoint.Request{Header: http.Header{"X-A": {"{param.nul}"}}}, []string{"control character"}},
		{"NUL in a path", proofpoint.Request{Path: "/{param.nul}"}, []string{"control character"}},
		{"climbing", proofpoint.Request{Path: "/{param.dots}/x"}, []string{"relative path"}},
		{"empty segment", proofpoint.Request{Path: "/{param.empty}/x"}, []string{"empty"}},
		{"not UTF-8", proofpoint.Request{Query: url.Values{"a": {"{param.bad}"}}}, []string{"UTF-8"}},
		{"list in a text", proofpoint.Request{Body: []byte(`{"a":"x{param.list}y{param.list}"}`), Query: url.Values{"a": {"{param.list}{param.list}"}}}, nil},
		{"half an escape", proofpoint.Request{Path: "/a%{param.domain}"}, []string{"write %25"}},
		{"half an escape in a path's query", proofpoint.Request{Path: "/a?b=%2{param.domain}"}, []string{"write %25"}},
		{"reserved place", proofpoint.Request{Then: []proofpoint.Then{{Ask: &proofpoint.Operation{Name: "c", Proto: proofpoint.Request{Path: "/{value}"},
			Params: []proofpoint.Param{{Name: "value", In: "path:value"}}}}}}, []string{`then:0:path: "{value}" is the name of a macro`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := m.Apply(tt.r, macroNow, params)
			if tt.want == nil {
				if err != nil {
					t.Errorf("a list of one: %v", err)
				}
				return
			}
			if err == nil {
				t.Fatalf("became %v", got)
			}
			rest := err.Error()
			for _, want := range tt.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("%v\nhas no %q", err, want)
				}
				rest = after
			}
			if strings.Contains(err.Error(), "hidden-word") {
				t.Errorf("the error holds the secret: %v", err)
			}
		})
	}
}

// Errors are found by type, and settings are checked with the texts.
func TestMacroSettingsRefused(t *testing.T) {
	m := template.Macros{Unit: "dya", Format: "yyyy-QQ", Zone: "Local"}
	_, err := m.Apply(proofpoint.Request{Path: "/{x}"}, macroNow, nil)
	var got []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		me, ok := errors.AsType[*template.MacroError](e)
		if !ok {
			t.Fatalf("%v is a %T", e, e)
		}
		got = append(got, me.Where+" "+me.Macro+" "+me.Suggest)
	}
	if diff := cmp.Diff([]string{"unit dya day", "format yyyy-QQ ", "zone Local ", "path {x} "}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, zone := range []string{"../etc/passwd", "/etc/localtime", "Europe/Berln", "local"} {
		if _, err := (template.Macros{Zone: zone}).Apply(proofpoint.Request{}, macroNow, nil); err == nil {
			t.Errorf("zone %q is accepted", zone)
		}
	}
}

// What was given is not changed, and a request without macros stays as it is.
func TestMacrosLeaveTheRequest(t *testing.T) {
	r := func() proofpoint.Request {
		return proofpoint.Request{Service: "svc", Path: "/{today}/x?y={now}", Query: url.Values{"q": {"{now}", "b"}}, Header: http.Header{"X-A": {"{{}}"}},
			Body: []byte(`{"b":1.0,"a":"{now}"}`)}
	}
	before := r()
	got, err := template.Macros{Format: "date"}.Apply(before, macroNow, nil)
	if diff := cmp.Diff(r(), before, cmp.AllowUnexported(proofpoint.Request{})); err != nil || diff != "" {
		t.Errorf("%v: the request was changed:\n%s", err, diff)
	}
	if got.Service != "svc" || got.Base != "" || got.Path != "/2026-11-23/x" || got.Query.Get("y") != "2026-11-23" || got.Header.Get("X-A") != "{}" {
		t.Errorf("%+v", got.Path)
	}
	plain := proofpoint.Request{Path: "/a%20b?c=d", Query: url.Values{"q": {"x"}}, Body: []byte(`{ "b" : 1.0, "a": "x" }`)}
	same, err := template.Macros{}.Apply(plain, macroNow, nil)
	if diff := cmp.Diff(plain, same, cmp.AllowUnexported(proofpoint.Request{})); err != nil || diff != "" {
		t.Errorf("%v: without macros (-want +got):\n%s", err, diff)
	}
	form := proofpoint.Request{Body: []byte(`query={ hosts { id } }`)}
	if same, err := (template.Macros{}).Apply(form, macroNow, nil); err != nil || string(same.Body) != string(form.Body) {
		t.Errorf("a body that is not JSON and holds no macro: %s %v", same.Body, err)
	}
}
