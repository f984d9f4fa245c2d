// What a source means where it says nothing.

package feed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// The defaults of Source.
const (
	defaultMax   = time.Hour
	defaultEvery = 5 * time.Minute
)

var defaultSettle = []time.Duration{10 * time.Minute, time.Hour}

// rules are the limits of a source with the defaults filled in, in whole
// seconds: that is what the services' windows are made of.
func (s Source) rules() (rules, error) {
	r := rules{min: s.Min, max: s.Max, horizon: s.Horizon, lag: s.Lag, every: s.Every, settle: s.Settle}
	if r.min == 0 {
		r.min = time.Second
	}
	if r.max == 0 {
		r.max = max(defaultMax, r.min)
	}
	if r.every == 0 {
		r.every = max(defaultEvery, r.min)
	}
	if r.settle == nil {
		r.settle = defaultSettle
	}
	switch {
	case !named.MatchString(s.Name):
		return r, fmt.Errorf("feed: source name %q: use letters, digits, dots, dashes and underscores", s.Name)
	case s.Request == nil:
		return r, fmt.Errorf("feed: source %q has no Request", s.Name)
	case r.min < 0 || r.max < r.min || r.horizon < 0 || r.lag < 0 || r.every < 0:
		return r, fmt.Errorf("feed: source %q: Min %s, Max %s, Horizon %s, Lag %s, Every %s do not fit: none may be negative, and Max not below Min", s.Name, r.min, r.max, r.horizon, r.lag, r.every)
	case r.horizon > 0 && r.horizon < 2*r.max:
		return r, fmt.Errorf("feed: source %q: Horizon %s is less than two windows of %s: make Max shorter", s.Name, r.horizon, r.max)
	case !slices.IsSorted(r.settle) || len(r.settle) > 0 && r.settle[0] <= 0:
		return r, fmt.Errorf("feed: source %q: Settle %v is not ascending and above zero", s.Name, r.settle)
	}
	for _, d := range append([]time.Duration{r.min, r.max, r.lag, r.every}, r.settle...) {
		if d%time.Second != 0 {
			return r, fmt.Errorf("feed: source %q: %s is not in whole seconds", s.Name, d)
		}
	}
	return r, nil
}

// kindOf says what a record is by the list that held it.
func kindOf(name string) func(proofpoint.Record) string {
	return func(r proofpoint.Record) string {
		if list := listOf(r.Path.Parent); list != "" {
			return list
		}
		return name
	}
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
