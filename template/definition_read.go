// From a file's members to operations: what the schema cannot say is checked
// here. Every check names the member that is to blame by its pointer and goes
// on, because people want to hear of all mistakes at once.

package template

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// reading is one definition on its way to operations.
type reading struct {
	loader   *loader
	root     *jsonschema.Node
	problems []jsonschema.Problem
	told     map[string]bool // places of which the schema has said what is wrong
	aliases  map[string]string
	partial  bool                                // a file that is asked has mistakes of its own
	asks     map[*proofpoint.Operation]*expanded // operations of other templates that have macros
	inline   map[string]*requestDef              // requests of operations that stand in further ones, by their pointers
}

// byteOrderMark stands before what some editors write.
var byteOrderMark = []byte("\ufeff")

// parse reads one definition.
func (l *loader) parse(file string, text []byte) (*Template, error) {
	if len(text) > maxDefinition {
		return nil, definitionError(file, text, []jsonschema.Problem{{Reason: "is too long",
			Accepts: fmt.Sprintf("at most %d bytes", maxDefinition)}})
	}
	text = bytes.TrimPrefix(text, byteOrderMark)
	r := reading{loader: l}
	r.root, r.problems = jsonschema.Read(text, maxDefinitionDepth)
	if r.root == nil {
		return nil, definitionError(file, text, r.problems)
	}
	if p, newer := r.newer(); newer {
		return nil, definitionError(file, text, []jsonschema.Problem{p})
	}
	r.problems = append(r.problems, compiledSchema().Check(r.root)...)
	if len(r.problems) >= maxProblems || slices.ContainsFunc(r.problems, func(p jsonschema.Problem) bool { return p.TooMany }) {
		return nil, definitionError(file, text, r.problems) // more of it is not looked at
	}
	r.told = map[string]bool{}
	for _, p := range r.problems {
		r.told[p.Pointer] = true
	}
	var d fileDef
	r.decode("", text, &d)
	t := r.template(&d)
	switch {
	case len(r.problems) > 0:
		return nil, definitionError(file, text, r.problems)
	case r.partial:
		return nil, errPartial
	}
	return t, nil
}

// newer tells of a version that is not known here: nothing else of the file can
// be judged.
func (r *reading) newer() (jsonschema.Problem, bool) {
	n := r.root.Member("version")
	if n == nil || n.Kind != '0' {
		return jsonschema.Problem{}, false
	}
	v, err := strconv.Atoi(string(n.Raw))
	return jsonschema.Problem{Pointer: "/version", Offset: n.Offset, Accepts: fmt.Sprintf("versions up to %d", definitionVersion),
		Reason: fmt.Sprintf("is %d, newer than %d, the newest that is known here", v, definitionVersion)}, err == nil && v > definitionVersion
}

// refuse notes a problem, unless it is known, or the schema has said something of
// the same place: what it says of a value is what that is about.
func (r *reading) refuse(pointer, reason, accepts, suggest string) {
	known := func(p jsonschema.Problem) bool { return p.Pointer == pointer && p.Reason == reason }
	if len(r.problems) > maxProblems || r.told[pointer] || slices.ContainsFunc(r.problems, known) {
		return
	}
	r.problems = append(r.problems, jsonschema.Problem{Pointer: pointer, Offset: r.root.At(pointer).Offset, Reason: reason, Accepts: accepts, Suggest: suggest})
}

// decode reads the JSON that stands at pointer into v. Values of another type are
// passed over: the schema has told of them, but for numbers that are whole and
// not written as such.
func (r *reading) decode(pointer string, text []byte, v any) {
	err := json.Unmarshal(text, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		n := r.root.At(pointer)
		n = valueAt(n, n.Offset+int(wrong.Offset))
		if n.Kind == '0' {
			r.refuse(n.Pointer(), "is a number that is too large, or whole and not written as such", "whole numbers in plain digits", "")
		}
	}
}

// valueAt is the innermost value that ends at a byte or stands around it.
func valueAt(n *jsonschema.Node, offset int) *jsonschema.Node {
	for _, list := range [][]*jsonschema.Node{n.Members, n.Elems} {
		for _, in := range list {
			if in.Offset < offset && offset <= in.Offset+len(in.Raw) {
				return valueAt(in, offset)
			}
		}
	}
	return n
}

// template makes the template that d describes.
func (r *reading) template(d *fileDef) *Template {
	var ops []*proofpoint.Operation
	for i, m := range d.Modes {
		at := fmt.Sprintf("/modes/%d", i)
		m.Title, m.Summary, m.When = cmp.Or(m.Title, d.Title), cmp.Or(m.Summary, d.Summary), cmp.Or(m.When, d.When)
		m.Docs, m.Source = cmp.Or(m.Docs, d.Docs), cmp.Or(m.Source, d.Source)
		op := r.operation(at, cmp.Or(m.Operation, d.Name+"."+m.Mode), m.childDef)
		op.Mode = m.Mode
		if slices.ContainsFunc(ops, func(o *proofpoint.Operation) bool { return o.Mode == m.Mode }) {
			r.refuse(at+"/mode", "is the mode of another", "each mode once", "")
		}
		if j := slices.IndexFunc(op.Params, func(p proofpoint.Param) bool { return p.Name == modeParam }); j >= 0 && len(d.Modes) > 1 {
			r.refuse(fmt.Sprintf("%s/params/%d/name", at, j), "is the parameter that chooses between modes", "another name", "")
		}
		ops = append(ops, op)
	}
	if len(d.Modes) == 0 {
		ops = append(ops, r.operation("", cmp.Or(d.Operation, d.Name), d.childDef))
	}
	r.readAliases(d, ops)
	for i, op := range ops {
		at := "/request/then"
		if len(d.Modes) > 0 {
			at = fmt.Sprintf("/modes/%d/request/then", i)
		}
		r.chain(at, op)
	}
	ready := r.macros(d, ops)
	if len(r.problems) > 0 || r.partial {
		return nil
	}
	t, err := New(d.Name, ops...)
	if err != nil {
		r.refuse("", strings.TrimPrefix(err.Error(), "template: "), "", "")
		return nil
	}
	t.aliases, t.expanded, t.macros, t.defined = r.aliases, ready, d.Macros, true
	return t
}

// operation makes one operation.
func (r *reading) operation(at, name string, d childDef) *proofpoint.Operation {
	op := &proofpoint.Operation{Name: name, Title: d.Title, Summary: d.Summary, When: d.When, Docs: d.Docs, Source: d.Source, OneOf: d.OneOf}
	if d.Request != nil {
		op.Proto = r.request(at+"/request", d.Request)
	}
	for i, p := range d.Params {
		op.Params = append(op.Params, r.param(fmt.Sprintf("%s/params/%d", at, i), p))
	}
	if d.Request != nil {
		c := placing{reading: r, at: at, op: op, def: d}
		c.check()
	}
	return op
}

// selector compiles a path to data; "" is none.
func (r *reading) selector(at, text string) *pathdata.Selector {
	if text == "" {
		return nil
	}
	s := new(pathdata.Selector)
	if err := s.UnmarshalText([]byte(text)); err != nil {
		r.refuse(at, "is not a path: "+strings.TrimPrefix(err.Error(), "pathdata: "), "a path like $.rows[*]", "")
		return nil
	}
	return s
}

// compact is JSON as it is sent: without blanks, with no more escapes than it
// needs, numbers and members as they stand.
func compact(text []byte) ([]byte, error) {
	return jsontext.AppendFormat(nil, text, jsontext.PreserveRawStrings(false))
}
