// The reader of requests with macros: it checks every text of a request and of
// its further ones, and turns macros into what the road has already. A macro
// becomes a blank of its name; a blank is filled by the time (macro.go), by a
// parameter, by a pager over a lookup, or by a path into the parent's record.

package template

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// deepest bounds how far further requests are read: beyond it stands a request
// that asks itself.
const deepest = 16

// mostMacros bounds the different macros of one request: each is filled by
// itself.
const mostMacros = 100

// expander reads one request and its further ones.
type expander struct {
	settings    settings
	outer       []string // parameters that come from outside
	times       []string // macros of time that are used, each once
	fromOutside []string // parameters from outside that are used
	tooDeep     bool
	checked     bool                                // names of paths that nothing fills are told by others
	asks        map[*proofpoint.Operation]*expanded // read before, with settings of their own
	done        map[*proofpoint.Operation]further   // read before, by this one
	problems    []MacroError                        // at most maxProblems
}

// further is a further request that was read: as it is now, and what it is given
// of the parent's record for that.
type further struct {
	ask  *proofpoint.Operation
	pick map[string]*pathdata.Selector
}

// err is everything that was found.
func (x *expander) err() error {
	errs := make([]error, len(x.problems))
	for i := range x.problems {
		errs[i] = &x.problems[i]
	}
	return errors.Join(errs...)
}

func (x *expander) refuse(where string, e MacroError) {
	if !x.full() {
		e.Where = where
		x.problems = append(x.problems, e)
	}
}

// full reports whether enough is wrong.
func (x *expander) full() bool { return len(x.problems) >= maxProblems }

// level is one request while it is read.
type level struct {
	x       *expander
	op      *proofpoint.Operation // the copy that is made
	prefix  string                // of places: "then:0:"
	pick    map[string]*pathdata.Selector
	child   bool
	at      int             // which of several values is read
	macros  map[string]bool // that are used
	lookups []string        // in the order in which they are met
	touched bool            // there are macros, or braces written twice
}

// operation returns a copy of op in which macros are blanks, or op itself if it
// has none. Of a further request pick gets what its macros name in the parent's
// record; it is nil for the first one.
func (x *expander) operation(op *proofpoint.Operation, prefix string, pick map[string]*pathdata.Selector) *proofpoint.Operation {
	l := &level{x: x, prefix: prefix, pick: pick, child: pick != nil, macros: map[string]bool{}}
	own := *op
	own.Params = slices.Clone(op.Params)
	l.op = &own
	r := &own.Proto
	r.Query, r.Header, r.Blanks = cloneValues(r.Query), cloneValues(r.Header), slices.Clone(r.Blanks)
	l.reserved()
	l.query() // before the path, which may add to it
	l.path()
	l.header()
	l.body()
	l.pager()
	l.then()
	if !l.touched {
		return op
	}
	return l.op
}

func cloneValues[M ~map[string][]string](m M) M {
	m = maps.Clone(m)
	for name, list := range m {
		m[name] = slices.Clone(list)
	}
	return m
}

// reserved refuses parameters whose place in the path has a macro's name.
func (l *level) reserved() {
	for _, p := range l.op.Params {
		for place := range strings.FieldsSeq(p.In) {
			if name, ok := strings.CutPrefix(place, "path:"); ok && isMacro(name) {
				l.refuse("path", MacroError{Macro: "{" + name + "}", Reason: "is the name of a macro, and cannot be the place of the parameter " + p.Name})
			}
		}
	}
}

// refuse notes what is wrong. Where a text carries a credential, nothing of it
// is repeated.
func (l *level) refuse(where string, e MacroError) {
	if carriesSecret(where) && len(e.Macro) > 1 {
		e.Macro = "{…}"
	}
	e.At = l.at
	l.x.refuse(l.prefix+where, e)
}

// parts takes a text apart and checks its macros.
func (l *level) parts(where, text string) []proofpoint.Part {
	l.touched = true
	parts, bad := split(text)
	if bad != nil {
		l.refuse(where, MacroError{Macro: bad.around(where, text), Reason: bad.reason})
	}
	return l.named(where, parts)
}

