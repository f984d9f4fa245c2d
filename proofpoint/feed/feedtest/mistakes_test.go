// The trials on trial: stores with one mistake each, made of the one in memory,
// must fail where the mistake is.

package feedtest_test

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/feedtest"
)

// mistaken is a store of which any call can be another one.
type mistaken struct {
	feed.Store
	load    func(ctx context.Context, source string) ([]byte, uint64, error)
	commit  func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error)
	seen    func(ctx context.Context, source string, keys []string) ([]feed.Version, error)
	take    func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error)
	spent   func(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error)
	sources func(ctx context.Context) ([]string, error)
	close   func() error
}

func newMistaken() *mistaken {
	m := feed.Memory()
	return &mistaken{m, m.Load, m.Commit, m.Seen, m.Take, m.Spent, m.Sources, m.Close}
}

func (m *mistaken) Load(ctx context.Context, source string) ([]byte, uint64, error) {
	return m.load(ctx, source)
}

func (m *mistaken) Commit(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
	return m.commit(ctx, source, rev, c)
}

func (m *mistaken) Seen(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
	return m.seen(ctx, source, keys)
}

func (m *mistaken) Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
	return m.take(ctx, key, limit, per, now)
}

func (m *mistaken) Spent(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error) {
	return m.spent(ctx, key, per, now)
}

func (m *mistaken) Sources(ctx context.Context) ([]string, error) { return m.sources(ctx) }

func (m *mistaken) Close() error { return m.close() }

