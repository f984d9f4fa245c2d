// Expected texts too long to read inside a test (request lines, error texts, printed values) live in files, reviewed like code. This is the
// only place that reads and writes them, so that every package has the same -update flag and the same failure text. Only tests import it.

// Package golden compares what a test got with testdata/golden in the test's own folder.
package golden

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what was got to testdata/golden instead of comparing")

// Check fails t unless got equals testdata/golden/name. With the flag -update it writes the file instead, making folders as needed, and only
// when something changed. Line ends are compared as \n, whatever the checkout made of them. name is a slash-separated path inside the folder.
func Check(t testing.TB, name string, got []byte) {
	t.Helper()
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		t.Fatalf("golden: %q is not a path inside testdata/golden", name)
	}
	file := filepath.Join("testdata", "golden", filepath.FromSlash(name))
	want, err := os.ReadFile(file)
	if missing := errors.Is(err, fs.ErrNotExist); err != nil && (!missing || !*update) {
		t.Fatalf("golden: %v (run go test with -update to write it)", err)
	}
	got, want = unixLines(got), unixLines(want)
	if err == nil && bytes.Equal(got, want) {
		return
	}
	if *update {
		write(t, file, got)
		return
	}
	t.Errorf("%s mismatch (-want +got; -update writes it):\n%s", filepath.ToSlash(file), cmp.Diff(string(want), string(got)))
}

func write(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatalf("golden: %v", err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatalf("golden: %v", err)
	}
	t.Logf("golden: wrote %s", filepath.ToSlash(file))
}

func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
