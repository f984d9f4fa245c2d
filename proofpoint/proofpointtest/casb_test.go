// What the CASB fake does beside paging and budget: what its options turn, what
// is true at the edges of pages, and events.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// casbWalk returns the alerts of a range, all pages of it.
func casbWalk(t testing.TB, s *proofpointtest.Server, from, to time.Time) (all []alert) {
	t.Helper()
	token := casbLogin(t, s)
	for page := 0; ; page++ {
		got := unmarshal[struct{ Alerts []alert }](t, casbPage(t, s, token, page, from, to).body).Alerts
		if all = append(all, got...); len(got) < 50 {
			return all
		}
	}
}

func ids(alerts []alert) (ids []string) {
	for _, a := range alerts {
		ids = append(ids, a.ID)
	}
	return ids
}

func (a alert) ms() int64 {
	if a.Timestamp < 1e11 {
		return a.Timestamp * 1000
	}
	return a.Timestamp
}

func TestCASBAlertOrder(t *testing.T) {
	from := begin.Add(-24 * time.Hour)
	walk := func(o proofpointtest.CASBOrder) []string {
		return ids(casbWalk(t, proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CASBAlertOrder(o)), from, begin))
	}
	newest, oldest, shuffled := walk(proofpointtest.CASBNewestFirst), walk(proofpointtest.CASBOldestFirst), walk(proofpointtest.CASBShuffled)
	reversed := slices.Clone(oldest)
	slices.Reverse(reversed)
	if diff := cmp.Diff(newest, reversed); diff != "" {
		t.Errorf("newest and oldest first mismatch:\n%s", diff)
	}
	if slices.Equal(shuffled, newest) || slices.Equal(shuffled, oldest) {
		t.Error("the shuffled order is an order")
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(newest)), slices.Sorted(slices.Values(shuffled))); diff != "" {
		t.Errorf("the shuffled alerts are others:\n%s", diff)
	}
	if !slices.Equal(shuffled, walk(proofpointtest.CASBShuffled)) {
		t.Error("the shuffled order changes")
	}
}

// TestCASBPageEdges: a range with exactly so many alerts fills its pages, and the
// page after them is empty.
func TestCASBPageEdges(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	all, token := casbWalk(t, s, begin.Add(-72*time.Hour), begin), casbLogin(t, s)
	alone := func(i int) bool { // of its time, which is known to the millisecond
		return all[i].Timestamp > 1e11 && all[i].ms() != all[i-1].ms() && all[i].ms() != all[i+1].ms()
	}
	for _, c := range []struct {
		alerts int
		pages  []int
	}{{49, []int{49, 0}}, {50, []int{50, 0, 0}}, {51, []int{50, 1, 0}}, {100, []int{50, 50, 0}}} {
		first := 1
		for !alone(first) || !alone(first+c.alerts-1) {
			first++
		}
		var got []int
		for page := range c.pages {
			a := casbPage(t, s, token, page, time.UnixMilli(all[first+c.alerts-1].Timestamp), time.UnixMilli(all[first].Timestamp))
			got = append(got, len(unmarshal[struct{ Alerts []alert }](t, a.body).Alerts))
		}
		if diff := cmp.Diff(c.pages, got); diff != "" {
			t.Errorf("pages of %d alerts mismatch (-want +got):\n%s", c.alerts, diff)
		}
	}
}

func TestCASBSameTimeAcrossAPageEdge(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	all := casbWalk(t, s, begin.Add(-20*24*time.Hour), begin)
	for i := 60; i < len(all)-60; i++ {
		if all[i].Timestamp < 1e11 || all[i].Timestamp != all[i+1].Timestamp || all[i-50].ms() == all[i-49].ms() || all[i-49].Timestamp < 1e11 {
			continue
		}
		// A range whose newest alert is 49 before i, so that i ends a page.
		token, to := casbLogin(t, s), time.UnixMilli(all[i-49].Timestamp)
		page := func(n int) []alert {
			return unmarshal[struct{ Alerts []alert }](t, casbPage(t, s, token, n, begin.Add(-20*24*time.Hour), to).body).Alerts
		}
		if first, second := page(0), page(1); first[49].ID != all[i].ID || second[0].ID != all[i+1].ID {
			t.Errorf("the pages meet at %s and %s, want %s and %s", first[49].ID, second[0].ID, all[i].ID, all[i+1].ID)
		}
		return
	}
	t.Fatal("no two alerts of one millisecond in twenty days")
}

func TestCASBArrivals(t *testing.T) {
	from := begin.Add(-24 * time.Hour)
	still := casbWalk(t, proofpointtest.New(t, proofpointtest.Seeded(1)), from, begin)
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CASBArrivals())
	moving := casbWalk(t, s, from, begin)
	if moving[49].ID != moving[50].ID {
		t.Errorf("the last of a page is %s, the first of the next %s", moving[49].ID, moving[50].ID)
	}
	have := map[string]bool{}
	for _, id := range ids(moving) {
		have[id] = true
	}
	for _, id := range ids(still) {
		if !have[id] {
			t.Errorf("%s was lost", id)
		}
	}
	// What came in stays.
	if got := unmarshal[struct{ Alerts []alert }](t, casbPage(t, s, casbLogin(t, s), 0, begin, begin).body).Alerts; len(got) < 2 || have[got[0].ID] {
		t.Errorf("%d alerts have come in", len(got))
	}
}

