// How people sign in to Essentials. Of these objects no example is public, so
// that they are read and sent as they are.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsIDP is an identity provider. Beyond its id the shape is unverified.
type EssentialsIDP struct {
	Raw  json.RawMessage `json:"-"` // as received
	UUID string          `json:"uuid"`
}

// EssentialsLoginSettings are the settings of signing in. Their shape is
// unverified.
type EssentialsLoginSettings struct {
	Raw json.RawMessage `json:"-"` // as received
}

// EssentialsMFASettings are the settings of second factors. Their shape is
// unverified.
type EssentialsMFASettings struct {
	Raw json.RawMessage `json:"-"` // as received
}

// EssentialsIDPParams name an identity provider of an organisation.
type EssentialsIDPParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	UUID   string `in:"path:uuid" required:"true" doc:"The provider's id."`
}

// EssentialsAddIDPParams are the parameters of AddIDP.
type EssentialsAddIDPParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Settings is the provider; its shape is unverified.
	Settings json.RawMessage `in:"body" required:"true" secret:"password,secret,client_secret,ad_key" doc:"The provider; its shape is unverified."`
}

// EssentialsReplaceIDPParams are the parameters of ReplaceIDP.
type EssentialsReplaceIDPParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	UUID   string `in:"path:uuid" required:"true" doc:"The provider's id."`
	// Settings is the whole provider; its shape is unverified.
	Settings json.RawMessage `in:"body" required:"true" secret:"password,secret,client_secret,ad_key" doc:"The whole provider; its shape is unverified."`
}

// EssentialsSignInParams are the parameters of ReplaceLoginSettings and
// ReplaceMFASettings.
type EssentialsSignInParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Settings are all of the settings: Raw of what was read, changed.
	Settings json.RawMessage `in:"body" required:"true" secret:"password,secret,client_secret,ad_key" doc:"All of the settings; their shape is unverified."`
}

var (
	essentialsIDPs = define[EssentialsOrgParams, EssentialsIDP](Operation{
		Name: "essentials.settings.idps.list", Title: "List Identity Providers", Summary: "Identity providers of an organisation.",
		When: "Use this to review where people sign in.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/authentication/settings/idps", Records: pathdata.MustCompile("$[:]", "$.idps[*]")},
	})
	essentialsIDP = define[EssentialsIDPParams, EssentialsIDP](Operation{
		Name: "essentials.settings.idps.get", Title: "Get Identity Provider", Summary: "One identity provider.",
		When: "Use this to read a provider before changing it.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/authentication/settings/idps/{uuid}"},
	})
	essentialsAddIDP = define[EssentialsAddIDPParams, EssentialsIDP](Operation{
		Name: "essentials.settings.idps.add", Title: "Add Identity Provider", Summary: "Adds an identity provider.",
		When: "Use this to let people sign in elsewhere.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/authentication/settings/idps", Format: FormatAny},
	})
	essentialsReplaceIDP = define[EssentialsReplaceIDPParams, json.RawMessage](Operation{
		Name: "essentials.settings.idps.replace", Title: "Replace Identity Provider", Summary: "Replaces an identity provider.",
		When: "Use this to change a provider: read it, change it, send it whole.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/authentication/settings/idps/{uuid}", Format: FormatAny},
	})
	essentialsDeleteIDP = define[EssentialsIDPParams, json.RawMessage](Operation{
		Name: "essentials.settings.idps.delete", Title: "Delete Identity Provider", Summary: "Deletes an identity provider.",
		When: "Use this when nobody signs in there any more.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/authentication/settings/idps/{uuid}", Format: FormatAny},
	})
	essentialsLoginSettings = define[EssentialsOrgParams, EssentialsLoginSettings](Operation{
		Name: "essentials.settings.login.get", Title: "Get Login Settings", Summary: "How people sign in.",
		When: "Use this to review how people sign in.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/authentication/settings/login"},
	})
	essentialsReplaceLoginSettings = define[EssentialsSignInParams, json.RawMessage](Operation{
		Name: "essentials.settings.login.replace", Title: "Replace Login Settings", Summary: "Replaces how people sign in.",
		When: "Use this to change how people sign in: read, change, send all.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/authentication/settings/login", Format: FormatAny},
	})
	essentialsMFASettings = define[EssentialsOrgParams, EssentialsMFASettings](Operation{
		Name: "essentials.settings.mfa.get", Title: "Get MFA Settings", Summary: "Whether a second factor is asked for.",
		When: "Use this to review who needs a second factor.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/authentication/settings/mfa"},
	})
	essentialsReplaceMFASettings = define[EssentialsSignInParams, json.RawMessage](Operation{
		Name: "essentials.settings.mfa.replace", Title: "Replace MFA Settings", Summary: "Replaces whether a second factor is asked for.",
		When: "Use this to ask for a second factor.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/authentication/settings/mfa", Format: FormatAny},
	})
)

