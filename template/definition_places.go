// Where the parameters of a definition write to, all together: nothing goes
// nowhere, nothing is filled twice, and nothing of a path stays open.

package template

import (
	"cmp"
	"fmt"
	"maps"
	"net/textproto"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// placing checks the parameters of an operation together.
type placing struct {
	*reading
	at  string // of the operation
	op  *proofpoint.Operation
	def childDef
}

func (c placing) check() {
	taken := map[string]int{} // the first parameter of a place
	paged := c.pagerPlaces()
	var names []string
	for i, p := range c.op.Params {
		at := fmt.Sprintf("%s/params/%d", c.at, i)
		if slices.Contains(names, p.Name) {
			c.refuse(at+"/name", "is the name of another parameter", "each name once", "")
		}
		names = append(names, p.Name)
		if p.In == "" && !named(p.Name, c.op.Proto, map[*proofpoint.Operation]bool{}) {
			c.refuse(at, "goes nowhere: it has no in", "query:name, path:name, body:a.b and others", "")
		}
		c.when(at+"/when", p)
		for place := range strings.FieldsSeq(p.In) {
			c.there(at+"/in", p, place)
			place = placeName(place)
			if slices.Contains(paged, place) {
				c.refuse(at+"/in", fmt.Sprintf("writes to %q, as the pager does", cut(place)), "each place once", "")
			}
			c.over(at+"/in", p, place, taken)
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

// placeName is a place by the one name that it has: those of headers are the same
// in all letters.
func placeName(place string) string {
	if name, ok := strings.CutPrefix(place, "header:"); ok {
		return "header:" + textproto.CanonicalMIMEHeaderKey(name)
	}
	return place
}

// over refuses a parameter that takes away what an earlier one wrote: all of a
// body, or an object of it, after a member.
func (c placing) over(at string, p proofpoint.Param, place string, taken map[string]int) {
	if place != "body" && !strings.HasPrefix(place, "body:") && !strings.HasPrefix(place, "value:") {
		return
	}
	for _, member := range slices.Sorted(maps.Keys(taken)) {
		inside := strings.HasPrefix(member, place+".") || place == "body" && strings.HasPrefix(member, "body:")
		if first := c.op.Params[taken[member]]; inside && !c.apart(first, p) {
			c.refuse(at, fmt.Sprintf("writes over %q, which %q writes before", cut(member), first.Name), "the whole first, its members behind it", "")
		}
	}
}

// pagerPlaces checks the places that the pager writes to, and returns them.
func (c placing) pagerPlaces() []string {
	places := placesOf(c.op.Proto.Pager)
	at, texts := c.at+"/request/pager", blanksIn(c.op.Proto)
	for i, place := range places {
		kind, name, _ := strings.Cut(place, ":")
		switch kind {
		case "path":
			if names := namesIn(c.op.Proto.Path); !slices.Contains(names, name) {
				near, _ := suggest.Nearest(name, names)
				c.refuse(at, fmt.Sprintf("names %q, which the path does not have", cut(place)), cmp.Or(strings.Join(names, ", "), "nothing: the path has no names"), near)
			}
		case "blank":
			if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "{"+name+"}") }) {
				c.nowhere(at, place, "no text of the request holds {"+cut(name)+"}", "")
			}
		case "value", "body":
			c.there(at, proofpoint.Param{}, place)
		}
		places[i] = placeName(place)
	}
	return places
}

// blanksIn are the texts of a request that may hold macros.
func blanksIn(r proofpoint.Request) []string {
	list := []string{r.Path, string(r.Body)}
	for _, texts := range []map[string][]string{r.Query, r.Header} {
		for _, values := range texts {
			list = append(list, values...)
		}
	}
	return list
}

// apart reports whether two parameters are never both given.
func (c placing) apart(p, q proofpoint.Param) bool {
	on, is, _ := strings.Cut(p.When, "=")
	other, also, _ := strings.Cut(q.When, "=")
	if on != "" && on == other && is != also {
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
	switch kind, name, _ := strings.Cut(place, ":"); kind {
	case "since", "from", "to", "each", "pagesize", "base":
		if why, accepts := c.settings(place); why != "" {
			c.nowhere(at, place, why, accepts)
		}
	case "path":
		c.inPath(at, p, place, name)
	case "query":
		if _, twice := c.def.Request.Query[name]; twice {
			c.filled(at, place)
		}
	case "header":
		for other := range c.def.Request.Headers {
			if strings.EqualFold(other, name) {
				c.filled(at, place)
			}
		}
	case "value":
		if len(c.op.Proto.Value) == 0 {
			c.nowhere(at, place, "the request has no value", `"value": {} in place of path`)
		}
	case "body":
		if d := c.def.Request; d.BodyText != "" || len(d.Body) > 0 && (place == "body" || d.Body[0] != '{') {
			c.nowhere(at, place, "the request has a body that it cannot be part of", "a body that is an object, or none")
		}
	}
}

func (c placing) nowhere(at, place, why, accepts string) {
	c.refuse(at, fmt.Sprintf("names %q, which goes nowhere: %s", cut(place), why), accepts, "")
}

func (c placing) filled(at, place string) {
	c.refuse(at, fmt.Sprintf("writes to %q, where the request has a value", cut(place)), "each place once", "")
}

// settings says why a place that sets the pager or the base has nothing to set;
// "" if it has.
func (c placing) settings(place string) (why, accepts string) {
	pager := c.op.Proto.Pager
	switch {
	case place == "base" && c.def.Request.URL != "":
		return "the request has a URL of its own", "path in place of url"
	case place == "base":
	case place == "each" && !hasPager(pager, isPager[proofpoint.Values]):
		return "the request has no values", "a pager of the type values"
	case place == "each":
	case place == "pagesize" && !hasPager(pager, counts):
		return "the request has no pages of a size", "a pager of the type numbers, rows or offsets"
	case place != "pagesize" && !hasPager(pager, isPager[proofpoint.Windows]):
		return "the request has no windows", "a pager of the type windows"
	}
	return "", ""
}

func isPager[P proofpoint.Pager](p proofpoint.Pager) bool { _, ok := p.(P); return ok }

// inPath checks a parameter that fills a name of the path.
func (c placing) inPath(at string, p proofpoint.Param, place, name string) {
	names := namesIn(c.op.Proto.Path)
	switch {
	case !slices.Contains(names, name):
		near, _ := suggest.Nearest(name, names)
		c.refuse(at, fmt.Sprintf("names %q, which the path does not have", cut(place)), cmp.Or(strings.Join(names, ", "), "nothing: the path has no names"), near)
	case !p.Required && p.Default == nil && p.When == "" && !c.alternative(p):
		c.refuse(at, "fills a name of the path, and may be missing", "required, or a default", "")
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
			c.refuse(at, fmt.Sprintf("holds {%s}, which no parameter fills", name), fmt.Sprintf("a parameter with the place path:%s", name), nearest(name, timeWords))
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
