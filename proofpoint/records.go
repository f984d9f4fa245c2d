// THE loop: pages in, records out. Typed calls, templates, chains and requests
// by hand all run through it; there is no second loop over pages and no second
// reader of bodies. What it promises:
//
//   - the parameters' errors are the first pair;
//   - a page is asked again, on the same budget, only while none of its records
//     was handed out: the first record is held back until a second one or the
//     end of the body is seen, so that single answers are whole or repeated;
//   - the cursor moves only when the loop came back for more after a whole page;
//   - nothing is yielded after the caller left, and the body is closed by then.

package proofpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Records runs r, page after page, and yields its records as they arrive; the
// answer is never held whole unless its path demands it. An error is yielded
// once and ends the sequence, but for [*RecordError] and [*GapError], which
// travel beside a record or between records (see [CanContinue]). Ranging again
// asks again. A context that ends is reported by its cause.
func (c *Client) Records(ctx context.Context, r Request, opts ...CallOption) iter.Seq2[Record, error] {
	return c.run(ctx, r, nil, opts)
}

// run is Records for a request that may have failed to build.
func (c *Client) run(ctx context.Context, r Request, err error, opts []CallOption) iter.Seq2[Record, error] {
	r = r.clone()
	return c.walkRequest(ctx, r, err, newCall(opts))
}

// runAlone is run for calls that have no place to go on from.
func (c *Client) runAlone(ctx context.Context, r Request, err error, opts []CallOption) iter.Seq2[Record, error] {
	return c.walkRequest(ctx, r.clone(), err, newCall(opts).alone())
}

func (c *Client) walkRequest(ctx context.Context, r Request, err error, o *call) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err != nil {
			yield(Record{}, err)
			return
		}
		w := &walk{c: c, ctx: ctx, r: &r, o: o, yield: yield, skip: r.Skip, left: r.Limit}
		defer w.leave()
		if err := w.run(); err != nil && !w.done {
			yield(Record{}, err)
		}
	}
}

// walk is one range over a sequence.
type walk struct {
	c     *Client
	ctx   context.Context
	r     *Request
	o     *call
	yield func(Record, error) bool
	done  bool // the caller left, or Limit is reached

	pager  Pager
	cursor *Cursor // the caller's, or one of this walk for its checkpoints; nil: none
	print  string  // of the query, when there is a cursor
	digest *digest // of the page before, where only that tells that a walk stands still
	mark   PageToken
	turns  int
	skip   int
	left   int // records until Limit, when there is one

	held    Record // the page's first record, until a second one or the end
	flaw    error  // of the held record
	holding bool
	handed  bool // something of this page was handed out

	chain *chain // shared with the walks of children; nil: there are none
	line  line   // records whose children are under way
}

func (w *walk) run() error {
	if err := w.enter(); err != nil {
		return err
	}
	err := w.pages()
	w.remember(err)
	w.settle()
	return err
}

func (w *walk) pages() error {
	if p := w.o.place; p != nil && p.again {
		for _, h := range p.held {
			if !w.done {
				w.deliver(h.r, h.err)
			}
		}
		return nil
	}
	if w.r.Value != nil {
		w.deliver(Record{Path: pathdata.Path{Index: -1}, Raw: w.r.Value}, nil)
		return nil
	}
	if w.pager = w.r.Pager; w.pager == nil {
		w.pager = single{}
	}
	var stop func()
	w.pager, stop = open(w.pager)
	defer stop()
	at, more, err := w.begin()
	for err == nil && more && !w.done {
		if err = w.ctx.Err(); err != nil {
			return context.Cause(w.ctx)
		}
		at, more, err = w.page(at)
	}
	return err
}

// begin finds the first page: the pager's, or where the cursor stands.
func (w *walk) begin() (PageToken, bool, error) {
	now := w.o.begins(w.c.clock)
	if numbered(w.pager) {
		w.digest = new(digest)
	}
	if err := w.useCursor(); err != nil {
		return "", false, err
	}
	switch cur := w.cursor; {
	case cur == nil || cur.IsZero():
		at, err := w.pager.Start(now)
		if err == errNoCall {
			return "", false, nil
		}
		return at, true, w.gap(err)
	case cur.done():
		return "", false, nil
	default:
		return w.resume(cur.token(), now)
	}
}

var blankPath = strings.NewReplacer("{", "%7B", "}", "%7D")

