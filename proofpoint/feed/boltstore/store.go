// The store: states by compare and swap. What a commit brings goes into one
// transaction of bbolt, which the disk has when Commit returns.

package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Store is a [feed.Store] in a directory. It is safe for concurrent use.
type Store struct {
	dir    string
	o      Options
	db     *bbolt.DB
	status status
	dead   deadLetters // under mu

	// mu is held for writing by commits and by what fills index, for reading by
	// lookups, so that the filters always know at least what a transaction sees.
	mu    sync.RWMutex
	index map[string]*index // of the sources that were looked up

	end    sync.Mutex
	closed bool
	broken error // why nothing is written any more; nil while all is well
}

// Kind names the kind of store for reports: "bbolt".
func (s *Store) Kind() string { return "bbolt" }

// Bytes returns the size of ledger.db in bytes, 0 if it cannot be told.
func (s *Store) Bytes() int64 {
	info, err := os.Stat(filepath.Join(s.dir, ledgerFile))
	if err != nil {
		return 0
	}
	return info.Size()
}

// Load implements [feed.Store].
func (s *Store) Load(ctx context.Context, source string) (state []byte, rev uint64, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(sourcesBucket).Bucket([]byte(source))
		if b == nil {
			return nil
		}
		kept, at, err := openState(b.Get(stateKey))
		if err != nil {
			return fmt.Errorf("boltstore: %q: source %q: %w", s.dir, source, err)
		}
		state, rev = bytes.Clone(kept), at
		return nil
	})
	return state, rev, err
}

// Sources implements [feed.Store].
func (s *Store) Sources(ctx context.Context) (sources []string, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket(sourcesBucket).ForEachBucket(func(name []byte) error {
			sources = append(sources, string(name))
			return nil
		})
	})
	return sources, err
}

// Commit implements [feed.Store].
func (s *Store) Commit(ctx context.Context, source string, rev uint64, c feed.Change) (newRev uint64, err error) {
	if len(c.State) == 0 {
		return 0, errors.New("boltstore: a change without a state")
	}
	ids := hashIDs(c.IDs)
	s.mu.Lock()
	defer s.mu.Unlock()
	ix := s.index[source]
	var change indexChange
	undo := func() {}
	err = s.write(ctx, func(tx *bbolt.Tx) (err error) {
		b, err := s.swap(tx, source, rev, c.State, &newRev)
		if err != nil {
			return err
		}
		if ix, change, err = putIDs(b, ix, ids, c); err != nil {
			return err
		}
		undo, err = s.dead.add(source, c.Dead)
		return err
	})
	if err != nil {
		if !errors.Is(err, feed.ErrAckUnknown) {
			undo()
		}
		return 0, err
	}
	if ix != nil {
		ix.apply(change)
		s.index[source] = ix
	}
	s.dead.trim()
	return newRev, nil
}

// swap replaces a state and returns the bucket of its source.
func (s *Store) swap(tx *bbolt.Tx, source string, rev uint64, state []byte, newRev *uint64) (*bbolt.Bucket, error) {
	sources := tx.Bucket(sourcesBucket)
	var have uint64
	if b := sources.Bucket([]byte(source)); b != nil {
		var err error
		if _, have, err = openState(b.Get(stateKey)); err != nil {
			return nil, fmt.Errorf("boltstore: %q: source %q: %w", s.dir, source, err)
		}
	}
	if have != rev {
		return nil, fmt.Errorf("%w (revision %d, not %d)", feed.ErrFenced, have, rev)
	}
	next, err := sources.NextSequence() // of all sources: one that was forgotten does not begin at 1 again
	if err != nil {
		return nil, err
	}
	b, err := sources.CreateBucketIfNotExists([]byte(source))
	if err != nil {
		return nil, err
	}
	*newRev = next
	return b, b.Put(stateKey, sealState(next, state))
}

// Forget removes a source with its state and identities: one that no feed has
// any more. It is nothing if there is none.
func (s *Store) Forget(ctx context.Context, source string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		err := tx.Bucket(sourcesBucket).DeleteBucket([]byte(source))
		if errors.Is(err, bolterrors.ErrBucketNotFound) {
			return errUnchanged
		}
		return err
	})
	if err == nil {
		delete(s.index, source)
	}
	return err
}

// Close implements [feed.Store]. The last report is written if it is still to be.
func (s *Store) Close() error {
	s.end.Lock()
	defer s.end.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.status.flush()
	// While the lock is held: afterwards it may be another's.
	if rmErr := os.Remove(filepath.Join(s.dir, ownerFile)); rmErr != nil && !errors.Is(rmErr, os.ErrNotExist) {
		err = errors.Join(err, rmErr)
	}
	return errors.Join(err, s.db.Close())
}

// ready says why a call cannot begin.
func (s *Store) ready(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.end.Lock()
	defer s.end.Unlock()
	if s.closed {
		return feed.ErrStoreClosed
	}
	return s.broken
}

func (s *Store) view(ctx context.Context, f func(*bbolt.Tx) error) (err error) {
	if err := s.ready(ctx); err != nil {
		return err
	}
	defer faultsPanic()()
	defer rescue(&err)
	return closedError(s.db.View(f))
}

// errUnchanged makes write end without a commit and without an error.
var errUnchanged = errors.New("nothing to write")

// write runs f in a transaction and commits it. An error of f is returned as it
// is; one of the disk is feed.ErrStateUnwritable or, where the commit may be on
// the disk all the same, feed.ErrAckUnknown.
func (s *Store) write(ctx context.Context, f func(*bbolt.Tx) error) (err error) {
	if err := s.ready(ctx); err != nil {
		return err
	}
	defer faultsPanic()()
	defer rescue(&err)
	tx, err := s.db.Begin(true)
	if err != nil {
		return closedError(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing after a commit
	if err := f(tx); err != nil {
		if errors.Is(err, errUnchanged) {
			return nil
		}
		return err
	}
	id := tx.ID()
	if err := tx.Commit(); err != nil {
		return s.commitError(id, err)
	}
	return nil
}

// commitError finds out what a failed commit left. The pages of a transaction
// count only when the page that names them is written; if that one is to be seen,
// it was the wait for the disk that failed, and nobody knows what the disk has.
func (s *Store) commitError(id int, cause error) error {
	seen := 0
	if err := s.db.View(func(tx *bbolt.Tx) error { seen = tx.ID(); return nil }); err != nil {
		cause = errors.Join(cause, err)
	} else if seen < id {
		return fmt.Errorf("boltstore: %q: %w: %w; make room or mend the disk", s.dir, feed.ErrStateUnwritable, cause)
	}
	err := fmt.Errorf("boltstore: %q: %w: %w", s.dir, feed.ErrAckUnknown, cause)
	s.end.Lock()
	defer s.end.Unlock()
	s.broken = fmt.Errorf("boltstore: %q: %w: an earlier commit is in doubt: %w; open it again", s.dir, feed.ErrStateUnwritable, cause)
	return err
}

func closedError(err error) error {
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return feed.ErrStoreClosed
	}
	return err
}
