// Macros: words in braces that a request's texts may hold, and what stands in
// their place when it is made. Here are the settings and the way of a request
// by hand; macro_expand.go reads requests, macro_time.go and macro_format.go
// know the times. What a macro becomes is written by the road itself
// (proofpoint.Request.Set), which keeps it in its place.

package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Macros are the settings of macros. The zero value counts in days, writes RFC
// 3339 in UTC and knows no lookup. It is data, and safe for concurrent use as
// long as nobody changes it.
type Macros struct {
	// Unit is what arithmetic counts in, {now-5}: second, minute, hour, day,
	// week, month or year; "" is day. Days and longer are those of the calendar.
	Unit string
	// Format is how times are written: rfc3339 (also ""), date, unix, unixms, a
	// Go layout, or letters like yyyy-MM-dd'T'HH:mm:ss.SSSXXX.
	Format string
	// Zone is an IANA name, "Europe/Berlin"; "" is UTC. Midnights are those of
	// the zone. A system without the database of zones needs the package
	// time/tzdata in its program.
	Zone string
	// Lookups are the values of {lookup.NAME}: one request for each, in order,
	// drawn when it is due. Of several lookups in one request every combination
	// is asked, the first that is named changing last. An iterator must be able
	// to begin again: with each window of time, with each value of a lookup
	// before it, and when the records are ranged over again.
	Lookups map[string]iter.Seq[string]
}

// Apply returns r with the macros in its path, query, headers and body expanded,
// and in those of its further requests. now is what {now} means, params are the
// values of {param.NAME}. Lookups become the request's pager (see
// [proofpoint.Values]), around the one that it has but inside windows of time; {response.PATH} and {value}
// of a further request become parameters of its operation, picked from each
// parent's record. r is not changed. Apply it last: what it wrote is not read
// again, but what others wrote before is.
//
// A request holds at most 100 different macros. Everything wrong comes joined: a
// [*MacroError] for each text, unknown macro and setting (the first 100), a [*proofpoint.ParamError] for a value that cannot stand where it
// should.
func (m Macros) Apply(r proofpoint.Request, now time.Time, params map[string]any) (proofpoint.Request, error) {
	s, problems := m.settings()
	x := expander{settings: s, problems: problems, outer: slices.Sorted(maps.Keys(params))}
	op := x.operation(&proofpoint.Operation{Proto: r}, "", nil)
	if err := x.err(); err != nil {
		return proofpoint.Request{}, err
	}
	out := op.Proto
	errs := x.setTimes(&out, now)
	for _, name := range x.fromOutside {
		if err := setParam(&out, name, params[name]); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return proofpoint.Request{}, err
	}
	return out, nil
}

// expanded is an operation whose texts hold macros, ready to be built.
type expanded struct {
	op *proofpoint.Operation
	x  *expander
}

// operation reads the macros of an operation, whose parameters {param.NAME}
// names, also in further requests. It returns nil for one that has none. asks are
// operations that have macros of other settings, and were read before.
func (m Macros) operation(op *proofpoint.Operation, asks map[*proofpoint.Operation]*expanded) (*expanded, []MacroError) {
	s, problems := m.settings()
	x := &expander{settings: s, problems: problems, asks: asks, checked: true}
	for _, p := range op.Params {
		if open(p) && (p.Required || p.Default != nil) && p.When == "" {
			x.outer = append(x.outer, p.Name)
		}
	}
	return x.expand(op), x.problems
}

// expand reads the first operation of all.
func (x *expander) expand(op *proofpoint.Operation) *expanded {
	out := x.operation(op, "", nil)
	if len(x.problems) > 0 || out == op {
		return nil
	}
	for i := range out.Params {
		if p := &out.Params[i]; slices.Contains(x.fromOutside, p.Name) {
			addPlace(p, "blank:param."+blankName(p.Name))
		}
	}
	return &expanded{out, x}
}

// moments is one filling of the macros of time: what each operation is at that
// time, by what it was, because many requests may ask the same.
type moments struct {
	now  time.Time
	done map[readBy]*proofpoint.Operation
}

// readBy is an operation and who read it: macros have settings.
type readBy struct {
	x  *expander
	op *proofpoint.Operation
}

