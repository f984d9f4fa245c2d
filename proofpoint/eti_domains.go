// ETI: what is known of a domain. The service has eight calls for it and no
// single one; eti.domain puts them together.

package proofpoint

import (
	"encoding/json"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// ETIDomainParams are the parameters of the operations about one domain.
type ETIDomainParams struct {
	// Domain is the domain's name, "login-update.example" say.
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

// etiDomainParts are the eight calls.
var etiDomainParts = []struct{ name, title, summary string }{
	{"reputation", "Get Domain Reputation", "Categories and scores (0 to 127)."},
	{"urls", "Get Domain URLs", "Request paths seen, query values masked."},
	{"samples", "Get Domain Samples", "Malware samples that contacted the domain."},
	{"ips", "Get Domain IPs", "Addresses that the domain resolved to."},
	{"events", "Get Domain Events", "Signature hits."},
	{"nameservers", "Get Domain Nameservers", "Name servers, with first and last time seen."},
	{"whois", "Get Domain Whois", "Registrant and registrar."},
	{"geoloc", "Get Domain Geolocation", "Where its addresses are."},
}

func etiDomainPart(name, title, summary string) *Operation {
	return builtin[ETIDomainParams](Operation{
		Name: "eti.domains." + name, Title: title, Summary: summary, When: "Use this when only this part of a domain's intelligence is needed.",
		Docs: etiDocs, Source: "vendor's reference; 2026-05",
		Proto: Request{Service: ETI, Path: "/domains/{domain}/" + name, Pool: etiPool,
			Records: pathdata.MustCompile("$.response"), Refused: pathdata.MustCompile("$.success").Optional()},
	})
}

// etiDomainChain asks the eight parts for the domain of a parent record.
func etiDomainChain() []Then {
	domain := pathdata.MustCompile("$.domain")
	var then []Then
	for _, p := range etiDomainParts {
		then = append(then, Then{Ask: etiDomainPart(p.name, p.title, p.summary), Name: p.name, Pick: map[string]*pathdata.Selector{"domain": domain}})
	}
	return then
}

// etiDomainName is the parameter of eti.domain.
type etiDomainName struct {
	Domain string `in:"value:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

var _ = builtin[etiDomainName](Operation{
	Name: "eti.domain", Title: "Get Domain Intelligence", Summary: "Everything known of one domain: eight calls, one record.",
	When: "Use this to enrich an alert that names a domain.", Docs: etiDocs, Source: "vendor's reference; 2026-05",
	Proto: Request{Service: ETI, Value: json.RawMessage(`{}`), Then: etiDomainChain()},
})
