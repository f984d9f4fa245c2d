// Dead letters: what a person finds in the files, and that a commit which fails
// leaves none.

package boltstore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

// letters returns the files below deadletter, with slashes.
func letters(t *testing.T, dir string) map[string]string {
	t.Helper()
	root := filepath.Join(dir, "deadletter")
	files := map[string]string{}
	if _, err := os.Stat(root); err != nil {
		return files
	}
	for path, text := range contents(t, root) {
		if !strings.HasSuffix(path, "/") {
			name, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.ToSlash(name)] = text
		}
	}
	return files
}

func TestDeadLetters(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, quick())
	at := time.Date(2026, 11, 2, 23, 59, 59, 5e8, time.UTC)
	c := feed.Change{State: []byte("one"), Dead: []feed.Dead{
		{At: at, Source: "tap.events", ID: feed.ID{Key: "m/1", Version: "v"}, Reason: `no "index" <x>`, Record: []byte("{\"a\":\n [1.50, 12345678901234567890]}")},
		{At: at, Source: "tap.events", ID: feed.ID{Key: "m/2"}, Reason: "not JSON", Record: []byte{'{', 0xff}},
		{At: at.Add(time.Second), Source: "tap.events", ID: feed.ID{Key: "m/3"}, Record: []byte("{\"b\":\"\xff\"}")},
	}}
	rev, err := s.Commit(t.Context(), "acme/tap.events/1f2e", 0, c)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"acme/tap.events/1f2e/2026-11-02.ndjson": `{"at":"2026-11-02T23:59:59.5Z","source":"tap.events","key":"m/1","version":"v","reason":"no \"index\" <x>","record":{"a":[1.50,12345678901234567890]}}` + "\n" +
			`{"at":"2026-11-02T23:59:59.5Z","source":"tap.events","key":"m/2","version":"","reason":"not JSON","record_base64":"e/8="}` + "\n",
		"acme/tap.events/1f2e/2026-11-03.ndjson": `{"at":"2026-11-03T00:00:00.5Z","source":"tap.events","key":"m/3","version":"","reason":"","record_base64":"eyJiIjoi/yJ9"}` + "\n",
	}
	if diff := cmp.Diff(want, letters(t, dir)); diff != "" {
		t.Errorf("dead letters mismatch (-want +got):\n%s", diff)
	}
	for name, commit := range map[string]func() error{
		"fenced": func() error { _, err := s.Commit(t.Context(), "acme/tap.events/1f2e", rev+1, c); return err },
		"no state": func() error {
			_, err := s.Commit(t.Context(), "acme/tap.events/1f2e", rev, feed.Change{Dead: c.Dead})
			return err
		},
	} {
		if err := commit(); err == nil {
			t.Errorf("%s: Commit() succeeded", name)
		}
	}
	if diff := cmp.Diff(want, letters(t, dir)); diff != "" {
		t.Errorf("commits that failed left dead letters (-want +got):\n%s", diff)
	}
}

// TestDeadLettersBefore: no state moves over records that could not be kept.
func TestDeadLettersBefore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, quick())
	rev := commit(t, s, "a", 0, "one")
	write(t, filepath.Join(dir, "deadletter"), "a file where the folder would be")
	dead := feed.Change{State: []byte("two"), IDs: []feed.ID{{Key: "x"}}, Until: noon.Add(time.Hour), Dead: []feed.Dead{{At: noon}}}
	if _, err := s.Commit(t.Context(), "a", rev, dead); !errors.Is(err, feed.ErrStateUnwritable) {
		t.Errorf("Commit() = %v, want ErrStateUnwritable", err)
	}
	state, again, err := s.Load(t.Context(), "a")
	if string(state) != "one" || again != rev || err != nil {
		t.Errorf("Load() = %q, %d, %v, want the state before", state, again, err)
	}
	seen, err := s.Seen(t.Context(), "a", []string{"x", "k"})
	if err != nil || seen[0].Known || !seen[1].Known {
		t.Errorf("Seen() = %v, %v", seen, err)
	}
}

