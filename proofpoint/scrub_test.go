// Servers echo what they refuse (fault X1): whatever was signed, wherever it
// was put and however it is escaped on the way back, it is in no error.

package proofpoint_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// oddSecret has a character for every kind of escaping.
const oddSecret = `hun"ter/2<&>é +%x`

// wires are the ways in which a text comes back.
var wires = map[string]func(string) string{
	"plain":         func(s string) string { return s },
	"JSON":          inJSON,
	"JSON slashes":  func(s string) string { return strings.ReplaceAll(inJSON(s), "/", `\/`) },
	"JSON all":      allEscaped(`\u%04x`),
	"JSON capitals": allEscaped(`\u%04X`),
	"JSON twice":    func(s string) string { return inJSON(inJSON(s)) },
	"path":          url.PathEscape,
	"query":         url.QueryEscape,
	"query small":   func(s string) string { return strings.ToLower(url.QueryEscape(s)) },
	"HTML":          html.EscapeString,
	"HTML all":      allEscaped("&#%d;"),
	"HTML in JSON":  func(s string) string { return inJSON(html.EscapeString(s)) },
	"query in HTML": func(s string) string { return html.EscapeString(url.QueryEscape(s)) },
}

func inJSON(s string) string {
	b, _ := json.Marshal(s)
	return string(b[1 : len(b)-1])
}

func allEscaped(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, format, r)
		}
		return b.String()
	}
}

// readings are a text with the escaping of wires undone, to look for a secret.
func readings(t string) []string {
	out := []string{t, html.UnescapeString(t)}
	for range 2 {
		for _, s := range out {
			var plain string
			if json.Unmarshal([]byte(`"`+s+`"`), &plain) == nil {
				out = append(out, plain, html.UnescapeString(plain))
			}
			for _, undo := range []func(string) (string, error){url.PathUnescape, url.QueryUnescape} {
				if plain, err := undo(s); err == nil {
					out = append(out, plain)
				}
			}
		}
	}
	return out
}

// refusedWith asks a server that says body, and returns everything of the error.
func refusedWith(t *testing.T, cfg proofpoint.ServiceConfig, r proofpoint.Request, body func(*http.Request) string) string {
	t.Helper()
	cfg.BaseURL = "https://svc.example"
	s := &server{answer: func(_ int, r *http.Request) *http.Response { return answer(400, body(r)) }}
	c, _ := newClient(t, s, proofpoint.Config{"svc": cfg})
	r.Service, r.Path = "svc", orElse(r.Path, "/x")
	_, err := texts(c.Records(t.Context(), r))
	e, ok := errors.AsType[*proofpoint.APIError](err)
	if !ok {
		t.Fatalf("%T %v", err, err)
	}
	return e.Error() + "\n" + string(e.Body)
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

func TestEchoIsScrubbed_X1(t *testing.T) {
	secret := proofpoint.NewSecret(oddSecret)
	auths := map[string]proofpoint.Authenticator{
		"basic": proofpoint.Basic("u", secret),
		"key":   proofpoint.Key("X-Key", secret),
		"pair":  proofpoint.HeaderPair("X-User", proofpoint.NewSecret("someone"), "X-Password", secret),
		"query": proofpoint.SignFunc(func(q *http.Request) error {
			values := q.URL.Query()
			values.Set("apikey", oddSecret)
			q.URL.RawQuery = values.Encode()
			return nil
		}),
		"path": proofpoint.SignFunc(func(q *http.Request) error {
			q.URL = q.URL.JoinPath(url.PathEscape(oddSecret))
			return nil
		}),
		"cookie": proofpoint.SignFunc(func(q *http.Request) error {
			q.Header.Set("Cookie", "a=b; session="+oddSecret[:8])
			return nil
		}),
	}
	for name, auth := range auths {
		secret := oddSecret
		if name == "cookie" {
			secret = secret[:8]
		}
		for wire, escape := range wires {
			for _, form := range []string{`{"message":"you sent %s, no"}`, "<html><title>%s</title>", "bad %s"} {
				body := fmt.Sprintf(form, escape(secret))
				got := refusedWith(t, proofpoint.ServiceConfig{Auth: auth}, proofpoint.Request{}, func(*http.Request) string { return body })
				for _, reading := range readings(got) {
					if strings.Contains(reading, secret) {
						t.Errorf("%s, %s: %q came out as %q", name, wire, body, got)
					}
				}
				if strings.Contains(got, escape(secret)) {
					t.Errorf("%s, %s: %q came out as %q", name, wire, body, got)
				}
			}
		}
	}
}

func TestEchoOfBase64_X1(t *testing.T) {
	sent := base64.StdEncoding.EncodeToString([]byte("user:" + oddSecret))
	for _, form := range []string{"Basic " + sent, sent, strings.TrimRight(sent, "="), url.QueryEscape(sent), `{"message":"` + strings.ReplaceAll(sent, "/", `\/`) + `"}`} {
		got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.Basic("user", proofpoint.NewSecret(oddSecret))}, proofpoint.Request{},
			func(*http.Request) string { return form })
		if strings.Contains(got, sent[:12]) {
			t.Errorf("%q came out as %q", form, got)
		}
	}
}