// named checks the macros of a text and gives their blanks names.
func (l *level) named(where string, parts []proofpoint.Part) []proofpoint.Part {
	for i, p := range parts {
		if p.Name != "" {
			l.macro(where, p.Name)
			parts[i].Name = blankName(p.Name)
		}
	}
	return parts
}

// blankName is a macro as one word, because In lists places between spaces.
func blankName(macro string) string {
	if !strings.ContainsFunc(macro, unicode.IsSpace) {
		return macro
	}
	var s strings.Builder
	for _, r := range macro {
		if unicode.IsSpace(r) {
			fmt.Fprintf(&s, "%%%02X", r)
			continue
		}
		s.WriteRune(r)
	}
	return s.String()
}

// macro checks one macro and says who fills it.
func (l *level) macro(where, name string) {
	again := l.macros[name]
	if l.x.full() || !again && len(l.macros) > mostMacros {
		return
	}
	l.macros[name] = true
	kind, rest, dotted := strings.Cut(name, ".")
	switch {
	case !again && len(l.macros) > mostMacros:
		l.refuse(where, MacroError{Macro: "{" + name + "}", Reason: "is one macro too many", Accepts: fmt.Sprintf("at most %d different ones in a request", mostMacros)})
	case timeMacro.MatchString(name):
		l.x.times = appendNew(l.x.times, name)
	case kind == "lookup" && dotted && l.x.settings.lookups[rest] != nil:
		l.lookups = appendNew(l.lookups, name)
	case kind == "param" && dotted:
		l.param(where, rest)
	case name == "value" && !l.child:
		if l.op.Proto.Pager == nil {
			l.refuse(where, MacroError{Macro: "{value}", Reason: "has no list whose value it could be", Accepts: "a pager of values with the place blank:value, or a further request"})
		}
	case name == "value":
		l.response(where, name, "$")
	case name == "response" || kind == "response" || strings.HasPrefix(name, "response["):
		l.response(where, name, "$"+strings.TrimPrefix(name, "response"))
	default:
		l.refuse(where, MacroError{Macro: "{" + name + "}", Reason: "is no macro", Accepts: strings.Join(l.known(), ", "), Suggest: nearest(name, l.known())})
	}
}

// known lists the macros that this request could use.
func (l *level) known() []string {
	known := slices.Clone(timeWords)
	for _, name := range slices.Sorted(maps.Keys(l.x.settings.lookups)) {
		known = append(known, "lookup."+name)
	}
	for _, p := range l.op.Params {
		if open(p) {
			known = append(known, "param."+p.Name)
		}
	}
	for _, name := range l.x.outer {
		known = appendNew(known, "param."+name)
	}
	if l.child {
		known = append(known, "value", "response.PATH")
	}
	return known
}

// open reports whether a macro may name a parameter. What says where a request
// goes, and what is secret, goes only where its own place is.
func open(p proofpoint.Param) bool {
	return !p.Secret && len(p.SecretMembers) == 0 && !slices.Contains(strings.Fields(p.In), "base")
}

// param makes a blank one more place of the operation's parameter, or leaves it
// to the parameters from outside.
func (l *level) param(where, name string) {
	place := "blank:param." + blankName(name)
	for i := range l.op.Params {
		p := &l.op.Params[i]
		switch {
		case p.Name != name:
		case !open(*p):
			l.refuse(where, MacroError{Macro: "{param." + name + "}", Reason: "is a base URL or a secret, which no macro may reach"})
			return
		case !p.Required && p.Default == nil || p.When != "":
			l.refuse(where, MacroError{Macro: "{param." + name + "}", Reason: "may have no value", Accepts: "a parameter that is always required, or has a default"})
			return
		default:
			addPlace(p, place)
			return
		}
	}
	if slices.Contains(l.x.outer, name) {
		l.x.fromOutside = appendNew(l.x.fromOutside, name)
		return
	}
	l.refuse(where, MacroError{Macro: "{param." + name + "}", Reason: "names no parameter", Accepts: strings.Join(l.known(), ", "), Suggest: nearest("param."+name, l.known())})
}

