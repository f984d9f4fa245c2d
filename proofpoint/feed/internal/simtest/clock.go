// Time in a run. The service has the true time; a process has a clock that steps
// away from it, and none once it was killed. All that happens at a certain time
// happens while somebody waits, or a request is on its way.

package simtest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// errKilled is what everything answers to a process that was killed.
var errKilled = errors.New("simtest: the process was killed")

// timeline moves the true time.
type timeline struct {
	clock *proofpointtest.Clock
	due   []happening // sorted by time
	step  time.Duration
}

// happening is something that takes place at a time.
type happening struct {
	at time.Time
	do func()
	of *process // only while it lives; nil: in any case
}

func (t *timeline) now() time.Time { return t.clock.Now() }

// at plans something.
func (t *timeline) at(when time.Time, do func()) { t.of(nil, when, do) }

// of plans something for a process.
func (t *timeline) of(p *process, when time.Time, do func()) {
	t.due = append(t.due, happening{when, do, p})
	slices.SortStableFunc(t.due, func(a, b happening) int { return a.at.Compare(b.at) })
}

// pass lets time go by, unless stop says that it is enough.
func (t *timeline) pass(d time.Duration, stop func() bool) {
	until := t.now().Add(d)
	for len(t.due) > 0 && !t.due[0].at.After(until) && !stop() {
		next := t.due[0]
		t.due = t.due[1:]
		t.clock.Advance(max(next.at.Sub(t.now()), 0))
		next.do()
	}
	if left := until.Sub(t.now()); left > 0 && !stop() {
		t.clock.Advance(left)
	}
}

// clock is a process's own.
type clock struct {
	p *process
}

func (c clock) Now() time.Time {
	return c.p.run.time.now().Add(c.p.run.time.step)
}

func (c clock) Sleep(ctx context.Context, d time.Duration) error {
	if c.p.dead {
		return errKilled
	}
	if ctx.Err() != nil || d <= 0 {
		return context.Cause(ctx)
	}
	c.p.run.time.pass(d, func() bool { return ctx.Err() != nil || c.p.dead })
	return context.Cause(ctx)
}
