// All waiting and all reading of the time goes through a Clock, so that tests
// move time by hand and nothing in them sleeps.

package proofpoint

import (
	"context"
	"time"
)

// Clock tells the time and waits. Implementations must be safe for concurrent
// use. The default is the system's clock.
type Clock interface {
	// Now returns the current time.
	Now() time.Time
	// Sleep returns after d, or earlier with the cause of ctx's end.
	Sleep(ctx context.Context, d time.Duration) error
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
