// Where a source begins that has no state: always said, because every default
// would lose something or ask for too much.

package feed

import (
	"errors"
	"fmt"
	"time"
)

// Start is where a source begins when it has no state. It is one of [Now],
// [Ago], [At] and [Horizon]; the zero Start is none.
type Start struct {
	kind startKind
	ago  time.Duration
	at   time.Time
}

type startKind int

const (
	startUnset startKind = iota
	startAgo
	startAt
	startHorizon
)

// Now begins with what comes from now on.
func Now() Start { return Start{kind: startAgo} }

// Ago begins d before now. What the service does not keep any more is delivered
// as a gap.
func Ago(d time.Duration) Start { return Start{kind: startAgo, ago: d} }

// At begins at t. What the service does not keep any more is delivered as a gap.
func At(t time.Time) Start { return Start{kind: startAt, at: t} }

// Horizon begins as far back as the service goes, less five minutes. It needs a
// Source.Horizon.
func Horizon() Start { return Start{kind: startHorizon} }

// check finds what is wrong with a start.
func (s Start) check(r rules, source string) error {
	switch {
	case s.kind == startUnset:
		return errors.New("feed: Start is not set: say Now(), Ago(d), At(t) or Horizon()")
	case s.ago < 0:
		return fmt.Errorf("feed: Start: Ago(%s) lies in the future", s.ago)
	case s.kind == startAt && s.at.IsZero():
		return errors.New("feed: Start: At needs a time")
	case s.kind == startHorizon && r.horizon <= 0:
		return fmt.Errorf("feed: Start: source %q says no Horizon: say Ago(d) or At(t)", source)
	}
	return nil
}

// time is where that is, in whole seconds, at now.
func (s Start) time(r rules, now time.Time) time.Time {
	now = now.UTC()
	switch s.kind {
	case startAt:
		now = s.at.UTC()
	case startHorizon:
		return r.oldest(now, horizonMargin)
	default:
		now = now.Add(-s.ago)
	}
	return now.Truncate(time.Second)
}
