// Pages of exploit scores: where they end, and where they do not.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// etiTierServer answers with pages of so many CVEs; the last says so if told to.
func etiTierServer(sizes []int, last bool) *server {
	return &server{answer: func(n int, _ *http.Request) *http.Response {
		rows, size := []string{}, 0
		if n <= len(sizes) {
			size = sizes[n-1]
		}
		for i := range size {
			rows = append(rows, fmt.Sprintf(`{"cve":"CVE-2025-99%d%02d"}`, n, i))
		}
		return answer(200, fmt.Sprintf(`{"success":true,"response":{"content":[%s],"last":%t}}`, strings.Join(rows, ","), last && n == len(sizes)))
	}}
}

func TestETIScorePages(t *testing.T) {
	for _, c := range []struct {
		name     string
		sizes    []int
		last     bool
		records  int
		requests int
	}{
		{"one page that says it is the last", []int{3}, true, 3, 1},
		{"two pages", []int{3, 1}, true, 4, 2},
		{"none says so: until an empty one", []int{3, 3}, false, 6, 3},
		{"a page that is short ends nothing", []int{3, 1, 3}, true, 7, 3},
		{"nothing", []int{0}, true, 0, 1},
		{"nothing, and it does not say so", nil, false, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := etiTierServer(c.sizes, c.last)
			client, _ := newClient(t, s, etiConfig())
			got, err := etiDrain(client.ETI.ScoresByTier(t.Context(), proofpoint.ETIScoresByTierParams{Tier: "LOW", Size: 3}))
			if err != nil || len(got) != c.records || len(s.seen) != c.requests {
				t.Errorf("%d records in %d requests, %v; want %d in %d", len(got), len(s.seen), err, c.records, c.requests)
			}
			for i, r := range s.seen {
				if q := r.URL.Query(); q.Get("page") != fmt.Sprint(i) || q.Get("size") != "3" {
					t.Errorf("request %d asks for %s", i, r.URL.RawQuery)
				}
			}
		})
	}
}

// A tier of which nothing is known is an empty sequence, whichever way the
// service puts it; a refusal stays one.
func TestETIScoresByTierOfNothing(t *testing.T) {
	for _, body := range []string{`{"success":true,"response":{}}`, `{"success":true,"response":[]}`, `{"success":true,"response":null}`, `{"success":true,"response":{"content":null}}`} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body) }}
		client, _ := newClient(t, s, etiConfig())
		got, err := etiDrain(client.ETI.ScoresByTier(t.Context(), proofpoint.ETIScoresByTierParams{Tier: "LOW"}))
		if err != nil || len(got) != 0 || len(s.seen) != 1 {
			t.Errorf("%s: %v, %v after %d requests", body, got, err, len(s.seen))
		}
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"success":false,"response":{}}`) }}
	client, _ := newClient(t, s, etiConfig())
	_, err := etiDrain(client.ETI.ScoresByTier(t.Context(), proofpoint.ETIScoresByTierParams{Tier: "LOW"}))
	if _, ok := errors.AsType[*proofpoint.APIError](err); !ok {
		t.Errorf("a refusal: %v, want an *APIError", err)
	}
}

// All sizes give the same CVEs; a first page leaves out those before it.
func TestETIScoresByTierSizes(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	ask := func(p proofpoint.ETIScoresByTierParams) (ids []string) {
		t.Helper()
		list, err := etiDrain(s.Client().ETI.ScoresByTier(t.Context(), p))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			ids = append(ids, r.CVE)
		}
		return ids
	}
	all := ask(proofpoint.ETIScoresByTierParams{Tier: "CRITICAL"})
	if len(all) <= 50 {
		t.Fatalf("%d CVEs are no two pages", len(all))
	}
	if diff := cmp.Diff(all, ask(proofpoint.ETIScoresByTierParams{Tier: "critical", Size: 7})); diff != "" {
		t.Errorf("pages of seven mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all[14:], ask(proofpoint.ETIScoresByTierParams{Tier: "CRITICAL", Size: 7, Page: 2})); diff != "" {
		t.Errorf("from page 2 mismatch (-want +got):\n%s", diff)
	}
	if got := ask(proofpoint.ETIScoresByTierParams{Tier: "CRITICAL", Page: 1000}); len(got) != 0 {
		t.Errorf("past the end: %v", got)
	}
}
