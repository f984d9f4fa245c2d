// The directory that users are taken from, and who is not taken.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsReplaceAzureParams are the parameters of ReplaceAzure: all settings.
// A nil flag is not sent; at least one setting must be.
type EssentialsReplaceAzureParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members are further members, by their names on the wire, or all of what was
	// read; the fields below are laid over them.
	Members                map[string]any `in:"body" secret:"password,secret,client_secret,ad_key" doc:"Further members, by their names on the wire."`
	PrimaryDomain          string         `in:"body:primary_domain" doc:"The directory's primary domain."`
	ApplicationID          string         `in:"body:application_id" label:"Application ID" doc:"The application's id in the directory."`
	ADKey                  Secret         `in:"body:ad_key" param:"ad_key" label:"Application Secret" secret:"true" doc:"The application's secret."`
	DisableLogin           *bool          `in:"body:disable_login" doc:"Whether synchronised users cannot log in."`
	DefaultUserRoleName    string         `in:"body:default_user_role_name" lower:"true" pattern:"[a-z][a-z0-9_]*" accepts:"a word" doc:"The type of new users: end_user, silent_user."`
	SyncFrequency          int            `in:"body:sync_frequency" min:"1" doc:"Hours between synchronisations."`
	SyncActiveUsers        *bool          `in:"body:sync_active_users" doc:"Take active users."`
	SyncDistributionGroups *bool          `in:"body:sync_distribution_groups" doc:"Take distribution groups."`
	SyncSecurityGroups     *bool          `in:"body:sync_security_groups" doc:"Take security groups."`
	AddUsers               *bool          `in:"body:add_users" doc:"Create users."`
	UpdateUsers            *bool          `in:"body:update_users" doc:"Change users."`
	RemoveDeletedUsers     *bool          `in:"body:remove_deleted_users" doc:"Delete users that the directory deleted."`
	AddGroups              *bool          `in:"body:add_groups" doc:"Create groups."`
	UpdateGroups           *bool          `in:"body:update_groups" doc:"Change groups."`
	RemoveDeletedGroups    *bool          `in:"body:remove_deleted_groups" doc:"Delete groups that the directory deleted."`
}

// EssentialsSyncExemptionsParams are the parameters of AddSyncExemptions.
type EssentialsSyncExemptionsParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Emails are sent as an array of texts; the vendor speaks of a list, its
	// form is unverified.
	Emails []string `in:"body" required:"true" pattern:"[^@]+@[^@]+" accepts:"addresses" doc:"Addresses that shall not be synchronised."`
}

var (
	essentialsAzure = define[EssentialsOrgParams, EssentialsAzure](Operation{
		Name: "essentials.settings.azure.get", Title: "Get Azure Settings", Summary: "How users are taken from Azure.",
		When: "Use this to look for secrets that expire, or synchronisations that fail.", Docs: essentialsDocs,
		Source: "a PowerShell module (PSProofpoint) and code generated from the vendor's OpenAPI file; seen 2026-11",
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/settings/azure"},
	})
	essentialsReplaceAzure = define[EssentialsReplaceAzureParams, json.RawMessage](Operation{
		Name: "essentials.settings.azure.replace", Title: "Replace Azure Settings", Summary: "Replaces how users are taken from Azure.",
		When: "Use this to set up the directory, or to change its secret.", Docs: essentialsDocs,
		Source: "a PowerShell module (PSProofpoint) and code generated from the vendor's OpenAPI file; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/settings/azure", Format: FormatAny},
		check:  essentialsSome("members"),
	})
	essentialsDeleteAzure = define[EssentialsOrgParams, json.RawMessage](Operation{
		Name: "essentials.settings.azure.delete", Title: "Delete Azure Settings", Summary: "Clears how users are taken from Azure.",
		When: "Use this to part from the directory.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/settings/azure", Format: FormatAny},
	})
	essentialsSyncExemptions = define[EssentialsOrgParams, EssentialsExemption](Operation{
		Name: "essentials.settings.azure.exemptions.list", Title: "List Sync Exemptions", Summary: "Users that are not taken from Azure.",
		When: "Use this to review who is kept out of the synchronisation.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/settings/azure/exemptions", Records: pathdata.MustCompile("$[:]", "$.exemptions[*]")},
	})
	essentialsAddSyncExemptions = define[EssentialsSyncExemptionsParams, json.RawMessage](Operation{
		Name: "essentials.settings.azure.exemptions.add", Title: "Add Sync Exemptions", Summary: "Keeps users out of the synchronisation.",
		When: "Use this for users that are looked after by hand.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/settings/azure/exemptions", Format: FormatAny},
	})
	essentialsDeleteSyncExemptions = define[EssentialsOrgParams, json.RawMessage](Operation{
		Name: "essentials.settings.azure.exemptions.delete_all", Title: "Delete All Sync Exemptions", Summary: "Ends all exemptions from the synchronisation.",
		When: "Use this to take everybody from the directory again.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/settings/azure/exemptions", Format: FormatAny},
	})
	essentialsDeleteSyncExemption = define[EssentialsUserParams, json.RawMessage](Operation{
		Name: "essentials.settings.azure.exemptions.delete", Title: "Delete Sync Exemption", Summary: "Ends one exemption from the synchronisation.",
		When: "Use this to take one user from the directory again.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/settings/azure/exemptions/{email}", Format: FormatAny},
	})
)

