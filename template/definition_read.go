// From a file's members to operations: what the schema cannot say is checked
// here. Every check names the member that is to blame by its pointer and goes
// on, because people want to hear of all mistakes at once.

package template

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// reading is one definition on its way to operations.
type reading struct {
	loader   *loader
	root     *jsonschema.Node
	problems []jsonschema.Problem
	aliases  map[string]string
}

// parse reads one definition.
func (l *loader) parse(file string, text []byte) (*Template, error) {
	if len(text) > maxDefinition {
		return nil, definitionError(file, text, []jsonschema.Problem{{Reason: "is too long",
			Accepts: fmt.Sprintf("at most %d bytes", maxDefinition)}})
	}
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
	var d fileDef
	r.decode("", text, &d)
	t := r.template(&d)
	if len(r.problems) > 0 {
		return nil, definitionError(file, text, r.problems)
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

// refuse notes a problem, unless one is known of the same place: what the schema
// says of a value is what it is about.
func (r *reading) refuse(pointer, reason, accepts, suggest string) {
	if len(r.problems) > maxProblems || slices.ContainsFunc(r.problems, func(p jsonschema.Problem) bool { return p.Pointer == pointer }) {
		return
	}
	r.problems = append(r.problems, jsonschema.Problem{Pointer: pointer, Offset: r.root.At(pointer).Offset, Reason: reason, Accepts: accepts, Suggest: suggest})
}

// decode reads JSON into v. Values of another type are passed over: the schema
// has told of them, but for numbers that are whole and not written as such.
func (r *reading) decode(pointer string, text []byte, v any) {
	if err := json.Unmarshal(text, v); err != nil && len(r.problems) == 0 {
		r.refuse(pointer, "holds a number that is too large, or whole and not written as such", "whole numbers in plain digits", "")
	}
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
	r.checkAliases(ops)
	if len(r.problems) > 0 {
		return nil
	}
	t, err := New(d.Name, ops...)
	if err != nil {
		r.refuse("", strings.TrimPrefix(err.Error(), "template: "), "", "")
		return nil
	}
	t.aliases = r.aliases
	return t
}

// checkAliases refuses further names that are those of parameters.
func (r *reading) checkAliases(ops []*proofpoint.Operation) {
	for _, alias := range slices.Sorted(maps.Keys(r.aliases)) {
		for _, op := range ops {
			if hasParam(op, alias) {
				r.refuse("", fmt.Sprintf("gives %q as another name of a parameter, and it is one of its own", alias), "another one", "")
			}
		}
	}
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

// then makes the further requests of a record.
func (r *reading) then(at string, list []thenDef) []proofpoint.Then {
	var out []proofpoint.Then
	for i, d := range list {
		at := fmt.Sprintf("%s/%d", at, i)
		t := proofpoint.Then{Name: d.Name, Must: d.Must, Parallel: d.Parallel}
		var mode string
		if raw, ok := d.With[modeParam]; ok {
			_ = json.Unmarshal(raw, &mode) // no text is no mode, and asked finds that
		}
		t.Ask = r.asked(at, d.Ask, mode)
		for _, name := range slices.Sorted(maps.Keys(d.Pick)) {
			if t.Pick == nil {
				t.Pick = map[string]*pathdata.Selector{}
			}
			t.Pick[name] = r.selector(at+"/pick/"+pointerName(name), d.Pick[name])
		}
		if t.Ask != nil {
			r.handed(at, &t, d)
		}
		out = append(out, t)
	}
	return out
}

func pointerName(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

// asked is the operation that a further request asks: that of a template, or one
// that stands there.
func (r *reading) asked(at string, ask json.RawMessage, mode string) *proofpoint.Operation {
	var name string
	if json.Unmarshal(ask, &name) != nil {
		var d inlineDef
		r.decode(at+"/ask", ask, &d)
		return r.operation(at+"/ask", d.Name, d.childDef)
	}
	t, found, err := r.loader.lookup(name)
	switch {
	case err != nil:
		r.refuse(at+"/ask", err.Error(), "a template that does not", "")
	case !found:
		near, _ := suggest.Nearest(name, r.loader.names())
		r.refuse(at+"/ask", "is the name of no template", "the name of a template, or a definition", near)
	case t != nil:
		op, ok := t.Operation(mode)
		if !ok {
			near, _ := suggest.Nearest(mode, t.Modes())
			r.refuse(at+"/with/mode", "is no mode of "+name, cmp.Or(strings.Join(t.Modes(), ", "), "none"), near)
		}
		return op
	}
	return nil
}

// names are the names that may be asked.
func (l *loader) names() []string {
	names := slices.Collect(maps.Keys(l.byName))
	for t := range l.among.All() {
		names = append(names, t.name)
	}
	return names
}

// handed checks what a further request is given: its parameters, each once, and
// none that it needs left out.
func (r *reading) handed(at string, t *proofpoint.Then, d thenDef) {
	var names []string
	for _, p := range t.Ask.Params {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Pick)) {
		r.known(at+"/pick/"+pointerName(name), name, t.Ask.Name, names)
	}
	for _, name := range slices.Sorted(maps.Keys(d.With)) {
		if name == modeParam && t.Ask.Mode != "" {
			continue
		}
		place := at + "/with/" + pointerName(name)
		if r.known(place, name, t.Ask.Name, names) {
			r.constant(place, t, *findParam(t.Ask, name), d.With[name])
		}
		if _, twice := d.Pick[name]; twice {
			r.refuse(place, "is picked too", "either one", "")
		}
	}
	for _, p := range t.Ask.Params {
		_, picked := d.Pick[p.Name]
		_, given := d.With[p.Name]
		if p.Required && p.Default == nil && p.When == "" && !picked && !given {
			r.refuse(at, fmt.Sprintf("gives no %q, which %s needs", p.Name, t.Ask.Name), "it in pick or with", "")
		}
	}
}

func (r *reading) known(at, name, of string, names []string) bool {
	if slices.Contains(names, name) {
		return true
	}
	near, _ := suggest.Nearest(name, names)
	r.refuse(at, "is not a parameter of "+of, cmp.Or(strings.Join(names, ", "), "none"), near)
	return false
}

// constant gives a further request a value that is always the same.
func (r *reading) constant(at string, t *proofpoint.Then, p proofpoint.Param, raw json.RawMessage) {
	if p.Secret || len(p.SecretMembers) > 0 {
		r.refuse(at, "is secret, and no secret stands in a definition", "nothing: leave it out", "")
		return
	}
	if t.With == nil {
		t.With = map[string]any{}
	}
	t.With[p.Name] = r.value(at, p, raw)
}

// value is a parameter's value out of JSON, as a caller would give it.
func (r *reading) value(at string, p proofpoint.Param, raw json.RawMessage) any {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil // the text was read before
	}
	if v == nil {
		r.refuse(at, "is null", "a value, or leave it out", "")
		return nil
	}
	got, err := p.Value(v)
	if err != nil {
		pe, _ := err.(*proofpoint.ParamError)
		r.refuse(at, pe.Reason, pe.Accepts, pe.Suggest)
		return nil
	}
	if list, ok := v.([]any); ok && p.Type == "list" {
		return wordsOf(list) // what is sent for a word is no word
	}
	return got
}

func wordsOf(list []any) []string {
	out := make([]string, 0, len(list))
	for _, e := range list {
		out = append(out, fmt.Sprint(e))
	}
	return out
}
