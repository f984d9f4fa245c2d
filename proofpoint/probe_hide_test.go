// What a probe hides: passwords that look like addresses, secrets that are short,
// credentials in URLs, and secrets where they stand in an answer in odd ways. The
// answer stays what it was besides: JSON stays JSON.

package proofpoint_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// pinned is a request whose secret parameter goes to a header and a query.
func pinned(t *testing.T, pin string) proofpoint.Request {
	t.Helper()
	op := &proofpoint.Operation{Name: "own.pinned", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.list")},
		Params: []proofpoint.Param{{Name: "pin", Type: "string", In: "header:X-Pin query:pin", Secret: true}}}
	r, err := op.Build(map[string]any{"pin": pin})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestProbeHidesSecretParameters(t *testing.T) {
	const body = `{"list":[{"echo":%q,"n":%s,"more":"x-%s-y","long":9%s1,"ok":true,"esc":"\\%s","end":1}]}`
	for _, tt := range []struct {
		pin    string
		header []string
		record string
	}{
		{"9", []string{"[redacted]"}, ""}, // too short to tell from the answer
		{"12345", []string{"[redacted]"}, `{"echo":"[redacted]","n":"[redacted]","more":"x-[redacted]-y","long":9123451,"ok":true,"esc":"\\[redacted]","end":1}`},
		{"12345678", []string{"[redacted]"}, `{"echo":"[redacted]","n":"[redacted]","more":"x-[redacted]-y","long":"[redacted]","ok":true,"esc":"\\[redacted]","end":1}`},
		{"1", []string{"[redacted]"}, ""},
	} {
		t.Run(tt.pin, func(t *testing.T) {
			s := &server{answer: func(_ int, r *httpRequest) *httpResponse {
				pin := r.Header.Get("X-Pin")
				return answer(200, fmt.Sprintf(body, pin, pin, pin, pin, pin), "X-Echo", "pin "+pin)
			}}
			c, _ := newClient(t, s, tapConfig())
			p, err := c.Probe(t.Context(), pinned(t, tt.pin))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.header, p.Sent["X-Pin"]); diff != "" || !json.Valid(p.Records[0].Raw) {
				t.Errorf("X-Pin (-want +got):\n%s\n%s", diff, p.Records[0].Raw)
			}
			if tt.record == "" {
				return
			}
			if diff := cmp.Diff(tt.record, string(p.Records[0].Raw)); diff != "" || p.Received.Get("X-Echo") != "pin [redacted]" {
				t.Errorf("%s, record (-want +got):\n%s", p.Received, diff)
			}
		})
	}
}

// Whatever a secret looks like, what is shown stays JSON, and the secret is not
// in it.
func TestProbeHidesInsideJSON(t *testing.T) {
	for _, secret := range []string{"p@ssw0rd-hunter2", "me@tenant.example", `back\slash\`, `quote"d-secret`, "nsecret-of-n", "true", "null", "-1.5e10", "pass,\"word", "caf\u00e9-1234", "u0041-secret"} {
		t.Run(secret, func(t *testing.T) {
			quoted, _ := json.Marshal(secret)
			bodies := []string{
				fmt.Sprintf(`{"list":[{"echo":%s,"list":["a,",%s,true,null,-1.5e10],"esc":"\nsecret-of-n \u0041-secret","k":"a\\"}]}`, quoted, quoted),
				`{"list":[{"pad":"` + strings.Repeat(`a,\"`, 40_000) + `,"},{"b":["` + strings.Repeat("x", 70_000) + `,",` + string(quoted) + `,1]}]}`,
			}
			for _, body := range bodies {
				if !json.Valid([]byte(body)) {
					t.Fatal("the test's own body is no JSON")
				}
				s := &server{answer: func(int, *httpRequest) *httpResponse {
					return answer(200, body, "X-Echo", strings.Trim(string(quoted), `"`))
				}}
				c, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {Auth: proofpoint.Basic("principal", proofpoint.NewSecret(secret))}}, proofpoint.WithTransport(s))
				if err != nil {
					t.Fatal(err)
				}
				p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.list")})
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(warnings(p), "repeats a credential") || len(p.Records) == 0 {
					t.Errorf("%d records, %s", len(p.Records), warnings(p))
				}
				if strings.Contains(p.Received.Get("X-Echo"), strings.Trim(string(quoted), `"`)) {
					t.Errorf("X-Echo: %s", p.Received)
				}
				for _, r := range p.Records {
					var v any
					if err := json.Unmarshal(r.Raw, &v); err != nil {
						t.Errorf("%v: %.300s", err, r.Raw)
					}
					if holdsLeaf(v, secret) {
						t.Errorf("the secret is in %.300s", r.Raw)
					}
				}
			}
		})
	}
}

