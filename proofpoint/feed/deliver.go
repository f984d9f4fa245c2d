// A batch in the caller's hands: acknowledged, in part or whole, sent back, or
// rejected record by record. What belongs together is committed together.

package feed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// parcel is what a batch is made of. It lives until all of it is acknowledged,
// however often that takes.
type parcel struct {
	s *stream
	w *window // nil where it holds gaps
	stretch
	items   []Item
	lost    []lost
	attempt int
	out     bool            // in the caller's hands
	due     time.Time       // ours, when it comes again
	over    map[string]bool // keys that were out in another parcel when this one was made
	stale   map[string]bool // keys of which a later version was committed meanwhile
}

func (p *parcel) in(list []*parcel) bool { return slices.Contains(list, p) }

// delivery is one time that a parcel is handed out.
type delivery struct {
	f        *Feed
	p        *parcel
	epoch    int
	ended    bool
	err      error
	rejected map[int]string
}

// batch hands p out once more. The lock is held.
func (p *parcel) batch(f *Feed) *Batch {
	p.out = true
	p.attempt++
	p.items = slices.DeleteFunc(p.items, func(i Item) bool { return p.stale[i.ID.Key] })
	b := &Batch{Source: p.s.src.Name, From: p.from, To: p.to, Items: slices.Clone(p.items), Attempt: p.attempt,
		own: &delivery{f: f, p: p, epoch: f.epoch}}
	for _, l := range p.lost {
		b.Gaps = append(b.Gaps, proofpoint.GapError{From: l.from, To: l.to, Reason: l.reason})
	}
	return b
}

// Ack commits the batch, all but the items at the given indices: those come again
// in a batch of their own, after a second at first and a minute at last. It goes
// on for at most ten seconds, even if ctx ends. A second call does nothing and
// returns what the first one did. On an error nothing was committed, or, with
// [ErrAckUnknown], that is not known; the range over the feed ends then, and the
// records come again when it is begun anew.
func (b *Batch) Ack(ctx context.Context, failed ...int) error {
	d := b.own
	if d == nil { // made by hand, in a test of a sink
		return nil
	}
	d.f.mu.Lock()
	if d.ended {
		defer d.f.mu.Unlock()
		return d.err
	}
	for _, i := range failed {
		if i < 0 || i >= len(d.p.items) {
			defer d.f.mu.Unlock()
			return fmt.Errorf("feed: Ack: there is no item %d in a batch of %d", i, len(d.p.items))
		}
	}
	d.ended = true
	d.err = d.ack(ctx, failed)
	d.f.mu.Unlock()
	if d.err == nil {
		d.f.tell(d.p.s)
	}
	return d.err
}

// void is why what is out does not count any more.
func (d *delivery) void() error {
	switch {
	case d.f.closed:
		return ErrClosed
	case d.epoch != d.f.epoch:
		return fmt.Errorf("%w: the feed began anew after an error of the store", ErrFenced)
	}
	return d.f.broken
}

func (d *delivery) ack(ctx context.Context, failed []int) error {
	if err := d.void(); err != nil {
		return err
	}
	f, p, s := d.f, d.p, d.p.s
	next := s.state.clone()
	c, again := d.change(next, failed)
	if len(again) > 0 && len(again) == len(p.items) {
		p.back(f)
		return nil
	}
	var whole []*window
	if len(again) == 0 {
		whole = s.wholeWithout(p)
		next.give(p.lost)
		s.cover(next, whole)
	}
	if err := f.commit(ctx, s, next, c); err != nil {
		return err
	}
	f.run.records += int64(len(c.IDs))
	f.supersede(p, c.IDs)
	for _, id := range c.IDs {
		if s.pending[id.Key].in == p {
			delete(s.pending, id.Key)
		}
	}
	if p.items = again; len(again) > 0 {
		p.back(f)
		return nil
	}
	f.remove(p, whole)
	return nil
}