// TestDeadLettersTakenBack fails a commit after its letters were written.
func TestDeadLettersTakenBack(t *testing.T) {
	o := quick()
	o.MaxBytes = 1 << 20
	dir := t.TempDir()
	s := open(t, dir, o)
	c := feed.Change{State: []byte("one"), Dead: []feed.Dead{{At: noon, Record: []byte("1")}}}
	rev, err := s.Commit(t.Context(), "a", 0, c)
	if err != nil {
		t.Fatal(err)
	}
	before := letters(t, dir)
	c.State = bytes.Repeat([]byte("x"), 2<<20)
	c.Dead = append(c.Dead, feed.Dead{At: noon.AddDate(0, 0, 1), Record: []byte("2")})
	if _, err := s.Commit(t.Context(), "a", rev, c); !errors.Is(err, feed.ErrStateUnwritable) {
		t.Fatalf("Commit() over MaxBytes: %v, want ErrStateUnwritable", err)
	}
	after := letters(t, dir)
	if after["a/2026-11-03.ndjson"] == "" {
		delete(after, "a/2026-11-03.ndjson") // it was made, and is empty again
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("dead letters of a commit that failed (-before +after):\n%s", diff)
	}
	commit(t, s, "a", rev, "it goes on")
}

func TestDeadLettersStayInside(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, quick())
	for i, source := range []string{"../../up", "..", "/etc/passwd", "a/../../b", "ten ant/s\x00/é", strings.Repeat("long", 200), strings.Repeat("long", 201), "x/y/z/deeper", "//", "CON"} {
		_, err := s.Commit(t.Context(), source, 0, feed.Change{State: []byte("s"), Dead: []feed.Dead{{At: noon, Source: source, Reason: fmt.Sprint(i), Record: []byte("0")}}})
		if err != nil {
			t.Fatalf("source %q: %v", source, err)
		}
	}
	var names []string
	lines := 0
	for name, text := range letters(t, dir) {
		for part := range strings.SplitSeq(name, "/") {
			if part[0] == '.' || len(part) > 200 {
				t.Errorf("a file or folder is called %q", part)
			}
		}
		names = append(names, name)
		lines += strings.Count(text, "\n")
	}
	if lines != 10 || len(names) != 10 {
		t.Errorf("%d letters in %q, want 10 in 10 files", lines, names)
	}
	if entries, _ := os.ReadDir(filepath.Dir(dir)); len(entries) != 1 {
		t.Errorf("there is something beside the directory: %v", entries)
	}
}

func TestDeadLettersBounded(t *testing.T) {
	var log bytes.Buffer
	o := quick()
	o.DeadBytes = 8000
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	dir := t.TempDir()
	s := open(t, dir, o)
	var rev uint64
	sent := 0
	send := func(days, letters int) {
		c := feed.Change{State: []byte("s")}
		for range letters {
			c.Dead = append(c.Dead, feed.Dead{At: noon.AddDate(0, 0, days), Reason: fmt.Sprint(sent), Record: []byte(`"` + strings.Repeat("x", 300) + `"`)})
			sent++
		}
		var err error
		if rev, err = s.Commit(t.Context(), "a", rev, c); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() (size int, first, last int) {
		first = sent
		for _, text := range letters(t, dir) {
			size += len(text)
			for line := range strings.Lines(text) {
				var l struct{ Reason string }
				if err := json.Unmarshal([]byte(line), &l); err != nil {
					t.Fatalf("%v in %q", err, line)
				}
				var n int
				fmt.Sscan(l.Reason, &n)
				first, last = min(first, n), max(last, n)
			}
		}
		return size, first, last
	}
	for day := range 4 {
		for range 12 {
			send(day, 1)
			if size, _, last := kept(); size > 8000 || last != sent-1 {
				t.Fatalf("after %d letters %d bytes are kept and the last one is %d", sent, size, last)
			}
		}
	}
	if _, first, _ := kept(); sent-first < 15 {
		t.Errorf("only %d letters of 400 bytes are kept of 8000 bytes", sent-first)
	}
	if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "2026-11-02.ndjson") {
		t.Errorf("what went was not logged: %.500s", &log)
	}
	send(5, 40) // more than is kept, in one commit
	if size, first, last := kept(); first != sent-40 || last != sent-1 {
		t.Errorf("a commit over the bound: %d bytes, letters %d to %d of %d", size, first, last, sent)
	}
	s.Close()
	s = open(t, dir, o) // counts anew
	send(6, 1)
	if size, _, last := kept(); size > 8000 || last != sent-1 {
		t.Errorf("after opening again %d bytes are kept", size)
	}
}

