// The line: children in the order in which they are handed on, some of them
// running ahead. Only its first is ever waited for, so who runs ahead may be
// held up without holding up anybody. Everything here but feed belongs to the
// goroutine of its walk.

package proofpoint

import (
	"context"
	"iter"
	"slices"
	"strconv"
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
	path    string // the indexes of the Thens that led here: "/0/1"
	parent  *Record
	carried []member
	wanted  bool    // something above wants it for each of its parents
	ahead   bool    // it runs ahead, or something above does
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
	note    *answer // to be written by it where it runs ahead; nil: none
	key     *childKey
	feed    *feed // where it runs ahead; nil: it is asked when its turn comes
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
	for i := range w.r.Then {
		ahead = max(ahead, w.parallel(i))
	}
	if s.then >= 0 && s.err == nil && w.parallel(s.then) > 1 {
		for !w.done && w.running(s.then) >= min(w.parallel(s.then), maxAhead) {
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

// pop takes the first of the line, waiting for it. The caller's loop may end in a
// panic, and then too nothing may be left that waits to be taken.
func (w *walk) pop() {
	s := w.line.slots[0]
	w.line.slots = slices.Delete(w.line.slots, 0, 1)
	defer w.drop(s)
	w.serve(s)
}

// drop gives up what still runs for s.
func (w *walk) drop(s *slot) {
	if s.feed != nil {
		s.feed.leave()
		if s.note != nil && !s.note.hold && !s.feed.taken {
			w.chain.memory.lose(s.note)
		}
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
		if note.isSettled() {
			s.known = note
		}
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	f := &feed{cancel: cancel, share: w.c.recordLimit() / maxAhead}
	f.moved.L = &f.mu
	seq := w.walkChild(ctx, s, note, true)
	s.feed, s.note = f, note
	w.line.ahead.Go(func() {
		defer cancel()
		f.fill(seq)
	})
}

// answersOf is a child's sequence: remembered, running, or asked for now.
func (w *walk) answersOf(s *slot) iter.Seq2[Record, error] {
	if s.err != nil {
		return func(yield func(Record, error) bool) { yield(Record{}, s.err) }
	}
	seq, first := w.asked(s)
	if w.chain.memory == nil {
		return seq
	}
	if w.onceOnly(s.then) && s.ask.repeatable() && (!first || w.o.ahead()) {
		seq = bracketed(w.keyOf(s), seq)
	}
	if w.o.ahead() {
		return seq
	}
	return w.sift(seq)
}

// asked also tells whether the child is asked here; outside of branches that is
// the first time, in the order of the sequence.
func (w *walk) asked(s *slot) (seq iter.Seq2[Record, error], first bool) {
	if s.feed != nil {
		return s.feed.walk, true
	}
	note, mine := s.known, false
	for {
		if note == nil {
			if note, mine = w.claim(s); note == nil || mine {
				return w.walkChild(w.ctx, s, note, false), true
			}
		}
		// Another branch of the chain may still ask. It is waited for without harm:
		// either what is remembered is read whole before any of it is handed on, or
		// it stands further in front.
		select {
		case <-note.done:
		case <-w.ctx.Done():
			return func(yield func(Record, error) bool) { yield(Record{}, context.Cause(w.ctx)) }, false
		}
		if held, err, kept := w.chain.memory.recall(note); kept {
			return w.repeat(s, held, err), false
		}
		note = nil
	}
}

// walkChild is the sequence of a child that is asked.
func (w *walk) walkChild(ctx context.Context, s *slot, note *answer, ahead bool) iter.Seq2[Record, error] {
	p := w.placeOf(s)
	p.note, p.ahead = note, ahead || p.ahead
	return w.c.walkRequest(ctx, s.ask, nil, w.o.child(p))
}

// repeat is the sequence of a child that is known: nothing where it was handed
// on and is not wanted again.
func (w *walk) repeat(s *slot, held []pair, err error) iter.Seq2[Record, error] {
	if err != nil {
		return func(yield func(Record, error) bool) { yield(Record{}, err) }
	}
	p := w.placeOf(s)
	p.held, p.again = held, true
	return w.c.walkRequest(w.ctx, s.ask, nil, w.o.child(p))
}

func (w *walk) placeOf(s *slot) *place {
	return &place{chain: w.chain, path: w.o.path() + "/" + strconv.Itoa(s.then), parent: &s.of.Record, carried: s.carried,
		wanted: w.o.wanted() || !w.r.Then[s.then].plain(), ahead: w.o.ahead()}
}

func (c *call) path() string {
	if c.place == nil {
		return ""
	}
	return c.place.path
}

func (c *call) wanted() bool { return c.place != nil && c.place.wanted }
func (c *call) ahead() bool  { return c.place != nil && c.place.ahead }

// ready reports whether the first of a line can be taken without waiting for
// what runs ahead.
func (s *slot) ready() bool { return s.feed == nil || s.feed.finished() }
