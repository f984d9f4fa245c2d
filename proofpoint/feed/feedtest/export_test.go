package feedtest

import (
	"context"
	"slices"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// Failing returns the names of the trials that a store does not pass, of these or
// of all. Open returns an empty store; reopen, if it is not nil, the same in its
// next life.
func Failing(ctx context.Context, open func() (store feed.Store, reopen func() feed.Store), only ...string) (names []string) {
	for _, tr := range trials() {
		if len(only) > 0 && !slices.Contains(only, tr.name) {
			continue
		}
		s := &stand{ctx: ctx}
		if s.Store, s.reopen = open(); tr.reopens && s.reopen == nil {
			continue
		}
		if tr.run(s) != nil {
			names = append(names, tr.name)
		}
	}
	return names
}
