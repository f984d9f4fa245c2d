// What an organisation has bought: features, licences, package and products.

package proofpoint

import (
	"context"
	"encoding/json"
)

// EssentialsLicensing is what an organisation has licensed.
type EssentialsLicensing struct {
	Raw            json.RawMessage `json:"-"`             // as received, unknown members included
	LicenseCount   Int             `json:"license_count"` // users
	Package        string          `json:"package"`       // beginner, business, advanced, professional, professional_plus
	IsOnTrial      Bool            `json:"is_on_trial"`
	IsBeginnerPlus Bool            `json:"is_beginner_plus"`
}

// EssentialsReplaceLicensingParams are the parameters of ReplaceLicensing: all
// that licensing has.
type EssentialsReplaceLicensingParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members are further members, by their names on the wire, or all of what was
	// read; the fields below are laid over them.
	Members        map[string]any `in:"body" doc:"Further members, by their names on the wire."`
	LicenseCount   int            `in:"body:license_count" min:"1" doc:"How many users are licensed."`
	Package        string         `in:"body:package" lower:"true" pattern:"[a-z][a-z0-9_]*" accepts:"a word" doc:"The package: beginner, business, advanced, professional, professional_plus."`
	IsOnTrial      *bool          `in:"body:is_on_trial" doc:"Whether it is a trial."`
	IsBeginnerPlus *bool          `in:"body:is_beginner_plus" doc:"Beginner with its addition."`
}

// EssentialsReplacePackageParams are the parameters of ReplacePackage.
type EssentialsReplacePackageParams struct {
	Domain          string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Package         string `in:"body:package" lower:"true" pattern:"[a-z][a-z0-9_]*" accepts:"a word" doc:"The package: beginner, business, advanced, professional, professional_plus."`
	IsActivated     *bool  `in:"body:is_activated" doc:"Whether the package is active."`
	IsEULAConfirmed *bool  `in:"body:is_eula_confirmed" label:"EULA Confirmed" doc:"Whether the licence agreement is confirmed."`
	IsTrialExtended *bool  `in:"body:is_trial_extended" doc:"Whether the trial is extended."`
}

var (
	essentialsFeatures = define[EssentialsOrgParams, EssentialsFeatures](Operation{
		Name: "essentials.features.get", Title: "Get Features", Summary: "Which features are on.",
		When: "Use this before features are changed: the set depends on the package.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/features"},
	})
	essentialsReplaceFeatures = define[EssentialsReplaceFeaturesParams, json.RawMessage](Operation{
		Name: "essentials.features.replace", Title: "Replace Features", Summary: "Replaces which features are on.",
		When: "Use this to switch features on and off: read them, change them, send all.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/features", Format: FormatAny},
	})
	essentialsLicensing = define[EssentialsOrgParams, EssentialsLicensing](Operation{
		Name: "essentials.licensing.get", Title: "Get Licensing", Summary: "Licences and package.",
		When: "Use this to compare licences with users.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/licensing"},
	})
	essentialsReplaceLicensing = define[EssentialsReplaceLicensingParams, json.RawMessage](Operation{
		Name: "essentials.licensing.replace", Title: "Replace Licensing", Summary: "Replaces licences and package.",
		When: "Use this to change the number of licences.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/licensing", Format: FormatAny},
		check:  essentialsSome("members"),
	})
	essentialsReplacePackage = define[EssentialsReplacePackageParams, json.RawMessage](Operation{
		Name: "essentials.package.replace", Title: "Replace Package", Summary: "Changes the package, or activates it.",
		When: "Use this to move a customer to another package.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/package", Format: FormatAny},
		check:  essentialsSome("package"),
	})
)

// FeaturesRequest builds the request of [EssentialsService.Features].
func (p EssentialsOrgParams) FeaturesRequest() (Request, error) { return essentialsFeatures.Build(p) }

// Features returns which features are on. A field is nil where the package does
// not have the feature.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Features(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsFeatures, error) {
	return essentialsFeatures.one(ctx, s.c, p, opts)
}

// ReplaceFeaturesRequest builds the request of [EssentialsService.ReplaceFeatures].
func (p EssentialsReplaceFeaturesParams) ReplaceFeaturesRequest() (Request, error) {
	return essentialsReplaceFeatures.Build(p)
}

// ReplaceFeatures replaces all features: what is not sent is off. Read them with
// [EssentialsService.Features], change them, and give them back; what was not
// changed is sent back as it came.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceFeatures(ctx context.Context, p EssentialsReplaceFeaturesParams, opts ...CallOption) error {
	return essentialsReplaceFeatures.done(ctx, s.c, p, opts)
}

// LicensingRequest builds the request of [EssentialsService.Licensing].
func (p EssentialsOrgParams) LicensingRequest() (Request, error) { return essentialsLicensing.Build(p) }

// Licensing returns licences and package of an organisation.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Licensing(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsLicensing, error) {
	return essentialsLicensing.one(ctx, s.c, p, opts)
}

// ReplaceLicensingRequest builds the request of [EssentialsService.ReplaceLicensing].
func (p EssentialsReplaceLicensingParams) ReplaceLicensingRequest() (Request, error) {
	return essentialsReplaceLicensing.Build(p)
}

// ReplaceLicensing replaces what is licensed: what is not given is gone, so give
// all of what [EssentialsService.Licensing] shows. Nothing at all is a
// *ParamError.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceLicensing(ctx context.Context, p EssentialsReplaceLicensingParams, opts ...CallOption) error {
	return essentialsReplaceLicensing.done(ctx, s.c, p, opts)
}

// ReplacePackageRequest builds the request of [EssentialsService.ReplacePackage].
func (p EssentialsReplacePackageParams) ReplacePackageRequest() (Request, error) {
	return essentialsReplacePackage.Build(p)
}

// ReplacePackage changes the package of an organisation, activates it, confirms
// its agreement or extends its trial; none of that is a *ParamError. There is no call that reads it alone: see
// [EssentialsOrg].
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplacePackage(ctx context.Context, p EssentialsReplacePackageParams, opts ...CallOption) error {
	return essentialsReplacePackage.done(ctx, s.c, p, opts)
}
