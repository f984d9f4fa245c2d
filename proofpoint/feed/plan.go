// What a feed is going to ask, and what that costs, found without a request: the
// same schedule is run over a copy of the ledger, with time that only counts up.

package feed

import (
	"context"
	"errors"
	"time"
)

// Plan is what a feed would ask until a time, if every window is answered and
// acknowledged at once and no quota stands in the way.
type Plan struct {
	From, Until time.Time // UTC
	Windows     []PlannedWindow
	Gaps        []PlannedGap
	Pools       []PoolCost
}

// PlannedWindow is one window. It is one request, but for sources whose answers
// have pages: those are not known before.
type PlannedWindow struct {
	Source   string
	Class    string    // "live", "settle", "backfill"
	At       time.Time // when it is due, UTC; From of the Plan where that is now
	From, To time.Time
	Pool     string // "" is not counted
}

// PlannedGap is a stretch that will have to be given up.
type PlannedGap struct {
	Source   string
	From, To time.Time
	Reason   string
}

// PoolCost is what a plan draws from one pool.
type PoolCost struct {
	QuotaStatus
	Requests int // that are planned, one a window
	// Enough says that what is spent and what is planned stays within the limit,
	// whatever ages out.
	Enough bool
}

// maxPlanned bounds a plan.
const maxPlanned = 100_000

// Plan lists the windows that are due until a time, which is now if it is zero:
// what is missing, and then live and settling windows as they come due. It makes
// no request. The errors are the store's, and that a plan would have more than
// 100 000 windows.
func (f *Feed) Plan(ctx context.Context, until time.Time) (Plan, error) {
	quota, err := f.quota(ctx)
	if err != nil {
		return Plan{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := Plan{From: seconds(f.clock.Now()), Until: until.UTC()}
	if p.Until.Before(p.From) {
		p.Until = p.From
	}
	spent := map[string]int{}
	for _, s := range f.streams {
		before := len(p.Windows)
		if err := f.planSource(&p, s); err != nil {
			return Plan{}, err
		}
		spent[quotaKey(s.id.credential, s.id.pool)] += len(p.Windows) - before
	}
	for _, q := range quota {
		credential := ""
		if q.Credential != nil {
			credential = *q.Credential
		}
		n := spent[credential+"/"+q.Pool]
		p.Pools = append(p.Pools, PoolCost{QuotaStatus: q, Requests: n, Enough: q.Used+n <= q.Limit})
	}
	return p, nil
}

// planSource runs the schedule of one source. The lock is held.
func (f *Feed) planSource(p *Plan, s *stream) error {
	r := s.limits()
	next := &state{Start: f.cfg.Start.time(r, s.now(f.clock))}
	if s.state != nil {
		next = s.state.clone()
	}
	ahead := s.now(f.clock).Sub(p.From) // the service's time less the plan's
	v := view{start: next.Start, stop: f.cfg.To, edge: s.edge, now: s.now(f.clock), width: s.width}
	for len(p.Windows) < maxPlanned {
		v.ledger = next.Ledger
		d := r.decide(v)
		v.edge = d.edge
		for _, l := range d.lost {
			p.Gaps = append(p.Gaps, PlannedGap{s.src.Name, l.from, l.to, l.reason})
		}
		if next.give(d.lost); len(d.lost) > 0 {
			continue
		}
		if len(d.tasks) == 0 {
			if d.next.IsZero() || d.next.Add(-ahead).After(p.Until) {
				return nil
			}
			v.now = latest(d.next, v.now.Add(time.Second))
			continue
		}
		t := d.tasks[0]
		p.Windows = append(p.Windows, PlannedWindow{s.src.Name, t.class.String(), v.now.Add(-ahead), t.from, t.to, s.id.pool.Name})
		for _, part := range without([]stretch{t.stretch}, []stretch{{time.Time{}, next.Start}}) {
			next.Ledger = next.Ledger.put(segment{From: part.from, To: part.to, Asked: v.now.Truncate(time.Second)}).settle(r.last())
		}
	}
	return errors.New("feed: the plan has more than 100000 windows: plan for a shorter time, or begin later")
}
