// Each source against the fake: the windows that it says it can be asked for are
// those that the service answers, and what it cannot keep in a filter is refused.

package feed_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// sources are all of them, by the operation that they ask.
func sources() map[string]feed.Source {
	return map[string]feed.Source{
		"tap.siem.all":                       feed.TAPEvents(),
		"tap.siem.issues":                    feed.TAPIssues(),
		"tap.siem.messages_delivered":        feed.TAPMessagesDelivered(),
		"tap.siem.messages_blocked":          feed.TAPMessagesBlocked(),
		"tap.siem.clicks_permitted":          feed.TAPClicksPermitted(),
		"tap.siem.clicks_blocked":            feed.TAPClicksBlocked(),
		"tap.campaigns.ids":                  feed.TAPCampaignIDs(),
		"essentials.siem.all":                feed.EssentialsEvents(),
		"essentials.siem.messages_delivered": feed.EssentialsMessagesDelivered(),
		"essentials.siem.messages_blocked":   feed.EssentialsMessagesBlocked(),
		"essentials.siem.clicks_permitted":   feed.EssentialsClicksPermitted(),
		"essentials.siem.clicks_blocked":     feed.EssentialsClicksBlocked(),
		"casb.alerts":                        feed.CASBAlerts(),
		"trap.incidents":                     feed.PTRIncidents(),
		"trap.cloud.incidents":               feed.CTRIncidents(),
	}
}

// margin is how far a feed stays inside the horizon.
const margin = 5 * time.Minute

// ask walks a window as a feed does.
func ask(t *testing.T, s *proofpointtest.Server, src feed.Source, from, to time.Time) (records []proofpoint.Record, err error) {
	t.Helper()
	r, err := src.Request(from, to)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range s.Client().Records(t.Context(), r, proofpoint.At(s.Clock().Now())) {
		if err != nil {
			return records, err
		}
		records = append(records, rec)
	}
	return records, nil
}

func TestSourceWindows(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(7), proofpointtest.Rate(20))
	s.Clock().Advance(17*time.Second + 900*time.Millisecond)
	now := s.Clock().Now()
	for op, src := range sources() {
		newest := now.Add(-src.Lag)
		oldest := now.Add(-20 * 24 * time.Hour)
		if src.Horizon > 0 {
			oldest = now.Add(margin - src.Horizon).Add(-time.Second / 2) // by a clock that only knows seconds
		}
		for _, w := range []struct {
			name     string
			from, to time.Time
		}{
			{"shortest, newest", newest.Add(-src.Min), newest},
			{"longest, newest", newest.Add(-src.Max), newest},
			{"shortest, oldest", oldest, oldest.Add(src.Min)},
			{"longest, oldest", oldest, oldest.Add(src.Max)},
			{"oldest, between seconds", oldest.Add(300 * time.Millisecond), oldest.Add(src.Min + 300*time.Millisecond)},
			{"longest, between seconds", newest.Add(-src.Max - 300*time.Millisecond), newest.Add(-300 * time.Millisecond)},
			{"a part of a second", newest.Add(-src.Min - 700*time.Millisecond), newest.Add(-300 * time.Millisecond)},
		} {
			t.Run(src.Name+"/"+w.name, func(t *testing.T) {
				before := len(s.Calls(op))
				if _, err := ask(t, s, src, w.from, w.to); err != nil {
					t.Fatal(err)
				}
				calls := s.Calls(op)[before:]
				if len(calls) == 0 {
					t.Fatalf("%s was not asked", op)
				}
				if n := len(calls); src.Max == time.Hour && strings.HasPrefix(op, "tap.siem") && n != 1 {
					t.Errorf("%d requests for one window", n)
				}
			})
		}
	}
}

