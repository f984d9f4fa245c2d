// What a feed says in the log: what, since when, what follows, what to do. One
// cause of one source is said once a minute at most, and then how often it came.

package feed

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"time"
)

// sayEvery is how often one cause is said.
const sayEvery = time.Minute

// maxSaid is how many causes are remembered before those of more than a minute
// ago are forgotten.
const maxSaid = 1000

type saying struct {
	at      time.Time
	skipped int
}

// say logs unless the same was said within the last minute.
func (f *Feed) say(level slog.Level, s *stream, cause, text string, attrs ...slog.Attr) {
	now := f.clock.Now()
	key := s.src.Name + "\x00" + cause
	last := f.said[key]
	if last != nil && now.Sub(last.at).Abs() < sayEvery {
		last.skipped++
		return
	}
	all := append([]slog.Attr{slog.String("tenant", f.cfg.Tenant), slog.String("source", s.src.Name)}, attrs...)
	if last != nil && last.skipped > 0 {
		all = append(all, slog.Int("suppressed", last.skipped))
	}
	if len(f.said) >= maxSaid {
		maps.DeleteFunc(f.said, func(_ string, s *saying) bool { return now.Sub(s.at).Abs() >= sayEvery })
	}
	f.said[key] = &saying{at: now}
	f.log.LogAttrs(context.Background(), level, s.src.Name+": "+text, all...)
}

// deadline is how long what is missing can still be fetched.
func (f *Feed) deadline(s *stream) string {
	r := s.limits()
	if r.horizon <= 0 {
		return ""
	}
	until := s.state.Ledger.until(s.state.Start, func(segment) bool { return true })
	left := until.Add(r.horizon).Sub(s.now(f.clock))
	return fmt.Sprintf(", %s until the horizon", short(max(left, 0)))
}

func (f *Feed) sayTrouble(s *stream, err error) {
	t, now := &s.trouble, f.clock.Now()
	next := t.all
	for _, h := range t.hold {
		if h.After(now) && (!next.After(now) || h.Before(next)) {
			next = h
		}
	}
	attrs := []slog.Attr{slog.Int("attempt", t.attempts), slog.Duration("wait", next.Sub(now)), slog.String("err", err.Error())}
	if t.status != 0 {
		attrs = append(attrs, slog.Int("status", t.status))
	}
	switch t.status {
	case 401, 403:
		f.say(slog.LevelError, s, t.cause, fmt.Sprintf("%d credentials refused since %s; suspended, other sources run; check or rotate the credential; next try %s%s",
			t.status, clockText(t.since), clockText(next), f.deadline(s)), append(attrs, slog.String("credential", s.id.credential))...)
	case 429:
		f.say(slog.LevelWarn, s, t.cause, fmt.Sprintf("429 though the quota log has room; next try %s; is another client using credential %s?",
			clockText(next), s.id.credential), append(attrs, slog.String("pool", s.id.pool.Name))...)
	default:
		f.say(slog.LevelWarn, s, t.cause, fmt.Sprintf("%s for %s (%d attempts); next try %s; nothing lost%s",
			t.cause, short(now.Sub(t.since)), t.attempts, clockText(next), f.deadline(s)), attrs...)
	}
}

func (f *Feed) sayQuota(s *stream, e *QuotaError) {
	f.say(slog.LevelWarn, s, "quota", fmt.Sprintf("quota pool %s %d/%d spent; %s until the oldest request ages out; nothing lost%s",
		e.Pool.Name, e.Limit, e.Pool.Limit, short(e.FreeAt.Sub(s.now(f.clock))), f.deadline(s)),
		slog.String("pool", e.Pool.Name), slog.String("credential", e.Credential), slog.Int("quota_left", 0))
}

func (f *Feed) sayLost(s *stream, list []lost) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range list {
		why := "older than the service keeps; cannot be fetched again"
		if l.reason == reasonUnsettled {
			why = "fetched once, but too old to ask for what came late"
		}
		f.say(slog.LevelError, s, "gap"+l.from.String(), fmt.Sprintf("gap %s to %s: %s", l.from.Format(time.RFC3339), l.to.Format(time.RFC3339), why),
			slog.Time("gap_from", l.from), slog.Time("gap_to", l.to), slog.String("reason", l.reason))
	}
}

func (f *Feed) sayNack(p *parcel, reason error) {
	f.say(slog.LevelWarn, p.s, "nack", fmt.Sprintf("a batch of %d was sent back (attempt %d); it comes again in %s; nothing lost",
		len(p.items), p.attempt, short(p.due.Sub(f.clock.Now()))), slog.String("reason", orError(reason).Error()), slog.Int("batch", len(p.items)))
}

func clockText(t time.Time) string { return t.UTC().Format("15:04:05Z") }

// short is a duration for people: "6d23h", "41m", "12s".
func short(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day:
		return fmt.Sprintf("%dd%dh", d/day, d%day/time.Hour)
	case d >= time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	case d >= time.Minute:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
