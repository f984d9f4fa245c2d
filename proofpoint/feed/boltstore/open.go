// How a directory becomes a store. Everything that could be wrong with it is
// looked at before anything is written: FORMAT, then the ledger without writing,
// then the lock.

package boltstore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Open opens the store in a directory, which is made if it is not there; one
// that is there and no state must be empty. The directory is held until Close or
// the end of the process, on this machine: a network file system will not do.
//
// It fails with a [feed.HeldError] if another process holds it, and with
// feed.ErrStateForeign (something else is in it, or demo data where Options.Demo
// says otherwise), feed.ErrStateNewer, feed.ErrStateCorrupt or
// feed.ErrStateUnwritable. Then nothing was changed.
func Open(dir string, o Options) (*Store, error) {
	return open(dir, o, current)
}

func open(dir string, o Options, sc schema) (*Store, error) {
	o = o.withDefaults()
	defer faultsPanic()()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, placeError(dir, err)
	}
	fresh, err := inspect(dir, o, sc)
	if err != nil {
		return nil, told(dir, err)
	}
	s := &Store{dir: dir, o: o, index: map[string]*index{}, status: status{dir: dir, o: o}}
	s.dead = deadLetters{dir: filepath.Join(dir, deadDir), max: o.DeadBytes, o: o, size: -1}
	if err := s.acquire(sc, fresh); err != nil {
		if s.db != nil {
			s.db.Close() //nolint:errcheck // the first error is the one that counts
		}
		return nil, told(dir, err)
	}
	return s, nil
}

// acquire takes the lock and makes the ledger what this version writes.
func (s *Store) acquire(sc schema, fresh bool) (err error) {
	defer rescue(&err)
	path := filepath.Join(s.dir, ledgerFile)
	s.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: s.o.LockWait, NoSync: s.o.NoSync, MaxSize: int(s.o.MaxBytes),
		FreelistType: bbolt.FreelistMapType, // an hour that goes leaves thousands of free pages
		OpenFile:     openExisting(fresh),
	})
	if err != nil {
		return openError(s.dir, err)
	}
	if err := s.prepare(sc); err != nil {
		return err
	}
	if err := writeOwner(s.dir, s.o.now()); err != nil {
		return fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	}
	return nil
}

// openExisting never makes the file where one must be: a ledger that went
// between looking and locking is not replaced by an empty one.
func openExisting(fresh bool) func(string, int, fs.FileMode) (*os.File, error) {
	return func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		if !fresh {
			flag &^= os.O_CREATE
		}
		return os.OpenFile(name, flag, mode)
	}
}

// prepare looks again, now under the lock, and writes what is missing.
func (s *Store) prepare(sc schema) error {
	want := kind{format: sc.format, demo: s.o.Demo}
	var have kind
	var ours bool
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		have, ours, err = kindOf(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("%w: %w", feed.ErrStateCorrupt, err)
	}
	if ours {
		if err := sc.accept(have, s.o.Demo); err != nil {
			return err
		}
	}
	if !ours || have.format < sc.format {
		if err := s.upgrade(sc, have, ours); err != nil {
			return fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
		}
	}
	if said, known, err := readKind(s.dir); err == nil && known && said == want {
		return nil
	}
	if err := replaceFile(filepath.Join(s.dir, formatFile), []byte(want.String()+"\n")); err != nil {
		return fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	}
	return nil
}

// upgrade makes a new ledger whole, or brings the format before to this one in
// one transaction, after a copy.
func (s *Store) upgrade(sc schema, have kind, ours bool) error {
	if ours {
		if err := s.backup(have.format); err != nil {
			return fmt.Errorf("the copy before the migration: %w", err)
		}
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		if ours {
			if err := sc.migrate(tx); err != nil {
				return fmt.Errorf("the migration from format %d: %w", have.format, err)
			}
		}
		return describe(tx, kind{format: sc.format, demo: s.o.Demo})
	})
}

const backups = 2 // that are kept

// backup copies the ledger and leaves the last two copies.
func (s *Store) backup(format int) error {
	dir := filepath.Join(s.dir, backupDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := fmt.Sprintf("ledger-%d-%s.db", format, s.o.now().Format("20060102T150405Z"))
	err := replaceWith(filepath.Join(dir, name), func(f *os.File) error {
		return s.db.View(func(tx *bbolt.Tx) error {
			_, err := tx.WriteTo(f)
			return err
		})
	})
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "ledger-*.db"))
	if err != nil {
		return err
	}
	slices.SortFunc(old, func(a, b string) int {
		return strings.Compare(a[strings.LastIndex(a, "-"):], b[strings.LastIndex(b, "-"):])
	})
	for ; len(old) > backups; old = old[1:] {
		if err := os.Remove(old[0]); err != nil {
			return err
		}
	}
	return nil
}

