// Logins: one for all, again when a token dies, and errors that say what to do
// and nothing of what was sent.

package proofpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// loginServer gives out tokens t1, t2, … and knows which one is alive.
type loginServer struct {
	mu     sync.Mutex
	logins int
	alive  string
	status int // of the login, 0 is 200
	body   string
}

func (s *loginServer) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	resp := s.answer(r)
	resp.Request = r
	return resp, nil
}

func (s *loginServer) answer(r *http.Request) *http.Response {
	if strings.HasSuffix(r.URL.Path, "/auth") || strings.HasSuffix(r.URL.Path, "/token") {
		s.logins++
		if s.status != 0 {
			return answer(s.status, s.body)
		}
		s.alive = fmt.Sprint("token-number-", s.logins)
		b, _ := json.Marshal(map[string]any{"auth_token": s.alive, "access_token": s.alive, "token_type": "bearer", "expires_in": 3600})
		return answer(200, string(b))
	}
	if strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") != s.alive {
		return answer(401, "token?")
	}
	return answer(200, `[1]`)
}

func loginConfigs() map[string]proofpoint.Config {
	secret := proofpoint.NewSecret(testSecret)
	return map[string]proofpoint.Config{
		"casb":   {"svc": {BaseURL: "https://api.example", Auth: proofpoint.CASBLogin(secret, "id", secret)}},
		"oauth2": {"svc": {BaseURL: "https://api.example", Auth: proofpoint.OAuth2("https://login.example/v1/token", "id", secret, nil)}},
	}
}

func ask(ctx context.Context, c *proofpoint.Client) error {
	return proofpoint.None(c.Records(ctx, proofpoint.Request{Service: "svc", Path: "/x"}))
}

func TestLoginOnceForAll(t *testing.T) {
	for name, cfg := range loginConfigs() {
		t.Run(name, func(t *testing.T) {
			s := &loginServer{}
			c, _ := newClient(t, s, cfg)
			var wg sync.WaitGroup
			for range 200 {
				wg.Go(func() {
					if err := ask(t.Context(), c); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if s.logins != 1 {
				t.Errorf("%d logins", s.logins)
			}
			s.alive = "changed"
			if err := ask(t.Context(), c); err != nil || s.logins != 2 {
				t.Errorf("after the token died: %v, %d logins", err, s.logins)
			}
		})
	}
}

func TestLoginFails(t *testing.T) {
	for name, cfg := range loginConfigs() {
		for _, tt := range []struct {
			status int
			body   string
			is     error
		}{{401, `{"echo":"` + testSecret + `"}`, proofpoint.ErrUnauthorized}, {200, `{}`, nil}, {503, "", nil}} {
			s := &loginServer{status: tt.status, body: tt.body}
			c, _ := newClient(t, s, cfg)
			err := ask(t.Context(), c)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || strings.Contains(fmt.Sprintf("%v %+v", err, err), testSecret) {
				t.Errorf("%s %d: %v", name, tt.status, err)
			}
		}
	}
}

// failingLogin fails the first logins.
type failingLogin struct {
	loginServer
	left   int
	fail   func() (*http.Response, error)
	failed int
	others int // requests that are no login
}

func (s *failingLogin) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	login := strings.HasSuffix(r.URL.Path, "/auth") || strings.HasSuffix(r.URL.Path, "/token")
	fails := login && s.left > 0
	if fails {
		s.left--
		s.failed++
	}
	if !login {
		s.others++
	}
	s.mu.Unlock()
	if fails {
		return s.fail()
	}
	return s.loginServer.RoundTrip(r)
}

var failures = map[string]func() (*http.Response, error){
	"refused connection": func() (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	},
	"reset": func() (*http.Response, error) {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	},
	"cut answer":  func() (*http.Response, error) { return answerFrom(200, cut(`{"auth_`)), nil },
	"503":         func() (*http.Response, error) { return answer(503, testSecret), nil },
	"429 in 20 s": func() (*http.Response, error) { return answer(429, "", "Retry-After", "20"), nil },
}

func isAmbiguous(err error) bool {
	_, ok := errors.AsType[*proofpoint.AmbiguousError](err)
	return ok
}

// A login that fails in passing is repeated within the policy of the call, for
// writes too, because the write itself never left.
func TestLoginIsRetried_N1_N3(t *testing.T) {
	for config, cfg := range loginConfigs() {
		for failure, fail := range failures {
			for _, method := range []string{"GET", "POST"} {
				t.Run(config+" "+failure+" "+method, func(t *testing.T) {
					s := &failingLogin{left: 2, fail: fail}
					c, clock := newClient(t, s, loginConfigs()[config])
					r := proofpoint.Request{Service: "svc", Method: method, Path: "/x"}
					if err := proofpoint.None(c.Records(t.Context(), r)); err != nil || s.failed != 2 || s.logins != 1 || s.others != 1 {
						t.Errorf("%v after %d failed logins, %d good ones and %d requests", err, s.failed, s.logins, s.others)
					}
					if slept := clock.Slept(); len(slept) != 2 || strings.HasPrefix(failure, "429") && slept[0] != 20*time.Second {
						t.Errorf("waited %v", slept)
					}

					s = &failingLogin{left: 99, fail: fail}
					c, _ = newClient(t, s, cfg)
					err := proofpoint.None(c.Records(t.Context(), r))
					if err == nil || isAmbiguous(err) || !proofpoint.Temporary(err) || s.failed != 5 || s.others != 0 {
						t.Errorf("%v after %d logins and %d requests", err, s.failed, s.others)
					}
					if err != nil && (!strings.Contains(err.Error(), "after 5 attempts") || strings.Contains(err.Error(), testSecret)) {
						t.Errorf("%v", err)
					}
					s.failed = 0
					if err := proofpoint.None(c.Records(t.Context(), r, proofpoint.Retry(proofpoint.NoRetry))); err == nil || isAmbiguous(err) || s.failed != 1 {
						t.Errorf("NoRetry: %v after %d logins", err, s.failed)
					}
				})
			}
		}
	}
}

// A login that the service refuses is not asked again.
func TestLoginRefused_S5(t *testing.T) {
	for name, cfg := range loginConfigs() {
		s := &failingLogin{left: 99, fail: func() (*http.Response, error) { return answer(401, ""), nil }}
		c, _ := newClient(t, s, cfg)
		err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: "svc", Method: "POST", Path: "/x"}))
		if e, ok := errors.AsType[*proofpoint.APIError](err); !ok || e.StatusCode != 401 || e.Attempts != 1 || isAmbiguous(err) || s.failed != 1 || s.others != 0 {
			t.Errorf("%s: %v after %d logins and %d requests", name, err, s.failed, s.others)
		}
	}
}

