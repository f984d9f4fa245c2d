// What Emerging Threats Intelligence knows in the invented world: about domains
// first, and about addresses, samples and signatures by asking who of the domains
// has them. So a thing that one call names is found by the next. What answers
// look like is in the eti files.

package proofpointtest

import (
	"strconv"
	"strings"
	"time"
)

// etiSeen is something with the days on which it was first and last seen.
type etiSeen struct{ what, first, last string }

// etiScore is a category of reputation, with 0 to 127.
type etiScore struct {
	Category string `json:"category"`
	Score    int    `json:"score"`
}

// etiHit is a signature that matched traffic of a domain.
type etiHit struct {
	domain, date string
	source       bool
	sid          int
	name         string
	count        int
}

// etiCategories are the categories of reputation that domains and addresses get.
var etiCategories = []string{"CnC", "SpywareCnC", "DynDNS", "Spam", "Compromised", "AbusedTLD", "Drop"}

func (w *world) etiDraw(domain, part string) *draw {
	return &draw{mix(mix(w.seed, saltETI, hash(domain)), hash(part))}
}

// etiDays draws a first and a last day.
func etiDays(d *draw) (first, last string) {
	t := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.n(300))
	return t.Format(time.DateOnly), t.AddDate(0, 0, 1+d.n(200)).Format(time.DateOnly)
}

// etiScores draws one to three categories. They are the same in the answer for a
// domain or an address and in the list files.
func etiScores(d *draw) []etiScore {
	start := d.n(5)
	list := make([]etiScore, 1+d.n(3))
	for i := range list {
		list[i] = etiScore{etiCategories[start+i%3], 40 + d.n(88)}
	}
	return list
}

func (w *world) domainScores(domain string) []etiScore {
	return etiScores(w.etiDraw(domain, "reputation"))
}

// domainURLs are request paths, the values of their queries masked.
func (w *world) domainURLs(domain string) []string {
	d := w.etiDraw(domain, "urls")
	list := make([]string, 2+d.n(3))
	for i := range list {
		list[i] = pick(d, urlPaths) + "?id=" + strings.Repeat("X", 8+d.n(10)) + "&v=XX"
	}
	return list
}

func (w *world) domainSamples(domain string) []etiSeen {
	d := w.etiDraw(domain, "samples")
	list := make([]etiSeen, 1+d.n(4))
	for i := range list {
		first, last := etiDays(d)
		list[i] = etiSeen{string(appendHex(nil, d.next(), 32)), first, last}
	}
	return list
}

// domainIP is the ith address of a domain, in every part that tells it.
func (w *world) domainIP(domain string, i int) string {
	return string(appendIP(nil, mix(mix(w.seed, saltETI, hash(domain)), uint64(i))))
}

func (w *world) domainIPs(domain string) []etiSeen {
	d := w.etiDraw(domain, "ips")
	list := make([]etiSeen, 2+int(mix(w.seed, saltETI, hash(domain))%3))
	for i := range list {
		first, last := etiDays(d)
		list[i] = etiSeen{w.domainIP(domain, i), first, last}
	}
	return list
}

func (w *world) domainHits(domain string) []etiHit {
	d := w.etiDraw(domain, "events")
	list := make([]etiHit, 1+d.n(4))
	for i := range list {
		first, _ := etiDays(d)
		sid := 2800000 + d.n(60000)
		name := pick(d, []string{"ET PHISHING Example Credential Landing", "ETPRO MALWARE Example Checkin", "ET INFO Example DNS Query"})
		list[i] = etiHit{domain, first, d.percent(30), sid, name, 1 + d.n(40)}
	}
	return list
}

// whose returns the domains that have something, each with the days of it.
func (w *world) whose(what string, of func(domain string) []etiSeen) []etiSeen {
	var list []etiSeen
	if !w.seeded {
		return nil
	}
	for _, domain := range badDomains {
		for _, seen := range of(domain) {
			if seen.what == what {
				list = append(list, etiSeen{domain, seen.first, seen.last})
				break
			}
		}
	}
	return list
}

// gather puts together what several domains have, each thing once, with the first
// of the first days and the last of the last.
func gather(domains []etiSeen, of func(domain string) []etiSeen) []etiSeen {
	var list []etiSeen
	at := map[string]int{}
	for _, domain := range domains {
		for _, seen := range of(domain.what) {
			i, ok := at[seen.what]
			if !ok {
				at[seen.what] = len(list)
				list = append(list, seen)
				continue
			}
			list[i].first, list[i].last = min(list[i].first, seen.first), max(list[i].last, seen.last)
		}
	}
	return list
}

// domainsOfIP, domainsOfSample and domainsOfSID are empty for what is unknown.
func (w *world) domainsOfIP(ip string) []etiSeen      { return w.whose(ip, w.domainIPs) }
func (w *world) domainsOfSample(md5 string) []etiSeen { return w.whose(md5, w.domainSamples) }
func (w *world) domainsOfSID(sid string) []etiSeen {
	return w.whose(sid, func(domain string) []etiSeen {
		var list []etiSeen
		for _, h := range w.domainHits(domain) {
			t, _ := time.Parse(time.DateOnly, h.date)
			list = append(list, etiSeen{strconv.Itoa(h.sid), h.date, t.AddDate(0, 0, h.count).Format(time.DateOnly)})
		}
		return list
	})
}

// signature is a rule of the two rule sets.
type signature struct {
	sid  int
	name string
}

// pro reports whether the rule needs a subscription that the fake's key lacks.
func (s signature) pro() bool { return strings.HasPrefix(s.name, "ETPRO ") }

// signatureOf returns a rule that matched traffic of one of the domains.
func (w *world) signatureOf(sid string) (signature, bool) {
	for _, domain := range w.domainsOfSID(sid) {
		for _, h := range w.domainHits(domain.what) {
			if strconv.Itoa(h.sid) == sid {
				return signature{h.sid, h.name}, true
			}
		}
	}
	return signature{}, false
}
