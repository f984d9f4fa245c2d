// What goes wrong with a service, a quota or a clock: it is waited out and said,
// and nothing is lost.

package feed_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// logged collects the log of a feed, a line of "LEVEL message" each.
func logged(c *feed.Config) *bytes.Buffer {
	var b bytes.Buffer
	c.Logger = slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	return &b
}

// TestWaitedOut: each kind of trouble lasts a while, and then everything is there.
func TestWaitedOut(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault proofpointtest.Fault
		most  int // requests in the six hours
		says  string
	}{
		{"503", proofpointtest.Fault{Times: 20, Status: 503, Body: "busy"}, 130, "level=WARN msg=\"tap.events: 503 for 0s (1 attempts); next try 12:00:05Z; nothing lost, 6d23h until the horizon\""},
		{"503 with a time", proofpointtest.Fault{Times: 2, Status: 503, Header: http.Header{"Retry-After": {"1800"}}}, 100, "503 for 0s"},
		{"502 for each window", proofpointtest.Fault{Times: 9, Status: 502}, 140, "502"},
		{"401", proofpointtest.Fault{Times: 12, Status: 401}, 100, "level=ERROR msg=\"tap.events: 401 credentials refused since 12:00:00Z; suspended, other sources run; check or rotate the credential; next try 12:05:00Z, 6d23h until the horizon\""},
		{"403", proofpointtest.Fault{Times: 5, Status: 403}, 100, "403 credentials refused"},
		{"429", proofpointtest.Fault{Times: 4, Status: 429}, 100, "429 though the quota log has room; next try 12:01:00Z; is another client using credential "},
		{"429 with a time", proofpointtest.Fault{Times: 1, Status: 429, Header: http.Header{"Retry-After": {"7200"}}}, 100, "next try 14:00:00Z"},
		{"404", proofpointtest.Fault{Times: 6, Status: 404}, 100, "404 for 0s"},
		{"cut body", proofpointtest.Fault{Times: 15, Cut: 5000}, 140, "broken body"},
		{"cut before the first byte", proofpointtest.Fault{Times: 5, Cut: -1}, 130, "broken body"},
		{"a page of a proxy", proofpointtest.Fault{Times: 5, Status: 200, Body: "<html>sign in</html>"}, 130, "broken body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, busy(proofpointtest.Late(20*time.Minute))...)
			r.fake.Fail(c.fault)
			var log *bytes.Buffer
			f := r.open(func(cfg *feed.Config) { log = logged(cfg) })
			r.must(f, 6*time.Hour, nil)
			r.complete(begin.Add(-time.Hour), begin.Add(4*time.Hour))
			if n := len(r.fake.Calls("tap.siem.all")); n > c.most {
				t.Errorf("%d requests", n)
			}
			if !strings.Contains(log.String(), c.says) {
				t.Errorf("the log does not say %q:\n%s", c.says, log)
			}
			if n := strings.Count(log.String(), "\n"); n > 20 {
				t.Errorf("%d lines of log", n)
			}
			if st := r.source(f, 0); st.LastError != nil || st.CompleteUntil.Before(begin.Add(5*time.Hour)) {
				t.Errorf("status after it: %v, complete until %s", st.LastError, st.CompleteUntil)
			}
		})
	}
}

