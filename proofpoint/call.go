// Call options: what one call says beside its request.

package proofpoint

import (
	"context"
	"net/http"
	"time"
)

// CallOption changes one call. Options are passed bare, beside the request.
type CallOption func(*call)

type call struct {
	cursor     *Cursor
	checkpoint func(context.Context, Cursor) error
	onPage     func(Page)
	pacing     []Pacing
	retry      *RetryPolicy
	now        time.Time                         // by which ranges are checked and counted; zero: the client's clock
	memory     *memory                           // its bounds; nil: the default
	place      *place                            // of a child in its chain; nil: it is none
	signed     func(after, before *http.Request) // sees what signing made of each attempt's request; nil: none
}

func newCall(opts []CallOption) *call {
	c := new(call)
	for _, o := range opts {
		if o != nil {
			o(c)
		}
	}
	return c
}

// alone is the call of what is asked once and for all.
func (c *call) alone() *call {
	c.cursor, c.checkpoint = nil, nil
	return c
}

// child is the call of a further request: paced and retried as its parent, but
// with no cursor of its own.
func (c *call) child(p *place) *call {
	return &call{pacing: c.pacing, retry: c.retry, now: c.now, place: p}
}

// Resume starts where c stands and moves c as pages are taken. See [Cursor].
// It cannot be used together with Request.Skip. With nil it does nothing, and so
// it does for calls that return one record and for writes, which have no place to
// go on from.
func Resume(c *Cursor) CallOption { return func(o *call) { o.cursor = c } }

// Checkpoint calls f between pages, after every record of a page was taken;
// its error ends the sequence. f is a good place to save the cursor's text;
// nil is none.
func Checkpoint(f func(context.Context, Cursor) error) CallOption {
	return func(o *call) { o.checkpoint = f }
}

// OnPage calls f after each page, before the cursor moves, on the same
// goroutine; nil is none. Page.Values holds what the pager read beside the
// records. The requests of a [Then] are no pages and are not told.
func OnPage(f func(Page)) CallOption { return func(o *call) { o.onPage = f } }

// Paced asks p before every attempt of this call, beside the client's pacing;
// nil is none.
func Paced(p Pacing) CallOption {
	return func(o *call) {
		if p != nil {
			o.pacing = append(o.pacing, p)
		}
	}
}

// Retry replaces the client's retry policy for this call.
func Retry(p RetryPolicy) CallOption { return func(o *call) { o.retry = &p } }

// At says what the time is when the call begins, for callers who know the
// service's time better than the local clock: a range of time is checked against
// it, and counted back from it. Only that is touched; waits go by the clock. The
// zero time is the client's clock.
func At(now time.Time) CallOption { return func(o *call) { o.now = now.UTC() } }

// begins is the time at which the call begins.
func (c *call) begins(clock Clock) time.Time {
	if c.now.IsZero() {
		return clock.Now()
	}
	return c.now
}
