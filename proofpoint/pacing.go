// Pacing is the one place where a call may be held back before it is made:
// rate limiters and quota logs hang here. It is asked in the attempt layer,
// below the retries, so that every request on the wire is counted.

package proofpoint

import (
	"context"
	"time"
)

// Pacing is asked before every attempt: the first, retries, the repeat after
// a 401, and logins. It may wait (honouring ctx) or refuse; its error ends the
// call and comes out unchanged. It must be safe for concurrent use.
type Pacing func(ctx context.Context, a Attempt) error

// Per makes a Pacing of anything that waits, such as a *rate.Limiter of
// golang.org/x/time/rate. One limiter may serve several clients.
func Per(l interface{ Wait(context.Context) error }) Pacing {
	return func(ctx context.Context, _ Attempt) error { return l.Wait(ctx) }
}

// Attempt describes a request that is about to be sent.
type Attempt struct {
	// Service is the service asked, empty for a raw request to no service.
	Service Service
	// Operation is the operation's name, such as "tap.siem.all".
	Operation string
	// Pool is the quota that the request counts against; zero if none.
	Pool Pool
	// Credential is the fingerprint of who asks, no secret, "" for nobody.
	// A quota is counted by Credential and Pool.Name.
	Credential string
	// Number counts the attempts of one page; 1 is the first.
	Number int
}

// Pool names a quota of the service: Limit requests per rolling Per. The zero
// Pool is not counted. A 429 without Retry-After is retried only where Per is
// a minute or less (or there is no pool): a daily quota does not come back
// while a call waits.
type Pool struct {
	Name  string
	Limit int
	Per   time.Duration
}

func (p Pool) isZero() bool { return p == Pool{} }
