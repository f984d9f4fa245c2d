// The virtual clock. It is shared by the fake and by the client under test, so
// that a wait of 24 hours takes no time and can be asserted. It knows nothing of
// HTTP.

package proofpointtest

import (
	"context"
	"slices"
	"sync"
	"time"
)

// start is where a virtual clock begins unless [At] says otherwise.
var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// Clock is a clock that moves only when it is told to, by [Clock.Sleep] or
// [Clock.Advance]; under [WallClock] it is the real one. The zero value stands
// at the zero time. All methods are safe for concurrent use.
type Clock struct {
	mu    sync.Mutex
	now   time.Time     // virtual
	wall  bool          // real time, moved by ahead
	ahead time.Duration // of the real time
	slept []time.Duration
}

// NewClock returns a virtual clock that stands at the given time.
func NewClock(at time.Time) *Clock { return &Clock{now: at.UTC()} }

// Now returns the clock's time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wall {
		return time.Now().Add(c.ahead).UTC()
	}
	return c.now
}

// Sleep moves a virtual clock on by d at once and returns; under [WallClock] it
// waits. A context that has ended is reported by its cause, and then neither the
// time moves nor the wait is recorded. A d of zero or less is no wait. Sleepers
// that run at the same time each move a virtual clock by their own d.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if d <= 0 {
		return nil
	}
	c.mu.Lock()
	c.slept = append(c.slept, d)
	wall := c.wall
	if !wall {
		c.now = c.now.Add(d)
	}
	c.mu.Unlock()
	if !wall {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Advance moves the clock by d, which may be negative, and records nothing. A
// real clock is ahead of the time by d from then on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wall {
		c.ahead += d
		return
	}
	c.now = c.now.Add(d)
}

// Slept returns the waits that were asked for so far, oldest first, as a copy;
// nil when there were none.
func (c *Clock) Slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.slept)
}