func TestForget(t *testing.T) {
	s := open(t, t.TempDir(), quick())
	rev := commit(t, s, "old", 0, "one")
	commit(t, s, "new", 0, "two")
	for range 2 { // the second time there is none
		if err := s.Forget(t.Context(), "old"); err != nil {
			t.Fatal(err)
		}
	}
	state, at, err := s.Load(t.Context(), "old")
	if state != nil || at != 0 || err != nil {
		t.Errorf("Load() of what was forgotten = %q, %d, %v", state, at, err)
	}
	if seen, err := s.Seen(t.Context(), "old", []string{"k"}); err != nil || seen[0].Known {
		t.Errorf("Seen() of what was forgotten = %v, %v", seen, err)
	}
	if got, _ := s.Sources(t.Context()); !cmp.Equal(got, []string{"new"}) {
		t.Errorf("Sources() = %q", got)
	}
	if again := commit(t, s, "old", 0, "three"); again <= rev {
		t.Errorf("revision %d after %d: whoever still holds the old one would not be fenced", again, rev)
	}
	if seen, _ := s.Seen(t.Context(), "old", []string{"k"}); seen[0].Version != "three" {
		t.Errorf("Seen() = %v", seen)
	}
}

func TestMaxBytes(t *testing.T) {
	o := quick()
	o.MaxBytes = 1 << 20
	s := open(t, t.TempDir(), o)
	rev := commit(t, s, "a", 0, "one")
	_, err := s.Commit(t.Context(), "a", rev, feed.Change{State: bytes.Repeat([]byte("x"), 2<<20), IDs: []feed.ID{{Key: "new"}}, Until: noon.Add(time.Hour)})
	if !errors.Is(err, feed.ErrStateUnwritable) {
		t.Fatalf("Commit() over MaxBytes: %v, want ErrStateUnwritable", err)
	}
	state, again, err := s.Load(t.Context(), "a")
	if string(state) != "one" || again != rev || err != nil {
		t.Errorf("Load() = %.20q, %d, %v, want the state before", state, again, err)
	}
	if seen, err := s.Seen(t.Context(), "a", []string{"new"}); err != nil || seen[0].Known {
		t.Errorf("Seen() = %v, %v, want not known", seen, err)
	}
	commit(t, s, "a", rev, "a smaller one")
	if s.Bytes() > 1<<20 {
		t.Errorf("Bytes() = %d, over MaxBytes", s.Bytes())
	}
}

// TestDoubt: where the disk failed after the commit may have reached it, the
// store says so, and does nothing more.
func TestDoubt(t *testing.T) {
	cause := errors.New("input/output error")
	dir := t.TempDir()
	s := open(t, dir, quick())
	rev := commit(t, s, "a", 0, "one")
	if err := s.FailedCommit(cause, false); !errors.Is(err, feed.ErrStateUnwritable) || errors.Is(err, feed.ErrAckUnknown) || !errors.Is(err, cause) {
		t.Errorf("before it counted: %v, want ErrStateUnwritable", err)
	}
	rev = commit(t, s, "a", rev, "two")
	if err := s.FailedCommit(cause, true); !errors.Is(err, feed.ErrAckUnknown) || !errors.Is(err, cause) {
		t.Errorf("when it may count: %v, want ErrAckUnknown", err)
	}
	_, err := s.Commit(t.Context(), "a", rev, feed.Change{State: []byte("three")})
	_, _, loadErr := s.Load(t.Context(), "a")
	if !errors.Is(err, feed.ErrStateUnwritable) || !errors.Is(loadErr, feed.ErrStateUnwritable) {
		t.Errorf("afterwards: Commit() %v, Load() %v, want ErrStateUnwritable", err, loadErr)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
	commit(t, open(t, dir, boltstore.Options{}), "a", rev, "three")
}
