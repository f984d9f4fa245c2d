// One validator for structs, maps and text: what is accepted, and that
// everything wrong is named at once.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

type demoParams struct {
	ID     string    `in:"path:id" required:"true" pattern:"[a-z0-9]+"`
	Count  int       `in:"query:count body:a.count" min:"1" max:"10" default:"3"`
	Ratio  float64   `in:"query:ratio"`
	Deep   bool      `in:"query:deep"`
	When   time.Time `in:"query:when" layout:"unixms"`
	Kinds  []string  `in:"query:kind" enum:"a=A,b=B"`
	Token  string    `in:"header:X-Token" secret:"true" pattern:"t-.*"`
	Format string    `in:"format query:format" enum:"json=JSON,syslog=syslog" default:"json"`
}

func demo() *proofpoint.Operation {
	return proofpoint.NewOperation[demoParams](proofpoint.Operation{Name: "demo", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/d/{id}"}})
}

func TestBuildOneValidator(t *testing.T) {
	when := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	typed := demoParams{ID: "x1", Count: 5, Ratio: 0.5, Deep: true, When: when, Kinds: []string{"a", "b"}, Token: "t-1"}
	want, err := demo().Build(typed)
	if err != nil {
		t.Fatal(err)
	}
	if got := want.Query.Encode(); got != "count=5&deep=true&format=JSON&kind=A&kind=B&ratio=0.5&when=1793620800000" || want.Path != "/d/x1" || string(want.Body) != `{"a":{"count":5}}` {
		t.Errorf("%s %s %s", want.Path, got, want.Body)
	}
	maps := []map[string]any{
		{"id": "x1", "count": 5, "ratio": 0.5, "deep": true, "when": when, "kinds": []string{"a", "b"}, "token": "t-1"},
		{"id": "x1", "count": "5", "ratio": "0.5", "deep": "TRUE", "when": "2026-11-02T13:00:00+01:00", "kinds": "a, b", "token": "t-1"},
		{"id": "x1", "count": float64(5), "ratio": json.Number("0.5"), "deep": true, "when": "2026-11-02T12:00:00", "kinds": []any{"a", "b"}, "token": "t-1", "format": nil},
	}
	for i, m := range maps {
		got, err := demo().Build(m)
		if err != nil {
			t.Errorf("map %d: %v", i, err)
			continue
		}
		if diff := cmp.Diff(want.Query, got.Query); diff != "" || string(got.Body) != string(want.Body) {
			t.Errorf("map %d mismatch (-struct +map):\n%s", i, diff)
		}
	}
}

func TestBuildReportsEverything(t *testing.T) {
	_, err := demo().Build(map[string]any{"id": "UPPER", "count": 11, "ratio": "many", "deep": "perhaps", "when": "yesterday", "kinds": "a,z", "token": testSecret, "format": "xml", "conut": 1})
	var got []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		pe, ok := errors.AsType[*proofpoint.ParamError](e)
		if !ok {
			t.Fatalf("%T", e)
		}
		got = append(got, pe.Param)
		if pe.Param == "conut" && pe.Suggest != "count" {
			t.Errorf("suggests %q", pe.Suggest)
		}
	}
	if diff := cmp.Diff([]string{"conut", "id", "count", "ratio", "deep", "when", "kinds", "token", "format"}, got); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
	if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, testSecret) {
		t.Errorf("the secret parameter is in %s", text)
	}
	if _, err := demo().Build(nil); err == nil || !strings.Contains(err.Error(), `"id"`) {
		t.Errorf("missing: %v", err)
	}
	if _, err := demo().Build(struct{ X int }{1}); err == nil {
		t.Error("a foreign struct is accepted")
	}
}

