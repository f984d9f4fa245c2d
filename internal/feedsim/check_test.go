// The checker finds what is wrong: a good history passes, and each way to spoil it
// is told by its name. Without this a run that finds nothing would say nothing.

package feedsim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func at(d time.Duration) time.Time { return noon.Add(d) }

// good is what a collector without flaws makes of six hours, the first of which
// were lost: every window at its end, and once more an hour later.
func good() *feedsim.History {
	h := &feedsim.History{
		From: at(-time.Hour), Until: at(5 * time.Hour), Horizon: 7 * day, Settle: time.Hour, Memory: day,
		Gaps:   []feedsim.Gap{{From: at(-time.Hour), To: at(0), At: at(7 * day), Reason: "horizon"}},
		Quotas: []feedsim.Quota{{Limit: 1000, Per: day}},
	}
	for i := -6; i < 60; i++ {
		created := at(time.Duration(i)*5*time.Minute + time.Minute)
		e := feedsim.Told{Key: "m" + created.Format("1504"), Version: "1", Created: created, Since: created.Add(time.Duration(i%4) * 10 * time.Minute)}
		if i < 0 {
			e.Since = created
		}
		if i%5 == 4 { // a verdict that moves the event by 40 minutes
			e.Until = e.Since.Add(40 * time.Minute)
			h.Told = append(h.Told, feedsim.Told{Key: e.Key, Version: "2", Created: created.Add(40 * time.Minute), Since: e.Until})
		}
		if i%7 == 6 && i%5 != 4 { // one that does not
			e.Until = created.Add(50 * time.Minute)
			h.Told = append(h.Told, feedsim.Told{Key: e.Key, Version: "2", Created: created, Since: e.Until})
		}
		h.Told = append(h.Told, e)
	}
	var asks []feedsim.Ask
	for from := at(0); from.Before(at(6 * time.Hour)); from = from.Add(5 * time.Minute) {
		to := from.Add(5 * time.Minute)
		asks = append(asks, feedsim.Ask{From: from, To: to, At: to, Status: 200, Kept: true}, feedsim.Ask{From: from, To: to, At: to.Add(time.Hour), Status: 200, Kept: true})
	}
	slices.SortFunc(asks, func(a, b feedsim.Ask) int { return a.At.Compare(b.At) })
	h.Asked = asks
	has := map[[2]string]bool{}
	known := map[string]bool{}
	for _, a := range asks {
		for _, e := range h.Told {
			id := [2]string{e.Key, e.Version}
			if e.Created.Before(a.From) || !e.Created.Before(a.To) || e.Since.After(a.At) || !e.Until.IsZero() && !e.Until.After(a.At) || has[id] {
				continue
			}
			h.Committed = append(h.Committed, feedsim.Delivery{Key: e.Key, Version: e.Version, Changed: known[e.Key], At: a.At})
			has[id], known[e.Key] = true, true
		}
	}
	return h
}

func TestCheckTakesAGoodHistory(t *testing.T) {
	h := good()
	if got := feedsim.Check(h); got != nil {
		t.Fatalf("Check of a good history: %v", got)
	}
	changed := 0
	for _, d := range h.Committed {
		if d.Changed {
			changed++
		}
	}
	if len(h.Committed) < 60 || changed < 5 {
		t.Fatalf("%d deliveries, %d of them changes: too few to tell anything", len(h.Committed), changed)
	}
}

// place finds the first delivery that is a change, or is none.
func place(h *feedsim.History, changed bool) int {
	return slices.IndexFunc(h.Committed, func(d feedsim.Delivery) bool { return d.Changed == changed })
}

