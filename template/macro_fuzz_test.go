// Whatever texts and values come: nothing panics, a path keeps its segments, a
// query its pairs, a header its line, a body its shape, and no text grows without
// bound.

package template_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func FuzzMacros(f *testing.F) {
	for _, text := range []string{"{now}", "{today-5}", "a{param.x}b", "{param.x}{param.x}", "{{{param.x}}}", "{lookup.l}", "{", "}", "%{param.x}", "{response.$}", "https://a/{param.x}", "{}"} {
		for _, value := range []string{"v", "..", "a/b?c#d&e=f", "\r\nX: y", "{param.x}", "\x00", "é\xff", "://evil.example/", "%2e%2e"} {
			f.Add(text, value, "yyyy-MM-dd", "hour")
		}
	}
	f.Add("{now}", "", "'", "")
	f.Add("{now-1}", "", "2006年", "months")
	f.Fuzz(func(t *testing.T, text, value, format, unit string) {
		m, params := template.Macros{Unit: unit, Format: format}, map[string]any{"x": value}
		if _, err := m.Apply(proofpoint.Request{}, macroNow, nil); err != nil {
			m = template.Macros{}
		}
		fuzzPath(t, m, text, params)
		fuzzQuery(t, m, text, params)
		fuzzHeader(t, m, text, params)
		fuzzBody(t, m, text, params)
	})
}

const fuzzGrowth = 64 << 10

func fuzzPath(t *testing.T, m template.Macros, text string, params map[string]any) {
	if strings.ContainsAny(text, "/?#\\") {
		text = strings.NewReplacer("/", "", "?", "", "#", "", "\\", "").Replace(text) // how many segments there are is said below
	}
	r, err := m.Apply(proofpoint.Request{Service: "svc", Path: "/a/x" + text + "/z"}, macroNow, params)
	if err != nil {
		return
	}
	if strings.Count(r.Path, "/") != 3 || !strings.HasPrefix(r.Path, "/a/x") || !strings.HasSuffix(r.Path, "/z") || strings.ContainsAny(r.Path, "{}") {
		t.Errorf("path /a/x%s/z with %q became %q", text, params["x"], r.Path)
	}
	if strings.Contains(text, "{") && (strings.ContainsAny(r.Path, "?#") || len(r.Path) > len(text)*3+fuzzGrowth) || r.Service != "svc" || r.Base != "" || r.Query != nil {
		t.Errorf("path /a/x%s/z with %q became %.300q", text, params["x"], r.Path)
	}
}

func fuzzQuery(t *testing.T, m template.Macros, text string, params map[string]any) {
	r, err := m.Apply(proofpoint.Request{Path: "/p?q=" + url.QueryEscape(text) + "&z=1", Query: url.Values{"a": {text}}}, macroNow, params)
	if err == nil && (len(r.Query["a"]) != 1 || len(r.Query.Get("a")) > len(text)+fuzzGrowth) {
		t.Errorf("query %q with %q became %.300q", text, params["x"], r.Query)
	}
	braced, err := m.Apply(proofpoint.Request{Path: "/p?q={param.x}&z=1"}, macroNow, params)
	if err == nil && (braced.Path != "/p" || braced.Query.Get("q") != params["x"] || len(braced.Query) != 2) {
		t.Errorf("query of a path with %q became %q %q", params["x"], braced.Path, braced.Query)
	}
}

func fuzzHeader(t *testing.T, m template.Macros, text string, params map[string]any) {
	r, err := m.Apply(proofpoint.Request{Header: http.Header{"X-A": {"a " + text}}}, macroNow, params)
	if err == nil && strings.Contains(text, "{") && !strings.ContainsAny(text, "\r\n\x00") && strings.ContainsAny(r.Header.Get("X-A"), "\r\n\x00") {
		t.Errorf("header %q with %q became %q", text, params["x"], r.Header)
	}
}

func fuzzBody(t *testing.T, m template.Macros, text string, params map[string]any) {
	body, err := json.Marshal(map[string]any{"a": text, "b": []any{text, 1}})
	if err != nil {
		return
	}
	r, err := m.Apply(proofpoint.Request{Body: body}, macroNow, params)
	if err != nil {
		return
	}
	var got map[string]any
	if err := json.Unmarshal(r.Body, &got); err != nil || len(got) != 2 || len(r.Body) > 2*len(body)+6*fuzzGrowth {
		t.Fatalf("body %s with %q became %.300s: %v", body, params["x"], r.Body, err)
	}
	if list, ok := got["b"].([]any); !ok || len(list) != 2 || list[1] != 1.0 {
		t.Errorf("body %s with %q became %s", body, params["x"], r.Body)
	}
}
