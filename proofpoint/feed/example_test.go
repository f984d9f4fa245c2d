// A feed in a program, from the state directory to the acknowledgement: what the
// README shows.

package feed_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// collect hands every event to send until ctx ends. Begun again with the same
// directory, after a crash too, it goes on where send had returned.
func collect(ctx context.Context, client *proofpoint.Client, dir string, send func(line []byte) error) error {
	store, err := boltstore.Open(dir, boltstore.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	f, err := feed.Open(feed.Config{
		Client: client, Store: store,
		Sources: []feed.Source{feed.TAPEvents()},
		Start:   feed.Ago(24 * time.Hour), // of the very first run
	})
	if err != nil {
		return err
	}
	defer f.Close()
	for batch, err := range f.Batches(ctx) {
		if err != nil {
			return err
		}
		for _, gap := range batch.Gaps {
			log.Println(batch.Source, gap.Error()) // no longer kept by the service
		}
		var failed []int
		for i, item := range batch.Items {
			if send(item.AppendEnvelope(nil)) != nil {
				failed = append(failed, i) // comes again, alone
			}
		}
		if err := batch.Ack(ctx, failed...); err != nil {
			return err
		}
	}
	return nil
}

func Example() {
	dir, err := os.MkdirTemp("", "feed")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.WallClock()) // a real client where there are credentials
	ctx, stop := context.WithCancel(context.Background())
	sent := 0
	err = collect(ctx, fake.Client(), dir, func([]byte) error {
		if sent++; sent == 100 {
			stop() // what is in hand is still acknowledged
		}
		return nil
	})
	fmt.Println(sent >= 100, errors.Is(err, context.Canceled))
	// Output: true true
}