func TestCheckFindsWhatIsSpoilt(t *testing.T) {
	drop := func(h *feedsim.History, i int) { h.Committed = slices.Delete(h.Committed, i, i+1) }
	for _, c := range []struct {
		name  string
		spoil func(h *feedsim.History)
		want  []string // kinds that must be told; others would be untrue
	}{
		{"an event is lost", func(h *feedsim.History) {
			key := h.Committed[place(h, false)].Key
			h.Committed = slices.DeleteFunc(h.Committed, func(d feedsim.Delivery) bool { return d.Key == key })
		}, []string{feedsim.Lost}},
		{"a new verdict is lost", func(h *feedsim.History) { drop(h, place(h, true)) }, []string{feedsim.Lost}},
		{"an event is lost and its answer was not kept", func(h *feedsim.History) {
			i := slices.IndexFunc(h.Committed, func(d feedsim.Delivery) bool { return d.Key == "m1406" })
			gone := h.Committed[i]
			drop(h, i)
			for _, e := range h.Told {
				for i, a := range h.Asked {
					if e.Key == gone.Key && !e.Created.Before(a.From) && e.Created.Before(a.To) {
						h.Asked[i].Kept = false
					}
				}
			}
		}, []string{feedsim.Hole, feedsim.Lost}},
		{"an event comes twice", func(h *feedsim.History) { h.Committed = append(h.Committed, h.Committed[3]) }, []string{feedsim.Twice}},
		{"an old verdict comes after the new one", func(h *feedsim.History) {
			i := place(h, true)
			j := slices.IndexFunc(h.Committed, func(d feedsim.Delivery) bool { return d.Key == h.Committed[i].Key })
			h.Committed[i].Version, h.Committed[j].Version = h.Committed[j].Version, h.Committed[i].Version
		}, []string{feedsim.Stale}},
		{"an event was acknowledged and is not there", func(h *feedsim.History) {
			h.Passed = append(h.Passed, h.Committed[place(h, false)])
			drop(h, place(h, false))
		}, []string{feedsim.Lost}},
		{"an old version was acknowledged after a newer one was", func(h *feedsim.History) {
			i := place(h, true)
			j := slices.IndexFunc(h.Committed, func(d feedsim.Delivery) bool { return d.Key == h.Committed[i].Key })
			h.Passed, h.Committed[i].After = append(h.Passed, h.Committed[j]), true
			drop(h, j)
		}, nil},
		{"a change is not marked", func(h *feedsim.History) { h.Committed[place(h, true)].Changed = false }, []string{feedsim.Unmarked}},
		{"a change of what was forgotten is not marked", func(h *feedsim.History) {
			h.Memory = time.Minute
			h.Committed[place(h, true)].Changed = false
		}, nil},
		{"a first delivery is marked", func(h *feedsim.History) { h.Committed[place(h, false)].Changed = true }, []string{feedsim.Marked}},
		{"a version that nobody told", func(h *feedsim.History) {
			h.Committed = append(h.Committed, feedsim.Delivery{Key: h.Committed[0].Key, Version: "9"})
		}, []string{feedsim.Unknown}},
		{"an event that nobody told", func(h *feedsim.History) {
			h.Committed = append(h.Committed, feedsim.Delivery{Key: "x", Version: "1"})
		}, []string{feedsim.Unknown}},
		{"a gap is not told", func(h *feedsim.History) { h.Gaps = nil }, []string{feedsim.Hole, feedsim.Lost}},
		{"a gap is told a minute short", func(h *feedsim.History) { h.Gaps[0].To = at(-time.Minute) }, []string{feedsim.Hole}},
		{"a gap of what was fetched", func(h *feedsim.History) { h.Gaps[0].To = at(time.Minute) }, []string{feedsim.FalseGap}},
		{"a gap of what the service keeps", func(h *feedsim.History) { h.Gaps[0].At = at(7*24*time.Hour - 12*time.Minute) }, []string{feedsim.EarlyGap}},
		{"a window is not asked again", func(h *feedsim.History) {
			h.Asked = slices.DeleteFunc(h.Asked, func(a feedsim.Ask) bool { return a.From.Equal(at(time.Hour)) && a.At.After(a.To) })
		}, []string{feedsim.Hole}},
		{"a window is asked again too early", func(h *feedsim.History) {
			for i, a := range h.Asked {
				if a.At.After(a.To) && a.From.Equal(at(time.Hour)) {
					h.Asked[i].At = a.At.Add(-time.Second)
				}
			}
		}, []string{feedsim.Hole}},
		{"a window of 29 seconds", func(h *feedsim.History) {
			h.Asked = append(h.Asked, feedsim.Ask{From: at(0), To: at(29 * time.Second), At: at(time.Hour), Status: 400})
		}, []string{feedsim.TooShort}},
		{"a window of more than an hour", func(h *feedsim.History) {
			h.Asked = append(h.Asked, feedsim.Ask{From: at(0), To: at(time.Hour + 1), At: at(2 * time.Hour), Status: 400})
		}, []string{feedsim.TooLong}},
		{"the same mistake over and over", func(h *feedsim.History) {
			for range 6 {
				h.Asked = append(h.Asked, feedsim.Ask{From: at(0), To: at(time.Hour), At: at(7 * time.Hour), Status: 400})
			}
		}, []string{feedsim.Stubborn}},
		{"a request too many", func(h *feedsim.History) { h.Quotas[0].Limit = len(h.Asked) - 1 }, []string{feedsim.Spent}},
		{"something was seen on the way", func(h *feedsim.History) {
			h.Wrong = append(h.Wrong, feedsim.Problem{Kind: feedsim.Ended, Text: "x"})
		}, []string{feedsim.Ended}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := good()
			c.spoil(h)
			var got []string
			for _, p := range feedsim.Check(h) {
				if !slices.Contains(got, p.Kind) {
					got = append(got, p.Kind)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("kinds of problem mismatch (-want +got):\n%s\n%v", diff, feedsim.Check(h))
			}
		})
	}
}
