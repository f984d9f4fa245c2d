// The line: children in the order in which they are handed on, some of them
// running ahead. Only its first is ever waited for, so who runs ahead may be
// held up without holding up anybody. Everything here but feed belongs to the
// goroutine of its walk.

package proofpoint

import (
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	maxAhead = 64  // children that run ahead in a sequence, all levels together
	maxLine  = 256 // children and ends of records in one line
	theEnd   = -1  // in place of a Then: nothing more comes of the record
	oddOnly  = -2  // in place of a Then: a record that comes with an error, and no children
)

// chain is what all walks of one sequence share.
type chain struct {
	memory *memory // nil: nothing is remembered
	ahead  atomic.Int64
	spent  spentPools
}

// place is where a child stands in its chain.
type place struct {
	chain   *chain
	level   int
	parent  *Record
	carried []member
	note    *answer // to be written by this child; nil: its answer is not remembered
	held    []pair  // an answer that was remembered
	again   bool    // held is to be handed on, instead of asking
}

// slot is one place in the line.
type slot struct {
	of      *pending
	then    int // which Then, or theEnd
	ask     Request
	err     error // it could not be built; or what is wrong with the record
	carried []member
	known   *answer // what is remembered of it
	feed    *feed   // where it runs ahead; nil: it is asked when its turn comes
}

// line is what waits to be handed on.
type line struct {
	slots []*slot
	bytes int64 // of the records in it
	ahead sync.WaitGroup
}

// push puts s at the end of the line and starts it, if its Then lets it run
// ahead. What need not wait any longer is taken.
func (w *walk) push(s *slot) {
	if w.done {
		return
	}
	ahead := 1
	for _, t := range w.r.Then {
		ahead = max(ahead, t.Parallel)
	}
	if s.then >= 0 && s.err == nil && w.r.Then[s.then].Parallel > 1 {
		for !w.done && w.running(s.then) >= min(w.r.Then[s.then].Parallel, maxAhead) {
			w.pop()
		}
		if w.done {
			return
		}
		w.start(s)
	}
	w.line.slots = append(w.line.slots, s)
	for !w.done && len(w.line.slots) > 0 &&
		(ahead == 1 || len(w.line.slots) > maxLine || w.line.bytes > w.c.recordLimit() || w.line.slots[0].ready()) {
		w.pop()
	}
}

// running counts the children of one Then that run ahead or wait to be taken.
func (w *walk) running(then int) (n int) {
	for _, s := range w.line.slots {
		if s.then == then && s.feed != nil {
			n++
		}
	}
	return n
}

// pop takes the first of the line, waiting for it.
func (w *walk) pop() {
	s := w.line.slots[0]
	w.line.slots = slices.Delete(w.line.slots, 0, 1)
	w.serve(s)
	w.drop(s)
}

// drop gives up what still runs for s.
func (w *walk) drop(s *slot) {
	if s.feed != nil {
		s.feed.leave()
		s.feed = nil
		w.chain.ahead.Add(-1)
	}
}

// settle takes all that is in line: at the end of a page, before the cursor
// moves.
func (w *walk) settle() {
	for !w.done && len(w.line.slots) > 0 {
		w.pop()
	}
}

// leave ends what runs ahead and waits for it, and lets go of an answer that
// others may wait for.
func (w *walk) leave() {
	if p := w.o.place; p != nil && p.note != nil {
		w.chain.memory.settle(p.note, false)
	}
	for _, s := range w.line.slots {
		w.drop(s)
	}
	w.line.slots = nil
	w.line.ahead.Wait()
}

