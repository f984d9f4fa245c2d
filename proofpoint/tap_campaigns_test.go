// Campaigns: pages within windows, and that none gets lost.

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

// A 404 that says something is not taken for an empty list: the base path may be
// wrong. Whether the service ever says something behind the last page is not known.
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
	fake := proofpointtest.New(t, proofpointtest.Seeded(2), proofpointtest.TAPCampaigns(40))
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
