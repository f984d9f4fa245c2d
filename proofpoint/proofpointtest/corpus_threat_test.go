// What TAP events tell of is found again by the calls that explain it, for made
// events and for stored ones, and the same for ever.

package proofpointtest_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
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

// What was put or recorded is explained as well as what is made.
func TestTAPStoredEventsAreExplained(t *testing.T) {
	const event = `{"id":"e1","messageTime":"2026-11-02T11:00:00.000Z","threatsInfoMap":[{"threatID":"abc","threatStatus":"active","classification":"Phish",` +
		`"threat":"https://bad.example/x","threatType":"url","threatTime":"2026-11-02T11:00:00.000Z","campaignId":"c-1"}]}`
	s := proofpointtest.New(t, proofpointtest.Recorded("one", []byte(`{"messagesDelivered":[`+event+`]}`)))
	for path, want := range map[string]string{
		"/v2/threat/summary/abc":     `"name":"https://bad.example/x","type":"url","category":"phish","status":"active"`,
		"/v2/forensics?threatId=abc": `"scope":"THREAT","id":"abc"`,
		"/v2/campaign/c-1":           `"campaignMembers":[{"id":"abc","threat":"https://bad.example/x"`,
		"/v2/campaign/ids?" + interval(begin.Add(-time.Hour), begin.Add(-time.Second)): `{"campaigns":[{"id":"c-1"`,
	} {
		if a := askTAP(t, s, path); a.status != 200 || !strings.Contains(a.body, want) || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
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

// TestTAPExplanationsDigest: "the same for ever" holds for what explains events,
// too.
func TestTAPExplanationsDigest(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	var threat toldThreat
	for _, threat = range toldThreats(t, s, 2) {
		if threat.CampaignID != nil {
			break
		}
	}
	var got strings.Builder
	for _, path := range []string{
		"/v2/campaign/ids?" + interval(begin.AddDate(0, 0, -4), begin.AddDate(0, 0, -3)), "/v2/campaign/" + *threat.CampaignID,
		"/v2/forensics?threatId=" + threat.ThreatID, "/v2/forensics?campaignId=" + *threat.CampaignID, "/v2/threat/summary/" + threat.ThreatID,
		"/v2/people/vap?window=14", "/v2/people/top-clickers?window=30", "/v1/stp/compromised-accounts?sinceSeconds=3600",
	} {
		a := askTAP(t, s, path)
		if a.status != 200 {
			t.Fatalf("%s: %d %s", path, a.status, a.body)
		}
		fmt.Fprintf(&got, "%x %s\n", sha256.Sum256([]byte(a.body)), path)
	}
	if *update {
		if err := os.WriteFile("testdata/world-1-tap.sha256", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/world-1-tap.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the world of seed 1 mismatch (-want +got):\n%s", diff)
	}
}
