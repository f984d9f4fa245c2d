//go:build unix

// What only another process can show: a directory that is held elsewhere, a
// holder that is killed, a disk that is full or may not be written. The other
// process is this test binary, told by its environment what to do.

package boltstore_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

const roleVariable = "BOLTSTORE_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		os.Exit(play(role, os.Args[1]))
	}
	code := m.Run()
	if filled.dir != "" { // by benchmarks
		os.RemoveAll(filled.dir)
	}
	os.Exit(code)
}

// play is the other process. It prints a line for each step that was done.
func play(role, dir string) int {
	switch role {
	case "count": // for ever, with fsync
		return count(dir, boltstore.Options{}, 1<<30)
	case "fill": // until no byte more goes into the file
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 300_000, Max: 300_000}); err != nil {
			fmt.Println(err)
			return 1
		}
		return count(dir, boltstore.Options{}, 10_000)
	case "open":
		s, err := boltstore.Open(dir, boltstore.Options{})
		fmt.Println(errors.Is(err, feed.ErrStateUnwritable), err)
		if err == nil {
			s.Close()
		}
	}
	return 0
}

// count commits 1, 2, 3 … with an identity of each, and prints what was
// committed, or why not.
func count(dir string, o boltstore.Options, to int) int {
	ctx := context.Background()
	s, err := boltstore.Open(dir, o)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	state, rev, err := s.Load(ctx, "a")
	n, _ := strconv.Atoi(string(state))
	for err == nil && n < to {
		n++
		text := strconv.Itoa(n)
		c := feed.Change{State: []byte(text), Until: noon, Dead: []feed.Dead{{At: noon, Source: "a", Reason: text, Record: []byte(text)}}}
		for i := range 100 {
			c.IDs = append(c.IDs, feed.ID{Key: fmt.Sprint(n, "/", i), Version: text})
		}
		if rev, err = s.Commit(ctx, "a", rev, c); err == nil {
			fmt.Println(n)
		}
	}
	fmt.Println(errors.Is(err, feed.ErrStateUnwritable), err)
	return 1
}

