// ETI: the five calls about a sample, by MD5. A sample is known if a domain was
// contacted by it.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"strings"
)

func etiSampleRoutes() []route {
	return []route{
		// Another hash than MD5 is not refused, it is just not known.
		etiRoute("eti.samples.get", "/samples/{md5}", "{}", (*exchange).sampleGet),
		etiRoute("eti.samples.connections", "/samples/{md5}/connections", "[]", (*exchange).sampleConnections),
		etiRoute("eti.samples.dns", "/samples/{md5}/dns", "[]", (*exchange).sampleDNS),
		etiRoute("eti.samples.http", "/samples/{md5}/http", "[]", (*exchange).sampleHTTP),
		etiRoute("eti.samples.events", "/samples/{md5}/events", "[]", (*exchange).sampleEvents),
	}
}

// sandboxIP is where samples are run.
const sandboxIP = "192.0.2.254"

func (x *exchange) sampleGet() any {
	md5 := x.indicator("md5")
	domains := x.s.world.domainsOfSample(md5)
	if len(domains) == 0 {
		return nil
	}
	d := draw{mix(hash(md5))}
	b := fmt.Appendf(nil, `{"md5sum": %q, "submit_date": "%s %02d:%02d:%02d"`, md5, domains[0].first, d.n(24), d.n(60), d.n(60))
	if d.percent(75) { // the rest is optional
		b = fmt.Appendf(b, `, "file_type": "PE32 executable (GUI) Intel 80386, for MS Windows", "file_size": %d, "sha256": "%s"`,
			20000+d.n(4000000), appendHex(nil, d.next(), 64))
	}
	return json.RawMessage(append(b, '}'))
}

// flow is what rows about a connection share.
type flow struct {
	Source          string `json:"source"` // the MD5, not the flag of a domain's events
	Date            string `json:"date"`
	SourceIP        string `json:"source_ip"`
	DestinationIP   string `json:"destination_ip"`
	SourcePort      int    `json:"source_port,omitempty"`
	DestinationPort int    `json:"destination_port,omitempty"`
}

// flows are the connections of a sample to a domain's addresses.
func (w *world) flows(md5, domain, date string) []flow {
	var list []flow
	for _, ip := range w.domainIPs(domain) {
		d := draw{mix(hash(md5), hash(ip.what))}
		list = append(list, flow{md5, date, sandboxIP, ip.what, 49152 + d.n(16000), pick(&d, []int{80, 443, 8080})})
	}
	return list
}

func (x *exchange) sampleConnections() any {
	type connection struct {
		flow
		BytesDown    int    `json:"bytes_down,omitempty"`
		BytesUp      int    `json:"bytes_up,omitempty"`
		BytesTotal   int    `json:"bytes_total,omitempty"`
		PacketsDown  int    `json:"packets_down,omitempty"`
		PacketsUp    int    `json:"packets_up,omitempty"`
		PacketsTotal int    `json:"packets_total,omitempty"`
		Protocol     string `json:"protocol,omitempty"`
	}
	var list []connection
	md5 := x.indicator("md5")
	for _, domain := range x.s.world.domainsOfSample(md5) {
		for i, f := range x.s.world.flows(md5, domain.what, domain.first) {
			c := connection{flow: f}
			if i%2 == 0 { // what was counted is optional
				d := draw{mix(hash(md5), uint64(f.SourcePort))}
				c.PacketsDown, c.PacketsUp, c.Protocol = 2+d.n(40), 2+d.n(20), "TCP"
				c.BytesDown, c.BytesUp = c.PacketsDown*(60+d.n(1400)), c.PacketsUp*(60+d.n(400))
				c.BytesTotal, c.PacketsTotal = c.BytesDown+c.BytesUp, c.PacketsDown+c.PacketsUp
			}
			list = append(list, c)
		}
	}
	return orNothing(list)
}

// sampleDNS has rows with an address only, for A records, and with an answer only,
// for the others.
func (x *exchange) sampleDNS() any {
	type row struct {
		Source     string `json:"source"`
		Date       string `json:"date"`
		Domain     string `json:"domain"`
		Answer     string `json:"answer,omitempty"`
		Address    string `json:"address,omitempty"`
		RecordType string `json:"record_type,omitempty"`
	}
	var list []row
	md5 := x.indicator("md5")
	for _, domain := range x.s.world.domainsOfSample(md5) {
		list = append(list, row{Source: md5, Date: domain.first, Domain: "www." + domain.what, Answer: domain.what + ".", RecordType: "CNAME"})
		for _, ip := range x.s.world.domainIPs(domain.what) {
			list = append(list, row{Source: md5, Date: domain.first, Domain: domain.what, Address: ip.what, RecordType: "A"})
		}
	}
	return orNothing(list)
}

func (x *exchange) sampleHTTP() any {
	type exchanged struct {
		flow
		Domain    string `json:"domain"`
		Method    string `json:"method,omitempty"`
		URL       string `json:"url,omitempty"`
		UserAgent string `json:"user_agent,omitempty"`
	}
	var list []exchanged
	md5 := x.indicator("md5")
	for _, domain := range x.s.world.domainsOfSample(md5) {
		flows := x.s.world.flows(md5, domain.what, domain.first)
		for i, u := range x.s.world.domainURLs(domain.what) {
			e := exchanged{flow: flows[i%len(flows)], Domain: domain.what}
			if i%3 == 2 { // the optional members are missing
				e.SourcePort, e.DestinationPort = 0, 0
			} else {
				e.Method, e.URL, e.UserAgent = "GET", strings.ReplaceAll(u, "X", "0"), agents[i%len(agents)]
			}
			list = append(list, e)
		}
	}
	return orNothing(list)
}

func (x *exchange) sampleEvents() any {
	type event struct {
		flow
		SID      int    `json:"sid"` // a number here, a text in a domain's events
		Revision string `json:"revision,omitempty"`
		Name     string `json:"signature_name,omitempty"`
	}
	var list []event
	md5 := x.indicator("md5")
	for _, domain := range x.s.world.domainsOfSample(md5) {
		flows := x.s.world.flows(md5, domain.what, domain.first)
		for i, h := range x.s.world.domainHits(domain.what) {
			e := event{flow: flows[i%len(flows)], SID: h.sid}
			if i%3 < 2 {
				e.Revision, e.Name = fmt.Sprint(1+h.sid%9), h.name
			}
			list = append(list, e)
		}
	}
	return orNothing(list)
}
