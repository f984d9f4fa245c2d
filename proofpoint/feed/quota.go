// The quota governor: it is asked before every attempt, retries and logins
// included, and counts in the store, so that all feeds on one store share what
// one credential may do. Live asking is never starved by what is old.

package feed

import (
	"context"
	"errors"
	"fmt"
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
		limit := a.Pool.Limit
		if a.Pool.Name == s.id.pool.Name {
			limit = max(limit-reserve, min(limit, 1))
		}
		free, err := f.cfg.Store.Take(ctx, quotaKey(a.Credential, a.Pool), limit, rolling(a.Pool.Per), s.now(f.clock))
		switch {
		case err != nil && ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			return &storeError{err}
		case free.IsZero():
			return nil
		}
		return &QuotaError{Source: s.src.Name, Pool: a.Pool, Credential: a.Credential, Limit: limit, FreeAt: free}
	}
}

// reserve is what a window of class c leaves in its pool for live asking: what
// the sources on it need, but not more than LiveShare.
func (f *Feed) reserve(s *stream, c class) int {
	if c != backfill || !f.cfg.To.IsZero() && !f.cfg.To.After(s.now(f.clock)) && len(f.streams) == 1 {
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
	return n + len(r.settle)*int((per+r.max-1)/r.max)
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
