// The schedule alone: which window is next, what a day costs, and that no order
// of answers and failures leaves time out.

package feed_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// plain is a source with TAP's limits and no service behind it.
func plain() feed.Source {
	return feed.Source{Name: "plain", Min: 30 * time.Second, Max: time.Hour, Horizon: 7 * 24 * time.Hour,
		Request: func(time.Time, time.Time) (proofpoint.Request, error) { return proofpoint.Request{}, nil }}
}

func TestDecide(t *testing.T) {
	type want struct{ tasks, next, edge string }
	for _, c := range []struct {
		name                           string
		ledger, busy, start, stop, now string
		edge                           string
		width                          time.Duration
		lag                            time.Duration
		want                           want
	}{
		{name: "begins now", start: "10:00", now: "10:00", want: want{next: "10:05", edge: "10:00"}},
		{name: "first live window", start: "10:00", now: "10:05", edge: "10:00", want: want{tasks: "live 10:00-10:05", edge: "10:00"}},
		{name: "a minute early", start: "10:00", now: "10:04", edge: "10:00", want: want{next: "10:05", edge: "10:00"}},
		{name: "lag", start: "10:00", now: "10:06", edge: "10:00", lag: 2 * time.Minute, want: want{next: "10:07", edge: "10:00"}},
		{name: "after a short silence", ledger: "09:00-10:00", start: "09:00", now: "10:40", want: want{tasks: "live 10:00-10:40", edge: "10:00"}},
		{name: "after a long silence", ledger: "09:00-10:00", start: "09:00", now: "12:30", want: want{tasks: "backfill 10:00-11:00", next: "12:35", edge: "12:30"}},
		{name: "oldest hole first", ledger: "09:00-10:00 10:30-11:00 11:40-12:00", start: "09:00", now: "12:01", want: want{tasks: "backfill 10:00-10:30", next: "12:05", edge: "12:00"}},
		{name: "a hole that is being asked", ledger: "09:00-10:00 10:30-11:00 11:40-12:00", busy: "10:00-10:30", start: "09:00", now: "12:01", want: want{tasks: "backfill 11:00-11:40", next: "12:05", edge: "12:00"}},
		{name: "a short hole is widened", ledger: "09:00-10:00 10:00-11:00", busy: "", start: "08:59", now: "11:01", width: 10 * time.Second, want: want{tasks: "backfill 08:58-08:59", next: "11:05", edge: "11:00"}},
		{name: "not into what was given up", ledger: "08:50-08:59!horizon 09:00-11:00", start: "08:50", now: "11:01", width: 10 * time.Second, want: want{tasks: "backfill 08:59-08:59", next: "11:05", edge: "11:00"}},
		{name: "narrow", ledger: "09:00-10:00 11:00-12:00", start: "09:00", now: "12:01", width: 15 * time.Minute, want: want{tasks: "backfill 10:00-10:15", next: "12:05", edge: "12:00"}},
		{name: "settle at ten past", ledger: "10:00-10:55@10:55 10:55-11:00@11:00 11:00-11:05@11:05", start: "10:00", now: "11:09", want: want{next: "11:10", edge: "11:05"}},
		{name: "settle", ledger: "10:00-10:55@10:55 10:55-11:00@11:00 11:00-11:10@11:10", start: "10:00", now: "11:10", want: want{tasks: "settle 10:00-11:00", next: "11:15", edge: "11:10"}},
		{name: "settle again", ledger: "10:00-11:00@11:10 11:00-11:58@11:58", start: "10:00", now: "12:00", want: want{tasks: "settle 10:00-11:00", next: "12:03", edge: "11:58"}},
		{name: "both at once", ledger: "10:00-11:00@11:00 11:00-12:20@12:20", start: "10:00", now: "12:20", want: want{tasks: "settle 10:00-11:00", next: "12:25", edge: "12:20"}},
		{name: "settling waits for what is out", ledger: "10:00-11:00@11:00 11:00-11:10@11:10", busy: "10:00-11:00", start: "10:00", now: "11:10", want: want{next: "11:15", edge: "11:10"}},
		{name: "of a cell only what needs it", ledger: "10:00-10:20 10:20-10:40@10:40 10:40-11:10", start: "10:00", now: "11:10", want: want{tasks: "settle 10:20-10:40", next: "11:15", edge: "11:10"}},
		{name: "live first", ledger: "09:00-10:00 10:30-10:50@10:50", start: "09:00", now: "11:10", want: want{tasks: "live 10:50-11:10, settle 10:30-10:50, backfill 10:00-10:30", edge: "10:50"}},
		{name: "a backfill", start: "09:00", stop: "10:30", now: "12:00", want: want{tasks: "backfill 09:00-10:00", edge: "10:30"}},
		{name: "the end of a backfill that runs into now", ledger: "09:00-10:28@10:28", start: "09:00", stop: "10:30", now: "10:29", edge: "10:28", want: want{next: "10:30", edge: "10:28"}},
		{name: "and its last part", ledger: "09:00-10:28", start: "09:00", stop: "10:30", now: "10:30", edge: "10:28", want: want{tasks: "live 10:28-10:30", edge: "10:28"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := plain()
			src.Lag = c.lag
			v := feed.View{Ledger: ledgerOf(c.ledger), Start: at(c.start), Now: at(c.now), Width: c.width}
			if c.stop != "" {
				v.Stop = at(c.stop)
			}
			if c.edge != "" {
				v.Edge = at(c.edge)
			}
			if c.busy != "" {
				v.Busy = []feed.Stretch{stretchOf(c.busy)}
			}
			d, err := feed.Decide(src, v)
			if err != nil {
				t.Fatal(err)
			}
			got := want{tasksText(d.Tasks), clockText(d.Next), clockText(d.Edge)}
			if got != c.want {
				t.Errorf("Decide = %+v, want %+v", got, c.want)
			}
			if len(d.Lost) > 0 {
				t.Errorf("Decide gave up %v", d.Lost)
			}
		})
	}
}

