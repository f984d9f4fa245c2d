package transport_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

func TestBudget_Again(t *testing.T) {
	now := newClock().Now()
	b := transport.NewBudget(transport.Policy{Attempts: 1 << 30, MinWait: time.Second, MaxWait: 10 * time.Second, Total: time.Minute}, now)
	start, highest := now, time.Duration(0)
	for range 10_000 {
		wait, ok := b.Again(now)
		if !ok {
			break
		}
		if wait < time.Second || wait > 10*time.Second {
			t.Fatalf("wait %v outside [1s, 10s] (R5)", wait)
		}
		highest = max(highest, wait)
		now = now.Add(wait)
	}
	if spent := now.Sub(start); spent > time.Minute || spent < 45*time.Second {
		t.Errorf("spent %v of a minute", spent)
	}
	if b.Attempts() != 0 {
		t.Errorf("Again counts as an attempt")
	}
	if _, ok := b.Again(start.Add(-time.Hour)); !ok {
		t.Error("P8: a clock that stepped back ended the budget")
	}
}

func TestBudget_policy(t *testing.T) {
	now := newClock().Now()
	type result struct {
		OK       bool
		InBounds bool
	}
	again := func(p transport.Policy, low, high time.Duration) result {
		w, ok := transport.NewBudget(p, now).Again(now)
		return result{ok, low <= w && w <= high}
	}
	got := []result{
		again(transport.Policy{}, 500*time.Millisecond, time.Second),
		again(transport.Policy{Total: time.Millisecond}, 0, 0),
		again(transport.Policy{MinWait: time.Minute, MaxWait: time.Second}, time.Minute, time.Minute),
		again(transport.Policy{MinWait: 1 << 62, MaxWait: 1<<63 - 1, Total: 1<<63 - 1}, 1<<62, 1<<63-1),
	}
	want := []result{{true, true}, {false, true}, {true, true}, {true, true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
