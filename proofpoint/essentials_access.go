// Where a domain lives, and acting as somebody else.

package proofpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsEndpoint is a stack on which a domain is active.
type EssentialsEndpoint struct {
	Raw  json.RawMessage `json:"-"`        // as received
	Host string          `json:"endpoint"` // us1.proofpointessentials.com; a URL where the service sends one
}

// UnmarshalJSON reads a text that is the stack, or an object; the element's form
// is unverified.
func (e *EssentialsEndpoint) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return decode(raw, &e.Host)
	}
	type plain EssentialsEndpoint
	return decode(raw, (*plain)(e))
}

// EssentialsImpersonationParams are the parameters of ImpersonationToken.
type EssentialsImpersonationParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// User is the address of the user to act as.
	User string `in:"body:user_to_impersonate" param:"user_to_impersonate" required:"true" pattern:"[^@]+@[^@]+" accepts:"user@domain" doc:"The user to act as."`
}

// EssentialsImpersonationToken lets its bearer sign on once as a user. No print
// verb, no logger of log/slog and no JSON shows it. Encoders that take every
// exported field, XML and gob among them, write Raw: give them Token alone.
type EssentialsImpersonationToken struct {
	// Raw is the answer as received, the token in clear: it is what to take the
	// token from, and what not to write anywhere.
	Raw json.RawMessage `json:"-"`
	// Token is set if the answer is a text, or has a member "token"; its shape is
	// unverified.
	Token Secret `json:"token"`
}

// UnmarshalJSON reads an object, or a text that is the token.
func (t *EssentialsImpersonationToken) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return decode(raw, &t.Token)
	}
	type plain EssentialsImpersonationToken
	return decode(raw, (*plain)(t))
}

// Format writes "[redacted]" for every verb.
func (t EssentialsImpersonationToken) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, redacted) }

// LogValue logs "[redacted]".
func (t EssentialsImpersonationToken) LogValue() slog.Value { return slog.StringValue(redacted) }

var (
	essentialsEndpoints = define[EssentialsOrgParams, EssentialsEndpoint](Operation{
		Name: "essentials.endpoints.list", Title: "List Endpoints", Summary: "Stacks on which a domain is active.",
		When: "Use this to learn which stack an account lives on: any stack answers.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/endpoints/{domain}", Records: pathdata.MustCompile("$.endpoints[*]", "$[:]")},
	})
	essentialsImpersonationToken = define[EssentialsImpersonationParams, EssentialsImpersonationToken](Operation{
		Name: "essentials.tokens.create", Title: "Create Impersonation Token", Summary: "A token for one sign-on as a user.",
		When: "Use this to look at the service as a user does.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/token/{domain}", Format: FormatAny},
	})
)

// EndpointsRequest builds the request of [EssentialsService.Endpoints].
func (p EssentialsOrgParams) EndpointsRequest() (Request, error) { return essentialsEndpoints.Build(p) }

// Endpoints walks the stacks on which a domain is active. Any stack answers, so
// it tells which one to configure.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Endpoints(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsEndpoint, error] {
	return essentialsEndpoints.all(ctx, s.c, p, opts)
}

// ImpersonationTokenRequest builds the request of [EssentialsService.ImpersonationToken].
func (p EssentialsImpersonationParams) ImpersonationTokenRequest() (Request, error) {
	return essentialsImpersonationToken.Build(p)
}

// ImpersonationToken makes a token for one sign-on as a user, who must allow it
// ([EssentialsOdinSettings]); else ErrForbidden. The answer is a secret: see
// [EssentialsImpersonationToken].
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ImpersonationToken(ctx context.Context, p EssentialsImpersonationParams, opts ...CallOption) (*EssentialsImpersonationToken, error) {
	return essentialsImpersonationToken.one(ctx, s.c, p, opts)
}