// start lets a child run ahead, unless too many do, or its answer is known, or
// being asked for. It is claimed here, in order, so that of two parents the
// first one asks.
func (w *walk) start(s *slot) {
	if w.chain.ahead.Add(1) > maxAhead {
		w.chain.ahead.Add(-1)
		return
	}
	note, mine := w.claim(s)
	if note != nil && !mine {
		w.chain.ahead.Add(-1)
		if note.isKnown() {
			s.known = note
		}
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	f := &feed{cancel: cancel, share: w.c.recordLimit() / maxAhead}
	f.moved.L = &f.mu
	seq := w.walkChild(ctx, s, note)
	s.feed = f
	w.line.ahead.Go(func() {
		defer cancel()
		defer f.close()
		for r, err := range seq {
			if !f.put(pair{r, err}) {
				return
			}
		}
	})
}

// answersOf is a child's sequence: remembered, running, or asked for now.
func (w *walk) answersOf(s *slot) iter.Seq2[Record, error] {
	switch {
	case s.err != nil:
		return func(yield func(Record, error) bool) { yield(Record{}, s.err) }
	case s.feed != nil:
		return s.feed.walk
	case s.known != nil:
		return w.repeat(s, s.known)
	}
	for {
		note, mine := w.claim(s)
		switch {
		case note == nil || mine:
			return w.walkChild(w.ctx, s, note)
		case note.isKnown() || w.onlyOnce(s):
			return w.repeat(s, note)
		}
		// Another branch of the chain asks. It is waited for without harm: what is
		// remembered is read whole before any of it is handed on.
		select {
		case <-note.done:
		case <-w.ctx.Done():
			return func(yield func(Record, error) bool) { yield(Record{}, context.Cause(w.ctx)) }
		}
	}
}

// walkChild is the sequence of a child that is asked.
func (w *walk) walkChild(ctx context.Context, s *slot, note *answer) iter.Seq2[Record, error] {
	return w.c.walkRequest(ctx, s.ask, nil, w.o.child(&place{chain: w.chain, level: w.level() + 1, parent: &s.of.Record, carried: s.carried, note: note}))
}

// repeat is the sequence of a child that is known: nothing where it came before
// and would be the same.
func (w *walk) repeat(s *slot, note *answer) iter.Seq2[Record, error] {
	switch {
	case w.onlyOnce(s):
		return func(func(Record, error) bool) {}
	case note.err != nil && len(note.held) == 0:
		return func(yield func(Record, error) bool) { yield(Record{}, note.err) }
	}
	return w.c.walkRequest(w.ctx, s.ask, nil, w.o.child(&place{chain: w.chain, level: w.level() + 1, parent: &s.of.Record, carried: s.carried, held: note.held, again: true}))
}

// onlyOnce reports whether the same child is not wanted again for another
// parent.
func (w *walk) onlyOnce(s *slot) bool {
	t := w.r.Then[s.then]
	return t.Name == "" && len(t.Carry) == 0
}

func (w *walk) level() int {
	if w.o.place == nil {
		return 0
	}
	return w.o.place.level
}

// ready reports whether the first of a line can be taken without waiting for
// what runs ahead.
func (s *slot) ready() bool { return s.feed == nil || s.feed.finished() }

// pair is one step of a sequence.
type pair struct {
	r   Record
	err error
}

// feed is what a child that runs ahead has brought so far. Beyond its share of
// bytes it waits until it is taken.
type feed struct {
	cancel context.CancelFunc
	share  int64

	mu         sync.Mutex
	moved      sync.Cond
	pairs      []pair
	bytes      int64
	over, left bool // it has brought all; nobody takes any more
}

func (f *feed) put(p pair) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	size := max(int64(len(p.r.Raw)), leastHeld)
	for !f.left && len(f.pairs) > 0 && f.bytes+size > f.share {
		f.moved.Wait()
	}
	f.pairs, f.bytes = append(f.pairs, p), f.bytes+size
	f.moved.Broadcast()
	return !f.left
}

func (f *feed) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.over = true
	f.moved.Broadcast()
}

func (f *feed) leave() {
	f.cancel()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left = true
	f.moved.Broadcast()
}

func (f *feed) finished() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.over
}

// next waits for what has come since the last call; nothing is the end.
func (f *feed) next() []pair {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.pairs) == 0 && !f.over {
		f.moved.Wait()
	}
	pairs := f.pairs
	f.pairs, f.bytes = nil, 0
	f.moved.Broadcast()
	return pairs
}

func (f *feed) walk(yield func(Record, error) bool) {
	for pairs := f.next(); len(pairs) > 0; pairs = f.next() {
		for _, p := range pairs {
			if !yield(p.r, p.err) {
				return
			}
		}
	}
}
