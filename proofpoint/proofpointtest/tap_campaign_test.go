// Campaign ids, and what every TAP call beyond SIEM has in common: sign-in, pools,
// and the answers of an empty world.

package proofpointtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestTAPCampaignIDs(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.TAPCampaigns(900))
	s.Quota("tap.campaign.ids", -1)
	type item struct {
		ID            string
		LastUpdatedAt time.Time
		Notable       *bool
	}
	day := func(d time.Time, extra string) (answer, []item) {
		a := askTAP(t, s, "/v2/campaign/ids?"+interval(d, d.Add(24*time.Hour))+extra)
		if a.status != 200 {
			return a, nil
		}
		return a, unmarshal[struct{ Campaigns []item }](t, a.body).Campaigns
	}
	thursday := begin.AddDate(0, 0, -4).Truncate(24 * time.Hour)
	var all []item
	seen, old := map[string]bool{}, 0
	for page := 1; ; page++ {
		a, list := day(thursday, fmt.Sprint("&page=", page))
		if a.status == 404 {
			if a.body != "" || page < 4 {
				t.Errorf("page %d: 404 %q", page, a.body)
			}
			break
		}
		for _, i := range list {
			if seen[i.ID] || i.LastUpdatedAt.Before(thursday) || !i.LastUpdatedAt.Before(thursday.Add(24*time.Hour)) ||
				len(all) > 0 && i.LastUpdatedAt.After(all[len(all)-1].LastUpdatedAt) {
				t.Errorf("page %d: %+v is twice, out of the window or out of order", page, i)
			}
			if i.Notable == nil {
				old++
			}
			seen[i.ID] = true
			all = append(all, i)
		}
		if len(list) < 100 && page < 3 {
			t.Errorf("page %d holds %d", page, len(list))
		}
	}
	if old == 0 || old == len(all) {
		t.Errorf("%d of %d items are of the older form", old, len(all))
	}
	_, both := day(thursday, "&size=200")
	if diff := cmp.Diff(all[:200], both); diff != "" {
		t.Errorf("two pages of 100 differ from one of 200:\n%s", diff)
	}
	if a, _ := day(begin.AddDate(0, 0, -2).Truncate(24*time.Hour), ""); a.status != 404 || a.body != "" {
		t.Errorf("a Saturday: %d %q", a.status, a.body)
	}
	if a := askTAP(t, s, "/v2/campaign/"+all[0].ID); a.status != 200 || !strings.Contains(a.body, all[0].ID) {
		t.Errorf("a listed campaign: %d", a.status)
	}

	ended := begin.Add(-time.Second) // an interval is current until it lies in the past
	if a := askTAP(t, s, "/v2/campaign/ids?"+interval(ended.Add(-time.Hour), ended)); a.status != 200 {
		t.Errorf("an interval until a second ago: %d %q", a.status, a.body)
	}
	for name, c := range map[string]struct{ query, text string }{
		"too long":  {interval(ended.Add(-24*time.Hour-time.Second), ended), "too long"},
		"too short": {interval(ended.Add(-29*time.Second), ended), "too short. Requests must be for at least 30.00s"},
		"until now": {interval(begin.Add(-time.Hour), begin), "still current"},
		"future":    {interval(begin.Add(-time.Minute), begin.Add(time.Minute)), "still current"},
		"backwards": {interval(begin, begin.Add(-time.Hour)), ""},
		"since":     {"sinceSeconds=3600", "interval is required"},
		"size":      {interval(ended.Add(-time.Hour), ended) + "&size=201", "size"},
		"page":      {interval(ended.Add(-time.Hour), ended) + "&page=0", "page"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := askTAP(t, s, "/v2/campaign/ids?"+c.query); a.status != 400 || !strings.Contains(a.body, c.text) || c.text == "" && a.body != "" {
				t.Errorf("%d %q", a.status, a.body)
			}
		})
	}
}

