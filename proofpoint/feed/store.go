// Where a feed keeps what it must not forget. Stores know nothing of sources and
// windows: a state is bytes, an identity is a text.

package feed

import (
	"context"
	"time"
)

// Store keeps the state of sources, the identities of what was acknowledged, and
// the log of requests that count against a quota. It must be safe for concurrent
// use. Times are UTC. Package feedtest has the tests that every store passes.
type Store interface {
	// Load returns the state of a source and its revision: nil and 0 if there is
	// none.
	Load(ctx context.Context, source string) (state []byte, rev uint64, err error)
	// Commit replaces the state if its revision is still rev, and adds what else
	// is in the change: all of it or nothing. The new revision is higher. It is
	// [ErrFenced] if the revision moved. An error that leaves open whether it was
	// done is [ErrAckUnknown].
	Commit(ctx context.Context, source string, rev uint64, c Change) (newRev uint64, err error)
	// Seen returns the version under which each key was committed last for this
	// source, and whether it was.
	Seen(ctx context.Context, source string, keys []string) ([]Version, error)
	// Take counts one request at now against key, if fewer than limit were counted
	// in the stretch of length per that ends at now: then free is zero. Otherwise it
	// counts nothing, and free is when there is room again.
	Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (free time.Time, err error)
	// Spent returns when requests were counted against key in that stretch,
	// oldest first.
	Spent(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error)
	// Sources lists the sources that have a state, sorted.
	Sources(ctx context.Context) ([]string, error)
	// Close gives up what the store holds. Calls after it fail.
	Close() error
}

// Version is what [Store.Seen] knows of a key.
type Version struct {
	Version string
	Known   bool
}

// Change is one commit.
type Change struct {
	State []byte    // of the source, never empty
	IDs   []ID      // acknowledged; a key that is known gets the new version
	Until time.Time // the identities of this change may be forgotten then
	Now   time.Time // the service's time; what may be forgotten by then goes
	Dead  []Dead    // records that no sink takes
}

// Dead is a record that was rejected for good.
type Dead struct {
	At     time.Time
	Source string
	ID     ID
	Reason string
	Record []byte // as it was received
}
