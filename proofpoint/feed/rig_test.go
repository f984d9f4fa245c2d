// What the journeys share: a fake service, a store that can fail, a sink that
// remembers.

package feed_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// begin is where every fake's clock starts.
var begin = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

type rig struct {
	t     *testing.T
	fake  *proofpointtest.Server
	store feed.Store
	sink  *sink
	clock *rigClock
}

func newRig(t *testing.T, opts ...proofpointtest.Option) *rig {
	t.Helper()
	fake := proofpointtest.New(t, opts...)
	return &rig{t: t, fake: fake, store: feed.Memory(), sink: &sink{version: map[string]string{}}, clock: &rigClock{Clock: fake.Clock()}}
}

// busy is a world of about twenty events an hour.
func busy(opts ...proofpointtest.Option) []proofpointtest.Option {
	return append([]proofpointtest.Option{proofpointtest.Seeded(7), proofpointtest.Rate(20)}, opts...)
}

func (r *rig) config(change ...func(*feed.Config)) feed.Config {
	cfg := feed.Config{Client: r.fake.Client(proofpoint.WithClock(r.clock)), Sources: []feed.Source{feed.TAPEvents()}, Store: r.store, Start: feed.Ago(time.Hour), Clock: r.clock}
	for _, c := range change {
		c(&cfg)
	}
	return cfg
}

func (r *rig) open(change ...func(*feed.Config)) *feed.Feed {
	r.t.Helper()
	f, err := feed.Open(r.config(change...))
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

// run ranges over f until d has passed, and gives every batch to take, which
// says whether to go on; nil acknowledges.
func (r *rig) run(f *feed.Feed, d time.Duration, take func(*feed.Batch) bool) error {
	r.t.Helper()
	ctx, stop := r.within(d)
	defer stop()
	for b, err := range f.Batches(ctx) {
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
		if take == nil {
			if err := r.sink.ack(r.t.Context(), b); err != nil {
				return err
			}
		} else if !take(b) {
			return nil
		}
	}
	return nil
}

// must is run that must not fail.
func (r *rig) must(f *feed.Feed, d time.Duration, take func(*feed.Batch) bool) {
	r.t.Helper()
	if err := r.run(f, d, take); err != nil {
		r.t.Fatal(err)
	}
}

var errEnough = errors.New("enough")

// within is a context that ends when the rig's clock has moved on by d.
func (r *rig) within(d time.Duration) (context.Context, func()) {
	ctx, stop := context.WithCancelCause(r.t.Context())
	r.clock.end, r.clock.stop = r.fake.Clock().Now().Add(d), stop
	return ctx, func() { stop(nil) }
}

// rigClock is a feed's own clock over the fake's: it may be wrong by skew, and
// ends a run. Only the feed sleeps on it.
type rigClock struct {
	*proofpointtest.Clock
	skew time.Duration
	end  time.Time
	stop context.CancelCauseFunc
}

func (c *rigClock) Now() time.Time { return c.Clock.Now().Add(c.skew) }

func (c *rigClock) Sleep(ctx context.Context, d time.Duration) error {
	if left := c.end.Sub(c.Clock.Now()); c.stop != nil && left < d {
		c.Clock.Advance(max(left, 0))
		c.stop(errEnough)
		return context.Cause(ctx)
	}
	return c.Clock.Sleep(ctx, d)
}

// sink remembers what was acknowledged.
type sink struct {
	version   map[string]string // by key, the last
	delivered []feed.Item       // acknowledged, in order
	twice     []feed.ID         // same key and version again
	gaps      []feed.Stretch
}

func (s *sink) ack(ctx context.Context, b *feed.Batch, failed ...int) error {
	if err := b.Ack(ctx, failed...); err != nil {
		return err
	}
	bad := map[int]bool{}
	for _, i := range failed {
		bad[i] = true
	}
	for i, item := range b.Items {
		if bad[i] {
			continue
		}
		if v, ok := s.version[item.ID.Key]; ok && v == item.ID.Version {
			s.twice = append(s.twice, item.ID)
		}
		s.version[item.ID.Key] = item.ID.Version
		s.delivered = append(s.delivered, item)
	}
	for _, g := range b.Gaps {
		s.gaps = append(s.gaps, feed.Stretch{From: g.From, To: g.To})
	}
	return nil
}

// complete checks that every event created in [from, to) was acknowledged, once.
func (r *rig) complete(from, to time.Time) {
	r.t.Helper()
	n, missing := 0, 0
	for e := range r.fake.Events(from, to) {
		n++
		if _, ok := r.sink.version[e.Kind+"/"+e.ID]; !ok {
			if missing++; missing <= 5 {
				r.t.Errorf("%s %s of %s was never acknowledged", e.Kind, e.ID, e.Created)
			}
		}
	}
	if missing > 5 {
		r.t.Errorf("and %d more", missing-5)
	}
	if n == 0 {
		r.t.Errorf("the world is empty from %s to %s", from, to)
	}
	if len(r.sink.twice) > 0 {
		r.t.Errorf("acknowledged twice: %v", r.sink.twice)
	}
}

func (r *rig) status(f *feed.Feed) feed.Status {
	r.t.Helper()
	st, err := f.Status(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return st
}

// source is the status of one source.
func (r *rig) source(f *feed.Feed, i int) feed.SourceStatus {
	r.t.Helper()
	return r.status(f).Tenants[0].Sources[i]
}

var errStore = errors.New("the machine is gone")

// dying is a store on a machine that dies at the call number at: before it is
// carried out, or after.
type dying struct {
	feed.Store
	at    int
	after bool
	calls int
}

func (d *dying) step(do func() error) error {
	d.calls++
	switch {
	case d.calls > d.at, d.calls == d.at && !d.after:
		return errStore
	case d.calls == d.at:
		_ = do()
		return errStore
	}
	return do()
}

func (d *dying) Load(ctx context.Context, source string) (state []byte, rev uint64, err error) {
	err = d.step(func() (err error) { state, rev, err = d.Store.Load(ctx, source); return err })
	return state, rev, err
}

func (d *dying) Commit(ctx context.Context, source string, rev uint64, c feed.Change) (next uint64, err error) {
	err = d.step(func() (err error) { next, err = d.Store.Commit(ctx, source, rev, c); return err })
	return next, err
}

func (d *dying) Seen(ctx context.Context, source string, keys []string) (known []feed.Version, err error) {
	err = d.step(func() (err error) { known, err = d.Store.Seen(ctx, source, keys); return err })
	return known, err
}

func (d *dying) Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (free time.Time, err error) {
	err = d.step(func() (err error) { free, err = d.Store.Take(ctx, key, limit, per, now); return err })
	return free, err
}