// TestSourceHolds: neighbouring windows that meet between seconds hold between
// them every event, also where the first is as long as windows may be.
func TestSourceHolds(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(7), proofpointtest.Rate(600))
	to := s.Clock().Now().Add(-2 * time.Hour)
	mid := to.Add(-30*time.Minute - 377*time.Millisecond)
	from := mid.Add(-time.Hour)
	want := map[string]bool{}
	for e := range s.Events(from, to) {
		want[e.Kind+"/"+e.ID] = true
	}
	if len(want) < 100 {
		t.Fatalf("only %d events", len(want))
	}
	src := feed.TAPEvents()
	for _, w := range [][2]time.Time{{from, mid}, {mid, to}} {
		records, err := ask(t, s, src, w[0], w[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			id, err := src.Identity(r)
			if err != nil || id.Version == "" {
				t.Fatalf("%s: %+v, %v", r.Raw, id, err)
			}
			delete(want, id.Key)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d events are in neither window: %v", len(want), want)
	}
}

func TestSourceLimits(t *testing.T) {
	type limits struct {
		Min, Max, Horizon, Lag, Every time.Duration
		Settle                        []time.Duration
		Pool                          proofpoint.Pool
	}
	minute, hour, day := time.Minute, time.Hour, 24*time.Hour
	incidents := []time.Duration{10 * minute, hour, 6 * hour, day, 3 * day, 7 * day}
	tap := func(pool string) limits {
		return limits{30 * time.Second, hour, 7 * day, minute, 5 * minute, nil, proofpoint.Pool{Name: pool, Limit: 1800, Per: day}}
	}
	essentials := func(pool string) limits {
		return limits{30 * time.Second, hour, 3 * day, minute, 5 * minute, nil, proofpoint.Pool{Name: pool, Limit: 1800, Per: day}}
	}
	want := map[string]limits{
		"tap.events": tap("siem"), "tap.issues": tap("siem"), "tap.messages_delivered": tap("siem"), "tap.messages_blocked": tap("siem"),
		"tap.clicks_blocked": tap("siem"), "tap.clicks_permitted": tap("siem/clicks/permitted"),
		"tap.campaigns.ids": {30 * time.Second, day, 0, minute, hour, nil, proofpoint.Pool{Name: "campaign/ids", Limit: 50, Per: day}},
		"essentials.events": essentials("essentials/siem"), "essentials.messages_delivered": essentials("essentials/siem"),
		"essentials.messages_blocked": essentials("essentials/siem"), "essentials.clicks_blocked": essentials("essentials/siem"),
		"essentials.clicks_permitted": essentials("essentials/siem/clicks/permitted"),
		"casb.alerts":                 {time.Second, hour, 0, minute, 5 * minute, nil, proofpoint.Pool{Name: "casb/v1", Limit: 1000, Per: day}},
		"trap.incidents":              {time.Second, hour, 0, minute, 5 * minute, incidents, proofpoint.Pool{}},
		"trap.cloud.incidents":        {time.Second, hour, 0, minute, 5 * minute, incidents, proofpoint.Pool{Name: "ctr", Limit: 10, Per: minute}},
	}
	got := map[string]limits{}
	for _, src := range sources() {
		got[src.Name] = limits{src.Min, src.Max, src.Horizon, src.Lag, src.Every, src.Settle, src.Pool}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("limits mismatch (-want +got):\n%s", diff)
	}
}

// TestSourceRequests: what a window becomes on the wire, filters included.
func TestSourceRequests(t *testing.T) {
	from := time.Date(2026, 11, 2, 10, 0, 0, 300e6, time.FixedZone("east", 3600))
	to := from.Add(50 * time.Minute)
	own := true
	for _, c := range []struct {
		src         feed.Source
		query, body string
	}{
		{feed.TAPEvents(), "format=JSON&interval=2026-11-02T09:00:00Z/2026-11-02T09:50:01Z&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive", ""},
		{feed.TAPIssues(proofpoint.TAPSIEMParams{ThreatStatus: []string{"active"}, ThreatType: []string{"url"}}),
			"format=JSON&interval=2026-11-02T09:00:00Z/2026-11-02T09:50:01Z&threatStatus=active&threatType=url", ""},
		{feed.EssentialsEvents(proofpoint.EssentialsSIEMParams{CustomerData: &own}), "customerData=true&interval=2026-11-02T09:00:00Z/2026-11-02T09:50:01Z", ""},
		{feed.TAPCampaignIDs(), "interval=2026-11-02T09:00:00Z/2026-11-02T09:50:01Z&page=1&size=200", ""},
		{feed.CASBAlerts(), "", `{"page":0,"time_range":{"from":1793610000300,"to":1793613000300}}`},
		{feed.PTRIncidents(proofpoint.PTRIncidentsParams{States: []string{"open"}}), "created_after=2026-11-02T09:00:00Z&created_before=2026-11-02T09:50:01Z&state=open", ""},
		{feed.CTRIncidents(proofpoint.CTRIncidentsParams{State: "open"}), "",
			`{"endRow":200,"filters":{"other_filters":["open_incidents"],"time_range_filter":{"end":"2026-11-02 09:50:01","start":"2026-11-02 09:00:00"}},"sortParams":[{"colId":"createdAt","sort":"asc"}],"startRow":0}`},
	} {
		t.Run(c.src.Name, func(t *testing.T) {
			r, err := c.src.Request(from, to)
			if err != nil {
				t.Fatal(err)
			}
			if r.Pager != nil {
				at, err := r.Pager.Start(to.Add(time.Hour))
				if err == nil {
					err = r.Pager.Apply(&r, at)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(c.query, unescaped(r.Query.Encode())); diff != "" {
				t.Errorf("query mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.body, sorted(t, r.Body)); diff != "" {
				t.Errorf("body mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func unescaped(query string) string {
	return strings.NewReplacer("%3A", ":", "%2F", "/").Replace(query)
}

// sorted is a body with its members in order.
func sorted(t *testing.T, body []byte) string {
	if len(body) == 0 {
		return ""
	}
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSourceRefuses(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	tap := func(p proofpoint.TAPSIEMParams) feed.Source { return feed.TAPEvents(p) }
	for _, c := range []struct {
		name   string
		src    feed.Source
		params []string // that errors are about, in order; nil: another error
	}{
		{"a range", tap(proofpoint.TAPSIEMParams{From: at, To: at.Add(time.Hour)}), []string{"from", "to"}},
		{"a way back", tap(proofpoint.TAPSIEMParams{Since: time.Hour}), []string{"since"}},
		{"syslog", tap(proofpoint.TAPSIEMParams{Format: proofpoint.FormatSyslog}), []string{"format"}},
		{"a word that is none", tap(proofpoint.TAPSIEMParams{ThreatType: []string{"letter"}}), []string{"threat_type"}},
		{"two filters", feed.TAPIssues(proofpoint.TAPSIEMParams{}, proofpoint.TAPSIEMParams{}), nil},
		{"essentials", feed.EssentialsClicksBlocked(proofpoint.EssentialsSIEMParams{Since: time.Hour}), []string{"since"}},
		{"campaigns", feed.TAPCampaignIDs(proofpoint.TAPCampaignIDsParams{To: at, Limit: 5}), []string{"to", "limit"}},
		{"casb", feed.CASBAlerts(proofpoint.CASBAlertsParams{Limit: 5}), []string{"limit"}},
		{"ptr", feed.PTRIncidents(proofpoint.PTRIncidentsParams{From: at, Limit: 1}), []string{"from", "limit"}},
		{"ctr", feed.CTRIncidents(proofpoint.CTRIncidentsParams{To: at}), []string{"to"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := c.src.Request(at, at.Add(time.Minute))
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("source %q", c.src.Name)) {
				t.Fatalf("%v, %v", r, err)
			}
			var got []string
			for _, e := range paramErrors(err) {
				got = append(got, e.Param)
			}
			if !slices.Equal(got, c.params) {
				t.Errorf("errors are about %q, want %q: %v", got, c.params, err)
			}
		})
	}
}

// paramErrors are all that are joined in err.
func paramErrors(err error) (all []*proofpoint.ParamError) {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range many.Unwrap() {
			all = append(all, paramErrors(err)...)
		}
		return all
	}
	if e, ok := err.(*proofpoint.ParamError); ok {
		return append(all, e)
	}
	if err = errors.Unwrap(err); err != nil {
		all = paramErrors(err)
	}
	return all
}
