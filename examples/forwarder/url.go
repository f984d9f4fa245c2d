// A request of the caller's own: any URL, any method, any path to data, with the
// credential of the service that it belongs to. This is the way to everything
// that has no template.

package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// fromURL is a request of the caller's own.
func (a *app) fromURL(client *proofpoint.Client, s *site) (proofpoint.Request, error) {
	r := proofpoint.Request{Path: a.url, Method: strings.ToUpper(a.method)}
	values, err := a.values()
	if err != nil {
		return r, err
	}
	for name, value := range values {
		if !strings.Contains(a.url, "{"+name+"}") {
			return r, mistake("-param %s: there is no {%s} in -url", name, name)
		}
		if err := r.Set("path:"+name, value); err != nil {
			return r, err
		}
	}
	target, err := url.Parse(r.Path)
	if err != nil || target.Host == "" {
		return r, mistake("-url must be https://host[:port]/path, with %%-escapes and without spaces")
	}
	if r.Body, err = a.readBody(); err != nil {
		return r, err
	}
	switch {
	case r.Method != "":
	case r.Body != nil:
		r.Method = "POST"
	default:
		r.Method = "GET"
	}
	r.Name = fmt.Sprintf("%s %s://%s%s", r.Method, target.Scheme, target.Host, target.EscapedPath())
	if r.Header, err = template.ParseHeaders(a.header); err != nil {
		return r, mistake("-header: %s", strings.TrimPrefix(plain(err), "headers: "))
	}
	if r.Method != "GET" && a.path == "" {
		r.Format = proofpoint.FormatAny // a write may be answered by text or nothing
	}
	if a.path != "" {
		r.Records = new(pathdata.Selector)
		if err := r.Records.UnmarshalText([]byte(a.path)); err != nil {
			return r, err
		}
	}
	if r.Service, err = a.signer(client, s, target.String()); err != nil {
		return r, err
	}
	return a.hide(r)
}

func (a *app) readBody() ([]byte, error) {
	var b []byte
	var err error
	switch a.body {
	case "":
		b = a.inline
	case "-":
		b, err = io.ReadAll(a.stdin)
	default:
		b, err = os.ReadFile(a.body)
	}
	if err != nil {
		return nil, mistake("-body: %w", err)
	}
	return b, nil
}

// signer chooses whose credential goes with a raw request: the one that -auth
// names, else that of the service whose host it is, else nobody's. That a
// credential never goes to a foreign host is not decided here: the client sees
// to it in any case.
func (a *app) signer(client *proofpoint.Client, s *site, target string) (proofpoint.Service, error) {
	var able []string
	for name, sc := range s.config {
		if sc.Auth != nil && sc.Auth.Fingerprint() != "" {
			able = append(able, string(name))
		}
	}
	slices.Sort(able)
	switch {
	case a.auth == "none":
		return "", nil
	case a.auth == "":
		name, _ := client.ServiceOf(target)
		return name, nil
	case slices.Contains(able, a.auth):
		if _, ok := client.ServiceOf(target); !ok {
			say(a.stderr, "forwarder: warning: the credential of %s does not go to that host; -tap-base-url and the like move a service to another host", a.auth)
		}
		return proofpoint.Service(a.auth), nil
	}
	return "", mistake("-auth %q has no credential here; there are: %s", a.auth, strings.Join(append(able, "none"), ", "))
}
