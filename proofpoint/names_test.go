// The naming rule: what a service's files export carries the service's word, so
// that a flat package of several services stays readable.

package proofpoint_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// serviceWords are the words that names in a file may begin with, by the first
// part of the file's name.
var serviceWords = map[string][]string{
	"tap": {"TAP"}, "casb": {"CASB"}, "trap": {"TRAP", "PTR", "CTR"}, "eti": {"ETI"}, "essentials": {"Essentials"},
}

// roadFiles are the first parts of the names of all other files, so that a file
// of a new service is not taken for one of the road.
var roadFiles = []string{"auth", "body", "call", "client", "clock", "config", "cursor", "digest", "doc", "errors", "exchange", "observer", "operation", "option",
	"pacing", "paging", "params", "plan", "probe", "record", "records", "request", "response", "scalar", "scrub", "secret", "service", "syslog", "target", "then"}

// misnamed lists exported names of package-level objects that stand in a
// service's file and do not carry its word, and files of neither kind.
func misnamed(fset *token.FileSet, pkg *types.Package) (bad []string) {
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		file := filepath.Base(fset.Position(o.Pos()).Filename)
		service, _, _ := strings.Cut(strings.TrimSuffix(file, ".go"), "_")
		words, ok := serviceWords[service]
		if !ok && !slices.Contains(roadFiles, service) {
			bad = append(bad, fmt.Sprintf("%s: %s is in a file of no known service, and none of the road", file, name))
		}
		if !ok || !o.Exported() || slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(name, w) }) {
			continue
		}
		bad = append(bad, fmt.Sprintf("%s: %s should begin with %s", file, name, strings.Join(words, " or ")))
	}
	return bad
}

// typesOf type-checks files as far as names need it.
func typesOf(fset *token.FileSet, files []*ast.File) *types.Package {
	cfg := types.Config{Importer: importer.Default(), Error: func(error) {}} // imports that are missing do not change names
	pkg, _ := cfg.Check("proofpoint", fset, files, nil)
	return pkg
}

func TestServiceNames(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	for _, problem := range misnamed(fset, typesOf(fset, files)) {
		t.Error(problem)
	}
}

// TestServiceNamesRule: the rule finds what it is for.
func TestServiceNamesRule(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	for name, text := range map[string]string{
		"tap_x.go":    "package proofpoint\ntype Message struct{}\ntype TAPMessage struct{}\nfunc Decode() {}\nconst kind = 1",
		"trap_y.go":   "package proofpoint\ntype PTRIncident struct{}\ntype CTRIncident struct{}\nvar Incidents int",
		"records.go":  "package proofpoint\ntype Record struct{}",
		"paging_a.go": "package proofpoint\ntype Pages struct{}",
		"other_b.go":  "package proofpoint\ntype Other struct{}",
	} {
		f, err := parser.ParseFile(fset, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	got := misnamed(fset, typesOf(fset, files))
	if len(got) != 4 {
		t.Errorf("found %q, want Decode, Incidents, Message and Other", got)
	}
}
