// The parts of a follower that scripts cannot reach: what health is told, an
// output that stands still, a run that is stopped between two writes.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// testFollower is a follower of a fake over a store in memory, with w as its output.
func testFollower(t *testing.T, w io.Writer) *follower {
	t.Helper()
	fake := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(60))
	a := &app{flags: new(flags), lookup: func(string) (string, bool) { return "", false }, stdout: w, stderr: io.Discard}
	f, err := a.follower("state", []followed{{client: fake.Client(), source: feed.TAPEvents(), start: feed.Ago(3 * time.Hour), begins: true}}, newPulse(fake.Clock()))
	if err != nil {
		t.Fatal(err)
	}
	f.store = feed.Memory()
	if err := f.open(); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestHealth(t *testing.T) {
	f := testFollower(t, io.Discard)
	ask := func(method, path string, code int, says string) {
		t.Helper()
		w := httptest.NewRecorder()
		f.handler().ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Code != code || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s %s: %d %q, want %d and %q", method, path, w.Code, w.Body, code, says)
		}
	}
	ask("GET", "/livez", 200, "alive")
	ask("GET", "/readyz", 200, "ready")
	ask("GET", "/status", 200, `{"version":1,"at":"2026-11-02T12:00:00Z"`)
	ask("POST", "/status", 405, "")
	ask("GET", "/", 404, "")
	f.pulse.turned = time.Now().Add(-time.Hour)
	ask("GET", "/livez", 503, "nothing moved for 1h")
	f.pulse.beat(time.Hour)
	f.pulse.turned = time.Now().Add(-2 * time.Hour)
	ask("GET", "/livez", 200, "alive") // three times an hour
	f.pulse.turned = time.Now().Add(-4 * time.Hour)
	f.pulse.hands = 1
	ask("GET", "/livez", 200, "alive") // whoever reads the output is slow
	f.feeds[0].Close()
	ask("GET", "/readyz", 503, "closed")
}

func TestListenAt(t *testing.T) {
	for address, want := range map[string]string{":8080": "127.0.0.1:8080", "0.0.0.0:8080": "0.0.0.0:8080", "[::1]:0": "[::1]:0", "localhost:1": "localhost:1", "nonsense": "nonsense"} {
		if got := listenAt(address); got != want {
			t.Errorf("listenAt(%q) = %q, want %q", address, got, want)
		}
	}
}

// stuck is an output that takes nothing until the test is over.
type stuck struct{ over <-chan struct{} }

func (s stuck) Write([]byte) (int, error) {
	<-s.over
	return 0, io.ErrClosedPipe
}

// A run that is told to stop does not wait for ever for a reader: what is in hand
// is sent back, and not acknowledged.
func TestDrainEnds(t *testing.T) {
	over := make(chan struct{})
	defer close(over)
	f := testFollower(t, stuck{over})
	ctx, stop := context.WithCancelCause(t.Context())
	f.sink.stopping(ctx, time.Millisecond)
	stop(&signalError{syscall.SIGTERM})
	var got error
	for b, err := range f.feeds[0].Batches(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = f.sink.deliver(ctx, b)
		break
	}
	if !errors.Is(got, errDrained) || exitCode(got) != exitDone {
		t.Errorf("deliver() = %v with exit code %d, want errDrained and 0", got, exitCode(got))
	}
	st, err := f.status(t.Context())
	if err != nil || st.Tenants[0].Sources[0].Records != 0 {
		t.Errorf("status after it: %+v, %v, want no record", st.Tenants, err)
	}
}

// stopper is an output that ends the run with its first write.
type stopper struct {
	bytes.Buffer
	stop func()
}

func (s *stopper) Write(b []byte) (int, error) {
	s.stop()
	return s.Buffer.Write(b)
}

