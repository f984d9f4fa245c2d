// Batches in the caller's hands: in part, sent back, rejected, out of order.

package feed_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func keys(items []feed.Item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.ID.Key)
	}
	return out
}

// TestFailedItems: what failed comes again, alone, later and later; the window
// waits for it, and another process gets what was still out.
func TestFailedItems(t *testing.T) {
	r := newRig(t, busy()...)
	f := r.open()
	var failed []string
	var attempts []int
	var times []time.Time
	r.must(f, time.Minute, func(b *feed.Batch) bool {
		attempts, times = append(attempts, b.Attempt), append(times, r.fake.Clock().Now())
		switch b.Attempt {
		case 1:
			failed = keys([]feed.Item{b.Items[0], b.Items[3]})
			if err := r.sink.ack(t.Context(), b, 3, 0); err != nil {
				t.Fatal(err)
			}
		case 4:
			return false // and the process ends
		default:
			if diff := cmp.Diff(failed, keys(b.Items)); diff != "" {
				t.Fatalf("attempt %d mismatch (-want +got):\n%s", b.Attempt, diff)
			}
			if st := r.source(f, 0); st.CompleteUntil.After(begin.Add(-time.Hour)) || st.Windows.Fetched != 1 {
				t.Errorf("attempt %d: complete until %s with items out, windows %+v", b.Attempt, st.CompleteUntil, st.Windows)
			}
			if err := r.sink.ack(t.Context(), b, 0, 1); err != nil {
				t.Fatal(err)
			}
		}
		return true
	})
	if diff := cmp.Diff([]int{1, 2, 3, 4}, attempts); diff != "" {
		t.Fatalf("attempts mismatch (-want +got):\n%s", diff)
	}
	for i, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		if got := times[i+1].Sub(times[i]); got != want {
			t.Errorf("attempt %d came after %s, want %s", i+2, got, want)
		}
	}
	r.must(r.open(), 2*time.Minute, func(b *feed.Batch) bool {
		if diff := cmp.Diff(failed, keys(b.Items)); diff != "" {
			t.Errorf("the next process gets (-want +got):\n%s", diff)
		}
		return r.sink.ack(t.Context(), b) == nil
	})
	r.complete(begin.Add(-time.Hour), begin.Add(-2*time.Minute))
}

// TestNack: the whole batch comes again, and asking waits for it.
func TestNack(t *testing.T) {
	r := newRig(t, busy()...)
	var first []string
	var waits []time.Duration
	last := begin
	r.must(r.open(), 10*time.Minute, func(b *feed.Batch) bool {
		waits, last = append(waits, r.fake.Clock().Now().Sub(last)), r.fake.Clock().Now()
		if first == nil {
			first = keys(b.Items)
		}
		if diff := cmp.Diff(first, keys(b.Items)); diff != "" || b.Attempt != len(waits) {
			t.Fatalf("attempt %d mismatch (-want +got):\n%s", b.Attempt, diff)
		}
		if b.Attempt == 10 {
			return false
		}
		b.Nack(errors.New("the sink is full"))
		b.Nack(errors.New("said twice"))
		if err := b.Ack(t.Context()); err == nil {
			t.Error("Ack after Nack says that it committed")
		}
		return true
	})
	s := time.Second
	if diff := cmp.Diff([]time.Duration{0, s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 60 * s, 60 * s, 60 * s}, waits); diff != "" {
		t.Errorf("waits mismatch (-want +got):\n%s", diff)
	}
	if n := len(r.fake.Calls("")); n != 1 {
		t.Errorf("%d requests while nothing was taken", n)
	}
}

