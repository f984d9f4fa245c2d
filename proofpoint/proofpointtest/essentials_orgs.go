// The account, organisations and users; and creation, of one or of many, which is
// the same for organisations, users and domains.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

func essentialsAccountRoutes() []route {
	return []route{
		essentialsRoute("me", http.MethodGet, "/me", (*essentialsCall).me),
		essentialsRoute("orgs.get", http.MethodGet, "/orgs/{domain}", func(c *essentialsCall) reply { return c.said(http.StatusOK, c.shown(c.org)) }),
		essentialsRoute("orgs.update", http.MethodPatch, "/orgs/{domain}", (*essentialsCall).updateOrg),
		essentialsRoute("orgs.delete", http.MethodDelete, "/orgs/{domain}", (*essentialsCall).deleteOrg),
		essentialsRoute("orgs.list", http.MethodGet, "/orgs/{domain}/orgs", (*essentialsCall).listOrgs),
		essentialsRoute("orgs.create", http.MethodPost, "/orgs/{domain}/orgs", func(c *essentialsCall) reply { return c.create("primary_domain", c.createOrg) }),
		essentialsRoute("users.list", http.MethodGet, "/orgs/{domain}/users", func(c *essentialsCall) reply { return c.list("users", essAny(c.org.users)) }),
		essentialsRoute("users.create", http.MethodPost, "/orgs/{domain}/users", func(c *essentialsCall) reply { return c.create("primary_email", c.createUser) }),
		essentialsRoute("users.get", http.MethodGet, "/orgs/{domain}/users/{email}", essWithUser((*essentialsCall).getUser)),
		essentialsRoute("users.replace", http.MethodPut, "/orgs/{domain}/users/{email}", essWithUser((*essentialsCall).replaceUser)),
		essentialsRoute("users.delete", http.MethodDelete, "/orgs/{domain}/users/{email}", essWithUser((*essentialsCall).deleteUser)),
	}
}

func (c *essentialsCall) me() reply {
	own := c.orgs[0]
	_, u := own.user(c.r.Header.Get("X-User"))
	return c.said(http.StatusOK, essObject{
		"type": u["type"], "is_admin": true, "is_partner_admin": u["type"] == "channel_admin", "read_only_user": u["read_only_user"],
		"entity_type": own.data["type"], "entity_primary_domain": own.data["primary_domain"],
	})
}

// shown is an organisation as GET shows it: with its domains and active users.
func (c *essentialsCall) shown(o *essentialsOrg) essObject {
	out := essObject{}
	essMerge(out, o.data)
	out["domains"] = essAny(o.domains)
	active := 0
	for _, u := range o.users {
		if u["is_active"] != false {
			active++
		}
	}
	out["active_users"] = active
	return out
}

func (c *essentialsCall) listOrgs() reply {
	var out []any
	for _, o := range c.orgs {
		if o.below(c.org) {
			out = append(out, c.shown(o))
		}
	}
	return c.list("orgs", out)
}

// essFixed are members that no call changes.
var essFixed = []string{"primary_domain", "eid", "uid", "organization_hierarchy", "active_users", "domains"}

func (c *essentialsCall) updateOrg() reply {
	change, bad := c.sent()
	switch {
	case bad != nil:
		return *bad
	case len(change) == 0:
		return essentialsError(http.StatusBadRequest, c.vars["domain"], "nothing to change was sent")
	}
	for _, name := range essFixed {
		delete(change, name)
	}
	essMerge(c.org.data, change)
	return essDone()
}

func (c *essentialsCall) deleteOrg() reply {
	if c.org.parent == nil {
		return jsonMessage(http.StatusForbidden, "the organization of the caller cannot be deleted")
	}
	if slices.ContainsFunc(c.orgs, func(o *essentialsOrg) bool { return o.parent == c.org }) {
		return essentialsError(http.StatusConflict, c.vars["domain"], "the organization has children")
	}
	c.orgs = slices.DeleteFunc(c.orgs, func(o *essentialsOrg) bool { return o == c.org })
	return essDone()
}

// create answers a POST to a collection: 201 with the object for one, 207 for an
// array, or the forms that the options choose.
func (c *essentialsCall) create(id string, one func(essObject) (essObject, int, string)) reply {
	var v any
	if err := json.Unmarshal(c.body, &v); err != nil {
		return essentialsError(http.StatusBadRequest, "", "the body is no JSON")
	}
	list, batch := c.modern(v).([]any)
	if !batch {
		list = []any{c.modern(v)}
	}
	made, flaws, items := 0, []any{}, []any{}
	for _, v := range list {
		o, _ := v.(essObject)
		named := essText(o, id)
		created, status, message := one(o)
		if message == "" {
			made++
			items = append(items, essObject{"status": status, "identifier": named})
			if !batch && c.batch == batchItems {
				return c.said(status, created)
			}
			continue
		}
		flaws = append(flaws, essentialsFlaw(status, named, message))
		items = append(items, flaws[len(flaws)-1])
	}
	return c.created(batch, made, items, flaws)
}

