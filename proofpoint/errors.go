// The errors of a call as a whole. Errors that travel beside records, where
// the sequence can go on, are in errors_iter.go.

package proofpoint

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Sentinels for errors.Is. Each stands for something that a caller does.
var (
	// ErrUnauthorized is a 401: the credential is wrong, or has been rotated.
	ErrUnauthorized = errors.New("proofpoint: credentials refused")
	// ErrForbidden is a 403: the credential is known, the licence, role or
	// customer does not allow the call.
	ErrForbidden = errors.New("proofpoint: not allowed")
	// ErrNotFound is a 404, or a single answer that is not there.
	ErrNotFound = errors.New("proofpoint: not found")
	// ErrRateLimited is a 429.
	ErrRateLimited = errors.New("proofpoint: rate limited")
	// ErrQuotaExhausted is a 429 of a pool that is counted by the day.
	ErrQuotaExhausted = errors.New("proofpoint: quota spent")
	// ErrRedirect is a 3xx: redirects are never followed.
	ErrRedirect = errors.New("proofpoint: redirected")
	// ErrNotConfigured means that the service has no base URL or credential.
	ErrNotConfigured = errors.New("proofpoint: service not configured")
	// ErrNoProgress means that a pager gave the same page again.
	ErrNoProgress = errors.New("proofpoint: paging makes no progress")
	// ErrCursorMismatch means that a cursor belongs to another query.
	ErrCursorMismatch = errors.New("proofpoint: cursor belongs to another query")
)

// APIError is an answer that says no: every status other than 2xx (3xx
// included), and a 2xx answer whose body refuses. Use errors.As for its
// fields and errors.Is with ErrUnauthorized, ErrForbidden, ErrNotFound,
// ErrRateLimited, ErrQuotaExhausted and ErrRedirect for decisions.
type APIError struct {
	Service    Service
	Operation  string
	Method     string
	URL        string        // unsigned, query values removed
	StatusCode int           // as received
	Message    string        // what the service said, cleaned, at most 200 bytes
	RetryAfter time.Duration // as the service wished, 0 if it did not say
	Attempts   int           // requests made for this page
	Body       []byte        // at most 64 KiB

	at    time.Time // when it came, for RetryAt
	now   time.Time // when it came, by the server's Date
	pool  Pool
	hint  string // what to do, when the status alone does not tell
	named bool   // the service is one of a configuration
}

// Time returns when the answer was made: the server's Date, as far as it can be
// believed, else the client's clock. It is zero where the error was made by hand.
func (e *APIError) Time() time.Time { return e.now }

// Error says operation, status, attempts, what the service said and what to do.
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "proofpoint: %s: %d", snippet(orElse(e.Operation, e.Method+" "+e.URL), maxCause), e.StatusCode)
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " after %d attempts", e.Attempts)
	}
	if t := http.StatusText(e.StatusCode); t != "" && e.Message == "" {
		b.WriteString(" " + strings.ToLower(t))
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", snippet(e.Message, maxMessage))
	}
	if a := e.advice(); a != "" {
		b.WriteString("; " + a)
	}
	return b.String()
}

func (e *APIError) advice() string {
	switch {
	case e.hint != "":
		return e.hint
	case e.StatusCode == http.StatusUnauthorized && e.named:
		return fmt.Sprintf("the credential of service %q was refused: check or rotate it", e.Service)
	case e.StatusCode == http.StatusUnauthorized:
		return "the request carried no credential that is valid here"
	case e.StatusCode == http.StatusForbidden:
		return "the credential is known but not allowed this: check the licence, the role and the customer"
	case e.StatusCode == http.StatusTooManyRequests:
		said := "the service limits the rate"
		if e.pool.Name != "" {
			said = fmt.Sprintf("quota pool %q (%d per %s) is spent", e.pool.Name, e.pool.Limit, span(e.pool.Per))
		}
		if e.RetryAfter > 0 {
			return fmt.Sprintf("%s; next try in %s", said, e.RetryAfter)
		}
		return said
	case e.RetryAfter > 0:
		return fmt.Sprintf("next try in %s", e.RetryAfter)
	}
	return ""
}

// Is reports whether target is the sentinel of e's status.
func (e *APIError) Is(target error) bool {
	switch e.StatusCode {
	case http.StatusUnauthorized:
		return target == ErrUnauthorized
	case http.StatusForbidden:
		return target == ErrForbidden
	case http.StatusNotFound:
		return target == ErrNotFound
	case http.StatusTooManyRequests:
		return target == ErrRateLimited || target == ErrQuotaExhausted && e.pool.Per > time.Minute
	}
	return target == ErrRedirect && e.StatusCode >= 300 && e.StatusCode < 400
}

