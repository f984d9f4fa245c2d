// What a feed costs where nothing goes wrong: how many requests a day of live
// collection takes, how many a week of backlog, and that neither holds up the
// other, whatever the quota leaves.

package feed_test

import (
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/internal/simtest"
)

// calm is a run of a length in which nothing goes wrong.
func calm(ago, length time.Duration) simtest.Script {
	return simtest.Script{Seed: 1, Rate: 8, Late: 45 * time.Minute, Start: simtest.Begin.Add(-ago), End: simtest.Begin.Add(length), Quiet: 3 * time.Hour,
		Limit: 1800, MaxRecords: 1000, MaxUnacked: 1}
}

// count counts the requests of a run that were made in a stretch of time.
func count(h *feedsim.History, from, to time.Time, which func(feedsim.Ask) bool) (n int) {
	for _, a := range h.Asked {
		if !a.At.Before(from) && a.At.Before(to) && which(a) {
			n++
		}
	}
	return n
}

func TestSimulatedDay(t *testing.T) {
	got := simtest.Run(calm(0, 48*time.Hour), simtest.Keep(feed.Memory()))
	report(t, got, "TestSimulatedDay")
	from := simtest.Begin.Add(12 * time.Hour)
	live := count(got.History, from, from.Add(24*time.Hour), func(a feedsim.Ask) bool { return a.To.Sub(a.From) < 10*time.Minute })
	settle := count(got.History, from, from.Add(24*time.Hour), func(a feedsim.Ask) bool { return a.To.Sub(a.From) == time.Hour })
	all := count(got.History, from, from.Add(24*time.Hour), func(feedsim.Ask) bool { return true })
	if live != 288 || settle != 24+24 || all != live+settle {
		t.Errorf("a day of live collection took %d requests, %d of them live and %d to settle; want 288+24+24", all, live, settle)
	}
}

func TestSimulatedWeekOfBacklog(t *testing.T) {
	const week = 7*24*time.Hour - 10*time.Minute
	s := calm(week, 24*time.Hour)
	// Half a minute a request, so that the week takes a while.
	s.Episodes = []simtest.Episode{{Trouble: simtest.Slow, From: simtest.Begin, To: simtest.Begin.Add(6 * time.Hour), Share: 1}}
	got := simtest.Run(s, simtest.Keep(feed.Memory()))
	report(t, got, "TestSimulatedWeekOfBacklog")
	backlog := 0
	var last, caughtUp time.Time
	for _, a := range got.History.Asked {
		switch {
		case a.From.Before(simtest.Begin) && a.From.Sub(s.Start)%time.Hour == 0: // what is settled is asked by the hours of the clock
			backlog++
			caughtUp = a.At
		case a.To.After(simtest.Begin) && a.At.Sub(a.To) < 3*time.Minute && a.To.After(last):
			if !last.IsZero() && a.To.Sub(last) > 7*time.Minute {
				t.Errorf("nothing new was asked for from %s to %s", last, a.To)
			}
			last = a.To
		}
	}
	if backlog != 168 {
		t.Errorf("a week of backlog took %d requests, want 168", backlog)
	}
	if took := caughtUp.Sub(simtest.Begin); took < 30*time.Minute || took > 4*time.Hour {
		t.Errorf("it was caught up after %s", took)
	}
	t.Logf("%d requests, caught up after %s, %d requests in the first day", backlog, caughtUp.Sub(simtest.Begin).Round(time.Minute),
		count(got.History, simtest.Begin, simtest.Begin.Add(24*time.Hour), func(feedsim.Ask) bool { return true }))
}

// A pool that is spent by little more than live collection still fills holes.
func TestSimulatedBacklogInASmallPool(t *testing.T) {
	s := calm(12*time.Hour, 48*time.Hour)
	s.Limit = 400
	got := simtest.Run(s, simtest.Keep(feed.Memory()))
	report(t, got, "TestSimulatedBacklogInASmallPool")
}
