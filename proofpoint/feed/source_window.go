// What the constructors of sources share: parameters that are given once and
// asked with for each window, and what of them would lose records.

package feed

import (
	"errors"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// one is the filter that a constructor was given, or the zero one.
func one[P any](filter []P) (p P, err error) {
	switch len(filter) {
	case 0:
		return p, nil
	case 1:
		return filter[0], nil
	}
	return p, errors.New("more than one filter is given; make a source of each, with names of their own")
}

// windowed gives a source its Request: build is called with the filter and the
// window. Mistakes in the filter are told by each Request, the first of which is
// made when the feed is opened.
func windowed[P any](s Source, filter []P, unit time.Duration, wrong func(P) error, build func(P, time.Time, time.Time) (proofpoint.Request, error)) Source {
	p, err := one(filter)
	if err == nil {
		err = wrong(p)
	}
	name, longest := s.Name, s.Max
	s.Request = func(from, to time.Time) (r proofpoint.Request, _ error) {
		bad := err
		if bad == nil {
			from, to = whole(from, to, unit, longest)
			r, bad = build(p, from, to)
			r.Pager = boundless(r.Pager)
		}
		if bad != nil {
			return proofpoint.Request{}, fmt.Errorf("feed: source %q: %w", name, bad)
		}
		return r, nil
	}
	return s
}

// whole is a window in whole units of the service's, in UTC, wider than asked if
// need be. One that would be too long then leaves its last part of a unit to the
// window that begins there, which is wider at its beginning.
func whole(from, to time.Time, unit, longest time.Duration) (time.Time, time.Time) {
	from = from.UTC().Truncate(unit)
	end := to.UTC().Add(unit - 1).Truncate(unit)
	if end.Sub(from) > longest {
		end = to.UTC().Truncate(unit)
	}
	return from, end
}

// boundless takes the horizon out of a pager: what the feed asks for lies within
// it by the service's time, to the second, and who knows better is the service,
// whose refusal teaches.
func boundless(p proofpoint.Pager) proofpoint.Pager {
	if w, ok := p.(proofpoint.Windows); ok {
		w.Horizon = 0
		return w
	}
	return p
}

// ranged refuses a range of time in a filter.
func ranged(since time.Duration, from, to time.Time) error {
	var errs []error
	if since != 0 {
		errs = append(errs, windowGiven("since", since))
	}
	if !from.IsZero() {
		errs = append(errs, windowGiven("from", from))
	}
	if !to.IsZero() {
		errs = append(errs, windowGiven("to", to))
	}
	return errors.Join(errs...)
}

func windowGiven(param string, value any) error {
	return &proofpoint.ParamError{Param: param, Value: value, Reason: "is given, but the feed chooses the windows", Accepts: "nothing; Config.Start says where to begin"}
}

// limited refuses a limit in a filter.
func limited(limit int) error {
	if limit == 0 {
		return nil
	}
	return &proofpoint.ParamError{Param: "limit", Value: limit, Reason: "would leave records out", Accepts: "nothing; Config.MaxRecords bounds a batch"}
}

// pool is the quota that a request draws from.
func pool(r proofpoint.Request, _ error) proofpoint.Pool { return r.Pool }
