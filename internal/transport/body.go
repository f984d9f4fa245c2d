// Why this file is here: a body is where a response can still go wrong for minutes: it stalls, it is
// cut, it is a bomb. Each danger has a reader of its own, one inside the other:
//
//	liveBody   keeps the attempt's context alive until Close, names the cause when that ended
//	idleBody   ends a read that brings nothing for too long
//	gzipBody   inflates (inflate.go)
//	cappedBody counts what comes out, and makes Close and what follows it well behaved

package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

var (
	// ErrTooLarge means that the inflated body has more bytes than allowed.
	ErrTooLarge = errors.New("response body is larger than the limit")
	// ErrIdle means that the body stopped coming.
	ErrIdle = errors.New("response body stalled")
	// ErrEncoding means that the body is in a Content-Encoding that was not asked for.
	ErrEncoding = errors.New("response body in an unknown Content-Encoding")
	// ErrCorrupt means that what should be gzip is not. A body that merely ends too early gives
	// io.ErrUnexpectedEOF instead.
	ErrCorrupt = errors.New("response body is not valid gzip")
)

// Body returns the readable body of resp. It inflates gzip, ends with [ErrIdle] when nothing comes for
// Options.Idle, with [ErrTooLarge] where more than maxBytes come out (0 or less: no limit), and with
// [ErrEncoding] for anything but gzip and identity. Nothing runs before the first Read; Close may be
// called at any time, from any goroutine, more than once, and returns when nothing runs any more.
func (c *Client) Body(resp *http.Response, maxBytes int64) io.ReadCloser {
	if resp.Body == nil || resp.Body == http.NoBody {
		return http.NoBody
	}
	body := &cappedBody{rc: resp.Body, left: maxBytes, limit: maxBytes}
	if c.o.Idle > 0 {
		body.rc = &idleBody{rc: resp.Body, idle: c.o.Idle}
	}
	switch encoding := contentEncoding(resp.Header); {
	case encoding == "", resp.ContentLength == 0:
	case encoding == "gzip", encoding == "x-gzip":
		body.rc = newGzipBody(body.rc)
	default:
		body.err = fmt.Errorf("%w %q", ErrEncoding, CleanText([]byte(encoding), 64))
	}
	return body
}

// contentEncoding returns the encodings other than identity, in lower case, joined by commas.
func contentEncoding(h http.Header) string {
	var found []string
	for _, line := range h["Content-Encoding"] {
		for item := range strings.SplitSeq(line, ",") {
			if item = strings.ToLower(strings.TrimSpace(item)); item != "" && item != "identity" {
				found = append(found, item)
			}
		}
	}
	return strings.Join(found, ",")
}

// liveBody is what Do and Send return: closing it ends the attempt's context.
type liveBody struct {
	rc     io.ReadCloser
	ctx    context.Context // the caller's, not the attempt's
	cancel context.CancelCauseFunc
	clean  func(error) error
	closed atomic.Bool
}

func (b *liveBody) Read(p []byte) (int, error) {
	n, err := b.rc.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	switch {
	case b.closed.Load():
		err = http.ErrBodyReadAfterClose
	case b.ctx.Err() != nil:
		err = ended(b.ctx)
	default:
		err = b.clean(err)
	}
	return n, err
}

// Close cancels first, which wakes a blocked Read even where closing would wait for it.
func (b *liveBody) Close() error {
	if b.closed.Swap(true) {
		return nil
	}
	b.cancel(http.ErrBodyReadAfterClose)
	return b.rc.Close()
}

// idleBody arms its timer only while a Read is blocked: a slow consumer is not a slow server.
type idleBody struct {
	rc    io.ReadCloser
	idle  time.Duration
	timer *time.Timer
	fired bool // only Read writes it
}

func (b *idleBody) Read(p []byte) (int, error) {
	const patience = 100 // reads of nothing in a row
	if b.fired {
		return 0, ErrIdle
	}
	if b.timer == nil {
		b.timer = time.AfterFunc(b.idle, func() { b.rc.Close() })
	} else {
		b.timer.Reset(b.idle)
	}
	n, err := b.rc.Read(p)
	for i := 0; n == 0 && err == nil && len(p) > 0; i++ {
		if i == patience {
			err = io.ErrNoProgress
			break
		}
		n, err = b.rc.Read(p)
	}
	if !b.timer.Stop() {
		b.fired = true
		if err != io.EOF {
			err = fmt.Errorf("%w: nothing came for %v", ErrIdle, b.idle)
		}
	}
	return n, err
}

func (b *idleBody) Close() error { return b.rc.Close() }

// cappedBody is the outermost reader. It reads at most one byte more than it may hand out.
type cappedBody struct {
	rc     io.ReadCloser
	limit  int64
	left   int64
	err    error // sticky
	closed atomic.Bool
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.err != nil || len(p) == 0 {
		return 0, b.err
	}
	if b.limit <= 0 {
		n, err := b.rc.Read(p)
		b.err = err
		return n, err
	}
	if int64(len(p))-1 > b.left {
		p = p[:b.left+1]
	}
	n, err := b.rc.Read(p)
	if int64(n) > b.left {
		n, err = int(b.left), fmt.Errorf("%w of %d bytes", ErrTooLarge, b.limit)
	}
	b.left -= int64(n)
	b.err = err
	return n, err
}

func (b *cappedBody) Close() error {
	if b.closed.Swap(true) {
		return nil
	}
	return b.rc.Close()
}
