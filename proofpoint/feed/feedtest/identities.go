// Trials of Seen: an identity that was committed is known under its last
// version until it may be forgotten, and then under none.

package feedtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

var identityTrials = []trial{
	{name: "seen answers each key in its place", run: inPlace},
	{name: "seen of nothing", run: func(s *stand) error {
		got, err := s.Seen(s.ctx, "a", nil)
		if err != nil || len(got) != 0 {
			return fmt.Errorf("Seen() of no keys = %v, %v, want none", got, err)
		}
		return s.wantUnknown("a", "k", "k", "")
	}},
	{name: "keys and versions are any bytes", run: anyKeys},
	{name: "the last version counts", run: func(s *stand) error {
		rev, err := s.Commit(s.ctx, "a", 0, change("one", feed.ID{Key: "k", Version: "1"}, feed.ID{Key: "twice", Version: "1"}, feed.ID{Key: "twice", Version: "2"}))
		if err != nil {
			return err
		}
		if err := errors.Join(s.wantSeen("a", "k", "1"), s.wantSeen("a", "twice", "2")); err != nil {
			return err
		}
		if _, err := s.Commit(s.ctx, "a", rev, change("two", feed.ID{Key: "k"})); err != nil {
			return err
		}
		return errors.Join(s.wantSeen("a", "k", ""), s.wantSeen("a", "twice", "2"))
	}},
	{name: "the last version counts in whatever order the ends come", run: anyOrder},
	{name: "kept until it may be forgotten, gone an hour after", run: kept},
	{name: "a change that brings what may go", run: func(s *stand) error {
		c := change("one", feed.ID{Key: "k", Version: "1"})
		c.Until = c.Now.Add(-time.Hour)
		_, err := s.Commit(s.ctx, "a", 0, c)
		return errors.Join(err, s.wantNotAnother("a", "k", "1"))
	}},
	{name: "no time is no reason to forget", run: func(s *stand) error {
		c := change("one", feed.ID{Key: "k", Version: "1"})
		rev, err := s.Commit(s.ctx, "a", 0, c)
		if err != nil {
			return err
		}
		_, err = s.Commit(s.ctx, "a", rev, feed.Change{State: []byte("two"), Until: c.Until})
		return errors.Join(err, s.wantSeen("a", "k", "1"))
	}},
	{name: "another source forgets for itself", run: func(s *stand) error {
		_, err := s.Commit(s.ctx, "a", 0, change("one", feed.ID{Key: "k", Version: "1"}))
		if err != nil {
			return err
		}
		late := change("one", feed.ID{Key: "k", Version: "2"})
		late.Now = noon.Add(100 * 24 * time.Hour)
		late.Until = late.Now.Add(time.Hour)
		_, err = s.Commit(s.ctx, "b", 0, late)
		return errors.Join(err, s.wantSeen("a", "k", "1"), s.wantSeen("b", "k", "2"))
	}},
	{name: "20 000 identities in 200 hours", run: many},
}

func inPlace(s *stand) error {
	if _, err := s.Commit(s.ctx, "a", 0, change("one", feed.ID{Key: "x", Version: "1"}, feed.ID{Key: "y"})); err != nil {
		return err
	}
	got, err := s.Seen(s.ctx, "a", []string{"none", "y", "x", "x", "none", "y"})
	if err != nil {
		return err
	}
	x, y := feed.Version{Version: "1", Known: true}, feed.Version{Known: true}
	if want := []feed.Version{{}, y, x, x, {}, y}; !slices.Equal(got, want) {
		return fmt.Errorf("Seen() = %v, want %v", got, want)
	}
	return s.wantUnknown("b", "x", "y")
}

func anyKeys(s *stand) error {
	keys := append([]string{"", strings.Repeat("k", 100_000), strings.Repeat("k", 100_001)}, oddTexts...)
	var ids []feed.ID
	for i, key := range keys {
		ids = append(ids, feed.ID{Key: key, Version: keys[(i+1)%len(keys)]})
	}
	if _, err := s.Commit(s.ctx, "a", 0, change("one", ids...)); err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.wantSeen("a", id.Key, id.Version); err != nil {
			return err
		}
	}
	return s.wantUnknown("a", "a\x01", "\xff", "ü", strings.Repeat("k", 99_999))
}

