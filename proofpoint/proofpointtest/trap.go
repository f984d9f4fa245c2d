// TRAP in the cloud: the organisation lists, with the token endpoint in front of
// them. Two hosts, one credential. Facts come from public clients and their
// fixtures; error bodies beyond those are ours.

package proofpointtest

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	ctrClient = "ctr-client.example"
	ctrSecret = "fake-ctr-secret-38be60"
)

func init() {
	register(&service{
		name: "trap.ctr", host: "threatprotection-api.proofpoint.com", prefix: "/cloud",
		fields: map[string]string{"client_id": ctrClient, "client_secret": ctrSecret, "token_url": "https://auth.proofpoint.com/v1/token", "cluster_id": clusterID},
		routes: []route{
			{"trap.lists.block", http.MethodGet, "/api/v1/emailProtection/modules/spam/orgBlockList", func(x *exchange) reply { return x.orgList(x.s.world.blockList()) }},
			{"trap.lists.safe", http.MethodGet, "/api/v1/emailProtection/modules/spam/orgSafeList", func(x *exchange) reply { return x.orgList(x.s.world.safeList()) }},
		},
		missing: func() reply { return jsonMessage(http.StatusNotFound, "not found") },
	}, pool{"trap.ctr", 10, time.Minute})
	register(&service{
		name: "trap.auth", host: "auth.proofpoint.com", prefix: "/auth",
		routes: []route{{"trap.cloud.token", http.MethodPost, "/v1/token", (*exchange).cloudToken}},
	})
}

// cloudToken is the OAuth2 endpoint: a form, never JSON.
func (x *exchange) cloudToken() reply {
	kind, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	var form url.Values
	if err == nil && kind == "application/x-www-form-urlencoded" && x.r.Body != nil {
		var b []byte
		if b, err = io.ReadAll(io.LimitReader(x.r.Body, maxBody)); err == nil {
			form, err = url.ParseQuery(string(b))
		}
	}
	switch {
	case err != nil || form == nil:
		return jsonf(http.StatusBadRequest, `{"error":"invalid_request","error_description":"a form is expected"}`)
	case form.Get("grant_type") != "client_credentials":
		return jsonf(http.StatusBadRequest, `{"error":"unsupported_grant_type"}`)
	case form.Get("client_id") != ctrClient || form.Get("client_secret") != ctrSecret:
		return jsonf(http.StatusUnauthorized, `{"error":"invalid_client"}`)
	}
	text := x.s.issue("trap.ctr", x.now)
	seconds := 3600
	if x.s.life > 0 {
		seconds = int(x.s.life / time.Second)
	}
	// Both spellings are sent; the token's number decides.
	word := "bearer"
	if n, _ := strconv.Atoi(strings.Split(text, "-")[2]); n%2 == 0 {
		word = "Bearer"
	}
	return jsonf(http.StatusOK, `{"access_token":%q,"token_type":%q,"expires_in":%d}`, text, word, seconds)
}

// orgList answers with a whole list at once; there is no paging.
func (x *exchange) orgList(entries [][]byte) reply {
	scheme, token, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || !x.s.honoured("trap.ctr", token, x.now) {
		return jsonMessage(http.StatusUnauthorized, "the bearer token is missing, unknown or expired")
	}
	if !x.s.spend("trap.ctr", ctrClient, x.now) {
		return jsonMessage(http.StatusTooManyRequests, "too many requests")
	}
	switch id := x.query.Get("clusterId"); id {
	case "":
		return jsonBytes(http.StatusBadRequest, []byte(`{"errors":["clusterId is required"]}`))
	case clusterID:
	default:
		return jsonBytes(http.StatusBadRequest, append(appendString([]byte(`{"errors":[`), "clusterId "+id+" is unknown"), "]}"...))
	}
	return jsonBytes(http.StatusOK, append(joined([]byte(`{"entries":[`), entries), "]}"...))
}

// joined appends JSON values with commas between them.
func joined(b []byte, values [][]byte) []byte {
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return b
}

// blockList returns the 23 entries of the block list; a comment is on some.
func (w *world) blockList() [][]byte { return w.orgEntries("block", 23) }

// safeList returns the 7 entries of the safe list.
func (w *world) safeList() [][]byte { return w.orgEntries("safe", 7) }

func (w *world) orgEntries(list string, n int) (entries [][]byte) {
	if !w.seeded {
		return nil
	}
	for i := range n {
		seed := mix(w.seed, hash(list), uint64(i))
		domain := badDomains[(int(w.seed%24)+i)%len(badDomains)]
		if list == "safe" {
			domain = senderDomains[i%len(senderDomains)]
		}
		var attribute, value string
		operator := "equal"
		switch i % 5 {
		case 0, 1:
			attribute = [...]string{"$from", "$hfrom"}[i%5]
			value = senderUsers[seed%uint64(len(senderUsers))] + "@" + domain
		case 2:
			attribute, operator, value = "$host", "contain", domain
		case 3:
			attribute, value = "$ip", string(appendIP(nil, seed))
		default:
			attribute, value = "$helo", "mail."+domain
		}
		e := fmt.Appendf(nil, `{"attribute":%q,"operator":%q,"value":%q`, attribute, operator, value)
		if seed%3 > 0 {
			e = fmt.Appendf(e, `,"comment":"case %d"`, 1000+seed%9000)
		}
		entries = append(entries, append(e, '}'))
	}
	return entries
}
