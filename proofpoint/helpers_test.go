// What the tests of this package share: a RoundTripper made of a function, and
// clients over it at a virtual clock.

package proofpoint_test

import (
	"encoding/json"
	"io"
	"iter"
	"log"
	"net/http"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type (
	rawJSON      = json.RawMessage
	httpRequest  = http.Request
	httpResponse = http.Response
)

const testSecret = "hunter2-very-secret"

func tapConfig() proofpoint.Config {
	return proofpoint.Config{proofpoint.TAP: {Auth: proofpoint.Basic("principal", proofpoint.NewSecret(testSecret))}}
}

// server answers requests by a function and remembers them.
type server struct {
	mu     sync.Mutex
	answer func(n int, r *http.Request) *http.Response
	seen   []*http.Request
	bodies []string
}

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := ""
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		text = string(b)
	}
	s.seen, s.bodies = append(s.seen, r), append(s.bodies, text)
	resp := s.answer(len(s.seen), r)
	if resp == nil {
		return nil, io.ErrUnexpectedEOF
	}
	resp.Request = r
	return resp, nil
}

func answer(status int, body string, headers ...string) *http.Response {
	return answerFrom(status, io.NopCloser(strings.NewReader(body)), headers...)
}

func answerFrom(status int, body io.ReadCloser, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: body, ContentLength: -1, ProtoMajor: 1, ProtoMinor: 1}
}

// cut is a body that breaks off after its text.
func cut(text string) io.ReadCloser {
	return io.NopCloser(io.MultiReader(strings.NewReader(text), broken{}))
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// newClient is a client of s at a virtual clock.
func newClient(t testing.TB, s http.RoundTripper, cfg proofpoint.Config, opts ...proofpoint.Option) (*proofpoint.Client, *proofpointtest.Clock) {
	t.Helper()
	clock := proofpointtest.NewClock(noon)
	c, err := proofpoint.NewClient(cfg, append([]proofpoint.Option{proofpoint.WithTransport(s), proofpoint.WithClock(clock)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c, clock
}

// texts drains a sequence.
func texts(seq iter.Seq2[proofpoint.Record, error]) (out []string, err error) {
	for r, e := range seq {
		if e != nil {
			err = e
			if !proofpoint.CanContinue(e) {
				continue
			}
		}
		out = append(out, string(r.Raw))
	}
	return out, err
}

// firstOf is the first of a sequence that is wanted; any if wanted is nil.
func firstOf[T any](t testing.TB, seq iter.Seq2[T, error], wanted func(T) bool) (v T) {
	t.Helper()
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		if wanted == nil || wanted(v) {
			return v
		}
	}
	t.Fatalf("there is no such %T", v)
	return v
}

// given makes a contract row's parameters out of what is found in the fake's
// world.
func given[T any](find func(testing.TB, *proofpoint.Client) T, params func(T) any) func(testing.TB, *proofpoint.Client) any {
	return func(t testing.TB, c *proofpoint.Client) any {
		t.Helper()
		return params(find(t, c))
	}
}

func discard() *log.Logger { return log.New(io.Discard, "", 0) }
