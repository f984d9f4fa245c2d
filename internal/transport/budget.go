// Why this file is here: three layers repeat a page (retries of the transport, the repeat after 401,
// the loop's repeat of a cut body), and three limits multiply. There is one account instead, and all of
// them draw on it.

package transport

import (
	"math/rand/v2"
	"time"
)

// Policy limits what one page may cost. Zero fields mean the defaults given; MaxWait below MinWait is
// taken as MinWait.
type Policy struct {
	Attempts int           // requests in all; default 5, 1: no retry
	MinWait  time.Duration // shortest wait between two; default 500 ms
	MaxWait  time.Duration // longest wait we choose ourselves; default 30 s
	Total    time.Duration // from the first attempt to the start of the last; default 2 min
}

func (p Policy) withDefaults() Policy {
	if p.Attempts <= 0 {
		p.Attempts = 5
	}
	if p.MinWait <= 0 {
		p.MinWait = 500 * time.Millisecond
	}
	if p.MaxWait <= 0 {
		p.MaxWait = 30 * time.Second
	}
	p.MaxWait = max(p.MaxWait, p.MinWait)
	if p.Total <= 0 {
		p.Total = 2 * time.Minute
	}
	return p
}

// Budget is what one page may spend, shared by the attempts of the transport, the repeat after 401 and
// the loop's repeats of a cut body. It is not for concurrent use.
type Budget struct {
	policy   Policy
	start    time.Time
	attempts int
	retries  int           // waits granted, the exponent of the next
	waiting  time.Duration // granted by Again, not yet reported to Observe
	jitter   func(n int64) int64
}

// NewBudget returns a budget whose time starts now.
func NewBudget(p Policy, now time.Time) *Budget {
	return &Budget{policy: p.withDefaults(), start: now, jitter: rand.Int64N}
}

// Attempts returns how many requests were sent so far.
func (b *Budget) Attempts() int { return b.attempts }

// Again reports whether the page may be asked once more, and how long to wait before that. It is for
// whoever calls [Client.Do] in a loop: a cut body, a smaller window.
func (b *Budget) Again(now time.Time) (wait time.Duration, ok bool) {
	wait = b.backoff()
	if !b.allows(now, wait) {
		return 0, false
	}
	b.retries++
	b.waiting = wait
	return wait, true
}

// allows reports whether one more attempt after wait is within the limits.
func (b *Budget) allows(now time.Time, wait time.Duration) bool {
	spent := max(0, now.Sub(b.start)) // a clock may step back
	return b.attempts < b.policy.Attempts && wait <= b.policy.Total-spent
}

// backoff is exponential with full jitter above the floor: the n-th wait lies between MinWait and
// MinWait*2^n, never above MaxWait.
func (b *Budget) backoff() time.Duration {
	low, high := b.policy.MinWait, b.policy.MinWait
	for range b.retries + 1 {
		if high > b.policy.MaxWait/2 {
			high = b.policy.MaxWait
			break
		}
		high *= 2
	}
	wait := low + time.Duration(b.jitter(int64(high-low)+1))
	return min(max(wait, low), high)
}

// pause takes time out of the account: waiting for a quota is not the server's slowness.
func (b *Budget) pause(d time.Duration) {
	if d > 0 {
		b.start = b.start.Add(d)
	}
}

func (b *Budget) takeWait() time.Duration {
	d := b.waiting
	b.waiting = 0
	return d
}
