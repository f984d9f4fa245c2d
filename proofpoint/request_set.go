// Writing one value into a request: pagers and parameters come through here, so
// this is where a value is kept from breaking out of its place.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Set writes one parameter: where is "query:name" (a list repeats the name),
// "header:Name", "path:name" (fills {name} as one escaped segment),
// "body:a.b" (a member of the JSON body), "body" (all of it), "value:a.b" (a
// member of Value) or "blank:name" (every place of that name in the path and in
// Blanks). In a body or Value a last name with "[]" behind it is a list
// that is appended to, any other the first element of one: "body:sort[].by".
// Durations are written as whole seconds, times as RFC 3339 in UTC. Pagers and
// parameters write through it. A value that cannot stand there is a
// *ParamError.
func (r *Request) Set(where string, v any) error {
	if where == "body" {
		return r.setBody(v)
	}
	kind, name, ok := strings.Cut(where, ":")
	if !ok || name == "" {
		return fmt.Errorf("proofpoint: %s is not a place in a request", quote(where))
	}
	switch kind {
	case "query":
		list, err := texts(v)
		if err != nil {
			return &ParamError{Param: name, Value: v, Reason: err.Error()}
		}
		if r.Query == nil {
			r.Query = url.Values{}
		}
		r.Query[name] = list
	case "header":
		return r.setHeader(name, v)
	case "path":
		return r.setPath(name, v)
	case "blank":
		return r.Fill(map[string]any{name: v})
	case "body":
		return setMember(&r.Body, kind, name, v)
	case "value":
		return setMember((*[]byte)(&r.Value), kind, name, v)
	default:
		return fmt.Errorf("proofpoint: %s is not a place in a request", quote(where))
	}
	return nil
}

func (r *Request) setHeader(name string, v any) error {
	list, err := texts(v)
	if err == nil && !validHeaderName(name) {
		err = fmt.Errorf("%q is not a header name", name)
	}
	for _, s := range list {
		if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			err = fmt.Errorf("the value holds a control character")
		}
	}
	if err != nil {
		return &ParamError{Param: name, Reason: err.Error()}
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header[http.CanonicalHeaderKey(name)] = list
	return nil
}

// setPath fills {name}. A segment that would climb, vanish or be cut short is
// refused: escaping does not help against "..", which many servers undo.
func (r *Request) setPath(name string, v any) error {
	list, err := texts(v)
	if err != nil || len(list) != 1 {
		return &ParamError{Param: name, Value: v, Reason: "must be one value"}
	}
	s := list[0]
	switch {
	case s == "":
		return &ParamError{Param: name, Value: s, Reason: "must not be empty"}
	case s == "." || s == "..":
		return &ParamError{Param: name, Value: s, Reason: "must not be a relative path"}
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return &ParamError{Param: name, Value: s, Reason: "must not hold control characters"}
	case !strings.Contains(r.Path, "{"+name+"}"):
		return fmt.Errorf("proofpoint: path %s has no {%s}", quote(r.hide(r.Path)), snippet(name, maxMessage))
	}
	// A plus may stand in a path as it is, but servers that read paths like
	// queries make a space of it, and addresses hold one.
	escaped := strings.ReplaceAll(url.PathEscape(s), "+", "%2B")
	r.Path = strings.ReplaceAll(r.Path, "{"+name+"}", escaped)
	return nil
}

// setBody makes v the JSON body.
func (r *Request) setBody(v any) error {
	b, err := encode(wired(v))
	if err == nil {
		err = checkRevealed(b)
	}
	if err != nil {
		return &ParamError{Param: "body", Reason: "cannot be written as JSON: " + err.Error()}
	}
	r.Body = b
	return nil
}

