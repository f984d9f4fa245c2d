// Following: sources go through feeds that keep their state in a directory, live
// or until a time, and every batch is acknowledged when its lines are out. How
// a run begins and ends is here; the lines are in follow_sink.go, what is
// followed in follow_source.go.

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

// ourClock is the time of a follower; nil is the system's.
var ourClock proofpoint.Clock

// followed is one source with whom it is asked of. Begins says that start is
// where it begins where it has no state yet.
type followed struct {
	client *proofpoint.Client
	source feed.Source
	start  feed.Start
	begins bool
}

// follower is a run over a state directory.
type follower struct {
	*app
	dir    string
	store  feed.Store
	report func([]byte) error // takes status.json; nil: nowhere to
	feeds  []*feed.Feed
	of     map[string]*feed.Feed // by the names of their sources
	list   []followed
	jobs   []*job
	log    *slog.Logger
	pulse  *pulse
	sink   *sink
	screen *screen
}

// stateDir is where the state is kept: the flag, the environment, the file.
func (a *app) stateDir(file string) (string, error) {
	if a.state != "" {
		return a.state, nil
	}
	if dir, _ := a.lookup("PROOFPOINT_STATE_DIR"); dir != "" {
		return dir, nil
	}
	if file != "" {
		return file, nil
	}
	where := "-state DIR or PROOFPOINT_STATE_DIR"
	if a.config != "" {
		where += ", or state in the file"
	}
	return "", mistake("where the state is kept is not said: say %s", where)
}

// newFollower opens a state directory.
func (a *app) newFollower(dir string, demo bool, list []followed, beat *pulse) (*follower, error) {
	f, err := a.follower(dir, list, beat)
	if err != nil {
		return nil, err
	}
	store, err := boltstore.Open(dir, boltstore.Options{Demo: demo, Logger: f.log, Clock: ourClock})
	if err != nil {
		return nil, ofState(err)
	}
	f.store, f.report = store, store.WriteStatus
	if err := f.open(); err != nil {
		_ = f.store.Close() // what was wrong before counts
		return nil, err
	}
	return f, nil
}

// planner is a follower of a directory that is not there yet; it makes none.
func (a *app) planner(dir string, list []followed) (*follower, error) {
	f, err := a.follower(dir, list, newPulse(ourClock))
	if err != nil {
		return nil, err
	}
	f.store = feed.Memory()
	return f, f.open()
}

func (a *app) follower(dir string, list []followed, beat *pulse) (*follower, error) {
	f := &follower{app: a, dir: dir, list: list, of: map[string]*feed.Feed{}, pulse: beat, screen: newScreen(a.stderr)}
	var err error
	if f.log, err = a.loggerAt(f.screen, slog.LevelInfo); err != nil {
		return nil, err
	}
	f.screen.log = f.log
	f.sink = &sink{w: a.stdout, bare: a.bare, screen: f.screen}
	return f, nil
}

// open makes the feeds: one for each client and start.
func (f *follower) open() error {
	to, err := f.end()
	if err != nil {
		return err
	}
	rest := slices.Clone(f.list)
	for len(rest) > 0 {
		same := func(one followed) bool { return one.client == rest[0].client && one.start == rest[0].start }
		cfg := feed.Config{Client: rest[0].client, Store: f.store, Start: rest[0].start, To: to,
			OnProgress: f.progressed, Logger: f.log, Clock: f.pulse}
		for _, one := range rest {
			if same(one) {
				cfg.Sources = append(cfg.Sources, one.source)
			}
		}
		one, err := feed.Open(cfg)
		if err != nil {
			return mistaken(err)
		}
		f.feeds = append(f.feeds, one)
		for _, src := range cfg.Sources {
			f.of[src.Name] = one
		}
		rest = slices.DeleteFunc(rest, same)
	}
	return nil
}

// end is where a backfill ends; zero without one.
func (f *follower) end() (time.Time, error) {
	if f.to == "" {
		return time.Time{}, nil
	}
	return parseTime(f.to)
}

