// TAP beyond SIEM: pages within windows, answers in two spellings, totals beside
// rows, and what is refused before a request.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// campaignPages answers campaign ids: of full, a window's pages by its first day.
func campaignPages(pages map[string][]string) *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		q := r.URL.Query()
		list := pages[q.Get("interval")[8:10]]
		var n int
		if _, err := fmt.Sscan(q.Get("page"), &n); err != nil || n > len(list) {
			return answerFrom(404, http.NoBody)
		}
		return answer(200, list[n-1])
	}}
}

func idsPage(day, from, to int) string {
	var items []string
	for i := from; i < to; i++ {
		items = append(items, fmt.Sprintf(`{"id":"%02d-%d"}`, day, i))
	}
	return `{"campaigns":[` + strings.Join(items, ",") + `]}`
}

func TestTAPCampaignIDsPagesWithinWindows(t *testing.T) {
	from := time.Date(2026, 10, 28, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		pages map[string][]string
		want  []string
		calls int
	}{
		"nothing at all":             {nil, nil, 3},
		"a short page ends a window": {map[string][]string{"28": {idsPage(28, 0, 2)}, "30": {idsPage(30, 0, 1)}}, []string{"28-0", "28-1", "30-0"}, 3},
		"full pages, and 404 behind the last": {map[string][]string{"28": {idsPage(28, 0, 3), idsPage(28, 3, 6)}, "29": {idsPage(29, 0, 1)}},
			[]string{"28-0", "28-1", "28-2", "28-3", "28-4", "28-5", "29-0"}, 5},
		"an empty list instead of 404": {map[string][]string{"28": {idsPage(28, 0, 3), `{"campaigns":[]}`}, "29": {`{"campaigns":null}`}}, []string{"28-0", "28-1", "28-2"}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := campaignPages(c.pages)
			client, _ := newClient(t, s, tapConfig())
			var got []string
			for id, err := range client.TAP.CampaignIDs(t.Context(), proofpoint.TAPCampaignIDsParams{From: from, To: from.AddDate(0, 0, 3), Size: 3}) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, id.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || len(s.seen) != c.calls {
				t.Errorf("%d calls, want %d; campaigns mismatch (-want +got):\n%s", len(s.seen), c.calls, diff)
			}
			for _, r := range s.seen {
				if q := r.URL.Query(); q.Get("size") != "3" || len(q["interval"]) != 1 {
					t.Errorf("asked %s", r.URL)
				}
			}
		})
	}
}

// A 404 that says something is no empty list: the base path may be wrong.
func TestTAPCampaignIDs404WithText(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(404, `{"message":"HTTP 404 Not Found"}`+"\n") }}
	client, _ := newClient(t, s, tapConfig())
	var got error
	for _, err := range client.TAP.CampaignIDs(t.Context(), proofpoint.TAPCampaignIDsParams{}) {
		got = err
	}
	if !errors.Is(got, proofpoint.ErrNotFound) {
		t.Errorf("%v is not ErrNotFound", got)
	}
}

// Broken off after any record and resumed, no campaign is missing.
func TestTAPCampaignIDsResume(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(2), proofpointtest.Campaigns(40))
	fake.Quota("tap.campaign.ids", -1)
	client := fake.Client()
	p := proofpoint.TAPCampaignIDsParams{From: noon.AddDate(0, 0, -6), To: noon.AddDate(0, 0, -3), Size: 7}
	walk := func(stop int, cur *proofpoint.Cursor) (ids []string) {
		for id, err := range client.TAP.CampaignIDs(t.Context(), p, proofpoint.Resume(cur)) {
			if err != nil {
				t.Fatal(err)
			}
			if ids = append(ids, id.ID+id.LastUpdatedAt.String()); len(ids) == stop {
				break
			}
		}
		return ids
	}
	all := walk(-1, new(proofpoint.Cursor))
	if len(all) < 20 {
		t.Fatalf("only %d campaigns: too few to break off between pages", len(all))
	}
	for stop := 1; stop <= len(all); stop++ {
		var cur proofpoint.Cursor
		seen := map[string]bool{}
		for _, id := range append(walk(stop, &cur), walk(-1, &cur)...) {
			seen[id] = true
		}
		if len(seen) != len(all) {
			t.Errorf("broken off after %d: %d of %d came", stop, len(seen), len(all))
		}
	}
}

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

