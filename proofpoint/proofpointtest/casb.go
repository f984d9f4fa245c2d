// The CASB service: a login that gives a token, and alerts that are read by POST,
// fifty at a time. The vendor publishes nothing about it; this is what a public
// client shows. Bodies of errors are ours.

package proofpointtest

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

const (
	casbKey    = "fake-casb-key-91ab27"
	casbClient = "casb-client.example"
	casbSecret = "fake-casb-secret-c04e15"
	casbPage   = 50
)

func init() {
	register(&service{
		name: "casb", host: "api.protect.proofpoint.com", prefix: "/casb",
		fields: map[string]string{"api_key": casbKey, "client_id": casbClient, "client_secret": casbSecret},
		routes: []route{
			{"casb.login", http.MethodPost, "/v1/auth", (*exchange).casbLogin},
			{"casb.alerts", http.MethodPost, "/v1/alerts", (*exchange).casbAlerts},
		},
		missing: func() reply { return jsonMessage(http.StatusNotFound, "not found") },
	}, pool{"casb", 1000, 24 * time.Hour})
}

// token is what a login gave.
type token struct {
	service string
	expires time.Time // zero: never
}

// issue makes a token for a service. Tokens are numbered, so a run repeats.
func (s *Server) issue(service string, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for text, t := range s.tokens {
		if !t.expires.IsZero() && !now.Before(t.expires) {
			delete(s.tokens, text)
		}
	}
	s.issued++
	t := token{service: service}
	if s.life > 0 {
		t.expires = now.Add(s.life)
	}
	text := fmt.Sprintf("fake-token-%06d-%s", s.issued, appendHex(nil, mix(s.world.seed, uint64(s.issued)), 32))
	s.tokens[text] = t
	return text
}

// honoured reports whether a token is of a service and has not expired.
func (s *Server) honoured(service, text string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tokens[text]
	return ok && t.service == service && (t.expires.IsZero() || now.Before(t.expires))
}

// casbKeyed is what both calls need: the key, and room in the daily budget.
func (x *exchange) casbKeyed() *reply {
	if x.r.Header.Get("x-api-key") != casbKey {
		a := jsonMessage(http.StatusUnauthorized, "the x-api-key header is missing or wrong")
		return &a
	}
	if !x.s.spend("casb", casbKey, x.now) {
		a := jsonMessage(http.StatusTooManyRequests, "too many requests")
		return &a
	}
	return nil
}

// jsonSent reports whether the request says that it carries JSON.
func (x *exchange) jsonSent() bool {
	kind, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

func (x *exchange) casbLogin() reply {
	if bad := x.casbKeyed(); bad != nil {
		return *bad
	}
	var login struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := x.json(&login); err != nil || !x.jsonSent() {
		return jsonMessage(http.StatusBadRequest, "a JSON object with client_id and client_secret is expected")
	}
	if login.ID != casbClient || login.Secret != casbSecret {
		return jsonMessage(http.StatusUnauthorized, "the client is unknown")
	}
	return jsonf(http.StatusOK, `{"auth_token":%q}`, x.s.issue("casb", x.now))
}

func (x *exchange) casbAlerts() reply {
	if bad := x.casbKeyed(); bad != nil {
		return *bad
	}
	auth := x.r.Header.Get("Authorization")
	switch {
	case len(auth) > 7 && strings.EqualFold(auth[:7], "Bearer "):
		return jsonMessage(http.StatusUnauthorized, "the Authorization header holds the bare token, without a scheme")
	case !x.s.honoured("casb", auth, x.now):
		return jsonMessage(http.StatusUnauthorized, "the token is missing, unknown or expired")
	}
	var q struct {
		Page  *int `json:"page"`
		Range *struct {
			From *int64 `json:"from"`
			To   *int64 `json:"to"`
		} `json:"time_range"`
	}
	if err := x.json(&q); err != nil || !x.jsonSent() {
		return jsonMessage(http.StatusBadRequest, "a JSON object with page and time_range is expected")
	}
	if q.Page == nil || *q.Page < 0 || q.Range == nil || q.Range.From == nil || q.Range.To == nil || *q.Range.From > *q.Range.To {
		return jsonMessage(http.StatusBadRequest, "page (from 0) and time_range with from and to in milliseconds are required")
	}
	b := []byte(`{"alerts":[`)
	n := 0
	for alert := range x.s.world.alerts(*q.Range.From, *q.Range.To, x.now) {
		if n/casbPage == *q.Page {
			if n%casbPage > 0 {
				b = append(b, ',')
			}
			b = append(b, alert()...)
		}
		n++
		if n/casbPage > *q.Page {
			break
		}
	}
	return jsonBytes(http.StatusOK, append(b, "]}"...))
}
