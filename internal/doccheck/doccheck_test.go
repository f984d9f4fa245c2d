// The rules are tests, so that breaking one is seen by whoever breaks it. Each rule takes the module as plain data and returns what is wrong,
// so that it runs on this module and on a made-up one full of mistakes: a rule that finds nothing anywhere would pass too.
// Only the root module is read; a nested module may do as its dependencies need.

package doccheck_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const modulePath = "github.com/proofpointkit/proofpoint-go"

// sourceFile is one parsed Go file of the module.
type sourceFile struct {
	name string // slash-separated, from the module's root
	dir  string // package folder, "." for the root
	test bool
	ast  *ast.File
}

// module is every Go file of one module.
type module struct {
	fset  *token.FileSet
	files []sourceFile
}

// load parses the module rooted in fsys. It stays out of nested modules, testdata, and folders the go command ignores.
func load(fsys fs.FS) (*module, error) {
	m := &module{fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (ignored(d.Name()) || isFile(fsys, path.Join(name, "go.mod"))) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || ignored(d.Name()) {
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(m.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		m.files = append(m.files, sourceFile{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), ast: file})
		return nil
	})
	return m, err
}

func ignored(name string) bool {
	return name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && !info.IsDir()
}

// undocumented reports exported names without a comment. A comment on a group of constants or variables serves them all. Fields and interface
// methods are their type's business, and the comment on the type is where it is settled. Error and Unwrap mean the same everywhere.
func undocumented(m *module) (problems []string) {
	byPackage := make(map[string][]*ast.File) // a folder may also hold a main package that is never built
	for _, f := range m.files {
		if !f.test {
			key := f.dir + " " + f.ast.Name.Name
			byPackage[key] = append(byPackage[key], f.ast)
		}
	}
	for key, files := range byPackage {
		dir, _, _ := strings.Cut(key, " ")
		pkg, err := doc.NewFromFiles(m.fset, files, path.Join(modulePath, dir), doc.PreserveAST)
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		missing := func(pos token.Pos, what string) {
			problems = append(problems, fmt.Sprintf("%s: %s has no doc comment", m.fset.Position(pos).Filename, what))
		}
		funcs := func(list []*doc.Func) {
			for _, f := range list {
				if f.Doc == "" && (f.Recv == "" || f.Name != "Error" && f.Name != "Unwrap") {
					missing(f.Decl.Pos(), "func "+strings.TrimPrefix(f.Recv+"."+f.Name, "."))
				}
			}
		}
		values := func(list []*doc.Value) {
			for _, v := range list {
				if v.Doc == "" {
					for _, name := range bareValues(v.Decl) {
						missing(name.Pos(), v.Decl.Tok.String()+" "+name.Name)
					}
				}
			}
		}
		funcs(pkg.Funcs)
		values(pkg.Consts)
		values(pkg.Vars)
		for _, t := range pkg.Types {
			if t.Doc == "" {
				missing(t.Decl.Pos(), "type "+t.Name)
			}
			funcs(t.Funcs)
			funcs(t.Methods)
			values(t.Consts)
			values(t.Vars)
		}
	}
	slices.Sort(problems)
	return problems
}

// bareValues returns the exported names of a declaration that have no comment of their own, above or behind.
func bareValues(decl *ast.GenDecl) (names []*ast.Ident) {
	for _, spec := range decl.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok || value.Doc != nil || value.Comment != nil {
			continue
		}
		for _, name := range value.Names {
			if name.IsExported() {
				names = append(names, name)
			}
		}
	}
	return names
}

// headless reports files that do not say why they are there: in the package comment, or in a comment above the package clause.
func headless(m *module) (problems []string) {
	for _, f := range m.files {
		if f.test || f.ast.Doc != nil && f.ast.Doc.Text() != "" {
			continue
		}
		said := slices.ContainsFunc(f.ast.Comments, func(c *ast.CommentGroup) bool {
			return c.End() < f.ast.Package && c.Text() != "" // Text leaves directives out
		})
		if !said {
			problems = append(problems, f.name+": no comment above the package clause says why the file is here")
		}
	}
	return problems
}

// link is what godoc would make a link to a name of the package itself: "[Name]" or "[Name.Member]".
var link = regexp.MustCompile(`(?m)(?:^|[\s(])\[\*?([A-Z]\w+)(?:\.\w+)?\](?:[\s,.;:)]|$)`)

