// What a status says of a feed that was only opened: as much as of one that runs.

package feed_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Nothing was acknowledged, and nobody ranges over the feed: three hours are
// missing, and that is what the status of another program says.
func TestStatusOfAStoppedFeedCountsWhatIsMissing(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(20))
	cfg := feed.Config{Client: fake.Client(), Clock: fake.Clock(), Store: feed.Memory(), Sources: []feed.Source{feed.TAPEvents()}, Start: feed.Ago(3 * time.Hour)}
	first, err := feed.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for b, err := range first.Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		b.Nack(errors.New("no sink"))
		break
	}
	first.Close()
	second, err := feed.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	st, err := second.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if planned := st.Tenants[0].Sources[0].Windows.Planned; st.Complete || planned != 3 {
		t.Errorf("Status() says complete %t and %d windows to come, want false and 3", st.Complete, planned)
	}
}