// mistakes are what stores get wrong, and a trial that must show it.
var mistakes = []struct {
	name string
	make func(m *mistaken)
	want string
}{
	{"commits whatever the revision is", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, _ uint64, c feed.Change) (uint64, error) {
			_, rev, err := m.Store.Load(ctx, source)
			if err != nil {
				return 0, err
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "a moved revision is fenced"},
	{"keeps the identities of what it fences", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			next, err := m.Store.Commit(ctx, source, rev, c)
			if errors.Is(err, feed.ErrFenced) {
				if state, at, _ := m.Store.Load(ctx, source); at > 0 {
					c.State = state
					m.Store.Commit(ctx, source, at, c)
				}
			}
			return next, err
		}
	}, "a moved revision is fenced"},
	{"takes a first commit for a revision", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			if state, _, _ := m.Store.Load(ctx, source); state == nil {
				rev = 0
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "a revision where there is no state is fenced"},
	{"checks and swaps in two steps", func(m *mistaken) {
		between := meeting{of: 2}
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			_, at, err := m.Store.Load(ctx, source)
			if err != nil || at != rev || len(c.State) == 0 {
				return 0, errors.Join(err, feed.ErrFenced)
			}
			between.wait()
			for {
				next, err := m.Store.Commit(ctx, source, at, c)
				if !errors.Is(err, feed.ErrFenced) {
					return next, err
				}
				_, at, _ = m.Store.Load(ctx, source)
			}
		}
	}, "every increment counts"},
	{"knows nothing of source names' bytes", func(m *mistaken) {
		m.load = func(ctx context.Context, source string) ([]byte, uint64, error) {
			return m.Store.Load(ctx, strings.TrimSpace(source))
		}
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			return m.Store.Commit(ctx, strings.TrimSpace(source), rev, c)
		}
	}, "sources are apart"},
	{"hands out what it keeps", func(m *mistaken) {
		kept := map[string][]byte{}
		m.load = func(ctx context.Context, source string) ([]byte, uint64, error) {
			state, rev, err := m.Store.Load(ctx, source)
			if old := kept[source]; len(old) == len(state) {
				return old, rev, err
			}
			kept[source] = state
			return state, rev, err
		}
	}, "bytes are not shared"},
	{"cuts large states", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			c.State = c.State[:min(len(c.State), 1<<20)]
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "a state of 3 MB, then a small one, then a large one"},
	{"takes an empty state", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			if len(c.State) == 0 {
				c.State = []byte{0}
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "a change without a state is refused"},
	{"lists sources in any order", func(m *mistaken) {
		m.sources = func(ctx context.Context) ([]string, error) {
			all, err := m.Store.Sources(ctx)
			slices.Reverse(all)
			return all, err
		}
	}, "sources are apart"},
	{"keeps the first version", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			var fresh []feed.ID
			for _, id := range c.IDs {
				if v, err := m.Store.Seen(ctx, source, []string{id.Key}); err == nil && !v[0].Known {
					fresh = append(fresh, id)
				}
			}
			c.IDs = fresh
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "the last version counts"},
	{"takes the first of two in one change", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			c.IDs = slices.Clone(c.IDs)
			slices.Reverse(c.IDs)
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "the last version counts"},
	{"forgets too early", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			c.Until = c.Until.Add(-time.Hour)
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "kept until it may be forgotten, gone an hour after"},
	{"never forgets", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			c.Now = time.Time{}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "kept until it may be forgotten, gone an hour after"},
	{"forgets for all sources", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			all, _ := m.Store.Sources(ctx)
			for _, other := range all {
				if state, at, err := m.Store.Load(ctx, other); err == nil && other != source {
					m.Store.Commit(ctx, other, at, feed.Change{State: state, Now: c.Now})
				}
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "another source forgets for itself"},
	{"takes no time for the end of time", func(m *mistaken) {
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			if c.Now.IsZero() {
				c.Now = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
	}, "no time is no reason to forget"},
	{"looks up the hour of the last end", lastEnd, "the last version counts in whatever order the ends come"},
	{"cuts long keys", func(m *mistaken) {
		short := func(key string) string { return key[:min(len(key), 1000)] }
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			c.IDs = slices.Clone(c.IDs)
			for i := range c.IDs {
				c.IDs[i].Key = short(c.IDs[i].Key)
			}
			return m.Store.Commit(ctx, source, rev, c)
		}
		m.seen = func(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
			keys = slices.Clone(keys)
			for i := range keys {
				keys[i] = short(keys[i])
			}
			return m.Store.Seen(ctx, source, keys)
		}
	}, "keys and versions are any bytes"},
	{"answers each key once", func(m *mistaken) {
		m.seen = func(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
			return m.Store.Seen(ctx, source, slices.Compact(slices.Clone(keys)))
		}
	}, "seen answers each key in its place"},
	{"shows a commit in two steps", func(m *mistaken) {
		var mu sync.Mutex
		var half []feed.ID
		between := meeting{of: 2}
		m.seen = func(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
			found, err := m.Store.Seen(ctx, source, keys)
			mu.Lock()
			for _, id := range half {
				if i := slices.Index(keys, id.Key); i >= 0 && err == nil {
					found[i] = feed.Version{Version: id.Version, Known: true}
				}
			}
			mu.Unlock()
			between.wait()
			return found, err
		}
		m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
			if len(c.IDs) > 1 && source == "a" {
				mu.Lock()
				half = c.IDs[:1]
				mu.Unlock()
				between.wait()
			}
			next, err := m.Store.Commit(ctx, source, rev, c)
			mu.Lock()
			half = nil
			mu.Unlock()
			return next, err
		}
	}, "a commit is seen whole"},
	{"counts a refusal", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			free, err := m.Store.Take(ctx, key, limit, per, now)
			if err == nil && !free.IsZero() {
				m.Store.Take(ctx, key, 1<<30, per, now)
			}
			return free, err
		}
	}, "a refusal counts nothing"},
	{"is free a moment early", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			return m.Store.Take(ctx, key, limit, per, now.Add(time.Nanosecond))
		}
	}, "a full stretch, and its edge"},
	{"counts in fixed days", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			return m.Store.Take(ctx, key, limit, per, now.Truncate(per))
		}
	}, "a rolling stretch"},
	{"keeps seconds only", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			return m.Store.Take(ctx, key, limit, per, now.Truncate(time.Second))
		}
	}, "a full stretch, and its edge"},
	{"makes room when the clock goes back", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			spent, err := m.Store.Spent(ctx, key, per, now)
			if err != nil {
				return time.Time{}, err
			}
			later := len(slices.DeleteFunc(spent, func(t time.Time) bool { return !t.After(now) }))
			return m.Store.Take(ctx, key, limit+later, per, now)
		}
	}, "a clock that goes back"},
	{"tells the first time instead of the one that makes room", func(m *mistaken) {
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			free, err := m.Store.Take(ctx, key, limit, per, now)
			if spent, _ := m.Store.Spent(ctx, key, per, now); err == nil && !free.IsZero() && len(spent) > 0 {
				free = spent[0].Add(per)
			}
			return free, err
		}
	}, "a lower limit"},
	{"counts and then takes", func(m *mistaken) {
		between := meeting{of: 8}
		m.take = func(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (time.Time, error) {
			spent, err := m.Store.Spent(ctx, key, per, now)
			if err != nil {
				return time.Time{}, err
			}
			if len(spent) >= limit && limit > 0 {
				return spent[len(spent)-limit].Add(per), nil
			}
			between.wait()
			return m.Store.Take(ctx, key, max(limit, 0)+len(spent)*min(max(limit, 0), 1), per, now)
		}
	}, "a quota is never exceeded"},
	{"answers under a context that has ended", func(m *mistaken) {
		m.load = func(_ context.Context, source string) ([]byte, uint64, error) {
			return m.Store.Load(context.Background(), source)
		}
	}, "a context that has ended"},
	{"says that the context ended, and not why", func(m *mistaken) {
		m.spent = func(ctx context.Context, key string, per time.Duration, now time.Time) ([]time.Time, error) {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return m.Store.Spent(ctx, key, per, now)
		}
	}, "a context that has ended"},
	{"goes on after Close", func(m *mistaken) { m.close = func() error { return nil } }, "after close"},
	{"cannot be closed twice", func(m *mistaken) {
		closed := false
		m.close = func() error {
			if closed {
				return feed.ErrStoreClosed
			}
			closed = true
			return m.Store.Close()
		}
	}, "after close"},
}

