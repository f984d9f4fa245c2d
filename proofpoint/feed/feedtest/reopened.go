// Trials across two lives of a store: what a call returned is there in the
// next one.

package feedtest

import (
	"errors"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

var reopenTrials = []trial{
	{name: "everything is there again", reopens: true, run: func(s *stand) error {
		for i, source := range oddTexts {
			if _, err := s.Commit(s.ctx, source, 0, change(fmt.Sprint(i), feed.ID{Key: source, Version: fmt.Sprint(i)})); err != nil {
				return err
			}
		}
		rev, err := s.Commit(s.ctx, "last", 0, change("one", feed.ID{Key: "k", Version: "1"}))
		err = errors.Join(err, s.wantTaken("q", 2, day, noon), s.wantTaken("q", 2, day, noon.Add(time.Hour)))
		if err != nil {
			return err
		}
		s.Store = s.reopen()
		for i, source := range oddTexts {
			if err := s.wantSeen(source, source, fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return errors.Join(
			s.wantState("last", "one", rev), s.wantSeen("last", "k", "1"), s.wantUnknown("last", "other"),
			s.wantSources(append([]string{"last"}, oddTexts...)...),
			s.wantFull("q", 2, day, noon.Add(2*time.Hour), noon.Add(day)),
			s.wantSpent("q", day, noon.Add(2*time.Hour), noon, noon.Add(time.Hour)),
		)
	}},
	{name: "revisions go on", reopens: true, run: func(s *stand) error {
		first, err := s.Commit(s.ctx, "a", 0, change("one"))
		if err != nil {
			return err
		}
		s.Store = s.reopen()
		second, err := s.Commit(s.ctx, "a", first, change("two"))
		if err != nil {
			return err
		}
		if second <= first {
			return fmt.Errorf("revision %d after %d, want a higher one", second, first)
		}
		return errors.Join(s.wantFenced("a", first, change("late")), s.wantState("a", "two", second))
	}},
	{name: "identities of many lives, in any order of their ends", reopens: true, run: func(s *stand) error {
		var rev uint64
		for i, hours := range []int{20, 10, 30, 5, 29} {
			v := fmt.Sprint(i)
			c := change("state", feed.ID{Key: "k", Version: v}, feed.ID{Key: v, Version: v})
			c.Until = noon.Add(time.Duration(hours) * time.Hour)
			var err error
			if rev, err = s.Commit(s.ctx, "a", rev, c); err != nil {
				return err
			}
			if i%2 == 0 {
				s.Store = s.reopen()
			}
			for j := range i + 1 {
				if err := errors.Join(s.wantSeen("a", "k", v), s.wantSeen("a", fmt.Sprint(j), fmt.Sprint(j))); err != nil {
					return fmt.Errorf("life %d: %w", i, err)
				}
			}
		}
		return nil
	}},
	{name: "what was fenced is not there", reopens: true, run: func(s *stand) error {
		rev, err := s.Commit(s.ctx, "a", 0, change("one"))
		if err != nil {
			return err
		}
		if err := s.wantFenced("a", rev+1, change("late", feed.ID{Key: "k"})); err != nil {
			return err
		}
		s.Store = s.reopen()
		return errors.Join(s.wantState("a", "one", rev), s.wantUnknown("a", "k"))
	}},
}
