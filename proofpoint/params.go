// Parameters become a request here, by one validator for typed structs, maps
// and text. Everything that is wrong is reported at once, before any request.

package proofpoint

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Build makes a request of params: the operation's parameter struct, or a
// pointer to one, or a map[string]any with the parameters' names. A zero field
// of a struct, and nil or a missing entry of a map, is a parameter that was not
// given; a pointer to a zero value is one that was. Map values may be of the parameter's type or text; durations are
// seconds where they are numbers. All mistakes come joined, each a
// [*ParamError].
func (o *Operation) Build(params any) (Request, error) {
	given, err := o.given(params)
	if err != nil {
		return Request{}, err
	}
	b := builder{o: o, r: o.Proto.clone(), given: given, field: map[string]string{}, asked: map[string]bool{}}
	if b.r.Name == "" {
		b.r.Name = o.Name
	}
	b.unknown()
	b.oneOf()
	for _, p := range o.Params {
		b.param(p)
	}
	b.finish()
	if err := errors.Join(b.errs...); err != nil {
		return Request{}, err
	}
	return b.r, nil
}

// given reads params into a map without what was not given.
func (o *Operation) given(params any) (map[string]any, error) {
	if m, ok := params.(map[string]any); ok || params == nil {
		m = maps.Clone(m)
		maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
		return m, o.reveal(m)
	}
	v := reflect.ValueOf(params)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Type() != o.typ {
		return nil, fmt.Errorf("proofpoint: %s: parameters are a %T, not a map[string]any or a %v", o.Name, params, o.typ)
	}
	m := map[string]any{}
	for name, at := range o.fields {
		f := v.FieldByIndex(at)
		if f.IsZero() {
			continue
		}
		if f.Kind() == reflect.Pointer {
			f = f.Elem()
		}
		m[name] = f.Interface()
	}
	return m, o.reveal(m)
}

// builder writes parameters into a request and collects what is wrong.
type builder struct {
	o     *Operation
	r     Request
	given map[string]any
	field map[string]string // parameter that was written to a place, for later errors
	asked map[string]bool   // places that the caller filled, not a default
	page  int
	size  int
	errs  []error
}

func (b *builder) refuse(p Param, v any, reason, accepts string) {
	if p.Type == "object" || p.Type == "any" {
		v = nil // long, and the one kind of value that holds passwords unmarked
	}
	switch {
	case v == nil:
	case p.Secret || len(p.SecretMembers) > 0:
		v = redacted
	case slices.Contains(strings.Fields(p.In), "base"):
		v = shownURL(fmt.Sprint(v))
	}
	b.errs = append(b.errs, &ParamError{Param: p.Name, Label: p.Label, Value: v, Reason: reason, Accepts: accepts})
}

func (b *builder) unknown() {
	var unknown []string
	for name := range b.given {
		if !slices.ContainsFunc(b.o.Params, func(p Param) bool { return p.Name == name }) {
			unknown = append(unknown, name)
		}
	}
	if unknown == nil {
		return
	}
	slices.Sort(unknown)
	var names []string
	for _, p := range b.o.Params {
		names = append(names, p.Name)
	}
	for _, name := range unknown {
		near, _ := suggest.Nearest(name, names)
		b.errs = append(b.errs, &ParamError{Param: name, Reason: "is not a parameter of " + b.o.Name,
			Accepts: orElse(strings.Join(names, ", "), "none"), Suggest: near})
	}
}

func (b *builder) oneOf() {
	for _, group := range b.o.OneOf {
		n := 0
		for _, name := range group {
			if _, ok := b.given[name]; ok {
				n++
			}
		}
		if n != 1 {
			b.errs = append(b.errs, &ParamError{Param: group[0], Reason: fmt.Sprintf("%d of the parameters %s are given", n, strings.Join(group, ", ")),
				Accepts: "exactly one of them"})
		}
	}
}