// meeting is where calls that run at the same time come together, so that what
// goes wrong between them does. After a while they go on with those who came.
type meeting struct {
	of      int32
	waiting atomic.Int32
}

func (m *meeting) wait() {
	m.waiting.Add(1)
	for i := 0; i < 1000 && m.waiting.Load() < m.of; i++ {
		runtime.Gosched()
	}
	m.waiting.Add(-1)
}

// lastEnd keeps versions by hour, and of a key that is in two hours answers the
// later hour's, as a store does that only ever adds.
func lastEnd(m *mistaken) {
	type kept struct {
		until   time.Time
		version string
	}
	var mu sync.Mutex
	by := map[string]kept{}
	m.commit = func(ctx context.Context, source string, rev uint64, c feed.Change) (uint64, error) {
		next, err := m.Store.Commit(ctx, source, rev, c)
		mu.Lock()
		defer mu.Unlock()
		for _, id := range c.IDs {
			if k := source + "\x00" + id.Key; err == nil && !c.Until.Before(by[k].until) {
				by[k] = kept{c.Until, id.Version}
			}
		}
		return next, err
	}
	m.seen = func(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
		found, err := m.Store.Seen(ctx, source, keys)
		mu.Lock()
		defer mu.Unlock()
		for i := range found {
			if found[i].Known {
				found[i].Version = by[source+"\x00"+keys[i]].version
			}
		}
		return found, err
	}
}

func TestMistakesAreFound(t *testing.T) {
	for _, tt := range mistakes {
		t.Run(tt.name, func(t *testing.T) {
			failing := feedtest.Failing(t.Context(), func() (feed.Store, func() feed.Store) {
				m := newMistaken()
				tt.make(m)
				return m, nil
			}, tt.want)
			if len(failing) == 0 {
				t.Errorf("trial %q passes, or there is none", tt.want)
			}
		})
	}
}

func TestRightOnesPass(t *testing.T) {
	failing := feedtest.Failing(t.Context(), func() (feed.Store, func() feed.Store) {
		m := newMistaken()
		return m, func() feed.Store { return m } // a next life that remembers all
	})
	if diff := cmp.Diff([]string(nil), failing); diff != "" {
		t.Errorf("a store without a mistake fails (-want +got):\n%s", diff)
	}
}

// TestForgetfulLives: a store of which nothing is left in its next life fails
// every trial of two lives, and so does one that keeps states alone.
func TestForgetfulLives(t *testing.T) {
	for name, next := range map[string]func(m *mistaken) feed.Store{
		"nothing is left": func(*mistaken) feed.Store { return feed.Memory() },
		"states are left": func(m *mistaken) feed.Store {
			fresh := feed.Memory()
			sources, _ := m.Sources(t.Context())
			for _, source := range sources {
				state, _, _ := m.Load(t.Context(), source)
				fresh.Commit(t.Context(), source, 0, feed.Change{State: bytes.Clone(state)})
			}
			return fresh
		},
	} {
		failing := feedtest.Failing(t.Context(), func() (feed.Store, func() feed.Store) {
			m := newMistaken()
			return m, func() feed.Store { return next(m) }
		})
		want := []string{"everything is there again", "identities of many lives, in any order of their ends"}
		for _, trial := range want {
			if !slices.Contains(failing, trial) {
				t.Errorf("%s: trial %q passes", name, trial)
			}
		}
	}
}