// TestOneSourceSuspended: the credential of one service is refused for good; the
// other source goes on as if nothing were.
func TestOneSourceSuspended(t *testing.T) {
	r := newRig(t, busy()...)
	r.fake.Fail(proofpointtest.Fault{Operation: "tap.siem.all", Times: -1, Status: 401})
	two := func(c *feed.Config) { c.Sources = []feed.Source{feed.TAPEvents(), feed.EssentialsEvents()} }
	f := r.open(two)
	checked := false
	r.must(f, 3*time.Hour, func(b *feed.Batch) bool {
		if b.Source != "essentials.events" {
			t.Errorf("a batch of %s", b.Source)
		}
		if st := r.status(f); !checked && r.fake.Clock().Now().After(begin.Add(time.Hour)) {
			checked = true
			one := st.Tenants[0].Sources
			if st.Tenants[0].State != feed.Suspended || one[0].State != feed.Suspended || one[1].State != feed.Running || one[0].LastError == nil {
				t.Errorf("states: %s, %s, %s", st.Tenants[0].State, one[0].State, one[1].State)
			}
		}
		return r.sink.ack(t.Context(), b) == nil
	})
	for e := range r.fake.EssentialsEvents(begin.Add(-time.Hour), begin.Add(2*time.Hour), false) {
		if _, ok := r.sink.version[e.Kind+"/"+e.ID]; !ok {
			t.Errorf("%s of %s is missing", e.ID, e.Created)
		}
	}
	if n := len(r.fake.Calls("tap.siem.all")); n < 30 || n > 40 {
		t.Errorf("a refused credential was tried %d times in three hours", n)
	}
	if !checked {
		t.Error("no batch came in the second hour")
	}
}

// TestLearnsHorizon: a source that promises more than the service keeps is told so
// by the service; what is beyond is a gap, and nothing is asked for ever.
func TestLearnsHorizon(t *testing.T) {
	r := newRig(t, busy()...)
	long := func(c *feed.Config) {
		c.Sources[0].Horizon = 30 * 24 * time.Hour
		c.Start = feed.Ago(8 * 24 * time.Hour)
	}
	r.must(r.open(long), 10*time.Minute, nil)
	want := []feed.Stretch{{From: begin.Add(-8 * 24 * time.Hour), To: begin.Add(-7*24*time.Hour + 5*time.Minute)}}
	if diff := cmp.Diff(want, r.sink.gaps); diff != "" {
		t.Errorf("gaps mismatch (-want +got):\n%s", diff)
	}
	refused := 0
	for _, c := range r.fake.Calls("tap.siem.all") {
		if c.Status == 400 {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d requests were refused", refused)
	}
	r.complete(begin.Add(-7*24*time.Hour+5*time.Minute), begin.Add(-2*time.Minute))
}

// TestGap: what the horizon ate comes as a gap, once the service has said what time
// it is; again until it is acknowledged, and then never. A person can fill it.
func TestGap(t *testing.T) {
	r := newRig(t, busy()...)
	old := func(c *feed.Config) { c.Start = feed.At(begin.Add(-8 * 24 * time.Hour)) }
	want := []proofpoint.GapError{{From: begin.Add(-8 * 24 * time.Hour), To: begin.Add(-7*24*time.Hour + 5*time.Minute), Reason: "horizon"}}
	for range 2 { // the first process ends before it acknowledges
		f, first := r.open(old), true
		r.must(f, time.Minute, func(b *feed.Batch) bool {
			if first {
				first = false
				return b.Gaps == nil && r.sink.ack(t.Context(), b) == nil
			}
			if diff := cmp.Diff(want, b.Gaps); diff != "" || len(b.Items) > 0 {
				t.Fatalf("the batch after the first answer mismatch (-want +got):\n%s", diff)
			}
			if st := r.source(f, 0); len(st.Gaps) != 1 || st.Gaps[0].Acked {
				t.Errorf("before Ack the status has %+v", st.Gaps)
			}
			return false
		})
	}
	f := r.open(old)
	r.must(f, time.Minute, func(b *feed.Batch) bool {
		if b.Attempt == 1 && b.Gaps != nil {
			b.Nack(errors.New("nobody can be told"))
			return true
		}
		if err := r.sink.ack(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		return b.Gaps == nil || b.Attempt == 2
	})
	if diff := cmp.Diff([]feed.Stretch{{From: want[0].From, To: want[0].To}}, r.sink.gaps); diff != "" {
		t.Errorf("gaps mismatch (-want +got):\n%s", diff)
	}
	st := r.source(f, 0)
	if diff := cmp.Diff([]feed.GapStatus{{From: want[0].From, To: want[0].To, Reason: "horizon", Acked: true}}, st.Gaps); diff != "" {
		t.Errorf("status mismatch (-want +got):\n%s", diff)
	}
	if r.status(f).Complete {
		t.Error("a feed with a gap says that it is complete")
	}
	r.filled(f, want[0])
}

// filled marks a gap as filled by hand.
func (r *rig) filled(f *feed.Feed, g proofpoint.GapError) {
	t := r.t
	t.Helper()
	for name, err := range map[string]error{
		"no source": f.MarkComplete(t.Context(), "none", g.From, g.To, "by hand"),
		"no reason": f.MarkComplete(t.Context(), "tap.events", g.From, g.To, ""),
		"no time":   f.MarkComplete(t.Context(), "tap.events", g.To, g.From, "by hand"),
		"too early": f.MarkComplete(t.Context(), "tap.events", g.From.Add(-time.Hour), g.From, "by hand"),
	} {
		if err == nil {
			t.Errorf("%s: marked as complete", name)
		}
	}
	if err := f.MarkComplete(t.Context(), "tap.events", g.From.Add(-time.Hour), g.To, "exported from the console by hand"); err != nil {
		t.Fatal(err)
	}
	again := r.open()
	st := r.source(again, 0)
	if len(st.Gaps) > 0 || st.CompleteUntil.Before(g.To) || st.SettledUntil.Before(g.To) {
		t.Errorf("after MarkComplete: gaps %v, complete until %s, settled until %s", st.Gaps, st.CompleteUntil, st.SettledUntil)
	}
	raw, _, err := r.store.Load(t.Context(), r.key())
	if err != nil || !bytes.Contains(raw, []byte(`"why":"exported from the console by hand"`)) {
		t.Errorf("the state says nothing of it: %v\n%s", err, raw)
	}
}

// key is the name of the only state in the store.
func (r *rig) key() string {
	r.t.Helper()
	names, err := r.store.Sources(r.t.Context())
	if err != nil || len(names) != 1 {
		r.t.Fatalf("states %q, %v", names, err)
	}
	return names[0]
}

// TestUnsettled: what was fetched once and grew too old before it could be asked
// for late records is a gap of its own kind: it may lack some.
func TestUnsettled(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Late(45*time.Minute))...)
	r.must(r.open(), 2*time.Hour, nil)
	r.fake.Clock().Advance(8 * 24 * time.Hour)
	var reasons []string
	r.must(r.open(), time.Hour, func(b *feed.Batch) bool {
		for _, g := range b.Gaps {
			reasons = append(reasons, fmt.Sprintf("%s %s", g.Reason, g.To.Sub(g.From).Round(time.Hour)))
		}
		return r.sink.ack(t.Context(), b) == nil
	})
	if diff := cmp.Diff([]string{"horizon 24h0m0s", "unsettled 1h0m0s"}, reasons); diff != "" {
		t.Errorf("gaps mismatch (-want +got):\n%s", diff)
	}
}

