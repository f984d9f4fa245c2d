// Check, Export, and what rot on the disk does to a store that is open.

package boltstore_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"go.etcd.io/bbolt"
)

func TestExport(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, quick())
	commit(t, s, "acme/b/2", 0, `{"format":1, "n":12345678901234567890, "t":"<&>"}`)
	rev := commit(t, s, "acme/a/1", 0, "not JSON \xff")
	_, err := s.Commit(t.Context(), "acme/a/1", rev, feed.Change{State: []byte("not JSON \xff"), IDs: []feed.ID{{Key: "x"}}, Until: noon.Add(5 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	var out bytes.Buffer
	if err := boltstore.Export(dir, &out); err != nil {
		t.Fatal(err)
	}
	want := `{"source":"acme/a/1","revision":3,"state_base64":"bm90IEpTT04g/w==","identity_hours":2}
{"source":"acme/b/2","revision":1,"state":{"format":1,"n":12345678901234567890,"t":"<&>"},"identity_hours":1}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("Export() mismatch (-want +got):\n%s", diff)
	}
	if err := boltstore.Check(dir); err != nil {
		t.Errorf("Check() = %v", err)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("Export and Check changed the directory:\n%.1000s", diff)
	}
	if err := boltstore.Export(t.TempDir(), &out); !errors.Is(err, feed.ErrStateForeign) {
		t.Errorf("Export() of an empty directory: %v, want ErrStateForeign", err)
	}
}

// big makes a directory with 40 sources and 20 000 identities.
func big(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir, quick())
	for i := range 40 {
		var ids []feed.ID
		for k := range 500 {
			ids = append(ids, feed.ID{Key: fmt.Sprint(i, "/", k), Version: "0123456789abcdef"})
		}
		commit(t, s, fmt.Sprintf("source %02d", i), 0, strings.Repeat(fmt.Sprintf("state %02d ", i), 200), ids...)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestRot overwrites bytes of a ledger, page by page. Whatever is hit, Check
// finds it unless nothing in use was, and no call does worse than fail with
// ErrStateCorrupt.
func TestRot(t *testing.T) {
	whole := big(t)
	ledger, err := os.ReadFile(filepath.Join(whole, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	used := usedPages(t, whole)
	found := 0
	for page := 2; page < len(ledger)/4096; page += 13 {
		for _, at := range []int{8, 1000} { // the page's head, and what it holds
			rotten := bytes.Clone(ledger)
			for i := range 8 {
				rotten[page*4096+at+i] ^= 0x55
			}
			dir := t.TempDir()
			write(t, filepath.Join(dir, "FORMAT"), "proofpoint-feed 1\n")
			write(t, filepath.Join(dir, "ledger.db"), string(rotten))
			checkErr := boltstore.Check(dir)
			if checkErr != nil {
				found++
			} else if used[page] && at == 1000 {
				t.Errorf("page %d: Check() finds nothing wrong where a value is", page)
			}
			for name, err := range walk(t, dir) {
				if err != nil && !errors.Is(err, feed.ErrStateCorrupt) {
					t.Errorf("page %d at %d: %s: %v, want ErrStateCorrupt or none", page, at, name, err)
				}
				if err != nil && checkErr == nil {
					t.Errorf("page %d at %d: %s fails with %v and Check() finds nothing", page, at, name, err)
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d of the spoilt ledgers were found", found)
	}
}

// usedPages are those inside of blocks and states, where every byte counts.
func usedPages(t *testing.T, dir string) map[int]bool {
	t.Helper()
	used := map[int]bool{}
	db, err := bbolt.Open(filepath.Join(dir, "ledger.db"), 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		for id := 0; ; id++ {
			p, err := tx.Page(id)
			if p == nil || err != nil {
				return err
			}
			if p.Type == "leaf" && p.OverflowCount > 0 {
				for i := 1; i < p.OverflowCount; i++ {
					used[p.ID+i] = true
				}
				id += p.OverflowCount
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return used
}

// walk opens a directory and calls everything.
func walk(t *testing.T, dir string) map[string]error {
	t.Helper()
	errs := map[string]error{}
	s, err := boltstore.Open(dir, quick())
	if errs["Open"] = err; err != nil {
		return errs
	}
	defer s.Close()
	sources, err := s.Sources(t.Context())
	errs["Sources"] = err
	for i, source := range sources {
		if len(source) > 100 {
			continue // is no name any more
		}
		_, rev, err := s.Load(t.Context(), source)
		errs["Load "+source] = err
		_, errs["Seen "+source] = s.Seen(t.Context(), source, []string{"k", "none", fmt.Sprint(i, "/7")})
		_, errs["Commit "+source] = s.Commit(t.Context(), source, rev, feed.Change{
			State: []byte("s"), IDs: []feed.ID{{Key: "n"}}, Until: noon.Add(time.Minute), Now: noon,
		})
	}
	_, errs["Take"] = s.Take(t.Context(), "q", 1, time.Hour, noon)
	_, errs["Spent"] = s.Spent(t.Context(), "q", time.Hour, noon)
	return errs
}

// TestCutWhileOpen shortens the file under a store, as a broken volume does.
func TestCutWhileOpen(t *testing.T) {
	dir := big(t)
	s := open(t, dir, quick())
	if err := os.Truncate(filepath.Join(dir, "ledger.db"), 8192); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Load(t.Context(), "source 07"); !errors.Is(err, feed.ErrStateCorrupt) {
		t.Errorf("Load() = %v, want ErrStateCorrupt", err)
	}
	if _, err := s.Seen(t.Context(), "source 07", []string{"k"}); !errors.Is(err, feed.ErrStateCorrupt) {
		t.Errorf("Seen() = %v, want ErrStateCorrupt", err)
	}
}

func TestMigration(t *testing.T) {
	clock := quick()
	dir := made(t, clock)
	ledger := contents(t, dir)[filepath.Join(dir, "ledger.db")]
	fails := func(*bbolt.Tx) error { return errors.New("cannot be done") }
	if _, err := boltstore.OpenFormat(dir, clock, 2, fails); err == nil || !strings.Contains(err.Error(), "from format 1: cannot be done") {
		t.Fatalf("a migration that fails: %v", err)
	}
	if state, _, err := open1(t, dir); string(state) != "the state" || err != nil {
		t.Fatalf("after a migration that failed: Load() = %q, %v", state, err)
	}
	mark := func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("migrated"), []byte("yes")) }
	s, err := boltstore.OpenFormat(dir, clock, 2, mark)
	if err != nil {
		t.Fatal(err)
	}
	if state, _, err := s.Load(t.Context(), "acme/tap.events/1f"); string(state) != "the state" || err != nil {
		t.Errorf("after the migration: Load() = %q, %v", state, err)
	}
	s.Close()
	files := contents(t, dir)
	if got := files[filepath.Join(dir, "FORMAT")]; got != "proofpoint-feed 2\n" {
		t.Errorf("FORMAT is %q", got)
	}
	backup := files[filepath.Join(dir, "backup", "ledger-1-20261102T120000Z.db")]
	if len(backup) == 0 || len(backup) > len(ledger) {
		t.Fatalf("the copy has %d bytes of %d; files: %v", len(backup), len(ledger), len(files))
	}
	if _, err := boltstore.Open(dir, clock); !errors.Is(err, feed.ErrStateNewer) {
		t.Errorf("Open() by the version before: %v, want ErrStateNewer", err)
	}
	if _, err := boltstore.OpenFormat(dir, clock, 4, mark); !errors.Is(err, feed.ErrStateForeign) || !strings.Contains(err.Error(), "in between") {
		t.Errorf("Open() two formats on: %v, want ErrStateForeign", err)
	}
	restored := t.TempDir()
	write(t, filepath.Join(restored, "FORMAT"), "proofpoint-feed 1\n")
	write(t, filepath.Join(restored, "ledger.db"), backup)
	if state, _, err := open1(t, restored); string(state) != "the state" || err != nil {
		t.Errorf("from the copy: Load() = %q, %v", state, err)
	}
}

func open1(t *testing.T, dir string) ([]byte, uint64, error) {
	t.Helper()
	s := open(t, dir, quick())
	defer s.Close()
	return s.Load(t.Context(), "acme/tap.events/1f")
}

func TestBackupsAreTwo(t *testing.T) {
	o := quick()
	dir := made(t, o)
	mark := func(*bbolt.Tx) error { return nil }
	for format := 2; format <= 5; format++ {
		o.Clock.Sleep(t.Context(), time.Hour)
		s, err := boltstore.OpenFormat(dir, o, format, mark)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
	names, _ := filepath.Glob(filepath.Join(dir, "backup", "*"))
	for i, name := range names {
		names[i] = filepath.Base(name)
	}
	if diff := cmp.Diff([]string{"ledger-3-20261102T150000Z.db", "ledger-4-20261102T160000Z.db"}, names); diff != "" {
		t.Errorf("backups mismatch (-want +got):\n%s", diff)
	}
}
