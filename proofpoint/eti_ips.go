// ETI: the seven calls about an address.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
)

// ETIIPParams are the parameters of the seven operations about one address.
type ETIIPParams struct {
	// IP is the address, "192.0.2.1" say. The vendor never mentions IPv6;
	// such an address is sent as it is.
	IP string `in:"path:ip" lower:"true" label:"IP" required:"true" pattern:"((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])|[0-9a-fA-F]*:[0-9a-fA-F:.]+" accepts:"an address like 192.0.2.1" doc:"The address."`
}

func etiIPOperation(name, title, summary, when string) Operation {
	return Operation{Name: "eti.ips." + name, Title: title, Summary: summary, When: when}
}

func etiIPPart[R any](name, title, summary, when string) typed[ETIIPParams, R] {
	return etiList[ETIIPParams, R]("/ips/{ip}/"+name, etiIPOperation(name, title, summary, when))
}

var (
	etiIPReputation = etiIPPart[ETIReputation]("reputation", "Get IP Reputation", "Categories and scores (0 to 127).",
		"Use this to decide whether an address is to be blocked.")
	etiIPURLs = etiIPPart[string]("urls", "Get IP URLs", "Request paths seen, query values masked.",
		"Use this to find requests to the address in a proxy's log.")
	etiIPSamples = etiIPPart[ETISeenSample]("samples", "Get IP Samples", "Malware samples that contacted the address.",
		"Use this to go from an address to the malware behind it.")
	etiIPDomains = etiIPPart[ETISeenDomain]("domains", "Get IP Domains", "Domains that resolved to the address.",
		"Use this to find what else is hosted at an address.")
	etiIPEvents = etiIPPart[ETIIPEvent]("events", "Get IP Events", "Signature hits.",
		"Use this to learn which rules matched traffic of the address.")
	etiIPGeoloc = etiIPPart[ETIGeoloc]("geoloc", "Get IP Geolocation", "Where the address is.",
		"Use this to learn in which country an address is.")
	etiIPASN = etiOne[ETIIPParams, ETIASN]("/ips/{ip}/asn", etiIPOperation("asn", "Get IP ASN", "The autonomous system of an address, and its owner.",
		"Use this to learn whose network an address belongs to."))
)

// ETIIPEvent is a signature that matched traffic of an address.
type ETIIPEvent struct {
	Raw       json.RawMessage `json:"-"`      // as received, unknown fields included
	IP        string          `json:"ip"`     // or the word "private"
	Date      Time            `json:"date"`   // a day
	Source    Bool            `json:"source"` // the address was the source; elsewhere this name holds an MD5
	SID       Int             `json:"sid"`    // sent as text here, as a number by the calls about samples
	Signature string          `json:"signature"`
	Count     Int             `json:"count"` // on that day
}

// ETIASN is the autonomous system of an address. All but the number and the
// owner may be missing.
type ETIASN struct {
	Raw              json.RawMessage `json:"-"`   // as received, unknown fields included
	ASN              Int             `json:"asn"` // 0: nothing is known
	Owner            string          `json:"owner"`
	Authorizer       string          `json:"authorizer"` // the registry: "arin"
	Country          string          `json:"country"`
	RegistrationDate Time            `json:"registration_date"`
	ReverseLookup    string          `json:"reverse_lookup"`
}

// IPReputationRequest builds the request of [ETIService.IPReputation].
func (p ETIIPParams) IPReputationRequest() (Request, error) {
	return etiIPReputation.Build(p)
}

// IPURLsRequest builds the request of [ETIService.IPURLs].
func (p ETIIPParams) IPURLsRequest() (Request, error) {
	return etiIPURLs.Build(p)
}

// IPSamplesRequest builds the request of [ETIService.IPSamples].
func (p ETIIPParams) IPSamplesRequest() (Request, error) {
	return etiIPSamples.Build(p)
}

// IPDomainsRequest builds the request of [ETIService.IPDomains].
func (p ETIIPParams) IPDomainsRequest() (Request, error) {
	return etiIPDomains.Build(p)
}

// IPEventsRequest builds the request of [ETIService.IPEvents].
func (p ETIIPParams) IPEventsRequest() (Request, error) {
	return etiIPEvents.Build(p)
}

// IPGeolocRequest builds the request of [ETIService.IPGeoloc].
func (p ETIIPParams) IPGeolocRequest() (Request, error) {
	return etiIPGeoloc.Build(p)
}

// IPASNRequest builds the request of [ETIService.IPASN].
func (p ETIIPParams) IPASNRequest() (Request, error) {
	return etiIPASN.Build(p)
}

// IPReputation walks the categories of an address's reputation; none if it has
// no bad name. Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPReputation(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[ETIReputation, error] {
	return etiIPReputation.all(ctx, s.c, p, opts)
}

// IPURLs walks the paths of requests to an address, the most recent ones, with
// the values of queries masked by X. The text is all that the service sends of
// one. Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPURLs(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[string, error] {
	return etiIPURLs.all(ctx, s.c, p, opts)
}

// IPSamples walks the samples that contacted an address, the most recent ones.
// Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPSamples(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[ETISeenSample, error] {
	return etiIPSamples.all(ctx, s.c, p, opts)
}

// IPDomains walks the domains that resolved to an address, the most recent
// ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPDomains(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[ETISeenDomain, error] {
	return etiIPDomains.all(ctx, s.c, p, opts)
}

// IPEvents walks the signatures that matched traffic of an address, by day, the
// most recent ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPEvents(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[ETIIPEvent, error] {
	return etiIPEvents.all(ctx, s.c, p, opts)
}

// IPGeoloc walks where an address is: one record, or none. Errors are as with
// [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPGeoloc(ctx context.Context, p ETIIPParams, opts ...CallOption) iter.Seq2[ETIGeoloc, error] {
	return etiIPGeoloc.all(ctx, s.c, p, opts)
}

// IPASN returns the autonomous system of an address; with an ASN of 0 if none
// is known. The vendor's list of URL patterns lacks it; public clients use it.
// Errors are as with [ETIService].
//
// Source: vendor's reference, section IPs; 2026-05.
func (s *ETIService) IPASN(ctx context.Context, p ETIIPParams, opts ...CallOption) (*ETIASN, error) {
	return etiIPASN.one(ctx, s.c, p, opts)
}
