// DKIM keys of a domain.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
)

// EssentialsDKIMKeyParams name a DKIM key of a domain.
type EssentialsDKIMKeyParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Target string `in:"path:target" required:"true" label:"Target Domain" doc:"The domain that signs."`
	// Selector names the key: the record is <selector>._domainkey.<target>.
	Selector string `in:"path:selector" required:"true" doc:"The key's selector."`
}

// EssentialsDKIMKey is a key pair of a domain; the private half is never shown.
type EssentialsDKIMKey struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown members included
	DID       Int             `json:"did"`
	Domain    string          `json:"domain"`
	Selector  string          `json:"selector"`
	IsValid   Bool            `json:"is_valid"`   // the public key was found in DNS
	PublicKey string          `json:"public_key"` // base64
}

// EssentialsCreateDKIMKeyParams are the parameters of CreateDKIMKey.
type EssentialsCreateDKIMKeyParams struct {
	Domain   string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Target   string `in:"path:target" required:"true" label:"Target Domain" doc:"The domain that signs."`
	Selector string `in:"path:selector" required:"true" doc:"The key's selector."`
	// Members is the body. Its shape is unverified; an empty object by default.
	Members json.RawMessage `in:"body" default:"{}" doc:"The body; its shape is unverified."`
}

var (
	essentialsDKIMKeys = define[EssentialsDomainParams, EssentialsDKIMKey](Operation{
		Name: "essentials.dkim.list", Title: "List DKIM Keys", Summary: "All DKIM keys of a domain.",
		When: "Use this to review who signs for a domain.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains/{target}/dkim"},
	})
	essentialsDKIMKey = define[EssentialsDKIMKeyParams, EssentialsDKIMKey](Operation{
		Name: "essentials.dkim.get", Title: "Get DKIM Key", Summary: "One DKIM key.",
		When: "Use this to read the public key that DNS shall hold.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/domains/{target}/dkim/{selector}"},
	})
	essentialsCreateDKIMKey = define[EssentialsCreateDKIMKeyParams, EssentialsDKIMKey](Operation{
		Name: "essentials.dkim.create", Title: "Create DKIM Key", Summary: "Makes a DKIM key.",
		When: "Use this to begin signing, or to turn to a new key.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/domains/{target}/dkim/{selector}", Format: FormatAny},
	})
	essentialsDeleteDKIMKey = define[EssentialsDKIMKeyParams, json.RawMessage](Operation{
		Name: "essentials.dkim.delete", Title: "Delete DKIM Key", Summary: "Deletes a DKIM key.",
		When: "Use this after a new key has taken over.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/domains/{target}/dkim/{selector}", Format: FormatAny},
	})
	essentialsDeleteDKIMKeys = define[EssentialsDomainParams, json.RawMessage](Operation{
		Name: "essentials.dkim.delete_all", Title: "Delete All DKIM Keys", Summary: "Deletes all DKIM keys of a domain.",
		When: "Use this to end signing for a domain.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/domains/{target}/dkim", Format: FormatAny},
	})
	essentialsVerifyDKIMKey = define[EssentialsDKIMKeyParams, json.RawMessage](Operation{
		Name: "essentials.dkim.verify", Title: "Verify DKIM Key", Summary: "Has the service look for a public key in DNS.",
		When: "Use this after the public key was published.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/domains/{target}/dkim/{selector}/verify", Format: FormatAny},
	})
)

// DKIMKeysRequest builds the request of [EssentialsService.DKIMKeys].
func (p EssentialsDomainParams) DKIMKeysRequest() (Request, error) {
	return essentialsDKIMKeys.Build(p)
}

// DKIMKeys walks all DKIM keys of a domain. The answer is a bare array.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DKIMKeys(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) iter.Seq2[EssentialsDKIMKey, error] {
	return essentialsDKIMKeys.all(ctx, s.c, p, opts)
}

// DKIMKeyRequest builds the request of [EssentialsService.DKIMKey].
func (p EssentialsDKIMKeyParams) DKIMKeyRequest() (Request, error) { return essentialsDKIMKey.Build(p) }

// DKIMKey returns the key of a selector; ErrNotFound if there is none.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DKIMKey(ctx context.Context, p EssentialsDKIMKeyParams, opts ...CallOption) (*EssentialsDKIMKey, error) {
	return essentialsDKIMKey.one(ctx, s.c, p, opts)
}

// CreateDKIMKeyRequest builds the request of [EssentialsService.CreateDKIMKey].
func (p EssentialsCreateDKIMKeyParams) CreateDKIMKeyRequest() (Request, error) {
	return essentialsCreateDKIMKey.Build(p)
}

// CreateDKIMKey makes a key pair. The result is empty where the service answers
// with nothing or a text; ask [EssentialsService.DKIMKey] then. A refusal inside
// an answer is an [*EssentialsItemError].
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) CreateDKIMKey(ctx context.Context, p EssentialsCreateDKIMKeyParams, opts ...CallOption) (*EssentialsDKIMKey, error) {
	return essentialsMade(ctx, s.c, essentialsCreateDKIMKey, p, opts)
}

// DeleteDKIMKeyRequest builds the request of [EssentialsService.DeleteDKIMKey].
func (p EssentialsDKIMKeyParams) DeleteDKIMKeyRequest() (Request, error) {
	return essentialsDeleteDKIMKey.Build(p)
}

// DeleteDKIMKey deletes the key of a selector.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteDKIMKey(ctx context.Context, p EssentialsDKIMKeyParams, opts ...CallOption) error {
	return essentialsDeleteDKIMKey.done(ctx, s.c, p, opts)
}

// DeleteDKIMKeysRequest builds the request of [EssentialsService.DeleteDKIMKeys].
func (p EssentialsDomainParams) DeleteDKIMKeysRequest() (Request, error) {
	return essentialsDeleteDKIMKeys.Build(p)
}

// DeleteDKIMKeys deletes all DKIM keys of a domain: its mail is no longer
// signed.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteDKIMKeys(ctx context.Context, p EssentialsDomainParams, opts ...CallOption) error {
	return essentialsDeleteDKIMKeys.done(ctx, s.c, p, opts)
}

// VerifyDKIMKeyRequest builds the request of [EssentialsService.VerifyDKIMKey].
func (p EssentialsDKIMKeyParams) VerifyDKIMKeyRequest() (Request, error) {
	return essentialsVerifyDKIMKey.Build(p)
}

// VerifyDKIMKey has the service look for the public key in DNS: nil means that
// it is there. A 409 is an [*EssentialsNotVerifiedError] around the *APIError;
// that it is 409 here too is inferred from the verification of domains.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) VerifyDKIMKey(ctx context.Context, p EssentialsDKIMKeyParams, opts ...CallOption) error {
	return essentialsVerified(essentialsVerifyDKIMKey.done(ctx, s.c, p, opts))
}