func (w *walk) useCursor() error {
	if w.cursor = w.o.cursor; w.cursor == nil {
		if w.o.checkpoint == nil {
			return nil
		}
		w.cursor = new(Cursor)
	}
	q := *w.r
	q.Path = blankPath.Replace(q.Path) // what the pager fills is not known yet
	t, err := w.c.resolve(&q)
	if err != nil && t.url == nil {
		return err
	}
	w.print = queryPrint(w.r, t)
	if !w.r.repeatable() || writesInside(w.r.Then) {
		return &ParamError{Param: "cursor", Reason: "cannot be used with a request that changes something"}
	}
	if !resumable(w.pager) {
		return &ParamError{Param: "pager", Reason: "has windows inside, which cannot be resumed", Accepts: "Nest(Windows{…}, …), windows outside"}
	}
	if w.r.Skip > 0 {
		return &ParamError{Param: "skip", Value: w.r.Skip, Reason: "cannot be used with a cursor"}
	}
	if cur := w.cursor; !cur.IsZero() && cur.print != w.print {
		return fmt.Errorf("%w: %s: begin with a new Cursor, or repeat the query that it came from", ErrCursorMismatch, w.r.name())
	}
	return nil
}

func (w *walk) resume(at PageToken, now time.Time) (PageToken, bool, error) {
	r, ok := w.pager.(Resumer)
	if !ok {
		return at, true, nil
	}
	at, more, err := r.Resume(at, now)
	if isGap(err) {
		if err = w.gap(err); !w.done && err == nil {
			err = w.cursor.move(w.print, at)
		}
	}
	return at, more, err
}

// gap yields a lost stretch of time and goes on; other errors it returns.
func (w *walk) gap(err error) error {
	if err == nil || !isGap(err) {
		return err
	}
	if w.spill(); w.done {
		return nil
	}
	w.done = !w.yield(Record{}, err)
	return nil
}

// page takes one page, asking again or for less as long as nothing of it was
// handed out, and returns the token of the next.
func (w *walk) page(at PageToken) (PageToken, bool, error) {
	budget := transport.NewBudget(w.policy(), w.c.clock.Now())
	for {
		w.holding, w.handed = false, false
		p, err := w.ask(at, budget)
		switch {
		case w.done:
			return "", false, nil
		case err == nil:
			if w.settle(); w.done {
				return "", false, nil
			}
			return w.turn(p)
		case w.ctx.Err() == nil && !w.handed:
			if smaller, ok := w.shrink(at, err); ok {
				at, budget = smaller, transport.NewBudget(w.policy(), w.c.clock.Now())
				continue
			}
			if again, bad := w.again(err, budget); bad != nil {
				return "", false, bad
			} else if again {
				continue
			}
		}
		w.release()
		return "", false, err
	}
}

// again waits before a page whose body was cut is asked once more.
func (w *walk) again(err error, budget *transport.Budget) (bool, error) {
	be, ok := errors.AsType[*BodyError](err)
	if !ok || !be.cut || !w.r.repeatable() {
		return false, nil
	}
	wait, ok := budget.Again(w.c.clock.Now())
	if deadline, has := w.ctx.Deadline(); !ok || has && time.Until(deadline) <= wait {
		return false, nil // it would only end while asleep
	}
	if w.c.observer.Wait != nil {
		w.c.observer.Wait(w.r.name(), wait)
	}
	if w.c.clock.Sleep(w.ctx, wait) != nil || w.ctx.Err() != nil {
		return false, context.Cause(w.ctx)
	}
	return true, nil
}

func (w *walk) policy() transport.Policy {
	if w.o.retry != nil {
		return w.o.retry.policy()
	}
	return w.c.retry.policy()
}

// shrink asks the pager for less, if that is what the error calls for.
func (w *walk) shrink(at PageToken, err error) (PageToken, bool) {
	s, ok := w.pager.(Shrinker)
	if !ok || w.ctx.Err() != nil || !w.r.repeatable() {
		return "", false
	}
	ae, refused := errors.AsType[*APIError](err)
	ne, failed := errors.AsType[*NetworkError](err)
	tooMuch := refused && (ae.StatusCode == http.StatusBadGateway || ae.StatusCode == http.StatusGatewayTimeout || ae.StatusCode == http.StatusBadRequest)
	if tooMuch || failed && ne.Timeout() {
		return s.Shrink(at, err)
	}
	return "", false
}

