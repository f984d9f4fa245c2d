// A request out of a definition, and what may not stand in one.

package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// request makes the part of an operation that does not depend on parameters.
func (r *reading) request(at string, d *requestDef) proofpoint.Request {
	q := proofpoint.Request{
		Service: proofpoint.Service(d.Service), Method: d.Method, Path: d.Path + d.URL,
		Format:  proofpoint.Format(strings.TrimSuffix(d.Format, "json")),
		Records: r.selector(at+"/records", d.Records), Refused: r.selector(at+"/refused", d.Refused),
		Empty: d.Empty, Repeatable: d.Repeatable, Optional: d.Optional, Skip: d.Skip, Limit: d.Limit,
	}
	r.path(at, d)
	q.Query = r.query(at+"/query", d.Query)
	q.Header = r.headers(at+"/headers", d.Headers)
	q.Body = r.body(at, d)
	q.Value = r.json(at+"/value", d.Value)
	if n := r.root.At(at + "/value"); len(d.Value) > 0 {
		r.noMacros(n)
	}
	if d.Pool != nil {
		q.Pool = proofpoint.Pool{Name: d.Pool.Name, Limit: d.Pool.Limit, Per: r.duration(at+"/pool/per", d.Pool.Per)}
	}
	if len(d.Pager) > 0 {
		q.Pager = r.pager(at+"/pager", d.Pager)
	}
	q.Then = r.then(at+"/then", d.Then)
	return q
}

// baseCheck is the road's own judge of base URLs.
var baseCheck = &proofpoint.Operation{Name: "url", Params: []proofpoint.Param{{Name: "url", Type: "string", In: "base"}}}

// path checks the path, or the URL in its place, as the road would: a host that
// no service has, user names and paths that climb are refused here already.
func (r *reading) path(at string, d *requestDef) {
	text, place := "https://service.example"+withoutMacros(d.Path), at+"/path"
	if d.URL != "" {
		text, place = withoutMacros(d.URL), at+"/url"
	}
	if strings.ContainsAny(braced.ReplaceAllString(text, "x"), "{}") {
		return // whoever reads macros tells
	}
	_, err := baseCheck.Build(map[string]any{"url": braced.ReplaceAllString(text, "x")})
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); ok {
		r.refuse(place, "is refused: "+strings.TrimPrefix(pe.Reason, "base "), "", "")
	}
	r.noSecretsIn(place, d.Path+d.URL)
}

// braced is a name in a path.
var braced = regexp.MustCompile(`\{[\pL\pN_.-]+\}`)

// isName reports whether a name in a path is that of a place.
func isName(name string) bool { return !isMacro(name) && braced.MatchString("{"+name+"}") }

// namesIn are the names in a path, each once.
func namesIn(path string) []string {
	var names []string
	for _, b := range braced.FindAllString(withoutMacros(path), -1) {
		if name := strings.Trim(b, "{}"); !isMacro(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (r *reading) query(at string, d map[string]texts) url.Values {
	if d == nil {
		return nil
	}
	query := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if credname.Looks(name) {
			r.refuse(at+"/"+pointerName(name), "has the name of a credential, and no secret stands in a definition", withoutSecret, "")
		}
		for _, v := range d[name] {
			r.noSecretsIn(at+"/"+pointerName(name), v)
		}
		query[name] = d[name]
	}
	return query
}

// headers makes the headers, by the rules of ParseHeaders. Of one that is
// refused no value is repeated.
func (r *reading) headers(at string, d map[string]texts) http.Header {
	if d == nil {
		return nil
	}
	header := http.Header{}
	for _, name := range slices.Sorted(maps.Keys(d)) {
		place := at + "/" + pointerName(name)
		if reason := headerRefused(name); reason != "" {
			r.refuse(place, reason, "", "")
			continue
		}
		if credname.Looks(name) {
			r.refuse(place, "carries a credential, and no secret stands in a definition", withoutSecret, "")
		}
		for i, v := range d[name] {
			if strings.ContainsFunc(v, isControl) {
				r.refuse(r.element(place, i), "has a value with a control character", "", "")
			}
			r.noSecretsIn(place, v)
		}
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		if header[canonical] != nil {
			r.refuse(place, "is there twice, in other letters", "", "")
		}
		header[canonical] = d[name]
	}
	return header
}

// headerRefused says why a header cannot be set at all.
func headerRefused(name string) string {
	if !isToken(name) {
		return "is not a header name"
	}
	if reason, ok := reservedHeaders[textproto.CanonicalMIMEHeaderKey(name)]; ok {
		return "cannot be set: " + reason
	}
	return ""
}

// body is the request's body: JSON without blanks, or text as it stands.
func (r *reading) body(at string, d *requestDef) []byte {
	if d.BodyText != "" {
		if len(d.Body) > 0 {
			r.refuse(at+"/body_text", "cannot stand beside body", "one of them", "")
		}
		sent := proofpoint.Request{Body: []byte(d.BodyText), Header: http.Header{}}
		for name, texts := range d.Headers {
			sent.Header[textproto.CanonicalMIMEHeaderKey(name)] = texts
		}
		if found := bodyCredentials(sent); len(found) > 0 {
			r.refuse(at+"/body_text", "holds a credential ("+strings.Join(found, ", ")+"), and no secret stands in a definition", withoutSecret, "")
		}
		return sent.Body
	}
	return r.json(at+"/body", d.Body)
}

// json is JSON that is sent as it stands. Members of the names of credentials
// are refused.
func (r *reading) json(at string, raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return nil
	}
	r.noSecrets(r.root.At(at))
	text, err := compact(raw)
	if err != nil {
		return nil // the text was read before, and a member that is there twice told
	}
	return text
}

// noMacros refuses texts that look as if they were expanded, where nothing is.
func (r *reading) noMacros(n *jsonschema.Node) {
	if macro, ok := holdsMacro(n.Text); ok {
		r.refuse(n.Pointer(), fmt.Sprintf("holds %q, and a value is not expanded", cut(macro)), "macros in the texts of further requests, or a parameter with the place value:name", "")
	}
	for _, list := range [][]*jsonschema.Node{n.Members, n.Elems} {
		for _, in := range list {
			r.noMacros(in)
		}
	}
}

// duration reads a length of time; "" is none.
func (r *reading) duration(at, text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		r.refuse(at, fmt.Sprintf("is no length of time: %q", cut(text)), "a length like 30s, 90m or 24h", "")
	}
	return d
}

// time reads a time; "" is none.
func (r *reading) time(at, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		r.refuse(at, fmt.Sprintf("is no time: %q", cut(text)), "RFC 3339 like 2026-11-02T12:00:00Z", "")
	}
	return t.UTC()
}
