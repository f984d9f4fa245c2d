// One window: it is asked, what came is identified, what is known is dropped,
// and the rest is handed out in parts. A window counts only when it was read to
// its end, and as far as the service's own clock had come when it answered.

package feed

import (
	"context"
	"errors"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// window is a stretch that is being asked, or waits for what came of it to be
// acknowledged.
type window struct {
	task
	s     *stream
	now   time.Time // the service's, as it was expected
	asked time.Time // the service's, by its answer
	upTo  time.Time // how far it counts
	whole bool      // read to its end
	short bool      // the service said that it answered for a part only
	again bool      // some of it had been acknowledged before
	needs map[*parcel]bool
}

// pending is an identity that is out.
type pending struct {
	version string
	in      *parcel
}

// fetch is the reading of one window.
type fetch struct {
	r       *run
	w       *window
	raw     []proofpoint.Record // read, not looked up yet
	flaws   []error
	rawSize int
	items   []Item // new, not handed out yet
	size    int
	news    map[string]string // versions by key: of items, and of what this look-up made of them
	of      *origin
	needs   []*parcel // what is not in this window because it is out in others
	arrived time.Time // ours, when the page that is being read began
}

// ask takes one window. Its error ends the feed.
func (r *run) ask(s *stream, t task) error {
	f := r.f
	w := f.open(s, t)
	x := &fetch{r: r, w: w, news: map[string]string{}, of: &origin{s.src.Name, t.stretch}}
	err := x.read()
	if err == nil && !r.left {
		err = x.finish()
	}
	if w.whole {
		f.tell(s)
		return err
	}
	f.drop(w)
	switch {
	case r.left:
		return nil
	case r.ctx.Err() != nil:
		return context.Cause(r.ctx)
	}
	return f.failed(s, w, err)
}

// open notes a window as being asked.
func (f *Feed) open(s *stream, t task) *window {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := &window{task: t, s: s, now: s.now(f.clock), upTo: t.to, needs: map[*parcel]bool{}}
	for _, seg := range s.state.Ledger {
		w.again = w.again || seg.Expired == "" && seg.stretch().overlaps(t.stretch) && t.class == settling
	}
	s.windows = append(s.windows, w)
	return w
}

// drop forgets a window that will not be whole. What was handed out of it may
// still be acknowledged.
func (f *Feed) drop(w *window) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w.s.dropWindow(w)
}

func (s *stream) dropWindow(w *window) {
	for i, other := range s.windows {
		if other == w {
			s.windows = append(s.windows[:i:i], s.windows[i+1:]...)
			return
		}
	}
}

// read asks for the window and takes its records.
func (x *fetch) read() error {
	s, f := x.w.s, x.r.f
	req, err := s.src.Request(x.w.from, x.w.to)
	if err != nil {
		return err
	}
	f.mu.Lock()
	govern := f.governor(s, x.w.class)
	f.mu.Unlock()
	opts := []proofpoint.CallOption{proofpoint.At(x.w.now), proofpoint.Paced(govern), proofpoint.OnPage(x.page), proofpoint.Retry(proofpoint.NoRetry)}
	for rec, err := range f.cfg.Client.Records(x.r.ctx, req, opts...) {
		if x.arrived.IsZero() {
			x.arrived = f.clock.Now()
		}
		flaw, broken := errors.AsType[*proofpoint.RecordError](err)
		gap, short := errors.AsType[*proofpoint.GapError](err)
		switch {
		case short: // the service answered only until then: the rest is still to be asked
			x.w.upTo, x.w.short = earliest(x.w.upTo, gap.From.UTC().Truncate(time.Second)), true
			continue
		case err != nil && !broken:
			return err
		case broken:
			err = flaw
		}
		if err := x.take(rec, err); err != nil || x.r.left {
			return err
		}
	}
	return nil
}

