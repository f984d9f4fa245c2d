// Which templates there are: the built-in ones, and those that people wrote down
// in files. Everything else asks the registry and does not care.

package main

import (
	"os"
	"strings"

	"github.com/proofpointkit/proofpoint-go/template"
)

// definitions is what the files of -templates are called.
const definitions = "*.json"

// builtIn are the templates that are there without -templates.
var builtIn = template.Default

// loadTemplates makes the registry. A file with a mistake is a mistake of the
// call: nothing runs beside it, because it may be the one that is meant.
func (a *app) loadTemplates() error {
	a.registry = builtIn
	if a.templates == "" {
		return nil
	}
	if info, err := os.Stat(a.templates); err != nil || !info.IsDir() {
		return mistake("-templates %s is no directory", a.templates)
	}
	a.registry = builtIn.Clone()
	if err := a.registry.LoadFS(os.DirFS(a.templates), definitions); err != nil {
		return mistake("-templates %s: %w", a.templates, err)
	}
	return nil
}

// ownHost reports whether the template asks a host of its own, which is never
// the demo's.
func (a *app) ownHost() bool {
	t, ok := a.registry.Lookup(a.template)
	if !ok {
		return false
	}
	values, _ := a.values() // what is wrong with them is said where they are used
	op, ok := t.Operation(values["mode"])
	return ok && strings.Contains(op.Proto.Path, "://")
}
