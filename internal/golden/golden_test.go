// A helper that never fails would make every golden test worthless, so its failing is tested too.

package golden_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
)

// recorder is a testing.TB that keeps what it was told instead of failing.
type recorder struct {
	testing.TB
	said  string
	fatal bool
}

func (r *recorder) Helper()                      {}
func (r *recorder) Logf(string, ...any)          {}
func (r *recorder) Errorf(f string, args ...any) { r.said = fmt.Sprintf(f, args...) }
func (r *recorder) Fatalf(f string, args ...any) {
	r.said, r.fatal = fmt.Sprintf(f, args...), true
	runtime.Goexit()
}

// check runs golden.Check as a test would and returns what became of it.
func check(t *testing.T, name, got string) *recorder {
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		golden.Check(r, name, []byte(got))
	}()
	<-done
	return r
}

func setUpdate(t *testing.T, value string) {
	t.Helper()
	old := flag.Lookup("update").Value.String()
	if err := flag.Set("update", value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("update", old) })
}

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Join("testdata", "golden"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", "golden", "a.txt"), []byte("one\r\ntwo\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name      string
		file, got string
		said      string // part of what is said; empty: nothing
		fatal     bool
	}{
		{"same", "a.txt", "one\ntwo\n", "", false},
		{"same with the other line end", "a.txt", "one\r\ntwo\r\n", "", false},
		{"different", "a.txt", "one\nthree\n", "-want +got", false},
		{"empty", "a.txt", "", "testdata/golden/a.txt mismatch", false},
		{"no such file", "b.txt", "one\n", "-update", true},
		{"outside the folder", "../a.txt", "one\n", "not a path inside", true},
	}
	setUpdate(t, "false")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := check(t, tt.file, tt.got)
			if !strings.Contains(r.said, tt.said) || (tt.said == "" && r.said != "") || r.fatal != tt.fatal {
				t.Errorf("Check(%q, %q) said %q (fatal %t), want %q (fatal %t)", tt.file, tt.got, r.said, r.fatal, tt.said, tt.fatal)
			}
		})
	}
}

func TestCheckUpdate(t *testing.T) {
	t.Chdir(t.TempDir())
	setUpdate(t, "true")
	for _, got := range []string{"first\n", "second\n"} {
		if r := check(t, "deep/a.txt", got); r.said != "" {
			t.Fatalf("Check with -update said %q, want nothing", r.said)
		}
		data, err := os.ReadFile(filepath.Join("testdata", "golden", "deep", "a.txt"))
		if err != nil || string(data) != got {
			t.Fatalf("after Check with -update the file holds %q, %v, want %q", data, err, got)
		}
	}
	setUpdate(t, "false")
	if r := check(t, "deep/a.txt", "second\n"); r.said != "" {
		t.Errorf("Check after -update said %q, want nothing", r.said)
	}
}
