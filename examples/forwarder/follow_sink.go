// Where batches go: a line for each record, written and flushed before the batch
// is acknowledged. A batch whose lines could not all be written is sent back.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// errDrained is why a batch is sent back that the output does not take while the
// run is being stopped.
var errDrained = errors.New("standard output took nothing for " + drainTime.String() + " after the run was told to stop")

// sink is standard output.
type sink struct {
	w      io.Writer
	bare   bool // records alone, without their envelopes
	screen *screen
	late   chan struct{} // closed when draining has taken too long

	mu   sync.Mutex // one batch at a time
	buf  []byte
	line []byte
}

// stopping starts the time for draining when ctx ends.
func (s *sink) stopping(ctx context.Context, most time.Duration) {
	s.late = make(chan struct{})
	context.AfterFunc(ctx, func() { time.AfterFunc(most, func() { close(s.late) }) })
}

// deliver writes a batch and ends it. Gaps were told by the feed, in the log.
func (s *sink) deliver(ctx context.Context, b *feed.Batch) error {
	s.flaws(b)
	done := make(chan error, 1)
	go func() { done <- s.write(b) }()
	select {
	case err := <-done:
		if err != nil {
			b.Nack(err)
			return err
		}
		return b.Ack(ctx)
	case <-s.late:
		b.Nack(errDrained)
		return errors.Join(context.Cause(ctx), errDrained)
	}
}

// write hands the lines of a batch to the output in one piece.
func (s *sink) write(b *feed.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf = s.buf[:0]
	for _, item := range b.Items {
		if s.line = item.Raw; !s.bare {
			s.line = item.AppendEnvelope(nil)
		}
		s.buf = append(appendLine(s.buf, s.line), '\n')
	}
	return s.flush()
}

func (s *sink) flush() error {
	if len(s.buf) == 0 {
		return nil
	}
	if _, err := s.w.Write(s.buf); err != nil {
		return &outputError{fmt.Errorf("standard output: %w", err)}
	}
	return nil
}

// Write is for what is asked beside the feeds: whole lines, between batches.
func (s *sink) Write(lines []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(lines)
}

// flaws tells of records that could not be read as what they should be.
func (s *sink) flaws(b *feed.Batch) {
	n, first := 0, error(nil)
	for _, item := range b.Items {
		if item.Flaw != nil {
			if n++; first == nil {
				first = item.Flaw
			}
		}
	}
	if n > 0 {
		say(s.screen, "forwarder: warning: %s: %s with a flaw, written as they came: %s", b.Source, count(n, "record"), oneLine(first))
	}
}
