// Where a request goes, and whether it may carry the credential there. This is
// the only place that decides it: a base URL out of a form, a template
// parameter, an absolute path or a next link all pass through resolve.

package proofpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// target is a resolved request.
type target struct {
	url      *url.URL
	service  *service // nil: none
	sign     bool
	withheld string // why no credential goes along, when there is one
}

// reserved headers belong to the transport, or hop by hop.
var reserved = []string{"Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Authenticate",
	"Proxy-Authorization", "Proxy-Connection", "Te", "Trailer", "Upgrade", "Accept-Encoding"}

func (c *Client) resolve(r *Request) (target, error) {
	t := target{service: c.services[r.Service]}
	if t.service == nil && r.Service != "" && !r.Optional && r.Base == "" && !isAbsolute(r.Path) {
		return t, notConfigured(r)
	}
	base, err := c.baseOf(r, t.service)
	if err != nil {
		return t, err
	}
	if t.url, err = join(base, r.Path, shown(r.hide(r.Path))); err != nil {
		return t, err
	}
	q := t.url.Query()
	for k, v := range r.Query {
		q[k] = v
	}
	t.url.RawQuery = q.Encode()
	if err := t.decide(r); err != nil {
		return t, err
	}
	if err := r.unfilled(); err != nil {
		return t, err
	}
	return t, t.checkHeaders(r)
}

// BaseURL returns where a service is asked, or "" if it is neither configured
// nor known.
func (c *Client) BaseURL(name Service) string {
	if s := c.services[name]; s != nil {
		return s.base.String()
	}
	return knownServices[name].base
}

// ServiceOf returns the configured service whose credential may go to rawURL:
// that of its host, or the one with the longest base path where several share
// the host. It reports false if there is none, as for any host beyond ASCII.
func (c *Client) ServiceOf(rawURL string) (Service, bool) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "", false
	}
	var best *service
	for _, name := range slices.Sorted(maps.Keys(c.services)) {
		s := c.services[name]
		if s.auth.Fingerprint() == "" || !s.maySign(u) || sameOrigin(s.base, u) && !strings.HasPrefix(u.Path, s.base.Path) {
			continue
		}
		if best == nil || len(s.base.Path) > len(best.base.Path) {
			best = s
		}
	}
	if best == nil {
		return "", false
	}
	return best.name, true
}

func notConfigured(r *Request) error {
	hint := fmt.Sprintf("add Config[%q]", r.Service)
	if names := Variables(r.Service); len(names) > 0 {
		hint += " or set " + strings.Join(names, ", ")
	}
	name := transport.CleanText([]byte(r.name()), maxMessage)
	return fmt.Errorf("%w: %s: service %q has no credential: %s", ErrNotConfigured, name, r.Service, hint)
}

// isAbsolute reports whether path is a URL; one that stands in the query or
// further down the path makes none.
func isAbsolute(path string) bool {
	scheme, _, ok := strings.Cut(path, "://")
	return ok && !strings.ContainsAny(scheme, "/?#")
}

// baseOf returns the base URL below which r.Path lies; nil if the path is
// absolute.
func (c *Client) baseOf(r *Request, s *service) (*url.URL, error) {
	switch {
	case isAbsolute(r.Path):
		return nil, nil
	case r.Base != "":
		u, err := parseBase(r.Base)
		if err != nil {
			return nil, &ParamError{Param: "base", Reason: err.Error(), Accepts: "https://host[:port][/path]"}
		}
		return u, nil
	case s != nil:
		return s.base, nil
	case knownServices[r.Service].base != "":
		return url.Parse(knownServices[r.Service].base)
	}
	return nil, &ParamError{Param: "url", Value: shown(r.hide(r.Path)), Reason: "is not absolute, and the request names no service", Accepts: "https://host/path"}
}