// anyOrder commits versions whose ends go up and down, as they do where the
// newest window is fetched before the oldest.
func anyOrder(s *stand) error {
	var rev uint64
	for i, hours := range []int{20, 10, 15, 15, 30, 5, 5, 29} {
		c := change("state", feed.ID{Key: "k", Version: fmt.Sprint(i)}, feed.ID{Key: fmt.Sprint("other ", i)})
		c.Until = noon.Add(time.Duration(hours) * time.Hour)
		var err error
		if rev, err = s.Commit(s.ctx, "a", rev, c); err != nil {
			return err
		}
		if err := s.wantSeen("a", "k", fmt.Sprint(i)); err != nil {
			return fmt.Errorf("after commit %d: %w", i, err)
		}
	}
	for now := noon; now.Before(noon.Add(32 * time.Hour)); now = now.Add(20 * time.Minute) {
		var err error
		if rev, err = s.Commit(s.ctx, "a", rev, feed.Change{State: []byte("state"), Until: now, Now: now}); err != nil {
			return err
		}
		if now.Before(noon.Add(30 * time.Hour)) {
			err = s.wantSeen("a", "k", "7") // the later of its ends is kept
		} else {
			err = s.wantNotAnother("a", "k", "7")
		}
		if err != nil {
			return fmt.Errorf("at %v: %w", now, err)
		}
	}
	return s.wantUnknown("a", "k")
}

func kept(s *stand) error {
	for i, minutes := range []int{0, 1, 30, 59} {
		source := fmt.Sprint("s", i)
		c := change("one", feed.ID{Key: "k", Version: "1"})
		c.Until = noon.Add(time.Duration(minutes) * time.Minute)
		c.Now = noon.Add(-time.Minute)
		rev, err := s.Commit(s.ctx, source, 0, c)
		if err != nil {
			return err
		}
		for _, step := range []struct {
			now  time.Time
			want func() error
		}{
			{c.Until.Add(-time.Nanosecond), func() error { return s.wantSeen(source, "k", "1") }},
			{c.Until, func() error { return s.wantNotAnother(source, "k", "1") }},
			{c.Until.Add(time.Hour), func() error { return s.wantUnknown(source, "k") }},
		} {
			if rev, err = s.Commit(s.ctx, source, rev, feed.Change{State: []byte("two"), Until: step.now, Now: step.now}); err != nil {
				return err
			}
			if err := step.want(); err != nil {
				return fmt.Errorf("until %v, now %v: %w", c.Until, step.now, err)
			}
		}
	}
	return nil
}

func many(s *stand) error {
	const hours, each = 200, 100
	var rev uint64
	for h := range hours {
		var ids []feed.ID
		for i := range each {
			ids = append(ids, feed.ID{Key: fmt.Sprint(h, "/", i), Version: fmt.Sprint("v", h)})
		}
		c := change("state", ids...)
		c.Until = noon.Add(time.Duration(h+1) * time.Hour)
		var err error
		if rev, err = s.Commit(s.ctx, "a", rev, c); err != nil {
			return err
		}
	}
	var keys []string
	for h := range hours {
		for i := range each + 3 { // three of each hour are not there
			keys = append(keys, fmt.Sprint(h, "/", i))
		}
	}
	for _, gone := range []int{0, 1, 150, 200} {
		now := noon.Add(time.Duration(gone) * time.Hour)
		var err error
		if rev, err = s.Commit(s.ctx, "a", rev, feed.Change{State: []byte("state"), Until: now, Now: now}); err != nil {
			return err
		}
		got, err := s.Seen(s.ctx, "a", keys)
		if err != nil {
			return err
		}
		for at, v := range got {
			h, i := at/(each+3), at%(each+3)
			if want := h >= gone && i < each; v.Known != want && h+1 != gone { // the hour that has just ended may still be there
				return fmt.Errorf("after %d hours: key %q known: %v, want %v", gone, keys[at], v.Known, want)
			}
		}
	}
	return nil
}

func (s *stand) seen(source, key string) (feed.Version, error) {
	got, err := s.Seen(s.ctx, source, []string{key})
	if err != nil {
		return feed.Version{}, fmt.Errorf("Seen(%q): %w", source, err)
	}
	if len(got) != 1 {
		return feed.Version{}, fmt.Errorf("Seen(%q) gave %d answers to one key", source, len(got))
	}
	return got[0], nil
}

func (s *stand) wantSeen(source, key, version string) error {
	got, err := s.seen(source, key)
	if want := (feed.Version{Version: version, Known: true}); err == nil && got != want {
		return fmt.Errorf("Seen(%.40q, %.40q) = %.80v, want %.80v", source, key, got, want)
	}
	return err
}

// wantNotAnother wants the version, or none.
func (s *stand) wantNotAnother(source, key, version string) error {
	got, err := s.seen(source, key)
	if err == nil && got.Known && got.Version != version {
		return fmt.Errorf("Seen(%q, %q) = %v, want version %q or none", source, key, got, version)
	}
	return err
}

func (s *stand) wantUnknown(source string, keys ...string) error {
	for _, key := range keys {
		got, err := s.seen(source, key)
		if err != nil {
			return err
		}
		if got != (feed.Version{}) {
			return fmt.Errorf("Seen(%.40q, %.40q) = %v, want not known", source, key, got)
		}
	}
	return nil
}
