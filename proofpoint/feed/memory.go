// The store of tests and of programs that may forget. It is also the plainest
// reading of what Store promises, beside which others are held.

package feed

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Memory returns an empty store that keeps everything in memory: for tests, and
// where starting anew after a restart is wanted. A program that must not lose
// records uses package boltstore. It has a further method, Dead() []Dead, which
// returns what was rejected so far.
func Memory() Store {
	return &memory{sources: map[string]*memorySource{}, quotas: map[string]*quotaLog{}}
}

type memory struct {
	mu      sync.Mutex
	closed  bool
	rev     uint64 // of the last commit to any source
	sources map[string]*memorySource
	quotas  map[string]*quotaLog
	dead    []Dead
}

type memorySource struct {
	state []byte
	rev   uint64
	ids   map[string]memoryID
	hours map[int64][]string // keys by the hour in which they may go; stale where the key has a later one
}

type memoryID struct {
	version string
	hour    int64
}

// enter locks the store for one call; the caller unlocks if it is nil.
func (m *memory) enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return ErrStoreClosed
	}
	return nil
}

func (m *memory) Load(ctx context.Context, source string) ([]byte, uint64, error) {
	if err := m.enter(ctx); err != nil {
		return nil, 0, err
	}
	defer m.mu.Unlock()
	s := m.sources[source]
	if s == nil {
		return nil, 0, nil
	}
	return bytes.Clone(s.state), s.rev, nil
}

func (m *memory) Commit(ctx context.Context, source string, rev uint64, c Change) (uint64, error) {
	if len(c.State) == 0 {
		return 0, errors.New("feed: a change without a state")
	}
	if err := m.enter(ctx); err != nil {
		return 0, err
	}
	defer m.mu.Unlock()
	s := m.sources[source]
	if s == nil {
		s = &memorySource{ids: map[string]memoryID{}, hours: map[int64][]string{}}
	}
	if s.rev != rev {
		return 0, fmt.Errorf("%w (revision %d, not %d)", ErrFenced, s.rev, rev)
	}
	m.sources[source] = s
	m.rev++
	s.rev, s.state = m.rev, bytes.Clone(c.State)
	s.add(c.IDs, c.Until)
	s.forget(c.Now)
	for _, d := range c.Dead {
		d.Record = bytes.Clone(d.Record)
		m.dead = append(m.dead, d)
	}
	return s.rev, nil
}

func (s *memorySource) add(ids []ID, until time.Time) {
	hour := until.Add(time.Hour - 1).Truncate(time.Hour).Unix()
	for _, id := range ids {
		old, known := s.ids[id.Key]
		now := memoryID{version: id.Version, hour: hour}
		if known {
			now.hour = max(hour, old.hour)
		}
		if !known || now.hour != old.hour {
			s.hours[now.hour] = append(s.hours[now.hour], id.Key)
		}
		s.ids[id.Key] = now
	}
}

// forget drops whole hours, so that a commit costs what it brings and not what
// is there.
func (s *memorySource) forget(now time.Time) {
	if now.IsZero() {
		return
	}
	for hour, keys := range s.hours {
		if hour > now.Unix() {
			continue
		}
		for _, key := range keys {
			if s.ids[key].hour == hour {
				delete(s.ids, key)
			}
		}
		delete(s.hours, hour)
	}
}

func (m *memory) Seen(ctx context.Context, source string, keys []string) ([]Version, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	found := make([]Version, len(keys))
	if s := m.sources[source]; s != nil {
		for i, key := range keys {
			id, known := s.ids[key]
			found[i] = Version{Version: id.version, Known: known}
		}
	}
	return found, nil
}

func (m *memory) Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
	if err := m.enter(ctx); err != nil {
		return time.Time{}, err
	}
	defer m.mu.Unlock()
	if m.quotas[key] == nil {
		m.quotas[key] = &quotaLog{}
	}
	return m.quotas[key].take(limit, per, now.UTC()), nil
}

func (m *memory) Spent(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if m.quotas[key] == nil {
		return nil, nil
	}
	return slices.Clone(m.quotas[key].stretch(per, now.UTC())), nil
}

func (m *memory) Sources(ctx context.Context) ([]string, error) {
	if err := m.enter(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.sources)), nil
}

// Dead returns the records that were rejected, in the order of their commits.
func (m *memory) Dead() []Dead {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.dead)
}

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

// quotaLog is the times of requests, ascending. It keeps twice the longest
// stretch that was asked for, for a clock that went ahead and comes back.
type quotaLog struct {
	times   []time.Time
	longest time.Duration
}

func (l *quotaLog) take(limit int, per time.Duration, now time.Time) time.Time {
	l.longest = max(l.longest, per)
	spent := l.stretch(per, now)
	if limit < 1 {
		return now.Add(per)
	}
	if n := len(spent); n >= limit {
		return spent[n-limit].Add(per)
	}
	at, _ := slices.BinarySearchFunc(l.times, now, time.Time.Compare)
	l.times = slices.Insert(l.times, at, now)
	old, _ := slices.BinarySearchFunc(l.times, now.Add(-2*l.longest), time.Time.Compare)
	l.times = slices.Delete(l.times, 0, old)
	return time.Time{}
}

// stretch returns what counts at now. It is the log's own slice.
func (l *quotaLog) stretch(per time.Duration, now time.Time) []time.Time {
	for i := len(l.times) - 1; i >= 0 && l.times[i].After(now.Add(per)); i-- {
		l.times[i] = now // no request is that far ahead: it was made before now, by a clock that was wrong
	}
	slices.SortFunc(l.times, time.Time.Compare)
	return l.times[firstAfter(l.times, now.Add(-per)):]
}

// firstAfter returns the index of the first time after t.
func firstAfter(times []time.Time, t time.Time) int {
	at, _ := slices.BinarySearchFunc(times, t, func(a, b time.Time) int { return cmp.Or(a.Compare(b), -1) })
	return at
}
