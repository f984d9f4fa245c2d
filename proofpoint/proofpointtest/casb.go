// The CASB service: a login that gives a token, and alerts that are read by POST,
// fifty at a time. The vendor publishes nothing about it; this is what a public
// client shows. Bodies of errors are ours.

package proofpointtest

import (
	"fmt"
	"iter"
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
			{"casb.events", http.MethodPost, "/v2/events", (*exchange).casbEvents},
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
	return x.casbLoggedIn(login.ID == casbClient && login.Secret == casbSecret)
}

// casbLoggedIn answers a login in the way that [CASBLogins] chose.
func (x *exchange) casbLoggedIn(known bool) reply {
	switch x.s.casb.login {
	case CASBLoginNoToken:
		return jsonf(http.StatusOK, `{"status":"ok"}`)
	case CASBLoginNullToken:
		return jsonf(http.StatusOK, `{"auth_token":null}`)
	case CASBLoginPage:
		return bytesReply(http.StatusOK, "text/html;charset=utf-8", []byte("<html><body>Maintenance</body></html>"))
	case CASBLoginForbidden:
		if !known {
			return text(http.StatusForbidden, "Forbidden")
		}
	}
	if !known {
		return jsonMessage(http.StatusUnauthorized, "the client is unknown")
	}
	token := x.s.issue("casb", x.now)
	if x.s.casb.login == CASBLoginExpires && x.s.life > 0 {
		return jsonf(http.StatusOK, `{"auth_token":%q,"expires_in":%d}`, token, int(x.s.life/time.Second))
	}
	return jsonf(http.StatusOK, `{"auth_token":%q}`, token)
}

// casbSigned is what every call but the login needs beside the key: the bare
// token.
func (x *exchange) casbSigned() *reply {
	auth := x.r.Header.Get("Authorization")
	switch {
	case len(auth) > 7 && strings.EqualFold(auth[:7], "Bearer "):
		a := jsonMessage(http.StatusUnauthorized, "the Authorization header holds the bare token, without a scheme")
		return &a
	case !x.s.honoured("casb", auth, x.now):
		a := jsonMessage(http.StatusUnauthorized, "the token is missing, unknown or expired")
		return &a
	}
	return nil
}

// casbRange is what alerts and events are asked by.
type casbRange struct {
	page     int
	from, to int64 // epoch milliseconds, both inclusive
}

func (x *exchange) casbRange() (q casbRange, bad *reply) {
	var sent struct {
		Page  *int `json:"page"`
		Range *struct {
			From *int64 `json:"from"`
			To   *int64 `json:"to"`
		} `json:"time_range"`
	}
	if err := x.json(&sent); err != nil || !x.jsonSent() {
		a := jsonMessage(http.StatusBadRequest, "a JSON object with page and time_range is expected")
		return q, &a
	}
	if sent.Page == nil || *sent.Page < 0 || sent.Range == nil || sent.Range.From == nil || sent.Range.To == nil || *sent.Range.From > *sent.Range.To {
		a := jsonMessage(http.StatusBadRequest, "page (from 0) and time_range with from and to in milliseconds are required")
		return q, &a
	}
	return casbRange{*sent.Page, *sent.Range.From, *sent.Range.To}, nil
}

func (x *exchange) casbAlerts() reply {
	for _, check := range []func() *reply{x.casbKeyed, x.casbSigned} {
		if bad := check(); bad != nil {
			return *bad
		}
	}
	q, bad := x.casbRange()
	if bad != nil {
		return *bad
	}
	alerts := casbOrdered(x.casbPresent(q), x.s.casb.order, mix(x.s.world.seed, uint64(q.from), uint64(q.to)))
	return jsonBytes(http.StatusOK, append(casbCut([]byte(`{"alerts":[`), alerts, q.page), "]}"...))
}

// casbCut appends one page of what there is.
func casbCut(b []byte, all iter.Seq[func() []byte], page int) []byte {
	n := 0
	for write := range all {
		if n/casbPage == page {
			if n%casbPage > 0 {
				b = append(b, ',')
			}
			b = append(b, write()...)
		}
		n++
		if n/casbPage > page {
			break
		}
	}
	return b
}

// casbEvents answers with the events behind the alerts. Their call is known by
// name only: that it takes what alerts take is our assumption, and so is that
// it costs nothing of the budget, which is told of v1.
func (x *exchange) casbEvents() reply {
	if x.r.Header.Get("x-api-key") != casbKey {
		return jsonMessage(http.StatusUnauthorized, "the x-api-key header is missing or wrong")
	}
	if bad := x.casbSigned(); bad != nil {
		return *bad
	}
	q, bad := x.casbRange()
	if bad != nil {
		return *bad
	}
	before, after := `{"events":[`, "]}"
	if x.s.casb.bare {
		before, after = "[", "]"
	}
	return jsonBytes(http.StatusOK, append(casbCut([]byte(before), x.s.world.casbEvents(q.from, q.to, x.now), q.page), after...))
}