// TestReject: what no sink takes goes to the dead letters with its reason, in the
// commit of its batch, and does not come again.
func TestReject(t *testing.T) {
	r := newRig(t, busy()...)
	f := r.open()
	var bad feed.Item
	r.must(f, time.Minute, func(b *feed.Batch) bool {
		bad = b.Items[1]
		b.Reject(1, errors.New("too long for the index"))
		if n := len(r.dead()); n > 0 {
			t.Errorf("%d dead letters before Ack", n)
		}
		return b.Ack(t.Context(), 1) == nil // rejected counts for more than failed
	})
	want := []feed.Dead{{At: begin, Source: "tap.events", ID: bad.ID, Reason: "too long for the index", Record: bad.Raw}}
	if diff := cmp.Diff(want, r.dead()); diff != "" {
		t.Errorf("dead letters mismatch (-want +got):\n%s", diff)
	}
	if st := r.source(f, 0); st.DeadLetters != 1 || st.CompleteUntil.Before(begin.Add(-2*time.Minute)) {
		t.Errorf("status: %d dead letters, complete until %s", st.DeadLetters, st.CompleteUntil)
	}
	r.must(r.open(), 3*time.Hour, func(b *feed.Batch) bool {
		for _, i := range b.Items {
			if i.ID.Key == bad.ID.Key {
				t.Errorf("%s came again", i.ID.Key)
			}
		}
		return b.Ack(t.Context()) == nil
	})
}

func (r *rig) dead() []feed.Dead { return r.store.(interface{ Dead() []feed.Dead }).Dead() }

// TestAckOfNothing: an item that is not there is a mistake and ends nothing; the
// same Ack twice is one; a batch made by hand commits nothing.
func TestAckOfNothing(t *testing.T) {
	r := newRig(t, busy()...)
	r.must(r.open(), time.Minute, func(b *feed.Batch) bool {
		if err := b.Ack(t.Context(), len(b.Items)); err == nil {
			t.Error("Ack takes an item that is not there")
		}
		for range 2 {
			if err := b.Ack(t.Context()); err != nil {
				t.Errorf("Ack: %v", err)
			}
		}
		b.Nack(errors.New("too late"))
		return true
	})
	byHand := &feed.Batch{Items: make([]feed.Item, 1)}
	byHand.Nack(nil)
	byHand.Reject(0, nil)
	if err := byHand.Ack(t.Context()); err != nil {
		t.Errorf("Ack of a batch made by hand: %v", err)
	}
}

// TestOutOfOrder: three batches may be out at once and are acknowledged in any
// order; whatever was not when the process ended comes again, and nothing else.
func TestOutOfOrder(t *testing.T) {
	three := func(c *feed.Config) { c.MaxUnacked, c.MaxRecords = 3, 4 }
	for _, order := range [][]int{{2, 1, 0}, {1, 2, 0}, {1}, {2}, {0, 2}, {}} {
		r := newRig(t, busy()...)
		var out []*feed.Batch
		r.must(r.open(three), time.Hour, func(b *feed.Batch) bool {
			if out = append(out, b); len(out) < 3 {
				return true
			}
			for _, i := range order {
				if err := r.sink.ack(t.Context(), out[i]); err != nil {
					t.Fatal(err)
				}
			}
			return false
		})
		r.must(r.open(three), 4*time.Hour, nil)
		r.complete(begin.Add(-time.Hour), begin.Add(2*time.Hour))
		if t.Failed() {
			t.Fatalf("order %v", order)
		}
	}
}

