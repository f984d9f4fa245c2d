// The account that calls, and organisations: the caller's own and its children.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsOrgParams name an organisation. Many calls take nothing else.
type EssentialsOrgParams struct {
	// Domain is any domain of the organisation; the primary one is usual.
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
}

// EssentialsMe is who calls, as what, and for which organisation.
type EssentialsMe struct {
	Raw                 json.RawMessage `json:"-"`    // as received, unknown members included
	Type                string          `json:"type"` // a user type, see [EssentialsUser]
	IsAdmin             Bool            `json:"is_admin"`
	IsPartnerAdmin      Bool            `json:"is_partner_admin"`
	ReadOnlyUser        Bool            `json:"read_only_user"` // every write answers 403
	EntityType          string          `json:"entity_type"`    // an organisation type, see [EssentialsOrg]
	EntityPrimaryDomain string          `json:"entity_primary_domain"`
}

var (
	essentialsMe = define[noParams, EssentialsMe](Operation{
		Name: "essentials.me", Title: "Get Me", Summary: "Who calls: type of user, and organisation.",
		When: "Use this to try a login, and to learn whether it may write.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/me"},
	})
	essentialsOrg = define[EssentialsOrgParams, EssentialsOrg](Operation{
		Name: "essentials.orgs.get", Title: "Get Organisation", Summary: "One organisation, with its domains.",
		When: "Use this to read licences, renewal and settings of one customer.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}"},
	})
	essentialsOrgs = define[EssentialsOrgParams, EssentialsOrg](Operation{
		Name: "essentials.orgs.list", Title: "List Organisations", Summary: "An organisation and its children.",
		When: "Use this to walk all customers of a partner.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/orgs", Records: pathdata.MustCompile("$[:]", "$.orgs[*]")},
	})
	essentialsUpdateOrg = define[EssentialsUpdateOrgParams, json.RawMessage](Operation{
		Name: "essentials.orgs.update", Title: "Update Organisation", Summary: "Changes single members of an organisation.",
		When: "Use this to change a name, an address or a number of licences.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}", Format: FormatAny},
		check:  essentialsSome("members"),
	})
	essentialsDeleteOrg = define[EssentialsOrgParams, json.RawMessage](Operation{
		Name: "essentials.orgs.delete", Title: "Delete Organisation", Summary: "Deletes an organisation.",
		When: "Use this to end a customer.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}", Format: FormatAny},
	})
	essentialsCreateOrgs = define[EssentialsCreateOrgsParams, EssentialsItem](Operation{
		Name: "essentials.orgs.create", Title: "Create Organisations", Summary: "Creates children of an organisation, one or many.",
		When: "Use this to set up new customers of a partner.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/orgs", Format: FormatAny},
		check:  essentialsCheckOrgs,
	})
)

// Me returns who the credential belongs to: the cheapest way to try it. A wrong
// login is ErrUnauthorized.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Me(ctx context.Context, opts ...CallOption) (*EssentialsMe, error) {
	return essentialsMe.one(ctx, s.c, noParams{}, opts)
}

// OrgRequest builds the request of [EssentialsService.Org].
func (p EssentialsOrgParams) OrgRequest() (Request, error) { return essentialsOrg.Build(p) }

// Org returns an organisation, found by any of its domains. One that does not
// exist, or lives on another stack, is ErrNotFound; one that is not the caller's
// is ErrForbidden.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Org(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsOrg, error) {
	return essentialsOrg.one(ctx, s.c, p, opts)
}

// OrgsRequest builds the request of [EssentialsService.Orgs].
func (p EssentialsOrgParams) OrgsRequest() (Request, error) { return essentialsOrgs.Build(p) }

// Orgs walks an organisation and its children, in one answer without paging. The
// list comes in an object or bare, by age of the service; both are read.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Orgs(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsOrg, error] {
	return essentialsOrgs.all(ctx, s.c, p, opts)
}

// UpdateOrg changes the members that are given and no others. At least one must
// be given: none is a *ParamError. It takes the place of the vendor's deprecated
// PUT.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) UpdateOrg(ctx context.Context, p EssentialsUpdateOrgParams, opts ...CallOption) error {
	return essentialsUpdateOrg.done(ctx, s.c, p, opts)
}

// DeleteOrgRequest builds the request of [EssentialsService.DeleteOrg].
func (p EssentialsOrgParams) DeleteOrgRequest() (Request, error) { return essentialsDeleteOrg.Build(p) }

// DeleteOrg deletes an organisation with all that it has. It cannot be undone.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteOrg(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) error {
	return essentialsDeleteOrg.done(ctx, s.c, p, opts)
}

// CreateOrgs creates organisations below Domain, in one request, and walks what
// became of each: the sequence has no error for an organisation that was
// refused, its item has ([EssentialsItem.Err]). Each needs a name, a primary
// domain, an administrator and at least one domain; the rest is refused before
// the request. A request whose fate is not known is an *AmbiguousError and is
// not repeated.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) CreateOrgs(ctx context.Context, p EssentialsCreateOrgsParams, opts ...CallOption) iter.Seq2[EssentialsItem, error] {
	r, err := p.CreateOrgsRequest()
	return essentialsItems(ctx, s.c, r, err, opts)
}
