// A template written down: the other half of definition_read.go.

package template

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// MarshalJSON writes the definition: what [Parse] reads back to a template that
// builds the same requests. The text is the same for equal templates.
//
// Operations that it asks further are written out, but for those of the client,
// which stand there by name.
//
// What is code is not written: the checks that some operations of the client
// make of several parameters together, and typed decoding. An error says what
// cannot be written at all: a pager of the program's own, a body that is no
// text, a credential in a header.
func (t *Template) MarshalJSON() ([]byte, error) {
	d := fileDef{Version: definitionVersion, Name: t.name, Macros: t.macros}
	first := t.ops[0]
	w := writing{t: t}
	var err error
	if len(t.ops) == 1 && first.Mode == "" {
		d.childDef, err = w.operation(first)
		if first.Name != t.name {
			d.Operation = first.Name
		}
	} else {
		d.childDef = commonWords(t.ops)
		d.Modes, err = w.modes(d.childDef)
	}
	if err == nil {
		var text []byte
		if text, err = plainJSON(d); err == nil {
			_, err = Parse(text)
		}
		if err == nil {
			return text, nil
		}
	}
	return nil, fmt.Errorf("template: %s cannot be written as a definition: %w", t.name, err)
}

// commonWords are the words of the first operation, but for those that another
// does not have at all: a mode without them has those of the file.
func commonWords(ops []*proofpoint.Operation) childDef {
	d := childDef{Title: ops[0].Title, Summary: ops[0].Summary, When: ops[0].When, Docs: ops[0].Docs, Source: ops[0].Source}
	for _, op := range ops {
		for _, word := range []struct{ common, is *string }{{&d.Title, &op.Title}, {&d.Summary, &op.Summary}, {&d.When, &op.When}, {&d.Docs, &op.Docs}, {&d.Source, &op.Source}} {
			if *word.is == "" {
				*word.common = ""
			}
		}
	}
	return d
}

// maxWritten bounds the operations of one definition: in a program, further
// requests may lead back to where they came from.
const maxWritten = 1000

// writing is one call of MarshalJSON.
type writing struct {
	t       *Template
	written int // operations
}

// modes are the operations of a template of several. Words that are those of
// the file are left out.
func (w *writing) modes(file childDef) ([]modeDef, error) {
	var modes []modeDef
	for _, op := range w.t.ops {
		d, err := w.operation(op)
		if err != nil {
			return nil, fmt.Errorf("mode %s: %w", op.Mode, err)
		}
		for _, word := range []struct{ of, is *string }{{&file.Title, &d.Title}, {&file.Summary, &d.Summary}, {&file.When, &d.When}, {&file.Docs, &d.Docs}, {&file.Source, &d.Source}} {
			if *word.of == *word.is {
				*word.is = ""
			}
		}
		m := modeDef{Mode: op.Mode, opDef: opDef{childDef: d}}
		if op.Name != w.t.name+"."+op.Mode {
			m.Operation = op.Name
		}
		modes = append(modes, m)
	}
	return modes, nil
}

// operation is an operation's members but for its name.
func (w *writing) operation(op *proofpoint.Operation) (childDef, error) {
	if w.written++; w.written > maxWritten {
		return childDef{}, fmt.Errorf("it asks more than %d operations, or itself", maxWritten)
	}
	d := childDef{Title: op.Title, Summary: op.Summary, When: op.When, Docs: op.Docs, Source: op.Source, OneOf: op.OneOf}
	q, err := w.request(op)
	if err != nil {
		return d, err
	}
	d.Request = &q
	for _, p := range op.Params {
		one, err := w.param(p)
		if err != nil {
			return d, fmt.Errorf("parameter %s: %w", p.Name, err)
		}
		d.Params = append(d.Params, one)
	}
	return d, nil
}

func (w *writing) request(op *proofpoint.Operation) (d requestDef, err error) {
	q := op.Proto
	if q.Name != "" && q.Name != op.Name {
		return d, fmt.Errorf("the request is called %q, and its operation %q", q.Name, op.Name)
	}
	if err := w.samePath(q); err != nil {
		return d, err
	}
	d = requestDef{Service: string(q.Service), Method: strings.ToUpper(q.Method), Format: string(q.Format), Records: q.Records.String(), Refused: q.Refused.String(),
		Empty: q.Empty, Repeatable: q.Repeatable, Optional: q.Optional, Skip: q.Skip, Limit: q.Limit, Value: q.Value, Query: textsOf(q.Query), Headers: textsOf(q.Header)}
	switch {
	case absolute(q.Path):
		d.URL = q.Path
	case q.Base != "":
		d.URL = strings.TrimRight(q.Base, "/") + slashed(q.Path)
	case q.Value == nil:
		d.Path = slashed(q.Path)
	}
	body := q.Body
	if !w.t.defined {
		if len(q.Blanks) > 0 {
			return d, errors.New("places in it are filled while it runs: only the template that it was built from can say so")
		}
		d.Query, d.Headers = literals(d.Query), literals(d.Headers)
		if body, err = literalBody(body); err != nil {
			return d, err
		}
	}
	if d.Body, d.BodyText, err = bodyDef(body); err != nil {
		return d, err
	}
	if q.Pool != (proofpoint.Pool{}) {
		d.Pool = &poolDef{Name: q.Pool.Name, Limit: q.Pool.Limit, Per: lengthText(q.Pool.Per)}
	}
	if d.Pager, err = pagerToDef(q.Pager); err != nil {
		return d, err
	}
	for _, then := range q.Then {
		one, err := w.then(then)
		if err != nil {
			return d, err
		}
		d.Then = append(d.Then, one)
	}
	return d, nil
}