// TestClockSteps: the local clock is wrong and is stepped by up to ten minutes at
// any time. Nothing is lost, and nothing is asked that the service refuses but the
// one window that teaches the time.
func TestClockSteps(t *testing.T) {
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		step := func(r *rig) { r.clock.skew = time.Duration(random.IntN(1201)-600) * time.Second }
		r := newRig(t, busy(proofpointtest.Late(20*time.Minute))...)
		step(r)
		steps := 0
		f := r.open(func(c *feed.Config) { c.Start = feed.At(begin.Add(-3 * time.Hour)) })
		r.must(f, 10*time.Hour, func(b *feed.Batch) bool {
			if random.IntN(5) == 0 {
				step(r)
				steps++
			}
			return r.sink.ack(t.Context(), b) == nil
		})
		r.complete(begin.Add(-3*time.Hour), begin.Add(8*time.Hour))
		refused := 0
		for _, c := range r.fake.Calls("") {
			if c.Status >= 400 {
				refused++
			}
		}
		if refused > steps+1 {
			t.Errorf("%d steps of the clock, %d refusals", steps, refused)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestHalves: a service that cannot answer for more than ten minutes is asked for
// less, and for more again as soon as it can.
func TestHalves(t *testing.T) {
	r := newRig(t, busy()...)
	var lengths []time.Duration
	weak := roundTripper(func(q *http.Request) (*http.Response, error) {
		from, to, _ := strings.Cut(q.URL.Query().Get("interval"), "/")
		a, _ := time.Parse(time.RFC3339, from)
		b, _ := time.Parse(time.RFC3339, to)
		lengths = append(lengths, b.Sub(a))
		if r.fake.Clock().Now().Before(begin.Add(10*time.Minute)) && b.Sub(a) > 10*time.Minute {
			return &http.Response{StatusCode: 504, Header: http.Header{}, Body: http.NoBody, Request: q}, nil
		}
		return r.fake.RoundTrip(q)
	})
	r.must(r.open(func(c *feed.Config) {
		c.Client = r.fake.Client(proofpoint.WithClock(r.clock), proofpoint.WithTransport(weak))
		c.Start = feed.Ago(10 * time.Hour)
	}), 30*time.Minute, nil)
	r.complete(begin.Add(-10*time.Hour), begin.Add(20*time.Minute))
	m := time.Minute
	if diff := cmp.Diff([]time.Duration{60 * m, 60 * m, 30 * m, 15 * m, 15 * m / 2, 15 * m / 2, 15 * m / 2}, lengths[:min(7, len(lengths))]); diff != "" {
		t.Errorf("lengths mismatch (-want +got):\n%s\nall: %v", diff, lengths)
	}
	longest := time.Duration(0)
	for _, l := range lengths[len(lengths)/2:] {
		longest = max(longest, l)
	}
	if longest != time.Hour {
		t.Errorf("it never asked for more again: %v", lengths)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestShortAnswers: a service that says that it answered for a part of a window
// only is asked for the rest, later, and not without end.
func TestShortAnswers(t *testing.T) {
	r := newRig(t, busy()...)
	stuck, short := begin.Add(2*time.Hour), 0
	lazy := roundTripper(func(q *http.Request) (*http.Response, error) {
		from, _, _ := strings.Cut(q.URL.Query().Get("interval"), "/")
		a, _ := time.Parse(time.RFC3339, from)
		resp, err := r.fake.RoundTrip(q)
		if err == nil && resp.StatusCode == 200 && r.fake.Clock().Now().Before(stuck) {
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			_, rest, _ := bytes.Cut(body, []byte(`"queryEndTime":"`))
			end, _, _ := bytes.Cut(rest, []byte(`"`))
			short++
			body = bytes.Replace(body, end, []byte(a.Format(time.RFC3339)), 1)
			resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), -1
		}
		return resp, err
	})
	r.must(r.open(func(c *feed.Config) {
		c.Client = r.fake.Client(proofpoint.WithClock(r.clock), proofpoint.WithTransport(lazy))
	}), 4*time.Hour, nil)
	if n := len(r.fake.Calls("")); n > 100 || short < 10 {
		t.Errorf("%d requests, %d short answers", n, short)
	}
	r.complete(begin.Add(-time.Hour), begin.Add(3*time.Hour))
}

// TestAllGone: a backfill of what the service does not keep any more ends, with
// one gap. Whether it is gone the service is asked, once.
func TestAllGone(t *testing.T) {
	r := newRig(t, busy()...)
	from, to := begin.Add(-9*24*time.Hour), begin.Add(-8*24*time.Hour)
	f := r.open(func(c *feed.Config) { c.Start, c.To = feed.At(from), to })
	r.must(f, time.Hour, nil)
	if diff := cmp.Diff([]feed.Stretch{{From: from, To: to}}, r.sink.gaps); diff != "" {
		t.Errorf("gaps mismatch (-want +got):\n%s", diff)
	}
	if n := len(r.fake.Calls("")); n != 1 {
		t.Errorf("%d requests", n)
	}
	if got := r.fake.Clock().Now().Sub(begin); got >= time.Hour {
		t.Error("it did not end")
	}
}
