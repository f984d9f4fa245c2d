// A token that has to be fetched is fetched once, however many goroutines
// want it: the first logs in for all, each waiter leaves by its own context.

package proofpoint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// loginTimeout bounds one login, the wait for pacing not included. It does not
// end with the context of the call that happened to be first, because others
// wait for it.
const loginTimeout = 60 * time.Second

var errLoginTimeout = fmt.Errorf("the login was not answered within %v: %w", loginTimeout, context.DeadlineExceeded)

type tokenCache struct {
	mu      sync.Mutex
	token   string
	expires time.Time // zero: until it is refused
	flight  *login
}

// login is one fetch of a token. waiters and abandoned are the cache's to lock.
type login struct {
	done      chan struct{}
	token     string
	err       error
	timer     *time.Timer     // ends the login
	wanted    context.Context // ends when nobody waits for it any more
	unwanted  context.CancelFunc
	waiters   int
	abandoned bool
}

type loginKey struct{}

// get returns the cached token, or the one that fetch brings.
func (t *tokenCache) get(ctx context.Context, clock Clock, fetch func(context.Context) (string, time.Duration, error)) (string, error) {
	for {
		token, l, mine := t.join(ctx, clock, fetch)
		if l == nil {
			return token, nil
		}
		select {
		case <-l.done:
			_, held := errors.AsType[*heldError](l.err)
			if l.err != nil && (l.abandoned || held && !mine) && ctx.Err() == nil {
				continue // it was given up just before we came, or held back by another call's pacing
			}
			return l.token, l.err
		case <-ctx.Done():
			t.leave(l)
			return "", context.Cause(ctx)
		}
	}
}

// join returns the cached token, or else the login that is under way or begun
// with it.
func (t *tokenCache) join(ctx context.Context, clock Clock, fetch func(context.Context) (string, time.Duration, error)) (token string, l *login, mine bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token != "" && (t.expires.IsZero() || clock.Now().Before(t.expires)) {
		return t.token, nil, false
	}
	l = t.flight
	if mine = l == nil; mine {
		l = &login{done: make(chan struct{})}
		deadline, bounded := ctx.Deadline()
		ctx = context.WithoutCancel(ctx)
		if bounded { // so that pacing can refuse at once; who waits with more time begins anew
			l.wanted, l.unwanted = context.WithDeadline(ctx, deadline)
		} else {
			l.wanted, l.unwanted = context.WithCancel(ctx)
		}
		t.flight = l
		go t.run(ctx, l, clock, fetch)
	}
	l.waiters++
	return "", l, mine
}

// leave takes back a join. With the last, the login's turn is not waited for
// any more; a request that was sent is not given up.
func (t *tokenCache) leave(l *login) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.waiters--; l.waiters == 0 {
		l.abandoned = true
		l.unwanted()
	}
}

func (t *tokenCache) run(ctx context.Context, l *login, clock Clock, fetch func(context.Context) (string, time.Duration, error)) {
	ctx, cancel := context.WithCancelCause(context.WithValue(ctx, loginKey{}, l))
	l.timer = time.AfterFunc(loginTimeout, func() { cancel(errLoginTimeout) })
	token, life, err := fetch(ctx)
	l.timer.Stop()
	cancel(nil)
	l.unwanted()
	t.mu.Lock()
	l.token, l.err = token, err
	t.token, t.expires, t.flight = token, time.Time{}, nil
	if life > 0 {
		t.expires = clock.Now().Add(life - min(life/10, time.Minute))
	}
	t.mu.Unlock()
	close(l.done)
}

// untimed calls wait, in the login that ctx belongs to, with its time standing
// still and for as long as anybody wants it.
func untimed(ctx context.Context, wait func(context.Context) error) error {
	l, ok := ctx.Value(loginKey{}).(*login)
	if !ok || !l.timer.Stop() {
		return wait(ctx)
	}
	defer l.timer.Reset(loginTimeout)
	return wait(l.wanted)
}

// reject forgets used, if it is still the cached token, and reports that
// signing again may help: either a newer token is there, or one will be fetched.
func (t *tokenCache) reject(used string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == used {
		t.token = ""
	}
	return true
}

// sign signs one attempt's own copy of a request. Logins are paced as o says
// and observed.
func (c *Client) sign(req *http.Request, auth Authenticator, a Attempt, o *call) error {
	err := auth.Sign(req, func(login *http.Request) (*http.Response, error) { return c.sendLogin(login, auth, a, o) })
	if held, ok := errors.AsType[*heldError](err); ok {
		return held.error
	}
	if login, ok := err.(*transport.LoginError); ok {
		return countLogin(login, a.Number)
	}
	return err
}

// countLogin enters the attempts of the page into a login's refusal, of which
// other calls have the same.
func countLogin(login *transport.LoginError, attempts int) *transport.LoginError {
	refusal, ok := login.Err.(*APIError)
	if !ok {
		return login
	}
	own := *refusal
	own.Attempts = attempts
	return &transport.LoginError{Err: &own, Status: login.Status, Header: login.Header}
}

// heldError is pacing's own error on its way through an authenticator.
type heldError struct{ error }

// sendLogin sends a login's request. Pacing sees it as an attempt of its own,
// which counts against the authenticator's pool, if it has one.
func (c *Client) sendLogin(req *http.Request, auth Authenticator, a Attempt, o *call) (*http.Response, error) {
	a.Operation = "login"
	if named, ok := auth.(interface{ loginName() string }); ok {
		a.Operation = named.loginName()
	}
	if pooled, ok := auth.(interface{ loginPool() Pool }); ok {
		a.Pool = pooled.loginPool()
	}
	ctx := req.Context()
	if err := untimed(ctx, func(ctx context.Context) error { return c.pace(ctx, a, o) }); err != nil {
		return nil, &heldError{err}
	}
	began := c.clock.Now()
	resp, err := c.transportOf(a.Service).Send(ctx, req)
	done := transport.Attempted{Number: a.Number, Err: err, Took: c.clock.Now().Sub(began)}
	if err == nil {
		done.Status = resp.StatusCode
	}
	c.observe(ctx, a, done)
	return resp, err
}

// askLogin sends a login's request and reads the whole answer. A login without
// one may be tried again.
func askLogin(what string, req *http.Request, send func(*http.Request) (*http.Response, error)) (*http.Response, []byte, error) {
	resp, err := send(req)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", what, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	if err != nil {
		return nil, nil, &transport.LoginError{Err: fmt.Errorf("%s: %w", what, err)}
	}
	return resp, answer, nil
}

// loginRefused is the error of a login that was answered with a bad status.
// The answer's body is left out: it may echo what was sent.
func loginRefused(s signing, operation string, req *http.Request, resp *http.Response, answer []byte) error {
	name := Service("")
	if s.service != nil {
		name = s.service.name
	}
	e := &APIError{Service: name, Operation: operation, Method: req.Method, URL: transport.RedactURL(req.URL),
		StatusCode: resp.StatusCode, Attempts: 1, at: s.clock.Now(), named: true,
		hint: fmt.Sprintf("the login of service %q was refused (%d bytes of answer withheld)", name, len(answer))}
	e.RetryAfter, _ = transport.RetryAfter(resp.Header, e.at)
	return &transport.LoginError{Err: e, Status: resp.StatusCode, Header: resp.Header}
}
