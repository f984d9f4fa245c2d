// A feed from outside: opened over a store, ranged over, closed. The loop itself
// is in run.go; what one window takes is in ask.go, what a batch may do in
// deliver.go.

package feed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Feed collects from its sources. Its methods are safe for concurrent use, but
// one range over [Feed.Batches] at a time.
type Feed struct {
	cfg   Config
	clock proofpoint.Clock
	log   *slog.Logger

	progress sync.Mutex // OnProgress is never called twice at the same time

	mu      sync.Mutex // all below, and what streams and parcels hold
	streams []*stream
	parcels []*parcel // handed out, or waiting to come again; oldest first
	epoch   int       // of what was loaded; what was handed out before is void
	running bool
	closed  bool
	broken  error // what the store said; ends Batches
	stop    context.CancelCauseFunc
	wake    context.CancelFunc // of the sleep under way
	turns   int64
	poked   bool // something changed since it was last looked at
	said    map[string]*saying
	opened  time.Time
	run     runTotals
}

// runTotals are counted since the feed was opened.
type runTotals struct{ windows, records int64 }

// stream is a source and what is known of it.
type stream struct {
	index   int
	src     Source
	rules   rules
	id      query
	state   *state
	rev     uint64
	windows []*window
	pending map[string]pending // identities that are out
	edge    time.Time          // where live asking began
	width   time.Duration      // of a window, at most
	calm    int                // so many windows more are not wider
	skew    time.Duration      // the service's time less ours
	sure    time.Time          // the service's, when it answered last; zero: it has not yet
	turn    int64              // when it had its last turn
	trouble trouble
	sparse  time.Duration // how often the newest stretch is asked for, where the quota allows no more; 0: as the source says
	oldest  time.Duration // the service's own word on its horizon; 0: none
}

// Open checks a configuration and reads the states of its sources. It makes no
// request. The errors are those of a mistaken configuration, [ErrStateForeign],
// [ErrStateNewer], [ErrStateCorrupt], and the store's own. The store stays the
// caller's, who closes it after the feed.
func Open(cfg Config) (*Feed, error) {
	if err := cfg.fill(); err != nil {
		return nil, err
	}
	f := &Feed{cfg: cfg, clock: cfg.Clock, log: cfg.Logger, said: map[string]*saying{}, opened: cfg.Clock.Now()}
	names := map[string]bool{}
	for i, src := range cfg.Sources {
		if names[src.Name] {
			return nil, fmt.Errorf("feed: two sources are called %q: give each a name of its own", src.Name)
		}
		names[src.Name] = true
		s, err := f.stream(i, src)
		if err != nil {
			return nil, err
		}
		f.streams = append(f.streams, s)
	}
	f.spread()
	if err := f.load(context.Background()); err != nil {
		return nil, err
	}
	return f, nil
}

// fill checks a configuration and puts the defaults in.
func (c *Config) fill() error {
	switch {
	case c.Client == nil:
		return errors.New("feed: Client is not set")
	case c.Store == nil:
		return errors.New("feed: Store is not set: say Memory(), or open one of package boltstore")
	case len(c.Sources) == 0:
		return errors.New("feed: Sources is empty")
	case c.MaxRecords < 0 || c.MaxBytes < 0 || c.MaxUnacked < 0:
		return fmt.Errorf("feed: MaxRecords %d, MaxBytes %d, MaxUnacked %d: none may be negative", c.MaxRecords, c.MaxBytes, c.MaxUnacked)
	case c.LiveShare < 0 || c.LiveShare > 1:
		return fmt.Errorf("feed: LiveShare %v is no share: say 0 to 1", c.LiveShare)
	case c.Quota < Wait || c.Quota > Off:
		return fmt.Errorf("feed: Quota %d is unknown: say Wait, Refuse or Off", c.Quota)
	case c.Tenant != "" && !named.MatchString(c.Tenant):
		return fmt.Errorf("feed: Tenant %q: use letters, digits, dots, dashes and underscores", c.Tenant)
	}
	c.Sources = slices.Clone(c.Sources)
	c.MaxRecords, c.MaxBytes = orInt(c.MaxRecords, 1000), orInt(c.MaxBytes, 4<<20)
	c.MaxUnacked = orInt(c.MaxUnacked, 1)
	c.To = c.To.UTC().Truncate(time.Second)
	if c.LiveShare == 0 {
		c.LiveShare = 0.7
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	return nil
}

func orInt(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}

var named = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// stream makes ready what is to be known of a source.
func (f *Feed) stream(index int, src Source) (*stream, error) {
	r, err := src.rules()
	if err != nil {
		return nil, err
	}
	if err := f.cfg.Start.check(r, src.Name); err != nil {
		return nil, err
	}
	id, err := queryOf(f.cfg.Client, f.cfg.Tenant, src, r)
	if err != nil {
		return nil, err
	}
	if src.Identity == nil {
		src.Identity = Identify
	}
	if src.Kind == nil {
		src.Kind = kindOf(src.Name)
	}
	return &stream{index: index, src: src, rules: r, id: id}, nil
}

// load reads the states anew; what was handed out before is void.
func (f *Feed) load(ctx context.Context) error {
	for _, s := range f.streams {
		raw, rev, err := f.cfg.Store.Load(ctx, s.id.key)
		if err != nil {
			return fmt.Errorf("feed: the state of %q cannot be read: %w", s.src.Name, err)
		}
		s.state, s.rev, s.windows, s.pending = nil, rev, nil, map[string]pending{}
		s.edge, s.width = time.Time{}, s.rules.max
		if raw == nil {
			continue
		}
		if s.state, err = decodeState(raw, s.id.key); err != nil {
			return err
		}
	}
	f.parcels, f.broken = nil, nil
	f.epoch++
	return nil
}

// begin writes down where sources begin that have no state, because a start that
// was only meant would move with every run that acknowledges nothing.
func (f *Feed) begin(ctx context.Context) error {
	for _, s := range f.streams {
		if s.state != nil {
			continue
		}
		fresh := &state{Source: s.id.key, Start: f.cfg.Start.time(s.limits(), s.now(f.clock))}
		if err := f.commit(ctx, s, fresh, Change{}); err != nil {
			return err
		}
	}
	return nil
}

// commitTime bounds one commit. A commit is not given up because its caller is:
// it would not be known what became of it.
const commitTime = 10 * time.Second

// commit writes a state and what belongs to it, and puts it in force. The lock is
// held.
func (f *Feed) commit(ctx context.Context, s *stream, next *state, c Change) error {
	raw, err := next.encode()
	if err != nil {
		return err
	}
	c.State, c.Now = raw, s.now(f.clock)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTime)
	defer cancel()
	rev, err := f.cfg.Store.Commit(ctx, s.id.key, s.rev, c)
	switch {
	case err == nil:
		s.state, s.rev = next, rev
		return nil
	case errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, ErrAckUnknown):
		err = fmt.Errorf("%w: %w", ErrAckUnknown, err)
	}
	f.broken = fmt.Errorf("feed: source %q: %w", s.src.Name, err)
	f.poke()
	return f.broken
}

