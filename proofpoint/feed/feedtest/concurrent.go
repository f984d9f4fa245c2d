// Trials with many goroutines: one of them wins, and nobody sees half of what
// it did.

package feedtest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

const crowd = 8

var concurrentTrials = []trial{
	{name: "one of many commits wins", run: func(s *stand) error {
		return each(20, func(round int) error {
			source := fmt.Sprint("s", round)
			var won [crowd]bool
			err := together(func(me int) error {
				_, err := s.Commit(s.ctx, source, 0, change(fmt.Sprint(me), feed.ID{Key: "k", Version: fmt.Sprint(me)}))
				won[me] = err == nil
				if errors.Is(err, feed.ErrFenced) {
					return nil
				}
				return err
			})
			if err != nil {
				return err
			}
			winner := -1
			for me, w := range won {
				if w && winner >= 0 {
					return fmt.Errorf("commits %d and %d both succeeded", winner, me)
				}
				if w {
					winner = me
				}
			}
			return s.wantSeen(source, "k", fmt.Sprint(winner))
		})
	}},
	{name: "every increment counts", run: increments},
	{name: "seen knows what a commit returned", run: func(s *stand) error {
		return together(func(me int) error {
			source := fmt.Sprint("s", me%2, me) // sources of their own, looked up by all at once
			var rev uint64
			return each(20, func(i int) (err error) {
				id := feed.ID{Key: fmt.Sprint(i), Version: fmt.Sprint(me)}
				c := change("state", id)
				c.Until = noon.Add(time.Duration(i+1) * time.Hour)
				if err := s.wantUnknown(source, id.Key); err != nil {
					return err
				}
				if rev, err = s.Commit(s.ctx, source, rev, c); err != nil {
					return err
				}
				return s.wantSeen(source, id.Key, id.Version)
			})
		})
	}},
	{name: "a commit is seen whole", run: whole},
	{name: "a quota is never exceeded", run: func(s *stand) error {
		const limit = 20
		var taken [crowd]int
		err := together(func(me int) error {
			return each(10, func(i int) error {
				free, err := s.Take(s.ctx, "q", limit, day, noon.Add(time.Duration(i)*time.Second))
				if err == nil && free.IsZero() {
					taken[me]++
				}
				return err
			})
		})
		sum := 0
		for _, n := range taken {
			sum += n
		}
		spent, spentErr := s.Spent(s.ctx, "q", day, noon.Add(time.Minute))
		if err == nil && spentErr == nil && (sum != limit || len(spent) != limit) {
			return fmt.Errorf("%d requests taken and %d spent, want %d", sum, len(spent), limit)
		}
		return errors.Join(err, spentErr)
	}},
}

// increments counts in a state by compare and swap.
func increments(s *stand) error {
	const rounds = 10
	err := together(func(int) error {
		return each(rounds, func(int) error {
			for {
				state, rev, err := s.Load(s.ctx, "a")
				if err != nil {
					return err
				}
				_, err = s.Commit(s.ctx, "a", rev, feed.Change{State: append(state, 'x'), Now: noon})
				if !errors.Is(err, feed.ErrFenced) {
					return err
				}
			}
		})
	})
	state, _, loadErr := s.Load(s.ctx, "a")
	if err == nil && loadErr == nil && len(state) != crowd*rounds {
		return fmt.Errorf("%d increments were kept of %d", len(state), crowd*rounds)
	}
	return errors.Join(err, loadErr)
}

// whole commits two identities at a time, in hours of their own, while others
// look for one without the other.
func whole(s *stand) error {
	var stop sync.WaitGroup
	done := make(chan struct{})
	broken := make([]error, 3)
	for i := range broken {
		stop.Go(func() {
			for broken[i] == nil {
				got, err := s.Seen(s.ctx, "a", []string{"x", "y"})
				if err == nil && got[0] != got[1] {
					err = fmt.Errorf("Seen() = %v, two identities of one commit", got)
				}
				broken[i] = err
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	var rev uint64
	err := each(60, func(i int) (err error) {
		v := fmt.Sprint(i)
		c := change(v, feed.ID{Key: "x", Version: v}, feed.ID{Key: "y", Version: v})
		c.Until = noon.Add(time.Duration(i*7%24+1) * time.Hour)
		rev, err = s.Commit(s.ctx, "a", rev, c)
		return err
	})
	close(done)
	stop.Wait()
	return errors.Join(err, errors.Join(broken...))
}

// together runs f in many goroutines at once.
func together(f func(me int) error) error {
	var wg sync.WaitGroup
	errs := make([]error, crowd)
	start := make(chan struct{})
	for me := range crowd {
		wg.Go(func() {
			<-start
			errs[me] = f(me)
		})
	}
	close(start)
	wg.Wait()
	return errors.Join(errs...)
}

func each(n int, f func(i int) error) error {
	for i := range n {
		if err := f(i); err != nil {
			return err
		}
	}
	return nil
}
