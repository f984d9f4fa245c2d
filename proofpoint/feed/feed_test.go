// Journeys of a feed against the fake service: what comes, what is committed, and
// what is left when it stops anywhere.

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

// TestDay: a day of live asking brings every event of it, late ones included, and
// three hours before it; nothing twice, within the requests that were promised.
func TestDay(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Late(45*time.Minute))...)
	f := r.open(func(c *feed.Config) { c.Start = feed.Ago(3 * time.Hour) })
	r.must(f, 26*time.Hour, nil)
	r.complete(begin.Add(-3*time.Hour), begin.Add(24*time.Hour))
	if n := len(r.fake.Calls("tap.siem.all")); n > 26*14+6 {
		t.Errorf("%d requests in 26 hours", n)
	}
	late := 0
	for _, i := range r.sink.delivered {
		if i.LateBy > 0 {
			late++
		}
	}
	st := r.source(f, 0)
	if late == 0 || st.Late.Count != int64(late) || st.Late.P50 == nil || *st.Late.P50 < 600 || *st.Late.Max > 3700 {
		t.Errorf("%d items came late, status says %+v", late, st.Late)
	}
}

// TestEmptyWindows: time in which nothing happened is complete like any other, and
// is not asked again by the next process.
func TestEmptyWindows(t *testing.T) {
	r := newRig(t)
	f := r.open()
	r.must(f, 5*time.Hour, func(b *feed.Batch) bool {
		t.Errorf("a batch of nothing: %+v", b)
		return b.Ack(t.Context()) == nil
	})
	st := r.source(f, 0)
	if got := r.fake.Clock().Now().Sub(*st.CompleteUntil); got > 7*time.Minute {
		t.Errorf("complete until %s, %s ago", st.CompleteUntil, got)
	}
	if got := r.fake.Clock().Now().Sub(*st.SettledUntil); got > 2*time.Hour+7*time.Minute {
		t.Errorf("settled until %s, %s ago", st.SettledUntil, got)
	}
	n := len(r.fake.Calls(""))
	r.must(r.open(), time.Minute, nil)
	if more := len(r.fake.Calls("")) - n; more > 1 {
		t.Errorf("a new process asked %d windows", more)
	}
}

// TestDiesAnywhere: the machine dies before or after any call to the store, and
// another one goes on. What the first acknowledged does not come again; all the
// rest does.
func TestDiesAnywhere(t *testing.T) {
	for _, after := range []bool{false, true} {
		for at := 1; ; at++ {
			r := newRig(t, busy(proofpointtest.Late(20*time.Minute))...)
			whole := r.store
			store := &dying{Store: whole, at: at, after: after}
			r.store = store
			var unsure []feed.Item // handed out, and not known to be acknowledged
			if f, err := feed.Open(r.config(small)); err == nil {
				err := r.run(f, 75*time.Minute, func(b *feed.Batch) bool {
					err := r.sink.ack(t.Context(), b)
					if err != nil {
						unsure = append(unsure, b.Items...)
					}
					return err == nil
				})
				if err != nil && !errors.Is(err, errStore) {
					t.Fatalf("call %d: ended with %v", at, err)
				}
			}
			if store.calls < at {
				if at < 50 {
					t.Errorf("there were %d calls only", store.calls)
				}
				break
			}
			r.store = whole
			r.must(r.open(small), 4*time.Hour, nil)
			for _, i := range unsure { // the sink has them: it removes repeats by identity
				r.sink.version[i.ID.Key] = i.ID.Version
			}
			r.complete(begin.Add(-time.Hour), begin.Add(75*time.Minute))
			if t.Failed() {
				t.Fatalf("it died at call %d, carried out: %t", at, after)
			}
		}
	}
}

// small makes several batches of a window.
func small(c *feed.Config) { c.MaxRecords = 3 }

// TestLeftAnywhere: the loop is left before or after any acknowledgement, and
// another feed goes on from the store.
func TestLeftAnywhere(t *testing.T) {
	for at := 1; at < 40; at++ {
		for _, acked := range []bool{false, true} {
			r := newRig(t, busy()...)
			n := 0
			r.must(r.open(small), 5*time.Hour, func(b *feed.Batch) bool {
				if n++; n < at || acked {
					if err := r.sink.ack(t.Context(), b); err != nil {
						t.Fatal(err)
					}
				}
				return n < at
			})
			r.must(r.open(small), 5*time.Hour, nil)
			r.complete(begin.Add(-time.Hour), begin.Add(3*time.Hour))
			if t.Failed() {
				t.Fatalf("it was left at batch %d, acknowledged: %t", at, acked)
			}
		}
	}
}

