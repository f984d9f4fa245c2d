// The threat API of Essentials: its windows, scopes, pools and odd answers.

package proofpointtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const essSIEMBase = "https://us-siem.proofpointessentials.com/v2/siem/"

func essSIEM(t testing.TB, s *proofpointtest.Server, path, query string) answer {
	t.Helper()
	_, f := s.Credentials("essentials.siem")
	r := request(t, http.MethodGet, essSIEMBase+path+"?"+query, "")
	r.SetBasicAuth(f["key"], f["secret"])
	return send(t, s, r)
}

func TestEssentialsSIEMRefusals(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	ago := func(d time.Duration) time.Time { return begin.Add(-d) }
	for _, c := range []struct {
		name, query string
		want        int
	}{
		{"probe", "sinceSeconds=300", 200},
		{"an hour", interval(ago(time.Hour), begin), 200},
		{"longer than an hour", interval(ago(time.Hour+time.Second), begin), 400},
		{"too old", interval(ago(72*time.Hour+time.Minute), ago(72*time.Hour)), 400},
		{"just young enough", interval(ago(72*time.Hour), ago(71*time.Hour)), 200},
		{"start and end alike", interval(begin, begin), 400},
		{"shorter than half a minute", interval(ago(29*time.Second), begin), 400},
		{"two time parameters", "sinceSeconds=300&" + interval(ago(time.Hour), begin), 400},
		{"none", "format=json", 400},
		{"sinceTime", "sinceTime=" + ago(time.Hour).Format(time.RFC3339), 200},
		{"no number", "sinceSeconds=x", 400},
		{"no time", "sinceTime=yesterday", 400},
		{"no interval", "interval=now", 400},
		{"flag in capitals", "sinceSeconds=3600&ownData=True&customerData=FALSE", 200},
		{"no flag", "sinceSeconds=3600&ownData=perhaps", 400},
		{"another format", "sinceSeconds=3600&format=syslog", 400},
		{"nobody's data", "sinceSeconds=3600&ownData=false", 204},
	} {
		if a := essSIEM(t, s, "all", c.query); a.status != c.want {
			t.Errorf("%s: %d %.200s, want %d", c.name, a.status, a.body, c.want)
		}
	}
	if a := send(t, s, request(t, "GET", essSIEMBase+"all?sinceSeconds=300", "")); a.status != 401 {
		t.Errorf("no key: %d", a.status)
	}
	own := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.EssentialsOwnScope())
	if a := essSIEM(t, own, "all", "sinceSeconds=300&customerData=True"); a.status != 403 {
		t.Errorf("customers of a key without customers: %d", a.status)
	}
}

func TestEssentialsSIEMNothingIs204(t *testing.T) {
	for _, s := range []*proofpointtest.Server{proofpointtest.New(t), proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(0))} {
		if a := essSIEM(t, s, "all", "sinceSeconds=3600"); a.status != 204 || a.body != "" {
			t.Errorf("%d %q", a.status, a.body)
		}
	}
}

// An hour of the world is what EssentialsEvents lists, each kind in its own
// list, and lists that hold nothing are missing.
func TestEssentialsSIEMHoldsTheWorld(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	from := begin.Add(-5 * time.Hour)
	for _, customers := range []bool{false, true} {
		want := map[string]string{}
		for e := range s.EssentialsEvents(from, from.Add(time.Hour+time.Second), customers) {
			want[e.Kind+e.ID] = string(e.Raw)
		}
		query := interval(from, from.Add(time.Hour))
		if customers {
			query += "&customerData=true"
		}
		a := essSIEM(t, s, "all", query)
		got, children := decode(t, a.body), 0
		n := 0
		for kind, events := range got.Arrays {
			if len(events) == 0 {
				t.Errorf("%s is there without events", kind)
			}
			for _, raw := range events {
				n++
				id := unmarshal[struct{ ID string }](t, string(raw)).ID
				if want[kind+id] != string(raw) {
					t.Errorf("%s %s is not in the world", kind, id)
				}
				if strings.Contains(string(raw), "@clinic.example") {
					children++
				}
			}
		}
		if n != len(want) || n < 20 || customers != (children > 0) {
			t.Errorf("customers %v: %d events, %d in the world, %d of a customer", customers, n, len(want), children)
		}
	}
	if a := essSIEM(t, s, "all", interval(from, from.Add(40*time.Second))); a.status == 200 && len(decode(t, a.body).Arrays) == 4 {
		t.Error("no list is missing from a window of forty seconds")
	}
}

func TestEssentialsSIEMRepeatsAtTheEdge(t *testing.T) {
	s := proofpointtest.New(t)
	edge := begin.Add(-time.Hour)
	s.PutEssentials(proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, ID: "1", Created: edge.Add(300 * time.Millisecond), Raw: []byte(`{"id":"1"}`)})
	for _, query := range []string{interval(edge.Add(-time.Minute), edge), interval(edge, edge.Add(time.Minute))} {
		if a := essSIEM(t, s, "clicks/blocked", query); a.status != 200 || !strings.Contains(a.body, `{"id":"1"}`) {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
	if a := essSIEM(t, s, "clicks/blocked", interval(edge.Add(time.Second), edge.Add(time.Minute))); a.status != 204 {
		t.Errorf("a second later: %d %s", a.status, a.body)
	}
	if a := essSIEM(t, s, "messages/blocked", interval(edge, edge.Add(time.Minute))); a.status != 204 {
		t.Errorf("another kind: %d %s", a.status, a.body)
	}
}

func TestEssentialsSIEMEndTime(t *testing.T) {
	for want, opts := range map[string][]proofpointtest.Option{
		"2026-11-02T12:00:00Z":          nil,
		"2026-11-02 12:00:00 +0000 UTC": {proofpointtest.EssentialsGoTimes()},
	} {
		s := proofpointtest.New(t, append(opts, proofpointtest.Seeded(1))...)
		if got := decode(t, essSIEM(t, s, "all", "sinceSeconds=3600").body).QueryEndTime; got != want {
			t.Errorf("queryEndTime %q, want %q", got, want)
		}
	}
}

func TestEssentialsSIEMPools(t *testing.T) {
	s := proofpointtest.New(t)
	s.Quota("essentials.siem", 2)
	for i, want := range []int{204, 204, 429} {
		if a := essSIEM(t, s, []string{"all", "messages/blocked"}[i%2], "sinceSeconds=60"); a.status != want {
			t.Errorf("call %d: %d, want %d", i+1, a.status, want)
		}
	}
	if a := essSIEM(t, s, "clicks/permitted", "sinceSeconds=60"); a.status != 204 {
		t.Errorf("clicks/permitted has a pool of its own: %d", a.status)
	}
	s.Clock().Advance(24 * time.Hour)
	if a := essSIEM(t, s, "all", "sinceSeconds=60"); a.status != 204 {
		t.Errorf("a day later: %d", a.status)
	}
}
