// Every method of a service that makes calls has an Example, and is what some
// row of the contract test calls.

package proofpoint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// severalCalls are methods over several operations, which have no row of their
// own.
var severalCalls = []string{"CTRService.Original"}

func TestEveryMethodHasAnExampleAndARow(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]bool{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
				parts := strings.SplitN(strings.TrimPrefix(fn.Name.Name, "Example"), "_", 3)
				examples[strings.Join(parts[:min(len(parts), 2)], ".")] = true
			}
		}
	}
	var called []string
	for _, row := range contractRows() {
		called = append(called, row.methodOf())
	}
	for _, m := range serviceMethods() {
		if !examples[m] {
			t.Errorf("there is no Example for %s", m)
		}
		if !slices.Contains(called, m) && !slices.Contains(severalCalls, m) {
			t.Errorf("no row of the contract test calls %s", m)
		}
	}
}
