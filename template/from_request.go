// From a request that was tried out to a template that can be kept: what was
// typed becomes constant, the names in its path become parameters. Credentials
// that were typed along are never kept; who saves a request takes them out first
// and is told which.

package template

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// FromRequest makes a template of a request made by hand, tried out with
// [proofpoint.Client.Probe] say, so that it can be saved: its MarshalJSON is the
// definition. Query, headers, body, pager, path to data and further requests are
// kept as they are. Names in the path, {id}, become required parameters, and so
// do those that are a whole value of a query in the path or URL, ?limit={n}; what
// else stands in such a query becomes the template's. A parameter whose name
// looks like that of a credential is secret.
//
// A request that holds a credential is an error, and so is whatever else a
// definition cannot say: the value of a secret parameter; a header, query value,
// parameter of a segment (/x;token=…), list of a pager or member of the body that
// carries a credential by its name; a name in the path that is a macro's word; a
// pager of one's own. Members count with texts, numbers and lists of them; true
// and false are no credential. [WithoutCredentials] takes out what can be taken
// out. What a path names as segments cannot be judged.
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
	q, params, err := openPlaces(r)
	if err != nil {
		return nil, bad("%w", err)
	}
	q.Name = ""
	op := &proofpoint.Operation{Name: name, Title: titleOf(name), Proto: q, Params: params}
	op.Summary, op.When = wordsFor(q)
	t, err := New(name, op)
	if err != nil {
		return nil, err
	}
	if _, err := t.MarshalJSON(); err != nil {
		return nil, err
	}
	return t, nil
}

// WithoutCredentials returns r without the headers, query values and parameters
// of segments that carry credentials by their names, or as part of a URL, and
// says what was left out: `header "X-Api-Key"`. r is not changed. What stands in
// a body or a pager stays.
func WithoutCredentials(r proofpoint.Request) (proofpoint.Request, []string) {
	found := credentials(proofpoint.Request{Path: r.Path, Query: r.Query, Header: r.Header})
	if len(found) == 0 {
		return r, nil
	}
	r.Header = http.Header(harmless(r.Header))
	r.Query = harmless(r.Query)
	path, query, has := strings.Cut(r.Path, "?")
	r.Path = credname.Cut(path)
	if _, err := url.ParseQuery(query); !has || err != nil {
		return r, found
	}
	var kept []string // as they were typed: a name in braces is one only without escapes
	for pair := range strings.SplitSeq(query, "&") {
		if values, _ := url.ParseQuery(pair); len(harmless(values)) == len(values) {
			kept = append(kept, pair)
		}
	}
	if len(kept) > 0 {
		r.Path += "?" + strings.Join(kept, "&")
	}
	return r, found
}

// harmless are the values of a query or of headers that carry no credential.
func harmless[M ~map[string][]string](all M) M {
	out := M{}
	for name, v := range all {
		if !credname.Looks(name) && !slices.ContainsFunc(v, linked) {
			out[name] = v
		}
	}
	return out
}

// linked reports whether a value is a URL with a credential in it.
func linked(value string) bool { return len(credname.Find(value)) > 0 }

// credentials names what carries credentials in a request, without any value.
func credentials(r proofpoint.Request) []string {
	var found []string
	for name, v := range r.Header {
		if credname.Looks(name) || slices.ContainsFunc(v, linked) {
			found = append(found, fmt.Sprintf("header %q", name))
		}
	}
	path, inPath, _ := strings.Cut(r.Path, "?")
	for _, name := range credname.Find("/" + path) {
		found = append(found, fmt.Sprintf("parameter %q of the path", name))
	}
	typed, err := url.ParseQuery(inPath)
	if err != nil {
		found = append(found, "a query that cannot be read") // and so nobody knows what is in it
	}
	for _, values := range []url.Values{r.Query, typed} {
		for name, v := range values {
			if credname.Looks(name) || slices.ContainsFunc(v, linked) {
				found = append(found, fmt.Sprintf("query value %q", name))
			}
		}
	}
	found = append(found, bodyCredentials(r)...)
	slices.Sort(found)
	return slices.Compact(found)
}

// openPlaces makes parameters of the names in a path, and moves a query that
// stands in it to its own member.
func openPlaces(r proofpoint.Request) (proofpoint.Request, []proofpoint.Param, error) {
	path, query, _ := strings.Cut(r.Path, "?")
	if strings.ContainsAny(braced.ReplaceAllString(path, ""), "{}") {
		return r, nil, errors.New("its path holds a brace that names no parameter: escape it, as %7B or %7D")
	}
	var params []proofpoint.Param
	place := func(name, in string) error {
		if isMacro(name) {
			return fmt.Errorf("{%s} in its path would be read as a macro: choose another name", name)
		}
		secret := credname.Looks(name)
		for i, p := range params {
			if p.Name == name && !slices.Contains(strings.Fields(p.In), in) {
				params[i].In += " " + in
				return nil
			} else if p.Name == name {
				return nil
			}
		}
		params = append(params, proofpoint.Param{Name: name, Label: titleOf(name), Type: "string", In: in, Required: true, Secret: secret})
		return nil
	}
	for _, b := range braced.FindAllString(path, -1) {
		name := strings.Trim(b, "{}")
		if err := place(name, "path:"+name); err != nil {
			return r, nil, err
		}
	}
	if r.Path = path; query == "" {
		return r, params, nil
	}
	err := openQuery(&r, query, place)
	return r, params, err
}

// openQuery reads a query out of a path. What r.Query has beats it, as it does
// where a request is made.
func openQuery(r *proofpoint.Request, query string, place func(name, in string) error) error {
	if _, err := url.ParseQuery(query); err != nil {
		return errors.New("the query in its path cannot be read")
	}
	values, open := url.Values{}, map[string]bool{}
	for pair := range strings.SplitSeq(query, "&") {
		raw, value, _ := strings.Cut(pair, "=")
		name, _ := url.QueryUnescape(raw)
		if _, set := r.Query[name]; set || pair == "" {
			continue
		}
		if !hasBrace(pair) {
			plain, _ := url.QueryUnescape(value)
			values.Add(name, plain)
			continue
		}
		if open[name] || hasBrace(raw) || braced.FindString(value) != value {
			return fmt.Errorf("the query in its path has names beside other text, or twice: only all of a value may be a name, as in ?limit={n}")
		}
		open[name] = true
		if err := place(strings.Trim(value, "{}"), "query:"+name); err != nil {
			return err
		}
	}
	for name := range open {
		if values.Has(name) {
			return fmt.Errorf("%q in the query of its path is a value and a name: one of them", name)
		}
	}
	for name, v := range r.Query {
		values[name] = v
	}
	r.Query = values
	return nil
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