// at is the operation at a time, all macros of time filled.
func (e *expanded) at(now time.Time) (*proofpoint.Operation, error) {
	m := moments{now, map[readBy]*proofpoint.Operation{}}
	return m.operation(e)
}

func (m moments) operation(e *expanded) (*proofpoint.Operation, error) {
	key := readBy{e.x, e.op}
	if known := m.done[key]; known != nil {
		return known, nil
	}
	op := *e.op
	op.Proto.Query, op.Proto.Header = cloneValues(op.Proto.Query), cloneValues(op.Proto.Header)
	if err := m.further(e.x, &op.Proto); err != nil {
		return nil, err
	}
	if err := errors.Join(e.x.setTimes(&op.Proto, m.now)...); err != nil {
		return nil, err
	}
	m.done[key] = &op
	return &op, nil
}

// further puts the operations of other templates that x knows in their place.
func (m moments) further(x *expander, r *proofpoint.Request) error {
	if len(x.asks) == 0 {
		return nil
	}
	r.Then = slices.Clone(r.Then)
	for i, t := range r.Then {
		if e := x.asks[t.Ask]; e != nil {
			op, err := m.operation(e)
			if err != nil {
				return err
			}
			r.Then[i].Ask = op
			continue
		}
		key := readBy{x, t.Ask}
		op := m.done[key]
		if op == nil {
			copied := *t.Ask
			op = &copied
			if err := m.further(x, &op.Proto); err != nil {
				return err
			}
			m.done[key] = op
		}
		r.Then[i].Ask = op
	}
	return nil
}

// setParam fills {param.name}. Secrets go where they are signed with, not where
// a text says.
func setParam(r *proofpoint.Request, name string, v any) error {
	switch v.(type) {
	case nil:
		return &proofpoint.ParamError{Param: name, Reason: "is not given"}
	case proofpoint.Secret, *proofpoint.Secret:
		return &proofpoint.ParamError{Param: name, Reason: "is a secret, which no macro may reach"}
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.String && reflect.TypeOf(v) != reflect.TypeFor[json.Number]() {
		v = rv.String() // a named type of text
	}
	return r.Set("blank:param."+blankName(name), v)
}

// settings are Macros made ready.
type settings struct {
	unit    string
	format  timeFormat
	zone    *time.Location
	lookups map[string]iter.Seq[string]
}

// settings checks m. With mistakes in it the rest is still good enough to check
// texts against.
func (m Macros) settings() (s settings, problems []MacroError) {
	s = settings{zone: time.UTC, lookups: m.Lookups}
	var ok bool
	if s.unit, ok = unitOf(m.Unit); !ok {
		near, _ := suggest.Nearest(m.Unit, unitNames)
		problems = append(problems, MacroError{Where: "unit", Macro: m.Unit, Reason: "is no unit of time", Accepts: strings.Join(unitNames, ", "), Suggest: near})
	}
	var reason string
	if s.format, reason = compileFormat(m.Format); reason != "" {
		near, _ := suggest.Nearest(m.Format, slices.Sorted(maps.Keys(formatWords)))
		problems = append(problems, MacroError{Where: "format", Macro: m.Format, Reason: reason, Accepts: formatAccepts, Suggest: near})
	}
	if m.Zone == "" {
		return s, problems
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil || zone == time.Local { // Local is whatever the environment says
		return s, append(problems, MacroError{Where: "zone", Macro: m.Zone, Reason: "is no time zone that is known here",
			Accepts: "UTC, or a name of the IANA database like Europe/Berlin (a program on a system without it imports time/tzdata)"})
	}
	s.zone = zone
	return s, problems
}

// setTimes fills the macros of time.
func (x *expander) setTimes(r *proofpoint.Request, now time.Time) (errs []error) {
	now = now.In(x.settings.zone)
	values := make(map[string]any, len(x.times))
	for _, macro := range x.times {
		t, ok := moment(macro, now, x.settings.unit)
		if !ok {
			errs = append(errs, fmt.Errorf("template: macros: %q names a time beyond the years 1 to 9999", "{"+macro+"}"))
			continue
		}
		values[macro] = x.settings.format(t)
	}
	if err := r.Fill(values); err != nil {
		errs = append(errs, err)
	}
	return errs
}