// dangling reports links in doc comments to names that the package does not have, or does not export.
func dangling(m *module) (problems []string) {
	names := make(map[string]bool) // "dir.Name"
	for _, f := range m.files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			for _, name := range declared(d) {
				names[f.dir+"."+name] = true
			}
		}
	}
	for _, f := range m.files {
		if f.test {
			continue
		}
		for _, c := range f.ast.Comments {
			for _, found := range link.FindAllStringSubmatch(c.Text(), -1) {
				if !names[f.dir+"."+found[1]] {
					problems = append(problems, fmt.Sprintf("%s: [%s] links to nothing that is exported", f.name, found[1]))
				}
			}
		}
	}
	return problems
}

// declared returns the names that a declaration gives to the package.
func declared(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, spec.Name.Name)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

// nameless reports folders and packages whose name says nothing about what is inside.
func nameless(m *module) (problems []string) {
	banned := []string{"util", "utils", "common", "helper", "helpers", "types", "models"}
	seen := make(map[string]bool)
	for _, f := range m.files {
		for _, name := range append(strings.Split(f.dir, "/"), strings.TrimSuffix(f.ast.Name.Name, "_test")) {
			if where := f.dir + " " + name; slices.Contains(banned, name) && !seen[where] {
				seen[where] = true
				problems = append(problems, fmt.Sprintf("%s: %q says nothing about what is inside", f.dir, name))
			}
		}
	}
	return problems
}

// misdirected reports imports against the one direction: pathdata ← proofpoint ← template, feed; internal packages are leaves; what serves
// tests stays in tests. Test files may import what they like.
func misdirected(m *module) (problems []string) {
	for _, f := range m.files {
		if f.test {
			continue
		}
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				problems = append(problems, fmt.Sprintf("%s: %v", f.name, err))
				continue
			}
			if imported == modulePath {
				imported += "/the root" // a package too, though one without code
			}
			if ours, ok := strings.CutPrefix(imported, modulePath+"/"); ok {
				if reason := forbidden(f.dir, ours); reason != "" {
					problems = append(problems, fmt.Sprintf("%s: must not import %s: %s", f.name, ours, reason))
				}
			}
		}
	}
	return problems
}

// forbidden says why the package in folder from must not import ours, or nothing if it may.
func forbidden(from, ours string) string {
	switch {
	case forTests(ours) && !forTests(from) && !within(from, "examples"):
		return "it serves tests and examples only"
	case from == "pathdata" && ours != "internal/suggest":
		return "pathdata knows nothing of ours but internal/suggest"
	case within(from, "pathdata") && !within(ours, "pathdata") && ours != "internal/suggest":
		return "pathdata knows nothing of ours but internal/suggest"
	case within(from, "internal") && !within(ours, "internal"):
		return "internal packages are leaves"
	case within(from, "proofpoint") && within(ours, "template"):
		return "template is built on proofpoint, not the other way"
	case from == "proofpoint" && within(ours, "proofpoint"):
		return "what lies below proofpoint is built on it, not the other way"
	}
	return ""
}

// forTests reports whether a package is for tests: its folder or one above is called …test, or it is a helper that takes a testing.TB.
func forTests(dir string) bool {
	return within(dir, "internal/golden") || slices.ContainsFunc(strings.Split(dir, "/"), func(name string) bool {
		return name != "test" && strings.HasSuffix(name, "test")
	})
}

func within(dir, tree string) bool { return dir == tree || strings.HasPrefix(dir, tree+"/") }

var rules = []struct {
	name  string
	check func(*module) []string
}{
	{"documented", undocumented},
	{"head of file", headless},
	{"links", dangling},
	{"names", nameless},
	{"imports", misdirected},
}

func TestModule(t *testing.T) {
	root := os.DirFS("../..")
	if !isFile(root, "go.mod") {
		t.Fatal("the module's root is not where this test looks for it")
	}
	m, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			for _, problem := range rule.check(m) {
				t.Error(problem)
			}
		})
	}
}