// begun refuses sources of which nobody said where they begin.
func (f *follower) begun(ctx context.Context) error {
	st, err := f.status(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range st.Tenants {
		for _, s := range tenant.Sources {
			i := slices.IndexFunc(f.list, func(one followed) bool { return one.source.Name == s.Name })
			switch {
			case s.CompleteUntil == nil && !f.list[i].begins:
				return mistake("source %q has no state in %s yet: say where it begins, by -start-from with a time, now, horizon, or a length of time such as 24h", s.Name, f.dir)
			case s.CompleteUntil != nil && f.startFrom != "":
				f.log.Info("-start-from is for the first run; going on from the state", "source", s.Name, "complete_until", *s.CompleteUntil)
			}
		}
	}
	return nil
}

// close ends the feeds and then the store.
func (f *follower) close() error {
	for _, one := range f.feeds {
		_ = one.Close() // never fails
	}
	return ofState(f.store.Close())
}

// drainTime is how long a run that is told to stop may take to write what is in
// hand.
const drainTime = 30 * time.Second

// run follows until the context ends, the output breaks, or a backfill is done.
func (f *follower) run(ctx context.Context) (err error) {
	if err := f.begun(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	f.sink.stopping(ctx, drainTime)
	serving, err := f.serve(ctx)
	if err != nil {
		return err
	}
	defer serving()
	reporting := f.reports(ctx)
	err = f.all(ctx, stop)
	stop(err)
	reporting()
	f.screen.end()
	if err == nil {
		err = f.gaps()
	}
	return err
}

// all runs the feeds and the jobs side by side; the first that fails ends all.
func (f *follower) all(ctx context.Context, stop context.CancelCauseFunc) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var worst error
	begin := func(work func(context.Context) error) {
		group.Go(func() {
			err := work(ctx)
			if err == nil {
				return
			}
			stop(err)
			mu.Lock()
			defer mu.Unlock()
			if worst == nil || exitCode(err) == exitState {
				worst = err
			}
		})
	}
	for _, one := range f.feeds {
		begin(func(ctx context.Context) error { return f.follow(ctx, one) })
	}
	if len(f.jobs) > 0 {
		begin(f.repeat)
	}
	group.Wait()
	return ofState(worst)
}

// follow hands the batches of one feed to the sink.
func (f *follower) follow(ctx context.Context, one *feed.Feed) error {
	for b, err := range one.Batches(ctx) {
		if err != nil {
			return err
		}
		f.pulse.busy(true)
		err = f.sink.deliver(ctx, b)
		f.pulse.busy(false)
		if err != nil {
			return err
		}
	}
	return nil
}

// gaps is the error of a backfill that is done and has some.
func (f *follower) gaps() error {
	st, err := f.status(context.Background())
	if err != nil {
		return err
	}
	return gapsIn(st)
}

func gapsIn(st feed.Status) error {
	n := 0
	for _, tenant := range st.Tenants {
		for _, s := range tenant.Sources {
			n += len(s.Gaps)
		}
	}
	if n == 0 {
		return nil
	}
	return &gapsError{n}
}

// ofState marks errors of the state: those that trying again does not mend.
func ofState(err error) error {
	_, held := errors.AsType[*feed.HeldError](err)
	for _, kind := range []error{feed.ErrStateForeign, feed.ErrStateNewer, feed.ErrStateCorrupt, feed.ErrStateUnwritable} {
		held = held || errors.Is(err, kind)
	}
	if _, marked := errors.AsType[*stateError](err); !held || marked {
		return err
	}
	return &stateError{fmt.Errorf("state: %w", err)}
}

// mistaken is an error of the state, or else of the person who called.
func mistaken(err error) error {
	if err = ofState(err); exitCode(err) == exitState {
		return err
	}
	return &mistakeError{err}
}

// serve answers under -listen until the function it returns is called.
func (f *follower) serve(ctx context.Context) (func(), error) {
	if f.listen == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", listenAt(f.listen))
	if err != nil {
		return nil, mistake("-listen: %w", err)
	}
	f.log.Info("health is told at http://" + l.Addr().String() + "/livez, /readyz and /status")
	return f.answer(ctx, l), nil
}