func TestCASBLogins(t *testing.T) {
	for _, c := range []struct {
		name        string
		answer      proofpointtest.CASBLoginAnswer
		secret      string // "" for the right one
		status      int
		has, hasNot string
	}{
		{"token", proofpointtest.CASBLoginToken, "", 200, `"auth_token":"fake-token-`, "expires_in"},
		{"expires", proofpointtest.CASBLoginExpires, "", 200, `"expires_in":3600`, ""},
		{"no token", proofpointtest.CASBLoginNoToken, "", 200, "{", "auth_token"},
		{"null", proofpointtest.CASBLoginNullToken, "", 200, `"auth_token":null`, ""},
		{"page", proofpointtest.CASBLoginPage, "", 200, "<html>", ""},
		{"forbidden, right", proofpointtest.CASBLoginForbidden, "", 200, `"auth_token":"`, ""},
		{"forbidden, wrong", proofpointtest.CASBLoginForbidden, "x", 403, "Forbidden", "{"},
		{"token, wrong", proofpointtest.CASBLoginToken, "x", 401, `"message"`, "auth_token"},
	} {
		s := proofpointtest.New(t, proofpointtest.CASBLogins(c.answer))
		_, f := s.Credentials("casb")
		if c.secret != "" {
			f["client_secret"] = c.secret
		}
		a := send(t, s, request(t, http.MethodPost, casbBase+"/v1/auth", fmt.Sprintf(`{"client_id":%q,"client_secret":%q}`, f["client_id"], f["client_secret"]),
			"x-api-key", f["api_key"], "Content-Type", "application/json"))
		if a.status != c.status || !strings.Contains(a.body, c.has) || c.hasNot != "" && strings.Contains(a.body, c.hasNot) {
			t.Errorf("%s: %d %s", c.name, a.status, a.body)
		}
	}
}

func casbEvents(t testing.TB, s *proofpointtest.Server, method, auth string, page int) answer {
	t.Helper()
	_, f := s.Credentials("casb")
	return send(t, s, request(t, method, casbBase+"/v2/events",
		fmt.Sprintf(`{"page":%d,"time_range":{"from":%d,"to":%d}}`, page, begin.Add(-24*time.Hour).UnixMilli(), begin.UnixMilli()),
		"x-api-key", f["api_key"], "Authorization", auth, "Content-Type", "application/json"))
}

func TestCASBEvents(t *testing.T) {
	type event struct {
		ID                   string
		AdditionalProperties map[string]string
	}
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	token := casbLogin(t, s)
	var events []string
	for page := 0; ; page++ {
		got := unmarshal[struct{ Events []event }](t, casbEvents(t, s, "POST", token, page).body).Events
		for _, e := range got {
			if e.AdditionalProperties["user_email"] == "" || e.AdditionalProperties["cloud_service"] == "" {
				t.Errorf("event %s: %v", e.ID, e.AdditionalProperties)
			}
			events = append(events, e.ID)
		}
		if len(got) < 50 {
			break
		}
	}
	var related []string
	for page := range 3 {
		for _, a := range unmarshal[struct{ Alerts []alert }](t, casbPage(t, s, token, page, begin.Add(-24*time.Hour), begin).body).Alerts {
			if a.RelatedEvents != nil {
				for _, e := range unmarshal[[]struct {
					ID string `json:"event_id"`
				}](t, string(*a.RelatedEvents)) {
					related = append(related, e.ID)
				}
			}
		}
	}
	if diff := cmp.Diff(related, events); diff != "" || len(events) < 100 {
		t.Errorf("events of alerts and events mismatch (-alerts +events):\n%s", diff)
	}
	for auth, want := range map[string]int{"": 401, "Bearer " + token: 401, token: 200} {
		if a := casbEvents(t, s, "POST", auth, 0); a.status != want {
			t.Errorf("%.8q: %d, want %d", auth, a.status, want)
		}
	}
	if a := casbEvents(t, s, "GET", token, 0); a.status != 405 {
		t.Errorf("GET: %d", a.status)
	}
	bare := proofpointtest.New(t, proofpointtest.CASBEventsBare())
	if a := casbEvents(t, bare, "POST", casbLogin(t, bare), 0); a.body != "[]" {
		t.Errorf("bare, in an empty world: %s", a.body)
	}
	if empty := proofpointtest.New(t); !json.Valid([]byte(casbEvents(t, empty, "POST", casbLogin(t, empty), 0).body)) {
		t.Error("an empty world answers no JSON")
	}
}
