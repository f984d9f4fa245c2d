// From values to a request: the mode is chosen, the names are checked against
// all modes, and the operation does the rest. Whatever is wrong, in the names
// or in the values, is collected in one *ParamsError, in the order in which the
// parameters are shown.

package template

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Build makes a request of parameters. A missing or nil entry is a parameter
// that was not given; values may be of the parameter's type, as JSON decodes
// them, or text; durations are seconds where they are numbers. params is not
// changed.
//
// Every bad, unknown or missing parameter is reported at once, as a
// [*ParamsError]; no request has been made then.
func (t *Template) Build(params map[string]any) (proofpoint.Request, error) {
	return t.build(time.Now, params, nil)
}

// BuildAt is [Template.Build] at a time: what {now} means in the texts of a
// definition.
func (t *Template) BuildAt(now time.Time, params map[string]any) (proofpoint.Request, error) {
	return t.build(func() time.Time { return now }, params, nil)
}

// build is Build, with what is known to be wrong already.
func (t *Template) build(now func() time.Time, params map[string]any, problems []Problem) (proofpoint.Request, error) {
	b := build{t: t, given: params, problems: problems}
	b.chooseMode()
	b.checkNames()
	op, err := t.operationAt(b.op, now)
	if err != nil {
		return proofpoint.Request{}, err
	}
	r, err := op.Build(b.given)
	if err == nil && len(b.problems) == 0 {
		return r, nil
	}
	if err := b.values(err); err != nil {
		return proofpoint.Request{}, err
	}
	slices.SortStableFunc(b.problems, func(p, q Problem) int {
		return cmp.Or(cmp.Compare(b.place(p.Param), b.place(q.Param)), cmp.Compare(p.Param, q.Param))
	})
	return proofpoint.Request{}, &ParamsError{Template: t.name, Problems: b.problems}
}

// BuildText is [Template.Build] for text: flags, environment variables. Empty
// or blank text is a parameter that was not given.
func (t *Template) BuildText(params map[string]string) (proofpoint.Request, error) {
	return t.Build(textParams(params))
}

// textParams are the parameters that text gives.
func textParams(params map[string]string) map[string]any {
	given := make(map[string]any, len(params))
	for name, text := range params {
		if strings.TrimSpace(text) != "" {
			given[name] = text
		}
	}
	return given
}

// BuildForm is [Template.Build] for a form as browsers send it. Empty and blank
// values do not count. A name that comes several times is a list, and a problem
// where the parameter is none; "on", which a ticked box sends, is true.
func (t *Template) BuildForm(form url.Values) (proofpoint.Request, error) {
	return t.buildForm(time.Now, form)
}

func (t *Template) buildForm(now func() time.Time, form url.Values) (proofpoint.Request, error) {
	given := make(map[string]any, len(form))
	var problems []Problem
	for name, values := range form {
		list := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return strings.TrimSpace(s) == "" })
		p := t.paramNamed(name)
		switch {
		case len(list) == 0:
			continue
		case len(list) > 1 && p.Type == "list":
			given[name] = list
			continue
		case len(list) > 1:
			problems = append(problems, Problem{Param: name, Label: p.Label, Reason: fmt.Sprintf("is given %d times", len(list)), Accepts: "one value"})
		}
		if given[name] = list[0]; p.Type == "boolean" && list[0] == "on" {
			given[name] = true
		}
	}
	return t.build(now, given, problems)
}

// paramNamed is the parameter of that name or other name, of any mode; the zero
// Param if there is none.
func (t *Template) paramNamed(name string) proofpoint.Param {
	name = cmp.Or(t.aliases[name], name)
	for _, p := range t.params {
		if p.Name == name {
			return p
		}
	}
	return proofpoint.Param{}
}

// build is one call of Build.
type build struct {
	t        *Template
	op       *proofpoint.Operation
	given    map[string]any // for op; the caller's map until own
	own      bool           // given is ours
	guessed  bool           // the mode was wrong, op is what was probably meant
	said     map[string]string
	problems []Problem
}

// drop takes a parameter out of what the operation gets.
func (b *build) drop(name string) {
	if !b.own {
		b.given, b.own = maps.Clone(b.given), true
	}
	delete(b.given, name)
}

