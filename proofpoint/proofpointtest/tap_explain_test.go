// TAP beyond SIEM: what events tell of is found again by the calls that explain
// it, and each call behaves as the service has been seen to.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// askTAP asks any TAP path, signed.
func askTAP(t testing.TB, s *proofpointtest.Server, path string) answer {
	t.Helper()
	return send(t, s, tapRequest(t, s, tapBase+path))
}

type toldThreat struct {
	ThreatID, ThreatStatus, Classification, DetectionType, Threat, ThreatType string
	CampaignID                                                                *string
	ThreatTime                                                                time.Time
	Actors                                                                    []struct{ ID, Name string }
}

// toldThreats are the threats of the messages of the last hours.
func toldThreats(t testing.TB, s *proofpointtest.Server, hours int) []toldThreat {
	t.Helper()
	var out []toldThreat
	now := s.Clock().Now()
	for e := range s.Events(now.Add(-time.Duration(hours)*time.Hour), now) {
		out = append(out, unmarshal[struct{ ThreatsInfoMap []toldThreat }](t, string(e.Raw)).ThreatsInfoMap...)
	}
	return out
}

func TestTAPThreatOfAnEventIsFound(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(7))
	s.Quota("tap.forensics.threat", -1)
	list := toldThreats(t, s, 2)
	if len(list) < 50 {
		t.Fatalf("only %d threats to look at", len(list))
	}
	withActor := 0
	for _, want := range list {
		a := askTAP(t, s, "/v2/threat/summary/"+want.ThreatID)
		if a.status != 200 {
			t.Fatalf("summary of %s: %d %s", want.ThreatID, a.status, a.body)
		}
		got := unmarshal[struct {
			ID, Name, Type, Category, Status, DetectionType string
			IdentifiedAt                                    time.Time
			Actors                                          []struct{ ID, Name string }
		}](t, a.body)
		if got.ID != want.ThreatID || got.Name != want.Threat || got.Category != want.Classification || got.Status != want.ThreatStatus ||
			!got.IdentifiedAt.Equal(want.ThreatTime) || got.DetectionType != want.DetectionType || strings.ReplaceAll(got.Type, "message text", "messageText") != want.ThreatType {
			t.Errorf("summary %+v\nof the threat %+v", got, want)
		}
		if len(want.Actors) > 0 {
			withActor++
			if diff := cmp.Diff(want.Actors, got.Actors); diff != "" {
				t.Errorf("actors of %s (-event +summary):\n%s", want.ThreatID, diff)
			}
		}
		a = askTAP(t, s, "/v2/forensics?threatId="+want.ThreatID)
		report := unmarshal[struct {
			Reports []struct{ Scope, ID, Name, ThreatStatus string }
		}](t, a.body).Reports
		if len(report) != 1 || report[0].Scope != "THREAT" || report[0].ID != want.ThreatID || report[0].Name != want.Threat || report[0].ThreatStatus != want.ThreatStatus {
			t.Errorf("forensics of %s: %+v", want.ThreatID, report)
		}
	}
	if withActor == 0 {
		t.Error("no threat had an actor: nothing was compared")
	}
}

func TestTAPCampaignListsTheThreatsThatNameIt(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(7), proofpointtest.Rate(20))
	list := toldThreats(t, s, 48)
	members := map[string]map[string]bool{}
	for _, threat := range list {
		if threat.CampaignID == nil {
			continue
		}
		id := *threat.CampaignID
		if members[id] == nil {
			members[id] = map[string]bool{}
			a := askTAP(t, s, "/v2/campaign/"+id)
			if a.status != 200 {
				t.Fatalf("campaign %s: %d %s", id, a.status, a.body)
			}
			c := unmarshal[struct {
				ID, Name        string
				StartDate       time.Time
				CampaignMembers []struct {
					ID, Threat, Type string
					ThreatTime       time.Time
				}
			}](t, a.body)
			for _, m := range c.CampaignMembers {
				if members[id][m.ID] {
					t.Errorf("campaign %s lists %s twice", id, m.ID)
				}
				if m.ThreatTime.Before(c.StartDate) {
					t.Errorf("campaign %s began %v, its member %v", id, c.StartDate, m.ThreatTime)
				}
				members[id][m.ID] = true
			}
		}
		if !members[id][threat.ThreatID] {
			t.Errorf("campaign %s does not list %s", id, threat.ThreatID)
		}
	}
	if len(members) < 8 {
		t.Errorf("only %d campaigns were met", len(members))
	}
}

