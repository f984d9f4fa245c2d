// What Open makes of directories: new ones, held ones, and ones that are wrong
// in each way that has a name. Of those that are wrong no byte may change.

package boltstore_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"go.etcd.io/bbolt"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// quick are options for tests that need no disk to be waited for.
func quick() boltstore.Options {
	return boltstore.Options{NoSync: true, LockWait: time.Millisecond, Clock: proofpointtest.NewClock(noon)}
}

// made returns a directory with one state and one identity in it.
func made(t *testing.T, o boltstore.Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	s := open(t, dir, o)
	commit(t, s, "acme/tap.events/1f", 0, "the state")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func commit(t *testing.T, s feed.Store, source string, rev uint64, state string, ids ...feed.ID) uint64 {
	t.Helper()
	ids = append(ids, feed.ID{Key: "k", Version: state})
	rev, err := s.Commit(t.Context(), source, rev, feed.Change{State: []byte(state), IDs: ids, Until: noon.Add(time.Hour), Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// contents returns every file below a directory, and folders with a slash.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			files[path+"/"] = ""
			return nil
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpenNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there")
	s := open(t, dir, quick())
	rev := commit(t, s, "a", 0, "one")
	if err := s.WriteStatus([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), "a", rev, feed.Change{State: []byte("two"), Dead: []feed.Dead{{At: noon, Record: []byte("{}")}}}); err != nil {
		t.Fatal(err)
	}
	modes := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		name, _ := filepath.Rel(dir, path)
		modes[filepath.ToSlash(name)] = info.Mode().String()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		".": "drwx------", "FORMAT": "-rw-------", "OWNER": "-rw-------", "ledger.db": "-rw-------", "status.json": "-rw-------",
		"deadletter": "drwx------", "deadletter/a": "drwx------", "deadletter/a/2026-11-02.ndjson": "-rw-------",
	}
	if runtime.GOOS != "windows" {
		if diff := cmp.Diff(want, modes); diff != "" {
			t.Errorf("Open() made (-want +got):\n%s", diff)
		}
	}
	files := contents(t, dir)
	if got := files[filepath.Join(dir, "FORMAT")]; got != "proofpoint-feed 1\n" {
		t.Errorf("FORMAT is %q", got)
	}
	host, _ := os.Hostname()
	if got, want := files[filepath.Join(dir, "OWNER")], fmt.Sprintf("pid %d\nhost %s\nsince 2026-11-02T12:00:00Z\n", os.Getpid(), host); got != want {
		t.Errorf("OWNER is %q, want %q", got, want)
	}
	if s.Bytes() < 4096 || s.Kind() != "bbolt" {
		t.Errorf("Kind() = %q, Bytes() = %d", s.Kind(), s.Bytes())
	}
}

func TestOpenHeld(t *testing.T) {
	dir := made(t, quick())
	s := open(t, dir, quick())
	for name, again := range map[string]func() error{
		"Open":  func() error { _, err := boltstore.Open(dir, quick()); return err },
		"Check": func() error { return boltstore.Check(dir) },
	} {
		held, ok := errors.AsType[*feed.HeldError](again())
		if !ok {
			t.Fatalf("%s of a directory that is held: %v, want a HeldError", name, again())
		}
		host, _ := os.Hostname()
		if want := (feed.HeldError{Where: dir, PID: os.Getpid(), Host: host, Since: noon}); *held != want {
			t.Errorf("%s: held by %+v, want %+v", name, *held, want)
		}
	}
	commit(t, s, "b", 0, "the holder goes on")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, ok := contents(t, dir)[filepath.Join(dir, "OWNER")]; ok {
		t.Error("OWNER is still there after Close")
	}
	open(t, dir, quick())
}

// TestOpenRefuses also holds Check and Export against what Open refuses.
func TestOpenRefuses(t *testing.T) {
	demo := quick()
	demo.Demo = true
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
		o     boltstore.Options // of the second Open
		want  error
		says  string
		check bool // Check has nothing against it
	}{
		{name: "files of something else", spoil: func(t *testing.T, dir string) {
			remove(t, dir, "FORMAT", "ledger.db")
			write(t, filepath.Join(dir, "notes.txt"), "mine")
		}, want: feed.ErrStateForeign, says: `"notes.txt" is there`},
		{name: "another FORMAT", spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "FORMAT"), "something 1\n") }, want: feed.ErrStateForeign, says: `"something 1\n"`},
		{name: "an empty FORMAT", spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "FORMAT"), "") }, want: feed.ErrStateForeign},
		{name: "another program's bbolt file", spoil: func(t *testing.T, dir string) {
			remove(t, dir, "FORMAT", "ledger.db")
			makeBolt(t, dir, "theirs")
		}, want: feed.ErrStateForeign, says: `bucket "theirs"`},
		{name: "another program's ledger.db", spoil: func(t *testing.T, dir string) {
			remove(t, dir, "FORMAT")
			write(t, filepath.Join(dir, "ledger.db"), strings.Repeat("SQLite format 3\x00", 1000))
		}, want: feed.ErrStateForeign, says: "no ledger"},
		{name: "demo data for a real run", spoil: func(t *testing.T, dir string) { remade(t, dir, demo) }, want: feed.ErrStateForeign, says: "holds demo data", check: true},
		{name: "demo data, and FORMAT does not say so", spoil: func(t *testing.T, dir string) {
			remade(t, dir, demo)
			write(t, filepath.Join(dir, "FORMAT"), "proofpoint-feed 1\n")
		}, want: feed.ErrStateForeign, says: "holds demo data"},
		{name: "real data for a demo", spoil: func(*testing.T, string) {}, o: demo, want: feed.ErrStateForeign, says: "holds real data", check: true},
		{name: "real data for a demo, without FORMAT", spoil: func(t *testing.T, dir string) { remove(t, dir, "FORMAT") }, o: demo, want: feed.ErrStateForeign, says: "holds real data"},
		{name: "a newer FORMAT", spoil: func(t *testing.T, dir string) { write(t, filepath.Join(dir, "FORMAT"), "proofpoint-feed 2\n") }, want: feed.ErrStateNewer, says: "format 2 and this program knows 1"},
		{name: "a newer ledger", spoil: func(t *testing.T, dir string) {
			s, err := boltstore.OpenFormat(dir, quick(), 2, func(*bbolt.Tx) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
			write(t, filepath.Join(dir, "FORMAT"), "proofpoint-feed 1\n")
		}, want: feed.ErrStateNewer, says: "format 2 and this program knows 1"},
		{name: "no ledger", spoil: func(t *testing.T, dir string) { remove(t, dir, "ledger.db") }, want: feed.ErrStateCorrupt, says: "missing"},
		{name: "an empty ledger", spoil: func(t *testing.T, dir string) { cut(t, dir, 0) }, want: feed.ErrStateCorrupt, says: "is empty"},
		{name: "a ledger without buckets", spoil: func(t *testing.T, dir string) {
			remove(t, dir, "ledger.db")
			makeBolt(t, dir)
		}, want: feed.ErrStateCorrupt, says: "does not say what it is"},
		{name: "noise", spoil: func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "ledger.db"), strings.Repeat("noise", 10_000))
		}, want: feed.ErrStateCorrupt},
		{name: "one byte", spoil: func(t *testing.T, dir string) { cut(t, dir, 1) }, want: feed.ErrStateCorrupt},
		{name: "cut in the first page", spoil: func(t *testing.T, dir string) { cut(t, dir, 100) }, want: feed.ErrStateCorrupt},
		{name: "cut after the first page", spoil: func(t *testing.T, dir string) { cut(t, dir, 4096) }, want: feed.ErrStateCorrupt},
		{name: "cut after the head", spoil: func(t *testing.T, dir string) { cut(t, dir, 8192) }, want: feed.ErrStateCorrupt, says: "cut off"},
		{name: "cut in the middle", spoil: func(t *testing.T, dir string) { cut(t, dir, 3*4096+17) }, want: feed.ErrStateCorrupt, says: "cut off"},
		{name: "pages of zeros", spoil: func(t *testing.T, dir string) {
			cut(t, dir, 8192)
			cut(t, dir, 1<<20)
		}, want: feed.ErrStateCorrupt},
		{name: "a ledger that is a folder", spoil: func(t *testing.T, dir string) {
			remove(t, dir, "ledger.db")
			if err := os.Mkdir(filepath.Join(dir, "ledger.db"), 0o700); err != nil {
				t.Fatal(err)
			}
		}, want: feed.ErrStateCorrupt},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := made(t, quick())
			tt.spoil(t, dir)
			before := contents(t, dir)
			o := tt.o
			if !o.Demo {
				o = quick()
			}
			s, err := boltstore.Open(dir, o)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.says) || !strings.Contains(fmt.Sprint(err), dir) {
				t.Errorf("Open() error is %v, want %v that says %q and %q", err, tt.want, tt.says, dir)
			}
			if err := boltstore.Check(dir); (err == nil) != tt.check && o.Demo == false {
				t.Errorf("Check() error is %v, want none: %v", err, tt.check)
			}
			if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
				t.Errorf("Open() changed the directory (-before +after):\n%.2000s", diff)
			}
		})
	}
}

