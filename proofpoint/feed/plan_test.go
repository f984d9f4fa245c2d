// What a feed says of what it will do, held against what it does.

package feed_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// TestPlanIsWhatHappens: the windows of a plan are those that are asked, in that
// order, and a plan makes no request.
func TestPlanIsWhatHappens(t *testing.T) {
	r := newRig(t)
	f := r.open(func(c *feed.Config) { c.Start = feed.Ago(8 * 24 * time.Hour) })
	p, err := f.Plan(t.Context(), begin.Add(5*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(r.fake.Calls("")); n > 0 {
		t.Fatalf("a plan made %d requests", n)
	}
	r.must(f, 5*time.Hour, nil)
	var want, got []string
	for _, w := range p.Windows {
		want = append(want, w.At.Format(time.TimeOnly)+" "+w.From.Format(time.RFC3339)+"/"+w.To.Format(time.RFC3339))
	}
	for _, c := range r.fake.Calls("") {
		got = append(got, c.Time.Format(time.TimeOnly)+" "+c.Query.Get("interval"))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests mismatch (-planned +made):\n%s", diff)
	}
	if diff := cmp.Diff([]feed.PlannedGap{{Source: "tap.events", From: begin.Add(-8 * 24 * time.Hour), To: begin.Add(-7*24*time.Hour + 5*time.Minute), Reason: "horizon"}}, p.Gaps); diff != "" {
		t.Errorf("gaps mismatch (-want +got):\n%s", diff)
	}
	if len(p.Pools) != 1 || p.Pools[0].Requests != len(want) || !p.Pools[0].Enough || p.Pools[0].Used != 0 || p.Pools[0].Limit != 1800 {
		t.Errorf("pools %+v", p.Pools)
	}
	after, err := f.Plan(t.Context(), time.Time{})
	if err != nil || len(after.Windows) > 0 || after.Pools[0].Used != len(want) {
		t.Errorf("what is due now: %v, %d windows, %+v", err, len(after.Windows), after.Pools)
	}
}

func TestPlanTooLong(t *testing.T) {
	r := newRig(t)
	if _, err := r.open().Plan(t.Context(), begin.Add(10*365*24*time.Hour)); err == nil {
		t.Error("a plan of ten years")
	}
}

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		p    feed.Progress
		want string
	}{
		{feed.Progress{Name: "tap", Done: 132, Total: 168, Records: 1204331, Lag: 250 * time.Second, QuotaUsed: 611, QuotaLimit: 1800, Late: 212, LateMax: 27 * time.Minute, ETA: time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC)},
			"tap 132/168 windows  1,204,331 records  lag 4m10s  quota 611/1800  late 212 (max 27m)  gaps 0  eta 14:32"},
		{feed.Progress{Name: "feed", Records: 999, Lag: 49 * time.Hour, Gaps: 2}, "feed 0/0 windows  999 records  lag 2d1h  late 0  gaps 2"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

// TestProgress: it is told after each window, grows, and ends where all is done.
func TestProgress(t *testing.T) {
	r := newRig(t, busy()...)
	var told []feed.Progress
	r.must(r.open(func(c *feed.Config) {
		c.Start = feed.Ago(10 * time.Hour)
		c.OnProgress = func(p feed.Progress) { told = append(told, p) }
	}), 3*time.Minute, nil)
	last := feed.Progress{}
	for _, p := range told {
		if p.Done < last.Done || p.Records < last.Records {
			t.Errorf("%s after %s", p, last)
		}
		last = p
	}
	if last.Done != 10 || last.Total != 10 || last.Records != int64(len(r.sink.delivered)) || last.QuotaUsed != 10 || last.Name != "tap.events" {
		t.Errorf("at the end: %s, %d records were acknowledged", last, len(r.sink.delivered))
	}
	if first := told[0]; first.Done != 0 && first.Done != 1 || first.Total != 10 {
		t.Errorf("at first: %s", first)
	}
}

// TestReady: what counts is that the store answers; trouble of a service does not.
func TestReady(t *testing.T) {
	r := newRig(t)
	f := r.open()
	get := func() int {
		w := httptest.NewRecorder()
		f.Ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		return w.Code
	}
	if code := get(); code != http.StatusOK {
		t.Errorf("ready: %d", code)
	}
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	if code := get(); code != http.StatusServiceUnavailable {
		t.Errorf("without its store: %d", code)
	}
	r = newRig(t)
	f = r.open()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if code := get(); code != http.StatusServiceUnavailable {
		t.Errorf("closed: %d", code)
	}
}
