// The quota governor: it is asked before every attempt, retries and logins
// included, and counts in the store, so that all feeds on one store share what
// one credential may do. Live asking is never starved by what is old.

package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// QuotaError says that a pool is spent. It ends a feed whose Quota is Refuse; it
// is [proofpoint.ErrQuotaExhausted].
type QuotaError struct {
	Source     string
	Pool       proofpoint.Pool
	Credential string    // fingerprint, no secret
	Limit      int       // of this kind of window; what is old may use less than all
	FreeAt     time.Time // UTC
}

func (e *QuotaError) Error() string {
	return fmt.Sprintf("feed: %s: quota pool %q of credential %s: %d of %d requests per %s are spent; there is room again at %s",
		e.Source, e.Pool.Name, e.Credential, e.Limit, e.Pool.Limit, e.Pool.Per, e.FreeAt.UTC().Format(time.RFC3339))
}

// Is reports whether target is [proofpoint.ErrQuotaExhausted].
func (e *QuotaError) Is(target error) bool { return target == proofpoint.ErrQuotaExhausted }

// storeError is an error of the store on its way through a call.
type storeError struct{ err error }

func (e *storeError) Error() string { return "feed: the store failed: " + e.err.Error() }

func (e *storeError) Unwrap() error { return e.err }

// quotaSlack is added to the stretch of a daily pool: two clocks count it, and
// ours may be stepped.
const quotaSlack = 10 * time.Minute

func rolling(per time.Duration) time.Duration {
	if per >= time.Hour {
		return per + quotaSlack
	}
	return per
}

func quotaKey(credential string, pool proofpoint.Pool) string { return credential + "/" + pool.Name }

// governor counts the attempts of one window. The lock is held when it is made,
// not when it is asked.
func (f *Feed) governor(s *stream, c class) proofpoint.Pacing {
	if f.cfg.Quota == Off {
		return nil
	}
	reserve := f.reserve(s, c)
	return func(ctx context.Context, a proofpoint.Attempt) error {
		if a.Pool.Name == "" || a.Pool.Per <= 0 {
			return nil
		}
		g := grant{a: a, now: s.now(f.clock), limit: a.Pool.Limit}
		if c == backfill && a.Pool.Name == s.id.pool.Name {
			g.limit = max(a.Pool.Limit-reserve, min(a.Pool.Limit, 1))
		}
		free, err := f.take(ctx, &g)
		switch {
		case err != nil && ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			return &storeError{err}
		case free.IsZero():
			return nil
		}
		return &QuotaError{Source: s.src.Name, Pool: a.Pool, Credential: a.Credential, Limit: g.limit, FreeAt: free}
	}
}

// grant is one request that wants to be counted. limit is below the pool's where
// some of that is kept for what is new.
type grant struct {
	a     proofpoint.Attempt
	now   time.Time
	limit int
}

// take counts a request. What is old is counted by itself as well, because what
// is new spends its part of the pool all the time: all that is spent says nothing
// of what is left for the old.
func (f *Feed) take(ctx context.Context, g *grant) (free time.Time, err error) {
	pool, key, per := g.a.Pool, quotaKey(g.a.Credential, g.a.Pool), rolling(g.a.Pool.Per)
	if g.limit < pool.Limit {
		spent, err := f.cfg.Store.Spent(ctx, key, per, g.now)
		if err != nil {
			return free, err
		}
		if len(spent) < pool.Limit { // else it would be counted as old, and not be made
			free, err = f.cfg.Store.Take(ctx, key+oldQuota, g.limit, per, g.now)
			if err != nil || !free.IsZero() {
				return free, err
			}
		}
	}
	if free, err = f.cfg.Store.Take(ctx, key, pool.Limit, per, g.now); !free.IsZero() {
		g.limit = pool.Limit
	}
	return free, err
}

// oldQuota ends the key under which requests for what is old are counted.
const oldQuota = "/backfill"

// reserve is what a window of class c leaves in its pool for live asking and
// settling: what the sources on it need, but not more than LiveShare.
func (f *Feed) reserve(s *stream, c class) int {
	if c != backfill {
		return 0
	}
	need := 0
	for _, o := range f.streams {
		if o.id.pool.Name == s.id.pool.Name && o.id.credential == s.id.credential {
			need += o.rules.perDay(s.id.pool.Per)
		}
	}
	return min(need, int(f.cfg.LiveShare*float64(s.id.pool.Limit)))
}

// perDay is how many requests live asking and settling make in a stretch.
func (r rules) perDay(per time.Duration) int {
	n := int((per + r.every - 1) / max(r.every, r.min))
	return n + r.settlesIn(per)
}

func (r rules) settlesIn(per time.Duration) int {
	return len(r.settle) * int((per+r.max-1)/r.max)
}

// spread makes the newest stretch wait longer where its freshness would cost more
// than LiveShare of a pool: else it would spend all of it, and what is old would
// never come.
func (f *Feed) spread() {
	for _, s := range f.streams {
		pool, live, settling := s.id.pool, 0, 0
		for _, o := range f.streams {
			if o.id.pool.Name == pool.Name && o.id.credential == s.id.credential && pool.Per > 0 {
				n := o.rules.settlesIn(pool.Per)
				live, settling = live+o.rules.perDay(pool.Per)-n, settling+n
			}
		}
		room := int(f.cfg.LiveShare*float64(pool.Limit)) - settling
		if f.cfg.Quota == Off || pool.Limit <= 0 || live <= room {
			continue
		}
		every := s.rules.max
		if room > 0 {
			every = (s.rules.every*time.Duration(live)/time.Duration(room) + time.Minute - 1).Truncate(time.Minute)
		}
		s.sparse = max(s.rules.every, min(every, s.rules.max))
	}
	for _, s := range f.streams {
		if s.sparse > s.rules.every {
			f.say(slog.LevelWarn, s, "sparse", fmt.Sprintf("asked for every %s and not every %s: %d requests per %s allow no more", short(s.sparse), short(s.rules.every), s.id.pool.Limit, short(s.id.pool.Per)))
			s.rules.every = s.sparse
		}
	}
}

// refused puts a source off until there is room. With Refuse it ends the feed.
func (f *Feed) refused(s *stream, w *window, e *QuotaError) error {
	if f.cfg.Quota == Refuse {
		return e
	}
	until := f.clock.Now().Add(max(e.FreeAt.Sub(s.now(f.clock)), time.Second))
	s.trouble.quota = e
	if w.class == backfill && e.Limit < e.Pool.Limit {
		s.trouble.hold[backfill] = until
		return nil
	}
	s.trouble.all = until
	f.sayQuota(s, e)
	return nil
}

func asQuota(err error) (*QuotaError, bool) { return errors.AsType[*QuotaError](err) }