// mistakes is a small module with at least one mistake for each rule, and next to them what the rules must leave alone.
// A line "-- name --" starts a file.
const mistakes = `
-- go.mod --
module made-up
-- good/good.go --
// Why.

package good

// F is. See [E], [E.Error], [*E] and [io.EOF], and the text [A-Z], As[T] and [link]; [link]: a definition is none.
func F() {}

// E is.
type E struct{ A int }

func (E) Error() string { return "" }

// All of them.
const (
	A = 1
	B = 2
)

const C = 3 // behind
-- good/good_test.go --
package good_test

import _ "OURS/proofpoint/proofpointtest"

func G() {}
-- good/testdata/x.go --
not Go
-- nested/go.mod --
module nested
-- nested/n.go --
package nested

func N() {}
-- pkgdoc/doc.go --
// Package pkgdoc is.
package pkgdoc
-- bare/bare.go --
//go:build linux

package bare

func F() {}
func New() T { return T{} }
func f() {} // as [Gone] and ([Lost.M]) do, not [T.M]

type T struct{ A int }

func (T) M() {}

type hidden struct{}

func (hidden) M() {}

const (
	A = 1
	b = 2
)

var V, w = 1, 2
-- internal/util/u.go --
// Why.

package util
-- a/b.go --
// Why.

package helpers
-- pathdata/p.go --
// Why.

package pathdata

import (
	_ "OURS"
	_ "OURS/internal/suggest"
	_ "OURS/internal/transport"
)
-- pathdata/schema/s.go --
// Why.

package schema

import (
	_ "OURS/pathdata"
	_ "OURS/proofpoint"
)
-- proofpoint/p.go --
// Why.

package proofpoint

import (
	_ "OURS/pathdata"
	_ "OURS/proofpoint/feed"
	_ "OURS/proofpoint/proofpointtest"
	_ "OURS/template"
)
-- proofpoint/feed/f.go --
// Why.

package feed

import (
	_ "OURS/proofpoint"
	_ "OURS/template"
)
-- proofpoint/feed/feedtest/f.go --
// Why.

package feedtest

import (
	_ "OURS/internal/golden"
	_ "OURS/proofpoint/proofpointtest"
)
-- internal/x/x.go --
// Why.

package x

import (
	_ "OURS/internal/golden"
	_ "OURS/internal/suggest"
	_ "OURS/pathdata"
)
-- examples/e/main.go --
// Why.

package main

import _ "OURS/proofpoint/proofpointtest"
-- template/t.go --
// Why.

package template

import _ "OURS/proofpoint"
`

func TestRulesFindMistakes(t *testing.T) {
	fsys := make(fstest.MapFS)
	for part := range strings.SplitSeq(strings.ReplaceAll(mistakes, "OURS", modulePath), "\n-- ") {
		if name, text, ok := strings.Cut(part, " --\n"); ok {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	m, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"documented": {
			"bare/bare.go: const A has no doc comment",
			"bare/bare.go: func F has no doc comment",
			"bare/bare.go: func New has no doc comment",
			"bare/bare.go: func T.M has no doc comment",
			"bare/bare.go: type T has no doc comment",
			"bare/bare.go: var V has no doc comment",
		},
		"head of file": {"bare/bare.go: no comment above the package clause says why the file is here"},
		"links":        {"bare/bare.go: [Gone] links to nothing that is exported", "bare/bare.go: [Lost] links to nothing that is exported"},
		"names":        {`a: "helpers" says nothing about what is inside`, `internal/util: "util" says nothing about what is inside`},
		"imports": {
			"internal/x/x.go: must not import internal/golden: it serves tests and examples only",
			"internal/x/x.go: must not import pathdata: internal packages are leaves",
			"pathdata/p.go: must not import the root: pathdata knows nothing of ours but internal/suggest",
			"pathdata/p.go: must not import internal/transport: pathdata knows nothing of ours but internal/suggest",
			"pathdata/schema/s.go: must not import proofpoint: pathdata knows nothing of ours but internal/suggest",
			"proofpoint/feed/f.go: must not import template: template is built on proofpoint, not the other way",
			"proofpoint/p.go: must not import proofpoint/feed: what lies below proofpoint is built on it, not the other way",
			"proofpoint/p.go: must not import proofpoint/proofpointtest: it serves tests and examples only",
			"proofpoint/p.go: must not import template: template is built on proofpoint, not the other way",
		},
	}
	for _, rule := range rules {
		if diff := cmp.Diff(want[rule.name], rule.check(m)); diff != "" {
			t.Errorf("rule %q mismatch (-want +got):\n%s", rule.name, diff)
		}
	}
}
