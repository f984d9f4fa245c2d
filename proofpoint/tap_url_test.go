// The URL decoder, with and without a credential.

package proofpoint_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestTAPDecodeURLsWithAndWithoutCredential(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	var threat string
	for m, err := range fake.Client().TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{ThreatType: []string{"url"}}) {
		if err != nil {
			t.Fatal(err)
		}
		if threat = m.ThreatsInfoMap[0].Threat; strings.HasPrefix(threat, "https://") {
			break
		}
	}
	params := proofpoint.TAPDecodeURLsParams{URLs: []string{tapEncode(threat), "https://site.example/", tapEncode("https://site.example/#x")}}
	config := fake.Config()
	config[proofpoint.TAP] = proofpoint.ServiceConfig{}
	stranger, err := proofpoint.NewClient(config, proofpoint.WithTransport(fake), proofpoint.WithClock(fake.Clock()))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*proofpoint.Client{"with": fake.Client(), "without": stranger} {
		var got []proofpoint.TAPDecodedURL
		for d, err := range c.TAP.DecodeURLs(t.Context(), params) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got = append(got, d)
		}
		if len(got) != 3 || got[0].DecodedURL != threat || got[2].DecodedURL != "https://site.example/#x" || got[0].Err() != nil || got[2].Err() != nil {
			t.Fatalf("%s: %+v", name, got)
		}
		if (got[0].MessageGUID != "") != (name == "with") || (got[0].RecipientEmail != "") != (name == "with") {
			t.Errorf("%s: whose it was: %+v", name, got[0])
		}
		ue, ok := errors.AsType[*proofpoint.TAPURLError](got[1].Err())
		if !ok || ue.URL != "https://site.example/" || !strings.Contains(ue.Reason, "not a URL Defense URL") {
			t.Errorf("%s: the bad one: %v", name, got[1].Err())
		}
	}
}

// It is a POST that changes nothing: it is sent again.
func TestTAPDecodeURLsIsRepeated(t *testing.T) {
	s := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n == 1 {
			return answer(503, "later")
		}
		return answer(200, `{"urls":[{"encodedUrl":"x","success":true}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for d, err := range c.TAP.DecodeURLs(t.Context(), proofpoint.TAPDecodeURLsParams{URLs: []string{"x"}}) {
		if err != nil || !bool(d.Success) {
			t.Errorf("%+v, %v", d, err)
		}
	}
	if len(s.seen) != 2 || s.bodies[0] != s.bodies[1] || s.bodies[0] != `{"urls":["x"]}` {
		t.Errorf("sent %q", s.bodies)
	}
}
