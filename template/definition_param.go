// Parameters of a definition: what each is, and where its value goes.

package template

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// param makes a parameter and checks what can be said of it alone.
func (r *reading) param(at string, d paramDef) proofpoint.Param {
	p := proofpoint.Param{Name: d.Name, Label: d.Label, Doc: d.Doc, Type: cmp.Or(d.Type, "string"), In: strings.Join(strings.Fields(d.In), " "),
		Layout: d.Layout, Required: d.Required, When: d.When, Enum: d.Enum, Min: d.Min, Max: d.Max, Pattern: d.Pattern, Accepts: d.Accepts,
		Lower: d.Lower, Secret: d.Secret, SecretMembers: d.SecretMembers}
	for place := range strings.FieldsSeq(p.In) {
		by := byCaller
		if p.Secret {
			by = bySecret
		}
		r.place(at+"/in", place, by)
	}
	if _, err := regexp.Compile(d.Pattern); err != nil {
		r.refuse(at+"/pattern", "is not a regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "RE2", "")
		p.Pattern = ""
	}
	if d.Min != nil && d.Max != nil && *d.Min > *d.Max {
		r.refuse(at+"/min", "is more than max", "", "")
	}
	r.enum(at+"/enum", p)
	if len(d.SecretMembers) > 0 && p.Type != "object" {
		r.refuse(at+"/secret_members", "is for objects alone", `secret, or the type "object"`, "")
	}
	r.alias(at, d)
	switch {
	case len(d.Default) == 0:
	case d.Secret || len(d.SecretMembers) > 0:
		r.refuse(at+"/default", "stands beside secret, and no secret stands in a definition", "nothing: leave it out", "")
	case slices.Contains(strings.Fields(p.In), "base"):
		r.refuse(at+"/default", "chooses a host that no configuration names", "nothing: leave it out", "")
	default:
		p.Default = r.value(at+"/default", p, d.Default)
	}
	return p
}

// alias keeps the further names of a parameter.
func (r *reading) alias(at string, d paramDef) {
	for i, alias := range d.Aliases {
		if of, taken := r.aliases[alias]; taken && of != d.Name || alias == d.Name {
			r.refuse(fmt.Sprintf("%s/aliases/%d", at, i), "is the name of another parameter", "another one", "")
			continue
		}
		if r.aliases == nil {
			r.aliases = map[string]string{}
		}
		r.aliases[alias] = d.Name
	}
}

// enum checks the accepted words.
func (r *reading) enum(at string, p proofpoint.Param) {
	if len(p.Enum) == 0 {
		return
	}
	if !slices.Contains([]string{"string", "list", "integer", "number"}, p.Type) {
		r.refuse(at, "is for text, lists and numbers", "", "")
		return
	}
	var seen []string
	for i, word := range callerWords(p) {
		if slices.Contains(seen, strings.ToLower(word)) {
			r.refuse(fmt.Sprintf("%s/%d", at, i), "is there twice: letters count as the same in either case", "", "")
		}
		seen = append(seen, strings.ToLower(word))
	}
}

// callerWords are the words of an enumeration as callers say them.
func callerWords(p proofpoint.Param) []string {
	words := make([]string, len(p.Enum))
	for i, e := range p.Enum {
		words[i], _, _ = strings.Cut(e, "=")
	}
	return words
}

// places are the places that have no name, for "did you mean".
var places = []string{"base", "since", "from", "to", "skip", "limit", "page", "size", "pagesize", "each", "records", "format", "body"}

// Who writes to a place.
const (
	byCaller = iota // what a caller gives, openly
	bySecret        // what a caller gives, hidden
	byPager         // what names a page
)

// place checks one place: that there is such a one, and that nothing which
// carries a credential, or belongs to the connection, is written there openly.
func (r *reading) place(at, place string, by int) {
	kind, name, named := strings.Cut(place, ":")
	if !proofpoint.IsPlace(place) {
		near, _ := suggest.Nearest(kind, append(slices.Clone(places), "query", "header", "path", "value"))
		if named && near != "" {
			near += ":" + name
		}
		r.refuse(at, fmt.Sprintf("names %q, which is no place", cut(place)),
			"query:name, header:Name, path:name, body:a.b, value:a.b, "+strings.Join(places, ", "), near)
		return
	}
	if kind == "header" {
		if reason := headerRefused(name); reason != "" {
			r.refuse(at, fmt.Sprintf("names the header %q, which %s", cut(name), reason), "", "")
		}
	}
	if by == bySecret || !named || kind == "path" || by == byPager && kind != "header" {
		return
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if carriesCredential(last) || kind == "header" && headerKey(name) {
		r.refuse(at, fmt.Sprintf("names %q, which carries a credential, and the value is not secret", cut(place)), `"secret": true, or the service's own credential in the configuration`, "")
	}
}

// placing checks the parameters of an operation together.
type placing struct {
	*reading
	at  string // of the operation
	op  *proofpoint.Operation
	def childDef
}

func (c placing) check() {
	taken := map[string]int{} // the first parameter of a place
	var names []string
	for i, p := range c.op.Params {
		at := fmt.Sprintf("%s/params/%d", c.at, i)
		if slices.Contains(names, p.Name) {
			c.refuse(at+"/name", "is the name of another parameter", "each name once", "")
		}
		names = append(names, p.Name)
		if p.In == "" {
			c.refuse(at, "goes nowhere: it has no in", "query:name, path:name, body:a.b and others", "")
		}
		c.when(at+"/when", p)
		for place := range strings.FieldsSeq(p.In) {
			c.there(at+"/in", p, place)
			first, again := taken[place]
			if again && !strings.HasSuffix(place, "[]") && !c.apart(c.op.Params[first], p) {
				c.refuse(at+"/in", fmt.Sprintf("writes to %q, as %q does", place, c.op.Params[first].Name), "each place once, or parameters of which one_of says that only one is given", "")
			}
			if !again {
				taken[place] = i
			}
		}
	}
	c.pathNames(taken)
	for i, group := range c.op.OneOf {
		for j, name := range group {
			if !slices.Contains(names, name) {
				near, _ := suggest.Nearest(name, names)
				c.refuse(fmt.Sprintf("%s/one_of/%d/%d", c.at, i, j), "is not a parameter", strings.Join(names, ", "), near)
			}
		}
	}
}

// apart reports whether two parameters are never both given.
func (c placing) apart(p, q proofpoint.Param) bool {
	if p.When != "" && q.When != "" && p.When != q.When {
		return true
	}
	return slices.ContainsFunc(c.op.OneOf, func(group []string) bool {
		return slices.Contains(group, p.Name) && slices.Contains(group, q.Name)
	})
}

// when checks the condition of a parameter.
func (c placing) when(at string, p proofpoint.Param) {
	name, want, ok := strings.Cut(p.When, "=")
	if !ok {
		return
	}
	of := findParam(c.op, name)
	switch {
	case of == nil || name == p.Name:
		var names []string
		for _, q := range c.op.Params {
			if q.Name != p.Name {
				names = append(names, q.Name)
			}
		}
		near, _ := suggest.Nearest(name, names)
		c.refuse(at, fmt.Sprintf("names %q, which is no other parameter", cut(name)), cmp.Or(strings.Join(names, ", "), "nothing: there is no other"), near)
	case len(of.Enum) > 0 && !slices.Contains(callerWords(*of), want):
		near, _ := suggest.Nearest(want, callerWords(*of))
		c.refuse(at, fmt.Sprintf("waits for a value that %q never has", name), strings.Join(callerWords(*of), ", "), near)
	}
}

// there refuses a place that the request does not have.
func (c placing) there(at string, p proofpoint.Param, place string) {
	d := c.def.Request
	kind, name, _ := strings.Cut(place, ":")
	gone := func(why, accepts string) {
		c.refuse(at, fmt.Sprintf("names %q, which goes nowhere: %s", cut(place), why), accepts, "")
	}
	q := c.op.Proto
	switch place {
	case "since", "from", "to":
		if !hasPager(q.Pager, func(p proofpoint.Pager) bool { _, ok := p.(proofpoint.Windows); return ok }) {
			gone("the request has no windows", "a pager of the type windows")
		}
	case "each":
		if !hasPager(q.Pager, func(p proofpoint.Pager) bool { _, ok := p.(proofpoint.Values); return ok }) {
			gone("the request has no values", "a pager of the type values")
		}
	case "pagesize":
		if !hasPager(q.Pager, counts) {
			gone("the request has no pages of a size", "a pager of the type numbers, rows or offsets")
		}
	case "base":
		if d.URL != "" {
			gone("the request has a URL of its own", "path in place of url")
		}
	}
	switch kind {
	case "path":
		names := namesIn(q.Path)
		if !slices.Contains(names, name) {
			near, _ := suggest.Nearest(name, names)
			c.refuse(at, fmt.Sprintf("names %q, which the path does not have", cut(place)), cmp.Or(strings.Join(names, ", "), "nothing: the path has no names"), near)
		} else if !p.Required && p.Default == nil && p.When == "" && !c.alternative(p) {
			c.refuse(at, "fills a name of the path, and may be missing", "required, or a default", "")
		}
	case "query":
		if _, twice := d.Query[name]; twice {
			c.refuse(at, fmt.Sprintf("writes to %q, where the request has a value", cut(place)), "each place once", "")
		}
	case "value":
		if len(q.Value) == 0 {
			gone("the request has no value", `"value": {} in place of path`)
		}
	case "body":
		if d.BodyText != "" || len(d.Body) > 0 && (place == "body" || d.Body[0] != '{') {
			gone("the request has a body that it cannot be part of", "a body that is an object, or none")
		}
	case "header":
		for other := range d.Headers {
			if strings.EqualFold(other, name) {
				c.refuse(at, fmt.Sprintf("writes to %q, where the request has a value", cut(place)), "each place once", "")
			}
		}
	}
}

// alternative reports whether one_of names p.
func (c placing) alternative(p proofpoint.Param) bool {
	return slices.ContainsFunc(c.op.OneOf, func(group []string) bool { return slices.Contains(group, p.Name) })
}

// pathNames refuses names of the path that nothing fills.
func (c placing) pathNames(taken map[string]int) {
	d := c.def.Request
	at, pager := c.at+"/request/path", string(d.Pager)
	if d.URL != "" {
		at = c.at + "/request/url"
	}
	for _, name := range namesIn(c.op.Proto.Path) {
		if _, ok := taken["path:"+name]; !ok && !strings.Contains(pager, `"path:`+name+`"`) {
			c.refuse(at, fmt.Sprintf("holds {%s}, which no parameter fills", name), fmt.Sprintf("a parameter with the place path:%s", name), "")
		}
	}
}

// hasPager reports whether p, or a pager in it, is of a kind.
func hasPager(p proofpoint.Pager, is func(proofpoint.Pager) bool) bool {
	if outer, inner, ok := proofpoint.Unnest(p); ok {
		return hasPager(outer, is) || hasPager(inner, is)
	}
	return p != nil && is(p)
}

func counts(p proofpoint.Pager) bool {
	switch p.(type) {
	case proofpoint.Numbers, proofpoint.Rows, proofpoint.Offsets:
		return true
	}
	return false
}
