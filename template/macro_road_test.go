// Macros that become what the road has: lookups as pagers, answers of a parent as
// parameters of further requests. All against a server that echoes.

package template_test

import (
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// recorder answers by path, and keeps what was asked: path, query and body.
type recorder struct {
	answers map[string]string // by the path's first segment
	seen    []string
}

func (s *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	line := r.URL.EscapedPath()
	if r.URL.RawQuery != "" {
		line += "?" + r.URL.RawQuery
	}
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		line += " " + string(b)
	}
	s.seen = append(s.seen, line)
	body, ok := s.answers[strings.Split(r.URL.Path, "/")[1]]
	if !ok {
		body = `{"asked":true}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func recorded(t *testing.T, s *recorder) *proofpoint.Client {
	t.Helper()
	c, err := proofpoint.NewClient(proofpoint.Config{"svc": {BaseURL: "https://api.example", Auth: proofpoint.Key("X-Key", proofpoint.NewSecret("key-of-svc"))}},
		proofpoint.WithTransport(s))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drain runs a request and returns what was asked.
func drain(t *testing.T, s *recorder, r proofpoint.Request) []string {
	t.Helper()
	for _, err := range recorded(t, s).Records(t.Context(), r) {
		if err != nil {
			t.Errorf("%v", err)
		}
	}
	return s.seen
}

func TestMacroLookups(t *testing.T) {
	list := func(values ...string) iter.Seq[string] { return slices.Values(values) }
	tests := []struct {
		name string
		m    map[string]iter.Seq[string]
		r    proofpoint.Request
		want []string
	}{
		{"path", map[string]iter.Seq[string]{"id": list("a", "b/c", "a")}, proofpoint.Request{Path: "/x/{lookup.id}"}, []string{"/x/a", "/x/b%2Fc", "/x/a"}},
		{"text of a query", map[string]iter.Seq[string]{"id": list("a&b=c", "{now}")}, proofpoint.Request{Path: "/x", Query: url.Values{"q": {"id:{lookup.id}"}}},
			[]string{"/x?q=id%3Aa%26b%3Dc", "/x?q=id%3A%7Bnow%7D"}},
		{"body", map[string]iter.Seq[string]{"id": list(`a"`)}, proofpoint.Request{Method: "POST", Repeatable: true, Path: "/x", Body: []byte(`{"f":[{"v":"{lookup.id}"}]}`)},
			[]string{`/x {"f":[{"v":"a\""}]}`}},
		{"none", map[string]iter.Seq[string]{"id": list()}, proofpoint.Request{Path: "/x/{lookup.id}"}, nil},
		{"not used", map[string]iter.Seq[string]{"id": list("a", "b")}, proofpoint.Request{Path: "/x"}, []string{"/x"}},
		{"every combination", map[string]iter.Seq[string]{"a": list("1", "2"), "b": list("x", "y")}, proofpoint.Request{Path: "/{lookup.a}/{lookup.b}-{lookup.a}"},
			[]string{"/1/x-1", "/1/y-1", "/2/x-2", "/2/y-2"}},
		{"around a pager", map[string]iter.Seq[string]{"a": list("1", "2")}, proofpoint.Request{Path: "/{lookup.a}", Pager: proofpoint.Values{Where: "query:s", List: []string{"new", "old"}}},
			[]string{"/1?s=new", "/1?s=old", "/2?s=new", "/2?s=old"}},
		{"inside windows", map[string]iter.Seq[string]{"a": list("1", "2"), "b": list("x")}, proofpoint.Request{Path: "/{lookup.a}/{lookup.b}",
			Pager: proofpoint.Nest(proofpoint.Windows{From: macroNow.Truncate(time.Hour).Add(-2 * time.Hour), To: macroNow.Truncate(time.Hour), Max: time.Hour, FromAt: "query:f", ToAt: "query:t", Layout: "unix"},
				proofpoint.Values{Where: "query:s", List: []string{"new"}})},
			[]string{"/1/x?f=1795464000&s=new&t=1795467600", "/2/x?f=1795464000&s=new&t=1795467600", "/1/x?f=1795467600&s=new&t=1795471200", "/2/x?f=1795467600&s=new&t=1795471200"}},
		{"value of a list", nil, proofpoint.Request{Path: "/x/{value}?again={value}", Pager: proofpoint.Values{Where: "blank:value", List: []string{"new", "old"}}},
			[]string{"/x/new?again=new", "/x/old?again=old"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Service = "svc"
			r, err := template.Macros{Lookups: tt.m}.Apply(tt.r, macroNow, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, drain(t, &recorder{}, r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A lookup without an end is asked as long as somebody reads, and no further.
func TestMacroLookupIsLazy(t *testing.T) {
	drawn, ended := 0, false
	endless := func(yield func(string) bool) {
		defer func() { ended = true }()
		for yield("x") {
			drawn++
		}
	}
	r, err := template.Macros{Lookups: map[string]iter.Seq[string]{"id": endless}}.Apply(proofpoint.Request{Service: "svc", Path: "/{lookup.id}"}, macroNow, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, n := &recorder{}, 0
	for _, err := range recorded(t, s).Records(t.Context(), r) {
		if n++; err != nil || n == 3 {
			break
		}
	}
	if len(s.seen) != 3 || drawn != 2 || !ended {
		t.Errorf("%d requests, %d values were passed over, let go: %v", len(s.seen), drawn, ended)
	}
}

func TestMacroChains(t *testing.T) {
	child := func(r proofpoint.Request) *proofpoint.Operation {
		r.Service = "svc"
		return &proofpoint.Operation{Name: "test.child", Proto: r}
	}
	grandchild := child(proofpoint.Request{Path: "/g/{value}/{param.who}"})
	tests := []struct {
		name, records, answer string
		ask                   *proofpoint.Operation
		want                  []string // behind the parent's request
	}{
		{"path below the record", "$.r[*]", `{"r":[{"a":{"id":"x/y"}},{"a":{"id":7}}]}`, child(proofpoint.Request{Path: "/c/{response.a.id}"}), []string{"/c/x%2Fy", "/c/7"}},
		{"several matches", "$.r[*]", `{"r":[{"ids":["a","b"]}]}`, child(proofpoint.Request{Path: "/c/{response.ids[*]}"}), []string{"/c/a", "/c/b"}},
		{"odd names", "$.r[*]", `{"r":[{"odd name":"a"}]}`, child(proofpoint.Request{Path: "/c/{response['odd name']}"}), []string{"/c/a"}},
		{"the record itself", "$.r[*]", `{"r":["a","b"]}`, child(proofpoint.Request{Path: "/c", Query: url.Values{"q": {"id:{value}"}}}), []string{"/c?q=id%3Aa", "/c?q=id%3Ab"}},
		{"kinds are kept in a body", "$.r[*]", `{"r":[{"n":1.50,"t":"12","o":{"k":null}}]}`,
			child(proofpoint.Request{Method: "POST", Repeatable: true, Path: "/c", Body: []byte(`{"n":"{response.n}","o":"{response.o}","t":"{response.t}","x":"{response.n}."}`)}),
			[]string{`/c {"n":1.50,"o":{"k":null},"t":"12","x":"1.50."}`}},
		{"together with times and parameters", "$.r[*]", `{"r":[{"id":"{now}"}]}`,
			child(proofpoint.Request{Path: "/c/{response.id}", Query: url.Values{"from": {"{today}"}, "who": {"{param.who}"}}}), []string{"/c/%7Bnow%7D?from=2026-11-23T00%3A00%3A00Z&who=%7Bvalue%7D"}},
		{"two levels", "$.r[*]", `{"r":["a"]}`, child(proofpoint.Request{Path: "/c/{value}", Records: pathdata.MustCompile("$.asked"), Then: []proofpoint.Then{{Ask: grandchild}}}),
			[]string{"/c/a", "/g/true/%7Bvalue%7D"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := proofpoint.Request{Service: "svc", Path: "/p", Records: pathdata.MustCompile(tt.records), Then: []proofpoint.Then{{Ask: tt.ask}}}
			r, err := template.Macros{}.Apply(r, macroNow, map[string]any{"who": "{value}"})
			if err != nil {
				t.Fatal(err)
			}
			got := drain(t, &recorder{answers: map[string]string{"p": tt.answer}}, r)
			if diff := cmp.Diff(append([]string{"/p"}, tt.want...), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(tt.ask.Params) != 0 || len(tt.ask.Proto.Blanks) != 0 {
				t.Error("the operation of the further request was changed")
			}
		})
	}
}

// A further request's own parameters, and places of its path, stay its own.
func TestMacroChainsKeepParameters(t *testing.T) {
	ask := &proofpoint.Operation{Name: "test.child", Proto: proofpoint.Request{Service: "svc", Path: "/c/{id}/{response.kind}/{param.id}"},
		Params: []proofpoint.Param{{Name: "id", Type: "string", In: "path:id", Required: true}}}
	r := proofpoint.Request{Service: "svc", Path: "/p", Records: pathdata.MustCompile("$.r[*]"),
		Then: []proofpoint.Then{{Ask: ask, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id")}}}}
	r, err := template.Macros{}.Apply(r, macroNow, map[string]any{"id": "outer"})
	if err != nil {
		t.Fatal(err)
	}
	got := drain(t, &recorder{answers: map[string]string{"p": `{"r":[{"id":"1","kind":"k"}]}`}}, r)
	if diff := cmp.Diff([]string{"/p", "/c/1/k/1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A parent that has not what a macro names makes a failed child, not a hole.
func TestMacroResponseIsAbsent(t *testing.T) {
	r := proofpoint.Request{Service: "svc", Path: "/p", Records: pathdata.MustCompile("$.r[*]"),
		Then: []proofpoint.Then{{Name: "more", Ask: &proofpoint.Operation{Name: "test.child", Proto: proofpoint.Request{Service: "svc", Path: "/c/{response.id}"}}}}}
	r, err := template.Macros{}.Apply(r, macroNow, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &recorder{answers: map[string]string{"p": `{"r":[{"x":1},{"id":".."},{"id":"ok"}]}`}}
	var got []string
	for rec, err := range recorded(t, s).Records(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(rec.Raw))
	}
	if len(got) != 3 || !strings.Contains(got[0], `"errors":{"more":`) || !strings.Contains(got[1], "relative path") || !strings.Contains(got[2], `"asked":true`) {
		t.Errorf("%q", got)
	}
	if diff := cmp.Diff([]string{"/p", "/c/ok"}, s.seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An operation that asks itself is refused, not followed for ever.
func TestMacroChainsHaveAnEnd(t *testing.T) {
	self := &proofpoint.Operation{Name: "test.self", Proto: proofpoint.Request{Service: "svc", Path: "/s/{value}"}}
	self.Proto.Then = []proofpoint.Then{{Ask: self}, {Ask: self}}
	_, err := template.Macros{}.Apply(proofpoint.Request{Service: "svc", Path: "/p", Then: []proofpoint.Then{{Ask: self}}}, macroNow, nil)
	if err == nil || !strings.Contains(err.Error(), "too deep") {
		t.Errorf("%v", err)
	}
}
