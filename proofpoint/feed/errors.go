// What ends a feed. Everything else is waited out.

package feed

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrFenced means that somebody else committed to the same source in between;
	// what was acknowledged is not committed.
	ErrFenced = errors.New("feed: another owner has committed to this source; nothing of this batch was committed")
	// ErrAckUnknown means that the store did not say whether it committed. What was
	// acknowledged may come again.
	ErrAckUnknown = errors.New("feed: the store did not say whether it committed; the batch may come again")
	// ErrClosed means that the feed was closed.
	ErrClosed = errors.New("feed: closed")
	// ErrStateForeign means that the state is not of this source, or not of a feed.
	ErrStateForeign = errors.New("feed: the state is of something else")
	// ErrStateNewer means that the state was written by a newer version of this
	// package.
	ErrStateNewer = errors.New("feed: the state was written by a newer version")
	// ErrStateCorrupt means that the state cannot be read.
	ErrStateCorrupt = errors.New("feed: the state is corrupt")
	// ErrStateUnwritable means that the place of the state is read-only, full or
	// broken;
	// what was there before is still there.
	ErrStateUnwritable = errors.New("feed: the state cannot be written")
	// ErrStoreClosed means that the store was closed before the call.
	ErrStoreClosed = errors.New("feed: the store is closed")
)

// HeldError says who holds the state that was to be opened.
type HeldError struct {
	Where string // the state, as it was given
	PID   int    // 0 if it is not known
	Host  string
	Since time.Time
}

func (e *HeldError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("feed: %s is held by another process", e.Where)
	}
	return fmt.Sprintf("feed: %s is held by pid %d on %s since %s", e.Where, e.PID, e.Host, e.Since.UTC().Format(time.RFC3339))
}