// TestOutOfOrderForHours: with three out, always the newest is acknowledged
// first; in the end everything came once.
func TestOutOfOrderForHours(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Late(30*time.Minute), proofpointtest.Verdicts(30, 2*time.Hour))...)
	var out []*feed.Batch
	f := r.open(func(c *feed.Config) { c.MaxUnacked, c.MaxRecords = 3, 2 })
	r.must(f, 8*time.Hour, func(b *feed.Batch) bool {
		if out = append(out, b); len(out) == 3 {
			for i := range out {
				if err := r.sink.ack(t.Context(), out[len(out)-1-i]); err != nil {
					t.Fatal(err)
				}
			}
			out = nil
		}
		return true
	})
	for _, b := range out {
		if err := r.sink.ack(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	r.must(f, 3*time.Hour, nil)
	r.complete(begin.Add(-time.Hour), begin.Add(7*time.Hour))
}

// TestAckElsewhere: where as many batches are out as may be, the loop waits for
// another goroutine to acknowledge one.
func TestAckElsewhere(t *testing.T) {
	r := newRig(t, busy()...)
	todo := make(chan *feed.Batch, 2)
	done := make(chan error)
	go func() {
		var err error
		for b := range todo {
			err = errors.Join(err, r.sink.ack(t.Context(), b))
		}
		done <- err
	}()
	r.must(r.open(small, func(c *feed.Config) { c.MaxUnacked = 2 }), 3*time.Hour, func(b *feed.Batch) bool {
		todo <- b
		return true
	})
	close(todo)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	r.must(r.open(), time.Hour, nil)
	r.complete(begin.Add(-time.Hour), begin.Add(2*time.Hour))
}

// TestChanged: a verdict that changes comes again, marked, and the last version is
// the service's.
func TestChanged(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Verdicts(40, 50*time.Minute))...)
	f := r.open()
	marked, seen := 0, map[string]bool{}
	r.must(f, 8*time.Hour, func(b *feed.Batch) bool {
		for _, i := range b.Items {
			if i.Changed != seen[i.ID.Key] {
				t.Errorf("%s: marked %t, delivered before: %t", i.ID.Key, i.Changed, seen[i.ID.Key])
			}
			if seen[i.ID.Key] = true; i.Changed {
				marked++
			}
		}
		return r.sink.ack(t.Context(), b) == nil
	})
	if marked == 0 {
		t.Error("no verdict changed")
	}
	r.complete(begin, begin.Add(6*time.Hour))
	last := map[string]string{}
	for _, i := range r.sink.delivered {
		last[i.ID.Key] = string(i.Raw)
	}
	for e := range r.fake.Events(begin, begin.Add(6*time.Hour)) {
		if e.Until.IsZero() && e.Since.Before(e.Created.Add(50*time.Minute)) && last[e.Kind+"/"+e.ID] != string(e.Raw) {
			t.Errorf("%s/%s: the last version did not come (told from %s on, created %s)", e.Kind, e.ID, e.Since, e.Created)
		}
	}
}

// TestEnvelope: names are escaped, the record's bytes are not touched.
func TestEnvelope(t *testing.T) {
	r := newRig(t)
	r.fake.Put(proofpointtest.Event{Kind: proofpointtest.MessagesBlocked, ID: "a\"b\\c\u00e9\n", Created: begin.Add(-30 * time.Minute),
		Raw: []byte("{ \"id\" : \"a\\\"b\\\\c\\u00e9\\n\",\"n\":1.0,  \"n\": 2 }")})
	var got string
	r.must(r.open(), time.Minute, func(b *feed.Batch) bool {
		got = string(b.Items[0].AppendEnvelope([]byte("> ")))
		return b.Ack(t.Context()) == nil
	})
	want := `> {"kind":"messagesBlocked","id":"messagesBlocked/a\"b\\c` + "\u00e9" + `\u000a","source":"tap.events","from":"2026-11-02T11:00:00Z","to":"2026-11-02T11:59:00Z","record":` +
		"{ \"id\" : \"a\\\"b\\\\c\\u00e9\\n\",\"n\":1.0,  \"n\": 2 }}"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("AppendEnvelope mismatch (-want +got):\n%s", diff)
	}
	empty := string(feed.Item{Kind: "k\xff"}.AppendEnvelope(nil))
	if want := `{"kind":"k` + "\ufffd" + `","id":"","source":"","from":"0001-01-01T00:00:00Z","to":"0001-01-01T00:00:00Z","record":null}`; empty != want {
		t.Errorf("of nothing: %s", empty)
	}
}