// chooseMode sets op. With a wrong mode the rest is still checked, against the
// mode that was probably meant.
func (b *build) chooseMode() {
	b.op = b.t.ops[0]
	v, ok := b.given[modeParam]
	if len(b.t.ops) == 1 || !ok {
		return
	}
	b.drop(modeParam)
	if v == nil {
		return
	}
	text, isText := wordOf(v)
	for _, op := range b.t.ops {
		if isText && strings.EqualFold(op.Mode, text) {
			b.op = op
			return
		}
	}
	modes := b.t.Modes()
	near, _ := suggest.Nearest(text, modes)
	if op, ok := b.t.Operation(near); ok {
		b.op = op
	}
	b.guessed = true
	b.problems = append(b.problems, Problem{Param: modeParam, Label: "Mode", Value: valueText(v),
		Reason: "is not one of the accepted values", Accepts: strings.Join(modes, ", "), Suggest: near})
}

// wordOf returns text, of whatever string type.
func wordOf(v any) (string, bool) {
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.String {
		return rv.String(), true
	}
	return "", false
}

// checkNames takes out every parameter that the operation does not know, and
// says why. Nil values are left to it: they count as not given there.
func (b *build) checkNames() {
	var strange []string
	for name, v := range b.given {
		if v != nil && !hasParam(b.op, name) {
			strange = append(strange, name)
		}
	}
	slices.Sort(strange) // of two other names of a parameter the same one is taken each time
	for _, name := range strange {
		v := b.given[name]
		b.drop(name)
		if b.alias(name, v) {
			continue
		}
		if !slices.Contains(b.t.names, name) {
			near, _ := suggest.Nearest(name, b.t.names)
			b.problems = append(b.problems, Problem{Param: name, Reason: "is not a parameter of " + b.t.name,
				Accepts: cmp.Or(strings.Join(b.accepted(), ", "), "none"), Suggest: near})
			continue
		}
		if !b.guessed {
			b.foreign(name, name)
		}
	}
}

// alias gives the operation a value that came under another name of its
// parameter. A parameter that only other modes have is reported.
func (b *build) alias(name string, v any) bool {
	param, ok := b.t.aliases[name]
	if !ok {
		return false
	}
	p := findParam(b.op, param)
	if p == nil {
		if !b.guessed {
			b.foreign(name, param)
		}
		return true
	}
	if b.given[param] != nil {
		b.problems = append(b.problems, Problem{Param: name, Label: p.Label,
			Reason: "is another name of " + param + ", which is given too", Accepts: "either one"})
		return true
	}
	if b.said == nil {
		b.said = map[string]string{}
	}
	b.said[param] = name
	b.given[param] = v
	return true
}

// foreign reports a parameter that only other modes have, by the name under
// which it was given.
func (b *build) foreign(name, param string) {
	var modes []string
	var p proofpoint.Param
	for _, op := range b.t.ops {
		if q := findParam(op, param); q != nil {
			p = *q
			modes = append(modes, modeParam+"="+op.Mode)
		}
	}
	b.problems = append(b.problems, Problem{Param: name, Label: p.Label,
		Reason: "applies only with " + strings.Join(modes, " or ")})
}

// accepted lists the parameters of the chosen mode.
func (b *build) accepted() []string {
	var names []string
	for _, name := range b.t.names {
		if hasParam(b.op, name) || name == modeParam {
			names = append(names, name)
		}
	}
	return names
}

// values adds what the operation says. An error that is about no parameter
// comes back.
func (b *build) values(err error) error {
	for _, e := range flat(err) {
		pe, ok := errors.AsType[*proofpoint.ParamError](e)
		if !ok {
			return fmt.Errorf("template: %s: %w", b.t.name, err)
		}
		if b.guessed && b.given[pe.Param] == nil {
			continue // whether it is needed depends on the mode
		}
		p := Problem{Param: pe.Param, Label: pe.Label, Reason: pe.Reason, Accepts: pe.Accepts, Suggest: pe.Suggest}
		if pe.Value != nil {
			p.Value = valueText(pe.Value)
		}
		if q := findParam(b.op, pe.Param); q != nil {
			p.Label = q.Label
		}
		p.Param = cmp.Or(b.said[p.Param], p.Param)
		b.problems = append(b.problems, p)
	}
	return nil
}

// flat takes joined errors apart.
func flat(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var list []error
	for _, e := range joined.Unwrap() {
		list = append(list, flat(e)...)
	}
	return list
}

// place orders problems as the parameters are shown, unknown ones last.
func (b *build) place(name string) int {
	i := slices.Index(b.t.names, cmp.Or(b.t.aliases[name], name))
	if i < 0 {
		return len(b.t.names)
	}
	return i
}

func hasParam(op *proofpoint.Operation, name string) bool { return findParam(op, name) != nil }

func findParam(op *proofpoint.Operation, name string) *proofpoint.Param {
	for i := range op.Params {
		if op.Params[i].Name == name {
			return &op.Params[i]
		}
	}
	return nil
}
