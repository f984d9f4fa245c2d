// Sources without a range of time that are asked again and again: lists of
// users, of blocked senders. When each was asked last is kept beside the feeds'
// states, so that a restart does not ask early.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// repetition is a source that is asked every so often.
type repetition struct {
	*job
	key   string // of its state
	rev   uint64
	due   time.Time
	fails int
}

// asked is the state of a repetition.
type askedState struct {
	Format int       `json:"format"` // 1
	Source string    `json:"source"` // the key
	Last   time.Time `json:"last"`   // when it was asked last and all was written
}

// fits lets the jobs write between the batches.
func (f *follower) fits() {
	for _, j := range f.jobs {
		j.stdout = f.sink
	}
}

// repeat asks the sources when they are due.
func (f *follower) repeat(ctx context.Context) error {
	var all []*repetition
	for _, j := range f.jobs {
		r, err := f.repetition(ctx, j)
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	for {
		next := all[0]
		for _, r := range all {
			if r.due.Before(next.due) {
				next = r
			}
		}
		if err := f.pulse.Sleep(ctx, next.due.Sub(f.pulse.Now())); err != nil {
			return err
		}
		if err := f.ask(ctx, next); err != nil {
			return err
		}
	}
}

// repetition reads when a source was asked last.
func (f *follower) repetition(ctx context.Context, j *job) (*repetition, error) {
	q := j.request
	r := &repetition{job: j, key: "every/" + j.name + "/" + digest(fmt.Sprintf("%s %s %s %s %s %q", q.Service, q.Base, q.Method, q.Path, q.Query.Encode(), q.Body))}
	raw, rev, err := f.store.Load(ctx, r.key)
	if err != nil || raw == nil {
		return r, err
	}
	var was askedState
	if err := json.Unmarshal(raw, &was); err != nil || was.Source != r.key {
		return nil, fmt.Errorf("%w: %q", feed.ErrStateCorrupt, r.key)
	}
	if was.Format > 1 {
		return nil, fmt.Errorf("%w: %q has format %d", feed.ErrStateNewer, r.key, was.Format)
	}
	r.rev, r.due = rev, was.Last.Add(j.every)
	return r, nil
}

// How soon a source is asked again that failed.
const (
	failFirst = time.Minute
	failLast  = 15 * time.Minute
)

// ask asks a source once. Its error ends the run: a broken output, the end, or
// the store's.
func (f *follower) ask(ctx context.Context, r *repetition) error {
	began := f.pulse.Now().UTC()
	*r.counted = &tally{source: r.heading(), began: time.Now()}
	err := r.forward(ctx, r.client, r.request, *r.counted)
	if _, broken := errors.AsType[*outputError](err); broken || ctx.Err() != nil {
		return err
	}
	if _, gaps := errors.AsType[*gapsError](err); err != nil && !gaps {
		r.fails++
		wait := min(failFirst<<min(r.fails-1, 10), failLast, r.every)
		say(f.screen, "forwarder: %s: %s; next try in %s", r.name, oneLine(err), wait)
		r.due = f.pulse.Now().Add(wait)
		return nil
	}
	r.fails, r.due = 0, began.Add(r.every)
	text, err := json.Marshal(askedState{1, r.key, began})
	if err != nil {
		return err
	}
	r.rev, err = f.store.Commit(context.WithoutCancel(ctx), r.key, r.rev, feed.Change{State: text})
	return err
}