func TestTAPThreatSummaryReadsBothNames(t *testing.T) {
	want := proofpoint.TAPThreatSummary{SeverityScore: 20, VerticallyTargeted: true, GeoTargeted: true}
	for name, body := range map[string]string{
		"recorded":   `{"severityScore":20,"verticallyTargeted":true,"geoTargeted":true}`,
		"documented": `{"severity":20,"verticals":true,"geographies":true}`,
		"both":       `{"severity":null,"severityScore":"20","verticals":false,"verticallyTargeted":true,"geographies":1,"geoTargeted":false}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body, "Content-Type", "text/plain") }}
			c, _ := newClient(t, s, tapConfig())
			got, err := c.TAP.ThreatSummary(t.Context(), proofpoint.TAPThreatSummaryParams{ThreatID: tapThreat})
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Raw) != body {
				t.Errorf("Raw is %s", got.Raw)
			}
			got.Raw = nil
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("summary mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTAPEvidenceDetails(t *testing.T) {
	for name, c := range map[string]struct {
		what string
		want proofpoint.TAPEvidenceDetails
	}{
		"a port as a number":   {`{"action":"connect","ip":"192.0.2.1","port":443,"type":"tcp"}`, proofpoint.TAPEvidenceDetails{Action: "connect", IP: "192.0.2.1", Port: 443, Type: "tcp"}},
		"a port as text":       {`{"port":"443"}`, proofpoint.TAPEvidenceDetails{Port: 443}},
		"blacklisted 1":        {`{"blacklisted":1,"rule":"Av"}`, proofpoint.TAPEvidenceDetails{Blacklisted: true, Rule: "Av"}},
		"blacklisted true":     {`{"blacklisted":true}`, proofpoint.TAPEvidenceDetails{Blacklisted: true}},
		"lists":                {`{"host":"a.example","ips":["192.0.2.1"],"cnames":"b.example","nameservers":null}`, proofpoint.TAPEvidenceDetails{Host: "a.example", IPs: proofpoint.Strings{"192.0.2.1"}, CNAMEs: proofpoint.Strings{"b.example"}}},
		"unknown members":      {`{"serial":9007199254740993,"subject":{}}`, proofpoint.TAPEvidenceDetails{}},
		"text instead":         {`"see report"`, proofpoint.TAPEvidenceDetails{}},
		"null":                 {`null`, proofpoint.TAPEvidenceDetails{}},
		"nothing":              {``, proofpoint.TAPEvidenceDetails{}},
		"a file's odd numbers": {`{"size":"52274","offset":1e2}`, proofpoint.TAPEvidenceDetails{Size: 52274, Offset: 100}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := proofpoint.TAPEvidence{What: rawJSON(c.what)}.Details()
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v; details mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
	if _, err := (proofpoint.TAPEvidence{What: rawJSON(`{"port":"https"}`)}).Details(); err == nil {
		t.Error("a port that is a word is no error")
	}
}

// Evidence that does not fit its details is whole in the report all the same.
func TestTAPForensicsKeepsWhatItCannotRead(t *testing.T) {
	const what = `{"port":"https","x":9007199254740993}`
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"generated":"x","reports":[{"scope":"THREAT","forensics":[{"type":"quantum","what":`+what+`}]}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	n := 0
	for r, err := range c.TAP.ThreatForensics(t.Context(), proofpoint.TAPThreatForensicsParams{ThreatID: tapThreat}) {
		if err != nil || string(r.Forensics[0].What) != what || r.Forensics[0].Type != "quantum" {
			t.Errorf("%+v, %v", r, err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d reports", n)
	}
}

func TestTAPPeopleTotals(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	var pages []proofpoint.TAPPeopleTotals
	people := 0
	for _, err := range fake.Client().TAP.VAP(t.Context(), proofpoint.TAPVAPParams{Window: proofpoint.TAP30Days, Size: 300}, proofpoint.OnPage(func(p proofpoint.Page) {
		totals, err := proofpoint.TAPPeopleTotalsOf(p)
		if err != nil {
			t.Error(err)
		}
		pages = append(pages, totals)
	})) {
		if err != nil {
			t.Fatal(err)
		}
		people++
	}
	if len(pages) != 2 || people != int(pages[0].TotalVAPUsers) || pages[0] != pages[1] {
		t.Fatalf("%d people; totals %+v", people, pages)
	}
	got := pages[0]
	if got.Interval != "2026-10-03T12:00:00Z/2026-11-02T12:00:00Z" || got.AverageAttackIndex <= 0 || got.VAPAttackIndexThreshold <= got.AverageAttackIndex || got.TotalTopClickers != 0 {
		t.Errorf("totals %+v", got)
	}
	_, err := proofpoint.TAPPeopleTotalsOf(proofpoint.Page{Values: map[string]rawJSON{"$.averageAttackIndex": rawJSON(`"high"`)}})
	if _, ok := errors.AsType[*proofpoint.RecordError](err); !ok {
		t.Errorf("a total that is a word: %v", err)
	}
}

func TestTAPPeoplePages(t *testing.T) {
	for name, c := range map[string]struct {
		p      proofpoint.TAPTopClickersParams
		calls  int
		people int // 0: all
	}{
		"pages of 200":      {proofpoint.TAPTopClickersParams{}, 2, 0},
		"pages of 50":       {proofpoint.TAPTopClickersParams{Size: 50}, 5, 0},
		"the first ten":     {proofpoint.TAPTopClickersParams{Limit: 10}, 1, 10},
		"from page two":     {proofpoint.TAPTopClickersParams{Size: 100, Page: 2, Limit: 5}, 1, 5},
		"behind the end":    {proofpoint.TAPTopClickersParams{Size: 100, Page: 50}, 1, -1},
		"over a page's end": {proofpoint.TAPTopClickersParams{Size: 20, Limit: 25}, 2, 25},
	} {
		t.Run(name, func(t *testing.T) {
			fake := proofpointtest.New(t, proofpointtest.Seeded(1))
			total := proofpoint.Int(0)
			c.p.Window = proofpoint.TAP14Days
			n := 0
			for _, err := range fake.Client().TAP.TopClickers(t.Context(), c.p, proofpoint.OnPage(func(p proofpoint.Page) {
				if totals, err := proofpoint.TAPPeopleTotalsOf(p); err == nil {
					total = totals.TotalTopClickers
				}
			})) {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			want := max(c.people, 0)
			if c.people == 0 {
				want = int(total)
			}
			if calls := fake.Calls("tap.people.top_clickers"); n != want || len(calls) != c.calls || c.people == 0 && n < 150 {
				t.Errorf("%d people by %d calls, want %d by %d", n, len(calls), want, c.calls)
			}
		})
	}
}

// A total that is that of a page, as one client takes it to be, ends nothing
// before a page is short.
func TestTAPTopClickersTotalOfAPage(t *testing.T) {
	s := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n == 3 {
			return answer(200, `{"users":[],"totalTopClickers":0}`)
		}
		return answer(200, fmt.Sprintf(`{"users":[{"identity":{"guid":"%d-a"}},{"identity":{"guid":"%d-b"}}],"totalTopClickers":1}`, n, n))
	}}
	c, _ := newClient(t, s, tapConfig())
	n := 0
	for _, err := range c.TAP.TopClickers(t.Context(), proofpoint.TAPTopClickersParams{Window: "14", Size: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 4 || len(s.seen) != 3 {
		t.Errorf("%d people by %d calls, want 4 by 3", n, len(s.seen))
	}
}

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

// From an event to all that explains it.
func TestTAPFromAnEventToItsCampaign(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(4))
	c := fake.Client()
	for m, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		threat := m.ThreatsInfoMap[0]
		if threat.CampaignID == "" {
			continue
		}
		summary, err := c.TAP.ThreatSummary(t.Context(), proofpoint.TAPThreatSummaryParams{ThreatID: threat.ThreatID})
		if err != nil || summary.Name != threat.Threat {
			t.Fatalf("%+v, %v", summary, err)
		}
		campaign, err := c.TAP.Campaign(t.Context(), proofpoint.TAPCampaignParams{CampaignID: threat.CampaignID})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, member := range campaign.CampaignMembers {
			found = found || member.ID == threat.ThreatID && member.Threat == threat.Threat
		}
		if !found {
			t.Errorf("campaign %s does not list the threat %s", campaign.ID, threat.ThreatID)
		}
		var scopes []string
		for r, err := range c.TAP.ThreatForensics(t.Context(), proofpoint.TAPThreatForensicsParams{ThreatID: threat.ThreatID, IncludeCampaignForensics: true}) {
			if err != nil || len(r.Forensics) == 0 {
				t.Errorf("%+v, %v", r, err)
			}
			for _, e := range r.Forensics {
				if _, err := e.Details(); err != nil {
					t.Errorf("%s %s: %v", e.Type, e.What, err)
				}
			}
			scopes = append(scopes, r.Scope)
		}
		if diff := cmp.Diff([]string{"THREAT", "CAMPAIGN"}, scopes); diff != "" {
			t.Error(diff)
		}
		return
	}
	t.Error("no message had a campaign")
}

func TestTAPCompromisedAccountsWindows(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	n := 0
	for a, err := range fake.Client().TAP.CompromisedAccounts(t.Context(), proofpoint.TAPCompromisedAccountsParams{Since: 5 * time.Hour}) {
		if err != nil {
			t.Fatal(err)
		}
		if a.LastMaliciousMessage.Before(noon.Add(-5*time.Hour)) || a.Address == "" || len(a.TimeRanges) == 0 || a.TimeRanges[0].End.Before(a.TimeRanges[0].Start.Time) {
			t.Errorf("%+v", a)
		}
		n++
	}
	if calls := len(fake.Calls("tap.stp.compromised_accounts")); n == 0 || calls != 6 {
		t.Errorf("%d accounts by %d calls, want 6: five hours and the slack of an open end", n, calls)
	}
	fake.Fail(proofpointtest.Fault{Operation: "tap.stp.compromised_accounts", Status: 403})
	for _, err := range fake.Client().TAP.CompromisedAccounts(t.Context(), proofpoint.TAPCompromisedAccountsParams{}) {
		if !errors.Is(err, proofpoint.ErrForbidden) {
			t.Errorf("without the licence: %v", err)
		}
	}
}