// inspect says whether a directory may be opened, and whether there is nothing
// in it yet. It writes nothing.
func inspect(dir string, o Options, sc schema) (fresh bool, err error) {
	said, known, err := readKind(dir)
	if err != nil {
		return false, err
	}
	if known {
		if err := sc.accept(said, o.Demo); err != nil {
			return false, err
		}
	} else if err := onlyOurs(dir); err != nil {
		return false, err
	}
	info, err := os.Stat(filepath.Join(dir, ledgerFile))
	switch {
	case errors.Is(err, fs.ErrNotExist) && known:
		return false, fmt.Errorf("%w: ledger.db is missing; bring it back, or choose another directory and begin anew", feed.ErrStateCorrupt)
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	case info.Size() == 0 && known:
		return false, fmt.Errorf("%w: ledger.db is empty; bring a copy back, or choose another directory and begin anew", feed.ErrStateCorrupt)
	case info.Size() == 0:
		return true, nil
	}
	err = readLedger(dir, o.LockWait, func(tx *bbolt.Tx) error { return inspectLedger(tx, known, o, sc) })
	if !known && errors.Is(err, feed.ErrStateCorrupt) {
		return false, fmt.Errorf("%w: it has no FORMAT, and ledger.db is no ledger (%v); choose an empty directory", feed.ErrStateForeign, err)
	}
	return false, err
}

func inspectLedger(tx *bbolt.Tx, known bool, o Options, sc schema) error {
	have, ours, err := kindOf(tx)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", feed.ErrStateCorrupt, err)
	case ours:
		return sc.accept(have, o.Demo)
	case known:
		return fmt.Errorf("%w: ledger.db does not say what it is; bring a copy back", feed.ErrStateCorrupt)
	}
	if name, _ := tx.Cursor().First(); name != nil {
		return fmt.Errorf("%w: ledger.db is another program's (bucket %.40q)", feed.ErrStateForeign, name)
	}
	return nil // was being made when its maker ended
}

// onlyOurs says whether a directory without FORMAT holds nothing but what is
// left of a first Open that was cut short. lost+found is on every new volume.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	}
	for _, e := range entries {
		if name := e.Name(); name != ledgerFile && name != formatFile+newSuffix && name != "lost+found" {
			return fmt.Errorf("%w: it has no FORMAT and is not empty (%q is there); choose an empty directory", feed.ErrStateForeign, name)
		}
	}
	return nil
}

// readLedger calls f with the ledger opened for reading. A file that is shorter
// than it says is found here: to read behind its end would be a fault.
func readLedger(dir string, wait time.Duration, f func(*bbolt.Tx) error) (err error) {
	defer rescue(&err)
	path := filepath.Join(dir, ledgerFile)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: wait})
	if err != nil {
		return openError(dir, err)
	}
	defer db.Close() //nolint:errcheck // nothing was written
	return db.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w: ledger.db is cut off (%d bytes of %d); bring a copy back", feed.ErrStateCorrupt, info.Size(), tx.Size())
		}
		return f(tx)
	})
}

// openError sorts what bbolt says when it opens.
func openError(dir string, err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return heldBy(dir)
	case errors.As(err, &path) || errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	default: // what is in the file
		return fmt.Errorf("%w: ledger.db: %w; bring a copy back, or choose another directory and begin anew", feed.ErrStateCorrupt, err)
	}
}

func placeError(dir string, err error) error {
	if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
		return fmt.Errorf("boltstore: %q: %w: it is no directory", dir, feed.ErrStateForeign)
	}
	return fmt.Errorf("boltstore: %q: %w: %w", dir, feed.ErrStateUnwritable, err)
}

// told says where. HeldError says it itself.
func told(dir string, err error) error {
	if _, ok := errors.AsType[*feed.HeldError](err); ok {
		return err
	}
	return fmt.Errorf("boltstore: %q: %w", dir, err)
}

// rescue makes an error of a panic: bbolt panics over pages that make no sense,
// and a mapped file that became shorter faults. It is deferred by whoever reads
// pages.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: ledger.db: %v; stop, check it (Check), bring a copy back", feed.ErrStateCorrupt, r)
	}
}

// faultsPanic makes faults of this goroutine panics, until the function it
// returns is called.
func faultsPanic() func() {
	before := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(before) }
}