// What is in hand when the run is told to stop is written and acknowledged, and
// nothing else is asked for.
func TestStopFinishesWhatIsInHand(t *testing.T) {
	for signal, want := range map[syscall.Signal]int{syscall.SIGTERM: exitDone, syscall.SIGINT: exitInterrupted} {
		t.Run(signal.String(), func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			out := &stopper{stop: func() { cancel(&signalError{signal}) }}
			dir := filepath.Join(t.TempDir(), "state")
			none := func(string) (string, bool) { return "", false }
			var said bytes.Buffer
			if code := run(ctx, []string{"-follow", "-state", dir, "-start-from", "5h"}, none, strings.NewReader(""), out, &said); code != want {
				t.Fatalf("exit code %d, want %d\n%s", code, want, &said)
			}
			var text, beside bytes.Buffer
			if code := run(t.Context(), []string{"-status", "-json", "-state", dir}, none, strings.NewReader(""), &text, &beside); code != exitDone {
				t.Fatalf("-status: exit code %d\n%s", code, &beside)
			}
			var st feed.Status
			if err := json.Unmarshal(text.Bytes(), &st); err != nil {
				t.Fatal(err)
			}
			s := st.Tenants[0].Sources[0]
			if n := int64(bytes.Count(out.Bytes(), []byte("\n"))); n == 0 || s.Records != n || st.Tenants[0].Quota[0].Used != 1 {
				t.Errorf("%d lines were written, %d records acknowledged with %d requests: want as many, with one", n, s.Records, st.Tenants[0].Quota[0].Used)
			}
		})
	}
}

func TestProgressOnATerminal(t *testing.T) {
	var said bytes.Buffer
	s := newScreen(&said)
	s.terminal, s.log = true, slog.New(slog.DiscardHandler)
	s.show(feed.Progress{Name: "tap", Done: 1, Total: 2})
	s.show(feed.Progress{Name: "tap", Done: 2, Total: 2}) // too soon
	_, _ = s.Write([]byte("a line of the log\n"))
	s.end()
	first, second := feed.Progress{Name: "tap", Done: 1, Total: 2}.String(), feed.Progress{Name: "tap", Done: 2, Total: 2}.String()
	want := "\r\x1b[K" + first + "\na line of the log\n\r\x1b[K" + second + "\n"
	if diff := cmp.Diff(want, said.String()); diff != "" {
		t.Errorf("terminal mismatch (-want +got):\n%s", diff)
	}
	if !s.dirty() || s.dirty() {
		t.Error("dirty() does not tell once that something changed")
	}
}

func TestParseStart(t *testing.T) {
	for text, want := range map[string]feed.Start{
		"now": feed.Now(), "horizon": feed.Horizon(), "90m": feed.Ago(90 * time.Minute), "6d": feed.Ago(6 * 24 * time.Hour),
		"2026-11-23": feed.At(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)), "2026-11-23T03:00:00+01:00": feed.At(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)),
	} {
		if got, err := parseStart(text); err != nil || got != want {
			t.Errorf("parseStart(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	if _, err := parseStart("-1h"); exitCode(err) != exitMistake {
		t.Errorf("parseStart(-1h): %v, want a mistake", err)
	}
}

func TestExitCodesOfStates(t *testing.T) {
	held := &feed.HeldError{Where: "/state", PID: 4711, Host: "fwd-0", Since: time.Date(2026, 11, 23, 2, 31, 0, 0, time.UTC)}
	for _, err := range []error{held, feed.ErrStateForeign, feed.ErrStateNewer, feed.ErrStateCorrupt, feed.ErrStateUnwritable} {
		var said bytes.Buffer
		if code := finish(&said, ofState(fmt.Errorf("boltstore: %w", err))); code != exitState || !strings.HasPrefix(said.String(), "forwarder: state: ") {
			t.Errorf("%v: exit code %d, %s", err, code, &said)
		}
	}
	for _, err := range []error{feed.ErrFenced, feed.ErrAckUnknown} {
		if code := exitCode(ofState(err)); code != exitFailed {
			t.Errorf("%v: exit code %d, want %d: to try again helps", err, code, exitFailed)
		}
	}
}
