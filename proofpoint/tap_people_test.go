// People and supplier accounts: pages, totals beside the rows, windows.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

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

// A total that is that of a page alone, as one client takes it to be, does not end
// the walk behind a full first page; neither does one that is too small.
func TestTAPPeopleTotalOfAPage(t *testing.T) {
	page := func(nth, people int) string {
		return `[` + strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"identity":{"guid":"%d-a"}},`, nth), people), ",") + `]`
	}
	for name, c := range map[string]struct {
		size   int
		pages  [][2]int // people, total
		people int
	}{
		"the page's own":   {200, [][2]int{{200, 200}, {50, 50}}, 250},
		"a total too low":  {2, [][2]int{{2, 1}, {2, 1}, {0, 0}}, 4},
		"that of all":      {2, [][2]int{{2, 3}, {1, 3}}, 3},
		"full to the last": {2, [][2]int{{2, 4}, {2, 4}, {0, 0}}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := &server{}
			s.answer = func(n int, _ *http.Request) *http.Response {
				n = (n - 1) % len(c.pages)
				return answer(200, fmt.Sprintf(`{"users":%s,"totalTopClickers":%d,"totalVapUsers":%[2]d}`, page(n, c.pages[n][0]), c.pages[n][1]))
			}
			client, _ := newClient(t, s, tapConfig())
			clickers, err := trapCollect(client.TAP.TopClickers(t.Context(), proofpoint.TAPTopClickersParams{Window: "14", Size: c.size}))
			if err != nil || len(clickers) != c.people || len(s.seen) != len(c.pages) {
				t.Errorf("%d clickers by %d calls, %v; want %d by %d", len(clickers), len(s.seen), err, c.people, len(c.pages))
			}
			attacked, err := trapCollect(client.TAP.VAP(t.Context(), proofpoint.TAPVAPParams{Window: "14", Size: c.size}))
			if err != nil || len(attacked) != c.people || len(s.seen) != 2*len(c.pages) {
				t.Errorf("%d attacked by %d calls in all, %v; want %d by %d more", len(attacked), len(s.seen), err, c.people, len(c.pages))
			}
		})
	}
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
