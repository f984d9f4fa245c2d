// Sources of a source file: each becomes the command line that would ask the same,
// so that whatever a flag does, a file does too. What that finds wrong is told at
// the member that is to blame. No request is made here.

package main

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// job is one source that is ready to be asked.
type job struct {
	*app
	name    string
	says    string // what it is, for people
	client  *proofpoint.Client
	request proofpoint.Request
	follow  *followed     // it says follow
	every   time.Duration // it says every
	counted **tally       // what the client's observer counts for
}

// sourceReader makes jobs. Sources of the same credentials share a client, which
// knows what their quotas have left.
type sourceReader struct {
	*configReader
	credentials map[string]credential
	base        *site // what environment and flags configure
	clients     map[string]*proofpoint.Client
	observer    proofpoint.Observer
	pulse       *pulse // of those that are followed
}

// jobs makes those of the file, in its order; those with mistakes are told.
func (r *sourceReader) jobs() []*job {
	var jobs []*job
	var names []string
	for i, d := range r.file.Sources {
		at := fmt.Sprintf("/sources/%d", i)
		if d.Name != "" && slices.Contains(names, d.Name) {
			r.refuse(at+"/name", "is the name of another source", "each name once", "")
		}
		names = append(names, d.Name)
		if j := r.job(at, d); j != nil {
			jobs = append(jobs, j)
		}
	}
	return jobs
}

// job makes one.
func (r *sourceReader) job(at string, d sourceDef) *job {
	f := *r.flags
	one := *r.app
	one.flags = &f
	if d.Limit > 0 && (f.limit == 0 || d.Limit < f.limit) {
		f.limit = d.Limit
	}
	f.envelope = f.envelope || r.file.Output.Format == "envelope"
	j := &job{app: &one, name: d.Name}
	one.source = d.Name
	switch {
	case d.Template != "":
		j.says = r.fromTemplateDef(at, d, &one)
	case d.Request != nil:
		j.says = r.fromRequestDef(at, d, &one)
	}
	j.every = r.everyOf(at, d)
	if known := r.signerKnown(at, d); r.refused(at) || !known {
		if one.template != "" { // its parameters can be looked at all the same
			if _, err := one.request(nil, nil); err != nil {
				r.blame(at, d, err)
			}
		}
		return nil
	}
	s, client, err := r.siteOf(at, d)
	if err == nil {
		j.client = client
		j.request, err = one.request(client, s)
	}
	if err != nil {
		r.blame(at, d, err)
		return nil
	}
	if d.Request != nil && d.Request.Repeatable {
		j.request.Repeatable = true
	}
	if d.Follow {
		r.followDef(at, d, j)
	}
	r.checkRequest(at, d, j, s)
	return j
}

// fromTemplateDef says by flags what a source with a template asks.
func (r *sourceReader) fromTemplateDef(at string, d sourceDef, one *app) string {
	t, ok := r.registry.Lookup(d.Template)
	if !ok {
		t = r.titled(at, d.Template)
	}
	if t == nil {
		return ""
	}
	if writes(t) {
		r.refuse(at+"/template", "changes something, and the forwarder only reads", "", "")
		return ""
	}
	one.template = t.Name()
	one.typed = r.named(at+"/params", t, d.Params)
	return "template " + t.Name()
}

// titled is the template of that title. One with a name in one word goes before
// those of single operations, whose titles need not differ from service to service.
func (r *sourceReader) titled(at, title string) *template.Template {
	var found []*template.Template
	var names []string
	for t := range r.registry.All() {
		if strings.EqualFold(t.Title(), strings.TrimSpace(title)) {
			found, names = append(found, t), append(names, t.Name())
		}
	}
	short := slices.DeleteFunc(slices.Clone(found), func(t *template.Template) bool { return strings.Contains(t.Name(), ".") })
	switch {
	case len(short) == 1:
		return short[0]
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		r.refuse(at+"/template", "is the title of several templates", strings.Join(names, ", "), "")
	default:
		r.refuse(at+"/template", "is no template", "a name or title that -list shows", r.nearTemplate(title))
	}
	return nil
}

func (r *sourceReader) nearTemplate(name string) string {
	var names []string
	for t := range r.registry.All() {
		names = append(names, t.Name(), t.Title())
	}
	near, _ := suggest.Nearest(name, names)
	return near
}

// named are the parameters by their names, whichever way the file names them.
func (r *sourceReader) named(at string, t *template.Template, params map[string]any) map[string]any {
	given := map[string]any{}
	var names []string
	for _, p := range t.Params() {
		names = append(names, p.Name)
	}
	for _, key := range slices.Sorted(maps.Keys(params)) {
		name := key
		for _, p := range t.Params() {
			if !slices.Contains(names, key) && strings.EqualFold(p.Label, strings.TrimSpace(key)) {
				name = p.Name
			}
		}
		if _, twice := given[name]; twice {
			r.refuse(pointerTo(at, key), "is given by its title and by its name", "either one", "")
		}
		if of, ok := t.Param(name); ok && of.Name != name {
			r.hint(pointerTo(at, key), "is read as %s, which is its name here", of.Name)
		}
		of, _ := t.Param(name)
		given[name] = r.withSecrets(pointerTo(at, key), of, params[key])
	}
	return given
}

