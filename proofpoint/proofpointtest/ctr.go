// Cloud Threat Response and the token endpoint in front of it. Facts come from
// public clients, their fixtures and integrators' pages; where those are silent
// (texts of errors, what a wrong body gives) the answer is ours, in the shape
// that clients read. Here is what all of its calls share; incidents, messages,
// workflows and the organisation lists have files of their own.

package proofpointtest

import (
	"encoding/json"
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
	const tric, spam = "/api/v1/tric", "/api/v1/emailProtection/modules/spam"
	register(&service{
		name: "trap.ctr", host: "threatprotection-api.proofpoint.com", aliases: []string{"threatprotection.proofpoint.com"}, prefix: "/cloud",
		fields: map[string]string{"client_id": ctrClient, "client_secret": ctrSecret, "token_url": "https://auth.proofpoint.com/v1/token", "cluster_id": clusterID},
		routes: []route{
			{"trap.cloud.incidents", http.MethodPost, tric + "/incidents", (*exchange).ctrIncidentList},
			{"trap.cloud.incidents.count", http.MethodPost, tric + "/incidents/count", (*exchange).ctrIncidentCount},
			{"trap.cloud.incidents.create", http.MethodPost, tric + "/incidents/createIncident", (*exchange).ctrCreate},
			{"trap.cloud.incidents.upload", http.MethodPost, tric + "/incidents/uploadMessage", (*exchange).ctrUpload},
			{"trap.cloud.incidents.get", http.MethodGet, tric + "/incidents/{id}", (*exchange).ctrIncidentDetail},
			{"trap.cloud.incidents.messages", http.MethodPost, tric + "/incidents/{id}/messages", (*exchange).ctrIncidentMessages},
			{"trap.cloud.messages", http.MethodPost, tric + "/messages", (*exchange).ctrMessageList},
			{"trap.cloud.messages.get", http.MethodGet, tric + "/messages/{id}", (*exchange).ctrMessageDetail},
			{"trap.cloud.messages.fetch", http.MethodGet, tric + "/messages/{id}/fetch", (*exchange).ctrFetch},
			{"trap.cloud.messages.status", http.MethodGet, tric + "/messages/{id}/fetchStatus", (*exchange).ctrFetchStatus},
			{"trap.cloud.messages.download", http.MethodGet, tric + "/messages/{id}/download", (*exchange).ctrDownload},
			{"trap.cloud.workflows", http.MethodGet, tric + "/workflows", (*exchange).ctrWorkflowList},
			{"trap.cloud.workflows.run", http.MethodPost, tric + "/workflows/{id}/run", (*exchange).ctrRunWorkflow},
			{"trap.cloud.workflows.status", http.MethodGet, tric + "/workflows/run/{id}", (*exchange).ctrRunStatus},
			{"trap.lists.block", http.MethodGet, spam + "/orgBlockList", func(x *exchange) reply { return x.orgList("block") }},
			{"trap.lists.safe", http.MethodGet, spam + "/orgSafeList", func(x *exchange) reply { return x.orgList("safe") }},
			{"trap.lists.block.add", http.MethodPost, spam + "/orgBlockList", func(x *exchange) reply { return x.orgAdd("block") }},
			{"trap.lists.block.delete", http.MethodPost, spam + "/orgBlockList", func(x *exchange) reply { return x.orgDelete("block") }},
			{"trap.lists.safe.add", http.MethodPost, spam + "/orgSafeList", func(x *exchange) reply { return x.orgAdd("safe") }},
			{"trap.lists.safe.delete", http.MethodPost, spam + "/orgSafeList", func(x *exchange) reply { return x.orgDelete("safe") }},
		},
		meant:   orgMeant,
		missing: func() reply { return ctrRefuse(http.StatusNotFound, "not found") },
	}, pool{"trap.ctr", 10, time.Minute})
	register(&service{
		name: "trap.auth", host: "auth.proofpoint.com", prefix: "/auth",
		routes: []route{{"trap.cloud.token", http.MethodPost, "/v1/token", (*exchange).cloudToken}},
	})
}

// ctrState is what callers have changed in the cloud service, under Server.mu.
// The zero value is a service that nobody has written to.
type ctrState struct {
	inclusive, wrapped, echoed bool     // options
	words                      []string // option: what fetchStatus says

	created []ctrIncident
	uploads map[string][]ctrMessage // by the incident's id
	fetches map[string]*ctrFetched  // by the message's id
	runs    []ctrRun
	lists   map[string][]orgEntry // "block" and "safe", from the first write on
}

// ctrRefuse is an error answer: clients read errorMessage.
func ctrRefuse(status int, sentence string) reply {
	return jsonBytes(status, append(appendString([]byte(`{"errorMessage":`), sentence), '}'))
}

// ctrSigned asks what every call needs: a live token and room in the minute. It
// returns a status and a sentence, or 0.
func (x *exchange) ctrSigned() (int, string) {
	scheme, token, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || !x.s.honoured("trap.ctr", token, x.now) {
		return http.StatusUnauthorized, "the bearer token is missing, unknown or expired"
	}
	if !x.s.spend("trap.ctr", ctrClient, x.now) {
		return http.StatusTooManyRequests, "too many requests"
	}
	return 0, ""
}

// ctrGuard is ctrSigned for the calls of Cloud Threat Response; into, if it is
// not nil, takes the JSON body.
func (x *exchange) ctrGuard(into any) *reply {
	status, why := x.ctrSigned()
	if status == 0 && into != nil {
		if !x.jsonSent() {
			status, why = http.StatusUnsupportedMediaType, "a JSON body is expected"
		} else if err := x.json(into); err != nil {
			status, why = http.StatusBadRequest, "the body cannot be read: "+err.Error()
		}
	}
	if status == 0 {
		return nil
	}
	a := ctrRefuse(status, why)
	return &a
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

// ctrObject makes an object of names and values, in order. A nil value is null,
// or not there at all where the object is sparse: both are seen, for the same
// members.
func ctrObject(sparse bool, pairs ...any) json.RawMessage {
	b := []byte("{")
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == nil && sparse {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(appendString(b, pairs[i].(string)), ':')
		b = ctrValue(b, pairs[i+1])
	}
	return append(b, '}')
}

func ctrValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case json.RawMessage:
		return append(b, v...)
	case []string:
		b = append(b, '[')
		for i, s := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, s)
		}
		return append(b, ']')
	case []json.RawMessage:
		return append(joined(append(b, '['), v), ']')
	}
	panic("proofpointtest: no such value in an object")
}

// joined appends JSON values with commas between them.
func joined[T ~[]byte](b []byte, values []T) []byte {
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, v...)
	}
	return b
}

// The forms of time, which differ inside one answer: with an offset in
// camelCase members, without any zone, and with three or six digits, in
// snake_case ones, with a Z in workflows.
const (
	ctrZoned = "2006-01-02T15:04:05.000+00:00"
	ctrBare  = "2006-01-02T15:04:05.000"
	ctrBare6 = "2006-01-02T15:04:05.000000"
	ctrZulu  = "2006-01-02T15:04:05.000Z"
)

func ctrTime(ms int64, layout string) string { return time.UnixMilli(ms).UTC().Format(layout) }

// orNull is a text, or nil where there is none.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
