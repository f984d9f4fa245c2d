// What an organisation has bought and how it is set: features, licences, package,
// products, directory and sign-in. All of them but products are objects that are
// read and replaced whole.

package proofpointtest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

var essPackages = []string{"beginner", "business", "advanced", "professional", "professional_plus"}

func essentialsPackageRoutes() []route {
	const org, products, product = "/orgs/{domain}", "/orgs/{domain}/products", "/orgs/{domain}/products/{label}"
	return []route{
		essentialsRoute("features.get", http.MethodGet, org+"/features", essSetting("features", (*essentialsCall).getSetting)),
		essentialsRoute("features.replace", http.MethodPut, org+"/features", (*essentialsCall).replaceFeatures),
		essentialsRoute("licensing.get", http.MethodGet, org+"/licensing", essSetting("licensing", (*essentialsCall).getSetting)),
		essentialsRoute("licensing.replace", http.MethodPut, org+"/licensing", essSetting("licensing", (*essentialsCall).replaceSetting)),
		essentialsRoute("package.replace", http.MethodPut, org+"/package", (*essentialsCall).replacePackage),
		essentialsRoute("products.list", http.MethodGet, products, func(c *essentialsCall) reply { return c.list("products", essAny(c.org.products)) }),
		essentialsRoute("products.add", http.MethodPost, products, (*essentialsCall).addProduct),
		essentialsRoute("products.get", http.MethodGet, product, essWithProduct((*essentialsCall).getProduct)),
		essentialsRoute("products.update", http.MethodPatch, product, essWithProduct((*essentialsCall).updateProduct)),
		essentialsRoute("products.delete", http.MethodDelete, product, essWithProduct((*essentialsCall).deleteProduct)),
	}
}

func essentialsSettingRoutes() []route {
	const azure, sign = "/orgs/{domain}/settings/azure", "/orgs/{domain}/authentication/settings"
	const exempt = azure + "/exemptions"
	return []route{
		essentialsRoute("settings.azure.get", http.MethodGet, azure, essSetting("azure", (*essentialsCall).getSetting)),
		essentialsRoute("settings.azure.replace", http.MethodPut, azure, essSetting("azure", (*essentialsCall).replaceSetting)),
		essentialsRoute("settings.azure.delete", http.MethodDelete, azure, func(c *essentialsCall) reply { delete(c.org.settings, "azure"); return essDone() }),
		essentialsRoute("settings.azure.exemptions.list", http.MethodGet, exempt, (*essentialsCall).listSyncExemptions),
		essentialsRoute("settings.azure.exemptions.add", http.MethodPut, exempt, func(c *essentialsCall) reply { return c.addTo(&c.org.exemptSync) }),
		essentialsRoute("settings.azure.exemptions.delete_all", http.MethodDelete, exempt, func(c *essentialsCall) reply { c.org.exemptSync = nil; return essDone() }),
		essentialsRoute("settings.azure.exemptions.delete", http.MethodDelete, exempt+"/{email}", (*essentialsCall).deleteSyncExemption),
		essentialsRoute("settings.idps.list", http.MethodGet, sign+"/idps", func(c *essentialsCall) reply { return c.list("idps", essAny(c.org.idps)) }),
		essentialsRoute("settings.idps.add", http.MethodPost, sign+"/idps", (*essentialsCall).addIDP),
		essentialsRoute("settings.idps.get", http.MethodGet, sign+"/idps/{uuid}", essWithIDP((*essentialsCall).getIDP)),
		essentialsRoute("settings.idps.replace", http.MethodPut, sign+"/idps/{uuid}", essWithIDP((*essentialsCall).replaceIDP)),
		essentialsRoute("settings.idps.delete", http.MethodDelete, sign+"/idps/{uuid}", essWithIDP(func(c *essentialsCall, i int) reply {
			c.org.idps = slices.Delete(c.org.idps, i, i+1)
			return essDone()
		})),
		essentialsRoute("settings.login.get", http.MethodGet, sign+"/login", essSetting("login", (*essentialsCall).getSetting)),
		essentialsRoute("settings.login.replace", http.MethodPut, sign+"/login", essSetting("login", (*essentialsCall).replaceSetting)),
		essentialsRoute("settings.mfa.get", http.MethodGet, sign+"/mfa", essSetting("mfa", (*essentialsCall).getSetting)),
		essentialsRoute("settings.mfa.replace", http.MethodPut, sign+"/mfa", essSetting("mfa", (*essentialsCall).replaceSetting)),
	}
}

// essSetting binds a handler to one of the objects.
func essSetting(name string, h func(c *essentialsCall, name string) reply) func(*essentialsCall) reply {
	return func(c *essentialsCall) reply { return h(c, name) }
}