func remove(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func cut(t *testing.T, dir string, size int64) {
	t.Helper()
	if err := os.Truncate(filepath.Join(dir, "ledger.db"), size); err != nil {
		t.Fatal(err)
	}
}

func remade(t *testing.T, dir string, o boltstore.Options) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir, o).Close(); err != nil {
		t.Fatal(err)
	}
}

func makeBolt(t *testing.T, dir string, buckets ...string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "ledger.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range buckets {
		err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte(name)); return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, "text")
	if _, err := boltstore.Open(path, quick()); !errors.Is(err, feed.ErrStateForeign) {
		t.Errorf("Open() of a file: %v, want ErrStateForeign", err)
	}
	if _, err := boltstore.Open(filepath.Join(path, "below"), quick()); !errors.Is(err, feed.ErrStateUnwritable) {
		t.Errorf("Open() below a file: %v, want ErrStateUnwritable", err)
	}
}

// TestOpenGoesOn opens what is left where a first Open was cut short.
func TestOpenGoesOn(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, dir string){
		"nothing":                    func(*testing.T, string) {},
		"an empty ledger":            func(t *testing.T, dir string) { write(t, filepath.Join(dir, "ledger.db"), "") },
		"a ledger without buckets":   func(t *testing.T, dir string) { makeBolt(t, dir) },
		"a ledger and half a FORMAT": func(t *testing.T, dir string) { makeBolt(t, dir); write(t, filepath.Join(dir, "FORMAT.new"), "proof") },
		"the lost+found of a volume": func(t *testing.T, dir string) { os.Mkdir(filepath.Join(dir, "lost+found"), 0o700) },
		"a whole ledger, and no FORMAT": func(t *testing.T, dir string) {
			remade(t, dir, quick())
			remove(t, dir, "FORMAT")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			leave(t, dir)
			commit(t, open(t, dir, quick()), "a", 0, "one")
			if got := contents(t, dir)[filepath.Join(dir, "FORMAT")]; got != "proofpoint-feed 1\n" {
				t.Errorf("FORMAT is %q", got)
			}
		})
	}
}

func TestOpenDemoAgain(t *testing.T) {
	o := quick()
	o.Demo = true
	dir := made(t, o)
	s := open(t, dir, o)
	if state, _, err := s.Load(t.Context(), "acme/tap.events/1f"); string(state) != "the state" || err != nil {
		t.Errorf("Load() = %q, %v", state, err)
	}
}
