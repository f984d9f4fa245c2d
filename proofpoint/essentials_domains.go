// Domains of an organisation, and how it is proved that they are its own.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsDomainParams name a domain of an organisation.
type EssentialsDomainParams struct {
	// Domain is any domain of the organisation.
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Target is the domain in question.
	Target string `in:"path:target" required:"true" label:"Target Domain" doc:"The domain in question."`
}

var (
	essentialsDomains = define[EssentialsOrgParams, EssentialsDomain](Operation{
		Name: "essentials.domains.list", Title: "List Domains", Summary: "All domains of an organisation.",
		When: "Use this to see where mail goes.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains", Records: pathdata.MustCompile("$[:]", "$.domains[*]")},
	})
	essentialsDomain = define[EssentialsDomainParams, EssentialsDomain](Operation{
		Name: "essentials.domains.get", Title: "Get Domain", Summary: "One domain.",
		When: "Use this to read one domain before changing it.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains/{target}"},
	})
	essentialsCreateDomains = define[EssentialsCreateDomainsParams, EssentialsItem](Operation{
		Name: "essentials.domains.create", Title: "Create Domains", Summary: "Adds domains, one or many.",
		When: "Use this to take further domains under protection.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/domains", Format: FormatAny},
		check:  essentialsCheckDomains,
	})
	essentialsReplaceDomain = define[EssentialsReplaceDomainParams, json.RawMessage](Operation{
		Name: "essentials.domains.replace", Title: "Replace Domain", Summary: "Replaces the settings of a domain.",
		When: "Use this to send the mail of a domain elsewhere.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/domains/{target}", Format: FormatAny},
	})
	essentialsDeleteDomain = define[EssentialsDomainParams, json.RawMessage](Operation{
		Name: "essentials.domains.delete", Title: "Delete Domain", Summary: "Deletes a domain.",
		When: "Use this when a domain is given up.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/domains/{target}", Format: FormatAny},
	})
	essentialsDomainHealth = define[EssentialsDomainParams, EssentialsDomainHealth](Operation{
		Name: "essentials.domains.health", Title: "Get Domain Health", Summary: "How a domain is set up.",
		When: "Use this to look for domains whose mail does not pass the service.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains/{target}/health"},
	})
	essentialsVerificationCode = define[EssentialsDomainParams, EssentialsVerificationCode](Operation{
		Name: "essentials.domains.verification_code", Title: "Get Verification Code", Summary: "The code that proves that a domain is yours.",
		When: "Use this before a domain is verified by TXT record or META tag.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains/{target}/verification-code", Format: FormatAny},
	})
	essentialsVerifyDomain = define[EssentialsVerifyDomainParams, json.RawMessage](Operation{
		Name: "essentials.domains.verify", Title: "Verify Domain", Summary: "Has the service look for the code.",
		When: "Use this after the code was published.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/domains/{target}/verify/{method}", Format: FormatAny},
	})
)

// DomainsRequest builds the request of [EssentialsService.Domains].
func (p EssentialsOrgParams) DomainsRequest() (Request, error) { return essentialsDomains.Build(p) }

// Domains walks all domains of an organisation, in one answer without paging; in
// an object or bare, both are read.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Domains(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsDomain, error] {
	return essentialsDomains.all(ctx, s.c, p, opts)
}

// DomainRequest builds the request of [EssentialsService.Domain].
func (p EssentialsDomainParams) DomainRequest() (Request, error) { return essentialsDomain.Build(p) }

// Domain returns one domain; ErrNotFound if the organisation has none of that
// name.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Domain(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) (*EssentialsDomain, error) {
	return essentialsDomain.one(ctx, s.c, p, opts)
}

// CreateDomains adds domains in one request and walks what became of each: the
// sequence has no error for a domain that was refused, its item has
// ([EssentialsItem.Err]). Domains without a name are refused before the request.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) CreateDomains(ctx context.Context, p EssentialsCreateDomainsParams, opts ...CallOption) iter.Seq2[EssentialsItem, error] {
	r, err := p.CreateDomainsRequest()
	return essentialsItems(ctx, s.c, r, err, opts)
}

// ReplaceDomainRequest builds the request of [EssentialsService.ReplaceDomain].
func (p EssentialsReplaceDomainParams) ReplaceDomainRequest() (Request, error) {
	return essentialsReplaceDomain.Build(p)
}

// ReplaceDomain replaces a domain whole: what is not given is gone. Read it with
// [EssentialsService.Domain] first.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceDomain(ctx context.Context, p EssentialsReplaceDomainParams, opts ...CallOption) error {
	return essentialsReplaceDomain.done(ctx, s.c, p, opts)
}

// DeleteDomainRequest builds the request of [EssentialsService.DeleteDomain].
func (p EssentialsDomainParams) DeleteDomainRequest() (Request, error) {
	return essentialsDeleteDomain.Build(p)
}

// DeleteDomain deletes a domain; ErrNotFound if the organisation has none of
// that name.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteDomain(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) error {
	return essentialsDeleteDomain.done(ctx, s.c, p, opts)
}

// DomainHealthRequest builds the request of [EssentialsService.DomainHealth].
func (p EssentialsDomainParams) DomainHealthRequest() (Request, error) {
	return essentialsDomainHealth.Build(p)
}

// DomainHealth returns how a domain is set up. The shape of the answer is
// unverified: read Raw.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DomainHealth(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) (*EssentialsDomainHealth, error) {
	return essentialsDomainHealth.one(ctx, s.c, p, opts)
}

// VerificationCodeRequest builds the request of [EssentialsService.VerificationCode].
func (p EssentialsDomainParams) VerificationCodeRequest() (Request, error) {
	return essentialsVerificationCode.Build(p)
}

// VerificationCode returns the code to be published as a TXT record or META tag.
// The shape of the answer is unverified: Code is filled from an object or a
// text, Raw holds what came.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) VerificationCode(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) (*EssentialsVerificationCode, error) {
	return essentialsVerificationCode.one(ctx, s.c, p, opts)
}

// VerifyDomainRequest builds the request of [EssentialsService.VerifyDomain].
func (p EssentialsVerifyDomainParams) VerifyDomainRequest() (Request, error) {
	return essentialsVerifyDomain.Build(p)
}

// VerifyDomain has the service look for the code, by TXT or META: nil means that
// the domain is verified. Where it could not be verified (409) the error is an
// [*EssentialsNotVerifiedError] around the *APIError.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) VerifyDomain(ctx context.Context, p EssentialsVerifyDomainParams, opts ...CallOption) error {
	return essentialsVerified(essentialsVerifyDomain.done(ctx, s.c, p, opts))
}