func (c *essentialsCall) created(batch bool, made int, items, flaws []any) reply {
	switch {
	case c.batch == batchTotals:
		fails := []any{}
		for _, f := range flaws {
			f := f.(essObject)
			fails = append(fails, essObject{"result": essObject{"result_code": f["status"], "message": fmt.Sprintf("%s: %s", f["identifier"], f["error_message"])}})
		}
		return essentialsJSON(http.StatusOK, essObject{"total_created": made, "fail_results": fails})
	case !batch && len(flaws) > 0:
		return essentialsJSON(flaws[0].(essObject)["status"].(int), essObject{"errors": flaws})
	case c.batch == batchErrors && len(flaws) == 0:
		return text(http.StatusCreated, "")
	case c.batch == batchErrors:
		return essentialsJSON(http.StatusMultiStatus, essObject{"errors": flaws})
	}
	return essentialsJSON(http.StatusMultiStatus, items)
}

func (c *essentialsCall) createOrg(o essObject) (essObject, int, string) {
	domain, name := essText(o, "primary_domain"), essText(o, "name")
	admin, _ := o["admin_user"].(essObject)
	domains, _ := o["domains"].([]any)
	switch {
	case domain == "" || name == "":
		return nil, http.StatusBadRequest, "primary_domain and name are required"
	case essText(admin, "primary_email") == "":
		return nil, http.StatusBadRequest, "admin_user with primary_email is required"
	case len(domains) == 0:
		return nil, http.StatusBadRequest, "at least one domain is required"
	case c.find(domain) != nil:
		return nil, http.StatusConflict, "the domain belongs to an organization"
	}
	child := c.add(c.org, domain, name, "organization")
	child.users = append(child.users, c.user(essText(admin, "primary_email"), essText(admin, "firstname"), essText(admin, "surname"), "organization_admin"))
	for _, v := range domains {
		if d, _ := v.(essObject); essText(d, "name") != "" && essText(d, "name") != domain {
			child.domains = append(child.domains, essDomain(essText(d, "name")))
		}
	}
	for _, name := range append([]string{"admin_user", "send_welcome_email"}, essFixed...) {
		delete(o, name)
	}
	essMerge(child.data, o)
	return c.shown(child), http.StatusCreated, ""
}

// essUserTypes are the roles that a user may have.
var essUserTypes = []string{
	"end_user", "silent_user", "functional_account", "organization_admin", "channel_admin", "strategic_partner_admin", "oem_partner_admin",
}

func (c *essentialsCall) createUser(o essObject) (essObject, int, string) {
	address := essText(o, "primary_email")
	if problem := c.userProblem(o, address); problem != "" {
		return nil, http.StatusBadRequest, problem
	}
	if _, u := c.org.user(address); u != nil {
		return nil, http.StatusConflict, "the user exists"
	}
	u := c.user(address, "", "", "end_user")
	for _, name := range []string{"password", "send_welcome_email", "uid"} { // written, never shown
		delete(o, name)
	}
	essMerge(u, o)
	c.org.users = append(c.org.users, u)
	return u, http.StatusCreated, ""
}

func (c *essentialsCall) userProblem(o essObject, address string) string {
	_, domain, ok := strings.Cut(address, "@")
	kind, given := o["type"]
	switch {
	case !ok:
		return "primary_email is required"
	case given && !slices.Contains(essUserTypes, fmt.Sprint(kind)):
		return fmt.Sprintf("type %q is unknown", kind)
	}
	if _, d := c.org.domain(domain); d == nil {
		return "the domain of primary_email is not one of the organization"
	}
	return ""
}

// essWithUser finds the user of the path.
func essWithUser(h func(c *essentialsCall, i int) reply) func(*essentialsCall) reply {
	return func(c *essentialsCall) reply {
		i, u := c.org.user(c.vars["email"])
		if u == nil {
			return essentialsError(http.StatusNotFound, c.vars["email"], "user not found")
		}
		return h(c, i)
	}
}

func (c *essentialsCall) getUser(i int) reply { return c.said(http.StatusOK, c.org.users[i]) }

// replaceUser keeps the number and the address; whatever else is not sent is gone.
func (c *essentialsCall) replaceUser(i int) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	u := c.org.users[i]
	if problem := c.userProblem(o, essText(u, "primary_email")); problem != "" {
		return essentialsError(http.StatusBadRequest, c.vars["email"], problem)
	}
	delete(o, "password")
	o["uid"], o["primary_email"] = u["uid"], u["primary_email"]
	c.org.users[i] = o
	return essDone()
}

func (c *essentialsCall) deleteUser(i int) reply {
	if strings.EqualFold(essText(c.org.users[i], "primary_email"), essentialsUser) {
		return jsonMessage(http.StatusForbidden, "the caller cannot be deleted")
	}
	c.org.users = slices.Delete(c.org.users, i, i+1)
	return essDone()
}
