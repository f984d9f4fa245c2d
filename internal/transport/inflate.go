// Why this file is here: inflating is the slowest thing on the road, so it runs on a goroutine of its
// own beside the reader of records. A goroutine that outlives the body would be a leak in every program
// that stops a loop early; hence Close waits. What a page needs (window, buffers, channels) is kept
// for the next one.

package transport

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

const (
	ringBuffers = 4
	ringBuffer  = 128 << 10
	wireBuffer  = 64 << 10
)

// ring is a gzipBody's pipeline: buffers go to and fro by their number.
type ring struct {
	*workspace
	free     chan int
	full     chan filled // has room for all buffers, so that handing over never blocks
	finished chan struct{}
}

// filled is buffer number buf with n bytes, and what came after them.
type filled struct {
	buf, n int
	err    error
}

// workspace is the large part of a ring, kept from page to page. It holds no channel: one made in a
// synctest bubble may not be used outside it, and the pool spans all of them.
type workspace struct {
	gz   gzip.Reader
	wire *bufio.Reader
	bufs [ringBuffers][]byte
}

var workspaces = sync.Pool{New: func() any {
	w := &workspace{wire: bufio.NewReaderSize(nil, wireBuffer)}
	for i := range w.bufs {
		w.bufs[i] = make([]byte, ringBuffer)
	}
	return w
}}

func newRing() *ring {
	r := &ring{
		workspace: workspaces.Get().(*workspace),
		free:      make(chan int, ringBuffers),
		full:      make(chan filled, ringBuffers),
		finished:  make(chan struct{}),
	}
	for i := range r.bufs {
		r.free <- i
	}
	return r
}

// inflate fills buffers until an error, which the last of them carries, or until done is closed. A
// buffer is handed over when it is full, and before a read that may have to wait for the network: each
// handing over wakes a goroutine, which costs as much as inflating some of it.
func (r *ring) inflate(src io.Reader, done <-chan struct{}) {
	defer close(r.finished)
	r.wire.Reset(src)
	for between := true; ; {
		var next filled
		select {
		case <-done:
			return
		case next.buf = <-r.free:
		}
		if between {
			next.err = r.member()
		}
		if next.err == nil {
			next.n, next.err = r.fill(r.bufs[next.buf])
			if between = next.err == io.EOF; between {
				next.err = nil // there may be another member
			}
		}
		r.full <- next
		if next.err != nil {
			return
		}
	}
}

// fill inflates into buf until it is full, the member ends or what came from the network is used up.
func (r *ring) fill(buf []byte) (n int, err error) {
	for err == nil && n < len(buf) {
		var m int
		m, err = r.gz.Read(buf[n:])
		if n += m; r.wire.Buffered() == 0 {
			break
		}
	}
	return n, err
}

// member begins the next member of the gzip file; io.EOF: there is none. The inflater could walk through
// the members itself, but takes one that is cut within its header for the end of the file.
func (r *ring) member() error {
	if _, err := r.wire.Peek(1); err != nil {
		return err
	}
	err := r.gz.Reset(r.wire)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	r.gz.Multistream(false)
	return err
}

// release waits for inflate, whose done is closed, and gives the workspace to the next page.
func (r *ring) release() {
	<-r.finished
	r.wire.Reset(nil)
	workspaces.Put(r.workspace)
}

// gzipBody inflates src. Read and Close may be called at the same time.
type gzipBody struct {
	src  io.ReadCloser
	done chan struct{}
	once sync.Once

	mu       sync.Mutex // held by Read throughout, and by the end of Close
	ring     *ring      // nil before the first Read and after Close
	held     int        // the buffer that rest lies in, -1: none
	rest     []byte     // not yet read
	err      error      // after rest
	closeErr error
}

func newGzipBody(src io.ReadCloser) *gzipBody {
	return &gzipBody{src: src, done: make(chan struct{}), held: -1}
}

func (g *gzipBody) Read(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.done:
		return 0, http.ErrBodyReadAfterClose
	default:
	}
	for len(g.rest) == 0 {
		if g.err != nil {
			return 0, g.err
		}
		if !g.next() {
			return 0, http.ErrBodyReadAfterClose
		}
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	if len(g.rest) == 0 {
		return n, g.err
	}
	return n, nil
}

// next swaps the buffer that was read for the next one; false: closed.
func (g *gzipBody) next() bool {
	if g.ring == nil {
		g.ring = newRing()
		go g.ring.inflate(g.src, g.done)
	}
	if g.held >= 0 {
		g.ring.free <- g.held
		g.held = -1
	}
	select {
	case <-g.done:
		return false
	case f := <-g.ring.full:
		g.held, g.rest, g.err = f.buf, g.ring.bufs[f.buf][:f.n], gzipError(f.err)
		return true
	}
}

// Close signals, closes the network body, which wakes the goroutine, and waits for it.
func (g *gzipBody) Close() error {
	g.once.Do(func() {
		close(g.done)
		g.closeErr = g.src.Close()
		g.mu.Lock() // a Read that was waiting has seen done
		defer g.mu.Unlock()
		g.rest = nil
		if g.ring != nil {
			g.ring.release()
			g.ring = nil
		}
	})
	return g.closeErr
}

// gzipError tells damaged data from a broken line, whose errors pass through as they are.
func gzipError(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	var corrupt flate.CorruptInputError
	var internal flate.InternalError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.As(err, &corrupt) || errors.As(err, &internal) {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return err
}
