// A template: a name over one operation, or over several that are told apart
// by the parameter "mode". What the parameters are is worked out once, in New;
// build.go turns values into a request. Nothing here knows an endpoint.

package template

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// modeParam is the parameter that chooses between several operations.
const modeParam = "mode"

// Template is a name over one operation, or over several chosen by the
// parameter "mode". [New] makes one; it is immutable and safe for concurrent
// use.
type Template struct {
	name    string
	ops     []*proofpoint.Operation // the first is the default
	params  []proofpoint.Param      // of all modes, as Params returns them
	names   []string                // of params, each once
	aliases map[string]string       // further names of parameters

	expanded map[*proofpoint.Operation]*expanded // operations with macros
	macros   *macrosDef                          // as they were written
	defined  bool                                // out of a definition: braces in its texts are macros
}

var validName = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$`)

// New makes a template of operations. Title, summary and the like are those of
// the first. Several operations are modes: each needs a Mode of its own, and
// the parameter "mode" chooses one, the first if it is not given. A lone
// operation has no such parameter, whatever its Mode.
//
// name has lower-case letters, digits, _ and -, in parts separated by dots, and
// starts with a letter. The operations are kept, not copied: they must not be
// changed afterwards. Everything that is wrong with name and ops comes joined
// in one error.
func New(name string, ops ...*proofpoint.Operation) (*Template, error) {
	var problems []error
	refuse := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("template: %s: "+format, append([]any{quoteName(name)}, args...)...))
	}
	if !validName.MatchString(name) {
		refuse("the name must be lower-case letters, digits, _ and -, in parts separated by dots, starting with a letter")
	}
	if len(ops) == 0 {
		refuse("a template needs an operation")
	}
	if slices.Contains(ops, nil) {
		refuse("an operation is nil")
		return nil, errors.Join(problems...)
	}
	var modes []string
	for _, op := range ops {
		switch {
		case len(ops) == 1:
		case op.Mode == "":
			refuse("operation %q has no mode, which it needs beside others", op.Name)
		case slices.Contains(modes, op.Mode):
			refuse("mode %q is there twice", op.Mode)
		}
		modes = append(modes, op.Mode)
		var seen []string
		for _, p := range op.Params {
			switch {
			case p.Name == "":
				refuse("operation %q has a parameter without a name", op.Name)
			case slices.Contains(seen, p.Name):
				refuse("operation %q has the parameter %q twice", op.Name, p.Name)
			case p.Name == modeParam && len(ops) > 1:
				refuse("operation %q has a parameter %q, which chooses the operation here", op.Name, p.Name)
			}
			seen = append(seen, p.Name)
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	t := &Template{name: name, ops: slices.Clone(ops)}
	t.params = merge(t.ops)
	for _, p := range t.params {
		if !slices.Contains(t.names, p.Name) {
			t.names = append(t.names, p.Name)
		}
	}
	return t, nil
}

func quoteName(name string) string {
	if validName.MatchString(name) {
		return name
	}
	return fmt.Sprintf("%q", name)
}

// Name is what the template is called, in code and definitions: "get_alerts".
func (t *Template) Name() string { return t.name }

// Title is what people call it: "Get Alerts".
func (t *Template) Title() string { return t.ops[0].Title }

// Summary says what comes out, in a sentence.
func (t *Template) Summary() string { return t.ops[0].Summary }

// When says when to use it: a sentence that starts with "Use this".
func (t *Template) When() string { return t.ops[0].When }

// Docs links to the vendor's page, "" where there is none.
func (t *Template) Docs() string { return t.ops[0].Docs }

// Modes are the values of the parameter "mode", the default first. It is nil
// for a template of one operation.
func (t *Template) Modes() []string {
	if len(t.ops) == 1 {
		return nil
	}
	modes := make([]string, len(t.ops))
	for i, op := range t.ops {
		modes[i] = op.Mode
	}
	return modes
}

// Operation returns the operation of a mode; "" means the default. It reports
// false for a mode that the template does not have.
//
// It is what was written down: of a definition, the texts of its request hold
// their macros as they stand, and the operation's own Build leaves "{today}" what
// it is. [Template.Build] and [Template.BuildAt] fill them.
func (t *Template) Operation(mode string) (*proofpoint.Operation, bool) {
	for _, op := range t.ops {
		if mode == "" || op.Mode == mode {
			return op, true
		}
	}
	return nil, false
}

// Params returns the parameters of all modes, in the order in which people
// should see them; "mode" comes first where there are several. A parameter of
// only some modes has When = "mode=x" and stands once for each; one that all
// modes have in the same words stands once, with the In of the first mode. The
// slice is the caller's.
func (t *Template) Params() []proofpoint.Param {
	params := slices.Clone(t.params)
	for i := range params {
		params[i].Enum = slices.Clone(params[i].Enum)
	}
	return params
}

// Param returns the parameter that callers give under name, its own or another
// one that it goes by, in the first mode that has it. It reports false if there
// is none.
func (t *Template) Param(name string) (proofpoint.Param, bool) {
	p := t.paramNamed(name)
	p.Enum = slices.Clone(p.Enum)
	return p, p.Name != ""
}

// merge puts the parameters of several operations into one list: the mode,
// then those of the first operation, then what the others have beside them.
func merge(ops []*proofpoint.Operation) []proofpoint.Param {
	if len(ops) == 1 {
		return slices.Clone(ops[0].Params)
	}
	var params []proofpoint.Param
	var done []string
	for _, op := range ops {
		for _, p := range op.Params {
			if slices.Contains(done, p.Name) {
				continue
			}
			done = append(done, p.Name)
			params = append(params, inModes(ops, p)...)
		}
	}
	return append([]proofpoint.Param{modeOf(ops)}, params...)
}

// modeOf is the parameter that chooses between ops.
func modeOf(ops []*proofpoint.Operation) proofpoint.Param {
	p := proofpoint.Param{Name: modeParam, Label: "Mode", Type: "string", Default: ops[0].Mode}
	var said []string
	for _, op := range ops {
		p.Enum = append(p.Enum, op.Mode)
		said = append(said, op.Mode+": "+strings.TrimSuffix(op.Summary, "."))
	}
	p.Doc = "Which call is made. " + strings.Join(said, "; ") + "."
	return p
}

// inModes is what a parameter is in all of ops: itself where it is the same
// everywhere, else one for each mode that has it.
func inModes(ops []*proofpoint.Operation, p proofpoint.Param) []proofpoint.Param {
	var found []proofpoint.Param
	everywhere := true
	for _, op := range ops {
		i := slices.IndexFunc(op.Params, func(q proofpoint.Param) bool { return q.Name == p.Name })
		if i < 0 {
			everywhere = false
			continue
		}
		q := op.Params[i]
		everywhere = everywhere && sameForCallers(p, q)
		if q.When == "" { // else its own condition says more
			q.When = modeParam + "=" + op.Mode
		}
		found = append(found, q)
	}
	if everywhere {
		return []proofpoint.Param{p}
	}
	return found
}

// sameForCallers reports whether two parameters differ only in where their
// values are sent.
func sameForCallers(p, q proofpoint.Param) bool {
	p.In, q.In = "", ""
	return reflect.DeepEqual(p, q)
}
