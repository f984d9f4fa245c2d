// Why this file is here: the attempt layer sits beneath retryablehttp, because its PrepareRetry is not
// called for the first attempt and because a request that was refused with 401 must be sent again even
// if it may never be retried. It waits, paces, signs and sends, in that order: pacing before signing,
// since a token may die in the queue. What is decided after an attempt stands in retry.go.

package transport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const refusedDrain = 4 << 10

// Call is one request and what is to happen around each of its attempts. Only Request is needed.
type Call struct {
	// Request is unsigned and is never changed. A body comes from GetBody, once per attempt; a Body
	// without GetBody is refused, because a reader cannot be read twice.
	Request *http.Request
	// Repeatable says that sending twice does no harm: GET, HEAD, or declared so.
	Repeatable bool
	// Backoff429 lets a 429 that names no time be retried with backoff; otherwise it is the answer. Wait429
	// is the least that is waited then: a quota of so many a minute is not there again after a second.
	Backoff429 bool
	Wait429    time.Duration
	// GivesWay says that a 502, a 504 and the lack of an answer are no reason to try again: the caller
	// asks for less instead.
	GivesWay bool
	// Budget is what the page may spend; nil: a new one of its own.
	Budget *Budget
	// Pace is called before every attempt, the repeat after 401 included. attempt counts from 1 over
	// the whole Budget. An error ends the call and is returned unchanged. The time it takes is not
	// taken from the budget.
	Pace func(ctx context.Context, attempt int) error
	// Sign adds the credentials to the attempt's own clone. An error ends the call unchanged, but for
	// one of a login that may pass ([LoginError], or anything that wraps an *[Error] of Send): that is
	// a failed attempt which never left.
	Sign func(req *http.Request) error
	// Rejected is told that this signed request was answered 401 or 403; true: sign again, send once.
	Rejected func(req *http.Request, status int) bool
	// Observe is called after each attempt.
	Observe func(Attempted)
}

// Attempted is what one attempt came to.
type Attempted struct {
	Number int           // counts from 1 over the whole Budget
	Status int           // 0 when there was no response
	Err    error         // cleaned; nil when there was a response
	Took   time.Duration // until the response headers or the error
	Wait   time.Duration // slept before this attempt, pacing not included
}

// run is the state of one Do, carried in the context through retryablehttp. One goroutine at a time
// holds it.
type run struct {
	client *Client
	call   *Call
	budget *Budget

	wait     time.Duration // to be slept before the next attempt
	resigned bool          // the repeat after 401 was used
	sent     bool          // some attempt may have been carried out
	status   int           // the last one seen
	stop     error         // of Pace, Sign or Sleep: returned as it is
	fail     *failure      // of the last attempt
	aborted  bool          // the response in hand was to be retried, but the context ended
	header   http.Header   // of a 3xx, see hideLocation
}

type runKey struct{}

// errStopped passes through retryablehttp in the place of run.stop or run.fail.
var errStopped = errors.New("attempt ended without a response")

// Do sends the call until there is a response that is not to be retried, and returns it whatever its
// status, with its body open and unread. The body is as it came from the wire: read it through
// [Client.Body], close it always. An error of Pace or Sign comes back unchanged, anything else, a login
// without an answer among them, as *[Error]; if ctx ended, that wraps context.Cause(ctx).
func (c *Client) Do(ctx context.Context, call *Call) (*http.Response, error) {
	r := &run{client: c, call: call, budget: call.Budget}
	if r.budget == nil {
		r.budget = NewBudget(Policy{}, c.o.Now())
	}
	r.budget.jitter = c.o.Jitter
	if err := acceptable(call.Request); err != nil {
		return nil, &Error{Unsent: true, Permanent: true, Err: err}
	}
	if ctx.Err() != nil {
		return nil, r.error(ended(ctx))
	}
	// What retryablehttp and http.Client see has neither headers nor a body: there is nothing to
	// leak from, rewind or send on. The attempt builds the real request.
	shell := &http.Request{Method: call.Request.Method, URL: call.Request.URL, Header: http.Header{}}
	shell = shell.WithContext(context.WithValue(ctx, runKey{}, r))
	resp, err := c.retry.Do(&retryablehttp.Request{Request: shell})
	if err == nil && r.stop == nil && !r.aborted {
		if r.header != nil {
			resp.Header = r.header
		}
		return resp, nil
	}
	if resp != nil {
		resp.Body.Close()
	}
	switch {
	case r.stop != nil:
		return nil, r.stop
	case ctx.Err() != nil:
		return nil, r.error(ended(ctx))
	case r.fail != nil && r.fail.status != 0:
		return nil, r.fail.err
	case r.fail != nil:
		return nil, r.error(r.fail.err)
	}
	return nil, r.error(scrub(err, call.Request, nil))
}

