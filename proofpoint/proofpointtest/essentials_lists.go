// Sender lists of an organisation, a user and a group; the tags put on mail; and
// who is exempt from tags and from the directory.

package proofpointtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

func essentialsListRoutes() []route {
	var routes []route
	for _, family := range []struct{ prefix, path string }{{"", ""}, {"users.", "/users/{email}"}, {"groups.", "/groups/{group}"}} {
		for _, v := range [...][2]string{{"get", http.MethodGet}, {"add", http.MethodPost}, {"replace", http.MethodPatch}, {"delete", http.MethodDelete}} {
			verb := v[0]
			routes = append(routes, essentialsRoute(family.prefix+"sender_lists."+verb, v[1], "/orgs/{domain}"+family.path+"/sender-lists",
				func(c *essentialsCall) reply { return c.senderLists(verb) }))
		}
	}
	const tagging = "/orgs/{domain}/email-tagging"
	return append(routes,
		essentialsRoute("tagging.get", http.MethodGet, tagging, essSetting("tagging", (*essentialsCall).getSetting)),
		essentialsRoute("tagging.replace", http.MethodPut, tagging, essSetting("tagging", (*essentialsCall).replaceSetting)),
		essentialsRoute("tagging.update", http.MethodPatch, tagging, essSetting("tagging", (*essentialsCall).updateSetting)),
		essentialsRoute("tagging.exemptions.list", http.MethodGet, tagging+"/exemptions", func(c *essentialsCall) reply { return c.list("", essAny(c.org.exempt)) }),
		essentialsRoute("tagging.exemptions.add", http.MethodPost, tagging+"/exemptions", func(c *essentialsCall) reply { return c.addTo(&c.org.exempt) }),
		essentialsRoute("tagging.exemptions.delete", http.MethodDelete, tagging+"/exemptions", (*essentialsCall).deleteTaggingExemptions),
	)
}

// listsKey says whose lists the path names.
func (c *essentialsCall) listsKey() (string, *reply) {
	if address, ok := c.vars["email"]; ok {
		_, u := c.org.user(address)
		if u == nil {
			a := essentialsError(http.StatusNotFound, address, "user not found")
			return "", &a
		}
		return "user:" + essText(u, "primary_email"), nil
	}
	if id, ok := c.vars["group"]; ok {
		g := c.org.group(id)
		if g == nil {
			a := essentialsError(http.StatusNotFound, id, "group not found")
			return "", &a
		}
		return "group:" + essText(g, "id"), nil
	}
	return "", nil
}

// senderLists reads or changes the lists. POST adds entries, which is inferred;
// PATCH replaces the lists that it names, as a client relies on.
func (c *essentialsCall) senderLists(verb string) reply {
	key, bad := c.listsKey()
	if bad != nil {
		return *bad
	}
	l := c.org.lists[key]
	switch verb {
	case "get":
		return c.said(http.StatusOK, essObject{"allow_list": essAny(l.allow), "block_list": essAny(l.block)})
	case "delete":
		delete(c.org.lists, key)
		return essDone()
	}
	var sent struct {
		Allow *[]string `json:"allow_list"`
		Block *[]string `json:"block_list"`
	}
	if err := json.Unmarshal(c.body, &sent); err != nil || sent.Allow == nil && sent.Block == nil {
		return essentialsError(http.StatusBadRequest, c.vars["domain"], "allow_list or block_list is required")
	}
	for list, entries := range map[*[]string]*[]string{&l.allow: sent.Allow, &l.block: sent.Block} {
		switch {
		case entries == nil:
		case verb == "replace":
			*list = *entries
		default:
			*list = essUnion(*list, *entries)
		}
	}
	c.org.lists[key] = l
	return essDone()
}

// essUnion appends what is not yet in a list. The list itself is not changed.
func essUnion(list, more []string) []string {
	out := slices.Clone(list)
	for _, w := range more {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (c *essentialsCall) addTo(list *[]string) reply {
	words := c.words()
	if len(words) == 0 {
		return essentialsError(http.StatusBadRequest, c.vars["domain"], "a list of addresses is expected")
	}
	*list = essUnion(*list, words)
	return essDone()
}

// deleteTaggingExemptions deletes those that the body names, or all without one.
func (c *essentialsCall) deleteTaggingExemptions() reply {
	words := c.words()
	c.org.exempt = slices.DeleteFunc(slices.Clone(c.org.exempt), func(w string) bool { return len(words) == 0 || slices.Contains(words, w) })
	return essDone()
}
