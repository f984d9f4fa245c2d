// The loop of a collector, against the fake service and its clock.

package feed_test

import (
	"context"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Six hours are fetched, each record once, and the range ends when all of it is
// settled. Without To the loop goes on with what is new, until ctx ends.
func Example() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(50))
	now := fake.Clock().Now()

	f, err := feed.Open(feed.Config{
		Client:  fake.Client(),
		Clock:   fake.Clock(),
		Sources: []feed.Source{feed.TAPEvents()},
		Store:   feed.Memory(), // a collector uses boltstore.Open
		Start:   feed.Ago(6 * time.Hour),
		To:      now,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = f.Close() }()

	ctx, kinds := context.Background(), map[string]int{}
	for batch, err := range f.Batches(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, item := range batch.Items {
			kinds[item.Kind]++ // to the sink: item.AppendEnvelope
		}
		if err := batch.Ack(ctx); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(kinds)

	status, err := f.Status(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("complete until", status.Tenants[0].Sources[0].CompleteUntil.Format(time.RFC3339), len(fake.Calls("")), "requests")
	// Output:
	// map[clicksBlocked:25 clicksPermitted:51 messagesBlocked:38 messagesDelivered:186]
	// complete until 2026-11-02T12:00:00Z 9 requests
}

// A sink that takes a part of a batch: what failed comes again by itself, and
// what will never be taken goes to the dead letters.
func ExampleBatch_Ack() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(5))
	f, err := feed.Open(feed.Config{Client: fake.Client(), Clock: fake.Clock(), Sources: []feed.Source{feed.TAPEvents()}, Store: feed.Memory(),
		Start: feed.Ago(2 * time.Hour), To: fake.Clock().Now().Add(-time.Hour)})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	for batch, err := range f.Batches(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		var failed []int
		for i := range batch.Items {
			switch {
			case batch.Attempt == 1 && i == 0:
				failed = append(failed, i) // the sink said 429 for this one
			case i == 1:
				batch.Reject(i, fmt.Errorf("a field is too long"))
			}
		}
		fmt.Println("attempt", batch.Attempt, "of", len(batch.Items), "items,", len(failed), "failed")
		if err := batch.Ack(ctx, failed...); err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// attempt 1 of 5 items, 1 failed
	// attempt 2 of 1 items, 0 failed
}
