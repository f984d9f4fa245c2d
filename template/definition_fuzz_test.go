// Fuzz targets: definitions that anybody may have written, and values that
// anybody may have typed into a path.

package template_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// FuzzParse: no text makes the parser panic, what it takes is written and read
// back to the same, and what it takes the published schema takes.
func FuzzParse(f *testing.F) {
	for tmpl := range template.Default.All() {
		if strings.HasPrefix(tmpl.Name(), "tap.") || !strings.Contains(tmpl.Name(), ".") {
			f.Add(definitionOf(f, tmpl))
		}
	}
	f.Add([]byte(plain))
	f.Add([]byte(request(`"path":"/a/{id}","method":"POST","body":{"a":[1.50,"<\u00e9>"]},"query":{"a":["1","2"]},"headers":{"X-A":"b"},"skip":1,"limit":2,"empty":[404]`,
		`{"name":"id","type":"list","in":"path:id body:ids","required":true,"default":["a"],"min":1,"max":9,"enum":["a=1","b"]}`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		tmpl, err := template.Parse(text)
		if err != nil {
			if err.Error() == "" || len(err.Error()) > 1<<20 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		if !schemaTakes(t, string(text)) {
			t.Errorf("the published schema does not take %s", text)
		}
		first := definitionOf(t, tmpl)
		back, err := template.Parse(first)
		if err != nil {
			t.Fatalf("Parse(%s): %v", first, err)
		}
		if again := definitionOf(t, back); !bytes.Equal(first, again) {
			t.Errorf("written otherwise after reading:\n%s", cmp.Diff(string(first), string(again)))
		}
		if _, err := tmpl.Schema(); err != nil {
			t.Error(err)
		}
		want, refused := tmpl.Build(nil)
		got, err := back.Build(nil)
		if (err == nil) != (refused == nil) {
			t.Fatalf("Build: %v, after reading %v", refused, err)
		}
		if diff := cmp.Diff(want, got, sameRequest); diff != "" {
			t.Errorf("Build mismatch (-before +after):\n%s", diff)
		}
	})
}

// FuzzPathSegment: whatever stands in for a name of a path, a server sees one
// segment, and in it exactly what was meant; or the value is refused.
func FuzzPathSegment(f *testing.F) {
	for _, s := range []string{"a", "../x", "..", ".", "a/b", "a?b=c", "a#b", "%2e%2e", "%2F", "//evil.example", "a\x00b", " ", "a b", "é", "+", "{id}", "{", "a\\b", ";", "a:b@c", "\r\n", ".%2e", "\xff"} {
		f.Add(s)
	}
	tmpl, err := template.Parse([]byte(request(`"path":"/v1/{id}/parts"`, `{"name":"id","in":"path:id","required":true}`)))
	if err != nil {
		f.Fatal(err)
	}
	var seen *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r }))
	f.Cleanup(server.Close)
	client, err := proofpoint.NewClient(proofpoint.Config{"s": {BaseURL: server.URL, Auth: proofpoint.Anonymous()}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, segment string) {
		r, err := tmpl.Build(map[string]any{"id": segment})
		if err != nil {
			return
		}
		seen = nil
		answer, err := client.RawRequest(t.Context(), r)
		if err != nil {
			t.Fatalf("%q: %v", segment, err)
		}
		answer.Body.Close()
		parts := strings.Split(seen.URL.EscapedPath(), "/")
		if seen.URL.Path != "/v1/"+segment+"/parts" || len(parts) != 4 || seen.URL.RawQuery != "" {
			t.Errorf("%q: the server sees %q (%s), query %q", segment, seen.URL.Path, seen.URL.EscapedPath(), seen.URL.RawQuery)
		}
	})
}

// TestPathSegmentRefuses: what no escaping helps against is refused.
func TestPathSegmentRefuses(t *testing.T) {
	tmpl, err := template.Parse([]byte(request(`"path":"/v1/{id}/parts"`, `{"name":"id","in":"path:id","required":true}`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"", ".", "..", "a\x00b", "a\r\nb", "\x7f"} {
		if r, err := tmpl.Build(map[string]any{"id": s}); err == nil {
			t.Errorf("Build(%q) = %v, want an error", s, r)
		}
	}
	for s, want := range map[string]string{"../x": "..%2Fx", "a/b": "a%2Fb", "a?b#c": "a%3Fb%23c", "%2e%2e": "%252e%252e", "...": "...", "{id}": "%7Bid%7D"} {
		if r, err := tmpl.Build(map[string]any{"id": s}); err != nil || r.Path != "/v1/"+want+"/parts" {
			t.Errorf("Build(%q) = %s, %v, want %s", s, r.Path, err, want)
		}
	}
}
