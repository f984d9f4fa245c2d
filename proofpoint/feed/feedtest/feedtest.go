// The list of trials and how they are run. A trial is a function that returns
// an error, so that the trials themselves can be held against stores that are
// wrong.

package feedtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// Reopener is what a store has whose state outlives it. Reopen gives the store
// up as a process does that is killed between two calls, or by Close, and opens
// another one on the same state.
type Reopener interface {
	feed.Store
	Reopen(t *testing.T) feed.Store
}

// Test holds a store against the contract of [feed.Store]. Open returns a new
// and empty store each time; it may be a [Reopener], and then it is also tested
// that nothing is lost between two of them. Test closes what it opens.
func Test(t *testing.T, open func(t *testing.T) feed.Store) {
	for _, tr := range trials() {
		t.Run(tr.name, func(t *testing.T) {
			s := &stand{ctx: t.Context(), Store: open(t)}
			defer func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close() = %v", err)
				}
			}()
			if r, ok := s.Store.(Reopener); ok {
				s.reopen = func() feed.Store { return r.Reopen(t) }
			}
			if tr.reopens && s.reopen == nil {
				t.Skip("the store does not outlive its process; CI runs this trial for boltstore")
			}
			if err := tr.run(s); err != nil {
				t.Error(err)
			}
		})
	}
}

// trial is one rule of the contract.
type trial struct {
	name    string
	run     func(*stand) error
	reopens bool
}

// stand is a store on trial.
type stand struct {
	feed.Store
	ctx    context.Context
	reopen func() feed.Store // nil if the store cannot
}

func trials() []trial {
	return slices.Concat(stateTrials, identityTrials, quotaTrials, endTrials, concurrentTrials, reopenTrials)
}

// noon is the time about which the trials turn. It lies on an hour, which is
// the grain in which stores may forget.
var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// change is a commit of these identities that are kept for a week.
func change(state string, ids ...feed.ID) feed.Change {
	return feed.Change{State: []byte(state), IDs: ids, Until: noon.Add(7 * 24 * time.Hour), Now: noon}
}
