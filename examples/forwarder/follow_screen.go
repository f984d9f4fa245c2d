// How far a follower is, for people: on a terminal one line that is written
// over, in a pipe the same line in the log, once a minute. And its pulse, for
// those who watch it: whether its loops still turn.

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// How often the line is written: over itself, and in the log.
const (
	overEvery = 200 * time.Millisecond
	logEvery  = time.Minute
)

// screen is standard error with a progress line.
type screen struct {
	w        io.Writer
	log      *slog.Logger
	terminal bool

	mu      sync.Mutex
	last    time.Time
	pending *feed.Progress // not written yet
	open    bool           // the line stands there without its end
	changed bool           // since the last report
}

func newScreen(w io.Writer) *screen {
	return &screen{w: w, log: slog.New(slog.DiscardHandler), terminal: isTerminal(w)}
}

// progressed is called by the feeds.
func (f *follower) progressed(p feed.Progress) { f.screen.show(p) }

func (s *screen) show(p feed.Progress) {
	s.mu.Lock()
	s.pending, s.changed = &p, true
	every := logEvery
	if s.terminal {
		every = overEvery
	}
	due := time.Since(s.last) >= every
	s.mu.Unlock()
	if due {
		s.draw()
	}
}

// draw writes what is pending.
func (s *screen) draw() {
	s.mu.Lock()
	p := s.pending
	s.pending, s.last = nil, time.Now()
	if p != nil && s.terminal {
		_, _ = fmt.Fprintf(s.w, "\r\x1b[K%s", p)
		s.open = true
	}
	s.mu.Unlock()
	if p != nil && !s.terminal {
		s.log.Info(p.String(), "source", p.Source, "records", p.Records, "lag", p.Lag)
	}
}

// Write is for the log: whole lines, below the progress line.
func (s *screen) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed()
	return s.w.Write(line)
}

// feed ends the progress line. The lock is held.
func (s *screen) feed() {
	if s.open {
		_, _ = io.WriteString(s.w, "\n")
		s.open = false
	}
}

// end writes the last of it.
func (s *screen) end() {
	s.draw()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed()
}

// dirty reports whether anything was acknowledged since it was last called.
func (s *screen) dirty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.changed
	s.changed = false
	return was
}

// pulse is the clock of the feeds, which sees their loops turn: each asks for the
// time, and says when it sleeps and for how long.
type pulse struct {
	proofpoint.Clock
	mu      sync.Mutex
	turned  time.Time // real time
	longest time.Duration
	hands   int // batches that the output has
}

// shortWait is the least that counts as a loop's longest wait.
const shortWait = 5 * time.Minute

func newPulse(c proofpoint.Clock) *pulse {
	if c == nil {
		c = realClock{}
	}
	return &pulse{Clock: c, turned: time.Now(), longest: shortWait}
}

// Sleep waits as the clock does.
func (p *pulse) Sleep(ctx context.Context, d time.Duration) error {
	p.beat(d)
	err := p.Clock.Sleep(ctx, d)
	p.beat(0)
	return err
}

// beat says that something moves, and how long it is going to wait.
func (p *pulse) beat(wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turned, p.longest = time.Now(), max(p.longest, wait)
}

// busy counts batches that the output has: who waits for a reader is not dead.
func (p *pulse) busy(in bool) {
	p.beat(0)
	p.mu.Lock()
	defer p.mu.Unlock()
	if in {
		p.hands++
	} else {
		p.hands--
	}
}

// alive reports whether the loops turned within three times their longest wait.
func (p *pulse) alive() (since time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	since = time.Since(p.turned)
	return since, p.hands > 0 || since <= 3*p.longest
}

// observer counts exchanges as turns: a long answer is no standstill.
func (p *pulse) observer() proofpoint.Observer {
	return proofpoint.Observer{
		Attempt: func(proofpoint.Attempt, int, time.Duration, error) { p.beat(0) },
		Page:    func(string, proofpoint.Page) { p.beat(0) },
	}
}

// realClock is the system's.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