// A text is cut before it is shown; a beginning of the secret is one too.
func TestEchoCutInTheMiddle_X1(t *testing.T) {
	for n := 150; n < 200; n++ {
		got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.Key("X-Key", proofpoint.NewSecret(testSecret))}, proofpoint.Request{},
			func(*http.Request) string {
				return `{"message":"` + strings.Repeat("a", n) + allEscaped(`\u%04x`)(testSecret) + `"}`
			})
		if strings.Contains(got, testSecret[:4]) {
			t.Errorf("after %d bytes: %q", n, got)
		}
	}
	for n := 1; n < len(testSecret); n++ {
		got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.Key("X-Key", proofpoint.NewSecret(testSecret))}, proofpoint.Request{},
			func(*http.Request) string { return strings.Repeat("a", 64<<10-n) + testSecret })
		if strings.Contains(got, testSecret[:4]) {
			t.Errorf("%d bytes of the secret are at the end of the body", n)
		}
	}
}

func TestShortSecrets_X1(t *testing.T) {
	for _, tt := range []struct{ secret, body, want string }{
		{"pass", "your pass is wrong: pass", "your [redacted] is wrong: [redacted]"},
		{"pass", "passage, bypass, pass2", "passage, bypass, pass2"},
		{"pass", "key=pass;user_pass", "key=[redacted];user_[redacted]"},
		{"pass", `{"key":"pass"}`, `{"key":"[redacted]"}`},
		{"abc", "abc", "abc"},
		{"hunter", "hunters", "[redacted]s"},
		{"gzip-secret", "gzip", "gzip"},
	} {
		got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.Key("X-Key", proofpoint.NewSecret(tt.secret))}, proofpoint.Request{}, func(*http.Request) string { return tt.body })
		if _, body, _ := strings.Cut(got, "\n"); body != tt.want {
			t.Errorf("%s in %q: %q, want %q", tt.secret, tt.body, body, tt.want)
		}
	}
}

// What was in the request before it was signed is no secret, and neither is
// what the transport added.
func TestScrubLeavesTheRest(t *testing.T) {
	r := proofpoint.Request{Path: "/things/list", Query: url.Values{"since": {"yesterday"}}}
	body := "cannot list things since yesterday with gzip"
	got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.SignFunc(func(q *http.Request) error {
		q.URL.RawQuery += "&key=" + testSecret
		return nil
	})}, r, func(*http.Request) string { return body })
	if !strings.HasSuffix(got, body) {
		t.Errorf("%q came out as %q", body, got)
	}
}

// The values of secret parameters are echoed like signatures.
func TestEchoOfSecretParameter_X1(t *testing.T) {
	type params struct {
		Source string `in:"query:source" secret:"true"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Path: "/x"}})
	for wire, escape := range wires {
		r, err := o.Build(params{Source: oddSecret})
		if err != nil {
			t.Fatal(err)
		}
		body := `{"error":"no source ` + escape(oddSecret) + `"}`
		got := refusedWith(t, proofpoint.ServiceConfig{Auth: proofpoint.Anonymous()}, r, func(*http.Request) string { return body })
		if strings.Contains(got, oddSecret) || strings.Contains(got, escape(oddSecret)) {
			t.Errorf("%s: %q", wire, got)
		}
	}
}

// TestNamedCredentialsAreHidden: what a caller wrote by hand under the name of a
// credential does not come back in an error or a probe, wherever it stood.
func TestNamedCredentialsAreHidden(t *testing.T) {
	echo := func(status int) func(int, *http.Request) *http.Response {
		return func(_ int, r *http.Request) *http.Response {
			resp := answer(status, fmt.Sprintf(`{"error":"denied for %s with %s"}`, r.URL.RequestURI(), r.Header.Get("Authorization")))
			resp.Header.Set("X-Echo", r.URL.RequestURI())
			return resp
		}
	}
	raw := func() proofpoint.Request {
		return proofpoint.Request{Path: "https://api.example/x?api_key=S3CR3Tpath&page=2", Query: url.Values{"access_token": {"S3CR3Tquery"}}, Header: http.Header{"Authorization": {"Bearer S3CR3Thead"}}}
	}
	c, _ := newClient(t, &server{answer: echo(404)}, tapConfig())
	_, err := texts(c.Records(t.Context(), raw()))
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), "S3CR3T") {
		t.Errorf("%v", err)
	}
	c, _ = newClient(t, &server{answer: echo(200)}, tapConfig())
	p, err := c.Probe(t.Context(), raw())
	text, _ := json.Marshal(p)
	if err != nil || strings.Contains(fmt.Sprintf("%+v", p)+string(text), "S3CR3T") || !strings.Contains(string(text), "page=2") {
		t.Errorf("%v\n%s", err, text)
	}
}
