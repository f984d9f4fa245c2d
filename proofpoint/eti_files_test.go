// The list files: their length, their odd entries, and the key in the path.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Memory does not grow with the list: what is held late is what was held early.
func TestETIFilesInConstantMemory(t *testing.T) {
	const entries = 200_000
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.ETIFileEntries(entries))
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, early, most := 0, uint64(0), uint64(0)
	for e, err := range s.Client().ETI.DomainReputationList(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Indicator == "" || len(e.Scores) == 0 {
			t.Fatalf("entry %d: %+v", n, e)
		}
		switch n++; {
		case n == 1000:
			early = held()
		case n%50_000 == 0:
			most = max(most, held())
		}
	}
	if n != entries {
		t.Errorf("%d entries, want %d", n, entries)
	}
	if most > early+2<<20 {
		t.Errorf("%d bytes held at the start and %d later", early, most)
	}
}

func TestETIFileEntries(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"a.example":{"CnC":"95","VPN":127,"later":{"n":"1"},"none":null},"domain":{"":" score"},"b.example":{"CnC":"high"},"c.example":{}}`)
	}}
	c, _ := newClient(t, s, etiConfig())
	got := map[string]map[string]proofpoint.Int{}
	var bad []string
	for e, err := range c.ETI.DomainReputationList(t.Context()) {
		if err != nil && !proofpoint.CanContinue(err) {
			t.Fatal(err)
		}
		if err != nil {
			bad = append(bad, e.Indicator)
		}
		got[e.Indicator] = e.Scores
	}
	want := map[string]map[string]proofpoint.Int{"a.example": {"CnC": 95, "VPN": 127, "none": 0}, "domain": {}, "b.example": {}, "c.example": {}}
	if diff := cmp.Diff(want, got); diff != "" || !slices.Equal(bad, []string{"b.example"}) {
		t.Errorf("unreadable %q; mismatch (-want +got):\n%s", bad, diff)
	}
}

// A score that cannot be read costs no other, whatever the order of the map (D9).
func TestD9ETIFileOddScores(t *testing.T) {
	const raw = `{"Zoo":"low","CnC":"high","Spam":127,"Bot":"95","VPN":"20","DDoS":"33","P2P":"44","Mobile":"55"}`
	want := map[string]proofpoint.Int{"Spam": 127, "Bot": 95, "VPN": 20, "DDoS": 33, "P2P": 44, "Mobile": 55}
	for range 50 {
		var e proofpoint.ETIFileEntry
		err := e.FromRecord(proofpoint.Record{Raw: rawJSON(raw)})
		if diff := cmp.Diff(want, e.Scores); diff != "" || err == nil || err.Error() != `"CnC": "high" is no whole number of 64 bits` {
			t.Fatalf("%v; scores mismatch (-want +got):\n%s", err, diff)
		}
	}
}

// The key is in the path of what is sent, and nowhere else.
func TestETIFilesKey(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(403, "403 Forbidden") }}
	c, _ := newClient(t, s, etiConfig())
	_, err := etiDrain(c.ETI.IPReputationList(t.Context()))
	if !errors.Is(err, proofpoint.ErrForbidden) || strings.Contains(fmt.Sprintf("%+v", err), testSecret) {
		t.Errorf("%v", err)
	}
	if got := s.seen[0].URL.Path; got != "/"+testSecret+"/reputation/iprepdata.json" || s.seen[0].Header.Get("Authorization") != "" {
		t.Errorf("asked for %s with %q", got, s.seen[0].Header)
	}
}
