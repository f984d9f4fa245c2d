// Verdicts that change: where an event is found before and after, what it says,
// and that the list of events tells of both.

package proofpointtest_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// told is what the fake says of one event, by verdict.
func told(s *proofpointtest.Server, from, to time.Time) map[string][]proofpointtest.Event {
	all := map[string][]proofpointtest.Event{}
	for e := range s.Events(from, to) {
		all[e.Kind+e.ID] = append(all[e.Kind+e.ID], e)
	}
	for _, versions := range all {
		slices.SortFunc(versions, func(a, b proofpointtest.Event) int { return a.Since.Compare(b.Since) })
	}
	return all
}

// served asks for all events of a window of up to an hour.
func served(t *testing.T, s *proofpointtest.Server, from, to time.Time) map[string]string {
	t.Helper()
	set := map[string]string{}
	for kind, events := range decode(t, tap(t, s, "all", interval(from, to)+"&format=json&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive").body).Arrays {
		for _, raw := range events {
			set[kind+unmarshal[struct{ ID string }](t, string(raw)).ID] = string(raw)
		}
	}
	return set
}

// verdict is what an event says of its first threat.
func verdict(t *testing.T, raw json.RawMessage) (status, at string) {
	t.Helper()
	type threat struct{ ThreatStatus, ThreatTime string }
	e := unmarshal[struct {
		threat
		ThreatsInfoMap []threat
	}](t, string(raw))
	if len(e.ThreatsInfoMap) > 0 {
		e.threat = e.ThreatsInfoMap[0]
	}
	return e.ThreatStatus, e.ThreatTime
}

func TestVerdictsChange(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3), proofpointtest.Late(45*time.Minute), proofpointtest.Verdicts(30, 3*time.Hour))
	moved, stayed := 0, 0
	for key, v := range told(s, begin, begin.Add(6*time.Hour)) {
		if len(v) < 2 {
			continue
		}
		if len(v) > 2 || v[0].Until != v[1].Since || !v[1].Until.IsZero() || v[1].Since.After(v[1].Created.Add(4*time.Hour)) {
			t.Fatalf("%s: times of the verdicts: %v to %v, then %v to %v", key, v[0].Since, v[0].Until, v[1].Since, v[1].Until)
		}
		wasStatus, wasAt := verdict(t, v[0].Raw)
		status, at := verdict(t, v[1].Raw)
		if status == wasStatus {
			t.Errorf("%s: still %s", key, status)
		}
		if v[0].Created.Equal(v[1].Created) {
			if stayed++; at != wasAt {
				t.Errorf("%s stays at %v, but its threat time went from %s to %s", key, v[0].Created, wasAt, at)
			}
			continue
		}
		if moved++; at != v[1].Created.Format("2006-01-02T15:04:05.000Z") {
			t.Errorf("%s: threat time %s, but it counts as created at %v", key, at, v[1].Created)
		}
	}
	if moved < 30 || stayed < 30 {
		t.Errorf("%d verdicts moved their event and %d did not, want both many times", moved, stayed)
	}
}

func TestVerdictsAreServedWhenTheyHold(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(4), proofpointtest.Late(20*time.Minute), proofpointtest.Verdicts(40, 2*time.Hour))
	all := told(s, begin, begin.Add(6*time.Hour))
	s.Clock().Advance(time.Hour)
	for range 30 {
		now := s.Clock().Now()
		for from := begin; !from.Add(10 * time.Minute).After(now); from = from.Add(10 * time.Minute) {
			want := map[string]string{}
			for key, versions := range all {
				for _, v := range versions {
					if !v.Created.Before(from) && v.Created.Before(from.Add(10*time.Minute)) && !v.Since.After(now) && (v.Until.IsZero() || v.Until.After(now)) {
						want[key] = string(v.Raw)
					}
				}
			}
			if diff := gocmp.Diff(want, served(t, s, from, from.Add(10*time.Minute))); diff != "" {
				t.Fatalf("window from %v, asked at %v mismatch (-want +got):\n%s", from, now, diff)
			}
		}
		s.Clock().Advance(7 * time.Minute)
	}
}

func TestVerdictsAreTheSameForEverAndForAllRecipients(t *testing.T) {
	world := func() map[string][]proofpointtest.Event {
		return told(proofpointtest.New(t, proofpointtest.Seeded(5), proofpointtest.Verdicts(30, 3*time.Hour)), begin, begin.Add(3*time.Hour))
	}
	all := world()
	if diff := gocmp.Diff(all, world()); diff != "" {
		t.Errorf("seed 5 twice mismatch (-first +second):\n%s", diff)
	}
	turns := map[string][]time.Time{} // of a message, by recipient
	for _, v := range all {
		if v[0].Created.Before(begin.Add(time.Minute)) {
			continue // what came before it is not in the list
		}
		message := unmarshal[struct{ GUID string }](t, string(v[0].Raw)).GUID
		if _, click := map[string]bool{proofpointtest.ClicksBlocked: true, proofpointtest.ClicksPermitted: true}[v[0].Kind]; !click {
			turns[message] = append(turns[message], v[0].Until)
		}
	}
	shared := 0
	for message, at := range turns {
		slices.SortFunc(at, func(a, b time.Time) int { return cmp.Compare(a.UnixNano(), b.UnixNano()) })
		if at[0] != at[len(at)-1] {
			t.Errorf("message %s: its recipients' verdicts change at %v", message, at)
		}
		if len(at) > 1 && !at[0].IsZero() {
			shared++
		}
	}
	if shared == 0 {
		t.Error("no message to several recipients changed")
	}
}

// The call that explains a threat tells of the verdict that the event tells of.
func TestVerdictsReachTheThreatSummary(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(6), proofpointtest.Verdicts(50, time.Hour))
	all := told(s, begin, begin.Add(2*time.Hour))
	s.Clock().Advance(3 * time.Hour)
	asked := 0
	for _, v := range all {
		if len(v) < 2 || asked == 20 {
			continue
		}
		asked++
		id := unmarshal[struct {
			ThreatID       string
			ThreatsInfoMap []struct{ ThreatID string }
		}](t, string(v[1].Raw))
		if len(id.ThreatsInfoMap) > 0 {
			id.ThreatID = id.ThreatsInfoMap[0].ThreatID
		}
		want, _ := verdict(t, v[1].Raw)
		a := send(t, s, tapRequest(t, s, tapBase+"/v2/threat/summary/"+id.ThreatID))
		if got := unmarshal[struct{ Status string }](t, a.body).Status; a.status != 200 || got != want {
			t.Errorf("threat %s: %d, status %q, want %q: %.300s", id.ThreatID, a.status, got, want, a.body)
		}
	}
	if asked == 0 {
		t.Error("no verdict changed")
	}
}
