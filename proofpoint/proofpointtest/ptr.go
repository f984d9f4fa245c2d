// The TRAP appliance: incidents that are read and handled, lists with members,
// and alerts that other systems push. Facts come from public clients and their
// fixtures; the vendor's reference is not public. Error bodies are ours.

package proofpointtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	ptrKey      = "fake-ptr-key-7f20d4e1"
	ptrUser     = "ptr-user.example"
	ptrPassword = "fake-ptr-password-b1d6"
	ptrSource   = "c0ffee00-0000-4000-8000-00000000a1e7"
)

func init() {
	signed := func(h func(*exchange) reply) func(*exchange) reply {
		return func(x *exchange) reply {
			if bad := x.ptrRefused(); bad != nil {
				return *bad
			}
			return h(x)
		}
	}
	// The pool has no limit until a test sets one: 429 has been seen, its rule
	// has not.
	register(&service{
		name: "trap.ptr", host: "ptr.example", prefix: "/trap",
		fields: map[string]string{"key": ptrKey, "user": ptrUser, "password": ptrPassword, "source_id": ptrSource},
		routes: []route{
			{"trap.incidents", http.MethodGet, "/api/incidents", signed((*exchange).ptrIncidents)},
			{"trap.incidents", http.MethodGet, "/api/incidents.json", signed((*exchange).ptrIncidents)},
			{"trap.incidents.close_many", http.MethodPost, "/api/incidents/close.json", signed((*exchange).ptrCloseMany)},
			{"trap.incidents.get", http.MethodGet, "/api/incidents/{id}", signed((*exchange).ptrIncident)},
			{"trap.incidents.comment", http.MethodPost, "/api/incidents/{id}/comments.json", signed((*exchange).ptrComment)},
			{"trap.incidents.users", http.MethodPost, "/api/incidents/{id}/users.json", signed((*exchange).ptrUsers)},
			{"trap.incidents.close", http.MethodPost, "/api/incidents/{id}/close.json", signed((*exchange).ptrClose)},
			{"trap.lists.members", http.MethodGet, "/api/lists/{list}/members.json", signed((*exchange).ptrMembers)},
			{"trap.lists.members.add", http.MethodPost, "/api/lists/{list}/members.json", signed((*exchange).ptrAddMember)},
			{"trap.lists.members.get", http.MethodGet, "/api/lists/{list}/members/{id}", signed((*exchange).ptrMember)},
			{"trap.lists.members.modify", http.MethodPut, "/api/lists/{list}/members/{id}", signed((*exchange).ptrModifyMember)},
			{"trap.lists.members.delete", http.MethodDelete, "/api/lists/{list}/members/{id}", signed((*exchange).ptrDeleteMember)},
			{"trap.alerts.push", http.MethodPost, "/threat/json_event/events/{source:secret}", (*exchange).ptrPush},
		},
		missing: func() reply { return jsonMessage(http.StatusNotFound, "not found") },
	}, pool{"trap.ptr", -1, 10 * time.Second})
}

// ptrState is what was chosen and what was written. incidents, pushed, lists and
// actions are guarded by Server.mu, the rest is set once.
type ptrState struct {
	patience time.Duration
	basic    bool
	answers  PTRAnswer

	incidents map[int64]*ptrChange
	pushed    []ptrPushed
	lists     map[string]*ptrList
	actions   int64 // numbers comments
}

// ptrRefused checks the bare key, or Basic sign-in where that was chosen.
func (x *exchange) ptrRefused() *reply {
	user, pass, basic := x.r.BasicAuth()
	switch {
	case x.r.Header.Get("Authorization") == ptrKey:
	case x.s.ptr.basic && basic && user == ptrUser && pass == ptrPassword:
	default:
		a := jsonMessage(http.StatusUnauthorized, "the Authorization header holds the bare key")
		return &a
	}
	if !x.s.spend("trap.ptr", ptrKey, x.now) {
		a := text(http.StatusTooManyRequests, "Too Many Requests")
		return &a
	}
	return nil
}

// ptrID reads the number in the path; suffix is what follows it in its segment.
func (x *exchange) ptrID(suffix string) (int64, bool) {
	digits, ok := strings.CutSuffix(x.vars["id"], suffix)
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, ok && err == nil && n > 0
}

// ptrDone answers a write in the form that [PTRAnswers] chose.
func (x *exchange) ptrDone(status int, object, sentence string) reply {
	switch x.s.ptr.answers {
	case PTRAnswerText:
		return text(status, sentence)
	case PTRAnswerEmpty:
		return text(status, "")
	}
	return jsonBytes(status, []byte(object))
}

// ptrTime reads a time of a query or a body: a date, or RFC 3339 in UTC.
func ptrTime(s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err == nil && !strings.HasSuffix(s, "Z") {
		err = fmt.Errorf("%q is not in UTC", s)
	}
	return t, err
}
