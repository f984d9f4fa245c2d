// Client options.

package proofpoint

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Option changes a client under construction.
type Option func(*settings)

type settings struct {
	transport map[Service]http.RoundTripper // "" is all others
	pacing    []servicePacing
	retry     RetryPolicy
	logger    *slog.Logger
	clock     Clock
	observer  Observer
	timeouts  Timeouts
	limits    pathdata.Limits
	product   string
	required  []Service
}

type servicePacing struct {
	only []Service
	ask  Pacing
}

// WithTransport sends requests over rt: a private CA, a proxy, a mock, a fake.
// rt must be safe for concurrent use; it is never closed or changed. With
// services named, only theirs go over it. The default honours the environment's
// proxy and speaks TLS 1.2 and later.
func WithTransport(rt http.RoundTripper, only ...Service) Option {
	return func(s *settings) {
		if len(only) == 0 {
			only = []Service{""}
		}
		for _, o := range only {
			s.transport[o] = rt
		}
	}
}

// WithPacing asks p before every attempt, retries and logins included; with
// services named, only before theirs. Several are asked in turn; nil is none.
func WithPacing(p Pacing, only ...Service) Option {
	return func(s *settings) {
		if p != nil {
			s.pacing = append(s.pacing, servicePacing{only, p})
		}
	}
}

// RetryPolicy is one budget for a page: attempts of the transport, the repeat
// after a 401 and repeats of a cut body all draw on it. Zero fields mean the
// default: 5 attempts, waits between 500 ms and 30 s, 2 minutes in all.
type RetryPolicy struct {
	Attempts         int
	MinWait, MaxWait time.Duration
	Budget           time.Duration
}

// NoRetry makes one attempt. (The repeat after a 401, where the credential has
// changed or the token was old, is no retry.)
var NoRetry = RetryPolicy{Attempts: 1}

func (p RetryPolicy) policy() transport.Policy {
	return transport.Policy{Attempts: p.Attempts, MinWait: p.MinWait, MaxWait: p.MaxWait, Total: p.Budget}
}

// WithRetry sets the retry policy. Only requests that may be repeated are
// retried: GET, and those that say so. Writes are sent again only if they
// provably never arrived or were refused (401, 429).
func WithRetry(p RetryPolicy) Option { return func(s *settings) { s.retry = p } }

// WithLogger logs exchanges (debug) and what mends itself (warn). Nothing is
// logged by default, nor with nil. No record, body, query value or credential
// is logged.
func WithLogger(l *slog.Logger) Option {
	if l == nil {
		l = slog.New(slog.DiscardHandler)
	}
	return func(s *settings) { s.logger = l }
}

// WithClock replaces the system's clock: tests move time by hand. nil is the
// system's.
func WithClock(c Clock) Option {
	if c == nil {
		c = systemClock{}
	}
	return func(s *settings) { s.clock = c }
}

// WithObserver hangs metrics and traces on the client.
func WithObserver(o Observer) Option { return func(s *settings) { s.observer = o } }

// Timeouts bound the waits of one attempt; the caller's context bounds all.
// Zero fields mean the default.
type Timeouts struct {
	Headers time.Duration // until the response's headers: 30 s
	Idle    time.Duration // between two reads of a body: 60 s
}

// WithTimeouts sets the timeouts. How long retries may go on in all is
// RetryPolicy.Budget.
func WithTimeouts(t Timeouts) Option { return func(s *settings) { s.timeouts = t } }

// WithLimits sets the caps of every body: nesting depth (1000), bytes of one
// record (64 MiB) and of one inflated body (8 GiB) by default. With Duplicates a
// record that has a name twice comes beside a [*RecordError].
func WithLimits(l pathdata.Limits) Option { return func(s *settings) { s.limits = l } }

// WithUserAgent appends product, "myforwarder/1.4" say, to the User-Agent.
func WithUserAgent(product string) Option { return func(s *settings) { s.product = product } }

// Require makes NewClient fail at once when one of the services has no
// credential, naming what is missing.
func Require(services ...Service) Option {
	return func(s *settings) { s.required = append(s.required, services...) }
}

func (s *settings) check(services map[Service]*service) error {
	var errs []error
	for _, name := range s.required {
		if have := services[name]; have == nil || have.auth.Fingerprint() == "" {
			errs = append(errs, notConfigured(&Request{Service: name, Name: "required"}))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.transport)) {
		if s.transport[name] == nil {
			errs = append(errs, errors.New("proofpoint: WithTransport: the RoundTripper is nil"))
		}
	}
	if strings.ContainsFunc(s.product, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
		errs = append(errs, fmt.Errorf("proofpoint: WithUserAgent: %q holds a character that a header cannot", s.product))
	}
	if l := s.limits; l.Depth < 0 || l.Record < 0 || l.Body < 0 || l.Selector < 0 || l.Steps < 0 {
		errs = append(errs, errors.New("proofpoint: WithLimits: limits must not be negative"))
	}
	if r := s.retry; r.Attempts < 0 || r.MinWait < 0 || r.MaxWait < 0 || r.Budget < 0 {
		errs = append(errs, errors.New("proofpoint: WithRetry: fields must not be negative"))
	}
	return errors.Join(errs...)
}
