// What TAP refuses is refused before a request.

package proofpoint_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestTAPRefusedBeforeARequest(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(500, "asked") }}
	c, _ := newClient(t, s, tapConfig())
	first := func(r proofpoint.Request, err error) error {
		for _, e := range c.Records(t.Context(), r) {
			return errors.Join(err, e)
		}
		return err
	}
	week := 7 * 24 * time.Hour
	for name, c := range map[string]struct {
		err   error
		param string
	}{
		"no campaign":       {second(proofpoint.TAPCampaignParams{}.CampaignRequest()), "campaign_id"},
		"dots, P2":          {second(proofpoint.TAPCampaignParams{CampaignID: ".."}.CampaignRequest()), "campaign_id"},
		"no threat":         {second(proofpoint.TAPThreatSummaryParams{}.ThreatSummaryRequest()), "threat_id"},
		"no threat to see":  {second(proofpoint.TAPThreatForensicsParams{IncludeCampaignForensics: true}.ThreatForensicsRequest()), "threat_id"},
		"no campaign seen":  {second(proofpoint.TAPCampaignForensicsParams{}.CampaignForensicsRequest()), "campaign_id"},
		"no window":         {second(proofpoint.TAPVAPParams{}.VAPRequest()), "window"},
		"a week":            {second(proofpoint.TAPVAPParams{Window: "7"}.VAPRequest()), "window"},
		"a week's clicks":   {second(proofpoint.TAPTopClickersParams{Window: "7"}.TopClickersRequest()), "window"},
		"201 clickers":      {second(proofpoint.TAPTopClickersParams{Window: "14", Size: 201}.TopClickersRequest()), "size"},
		"201 campaigns":     {second(proofpoint.TAPCampaignIDsParams{Size: 201}.CampaignIDsRequest()), "size"},
		"page -1":           {second(proofpoint.TAPVAPParams{Window: "14", Page: -1}.VAPRequest()), "page"},
		"29 s":              {second(proofpoint.TAPCampaignIDsParams{Since: 29 * time.Second}.CampaignIDsRequest()), "since"},
		"no URLs":           {second(proofpoint.TAPDecodeURLsParams{}.DecodeURLsRequest()), "urls"},
		"an empty URL":      {second(proofpoint.TAPDecodeURLsParams{URLs: []string{""}}.DecodeURLsRequest()), "urls"},
		"suppliers, 8 days": {first(proofpoint.TAPCompromisedAccountsParams{From: noon.Add(-8 * 24 * time.Hour)}.CompromisedAccountsRequest()), "from"},
		"the future, P7":    {first(proofpoint.TAPCampaignIDsParams{From: noon.Add(-week), To: noon.Add(time.Hour)}.CampaignIDsRequest()), "to"},
	} {
		t.Run(name, func(t *testing.T) {
			pe, ok := errors.AsType[*proofpoint.ParamError](c.err)
			if !ok || pe.Param != c.param {
				t.Errorf("%v, want a *ParamError of %q", c.err, c.param)
			}
		})
	}
	if len(s.seen) > 0 {
		t.Errorf("%d requests were made", len(s.seen))
	}
}

func second[T any](_ T, err error) error { return err }

// The path parameter is one escaped segment, P1.
func TestTAPIDsAreOneSegment(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{}`) }}
	c, _ := newClient(t, s, tapConfig())
	for in, want := range map[string]string{"a/b": "/v2/threat/summary/a%2Fb", "a?b#c": "/v2/threat/summary/a%3Fb%23c", "%2e%2e": "/v2/threat/summary/%252e%252e"} {
		if _, err := c.TAP.ThreatSummary(t.Context(), proofpoint.TAPThreatSummaryParams{ThreatID: in}); err != nil {
			t.Fatal(err)
		}
		if got := s.seen[len(s.seen)-1].URL.EscapedPath(); got != want {
			t.Errorf("%q is asked for as %q, want %q", in, got, want)
		}
	}
}
