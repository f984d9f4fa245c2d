// ETI: the newer calls, about what threatens rather than where: CVEs, families,
// actors, trends and the categories of reputation.

package proofpointtest

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func etiThreatRoutes() []route {
	routes := []route{
		etiRoute("eti.repcategories", "/repcategories", "[]", (*exchange).etiCategories),
		etiRoute("eti.cves.top_trending", "/cve/top-trending", "[]", (*exchange).topTrending),
		// The vendor's page writes the path with and without a slash at the end.
		etiRoute("eti.cves.get", "/cve/{cve}", "{}", (*exchange).cveGet),
		etiRoute("eti.cves.get", "/cve/{cve}/", "{}", (*exchange).cveGet),
		etiRoute("eti.malware.get", "/malware/{family}", "{}", func(x *exchange) any { return x.named(x.vars["family"], families) }),
		etiRoute("eti.actors.get", "/actors/{actor}", "{}", func(x *exchange) any { return x.named(x.vars["actor"], actors) }),
	}
	for report, members := range etiReports {
		name := "eti.tags." + strings.ReplaceAll(report, "-", "_")
		routes = append(routes, etiRoute(name, "/tags/{tag}/"+report, "[]", func(x *exchange) any { return x.trend(members) }))
	}
	return routes
}

// etiReports are the trends and the places that each tells.
var etiReports = map[string][]string{
	"rolling-count": {"today-rank", "seven-day-rank", "thirty-day-rank", "ninety-day-rank"},
	"summaries":     {"event-rank"},
	"activities":    {"current-week-activity-rank", "previous-week-activity-rank"},
}

// stamped is the envelope of the newer calls: with a time, without a zone, and an
// id in which a sign can appear.
func (x *exchange) stamped(v any) reply {
	id := int32(mix(uint64(x.now.UnixNano()), hash(x.path))) //nolint:gosec // half of them are negative, as the service's are
	more := fmt.Sprintf(`"timestamp": %q, "message_id": "req%d", `, x.now.UTC().Format("2006-01-02-15:04:05"), id)
	return x.etiSay(more, etiJSON(v))
}

func (x *exchange) etiCategories() any {
	type category struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	}
	if !x.s.world.seeded {
		return nil
	}
	var list []category
	for _, name := range append(slices.Clone(etiCategories), "Bot", "Scanner", "TorNode", "VPN", "Utility") {
		list = append(list, category{name, "Invented description of " + name})
	}
	return list
}

// named looks up a name in its own spelling: another case is another name.
func (x *exchange) named(name string, list []string) any {
	if !x.s.world.seeded || !slices.Contains(list, name) {
		return etiError(http.StatusNotFound, "There is no such name; names are case-sensitive")
	}
	return map[string]string{"name": name, "description": "**" + name + "** is invented.\n\n* It steals nothing.\n* See [notes](https://notes.example/)."}
}

// topTrending gives five or ten.
func (x *exchange) topTrending() any {
	limit := 5
	if x.query.Has("limit") {
		if limit, _ = strconv.Atoi(x.query.Get("limit")); limit != 5 && limit != 10 {
			return etiError(http.StatusBadRequest, "limit must be 5 or 10")
		}
	}
	list := []map[string]any{}
	for _, c := range x.s.world.cvesBy("", func(c cve) float64 { return c.change }) {
		if len(list) == limit {
			break
		}
		list = append(list, map[string]any{"cve": c.id, "percent_change": c.change, "cvss_v3_score": fmt.Sprintf("%.1f", c.cvss), "description": c.text()})
	}
	return x.stamped(list)
}

func (x *exchange) trend(members []string) any {
	kind := x.vars["tag"]
	if kind != "cve" && kind != "malware" && kind != "threat-actor" {
		return etiNoAction()
	}
	tags := x.s.world.tags(kind)
	list := make([]map[string]any, len(tags))
	for i, tag := range tags {
		place := x.s.world.rank(kind+members[0], i, len(tags))
		row := map[string]any{"tag": tag, members[0]: place}
		for _, m := range members[1:] {
			row[m] = x.s.world.rank(kind+m, i, len(tags))
		}
		list[place-1] = row
	}
	return x.stamped(list)
}

func (c cve) text() string {
	return "An invented weakness in ExampleServer " + fmt.Sprint(c.sids%9+1) + ".0 lets nobody do anything."
}

// cveGet tells null of what never happened to a CVE, and leaves the newer metric
// out for some.
func (x *exchange) cveGet() any {
	c, ok := x.s.world.cveOf(x.vars["cve"])
	if !ok {
		return nil
	}
	v := map[string]any{
		"cve": c.id, "description": c.text(), "config_operator": "OR", "source_identifier": "security@vendor.example", "vuln_status": "Analyzed",
		"cisa_exploit_add": nil, "cisa_vulnerability_name": nil, "known_exploited_vulnerabilities": c.kev,
		"pfpt_recent_observed": c.recent, "pfpt_ever_observed": c.sids > 0, "pfpt_first_observed": nil, "pfpt_last_observed": nil,
		"seven_day_trend": map[string]string{"Increasing": "increasing", "Decreasing": "decreasing"}[c.trend],
		"basemetricv2":    c.metricV2(),
		"weaknesses": []any{map[string]any{"type": "Primary", "source": "weakness@vendor.example",
			"description": []any{map[string]string{"lang": "en", "value": "CWE-" + fmt.Sprint(20+c.sids)}}}},
		"publisheddate": c.day(0), "lastmodifieddate": c.day(40),
	}
	if v["seven_day_trend"] == "" {
		v["seven_day_trend"] = "nochange"
	}
	if c.kev {
		v["cisa_exploit_add"], v["cisa_vulnerability_name"] = c.day(20), "ExampleServer Invented Vulnerability"
	}
	if c.sids > 0 {
		v["pfpt_first_observed"], v["pfpt_last_observed"] = c.day(5), c.day(35)
	}
	if c.cvss >= 4 {
		v["basemetricv3"] = c.metricV3()
	}
	return x.stamped(v)
}

func (c cve) day(after int) string { return c.published.AddDate(0, 0, after).Format(time.DateOnly) }

func (c cve) metricV3() map[string]any {
	severity := map[bool]string{true: "CRITICAL", false: "MEDIUM"}[c.cvss >= 9]
	return map[string]any{"type": "Primary", "source": "metrics@vendor.example", "impactScore": math.Floor(c.cvss*6) / 10, "exploitabilityScore": 3.9,
		"cvssData": map[string]any{"scope": "UNCHANGED", "version": "3.1", "baseScore": c.cvss, "attackVector": "NETWORK", "baseSeverity": severity,
			"vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "integrityImpact": "HIGH", "userInteraction": "NONE", "attackComplexity": "LOW",
			"availabilityImpact": "HIGH", "privilegesRequired": "NONE", "confidentialityImpact": "HIGH"}}
}

func (c cve) metricV2() map[string]any {
	return map[string]any{"type": "Primary", "source": "metrics@vendor.example", "acInsufInfo": false, "impactScore": 10, "baseSeverity": "HIGH",
		"exploitabilityScore": 10, "obtainAllPrivilege": false, "obtainUserPrivilege": false, "obtainOtherPrivilege": false, "userInteractionRequired": false,
		"cvssData": map[string]any{"version": "2.0", "baseScore": c.cvss, "accessVector": "NETWORK", "vectorString": "AV:N/AC:L/Au:N/C:C/I:C/A:C",
			"authentication": "NONE", "integrityImpact": "COMPLETE", "accessComplexity": "LOW", "availabilityImpact": "COMPLETE", "confidentialityImpact": "COMPLETE"}}
}
