// Why this file is here: inflating is the slowest thing on the road, so a long body is inflated on a
// goroutine of its own, and what that would wait for, the network and its decryption, runs on another.
// The beginning is inflated by whoever reads: most answers end within it, and the first record of a long
// one should not wait until two goroutines have woken up. Goroutines that outlive the body would be a leak
// in every program that stops a loop early; hence Close waits. What a page needs (window, buffers) is kept
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
	wireBuffer     = 64 << 10  // of what comes from the network
	inflatedBuffer = 256 << 10 // of what comes out
	firstInflated  = 16 << 10  // given at once at most to begin with, so that the first record is not late; then twice as much, and so on
	aloneInflated  = 64 << 10  // what comes out before the goroutines start
	maxHollow      = 100       // members without content, which would never meet a cap,
	maxQuiet       = 1 << 20   // and bytes that bring none
)

// workspace is the large part of a body's pipeline, kept from page to page. It holds no channel: one
// made in a synctest bubble may not be used outside it, and the pool spans all of them.
type workspace struct {
	gz             gzip.Reader
	wire           *bufio.Reader
	came, inflated [beltBuffers][]byte // nil until a body is long
}

var workspaces = sync.Pool{New: func() any {
	return &workspace{wire: bufio.NewReaderSize(nil, wireBuffer)}
}}

// inflater inflates one body: by itself, then with two belts.
type inflater struct {
	*workspace
	src      io.Reader
	done     <-chan struct{}
	net, out *belt // nil until the body is long
	alone    int   // bytes that came out before that
	between  bool  // members: the next one has not begun
	hollow   int   // members in a row that held nothing
	quiet    int   // bytes that came since something came out
	most     int   // to hand over at once
	err      error // of the reader's own inflating; it stays
}

func newInflater(src io.Reader, done <-chan struct{}) *inflater {
	f := &inflater{workspace: workspaces.Get().(*workspace), src: src, done: done, between: true, most: firstInflated}
	f.wire.Reset(intake{f})
	return f
}

// intake is what an inflater reads from.
type intake struct{ *inflater }

func (in intake) Read(p []byte) (n int, err error) {
	if in.quiet > maxQuiet {
		return 0, fmt.Errorf("%w: %d bytes in a row bring nothing", ErrCorrupt, in.quiet)
	}
	if in.net == nil {
		n, err = in.src.Read(p)
	} else {
		n, err = in.net.Read(p)
	}
	in.quiet += n
	return n, err
}

// Read inflates into p, or takes what the goroutine has inflated.
func (f *inflater) Read(p []byte) (n int, err error) {
	if f.err != nil || len(p) == 0 {
		return 0, f.err
	}
	if f.out == nil && f.alone < aloneInflated {
		for n == 0 && f.err == nil {
			n, f.err = guarded(f.fill, p[:min(len(p), firstInflated)])
		}
		f.alone += n
		return n, f.err
	}
	if f.out == nil {
		f.split()
	}
	return f.out.Read(p)
}

// split puts the network and the inflating on goroutines of their own.
func (f *inflater) split() {
	if f.came[0] == nil {
		for i := range beltBuffers {
			f.came[i], f.inflated[i] = make([]byte, wireBuffer), make([]byte, inflatedBuffer)
		}
	}
	f.net, f.out = newBelt(f.came, f.done), newBelt(f.inflated, f.done)
	go f.net.run(f.src.Read)
	go f.out.run(func(buf []byte) (int, error) {
		buf = buf[:min(len(buf), f.most)]
		f.most = min(2*f.most, inflatedBuffer)
		return f.fill(buf)
	})
}

// fill inflates into buf until it is full, the member ends, or more would have to be waited for: each
// handing over wakes a goroutine, which costs as much as inflating some of it.
func (f *inflater) fill(buf []byte) (n int, err error) {
	if f.between {
		if err = f.member(); err != nil {
			return 0, err
		}
	}
	for err == nil && n < len(buf) {
		var m int
		m, err = f.gz.Read(buf[n:])
		if n += m; f.wire.Buffered() == 0 && (f.net == nil || f.net.waiting()) {
			break
		}
	}
	if f.between = err == io.EOF; f.between {
		err = nil // there may be another member
		if f.hollow++; f.hollow > maxHollow {
			err = fmt.Errorf("%w: more than %d members in a row hold nothing", ErrCorrupt, maxHollow)
		}
	}
	if n > 0 {
		f.hollow, f.quiet = 0, 0
	}
	return n, err
}

// member begins the next member of the gzip file; io.EOF: there is none. The inflater could walk through
// the members itself, but takes one that is cut within its header for the end of the file.
func (f *inflater) member() error {
	if _, err := f.wire.Peek(1); err != nil {
		return err
	}
	err := f.gz.Reset(f.wire)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	f.gz.Multistream(false)
	return err
}

// release waits for both goroutines, whose done is closed, and gives the workspace to the next page.
func (f *inflater) release() {
	if f.out != nil {
		<-f.net.finished
		<-f.out.finished
	}
	f.wire.Reset(nil)
	workspaces.Put(f.workspace)
}

// gzipBody inflates src. Read and Close may be called at the same time.
type gzipBody struct {
	src  io.ReadCloser
	done chan struct{}
	once sync.Once

	mu       sync.Mutex // held by Read throughout, and by the end of Close
	inflater *inflater  // nil before the first Read and after Close
	closeErr error
}

func newGzipBody(src io.ReadCloser) *gzipBody { return &gzipBody{src: src, done: make(chan struct{})} }

func (g *gzipBody) Read(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended() {
		return 0, http.ErrBodyReadAfterClose
	}
	if g.inflater == nil {
		g.inflater = newInflater(g.src, g.done)
	}
	n, err := g.inflater.Read(p)
	if err != nil && g.ended() {
		return n, http.ErrBodyReadAfterClose
	}
	return n, gzipError(err)
}

func (g *gzipBody) ended() bool {
	select {
	case <-g.done:
		return true
	default:
		return false
	}
}

// Close signals, closes the network body, which wakes its reader, and waits.
func (g *gzipBody) Close() error {
	g.once.Do(func() {
		close(g.done)
		g.closeErr = g.src.Close()
		g.mu.Lock() // a Read that was waiting has seen done
		defer g.mu.Unlock()
		if g.inflater != nil {
			g.inflater.release()
			g.inflater = nil
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
