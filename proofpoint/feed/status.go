// What a feed knows, for people and monitors: which hours are complete, what is
// missing, what was lost, what the quota allows. The JSON is a contract: version
// first, times RFC 3339 in UTC, durations in seconds, unknown is null and never 0.

package feed

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Status is what is known of a feed at a time.
type Status struct {
	Version int       `json:"version"` // 1
	At      time.Time `json:"at"`      // by the feed's clock
	// Complete says that nothing is missing but what is too new to be asked for,
	// and that there is no gap.
	Complete bool           `json:"complete"`
	Owner    *string        `json:"owner"` // who runs it; null unless the program says so
	Store    StoreStatus    `json:"store"`
	Tenants  []TenantStatus `json:"tenants"`
	// Orphans are sources of the tenant that the store knows and this feed does
	// not: of a filter or a credential's service that was changed, for example.
	Orphans []string `json:"orphans"`
}

// StoreStatus says where the state is kept.
type StoreStatus struct {
	Kind  *string `json:"kind"` // "bbolt"
	Bytes *int64  `json:"bytes"`
}

// Describer is a [Store] that can say what it is, for [Status]: its kind, and its
// size in bytes. Package boltstore's is one.
type Describer interface {
	Kind() string
	Bytes() int64
}

// TenantState is what a tenant or a source is at.
type TenantState string

// The states.
const (
	Running      TenantState = "running"
	WaitingQuota TenantState = "waiting_quota"
	Suspended    TenantState = "suspended" // 401 or 403; tried again every 5 minutes
	Backfilling  TenantState = "backfilling"
	Stopped      TenantState = "stopped" // nobody ranges over the feed
)

// TenantStatus is the part of one tenant.
type TenantStatus struct {
	Name       string         `json:"name"`
	State      TenantState    `json:"state"`      // the one of its sources' that needs a person first
	Credential *string        `json:"credential"` // fingerprint of the first source's, no secret
	Sources    []SourceStatus `json:"sources"`
	Quota      []QuotaStatus  `json:"quota"`
}

// SourceStatus is the part of one source.
type SourceStatus struct {
	Name  string      `json:"name"`
	State TenantState `json:"state"`
	// CompleteUntil is the end of what is complete from the start on, without a
	// hole; SettledUntil the same of what will not be asked again.
	CompleteUntil *time.Time   `json:"complete_until"`
	SettledUntil  *time.Time   `json:"settled_until"`
	Lag           *int64       `json:"lag_s"` // from CompleteUntil to now
	Windows       WindowCounts `json:"windows"`
	Gaps          []GapStatus  `json:"gaps"`
	Records       int64        `json:"records"` // acknowledged
	Late          LateStatus   `json:"late"`
	DeadLetters   int64        `json:"dead_letters"`
	LastError     *string      `json:"last_error"` // of trouble that lasts
}

// WindowCounts are counted in windows of Source.Max, parts of one as one.
type WindowCounts struct {
	Planned int `json:"planned"` // missing, and due
	Fetched int `json:"fetched"` // out, to be acknowledged
	Acked   int `json:"acked"`
	Settled int `json:"settled"` // of the acknowledged
	Expired int `json:"expired"`
}

// GapStatus is a stretch of time that cannot be fetched any more.
type GapStatus struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
	Acked  bool      `json:"acked"`
}

// LateStatus says how long after the end of their windows records came that were
// not there at first.
type LateStatus struct {
	Count int64  `json:"count"`
	P50   *int64 `json:"p50_s"` // half of them came within this; rounded up to a step
	Max   *int64 `json:"max_s"`
}

