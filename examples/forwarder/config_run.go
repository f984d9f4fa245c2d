// A source file at work: its sources one after the other, each asked once, unless
// it says how they go on (follow_config.go). What one of them meets does not stop
// the others; the worst of it is the exit code.

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// sourcesError says that some sources failed, each of which was told of.
type sourcesError struct {
	failed, of int
	worst      error
}

func (e *sourcesError) Error() string {
	return fmt.Sprintf("%d of %s failed", e.failed, count(e.of, "source"))
}
func (e *sourcesError) Unwrap() error { return e.worst }

// runConfig does with a source file what the other flags say.
func (a *app) runConfig(ctx context.Context) error {
	r, err := a.readConfig()
	if err != nil {
		return err
	}
	made := r.credentials()
	base, err := a.configSite()
	if err != nil {
		return err
	}
	now := new(tally)
	s := &sourceReader{configReader: r, credentials: made, base: base, clients: map[string]*proofpoint.Client{}, observer: observing(&now), pulse: newPulse(ourClock)}
	jobs := s.jobs()
	if err := r.failed(); err != nil {
		return err
	}
	if jobs, err = a.chosen(jobs); err != nil {
		return err
	}
	for _, h := range r.hints {
		say(a.stderr, "forwarder: warning: %s", h)
	}
	if a.validate {
		return a.showJobs(jobs)
	}
	if !a.test && (follows(jobs) || a.follows()) {
		return a.followJobs(ctx, s, jobs, &now)
	}
	return a.each(ctx, jobs, &now)
}

// configSite is what environment and flags say of services. The demo runs for a
// file only where it is asked for.
func (a *app) configSite() (*site, error) {
	if a.demo {
		return a.connect()
	}
	return a.realSite()
}

// observing counts for the source that is asked at the moment.
func observing(now **tally) proofpoint.Observer {
	return proofpoint.Observer{
		Attempt: func(at proofpoint.Attempt, status int, wait time.Duration, err error) {
			(*now).observer().Attempt(at, status, wait, err)
		},
		Page: func(name string, p proofpoint.Page) { (*now).observer().Page(name, p) },
	}
}

// chosen are the jobs that -test names, all if it names none.
func (a *app) chosen(jobs []*job) ([]*job, error) {
	if a.only == "" {
		return jobs, nil
	}
	var names []string
	for _, j := range jobs {
		if j.name == a.only {
			return []*job{j}, nil
		}
		names = append(names, j.name)
	}
	near, _ := suggest.Nearest(a.only, names)
	if near != "" {
		near = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return nil, mistake("-test %s: there is no such source%s; there are: %s", a.only, near, strings.Join(names, ", "))
}

// showJobs says what was found to be right.
func (a *app) showJobs(jobs []*job) error {
	for _, j := range jobs {
		if _, err := fmt.Fprintf(a.stdout, "%s: %s\n", j.name, j.says); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.stdout, "%s: %s, nothing wrong\n", a.config, count(len(jobs), "source"))
	return err
}

// each asks the sources in order. Only the end of the run and a broken output
// stop it.
func (a *app) each(ctx context.Context, jobs []*job, now **tally) error {
	var failed []error
	for _, j := range jobs {
		*now = &tally{source: j.heading(), began: time.Now()}
		err := j.run(ctx, *now)
		if err == nil {
			continue
		}
		if _, broken := errors.AsType[*outputError](err); broken || ctx.Err() != nil {
			return err
		}
		say(a.stderr, "forwarder: %s: %s", j.name, oneLine(err))
		failed = append(failed, err)
	}
	if len(failed) == 0 {
		return nil
	}
	return &sourcesError{len(failed), len(jobs), slices.MinFunc(failed, func(x, y error) int { return rank(x) - rank(y) })}
}

// rank orders how sources can end, the worst first: what trying again does not
// mend, what it may, what is only not complete.
func rank(err error) int {
	return slices.Index([]int{exitState, exitMistake, exitFailed, exitGaps}, exitCode(err))
}

// heading is what lines about the source begin with.
func (j *job) heading() string {
	if j.demo {
		return demoWord + ": " + j.name
	}
	return "forwarder: " + j.name
}

// run asks one source, or shows what asking would do.
func (j *job) run(ctx context.Context, t *tally) error {
	if j.plan || j.test {
		if _, err := fmt.Fprintf(j.stdout, "source %s: %s\n", j.name, j.says); err != nil {
			return &outputError{err}
		}
	}
	switch {
	case j.plan:
		return j.showPlan(j.client, j.request)
	case j.test:
		p, err := j.showProbe(ctx, j.client, j.request)
		if err == nil {
			err = inTheWay(p)
		}
		return err
	}
	return j.forward(ctx, j.client, j.request, t)
}

// inTheWay is why a run of what was tried would fail; nil if nothing is known.
// A further request that was not tried says nothing.
func inTheWay(p *proofpoint.Probe) error {
	err := p.Err
	for _, then := range p.Then {
		_, refused := errors.AsType[*proofpoint.APIError](then.Err)
		_, wrong := errors.AsType[*proofpoint.ParamError](then.Err)
		_, absent := errors.AsType[*pathdata.NoMatchError](then.Err)
		switch {
		case err != nil:
		case then.Probe != nil:
			err = inTheWay(then.Probe)
		case refused || wrong || absent:
			err = then.Err
		}
	}
	return err
}
