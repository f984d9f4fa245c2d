// A batch: what travels between the loop and a worker. It belongs to one of them
// at a time; queue and done hand it over.

package ordered

import "runtime"

type batch[In, Out any] struct {
	in       []In
	out      []Out
	bytes    int  // of in
	whole    bool // all was computed, or nobody wants it any more
	panicked any
	done     chan struct{} // of one place, which is filled by the worker
	seen     bool          // done was received from
}

// ready says whether the worker is through.
func (b *batch[In, Out]) ready() bool {
	if !b.seen {
		select {
		case <-b.done:
			b.seen = true
		default:
		}
	}
	return b.seen
}

// wait waits until the worker is through.
func (b *batch[In, Out]) wait() {
	if !b.seen {
		<-b.done
		b.seen = true
	}
}

// raise ends the goroutine that calls it as the worker's was ended, if it was.
func (b *batch[In, Out]) raise() {
	switch {
	case b.whole:
	case b.panicked != nil:
		panic(b.panicked)
	default:
		runtime.Goexit()
	}
}

// reset makes the batch empty and lets go of what was in it.
func (b *batch[In, Out]) reset() {
	clear(b.in)
	clear(b.out)
	b.in, b.out = b.in[:0], b.out[:0]
	b.whole, b.seen = false, false
}
