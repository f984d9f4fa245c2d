// What a person vouches for, who filled a gap by hand.

package feed

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// maxMarked is how many entries of that kind a state keeps; the newest stay.
const maxMarked = 100

// MarkComplete says that [from, to) of a source is complete though this feed did
// not fetch it, or gave it up: a person filled it in another way, and why says
// how. It is never asked again. It is logged and kept in the state. Parts of
// seconds at the ends, and what lies before the source's start or in the future,
// are left out. The errors are of arguments that name nothing, and the store's.
func (f *Feed) MarkComplete(ctx context.Context, source string, from, to time.Time, why string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.find(source)
	switch {
	case s == nil:
		return fmt.Errorf("feed: MarkComplete: this feed has no source %q", source)
	case why == "":
		return fmt.Errorf("feed: MarkComplete: say why: who filled %q, and how", source)
	case f.closed:
		return ErrClosed
	case f.broken != nil:
		return f.broken
	}
	if err := f.begin(ctx); err != nil {
		return err
	}
	at := stretch{latest(ceilSecond(from.UTC()), s.state.Start), earliest(to.UTC().Truncate(time.Second), seconds(s.now(f.clock)))}
	if at.empty() {
		return fmt.Errorf("feed: MarkComplete: nothing of %s to %s lies between the start of %q, %s, and now", from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339),
			source, s.state.Start.Format(time.RFC3339))
	}
	next := s.state.clone()
	next.Ledger = next.Ledger.put(segment{From: at.from, To: at.to})
	next.Marked = append(next.Marked, marked{at.from, at.to, seconds(s.now(f.clock)), why})
	next.Marked = next.Marked[max(0, len(next.Marked)-maxMarked):]
	if err := f.commit(ctx, s, next, Change{}); err != nil {
		return err
	}
	f.log.LogAttrs(ctx, slog.LevelWarn, fmt.Sprintf("%s: %s to %s was marked as complete by hand", source, at.from.Format(time.RFC3339), at.to.Format(time.RFC3339)),
		slog.String("tenant", f.cfg.Tenant), slog.String("source", source), slog.String("reason", why))
	f.poke()
	return nil
}

func (f *Feed) find(source string) *stream {
	for _, s := range f.streams {
		if s.src.Name == source {
			return s
		}
	}
	return nil
}