// fromRequestDef says by flags what a source with a request of its own asks.
func (r *sourceReader) fromRequestDef(at string, d sourceDef, one *app) string {
	q, at := d.Request, at+"/request"
	one.url, one.method, one.header, one.path, one.inline = q.URL, q.Method, q.Headers, q.Path, q.Body
	one.auth = ""
	if d.Credential != "" {
		one.auth = string(r.credentials[d.Credential].service)
	}
	r.filling(pointerTo(strings.TrimSuffix(at, "/request"), "params"), d, one)
	u := r.checkURL(at+"/url", q.URL)
	r.checkParts(at, q)
	if u == nil {
		return ""
	}
	return fmt.Sprintf("request %s://%s", u.Scheme, u.Host)
}

// inURL sees that a parameter has a place in the URL.
func (r *sourceReader) inURL(place, name string, d sourceDef) {
	if !strings.Contains(d.Request.URL, "{"+name+"}") {
		r.refuse(place, "is not in the URL", "a {name} that stands there", "")
	}
}

// insteadOf is what a credential in a request is to be.
const insteadOf = "a credential with auth, which refers to it"

// checkURL returns the URL, nil if it cannot be read.
func (r *sourceReader) checkURL(at, text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		r.refuse(at, "is no URL", "https://host/path, with %-escapes and without spaces", "")
		return nil
	}
	if u.User != nil {
		r.refuse(at, "holds a user name or password", insteadOf, "")
	}
	if _, left := template.WithoutCredentials(proofpoint.Request{Path: text}); len(left) > 0 {
		r.refuse(at, "holds what a credential is given by: "+strings.Join(left, ", "), insteadOf, "")
	}
	return u
}

// checkParts checks what a request has beside its URL.
func (r *sourceReader) checkParts(at string, q *requestDef) {
	r.checkWrites(at, q)
	header, err := template.ParseHeaders(q.Headers)
	if err != nil {
		r.refuse(at+"/headers", "is no list of headers: "+strings.TrimPrefix(plain(err), "headers: "), "name:value,name:value", "")
	}
	if _, left := template.WithoutCredentials(proofpoint.Request{Path: "/", Header: header}); len(left) > 0 {
		r.refuse(at+"/headers", "holds what a credential is given by: "+strings.Join(left, ", "), insteadOf, "")
	}
	if err := new(pathdata.Selector).UnmarshalText([]byte(q.Path)); q.Path != "" && err != nil {
		r.refuse(at+"/path", "is no path: "+plain(err), "a path like $.rows[*]", "")
	}
	if _, err := template.FromRequest("body", proofpoint.Request{Path: "https://a.example/", Method: "POST", Body: q.Body}); err != nil {
		r.refuse(at+"/body", strings.TrimPrefix(plain(err), "body: the request cannot be saved: it "), "", "")
	}
}

// checkWrites sees that what may change something says whether it does.
func (r *sourceReader) checkWrites(at string, q *requestDef) {
	reads := q.Method == "GET" || q.Method == "HEAD" || q.Method == "" && len(q.Body) == 0
	switch {
	case q.Writes && (q.Repeatable || reads):
		r.refuse(at+"/writes", "says that a request changes something which is said to change nothing", "either repeatable or writes, for a method other than GET and HEAD", "")
	case !reads && !q.Writes && !q.Repeatable:
		place := at
		if q.Method != "" {
			place += "/method"
		}
		r.refuse(place, "may change something, and the source does not say", `"repeatable": true if it changes nothing, "writes": true if that is meant`, "")
	}
}

// signerKnown checks the name of the credential.
func (r *sourceReader) signerKnown(at string, d sourceDef) bool {
	if d.Credential == "" {
		return true
	}
	c, ok := r.credentials[d.Credential]
	if !ok {
		names := slices.Sorted(maps.Keys(r.credentials))
		near, _ := suggest.Nearest(d.Credential, names)
		accepts := "one of the file's credentials, of which there are none"
		if len(names) > 0 {
			accepts = strings.Join(names, ", ")
		}
		r.refuse(at+"/credential", "is the name of no credential", accepts, near)
	}
	return ok && (c.config.Auth != nil || r.demo)
}

// blame tells of an error at the member that it is about.
func (r *sourceReader) blame(at string, d sourceDef, err error) {
	if params, ok := errors.AsType[*template.ParamsError](err); ok {
		for _, p := range params.Problems {
			place := pointerTo(at+"/params", r.written(d, p))
			r.problems = append(r.problems, jsonProblem(r.root, place, p))
		}
		return
	}
	p, ok := errors.AsType[*proofpoint.ParamError](err)
	if ok && d.Request != nil && !strings.Contains(d.Request.URL, "{"+p.Param+"}") {
		r.refuse(at+"/request", "cannot be asked: "+p.Reason, p.Accepts, p.Suggest)
		return
	}
	if ok {
		r.refuse(pointerTo(at+"/params", p.Param), p.Reason, p.Accepts, p.Suggest)
		return
	}
	r.refuse(at, "cannot be asked: "+plain(err), "", "")
}

// written is the parameter as the file names it.
func (r *sourceReader) written(d sourceDef, p template.Problem) string {
	for key := range d.Params {
		if key != p.Param && p.Label != "" && strings.EqualFold(key, p.Label) {
			return key
		}
	}
	return p.Param
}

func jsonProblem(root *jsonschema.Node, place string, p template.Problem) jsonschema.Problem {
	return jsonschema.Problem{Pointer: place, Offset: root.At(place).Offset, Reason: p.Reason, Accepts: p.Accepts, Suggest: p.Suggest}
}
