// The quota: never exceeded, shared by who shares a credential, and kept for what
// is new.

package feed_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// small pools are made by another limit in the request of a source.
func limited(limit int) func(*feed.Config) {
	return func(c *feed.Config) {
		c.Sources = append([]feed.Source(nil), c.Sources...)
		for i := range c.Sources {
			s := &c.Sources[i]
			request := s.Request
			s.Pool.Limit = limit
			s.Request = func(from, to time.Time) (proofpoint.Request, error) {
				r, err := request(from, to)
				r.Pool.Limit = limit
				return r, err
			}
		}
	}
}

// mostIn is the most requests in any stretch of a day.
func (r *rig) mostIn(per time.Duration) int {
	calls, most, first := r.fake.Calls("tap.siem.all"), 0, 0
	for i, c := range calls {
		for c.Time.Sub(calls[first].Time) >= per {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// TestQuotaHolds: half of what is wanted is allowed. It is never exceeded, across
// processes, and everything comes in the end.
func TestQuotaHolds(t *testing.T) {
	const limit = 150
	r := newRig(t, busy()...)
	waited := false
	for range 5 {
		f := r.open(limited(limit), func(c *feed.Config) { c.Start = feed.Ago(3 * 24 * time.Hour) })
		r.must(f, 12*time.Hour, func(b *feed.Batch) bool {
			st := r.status(f).Tenants[0]
			waited = waited || st.State == feed.WaitingQuota
			if q := st.Quota[0]; q.Used > limit || q.Limit != limit {
				t.Errorf("quota %+v", q)
			}
			return r.sink.ack(t.Context(), b) == nil
		})
		st := r.status(f).Tenants[0].Quota[0]
		if st.Used > 0 && st.FreeAt == nil {
			t.Errorf("%d spent, and nothing of it ages out", st.Used)
		}
	}
	if most := r.mostIn(24 * time.Hour); most > limit || most < limit-20 || !waited {
		t.Errorf("%d requests in a day, %d are allowed; it waited: %t", most, limit, waited)
	}
	r.complete(begin.Add(-3*24*time.Hour), begin.Add(48*time.Hour))
}

// TestQuotaModes: Refuse ends with an error that says when there is room, Off
// counts nothing.
func TestQuotaModes(t *testing.T) {
	r := newRig(t, busy()...)
	err := r.run(r.open(limited(10), func(c *feed.Config) { c.Quota = feed.Refuse }), 24*time.Hour, nil)
	spent, ok := errors.AsType[*feed.QuotaError](err)
	if !ok || !errors.Is(err, proofpoint.ErrQuotaExhausted) || spent.Limit != 10 || spent.FreeAt.Before(begin.Add(24*time.Hour)) {
		t.Fatalf("Refuse ended with %v", err)
	}
	if n := len(r.fake.Calls("")); n != 10 {
		t.Errorf("Refuse: %d requests, 10 are allowed", n)
	}
	r = newRig(t, busy()...)
	r.must(r.open(limited(10), func(c *feed.Config) { c.Quota = feed.Off }), 3*time.Hour, nil)
	if n := len(r.fake.Calls("")); n < 30 {
		t.Errorf("Off: %d requests", n)
	}
}

// TestBackfillLeavesRoom: what is old waits where what is new needs the quota, and
// what is new is never late.
func TestBackfillLeavesRoom(t *testing.T) {
	const limit = 480 // 336 a day are needed for what is new
	r := newRig(t, busy()...)
	f := r.open(limited(limit), func(c *feed.Config) { c.Start = feed.Horizon() })
	worst := time.Duration(0)
	last := time.Time{}
	r.must(f, 60*time.Hour, func(b *feed.Batch) bool {
		if age := r.fake.Clock().Now().Sub(b.To); age < 3*time.Minute { // live
			if !last.IsZero() {
				worst = max(worst, r.fake.Clock().Now().Sub(last))
			}
			last = r.fake.Clock().Now()
		}
		return r.sink.ack(t.Context(), b) == nil
	})
	if most := r.mostIn(24 * time.Hour); most > limit {
		t.Errorf("%d requests in a day, %d are allowed", most, limit)
	}
	if worst > 40*time.Minute { // a quiet half hour of the world has no batch
		t.Errorf("what is new waited for %s", worst)
	}
	if st := r.source(f, 0); st.Windows.Planned > 1 {
		t.Errorf("%d windows are left after 60 hours", st.Windows.Planned)
	}
	if len(r.sink.gaps) > 0 {
		t.Logf("given up while the quota was waited for: %v", r.sink.gaps)
	}
}

// TestQuotaFull: another client has spent the pool. The feed waits, says so, and
// goes on.
func TestQuotaFull(t *testing.T) {
	r := newRig(t, busy()...)
	r.fake.Quota("tap.siem", 0)
	f := r.open()
	r.must(f, 4*time.Hour, nil)
	if n := len(r.fake.Calls("")); n > 12 {
		t.Errorf("%d requests to a pool that is spent", n)
	}
	r.fake.Quota("tap.siem", 1800)
	r.must(f, 4*time.Hour, nil)
	r.complete(begin.Add(-time.Hour), begin.Add(6*time.Hour))
}

// TestOneRefusalHoldsItsPool: a 429 speaks of the pool, so that another source on
// it waits as well; one on another pool does not.
func TestOneRefusalHoldsItsPool(t *testing.T) {
	r := newRig(t, busy()...)
	r.fake.Fail(proofpointtest.Fault{Operation: "tap.siem.all", Status: 429, Header: http.Header{"Retry-After": {"3600"}}})
	r.must(r.open(func(c *feed.Config) {
		c.Sources = []feed.Source{feed.TAPEvents(), feed.TAPIssues(), feed.TAPClicksPermitted()}
	}), 50*time.Minute, nil)
	if n := len(r.fake.Calls("tap.siem.issues")); n > 0 {
		t.Errorf("%d requests to a pool that was refused", n)
	}
	if n := len(r.fake.Calls("tap.siem.clicks_permitted")); n < 10 {
		t.Errorf("%d requests to a pool of its own", n)
	}
}

// TestSparse: where freshness alone would spend the pool, the newest stretch is
// asked for less often, and that is said.
func TestSparse(t *testing.T) {
	r := newRig(t, busy()...)
	var log *bytes.Buffer
	f := r.open(limited(150), func(c *feed.Config) { log = logged(c) })
	want := "level=WARN msg=\"tap.events: asked for every 26m00s and not every 5m00s: 150 requests per 1d0h allow no more\""
	if !strings.Contains(log.String(), want) {
		t.Errorf("the log does not say %s:\n%s", want, log)
	}
	r.must(f, 24*time.Hour, nil)
	if n := len(r.fake.Calls("")); n > 105 || n < 95 {
		t.Errorf("%d requests in a day, of 150 seven tenths are for what is new", n)
	}
}

// TestForecast: a pool that is spent quickly says when it would be dry, one that
// lasts does not.
func TestForecast(t *testing.T) {
	for _, c := range []struct {
		name  string
		limit int
		want  time.Duration // from the start; 0 is never
	}{{"lasts", 1800, 0}, {"does not", 480, 3 * time.Hour}} {
		r := newRig(t, busy()...)
		f := r.open(limited(c.limit), func(cfg *feed.Config) {
			if c.want > 0 {
				cfg.Start = feed.Horizon()
			}
		})
		r.must(f, 58*time.Minute, nil)
		q := r.status(f).Tenants[0].Quota[0]
		switch {
		case c.want == 0 && q.DryAt != nil:
			t.Errorf("%s: dry at %s", c.name, q.DryAt)
		case c.want > 0 && (q.DryAt == nil || q.DryAt.Sub(begin.Add(c.want)).Abs() > 15*time.Minute):
			t.Errorf("%s: dry at %s, want about %s; %d of %d are used", c.name, q.DryAt, begin.Add(c.want), q.Used, q.Limit)
		}
	}
}