// change is what is committed of a batch, counted into next, and the items that
// come again.
func (d *delivery) change(next *state, failed []int) (c Change, again []Item) {
	p, s := d.p, d.p.s
	c.Until = p.to.Add(s.keep())
	for i, item := range p.items {
		if p.stale[item.ID.Key] {
			continue // what is known of it is newer
		}
		why, dead := d.rejected[i]
		if !dead && slices.Contains(failed, i) {
			again = append(again, item)
			continue
		}
		c.IDs = append(c.IDs, item.ID)
		next.count(item)
		if dead {
			next.Totals.Dead++
			c.Dead = append(c.Dead, Dead{At: s.now(d.f.clock), Source: s.src.Name, ID: item.ID, Reason: why, Record: item.Raw})
		}
	}
	return c, again
}

// supersede tells what was handed out before p that its versions of the same
// records are old: to commit them later would make the newer one come again.
func (f *Feed) supersede(p *parcel, ids []ID) {
	if len(p.over) == 0 {
		return
	}
	for _, older := range f.parcels[:max(0, slices.Index(f.parcels, p))] {
		for _, id := range ids {
			if older.s == p.s && p.over[id.Key] {
				if older.stale == nil {
					older.stale = map[string]bool{}
				}
				older.stale[id.Key] = true
			}
		}
	}
}

// back lets a parcel come again.
func (p *parcel) back(f *Feed) {
	p.out = false
	p.due = f.clock.Now().Add(min(time.Second<<min(p.attempt-1, 6), time.Minute))
	f.poke()
}

// remove forgets a parcel that was acknowledged, and the windows that are whole
// with it.
func (f *Feed) remove(p *parcel, whole []*window) {
	f.parcels = slices.DeleteFunc(f.parcels, func(o *parcel) bool { return o == p })
	for _, w := range p.s.windows {
		delete(w.needs, p)
	}
	for _, w := range whole {
		p.s.dropWindow(w)
		f.run.windows++
	}
	f.poke()
}

// wholeWithout lists the windows that wait for nothing but p.
func (s *stream) wholeWithout(p *parcel) []*window {
	var out []*window
	for _, w := range s.windows {
		if w.whole && (len(w.needs) == 0 || len(w.needs) == 1 && w.needs[p]) {
			out = append(out, w)
		}
	}
	return out
}

// complete commits the windows of a source that wait for nothing.
func (f *Feed) complete(ctx context.Context, s *stream) error {
	whole := s.wholeWithout(nil)
	next := s.state.clone()
	s.cover(next, whole)
	if err := f.commit(ctx, s, next, Change{}); err != nil {
		return err
	}
	for _, w := range whole {
		s.dropWindow(w)
		f.run.windows++
	}
	return nil
}

// cover puts windows into a ledger. What was given up, and what needs no asking
// any more, stays so; nothing begins before the source does. Two windows may
// overlap: what one left out because it was out in the other it waits for.
func (s *stream) cover(next *state, whole []*window) {
	for _, w := range whole {
		next.Totals.Windows++
		if !w.upTo.After(w.from) {
			continue
		}
		taken := []stretch{{time.Time{}, next.Start}}
		for _, seg := range next.Ledger {
			if seg.Asked.IsZero() {
				taken = append(taken, seg.stretch())
			}
		}
		for _, part := range without([]stretch{{w.from, w.upTo}}, taken) {
			next.Ledger = next.Ledger.put(segment{From: part.from, To: part.to, Asked: w.asked})
		}
	}
	next.Ledger = next.Ledger.settle(s.rules.last())
}

// Nack sends the whole batch back: it comes again, after a second at first and a
// minute at last. reason is logged. After Ack it does nothing.
func (b *Batch) Nack(reason error) {
	d := b.own
	if d == nil {
		return
	}
	d.f.mu.Lock()
	defer d.f.mu.Unlock()
	if d.ended {
		return
	}
	d.ended = true
	d.err = fmt.Errorf("feed: the batch was sent back: %w", orError(reason))
	if d.void() == nil {
		d.p.back(d.f)
		d.f.sayNack(d.p, reason)
	}
}

// Reject says that no sink will ever take an item, and why: it goes to the dead
// letters when the batch is acknowledged, and does not come again. It panics if
// there is no such item, as an index does.
func (b *Batch) Reject(item int, why error) {
	d := b.own
	_ = b.Items[item]
	if d == nil {
		return
	}
	d.f.mu.Lock()
	defer d.f.mu.Unlock()
	if d.rejected == nil {
		d.rejected = map[int]string{}
	}
	d.rejected[item] = orError(why).Error()
}
