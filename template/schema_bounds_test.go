// What a schema says of texts that stand in a path or a header.

package template_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestSchemaOfPlaces(t *testing.T) {
	tmpl, err := template.Parse([]byte(`{"version":1,"name":"x","request":{"service":"s","path":"/a/{p}"},"params":[{"name":"p","in":"path:p","required":true},
		{"name":"h","in":"header:X-H"},{"name":"l","type":"list","in":"header:X-L"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	s := schemaOf(t, tmpl)
	for _, params := range []map[string]any{{"p": "a"}, {"p": "..a"}, {"p": "a/b"}, {"p": ".."}, {"p": "."}, {"p": "a\nb"}, {"p": ""}, {"p": "a", "h": "b\tc"}, {"p": "a", "h": "b\nc"},
		{"p": "a", "h": ""}, {"p": "a", "l": []string{"b"}}, {"p": "a", "l": []string{"b", "c\r"}}} {
		text, err := json.Marshal(params)
		if err != nil {
			t.Fatal(err)
		}
		n, _ := jsonschema.Read(text, 10)
		_, err = tmpl.Build(params)
		if fits := s.Check(n); (err == nil) != (len(fits) == 0) {
			t.Errorf("%s: Build says %v, the schema %v", text, err, fits)
		}
	}
}

// A default that may hold secrets is not shown.
func TestSchemaHidesDefaults(t *testing.T) {
	tmpl, err := template.New("x", &proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: "s", Path: "/"},
		Params: []proofpoint.Param{{Name: "o", Type: "object", In: "body", SecretMembers: []string{"password"}, Default: map[string]any{"password": "hunter2"}}}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := tmpl.Schema()
	if err != nil || strings.Contains(string(text), "hunter2") {
		t.Errorf("got %s, %v", text, err)
	}
}
