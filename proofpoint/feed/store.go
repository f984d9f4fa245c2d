// Where a feed keeps what it must not forget. Stores know nothing of sources and
// windows: a state is bytes, an identity is a text.

package feed

import (
	"context"
	"time"
)

// Store keeps the state of sources, the identities of what was acknowledged, and
// the log of requests that count against a quota. It must be safe for concurrent
// use. Names of sources and quotas are never empty; keys, versions and states are
// any bytes. Nothing that is passed in or handed out is shared with the store.
// Times are kept to the nanosecond and handed out in UTC. A call whose context
// has ended before it began does nothing and fails with the context's cause; one
// after Close fails with [ErrStoreClosed]. Package feedtest has the tests that
// every store passes.
type Store interface {
	// Load returns the state of a source and its revision: nil and 0 if there is
	// none. It is [ErrStateCorrupt] if there is one that cannot be read.
	Load(ctx context.Context, source string) (state []byte, rev uint64, err error)
	// Commit replaces the state if its revision is still rev, and adds what else
	// is in the change: all of it or nothing. The new revision is higher than any
	// before. It is [ErrFenced] if the revision moved. An error that leaves open
	// whether it was done is [ErrAckUnknown]; any other means that nothing was.
	Commit(ctx context.Context, source string, rev uint64, c Change) (newRev uint64, err error)
	// Seen returns the version under which each key was committed last for this
	// source, and whether it was: one answer for each key, in their order. What may
	// be forgotten is answered as it was committed last, or as not known.
	Seen(ctx context.Context, source string, keys []string) ([]Version, error)
	// Take counts one request at now against key, if fewer than limit were counted
	// in the stretch of length per that ends at now: then free is zero. Otherwise it
	// counts nothing, and free is when there is room again. A request at t is in the
	// stretch until t+per, and not at t+per. A clock that goes back makes no room:
	// requests at times later than now are in the stretch as well, those later by
	// more than per as if they were made at now. Under a limit below 1 there is
	// never room, and free is now+per.
	Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (free time.Time, err error)
	// Spent returns when requests were counted against key in that stretch,
	// oldest first.
	Spent(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error)
	// Sources lists the sources that have a state, sorted by their bytes.
	Sources(ctx context.Context) ([]string, error)
	// Close gives up what the store holds, when the calls that run have ended.
	// Calls after it fail, but Close itself, which does nothing then.
	Close() error
}

// Version is what [Store.Seen] knows of a key.
type Version struct {
	Version string
	Known   bool
}

// Change is one commit.
type Change struct {
	State []byte    // of the source, never empty: a change without is refused
	IDs   []ID      // acknowledged; a key that is known gets the new version, of two in one change the last
	Until time.Time // the identities of this change are kept till then; a key that is known keeps the later of its two
	Now   time.Time // the service's time; what this source may forget goes then, or within the hour after; zero: nothing goes
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
