// What can be set of a store, and what it is when it is not.

package boltstore

import (
	"log/slog"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Options of a store. The zero value is right for most programs.
type Options struct {
	// Demo is whether what is kept is invented. A directory remembers it, and
	// neither kind is ever opened as the other.
	Demo bool
	// LockWait is how long Open waits for another process to give the directory
	// up; 0 means half a second.
	LockWait time.Duration
	// MaxBytes bounds ledger.db: a commit that needs more fails with
	// feed.ErrStateUnwritable, as on a full disk. 0 is no bound but the disk.
	MaxBytes int64
	// DeadBytes bounds the dead letters; the oldest go first, and that is logged.
	// One commit is always kept whole. 0 means 256 MiB.
	DeadBytes int64
	// NoSync leaves out the wait for the disk after each commit. A process that is
	// killed loses nothing by it, a machine that loses power may lose the state
	// whole: for simulations and tests.
	NoSync bool
	Logger *slog.Logger     // nil is none
	Clock  proofpoint.Clock // of OWNER, status.json and the names of backups; nil is the system's
}

func (o Options) withDefaults() Options {
	if o.LockWait <= 0 {
		o.LockWait = 500 * time.Millisecond
	}
	if o.DeadBytes <= 0 {
		o.DeadBytes = 256 << 20
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func (o Options) now() time.Time {
	if o.Clock == nil {
		return time.Now().UTC()
	}
	return o.Clock.Now().UTC()
}