func other(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, dir)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKilled kills a process that commits, anywhere, and looks at what is left:
// all that it said, whole, and at most one commit more.
func TestKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	for round := range 8 {
		cmd := other(t, "count", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := ""
		lines := bufio.NewScanner(out)
		for i := 0; i <= 3+round && lines.Scan(); i++ {
			said = lines.Text()
		}
		_, err = boltstore.Open(dir, boltstore.Options{LockWait: 1})
		if held, ok := errors.AsType[*feed.HeldError](err); !ok || held.PID != cmd.Process.Pid {
			t.Errorf("round %d: Open() beside pid %d: %v, want a HeldError", round, cmd.Process.Pid, err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it said before it ended
			said = lines.Text()
		}
		cmd.Wait()
		wantCounted(t, dir, said)
	}
}

// wantCounted wants all that count said, and perhaps one more, in a directory
// that is whole.
func wantCounted(t *testing.T, dir, said string) {
	t.Helper()
	if err := boltstore.Check(dir); err != nil {
		t.Fatalf("Check() after %q: %v", said, err)
	}
	s, err := boltstore.Open(dir, boltstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	last, err := strconv.Atoi(said)
	if err != nil {
		t.Fatalf("it said %q", said)
	}
	state, _, err := s.Load(t.Context(), "a")
	n, _ := strconv.Atoi(string(state))
	if err != nil || n != last && n != last+1 {
		t.Fatalf("Load() = %q, %v after it said %q", state, err, said)
	}
	var keys []string
	for c := range n + 2 {
		for i := range 100 {
			keys = append(keys, fmt.Sprint(c, "/", i))
		}
	}
	seen, err := s.Seen(t.Context(), "a", keys)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range seen {
		if c := i / 100; v.Known != (c >= 1 && c <= n) || v.Known && v.Version != strconv.Itoa(c) {
			t.Fatalf("Seen(%q) = %v, and %d were committed", keys[i], v, n)
		}
	}
	dead, err := os.ReadFile(filepath.Join(dir, "deadletter", "a", "2026-11-02.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for c := 1; c <= n; c++ {
		if !bytes.Contains(dead, fmt.Appendf(nil, `"reason":"%d"`, c)) {
			t.Fatalf("dead letter %d is missing of %d", c, n)
		}
	}
}

// TestFullDisk lets a file grow to a limit, as a disk does that is full.
func TestFullDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	out, _ := other(t, "fill", dir).Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 3 || !strings.HasPrefix(lines[len(lines)-1], "true ") {
		t.Fatalf("it said %.2000s, want some commits and then ErrStateUnwritable", out)
	}
	said := lines[len(lines)-2]
	wantCounted(t, dir, said)
	s := open(t, dir, boltstore.Options{})
	if state, _, _ := s.Load(t.Context(), "a"); string(state) != said {
		t.Errorf("the commit that failed is there: %q after %q", state, said)
	}
	dead, _ := os.ReadFile(filepath.Join(dir, "deadletter", "a", "2026-11-02.ndjson"))
	if n := strings.Count(string(dead), "\n"); strconv.Itoa(n) != said {
		t.Errorf("%d dead letters after %s commits: those of the commit that failed are there", n, said)
	}
}

// TestReadOnly opens, as a user who may not write there, a directory that may
// be read and one that may not be made.
func TestReadOnly(t *testing.T) {
	for _, tt := range []struct {
		name string
		lock func(dir string) error
	}{
		{"a directory of another's", func(dir string) error { return chmod(dir, 0o555, "ledger.db", 0o444, "FORMAT", 0o444) }},
		{"a ledger of another's", func(dir string) error { return chmod(dir, 0o777, "ledger.db", 0o444, "FORMAT", 0o444) }},
		{"a ledger that cannot be read", func(dir string) error { return chmod(dir, 0o777, "ledger.db", 0, "FORMAT", 0o444) }},
		{"a FORMAT that cannot be read", func(dir string) error { return chmod(dir, 0o777, "ledger.db", 0o666, "FORMAT", 0) }},
		{"a directory that takes no new files", func(dir string) error { return chmod(dir, 0o555, "ledger.db", 0o666, "FORMAT", 0o444) }},
		{"a directory that is to be made", func(dir string) error {
			return errors.Join(os.RemoveAll(dir), os.Chmod(filepath.Dir(dir), 0o555))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := made(t, quick())
			before := contents(t, filepath.Dir(dir))
			t.Cleanup(func() { os.Chmod(filepath.Dir(dir), 0o700); os.Chmod(dir, 0o700) })
			if err := tt.lock(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(dir); err != nil {
				before = contents(t, filepath.Dir(dir))
			}
			out, err := asUser(t, other(t, "open", dir)).Output()
			if err != nil || !strings.HasPrefix(string(out), "true ") {
				t.Errorf("Open() said %q, %v, want ErrStateUnwritable", out, err)
			}
			if os.Geteuid() == 0 { // who else cannot read what it is about
				if diff := cmp.Diff(before, contents(t, filepath.Dir(dir))); diff != "" {
					t.Errorf("Open() changed the directory (-before +after):\n%.2000s", diff)
				}
			}
		})
	}
}

func chmod(dir string, mode os.FileMode, name1 string, mode1 os.FileMode, name2 string, mode2 os.FileMode) error {
	return errors.Join(os.Chmod(filepath.Join(dir, name1), mode1), os.Chmod(filepath.Join(dir, name2), mode2), os.Chmod(dir, mode))
}

// asUser makes the command run as nobody where this process is root, whom no
// mode holds back. The binary is copied to where nobody may read it.
func asUser(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return cmd
	}
	binary, err := os.ReadFile(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	own := t.TempDir()
	if err := os.Chmod(filepath.Dir(own), 0o755); err != nil { // in which all directories of this test are
		t.Fatal(err)
	}
	cmd.Path = filepath.Join(own, "test")
	if err := os.WriteFile(cmd.Path, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	return cmd
}