func tasksText(tasks []feed.Task) string {
	text := ""
	for i, k := range tasks {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %s-%s", k.Class, k.From.Format("15:04"), k.To.Format("15:04"))
	}
	return text
}

func clockText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("15:04")
}

// TestDecideHorizon: what is older than the service keeps, less five minutes, is
// given up in one piece, and the rest is asked.
func TestDecideHorizon(t *testing.T) {
	src := plain()
	src.Horizon = 10 * time.Hour
	for _, c := range []struct {
		name, ledger, start string
		busy                []feed.Stretch
		lost                []feed.Lost
		tasks               string
	}{
		{"all kept", "", "12:05", nil, nil, "backfill 12:05-13:05"},
		{"within the margin", "", "12:02", nil, nil, "backfill 12:02-13:02"},
		{"beyond it", "", "12:00", nil, []feed.Lost{{From: at("12:00"), To: at("12:05"), Reason: "horizon"}}, "backfill 12:05-13:05"},
		{"a day of nothing", "01:00-02:00", "01:00", nil, []feed.Lost{{From: at("02:00"), To: at("12:05"), Reason: "horizon"}}, "backfill 12:05-13:05"},
		{"a hole that is gone", "01:00-02:00 03:00-22:00", "01:00", nil, []feed.Lost{{From: at("02:00"), To: at("03:00"), Reason: "horizon"}}, ""},
		{"it is out already", "01:00-02:00 03:00-22:00", "01:00", []feed.Stretch{stretchOf("02:00-03:00")}, nil, ""},
		{"settled in part", "11:00-12:00@12:10 12:00-22:00", "11:00", nil, []feed.Lost{{From: at("11:10"), To: at("12:00"), Reason: "unsettled"}}, ""},
		{"never settled", "11:00-12:00@12:00 12:00-22:00", "11:00", nil, []feed.Lost{{From: at("11:00"), To: at("12:00"), Reason: "unsettled"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := feed.Decide(src, feed.View{Ledger: ledgerOf(c.ledger), Start: at(c.start), Now: at("22:00"), Busy: c.busy})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.lost, d.Lost); diff != "" {
				t.Errorf("Lost mismatch (-want +got):\n%s", diff)
			}
			if c.tasks != "" && tasksText(d.Tasks) != c.tasks {
				t.Errorf("tasks %s, want %s", tasksText(d.Tasks), c.tasks)
			}
		})
	}
}

