// Why this file is here: the decisions that go-retryablehttp asks for. Each of its defaults does harm
// (it retries writes, sleeps for as long as the server says, or not at all when the number overflows),
// so only its loop is used. The wait is decided here but slept in the attempt layer, through
// Options.Sleep, so that a virtual clock sees it.

package transport

import (
	"context"
	"io"
	"net/http"
	"time"
)

const (
	// retryDrain is how much of a body is read to save its connection before a retry.
	retryDrain = 256 << 10
	// drainTime ends the drain of a body that drips.
	drainTime = 2 * time.Second
)

// checkRetry is retryablehttp's CheckRetry. It gets no request, so everything it needs is in ctx.
func checkRetry(ctx context.Context, resp *http.Response, _ error) (bool, error) {
	r := ctx.Value(runKey{}).(*run)
	again := r.again(ctx, resp)
	if again && resp != nil {
		if resp.ContentLength > retryDrain {
			resp.Body.Close()
		} else {
			drain(resp.Body, retryDrain)
		}
	}
	return again, nil
}

func noBackoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 }

// again decides whether there is another attempt and sets r.wait for it. When it says no, a response
// has not been touched.
func (r *run) again(ctx context.Context, resp *http.Response) bool {
	if r.stop != nil {
		return false
	}
	status, header := 0, http.Header(nil)
	switch {
	case resp != nil && !r.retryStatus(resp.StatusCode):
		return false
	case r.call.GivesWay && r.tooMuch(resp):
		return false
	case resp != nil:
		status, header = resp.StatusCode, resp.Header
	case r.fail == nil, r.fail.permanent, r.sent && !r.call.Repeatable:
		return false
	default:
		status, header = r.fail.status, r.fail.header
	}
	if ctx.Err() != nil {
		r.aborted = true
		return false
	}
	now := r.client.o.Now()
	wait := r.budget.backoff()
	asked, told := RetryAfter(header, now)
	switch {
	case told:
		wait = max(asked, r.budget.policy.MinWait)
	case status == http.StatusTooManyRequests && !r.call.Backoff429:
		return false
	case status == http.StatusTooManyRequests:
		wait = max(wait, r.call.Wait429)
	}
	if !r.budget.allows(now, wait) {
		return false
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false // it would only end while asleep
	}
	r.budget.retries++
	r.wait = wait
	return true
}

// tooMuch: what was asked for may have been more than the server can do in time.
func (r *run) tooMuch(resp *http.Response) bool {
	if resp == nil {
		return r.fail != nil && r.fail.timeout
	}
	return resp.StatusCode == http.StatusBadGateway || resp.StatusCode == http.StatusGatewayTimeout
}

// retryStatus: a refused request may always come again, anything else only if it does no harm.
func (r *run) retryStatus(status int) bool {
	if status == http.StatusTooManyRequests {
		return r.call.Repeatable || !r.sent
	}
	return r.call.Repeatable && passing(status)
}

// passing: the trouble is the server's and may be over soon.
func passing(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// drain reads up to limit bytes, so that the connection may be used again, and closes the body.
func drain(body io.ReadCloser, limit int64) {
	timer := time.AfterFunc(drainTime, func() { body.Close() })
	defer timer.Stop()
	_, _ = io.CopyN(io.Discard, body, limit+1)
	body.Close()
}
