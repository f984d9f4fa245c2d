// Server: the two entries, handler and round tripper, over one answer. It owns
// the state; what the services say is in their files.

package proofpointtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Server is the fake. All methods are safe for concurrent use.
type Server struct {
	world world
	clock *Clock
	plain bool
	parts bool
	life  time.Duration
	tap   tapState
	eti   etiSwitches
	t     testing.TB

	mu     sync.Mutex
	err    error
	closed bool
	ctr    ctrState // what was written to the cloud service
	http   *httptest.Server
	calls  []Call
	faults []*script
	limits map[string]int
	quota  map[string]*counted
	tokens map[string]token
	issued int
	casb   casbState
	ptr    ptrState

	essentials essentialsState
}

// New returns a fake for a test: an empty world unless [Seeded] fills it. t
// closes it. A call that no route expects fails t.
func New(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s := NewServer(opts...)
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	s.t = t
	t.Cleanup(s.Close)
	return s
}

// NewServer returns a fake for use outside tests. The caller closes it if
// [Server.URL] was used.
func NewServer(opts ...Option) *Server {
	s := &Server{
		clock: NewClock(start), life: time.Hour,
		limits: map[string]int{}, quota: map[string]*counted{}, tokens: map[string]token{},
	}
	s.world.rate = 120
	for _, o := range opts {
		o(s)
	}
	s.world.begin = s.clock.Now().Add(-30 * 24 * time.Hour).UnixMilli()
	return s
}

// Err returns the first mistake made in setting the fake up ([Recorded],
// [Server.Put], [Server.Quota]), or nil. While it is set, a server made by
// [NewServer] answers 500 with its text.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// complain reports a mistake to the test, or keeps the first one.
func (s *Server) complain(format string, args ...any) {
	err := fmt.Errorf("proofpointtest: "+format, args...)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	if s.t != nil && !s.closed {
		s.t.Error(err)
	}
}

// unexpected reports a call that no route expects, to the test if there is one.
func (s *Server) unexpected(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.t != nil && !s.closed {
		s.t.Errorf("proofpointtest: unexpected call: "+format, args...)
	}
}

// Clock returns the fake's clock, to be shared with the client under test.
func (s *Server) Clock() *Clock { return s.clock }

// Credentials returns how to reach a service as a RoundTripper and what it
// accepts. The services and their fields:
//
//	tap              principal, secret
//	casb             api_key, client_id, client_secret
//	trap.ptr         key, source_id; user, password (see [PTRBasic])
//	trap.ctr         client_id, client_secret, token_url, cluster_id
//	eti              key
//	eti.scores       key
//	eti.files        key
//	essentials       user, password; read_only_user, read_only_password
//	essentials.siem  key, secret
//	gateway          user, password
//	style.AUTH       what AUTH needs; see [StyleAuths]
//
// base is the public base URL of the service, without a slash at the end; below
// [Server.URL] it is [Server.BaseURL]. "trap.auth", the token endpoint's host, has
// a base and no fields of its own. An unknown service gives "" and nil. The
// map is the caller's.
func (s *Server) Credentials(service string) (base string, fields map[string]string) {
	for _, v := range services {
		if v.name == service {
			return v.base(), maps.Clone(v.fields)
		}
	}
	return "", nil
}

// BaseURL returns where a service is below [Server.URL], or "" for an unknown
// one. The token endpoint of trap.ctr is BaseURL("trap.auth") + "/v1/token".
func (s *Server) BaseURL(service string) string {
	for _, v := range services {
		if v.name == service {
			return s.URL() + v.prefix
		}
	}
	return ""
}

// URL starts a plain HTTP server on loopback, once, and returns its address
// without a slash at the end. After [Server.Close] it returns "".
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ""
	}
	if s.http == nil {
		s.http = httptest.NewServer(s)
	}
	return s.http.URL
}

// Close stops the server that [Server.URL] started, after the calls under way
// have ended. RoundTrip goes on working, but no longer fails a test.
func (s *Server) Close() {
	s.mu.Lock()
	h := s.http
	s.http, s.closed = nil, true
	s.mu.Unlock()
	if h != nil {
		h.Close()
	}
}

// ServeHTTP answers a request that came over a connection. The service is found
// by the Host header, or else by the prefix of the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.answer(r)
	maps.Copy(w.Header(), a.header)
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	if a.size >= 0 {
		w.Header().Set("Content-Length", fmt.Sprint(a.size))
	}
	w.WriteHeader(a.status)
	_, err := io.Copy(w, a.body)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		// A cut is part of the script: what was said goes out, then the
		// connection breaks, which is what a client must notice.
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// RoundTrip answers a request without a connection and without a goroutine; the
// service is found by the URL's host. The body is made as it is read, ends with
// the request's context and need not be read. The request is not changed.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if r.Context().Err() != nil {
		return nil, context.Cause(r.Context())
	}
	a := s.answer(r)
	resp := &http.Response{
		Status:     fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode: a.status,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     a.header,
		Body:       http.NoBody,
		Request:    r,
	}
	if a.body != nil {
		resp.ContentLength = a.size
		resp.Body = &body{ctx: r.Context(), r: a.body}
	}
	return resp, nil
}

// body is a response's body as a transport would give it: it ends with the
// context, and Close may come at any time from any goroutine.
type body struct {
	ctx    context.Context
	r      io.Reader
	closed atomic.Bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed.Load() {
		return 0, http.ErrBodyReadAfterClose
	}
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	return b.r.Read(p)
}

func (b *body) Close() error {
	b.closed.Store(true)
	return nil
}