func TestTAPCampaignIDs(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Campaigns(900))
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

	for name, c := range map[string]struct{ query, text string }{
		"too long":  {interval(begin.Add(-24*time.Hour-time.Second), begin), "too long"},
		"too short": {interval(begin.Add(-29*time.Second), begin), "too short. Requests must be for at least 30.00s"},
		"future":    {interval(begin.Add(-time.Minute), begin.Add(time.Minute)), "still current"},
		"backwards": {interval(begin, begin.Add(-time.Hour)), ""},
		"since":     {"sinceSeconds=3600", "interval is required"},
		"size":      {interval(begin.Add(-time.Hour), begin) + "&size=201", "size"},
		"page":      {interval(begin.Add(-time.Hour), begin) + "&page=0", "page"},
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
	hourAgo := interval(begin.Add(-time.Hour), begin)
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
		"/v1/stp/compromised-accounts?" + hourAgo: {200, `{"queryEndTime":"2026-11-02T12:00:00Z","compromisedAccounts":[]}`},
	} {
		if a := askTAP(t, s, path); a.status != want.status || a.body != want.body {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	s = proofpointtest.New(t, proofpointtest.EmptyCampaignIDs(), proofpointtest.PlainText())
	a := askTAP(t, s, "/v2/campaign/ids?"+hourAgo)
	if a.status != 200 || a.body != `{"campaigns":[]}` || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Errorf("EmptyCampaignIDs: %d %s %v", a.status, a.body, a.header)
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

func TestTAPForensicsParameters(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("tap.forensics.threat", -1)
	var threat toldThreat
	for _, threat = range toldThreats(t, s, 5) {
		if threat.CampaignID != nil {
			break
		}
	}
	for name, c := range map[string]struct {
		query  string
		status int
		scopes string
	}{
		"none":               {"", 400, ""},
		"both":               {"threatId=" + threat.ThreatID + "&campaignId=" + *threat.CampaignID, 400, ""},
		"two":                {"threatId=a&threatId=b", 400, ""},
		"threat":             {"threatId=" + threat.ThreatID, 200, "THREAT"},
		"threat, with":       {"threatId=" + threat.ThreatID + "&includeCampaignForensics=true", 200, "THREAT CAMPAIGN"},
		"threat, not with":   {"threatId=" + threat.ThreatID + "&includeCampaignForensics=false", 200, "THREAT"},
		"bad flag":           {"threatId=" + threat.ThreatID + "&includeCampaignForensics=please", 400, ""},
		"campaign":           {"campaignId=" + *threat.CampaignID, 200, "CAMPAIGN"},
		"campaign and flag":  {"campaignId=" + *threat.CampaignID + "&includeCampaignForensics=true", 400, ""},
		"upper-case threat":  {"threatId=" + strings.ToUpper(threat.ThreatID), 404, ""},
		"unknown 64 letters": {"threatId=" + strings.Repeat("0", 64), 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := askTAP(t, s, "/v2/forensics?"+c.query)
			scopes := ""
			if a.status == 200 {
				for _, r := range unmarshal[struct{ Reports []struct{ Scope string } }](t, a.body).Reports {
					scopes += " " + r.Scope
				}
			}
			if a.status != c.status || strings.TrimSpace(scopes) != c.scopes {
				t.Errorf("%d %q %.200s", a.status, scopes, a.body)
			}
		})
	}
}

// Over a world's threats every odd form of the evidence turns up.
func TestTAPForensicsOddities(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("tap.forensics.threat", -1)
	met := map[string]bool{}
	for _, threat := range toldThreats(t, s, 4) {
		body := askTAP(t, s, "/v2/forensics?threatId="+threat.ThreatID).body
		for _, form := range []string{`"port":443`, `"port":"443"`, `"blacklisted":1`, `"blacklisted":true`, `"type":"ids"`, `"type":"idsrule"`, `"type":"certificate"`,
			`"type":"redirect_chain"`, `"type":"policy"`, `"type":"domains"`, `"time":0`, `{"name":"pps","os":"pps"}`, `"note":`} {
			met[form] = met[form] || strings.Contains(body, form)
		}
		if !json.Valid([]byte(body)) {
			t.Fatalf("not JSON: %s", body)
		}
		for _, r := range unmarshal[struct{ Reports []json.RawMessage }](t, body).Reports {
			for _, name := range members(t, r) {
				if name == "type" {
					t.Errorf("a report's type has never been seen: %.200s", r)
				}
			}
		}
	}
	for form, ok := range met {
		if !ok {
			t.Errorf("%s never turned up", form)
		}
	}
}

type tapIdentity struct {
	GUID   string
	Emails []string
	Vip    bool
}

func TestTAPRecipientsAreVeryAttackedPeople(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	a := askTAP(t, s, "/v2/people/vap?window=30")
	vap := unmarshal[struct {
		Users []struct {
			Identity         tapIdentity
			ThreatStatistics struct{ AttackIndex int }
		}
		TotalVapUsers      int
		AverageAttackIndex float64
	}](t, a.body)
	known, last := map[string]bool{}, 1<<30
	uuid := regexp.MustCompile(`^[0-9a-f]{10}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	for _, u := range vap.Users {
		known[u.Identity.Emails[0]] = true
		if !uuid.MatchString(u.Identity.GUID) || u.ThreatStatistics.AttackIndex > last {
			t.Errorf("out of order, or a guid of another form: %+v", u)
		}
		last = u.ThreatStatistics.AttackIndex
	}
	if vap.TotalVapUsers != len(vap.Users) || len(known) != len(vap.Users) {
		t.Errorf("%d users, %d addresses, said to be %d", len(vap.Users), len(known), vap.TotalVapUsers)
	}
	n := 0
	for e := range s.Events(begin.Add(-6*time.Hour), begin) {
		var to struct{ Recipient json.RawMessage }
		to = unmarshal[struct{ Recipient json.RawMessage }](t, string(e.Raw))
		address := strings.Trim(string(to.Recipient), `[]"`)
		if n++; !known[address] {
			t.Errorf("%s got mail and is not among the people", address)
		}
	}
	if n == 0 {
		t.Error("no event was looked at")
	}
}

func TestTAPPeoplePages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	type page struct {
		Users            []struct{ Identity tapIdentity }
		TotalTopClickers int
	}
	seen := map[string]bool{}
	total := 0
	for n := 1; ; n++ {
		p := unmarshal[page](t, askTAP(t, s, fmt.Sprint("/v2/people/top-clickers?window=90&page=", n)).body)
		if len(p.Users) == 0 {
			if p.TotalTopClickers != 0 {
				t.Errorf("past the end the total is %d", p.TotalTopClickers)
			}
			break
		}
		total = p.TotalTopClickers
		for _, u := range p.Users {
			if seen[u.Identity.GUID] {
				t.Errorf("%s comes twice", u.Identity.GUID)
			}
			seen[u.Identity.GUID] = true
		}
	}
	if len(seen) != total || total < 150 {
		t.Errorf("%d came, %d were said", len(seen), total)
	}
	for query, want := range map[string]int{
		"vap?window=14&size=100000": 200, "vap?window=7": 400, "vap": 400, "top-clickers?window=14&size=200": 200, "top-clickers?window=14&size=201": 400,
		"top-clickers?window=14&page=-1": 400, "top-clickers?window=14&limit=5": 200, "top-clickers?window=14&page=99999999999999": 200,
	} {
		if a := askTAP(t, s, "/v2/people/"+query); a.status != want {
			t.Errorf("%s: %d, want %d", query, a.status, want)
		}
	}
}

