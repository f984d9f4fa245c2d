// What a feed says of itself at the end of a run, held against what was seen of
// it.

package simtest

import (
	"context"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// status is asked by the last process, when all is acknowledged.
func (p *process) status(f *feed.Feed) {
	r := p.run
	r.judged = true
	st, err := f.Status(context.Background())
	if err != nil || len(st.Tenants) != 1 || len(st.Tenants[0].Sources) != 1 {
		r.wrong(feedsim.Broken, "Status: %+v, %v", st, err)
		return
	}
	s := st.Tenants[0].Sources[0]
	if s.SettledUntil == nil || s.SettledUntil.Before(r.script.End) {
		r.wrong(feedsim.Broken, "the status says that it is settled until %v", s.SettledUntil)
	}
	if s.Records != int64(len(r.history.Committed)) || s.DeadLetters != int64(r.dead) {
		r.wrong(feedsim.Broken, "the status counts %d records and %d dead letters, there are %d and %d", s.Records, s.DeadLetters, len(r.history.Committed), r.dead)
	}
	var says []feedsim.Gap
	for _, g := range s.Gaps {
		if !g.Acked {
			r.wrong(feedsim.Broken, "the status has a gap %s to %s that nobody has acknowledged", feedsim.Stamp(g.From), feedsim.Stamp(g.To))
		}
		says = append(says, feedsim.Gap{From: g.From, To: g.To})
	}
	if !feedsim.SameGaps(says, r.history.Gaps) || st.Complete && len(says) > 0 {
		r.wrong(feedsim.Broken, "the status has gaps %v, those of the batches are %v; complete: %v", says, r.history.Gaps, st.Complete)
	}
}