// AzureRequest builds the request of [EssentialsService.Azure].
func (p EssentialsOrgParams) AzureRequest() (Request, error) { return essentialsAzure.Build(p) }

// Azure returns how users are taken from the directory; ErrNotFound may mean
// that nothing is set up.
//
// Source: a PowerShell module (PSProofpoint) and code generated from the
// vendor's OpenAPI file; 2026-11.
func (s *EssentialsService) Azure(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsAzure, error) {
	return essentialsAzure.one(ctx, s.c, p, opts)
}

// ReplaceAzureRequest builds the request of [EssentialsService.ReplaceAzure].
func (p EssentialsReplaceAzureParams) ReplaceAzureRequest() (Request, error) {
	return essentialsReplaceAzure.Build(p)
}

// ReplaceAzure replaces all of the settings: what is not given is gone, the
// secret too. Nothing at all is a *ParamError.
//
// Source: a PowerShell module (PSProofpoint) and code generated from the
// vendor's OpenAPI file; 2026-11.
func (s *EssentialsService) ReplaceAzure(ctx context.Context, p EssentialsReplaceAzureParams, opts ...CallOption) error {
	return essentialsReplaceAzure.done(ctx, s.c, p, opts)
}

// DeleteAzureRequest builds the request of [EssentialsService.DeleteAzure].
func (p EssentialsOrgParams) DeleteAzureRequest() (Request, error) {
	return essentialsDeleteAzure.Build(p)
}

// DeleteAzure clears the settings; users that were taken stay.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteAzure(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) error {
	return essentialsDeleteAzure.done(ctx, s.c, p, opts)
}

// SyncExemptionsRequest builds the request of [EssentialsService.SyncExemptions].
func (p EssentialsOrgParams) SyncExemptionsRequest() (Request, error) {
	return essentialsSyncExemptions.Build(p)
}

// SyncExemptions walks the users that are not taken from the directory. The
// answer is a bare array.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) SyncExemptions(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsExemption, error] {
	return essentialsSyncExemptions.all(ctx, s.c, p, opts)
}

// AddSyncExemptionsRequest builds the request of [EssentialsService.AddSyncExemptions].
func (p EssentialsSyncExemptionsParams) AddSyncExemptionsRequest() (Request, error) {
	return essentialsAddSyncExemptions.Build(p)
}

// AddSyncExemptions keeps users out of the synchronisation. Though it is a PUT,
// the vendor says that it adds.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) AddSyncExemptions(ctx context.Context, p EssentialsSyncExemptionsParams, opts ...CallOption) error {
	return essentialsAddSyncExemptions.done(ctx, s.c, p, opts)
}

// DeleteSyncExemptionsRequest builds the request of [EssentialsService.DeleteSyncExemptions].
func (p EssentialsOrgParams) DeleteSyncExemptionsRequest() (Request, error) {
	return essentialsDeleteSyncExemptions.Build(p)
}

// DeleteSyncExemptions ends all exemptions.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteSyncExemptions(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) error {
	return essentialsDeleteSyncExemptions.done(ctx, s.c, p, opts)
}

// DeleteSyncExemptionRequest builds the request of [EssentialsService.DeleteSyncExemption].
func (p EssentialsUserParams) DeleteSyncExemptionRequest() (Request, error) {
	return essentialsDeleteSyncExemption.Build(p)
}

// DeleteSyncExemption ends the exemption of one user.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteSyncExemption(ctx context.Context, p EssentialsUserParams, opts ...CallOption) error {
	return essentialsDeleteSyncExemption.done(ctx, s.c, p, opts)
}
