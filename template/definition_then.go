// Further requests of a definition: what is asked, and what it is given.

package template

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// then makes the further requests of a record.
func (r *reading) then(at string, list []thenDef) []proofpoint.Then {
	var out []proofpoint.Then
	for i, d := range list {
		at := fmt.Sprintf("%s/%d", at, i)
		t := proofpoint.Then{Name: d.Name, Must: d.Must, Writes: d.Writes, Parallel: d.Parallel}
		var mode string
		if raw, ok := d.With[modeParam]; ok {
			_ = json.Unmarshal(raw, &mode) // no text is no mode, and asked finds that
		}
		t.Ask = r.asked(at, d.Ask, mode)
		t.Pick = r.selectors(at+"/pick", d.Pick)
		t.Carry = r.selectors(at+"/carry", d.Carry)
		if t.Ask != nil {
			r.handed(at, &t, d)
		}
		out = append(out, t)
	}
	return out
}

// selectors compiles what is picked or carried.
func (r *reading) selectors(at string, texts map[string]string) map[string]*pathdata.Selector {
	if len(texts) == 0 {
		return nil
	}
	out := map[string]*pathdata.Selector{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		out[name] = r.selector(at+"/"+pointerName(name), texts[name])
	}
	return out
}

// chain checks the further requests of an operation as a whole, once what they
// are made of is right.
func (r *reading) chain(at string, op *proofpoint.Operation) {
	if len(r.problems) > 0 || r.partial {
		return
	}
	for _, err := range flat(chainOf(op).CheckChain()) {
		if pe, ok := errors.AsType[*proofpoint.ChainError](err); ok {
			r.refuse(at, "cannot be walked: "+pe.Chain+": "+pe.Reason, "", "")
		}
	}
}

func pointerName(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

// asked is the operation that a further request asks: that of a template, or one
// that stands there.
func (r *reading) asked(at string, ask json.RawMessage, mode string) *proofpoint.Operation {
	var name string
	if json.Unmarshal(ask, &name) != nil {
		var d inlineDef
		r.decode(at+"/ask", ask, &d)
		if r.inline == nil {
			r.inline = map[string]*requestDef{}
		}
		r.inline[at+"/ask"] = d.Request
		return r.operation(at+"/ask", d.Name, d.childDef)
	}
	t, found, err := r.loader.lookup(name)
	switch {
	case err == errDeep:
		r.refuse(at+"/ask", err.Error(), fmt.Sprintf("at most %d files that ask one another", deepestFile), "")
	case err != nil:
		r.refuse(at+"/ask", err.Error(), "a template that does not", "")
	case !found:
		near, _ := suggest.Nearest(name, r.loader.names())
		r.refuse(at+"/ask", "is the name of no template", "the name of a template, or a definition", near)
	case t == nil:
		r.partial = true
	default:
		op, ok := t.Operation(mode)
		if !ok {
			near, _ := suggest.Nearest(mode, t.Modes())
			r.refuse(at+"/with/mode", "is no mode of "+name, cmp.Or(strings.Join(t.Modes(), ", "), "none"), near)
		}
		if e := t.expanded[op]; e != nil {
			if r.asks == nil {
				r.asks = map[*proofpoint.Operation]*expanded{}
			}
			r.asks[op] = e
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
		place := at + "/pick/" + pointerName(name)
		if r.known(place, name, t.Ask.Name, names) {
			r.noHost(place, *findParam(t.Ask, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.With)) {
		if name == modeParam && t.Ask.Mode != "" {
			continue
		}
		place := at + "/with/" + pointerName(name)
		if r.known(place, name, t.Ask.Name, names) {
			r.noHost(place, *findParam(t.Ask, name))
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

// noHost refuses to fill a base URL out of a record or a definition: only who
// calls chooses a host.
func (r *reading) noHost(at string, p proofpoint.Param) {
	if slices.Contains(strings.Fields(p.In), "base") {
		r.refuse(at, "chooses a host that no configuration names", "nothing: leave it out", "")
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
	if p.Type != "list" {
		return got
	}
	switch v := v.(type) { // not got: what is sent for a word is no word
	case []any:
		return wordsOf(v)
	case string:
		return listOf(v)
	}
	return got
}

// listOf are the values of a list that is written as one text.
func listOf(text string) []string {
	list := strings.Split(text, ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func wordsOf(list []any) []string {
	out := make([]string, 0, len(list))
	for _, e := range list {
		out = append(out, fmt.Sprint(e))
	}
	return out
}