// Logins are observed under names of their own, good ones and bad.
func TestLoginIsObserved(t *testing.T) {
	for name, cfg := range loginConfigs() {
		login := map[string]string{"casb": "casb.auth", "oauth2": "oauth2.token"}[name]
		var mu sync.Mutex
		var got, paced []string
		s := &failingLogin{left: 1, fail: failures["503"]}
		c, _ := newClient(t, s, cfg, proofpoint.WithObserver(proofpoint.Observer{
			Attempt: func(a proofpoint.Attempt, status int, _ time.Duration, err error) {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, fmt.Sprint(a.Operation, " ", a.Number, " ", status, " ", err != nil))
			},
		}), proofpoint.WithPacing(func(_ context.Context, a proofpoint.Attempt) error {
			mu.Lock()
			defer mu.Unlock()
			paced = append(paced, a.Operation)
			return nil
		}))
		if err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: "svc", Name: "op", Path: "/x"})); err != nil {
			t.Fatal(err)
		}
		want := []string{login + " 1 503 false", "op 1 0 true", login + " 2 200 false", "op 2 200 false"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: attempts (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff([]string{"op", login, "op", login}, paced); diff != "" {
			t.Errorf("%s: paced (-want +got):\n%s", name, diff)
		}
	}
}

// loginPacing holds back logins, and nothing else.
func loginPacing(f func(context.Context) error) proofpoint.Option {
	return proofpoint.WithPacing(func(ctx context.Context, a proofpoint.Attempt) error {
		if strings.HasPrefix(a.Operation, "casb.") || strings.HasPrefix(a.Operation, "oauth2.") {
			return f(ctx)
		}
		return nil
	})
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// The wait for a quota is not the login's: its limit begins when it is sent.
func TestLoginPacing(t *testing.T) {
	for name, cfg := range loginConfigs() {
		synctest.Test(t, func(t *testing.T) {
			c, _ := newClient(t, &loginServer{}, cfg, loginPacing(func(ctx context.Context) error { return wait(ctx, time.Hour) }))
			if err := ask(t.Context(), c); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		full := errors.New("quota log is full")
		c, _ := newClient(t, &loginServer{}, cfg, loginPacing(func(context.Context) error { return full }))
		if err := ask(t.Context(), c); err != full {
			t.Errorf("%s: %v, want pacing's own error", name, err)
		}
	}
}

// A login that nobody waits for any more is not queued for, but one that was
// sent is kept for the next call.
func TestLoginAbandoned_N9(t *testing.T) {
	for name, cfg := range loginConfigs() {
		synctest.Test(t, func(t *testing.T) {
			s, queued := &loginServer{}, time.Hour
			c, _ := newClient(t, s, cfg, loginPacing(func(ctx context.Context) error { return wait(ctx, queued) }))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if err := ask(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
			synctest.Wait() // a goroutine that still queued would be found when the bubble ends
			began := time.Now()
			queued = time.Second
			if err := ask(t.Context(), c); err != nil || time.Since(began) != time.Second || s.logins != 1 {
				t.Errorf("%s: %v after %v and %d logins", name, err, time.Since(began), s.logins)
			}
		})
		synctest.Test(t, func(t *testing.T) {
			s := &loginServer{}
			slow := roundTrip(func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPost {
					if err := wait(r.Context(), 10*time.Second); err != nil {
						return nil, err
					}
				}
				return s.RoundTrip(r)
			})
			c, _ := newClient(t, slow, cfg)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := ask(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
			if err := ask(t.Context(), c); err != nil || s.logins != 1 {
				t.Errorf("%s: %v after %d logins", name, err, s.logins)
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSignFuncAndHeaderPair(t *testing.T) {
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `[]`) }}
	c, _ := newClient(t, s, proofpoint.Config{
		"pair": {BaseURL: "https://a.example", Auth: proofpoint.HeaderPair("X-User", proofpoint.NewSecret("u"), "X-Password", proofpoint.NewSecret("p"))},
		"own": {BaseURL: "https://b.example", Auth: proofpoint.SignFunc(func(r *http.Request) error {
			r.Header.Set("X-Signature", "s")
			return nil
		})},
	})
	for _, name := range []proofpoint.Service{"pair", "own"} {
		if err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: name, Path: "/"})); err != nil {
			t.Fatal(err)
		}
	}
	if h := s.seen[0].Header; h.Get("X-User") != "u" || h.Get("X-Password") != "p" {
		t.Errorf("pair: %v", h)
	}
	if s.seen[1].Header.Get("X-Signature") != "s" {
		t.Error("own signature missing")
	}
}

// Pacing is asked before every attempt, retries and logins included, and its
// error comes out unchanged.
func TestPacing(t *testing.T) {
	s := &loginServer{}
	var asked []proofpoint.Attempt
	c, _ := newClient(t, s, loginConfigs()["casb"], proofpoint.WithPacing(func(_ context.Context, a proofpoint.Attempt) error {
		asked = append(asked, a)
		return nil
	}))
	if err := ask(t.Context(), c); err != nil || len(asked) != 2 || asked[0].Credential == "" {
		t.Errorf("%v, asked %v", err, asked)
	}
	full := errors.New("quota log is full")
	err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: "svc", Path: "/x"}, proofpoint.Paced(func(context.Context, proofpoint.Attempt) error { return full })))
	if err != full {
		t.Errorf("%v, want pacing's own error", err)
	}
}

// N10: pacing of a login knows the caller's deadline, as pacing of a call does.
func TestLoginPacingKnowsTheDeadline_N10(t *testing.T) {
	for name, cfg := range loginConfigs() {
		s := &loginServer{}
		c, _ := newClient(t, s, cfg)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		full := errors.New("not before the deadline")
		err := proofpoint.None(c.Records(ctx, proofpoint.Request{Service: "svc", Path: "/x"}, proofpoint.Paced(func(ctx context.Context, a proofpoint.Attempt) error {
			if _, ok := ctx.Deadline(); ok && a.Operation != "GET /x" {
				return full
			}
			return nil
		})))
		if err != full || s.logins != 0 {
			t.Errorf("%s: %v after %d logins", name, err, s.logins)
		}
		cancel()
	}
}