// TestContextEnds: the range ends with the context's cause; what was out can still
// be acknowledged, and counts.
func TestContextEnds(t *testing.T) {
	r := newRig(t, busy()...)
	f := r.open()
	ctx, stop := context.WithCancelCause(t.Context())
	defer stop(nil)
	cause := errors.New("told to stop")
	var out *feed.Batch
	var last error
	for b, err := range f.Batches(ctx) {
		if last = err; err == nil {
			out = b
			stop(cause)
		}
	}
	if !errors.Is(last, cause) {
		t.Errorf("ended with %v, want the cause", last)
	}
	if err := r.sink.ack(ctx, out); err != nil {
		t.Fatalf("Ack after the end: %v", err)
	}
	if n := len(r.fake.Calls("")); n != 1 {
		t.Errorf("%d requests", n)
	}
	r.must(r.open(), 4*time.Hour, nil)
	r.complete(begin.Add(-time.Hour), begin.Add(2*time.Hour))
}

func TestClose(t *testing.T) {
	r := newRig(t, busy()...)
	f := r.open()
	var out *feed.Batch
	err := r.run(f, time.Hour, func(b *feed.Batch) bool {
		out = b
		return f.Close() == nil
	})
	if !errors.Is(err, feed.ErrClosed) {
		t.Errorf("Batches ended with %v", err)
	}
	if err := out.Ack(t.Context()); !errors.Is(err, feed.ErrClosed) {
		t.Errorf("Ack: %v", err)
	}
	if err := r.run(f, time.Hour, nil); !errors.Is(err, feed.ErrClosed) {
		t.Errorf("Batches again: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("Close again: %v", err)
	}
}

// TestTwoFeeds: the one that commits second is told, ends, and may begin anew.
func TestTwoFeeds(t *testing.T) {
	r := newRig(t, busy()...)
	first, second := r.open(), r.open()
	var held *feed.Batch
	r.must(first, time.Hour, func(b *feed.Batch) bool {
		held = b
		return false
	})
	if err := r.run(second, time.Hour, nil); !errors.Is(err, feed.ErrFenced) { // it was opened before the first began
		t.Fatalf("the second feed ended with %v", err)
	}
	r.must(second, time.Hour, nil)
	if err := held.Ack(t.Context()); !errors.Is(err, feed.ErrFenced) {
		t.Errorf("the first feed's Ack: %v", err)
	}
	if again := held.Ack(t.Context()); !errors.Is(again, feed.ErrFenced) {
		t.Errorf("its second Ack: %v", again)
	}
	r.must(first, 2*time.Hour, nil)
	r.complete(begin.Add(-time.Hour), begin.Add(50*time.Minute))
}

// TestBackfillEnds: with To a feed ends when all of the range is settled, and a
// second one has nothing to do.
func TestBackfillEnds(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Late(20*time.Minute))...)
	backfill := func(c *feed.Config) {
		c.Start, c.To = feed.At(begin.Add(-6*time.Hour)), begin.Add(-30*time.Minute)
	}
	f := r.open(backfill)
	for b, err := range f.Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := r.sink.ack(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	r.complete(begin.Add(-6*time.Hour), begin.Add(-30*time.Minute))
	if got := r.fake.Clock().Now().Sub(begin); got != time.Hour {
		t.Errorf("it ended after %s, want an hour: the last cell settles at 13:00", got)
	}
	n := len(r.fake.Calls(""))
	for _, err := range r.open(backfill).Batches(t.Context()) {
		t.Fatalf("a batch or %v of what is done", err)
	}
	if len(r.fake.Calls("")) != n {
		t.Error("what is done was asked again")
	}
	if st := r.status(f); !st.Complete || st.Tenants[0].State != feed.Stopped {
		t.Errorf("status: %+v", st)
	}
}

// TestRebase: after eight hours of silence what is new does not wait for what is
// old.
func TestRebase(t *testing.T) {
	r := newRig(t, busy()...)
	r.must(r.open(), time.Hour, nil)
	r.fake.Clock().Advance(8 * time.Hour)
	back := r.fake.Clock().Now()
	r.must(r.open(), 20*time.Minute, nil)
	r.complete(begin.Add(-time.Hour), back.Add(10*time.Minute))
}

// TestPartOfATenant: a feed shares its store with another tenant's and with
// states that nobody asks for any more.
func TestOrphans(t *testing.T) {
	r := newRig(t)
	r.must(r.open(func(c *feed.Config) {
		c.Tenant = "acme"
		c.Sources = []feed.Source{feed.TAPEvents(proofpoint.TAPSIEMParams{ThreatType: []string{"url"}})}
	}), time.Minute, nil)
	r.must(r.open(func(c *feed.Config) { c.Tenant = "other" }), time.Minute, nil)
	f := r.open(func(c *feed.Config) { c.Tenant = "acme" })
	r.must(f, time.Minute, nil)
	if got := r.status(f).Orphans; len(got) != 1 {
		t.Errorf("orphans %q, want the source with another filter", got)
	}
}