// NetworkError means that no answer came: the service could not be reached,
// or the connection broke before a status. URLs and credentials are not in it.
type NetworkError struct {
	Operation string
	Host      string
	Attempts  int
	// LastStatus is the status of an earlier attempt of the same page, 0 if none.
	LastStatus int
	// Permanent means that asking again will not help: unknown host, untrusted
	// certificate, no TLS on that port.
	Permanent bool
	Err       error

	timeout bool
}

// Timeout reports whether the wait for the answer was given up.
func (e *NetworkError) Timeout() bool { return e.timeout }

// Error names operation, host and cause.
func (e *NetworkError) Error() string {
	s := fmt.Sprintf("proofpoint: %s: %s", snippet(e.Operation, maxMessage), snippet(e.Host, maxMessage))
	if e.Attempts > 1 {
		s += fmt.Sprintf(": no answer after %d attempts", e.Attempts)
	}
	if e.LastStatus != 0 {
		s += fmt.Sprintf(" (earlier status %d)", e.LastStatus)
	}
	return s + ": " + cause(e.Err)
}

// Unwrap returns the cause.
func (e *NetworkError) Unwrap() error { return e.Err }

// AmbiguousError means that a write may or may not have happened: it was sent,
// and no answer came, a server error, a 408, or an answer that cannot be read. It was not sent again. Look at the
// service before you repeat it.
type AmbiguousError struct {
	Operation string
	Err       error
}

// Error says that the outcome is unknown.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("proofpoint: %s: it is not known whether this write happened, and it was not repeated: %s", snippet(e.Operation, maxMessage), cause(e.Err))
}

// Unwrap returns the cause: an [*APIError] or a [*NetworkError].
func (e *AmbiguousError) Unwrap() error { return e.Err }

// ParamError is one parameter that was refused before any request was made.
// Several of them come joined: use errors.As for the first, or an Unwrap()
// []error for all.
type ParamError struct {
	Param   string
	Value   any // "[redacted]" for secret parameters, nil when missing
	Reason  string
	Accepts string // what would be accepted, "" if the reason says it
	Suggest string // the name that was probably meant
	Label   string // the parameter's title, if it has one
}

// Error names the parameter, the value and what would be accepted.
func (e *ParamError) Error() string {
	s := fmt.Sprintf("proofpoint: parameter %q", snippet(e.Param, maxMessage))
	if e.Value != nil {
		s += " = " + quote(e.Value)
	}
	s += ": " + snippet(e.Reason, maxCause)
	if e.Accepts != "" {
		s += " (accepts " + snippet(e.Accepts, 4*maxCause) + ")"
	}
	if e.Suggest != "" {
		s += fmt.Sprintf(" (did you mean %q?)", e.Suggest)
	}
	return s
}

// CanContinue reports whether the sequence that yielded err goes on:
// [*RecordError] and [*GapError].
func CanContinue(err error) bool {
	_, record := errors.AsType[*RecordError](err)
	_, gap := errors.AsType[*GapError](err)
	return record || gap
}

// RetryAt returns when it is worth asking again: the time that the service
// named, or an hour on where a daily quota is spent. It reports false for
// errors that waiting does not mend.
func RetryAt(err error) (time.Time, bool) {
	e, ok := errors.AsType[*APIError](err)
	_, unknown := errors.AsType[*AmbiguousError](err)
	switch {
	case !ok || unknown:
		return time.Time{}, false
	case e.RetryAfter > 0:
		return e.at.Add(e.RetryAfter), true
	case errors.Is(e, ErrQuotaExhausted):
		return e.at.Add(time.Hour), true
	case Temporary(err):
		return e.at.Add(time.Minute), true
	}
	return time.Time{}, false
}

// Temporary reports whether the same call may succeed later without anyone
// acting: timeouts, broken connections, cut bodies, 408, 429 and 5xx other
// than 501 and 505. It is false for a write that may have happened: to repeat an
// [*AmbiguousError] is for those who have looked.
func Temporary(err error) bool {
	if _, unknown := errors.AsType[*AmbiguousError](err); unknown {
		return false
	}
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.StatusCode == 408 || e.StatusCode == 429 || e.StatusCode >= 500 && e.StatusCode != 501 && e.StatusCode != 505
	}
	if e, ok := errors.AsType[*NetworkError](err); ok {
		return !e.Permanent
	}
	if e, ok := errors.AsType[*BodyError](err); ok {
		return e.cut
	}
	return false
}
