// Trials of Take and Spent: never more than limit in any stretch, and room
// again to the nanosecond.

package feedtest

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

const day = 24 * time.Hour

var quotaTrials = []trial{
	{name: "nothing spent", run: func(s *stand) error { return s.wantSpent("q", day, noon) }},
	{name: "a full stretch, and its edge", run: edge},
	{name: "requests at one instant count each", run: func(s *stand) error {
		for range 3 {
			if err := s.wantTaken("q", 3, day, noon); err != nil {
				return err
			}
		}
		return errors.Join(s.wantFull("q", 3, day, noon, noon.Add(day)), s.wantSpent("q", day, noon, noon, noon, noon))
	}},
	{name: "a rolling stretch", run: rolling},
	{name: "a refusal counts nothing", run: func(s *stand) error {
		if err := s.wantTaken("q", 1, day, noon); err != nil {
			return err
		}
		for i := range 5 {
			if err := s.wantFull("q", 1, day, noon.Add(time.Duration(i)*time.Hour), noon.Add(day)); err != nil {
				return err
			}
		}
		return errors.Join(s.wantSpent("q", day, noon.Add(5*time.Hour), noon), s.wantTaken("q", 1, day, noon.Add(day)))
	}},
	{name: "a lower limit", run: func(s *stand) error {
		for i := range 5 {
			if err := s.wantTaken("q", 5, day, noon.Add(time.Duration(i)*time.Hour)); err != nil {
				return err
			}
		}
		at := noon.Add(5 * time.Hour)
		return errors.Join( // room for two when four of the five have gone
			s.wantFull("q", 2, day, at, noon.Add(3*time.Hour+day)),
			s.wantFull("q", 5, day, at, noon.Add(day)),
			s.wantTaken("q", 6, day, at),
		)
	}},
	{name: "a limit below one", run: func(s *stand) error {
		return errors.Join(
			s.wantFull("q", 0, day, noon, noon.Add(day)), s.wantFull("q", -5, time.Hour, noon, noon.Add(time.Hour)), s.wantSpent("q", day, noon),
		)
	}},
	{name: "keys are apart", run: func(s *stand) error {
		for _, key := range oddTexts {
			if err := s.wantTaken(key, 1, day, noon); err != nil {
				return fmt.Errorf("key %q: %w", key, err)
			}
		}
		for _, key := range oddTexts {
			if err := s.wantFull(key, 1, day, noon, noon.Add(day)); err != nil {
				return err
			}
		}
		return nil
	}},
	{name: "a short stretch takes nothing from a long one", run: func(s *stand) error {
		if err := s.wantTaken("q", 2, day, noon); err != nil {
			return err
		}
		for i := 1; i <= 10; i++ {
			if err := s.wantTaken("q", 1, time.Minute, noon.Add(time.Duration(i)*time.Hour)); err != nil {
				return err
			}
		}
		at := noon.Add(10 * time.Hour)
		return errors.Join(s.wantFull("q", 11, day, at, noon.Add(day)), s.wantSpent("q", time.Minute, at, at))
	}},
	{name: "times with a zone are given back in UTC", run: func(s *stand) error {
		if err := s.wantTaken("q", 1, day, noon.In(time.FixedZone("", 3600))); err != nil {
			return err
		}
		got, err := s.Spent(s.ctx, "q", day, noon)
		if err == nil && (len(got) != 1 || got[0] != noon) {
			err = fmt.Errorf("Spent() = %v, want %v", got, noon)
		}
		return err
	}},
	{name: "a clock that goes back", run: back},
	{name: "a clock that went far ahead", run: ahead},
	{name: "a clock that went ahead and came back", run: func(s *stand) error {
		err := errors.Join(s.wantTaken("q", 2, day, noon), s.wantTaken("q", 2, day, noon.Add(day+time.Hour)))
		return errors.Join(err, s.wantFull("q", 2, day, noon.Add(2*time.Hour), noon.Add(day)))
	}},
}