// ask makes one request for a page and yields its records.
func (w *walk) ask(at PageToken, budget *transport.Budget) (Page, error) {
	r := w.r.clone()
	p := Page{At: at, Request: &r}
	if err := w.pager.Apply(&r, at); err != nil {
		return p, err
	}
	_, r.givesWay = w.shrink(at, &APIError{StatusCode: http.StatusGatewayTimeout})
	resp, x, err := w.c.exchange(w.ctx, &r, w.o, budget)
	p.Attempts = budget.Attempts()
	if err != nil {
		return p, err
	}
	p.asked, p.used = x.url.String(), &x.used
	p.URL = r.hideURL(p.asked)
	p.Status, p.Header, p.Now = resp.StatusCode, resp.Header, serverTime(resp, w.c.clock.Now())
	return p, w.read(&p, x, resp)
}

// believable is how far a server's clock may be from ours to be believed.
const believable = time.Hour

// serverTime is the time by the server's clock, as far as that can be believed.
func serverTime(resp *http.Response, now time.Time) time.Time {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil || date.Sub(now).Abs() > believable {
		return now
	}
	return date
}

// turn ends a page that was taken whole: the cursor moves, the next page is
// named.
func (w *walk) turn(p Page) (PageToken, bool, error) {
	if w.o.onPage != nil {
		w.o.onPage(p)
	}
	if w.c.observer.Page != nil {
		w.c.observer.Page(w.r.name(), p)
	}
	next, more, err := w.pager.Next(p)
	gap := isGap(err)
	if err != nil && !gap {
		return "", false, err
	}
	repeats := w.digest.repeats(p.Count) && !otherValue(w.pager, p.At, next)
	if more && (next == p.At || next == "" || w.cycles(next) || repeats) {
		return "", false, fmt.Errorf("%w: %s: page %s came twice", ErrNoProgress, w.r.name(), quote(snippet(string(p.At), maxMessage)))
	}
	if gap {
		if err = w.gap(err); w.done {
			return "", false, err
		}
	}
	return next, more, w.moveCursor(next)
}

// cycles reports whether the walk comes back to a page that it has been to: one
// token is remembered, and another one after twice as many pages.
func (w *walk) cycles(next PageToken) bool {
	if next == w.mark {
		return true
	}
	if w.turns++; w.turns&(w.turns-1) == 0 {
		w.mark = next
	}
	return false
}

func (w *walk) moveCursor(next PageToken) error {
	if w.cursor == nil {
		return nil
	}
	if err := w.cursor.move(w.print, next); err != nil || w.o.checkpoint == nil {
		return err
	}
	return w.o.checkpoint(w.ctx, *w.cursor)
}

// read is the one reader of bodies: format, limits and selectors in one pass.
// It counts into p and closes the body before it returns.
func (w *walk) read(p *Page, x *sent, resp *http.Response) error {
	w.digest.begin()
	if resp.StatusCode == http.StatusNoContent || slices.Contains(p.Request.Empty, resp.StatusCode) && resp.Body == http.NoBody {
		return resp.Body.Close()
	}
	b := w.c.openBody(p.Request, resp)
	defer func() { _ = b.Close() }()
	refused, err := w.scan(p, b)
	p.Bytes = b.count
	if nm, absent := errors.AsType[*pathdata.NoMatchError](err); absent && (refused || nm.Matched == "$" && endAlone(w.pager, p)) {
		err = nil // a refusal has no records, and some services leave empty lists out
	}
	switch {
	case w.done:
		return nil
	case err != nil && p.Request.Format == FormatAny && errors.Is(err, pathdata.ErrEmpty) && !b.broken:
		return nil
	case err != nil:
		return w.bodyError(p, b, err)
	case refused:
		w.holding = false
		return w.c.apiError(p.Request, x, resp, b.head)
	}
	w.release()
	w.aside(b)
	return nil
}

// aside hands on the lines of a syslog answer that are no events.
func (w *walk) aside(b *body) {
	if b.syslog == nil {
		return
	}
	w.spill()
	w.settle()
	for r, err := range b.syslog.takeOdd() {
		if w.done {
			return
		}
		w.emit(r, err)
	}
}

