// Why this file is here: inflating is the slowest thing on the road, so it runs on a goroutine of its
// own, and what it would wait for, the network and its decryption, on another. Goroutines that outlive
// the body would be a leak in every program that stops a loop early; hence Close waits. What a page needs
// (window, buffers) is kept for the next one.

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
	firstInflated  = 16 << 10  // handed over first, so that the first record is not late; then twice as much, and so on
	maxHollow      = 100       // members without content, which would never meet a cap
)

// workspace is the large part of a body's pipeline, kept from page to page. It holds no channel: one
// made in a synctest bubble may not be used outside it, and the pool spans all of them.
type workspace struct {
	gz             gzip.Reader
	wire           *bufio.Reader
	came, inflated [beltBuffers][]byte
}

var workspaces = sync.Pool{New: func() any {
	w := &workspace{wire: bufio.NewReaderSize(nil, wireBuffer)}
	for i := range beltBuffers {
		w.came[i], w.inflated[i] = make([]byte, wireBuffer), make([]byte, inflatedBuffer)
	}
	return w
}}

// inflater is the two belts of one body, and what runs between them.
type inflater struct {
	*workspace
	net, out *belt
	between  bool // members: the next one has not begun
	hollow   int  // members in a row that held nothing
	most     int  // to hand over at once
}

func startInflater(src io.Reader, done <-chan struct{}) *inflater {
	w := workspaces.Get().(*workspace)
	f := &inflater{workspace: w, net: newBelt(w.came, done), out: newBelt(w.inflated, done), between: true, most: firstInflated}
	f.wire.Reset(f.net)
	go f.net.run(src.Read)
	go f.out.run(f.fill)
	return f
}

// fill inflates into buf until it is full, the member ends, or more would have to be waited for: each
// handing over wakes a goroutine, which costs as much as inflating some of it.
func (f *inflater) fill(buf []byte) (n int, err error) {
	if f.between {
		if err = f.member(); err != nil {
			return 0, err
		}
	}
	buf = buf[:min(len(buf), f.most)]
	f.most = min(2*f.most, inflatedBuffer)
	for err == nil && n < len(buf) {
		var m int
		m, err = f.gz.Read(buf[n:])
		if n += m; f.wire.Buffered() == 0 && f.net.waiting() {
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
		f.hollow = 0
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
	<-f.net.finished
	<-f.out.finished
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
	select {
	case <-g.done:
		return 0, http.ErrBodyReadAfterClose
	default:
	}
	if g.inflater == nil {
		g.inflater = startInflater(g.src, g.done)
	}
	n, err := g.inflater.out.Read(p)
	return n, gzipError(err)
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
