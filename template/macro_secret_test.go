// What is said of a mistake repeats no secret that stands beside it.

package template_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestMacroErrorsHideSecrets(t *testing.T) {
	tests := []struct {
		name string
		r    proofpoint.Request
	}{
		{"header of a credential", proofpoint.Request{Header: http.Header{"Authorization": {"Bearer hunter{2"}}}},
		{"header of any name", proofpoint.Request{Header: http.Header{"X-Pin": {"hunter2{"}}}},
		{"macro in a credential", proofpoint.Request{Header: http.Header{"Authorization": {"Bearer {hunter2}"}}}},
		{"path in a credential", proofpoint.Request{Header: http.Header{"X-Api-Key": {"{response.$[hunter2]"}}}},
		{"query", proofpoint.Request{Query: url.Values{"access_token": {"hunter2}"}}}},
		{"query of the path", proofpoint.Request{Path: "/a?access_token=hunter2%{now}"}},
		{"body", proofpoint.Request{Body: []byte(`{"password":"hu}nter2"}`)}},
		{"below a member of the body", proofpoint.Request{Body: []byte(`{"credentials":{"a":["hunter2}"]}}`)}},
		{"a long text of any name", proofpoint.Request{Query: url.Values{"q": {"hunter2 12345678}12345678 hunter2"}}}},
		{"user name of a URL", proofpoint.Request{Path: "https://u:hunter2@host{now}.example/"}},
		{"base", proofpoint.Request{Base: "https://u:hunter2{@host.example/"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.r.Path == "" {
				tt.r.Path = "/a"
			}
			_, err := template.Macros{}.Apply(tt.r, time.Now(), nil)
			if err == nil {
				t.Fatal("no mistake is told")
			}
			if got := err.Error(); strings.Contains(got, "nter2") || strings.Contains(got, "hunter{") {
				t.Errorf("the secret is repeated: %s", got)
			}
		})
	}
	_, err := template.Parse(hostile(`,"headers":{"X-Pin":"hunter2{"},"query":{"q":"to{day}}"}`))
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), `"to{day}}"`) {
		t.Errorf("got %v", err)
	}
}
