// Writing into a request (Set), and what of it is shown: not its secrets, in
// plans and errors, however they are escaped there.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestSetMember(t *testing.T) {
	for _, tt := range []struct {
		name, body, path string
		v                any
		want             string // "": a ParamError
	}{
		{"no body", ``, "a", 1, `{"a":1}`},
		{"white body", " \n", "a", 1, `{"a":1}`},
		{"numbers keep their text", `{"big":9007199254740993,"one":1.0,"exp":1e400}`, "a", 1, `{"a":1,"big":9007199254740993,"exp":1e400,"one":1.0}`},
		{"no HTML escapes", `{"q":"<a>&"}`, "r", "<b>&", `{"q":"<a>&","r":"<b>&"}`},
		{"raw is not escaped", `{}`, "r", json.RawMessage(`"<b>"`), `{"r":"<b>"}`},
		{"parents are made", `{"a":{"x":1},"b":null}`, "a.b.c", 1, `{"a":{"b":{"c":1},"x":1},"b":null}`},
		{"null parent", `{"a":null}`, "a.b", 1, `{"a":{"b":1}}`},
		{"duration is seconds", `{}`, "a", 90 * time.Second, `{"a":90}`},
		{"time is RFC 3339", `{}`, "a", noon.In(time.FixedZone("", 3600)), `{"a":"2026-11-02T12:00:00Z"}`},
		{"Time is RFC 3339", `{}`, "a", proofpoint.Time{Time: noon}, `{"a":"2026-11-02T12:00:00Z"}`},
		{"inside lists and objects", `{}`, "a", []any{time.Minute, map[string]any{"t": noon}}, `{"a":[60,{"t":"2026-11-02T12:00:00Z"}]}`},
		{"null", `null`, "a", 1, ""},
		{"array", `[1]`, "a", 1, ""},
		{"text", `"x"`, "a", 1, ""},
		{"number", `5`, "a", 1, ""},
		{"not JSON", `a=b`, "a", 1, ""},
		{"trailing object", `{"a":1}{"b":2}`, "a", 1, ""},
		{"trailing text", `{"a":1} x`, "a", 1, ""},
		{"trailing bracket", `{"a":1}]`, "a", 1, ""},
		{"parent is a text", `{"a":"x"}`, "a.b", 1, ""},
		{"parent is a list", `{"a":[1]}`, "a.b", 1, ""},
		{"no JSON for it", `{"a":1}`, "b", func() {}, ""},
	} {
		for _, kind := range []string{"body", "value"} {
			t.Run(tt.name+" "+kind, func(t *testing.T) {
				r := proofpoint.Request{Body: []byte(tt.body), Value: json.RawMessage(tt.body)}
				err := r.Set(kind+":"+tt.path, tt.v)
				got := map[string]string{"body": string(r.Body), "value": string(r.Value)}[kind]
				pe, bad := errors.AsType[*proofpoint.ParamError](err)
				switch {
				case tt.want == "" && (!bad || pe.Param != tt.path || got != tt.body):
					t.Errorf("%s became %s: %v", tt.body, got, err)
				case tt.want != "" && (err != nil || got != tt.want):
					t.Errorf("%s became %s, want %s: %v", tt.body, got, tt.want, err)
				}
			})
		}
	}
}

