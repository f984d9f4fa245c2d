// A process's store: the one that outlives it, as long as the process lives. Here
// is known what was committed, whatever the process was told.

package simtest

import (
	"context"
	"errors"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

var errStore = errors.New("simtest: the store is out of order")

type store struct{ p *process }

// call is one call of the store: killed before it, failing, or done, and killed
// after it.
func (s store) call(what string, do func() error) error {
	p := s.p
	if p.dead || p.step("before "+what) {
		return errKilled
	}
	if p.run.quiet() || p.run.chance.Float64() >= p.run.script.Refuse {
		if err := do(); err != nil {
			return err
		}
	} else {
		p.failed = true
		return errStore
	}
	if p.step("after " + what) {
		return errKilled
	}
	return nil
}

func (s store) Load(ctx context.Context, source string) (state []byte, rev uint64, err error) {
	err = s.call("Load", func() (err error) {
		state, rev, err = s.p.run.store.Load(ctx, source)
		return err
	})
	return state, rev, err
}

func (s store) Commit(ctx context.Context, source string, rev uint64, c feed.Change) (newRev uint64, err error) {
	err = s.call("Commit", func() (err error) {
		if newRev, err = s.p.run.store.Commit(ctx, source, rev, c); err == nil {
			s.p.committed(c)
		}
		return err
	})
	return newRev, err
}

func (s store) Seen(ctx context.Context, source string, keys []string) (known []feed.Version, err error) {
	err = s.call("Seen", func() (err error) {
		known, err = s.p.run.store.Seen(ctx, source, keys)
		return err
	})
	return known, err
}

func (s store) Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (free time.Time, err error) {
	err = s.call("Take", func() (err error) {
		free, err = s.p.run.store.Take(ctx, key, limit, per, now)
		return err
	})
	return free, err
}

func (s store) Spent(ctx context.Context, key string, per time.Duration, now time.Time) (times []time.Time, err error) {
	err = s.call("Spent", func() (err error) {
		times, err = s.p.run.store.Spent(ctx, key, per, now)
		return err
	})
	return times, err
}

func (s store) Sources(ctx context.Context) (names []string, err error) {
	err = s.call("Sources", func() (err error) {
		names, err = s.p.run.store.Sources(ctx)
		return err
	})
	return names, err
}

func (s store) Close() error { return nil } // the store outlives the process