func (b *builder) param(p Param) {
	v, ok := b.given[p.Name]
	if !b.applies(p) {
		if ok {
			b.refuse(p, v, "applies only with "+p.When, "")
		}
		return
	}
	asked := true
	if text, isText := v.(string); !ok || isText && text == "" && p.Type != "string" {
		v, ok, asked = p.Default, p.Default != nil && !b.rangeGiven(p), false
	}
	if !ok {
		if p.Required {
			b.refuse(p, nil, "is required", p.accepts())
		}
		return
	}
	said, sent, reason := p.convert(v)
	if reason != "" {
		b.refuse(p, v, reason, p.accepts())
		return
	}
	if p.Secret {
		b.r.secrets = append(b.r.secrets, secretTexts(said, sent, p.Layout)...)
	}
	b.r.secrets = appendMembers(b.r.secrets, said, p.SecretMembers)
	for place := range strings.FieldsSeq(p.In) {
		if !asked && b.r.holds(place) {
			continue // the caller's body says it already
		}
		b.field[place], b.asked[place] = p.Name, asked
		if err := b.write(p, place, said, sent); err != nil {
			reason := err.Error()
			if pe, ok := errors.AsType[*ParamError](err); ok {
				reason = pe.Reason
			}
			b.refuse(p, v, b.r.hide(reason), p.accepts())
		}
	}
}

// rangeGiven reports whether p is a way back from now that the caller's own
// start of the range makes idle: its default must not contradict it.
func (b *builder) rangeGiven(p Param) bool {
	if p.In != "since" {
		return false
	}
	for _, other := range b.o.Params {
		if v, ok := b.given[other.Name]; ok && v != "" && other.In == "from" {
			return true
		}
	}
	return false
}

// applies reports whether the condition of p holds: values are compared as what
// they mean, so that "TRUE", "1" and true are the same.
func (b *builder) applies(p Param) bool {
	name, want, ok := strings.Cut(p.When, "=")
	if !ok {
		return true
	}
	have, given := b.given[name]
	for _, other := range b.o.Params {
		if other.Name != name {
			continue
		}
		if !given {
			have = other.Default
		}
		_, sent, reason := other.convert(have)
		_, wanted, odd := other.convert(want)
		if have != nil && reason == "" && odd == "" {
			return fmt.Sprint(sent) == fmt.Sprint(wanted)
		}
	}
	return fmt.Sprint(have) == want
}

// write puts one value in one place.
func (b *builder) write(p Param, place string, said, sent any) error {
	switch place {
	case "base":
		text := said.(string)
		if _, err := parseBase(text); err != nil {
			return err
		}
		b.r.Base = text
	case "since", "from", "to":
		return b.window(p, place, said)
	case "skip":
		b.r.Skip = toInt(said)
	case "limit":
		b.r.Limit = toInt(said)
	case "page":
		b.page = toInt(said)
	case "size":
		b.size = toInt(said)
	case "pagesize":
		b.r.Pager = withPageSize(b.r.Pager, toInt(said))
	case "each":
		list, _ := sent.([]string)
		b.r.Pager = withPager(b.r.Pager, func(v Values) Values { v.List = list; return v })
	case "records":
		sel, err := pathdata.Compile(said.(string))
		if err != nil {
			return err
		}
		b.r.Records = sel
	case "format":
		b.r.Format = Format(strings.TrimSuffix(said.(string), "json"))
	default:
		if t, ok := sent.(time.Time); ok {
			sent = timeText(t, p.Layout)
		}
		return b.r.Set(place, sent)
	}
	return nil
}

// finish checks what several parameters say together.
func (b *builder) finish() {
	b.r.Pager = withPager(b.r.Pager, func(w Windows) Windows {
		w.Whole = w.Whole || b.whole(w)
		if pr := w.check(); pr != nil {
			b.errs = append(b.errs, pr.error(func(field string) string { return orElse(b.field[field], field) }))
		}
		return w
	})
	numbers := false
	b.r.Pager = withPager(b.r.Pager, func(n Numbers) Numbers {
		numbers = true
		if b.page > 0 || b.asked["page"] {
			n.First = b.page
		}
		if b.size > 0 {
			n.Size = b.size
		}
		return n
	})
	b.slice(numbers)
	if b.o.check != nil && len(b.errs) == 0 {
		if err := b.o.check(b.r); err != nil {
			b.errs = append(b.errs, err)
		}
	}
}

// patterns holds compiled patterns by their text.
var patterns sync.Map

func compilePattern(pattern string) (*regexp.Regexp, error) {
	if re, ok := patterns.Load(pattern); ok {
		return re.(*regexp.Regexp), nil
	}
	re, err := regexp.Compile(`^(?:` + pattern + `)$`)
	if err == nil {
		patterns.Store(pattern, re)
	}
	return re, err
}

func matches(pattern, s string) bool {
	re, err := compilePattern(pattern)
	return err == nil && re.MatchString(s)
}
