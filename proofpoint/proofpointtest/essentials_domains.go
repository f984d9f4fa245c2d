// Domains of an organisation: what they are, whether they are verified, and their
// DKIM keys.

package proofpointtest

import (
	"net/http"
	"slices"
	"strings"
)

func essentialsDomainRoutes() []route {
	const domains, target = "/orgs/{domain}/domains", "/orgs/{domain}/domains/{target}"
	return []route{
		essentialsRoute("domains.list", http.MethodGet, domains, func(c *essentialsCall) reply { return c.list("domains", essAny(c.org.domains)) }),
		essentialsRoute("domains.create", http.MethodPost, domains, func(c *essentialsCall) reply { return c.create("name", c.createDomain) }),
		essentialsRoute("domains.get", http.MethodGet, target, essWithDomain((*essentialsCall).getDomain)),
		essentialsRoute("domains.replace", http.MethodPut, target, essWithDomain((*essentialsCall).replaceDomain)),
		essentialsRoute("domains.delete", http.MethodDelete, target, essWithDomain((*essentialsCall).deleteDomain)),
		essentialsRoute("domains.health", http.MethodGet, target+"/health", essWithDomain((*essentialsCall).domainHealth)),
		essentialsRoute("domains.verification_code", http.MethodGet, target+"/verification-code", essWithDomain((*essentialsCall).verificationCode)),
		essentialsRoute("domains.verify", http.MethodPut, target+"/verify/{method}", essWithDomain((*essentialsCall).verifyDomain)),
		essentialsRoute("dkim.list", http.MethodGet, target+"/dkim", essWithDomain((*essentialsCall).listKeys)),
		essentialsRoute("dkim.delete_all", http.MethodDelete, target+"/dkim", essWithDomain((*essentialsCall).deleteAllKeys)),
		essentialsRoute("dkim.get", http.MethodGet, target+"/dkim/{selector}", essWithKey(func(c *essentialsCall, key essObject) reply { return c.said(http.StatusOK, key) })),
		essentialsRoute("dkim.create", http.MethodPost, target+"/dkim/{selector}", essWithDomain((*essentialsCall).createKey)),
		essentialsRoute("dkim.delete", http.MethodDelete, target+"/dkim/{selector}", essWithKey((*essentialsCall).deleteKey)),
		essentialsRoute("dkim.verify", http.MethodPut, target+"/dkim/{selector}/verify", essWithKey((*essentialsCall).verifyKey)),
	}
}

// essWithDomain finds the target of the path.
func essWithDomain(h func(c *essentialsCall, i int) reply) func(*essentialsCall) reply {
	return func(c *essentialsCall) reply {
		i, d := c.org.domain(c.vars["target"])
		if d == nil {
			return essentialsError(http.StatusNotFound, c.vars["target"], "domain not found")
		}
		return h(c, i)
	}
}

func (c *essentialsCall) createDomain(o essObject) (essObject, int, string) {
	name := essText(o, "name")
	switch {
	case name == "":
		return nil, http.StatusBadRequest, "name is required"
	case c.find(name) != nil:
		return nil, http.StatusConflict, "the domain belongs to an organization"
	}
	d := essDomain(name)
	d["is_active"], d["_verified"], d["failovers"] = false, false, []any{}
	essMerge(d, o)
	c.org.domains = append(c.org.domains, d)
	return d, http.StatusCreated, ""
}

func (c *essentialsCall) getDomain(i int) reply { return c.said(http.StatusOK, c.org.domains[i]) }

func (c *essentialsCall) replaceDomain(i int) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	d := c.org.domains[i]
	o["name"], o["_verified"] = d["name"], d["_verified"]
	c.org.domains[i] = o
	return essDone()
}

func (c *essentialsCall) deleteDomain(i int) reply {
	if c.org.domains[i]["name"] == c.org.data["primary_domain"] {
		return essentialsError(http.StatusConflict, c.vars["target"], "the primary domain cannot be deleted")
	}
	c.org.domains = slices.Delete(c.org.domains, i, i+1)
	return essDone()
}

// domainHealth is of a shape that nobody has shown.
func (c *essentialsCall) domainHealth(i int) reply {
	d := c.org.domains[i]
	return c.said(http.StatusOK, essObject{"name": d["name"], "is_verified": d["_verified"]})
}

// verificationCode is of a shape that nobody has shown.
func (c *essentialsCall) verificationCode(i int) reply {
	code := "ppe-" + string(appendHex(nil, mix(c.seed, hash(essText(c.org.domains[i], "name"))), 32))
	return c.said(http.StatusOK, essObject{"verification_code": code})
}

func (c *essentialsCall) verifyDomain(i int) reply {
	if m := c.vars["method"]; m != "TXT" && m != "META" {
		return essentialsError(http.StatusBadRequest, m, "the method is TXT or META")
	}
	if c.org.domains[i]["_verified"] != true {
		return essentialsError(http.StatusConflict, c.vars["target"], "the domain could not be verified")
	}
	return essDone()
}

func (c *essentialsCall) domainKeys() (keys []essObject) {
	for _, k := range c.org.keys {
		if strings.EqualFold(essText(k, "domain"), c.vars["target"]) {
			keys = append(keys, k)
		}
	}
	return keys
}

// essWithKey finds the DKIM key of the path.
func essWithKey(h func(c *essentialsCall, key essObject) reply) func(*essentialsCall) reply {
	return essWithDomain(func(c *essentialsCall, _ int) reply {
		_, key := essIndex(c.domainKeys(), "selector", c.vars["selector"])
		if key == nil {
			return essentialsError(http.StatusNotFound, c.vars["selector"], "no such key")
		}
		return h(c, key)
	})
}

func (c *essentialsCall) listKeys(int) reply { return c.list("", essAny(c.domainKeys())) }

func (c *essentialsCall) createKey(i int) reply {
	if _, key := essIndex(c.domainKeys(), "selector", c.vars["selector"]); key != nil {
		return essentialsError(http.StatusConflict, c.vars["selector"], "the key exists")
	}
	key := c.key(essText(c.org.domains[i], "name"), c.vars["selector"], false)
	c.org.keys = append(c.org.keys, key)
	return c.said(http.StatusCreated, key)
}

func (c *essentialsCall) deleteKey(essObject) reply { return c.deleteKeys(c.vars["selector"]) }

func (c *essentialsCall) deleteAllKeys(int) reply { return c.deleteKeys("") }

// deleteKeys deletes the domain's key of a selector, or all of them for "".
func (c *essentialsCall) deleteKeys(selector string) reply {
	c.org.keys = slices.DeleteFunc(c.org.keys, func(k essObject) bool {
		return strings.EqualFold(essText(k, "domain"), c.vars["target"]) && (selector == "" || strings.EqualFold(essText(k, "selector"), selector))
	})
	return essDone()
}

func (c *essentialsCall) verifyKey(key essObject) reply {
	if key["is_valid"] != true {
		return essentialsError(http.StatusConflict, c.vars["selector"], "the public key was not found in DNS")
	}
	return essDone()
}
