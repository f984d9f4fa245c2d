// Macros of a definition file: their settings, where in the file a mistake in
// one stands, and the operations that are ready to be built. What a macro means
// is said in macro.go.

package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// macrosDef are the settings, and lists to look up.
type macrosDef struct {
	Unit    string              `json:"unit,omitempty"`
	Format  string              `json:"format,omitempty"`
	Zone    string              `json:"zone,omitempty"`
	Lookups map[string][]string `json:"lookups,omitempty"`
}

// macros are the settings as they are used; those of nil are the defaults.
func (d *macrosDef) macros() Macros {
	if d == nil {
		return Macros{}
	}
	m := Macros{Unit: d.Unit, Format: d.Format, Zone: d.Zone, Lookups: map[string]iter.Seq[string]{}}
	for name, list := range d.Lookups {
		m.Lookups[name] = slices.Values(list)
	}
	return m
}

// macros reads the macros of a definition's operations.
func (r *reading) macros(d *fileDef, ops []*proofpoint.Operation) map[*proofpoint.Operation]*expanded {
	ready := map[*proofpoint.Operation]*expanded{}
	m := d.Macros.macros()
	for i, op := range ops {
		at, request := "", d.Request
		if len(d.Modes) > 0 {
			at, request = fmt.Sprintf("/modes/%d", i), d.Modes[i].Request
		}
		e, problems := m.operation(op, r.asks)
		for _, p := range problems {
			r.refuse(r.macroPointer(at, request, p), fmt.Sprintf("holds %q, which %s", cut(p.Macro), p.Reason), p.Accepts, p.Suggest)
		}
		if e != nil {
			ready[op] = e
		}
	}
	return ready
}

// macroPointer is where in the file a text stands that a MacroError names. at is
// where the operation stands, d its request.
func (r *reading) macroPointer(at string, d *requestDef, e MacroError) string {
	where := e.Where
	for strings.HasPrefix(where, "then:") && d != nil {
		n, rest, _ := strings.Cut(strings.TrimPrefix(where, "then:"), ":")
		at, where = at+"/request/then/"+n+"/ask", rest
		inline, ok := r.inline[at]
		if !ok {
			return at
		}
		d = inline
	}
	kind, name, _ := strings.Cut(where, ":")
	at += "/request/"
	switch {
	case d == nil || kind == "unit" || kind == "format" || kind == "zone":
		return "/macros/" + where
	case kind == "path" && d.URL != "":
		return at + "url"
	case kind == "body" && d.BodyText != "":
		return at + "body_text"
	case kind == "body":
		return at + "body" + name
	case kind == "query" && d.Query[name] == nil: // it stands in the path
		return r.macroPointer(strings.TrimSuffix(at, "/request/"), d, MacroError{Where: "path"})
	case kind == "query":
		return r.element(at+"query/"+pointerName(name), e.At)
	case kind == "header":
		for written := range d.Headers {
			if strings.EqualFold(written, name) {
				name = written
			}
		}
		return r.element(at+"headers/"+pointerName(name), e.At)
	}
	return at + kind
}

// element is where one of several values stands: a list, or one text.
func (r *reading) element(pointer string, i int) string {
	if n := r.root.At(pointer); n.Kind != '[' || n.Pointer() != pointer {
		return pointer
	}
	return pointer + "/" + strconv.Itoa(i)
}

// withoutMacros is a path as far as it is known: macros are a letter, braces are
// escaped, places of parameters stay. A text that cannot be taken apart stays
// too.
func withoutMacros(path string) string {
	parts, bad := split(path)
	if bad != nil {
		return path
	}
	var s strings.Builder
	for _, p := range parts {
		switch {
		case p.Name == "":
			s.WriteString(braceEscapes.Replace(p.Text))
		case !isName(p.Name):
			s.WriteString("x") // no name of a place: whoever reads macros tells, if it is none either
		default:
			s.WriteString("{" + p.Name + "}")
		}
	}
	return s.String()
}

// named reports whether a macro of the request, or of a further one, names a
// parameter. seen are operations that were looked at.
func named(param string, r proofpoint.Request, seen map[*proofpoint.Operation]bool) bool {
	macro := "{param." + param + "}"
	holds := func(s string) bool { return strings.Contains(s, macro) }
	for _, texts := range []map[string][]string{r.Query, r.Header} {
		for _, list := range texts {
			if slices.ContainsFunc(list, holds) {
				return true
			}
		}
	}
	if holds(r.Path) || bytes.Contains(r.Body, []byte(macro)) {
		return true
	}
	return slices.ContainsFunc(r.Then, func(t proofpoint.Then) bool {
		if t.Ask == nil || seen[t.Ask] {
			return false
		}
		seen[t.Ask] = true
		return named(param, t.Ask.Proto, seen)
	})
}

// operationAt is an operation of t with its macros of time filled.
func (t *Template) operationAt(op *proofpoint.Operation, now func() time.Time) (*proofpoint.Operation, error) {
	e := t.expanded[op]
	if e == nil {
		return op, nil
	}
	op, err := e.at(now())
	if err != nil {
		return nil, fmt.Errorf("template: %s: %w", t.name, err)
	}
	return op, nil
}

// literals are texts in which braces are themselves, as a definition has them.
func literals(m map[string]texts) map[string]texts {
	for name, list := range m {
		for i, text := range list {
			m[name][i] = braceTwice.Replace(text)
		}
	}
	return m
}

var braceTwice = strings.NewReplacer("{", "{{", "}", "}}")

// literalBody is a JSON body with braces written twice in its texts, where they
// would begin macros. One without them, and one that is no JSON, stays as it is.
func literalBody(body []byte) ([]byte, error) {
	var root any
	if !hasBrace(string(body)) || !json.Valid(body) {
		return body, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&root); err != nil {
		return nil, err
	}
	if root, changed := bracesTwice(root); changed {
		return plainJSON(root)
	}
	return body, nil
}

func bracesTwice(v any) (out any, changed bool) {
	switch v := v.(type) {
	case string:
		return braceTwice.Replace(v), hasBrace(v)
	case []any:
		for i := range v {
			e, is := bracesTwice(v[i])
			v[i], changed = e, changed || is
		}
	case map[string]any:
		for name := range v {
			e, is := bracesTwice(v[name])
			v[name], changed = e, changed || is
		}
	}
	return v, changed
}
