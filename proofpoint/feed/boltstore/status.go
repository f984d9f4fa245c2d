// status.json: the last report, for those who cannot open a ledger that is held.

package boltstore

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

const statusEvery = time.Second

type status struct {
	dir string
	o   Options

	mu      sync.Mutex
	written time.Time
	waiting []byte // came too early; nil if none did
}

// WriteStatus replaces status.json by a report, at most once a second: one that
// comes earlier is kept, and written by a later call or by Close unless a newer
// one came. A reader finds the old report or the new one, never a part.
func (s *Store) WriteStatus(report []byte) error {
	s.end.Lock()
	closed := s.closed
	s.end.Unlock()
	if closed {
		return feed.ErrStoreClosed
	}
	return s.status.write(report)
}

func (s *status) write(report []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = bytes.Clone(report)
	now := s.o.now()
	if since := now.Sub(s.written); since >= 0 && since < statusEvery { // a clock that went back is no reason to be silent
		return nil
	}
	s.written = now
	return s.replace()
}

func (s *status) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting == nil {
		return nil
	}
	return s.replace()
}

func (s *status) replace() error {
	if err := replaceFile(filepath.Join(s.dir, statusFile), s.waiting); err != nil {
		return fmt.Errorf("boltstore: %q: %w: %w", s.dir, feed.ErrStateUnwritable, err)
	}
	s.waiting = nil
	return nil
}

// ReadStatus returns the last report of a directory and when it was written. It
// takes no lock. It is nil, and no error, if there is none yet;
// feed.ErrStateForeign or feed.ErrStateNewer if the directory is not ours.
func ReadStatus(dir string) (report []byte, written time.Time, err error) {
	k, known, err := readKind(dir)
	if err == nil && !known {
		err = fmt.Errorf("%w: it has no FORMAT", feed.ErrStateForeign)
	}
	if err == nil {
		err = current.accept(k, k.demo)
	}
	if err != nil {
		return nil, time.Time{}, told(dir, err)
	}
	path := filepath.Join(dir, statusFile)
	info, err := os.Stat(path)
	if err == nil {
		report, err = os.ReadFile(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, time.Time{}, nil
	}
	if err != nil {
		return nil, time.Time{}, told(dir, err)
	}
	return report, info.ModTime().UTC(), nil
}
