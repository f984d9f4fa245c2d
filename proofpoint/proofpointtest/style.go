// The vendor's other APIs in the abstract: each way to sign in beside each way
// to page, as services "style.<auth>" with operations "style.<auth>.<paging>".
// Nobody's endpoint is imitated; the ways are. The log stream over a WebSocket
// is no HTTP exchange and has no route.

package proofpointtest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	styleUser   = "style-user.example"
	styleSecret = "fake-style-secret-5d91c3"
	styleKey    = "fake-style-key-a04b77"
	styleScope  = "*"
)

// styleAuths are the ways to sign in: what a client needs for it, and who may
// pass.
var styleAuths = []struct {
	name   string
	fields map[string]string
	passes func(x *exchange) bool
}{
	{"basic", map[string]string{"user": styleUser, "password": styleSecret}, func(x *exchange) bool {
		user, password, ok := x.r.BasicAuth()
		return ok && user == styleUser && password == styleSecret
	}},
	{"key", map[string]string{"key": styleKey}, func(x *exchange) bool { return x.r.Header.Get("Authorization") == styleKey }},
	{"keyheader", map[string]string{"key": styleKey}, func(x *exchange) bool { return x.r.Header.Get("x-apikey-token") == styleKey }},
	{"login", map[string]string{"api_key": styleKey, "client_id": styleUser, "client_secret": styleSecret}, func(x *exchange) bool {
		return x.r.Header.Get("x-api-key") == styleKey && x.s.honoured(x.service.name, x.r.Header.Get("Authorization"), x.now)
	}},
	{"pair", map[string]string{"user": styleUser, "password": styleSecret}, func(x *exchange) bool {
		return x.r.Header.Get("X-User") == styleUser && x.r.Header.Get("X-Password") == styleSecret
	}},
	{"oauth2", map[string]string{"client_id": styleUser, "client_secret": styleSecret, "scope": styleScope, "token_path": "/auth/oauth/token"}, func(x *exchange) bool {
		scheme, token, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
		return strings.EqualFold(scheme, "Bearer") && x.s.honoured(x.service.name, token, x.now)
	}},
	{"pathkey", map[string]string{"key": styleKey}, func(x *exchange) bool { return x.vars["key"] == styleKey }},
	{"none", nil, func(*exchange) bool { return true }},
}

func init() {
	for _, a := range styleAuths {
		v := &service{name: "style." + a.name, host: a.name + ".styles.example", prefix: "/style-" + a.name, fields: a.fields}
		prefix := ""
		if a.name == "pathkey" {
			prefix = "/{key:secret}"
		}
		for _, p := range stylePagings {
			v.routes = append(v.routes, route{v.name + "." + p.name, p.method, prefix + "/" + p.name, func(x *exchange) reply {
				if !a.passes(x) {
					return jsonMessage(http.StatusUnauthorized, "the credential is missing or wrong")
				}
				return p.answer(x)
			}})
		}
		switch a.name {
		case "login":
			v.routes = append(v.routes, route{v.name + ".token", http.MethodPost, "/v1/auth", (*exchange).styleLogin})
		case "oauth2":
			v.routes = append(v.routes, route{v.name + ".token", http.MethodPost, "/auth/oauth/token", (*exchange).styleToken})
		}
		register(v)
	}
}

func (x *exchange) styleLogin() reply {
	var login struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := x.json(&login); err != nil || x.r.Header.Get("x-api-key") != styleKey || login.ID != styleUser || login.Secret != styleSecret {
		return jsonMessage(http.StatusUnauthorized, "the client is unknown")
	}
	return jsonf(http.StatusOK, `{"auth_token":%q}`, x.s.issue(x.service.name, x.now))
}

func (x *exchange) styleToken() reply {
	if x.r.Body == nil {
		return jsonf(http.StatusBadRequest, `{"error":"invalid_request"}`)
	}
	b, err := io.ReadAll(io.LimitReader(x.r.Body, maxBody))
	form, bad := url.ParseQuery(string(b))
	if err != nil || bad != nil || form.Get("scope") != styleScope || form.Get("grant_type") != "client_credentials" ||
		form.Get("client_id") != styleUser || form.Get("client_secret") != styleSecret {
		return jsonf(http.StatusUnauthorized, `{"error":"invalid_client"}`)
	}
	return jsonf(http.StatusOK, `{"access_token":%q,"token_type":"Bearer","expires_in":%d}`, x.s.issue(x.service.name, x.now), int(time.Hour/time.Second))
}

// styleItems is how many records every way to page goes over, in pages of
// styleSize; the last one is short.
const (
	styleItems = 7
	styleSize  = 3
)

// items are the records [from, to), as far as there are any.
func items(from, to int) string {
	var list []string
	for n := max(from, 0); n < min(to, styleItems); n++ {
		list = append(list, fmt.Sprintf(`{"n":%d,"time":%q}`, n+1, styleTime(n).Format(time.RFC3339)))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// styleTime is when a record was: an hour after the one before.
func styleTime(n int) time.Time { return start.Add(time.Duration(n-styleItems) * time.Hour) }

// number reads a number of the query, or the default.
func (x *exchange) number(name string, otherwise int) int {
	n := otherwise
	if _, err := fmt.Sscan(x.query.Get(name), &n); err != nil {
		return otherwise
	}
	return n
}

// StylePagings are the ways to page that the services "style.<auth>" know, in
// the order in which their operations are listed. The service names are those
// of [StyleAuths].
func StylePagings() []string {
	var names []string
	for _, p := range stylePagings {
		names = append(names, p.name)
	}
	return names
}

// StyleAuths are the ways to sign in: "basic", "key", "keyheader", "login",
// "pair", "oauth2", "pathkey", "none". [Server.Credentials] of "style.<auth>"
// says what a client needs.
func StyleAuths() []string {
	var names []string
	for _, a := range styleAuths {
		names = append(names, a.name)
	}
	return slices.Clip(names)
}