func edge(s *stand) error {
	first, second := noon.Add(7*time.Nanosecond), noon.Add(time.Hour)
	if err := errors.Join(s.wantTaken("q", 2, day, first), s.wantTaken("q", 2, day, second)); err != nil {
		return err
	}
	free := first.Add(day)
	before := free.Add(-time.Nanosecond)
	return errors.Join(
		s.wantFull("q", 2, day, second, free),
		s.wantFull("q", 2, day, before, free),
		s.wantSpent("q", day, before, first, second),
		s.wantSpent("q", day, free, second),
		s.wantTaken("q", 2, day, free),
		s.wantFull("q", 2, day, free, second.Add(day)),
		s.wantSpent("q", day, free, second, free),
	)
}

// rolling asks at uneven times and holds every answer against a plain count.
func rolling(s *stand) error {
	const limit, per = 7, time.Hour
	var taken []time.Time
	now := noon
	for i := range 400 {
		now = now.Add(time.Duration(i*i%13) * time.Minute)
		spent := slices.DeleteFunc(slices.Clone(taken), func(t time.Time) bool { return !t.After(now.Add(-per)) })
		var err error
		if len(spent) < limit {
			err = s.wantTaken("q", limit, per, now)
			taken = append(taken, now)
			spent = append(spent, now)
		} else {
			err = s.wantFull("q", limit, per, now, spent[0].Add(per))
		}
		if err = errors.Join(err, s.wantSpent("q", per, now, spent...)); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return nil
}

func back(s *stand) error {
	ten := noon.Add(10 * time.Minute)
	early := noon.Add(-time.Hour)
	return errors.Join(
		s.wantTaken("q", 3, day, ten), s.wantTaken("q", 3, day, noon),
		s.wantSpent("q", day, early, noon, ten),
		s.wantTaken("q", 3, day, early),
		s.wantFull("q", 3, day, early, early.Add(day)),
		s.wantFull("q", 3, day, ten, early.Add(day)),
		s.wantSpent("q", day, early, early, noon, ten),
		s.wantTaken("q", 3, day, early.Add(day)),
		s.wantFull("q", 3, day, early.Add(day), noon.Add(day)),
	)
}

// ahead asks first by a clock that is ten years ahead, as one is whose battery
// is empty: that costs a request, but not for ten years.
func ahead(s *stand) error {
	return errors.Join(
		s.wantTaken("q", 1, day, noon.AddDate(10, 0, 0)),
		s.wantFull("q", 1, day, noon, noon.Add(day)),
		s.wantSpent("q", day, noon.Add(time.Hour), noon),
		s.wantFull("q", 1, day, noon.Add(day-1), noon.Add(day)),
		s.wantTaken("q", 1, day, noon.Add(day)),

		s.wantTaken("within", 1, day, noon.Add(day)),
		s.wantFull("within", 1, day, noon, noon.Add(2*day)),
		s.wantTaken("beyond", 1, day, noon.Add(day+1)),
		s.wantFull("beyond", 1, day, noon, noon.Add(day)),
	)
}

func (s *stand) wantTaken(key string, limit int, per time.Duration, now time.Time) error {
	free, err := s.Take(s.ctx, key, limit, per, now)
	if err == nil && !free.IsZero() {
		err = fmt.Errorf("Take(%q, %d, %v, %v) is free at %v, want it taken", key, limit, per, now, free)
	}
	return err
}

func (s *stand) wantFull(key string, limit int, per time.Duration, now, free time.Time) error {
	got, err := s.Take(s.ctx, key, limit, per, now)
	if err == nil && !got.Equal(free) {
		err = fmt.Errorf("Take(%q, %d, %v, %v) is free at %v, want %v", key, limit, per, now, got, free)
	}
	return err
}

func (s *stand) wantSpent(key string, per time.Duration, now time.Time, want ...time.Time) error {
	got, err := s.Spent(s.ctx, key, per, now)
	if err == nil && !slices.EqualFunc(got, want, time.Time.Equal) {
		err = fmt.Errorf("Spent(%q, %v, %v) = %v, want %v", key, per, now, got, want)
	}
	return err
}
