// What goes wrong in a run, drawn from its seed before it begins: which faults it
// has at all, how often, and the stretches of time in which they rage. Whatever
// was drawn is printed with a run that failed.

package simtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
)

const day = 24 * time.Hour

// Begin is when every run begins.
var Begin = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// Script is the plan of a run.
type Script struct {
	Seed     uint64
	Rate     int           // events an hour, of all kinds
	Late     time.Duration // of indexing, at most
	Verdicts int           // percent that change
	Start    time.Time     // of the feed
	End      time.Time     // of the faults
	Quiet    time.Duration // how long the run goes on without
	Limit    int           // of the quota pool

	MaxRecords, MaxUnacked int

	Crash    float64 // for each step
	Refuse   float64 // for each call of the store: it fails, the process lives
	Sink     float64 // for each batch: it is not simply taken
	Leave    float64 // for each batch: the range is left and begun anew
	Episodes []Episode
}

// Episode is a stretch of trouble.
type Episode struct {
	Trouble  Trouble
	From, To time.Time
	Share    float64 // of the requests, or batches, that are hit
}

// Trouble is a kind of trouble.
type Trouble string

// The kinds of trouble.
const (
	Unreachable Trouble = "unreachable" // no answer at all
	Failing     Trouble = "5xx"
	Refused     Trouble = "401"
	Throttled   Trouble = "429"
	ThrottledBy Trouble = "429 with Retry-After"
	CutShort    Trouble = "cut body"
	NotJSON     Trouble = "page of a portal"
	Slow        Trouble = "slow"
	OtherClient Trouble = "another client spends the quota"
	ClockSteps  Trouble = "clock steps"
	SinkDown    Trouble = "sink down"
	Down        Trouble = "process down" // killed at From, started again at To
)

// NewScript draws the plan of a seed.
func NewScript(seed uint64, days int) Script {
	r := rand.New(rand.NewPCG(seed, 1))
	sometimes := func(p float64) bool { return r.Float64() < p }
	s := Script{Seed: seed, End: Begin.Add(time.Duration(days) * day), Quiet: 3 * time.Hour, Limit: 1800, MaxRecords: 1000, MaxUnacked: 1}
	s.Rate = []int{2, 4, 8, 12, 24}[r.IntN(5)]
	if sometimes(0.8) {
		s.Late = 45 * time.Minute
	}
	if sometimes(0.7) {
		s.Verdicts = 5 + r.IntN(30)
	}
	s.Start = Begin.Add(-time.Duration(r.Int64N(int64(6 * time.Hour)))).Truncate(time.Second)
	switch r.IntN(6) {
	case 0: // as far back as the service goes
		s.Start = Begin.Add(-7*day + 5*time.Minute + time.Duration(r.Int64N(int64(2*day)))).Truncate(time.Second)
	case 1: // further back than it goes
		s.Start = Begin.Add(-7*day - time.Duration(r.Int64N(int64(3*day)))).Truncate(time.Second)
	}
	if sometimes(0.5) {
		s.MaxRecords = 1 + r.IntN(12)
	}
	if sometimes(0.5) {
		s.MaxUnacked = 2 + r.IntN(3)
	}
	if sometimes(0.6) {
		s.Crash = []float64{0.0003, 0.002, 0.01, 0.03}[r.IntN(4)]
	}
	if sometimes(0.15) {
		s.Refuse = 0.002
	}
	if sometimes(0.6) {
		s.Sink = 0.02 + 0.3*r.Float64()
	}
	if sometimes(0.2) {
		s.Leave = 0.03
	}
	s.troubles(r)
	return s
}

// troubles draws the episodes.
func (s *Script) troubles(r *rand.Rand) {
	days := int(s.End.Sub(Begin) / day)
	add := func(what Trouble, times int, longest time.Duration, share float64) {
		for range times {
			from := Begin.Add(time.Duration(r.Int64N(int64(s.End.Sub(Begin)))))
			// Mostly short, sometimes of any length.
			length := time.Minute + time.Duration(float64(longest)*r.Float64()*r.Float64()*r.Float64())
			to := from.Add(length)
			if to.After(s.End) {
				to = s.End
			}
			s.Episodes = append(s.Episodes, Episode{what, from, to, share})
		}
	}
	for _, what := range []Trouble{Unreachable, Failing, Refused, Throttled, ThrottledBy, CutShort, NotJSON, Slow} {
		if r.Float64() < 0.3 {
			add(what, 1+r.IntN(2*days), 8*time.Hour, 0.05+r.Float64())
		}
	}
	if r.Float64() < 0.4 {
		add(ClockSteps, 1+r.IntN(3*days), 6*time.Hour, 1)
	}
	if r.Float64() < 0.3 {
		add(SinkDown, 1+r.IntN(days), 4*time.Hour, 1)
	}
	if r.Float64() < 0.3 {
		add(Down, 1+r.IntN(days), 12*time.Hour, 1)
	}
	if r.Float64() < 0.2 {
		add(OtherClient, 1+r.IntN(days), 12*time.Hour, 0.2)
		s.Quiet = 28 * time.Hour
	}
	if r.Float64() < 0.2 { // a quota that is hardly enough, for the feed as for the service
		s.Limit = 420 + r.IntN(200)
		s.Quiet = 28 * time.Hour
	}
	if r.Float64() < 0.12 {
		s.outage(r)
	}
	if s.Limit < 1800 { // a week of backlog, out of what live collection leaves
		s.Quiet += time.Duration(float64(day) * 180 / float64(s.Limit-340))
	}
}

// outage is a long one: of the process, the service or the way between.
func (s *Script) outage(r *rand.Rand) {
	from := Begin.Add(time.Duration(r.Int64N(int64(s.End.Sub(Begin)))))
	length := day + time.Duration(r.Int64N(int64(7*day+12*time.Hour)))
	what := []Trouble{Down, Unreachable, Failing, Refused, SinkDown}[r.IntN(5)]
	s.Episodes = append(s.Episodes, Episode{what, from, from.Add(length), 1})
	s.End = from.Add(length + day)
	s.Quiet = 28 * time.Hour
}

// String says what is planned.
func (s Script) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "rate %d/h, late %s, verdicts %d%%, start %s, end %s, limit %d, max records %d, max unacked %d, crash %g, refuse %g, sink %.2f, leave %g",
		s.Rate, s.Late, s.Verdicts, feedsim.Stamp(s.Start), feedsim.Stamp(s.End), s.Limit, s.MaxRecords, s.MaxUnacked, s.Crash, s.Refuse, s.Sink, s.Leave)
	for _, e := range s.Episodes {
		fmt.Fprintf(&b, "\n  %s to %s %s %.2f", feedsim.Stamp(e.From), feedsim.Stamp(e.To), e.Trouble, e.Share)
	}
	return b.String()
}
