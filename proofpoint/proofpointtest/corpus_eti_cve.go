// CVEs, families and actors of the invented world. A CVE is told by both hosts of
// Emerging Threats Intelligence, in different words, from the same draw.

package proofpointtest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// families are malware; like actors, their names are looked up as they are spelt.
var families = []string{"ExampleLoader", "ExampleStealer", "Example Bot", "ExampleRAT", "ExampleLocker", "ExampleMiner"}

// cves is how many there are. The numbers are far beyond those that are given out.
const (
	cves     = 240
	firstCVE = 9900000
)

// cve is a vulnerability and how much it is used.
type cve struct {
	id                        string
	cvss, epss, aed           float64
	kev, metasploit, exploits bool
	sids                      int // signatures that saw it
	recent                    bool
	trend                     string // Increasing, Decreasing, Stable, and the word None
	tier                      string
	published                 time.Time
	change                    float64 // percent, in a week
}

var etiTiers = []string{"CRITICAL", "HIGH", "MEDIUM", "LOW"}

// cve is the ith of the world.
func (w *world) cve(i int) cve {
	d := draw{mix(w.seed, saltETI, hash("cve"), uint64(i))}
	c := cve{id: fmt.Sprintf("CVE-2025-%d", firstCVE+i), aed: float64(1+d.n(9999)) / 100}
	c.tier = etiTiers[3-int(c.aed)/25]
	c.cvss = float64(30+d.n(71)) / 10
	c.epss = float64(d.n(10000)) / 10000
	c.kev, c.metasploit, c.exploits = d.percent(30), d.percent(20), d.percent(40)
	c.trend = "None"
	if d.percent(70) {
		c.sids, c.recent = 1+d.n(30), d.percent(50)
		c.trend = pick(&d, []string{"Increasing", "Decreasing", "Stable"})
	}
	c.published = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.n(300))
	c.change = float64(d.n(200000))/100 - 500
	return c
}

// cveOf finds a CVE by its id.
func (w *world) cveOf(id string) (cve, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "CVE-2025-"))
	if !w.seeded || err != nil || n < firstCVE || n >= firstCVE+cves || w.cve(n-firstCVE).id != id {
		return cve{}, false
	}
	return w.cve(n - firstCVE), true
}

// cvesBy returns all of a tier ("" for all), the highest first.
func (w *world) cvesBy(tier string, score func(cve) float64) []cve {
	var list []cve
	if !w.seeded {
		return nil
	}
	for i := range cves {
		if c := w.cve(i); tier == "" || c.tier == tier {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b cve) int { return cmp.Compare(score(b), score(a)) })
	return list
}

// tags are the things of which the trends tell.
func (w *world) tags(kind string) []string {
	switch {
	case !w.seeded:
		return nil
	case kind == "malware":
		return families
	case kind == "threat-actor":
		return actors
	}
	var list []string
	for _, c := range w.cvesBy("", func(c cve) float64 { return float64(c.sids) })[:20] {
		list = append(list, c.id)
	}
	return list
}

// rank is the place of the ith of n tags in a report: each report is an order of
// its own, so no two tags share a place.
func (w *world) rank(report string, i, n int) int {
	key := func(i int) uint64 { return mix(w.seed, saltETI, hash(report), uint64(i)) }
	place := 1
	for j := range n {
		if key(j) < key(i) {
			place++
		}
	}
	return place
}