// TestDecideBesideAGap: a gap that is handed out and not acknowledged yet is not
// fetched any more, though nothing is written down of it.
func TestDecideBesideAGap(t *testing.T) {
	gap := []feed.Stretch{stretchOf("08:50-08:59")}
	d, err := feed.Decide(plain(), feed.View{Ledger: ledgerOf("09:00-11:00"), Busy: gap, Given: gap, Start: at("08:50"), Now: at("11:01"), Width: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if got := tasksText(d.Tasks); got != "backfill 08:59-08:59" {
		t.Errorf("tasks %s, want a stretch that begins where the gap ends", got)
	}
}

// TestDecideDoubt: a clock that may be ahead gives nothing up. What it takes for
// gone is not asked either, until the service has said what the time is.
func TestDecideDoubt(t *testing.T) {
	src := plain()
	src.Horizon = 10 * time.Hour
	for _, c := range []struct {
		name  string
		doubt time.Duration
		lost  []feed.Lost
	}{
		{"the service has just answered", 0, []feed.Lost{{From: at("11:00"), To: at("12:05"), Reason: "horizon"}}},
		{"ten minutes ago", 10 * time.Minute, []feed.Lost{{From: at("11:00"), To: at("11:55"), Reason: "horizon"}}},
		{"two hours ago", 2 * time.Hour, nil},
		{"never", 1000 * time.Hour, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := feed.Decide(src, feed.View{Start: at("11:00"), Now: at("22:00"), Doubt: c.doubt})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.lost, d.Lost); diff != "" {
				t.Errorf("Lost mismatch (-want +got):\n%s", diff)
			}
			if got := tasksText(d.Tasks); got != "backfill 12:05-13:05" {
				t.Errorf("tasks %s, want none of what is gone by that clock", got)
			}
		})
	}
}

// world runs the schedule of one source without a feed: each window is asked at
// once, or fails if fail says so.
type world struct {
	src        feed.Source
	view       feed.View
	counts     map[string]int
	asked      []feed.Task
	askedAt    []time.Time
	lost       []feed.Lost
	mostLedger int
}

func (w *world) until(t *testing.T, end time.Time, fail func() bool) {
	t.Helper()
	if w.counts == nil {
		w.counts = map[string]int{}
	}
	for turns := 0; w.view.Now.Before(end); turns++ {
		if turns > 100_000 {
			t.Fatalf("the schedule does not come to an end: %+v", w.view)
		}
		d, err := feed.Decide(w.src, w.view)
		if err != nil {
			t.Fatal(err)
		}
		w.view.Edge = d.Edge
		for _, l := range d.Lost {
			w.lost = append(w.lost, l)
			w.view.Ledger = feed.Put(w.view.Ledger, feed.Segment{From: l.From, To: l.To, Expired: l.Reason})
		}
		switch {
		case len(d.Lost) > 0:
		case len(d.Tasks) > 0 && fail != nil && fail():
			w.view.Now = w.view.Now.Add(time.Minute)
		case len(d.Tasks) > 0:
			w.ask(d.Tasks[0])
		case d.Next.IsZero():
			w.view.Now = end
		case !d.Next.After(w.view.Now):
			t.Fatalf("told to look again at %s at %s", d.Next, w.view.Now)
		default:
			w.view.Now = d.Next
		}
	}
}

func (w *world) ask(k feed.Task) {
	w.counts[k.Class]++
	w.asked, w.askedAt = append(w.asked, k), append(w.askedAt, w.view.Now)
	for _, part := range feed.Without([]feed.Stretch{{From: k.From, To: k.To}}, []feed.Stretch{{To: w.view.Start}}) {
		w.view.Ledger = feed.Settle(feed.Put(w.view.Ledger, feed.Segment{From: part.From, To: part.To, Asked: w.view.Now.Truncate(time.Second)}), feed.Last(w.src))
	}
	w.mostLedger = max(w.mostLedger, len(w.view.Ledger))
}

