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
	Client  *proofpoint.Client
	Sources []Source
	Store   Store
	// Tenant tells feeds apart that share a store; it is part of the names of
	// states. "" for one alone.
	Tenant string
	// Start is where a source begins that has no state yet.
	Start Start
	// To, if it is set, makes the feed a backfill: it ends when all of [Start, To)
	// is settled.
	To time.Time
	// MaxRecords and MaxBytes bound a batch; 0 means 1000, and 4 MiB.
	MaxRecords, MaxBytes int
	// MaxUnacked is how many batches may be out at once; 0 means 1.
	MaxUnacked int
	// Quota says what happens where a pool is spent.
	Quota QuotaMode
	// LiveShare is the share of a pool that is kept from what is older than the
	// start of this feed; 0 means 0.7.
	LiveShare float64
	// OnProgress is called after each window and each commit, never at the same
	// time; nil is none.
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
