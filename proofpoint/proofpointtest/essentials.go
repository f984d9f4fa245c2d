// The interface API of Essentials: sign-in with two headers, the way from a path
// to an organisation, and the table of its calls. Paths and methods are the
// vendor's; bodies come from clients of several ages, so much of what stands in
// them is a best guess, and shapes that nobody has shown are ours.

package proofpointtest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

const (
	essentialsUser             = "admin@" + tenant
	essentialsPassword         = "fake-essentials-password-4b7d"
	essentialsReadOnlyUser     = "auditor@" + tenant
	essentialsReadOnlyPassword = "fake-essentials-auditor-77c1"

	essentialsStack = "us1.proofpointessentials.com"
)

func init() {
	register(&service{
		name: "essentials", host: essentialsStack, prefix: "/essentials", below: "/api/v1",
		aliases: []string{
			"us2.proofpointessentials.com", "us3.proofpointessentials.com", "us4.proofpointessentials.com",
			"us5.proofpointessentials.com", "eu1.proofpointessentials.com",
		},
		fields: map[string]string{
			"user": essentialsUser, "password": essentialsPassword,
			"read_only_user": essentialsReadOnlyUser, "read_only_password": essentialsReadOnlyPassword,
		},
		missing: func() reply { return essentialsError(http.StatusNotFound, "", "no such resource") },
		routes: slices.Concat(
			essentialsAccountRoutes(), essentialsDomainRoutes(), essentialsPackageRoutes(),
			essentialsListRoutes(), essentialsSettingRoutes(), essentialsReportRoutes(),
		),
	})
}

// essentialsCall is a call of the interface API: signed, with its body read, and
// with the organisation that its path names. Server.mu is held.
type essentialsCall struct {
	*exchange
	*essentialsState
	org  *essentialsOrg
	body []byte
}

// essentialsRoute makes a route out of a handler: sign-in, stack, role and
// organisation are the same for every call.
func essentialsRoute(operation, method, pattern string, handle func(*essentialsCall) reply) route {
	return route{"essentials." + operation, method, pattern, func(x *exchange) reply {
		readOnly, bad := x.essentialsSignedIn()
		if bad != nil {
			return *bad
		}
		c := &essentialsCall{exchange: x, essentialsState: &x.s.essentials}
		if x.r.Body != nil {
			c.body, _ = io.ReadAll(io.LimitReader(x.r.Body, maxBody))
		}
		x.s.mu.Lock()
		defer x.s.mu.Unlock()
		c.fill(&x.s.world)
		if operation == "endpoints.list" { // asked of any stack, about any domain
			return handle(c)
		}
		if host := x.r.URL.Hostname(); strings.HasSuffix(host, ".proofpointessentials.com") && host != essentialsStack {
			return essentialsError(http.StatusNotFound, x.vars["domain"], "not on this stack")
		}
		if readOnly && method != http.MethodGet {
			return jsonMessage(http.StatusForbidden, "a read-only user cannot change anything")
		}
		if name, ok := x.vars["domain"]; ok {
			if c.org = c.find(name); c.org == nil {
				return essentialsError(http.StatusNotFound, name, "organization not found")
			}
			if c.org.foreign {
				return jsonMessage(http.StatusForbidden, "the organization is not yours")
			}
		}
		return handle(c)
	}}
}

// essentialsSignedIn checks the two headers and reports whether they are those of
// the read-only user.
func (x *exchange) essentialsSignedIn() (readOnly bool, bad *reply) {
	user, password := x.r.Header.Get("X-User"), x.r.Header.Get("X-Password")
	switch {
	case strings.EqualFold(user, essentialsUser) && password == essentialsPassword:
		return false, nil
	case strings.EqualFold(user, essentialsReadOnlyUser) && password == essentialsReadOnlyPassword:
		return true, nil
	}
	a := jsonf(http.StatusUnauthorized, `{"error":"Unauthorized: X-User and X-Password are required"}`)
	return false, &a
}

// essentialsError is the shape of errors that a client models.
func essentialsError(status int, identifier, message string) reply {
	return essentialsJSON(status, essObject{"errors": []any{essentialsFlaw(status, identifier, message)}})
}

func essentialsFlaw(status int, identifier, message string) essObject {
	return essObject{"status": status, "error_message": message, "identifier": identifier}
}

func essentialsJSON(status int, v any) reply {
	b, err := json.Marshal(v)
	if err != nil {
		return text(http.StatusInternalServerError, err.Error())
	}
	return jsonBytes(status, b)
}

// said answers with an object in the spelling that was chosen.
func (c *essentialsCall) said(status int, v any) reply { return essentialsJSON(status, c.spell(v)) }

// list answers with a list, bare or below a name.
func (c *essentialsCall) list(name string, items []any) reply {
	if items == nil {
		items = []any{}
	}
	if c.bare || name == "" {
		return c.said(http.StatusOK, items)
	}
	return c.said(http.StatusOK, essObject{name: items})
}

// essDone is the answer to most writes.
func essDone() reply { return text(http.StatusNoContent, "") }

// sent reads an object out of the body, in the newer spelling.
func (c *essentialsCall) sent() (essObject, *reply) {
	var v any
	if json.Unmarshal(c.body, &v) == nil {
		if o, ok := c.modern(v).(essObject); ok {
			return o, nil
		}
	}
	a := essentialsError(http.StatusBadRequest, "", "a JSON object is expected")
	return nil, &a
}

// words reads a list of addresses, in every form in which a description leaves
// it: an array of texts or of objects, an array below a name, texts with commas.
func (c *essentialsCall) words() []string {
	var v any
	if json.Unmarshal(c.body, &v) != nil {
		return nil
	}
	return essWords(v)
}

func essWords(v any) (out []string) {
	switch v := v.(type) {
	case string:
		for w := range strings.SplitSeq(v, ",") {
			if w = strings.TrimSpace(w); w != "" {
				out = append(out, w)
			}
		}
	case []any:
		for _, v := range v {
			out = append(out, essWords(v)...)
		}
	case essObject:
		for _, v := range v {
			out = append(out, essWords(v)...)
		}
	}
	return out
}
