// Parameters that are secret: how their text gets into a request, which texts must
// not be shown afterwards, and what may be shown of a URL in which people type a
// password.

package proofpoint

import (
	"context"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
)

// reveal puts the texts of secrets in their place; one that holds nothing is not
// given, and none stands where it would be shown.
func (o *Operation) reveal(m map[string]any) error {
	var names []string
	for name, v := range m {
		if p, ok := v.(*Secret); ok && p != nil {
			v = *p
			m[name] = v
		}
		if _, ok := v.(Secret); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var errs []error
	for _, name := range names {
		s, _ := m[name].(Secret)
		switch {
		case s.IsZero():
			delete(m, name)
		case slices.ContainsFunc(o.Params, func(p Param) bool { return p.Name == name && !p.Secret }):
			errs = append(errs, &ParamError{Param: name, Value: redacted, Reason: "is no secret here: it would be shown"})
		default:
			text, err := s.reveal(context.Background(), false)
			if err != nil {
				errs = append(errs, &ParamError{Param: name, Value: redacted, Reason: "cannot be read: " + err.Error()})
			}
			m[name] = text
		}
	}
	return errors.Join(errs...)
}

// shownURL is a base URL as it may be printed: the one value where people type
// a password that belongs elsewhere.
func shownURL(text string) string {
	if !strings.ContainsAny(text, "@?#") {
		return text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return redacted
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}

// secretTexts are all texts that a secret value may turn up as in a request: as
// it was said, and as it is sent; of an object its leaves.
func secretTexts(said, sent any, layout string) []string {
	var out []string
	for _, v := range []any{said, sent} {
		if t, ok := v.(time.Time); ok {
			v = []any{t, timeText(t, layout)}
		}
		out = appendLeaves(out, v)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func appendLeaves(out []string, v any) []string {
	switch v := v.(type) {
	case nil:
		return out
	case []any:
		for _, e := range v {
			out = appendLeaves(out, e)
		}
		return out
	case map[string]any:
		for _, e := range v {
			out = appendLeaves(out, e)
		}
		return out
	}
	if text, err := texts(v); err == nil {
		out = append(out, text...)
	}
	if b, err := encode(v); err == nil {
		var plain any
		if decodeNumbers(b, &plain) == nil && reflect.TypeOf(plain) != reflect.TypeOf(v) {
			out = appendLeaves(out, plain)
		}
	}
	return out
}

// appendMembers appends the leaves of the members of those names, wherever they
// stand in v.
func appendMembers(out []string, v any, names []string) []string {
	if len(names) == 0 {
		return out
	}
	switch w := v.(type) {
	case []any:
		for _, e := range w {
			out = appendMembers(out, e, names)
		}
	case map[string]any:
		for name, e := range w {
			if slices.Contains(names, name) {
				out = appendLeaves(out, e)
			} else {
				out = appendMembers(out, e, names)
			}
		}
	default:
		var plain any
		if b, err := encode(v); err == nil && decodeNumbers(b, &plain) == nil && reflect.TypeOf(plain) != reflect.TypeOf(v) {
			out = appendMembers(out, plain, names)
		}
	}
	return out
}

// HoldsSecret reports whether values of secret parameters stand in the request,
// where they were sent to: such a request must not be written down.
func (r Request) HoldsSecret() bool { return len(r.secrets) > 0 }