func (c *essentialsCall) getSetting(name string) reply {
	o, ok := c.org.settings[name]
	if !ok {
		return essentialsError(http.StatusNotFound, c.vars["domain"], "not configured")
	}
	return c.said(http.StatusOK, o)
}

func (c *essentialsCall) replaceSetting(name string) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	c.org.settings[name] = o
	return essDone()
}

func (c *essentialsCall) updateSetting(name string) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	have := maps.Clone(c.org.settings[name])
	essMerge(have, o)
	c.org.settings[name] = have
	return essDone()
}

// replaceFeatures takes the members of the organisation's package only; those
// that are left out are switched off.
func (c *essentialsCall) replaceFeatures() reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	next := essObject{}
	for name := range c.org.settings["features"] {
		next[name] = false
	}
	for name, value := range o {
		if _, ok := next[name]; !ok {
			return essentialsError(http.StatusBadRequest, name, "the feature is not part of the package")
		}
		next[name] = value
	}
	c.org.settings["features"] = next
	return essDone()
}

func (c *essentialsCall) replacePackage() reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	if name, ok := o["package"]; ok {
		if !slices.Contains(essPackages, strings.ToLower(essText(o, "package"))) {
			return essentialsError(http.StatusBadRequest, c.vars["domain"], "the package is unknown")
		}
		c.org.data["licensing_package"] = name
		essMerge(c.org.settings["licensing"], essObject{"package": name})
	}
	return essDone()
}

// essWithProduct finds the product of the path.
func essWithProduct(h func(c *essentialsCall, i int) reply) func(*essentialsCall) reply {
	return func(c *essentialsCall) reply {
		i, p := essIndex(c.org.products, "label", c.vars["label"])
		if p == nil {
			return essentialsError(http.StatusNotFound, c.vars["label"], "no such product")
		}
		return h(c, i)
	}
}

func (c *essentialsCall) getProduct(i int) reply { return c.said(http.StatusOK, c.org.products[i]) }

func (c *essentialsCall) addProduct() reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	_, p := essIndex(c.org.products, "label", essText(o, "label"))
	switch {
	case p == nil:
		return essentialsError(http.StatusBadRequest, essText(o, "label"), "the product is not available")
	case p["_bought"] == true:
		return essentialsError(http.StatusConflict, essText(o, "label"), "the product is bought already")
	}
	if trial, ok := o["is_trial"]; ok {
		o["is_on_trial"] = trial
		delete(o, "is_trial")
	}
	essMerge(p, o)
	p["_bought"] = true
	return c.said(http.StatusCreated, p)
}

func (c *essentialsCall) updateProduct(i int) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	delete(o, "label")
	essMerge(c.org.products[i], o)
	return essDone()
}

// deleteProduct ends a product. Customers cannot, as a rule; that a partner can
// for its customers is ours, so that both answers occur.
func (c *essentialsCall) deleteProduct(i int) reply {
	p := c.org.products[i]
	switch {
	case c.org.parent == nil:
		return jsonMessage(http.StatusForbidden, "this product cannot be deleted by customers")
	case p["_bought"] != true:
		return essentialsError(http.StatusNotFound, essText(p, "label"), "the product is not bought")
	}
	delete(p, "_bought")
	return essDone()
}

func (c *essentialsCall) listSyncExemptions() reply {
	var out []any
	for _, address := range c.org.exemptSync {
		out = append(out, essObject{"email": address})
	}
	return c.list("", out)
}

func (c *essentialsCall) deleteSyncExemption() reply {
	i := slices.IndexFunc(c.org.exemptSync, func(w string) bool { return strings.EqualFold(w, c.vars["email"]) })
	if i < 0 {
		return essentialsError(http.StatusNotFound, c.vars["email"], "no such exemption")
	}
	c.org.exemptSync = slices.Delete(slices.Clone(c.org.exemptSync), i, i+1)
	return essDone()
}

// essWithIDP finds the identity provider of the path.
func essWithIDP(h func(c *essentialsCall, i int) reply) func(*essentialsCall) reply {
	return func(c *essentialsCall) reply {
		i, p := essIndex(c.org.idps, "uuid", c.vars["uuid"])
		if p == nil {
			return essentialsError(http.StatusNotFound, c.vars["uuid"], "no such identity provider")
		}
		return h(c, i)
	}
}

func (c *essentialsCall) getIDP(i int) reply { return c.said(http.StatusOK, c.org.idps[i]) }

func (c *essentialsCall) addIDP() reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	c.uid++
	o["uuid"] = string(appendUUID(nil, mix(c.seed, uint64(c.uid))))
	c.org.idps = append(c.org.idps, o)
	return c.said(http.StatusCreated, o)
}

func (c *essentialsCall) replaceIDP(i int) reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	o["uuid"] = c.org.idps[i]["uuid"]
	c.org.idps[i] = o
	return essDone()
}