// page learns the service's time from an answer. The window counts up to the time
// of its first one.
func (x *fetch) page(p proofpoint.Page) {
	f := x.r.f
	if x.arrived.IsZero() {
		x.arrived = f.clock.Now()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	x.w.s.heard(p.Now, x.arrived)
	x.arrived = time.Time{}
	if x.w.asked.IsZero() {
		x.w.asked = p.Now.UTC().Truncate(time.Second)
	}
}

// take adds a record, and looks up what was read when that is enough for a batch.
func (x *fetch) take(rec proofpoint.Record, flaw error) error {
	x.raw, x.flaws = append(x.raw, rec), append(x.flaws, flaw)
	x.rawSize += len(rec.Raw)
	if len(x.raw) >= x.r.f.cfg.MaxRecords || x.rawSize >= x.r.f.cfg.MaxBytes {
		return x.lookUp()
	}
	return nil
}

// lookUp drops what is known of what was read, and hands out full batches. The
// last part is kept: only with it can a window be acknowledged.
func (x *fetch) lookUp() error {
	ids, err := x.identify()
	if err != nil {
		return err
	}
	// What was handed out of this window is known by the store, or as pending; but
	// what is handed out from here on was not when the store was asked.
	clear(x.news)
	for _, i := range x.items {
		x.news[i.ID.Key] = i.ID.Version
	}
	raw, flaws := x.raw, x.flaws
	x.raw, x.flaws, x.rawSize = nil, nil, 0
	// All are judged before any is handed out: what is acknowledged meanwhile was
	// not known yet when the store was asked.
	var fresh []Item
	for i, rec := range raw {
		if item, ok := x.judge(rec, flaws[i], ids[i]); ok {
			fresh = append(fresh, item)
			x.news[item.ID.Key] = item.ID.Version
		}
	}
	for _, item := range fresh {
		if len(x.items) >= x.r.f.cfg.MaxRecords || len(x.items) > 0 && x.size+len(item.Raw) > x.r.f.cfg.MaxBytes {
			if err := x.flush(); err != nil || x.r.left {
				return err
			}
		}
		x.items = append(x.items, item)
		x.size += len(item.Raw)
	}
	return nil
}

// known is an identity, and what the store knows of it.
type known struct {
	id   ID
	seen Version
	err  error
}

// identify names what was read and asks the store about it.
func (x *fetch) identify() ([]known, error) {
	s, f := x.w.s, x.r.f
	out, keys := make([]known, len(x.raw)), make([]string, len(x.raw))
	for i, rec := range x.raw {
		id, err := s.src.Identity(rec)
		if err != nil || id.Key == "" { // it is delivered all the same, and known by its bytes
			id = ID{Key: "~e" + sum(rec.Raw)}
		}
		out[i], keys[i] = known{id: id, err: err}, id.Key
	}
	seen, err := f.cfg.Store.Seen(x.r.ctx, s.id.key, keys)
	if err != nil {
		return nil, &storeError{err}
	}
	for i := range out {
		out[i].seen = seen[i]
	}
	return out, nil
}

// judge makes an item of a record, unless it is known as it is.
func (x *fetch) judge(rec proofpoint.Record, flaw error, k known) (Item, bool) {
	s := x.w.s
	x.r.f.mu.Lock()
	out, isOut := s.pending[k.id.Key]
	x.r.f.mu.Unlock()
	if isOut {
		k.seen = Version{out.version, true}
	}
	if version, here := x.news[k.id.Key]; here {
		k.seen, isOut = Version{version, true}, false
	}
	if k.seen.Known && (k.seen.Version == k.id.Version || k.id.Version == "") {
		if isOut && out.in.w != x.w {
			x.needs = append(x.needs, out.in)
		}
		return Item{}, false
	}
	item := Item{Record: rec, ID: k.id, Kind: s.src.Kind(rec), Changed: k.seen.Known, Flaw: flaw, of: x.of}
	if item.Flaw == nil {
		item.Flaw = k.err
	}
	if x.w.again && !item.Changed {
		item.LateBy = max(0, s.now(x.r.f.clock).Sub(x.w.to))
	}
	return item, true
}

// flush hands out what was gathered.
func (x *fetch) flush() error {
	if len(x.items) == 0 {
		return nil
	}
	if err := x.r.room(); err != nil || x.r.left {
		return err
	}
	f := x.r.f
	f.mu.Lock()
	p := x.parcel()
	f.mu.Unlock()
	x.r.hand(p)
	return x.r.over()
}

// parcel makes one of what was gathered. The lock is held.
func (x *fetch) parcel() *parcel {
	p := &parcel{s: x.w.s, w: x.w, items: x.items, stretch: x.w.stretch}
	for _, i := range x.items {
		if _, out := x.w.s.pending[i.ID.Key]; out {
			if p.over == nil {
				p.over = map[string]bool{}
			}
			p.over[i.ID.Key] = true
		}
		x.w.s.pending[i.ID.Key] = pending{i.ID.Version, p}
	}
	x.w.needs[p] = true
	x.r.f.parcels = append(x.r.f.parcels, p)
	x.items, x.size = nil, 0
	return p
}

// finish is the end of a window that was read whole: the last part is handed out,
// or, if nothing is out, the window is committed.
func (x *fetch) finish() error {
	if err := x.lookUp(); err != nil || x.r.left {
		return err
	}
	if len(x.items) > 0 {
		if err := x.r.room(); err != nil || x.r.left {
			return err
		}
	}
	last, err := x.last()
	if last != nil {
		x.r.hand(last)
	}
	return err
}

// last notes the window as whole, in one step with its last part, if there is
// one: an acknowledgement in between must not take it for done.
func (x *fetch) last() (*parcel, error) {
	f, w := x.r.f, x.w
	f.mu.Lock()
	defer f.mu.Unlock()
	var p *parcel
	if len(x.items) > 0 {
		p = x.parcel()
	}
	f.wholeWindow(w, x.needs)
	if len(w.needs) > 0 {
		return p, nil
	}
	return nil, f.complete(x.r.ctx, w.s)
}

// wholeWindow notes that a window was read to its end, and how far it counts.
func (f *Feed) wholeWindow(w *window, needs []*parcel) {
	w.whole = true
	if w.asked.IsZero() {
		w.asked = w.now.Truncate(time.Second)
	}
	w.upTo = earliest(w.upTo, w.asked)
	for _, p := range needs {
		if p.in(f.parcels) {
			w.needs[p] = true
		}
	}
	if w.short {
		w.s.trouble.again(w.class, f.clock.Now())
		return
	}
	w.s.trouble.clear(w.class)
	if w.s.calm--; w.s.calm < 0 {
		w.s.calm, w.s.width = 0, min(w.s.rules.max, 2*max(w.s.width, w.s.rules.min))
	}
}
