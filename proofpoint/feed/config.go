// What a feed is made of.

package feed

import (
	"log/slog"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Config says what is collected, from where, and where it is kept. Client,
// Sources, Store and Start are required.
type Config struct {
	// Client makes the requests. Its retry policy is not used: a window that fails
	// is waited out here, where other work goes on meanwhile.
	Client *proofpoint.Client
	// Sources have names of their own. The first to be due is asked first.
	Sources []Source
	// Store stays the caller's to close, after the feed. It may be shared by feeds.
	Store Store
	// Tenant tells feeds apart that share a store; it is part of the names of
	// states. "" for one alone.
	Tenant string
	// Start is where a source begins that has no state yet.
	Start Start
	// To, if it is set, makes the feed a backfill: it ends when all of [Start, To)
	// is settled or given up. Parts of a second are left out.
	To time.Time
	// MaxRecords and MaxBytes bound a batch; 0 means 1000, and 4 MiB.
	MaxRecords, MaxBytes int
	// MaxUnacked is how many batches may be out at once; 0 means 1.
	MaxUnacked int
	// Quota says what happens where a pool is spent.
	Quota QuotaMode
	// LiveShare is the most of a pool, from 0 to 1, that is kept for what is new:
	// what is old may use the rest, and what live asking and settling do not need of
	// their share. Where they need more, they ask less often. 0 means 0.7.
	LiveShare float64
	// OnProgress is called after each window and each commit, never at the same
	// time; nil is none. It must not acknowledge batches.
	OnProgress func(Progress)
	Logger     *slog.Logger     // nil is none
	Clock      proofpoint.Clock // nil is the system's
}

// QuotaMode says what happens where a pool is spent.
type QuotaMode int

// The modes.
const (
	Wait   QuotaMode = iota // until the oldest request has aged out
	Refuse                  // the sequence ends with an error
	Off                     // nothing is counted
)
