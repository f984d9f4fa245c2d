// The exploit scores of ETI: a second host, with an envelope and pages of its own.
// The key and its minute are those of the first.

package proofpointtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

func init() {
	register(&service{
		name: "eti.scores", host: "insights-api.emergingthreats.net", prefix: "/eti-scores", below: "/v2",
		fields:  map[string]string{"key": etiKey},
		missing: etiNoAction,
		routes: []route{
			etiRoute("eti.scores.get", "/cve/{cve}/score", "{}", (*exchange).scoreGet),
			etiRoute("eti.scores.top", "/cve/top-aed", "[]", (*exchange).scoresTop),
			etiRoute("eti.scores.tier", "/cve/tier/{tier}", "{}", (*exchange).scoresTier),
		},
	})
}

// score is a CVE in the words of this host. The time has microseconds and no zone.
type score struct {
	CVE        string  `json:"cve"`
	CVSS       float64 `json:"cvss_score"`
	EPSS       float64 `json:"epss_score"`
	KEV        bool    `json:"in_cisa_kev"`
	Metasploit bool    `json:"in_metasploit"`
	ExploitDB  bool    `json:"in_exploitdb"`
	AED        float64 `json:"aed_score"`
	SIDs       int     `json:"unique_sid_observed"`
	Recent     bool    `json:"recently_observed"`
	Trend      string  `json:"sid_trend"`
	Tier       string  `json:"risk_tier"`
	Updated    string  `json:"last_updated"`
}

func (x *exchange) score(c cve) score {
	return score{c.id, c.cvss, c.epss, c.kev, c.metasploit, c.exploits, c.aed, c.sids, c.recent, c.trend, c.tier,
		x.now.UTC().Format("2006-01-02") + "T03:00:14.149932"}
}

func (x *exchange) scores(list []cve) []score {
	out := make([]score, len(list))
	for i, c := range list {
		out[i] = x.score(c)
	}
	return out
}

// insights is the envelope of this host: a time with nanoseconds and no zone.
func (x *exchange) insights(v any) reply {
	at := x.now.UTC().Format("2006-01-02T15:04:05") + fmt.Sprintf(".%09d", mix(uint64(x.now.UnixNano()))%1e9)
	return x.etiSay(fmt.Sprintf(`"timestamp": %q, `, at), etiJSON(v))
}

func (x *exchange) scoreGet() any {
	c, ok := x.s.world.cveOf(x.vars["cve"])
	if !ok {
		return nil
	}
	return x.insights(x.score(c))
}

func aed(c cve) float64 { return c.aed }

// whole reads a number of the query that must lie between low and high.
func (x *exchange) whole(name string, otherwise, low, high int) (int, any) {
	if !x.query.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(x.query.Get(name))
	if err != nil || n < low || n > high {
		return 0, etiError(http.StatusBadRequest, fmt.Sprintf("%s must be a number from %d to %d", name, low, high))
	}
	return n, nil
}

func (x *exchange) scoresTop() any {
	limit, bad := x.whole("limit", 50, 1, 1000)
	if bad != nil {
		return bad
	}
	all := x.s.world.cvesBy("", aed)
	return x.insights(x.scores(all[:min(limit, len(all))]))
}

// scoresTier pages from 0. A page past the end is empty, and the last.
func (x *exchange) scoresTier() any {
	if !slices.Contains(etiTiers, x.vars["tier"]) {
		return etiError(http.StatusBadRequest, "tier must be one of CRITICAL, HIGH, MEDIUM, LOW")
	}
	page, bad := x.whole("page", 0, 0, 1_000_000)
	if bad != nil {
		return bad
	}
	size, bad := x.whole("size", 50, 1, 1000)
	if bad != nil {
		return bad
	}
	all := x.s.world.cvesBy(x.vars["tier"], aed)
	from := min(page*size, len(all))
	content := x.scores(all[from:min(from+size, len(all))])
	return x.insights(struct {
		Content  []score `json:"content"`
		Total    int     `json:"totalElements"`
		Pages    int     `json:"totalPages"`
		Size     int     `json:"size"`
		Number   int     `json:"number"`
		First    bool    `json:"first"`
		Last     bool    `json:"last"`
		Elements int     `json:"numberOfElements"`
		Empty    bool    `json:"empty"`
	}{content, len(all), (len(all) + size - 1) / size, size, page, page == 0, (page+1)*size >= len(all), len(content), len(content) == 0})
}
