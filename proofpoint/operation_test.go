// Where values of parameters can go beside query and path: a whole body, pages
// of a size, one call for each value; and what As does for a field Raw.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

type person struct {
	Name   string `json:"name"`
	Active *bool  `json:"is_active,omitempty"`
}

type peopleParams struct {
	People   []person        `in:"body" required:"true"`
	States   []string        `in:"each" enum:"open,closed"`
	PageSize int             `in:"query:size pagesize" min:"1" max:"10"`
	Flag     *bool           `in:"query:flag"`
	Extra    json.RawMessage `in:"header:X-Extra"`
}

func people() *proofpoint.Operation {
	return proofpoint.NewOperation[peopleParams](proofpoint.Operation{Name: "people", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Repeatable: true,
		Path: "/people", Pager: proofpoint.Nest(proofpoint.Values{Where: "query:state"}, proofpoint.Numbers{Where: "query:page", First: 1, Size: 5})}})
}

func TestParamsWholeBody(t *testing.T) {
	no := false
	s := &server{answer: func(n int, r *http.Request) *http.Response {
		if n == 1 {
			return answer(200, `[1,2,3]`)
		}
		return answer(200, `[]`)
	}}
	c, _ := newClient(t, s, tapConfig())
	r, err := people().Build(peopleParams{People: []person{{Name: "Ana", Active: &no}, {Name: "Bob"}}, States: []string{"open", "closed"}, PageSize: 3, Flag: &no})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	var asked []string
	for i, q := range s.seen {
		asked = append(asked, q.URL.RawQuery+" "+s.bodies[i])
	}
	body := ` [{"name":"Ana","is_active":false},{"name":"Bob"}]`
	want := []string{"flag=false&page=1&size=3&state=open" + body, "flag=false&page=2&size=3&state=open" + body, "flag=false&page=1&size=3&state=closed" + body}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
	if r.Limit != 0 {
		t.Errorf("the size of a page became a limit of %d", r.Limit)
	}
}

func TestParamsObjectFromText(t *testing.T) {
	r, err := people().Build(map[string]any{"people": `[{"name":"Ana","n":9007199254740993}]`})
	if err != nil || string(r.Body) != `[{"n":9007199254740993,"name":"Ana"}]` {
		t.Errorf("%s, %v", r.Body, err)
	}
	_, err = people().Build(map[string]any{"people": `[{`})
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "people" || !strings.Contains(pe.Reason, "not JSON") {
		t.Errorf("%v, want a *ParamError", err)
	}
	_, err = people().Build(map[string]any{"people": []any{}, "states": "open,shut", "page_size": 11})
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("%v, want two mistakes", err)
	}
}

func TestPathValuesEscapePlus(t *testing.T) {
	r := proofpoint.Request{Path: "/users/{email}"}
	if err := r.Set("path:email", "ana+tag@corp.example"); err != nil || r.Path != "/users/ana%2Btag@corp.example" {
		t.Errorf("%s, %v", r.Path, err)
	}
}

func TestAsFillsRaw(t *testing.T) {
	type plain struct {
		Raw json.RawMessage `json:"-"`
		N   int             `json:"n"`
	}
	type other struct {
		Raw string `json:"Raw"`
	}
	seq := func(yield func(proofpoint.Record, error) bool) {
		yield(proofpoint.Record{Raw: []byte(`{"n":1,"Raw":"x","z":[9007199254740993]}`)}, nil)
	}
	v, err := proofpoint.One[plain](seq)
	if err != nil || v.N != 1 || string(v.Raw) != `{"n":1,"Raw":"x","z":[9007199254740993]}` {
		t.Errorf("%+v, %v", v, err)
	}
	if o, err := proofpoint.One[other](seq); err != nil || o.Raw != "x" {
		t.Errorf("a field of another kind: %+v, %v", o, err)
	}
	if n, err := proofpoint.One[map[string]any](seq); err != nil || len(n) != 3 {
		t.Errorf("a map: %v, %v", n, err)
	}
}

// TestParamsWhen: a condition holds for every way to write the value that it
// names.
func TestParamsWhen(t *testing.T) {
	op := &proofpoint.Operation{Name: "when", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/"}, Params: []proofpoint.Param{
		{Name: "scope", Type: "string", In: "query:s", Enum: []string{"user", "org"}, Default: "user"},
		{Name: "org", Type: "string", In: "query:o", When: "scope=org", Required: true},
		{Name: "deep", Type: "boolean", In: "query:d"},
		{Name: "depth", Type: "integer", In: "query:n", When: "deep=true", Required: true},
	}}
	for _, tt := range []struct {
		given map[string]any
		want  string
	}{
		{map[string]any{}, "s=user"},
		{map[string]any{"scope": "ORG", "org": "o1"}, "o=o1&s=org"},
		{map[string]any{"scope": "Org"}, "org"},
		{map[string]any{"org": "o1"}, "org"},
		{map[string]any{"deep": "1", "depth": "3"}, "d=true&n=3&s=user"},
		{map[string]any{"deep": "TRUE"}, "depth"},
		{map[string]any{"deep": true, "depth": 2}, "d=true&n=2&s=user"},
		{map[string]any{"deep": false, "depth": 2}, "depth"},
	} {
		r, err := op.Build(tt.given)
		got := r.Query.Encode()
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); ok {
			got = pe.Param
		}
		if got != tt.want {
			t.Errorf("Build(%v): %s, want %s", tt.given, got, tt.want)
		}
	}
}
