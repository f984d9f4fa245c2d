// What is kept between runs, and that nothing that is not understood is taken for
// the beginning.

package feed_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestState: format and source come first, it stays small, and holds no secret.
func TestState(t *testing.T) {
	r := newRig(t, busy(proofpointtest.Late(30*time.Minute))...)
	most := 0
	f := r.open()
	r.must(f, 48*time.Hour, func(b *feed.Batch) bool {
		raw, _, err := r.store.Load(t.Context(), r.key())
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(raw))
		return r.sink.ack(t.Context(), b) == nil
	})
	if most > 3000 {
		t.Errorf("the state grew to %d bytes", most)
	}
	raw, _, _ := r.store.Load(t.Context(), r.key())
	if want := fmt.Sprintf(`{"format":1,"source":%q,"start":%d,`, r.key(), begin.Add(-time.Hour).Unix()); !strings.HasPrefix(string(raw), want) {
		t.Errorf("the state begins %.200s, want %s", raw, want)
	}
	_, fields := r.fake.Credentials("tap")
	text := string(raw) + fmt.Sprintf("%+v %#v", f, r.status(f))
	for name, secret := range fields {
		if strings.Contains(text, secret) && name == "secret" {
			t.Errorf("%s is shown", name)
		}
	}
}

// TestStatesThatAreNotOurs: each is refused by type and left as it is, and the
// feed never begins again from now.
func TestStatesThatAreNotOurs(t *testing.T) {
	r := newRig(t)
	r.must(r.open(), time.Hour, nil)
	key := r.key()
	good, rev, err := r.store.Load(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, state string
		want        error
	}{
		{"newer", strings.Replace(string(good), `"format":1`, `"format":2`, 1), feed.ErrStateNewer},
		{"of another source", strings.Replace(string(good), "tap.events", "tap.issues", 1), feed.ErrStateForeign},
		{"of something else", `{"cursor":"abc"}`, feed.ErrStateForeign},
		{"no object", `[1,2]`, feed.ErrStateForeign},
		{"format of another kind", `{"format":"one","source":"x"}`, feed.ErrStateForeign},
		{"torn", string(good[:len(good)/2]), feed.ErrStateCorrupt},
		{"no JSON", "\x00\x00", feed.ErrStateCorrupt},
		{"out of order", strings.Replace(string(good), `"ledger":[`, `"ledger":[{"from":9999999999,"to":9999999998},`, 1), feed.ErrStateCorrupt},
		{"a member of another kind", strings.Replace(string(good), `"ledger":[`, `"ledger":7,"x":[`, 1), feed.ErrStateCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			if rev, err = r.store.Commit(t.Context(), key, rev, feed.Change{State: []byte(c.state)}); err != nil {
				t.Fatal(err)
			}
			_, err := feed.Open(r.config())
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), ";") {
				t.Errorf("Open: %v, want %v and what to do", err, c.want)
			}
			if now, _, _ := r.store.Load(t.Context(), key); string(now) != c.state {
				t.Errorf("the state was changed to %s", now)
			}
		})
	}
}

// TestFingerprint: what is asked makes a source; a window, a credential or a
// client of another age does not.
func TestFingerprint(t *testing.T) {
	r := newRig(t)
	keyOf := func(src feed.Source, opts ...proofpoint.Option) string {
		store := feed.Memory()
		f, err := feed.Open(feed.Config{Client: r.fake.Client(opts...), Sources: []feed.Source{src}, Store: store, Start: feed.Now(), Clock: r.clock})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		for range f.Batches(ctx) {
		}
		names, err := store.Sources(t.Context())
		if err != nil || len(names) != 1 {
			t.Fatalf("states %q, %v", names, err)
		}
		return names[0]
	}
	plain := keyOf(feed.TAPEvents())
	if !strings.HasPrefix(plain, "/tap.events/") || len(plain) != len("/tap.events/")+16 {
		t.Errorf("the key is %q", plain)
	}
	r.fake.Clock().Advance(100 * 24 * time.Hour)
	if again := keyOf(feed.TAPEvents(), proofpoint.WithUserAgent("other/2")); again != plain {
		t.Errorf("another day, another key: %q and %q", plain, again)
	}
	filtered := feed.TAPEvents(proofpoint.TAPSIEMParams{ThreatType: []string{"url"}})
	other := feed.TAPIssues()
	other.Name = "tap.events"
	if a, b := keyOf(filtered), keyOf(other); a == plain || b == plain || a == b {
		t.Errorf("three queries, keys %q %q %q", plain, a, b)
	}
}

