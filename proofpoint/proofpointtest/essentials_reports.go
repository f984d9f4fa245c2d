// Figures: reports, statistics of a partner and bills; where a domain lives; and
// the token that lets a partner act as a user.

package proofpointtest

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
)

func essentialsReportRoutes() []route {
	return []route{
		essentialsRoute("reports.get", http.MethodGet, "/reporting/{domain}/{period}", (*essentialsCall).report),
		essentialsRoute("reports.direction", http.MethodGet, "/reporting/{domain}/{period}/{direction}", (*essentialsCall).report),
		essentialsRoute("stats.partner", http.MethodGet, "/stats/{domain}/partner", (*essentialsCall).stats),
		essentialsRoute("stats.partner_orgs", http.MethodGet, "/stats/{domain}/partner/orgs", (*essentialsCall).statsOrgs),
		essentialsRoute("billing.get", http.MethodGet, "/billing/{domain}", func(c *essentialsCall) reply { return c.said(http.StatusOK, c.bill(c.org)) }),
		essentialsRoute("billing.orgs", http.MethodGet, "/billing/{domain}/orgs", func(c *essentialsCall) reply { return c.list("orgs", c.each(c.bill)) }),
		essentialsRoute("endpoints.list", http.MethodGet, "/endpoints/{domain}", (*essentialsCall).endpoints),
		essentialsRoute("tokens.create", http.MethodPost, "/token/{domain}", (*essentialsCall).token),
	}
}

// each applies a function to the organisation and those below it.
func (c *essentialsCall) each(f func(*essentialsOrg) essObject) (out []any) {
	for _, o := range c.orgs {
		if o.below(c.org) {
			out = append(out, f(o))
		}
	}
	return out
}

var (
	essReportPeriod = regexp.MustCompile(`^(daily|weekly|monthly|[1-9][0-9]{0,2}d)$`)
	essStatsPeriod  = regexp.MustCompile(`^(1|7|30|90)d?$`)
)

func (c *essentialsCall) report() reply {
	period := c.vars["period"]
	if !essReportPeriod.MatchString(period) {
		return essentialsError(http.StatusBadRequest, period, "the period is unknown")
	}
	out := essObject{"period": period, "frequency": "daily"}
	for _, direction := range []string{"inbound", "outbound"} {
		if only, ok := c.vars["direction"]; !ok || only == direction {
			out[direction] = c.traffic(c.org, direction+period)
		}
	}
	if len(out) == 2 {
		return essentialsError(http.StatusBadRequest, c.vars["direction"], "the direction is inbound or outbound")
	}
	return c.said(http.StatusOK, out)
}

// traffic makes counts out of the seed; an organisation of an empty world has
// none.
func (c *essentialsCall) traffic(o *essentialsOrg, salt string) essObject {
	out := essObject{}
	d := draw{mix(c.seed, hash(essText(o.data, "primary_domain")), hash(salt))}
	for i, name := range []string{"clean_total", "spam_total", "virus_total", "fraud_total", "blocklist_total", "safelist_total", "attachment_defended_total"} {
		if out[name] = 0; len(o.users) > 3 {
			out[name] = d.n([]int{9000, 2500, 40, 120, 300, 500, 60}[i])
		}
	}
	return out
}

// figures are an organisation's statistics, in a shape that nobody has shown.
func (c *essentialsCall) figures(o *essentialsOrg) essObject {
	return essObject{"primary_domain": o.data["primary_domain"], "name": o.data["name"], "inbound": c.traffic(o, "inbound"), "outbound": c.traffic(o, "outbound")}
}

// bill is what an organisation is billed, in a shape that nobody has shown.
func (c *essentialsCall) bill(o *essentialsOrg) essObject {
	billable := 0
	for _, u := range o.users {
		if u["is_billable"] != false {
			billable++
		}
	}
	return essObject{"primary_domain": o.data["primary_domain"], "name": o.data["name"], "licensing_package": o.data["licensing_package"], "billable_users": billable}
}

func (c *essentialsCall) stats() reply {
	if bad := c.statsPeriod(); bad != nil {
		return *bad
	}
	return c.said(http.StatusOK, c.figures(c.org))
}

func (c *essentialsCall) statsPeriod() *reply {
	if p := c.query.Get("period"); p != "" && !essStatsPeriod.MatchString(p) {
		a := essentialsError(http.StatusBadRequest, p, "the period is 1, 7, 30 or 90 days")
		return &a
	}
	return nil
}

// essMaxStats is the most that a page of statistics may hold, and its default.
const essMaxStats = 50_000

func (c *essentialsCall) statsOrgs() reply {
	if bad := c.statsPeriod(); bad != nil {
		return *bad
	}
	page, size := 1, essMaxStats
	for name, n := range map[string]*int{"page": &page, "page_size": &size} {
		if !c.query.Has(name) {
			continue
		}
		v, err := strconv.Atoi(c.query.Get(name))
		if err != nil || v < 1 || v > essMaxStats {
			return essentialsError(http.StatusBadRequest, c.query.Get(name), fmt.Sprintf("%s must be a number from 1 to %d", name, essMaxStats))
		}
		*n = v
	}
	all := c.each(c.figures)
	from := min((page-1)*size, len(all))
	return c.list("orgs", all[from:min(from+size, len(all))])
}

// endpoints tells where a domain lives; one that nobody has lives nowhere.
func (c *essentialsCall) endpoints() reply {
	var out []any
	if c.find(c.vars["domain"]) != nil {
		out = []any{essentialsStack}
	}
	return c.said(http.StatusOK, essObject{"endpoints": append([]any{}, out...)})
}

// token makes a token for one sign-on. Its shape nobody has shown.
func (c *essentialsCall) token() reply {
	o, bad := c.sent()
	if bad != nil {
		return *bad
	}
	_, u := c.org.user(essText(o, "user_to_impersonate"))
	if u == nil {
		return essentialsError(http.StatusNotFound, essText(o, "user_to_impersonate"), "user not found")
	}
	if odin, _ := u["odin_settings"].(essObject); odin["is_imitable"] != true {
		return jsonMessage(http.StatusForbidden, "the user may not be impersonated")
	}
	c.tokens++
	return c.said(http.StatusCreated, essObject{"token": fmt.Sprintf("fake-odin-%06d-%s", c.tokens, appendHex(nil, mix(c.seed, uint64(c.tokens), 9), 32))})
}
