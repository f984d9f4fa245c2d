// ETI: the seven calls about an address. An address is known if a domain had it,
// and then its parts are those of its domains.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"strconv"
)

func etiIPRoutes() []route {
	list := func(part string, answer etiAnswer) route {
		return etiRoute("eti.ips."+part, "/ips/{ip}/"+part, "[]", answer)
	}
	return []route{
		list("reputation", (*exchange).ipReputation),
		list("urls", (*exchange).ipURLs),
		list("samples", (*exchange).ipSamples),
		list("domains", (*exchange).ipDomains),
		list("events", (*exchange).ipEvents),
		list("geoloc", (*exchange).ipGeoloc),
		etiRoute("eti.ips.asn", "/ips/{ip}/asn", "{}", (*exchange).ipASN),
	}
}

// seenAs is a list of things with their days, or nothing.
func seenAs(name string, list []etiSeen) any {
	if len(list) == 0 {
		return nil
	}
	return json.RawMessage(listed(nil, list, appendSeen(name)))
}

func (w *world) ipScores(ip string) []etiScore {
	return etiScores(&draw{mix(w.seed, saltETI, hash("ip"), hash(ip))})
}

func (x *exchange) ipReputation() any {
	ip := x.indicator("ip")
	if len(x.s.world.domainsOfIP(ip)) == 0 && !x.s.etiListedIP(ip) {
		return nil
	}
	return x.s.world.ipScores(ip)
}

func (x *exchange) ipURLs() any {
	var list []string
	for _, domain := range x.s.world.domainsOfIP(x.indicator("ip")) {
		list = append(list, x.s.world.domainURLs(domain.what)...)
	}
	return orNothing(list)
}

func (x *exchange) ipSamples() any {
	w := &x.s.world
	return seenAs("source", gather(w.domainsOfIP(x.indicator("ip")), w.domainSamples))
}

func (x *exchange) ipDomains() any {
	return seenAs("domain", x.s.world.domainsOfIP(x.indicator("ip")))
}

// ipEvents says "private" for the address where the other side was inside.
func (x *exchange) ipEvents() any {
	type event struct {
		IP        string `json:"ip"`
		Date      string `json:"date"`
		Source    bool   `json:"source"`
		SID       string `json:"sid"` // a text here, a number in a sample's events
		Signature string `json:"signature"`
		Count     int    `json:"count"`
	}
	var list []event
	ip := x.indicator("ip")
	for _, domain := range x.s.world.domainsOfIP(ip) {
		for _, h := range x.s.world.domainHits(domain.what) {
			e := event{ip, h.date, h.source, strconv.Itoa(h.sid), h.name, h.count}
			if h.count%3 == 0 {
				e.IP = "private"
			}
			list = append(list, e)
		}
	}
	return orNothing(list)
}

func (x *exchange) ipGeoloc() any {
	ip := x.indicator("ip")
	for _, domain := range x.s.world.domainsOfIP(ip) {
		return json.RawMessage(append(appendPlace([]byte("["), ip, x.s.world.domainIP(domain.what, 0) == ip), ']'))
	}
	return nil
}

// ipASN leaves the optional members out for every other address.
func (x *exchange) ipASN() any {
	ip := x.indicator("ip")
	if len(x.s.world.domainsOfIP(ip)) == 0 {
		return nil
	}
	d := draw{mix(x.s.world.seed, saltETI, hash("asn"), hash(ip))}
	asn := 64496 + d.n(16) // kept for documentation
	if d.percent(50) {
		return json.RawMessage(fmt.Sprintf(`{"asn": %d, "owner": "EXAMPLE-NET"}`, asn))
	}
	day, _ := etiDays(&d)
	return json.RawMessage(fmt.Sprintf(`{"asn": %d, "owner": "EXAMPLE-NET", "authorizer": "ripencc", "country": "AQ", `+
		`"registration_date": %q, "reverse_lookup": "host-%d.transit.example"}`,
		asn, day, 1+d.n(250)))
}
