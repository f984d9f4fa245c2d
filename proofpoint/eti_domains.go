// ETI: the eight calls about a domain. Domain, in eti_domain.go, puts them
// together.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
)

// ETIDomainPartParams are the parameters of the eight operations about one
// domain.
type ETIDomainPartParams struct {
	// Domain is the domain's name, "login-update.example" say.
	Domain string `in:"path:domain" lower:"true" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

func etiDomainPart[R any](name, title, summary, when string) typed[ETIDomainPartParams, R] {
	o := Operation{Name: "eti.domains." + name, Title: title, Summary: summary, When: when}
	if name == "whois" {
		return etiOne[ETIDomainPartParams, R]("/domains/{domain}/"+name, o)
	}
	return etiList[ETIDomainPartParams, R]("/domains/{domain}/"+name, o)
}

var (
	etiDomainReputation = etiDomainPart[ETIReputation]("reputation", "Get Domain Reputation", "Categories and scores (0 to 127).",
		"Use this to decide whether a domain is to be blocked.")
	etiDomainURLs = etiDomainPart[string]("urls", "Get Domain URLs", "Request paths seen, query values masked.",
		"Use this to find requests to the domain in a proxy's log.")
	etiDomainSamples = etiDomainPart[ETISeenSample]("samples", "Get Domain Samples", "Malware samples that contacted the domain.",
		"Use this to go from a domain to the malware behind it.")
	etiDomainIPs = etiDomainPart[ETISeenIP]("ips", "Get Domain IPs", "Addresses that the domain resolved to.",
		"Use this to go from a domain to its hosts.")
	etiDomainEvents = etiDomainPart[ETIDomainEvent]("events", "Get Domain Events", "Signature hits.",
		"Use this to learn which rules matched traffic of the domain.")
	etiDomainNameservers = etiDomainPart[ETINameserver]("nameservers", "Get Domain Nameservers", "Name servers, with first and last time seen.",
		"Use this to find domains of the same operator.")
	etiDomainWhois = etiDomainPart[ETIWhois]("whois", "Get Domain Whois", "Registrant and registrar.",
		"Use this to learn who registered a domain, and when.")
	etiDomainGeoloc = etiDomainPart[ETIGeoloc]("geoloc", "Get Domain Geolocation", "Where its addresses are.",
		"Use this to learn in which countries a domain is hosted.")
)

// ETISeenIP is an address of a domain and when it was seen.
type ETISeenIP struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown fields included
	IP        string          `json:"ip"`
	FirstSeen Time            `json:"first_seen"`
	LastSeen  Time            `json:"last_seen"`
}

// ETIDomainEvent is a signature that matched traffic of a domain.
type ETIDomainEvent struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown fields included
	Domain    string          `json:"domain"`
	Date      Time            `json:"date"`   // a day
	Source    Bool            `json:"source"` // the domain was the source; elsewhere this name holds an MD5
	SID       Int             `json:"sid"`    // sent as text here, as a number by the calls about samples
	Signature string          `json:"signature"`
	Count     Int             `json:"count"` // on that day
}

// ETINameserver is a name server of a domain. When it was seen may be missing.
type ETINameserver struct {
	Raw       json.RawMessage `json:"-"`      // as received, unknown fields included
	Server    string          `json:"server"` // may end with a dot
	FirstSeen Time            `json:"first_seen"`
	LastSeen  Time            `json:"last_seen"`
}

// ETIWhois is a domain's registration. Any field but Domain may be missing.
type ETIWhois struct {
	Raw        json.RawMessage `json:"-"`      // as received, unknown fields included
	Domain     string          `json:"domain"` // "": nothing is known
	Registrant ETIRegistrant   `json:"registrant"`
	Registrar  ETIRegistrar    `json:"registrar"`
}

// ETIRegistrant is who registered a domain.
type ETIRegistrant struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Created Time   `json:"created"`
	Updated Time   `json:"updated"`
	Expires Time   `json:"expires"`
}

// ETIRegistrar is where a domain was registered.
type ETIRegistrar struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Website string `json:"website"`
}

// DomainReputationRequest builds the request of [ETIService.DomainReputation].
func (p ETIDomainPartParams) DomainReputationRequest() (Request, error) {
	return etiDomainReputation.Build(p)
}

// DomainURLsRequest builds the request of [ETIService.DomainURLs].
func (p ETIDomainPartParams) DomainURLsRequest() (Request, error) {
	return etiDomainURLs.Build(p)
}

// DomainSamplesRequest builds the request of [ETIService.DomainSamples].
func (p ETIDomainPartParams) DomainSamplesRequest() (Request, error) {
	return etiDomainSamples.Build(p)
}

// DomainIPsRequest builds the request of [ETIService.DomainIPs].
func (p ETIDomainPartParams) DomainIPsRequest() (Request, error) {
	return etiDomainIPs.Build(p)
}

// DomainEventsRequest builds the request of [ETIService.DomainEvents].
func (p ETIDomainPartParams) DomainEventsRequest() (Request, error) {
	return etiDomainEvents.Build(p)
}

// DomainNameserversRequest builds the request of
// [ETIService.DomainNameservers].
func (p ETIDomainPartParams) DomainNameserversRequest() (Request, error) {
	return etiDomainNameservers.Build(p)
}

// DomainWhoisRequest builds the request of [ETIService.DomainWhois].
func (p ETIDomainPartParams) DomainWhoisRequest() (Request, error) {
	return etiDomainWhois.Build(p)
}

// DomainGeolocRequest builds the request of [ETIService.DomainGeoloc].
func (p ETIDomainPartParams) DomainGeolocRequest() (Request, error) {
	return etiDomainGeoloc.Build(p)
}

// DomainReputation walks the categories of a domain's reputation; none if it
// has no bad name. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainReputation(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETIReputation, error] {
	return etiDomainReputation.all(ctx, s.c, p, opts)
}

// DomainURLs walks the paths of requests to a domain, the most recent ones,
// with the values of queries masked by X: "/index.php?id=XXXX". The text is
// all that the service sends of one. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainURLs(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[string, error] {
	return etiDomainURLs.all(ctx, s.c, p, opts)
}

// DomainSamples walks the samples that contacted a domain, the most recent
// ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainSamples(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETISeenSample, error] {
	return etiDomainSamples.all(ctx, s.c, p, opts)
}

// DomainIPs walks the addresses that a domain resolved to, the most recent
// ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainIPs(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETISeenIP, error] {
	return etiDomainIPs.all(ctx, s.c, p, opts)
}

// DomainEvents walks the signatures that matched traffic of a domain, by day,
// the most recent ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainEvents(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETIDomainEvent, error] {
	return etiDomainEvents.all(ctx, s.c, p, opts)
}

// DomainNameservers walks a domain's name servers. Errors are as with
// [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainNameservers(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETINameserver, error] {
	return etiDomainNameservers.all(ctx, s.c, p, opts)
}

// DomainWhois returns a domain's registration; without a Domain in it if none
// is known. Errors are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainWhois(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) (*ETIWhois, error) {
	return etiDomainWhois.one(ctx, s.c, p, opts)
}

// DomainGeoloc walks where a domain's addresses are, one record each. Errors
// are as with [ETIService].
//
// Source: vendor's reference, section Domains; 2026-05.
func (s *ETIService) DomainGeoloc(ctx context.Context, p ETIDomainPartParams, opts ...CallOption) iter.Seq2[ETIGeoloc, error] {
	return etiDomainGeoloc.all(ctx, s.c, p, opts)
}