// setMember writes into a JSON object, making it and its parents as needed.
// Numbers that stand there keep their text. kind is what the object is: body
// or value.
func setMember(doc *[]byte, kind, path string, v any) error {
	bad := func(reason string) error { return &ParamError{Param: path, Reason: reason} }
	root := map[string]any{}
	if len(bytes.TrimSpace(*doc)) > 0 {
		var was any
		if err := decodeNumbers(*doc, &was); err != nil {
			return bad("cannot be set: the " + kind + " is not JSON: " + err.Error())
		}
		object, ok := was.(map[string]any)
		if !ok {
			return bad("cannot be set: the " + kind + " is not a JSON object")
		}
		root = object
	}
	names := strings.Split(path, ".")
	at, ok := parentOf(root, names)
	if !ok {
		return bad("cannot be set: a member of the " + kind + " on its path is not a JSON object")
	}
	last := names[len(names)-1]
	if !setOrAppend(at, last, wired(v)) {
		return bad("cannot be set: " + quote(last) + " of the " + kind + " is not a list")
	}
	b, err := encode(root)
	if err == nil {
		err = checkRevealed(b)
	}
	if err != nil {
		return bad("cannot be written as JSON: " + err.Error())
	}
	*doc = b
	return nil
}

// setOrAppend sets a member, or appends to a list, one value or all of a list's,
// where the name ends in "[]".
func setOrAppend(at map[string]any, name string, v any) bool {
	name, more := strings.CutSuffix(name, "[]")
	if !more {
		at[name] = v
		return true
	}
	list, ok := at[name].([]any)
	if !ok && at[name] != nil {
		return false
	}
	switch v := v.(type) {
	case []string:
		for _, s := range v {
			list = append(list, s)
		}
	case []any:
		list = append(list, v...)
	default:
		list = append(list, v)
	}
	at[name] = list
	return true
}

// checkRevealed refuses a body that holds a Secret the way it prints: the service
// would take that word for the secret.
func checkRevealed(body []byte) error {
	if bytes.Contains(body, []byte(`"`+redacted+`"`)) {
		return errors.New("it holds a Secret in a place from which none is sent: give its text there")
	}
	return nil
}

// holds reports whether a member of the body is there already.
func (r *Request) holds(place string) bool {
	name, ok := strings.CutPrefix(place, "body:")
	var at any
	if !ok || strings.Contains(name, "[]") || decodeNumbers(r.Body, &at) != nil {
		return false
	}
	for n := range strings.SplitSeq(name, ".") {
		object, ok := at.(map[string]any)
		if !ok {
			return false
		}
		if at, ok = object[n]; !ok {
			return false
		}
	}
	return true
}

// parentOf finds or makes the object that the last of names is a member of; a
// name that ends in "[]" is the first element of a list. It reports false where
// something else stands on the way.
func parentOf(root map[string]any, names []string) (map[string]any, bool) {
	at := root
	for _, n := range names[:len(names)-1] {
		n, inList := strings.CutSuffix(n, "[]")
		was := at[n]
		if list, ok := was.([]any); inList && ok && len(list) > 0 {
			was = list[0]
		} else if inList && was != nil {
			return nil, false
		}
		next, ok := was.(map[string]any)
		if !ok && was != nil {
			return nil, false
		}
		if next == nil {
			next = map[string]any{}
			if at[n] = next; inList {
				at[n] = []any{next}
			}
		}
		at = next
	}
	return at, true
}

// wired gives durations and times in a JSON body the form that they have in a
// URL.
func wired(v any) any {
	switch v := v.(type) {
	case time.Duration:
		return int64(v / time.Second)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case Time:
		return wired(v.Time)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = wired(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = wired(e)
		}
		return out
	}
	return v
}

// encode writes JSON that keeps <, > and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decodeNumbers reads one JSON value, and nothing behind it, whose numbers
// keep their text.
func decodeNumbers(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the value")
	}
	return nil
}

// texts writes a value the way a URL or header wants it.
func texts(v any) ([]string, error) {
	switch v := v.(type) {
	case []string:
		return slices.Clone(v), nil
	case string:
		return []string{v}, nil
	case bool:
		return []string{strconv.FormatBool(v)}, nil
	case int:
		return []string{strconv.Itoa(v)}, nil
	case int64:
		return []string{strconv.FormatInt(v, 10)}, nil
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}, nil
	case time.Duration:
		return []string{strconv.FormatInt(int64(v/time.Second), 10)}, nil
	case time.Time:
		return []string{v.UTC().Format(time.RFC3339)}, nil
	case Time:
		return texts(v.Time)
	case json.Number:
		return []string{v.String()}, nil
	case fmt.Stringer:
		return []string{v.String()}, nil
	}
	return nil, fmt.Errorf("a %T cannot stand there", v)
}
