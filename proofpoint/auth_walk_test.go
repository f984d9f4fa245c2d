// Tokens over the length of a walk: they die in the middle of it and nothing is
// lost or comes twice; where none can be had, every caller is told why.

package proofpoint_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestTokenDiesInAWalk: pages take longer than a token lives, for both kinds of
// login.
func TestTokenDiesInAWalk(t *testing.T) {
	for _, auth := range []string{"login", "oauth2"} {
		t.Run(auth, func(t *testing.T) {
			s := proofpointtest.New(t, proofpointtest.TokenLife(time.Minute))
			service := proofpoint.Service("style." + auth)
			base, fields := s.Credentials(string(service))
			c, err := proofpoint.NewClient(proofpoint.Config{service: {BaseURL: base, Auth: styleAuth(auth, base, fields)}},
				proofpoint.WithTransport(s), proofpoint.WithClock(s.Clock()))
			if err != nil {
				t.Fatal(err)
			}
			r := proofpoint.Request{Service: service, Path: "/rows", Method: "POST", Repeatable: true, Records: pathdata.MustCompile("$.rows[*]"),
				Pager: proofpoint.Rows{FromAt: "body:startRow", ToAt: "body:endRow", Size: 2}}
			got, err := numbersOf(c.Records(t.Context(), r, proofpoint.OnPage(func(proofpoint.Page) { s.Clock().Advance(2 * time.Minute) })))
			if diff := cmp.Diff([]int{1, 2, 3, 4, 5, 6, 7}, got); err != nil || diff != "" {
				t.Errorf("%v; records mismatch (-want +got):\n%s", err, diff)
			}
			if logins := len(s.Calls(string(service) + ".token")); logins != 4 {
				t.Errorf("%d logins for four pages, want one each", logins)
			}
		})
	}
}

// TestWriteAfterTheTokenDied: a refused write was not done, so it is sent once
// more with a new token, and only then.
func TestWriteAfterTheTokenDied(t *testing.T) {
	for name, cfg := range loginConfigs() {
		s := &loginServer{}
		c, _ := newClient(t, s, cfg)
		write := proofpoint.Request{Service: "svc", Path: "/write", Method: "POST", Body: []byte(`{}`), Format: proofpoint.FormatAny}
		for _, alive := range []string{"", "revoked"} {
			s.alive = alive
			if err := proofpoint.None(c.Records(t.Context(), write)); err != nil {
				t.Errorf("%s, token %q: %v", name, alive, err)
			}
		}
		if s.logins != 2 {
			t.Errorf("%s: %d logins, want 2", name, s.logins)
		}
	}
}

// TestNoTokenForAll: two hundred callers at once, and no token to be had: each
// is told in words that help, and nothing goes out unsigned.
func TestNoTokenForAll(t *testing.T) {
	tests := []struct {
		name  string
		login func() (*http.Response, error)
		says  string
	}{
		{"an answer without a token", func() (*http.Response, error) { return answer(200, `{"ok":true}`), nil }, "token"},
		{"an answer that is no JSON", func() (*http.Response, error) { return answer(200, `<html>maintenance</html>`), nil }, ""},
		{"an endpoint that is down", func() (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}, "refused"},
	}
	for config, cfg := range loginConfigs() {
		for _, tt := range tests {
			t.Run(config+" "+tt.name, func(t *testing.T) {
				s := &failingLogin{left: 1 << 30, fail: tt.login}
				c, _ := newClient(t, s, cfg)
				var wg sync.WaitGroup
				var mu sync.Mutex
				var failed []error
				for range 200 {
					wg.Go(func() {
						err := ask(t.Context(), c)
						mu.Lock()
						defer mu.Unlock()
						failed = append(failed, err)
					})
				}
				wg.Wait()
				for _, err := range failed {
					if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), testSecret) || strings.Contains(err.Error(), "\n") {
						t.Fatalf("%v, want one line that says %q", err, tt.says)
					}
					var ambiguous *proofpoint.AmbiguousError
					if errors.As(err, &ambiguous) {
						t.Fatalf("%v: nothing was sent but logins", err)
					}
				}
				if s.others != 0 {
					t.Errorf("%d requests went out without a token", s.others)
				}
			})
		}
	}
}
