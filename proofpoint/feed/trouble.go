// What goes wrong with a source, and when it is tried again. Everything that time
// or a person can mend is waited out; no other source is held up by it.

package feed

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// trouble is what a source waits for. Times are ours.
type trouble struct {
	all      time.Time // nothing is asked before
	hold     [classes]time.Time
	fails    [classes]int // in a row
	limited  int          // refusals for the rate in a row
	cause    string       // "" is none
	status   int
	since    time.Time
	attempts int
	last     error
	quota    *QuotaError
}

// refused reports whether the credential was.
func (t *trouble) refused() bool {
	return t.status == http.StatusUnauthorized || t.status == http.StatusForbidden
}

// held is when windows of class c may be asked again.
func (t *trouble) held(c class) time.Time { return latest(t.all, t.hold[c]) }

// clear is what a whole window of class c mends.
func (t *trouble) clear(c class) {
	hold, fails := t.hold, t.fails
	hold[c], fails[c] = time.Time{}, 0
	*t = trouble{hold: hold, fails: fails, quota: t.quota}
}

// calmWindows is how many windows stay as narrow as one that was halved.
const calmWindows = 8

// again puts off windows of class c of which the service answered for a part
// only: what is left is asked later, so that a service that gets no further is not
// asked without end.
func (t *trouble) again(c class, now time.Time) {
	t.fails[c]++
	t.hold[c] = now.Add(backoff(shakyFirst, shakyLast, t.fails[c]))
}

// The waits: the first, doubling, up to the last.
const (
	shakyFirst, shakyLast     = 5 * time.Second, 5 * time.Minute // network, 5xx, bodies that broke
	wrongFirst, wrongLast     = time.Minute, 15 * time.Minute    // what the service will not answer
	limitedFirst, limitedLast = time.Minute, time.Hour           // 429 without a time
	suspended                 = 5 * time.Minute                  // 401 and 403
	mostRetryAfter            = 24 * time.Hour                   // what is believed of a wish to wait
)

func backoff(first, last time.Duration, n int) time.Duration {
	return min(first<<min(max(n-1, 0), 10), last)
}

// failed decides what a window that failed means. Its error ends the feed.
func (f *Feed) failed(s *stream, w *window, err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e, ok := errors.AsType[*storeError](err); ok {
		return e
	}
	if e, ok := asQuota(err); ok {
		return f.refused(s, w, e)
	}
	api, refused := errors.AsType[*proofpoint.APIError](err)
	if refused && f.learned(s, w, api) {
		return nil
	}
	f.wait(s, w, api, err)
	f.sayTrouble(s, err)
	return nil
}

// learned takes what a refusal says of the service's clock and horizon, and
// reports whether the schedule will not ask the same again.
func (f *Feed) learned(s *stream, w *window, e *proofpoint.APIError) bool {
	before := s.now(f.clock)
	if at := e.Time(); !at.IsZero() {
		s.heard(at, f.clock.Now())
	}
	if e.StatusCode != http.StatusBadRequest {
		return false
	}
	now := s.now(f.clock)
	if s.src.Learn != nil {
		if d, ok := s.src.Learn(e); ok && d > 0 && (s.limits().horizon <= 0 || d < s.limits().horizon) {
			s.oldest = d
			return w.from.Before(s.limits().oldest(now, horizonEdge))
		}
	}
	ahead := w.to.After(now.Add(-s.rules.lag)) && before.Sub(now) > time.Second
	behind := w.from.Before(s.limits().oldest(now, horizonEdge)) && now.Sub(before) > time.Second
	return ahead || behind
}

// wait puts the source off, or the windows of one class.
func (f *Feed) wait(s *stream, w *window, api *proofpoint.APIError, err error) {
	t, c, now := &s.trouble, w.class, f.clock.Now()
	t.fails[c]++
	t.attempts++
	t.last = err
	if cause := causeOf(api, err); t.cause != cause {
		t.cause, t.since, t.attempts = cause, now, 1
	}
	t.status = 0
	if api != nil {
		t.status = api.StatusCode
	}
	net, isNet := errors.AsType[*proofpoint.NetworkError](err)
	_, body := errors.AsType[*proofpoint.BodyError](err)
	switch {
	case t.refused():
		t.all = now.Add(suspended)
	case t.status == http.StatusTooManyRequests:
		t.limited++
		t.all = now.Add(max(backoff(limitedFirst, limitedLast, t.limited), 0))
		if api.RetryAfter > 0 {
			t.all = now.Add(min(api.RetryAfter, mostRetryAfter))
		}
		f.share(s)
	case isNet && !net.Timeout():
		t.all = now.Add(backoff(shakyFirst, shakyLast, t.fails[c]))
	case isNet || body || t.status >= 500 || t.status == http.StatusRequestTimeout:
		t.hold[c] = now.Add(backoff(shakyFirst, shakyLast, t.fails[c]))
		if api != nil && api.RetryAfter > 0 {
			t.hold[c] = now.Add(min(api.RetryAfter, mostRetryAfter))
		}
		if t.fails[c] >= 2 && t.status != http.StatusServiceUnavailable {
			s.width, s.calm = max(s.rules.min, (w.len()/2).Truncate(time.Second)), calmWindows
		}
	default:
		t.hold[c] = now.Add(backoff(wrongFirst, wrongLast, t.fails[c]))
	}
}

// share puts off what draws from the same pool of the same credential.
func (f *Feed) share(s *stream) {
	for _, o := range f.streams {
		if s.id.pool.Name != "" && o.id.pool.Name == s.id.pool.Name && o.id.credential == s.id.credential {
			o.trouble.all = latest(o.trouble.all, s.trouble.all)
		}
	}
}

// causeOf is what trouble is told apart by.
func causeOf(api *proofpoint.APIError, err error) string {
	if api != nil {
		return strconv.Itoa(api.StatusCode)
	}
	if e, ok := errors.AsType[*proofpoint.NetworkError](err); ok {
		if e.Timeout() {
			return "timeout"
		}
		return "network"
	}
	if _, ok := errors.AsType[*proofpoint.BodyError](err); ok {
		return "broken body"
	}
	return "request"
}

// orError gives a reason where none was given.
func orError(err error) error {
	if err == nil {
		return errors.New("no reason was given")
	}
	return err
}