func TestBuildOneOf(t *testing.T) {
	type params struct {
		A string `in:"query:a"`
		B string `in:"query:b"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "one", OneOf: [][]string{{"a", "b"}}, Proto: proofpoint.Request{Path: "/"}})
	for _, tt := range []struct {
		p  params
		ok bool
	}{{params{}, false}, {params{A: "1"}, true}, {params{B: "1"}, true}, {params{"1", "2"}, false}} {
		if _, err := o.Build(tt.p); (err == nil) != tt.ok {
			t.Errorf("%+v: %v", tt.p, err)
		}
	}
}

func TestBadTagsPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a tag that makes no sense did not panic")
		}
	}()
	proofpoint.NewOperation[struct {
		A string `in:"nowhere:a"`
	}](proofpoint.Operation{})
}

func TestTAPParamsRefuseBeforeTheRequest(t *testing.T) {
	s := &server{}
	c, _ := newClient(t, s, tapConfig())
	for name, p := range map[string]proofpoint.TAPSIEMParams{
		"five seconds": {Since: 5 * time.Second},
		"too far":      {Since: 8 * 24 * time.Hour},
		"status":       {ThreatStatus: []string{"dead"}},
		"format":       {Format: "xml"},
		"range":        {From: noon.Add(-9 * 24 * time.Hour), To: noon},
	} {
		n := 0
		for _, err := range c.TAP.All(t.Context(), p) {
			if n++; !isParam(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n != 1 || len(s.seen) != 0 {
			t.Errorf("%s: %d pairs, %d requests", name, n, len(s.seen))
		}
	}
}

// Every built-in operation says what a reader needs, and can be built or says
// what it misses.
func TestOperationsAreComplete(t *testing.T) {
	names := map[string]bool{}
	for o := range proofpoint.Operations() {
		if names[o.Name] {
			t.Errorf("%s twice", o.Name)
		}
		names[o.Name] = true
		if o.Title == "" || o.Summary == "" || o.When == "" || o.Source == "" || o.Proto.Service == "" {
			t.Errorf("%s lacks title, summary, when, source or service", o.Name)
		}
		for _, p := range o.Params {
			if p.Doc == "" {
				t.Errorf("%s: parameter %s has no doc", o.Name, p.Name)
			}
		}
		if _, err := o.Build(nil); err != nil && !isParam(err) {
			t.Errorf("%s: %v", o.Name, err)
		}
		if got, ok := proofpoint.OperationNamed(o.Name); !ok || got != o {
			t.Errorf("%s is not found by its name", o.Name)
		}
	}
}

// A secret parameter is sent and nowhere shown.
func TestSecretParameterIsHidden(t *testing.T) {
	type params struct {
		Source string `in:"path:source query:again body:b" secret:"true"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/events/{source}"}})
	r, err := o.Build(params{Source: "guid of the/source"})
	if err != nil {
		t.Fatal(err)
	}
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(403, "no") }}
	c, _ := newClient(t, s, tapConfig())
	for p, err := range c.Plan(r) {
		if text := fmt.Sprintf("%+v %s", p, p.Body); err != nil || strings.Contains(text, "guid") {
			t.Errorf("planned %s %v", text, err)
		}
	}
	_, err = texts(c.Records(t.Context(), r))
	e, ok := errors.AsType[*proofpoint.APIError](err)
	if !ok || strings.Contains(fmt.Sprintf("%+v", *e), "guid") || s.seen[0].URL.Path != "/events/guid of the/source" {
		t.Errorf("%+v", err)
	}
}

// A bad element of a secret list is not named.
type secretFieldParams struct {
	Key  proofpoint.Secret `in:"body:key" required:"true" pattern:"[a-z-]+" accepts:"a key"`
	Name string            `in:"body:name"`
}

