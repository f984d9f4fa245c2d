// Logins: one for all, again when a token dies, and errors that say what to do
// and nothing of what was sent.

package proofpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

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