// scan passes over the body once, for the records and for what else is wanted
// of it, and reports whether the answer refuses.
func (w *walk) scan(p *Page, b *body) (refused bool, err error) {
	want := append([]*pathdata.Selector{pathTo(p.Request)}, w.pager.Wants()...)
	refusal := len(want)
	if p.Request.Refused != nil {
		want = append(want, p.Request.Refused)
	}
	for m, err := range pathdata.EachWith(waited{b.source, w.ctx}, b.limits, want...) {
		switch {
		case err != nil:
			return refused, err
		case m.Sel == refusal:
			refused = refused || says(m.Raw, false)
		case m.Sel > 0:
			if p.Values == nil {
				p.Values = map[string]json.RawMessage{}
			}
			p.Values[valueKey(want[m.Sel])] = slices.Clone(m.Raw)
		case !refused:
			p.Count++
			w.digest.add(m.Raw)
			if w.take(m); w.done {
				return refused, nil
			}
		}
	}
	return refused, nil
}

// take hands a record on. The first of a page waits for company.
func (w *walk) take(m pathdata.Match) {
	r := Record{Path: m.Path, Raw: m.Raw}
	if !w.holding && !w.handed {
		w.held, w.flaw, w.holding = r, m.Flaw, true
		return
	}
	if w.release(); !w.done {
		w.deliver(r, m.Flaw)
	}
}

// release hands out the record that was held back, if there is one.
func (w *walk) release() {
	if w.holding {
		w.holding, w.handed = false, true
		w.deliver(w.held, w.flaw)
	}
}

// deliver hands a record on, unless the whole answer is to be remembered first.
func (w *walk) deliver(r Record, flaw error) {
	if note := w.remembering(); note != nil {
		w.hold(note, r, flaw)
		return
	}
	w.hand(r, flaw)
}

// hand applies Skip, what the parent gives, and Then to a record.
func (w *walk) hand(r Record, flaw error) {
	if w.skip > 0 {
		w.skip--
		return
	}
	err := flawed(r, flaw)
	if p := w.o.place; p != nil {
		r.Parent = p.parent
		var bad error
		if r.Raw, bad = withMembers(r.Raw, p.carried); bad != nil && err == nil {
			err = &RecordError{Path: r.Path, Offset: -1, Err: bad}
		}
	}
	if len(w.r.Then) == 0 {
		w.emit(r, err)
	} else {
		w.follow(r, err)
	}
}

// flawed is the error that says of a record which flaw it has; nil if it has
// none.
func flawed(r Record, flaw error) error {
	if flaw == nil {
		return nil
	}
	e := &RecordError{Path: r.Path, Offset: -1, Err: flaw}
	if pe, ok := errors.AsType[*pathdata.ParseError](flaw); ok {
		e.Offset = pe.Offset
	}
	return e
}

// emit yields, and tells the observer of an error that arose here.
func (w *walk) emit(r Record, err error) {
	if re, ok := err.(*RecordError); ok && w.c.observer.RecordError != nil {
		w.c.observer.RecordError(w.r.name(), re)
	}
	w.pass(r, err)
}

// pass yields, and counts for Limit.
func (w *walk) pass(r Record, err error) {
	if !w.yield(r, err) {
		w.done = true
	}
	if w.left > 0 {
		w.left--
		w.done = w.done || w.left == 0
	}
}

// pathTo is the selector of the records: a path to an array means its elements.
func pathTo(r *Request) *pathdata.Selector {
	if r.Records == nil {
		return wholeAnswer
	}
	return r.Records.Elements()
}

var wholeAnswer = pathdata.MustCompile("$").Elements()

func (w *walk) bodyError(p *Page, b *body, err error) error {
	if w.ctx.Err() != nil {
		return w.c.ended(w.ctx, p.Request)
	}
	if nm, ok := errors.AsType[*pathdata.NoMatchError](err); ok && p.Request.repeatable() {
		return fmt.Errorf("proofpoint: %s: path to data: %w", p.Request.name(), nm)
	}
	be := &BodyError{Operation: p.Request.name(), Offset: b.count, Records: p.Count, Err: err}
	if pe, ok := errors.AsType[*pathdata.ParseError](err); ok {
		be.Offset = pe.Offset
	}
	be.cut = b.broken || errors.Is(err, io.ErrUnexpectedEOF) && b.count > 0
	if !p.Request.repeatable() {
		return &AmbiguousError{Operation: p.Request.name(), Err: be} // it was accepted, and what came of it cannot be read
	}
	return be
}

// says reports whether a JSON value is a flag of that value, in any of the forms
// that Bool reads; nothing and null say neither.
func says(raw []byte, want bool) bool {
	s, err := scalarText(raw)
	var b Bool
	return err == nil && s != "" && b.UnmarshalJSON(raw) == nil && bool(b) == want
}