// Status says what is known now. It asks the store, and no service. The error is
// the store's.
func (f *Feed) Status(ctx context.Context) (Status, error) {
	known, err := f.cfg.Store.Sources(ctx)
	if err != nil {
		return Status{}, err
	}
	quota, err := f.quota(ctx)
	if err != nil {
		return Status{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	st := Status{Version: 1, At: seconds(f.clock.Now()), Complete: true, Orphans: []string{}}
	if d, ok := f.cfg.Store.(Describer); ok {
		kind, bytes := d.Kind(), d.Bytes()
		st.Store = StoreStatus{&kind, &bytes}
	}
	tenant := TenantStatus{Name: f.cfg.Tenant, State: Stopped, Quota: quota}
	if credential := f.streams[0].id.credential; credential != "" {
		tenant.Credential = &credential
	}
	for i, s := range f.streams {
		one := f.sourceStatus(s)
		tenant.Sources = append(tenant.Sources, one)
		if i == 0 || slices.Index(urgency, one.State) < slices.Index(urgency, tenant.State) {
			tenant.State = one.State
		}
		st.Complete = st.Complete && one.Windows.Planned+one.Windows.Fetched+len(one.Gaps) == 0 && one.CompleteUntil != nil
	}
	st.Tenants = []TenantStatus{tenant}
	for _, name := range known {
		ours := slices.ContainsFunc(f.streams, func(s *stream) bool { return s.id.key == name })
		if strings.HasPrefix(name, f.cfg.Tenant+"/") && !ours {
			st.Orphans = append(st.Orphans, name)
		}
	}
	return st, nil
}

// urgency orders states by who looks first.
var urgency = []TenantState{Suspended, WaitingQuota, Backfilling, Running, Stopped}

// sourceStatus is the part of one source. The lock is held.
func (f *Feed) sourceStatus(s *stream) SourceStatus {
	one := SourceStatus{Name: s.src.Name, State: f.stateOf(s), Gaps: []GapStatus{}}
	if s.trouble.last != nil {
		text := s.trouble.last.Error()
		one.LastError = &text
	}
	if s.state == nil {
		return one
	}
	l, now := s.state.Ledger, s.now(f.clock)
	complete := l.until(s.state.Start, func(g segment) bool { return true })
	settled := l.until(s.state.Start, func(g segment) bool { return g.Asked.IsZero() })
	lag := int64(max(now.Sub(complete), 0) / time.Second)
	one.CompleteUntil, one.SettledUntil, one.Lag = &complete, &settled, &lag
	one.Windows = f.windowCounts(s)
	for _, g := range l {
		if g.Expired != "" {
			one.Gaps = append(one.Gaps, GapStatus{g.From, g.To, g.Expired, true})
		}
	}
	for _, p := range f.parcels {
		for _, g := range p.lost {
			if p.s == s {
				one.Gaps = append(one.Gaps, GapStatus{g.from, g.to, g.reason, false})
			}
		}
	}
	t := &s.state.Totals
	one.Records, one.DeadLetters, one.Late.Count = t.Records, t.Dead, t.Late.Count
	if t.Late.Count > 0 {
		p50, most := t.Late.median(), t.Late.Max
		one.Late.P50, one.Late.Max = &p50, &most
	}
	return one
}

// stateOf is what a source is at. The lock is held.
func (f *Feed) stateOf(s *stream) TenantState {
	switch {
	case !f.running:
		return Stopped
	case s.trouble.refused():
		return Suspended
	case s.trouble.quota != nil && s.trouble.quota.FreeAt.After(s.now(f.clock)):
		return WaitingQuota
	case s.state != nil && len(s.limits().holes(f.view(s))) > 0:
		return Backfilling
	}
	return Running
}

// windowCounts counts a ledger by windows. The lock is held.
func (f *Feed) windowCounts(s *stream) WindowCounts {
	r, v := s.limits(), f.view(s)
	count := func(d time.Duration) int { return int((d + r.max - 1) / r.max) }
	c := WindowCounts{
		Acked:   count(v.ledger.total(func(g segment) bool { return g.Expired == "" })),
		Settled: count(v.ledger.total(segment.settled)),
		Expired: count(v.ledger.total(func(g segment) bool { return g.Expired != "" })),
	}
	d := r.decide(v)
	v.edge = d.edge // a feed that was only opened has none yet
	for _, hole := range r.holes(v) {
		c.Planned += count(hole.len())
	}
	for _, t := range d.tasks {
		if t.class != backfill {
			c.Planned++
		}
	}
	for _, w := range s.windows {
		c.Fetched += count(w.len())
	}
	return c
}

func seconds(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