// TestStartIsKept: Now is the first run's now, also if that run ended before it
// acknowledged anything.
func TestStartIsKept(t *testing.T) {
	r := newRig(t, busy()...)
	now := func(c *feed.Config) { c.Start = feed.Now() }
	r.must(r.open(now), time.Hour, func(*feed.Batch) bool { return false })
	r.fake.Clock().Advance(30 * time.Minute)
	r.must(r.open(now), 3*time.Hour, nil)
	r.complete(begin, begin.Add(2*time.Hour))
	for _, i := range r.sink.delivered {
		for e := range r.fake.Events(begin.Add(-time.Hour), begin) {
			if i.ID.Key == e.Kind+"/"+e.ID {
				t.Errorf("%s of %s is older than the start", e.ID, e.Created)
			}
		}
	}
}

// TestConfig: what is missing or makes no sense is told when the feed is opened,
// and no request is made.
func TestConfig(t *testing.T) {
	r := newRig(t)
	source := func(change func(*feed.Source)) func(*feed.Config) {
		return func(c *feed.Config) {
			s := feed.TAPEvents()
			change(&s)
			c.Sources = []feed.Source{s}
		}
	}
	for name, change := range map[string]func(*feed.Config){
		"no client":           func(c *feed.Config) { c.Client = nil },
		"no store":            func(c *feed.Config) { c.Store = nil },
		"no source":           func(c *feed.Config) { c.Sources = nil },
		"no start":            func(c *feed.Config) { c.Start = feed.Start{} },
		"start in the future": func(c *feed.Config) { c.Start = feed.Ago(-time.Hour) },
		"start at no time":    func(c *feed.Config) { c.Start = feed.At(time.Time{}) },
		"two of a name":       func(c *feed.Config) { c.Sources = []feed.Source{feed.TAPEvents(), feed.TAPEvents()} },
		"records":             func(c *feed.Config) { c.MaxRecords = -1 },
		"share":               func(c *feed.Config) { c.LiveShare = 1.5 },
		"mode":                func(c *feed.Config) { c.Quota = 7 },
		"tenant":              func(c *feed.Config) { c.Tenant = "a/b" },
		"source name":         source(func(s *feed.Source) { s.Name = "a b" }),
		"no request":          source(func(s *feed.Source) { s.Request = nil }),
		"min above max":       source(func(s *feed.Source) { s.Min = 2 * time.Hour }),
		"horizon too short":   source(func(s *feed.Source) { s.Horizon = time.Hour }),
		"settle":              source(func(s *feed.Source) { s.Settle = []time.Duration{time.Hour, time.Minute} }),
		"parts of a second":   source(func(s *feed.Source) { s.Every = 1500 * time.Millisecond }),
		"no horizon to start": func(c *feed.Config) { c.Start = feed.Horizon(); c.Sources[0].Horizon = 0 },
		"not configured": func(c *feed.Config) {
			c.Client, _ = proofpoint.NewClient(nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := feed.Open(r.config(change))
			if err == nil {
				t.Fatalf("Open: %+v", f)
			}
			if !strings.HasPrefix(err.Error(), "feed: ") {
				t.Errorf("Open: %v", err)
			}
		})
	}
	if n := len(r.fake.Calls("")); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// TestStatusJSON: the names and forms that monitors rely on; what is not known is
// null.
func TestStatusJSON(t *testing.T) {
	r := newRig(t)
	f := r.open(func(c *feed.Config) { c.Tenant = "acme"; c.Start = feed.Ago(8 * 24 * time.Hour) })
	before, err := json.Marshal(r.status(f))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`{"version":1,"at":"2026-11-02T12:00:00Z","complete":false,"owner":null,"store":{"kind":null,"bytes":null},"tenants":[{"name":"acme","state":"stopped","credential":"`,
		`"complete_until":null,"settled_until":null,"lag_s":null`, `"late":{"count":0,"p50_s":null,"max_s":null}`, `"last_error":null`, `"free_at":null,"dry_at":null`, `"orphans":[]`} {
		if !bytes.Contains(before, []byte(want)) {
			t.Errorf("before the first run it does not say %s:\n%s", want, before)
		}
	}
	var running string
	r.must(f, 10*time.Minute, func(b *feed.Batch) bool {
		after, _ := json.Marshal(r.status(f))
		running = string(after)
		return b.Ack(t.Context()) == nil
	})
	for _, want := range []string{`"gaps":[{"from":"2026-10-25T12:00:00Z","to":"2026-10-26T12:05:00Z","reason":"horizon","acked":false}]`, `"state":"backfilling"`, `"windows":{"planned":167,"fetched":0,`} {
		if !strings.Contains(running, want) {
			t.Errorf("with a gap out it does not say %s:\n%s", want, running)
		}
	}
	st := r.status(f).Tenants[0]
	if diff := cmp.Diff(feed.WindowCounts{Acked: 169, Settled: 167, Expired: 25}, st.Sources[0].Windows); diff != "" {
		t.Errorf("windows mismatch (-want +got):\n%s", diff)
	}
	if q := st.Quota[0]; q.Used < 168 || q.Limit != 1800 || q.FreeAt == nil || !q.FreeAt.Equal(begin.Add(24*time.Hour)) {
		t.Errorf("quota %+v", q)
	}
}
