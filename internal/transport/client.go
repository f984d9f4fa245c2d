// Why this file is here: it holds the one object of the package, and the act of sending one request
// once, which Do (through attempt.go) and Send share. The retry loop is retryablehttp's; it gets a
// client of its own, because it closes idle connections of whatever client it is given whenever a call
// fails, and prints URLs unless told not to.

package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	defaultHeaders = 30 * time.Second
	defaultIdle    = 60 * time.Second
)

// Options are the clock and the time limits of a [Client]. The zero value is ready for production.
type Options struct {
	// Now is the clock; default time.Now.
	Now func() time.Time
	// Sleep waits for d or until ctx ends, then returning an error. All waits between attempts go
	// through it. Default: a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Headers is how long one attempt may wait for the response headers, from sending on; waiting,
	// pacing and signing do not count. Default 30 s, negative: no limit.
	Headers time.Duration
	// Idle is the longest pause between two reads of a body that bring bytes. Default 60 s,
	// negative: no limit.
	Idle time.Duration
	// Jitter returns a number in [0, n); default math/rand/v2.Int64N.
	Jitter func(n int64) int64
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Headers == 0 {
		o.Headers = defaultHeaders
	}
	if o.Idle == 0 {
		o.Idle = defaultIdle
	}
	if o.Jitter == nil {
		o.Jitter = rand.Int64N
	}
	return o
}

// sleep is the default of Options.Sleep.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// Client sends requests over one RoundTripper. It is safe for concurrent use.
type Client struct {
	rt    http.RoundTripper
	own   *http.Transport // rt, when New made it
	o     Options
	retry *retryablehttp.Client
}

// New returns a client over rt; nil means [Default]. The connections of a given rt are never closed by
// the client, whatever happens.
func New(rt http.RoundTripper, o Options) *Client {
	c := &Client{rt: rt, o: o.withDefaults()}
	if rt == nil {
		c.own = Default()
		c.rt = c.own
	}
	c.retry = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: attempts{},
			CheckRedirect: func(*http.Request, []*http.Request) error {
				return http.ErrUseLastResponse
			},
		},
		Logger:       nil,         // it would print URLs with their queries
		RetryMax:     math.MaxInt, // the budget counts
		CheckRetry:   checkRetry,
		Backoff:      noBackoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return c
}

// CloseIdleConnections closes the idle connections of the transport that [New] made for itself. It does
// nothing to a RoundTripper that was given.
func (c *Client) CloseIdleConnections() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// Default returns a new transport: proxy from the environment, TLS 1.2 or later, HTTP/2, no
// decompression of its own (see [Client.Body]). It is built from nothing rather than cloned from
// http.DefaultTransport, which any package of the program may have replaced.
func Default() *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  proxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		DisableCompression:     true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
}

// errProxy replaces the text of net/http, which repeats the address with its password.
var errProxy = errors.New("the proxy address in the environment is not a usable URL")

func proxyFromEnvironment(req *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(req)
	if err != nil {
		return nil, errProxy
	}
	return u, nil
}

// Send makes one plain attempt over the same RoundTripper: no retry, no redirect, but the limit on
// waiting for headers and the same classified, cleaned errors (*[Error]). Logins use it from within
// Sign. It does not ask for gzip, so that the body may be read without [Client.Body].
func (c *Client) Send(ctx context.Context, req *http.Request) (*http.Response, error) {
	if ctx.Err() != nil {
		return nil, &Error{Unsent: true, Err: ended(ctx)}
	}
	clone := req.Clone(ctx)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, &Error{Unsent: true, Permanent: true, Err: err}
		}
		clone.Body = body
	}
	resp, f := c.send(ctx, clone, nil)
	if f != nil {
		attempts := 1
		if f.refused {
			attempts = 0
		}
		return nil, &Error{Attempts: attempts, Unsent: f.unsent, Permanent: f.permanent, Timeout: f.timeout, Err: f.err}
	}
	return resp, nil
}

// send sends req, which it owns, once. The header timer is ours rather than http.Transport's, because
// the RoundTripper is the caller's. The derived context lives as long as the body is open. plain is the
// request before it was signed, nil if there is no such thing; the difference is what must not be
// printed.
func (c *Client) send(ctx context.Context, req, plain *http.Request) (*http.Response, *failure) {
	if err := sendable(req); err != nil {
		closeBody(req)
		return nil, &failure{err: err, refused: true, unsent: true, permanent: true}
	}
	live, cancel := context.WithCancelCause(ctx)
	w := new(wire)
	req = req.WithContext(w.trace(live))

	var timer *time.Timer
	if c.o.Headers > 0 {
		timer = time.AfterFunc(c.o.Headers, func() { cancel(c.late()) })
	}
	resp, err := c.rt.RoundTrip(req)
	expired := timer != nil && !timer.Stop()

	switch {
	case err == nil && resp == nil:
		err = errNoResponse
	case err == nil && expired:
		err = c.late()
	}
	if err != nil {
		if resp != nil && resp.Body != nil {
			resp.Body.Close()
		}
		cancel(nil)
		switch {
		case ctx.Err() != nil:
			return nil, &failure{err: ended(ctx), unsent: w.unsent(nil)}
		case expired:
			err = c.late()
		}
		f := classify(err, w)
		f.err = scrub(f.err, req, plain)
		return nil, f
	}
	if resp.Body == nil || resp.Body == http.NoBody {
		resp.Body = http.NoBody
		cancel(nil)
		return resp, nil
	}
	resp.Body = &liveBody{
		rc:     resp.Body,
		ctx:    ctx,
		cancel: cancel,
		clean:  func(err error) error { return scrub(err, req, plain) },
	}
	return resp, nil
}

func (c *Client) late() error { return fmt.Errorf("%w within %v", errHeaders, c.o.Headers) }
