// A loop that sleeps on a real clock is woken by what other goroutines do. The
// clock is a bubble's, so nothing here takes time.

package feed_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// inBubble runs a feed on the system's clock until ctx ends, and gives its
// batches, with how long after the start each came, to take.
func inBubble(ctx context.Context, t *testing.T, change func(*feed.Config), take func(*feed.Feed, *feed.Batch, time.Duration)) error {
	t.Helper()
	fake := proofpointtest.New(t, proofpointtest.Seeded(7), proofpointtest.Rate(60), proofpointtest.WallClock())
	cfg := feed.Config{Client: fake.Client(), Sources: []feed.Source{feed.TAPEvents()}, Store: feed.Memory(), Start: feed.Ago(time.Hour)}
	change(&cfg)
	f, err := feed.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for b, err := range f.Batches(ctx) {
		if err != nil {
			return err
		}
		take(f, b, time.Since(began))
	}
	return nil
}

// TestNackWakes: a batch that another goroutine sends back comes again a second
// later, and not when the next window is due.
func TestNackWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var again time.Duration
		err := inBubble(ctx, t, func(c *feed.Config) { c.MaxUnacked = 2 }, func(_ *feed.Feed, b *feed.Batch, at time.Duration) {
			if b.Attempt == 2 {
				again = at
				stop()
				return
			}
			go func() {
				time.Sleep(time.Minute)
				b.Nack(errors.New("busy"))
			}()
		})
		if !errors.Is(err, context.Canceled) || again.Round(time.Second) != 61*time.Second {
			t.Errorf("it came again after %s (%v)", again, err)
		}
	})
}

// TestAckWakes: where the only batch that may be out is acknowledged elsewhere,
// the loop goes on at once.
func TestAckWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var times []time.Duration
		_ = inBubble(ctx, t, func(c *feed.Config) { c.MaxRecords = 10 }, func(_ *feed.Feed, b *feed.Batch, at time.Duration) {
			if times = append(times, at.Round(time.Second)); len(times) == 4 {
				stop()
				return
			}
			go func() {
				time.Sleep(20 * time.Second)
				if err := b.Ack(context.Background()); err != nil {
					t.Error(err)
				}
			}()
		})
		for i, want := range []time.Duration{0, 20 * time.Second, 40 * time.Second, time.Minute} {
			if i >= len(times) || times[i] != want {
				t.Fatalf("batches came after %v", times)
			}
		}
	})
}

// TestCloseWakes: Close and the end of ctx end a loop that sleeps or waits, at
// once.
func TestCloseWakes(t *testing.T) {
	for name, end := range map[string]func(f *feed.Feed, stop func()){
		"close":   func(f *feed.Feed, _ func()) { _ = f.Close() },
		"context": func(_ *feed.Feed, stop func()) { stop() },
	} {
		for _, acked := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				began := time.Now()
				first := true
				err := inBubble(ctx, t, func(*feed.Config) {}, func(f *feed.Feed, b *feed.Batch, _ time.Duration) {
					if acked {
						if err := b.Ack(ctx); err != nil {
							t.Error(err)
						}
					}
					if first {
						first = false
						go func() {
							time.Sleep(90 * time.Second)
							end(f, stop)
						}()
					}
				})
				if took := time.Since(began); err == nil || took.Round(time.Second) != 90*time.Second {
					t.Errorf("%s, acknowledged %t: ended after %s with %v", name, acked, took, err)
				}
			})
		}
	}
}
