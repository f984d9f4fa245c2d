// What a domain is, as it is read, added and replaced.

package proofpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// EssentialsNotVerifiedError means that a domain or a DKIM key could not be
// verified (409): publish the code or the key, wait for the name servers, and
// ask again.
type EssentialsNotVerifiedError struct {
	Err error // an *APIError
}

// Error says what the service said.
func (e *EssentialsNotVerifiedError) Error() string {
	return fmt.Sprintf("%s; it is not verified: publish the code or key and ask again", cause(e.Err))
}

// Unwrap returns the *APIError.
func (e *EssentialsNotVerifiedError) Unwrap() error { return e.Err }

// essentialsVerified makes an EssentialsNotVerifiedError of a 409.
func essentialsVerified(err error) error {
	if e, ok := errors.AsType[*APIError](err); ok && e.StatusCode == http.StatusConflict {
		return &EssentialsNotVerifiedError{Err: err}
	}
	return err
}

// EssentialsDomain is a domain of an organisation.
type EssentialsDomain struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown members included; nil inside an organisation
	Name        string          `json:"name"`
	IsActive    Bool            `json:"is_active"`
	IsRelay     Bool            `json:"is_relay"`
	Destination string          `json:"destination"` // address or host that gets the mail
	Failovers   Strings         `json:"failovers"`
}

// UnmarshalJSON reads today's names and the older ones.
func (d *EssentialsDomain) UnmarshalJSON(raw []byte) error {
	type plain EssentialsDomain
	return essentialsDecode(raw, (*plain)(d))
}

// EssentialsDomainHealth is how a domain is set up. Its shape is unverified: no
// answer has been shown.
type EssentialsDomainHealth struct {
	Raw json.RawMessage `json:"-"` // as received
}

// EssentialsVerificationCode is the code that proves that a domain is the
// organisation's. The shape is unverified.
type EssentialsVerificationCode struct {
	Raw  json.RawMessage `json:"-"`                 // as received; a JSON string where plain text came
	Code string          `json:"verification_code"` // "" if it stands elsewhere in Raw
}

// UnmarshalJSON reads an object, or a text that is the code.
func (c *EssentialsVerificationCode) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return decode(raw, &c.Code)
	}
	type plain EssentialsVerificationCode
	return decode(raw, (*plain)(c))
}

// EssentialsNewDomain is a domain that is to be added.
type EssentialsNewDomain struct {
	Name        string   `json:"name"` // required
	IsActive    *bool    `json:"is_active,omitempty"`
	IsRelay     *bool    `json:"is_relay,omitempty"`
	Destination string   `json:"destination,omitempty"`
	Failovers   []string `json:"failovers,omitempty"`
}

// EssentialsCreateDomainsParams are the parameters of CreateDomains.
type EssentialsCreateDomainsParams struct {
	Domain  string                `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Domains []EssentialsNewDomain `in:"body" required:"true" doc:"The domains: name, destination, is_relay, failovers."`
}

// CreateDomainsRequest builds the request of [EssentialsService.CreateDomains].
func (p EssentialsCreateDomainsParams) CreateDomainsRequest() (Request, error) {
	return essentialsCreateDomains.Build(p)
}

// EssentialsReplaceDomainParams are the parameters of ReplaceDomain: all that a
// domain has.
type EssentialsReplaceDomainParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members are further members, by their names on the wire, or all of what was
	// read; the fields below are laid over them.
	Members     map[string]any `in:"body" doc:"Further members, by their names on the wire."`
	Target      string         `in:"path:target body:name" required:"true" label:"Target Domain" doc:"The domain in question."`
	Destination string         `in:"body:destination" required:"true" doc:"Address or host that gets the mail."`
	IsActive    *bool          `in:"body:is_active" doc:"Whether its mail is handled."`
	IsRelay     *bool          `in:"body:is_relay" doc:"Whether its mail is handed on."`
	Failovers   []string       `in:"body:failovers" doc:"Hosts that get the mail where the destination does not answer."`
}

// EssentialsVerifyDomainParams are the parameters of VerifyDomain.
type EssentialsVerifyDomainParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Target string `in:"path:target" required:"true" label:"Target Domain" doc:"The domain that is to be verified."`
	// Method is TXT (default) or META.
	Method string `in:"path:method" enum:"TXT,META" default:"TXT" doc:"Where the code was published."`
}
