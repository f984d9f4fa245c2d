// Trials of Load, Commit and Sources: a state is replaced by whoever read it
// last, whole or not at all.

package feedtest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// oddTexts are names and keys that a store might take for something else.
var oddTexts = []string{
	"a", "A", "a ", "a/b", "../a", ".", "..", "/", "a\x00", "a\x00b", "\x00", "\xff\xfe", "ünï", "u\u0308", "*", ">", "a.b", "a b", "\n", "state",
	strings.Repeat("long ", 500), `{"a":1}`, "%2e", "\u2028",
}

var stateTrials = []trial{
	{name: "a source without a state", run: func(s *stand) error {
		return errors.Join(s.wantState("nobody", "", 0), s.wantSources())
	}},
	{name: "commit and load", run: func(s *stand) error {
		rev, err := s.Commit(s.ctx, "a", 0, change("one"))
		if err != nil {
			return err
		}
		if rev == 0 {
			return errors.New("Commit() returned revision 0, which means no state")
		}
		again, err := s.Commit(s.ctx, "a", rev, change("two"))
		if err != nil {
			return err
		}
		if again <= rev {
			return fmt.Errorf("Commit() returned revision %d after %d, want a higher one", again, rev)
		}
		return errors.Join(s.wantState("a", "two", again), s.wantSources("a"))
	}},
	{name: "a moved revision is fenced", run: fenced},
	{name: "a first commit where there is a state is fenced", run: func(s *stand) error {
		rev, err := s.Commit(s.ctx, "a", 0, change("one"))
		if err != nil {
			return err
		}
		return errors.Join(s.wantFenced("a", 0, change("other")), s.wantState("a", "one", rev))
	}},
	{name: "a revision where there is no state is fenced", run: func(s *stand) error {
		return errors.Join(s.wantFenced("a", 1, change("one")), s.wantState("a", "", 0), s.wantSources())
	}},
	{name: "a change without a state is refused", run: func(s *stand) error {
		if _, err := s.Commit(s.ctx, "a", 0, change("", feed.ID{Key: "k"})); err == nil {
			return errors.New("Commit() of an empty state succeeded")
		}
		return errors.Join(s.wantState("a", "", 0), s.wantUnknown("a", "k"))
	}},
	{name: "sources are apart", run: apart},
	{name: "states are any bytes", run: func(s *stand) error {
		for i, state := range []string{"\x00", "\xff\x00\xff", "{}", "null", strings.Repeat("\x00", 5000)} {
			source := fmt.Sprint("s", i)
			rev, err := s.Commit(s.ctx, source, 0, change(state))
			if err != nil {
				return err
			}
			if err := s.wantState(source, state, rev); err != nil {
				return err
			}
		}
		return nil
	}},
	{name: "a state of 3 MB, then a small one, then a large one", run: func(s *stand) error {
		var rev uint64
		for _, size := range []int{3_000_000, 10, 3_100_000, 2_900_000} {
			state := strings.Repeat("0123456789", size/10)
			var err error
			if rev, err = s.Commit(s.ctx, "a", rev, change(state)); err != nil {
				return fmt.Errorf("%d bytes: %w", size, err)
			}
			if err := s.wantState("a", state, rev); err != nil {
				return fmt.Errorf("%d bytes: %w", size, err)
			}
		}
		return nil
	}},
	{name: "bytes are not shared", run: shared},
}

func fenced(s *stand) error {
	rev, err := s.Commit(s.ctx, "a", 0, change("one"))
	if err != nil {
		return err
	}
	last, err := s.Commit(s.ctx, "a", rev, change("two", feed.ID{Key: "k", Version: "1"}))
	if err != nil {
		return err
	}
	late := change("late", feed.ID{Key: "k", Version: "2"}, feed.ID{Key: "new"})
	return errors.Join(
		s.wantFenced("a", rev, late), s.wantFenced("a", last+1, late), s.wantFenced("a", 0, late),
		s.wantState("a", "two", last), s.wantSeen("a", "k", "1"), s.wantUnknown("a", "new"),
	)
}

func apart(s *stand) error {
	revs := map[string]uint64{}
	for i, source := range oddTexts {
		rev, err := s.Commit(s.ctx, source, 0, change(fmt.Sprint("state ", i), feed.ID{Key: "k", Version: source}))
		if err != nil {
			return fmt.Errorf("source %q: %w", source, err)
		}
		revs[source] = rev
	}
	for i, source := range oddTexts {
		err := errors.Join(s.wantState(source, fmt.Sprint("state ", i), revs[source]), s.wantSeen(source, "k", source))
		if err != nil {
			return err
		}
	}
	return s.wantSources(oddTexts...)
}

func shared(s *stand) error {
	c := change("one")
	rev, err := s.Commit(s.ctx, "a", 0, c)
	if err != nil {
		return err
	}
	copy(c.State, "xxx")
	state, _, err := s.Load(s.ctx, "a")
	if err != nil {
		return err
	}
	copy(state, "yyy")
	return s.wantState("a", "one", rev)
}

func (s *stand) wantState(source, state string, rev uint64) error {
	got, gotRev, err := s.Load(s.ctx, source)
	if err != nil {
		return fmt.Errorf("Load(%q): %w", source, err)
	}
	if !bytes.Equal(got, []byte(state)) || gotRev != rev || (state == "") != (got == nil) {
		return fmt.Errorf("Load(%.40q) = %.40q (%d bytes), revision %d; want %.40q (%d bytes), revision %d", source, got, len(got), gotRev, state, len(state), rev)
	}
	return nil
}

func (s *stand) wantFenced(source string, rev uint64, c feed.Change) error {
	if _, err := s.Commit(s.ctx, source, rev, c); !errors.Is(err, feed.ErrFenced) {
		return fmt.Errorf("Commit(%q) at revision %d: error %v, want ErrFenced", source, rev, err)
	}
	return nil
}

func (s *stand) wantSources(sources ...string) error {
	got, err := s.Sources(s.ctx)
	if err != nil {
		return fmt.Errorf("Sources(): %w", err)
	}
	if want := slices.Sorted(slices.Values(sources)); !slices.Equal(got, want) {
		return fmt.Errorf("Sources() = %.300q, want %.300q", got, want)
	}
	return nil
}
