// Windows are arithmetic, so they are tested as arithmetic: known plans, and
// the property that no second of a range is left out or too long for the service.

package proofpoint_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func siemWindows() proofpoint.Windows {
	r, err := proofpoint.TAPSIEMParams{}.AllRequest()
	if err != nil {
		panic(err)
	}
	return r.Pager.(proofpoint.Windows)
}

// plan drives a pager at a standing clock and returns the queries.
func plan(t testing.TB, p proofpoint.Pager, now time.Time) []string {
	t.Helper()
	at, err := p.Start(now)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for more := true; more; {
		var r proofpoint.Request
		if err := p.Apply(&r, at); err != nil {
			t.Fatal(err)
		}
		q, err := url.QueryUnescape(r.Query.Encode())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
		if at, more, err = p.Next(proofpoint.Page{At: at, Count: -1, Now: now}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestWindowsPlan(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		name  string
		set   func(*proofpoint.Windows)
		count int
		first string
		last  string
	}{
		{"nothing given", func(*proofpoint.Windows) {}, 1, "sinceSeconds=3600", "sinceSeconds=3600"},
		{"half an hour", func(w *proofpoint.Windows) { w.Since = 30 * time.Minute }, 1, "sinceSeconds=1800", "sinceSeconds=1800"},
		{"25 h and 10 s", func(w *proofpoint.Windows) { w.Since = 25*time.Hour + 10*time.Second }, 26,
			"interval=2026-11-01T10:59:50Z/2026-11-01T11:57:31Z", "sinceTime=2026-11-02T11:02:18Z"},
		{"closed hour", func(w *proofpoint.Windows) { w.From, w.To = at("2026-11-02T08:00:00Z"), at("2026-11-02T09:00:00Z") }, 1,
			"interval=2026-11-02T08:00:00Z/2026-11-02T09:00:00Z", "interval=2026-11-02T08:00:00Z/2026-11-02T09:00:00Z"},
		{"an hour and a second", func(w *proofpoint.Windows) { w.From, w.To = at("2026-11-02T08:00:00Z"), at("2026-11-02T09:00:01Z") }, 2,
			"interval=2026-11-02T08:00:00Z/2026-11-02T08:30:00Z", "interval=2026-11-02T08:30:00Z/2026-11-02T09:00:01Z"},
		{"open from", func(w *proofpoint.Windows) { w.From = at("2026-11-02T11:30:00Z") }, 1, "sinceTime=2026-11-02T11:30:00Z", "sinceTime=2026-11-02T11:30:00Z"},
		{"a day, closed", func(w *proofpoint.Windows) { w.From, w.To = at("2026-11-01T08:00:00Z"), at("2026-11-02T08:00:00Z") }, 24,
			"interval=2026-11-01T08:00:00Z/2026-11-01T09:00:00Z", "interval=2026-11-02T07:00:00Z/2026-11-02T08:00:00Z"},
		{"local time, P7", func(w *proofpoint.Windows) {
			w.From = time.Date(2026, 11, 2, 9, 0, 0, 0, time.FixedZone("CET", 3600))
			w.To = w.From.Add(time.Hour)
		}, 1, "interval=2026-11-02T08:00:00Z/2026-11-02T09:00:00Z", "interval=2026-11-02T08:00:00Z/2026-11-02T09:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := siemWindows()
			tt.set(&w)
			got := plan(t, w, noon)
			if len(got) != tt.count || got[0] != tt.first || got[len(got)-1] != tt.last {
				t.Errorf("%d windows, first %s, last %s; want %d, %s, %s", len(got), got[0], got[len(got)-1], tt.count, tt.first, tt.last)
			}
		})
	}
}

func TestWindowsRefuse_P7(t *testing.T) {
	tests := []struct {
		name  string
		set   func(*proofpoint.Windows)
		param string
	}{
		{"too short", func(w *proofpoint.Windows) { w.Since = 5 * time.Second }, "since"},
		{"negative", func(w *proofpoint.Windows) { w.Since = -time.Hour }, "since"},
		{"over the horizon", func(w *proofpoint.Windows) { w.Since = 8 * 24 * time.Hour }, "since"},
		{"from over the horizon", func(w *proofpoint.Windows) { w.From = noon.Add(-8 * 24 * time.Hour) }, "from"},
		{"exactly seven days", func(w *proofpoint.Windows) { w.From = noon.Add(-7 * 24 * time.Hour) }, "from"},
		{"to in the future", func(w *proofpoint.Windows) { w.From, w.To = noon.Add(-time.Hour), noon.Add(time.Hour) }, "to"},
		{"from in the future", func(w *proofpoint.Windows) { w.From = noon.Add(time.Hour) }, "from"},
		{"from after to", func(w *proofpoint.Windows) { w.From, w.To = noon.Add(-time.Hour), noon.Add(-2*time.Hour) }, "from"},
		{"short range", func(w *proofpoint.Windows) { w.From, w.To = noon.Add(-time.Hour), noon.Add(-time.Hour+5*time.Second) }, "to"},
		{"from and since", func(w *proofpoint.Windows) { w.From, w.Since = noon.Add(-time.Hour), time.Hour }, "since"},
		{"to alone", func(w *proofpoint.Windows) { w.To = noon }, "to"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := siemWindows()
			tt.set(&w)
			_, err := w.Start(noon)
			pe, ok := errors.AsType[*proofpoint.ParamError](err)
			if !ok || pe.Param != tt.param {
				t.Errorf("Start: %v, want a ParamError for %s", err, tt.param)
			}
		})
	}
}