// join puts path, whose segments are escaped, below base, or reads it alone.
// printed is what errors may show of it.
func join(base *url.URL, path, printed string) (*url.URL, error) {
	bad := func(reason string) error { return &ParamError{Param: "path", Value: printed, Reason: reason} }
	if i := strings.IndexAny(path, "{}"); i >= 0 {
		name, _, closed := strings.Cut(path[i+1:], "}")
		if path[i] == '}' || !closed || name == "" || strings.ContainsFunc(name, isPunctuation) {
			return nil, bad("holds a brace that names no parameter: escape it")
		}
		return nil, &ParamError{Param: name, Reason: "is missing: the path " + printed + " needs it"}
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return nil, bad("holds a space or control character: escape it")
	}
	if strings.Contains(path, "#") {
		return nil, bad("holds a fragment: escape # as %23")
	}
	text, query, _ := strings.Cut(path, "?")
	if base != nil {
		if text != "" && !strings.HasPrefix(text, "/") {
			text = "/" + text
		}
		text = base.Scheme + "://" + base.Host + base.EscapedPath() + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, bad("cannot be parsed")
	}
	if base == nil {
		if !isASCII(u.Host) {
			return nil, &ParamError{Param: "url", Reason: errBeyondASCII.Error()}
		}
		if _, err := parseBase(u.Scheme + "://" + u.Host); err != nil || u.User != nil {
			return nil, &ParamError{Param: "url", Reason: "must be https://host[:port]/path, without user name or password (http to loopback addresses only)"}
		}
	}
	if err := checkSegments(u.EscapedPath()); err != nil {
		return nil, bad(err.Error())
	}
	u.RawQuery = query
	return u, nil
}

// isPunctuation: what the name of a parameter does not hold.
func isPunctuation(r rune) bool {
	return r != '_' && r != '-' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// decide says whether the credential may go along.
func (t *target) decide(r *Request) error {
	if t.service == nil || t.service.auth.Fingerprint() == "" {
		if r.Service != "" && !r.Optional && t.service == nil {
			t.withheld = fmt.Sprintf("no credential is configured for service %q", r.Service)
		}
		return nil
	}
	if t.service.maySign(t.url) {
		t.sign = true
		return nil
	}
	t.withheld = fmt.Sprintf("sent without the credential of %q, because host %q is not one of its hosts; to allow it, add it to ServiceConfig.Hosts",
		t.service.name, t.url.Host)
	return nil
}

func (t *target) checkHeaders(r *Request) error {
	var errs []error
	for name, values := range r.Header {
		switch {
		case !validHeaderName(name):
			errs = append(errs, &ParamError{Param: "header", Value: name, Reason: "is not a header name"})
		case slices.Contains(reserved, http.CanonicalHeaderKey(name)):
			errs = append(errs, &ParamError{Param: "header", Value: name, Reason: "is set by the transport and cannot be given"})
		case t.sign && http.CanonicalHeaderKey(name) == "Authorization":
			errs = append(errs, &ParamError{Param: "header", Value: name, Reason: "is set by the service's authenticator and cannot be given"})
		}
		for _, v := range values {
			if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				errs = append(errs, &ParamError{Param: "header", Value: name, Reason: "has a value with a control character"})
			}
		}
	}
	return errors.Join(errs...)
}

// httpRequest is the unsigned request on the wire. Its body can be read again.
func (c *Client) httpRequest(ctx context.Context, r *Request, t target) (*http.Request, error) {
	req, err := http.NewRequestWithContext(context.WithValue(ctx, signingKey{}, signing{t.service, c.clock}), r.method(), t.url.String(), nil)
	if err != nil {
		return nil, &ParamError{Param: "method", Value: r.Method, Reason: "is not an HTTP method"}
	}
	if r.Header != nil {
		req.Header = r.Header.Clone()
	}
	if len(r.Body) > 0 {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(r.Body)), nil }
		req.Body, _ = req.GetBody()
		req.ContentLength = int64(len(r.Body))
		if req.Header.Get("Content-Type") == "" {
			req.Header.Set("Content-Type", "application/json")
		}
	}
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json, */*;q=0.1")
	}
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	return req, nil
}