func TestTAPEmptyWorld(t *testing.T) {
	s := proofpointtest.New(t)
	hourAgo := interval(begin.Add(-time.Hour), begin.Add(-time.Second))
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/v2/campaign/ids?" + hourAgo:             {404, ""},
		"/v2/campaign/x":                          {404, "campaignId not found"},
		"/v2/threat/summary/x":                    {404, "threatId not found"},
		"/v2/forensics?threatId=x":                {404, "threatId not found"},
		"/v2/forensics?campaignId=x":              {404, "campaignId not found"},
		"/v2/people/vap?window=14":                {200, `{"users":[],"totalVapUsers":0,"interval":"2026-10-19T12:00:00Z/2026-11-02T12:00:00Z","averageAttackIndex":0.0000,"vapAttackIndexThreshold":0.0000}`},
		"/v2/people/top-clickers?window=30":       {200, `{"users":[],"totalTopClickers":0,"interval":"2026-10-03T12:00:00Z/2026-11-02T12:00:00Z"}`},
		"/v1/stp/compromised-accounts?" + hourAgo: {200, `{"queryEndTime":"2026-11-02T11:59:59Z","compromisedAccounts":[]}`},
	} {
		if a := askTAP(t, s, path); a.status != want.status || a.body != want.body {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	s = proofpointtest.New(t, proofpointtest.TAPEmptyCampaignIDs(), proofpointtest.PlainText())
	a := askTAP(t, s, "/v2/campaign/ids?"+hourAgo)
	if a.status != 200 || a.body != `{"campaigns":[]}` || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Errorf("TAPEmptyCampaignIDs: %d %s %v", a.status, a.body, a.header)
	}
}

func TestTAPSignInAndPools(t *testing.T) {
	hourAgo := interval(begin.Add(-time.Hour), begin)
	for _, c := range []struct{ operation, path, pool string }{
		{"tap.campaigns.ids", "/v2/campaign/ids?" + hourAgo, "tap.campaign.ids"},
		{"tap.campaigns.get", "/v2/campaign/x", ""},
		{"tap.forensics.threat", "/v2/forensics?threatId=x", "tap.forensics.threat"},
		{"tap.forensics.campaign", "/v2/forensics?campaignId=x", "tap.forensics.campaign"},
		{"tap.people.vap", "/v2/people/vap?window=14", "tap.people.vap"},
		{"tap.people.top_clickers", "/v2/people/top-clickers?window=14", "tap.people.top_clickers"},
		{"tap.threats.summary", "/v2/threat/summary/x", ""},
		{"tap.stp.compromised_accounts", "/v1/stp/compromised-accounts?" + hourAgo, ""},
	} {
		t.Run(c.operation, func(t *testing.T) {
			s := proofpointtest.New(t)
			if a := send(t, s, request(t, "GET", tapBase+c.path, "")); a.status != 401 || !strings.Contains(a.body, "Credentials authentication failed") {
				t.Errorf("unsigned: %d %q", a.status, a.body)
			}
			s.Fail(proofpointtest.Fault{Operation: c.operation, Status: 503})
			if a := askTAP(t, s, c.path); a.status != 503 {
				t.Errorf("a fault by the operation's name: %d", a.status)
			}
			for _, pool := range []string{"tap.siem", "tap.clicks.permitted", "tap.campaign.ids", "tap.forensics.threat", "tap.forensics.campaign", "tap.people.vap", "tap.people.top_clickers", "tap.url.decode"} {
				s.Quota(pool, 0)
				a := askTAP(t, s, c.path)
				if spent := a.status == 429; spent != (pool == c.pool) || spent && (a.body != "" || a.header.Get("Retry-After") != "") {
					t.Errorf("with pool %q spent: %d %q", pool, a.status, a.body)
				}
				s.Quota(pool, -1)
			}
			if calls := s.Calls(c.operation); len(calls) != 10 {
				t.Errorf("the log has %d calls of it", len(calls))
			}
		})
	}
}