// samePath refuses a path that would be read back as another one.
func (w *writing) samePath(q proofpoint.Request) error {
	if q.Path == "" && q.Base == "" && q.Value == nil {
		return errors.New(`it has no path, and "/" is another one`)
	}
	for _, b := range braced.FindAllString(q.Path, -1) {
		if !w.t.defined && isMacro(strings.Trim(b, "{}")) {
			return fmt.Errorf("%s in its path is the name of a macro: give that place another name", b)
		}
	}
	return nil
}

func slashed(path string) string {
	if path == "" || strings.HasPrefix(path, "/") {
		return path
	}
	return "/" + path
}

// bodyDef is a body as JSON where reading it gives the same bytes, else as text.
func bodyDef(body []byte) (json.RawMessage, string, error) {
	if len(body) == 0 {
		return nil, "", nil
	}
	if text, err := compact(body); err == nil && bytes.Equal(text, body) {
		return body, "", nil
	}
	if !utf8.Valid(body) {
		return nil, "", errors.New("the body is no text")
	}
	return nil, string(body), nil
}

func textsOf[M ~map[string][]string](m M) map[string]texts {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]texts, len(m))
	for name, list := range m {
		out[name] = append(texts{}, list...)
	}
	return out
}

// then is a further request: by name if the client knows its operation, else
// written out.
func (w *writing) then(then proofpoint.Then) (d thenDef, err error) {
	d = thenDef{Name: then.Name, Pick: pathTexts(then.Pick), Carry: pathTexts(then.Carry), Must: then.Must, Writes: then.Writes, Parallel: then.Parallel}
	if d.Ask, err = w.ask(then.Ask); err != nil {
		return d, fmt.Errorf("then: %w", err)
	}
	for name, v := range then.With {
		p := findParam(then.Ask, name)
		if p == nil {
			return d, fmt.Errorf("then: %q is no parameter of %s", name, then.Ask.Name)
		}
		if d.With == nil {
			d.With = map[string]json.RawMessage{}
		}
		if d.With[name], err = valueDef(*p, v); err != nil {
			return d, fmt.Errorf("then: %s: %w", name, err)
		}
	}
	return d, nil
}

// pathTexts are the texts of what is picked or carried.
func pathTexts(paths map[string]*pathdata.Selector) map[string]string {
	if len(paths) == 0 {
		return nil
	}
	out := make(map[string]string, len(paths))
	for name, sel := range paths {
		out[name] = sel.String()
	}
	return out
}

func (w *writing) ask(op *proofpoint.Operation) (json.RawMessage, error) {
	if op == nil {
		return nil, errors.New("nothing is asked")
	}
	if known, ok := proofpoint.OperationNamed(op.Name); ok && known == op {
		return plainJSON(op.Name)
	}
	for _, e := range w.t.expanded {
		if e.x.asks[op] != nil {
			return nil, fmt.Errorf("%s: its macros have settings of their own, which only its own definition can hold", op.Name)
		}
	}
	child, err := w.operation(op)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Name, err)
	}
	for i := range child.Params {
		child.Params[i].Aliases = nil // those are of the template's own
	}
	return plainJSON(inlineDef{Name: op.Name, childDef: child})
}

func (w *writing) param(p proofpoint.Param) (paramDef, error) {
	d := paramDef{Name: p.Name, Label: p.Label, Doc: p.Doc, Type: cmp.Or(p.Type, "string"), In: p.In, Layout: p.Layout, Required: p.Required, When: p.When, Enum: p.Enum,
		Min: p.Min, Max: p.Max, Pattern: p.Pattern, Accepts: p.Accepts, Lower: p.Lower, Secret: p.Secret, SecretMembers: p.SecretMembers}
	for alias, of := range w.t.aliases {
		if of == p.Name {
			d.Aliases = append(d.Aliases, alias)
		}
	}
	slices.Sort(d.Aliases)
	if p.Default == nil {
		return d, nil
	}
	if p.Secret || len(p.SecretMembers) > 0 {
		return d, errors.New("a default that is secret is not written down")
	}
	var err error
	d.Default, err = valueDef(p, p.Default)
	return d, err
}

// valueDef is a parameter's value as a caller would write it in JSON.
func valueDef(p proofpoint.Param, v any) (json.RawMessage, error) {
	switch v := v.(type) {
	case time.Duration:
		return plainJSON(cmp.Or(lengthText(v), "0s"))
	case time.Time:
		return plainJSON(v.UTC().Format(time.RFC3339Nano))
	}
	if p.Secret || len(p.SecretMembers) > 0 {
		return nil, errors.New("a secret is not written down")
	}
	if text, ok := v.(string); ok && p.Type == "list" {
		return plainJSON(listOf(text))
	}
	return plainJSON(v)
}

// plainJSON is JSON that keeps <, > and & as they are: people read it.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
