// What a run leaves behind, in plain data: one part for each party that saw it.

package feedsim

import "time"

// History is what is known of a run. Times are the service's, UTC.
type History struct {
	// From and Until bound when what is owed was created. The run went on for
	// longer, without faults, until nothing was left to do.
	From, Until time.Time
	// Horizon is how far back the service goes; what is older may be a gap.
	Horizon time.Duration
	// Settle is how long after its end a stretch of time must have been asked, to
	// be complete.
	Settle time.Duration
	// Memory is how long after it was created what was committed is known at
	// least. A change that comes later may be marked, or not.
	Memory time.Duration

	Told      []Told     // by the service, or meant to be: every version of every event
	Committed []Delivery // what the store has as acknowledged, in that order
	Passed    []Delivery // acknowledged when a newer version had been committed already
	Gaps      []Gap      // committed ones
	Asked     []Ask      // every request of the feed
	Quotas    []Quota
	Wrong     []Problem // what was seen on the way
}

// Told is one version of one event.
type Told struct {
	Key, Version string
	Created      time.Time // windows select by it
	Since, Until time.Time // when answers hold it; a zero Until is for ever
}

// Delivery is one record that was acknowledged, or rejected for good.
type Delivery struct {
	Key, Version string
	Changed      bool // it was marked so
	After        bool // another version was out, in an earlier batch, when it was handed out
	At           time.Time
}

// Gap is a stretch of time that was reported as lost.
type Gap struct {
	From, To time.Time
	At       time.Time // when it was reported
	Reason   string
}

// Ask is a request for [From, To).
type Ask struct {
	From, To time.Time
	At       time.Time
	Status   int // 0: the request or its answer went missing
	// Kept says that the answer was read to its end, and everything that came of
	// it was committed. Read says only the former: the process was killed before
	// it could be seen what became of it.
	Kept, Read bool
}

// Quota is what a service allows: so many requests in any stretch of Per.
type Quota struct {
	Limit int
	Per   time.Duration
}

// The kinds of problem.
const (
	Lost     = "lost"      // an event is missing
	Twice    = "twice"     // an event was committed again in the same version
	Stale    = "stale"     // an older version came after a newer one
	Unmarked = "unmarked"  // a change that does not say that it is one
	Marked   = "marked"    // a first delivery that says it is a change
	Unknown  = "unknown"   // an event that the service never told
	Hole     = "hole"      // time that was neither asked long enough nor reported as a gap
	FalseGap = "false gap" // a gap that had been fetched
	EarlyGap = "early gap" // a gap of what the service still kept
	TooShort = "too short" // a request for less than the service allows
	TooLong  = "too long"  // a request for more
	Stubborn = "stubborn"  // the same mistake again and again
	Spent    = "quota"     // more requests than the service allows
	Ended    = "ended"     // the feed gave up
	Broken   = "broken"    // a promise of the interface
)

// Problem is one thing that must not be.
type Problem struct{ Kind, Text string }

// String names kind and text.
func (p Problem) String() string { return p.Kind + ": " + p.Text }
