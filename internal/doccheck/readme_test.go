// The README is the front door: every Go snippet in it must stand, line for
// line, in a file that the tests compile.

package doccheck_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadmeSnippetsAreCompiled(t *testing.T) {
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var sources []string
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		b, err := os.ReadFile(path)
		sources = append(sources, flat(string(b)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	snippets := strings.Split(string(readme), "```go\n")[1:]
	if len(snippets) == 0 {
		t.Fatal("the README has no Go snippet")
	}
	for _, s := range snippets {
		s, _, _ = strings.Cut(s, "```")
		found := false
		for _, source := range sources {
			found = found || strings.Contains(source, flat(s))
		}
		if !found {
			t.Errorf("this snippet of the README is in no Go file:\n%s", s)
		}
	}
}

// flat drops indentation, so that a snippet may stand at any depth.
func flat(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}
