// The loop of a feed: what waits to come again, then what is asked next, then
// sleep. One goroutine, no randomness, all time by the feed's clock.

package feed

import (
	"context"
	"time"
)

// run is one range over a feed's batches.
type run struct {
	f     *Feed
	ctx   context.Context
	yield func(*Batch, error) bool
	left  bool // the caller left
}

// step is what the loop does next: exactly one of its fields, or nothing, which
// is to sleep.
type step struct {
	stream *stream
	task   *task
	lost   []lost
	done   bool
	sleep  time.Duration // 0 is until something changes
}

func (r *run) loop() error {
	for {
		if err := r.room(); err != nil || r.left {
			return err
		}
		s := r.f.step()
		var err error
		switch {
		case s.done:
			return nil
		case s.lost != nil:
			err = r.gap(s.stream, s.lost)
		case s.task != nil:
			err = r.ask(s.stream, *s.task)
		default:
			err = r.f.sleep(r.ctx, s.sleep)
		}
		if err != nil || r.left {
			return err
		}
	}
}

// over reports why the range has to end, if it has to.
func (r *run) over() error {
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	r.f.mu.Lock()
	defer r.f.mu.Unlock()
	return r.f.broken
}

// room hands out what is due to come again, and returns when a further batch may
// be handed out. What waits to come again counts as being out: a sink that takes
// nothing must not fill the memory.
func (r *run) room() error {
	for {
		if err := r.over(); err != nil {
			return err
		}
		p, wait, full := r.f.waiting()
		if p == nil && !full {
			return nil
		}
		if p == nil {
			if err := r.f.sleep(r.ctx, wait); err != nil {
				return err
			}
			continue
		}
		if r.hand(p); r.left {
			return nil
		}
	}
}

// waiting finds what is due to come again, or else how long nothing is; full is
// when as many batches are out as may be.
func (f *Feed) waiting() (due *parcel, wait time.Duration, full bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.clock.Now()
	for _, p := range f.parcels {
		switch left := p.due.Sub(now); {
		case p.out:
		case left <= 0:
			return p, 0, true
		case wait == 0 || left < wait:
			wait = left
		}
	}
	return nil, wait, len(f.parcels) >= f.cfg.MaxUnacked
}

// hand gives a parcel to the caller. What a change has replaced since it was sent
// back does not come again; where nothing else is left, nobody need be asked.
func (r *run) hand(p *parcel) {
	r.f.mu.Lock()
	b := p.batch(r.f)
	r.f.mu.Unlock()
	if len(b.Items) == 0 && len(b.Gaps) == 0 {
		_ = b.Ack(r.ctx) // an error of the store ends the range at its next step
		return
	}
	r.left = !r.yield(b, nil)
}

// gap hands out stretches that cannot be asked any more.
func (r *run) gap(s *stream, list []lost) error {
	f := r.f
	f.mu.Lock()
	p := &parcel{s: s, lost: list, stretch: stretch{list[0].from, list[len(list)-1].to}}
	f.parcels = append(f.parcels, p)
	f.mu.Unlock()
	f.sayLost(s, list)
	r.hand(p)
	return nil
}

// choice is the making of a step.
type choice struct {
	ours time.Time
	best step
	wait time.Duration // until something is due; 0 is never
	done bool
}

func (c *choice) sooner(d time.Duration) {
	if d = max(d, time.Millisecond); c.wait == 0 || d < c.wait {
		c.wait = d
	}
}

// step decides what is next. A window that is due goes before one of a later
// class, whoever's it is; among equals the one that waited longest.
func (f *Feed) step() step {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := choice{ours: f.clock.Now(), done: !f.cfg.To.IsZero() && len(f.parcels) == 0}
	for _, p := range f.parcels {
		if !p.out {
			c.sooner(p.due.Sub(c.ours))
		}
	}
	for _, s := range f.streams {
		if c.weigh(f, s); c.best.lost != nil {
			return c.best
		}
	}
	if c.best.task != nil {
		f.turns++
		c.best.stream.turn = f.turns
		return c.best
	}
	return step{done: c.done, sleep: c.wait}
}

// weigh holds what a source needs against the best so far. What is lost goes
// before everything: it is told as soon as it is known.
func (c *choice) weigh(f *Feed, s *stream) {
	v, r := f.view(s), s.limits()
	d := r.decide(v)
	if s.edge = d.edge; len(d.lost) > 0 {
		c.best = step{stream: s, lost: d.lost}
		return
	}
	c.done = c.done && r.done(v)
	if !d.next.IsZero() {
		c.sooner(d.next.Sub(v.now))
	}
	for _, t := range d.tasks {
		best := c.best
		if held := s.trouble.held(t.class); held.After(c.ours) {
			c.sooner(held.Sub(c.ours))
		} else if best.task == nil || t.class < best.task.class || t.class == best.task.class && s.turn < best.stream.turn {
			c.best = step{stream: s, task: &t}
		}
	}
}

// sleep waits for d, or for ever if it is 0, but not longer than until something
// changes.
func (f *Feed) sleep(ctx context.Context, d time.Duration) error {
	f.mu.Lock()
	if f.poked {
		f.poked = false
		f.mu.Unlock()
		return nil
	}
	nap, wake := context.WithCancel(ctx)
	f.wake = wake
	f.mu.Unlock()
	if d > 0 {
		_ = f.clock.Sleep(nap, d)
	} else {
		<-nap.Done()
	}
	f.mu.Lock()
	f.wake, f.poked = nil, false
	f.mu.Unlock()
	wake()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// poke ends a sleep, or keeps the next one from beginning. The lock is held.
func (f *Feed) poke() {
	f.poked = true
	if f.wake != nil {
		f.wake()
	}
}
