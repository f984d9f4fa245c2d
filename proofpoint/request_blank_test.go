// Blanks: what fills a place stays in that place, in paths, queries, headers and
// bodies, in one request and in further ones.

package proofpoint_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// blanks is a request with the place x in a path, a query, a header and a body,
// and the place y beside it.
func blanks() proofpoint.Request {
	text := func(where string, at int) proofpoint.Blank {
		return proofpoint.Blank{Where: where, At: at, Parts: []proofpoint.Part{{Text: "<"}, {Name: "x"}, {Text: "{y}"}, {Name: "y"}}}
	}
	return proofpoint.Request{Path: "/a/{x}/b-{x}-{y}", Query: url.Values{"q": {"plain", "later"}}, Header: http.Header{"X-A": {"later"}},
		Body: []byte(`{"keep":1.0,"a~/b":["later",{"n":"later"}]}`),
		Blanks: []proofpoint.Blank{text("query:q", 1), text("header:x-a", 0), text("body:/a~0~1b/0", 0),
			{Where: "body:/a~0~1b/1/n", Parts: []proofpoint.Part{{Name: "x"}}}}}
}

func TestSetBlank(t *testing.T) {
	shared := blanks()
	tests := []struct {
		name string
		x, y any
		want []string // path, query, header, body
	}{
		{"text", "v", "w", []string{"/a/v/b-v-w", "plain <v{y}w", "<v{y}w", `{"a~/b":["<v{y}w",{"n":"v"}],"keep":1.0}`}},
		{"number", 5, true, []string{"/a/5/b-5-true", "plain <5{y}true", "<5{y}true", `{"a~/b":["<5{y}true",{"n":5}],"keep":1.0}`}},
		{"a blank in a value stays text", "{y}", "{x}", []string{"/a/%7By%7D/b-%7By%7D-%7Bx%7D", "plain <{y}{y}{x}", "<{y}{y}{x}", `{"a~/b":["<{y}{y}{x}",{"n":"{y}"}],"keep":1.0}`}},
		{"what would break out", `a/b?c#d"&e=f`, `\`, []string{"/a/a%2Fb%3Fc%23d%22&e=f/b-a%2Fb%3Fc%23d%22&e=f-%5C", `plain <a/b?c#d"&e=f{y}\`, `<a/b?c#d"&e=f{y}\`,
			`{"a~/b":["<a/b?c#d\"&e=f{y}\\",{"n":"a/b?c#d\"&e=f"}],"keep":1.0}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := blanks()
			if err := errors.Join(r.Set("blank:x", tt.x), r.Set("blank:y", tt.y)); err != nil {
				t.Fatal(err)
			}
			got := []string{r.Path, strings.Join(r.Query["q"], " "), r.Header.Get("X-A"), string(r.Body)}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(r.Blanks) != 0 {
				t.Errorf("%d blanks left (-want +got):\n%s", len(r.Blanks), diff)
			}
		})
	}
	if diff := cmp.Diff(blanks(), shared, cmp.AllowUnexported(proofpoint.Request{})); diff != "" {
		t.Errorf("filling one changed another:\n%s", diff)
	}
}

// Requests that are filled in part are told apart: by cursors, for example.
func TestSetBlankInPart(t *testing.T) {
	r := blanks()
	if err := r.Set("blank:x", "v"); err != nil {
		t.Fatal(err)
	}
	got := []string{r.Path, r.Query["q"][1], r.Header.Get("X-A"), string(r.Body)}
	want := []string{"/a/v/b-v-{y}", "<v{y}{y}", "<v{y}{y}", `{"a~/b":["<v{y}{y}",{"n":"v"}],"keep":1.0}`}
	if diff := cmp.Diff(want, got); diff != "" || len(r.Blanks) != 3 {
		t.Errorf("%d blanks left (-want +got):\n%s", len(r.Blanks), diff)
	}
}

func TestSetBlankRefuses(t *testing.T) {
	only := func(where string) proofpoint.Request {
		r := blanks()
		r.Path, r.Blanks = "", nil
		if where == "path" {
			r.Path = "/a/.{x}/c"
			return r
		}
		r.Blanks = []proofpoint.Blank{{Where: where, Parts: []proofpoint.Part{{Text: "a"}, {Name: "x"}}}}
		return r
	}
	tests := []struct {
		name, where string
		v           any
		want        string
	}{
		{"line break in a header", "header:X-A", "a\r\nX-B: c", "control character"},
		{"NUL in a header", "header:X-A", "a\x00", "control character"},
		{"NUL in a path", "path", "a\x00", "control character"},
		{"climbing together with the text", "path", ".", "relative path"},
		{"empty in a path", "path", "", "empty"},
		{"a list", "query:q", []string{"a", "b"}, "one value"},
		{"an object in a text", "body:/keep", map[string]any{"a": 1}, "one value"},
		{"not UTF-8", "query:q", "\xff", "not UTF-8"},
		{"too long", "query:q", strings.Repeat("x", 1<<17), "64 KiB"},
		{"too long a path", "path", strings.Repeat("x", 1<<17), "64 KiB"},
		{"nothing there", "query:other", "a", "nothing is"},
		{"nothing in the body", "body:/other/0", "a", "nothing at"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := only(tt.where)
			if err := r.Set("blank:x", tt.v); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want an error with %q", err, tt.want)
			}
		})
	}
	r := blanks()
	if err := r.Set("blank:z", "a"); err == nil || !strings.Contains(err.Error(), "no blank {z}") {
		t.Errorf("a name that is not there: %v", err)
	}
}

// A request with an empty place is not sent.
func TestBlankIsMissing(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
	c, _ := newClient(t, s, tapConfig())
	for _, where := range []string{"path", "query", "body"} {
		r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Query: url.Values{"q": {""}}, Body: []byte(`{"a":""}`)}
		switch where {
		case "path":
			r.Path = "/x/{lookup.id}"
		case "query":
			r.Blanks = []proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Name: "lookup.id"}}}}
		case "body":
			r.Blanks = []proofpoint.Blank{{Where: "body:/a", Parts: []proofpoint.Part{{Name: "lookup.id"}}}}
		}
		err := proofpoint.None(c.Records(t.Context(), r))
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "lookup.id" || len(s.seen) != 0 {
			t.Errorf("%s: %v after %d requests", where, err, len(s.seen))
		}
	}
}

// A parameter fills the blanks of further requests too, in copies.
func TestSetBlankBelow(t *testing.T) {
	child := &proofpoint.Operation{Name: "test.below", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/c/{param.who}", Query: url.Values{"own": {""}},
		Blanks: []proofpoint.Blank{{Where: "query:own", Parts: []proofpoint.Part{{Name: "own"}}}}},
		Params: []proofpoint.Param{{Name: "own", In: "blank:own", Type: "any"}}}
	r := proofpoint.Request{Then: []proofpoint.Then{{Ask: child, Pick: map[string]*pathdata.Selector{"own": pathdata.MustCompile("$.id")}}}}
	before := r.Then
	if err := r.Set("blank:param.who", "a/b"); err != nil {
		t.Fatal(err)
	}
	if got := r.Then[0].Ask.Proto.Path; got != "/c/a%2Fb" || child.Proto.Path != "/c/{param.who}" || before[0].Ask != child {
		t.Errorf("the child asks %s, its operation %s", got, child.Proto.Path)
	}
	if err := r.Set("blank:own", "x"); err == nil {
		t.Error("a place that the child fills itself was filled from outside")
	}
}

// Several places are filled in one go, in texts that hold more than one, and in
// an operation that two requests ask, which stays one.
func TestFill(t *testing.T) {
	child := &proofpoint.Operation{Name: "test.below", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/c/{a}"}}
	r := proofpoint.Request{Path: "/x/{a}-{b}", Query: url.Values{"q": {""}}, Body: []byte(`{"l":["",""],"n":""}`), Then: []proofpoint.Then{{Ask: child}, {Ask: child}},
		Blanks: []proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Name: "a"}, {Text: " to "}, {Name: "b"}, {Name: "c"}}},
			{Where: "body:/l/1", Parts: []proofpoint.Part{{Name: "b"}, {Text: "!"}}}, {Where: "body:/n", Parts: []proofpoint.Part{{Name: "n"}}}}}
	if err := r.Fill(map[string]any{"a": "{b}", "b": "2", "n": 3}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/x/%7Bb%7D-2", "{b} to 2{c}", `{"l":["","2!"],"n":3}`}, []string{r.Path, r.Query.Get("q"), string(r.Body)}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Text: "{b}"}, {Text: " to "}, {Text: "2"}, {Name: "c"}}}}, r.Blanks); diff != "" {
		t.Errorf("blanks that are left (-want +got):\n%s", diff)
	}
	if one, other := r.Then[0].Ask, r.Then[1].Ask; one != other || one.Proto.Path != "/c/%7Bb%7D" || child.Proto.Path != "/c/{a}" {
		t.Errorf("the children ask %s and %s, their operation %s", one.Proto.Path, other.Proto.Path, child.Proto.Path)
	}
	if err := r.Fill(map[string]any{"c": "4", "d": "5"}); err == nil || err.Error() != "proofpoint: the request has no blank {d}" {
		t.Errorf("got %v", err)
	}
}
