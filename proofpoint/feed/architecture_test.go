// What the package may see of the rest of the module: exported names of package
// proofpoint, so that a program outside could have been written the same way. The
// compiler keeps unexported names out; internal packages it would let in, because
// it asks only where a package lies.

package feed_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/proofpointkit/proofpoint-go/"

// ours are the packages of the module that feed and its stores may import. The
// stores may import feed itself.
var ours = []string{module + "proofpoint"}

// simulation is used by tests alone: what is no test would import it against the
// rule. It needs the fake.
const simulation = module + "proofpoint/feed/internal/simtest"

// misplaced lists imports that are not allowed of the module, and those that get
// around the compiler.
func misplaced(path string, imports, allowed []string) (bad []string) {
	for _, p := range imports {
		inside := strings.HasPrefix(p+"/", module)
		switch {
		case inside && !slices.Contains(allowed, p):
			bad = append(bad, path+" imports "+strings.TrimPrefix(p, module))
		case !inside && (p == "unsafe" || p == "C"):
			bad = append(bad, path+" imports "+p)
		}
	}
	return bad
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir            string
	Imports, GoFiles, CgoFiles []string
}

func packages(t *testing.T) (all []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles,CgoFiles", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestImports(t *testing.T) {
	all := packages(t)
	if len(all) == 0 || all[0].ImportPath != module+"proofpoint/feed" {
		t.Fatalf("feed is not among the packages: %v", all)
	}
	for _, p := range all {
		if p.ImportPath == simulation {
			continue
		}
		allowed := ours
		if p.ImportPath != all[0].ImportPath {
			allowed = append(slices.Clone(ours), all[0].ImportPath)
		}
		for _, bad := range misplaced(p.ImportPath, p.Imports, allowed) {
			t.Error(bad)
		}
		for _, file := range append(p.GoFiles, p.CgoFiles...) {
			for _, bad := range linked(t, p.Dir+"/"+file) {
				t.Errorf("%s: %s", file, bad)
			}
		}
	}
}

// linked lists the directives of a file that reach for unexported names.
func linked(t *testing.T, file string) (bad []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return directives(f)
}

func directives(f *ast.File) (bad []string) {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:linkname") {
				bad = append(bad, c.Text)
			}
		}
	}
	return bad
}

// TestImportsRule: the rule finds what it is for.
func TestImportsRule(t *testing.T) {
	imports := []string{"context", "unsafe", "golang.org/x/time/rate", module + "proofpoint", module + "internal/suggest", module + "template", module + "proofpoint/proofpointtest"}
	want := []string{"feed imports unsafe", "feed imports internal/suggest", "feed imports template", "feed imports proofpoint/proofpointtest"}
	if got := misplaced("feed", imports, ours); !slices.Equal(got, want) {
		t.Errorf("misplaced imports are %q, want %q", got, want)
	}
	f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package feed\n\n//go:linkname a b.c\nfunc a()\n", parser.ParseComments)
	if err != nil || len(directives(f)) != 1 {
		t.Errorf("a linkname is not found: %v", err)
	}
}
