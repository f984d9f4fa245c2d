// The parameters of a template as JSON Schema, for programs that draw a form or
// let a model fill in a call. It says what Build would take, in the one form
// that suits each type; Build takes more (text for numbers, "24h" for seconds).

package template

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Schema returns the parameters as JSON Schema (draft 2020-12), members in the
// order in which people should see them. Labels are titles; docs, and what is
// accepted, descriptions. Durations are numbers of seconds, times date-times,
// enumerations the caller's words. A parameter that applies only under a
// condition stands in the then of an if; groups of which exactly one is given
// are a oneOf; secret parameters are writeOnly, with the format password.
//
// What fits the schema, [Template.Build] takes, but for what a schema says badly:
// what depends on the time and on several values together (a range that the
// service does not keep, a page without a size), paths to data and base URLs,
// times beyond the year 9999, whole numbers beyond 2^53 and durations beyond 10^9
// seconds, what a macro {param.NAME} cannot write, and patterns that only RE2
// knows, which are left out. Other names of parameters are not in it, nor defaults that could be
// secret.
func (t *Template) Schema() ([]byte, error) {
	root := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", cmp.Or(t.Title(), t.name)}}
	if said := strings.TrimSpace(t.Summary() + " " + t.When()); said != "" {
		root = append(root, member{"description", said})
	}
	root = append(root, member{"type", "object"})
	if len(t.ops) == 1 {
		root = append(root, shapeOf(t.ops[0], func(proofpoint.Param) bool { return true }).members()...)
	} else {
		root = append(root, t.modesShape().members()...)
	}
	return plainJSON(append(root, member{"unevaluatedProperties", false}))
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := plainJSON(m.name)
		if err != nil {
			return nil, err
		}
		value, err := plainJSON(m.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// shape is what a schema says of an object.
type shape struct {
	properties object
	required   []string
	allOf      []any
}

func (s shape) members() object {
	o := object{}
	if s.properties != nil {
		o = append(o, member{"properties", s.properties})
	}
	if s.required != nil {
		o = append(o, member{"required", s.required})
	}
	if s.allOf != nil {
		o = append(o, member{"allOf", s.allOf})
	}
	return o
}

func (s *shape) add(p proofpoint.Param) {
	s.properties = append(s.properties, member{p.Name, property(p)})
	if p.Required && p.Default == nil {
		s.required = append(s.required, p.Name)
	}
}

// modesShape has the parameters of all modes, and those of each under its
// condition.
func (t *Template) modesShape() shape {
	var s shape
	s.add(t.params[0]) // the mode
	common := func(p proofpoint.Param) bool {
		return p.When == "" && !slices.ContainsFunc(t.ops, func(op *proofpoint.Operation) bool {
			q := findParam(op, p.Name)
			return q == nil || !sameForCallers(p, *q)
		})
	}
	for _, p := range t.ops[0].Params {
		if common(p) {
			s.add(p)
		}
	}
	for _, op := range t.ops {
		own := shapeOf(op, func(p proofpoint.Param) bool { return !common(p) })
		if o := own.members(); len(o) > 0 {
			s.allOf = append(s.allOf, conditional(modeParam, op.Mode, op.Mode == t.ops[0].Mode, o))
		}
	}
	return s
}

// shapeOf has those parameters of an operation that are wanted.
func shapeOf(op *proofpoint.Operation, wanted func(proofpoint.Param) bool) shape {
	var s shape
	for _, p := range op.Params {
		if !wanted(p) {
			continue
		}
		name, value, ok := strings.Cut(p.When, "=")
		if !ok {
			s.add(p)
			continue
		}
		of := findParam(op, name)
		if of == nil {
			continue // it never applies
		}
		var own shape
		own.add(p)
		s.allOf = append(s.allOf, conditional(name, literal(*of, value), fmt.Sprint(of.Default) == value, own.members()))
	}
	for _, group := range op.OneOf {
		var forms []any
		for _, name := range group {
			forms = append(forms, object{{"required", []string{name}}})
		}
		s.allOf = append(s.allOf, object{{"oneOf", forms}})
	}
	return s
}

// conditional says what holds where a parameter has a value; assumed says that
// it has it when it is not given.
func conditional(name string, value any, assumed bool, then object) object {
	cond := object{{"properties", object{{name, object{{"const", value}}}}}}
	if !assumed {
		cond = append(cond, member{"required", []string{name}})
	}
	return object{{"if", cond}, {"then", then}}
}

// literal is a value, written as text, in the type of its parameter.
func literal(p proofpoint.Param, text string) any {
	switch p.Type {
	case "boolean", "integer", "number":
		if v, err := p.Value(text); err == nil {
			return v
		}
	}
	return text
}

// property is what a schema says of one parameter.
func property(p proofpoint.Param) object {
	o := object{{"title", cmp.Or(p.Label, p.Name)}}
	if said := description(p); said != "" {
		o = append(o, member{"description", said})
	}
	o = append(o, typed(p)...)
	if p.Default != nil && !p.Secret && len(p.SecretMembers) == 0 {
		o = append(o, member{"default", canonical(p)})
	}
	if p.Secret || len(p.SecretMembers) > 0 {
		o = append(o, member{"writeOnly", true})
	}
	return o
}

func description(p proofpoint.Param) string {
	said := []string{}
	for _, s := range []string{p.Doc, p.Accepts} {
		if s = strings.TrimRight(strings.TrimSpace(s), "."); s != "" {
			said = append(said, s+".")
		}
	}
	if p.Accepts != "" {
		said[len(said)-1] = "Accepts " + said[len(said)-1]
	}
	if p.Type == "duration" && !strings.Contains(strings.ToLower(p.Doc), "seconds") {
		said = append(said, "In seconds.")
	}
	return strings.Join(said, " ")
}

// canonical is a parameter's default in the form that the schema has for its
// type.
func canonical(p proofpoint.Param) any {
	switch text, ok := p.Default.(string); {
	case ok && p.Type == "list":
		return listOf(text)
	case p.Type == "list" || p.Type == "object":
		return p.Default
	}
	v, err := p.Value(p.Default)
	if err != nil {
		return p.Default
	}
	switch v := v.(type) {
	case time.Duration:
		return v.Seconds()
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return v
}

// typed is the type of a parameter and its bounds.
func typed(p proofpoint.Param) object {
	switch p.Type {
	case "boolean":
		return object{{"type", "boolean"}}
	case "integer", "number":
		return append(append(object{{"type", p.Type}}, numbers(p)...), bounds(p, "minimum", "maximum")...)
	case "duration":
		return append(object{{"type", "number"}}, bounds(p, "minimum", "maximum")...)
	case "time":
		return object{{"type", "string"}, {"format", "date-time"}}
	case "list":
		o := append(object{{"type", "array"}, {"items", append(object{{"type", "string"}}, word(p)...)}}, bounds(p, "minItems", "maxItems")...)
		if p.Required && p.Min == nil {
			o = append(o, member{"minItems", 1})
		}
		return o
	case "object":
		return nil
	}
	return append(object{{"type", "string"}}, word(p)...)
}

// numbers are the only numbers that are accepted.
func numbers(p proofpoint.Param) object {
	var list []float64
	for _, text := range p.Enum {
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			list = append(list, f)
		}
	}
	if list == nil {
		return nil
	}
	return object{{"enum", list}}
}

func bounds(p proofpoint.Param, low, high string) object {
	var o object
	if p.Min != nil {
		o = append(o, member{low, *p.Min})
	}
	if p.Max != nil {
		o = append(o, member{high, *p.Max})
	}
	return o
}

// word is what a text must look like.
func word(p proofpoint.Param) object {
	var o object
	inPath, inHeader := goesTo(p, "path:"), goesTo(p, "header:")
	if len(p.Enum) > 0 {
		o = append(o, member{"enum", callerWords(p)})
	} else if p.Type != "list" && (p.Required || inPath) {
		o = append(o, member{"minLength", 1})
	}
	pattern, ok := ecmaPattern(p.Pattern)
	switch {
	case p.Secret:
		o = append(o, member{"format", "password"})
	case slices.Contains(strings.Fields(p.In), "base"):
		o = append(o, member{"format", "uri"})
		if p.Pattern == "" {
			pattern, ok = "^https?://", true
		}
	}
	if !ok && p.Pattern == "" && len(p.Enum) == 0 { // what Set refuses
		switch {
		case inPath:
			pattern, ok = `^[^\x00-\x1f\x7f]*$`, true
		case inHeader:
			pattern, ok = `^[^\x00-\x08\x0a-\x1f\x7f]*$`, true
		}
	}
	if ok {
		o = append(o, member{"pattern", pattern})
	}
	if inPath && len(p.Enum) == 0 {
		o = append(o, member{"not", object{{"enum", []string{".", ".."}}}})
	}
	return o
}

// goesTo reports whether a parameter has a place of a kind.
func goesTo(p proofpoint.Param, kind string) bool {
	for place := range strings.FieldsSeq(p.In) {
		if strings.HasPrefix(place, kind) {
			return true
		}
	}
	return false
}

var classOfOne = regexp.MustCompile(`\\([pP])([A-Z])`)

// ecmaPattern is an RE2 pattern in the words of ECMA 262, which JSON Schema
// uses; false if it has none.
func ecmaPattern(pattern string) (string, bool) {
	if pattern == "" || strings.Contains(strings.ReplaceAll(pattern, "(?:", ""), "(?") ||
		slices.ContainsFunc([]string{`\A`, `\z`, `\Q`, `\a`, `\C`, `[[:`}, func(s string) bool { return strings.Contains(pattern, s) }) {
		return "", false
	}
	return `^(?:` + classOfOne.ReplaceAllString(pattern, `\$1{$2}`) + `)$`, true
}
