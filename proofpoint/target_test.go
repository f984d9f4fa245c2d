// Where requests go and what goes along: base URLs, path segments, headers, and
// that no credential reaches a host that was not configured for it.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestBaseURL_P4(t *testing.T) {
	bad := []string{"http://tap.example", "https://user:pass@tap.example", "https://tap.example?x=1", "https://tap.example?", "https://tap.example#f", "https://tap.example#", "ftp://tap.example",
		"tap.example", "https://", "https://[fe80::1%25eth0]", "https://169.254.169.254", "https://tap.example/a b", "https://tap.example/\x01", "https://tap.example/../x", "https://tap.example/%2e%2e/x", "https://0.0.0.0",
		"http://169.254.169.254", "https://[::ffff:169.254.169.254]"}
	for _, base := range bad {
		if _, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {BaseURL: base}}); err == nil {
			t.Errorf("%q is accepted", base)
		} else if strings.Contains(err.Error(), "pass@") {
			t.Errorf("%q: the error holds the password: %v", base, err)
		}
	}
	good := []string{"https://tap.example", "https://tap.example/", "https://tap.example:8443/api", "http://127.0.0.1:8080", "http://localhost/x", "http://[::1]:80", "https://10.1.2.3", "https://192.168.0.9/ptr"}
	for _, base := range good {
		if _, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {BaseURL: base}}); err != nil {
			t.Errorf("%q: %v", base, err)
		}
	}
}

// net/http asks what IDNA makes of a host, Unicode's lower case makes another
// one of it: "İ" becomes "i" here and not there.
func TestHostBeyondASCII_P4(t *testing.T) {
	hosts := []string{"proofpo\u0130nt.example", "proofpo%C4%B0nt.example", "proofpo\uff49nt.example", "PROOFPO\u0130NT.example",
		"proofpoint\u3002example", "[::\u0661]", "proofpoint.example\u00ad"}
	for _, host := range hosts {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		auth := proofpoint.Basic("p", proofpoint.NewSecret(testSecret))
		c, _ := newClient(t, s, proofpoint.Config{proofpoint.TAP: {BaseURL: "https://proofpoint.example", Auth: auth, Hosts: []string{"xn--proofpont-xpb.example"}}})
		tries := map[string]func() error{
			"base URL": func() error {
				_, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {BaseURL: "https://" + host, Auth: auth}})
				return err
			},
			"hosts": func() error {
				_, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {Auth: auth, Hosts: []string{host}}})
				return err
			},
			"base": func() error {
				return proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Base: "https://" + host, Path: "/x"}))
			},
			"path": func() error {
				return proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "https://" + host + "/x"}))
			},
			"template": func() error {
				_, err := template.Default.Build("get_messages_delivered", map[string]any{"tap_base_url": "https://" + host})
				return err
			},
		}
		for name, try := range tries {
			if err := try(); err == nil || !strings.Contains(err.Error(), "punycode") && !strings.HasPrefix(host, "[") {
				t.Errorf("%s %q: %v", name, host, err)
			}
		}
		if name, ok := c.ServiceOf("https://" + host + "/x"); ok {
			t.Errorf("%q is taken for a host of %s", host, name)
		}
		if len(s.seen) != 0 {
			t.Errorf("%q was asked", host)
		}
	}
}

