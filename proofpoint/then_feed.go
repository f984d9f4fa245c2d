// What a child that runs ahead brings, until its turn comes. It crosses from its
// own goroutine to that of the walk that asked for it, and so does a panic.

package proofpoint

import (
	"context"
	"iter"
	"sync"
)

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
	taken  bool // to the end; of who takes

	mu         sync.Mutex
	moved      sync.Cond
	pairs      []pair
	bytes      int64
	over, left bool // it has brought all; nobody takes any more
	thrown     any  // what it panicked with; nil: it did not
}

// fill puts what seq brings. What it panics with is kept for who takes: a panic
// on a goroutine of the library's own would end the program, past every recover
// of the caller's.
func (f *feed) fill(seq iter.Seq2[Record, error]) {
	defer func() { f.close(recover()) }()
	for r, err := range seq {
		if !f.put(pair{r, err}) {
			return
		}
	}
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

func (f *feed) close(thrown any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.over, f.thrown = true, thrown
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

// next waits for what has come since the last call; nothing is the end. A panic
// goes on here, on the walk's goroutine, when its turn comes; who has left does
// not meet it, as if the child had not been asked yet.
func (f *feed) next() []pair {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.pairs) == 0 && !f.over {
		f.moved.Wait()
	}
	if len(f.pairs) == 0 && f.thrown != nil {
		panic(f.thrown)
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
				f.taken = p.err != nil && !CanContinue(p.err) // nothing comes behind
				return
			}
		}
	}
	f.taken = true
}