// IDPsRequest builds the request of [EssentialsService.IDPs].
func (p EssentialsOrgParams) IDPsRequest() (Request, error) { return essentialsIDPs.Build(p) }

// IDPs walks the identity providers of an organisation. Whether the list is bare
// is unverified; both forms are read.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) IDPs(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsIDP, error] {
	return essentialsIDPs.all(ctx, s.c, p, opts)
}

// IDPRequest builds the request of [EssentialsService.IDP].
func (p EssentialsIDPParams) IDPRequest() (Request, error) { return essentialsIDP.Build(p) }

// IDP returns one identity provider; ErrNotFound if there is none of that id.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) IDP(ctx context.Context, p EssentialsIDPParams, opts ...CallOption) (*EssentialsIDP, error) {
	return essentialsIDP.one(ctx, s.c, p, opts)
}

// AddIDPRequest builds the request of [EssentialsService.AddIDP].
func (p EssentialsAddIDPParams) AddIDPRequest() (Request, error) { return essentialsAddIDP.Build(p) }

// AddIDP adds an identity provider. The result is empty where the service
// answers with nothing or a text. A refusal inside an answer is an
// [*EssentialsItemError].
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) AddIDP(ctx context.Context, p EssentialsAddIDPParams, opts ...CallOption) (*EssentialsIDP, error) {
	return essentialsMade(ctx, s.c, essentialsAddIDP, p, opts)
}

// ReplaceIDPRequest builds the request of [EssentialsService.ReplaceIDP].
func (p EssentialsReplaceIDPParams) ReplaceIDPRequest() (Request, error) {
	return essentialsReplaceIDP.Build(p)
}

// ReplaceIDP replaces an identity provider whole: what is not sent is gone.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceIDP(ctx context.Context, p EssentialsReplaceIDPParams, opts ...CallOption) error {
	return essentialsReplaceIDP.done(ctx, s.c, p, opts)
}

// DeleteIDPRequest builds the request of [EssentialsService.DeleteIDP].
func (p EssentialsIDPParams) DeleteIDPRequest() (Request, error) { return essentialsDeleteIDP.Build(p) }

// DeleteIDP deletes an identity provider: nobody can sign in by it any more.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteIDP(ctx context.Context, p EssentialsIDPParams, opts ...CallOption) error {
	return essentialsDeleteIDP.done(ctx, s.c, p, opts)
}

// LoginSettingsRequest builds the request of [EssentialsService.LoginSettings].
func (p EssentialsOrgParams) LoginSettingsRequest() (Request, error) {
	return essentialsLoginSettings.Build(p)
}

// LoginSettings returns how people sign in.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) LoginSettings(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsLoginSettings, error) {
	return essentialsLoginSettings.one(ctx, s.c, p, opts)
}

// ReplaceLoginSettingsRequest builds the request of [EssentialsService.ReplaceLoginSettings].
func (p EssentialsSignInParams) ReplaceLoginSettingsRequest() (Request, error) {
	return essentialsReplaceLoginSettings.Build(p)
}

// ReplaceLoginSettings replaces all settings of signing in: what is not sent is
// gone.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceLoginSettings(ctx context.Context, p EssentialsSignInParams, opts ...CallOption) error {
	return essentialsReplaceLoginSettings.done(ctx, s.c, p, opts)
}

// MFASettingsRequest builds the request of [EssentialsService.MFASettings].
func (p EssentialsOrgParams) MFASettingsRequest() (Request, error) {
	return essentialsMFASettings.Build(p)
}

// MFASettings returns whether a second factor is asked for. One that is asked of
// the caller's own user keeps this API out.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) MFASettings(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsMFASettings, error) {
	return essentialsMFASettings.one(ctx, s.c, p, opts)
}

// ReplaceMFASettingsRequest builds the request of [EssentialsService.ReplaceMFASettings].
func (p EssentialsSignInParams) ReplaceMFASettingsRequest() (Request, error) {
	return essentialsReplaceMFASettings.Build(p)
}

// ReplaceMFASettings replaces all settings of second factors: what is not sent
// is gone.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceMFASettings(ctx context.Context, p EssentialsSignInParams, opts ...CallOption) error {
	return essentialsReplaceMFASettings.done(ctx, s.c, p, opts)
}