// The credential goes to the service's origin and its listed hosts only.
func TestCredentialStaysHome(t *testing.T) {
	tests := []struct {
		name   string
		r      proofpoint.Request
		signed bool
	}{
		{"own base", proofpoint.Request{Path: "/x"}, true},
		{"base of another host", proofpoint.Request{Base: "https://evil.example", Path: "/x"}, false},
		{"base with the name as prefix", proofpoint.Request{Base: "https://tap-api-v2.proofpoint.com.evil.example", Path: "/x"}, false},
		{"another port", proofpoint.Request{Base: "https://tap-api-v2.proofpoint.com:8443", Path: "/x"}, false},
		{"default port, capitals", proofpoint.Request{Base: "https://TAP-API-V2.proofpoint.com:443", Path: "/x"}, true},
		{"vendor's alias", proofpoint.Request{Base: "https://tap-api.proofpoint.com", Path: "/x"}, true},
		{"configured host", proofpoint.Request{Base: "https://proxy.example:444", Path: "/x"}, true},
		{"absolute, own", proofpoint.Request{Path: "https://tap-api-v2.proofpoint.com/x"}, true},
		{"absolute, other", proofpoint.Request{Path: "https://evil.example/x"}, false},
		{"loopback over http", proofpoint.Request{Base: "http://127.0.0.1:1", Path: "/x"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: func(_ int, r *http.Request) *http.Response {
				if r.Header.Get("Authorization") == "" {
					return answer(401, "who are you")
				}
				return answer(200, `[]`)
			}}
			cfg := tapConfig()
			tap := cfg[proofpoint.TAP]
			tap.Hosts = []string{"proxy.example:444"}
			cfg[proofpoint.TAP] = tap
			c, _ := newClient(t, s, cfg)
			tt.r.Service = proofpoint.TAP
			err := proofpoint.None(c.Records(t.Context(), tt.r))
			if len(s.seen) != 1 {
				t.Fatalf("%d requests: %v", len(s.seen), err)
			}
			if got := s.seen[0].Header.Get("Authorization") != ""; got != tt.signed {
				t.Errorf("signed %v, want %v", got, tt.signed)
			}
			if !tt.signed && (err == nil || !strings.Contains(err.Error(), "ServiceConfig.Hosts")) {
				t.Errorf("the error does not say how to allow it: %v", err)
			}
		})
	}
}

func TestPathParameter_P1_P2_P3(t *testing.T) {
	for value, want := range map[string]string{"a b": "/v/a%20b", "a/b": "/v/a%2Fb", "../x": "/v/..%2Fx", "?q#f": "/v/%3Fq%23f", "%2e%2e": "/v/%252e%252e", "//evil": "/v/%2F%2Fevil", "ä": "/v/%C3%A4"} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		c, _ := newClient(t, s, tapConfig())
		r := proofpoint.Request{Service: proofpoint.TAP, Path: "/v/{id}"}
		if err := r.Set("path:id", value); err != nil {
			t.Errorf("%q: %v", value, err)
			continue
		}
		if err := proofpoint.None(c.Records(t.Context(), r)); err != nil || s.seen[0].URL.EscapedPath() != want || s.seen[0].URL.RawQuery != "" {
			t.Errorf("%q became %s, want %s (%v)", value, s.seen[0].URL, want, err)
		}
	}
	for _, value := range []string{"", ".", "..", "a\x00b", "a\nb"} {
		r := proofpoint.Request{Path: "/v/{id}"}
		if err := r.Set("path:id", value); !isParam(err) {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestRequestRefusals_P5_P6(t *testing.T) {
	tests := map[string]proofpoint.Request{
		"climbing path":      {Service: proofpoint.TAP, Path: "/v2/../admin"},
		"unfilled name":      {Service: proofpoint.TAP, Path: "/v2/{id}"},
		"space":              {Service: proofpoint.TAP, Path: "/v2/a b"},
		"fragment":           {Service: proofpoint.TAP, Path: "/v2/a#b"},
		"bad base":           {Service: proofpoint.TAP, Base: "http://tap.example", Path: "/"},
		"no service":         {Path: "/v2/x"},
		"plain http":         {Path: "http://tap.example/x"},
		"user in URL":        {Path: "https://u:p@tap.example/x"},
		"CRLF in a header":   {Service: proofpoint.TAP, Path: "/", Header: http.Header{"X-A": {"a\r\nX-B: " + testSecret}}},
		"header name":        {Service: proofpoint.TAP, Path: "/", Header: http.Header{"X A": {"a"}}},
		"Host":               {Service: proofpoint.TAP, Path: "/", Header: http.Header{"Host": {"a"}}},
		"signed twice":       {Service: proofpoint.TAP, Path: "/", Header: http.Header{"Authorization": {"a"}}},
		"method":             {Service: proofpoint.TAP, Path: "/", Method: "GET X"},
		"link-local address": {Path: "https://169.254.169.254/latest"},
	}
	for name, r := range tests {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		c, _ := newClient(t, s, tapConfig())
		_, err := texts(c.Records(t.Context(), r))
		if !isParam(err) || len(s.seen) != 0 || strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: %v after %d requests", name, err, len(s.seen))
		}
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
	c, _ := newClient(t, s, tapConfig())
	own := proofpoint.Request{Path: "https://api.example/x?a=1&b=2", Header: http.Header{"Authorization": {"Token abc"}}}
	if err := proofpoint.None(c.Records(t.Context(), own)); err != nil || s.seen[0].URL.RawQuery != "a=1&b=2" {
		t.Errorf("a header of one's own where nothing signs: %v", err)
	}
}

// What stands in a URL beside host and path may be a password or a token.
func TestPathIsNotPrinted_P5_X1(t *testing.T) {
	tests := []struct{ name, path, want string }{
		{"user and fragment", "https://user:hunter2pass@h.example/x#f", "https://h.example/x"},
		{"query and fragment", "/x?token=hunter2#f", `"/x"`},
		{"missing name", "https://user:hunter2pass@h.example/{id}?token=hunter2", "https://h.example/{id}"},
		{"missing name in the query", "/x?a={id}&token=hunter2", "\"id\": is missing"},
		{"brace in the query", "/x?a={id&token=hunter2", "names no parameter"},
		{"braces around a value", "/x?a={id&token=hunter2}", "names no parameter"},
		{"brace in a password", "https://user:hun{ter2pass@h.example/x", "h.example"},
		{"password with a slash", "https://user:hunter2/pass@h.example/x#f", "https://"},
		{"password of digits with a slash", "https://user:1/hunter2@h.example/x#f", "https://"},
		{"password with a question mark", "https://user:hunter2?pass@h.example/x y", "https://"},
		{"password with an at", "https://user:hunter2@pass@h.example/x y", "https://"},
		{"unreadable", "https://user:hunter2pass@h.example:x/%zz", "h.example"},
		{"further URL", "/x/https://user:hunter2pass@h.example/{id}", "id"},
		{"control bytes", "/x\n\x1b[31my?token=hunter2", "/x"},
	}
	for _, tt := range tests {
		for _, service := range []proofpoint.Service{proofpoint.TAP, ""} {
			c, _ := newClient(t, &server{}, tapConfig())
			_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: service, Name: "test", Path: tt.path}))
			if !isParam(err) || service != "" && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v, want %s in it", tt.name, err, tt.want)
			}
			if text := fmt.Sprintf("%v %#v", err, err); strings.Contains(text, "hunter2") || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("%s: %s", tt.name, text)
			}
		}
	}
	r := proofpoint.Request{Service: "none", Name: "line\nbreak\x1b[31m", Path: "/x"}
	c, _ := newClient(t, &server{}, nil)
	if _, err := texts(c.Records(t.Context(), r)); !errors.Is(err, proofpoint.ErrNotConfigured) || strings.ContainsAny(err.Error(), "\n\x1b") {
		t.Errorf("%q", err)
	}
}