func TestTAPSupplierAccounts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	a := askTAP(t, s, "/v1/stp/compromised-accounts?sinceSeconds=3600")
	got := unmarshal[struct {
		QueryEndTime        string
		CompromisedAccounts []struct {
			Address              string
			LastMaliciousMessage time.Time
		}
	}](t, a.body)
	if got.QueryEndTime != "2026-11-02T12:00:00Z" || len(got.CompromisedAccounts) == 0 {
		t.Errorf("%+v", got)
	}
	for _, c := range got.CompromisedAccounts {
		if c.LastMaliciousMessage.Before(begin.Add(-time.Hour)) || c.LastMaliciousMessage.After(begin) || !strings.HasSuffix(c.Address, ".example") {
			t.Errorf("%+v", c)
		}
	}
	if a := askTAP(t, s, "/v1/stp/compromised-accounts"); a.status != 400 {
		t.Errorf("without a window: %d", a.status)
	}
}

// What was put or recorded is explained as well as what is made.
func TestTAPStoredEventsAreExplained(t *testing.T) {
	const event = `{"id":"e1","messageTime":"2026-11-02T11:00:00.000Z","threatsInfoMap":[{"threatID":"abc","threatStatus":"active","classification":"Phish",` +
		`"threat":"https://bad.example/x","threatType":"url","threatTime":"2026-11-02T11:00:00.000Z","campaignId":"c-1"}]}`
	s := proofpointtest.New(t, proofpointtest.Recorded("one", []byte(`{"messagesDelivered":[`+event+`]}`)))
	for path, want := range map[string]string{
		"/v2/threat/summary/abc":     `"name":"https://bad.example/x","type":"url","category":"phish","status":"active"`,
		"/v2/forensics?threatId=abc": `"scope":"THREAT","id":"abc"`,
		"/v2/campaign/c-1":           `"campaignMembers":[{"id":"abc","threat":"https://bad.example/x"`,
		"/v2/campaign/ids?" + interval(begin.Add(-time.Hour), begin): `{"campaigns":[{"id":"c-1"`,
	} {
		if a := askTAP(t, s, path); a.status != 200 || !strings.Contains(a.body, want) || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

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

func TestTAPExplanationsRepeat(t *testing.T) {
	paths := []string{"/v2/people/vap?window=14&size=5", "/v2/people/top-clickers?window=14&size=5", "/v1/stp/compromised-accounts?sinceSeconds=1800", "/v2/campaign/ids?" + interval(begin.AddDate(0, 0, -3), begin.AddDate(0, 0, -2))}
	one, two, other := proofpointtest.New(t, proofpointtest.Seeded(5)), proofpointtest.New(t, proofpointtest.Seeded(5)), proofpointtest.New(t, proofpointtest.Seeded(6))
	for _, path := range paths {
		a, b, c := askTAP(t, one, path), askTAP(t, two, path), askTAP(t, other, path)
		if a.status != 200 || a.body != b.body {
			t.Errorf("%s: the same seed answers otherwise", path)
		}
		if a.body == c.body {
			t.Errorf("%s: another seed answers the same", path)
		}
		if strings.Contains(strings.ReplaceAll(a.body, ".example", ""), ".com") {
			t.Errorf("%s: a name that is not invented: %s", path, a.body)
		}
	}
}
