// What is wrong with the parameters of one call, all of it, in a form that a
// program can put beside its fields; and a name that no template has.

package template

import (
	"fmt"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// ParamsError is everything that is wrong with the parameters of one call. It
// marshals to JSON, so that a form can put each problem beside its field.
// errors.As finds a [*proofpoint.ParamError] in it, the first.
type ParamsError struct {
	Template string    `json:"template"`
	Problems []Problem `json:"problems"` // at least one, in the order of the template's parameters
}

// Problem is one parameter that was refused.
type Problem struct {
	// Param is the parameter's name, as the caller wrote it; Label its title,
	// "" for an unknown one.
	Param string `json:"param"`
	Label string `json:"label,omitempty"`
	// Value is the value as text, at most 100 characters: "" if none was given
	// or the parameter is unknown, "[redacted]" if it is secret. User name,
	// password and query of a URL are left out.
	Value string `json:"value,omitempty"`
	// Reason says what is wrong: "is out of range". Accepts says what would do,
	// Suggest what was probably meant; both may be "".
	Reason  string `json:"reason"`
	Accepts string `json:"accepts,omitempty"`
	Suggest string `json:"suggest,omitempty"`
}

// Error has a line for each problem.
func (e *ParamsError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("template: %s: %s", e.Template, strings.TrimPrefix(p.param().Error(), "proofpoint: "))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the problems, each as a [*proofpoint.ParamError].
func (e *ParamsError) Unwrap() []error {
	list := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		list[i] = p.param()
	}
	return list
}

func (p Problem) param() *proofpoint.ParamError {
	e := &proofpoint.ParamError{Param: p.Param, Label: p.Label, Reason: p.Reason, Accepts: p.Accepts, Suggest: p.Suggest}
	if p.Value != "" {
		e.Value = p.Value
	}
	return e
}

// UnknownError is a name that no template of the registry has.
type UnknownError struct {
	Name    string
	Suggest string // the name that was probably meant, "" if none is near
}

// Error names the template, and what was probably meant.
func (e *UnknownError) Error() string {
	s := fmt.Sprintf("template: no template is called %q", cut(e.Name))
	if e.Suggest != "" {
		s += fmt.Sprintf(" (did you mean %q?)", e.Suggest)
	}
	return s
}

// valueText is a value as short text.
func valueText(v any) string {
	if t, ok := v.(time.Time); ok {
		return t.UTC().Format(time.RFC3339)
	}
	return cut(fmt.Sprint(v))
}

// cut keeps at most 100 characters of valid UTF-8. However long s is, it looks
// at its beginning only.
func cut(s string) string {
	const longest = 100
	more := len(s) > 4*(longest+1)
	if more {
		s = s[:4*(longest+1)]
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	n := 0
	for i := range s {
		if n++; n > longest {
			return s[:i] + "…"
		}
	}
	if more { // runs of what is no UTF-8, each one character now
		s += "…"
	}
	return s
}
