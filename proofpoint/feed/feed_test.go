// Journeys of a feed against the fake service.

package feed_test

import (
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestDay: a day of live asking brings every event of it, late ones included, and
// three hours before it.
func TestDay(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(50), proofpointtest.Late(45*time.Minute))
	store := feed.Memory()
	f, err := feed.Open(feed.Config{Client: fake.Client(), Sources: []feed.Source{feed.TAPEvents()}, Store: store, Start: feed.Ago(3 * time.Hour), Clock: fake.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	begin := fake.Clock().Now()
	end := begin.Add(24 * time.Hour)
	got := map[string]int{}
	n := 0
	for b, err := range f.Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, i := range b.Items {
			got[i.ID.Key]++
		}
		if err := b.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
		if fake.Clock().Now().After(end) {
			break
		}
	}
	missing, all := 0, 0
	for e := range fake.Events(begin.Add(-3*time.Hour), end.Add(-2*time.Hour)) {
		all++
		if got[e.Kind+"/"+e.ID] == 0 {
			missing++
			t.Log(e.Created, e.Kind, e.ID)
		}
	}
	t.Log(n, len(got), all, missing, len(fake.Calls("")))
	if missing > 0 {
		t.Error("missing")
	}
}
