// The ready-made clients reach every service of the fake, over RoundTrip and
// over HTTP.

package proofpointtest_test

import (
	"net/http"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

var everyService = map[string]map[string]any{
	"tap.siem.all": nil, "casb.alerts": nil, "trap.lists.block": {"cluster_id": "acme_hosted"}, "trap.lists.members": {"list_id": 5},
	"eti.domain": {"domain": "login-update.example"},
}

func TestClientReachesEveryService(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	client := s.Client()
	overHTTP, err := proofpoint.NewClient(s.ConfigHTTP(), proofpoint.WithClock(s.Clock()), proofpoint.WithTransport(closing(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, params := range everyService {
		op, _ := proofpoint.OperationNamed(name)
		r, err := op.Build(params)
		if err != nil {
			t.Fatal(name, err)
		}
		if a, b := drain(t, client, r), drain(t, overHTTP, r); a == 0 || a != b {
			t.Errorf("%s: %d records by RoundTrip, %d over HTTP", name, a, b)
		}
	}
}

func closing(t *testing.T) *http.Transport {
	rt := new(http.Transport)
	t.Cleanup(rt.CloseIdleConnections)
	return rt
}

func drain(t *testing.T, c *proofpoint.Client, r proofpoint.Request) (n int) {
	t.Helper()
	for _, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatal(r.Name, err)
		}
		n++
	}
	return n
}