// A short secret that is a word hides no member's name: the path to data needs
// it. As a value it is hidden.
func TestProbeKeepsNamesOfMembers(t *testing.T) {
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `{"list" :[{"name":"list"}]}`) }}
	c, _ := newClient(t, s, tapConfig())
	p, err := c.Probe(t.Context(), pinned(t, "list"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Records) != 1 || string(p.Records[0].Raw) != `{"name":"[redacted]"}` || p.Suggestions[0].Path != "$.list[*]" {
		t.Errorf("%+v", p)
	}
}

// holdsLeaf reports whether a text of v holds a secret.
func holdsLeaf(v any, secret string) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(v, secret)
	case []any:
		for _, e := range v {
			if holdsLeaf(e, secret) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if holdsLeaf(e, secret) {
				return true
			}
		}
	}
	return false
}

// Who asks is no secret, the other half of the pair is: a password is one also
// where it looks like an address.
func TestProbeShowsWhoAsks(t *testing.T) {
	s := &server{answer: func(_ int, r *httpRequest) *httpResponse {
		return answer(200, fmt.Sprintf(`[{"who":%q,"password":%q}]`, r.Header.Get("X-User"), r.Header.Get("X-Password")))
	}}
	c, _ := newClient(t, s, proofpoint.Config{"own": {BaseURL: "https://own.example", Auth: proofpoint.HeaderPair("X-User", proofpoint.NewSecret("me@tenant.example"), "X-Password", proofpoint.NewSecret("you@tenant.example"))}})
	p, err := c.Probe(t.Context(), proofpoint.Request{Service: "own", Path: "/x"})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(p.Records[0].Raw); got != `{"who":"me@tenant.example","password":"[redacted]"}` {
		t.Errorf("record %s", got)
	}
}

// A token behind the question mark of a URL is one in any header, and so is one
// that was typed with the request and comes back.
func TestProbeHidesCredentialsInURLs(t *testing.T) {
	const typed = "typed-along-token"
	s := &server{answer: func(_ int, r *httpRequest) *httpResponse {
		return answer(200, `[{"args":"`+r.URL.Query().Get("access_token")+`"}]`, "Location", "https://h.example/?access_token=SECRET&page=2", "Refresh", "0;url=https://me:SECRET@h.example/a",
			"Link", `<https://h.example/?p=2&token=SECRET>; rel="next"`, "X-Url", r.URL.String())
	}}
	c, _ := newClient(t, s, tapConfig())
	p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x;sid=SECRET", Query: url.Values{"access_token": {typed}},
		Header: http.Header{"Referer": {"https://x.example/?access_token=" + typed}, "X-Myapikey": {"SECRET"}}})
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprintf("%+v", p)
	if strings.Contains(shown, "SECRET") || strings.Contains(shown, typed) || strings.Contains(string(p.Records[0].Raw), typed) {
		t.Errorf("a credential is in %s", shown)
	}
	want := map[string]string{"Location": "https://h.example/?access_token=[redacted]&page=2", "Refresh": "0;url=https://[redacted]@h.example/a", "Link": `<https://h.example/?p=2&token=[redacted]>; rel="next"`}
	for name, text := range want {
		if got := p.Received.Get(name); got != text {
			t.Errorf("%s: %s, want %s", name, got, text)
		}
	}
	if got := p.Sent.Get("Referer"); got != "https://x.example/?access_token=[redacted]" {
		t.Errorf("Referer: %s", got)
	}
	for planned, err := range c.Plan(proofpoint.Request{Service: proofpoint.TAP, Path: "/x;sid=SECRET/y?passphrase=SECRET&a=b"}) {
		if err != nil || !strings.HasSuffix(planned.URL, "/x;sid=[redacted]/y?a=b&passphrase=[redacted]") {
			t.Errorf("planned %s, %v", planned.URL, err)
		}
	}
}
