// Request is the narrow waist of the library: typed calls, templates and
// requests by hand all end in one, and the loop in records.go knows nothing
// else. It is data, so that it can be copied, planned, printed and resumed.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Request is one logical query before paging. It is copied deeply when a call
// takes it. The zero values of its fields say: GET, the service's base URL,
// JSON, the whole answer, one page.
type Request struct {
	// Service is who is asked and whose credential signs; "" is nobody: then
	// Path must be an absolute URL, and nothing is signed.
	Service Service
	// Name stands in errors and logs: "tap.siem.messages_delivered".
	Name string
	// Method is the HTTP method; "" means GET.
	Method string
	// Base replaces the service's base URL. Credentials follow only to the
	// service's own origin and to ServiceConfig.Hosts; another host is asked
	// without.
	Base string
	// Path is below the base, its segments escaped; {names} are filled by Set.
	// An absolute URL takes the place of base and path, signed as with Base.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	// Format is what comes back.
	Format Format
	// Records is the path to data. nil: the whole answer is one record, or its
	// elements if it is an array. A path that ends at an array means its
	// elements.
	Records *pathdata.Selector
	// Refused turns a 2xx answer into an *APIError where it selects false.
	Refused *pathdata.Selector
	// Empty lists statuses that mean "no records" when their body is empty,
	// beside 204.
	Empty []int
	// Repeatable says that the request may be sent again though it is no GET.
	Repeatable bool
	// Optional says that the request also works without credentials.
	Optional bool
	// Pool is the quota it counts against.
	Pool Pool
	// Pager turns the query into pages; nil is one page.
	Pager Pager
	// Skip records are dropped, then at most Limit are yielded; 0 is all.
	Skip, Limit int
	// Value stands in for an exchange: this one record, the start of a chain.
	Value json.RawMessage
	// Then are further requests for each record.
	Then []Then

	secrets []string // values of secret parameters, which are never shown
}

// Format is what an answer is made of. Every format but any is a reader in
// front of the same scanner.
type Format string

// The formats.
const (
	// FormatJSON is decided by the first byte, not by Content-Type; an HTML
	// page is refused.
	FormatJSON Format = ""
	// FormatJSONP is JSON in a function call, which is removed; bare JSON
	// passes too.
	FormatJSONP Format = "jsonp"
	// FormatSyslog is RFC 5424 lines of TAP: each becomes
	// {"messagesBlocked":[{…}]} by its kind, with the line itself in "_line",
	// and "_flaw" where that is not quite as it came. A line that is no event
	// comes at the end of its page, as {"_line":"…"} beside a *RecordError;
	// 100 of them in a page are a *BodyError.
	FormatSyslog Format = "syslog"
	// FormatLines is JSON values separated by line breaks.
	FormatLines Format = "lines"
	// FormatAny is for answers to writes: JSON, else text as one JSON string,
	// else nothing.
	FormatAny Format = "any"
)

func (r Request) clone() Request {
	r.Query = maps.Clone(r.Query)
	for k, v := range r.Query {
		r.Query[k] = slices.Clone(v)
	}
	r.Header = r.Header.Clone()
	r.Body = slices.Clone(r.Body)
	r.Empty = slices.Clone(r.Empty)
	r.Value = slices.Clone(r.Value)
	r.secrets = slices.Clone(r.secrets)
	r.Then = slices.Clone(r.Then)
	for i := range r.Then {
		r.Then[i].Pick = maps.Clone(r.Then[i].Pick)
		r.Then[i].With = maps.Clone(r.Then[i].With)
	}
	return r
}

func (r *Request) method() string { return orElse(strings.ToUpper(r.Method), http.MethodGet) }

// repeatable reports whether the request may be sent again when it is not
// known what became of it.
func (r *Request) repeatable() bool {
	return r.Repeatable || r.method() == http.MethodGet || r.method() == http.MethodHead
}

// name stands in errors: the operation, or the request line without values.
func (r *Request) name() string {
	if r.Name != "" {
		return snippet(r.Name, maxMessage)
	}
	return snippet(r.method()+" "+shown(r.hide(r.Path)), maxMessage)
}

// hide takes the values of secret parameters out of a text that is shown. Very
// short ones are taken out only where they stand alone, as they do wherever
// Set writes them: a URL without any "e" would help nobody.
func (r *Request) hide(text string) string {
	if len(r.secrets) == 0 {
		return text
	}
	return redact(text, r.secrets, 1, scrubLeast, false)
}

// Set writes one parameter: where is "query:name" (a list repeats the name),
// "header:Name", "path:name" (fills {name} as one escaped segment),
// "body:a.b" (a member of the JSON body) or "value:a.b" (a member of Value).
// Durations are written as whole seconds, times as RFC 3339 in UTC. Pagers and
// parameters write through it. A value that cannot stand there is a
// *ParamError.
func (r *Request) Set(where string, v any) error {
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
	r.Path = strings.ReplaceAll(r.Path, "{"+name+"}", url.PathEscape(s))
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
	at[names[len(names)-1]] = wired(v)
	b, err := encode(root)
	if err != nil {
		return bad("cannot be written as JSON: " + err.Error())
	}
	*doc = b
	return nil
}

// parentOf finds or makes the object that the last of names is a member of. It
// reports false where something else stands on the way.
func parentOf(root map[string]any, names []string) (map[string]any, bool) {
	at := root
	for _, n := range names[:len(names)-1] {
		next, ok := at[n].(map[string]any)
		if !ok && at[n] != nil {
			return nil, false
		}
		if next == nil {
			next = map[string]any{}
			at[n] = next
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
