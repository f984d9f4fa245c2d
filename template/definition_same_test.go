// What is written down is read back to the same requests, or not written at all.

package template_test

import (
	"iter"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestMarshalRefusesOtherRequests(t *testing.T) {
	tests := []struct {
		name  string
		proto proofpoint.Request
		want  string
	}{
		{"values of an iterator", proofpoint.Request{Service: "s", Path: "/a", Pager: proofpoint.Values{Where: "query:s", Each: slices.Values([]string{"a"})}}, "as a list"},
		{"blanks", proofpoint.Request{Service: "s", Path: "/a", Query: url.Values{"q": {"{x}"}}, Blanks: []proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Name: "x"}}}}}, "places in it are filled"},
		{"no path", proofpoint.Request{Service: "s"}, `it has no path, and "/" is another one`},
		{"a macro's name", proofpoint.Request{Service: "s", Path: "/a/{now}", Pager: proofpoint.Values{Where: "path:now", List: []string{"a"}}}, "{now} in its path is the name of a macro"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tmpl, err := template.New("x", &proofpoint.Operation{Name: "x", Proto: tt.proto})
			if err != nil {
				t.Fatal(err)
			}
			text, err := tmpl.MarshalJSON()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %s, %v, want %q", text, err, tt.want)
			}
		})
	}
	m := template.Macros{Lookups: map[string]iter.Seq[string]{"l": slices.Values([]string{"a", "b"})}}
	r, err := m.Apply(proofpoint.Request{Service: "s", Path: "/a", Query: url.Values{"q": {"{lookup.l}"}}}, time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := template.FromRequest("x", r); err == nil {
		t.Error("a request with an open lookup was saved")
	}
}

func TestMarshalKeeps(t *testing.T) {
	tests := []struct {
		name string
		op   proofpoint.Operation
	}{
		{"a list's default as text", proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: "s", Path: "/a"},
			Params: []proofpoint.Param{{Name: "s", Type: "list", In: "query:s", Enum: []string{"open=1", "closed=2"}, Default: "open, closed"}}}},
		{"a URL inside a path", proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: "s", Path: "/go/https://foo.example/x"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tmpl, err := template.New("x", &tt.op)
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
			want, err := tmpl.Build(nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := back.Build(nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]any{want.Path, want.Query, want.Pager}, []any{got.Path, got.Query, got.Pager}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again, err := back.MarshalJSON(); err != nil || string(again) != string(text) {
				t.Errorf("written again it is %s, %v, was %s", again, err, text)
			}
		})
	}
}

// Letters for the parts of a time are those of macros' formats.
func TestParseLayoutOfLetters(t *testing.T) {
	for layout, want := range map[string]string{"yyyy-MM-dd": "2026-01-02", "yyyyMMdd'T'HHmmss.SSS": "20260102T030405.678", "dd/MMM/yyyy:HH:mm:ss Z": "02/Jan/2026:03:04:05 +0000", "2006/01/02": "2026/01/02"} {
		tmpl, err := template.Parse([]byte(`{"version":1,"name":"x","request":{"service":"s","path":"/"},"params":[{"name":"d","type":"time","in":"query:d","layout":"` + layout + `"}]}`))
		if err != nil {
			t.Error(err)
			continue
		}
		r, err := tmpl.Build(map[string]any{"d": "2026-01-02T03:04:05.678Z"})
		if got := r.Query.Get("d"); err != nil || got != want {
			t.Errorf("%s writes %q, %v, want %q", layout, got, err, want)
		}
	}
}

// A name in the path that the pager fills stands beside macros.
func TestParsePlaceOfPager(t *testing.T) {
	tmpl, err := template.Parse([]byte(`{"version":1,"name":"x","request":{"service":"s","path":"/a/{id}/{today}","pager":{"type":"values","where":"path:id","list":["a","b"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := tmpl.BuildAt(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), nil)
	if err != nil || r.Path != "/a/{id}/2026-11-02T00:00:00Z" {
		t.Errorf("got %s, %v", r.Path, err)
	}
}
