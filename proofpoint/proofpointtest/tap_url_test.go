// Decoding of rewritten URLs.

package proofpointtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func decodeURLs(t testing.TB, s *proofpointtest.Server, signed bool, body string) answer {
	t.Helper()
	r := request(t, http.MethodPost, tapBase+"/v2/url/decode", body, "Content-Type", "application/json")
	if signed {
		_, f := s.Credentials("tap")
		r.SetBasicAuth(f["principal"], f["secret"])
	}
	return send(t, s, r)
}

func TestTAPDecode(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for name, c := range map[string]struct{ encoded, want string }{
		"v1":                 {"https://urldefense.proofpoint.com/v1/url?u=http%3A%2F%2Fwww.site.example%2F%3Fa%3D1%252B2&amp;k=x&amp;s=y", "http://www.site.example/?a=1%2B2"},
		"v2":                 {"https://urldefense.proofpoint.com/v2/url?u=https-3A__site.example_a-5Fb-3Fx-3D1-26amp-3By-3D2&d=x&e=", "https://site.example/a_b?x=1&y=2"},
		"v3":                 {"https://urldefense.com/v3/__https://site.example:443/search?q=a*test&gs=ps__;Kw!!key!sig$", "https://site.example:443/search?q=a+test&gs=ps"},
		"v3 run":             {"https://urldefense.com/v3/__https://site.example/**A*x**Cz__;I1sjKyoqKg!!k!s$", "https://site.example/#[#x+***z"},
		"v3 short run":       {"https://urldefense.com/v3/__https://site.example/**Ax*z__;I1sj!!k!s$", "https://site.example/#[x#z"},
		"v3, one slash":      {"https://urldefense.com/v3/__https:/site.example/a__;!!k!s$", "https://site.example/a"},
		"http":               {"http://urldefense.proofpoint.com/v2/url?u=http-3A__site.example&d=x", "http://site.example"},
		"v3 not ASCII":       {"https://urldefense.com/v3/__https://site.example/*x__;w6k!!k!s$", "https://site.example/éx"},
		"bad base64":         {"https://urldefense.com/v3/__https://site.example/*x__;=A!!k!s$", ""},
		"v3 without an end":  {"https://urldefense.com/v3/__https://site.example/", ""},
		"v2 without u":       {"https://urldefense.proofpoint.com/v2/url?d=x", ""},
		"v2 broken percent":  {"https://urldefense.proofpoint.com/v2/url?u=http-3", ""},
		"not rewritten":      {"https://site.example/", ""},
		"another host's end": {"https://urldefense.com.evil.example/v3/__https://a.example__;!!k!s$", ""},
	} {
		t.Run(name, func(t *testing.T) {
			sent, err := json.Marshal(map[string][]string{"urls": {c.encoded, "invalid_url"}})
			if err != nil {
				t.Fatal(err)
			}
			a := decodeURLs(t, s, false, string(sent))
			got := unmarshal[struct {
				URLs []struct {
					EncodedURL, DecodedURL, Error, MessageGUID string
					Success                                    bool
				}
			}](t, a.body).URLs
			if a.status != 200 || len(got) != 2 || got[0].EncodedURL != c.encoded || got[0].DecodedURL != c.want || got[0].Success != (c.want != "") || (got[0].Error == "") != got[0].Success ||
				got[1].Error != "Invalid URL - encoded URL is not a URL Defense URL" || got[0].MessageGUID != "" {
				t.Errorf("%d %+v", a.status, got)
			}
		})
	}
}

func TestTAPDecodeKnowsWhoseItWas(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for e := range s.Events(begin.Add(-3*time.Hour), begin) {
		m := unmarshal[struct {
			GUID           string
			ThreatsInfoMap []toldThreat
		}](t, string(e.Raw))
		if e.Kind != proofpointtest.MessagesDelivered || m.ThreatsInfoMap[0].ThreatType != "url" || !strings.HasPrefix(m.ThreatsInfoMap[0].Threat, "https://") {
			continue
		}
		encoded := "https://urldefense.com/v3/__" + m.ThreatsInfoMap[0].Threat + "__;!!k!s$"
		type result struct {
			URLs []struct{ DecodedURL, MessageGUID, ClusterName, RecipientEmail string }
		}
		known := unmarshal[result](t, decodeURLs(t, s, true, `{"urls":["`+encoded+`"]}`).body).URLs[0]
		if known.DecodedURL != m.ThreatsInfoMap[0].Threat || known.MessageGUID == "" || known.ClusterName == "" || !strings.HasSuffix(known.RecipientEmail, "@acme.example") {
			t.Errorf("signed: %+v", known)
		}
		if stranger := unmarshal[result](t, decodeURLs(t, s, false, `{"urls":["`+encoded+`"]}`).body).URLs[0]; stranger.MessageGUID != "" || stranger.RecipientEmail != "" {
			t.Errorf("anonymous: %+v", stranger)
		}
		return
	}
	t.Error("no such message")
}

func TestTAPDecodeRefuses(t *testing.T) {
	s := proofpointtest.New(t)
	for body, want := range map[string]int{`{"urls":[]}`: 200, `{}`: 400, `[]`: 400, ``: 400, `{"urls":"x"}`: 400} {
		if a := decodeURLs(t, s, true, body); a.status != want {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	r := request(t, http.MethodPost, tapBase+"/v2/url/decode", `{"urls":[]}`, "Content-Type", "application/json")
	r.SetBasicAuth("x", "y")
	if a := send(t, s, r); a.status != 401 {
		t.Errorf("wrong credentials: %d", a.status)
	}
	s.Quota("tap.url.decode", 0)
	if a := decodeURLs(t, s, false, `{"urls":[]}`); a.status != 429 {
		t.Errorf("spent: %d", a.status)
	}
}
