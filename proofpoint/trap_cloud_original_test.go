// The way to an original: how long it waits, when it gives up, and what it says
// then.

package proofpoint_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// original serves the words of fetchStatus, the last one for ever. A word that is
// a number is a status.
func original(words ...string) *server {
	asked := 0
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		switch path.Base(r.URL.Path) {
		case "fetch":
			return answer(200, "")
		case "fetchStatus":
			word := words[min(asked, len(words)-1)]
			asked++
			if word == "429" {
				return answer(429, "")
			}
			return answer(200, `{"messageStatus":"`+word+`"}`)
		}
		return answer(200, "From: <a@b.example>\r\n\r\nhello\r\n")
	}}
}

func TestCTROriginal(t *testing.T) {
	const s = time.Second
	var patience []time.Duration
	for range 36 {
		patience = append(patience, 5*s)
	}
	for _, c := range []struct {
		name  string
		words []string
		slept []time.Duration
		word  string // of the error; "": there is none
		gone  bool   // it gave up
	}{
		{"there at once", []string{"fetched"}, nil, "", false},
		{"after a while", []string{"fetch_in_progress", "fetch_in_progress", "fetched"}, []time.Duration{5 * s, 5 * s}, "", false},
		{"throttled", []string{"throttled", "fetch_in_progress", "fetched"}, []time.Duration{30 * s, 5 * s}, "", false},
		{"refused for a minute", []string{"429", "fetched"}, []time.Duration{30 * s}, "", false},
		{"failed", []string{"fetch_in_progress", "mailbox_not_found"}, []time.Duration{5 * s}, "mailbox_not_found", false},
		{"no word", []string{""}, nil, "", true},
		{"never", []string{"fetch_in_progress"}, patience, "fetch_in_progress", true},
		{"always throttled", []string{"throttled"}, []time.Duration{30 * s, 30 * s, 30 * s, 30 * s, 30 * s, 30 * s}, "throttled", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, clock := newClient(t, original(c.words...), ctrConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
			resp, err := client.TRAP.CTR.Original(t.Context(), ctrOneCopy)
			if diff := cmp.Diff(c.slept, clock.Slept()); diff != "" {
				t.Errorf("waits mismatch (-want +got):\n%s", diff)
			}
			if c.word != "" || c.words[0] == "" {
				fe, ok := errors.AsType[*proofpoint.CTRFetchError](err)
				if !ok || fe.Status != c.word || fe.MessageID != ctrUUID || fe.Timeout() != (c.gone && c.word != "") || !strings.Contains(err.Error(), `"`+c.word+`"`) {
					t.Errorf("%v, want a *CTRFetchError with %q", err, c.word)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if b, err := io.ReadAll(resp.Body); err != nil || string(b) != "From: <a@b.example>\r\n\r\nhello\r\n" {
				t.Errorf("%q, %v", b, err)
			}
		})
	}
}

// TestCTROriginalEnds: the end of the context ends the wait (N9), and a refusal
// of any step is that step's.
func TestCTROriginalEnds(t *testing.T) {
	gone := errors.New("the caller has gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	s := original("fetch_in_progress")
	inner := s.answer
	s.answer = func(n int, r *http.Request) *http.Response {
		if n == 3 {
			cancel(gone)
		}
		return inner(n, r)
	}
	client, _ := newClient(t, s, ctrConfig())
	if _, err := client.TRAP.CTR.Original(ctx, ctrOneCopy); !errors.Is(err, gone) {
		t.Errorf("%v, want the cause", err)
	}

	for n, step := range []string{"fetch", "status", "download"} {
		s := original("fetched")
		inner := s.answer
		s.answer = func(k int, r *http.Request) *http.Response {
			if k == n+1 {
				return answer(404, `{"errorMessage":"there is no such message"}`)
			}
			return inner(k, r)
		}
		client, _ := newClient(t, s, ctrConfig())
		_, err := client.TRAP.CTR.Original(t.Context(), ctrOneCopy)
		if ae, ok := errors.AsType[*proofpoint.APIError](err); !ok || !errors.Is(err, proofpoint.ErrNotFound) || ae.Operation != "trap.cloud.messages."+step || ae.Message != "there is no such message" {
			t.Errorf("%s: %v", step, err)
		}
	}
	if _, err := client.TRAP.CTR.Original(t.Context(), proofpoint.CTRMessageParams{}); err == nil || !strings.Contains(err.Error(), "message_id") {
		t.Errorf("no id: %v", err)
	}
}
