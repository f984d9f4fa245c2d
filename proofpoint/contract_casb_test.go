// The rows of the contract test for CASB.

package proofpoint_test

import (
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var casbRows = []contractRow{
	{op: "casb.alerts", call: func(c *proofpoint.Client) any { return c.CASB.Alerts }, params: proofpoint.CASBAlertsParams{}, records: 2},
	{op: "casb.events", call: func(c *proofpoint.Client) any { return c.CASB.Events }, params: proofpoint.CASBEventsParams{From: noon.Add(-time.Hour)}, records: 2, answer: casbEventsPage},
}

// casbEventsPage is the fixture for the first page of events, and an empty one
// after it: how many a full page holds is not known, so the walk goes on.
func casbEventsPage(r *http.Request) string {
	if r.GetBody != nil {
		if body, err := r.GetBody(); err == nil {
			if b, err := io.ReadAll(body); err == nil && !strings.Contains(string(b), `"page":0`) {
				return "casb.events.end.json"
			}
		}
	}
	return "casb.events.json"
}