func addPlace(p *proofpoint.Param, place string) {
	if !slices.Contains(strings.Fields(p.In), place) {
		p.In = strings.TrimSpace(p.In + " " + place)
	}
}

// response makes a macro a parameter that is picked from the parent's record.
func (l *level) response(where, name, path string) {
	if !l.child {
		l.refuse(where, MacroError{Macro: "{" + name + "}", Reason: "stands in a request that has no parent", Accepts: "a further request"})
		return
	}
	if _, done := l.pick[name]; done {
		return
	}
	sel, err := pathdata.Compile(path)
	if err != nil {
		why := ": " + err.Error()
		if carriesSecret(where) {
			why = ""
		}
		l.refuse(where, MacroError{Macro: "{" + name + "}", Reason: "holds no path" + why, Accepts: "response.name, response.a.b, response['odd name'], response.list[*].id"})
		return
	}
	if slices.ContainsFunc(l.op.Params, func(p proofpoint.Param) bool { return p.Name == name }) {
		l.refuse(where, MacroError{Macro: "{" + name + "}", Reason: "is the name of a parameter too: write {param." + name + "} for that"})
		return
	}
	l.pick[name] = sel
	l.op.Params = append(l.op.Params, proofpoint.Param{Name: name, Type: "any", In: "blank:" + blankName(name), Required: true})
}

// pager puts one call for each value of a lookup around the request's pages.
func (l *level) pager() {
	for _, name := range slices.Backward(l.lookups) {
		values := proofpoint.Values{Where: "blank:" + blankName(name), Each: l.x.settings.lookups[strings.TrimPrefix(name, "lookup.")]}
		l.op.Proto.Pager = around(values, l.op.Proto.Pager)
	}
}

// around walks p once for each value. Windows of time stay outside, because
// inside they could not be resumed.
func around(values proofpoint.Values, p proofpoint.Pager) proofpoint.Pager {
	windows := func(p proofpoint.Pager) bool { _, ok := p.(proofpoint.Windows); return ok }
	if p == nil {
		return values
	}
	if windows(p) {
		return proofpoint.Nest(p, values)
	}
	if outer, inner, ok := proofpoint.Unnest(p); ok && hasPager(outer, windows) {
		return proofpoint.Nest(outer, around(values, inner))
	}
	return proofpoint.Nest(values, p)
}

// then reads the further requests.
func (l *level) then() {
	r := &l.op.Proto
	r.Then = slices.Clone(r.Then)
	for i, t := range r.Then {
		prefix := l.prefix + "then:" + strconv.Itoa(i) + ":"
		switch {
		case l.x.tooDeep:
			return
		case t.Ask == nil:
			continue // whoever reads a definition has told
		case l.x.asks[t.Ask] != nil:
			l.touched = true
			continue
		case strings.Count(prefix, "then:") > deepest:
			l.x.tooDeep = true
			l.x.refuse(prefix+"path", MacroError{Macro: t.Ask.Name, Reason: "is asked too deep", Accepts: "at most " + strconv.Itoa(deepest) + " requests below one another"})
			return
		}
		now := l.x.further(t.Ask, prefix)
		if now.ask == t.Ask {
			continue
		}
		l.touched = true
		pick := maps.Clone(now.pick)
		maps.Copy(pick, t.Pick)
		r.Then[i].Ask, r.Then[i].Pick = now.ask, pick
	}
}

// further reads a further request, once however many ask it.
func (x *expander) further(op *proofpoint.Operation, prefix string) further {
	if known, ok := x.done[op]; ok {
		return known
	}
	pick := map[string]*pathdata.Selector{}
	now := further{x.operation(op, prefix, pick), pick}
	if x.done == nil {
		x.done = map[*proofpoint.Operation]further{}
	}
	x.done[op] = now
	return now
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