// TestCostOfADay: five-minute freshness for a day is 288 windows and twice 24
// that settle, and the state stays small.
func TestCostOfADay(t *testing.T) {
	w := &world{src: plain(), view: feed.View{Start: day, Now: day}}
	w.until(t, day.Add(4*time.Hour), nil) // two hours of it settle what is before
	w.counts = nil
	w.until(t, day.Add(28*time.Hour), nil)
	if diff := cmp.Diff(map[string]int{"live": 288, "settle": 48}, w.counts); diff != "" {
		t.Errorf("requests of a day mismatch (-want +got):\n%s", diff)
	}
	if w.mostLedger > 30 {
		t.Errorf("the ledger grew to %d segments", w.mostLedger)
	}
}

// TestCostOfAWeek: seven days are 168 windows, and live asking goes on meanwhile.
func TestCostOfAWeek(t *testing.T) {
	now := day.Add(20 * 24 * time.Hour)
	w := &world{src: plain(), view: feed.View{Start: now.Add(-7*24*time.Hour + 5*time.Minute), Now: now}}
	w.until(t, now.Add(time.Second), nil)
	if diff := cmp.Diff(map[string]int{"backfill": 168}, w.counts); diff != "" {
		t.Errorf("requests mismatch (-want +got):\n%s", diff)
	}
	if len(w.lost) > 0 {
		t.Errorf("gave up %v", w.lost)
	}
	w.until(t, now.Add(2*time.Hour+time.Second), nil)
	if diff := cmp.Diff(map[string]int{"backfill": 168, "live": 24, "settle": 4}, w.counts); diff != "" {
		t.Errorf("requests after two hours more mismatch (-want +got):\n%s", diff)
	}
}

// TestScheduleNeverLeavesTimeOut: random failures, silences, sources and starts.
// In the end everything from the start on is settled or given up, what was given
// up was too old, and no window broke a rule.
func TestScheduleNeverLeavesTimeOut(t *testing.T) {
	for seed := range uint64(120) {
		random := rand.New(rand.NewPCG(seed, 2))
		src := plain()
		src.Lag = time.Duration(random.IntN(3)) * time.Minute
		src.Every = time.Duration(1+random.IntN(20)) * time.Minute
		if random.IntN(3) == 0 {
			src.Horizon = time.Duration(6+random.IntN(40)) * time.Hour
		}
		w := &world{src: src, view: feed.View{Start: day, Now: day.Add(time.Duration(random.IntN(40)) * time.Hour)}}
		for range 6 {
			w.view.Width = time.Duration(1+random.IntN(60)) * time.Minute
			odds := random.IntN(4)
			w.until(t, w.view.Now.Add(time.Duration(random.IntN(600))*time.Minute), func() bool { return random.IntN(4) < odds })
			if random.IntN(2) == 0 { // silence; then another process
				w.view.Now = w.view.Now.Add(time.Duration(random.IntN(50*60)) * time.Minute)
				w.view.Edge = time.Time{}
			}
		}
		w.view.Width = 0
		w.until(t, w.view.Now.Add(4*time.Hour), nil)
		w.check(t, seed)
	}
}

func (w *world) check(t *testing.T, seed uint64) {
	t.Helper()
	for i, k := range w.asked {
		length := k.To.Sub(k.From)
		if length < w.src.Min || length > w.src.Max || k.To.After(w.askedAt[i]) || k.From.Before(w.askedAt[i].Add(-w.src.Horizon)) {
			t.Fatalf("seed %d: %s %s to %s asked at %s", seed, k.Class, k.From, k.To, w.askedAt[i])
		}
	}
	until := w.view.Now.Add(-3 * time.Hour)
	if holes := feed.Missing(w.view.Ledger, feed.Stretch{From: w.view.Start, To: until}); len(holes) > 0 {
		t.Fatalf("seed %d: never asked: %v", seed, holes)
	}
	for _, s := range w.view.Ledger {
		if !s.Asked.IsZero() && s.From.Before(until) {
			t.Fatalf("seed %d: not settled by %s: %+v", seed, w.view.Now, s)
		}
	}
}
