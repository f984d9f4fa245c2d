// Services and routes as data, and the one way from a request to an answer. A
// service registers itself from its own file (see register); nothing here knows
// any of them.

package proofpointtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// service is one host with one credential.
type service struct {
	name    string            // "tap"
	host    string            // "tap-api-v2.proofpoint.com"
	aliases []string          // further hosts
	prefix  string            // "/tap", under Server.URL
	below   string            // "/v1": the path of the base, when there is one
	fields  map[string]string // what Credentials gives
	missing func() reply      // the answer where no route is
	routes  []route
	// meant tells routes apart that share method and path, by the query or the
	// body; nil: there are none.
	meant func(x *exchange, operation string) bool
}

// base is the service's public base URL.
func (v *service) base() string { return "https://" + v.host + v.below }

// route is one operation of a service.
type route struct {
	operation string
	method    string
	// pattern is the path below the base: "/domains/{domain}/ips". A variable
	// that is a credential, "{key:secret}", is not kept by the log, whatever
	// becomes of the request.
	pattern string
	handle  func(*exchange) reply
}

var (
	services []*service
	pools    = map[string]pool{}
)

// register adds a service and its quota pools. It is called while the package is
// initialised, from the file of the service, and nowhere else.
func register(v *service, p ...pool) {
	services = append(services, v)
	for _, p := range p {
		pools[p.name] = p
	}
}

// find returns the service of a request and the path below its base.
func find(host, path string) (*service, string) {
	host, _, _ = strings.Cut(host, ":")
	for _, v := range services {
		known := strings.EqualFold(host, v.host)
		for _, a := range v.aliases {
			known = known || strings.EqualFold(host, a)
		}
		if known {
			if v.below != "" && !strings.HasPrefix(path, v.below+"/") {
				return v, "" // above the base: no route
			}
			return v, below(path, v.below)
		}
	}
	for _, v := range services {
		if rest, ok := strings.CutPrefix(path, v.prefix+"/"); ok {
			return v, below("/"+rest, v.below)
		}
	}
	return nil, path
}

// below cuts the path of the base off, if it is there.
func below(path, base string) string {
	if rest, ok := strings.CutPrefix(path, base+"/"); ok {
		return "/" + rest
	}
	return path
}

// match compares an escaped path with a pattern. shown is the path as the log
// may keep it.
func match(pattern, path string) (vars map[string]string, shown string, ok bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, "", false
	}
	for i, w := range want {
		h, err := url.PathUnescape(have[i])
		if err != nil {
			return nil, "", false
		}
		if name, ok := strings.CutPrefix(w, "{"); ok {
			if h == "" {
				return nil, "", false
			}
			if vars == nil {
				vars = map[string]string{}
			}
			name, secret := strings.CutSuffix(strings.TrimSuffix(name, "}"), ":secret")
			if vars[name] = h; secret {
				have[i] = redacted
			}
			continue
		}
		if w != h {
			return nil, "", false
		}
	}
	return vars, strings.Join(have, "/"), true
}

// exchange is one request on its way.
type exchange struct {
	s         *Server
	r         *http.Request
	service   *service
	operation string
	path      string
	vars      map[string]string
	query     url.Values
	badQuery  bool
	now       time.Time
	sent      []byte // the body, once it was read
}

// maxBody bounds what the fake reads of a request.
const maxBody = 1 << 20

// json reads the request's body into v, as often as it is wanted.
func (x *exchange) json(v any) error {
	if x.r.Body == nil {
		return errors.New("no body")
	}
	if x.sent == nil {
		b, err := io.ReadAll(io.LimitReader(x.r.Body, maxBody))
		if err != nil {
			return err
		}
		x.sent = b
	}
	return json.Unmarshal(x.sent, v)
}

// answer is the way of every request, from either entry.
func (s *Server) answer(r *http.Request) reply {
	x := &exchange{s: s, r: r, operation: "unexpected", now: s.clock.Now()}
	q, err := url.ParseQuery(r.URL.RawQuery)
	x.query, x.badQuery = q, err != nil

	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	x.service, x.path = find(host, r.URL.EscapedPath())
	a := x.dispatch(host)
	s.record(x, a.status)

	if a.header == nil {
		a.header = http.Header{}
	}
	if a.header.Get("Date") == "" {
		a.header.Set("Date", x.now.UTC().Format(http.TimeFormat))
	}
	return a
}

// dispatch finds the route, asks the faults and then the route.
func (x *exchange) dispatch(host string) reply {
	if err := x.s.Err(); err != nil && x.s.t == nil {
		return text(http.StatusInternalServerError, err.Error())
	}
	if x.service == nil {
		x.s.unexpected("%s %s%s: no service there", x.r.Method, host, x.r.URL.EscapedPath())
		return text(http.StatusNotFound, "404 page not found")
	}
	path := x.path
	var allow []string
	for _, rt := range x.service.routes {
		vars, shown, ok := match(rt.pattern, path)
		if !ok {
			continue
		}
		x.operation, x.vars, x.path = rt.operation, vars, shown
		if rt.method != x.r.Method {
			allow = append(allow, rt.method)
			continue
		}
		if x.service.meant != nil && !x.service.meant(x, rt.operation) {
			continue
		}
		if f := x.s.due(x.operation); f != nil {
			return f.strike(func() reply { return rt.handle(x) })
		}
		return rt.handle(x)
	}
	if allow != nil {
		a := text(http.StatusMethodNotAllowed, "Method Not Allowed")
		a.header.Set("Allow", strings.Join(allow, ", "))
		return a
	}
	x.s.unexpected("%s %s%s: service %q has no such route", x.r.Method, host, x.r.URL.EscapedPath(), x.service.name)
	if x.service.missing != nil {
		return x.service.missing()
	}
	return text(http.StatusNotFound, "404 page not found")
}

// reply is an answer before it is written: a body of known size, or one that is
// made as it is read (size -1), or none.
type reply struct {
	status int
	header http.Header
	body   io.Reader
	size   int64
}

func bytesReply(status int, contentType string, body []byte) reply {
	a := reply{status: status, header: http.Header{}}
	if len(body) > 0 {
		a.header.Set("Content-Type", contentType)
		a.body, a.size = bytes.NewReader(body), int64(len(body))
	}
	return a
}

// text is a sentence; "" is an empty body.
func text(status int, sentence string) reply {
	return bytesReply(status, "text/plain;charset=utf-8", []byte(sentence))
}

func jsonBytes(status int, body []byte) reply {
	return bytesReply(status, "application/json", body)
}

// jsonf is a JSON body out of a format; %q arguments must be plain words.
func jsonf(status int, format string, args ...any) reply {
	return jsonBytes(status, fmt.Appendf(nil, format, args...))
}

// jsonMessage is the error shape of services that answer with a message.
func jsonMessage(status int, sentence string) reply {
	return jsonBytes(status, append(appendString([]byte(`{"message":`), sentence), '}'))
}
