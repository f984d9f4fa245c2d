// What can be collected: anything that can be asked for a window of time.

package feed

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Source is anything that can be asked for the records of [from, to): plain data
// and functions, which must be safe for concurrent use. [TAPEvents] and its
// siblings make those of the services' operations; their fields may be changed,
// Name and Settle for example. A template is a source by a closure over its Build.
type Source struct {
	// Name tells sources of one feed apart, in the state, in batches and logs:
	// "tap.events". Letters, digits, dots, dashes and underscores.
	Name string
	// Request makes the request for a window. It must not depend on the time of
	// the call; when the feed is opened it is called for a window of 2020, whose
	// request is not sent, but makes the fingerprint of what is asked. Otherwise
	// feed never asks for less than Min, for more than Max, or for what the service
	// does not keep.
	Request func(from, to time.Time) (proofpoint.Request, error)
	// Identity names a record. nil is [Identify].
	Identity func(proofpoint.Record) (ID, error)
	// Kind says what a record is. nil is the name of the list that held it
	// ("messagesDelivered"), or Name if it had none.
	Kind func(proofpoint.Record) string
	// Min and Max bound one window. 0 means one second, and one hour.
	Min, Max time.Duration
	// Horizon is how far back the service goes; 0 means without end.
	Horizon time.Duration
	// Lag is how far windows stay behind the service's time; 0 means none.
	Lag time.Duration
	// Every is how often the newest stretch is asked for; 0 means 5 minutes, or
	// Min if that is more.
	Every time.Duration
	// Settle is how long after its end a window is asked again, in ascending
	// order: after the last one it counts as settled. nil means 10 and 60 minutes;
	// an empty list none. Neighbouring windows are asked together, up to Max.
	Settle []time.Duration
	// Pool is the quota that Request draws from, for what is planned ahead. The
	// zero Pool is none.
	Pool proofpoint.Pool
	// Learn reads the service's own word on how far back it goes out of a
	// refusal. nil learns nothing.
	Learn func(*proofpoint.APIError) (horizon time.Duration, ok bool)
}

// ID is what a record is known by. The same Key with another Version is a change
// (a new verdict, an updated incident): it is delivered again, and marked. An
// empty Version never changes.
type ID struct{ Key, Version string }