// What goes into a query goes into a body.
func TestSetIsAlike(t *testing.T) {
	for name, v := range map[string]any{"duration": 90 * time.Minute, "time": noon, "Time": proofpoint.Time{Time: noon}, "text": "a<b", "number": 5} {
		var r proofpoint.Request
		if err := errors.Join(r.Set("query:a", v), r.Set("body:a", v)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := strings.Trim(strings.TrimPrefix(string(r.Body), `{"a":`), `"}`); got != r.Query.Get("a") {
			t.Errorf("%s: query %s, body %s", name, r.Query.Get("a"), got)
		}
	}
}

func TestPlanHidesSecretParameters_X1(t *testing.T) {
	type params struct {
		Source string          `in:"path:source query:again body:b" secret:"true"`
		Code   int             `in:"query:code body:c" secret:"true"`
		More   json.RawMessage `in:"body:more" secret:"true"`
		Seen   time.Time       `in:"query:seen body:seen" layout:"unixms" secret:"true"`
		Open   string          `in:"query:open body:open"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/events/{source}"}})
	c, _ := newClient(t, &server{}, tapConfig())
	for _, secret := range []string{oddSecret, `hunter"2`, "re", "d]", "red", "hunter2", "a+b c", "%41", `\u0041"`, "é<>&"} {
		p := params{Source: secret, Code: 40417, More: json.RawMessage(`{"k":["deep<secret"]}`), Seen: noon, Open: "shown"}
		r, err := o.Build(p)
		if err != nil {
			t.Fatal(err)
		}
		for p, err := range c.Plan(r) {
			if err != nil {
				t.Fatal(err)
			}
			text := p.URL + " " + string(p.Body)
			for _, reading := range readings(text) {
				reading = strings.ReplaceAll(reading, "[redacted]", "")
				for _, bad := range []string{secret, "40417", "deep", "1793620800000"} {
					if len(bad) > 3 && strings.Contains(reading, bad) {
						t.Errorf("%q is in %s", bad, text)
					}
				}
			}
			if !strings.HasPrefix(p.URL, "https://tap-api-v2.proofpoint.com/events/[redacted]?again=[redacted]&code=[redacted]&open=shown") || !strings.Contains(text, `"b":"[redacted]"`) {
				t.Errorf("%q: %s", secret, text)
			}
		}
	}
}

// An empty secret is nothing to hide.
func TestEmptySecretParameter(t *testing.T) {
	type params struct {
		Source string `in:"query:source" secret:"true"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}})
	r, err := o.Build(map[string]any{"source": ""})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := newClient(t, &server{}, tapConfig())
	for p, err := range c.Plan(r) {
		if err != nil || p.URL != "https://tap-api-v2.proofpoint.com/x?source=" {
			t.Errorf("%s %v", p.URL, err)
		}
	}
}

func TestResponsePrintsNamesOnly_X1(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, "{}", "X-Session", testSecret, "Set-Cookie", testSecret)
	}}
	c, _ := newClient(t, s, tapConfig())
	resp, err := c.RawRequest(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Set-Cookie") != testSecret {
		t.Error("the header is not as received")
	}
	var log strings.Builder
	for _, v := range []any{resp, *resp, []any{*resp}, struct{ R proofpoint.Response }{*resp}} {
		for _, verb := range verbs {
			if verb == "%p" || verb == "%T" {
				continue
			}
			fmt.Fprintf(&log, verb, v)
		}
	}
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "r", resp, "v", *resp)
	if text := log.String(); strings.Contains(text, testSecret) || !strings.Contains(text, "proofpoint.Response(200 Content-Type, Set-Cookie, X-Session)") {
		t.Errorf("%s", text)
	}
}

// None reads on after an error that a sequence survives.
func TestNoneReadsToTheEnd(t *testing.T) {
	first := &proofpoint.RecordError{Err: errors.New("first")}
	n := 0
	seq := func(yield func(proofpoint.Record, error) bool) {
		for _, err := range []error{nil, first, nil, &proofpoint.RecordError{Err: errors.New("second")}, nil} {
			if n++; !yield(proofpoint.Record{Raw: rawJSON(`1`)}, err) {
				return
			}
		}
	}
	if err := proofpoint.None(seq); err != error(first) || n != 5 {
		t.Errorf("%v after %d pairs", err, n)
	}
}

func TestSetPathDoesNotShowSecrets_X1(t *testing.T) {
	type params struct {
		A string `in:"path:a" secret:"true"`
		B string `in:"path:b"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/{a}"}})
	_, err := o.Build(params{A: oddSecret, B: "x"})
	if err == nil || strings.Contains(err.Error(), url.PathEscape(oddSecret)) || strings.Contains(err.Error(), "hun") {
		t.Errorf("%v", err)
	}
}
