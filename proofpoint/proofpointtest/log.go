// The log of requests: what tests assert and what a demonstration prints. No
// header and no body is kept, so that no credential can be.

package proofpointtest

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// keep bounds the log; a demonstration may run for weeks.
const keep = 100_000

// Call is one request as the fake saw it.
type Call struct {
	Operation string     // "tap.siem.all"; "unexpected" if no route expected it
	Method    string     // "GET"
	Path      string     // of the service, below its base: "/v2/siem/all"; a credential in it is "[redacted]"
	Query     url.Values // values of parameters that look like credentials are "[redacted]"
	Status    int        // of the answer
	Time      time.Time  // by the fake's clock, UTC
}

// Calls returns the requests for an operation, or all of them for "", oldest
// first, as a copy. The log keeps the last 50 000 at least.
func (s *Server) Calls(operation string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if operation == "" || c.Operation == operation {
			c.Query = cloneQuery(c.Query)
			out = append(out, c)
		}
	}
	return out
}

// record notes a finished exchange.
func (s *Server) record(x *exchange, status int) {
	c := Call{Operation: x.operation, Method: x.r.Method, Path: x.path, Query: redact(x.query), Status: status, Time: x.now.Round(0)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.calls) >= keep {
		s.calls = slices.Clone(s.calls[keep/2:])
	}
	s.calls = append(s.calls, c)
}

// redacted stands for a credential.
const redacted = "[redacted]"

func redact(q url.Values) url.Values {
	out := cloneQuery(q)
	for name, values := range out {
		n := strings.ToLower(name)
		for _, word := range []string{"secret", "token", "key", "passw", "auth", "credential", "principal"} {
			if strings.Contains(n, word) {
				for i := range values {
					values[i] = redacted
				}
				break
			}
		}
	}
	return out
}

func cloneQuery(q url.Values) url.Values {
	out := make(url.Values, len(q))
	for name, values := range q {
		out[name] = slices.Clone(values)
	}
	return out
}