// Batches hands out what comes, for ever, or until a backfill is done. It waits
// out everything else and ends, with an error as its last pair, only when ctx
// ends (its cause), when the feed is closed ([ErrClosed]), when the store or a
// state cannot be used ([ErrFenced], [ErrAckUnknown], [ErrStateForeign] and the
// others), and with Quota Refuse where a pool is spent ([*QuotaError]).
//
// What was handed out may be acknowledged after the range was left, as long as
// the feed is open. A second range goes on where the first one was.
func (f *Feed) Batches(ctx context.Context) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		ctx, err := f.enter(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.leave()
		r := &run{f: f, ctx: ctx, yield: yield}
		if err := r.loop(); err != nil && !r.left {
			yield(nil, err)
		}
	}
}

func (f *Feed) enter(ctx context.Context) (context.Context, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		return nil, ErrClosed
	case f.running:
		return nil, errors.New("feed: Batches is ranged over already: one range at a time")
	}
	if f.broken != nil {
		if err := f.load(ctx); err != nil {
			return nil, err
		}
	}
	if err := f.begin(ctx); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	f.running, f.stop = true, stop
	return ctx, nil
}

func (f *Feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stop(nil)
	f.running, f.stop = false, nil
}

// Close ends a range that is under way, at its next step, and makes what is out
// void. It does not close the store. A second Close does nothing.
func (f *Feed) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.stop != nil {
		f.stop(ErrClosed)
	}
	f.poke()
	return nil
}

// now is the service's time, as far as its answers tell.
func (s *stream) now(c proofpoint.Clock) time.Time { return c.Now().Add(s.skew).UTC() }

// heard takes the service's word on what the time was at ours.
func (s *stream) heard(service, ours time.Time) {
	s.skew = service.Sub(ours)
	if service.After(s.sure) {
		s.sure = service
	}
}

// doubt is by how much now may be ahead of the service's time. Our clock may have
// been stepped since it answered last, or be wrong if it has not answered yet.
func (s *stream) doubt(now time.Time) time.Duration {
	if s.sure.IsZero() {
		return unsure
	}
	if d := now.Sub(s.sure); d >= time.Second { // answers tell whole seconds
		return d
	}
	return 0
}

// unsure is longer than any horizon.
const unsure = 200 * 365 * 24 * time.Hour

// limits are the rules with what the service said of its horizon.
func (s *stream) limits() rules {
	r := s.rules
	if s.oldest > 0 && (r.horizon <= 0 || s.oldest < r.horizon) {
		r.horizon = s.oldest
	}
	return r
}

// view is what the schedule decides from.
func (f *Feed) view(s *stream) view {
	now, given := s.now(f.clock), f.given(s)
	return view{ledger: s.state.Ledger, busy: append(s.busy(), given...), given: given, start: s.state.Start, stop: f.cfg.To, edge: s.edge,
		now: now, doubt: s.doubt(now), width: s.width}
}

// busy are the stretches that are being asked, or wait to be acknowledged.
func (s *stream) busy() []stretch {
	var out []stretch
	for _, w := range s.windows {
		out = append(out, w.stretch)
	}
	return out
}

// given are the stretches that are handed out as gaps.
func (f *Feed) given(s *stream) []stretch {
	var out []stretch
	for _, p := range f.parcels {
		for _, l := range p.lost {
			if p.s == s {
				out = append(out, l.stretch)
			}
		}
	}
	return out
}
