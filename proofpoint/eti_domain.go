// ETI: everything about a domain in one record. The service has no such call;
// eti.domain makes the eight that there are.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// ETIDomainParams are the parameters of [ETIService.Domain].
type ETIDomainParams struct {
	// Domain is the domain's name, "login-update.example" say.
	Domain string `in:"value:domain" lower:"true" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

// etiDomainParts are the eight calls, in the order in which they are made.
var etiDomainParts = []struct {
	name string
	ask  *Operation
}{
	{"reputation", etiDomainReputation.Operation}, {"urls", etiDomainURLs.Operation},
	{"samples", etiDomainSamples.Operation}, {"ips", etiDomainIPs.Operation},
	{"events", etiDomainEvents.Operation}, {"nameservers", etiDomainNameservers.Operation},
	{"whois", etiDomainWhois.Operation}, {"geoloc", etiDomainGeoloc.Operation},
}

// etiDomainChain asks the eight parts for the domain of a parent record.
func etiDomainChain() []Then {
	domain := pathdata.MustCompile("$.domain")
	var then []Then
	for _, p := range etiDomainParts {
		then = append(then, Then{Ask: p.ask, Name: p.name, Pick: map[string]*pathdata.Selector{"domain": domain}})
	}
	return then
}

var etiDomain = define[ETIDomainParams, ETIDomain](Operation{
	Name: "eti.domain", Title: "Get Domain Intelligence", Summary: "Everything known of one domain: eight calls, one record.",
	When: "Use this to enrich an alert that names a domain.", Docs: etiDocs, Source: etiSource,
	Proto: Request{Service: ETI, Value: json.RawMessage(`{}`), Then: etiDomainChain()},
})

// ETIDomain is what is known of a domain. Raw is composed here, of the parts as
// they were received; the parts have no Raw of their own.
type ETIDomain struct {
	Raw         json.RawMessage  `json:"-"`
	Domain      string           `json:"domain"` // as it was asked for
	Reputation  []ETIReputation  `json:"reputation"`
	URLs        []string         `json:"urls"` // paths, query values masked
	Samples     []ETISeenSample  `json:"samples"`
	IPs         []ETISeenIP      `json:"ips"`
	Events      []ETIDomainEvent `json:"events"`
	Nameservers []ETINameserver  `json:"nameservers"`
	Whois       *ETIWhois        `json:"whois"` // nil: nothing was said
	Geoloc      []ETIGeoloc      `json:"geoloc"`

	// Errors says why a part is missing, or came in part, by the part's name:
	// "whois": "403 …". It is empty if all went well.
	Errors map[string]string `json:"errors"`
}

// FromRecord reads the parts. Nothing known of a registration is {}, and
// becomes [] on the way if the answer held no object at all.
func (d *ETIDomain) FromRecord(r Record) error {
	type plain ETIDomain
	w := struct {
		*plain
		Whois json.RawMessage `json:"whois"`
	}{plain: (*plain)(d)}
	err := decode(r.Raw, &w)
	d.Raw = r.Raw
	if err == nil && bytes.HasPrefix(w.Whois, []byte("{")) {
		d.Whois = new(ETIWhois)
		err = decode(w.Whois, d.Whois)
	}
	return err
}

// DomainRequest builds the request of [ETIService.Domain].
func (p ETIDomainParams) DomainRequest() (Request, error) { return etiDomain.Build(p) }

// Domain returns everything that is known of a domain, by eight requests, one
// after the other. A part that fails is named in Errors and the others come
// nevertheless; it is an error only if all eight fail, if the key is refused
// with 401, or if ctx ends. All parts of an unknown domain are empty. Errors
// are as with [ETIService].
//
// Source: vendor's reference, section Domains, which has no such call; 2026-05.
func (s *ETIService) Domain(ctx context.Context, p ETIDomainParams, opts ...CallOption) (*ETIDomain, error) {
	return etiDomain.one(ctx, s.c, p, opts)
}
