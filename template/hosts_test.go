// What people type into a form must not lead a request elsewhere, or more of it
// than they were asked for: base URLs and headers that come as parameters.

package template_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// TestBaseURLs is P4, by a parameter of a template.
func TestBaseURLs(t *testing.T) {
	for _, base := range []string{
		"https://user@a.example", "https://user:hunter2@a.example", "https://a.example?x=1", "https://a.example#f", "https://a.example/?", "http://a.example",
		"http://10.0.0.1", "https://[fe80::1%25eth0]", "https://[fe80::1]", "https://169.254.169.254", "https://[::ffff:169.254.169.254]", "https://0.0.0.0", "https://a.example/\x00", "https://a.example/ b",
		"https://a.example\r\nX: y", "file:///etc/passwd", "javascript:alert(1)", "//a.example", "a.example", "https://", "https:///x", "https://a.example/../x", "https://a.example/%2e%2e/x", "https://bücher.example",
	} {
		_, err := template.Default.Build("get_messages_delivered", map[string]any{"tap_base_url": base})
		wrong, ok := errors.AsType[*template.ParamsError](err)
		if !ok || len(wrong.Problems) != 1 || wrong.Problems[0].Param != "tap_base_url" || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("base URL %q: %v, want one problem of tap_base_url", base, err)
		}
	}
	for _, base := range []string{"https://a.example", "https://a.example:8443/base/", "http://localhost:8080", "http://127.0.0.1", "https://10.0.0.1/x", "https://[2001:db8::1]:443"} {
		if r, err := template.Default.Build("get_messages_delivered", map[string]any{"tap_base_url": base}); err != nil || r.Base != base {
			t.Errorf("base URL %q: %q, %v", base, r.Base, err)
		}
	}
}

// TestHeadersOfParameters is P5 and P6, by a parameter of a definition.
func TestHeadersOfParameters(t *testing.T) {
	tmpl, err := template.Parse([]byte(request(`"path":"/"`, `{"name":"tenant","in":"header:x-tenant"}`, `{"name":"tags","type":"list","in":"header:X-Tag"}`)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := tmpl.Build(map[string]any{"tenant": "a,b: c", "tags": []string{"one", "two"}})
	if err != nil || r.Header.Get("X-Tenant") != "a,b: c" || len(r.Header) != 2 || len(r.Header["X-Tag"]) != 2 {
		t.Errorf("Build = %v, %v", r.Header, err)
	}
	for _, v := range []any{"a\r\nX-Evil: 1", "a\nb", "a\x00", "\x7f", []string{"a", "b\r\nc"}} {
		name := "tenant"
		if _, ok := v.([]string); ok {
			name = "tags"
		}
		if r, err := tmpl.Build(map[string]any{name: v}); err == nil {
			t.Errorf("Build with the header %q = %v, want an error", v, r.Header)
		}
	}
	client, err := proofpoint.NewClient(proofpoint.Config{"s": {BaseURL: "https://s.example", Auth: proofpoint.Basic("u", proofpoint.NewSecret("hunter2-hunter2"))}})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := template.Parse([]byte(request(`"path":"/"`, `{"name":"auth","in":"header:Authorization","secret":true}`)))
	if err != nil {
		t.Fatal(err)
	}
	// Where an authenticator signs, none can be given beside it.
	r, err = secret.Build(map[string]any{"auth": "Bearer hunter3"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.RawRequest(t.Context(), r); err == nil || !strings.Contains(err.Error(), "is set by the service's authenticator") || strings.Contains(err.Error(), "hunter") {
		t.Errorf("a request with an Authorization of its own: %v", err)
	}
}
