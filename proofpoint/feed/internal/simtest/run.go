// A run: one script, one service, one store, and one process after another.

package simtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// poolName is the quota that the source draws from.
const poolName = "tap.siem"

// Result is what came of a run.
type Result struct {
	Script   Script
	Problems []feedsim.Problem
	History  *feedsim.History
	Lives    int // processes
	Days     float64
}

type run struct {
	script  Script
	time    *timeline
	chance  *rand.Rand
	fake    *proofpointtest.Server
	open    func() (feed.Store, error)
	store   feed.Store // of the process that lives
	history feedsim.History
	lives   int
	dead    int  // letters
	judged  bool // the last process came to the end
}

// Keep is a store that outlives the processes, such as feed.Memory().
func Keep(st feed.Store) func() (feed.Store, error) {
	return func() (feed.Store, error) { return st, nil }
}

// Run runs a script and checks it. Each process opens the store anew, which is
// empty at first; that of the one before is not closed by Run.
func Run(s Script, open func() (feed.Store, error)) Result {
	r := &run{script: s, chance: rand.New(rand.NewPCG(s.Seed, 2)), open: open}
	r.fake = proofpointtest.NewServer(proofpointtest.Seeded(s.Seed), proofpointtest.At(Begin), proofpointtest.Rate(s.Rate),
		proofpointtest.Late(s.Late), proofpointtest.Verdicts(s.Verdicts, 2*day))
	r.fake.Quota(poolName, s.Limit)
	r.time = &timeline{clock: r.fake.Clock()}
	for _, e := range s.Episodes {
		if e.Trouble == ClockSteps {
			r.time.at(e.From, func() { r.time.step = time.Duration(r.chance.Int64N(int64(20*time.Minute))) - 10*time.Minute })
		}
	}
	r.time.at(s.End, func() { r.time.step = 0 })
	h := &r.history
	h.From, h.Until = s.Start, s.End
	h.Horizon, h.Settle, h.Memory = 7*day, time.Hour, 8*day
	h.Quotas = []feedsim.Quota{{Limit: s.Limit, Per: day}}
	over := s.End.Add(s.Quiet)
	for r.time.now().Before(over) && r.lives < 5000 {
		r.live(over)
	}
	if !r.judged {
		r.wrong(feedsim.Ended, "no process came to the end of the run: %d were started", r.lives)
	}
	r.told()
	return Result{Script: s, Problems: feedsim.Check(h), History: h, Lives: r.lives, Days: over.Sub(Begin).Hours() / 24}
}

// told asks the fake for all that it had to tell.
func (r *run) told() {
	for e := range r.fake.Events(r.script.Start.Add(-3*day), r.script.End.Add(r.script.Quiet)) {
		key, version := identity(e.Kind, e.Raw)
		r.history.Told = append(r.history.Told, feedsim.Told{Key: key, Version: version, Created: e.Created, Since: e.Since, Until: e.Until})
	}
}

func (r *run) wrong(kind, format string, args ...any) {
	if len(r.history.Wrong) < 100 {
		r.history.Wrong = append(r.history.Wrong, feedsim.Problem{Kind: kind, Text: feedsim.Stamp(r.time.now()) + " " + fmt.Sprintf(format, args...)})
	}
}

// quiet reports whether the time of the faults is over.
func (r *run) quiet() bool { return !r.time.now().Before(r.script.End) }

// hit reports whether a trouble strikes now.
func (r *run) hit(what Trouble) bool {
	now := r.time.now()
	for _, e := range r.script.Episodes {
		if e.Trouble == what && !now.Before(e.From) && now.Before(e.To) && r.chance.Float64() < e.Share {
			return true
		}
	}
	return false
}

// process is one life of the program.
type process struct {
	run    *run
	dead   bool
	failed bool // the store was out of order: the feed may end
	over   bool // the run is
	cancel context.CancelFunc

	out    map[feed.ID]feedsim.Delivery // handed out, not acknowledged
	newest map[string]latest            // what was committed in this life, by the feed's key
	ends   map[feed.ID]time.Time        // of the windows in which records were handed out
	gaps   []feedsim.Gap                // of the batch that is being acknowledged
	held   []*feed.Batch
	whole  []int // numbers of requests that were read to their end
}

// latest is the version of a record that was committed last, and the end of its
// window.
type latest struct {
	version string
	end     time.Time
}

// step is a place where the process may be killed.
func (p *process) step(string) bool {
	if !p.dead && !p.run.quiet() && p.run.chance.Float64() < p.run.script.Crash {
		p.kill()
	}
	return p.dead
}

func (p *process) kill() {
	p.dead = true
	p.cancel()
}

// live starts a process and lets it run until it is killed, or the run is over.
func (r *run) live(over time.Time) {
	r.lives++
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p := &process{run: r, cancel: cancel, out: map[feed.ID]feedsim.Delivery{}, newest: map[string]latest{}, ends: map[feed.ID]time.Time{}}
	r.plan(p, over)
	f, err := p.open()
	if err == nil { // else the process was killed, or something is wrong
		p.follow(ctx, f)
	} else if !p.dead && !p.failed {
		r.wrong(feedsim.Ended, "Open: %v", err)
		r.lives = 5000
	}
	p.kill()
	r.time.due = slices.DeleteFunc(r.time.due, func(h happening) bool { return h.of == p })
	r.time.pass(r.downtime(), func() bool { return false })
}

// plan notes when the process will be killed whatever it does.
func (r *run) plan(p *process, over time.Time) {
	for _, e := range r.script.Episodes {
		if e.Trouble == Down && e.From.After(r.time.now()) {
			r.time.of(p, e.From, p.kill)
		}
	}
	r.time.of(p, over, func() { p.over = true; p.cancel() })
}

// downtime is how long it takes until the next process is started: mostly
// seconds, or as long as the script says.
func (r *run) downtime() time.Duration {
	now := r.time.now()
	until := now.Add(time.Duration(1+r.chance.IntN(30)) * time.Second)
	if r.chance.IntN(10) == 0 && !r.quiet() {
		until = now.Add(time.Duration(r.chance.IntN(3600)) * time.Second)
	}
	for _, e := range r.script.Episodes {
		if e.Trouble == Down && !now.Before(e.From) && until.Before(e.To) {
			until = e.To
		}
	}
	return until.Sub(now)
}

func (p *process) open() (*feed.Feed, error) {
	r := p.run
	st, err := r.open()
	if err != nil {
		return nil, err
	}
	r.store = st
	client, err := proofpoint.NewClient(r.fake.Config(), proofpoint.WithTransport(p), proofpoint.WithClock(clock{p}), proofpoint.WithRetry(proofpoint.NoRetry))
	if err != nil {
		return nil, err
	}
	return feed.Open(feed.Config{
		Client: client, Sources: []feed.Source{r.source()}, Store: store{p}, Start: feed.At(r.script.Start),
		MaxRecords: r.script.MaxRecords, MaxUnacked: r.script.MaxUnacked, Clock: clock{p},
	})
}

// source is the default of the package, with the pool that the script says.
func (r *run) source() feed.Source {
	s := feed.TAPEvents()
	s.Pool.Limit = r.script.Limit
	ask := s.Request
	s.Request = func(from, to time.Time) (proofpoint.Request, error) {
		req, err := ask(from, to)
		req.Pool.Limit = r.script.Limit
		return req, err
	}
	return s
}
