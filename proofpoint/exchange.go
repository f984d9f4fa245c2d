// One exchange: resolve, sign, send, and a status that is good or an error.
// Pages, raw requests and probes all go through here; so it is the one place
// for authentication, pacing and the reading of refusals.

package proofpoint

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// sent is what is known of a request that was sent, for the errors about it.
type sent struct {
	target
	budget *transport.Budget
	used   signed // what must not come out in an error
}

// exchange sends r and returns an answer whose status is good: 2xx, or one
// that r takes for empty. budget is the page's.
func (c *Client) exchange(ctx context.Context, r *Request, o *call, budget *transport.Budget) (*http.Response, *sent, error) {
	r.noteNamed()
	t, err := c.resolve(r)
	if err != nil {
		return nil, nil, err
	}
	req, err := c.httpRequest(ctx, r, t)
	if err != nil {
		return nil, nil, err
	}
	x := &sent{target: t, budget: budget}
	x.used.also(r.secrets)
	resp, err := c.transportOf(r.Service).Do(req.Context(), c.transportCall(r, x, req, o))
	if err != nil {
		return nil, x, c.sendError(ctx, r, x, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		resp, err = c.refusal(ctx, r, x, resp)
	}
	return resp, x, err
}

func (c *Client) transportCall(r *Request, t *sent, req *http.Request, o *call) *transport.Call {
	a := Attempt{Service: r.Service, Operation: r.name(), Pool: r.Pool}
	if t.sign {
		a.Credential = t.service.auth.Fingerprint()
	}
	pace := func(ctx context.Context, number int) error {
		a.Number = number
		return c.pace(ctx, a, o)
	}
	tc := &transport.Call{
		Request:    req,
		Repeatable: r.repeatable(),
		Backoff429: r.Pool.Per <= time.Minute,
		Wait429:    r.Pool.Per / 4, // so that five attempts outlast the quota's minute
		GivesWay:   r.givesWay,
		Budget:     t.budget,
		Pace:       pace,
		Observe:    func(done transport.Attempted) { c.observe(req.Context(), a, done) },
	}
	if t.sign {
		tc.Sign = func(q *http.Request) error {
			err := c.sign(q, t.service.auth, a, o)
			t.used.note(q, req)
			if o.signed != nil {
				o.signed(q, req)
			}
			return err
		}
		tc.Rejected = func(q *http.Request, status int) bool {
			if _, ok := t.service.auth.(interface{ rejects403() }); status == http.StatusForbidden && !ok {
				return false
			}
			return t.service.auth.Rejected(q)
		}
	}
	return tc
}

func (c *Client) pace(ctx context.Context, a Attempt, o *call) error {
	for _, p := range c.pacing {
		if len(p.only) == 0 || slices.Contains(p.only, a.Service) {
			if err := p.ask(ctx, a); err != nil {
				return err
			}
		}
	}
	for _, p := range o.pacing {
		if err := p(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) observe(ctx context.Context, a Attempt, done transport.Attempted) {
	a.Number = done.Number
	if c.observer.Wait != nil && done.Wait > 0 {
		c.observer.Wait(a.Operation, done.Wait)
	}
	if c.observer.Attempt != nil {
		c.observer.Attempt(a, done.Status, done.Took, done.Err)
	}
	level := slog.LevelDebug
	if done.Number > 1 {
		level = slog.LevelWarn
	}
	if !c.logger.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.String("service", string(a.Service)), slog.String("operation", a.Operation), slog.Int("status", done.Status),
		slog.Int("attempt", done.Number), slog.Duration("wait", done.Wait), slog.Duration("took", done.Took),
		slog.String("pool", a.Pool.Name), slog.String("credential", a.Credential)}
	if done.Err != nil {
		attrs = append(attrs, slog.String("err", done.Err.Error()))
	}
	c.logger.LogAttrs(ctx, level, "exchange", attrs...)
}

// ended is the error of a call whose context ended after r was sent.
func (c *Client) ended(ctx context.Context, r *Request) error {
	if !r.repeatable() {
		return &AmbiguousError{Operation: r.name(), Err: context.Cause(ctx)}
	}
	return context.Cause(ctx)
}

// sendError turns a transport failure into the error that the caller acts on.
func (c *Client) sendError(ctx context.Context, r *Request, x *sent, err error) error {
	te, ok := errors.AsType[*transport.Error](err)
	switch {
	case ctx.Err() != nil && ok && !te.Unsent:
		return c.ended(ctx, r)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case !ok:
		return err // pacing's or signing's own
	}
	ne := &NetworkError{Operation: r.name(), Host: x.url.Host, Attempts: te.Attempts, LastStatus: te.LastStatus, Permanent: te.Permanent, Err: te.Err, timeout: te.Timeout}
	if text := te.Err.Error(); x.used.text(text) != text { // a RoundTripper of the caller's may show what it was given
		ne.Err = errors.New(x.used.text(text))
	}
	if !r.repeatable() && !te.Unsent {
		return &AmbiguousError{Operation: r.name(), Err: ne}
	}
	return ne
}

// refusalTime is how long the body of a refusal is waited for.
const refusalTime = 10 * time.Second

// refusal reads an answer whose status is no success. A status that r takes
// for empty comes back as an answer, if its body is empty.
func (c *Client) refusal(ctx context.Context, r *Request, x *sent, resp *http.Response) (*http.Response, error) {
	body := c.transportOf(r.Service).Body(resp, maxErrorBody)
	enough := time.AfterFunc(refusalTime, func() { _ = body.Close() })
	b, err := io.ReadAll(io.LimitReader(body, maxErrorBody))
	enough.Stop()
	_ = body.Close()
	if ctx.Err() != nil && r.repeatable() {
		return nil, context.Cause(ctx)
	}
	if err == nil && len(b) == 0 && slices.Contains(r.Empty, resp.StatusCode) {
		resp.Body = http.NoBody
		return resp, nil
	}
	e := c.apiError(r, x, resp, b)
	if late := resp.StatusCode == http.StatusRequestTimeout; !r.repeatable() && (late || resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented) {
		return nil, &AmbiguousError{Operation: r.name(), Err: e}
	}
	return nil, e
}

func (c *Client) apiError(r *Request, x *sent, resp *http.Response, body []byte) *APIError {
	now := c.clock.Now()
	e := &APIError{Service: r.Service, Operation: r.name(), Method: r.method(), URL: r.hideURL(transport.RedactURL(x.url)), StatusCode: resp.StatusCode,
		Message: x.used.text(errorMessage(body)), Attempts: x.budget.Attempts(), Body: x.used.scrub(body), at: now, now: serverTime(resp, now), pool: r.Pool, named: x.sign}
	e.RetryAfter, _ = transport.RetryAfter(resp.Header, now)
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		e.hint = redirectHint(x.used.text(resp.Header.Get("Location")))
	case x.withheld != "" && (resp.StatusCode == 401 || resp.StatusCode == 403):
		e.hint = x.withheld
	}
	return e
}