// error describes the whole call; err is the cause.
func (r *run) error(err error) *Error {
	e := &Error{Attempts: r.budget.attempts, Unsent: !r.sent, LastStatus: r.status, Err: err}
	if r.fail != nil {
		e.Permanent, e.Timeout = r.fail.permanent, r.fail.timeout
	}
	return e
}

// attempts is the RoundTripper that retryablehttp's private client gets. It deliberately has no
// CloseIdleConnections.
type attempts struct{}

func (attempts) RoundTrip(shell *http.Request) (*http.Response, error) {
	ctx := shell.Context()
	r := ctx.Value(runKey{}).(*run)
	resp := r.attempt(ctx)
	if resp == nil {
		return nil, errStopped
	}
	r.hideLocation(resp)
	return resp, nil
}

// attempt is one turn of the retry loop: one request, or two if the first was refused for its
// credentials. It returns nil if r.stop, r.fail or the context says why.
func (r *run) attempt(ctx context.Context) *http.Response {
	if r.wait > 0 {
		if err := r.client.o.Sleep(ctx, r.wait); err != nil {
			if ctx.Err() == nil {
				r.stop = err
			}
			return nil
		}
	}
	req, resp := r.once(ctx)
	if resp == nil || !r.refused(req, resp.StatusCode) {
		return resp
	}
	r.resigned, r.wait = true, 0
	drain(resp.Body, refusedDrain)
	_, resp = r.once(ctx)
	return resp
}

// refused reports whether the request is to be signed and sent again. Rejected is asked before the body
// is touched, since a no leaves the response to the caller.
func (r *run) refused(req *http.Request, status int) bool {
	if status != http.StatusUnauthorized && status != http.StatusForbidden {
		return false
	}
	return r.call.Rejected != nil && !r.resigned && r.call.Rejected(req, status)
}

// once paces, signs and sends.
func (r *run) once(ctx context.Context) (*http.Request, *http.Response) {
	r.fail = nil
	if ctx.Err() != nil || !r.pace(ctx) {
		return nil, nil
	}
	req, err := r.build(ctx)
	if err != nil {
		r.stop = err
		return nil, nil
	}
	before := r.client.o.Now()
	f := r.sign(req)
	if r.stop != nil {
		return nil, nil
	}
	var resp *http.Response
	if f == nil {
		if ctx.Err() != nil {
			closeBody(req)
			return nil, nil
		}
		before = r.client.o.Now()
		resp, f = r.client.send(ctx, req, r.call.Request)
	}
	if r.fail = f; f != nil && f.refused {
		return nil, nil
	}
	r.note(resp, r.client.o.Now().Sub(before))
	return req, resp
}

// pace waits for leave to make one more request.
func (r *run) pace(ctx context.Context) bool {
	if r.call.Pace == nil {
		return true
	}
	before := r.client.o.Now()
	if r.stop = r.call.Pace(ctx, r.budget.attempts+1); r.stop != nil {
		return false
	}
	r.budget.pause(r.client.o.Now().Sub(before))
	return true
}

// note enters an attempt into the account. Without a response, r.fail says why.
func (r *run) note(resp *http.Response, took time.Duration) {
	r.budget.attempts++
	seen := Attempted{Number: r.budget.attempts, Took: took, Wait: r.wait + r.budget.takeWait()}
	if r.fail != nil {
		seen.Err = r.fail.err
		r.sent = r.sent || !r.fail.unsent
	} else {
		r.status, seen.Status = resp.StatusCode, resp.StatusCode
		r.sent = r.sent || !turnedAway(resp.StatusCode)
		resp.Request = r.call.Request // not the signed one: responses get printed
	}
	if r.call.Observe != nil {
		r.call.Observe(seen)
	}
}

// turnedAway: the server looked at who asks or how often, and did nothing.
func turnedAway(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests
}

// build makes the attempt's own request: own headers, own body.
func (r *run) build(ctx context.Context) (*http.Request, error) {
	req := r.call.Request.Clone(ctx)
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if _, set := req.Header["Accept-Encoding"]; !set {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		req.Body = body
	}
	return req, nil
}

// sign signs req. A login that may pass is a failure, any other error stops the call.
func (r *run) sign(req *http.Request) *failure {
	if r.call.Sign == nil {
		return nil
	}
	err := r.call.Sign(req)
	if err == nil {
		return nil
	}
	closeBody(req)
	f, err := loginFailure(err)
	if f == nil {
		r.stop = err
	}
	return f
}

// hideLocation takes the Location out of a 3xx while it passes through http.Client, which turns an
// unreadable one into an error that quotes it. Do puts it back.
func (r *run) hideLocation(resp *http.Response) {
	r.header = nil
	if resp.StatusCode < 300 || resp.StatusCode > 399 || resp.Header.Get("Location") == "" {
		return
	}
	r.header = resp.Header
	resp.Header = resp.Header.Clone()
	resp.Header.Del("Location")
}