// A URL within a query or a path makes no absolute URL of it.
func TestURLWithinPath(t *testing.T) {
	for path, want := range map[string]string{
		"/x?u=https://foo.example/y":     "/x?u=https%3A%2F%2Ffoo.example%2Fy",
		"x?u=https://foo.example":        "/x?u=https%3A%2F%2Ffoo.example",
		"/redirect/https://foo.example/": "/redirect/https://foo.example/",
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		c, _ := newClient(t, s, tapConfig())
		if err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: path})); err != nil {
			t.Errorf("%s: %v", path, err)
		} else if u := s.seen[0].URL; u.Host != "tap-api-v2.proofpoint.com" || u.RequestURI() != want || s.seen[0].Header.Get("Authorization") == "" {
			t.Errorf("%s became %s", path, u)
		}
	}
}

func TestNotConfigured(t *testing.T) {
	c, _ := newClient(t, &server{}, nil)
	_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}))
	if !errors.Is(err, proofpoint.ErrNotConfigured) || !strings.Contains(err.Error(), "PROOFPOINT_TAP_PRINCIPAL") {
		t.Errorf("%v", err)
	}
	if _, err := proofpoint.NewClient(nil, proofpoint.Require(proofpoint.TAP, proofpoint.ETI)); err == nil ||
		!strings.Contains(err.Error(), "PROOFPOINT_TAP_SECRET") || !strings.Contains(err.Error(), "PROOFPOINT_ETI_API_KEY") {
		t.Errorf("Require: %v", err)
	}
}
