// What a feed says of itself at the end of a run, held against what was seen of
// it.

package feedsim

import (
	"context"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// status is asked by the last process, when all is acknowledged.
func (p *process) status(f *feed.Feed) {
	r := p.run
	r.judged = true
	st, err := f.Status(context.Background())
	if err != nil || len(st.Tenants) != 1 || len(st.Tenants[0].Sources) != 1 {
		r.wrong(Broken, "Status: %+v, %v", st, err)
		return
	}
	s := st.Tenants[0].Sources[0]
	if s.SettledUntil == nil || s.SettledUntil.Before(r.script.End) {
		r.wrong(Broken, "the status says that it is settled until %v", s.SettledUntil)
	}
	if s.Records != int64(len(r.history.Committed)) || s.DeadLetters != int64(r.dead) {
		r.wrong(Broken, "the status counts %d records and %d dead letters, there are %d and %d", s.Records, s.DeadLetters, len(r.history.Committed), r.dead)
	}
	var says, are []span
	for _, g := range s.Gaps {
		if !g.Acked {
			r.wrong(Broken, "the status has a gap %s to %s that nobody has acknowledged", stamp(g.From), stamp(g.To))
		}
		says = append(says, span{g.From, g.To})
	}
	for _, g := range r.history.Gaps {
		are = append(are, span{g.From, g.To})
	}
	a, b := unite(says), unite(are)
	if len(a.without(b)) > 0 || len(b.without(a)) > 0 || st.Complete && len(a) > 0 {
		r.wrong(Broken, "the status has gaps %v, those of the batches are %v; complete: %v", a, b, st.Complete)
	}
}
