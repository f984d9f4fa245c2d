// The sources in a feed: what a day costs each of them, and that records come.

package feed_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// alarm is a clock that ends a context when somebody would sleep past its time.
type alarm struct {
	*proofpointtest.Clock
	at   time.Time
	ring context.CancelFunc
}

func (a alarm) Sleep(ctx context.Context, d time.Duration) error {
	if !a.Now().Add(d).Before(a.at) {
		a.ring()
		return context.Cause(ctx)
	}
	return a.Clock.Sleep(ctx, d)
}

// follow runs a feed until the fake's clock would pass end, and hands its batches
// to seen before they are acknowledged.
func follow(t *testing.T, s *proofpointtest.Server, store feed.Store, begin feed.Start, end time.Time, srcs []feed.Source, seen func(*feed.Batch)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	f, err := feed.Open(feed.Config{Client: s.Client(), Sources: srcs, Store: store, Start: begin, Clock: alarm{s.Clock(), end, stop}})
	if err != nil {
		t.Fatal(err)
	}
	for b, err := range f.Batches(ctx) {
		switch {
		case err != nil && ctx.Err() != nil:
		case err != nil:
			t.Fatal(err)
		default:
			seen(b)
			if err := b.Ack(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSourceCost: what a day costs each source where nothing happens, in requests
// of its operation, once windows of every age are asked for. These are the
// figures in the constructors' comments.
func TestSourceCost(t *testing.T) {
	want := map[string]int{"tap.campaigns.ids": 26, "trap.incidents": 432, "trap.cloud.incidents": 432,
		"casb.alerts": 336 + 24} // of the fake's tokens, which live for an hour, each is refused once
	got := map[string]int{}
	for op, src := range sources() {
		s := proofpointtest.New(t)
		day := s.Clock().Now().Truncate(24 * time.Hour).Add(24 * time.Hour)
		begin := feed.Now()
		if n := len(src.Settle); n > 0 {
			begin = feed.Ago(src.Settle[n-1] + 24*time.Hour)
		}
		follow(t, s, feed.Memory(), begin, day.Add(24*time.Hour), []feed.Source{src}, func(*feed.Batch) {})
		for _, c := range s.Calls(op) {
			if !c.Time.Before(day) {
				got[op]++
			}
		}
		if want[op] == 0 {
			want[op] = 336
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("requests a day mismatch (-want +got):\n%s", diff)
	}
}

// TestSourceFollow: all sources in one feed, and each brings what the fake has,
// once, under a kind of its own.
func TestSourceFollow(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(5), proofpointtest.Rate(40), proofpointtest.Late(20*time.Minute))
	srcs := slices.SortedFunc(maps.Values(sources()), func(a, b feed.Source) int { return cmp.Compare(a.Name, b.Name) })
	got, kinds := map[string]map[string]int{}, map[string]map[string]int{}
	begin := s.Clock().Now()
	follow(t, s, feed.Memory(), feed.Ago(12*time.Hour), begin.Add(6*time.Hour), srcs, func(b *feed.Batch) {
		if len(b.Gaps) > 0 {
			t.Errorf("%s: gaps %v", b.Source, b.Gaps)
		}
		for _, i := range b.Items {
			if got[b.Source] == nil {
				got[b.Source], kinds[b.Source] = map[string]int{}, map[string]int{}
			}
			if i.Flaw != nil {
				t.Errorf("%s: %v", b.Source, i.Flaw)
			}
			got[b.Source][i.ID.Key+" "+i.ID.Version]++
			kinds[b.Source][i.Kind]++
		}
	})
	for _, src := range srcs {
		for id, n := range got[src.Name] {
			if n > 1 {
				t.Errorf("%s: %s came %d times", src.Name, id, n)
			}
		}
		t.Logf("%-32s %v", src.Name, kinds[src.Name])
		if len(got[src.Name]) == 0 {
			t.Errorf("%s: no records came", src.Name)
		}
	}
	for e := range s.Events(begin.Add(-12*time.Hour), begin.Add(4*time.Hour)) {
		key := e.Kind + "/" + e.ID
		found := slices.ContainsFunc(slices.Collect(maps.Keys(got["tap.events"])), func(id string) bool { return len(id) > len(key) && id[:len(key)] == key })
		if !found {
			t.Errorf("tap.events: %s of %s is missing", key, e.Created)
		}
	}
}
