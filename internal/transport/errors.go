// Why this file is here: what failed decides whether a request may be sent again, and messages are a
// bad witness. Two sources are believed: the types in the error's chain, and what net/http reported
// through httptrace while the attempt ran, which alone can prove that a request never got a connection.

package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
)

var (
	errHeaders    = errors.New("no response headers")
	errNoResponse = errors.New("the RoundTripper returned neither a response nor an error")
)

// Error is a call that ended without a response: the transport failed, or the context ended.
type Error struct {
	// Attempts is how many requests were sent over the whole Budget.
	Attempts int
	// Unsent: no attempt of this call can have been carried out. Each provably never left (no
	// address, no connection, no TLS) or was turned away with 401, 403 or 429.
	Unsent bool
	// Permanent: the same request would fail again in the same way. It was not retried.
	Permanent bool
	// Timeout: the request was sent and the headers of the response did not come in time.
	Timeout bool
	// LastStatus is that of an earlier attempt, 0 if none had a response.
	LastStatus int
	// Err is the cause, without URL. If the context ended, errors.Is finds both context.Cause and
	// ctx.Err() in it.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	switch e.Attempts {
	case 0:
		b.WriteString("not sent")
	case 1:
		b.WriteString("no response")
	default:
		fmt.Fprintf(&b, "no response after %d attempts", e.Attempts)
	}
	if e.LastStatus != 0 {
		fmt.Fprintf(&b, " (last status %d)", e.LastStatus)
	}
	return b.String() + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// LoginError is an error of Call.Sign about a login: it was answered with a status that is no success,
// or its answer was cut. Where trying again may help, the call is tried again within its budget.
type LoginError struct {
	// Err is the error itself; Do returns it unchanged when there was a status.
	Err error
	// Status of the login's answer; 0: no whole answer came.
	Status int
	// Header of the login's answer: its Retry-After is honoured.
	Header http.Header
}

func (e *LoginError) Error() string { return e.Err.Error() }

// Unwrap returns the error itself.
func (e *LoginError) Unwrap() error { return e.Err }

// loginFailure tells a login that may pass from an error that ends the call: there, the failure is nil.
// Either way the request that was to be signed never left. The error comes back without its LoginError.
func loginFailure(err error) (*failure, error) {
	var login *LoginError
	if errors.As(err, &login) && err == error(login) {
		err = login.Err
	}
	var lost *Error
	switch {
	case login != nil && login.Status != 0:
		if !passing(login.Status) && login.Status != http.StatusTooManyRequests {
			return nil, err
		}
		return &failure{err: err, unsent: true, status: login.Status, header: login.Header}, err
	case errors.As(err, &lost):
		return &failure{err: err, unsent: true, permanent: lost.Permanent, timeout: lost.Timeout}, err
	case login != nil:
		return &failure{err: err, unsent: true}, err
	}
	return nil, err
}

// failure is what one attempt came to when there was no response.
type failure struct {
	err       error
	refused   bool // by ourselves: nothing was handed to the RoundTripper
	unsent    bool
	permanent bool
	timeout   bool
	status    int         // of the login's answer, when that was what failed
	header    http.Header // likewise
}

// ended describes a context that is over, by its cause; errors.Is finds ctx.Err() too.
func ended(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, ctx.Err()) {
		return cause
	}
	return &endedError{cause: cause, err: ctx.Err()}
}

type endedError struct{ cause, err error }

func (e *endedError) Error() string   { return e.cause.Error() }
func (e *endedError) Unwrap() []error { return []error{e.cause, e.err} }

// wire is what net/http tells about one attempt. A RoundTripper that is not net/http tells nothing, and
// then nothing is concluded from silence.
type wire struct {
	asked     atomic.Bool           // a connection was asked for
	got       atomic.Bool           // and obtained: from here on the request may have been sent
	handshake atomic.Pointer[error] // TLS failed
}

func (w *wire) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { w.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.got.Store(true) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				w.handshake.Store(&err)
			}
		},
	})
}

// unsent reports whether the request provably never left.
func (w *wire) unsent(err error) bool {
	if w.got.Load() {
		return false
	}
	return w.asked.Load() || isDial(err) || isTrust(err)
}

func classify(err error, w *wire) *failure {
	f := &failure{err: err, unsent: w.unsent(err), permanent: isPermanent(err)}
	if shake := w.handshake.Load(); shake != nil && !w.got.Load() && !isPassing(*shake) {
		f.permanent = true
	}
	var slow net.Error
	f.timeout = !f.unsent && (errors.Is(err, errHeaders) || errors.As(err, &slow) && slow.Timeout())
	return f
}

// isDial: the connection, to the host or to a proxy, was never made.
func isDial(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.Is(err, errProxy)
}

// isTrust: the handshake ended because of who or what answered.
func isTrust(err error) bool {
	return is[*tls.CertificateVerificationError](err) || is[tls.RecordHeaderError](err) ||
		is[x509.UnknownAuthorityError](err) || is[x509.HostnameError](err) ||
		is[x509.CertificateInvalidError](err) || is[x509.SystemRootsError](err) ||
		is[x509.InsecureAlgorithmError](err) || is[x509.ConstraintViolationError](err) ||
		is[x509.UnhandledCriticalExtension](err) || is[*tls.ECHRejectionError](err) ||
		errors.Is(err, http.ErrSchemeMismatch)
}

func isPermanent(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return true
	}
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error") {
		return true // a TLS alert: no common version, a client certificate is missing …
	}
	switch {
	case isTrust(err), errors.Is(err, errProxy), errors.Is(err, errNoResponse),
		is[*net.AddrError](err), is[net.InvalidAddrError](err), is[net.UnknownNetworkError](err):
		return true
	}
	// http:// to a TLS port: net/http has no type for it, but quotes the TLS alert it read.
	return strings.Contains(err.Error(), `malformed HTTP response "\x15\x03`)
}

// isPassing: a handshake that was cut rather than refused.
func isPassing(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout() ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		errors.Is(err, syscall.ECONNABORTED) || errors.Is(err, context.Canceled)
}

func is[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}
