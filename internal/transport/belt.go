// Why this file is here: two steps of a body run beside the reader of records, reading the network and
// inflating, and both hand their bytes on in the same way. A belt carries them: a few buffers that go
// to and fro between the goroutine that fills them and the one that reads them.

package transport

import (
	"errors"
	"io"
	"net/http"
)

const beltBuffers = 4

// filled is buffer number buf with n bytes, and what came after them.
type filled struct {
	buf, n int
	err    error
}

// belt has one goroutine on each side. done ends both.
type belt struct {
	bufs     [beltBuffers][]byte
	free     chan int
	full     chan filled // has room for all buffers, so that handing over never blocks
	done     <-chan struct{}
	finished chan struct{} // closed when run has returned

	held int    // the reader's side: the buffer that rest lies in, -1: none
	rest []byte // not yet read
	err  error  // after rest
}

func newBelt(bufs [beltBuffers][]byte, done <-chan struct{}) *belt {
	b := &belt{bufs: bufs, free: make(chan int, beltBuffers), full: make(chan filled, beltBuffers), done: done, finished: make(chan struct{}), held: -1}
	for i := range bufs {
		b.free <- i
	}
	return b
}

// run fills buffers until an error, which the last of them carries, or until done.
func (b *belt) run(fill func([]byte) (int, error)) {
	over := false
	defer func() {
		if !over { // fill ended the goroutine: whoever reads must not wait for ever
			b.full <- filled{err: errBadBody}
		}
		close(b.finished)
	}()
	for {
		var next filled
		select {
		case <-b.done:
			over = true
			return
		case next.buf = <-b.free:
		}
		next.n, next.err = guarded(fill, b.bufs[next.buf])
		b.full <- next
		if over = next.err != nil; over {
			return
		}
	}
}

var errBadBody = errors.New("the response body broke the rules of reading")

// guarded calls fill. A body is the caller's RoundTripper's: a panic or a wrong count in it must not end
// the process from a goroutine where the caller cannot recover it.
func guarded(fill func([]byte) (int, error), buf []byte) (n int, err error) {
	defer func() {
		if recover() != nil {
			n, err = 0, errBadBody
		}
	}()
	if n, err = fill(buf); n < 0 || n > len(buf) {
		return 0, errBadBody
	}
	return n, err
}

// waiting reports whether a Read may have to wait.
func (b *belt) waiting() bool { return len(b.rest) == 0 && b.err == nil && len(b.full) == 0 }

// Read reads what was filled; after done it fails.
func (b *belt) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		if b.held >= 0 {
			b.free <- b.held
			b.held = -1
		}
		select {
		case <-b.done:
			return 0, http.ErrBodyReadAfterClose
		case f := <-b.full:
			b.held, b.rest, b.err = f.buf, b.bufs[f.buf][:f.n], f.err
		}
	}
	n := copy(p, b.rest)
	if b.rest = b.rest[n:]; len(b.rest) == 0 {
		return n, b.err
	}
	return n, nil
}

var _ io.Reader = (*belt)(nil)
