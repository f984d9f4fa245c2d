// Trials of the ends: calls whose context is over, and calls after Close.

package feedtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

var endTrials = []trial{
	{name: "a context that has ended", run: func(s *stand) error {
		cause := errors.New("the cause")
		ctx, cancel := context.WithCancelCause(s.ctx)
		cancel(cause)
		for name, err := range s.calls(ctx) {
			if !errors.Is(err, cause) {
				return fmt.Errorf("%s with a context that has ended: error %v, want its cause", name, err)
			}
		}
		return errors.Join(s.wantState("a", "", 0), s.wantUnknown("a", "k"), s.wantSpent("q", day, noon))
	}},
	{name: "after close", run: func(s *stand) error {
		if err := s.Close(); err != nil {
			return err
		}
		for name, err := range s.calls(s.ctx) {
			if !errors.Is(err, feed.ErrStoreClosed) {
				return fmt.Errorf("%s after Close: error %v, want ErrStoreClosed", name, err)
			}
		}
		if err := s.Close(); err != nil {
			return fmt.Errorf("second Close(): %w", err)
		}
		return nil
	}},
}

// calls makes every call once and returns what it failed with.
func (s *stand) calls(ctx context.Context) map[string]error {
	_, _, load := s.Load(ctx, "a")
	_, commit := s.Commit(ctx, "a", 0, change("one", feed.ID{Key: "k"}))
	_, seen := s.Seen(ctx, "a", []string{"k"})
	_, take := s.Take(ctx, "q", 1, day, noon)
	_, spent := s.Spent(ctx, "q", day, noon)
	_, sources := s.Sources(ctx)
	return map[string]error{"Load": load, "Commit": commit, "Seen": seen, "Take": take, "Spent": spent, "Sources": sources}
}
