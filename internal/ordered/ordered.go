// The loop: elements are gathered into batches, workers compute these, and
// results are handed out as soon as all before them were. What is under way is
// bounded by the ring of batches.

package ordered

import (
	"iter"
	"sync"
	"sync/atomic"
)

// Bounds of what is under way, for n workers: ahead*n batches of that many
// elements, and so many times batchBytes in all, one element more at most.
const (
	ahead      = 2
	batchCount = 32
	batchBytes = 64 << 10
)

// Map yields what work makes of each element of seq, in the order of seq. Each of
// the n goroutines, 1 at least, has a work function of its own, made by newWork;
// size says how many bytes an element holds.
//
// The first element is computed before the next is asked for. Later ones may
// wait for those behind them: a batch goes to a worker when it is full, or when
// no other is under way.
//
// The goroutines start with the loop and have ended when it ends, however it
// does: a break waits for the calls of work that are running. A panic in work
// is raised where the loop runs, after the results before it; so is
// runtime.Goexit.
func Map[In, Out any](seq iter.Seq[In], n int, size func(In) int, newWork func() func(In) Out) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		r := &run[In, Out]{size: size, yield: yield, queue: make(chan *batch[In, Out], ahead*n), most: 1, limit: ahead * n * batchBytes}
		for range ahead * n {
			r.idle = append(r.idle, &batch[In, Out]{done: make(chan struct{}, 1)})
		}
		defer r.stop()
		for range n {
			work := newWork()
			r.workers.Go(func() { r.serve(work) })
		}
		for in := range seq {
			if !r.take(in) {
				return
			}
		}
		r.finish()
	}
}

// run is one range over a sequence. Only the fields that are so marked are seen
// by workers.
type run[In, Out any] struct {
	size  func(In) int
	yield func(Out) bool

	filling *batch[In, Out]
	bytes   int               // in filling
	most    int               // elements of the next batch
	pending []*batch[In, Out] // under way, the oldest first
	under   int               // bytes in pending
	limit   int               // for them
	idle    []*batch[In, Out]

	queue   chan *batch[In, Out] // workers
	open    atomic.Int64         // batches that no worker has finished; workers
	stopped atomic.Bool          // workers
	workers sync.WaitGroup
}

// take adds an element and hands out what is ready. It gives false when the loop
// has ended.
func (r *run[In, Out]) take(in In) bool {
	if r.filling == nil {
		r.filling = r.idle[len(r.idle)-1]
		r.idle = r.idle[:len(r.idle)-1]
	}
	r.filling.in = append(r.filling.in, in)
	r.bytes += r.size(in)
	if len(r.filling.in) < r.most && r.bytes < batchBytes && r.open.Load() > 0 {
		return true
	}
	first := r.most == 1
	r.send()
	r.most = min(2*r.most, batchCount)
	for len(r.pending) > 0 && (first || len(r.idle) == 0 || r.under > r.limit || r.pending[0].ready()) {
		if !r.hand() {
			return false
		}
	}
	return true
}

// send gives the batch to the workers.
func (r *run[In, Out]) send() {
	r.open.Add(1)
	r.pending = append(r.pending, r.filling)
	r.filling.bytes = r.bytes
	r.under += r.bytes
	r.queue <- r.filling // has room for all batches there are
	r.filling, r.bytes = nil, 0
}

// finish hands out all that is left.
func (r *run[In, Out]) finish() {
	if r.filling != nil {
		r.send()
	}
	for len(r.pending) > 0 && r.hand() {
	}
}

// hand waits for the oldest batch and hands out its results.
func (r *run[In, Out]) hand() bool {
	b := r.pending[0]
	b.wait()
	r.pending = append(r.pending[:0], r.pending[1:]...)
	for _, out := range b.out {
		if !r.yield(out) {
			return false
		}
	}
	b.raise()
	r.under -= b.bytes
	b.reset()
	r.idle = append(r.idle, b)
	return true
}

// stop ends the workers and waits for them.
func (r *run[In, Out]) stop() {
	r.stopped.Store(true)
	close(r.queue)
	r.workers.Wait()
}

// serve is a worker.
func (r *run[In, Out]) serve(work func(In) Out) {
	for b := range r.queue {
		r.compute(b, work)
	}
}

func (r *run[In, Out]) compute(b *batch[In, Out], work func(In) Out) {
	defer func() {
		if !b.whole {
			b.panicked = recover() // nil is runtime.Goexit, which goes on
		}
		r.open.Add(-1)
		b.done <- struct{}{}
	}()
	for _, in := range b.in {
		if r.stopped.Load() {
			break
		}
		b.out = append(b.out, work(in))
	}
	b.whole = true
}
