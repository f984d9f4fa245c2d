// Further names of parameters where modes differ and where requests ask further
// ones.

package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/template"
)

// The name of a parameter that the chosen mode does not have is told, however
// the map is walked.
func TestAliasOfAnotherMode(t *testing.T) {
	tmpl, err := template.Parse([]byte(`{"version":1,"name":"x","modes":[{"mode":"a","request":{"service":"s","path":"/a"}},
		{"mode":"b","request":{"service":"s","path":"/b"},"params":[{"name":"q","aliases":["qq","q2"],"in":"query:q"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		params map[string]any
		want   string
	}{
		{"both names", map[string]any{"mode": "a", "q": "1", "qq": "2"}, `template: x: parameter "q": applies only with mode=b` + "\n" + `template: x: parameter "qq": applies only with mode=b`},
		{"the other name", map[string]any{"mode": "a", "qq": "2"}, `template: x: parameter "qq": applies only with mode=b`},
		{"two other names", map[string]any{"mode": "b", "qq": "1", "q2": "2"}, `template: x: parameter "qq": is another name of q, which is given too (accepts either one)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 100 { // maps are walked in any order
				_, err := tmpl.Build(tt.params)
				if err == nil {
					t.Fatal("it was built")
				}
				if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

// Further names of a child's parameters are none of its parent's.
func TestAliasOfFurtherRequest(t *testing.T) {
	tmpl, err := template.Parse([]byte(`{"version":1,"name":"x","request":{"service":"s","path":"/a","then":[{"pick":{"id":"$.id"},"ask":{"name":"c",
		"request":{"service":"s","path":"/c/{id}"},"params":[{"name":"id","aliases":["key"],"in":"path:id","required":true}]}}]},
		"params":[{"name":"other","aliases":["key"],"in":"query:o"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := tmpl.Build(map[string]any{"key": "1"})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Query.Get("o"); got != "1" {
		t.Errorf("o is %q", got)
	}
	text, err := tmpl.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "aliases"); n != 1 {
		t.Errorf("aliases are written %d times: %s", n, text)
	}
}

func TestAliasOfMode(t *testing.T) {
	_, err := template.Parse([]byte(`{"version":1,"name":"x","modes":[{"mode":"a","request":{"service":"s","path":"/a"}},
		{"mode":"b","request":{"service":"s","path":"/b"},"params":[{"name":"q","aliases":["mode"],"in":"query:q"}]}]}`))
	if err == nil || !strings.Contains(err.Error(), "/modes/1/params/0/aliases/0 is the name of another parameter") {
		t.Errorf("got %v", err)
	}
}
