// The command line of a follower: what -follow, -status, -plan and -mark-complete
// do over one state directory.

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// follows reports whether the run is about a state directory.
func (f *flags) follows() bool { return f.follow || f.statusWanted || f.mark != "" }

// actFollow does what the flags say with the source that they name.
func (a *app) actFollow(ctx context.Context) error {
	dir, err := a.stateDir("")
	if err != nil {
		return err
	}
	if a.statusWanted {
		if shown, err := a.showHeld(dir); shown || err != nil {
			return err
		}
	}
	s, err := a.connect()
	if err != nil {
		return err
	}
	beat := newPulse(ourClock)
	client, err := s.client(proofpoint.WithObserver(beat.observer()))
	if err != nil {
		return err
	}
	one, err := a.following(client, s.demo != "")
	if err != nil {
		return err
	}
	return a.actState(ctx, dir, s.demo != "", []followed{one}, nil, beat)
}

// actState opens the state and does what the flags say.
func (a *app) actState(ctx context.Context, dir string, demo bool, list []followed, jobs []*job, beat *pulse) (err error) {
	var f *follower
	if a.plan && !a.statusWanted && a.mark == "" && empty(dir) {
		f, err = a.planner(dir, list)
	} else {
		f, err = a.newFollower(dir, demo, list, beat)
	}
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, f.close()) }()
	if f.jobs = jobs; len(jobs) > 0 {
		f.fits()
	}
	switch {
	case a.plan:
		return f.showFeedPlan(ctx)
	case a.statusWanted:
		st, err := f.status(ctx)
		if err != nil {
			return err
		}
		return a.showStatus(dir, st)
	case a.mark != "":
		return f.markComplete(ctx)
	}
	return f.run(ctx)
}

// empty reports whether there is no state in a directory.
func empty(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "FORMAT"))
	return errors.Is(err, os.ErrNotExist)
}

// markComplete takes a person's word for a stretch of time.
func (f *follower) markComplete(ctx context.Context) error {
	from, to, ok := strings.Cut(f.mark, "/")
	if !ok {
		return mistake("-mark-complete %q is not FROM/TO", f.mark)
	}
	begin, err := parseTime(from)
	if err != nil {
		return err
	}
	end, err := parseTime(to)
	if err != nil {
		return err
	}
	name := f.markSource
	if name == "" && len(f.list) == 1 {
		name = f.list[0].source.Name
	}
	one := f.of[name]
	if one == nil {
		return mistake("-mark-complete needs -source with one of %s", strings.Join(slices.Sorted(maps.Keys(f.of)), ", "))
	}
	if err := f.begun(ctx); err != nil {
		return err
	}
	if err := one.MarkComplete(ctx, name, begin, end, "by hand, with -mark-complete"); err != nil {
		return mistaken(err)
	}
	return f.marked(ctx)
}

// marked writes the report that -status shows beside a follower.
func (f *follower) marked(ctx context.Context) error {
	st, err := f.status(ctx)
	if err != nil {
		return err
	}
	return f.write(st)
}

// showFeedPlan prints the windows that are due, and what a day costs.
func (f *follower) showFeedPlan(ctx context.Context) error {
	if err := f.begun(ctx); err != nil {
		return err
	}
	var b strings.Builder
	for _, one := range f.feeds {
		due, err := one.Plan(ctx, time.Time{})
		if err != nil {
			return ofState(err)
		}
		for _, g := range due.Gaps {
			fmt.Fprintf(&b, "%s gap %s/%s: %s\n", g.Source, g.From.Format(time.RFC3339), g.To.Format(time.RFC3339), g.Reason)
		}
		for _, w := range due.Windows {
			fmt.Fprintf(&b, "%s %s %s/%s\n", w.Source, w.Class, w.From.Format(time.RFC3339), w.To.Format(time.RFC3339))
		}
		day, err := one.Plan(ctx, due.From.Add(24*time.Hour))
		if err != nil {
			return ofState(err)
		}
		poolText(&b, due, day)
	}
	if _, err := f.stdout.Write([]byte(b.String())); err != nil {
		return &outputError{fmt.Errorf("standard output: %w", err)}
	}
	return nil
}

func poolText(b *strings.Builder, due, day feed.Plan) {
	fmt.Fprintf(b, "in all: %s due now, %s within 24h\n", count(len(due.Windows), "window"), count(len(day.Windows), "window"))
	for _, p := range day.Pools {
		if p.Limit == 0 {
			continue
		}
		enough := "enough"
		if !p.Enough {
			enough = "more than there are: the oldest wait"
		}
		fmt.Fprintf(b, "pool %s: %d of %d used, %d planned: %s\n", p.Pool, p.Used, p.Limit, p.Requests, enough)
	}
}