// Whatever the range, its windows touch, cover all of it and are within the
// service's bounds.
func TestWindowsCover(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := siemWindows()
		w.From = noon.Add(-time.Duration(rapid.Int64Range(61, 7*24*3600-400).Draw(rt, "from")) * time.Second)
		if rapid.Bool().Draw(rt, "closed") {
			length := rapid.Int64Range(30, int64(noon.Sub(w.From)/time.Second)).Draw(rt, "length")
			w.To = w.From.Add(time.Duration(length) * time.Second)
		}
		end := w.From
		for _, q := range plan(t, w, noon) {
			var from, to time.Time
			if text, open := strings.CutPrefix(q, "sinceTime="); open {
				from, to = mustTime(rt, text), noon
			} else {
				a, b, _ := strings.Cut(strings.TrimPrefix(q, "interval="), "/")
				from, to = mustTime(rt, a), mustTime(rt, b)
			}
			if !from.Equal(end) {
				rt.Fatalf("window starts at %v, the one before ended at %v", from, end)
			}
			if d := to.Sub(from); d < 30*time.Second || d > time.Hour {
				rt.Fatalf("window of %v: %s", d, q)
			}
			end = to
		}
		if want := w.To; want.IsZero() && !end.Equal(noon) || !want.IsZero() && !end.Equal(want) {
			rt.Fatalf("the last window ends at %v", end)
		}
	})
}

func mustTime(t *rapid.T, s string) time.Time {
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// P8: the server's queryEndTime decides where the walk goes on.
func TestWindowsFollowQueryEnd_P8(t *testing.T) {
	w := siemWindows()
	w.From, w.To = noon.Add(-2*time.Hour), noon
	at, err := w.Start(noon)
	if err != nil {
		t.Fatal(err)
	}
	page := proofpoint.Page{At: at, Now: noon, Values: map[string]rawJSON{"$.queryEndTime": rawJSON(`"2026-11-02T10:45:00Z"`)}}
	next, more, err := w.Next(page)
	if err != nil || !more {
		t.Fatalf("Next: %v %v", more, err)
	}
	var r proofpoint.Request
	if err := w.Apply(&r, next); err != nil {
		t.Fatal(err)
	}
	if got := r.Query.Get("interval"); !strings.HasPrefix(got, "2026-11-02T10:45:00Z/") {
		t.Errorf("interval %s, want it to start where the server stopped", got)
	}
}

func TestWindowsResume(t *testing.T) {
	w := siemWindows()
	at, err := w.Start(noon)
	if err != nil {
		t.Fatal(err)
	}
	end := rawJSON(`"2026-11-02T12:00:00Z"`)
	rest, more, err := w.Next(proofpoint.Page{At: at, Now: noon, Values: map[string]rawJSON{"$.queryEndTime": end}})
	if more || err != nil || rest == "" {
		t.Fatalf("Next: %q %v %v", rest, more, err)
	}
	if _, more, err := w.Resume(rest, noon.Add(10*time.Second)); more || err != nil {
		t.Errorf("10 s later: more %v, %v; want nothing to ask yet", more, err)
	}
	at, more, err = w.Resume(rest, noon.Add(10*time.Minute))
	var r proofpoint.Request
	if bad := w.Apply(&r, at); bad != nil || !more || err != nil {
		t.Fatal(bad, more, err)
	}
	if diff := cmp.Diff("2026-11-02T12:00:00Z", r.Query.Get("sinceTime")); diff != "" {
		t.Errorf("sinceTime mismatch (-want +got):\n%s", diff)
	}
	_, more, err = w.Resume(rest, noon.Add(8*24*time.Hour))
	gap, ok := errors.AsType[*proofpoint.GapError](err)
	if !ok || !more || !gap.From.Equal(noon) {
		t.Errorf("8 days later: %v %v, want a gap from noon", more, err)
	}
}

func TestNumbers(t *testing.T) {
	n := proofpoint.Numbers{Where: "query:page", First: 1, Size: 2}
	at, err := n.Start(noon)
	if err != nil || at != "1" {
		t.Fatal(at, err)
	}
	for _, tt := range []struct {
		count int
		more  bool
	}{{2, true}, {1, false}, {0, false}} {
		if _, more, _ := n.Next(proofpoint.Page{At: at, Count: tt.count}); more != tt.more {
			t.Errorf("after a page of %d: more %v", tt.count, more)
		}
	}
	if _, err := (proofpoint.Numbers{}).Start(noon); err == nil {
		t.Error("Numbers without Where is accepted")
	}
}

func TestNest(t *testing.T) {
	w := siemWindows()
	w.From, w.To = noon.Add(-2*time.Hour), noon
	p := proofpoint.Nest(w, proofpoint.Numbers{Where: "query:page", First: 1, Size: 2})
	at, err := p.Start(noon)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	counts := []int{2, 1, 2, 0}
	for _, count := range counts {
		var r proofpoint.Request
		if err := p.Apply(&r, at); err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Query.Get("interval")[11:16]+" "+r.Query.Get("page"))
		var more bool
		if at, more, err = p.Next(proofpoint.Page{At: at, Count: count, Now: noon}); err != nil {
			t.Fatal(err)
		}
		if more == (len(got) == len(counts)) {
			t.Fatalf("after %d pages: more %v", len(got), more)
		}
	}
	if diff := cmp.Diff([]string{"10:00 1", "10:00 2", "11:00 1", "11:00 2"}, got); diff != "" {
		t.Errorf("pages mismatch (-want +got):\n%s", diff)
	}
}
