// An endpoint, said once, as data. The typed call, the template, the
// documentation table and the tests all read the same Operation; nothing about
// an endpoint is written twice.

package proofpoint

import (
	"cmp"
	"iter"
	"reflect"
	"slices"
)

// Operation is an endpoint as data. It is immutable once made and safe to
// share.
type Operation struct {
	// Name is unique and dotted: "tap.siem.all".
	Name string
	// Title, Summary and When are for people: what it is called, what it does,
	// when to use it.
	Title, Summary, When string
	// Docs links to the vendor's page; Source says where the contract was
	// learnt from, and when.
	Docs, Source string
	// Proto is all of the request that does not depend on parameters; its Path
	// may hold {names}.
	Proto Request
	// Params are the parameters, in the order in which people should see them.
	Params []Param
	// OneOf lists groups of parameters of which exactly one must be given.
	OneOf [][]string
	// Mode tells operations apart that share one template.
	Mode string

	typ    reflect.Type     // of the parameter struct, nil if Params were given
	record reflect.Type     // what a typed call decodes a record into; nil: none does
	fields map[string][]int // its fields, by parameter name
	// check refuses what no parameter is to blame for by itself; it is asked of
	// requests whose parameters are right.
	check func(Request) error
}

// Param is one parameter of an operation.
type Param struct {
	Name, Label, Doc string
	// Type is string, integer, number, boolean, time, duration, list (of text),
	// object (any JSON value, text being read as JSON) or any (a value as it is).
	Type string
	// In says where the value goes, several places separated by spaces: as
	// Request.Set ("query:page", "body:a.b", "body", "path:id", "header:X",
	// "value:a"), or base, since, from, to, skip, limit, page, size, pagesize,
	// each, records, format. since, from and to are set on the request's
	// Windows; page and size on its Numbers, and without Numbers they are a
	// slice on our side. Either way size is also the most records that come,
	// unless a smaller limit is given, or, beside Numbers and without a page,
	// any limit. pagesize is how many records a page of the walk has and bounds
	// nothing. each makes one call for each value of a list.
	In string
	// Layout is how times are written: rfc3339, unixms, date, or a Go layout.
	Layout string
	// Required parameters must be given, unless When says that they do not apply.
	Required bool
	// When, "name=value", says when the parameter applies.
	When string
	// Default is used when the parameter is not given.
	Default any
	// Enum lists what is accepted: "word", or "word=sent" where the service
	// wants another spelling. Of a number it lists the only values.
	Enum []string
	// Min and Max bound numbers, durations in seconds, and how many values a
	// list has.
	Min, Max *float64
	// Pattern is a regular expression (RE2) for the whole text.
	Pattern string
	// Accepts says what is accepted, for people; derived from the rest if empty.
	Accepts string
	// Lower values are sent trimmed and in lower case: names of domains, hashes.
	Lower bool
	// Secret values are never printed, planned or logged.
	Secret bool
	// SecretMembers names members of an object that are secret, at any depth.
	SecretMembers []string
}

// NewOperation completes o with the parameters of P's struct tags: param
// (name; default: the field's name in snake case), in, label, doc, layout,
// required, when, default, enum (comma-separated), min, max, pattern, accepts,
// lower, secret ("true", or the names of SecretMembers).
// A tag that makes no sense panics, because it is a mistake in the program.
func NewOperation[P any](o Operation) *Operation {
	o.typ = reflect.TypeFor[P]()
	o.Params, o.fields = paramsOf(o.typ)
	return &o
}

// Writes reports whether the operation changes something. It is then not sent
// again on the library's own initiative, unless a 401 or a 429 refused it.
func (o *Operation) Writes() bool { return !o.Proto.repeatable() }

var builtins []*Operation

// builtin makes an operation that OperationNamed and Operations know.
func builtin[P any](o Operation) *Operation {
	op := NewOperation[P](o)
	builtins = append(builtins, op)
	return op
}

// OperationNamed returns the built-in operation of that name.
func OperationNamed(name string) (*Operation, bool) {
	for _, o := range builtins {
		if o.Name == name {
			return o, true
		}
	}
	return nil, false
}

// Operations returns the built-in operations, sorted by name.
func Operations() iter.Seq[*Operation] {
	sorted := slices.SortedFunc(slices.Values(builtins), func(a, b *Operation) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Values(sorted)
}
