// From a request that was tried out to a template that can be kept: what was
// typed becomes constant, the names in its path become parameters. Credentials
// that were typed along are never kept; who saves a request takes them out first
// and is told which.

package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// FromRequest makes a template of a request made by hand, tried out with
// [proofpoint.Client.Probe] say, so that it can be saved: its MarshalJSON is the
// definition. Query, headers, body, pager, path to data and further requests are
// kept as they are. Names in the path, {id}, become required parameters; a query
// that stands in the path or URL becomes the template's.
//
// A request that holds a credential is an error, and so is whatever else a
// definition cannot say: the value of a secret parameter, a header, query value or
// member of the body that carries a credential by its name, a pager of one's own.
// [WithoutCredentials] takes out what can be taken out.
func FromRequest(name string, r proofpoint.Request) (*Template, error) {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("template: %s: the request cannot be saved: %w", quoteName(name), fmt.Errorf(format, args...))
	}
	if r.HoldsSecret() {
		return nil, bad("it holds the value of a secret parameter: save the template that it was built from")
	}
	if found := credentials(r); len(found) > 0 {
		return nil, bad("it holds a credential: %s: leave it out, and give the credential to the service in the configuration", strings.Join(found, ", "))
	}
	q, err := splitQuery(r)
	if err != nil {
		return nil, bad("%w", err)
	}
	q.Name = ""
	op := &proofpoint.Operation{Name: name, Title: titleOf(name), Proto: q}
	op.Summary, op.When = wordsFor(q)
	for _, in := range namesIn(q.Path) {
		op.Params = append(op.Params, proofpoint.Param{Name: in, Label: titleOf(in), Type: "string", In: "path:" + in, Required: true})
	}
	t, err := New(name, op)
	if err != nil {
		return nil, err
	}
	if _, err := t.MarshalJSON(); err != nil {
		return nil, err
	}
	return t, nil
}

// WithoutCredentials returns r without the headers and query values that carry
// credentials by their names, and says what was left out: `header "X-Api-Key"`.
// r is not changed. What stands in a body stays.
func WithoutCredentials(r proofpoint.Request) (proofpoint.Request, []string) {
	found := credentials(proofpoint.Request{Path: r.Path, Query: r.Query, Header: r.Header})
	if len(found) == 0 {
		return r, nil
	}
	header := http.Header{}
	for name, v := range r.Header {
		if !credname.Looks(name) {
			header[name] = v
		}
	}
	r.Header = header
	r.Query = harmless(r.Query)
	path, query, has := strings.Cut(r.Path, "?")
	if r.Path = path; has {
		if values, err := url.ParseQuery(query); err == nil {
			if text := harmless(values).Encode(); text != "" {
				r.Path += "?" + text
			}
		}
	}
	return r, found
}

func harmless(q url.Values) url.Values {
	out := url.Values{}
	for name, v := range q {
		if !credname.Looks(name) {
			out[name] = v
		}
	}
	return out
}

// credentials names what carries credentials in a request, without any value.
func credentials(r proofpoint.Request) []string {
	var found []string
	for name := range r.Header {
		if credname.Looks(name) {
			found = append(found, fmt.Sprintf("header %q", name))
		}
	}
	_, inPath, _ := strings.Cut(r.Path, "?")
	typed, err := url.ParseQuery(inPath)
	if err != nil {
		found = append(found, "a query that cannot be read") // and so nobody knows what is in it
	}
	for _, values := range []url.Values{r.Query, typed} {
		for name := range values {
			if credname.Looks(name) {
				found = append(found, fmt.Sprintf("query value %q", name))
			}
		}
	}
	found = append(found, bodyCredentials(r)...)
	slices.Sort(found)
	return slices.Compact(found)
}

// bodyCredentials names the members of a JSON body, and the values of a form,
// that carry credentials.
func bodyCredentials(r proofpoint.Request) []string {
	var found []string
	for name := range formOf(r) {
		if credname.Looks(name) {
			found = append(found, fmt.Sprintf("value %q of the form", name))
		}
	}
	var at any
	if json.Unmarshal(r.Body, &at) != nil {
		return found
	}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				look(e)
			}
		case map[string]any:
			for name, e := range v {
				if text, ok := e.(string); ok && text != "" && credname.Member(name) {
					found = append(found, fmt.Sprintf("member %q of the body", name))
				}
				look(e)
			}
		}
	}
	look(at)
	slices.Sort(found)
	return found
}

// formOf is a body that is a form.
func formOf(r proofpoint.Request) url.Values {
	var kind string
	for name, v := range r.Header {
		if textproto.CanonicalMIMEHeaderKey(name) == "Content-Type" && len(v) > 0 {
			kind, _, _ = mime.ParseMediaType(v[0])
		}
	}
	if kind != "application/x-www-form-urlencoded" {
		return nil
	}
	form, _ := url.ParseQuery(string(r.Body)) // what could be read
	return form
}

// splitQuery moves a query that stands in the path to its own member.
func splitQuery(r proofpoint.Request) (proofpoint.Request, error) {
	path, query, has := strings.Cut(r.Path, "?")
	if !has {
		return r, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return r, errors.New("the query in its path cannot be read")
	}
	for name, v := range r.Query { // as the client does: what is set beats what was typed
		values[name] = v
	}
	r.Path, r.Query = path, values
	return r, nil
}

// titleOf makes a title of a name: "my_alerts" is "My alerts".
func titleOf(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' })
	text := strings.Join(words, " ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// wordsFor says what a request asks, for who finds the file later.
func wordsFor(r proofpoint.Request) (summary, when string) {
	method := strings.ToUpper(r.Method)
	if method == "" {
		method = "GET"
	}
	what := method + " " + r.Path
	switch {
	case r.Value != nil:
		what = "further requests of a value"
	case r.Base != "":
		what = method + " " + strings.TrimRight(r.Base, "/") + r.Path
	case r.Service != "" && !strings.Contains(r.Path, "://"):
		what += " of " + string(r.Service)
	}
	return what + ", as it was tried out.", "Use this to ask " + what + " again."
}
