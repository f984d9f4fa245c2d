// A source file that says follow or every: its sources run side by side over one
// state directory. What says neither is asked once, before.

package main

import (
	"context"
	"time"
)

// followDef makes a source ready that says follow.
func (r *sourceReader) followDef(at string, d sourceDef, j *job) {
	if d.Limit > 0 {
		r.refuse(at+"/limit", "would leave records out of a source that is followed", "follow without a limit", "")
	}
	var one *followed
	var err error
	if d.Template != "" {
		one, err = j.windowsOf(j.typed)
	}
	switch {
	case err != nil:
		r.blame(at, d, err)
	case one == nil:
		r.refuse(at+"/follow", "cannot be kept: the source has no range of time", "every, or a template that takes a range", "")
	default:
		one.client, one.source.Name = j.client, d.Name
		if err := one.begin(j.app, r.base.demo != ""); err != nil {
			r.blame(at, d, err)
		}
		j.follow = one
	}
}

// follows reports whether any source says how it goes on.
func follows(jobs []*job) bool {
	for _, j := range jobs {
		if j.follow != nil || j.every > 0 {
			return true
		}
	}
	return false
}

// followJobs runs, plans or tells of the sources of a file.
func (a *app) followJobs(ctx context.Context, r *sourceReader, jobs []*job, now **tally) error {
	dir, err := a.stateDir(r.file.State)
	if err != nil {
		return err
	}
	if a.statusWanted {
		if shown, err := a.showHeld(dir); shown || err != nil {
			return err
		}
	}
	list, repeated, once := sorted(jobs)
	if !a.statusWanted && a.mark == "" {
		if a.plan {
			once = append(once, repeated...)
		}
		if err := a.each(ctx, once, now); err != nil && !told(err) {
			return err
		}
	}
	a.bare = r.file.Output.Format == "records"
	for _, j := range repeated {
		j.counted = now
		j.envelope = !a.bare
	}
	if a.plan && len(list) == 0 {
		return nil
	}
	return a.actState(ctx, dir, r.base.demo != "", list, repeated, r.pulse)
}

// sorted tells apart what is followed, what is asked again and again, and what is
// asked once.
func sorted(jobs []*job) (list []followed, repeated, once []*job) {
	for _, j := range jobs {
		switch {
		case j.follow != nil:
			list = append(list, *j.follow)
		case j.every > 0:
			repeated = append(repeated, j)
		default:
			once = append(once, j)
		}
	}
	return list, repeated, once
}

// told reports whether sources failed and that was said: the others go on.
func told(err error) bool {
	_, ok := err.(*sourcesError)
	return ok
}

// everyOf is how often a source says that it is asked.
func (r *sourceReader) everyOf(at string, d sourceDef) time.Duration {
	if d.Every == "" {
		return 0
	}
	every, err := parseSpan(d.Every)
	if err != nil || every < time.Second {
		r.refuse(at+"/every", "is no length of time", "a length of time such as 15m, 24h or 7d", "")
	}
	return every
}