// A field of type Secret is sent and never shown, however it is given.
func TestSecretField_X1(t *testing.T) {
	const word = "correct-horse"
	op := proofpoint.NewOperation[secretFieldParams](proofpoint.Operation{Name: "demo", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/d"}})
	if p := op.Params[0]; p.Type != "string" || !p.Secret {
		t.Errorf("the parameter is %+v", p)
	}
	for name, params := range map[string]any{
		"struct": secretFieldParams{Key: proofpoint.NewSecret(word)}, "map of a secret": map[string]any{"key": proofpoint.NewSecret(word)}, "map of text": map[string]any{"key": word},
	} {
		r, err := op.Build(params)
		if err != nil || string(r.Body) != `{"key":"`+word+`"}` {
			t.Errorf("%s: %s, %v", name, r.Body, err)
		}
		if strings.Contains(fmt.Sprintf("%+v", r), word) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for name, params := range map[string]any{
		"nothing": secretFieldParams{}, "nothing in a map": map[string]any{"key": proofpoint.Secret{}}, "out of pattern": secretFieldParams{Key: proofpoint.NewSecret(word + "!")},
		"cannot be read": secretFieldParams{Key: proofpoint.SecretFromEnv("PROOFPOINT_NO_SUCH_VARIABLE")}, "in an open place": map[string]any{"key": "x", "name": proofpoint.NewSecret(word)},
	} {
		_, err := op.Build(params)
		if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok || strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type secretMemberParams struct {
	Users []map[string]any `in:"body" secret:"password,key" required:"true"`
}

// Members that are named secret are hidden, and only they.
func TestSecretMembers_X1(t *testing.T) {
	const word = "correct-horse"
	op := proofpoint.NewOperation[secretMemberParams](proofpoint.Operation{Name: "demo", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/d"}})
	list := []map[string]any{{"name": "friendly", "in": map[string]any{"password": word}}, {"key": []string{word + "2"}}}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	for name, params := range map[string]any{
		"struct": secretMemberParams{Users: list}, "map": map[string]any{"users": list}, "text": map[string]any{"users": string(text)}, "bytes": map[string]any{"users": json.RawMessage(text)},
	} {
		r, err := op.Build(params)
		if err != nil {
			t.Fatal(err)
		}
		client, _ := newClient(t, &server{answer: func(int, *http.Request) *http.Response {
			return answer(400, `{"message":"friendly may not have correct-horse or correct-horse2"}`)
		}}, contractConfig())
		if err := proofpoint.None(client.Records(t.Context(), r)); err == nil || strings.Contains(err.Error(), word) || !strings.Contains(err.Error(), "friendly") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := op.Build(map[string]any{"users": `[{"password":"` + word + `"`}); err == nil || strings.Contains(err.Error(), word) {
		t.Errorf("no JSON: %v", err)
	}
}

type firstPageParams struct {
	Page *int `in:"page" min:"0"`
}

// A walk that begins with page 1 by itself begins with 0 where that is asked for.
func TestFirstPageZero(t *testing.T) {
	op := proofpoint.NewOperation[firstPageParams](proofpoint.Operation{Name: "demo", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/d", Pager: proofpoint.Numbers{Where: "query:page", First: 1}}})
	for want, page := range map[int]*int{0: new(0), 1: nil, 7: new(7)} {
		if r, err := op.Build(firstPageParams{Page: page}); err != nil || r.Pager.(proofpoint.Numbers).First != want {
			t.Errorf("%v, %v, want page %d", r.Pager, err, want)
		}
	}
}

func TestSecretListIsHidden_X1(t *testing.T) {
	type params struct {
		Keys  []string `in:"query:key" secret:"true" pattern:"k-.*"`
		Kinds []string `in:"query:kind" enum:"a,b"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Path: "/"}})
	_, err := o.Build(params{Keys: []string{"k-1", testSecret}})
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), testSecret) || !strings.Contains(err.Error(), "does not look") {
		t.Errorf("%v", err)
	}
	long := strings.Repeat("\x1b[31mz", 100_000)
	if _, err := o.Build(params{Kinds: []string{long}}); err == nil || len(err.Error()) > 600 || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%.700q", err)
	}
}

func TestPageAndSize(t *testing.T) {
	type params struct {
		Page  int `in:"page" default:"1"`
		Size  int `in:"size"`
		Limit int `in:"limit"`
	}
	const far = 1 << 52
	numbers := proofpoint.Numbers{Where: "query:page", First: 1}
	build := func(pager proofpoint.Pager, p params) (proofpoint.Request, error) {
		proto := proofpoint.Request{Path: "/", Pager: pager}
		return proofpoint.NewOperation[params](proofpoint.Operation{Name: "sliced", Proto: proto}).Build(p)
	}
	for _, tt := range []struct {
		name        string
		pager       proofpoint.Pager
		p           params
		skip, limit int
		first, size int
		bad         bool
	}{
		{name: "nothing"},
		{name: "limit", p: params{Limit: 5}, limit: 5},
		{name: "size", p: params{Size: 10}, limit: 10},
		{name: "size and page", p: params{Size: 10, Page: 3}, skip: 20, limit: 10},
		{name: "size and smaller limit", p: params{Size: 10, Page: 3, Limit: 5}, skip: 20, limit: 5},
		{name: "size and larger limit", p: params{Size: 10, Page: 3, Limit: 50}, skip: 20, limit: 10},
		{name: "page without size", p: params{Page: 2}, bad: true},
		{name: "too far", p: params{Page: far, Size: far}, bad: true},
		{name: "numbers", pager: numbers, first: 1},
		{name: "numbers, size", pager: numbers, p: params{Size: 10}, limit: 10, first: 1, size: 10},
		{name: "numbers, size and page", pager: numbers, p: params{Size: 10, Page: 3}, limit: 10, first: 3, size: 10},
		{name: "numbers, size and limit", pager: numbers, p: params{Size: 10, Limit: 50}, limit: 50, first: 1, size: 10},
		{name: "numbers, size and smaller limit", pager: numbers, p: params{Size: 10, Limit: 5}, limit: 5, first: 1, size: 10},
		{name: "numbers, all three", pager: numbers, p: params{Size: 10, Page: 3, Limit: 50}, limit: 10, first: 3, size: 10},
		{name: "numbers, all three, smaller limit", pager: numbers, p: params{Size: 10, Page: 3, Limit: 5}, limit: 5, first: 3, size: 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := build(tt.pager, tt.p)
			if tt.bad {
				if !isParam(err) {
					t.Errorf("%v", err)
				}
				return
			}
			n, _ := r.Pager.(proofpoint.Numbers)
			if err != nil || r.Skip != tt.skip || r.Limit != tt.limit || n.First != tt.first || n.Size != tt.size {
				t.Errorf("skip %d, limit %d, first %d, size %d: %v", r.Skip, r.Limit, n.First, n.Size, err)
			}
		})
	}
}
