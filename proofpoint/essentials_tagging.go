// Tags that are put on mail to warn its readers, and senders that are exempt.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsTagging is which mail is tagged.
type EssentialsTagging struct {
	Raw              json.RawMessage       `json:"-"` // as received, unknown members included
	EmailWarningTags EssentialsWarningTags `json:"email_warning_tags"`
	EmailSubjectTags EssentialsSubjectTags `json:"email_subject_tags"`
}

// EssentialsWarningTags are tags in the text of mail.
type EssentialsWarningTags struct {
	IsEnabled   Bool                      `json:"is_enabled"`
	InfoTags    EssentialsInfoTags        `json:"info_tags"`
	WarningTags EssentialsWarningTagKinds `json:"warning_tags"`
}

// EssentialsInfoTags are tags that inform.
type EssentialsInfoTags struct {
	ExternalSender Bool `json:"external_sender"`
}

// EssentialsWarningTagKinds are tags that warn.
type EssentialsWarningTagKinds struct {
	DMARCFailure     Bool `json:"dmarc_failure"`
	DomainAgeFailure Bool `json:"domain_age_failure"` // a young domain
	GeoIPFailure     Bool `json:"geo_ip_failure"`
}

// EssentialsSubjectTags are tags in the subject of mail.
type EssentialsSubjectTags struct {
	IsEnabled Bool `json:"is_enabled"`
}

// EssentialsTaggingParams are the parameters of ReplaceTagging and UpdateTagging.
// A nil flag is not sent.
type EssentialsTaggingParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members are further members, by their names on the wire, or all of what was
	// read; the fields below are laid over them.
	Members          map[string]any `in:"body" doc:"Further members, by their names on the wire."`
	WarningTags      *bool          `in:"body:email_warning_tags.is_enabled" doc:"Whether mail is tagged in its text."`
	ExternalSender   *bool          `in:"body:email_warning_tags.info_tags.external_sender" doc:"Tag mail from outside."`
	DMARCFailure     *bool          `in:"body:email_warning_tags.warning_tags.dmarc_failure" param:"dmarc_failure" doc:"Tag mail that fails DMARC."`
	DomainAgeFailure *bool          `in:"body:email_warning_tags.warning_tags.domain_age_failure" doc:"Tag mail from young domains."`
	GeoIPFailure     *bool          `in:"body:email_warning_tags.warning_tags.geo_ip_failure" param:"geo_ip_failure" doc:"Tag mail from unusual countries."`
	SubjectTags      *bool          `in:"body:email_subject_tags.is_enabled" doc:"Whether mail is tagged in its subject."`
}

// EssentialsTaggingExemptionsParams are the parameters of calls that change who
// is exempt from tagging.
type EssentialsTaggingExemptionsParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members is the body. Its shape is unverified: an array of addresses is
	// what the directory's exemptions take.
	Members json.RawMessage `in:"body" required:"true" doc:"The body; its shape is unverified."`
}

var (
	essentialsTagging = define[EssentialsOrgParams, EssentialsTagging](Operation{
		Name: "essentials.tagging.get", Title: "Get Tagging", Summary: "Which mail is tagged.",
		When: "Use this to review the warnings that people see.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/email-tagging"},
	})
	essentialsReplaceTagging = define[EssentialsTaggingParams, json.RawMessage](Operation{
		Name: "essentials.tagging.replace", Title: "Replace Tagging", Summary: "Replaces which mail is tagged.",
		When: "Use this to set all tags at once.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/email-tagging", Format: FormatAny},
		check:  essentialsSome("members"),
	})
	essentialsUpdateTagging = define[EssentialsTaggingParams, json.RawMessage](Operation{
		Name: "essentials.tagging.update", Title: "Update Tagging", Summary: "Changes single settings of tagging.",
		When: "Use this to switch one tag on or off.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}/email-tagging", Format: FormatAny},
		check:  essentialsSome("members"),
	})
	essentialsTaggingExemptions = define[EssentialsOrgParams, EssentialsExemption](Operation{
		Name: "essentials.tagging.exemptions.list", Title: "List Tagging Exemptions", Summary: "Senders whose mail is not tagged.",
		When: "Use this to review who is exempt.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/email-tagging/exemptions", Records: pathdata.MustCompile("$[:]", "$.exemptions[*]")},
	})
	essentialsAddTaggingExemptions = define[EssentialsTaggingExemptionsParams, json.RawMessage](Operation{
		Name: "essentials.tagging.exemptions.add", Title: "Add Tagging Exemptions", Summary: "Exempts senders from tagging.",
		When: "Use this for senders that people know well.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/email-tagging/exemptions", Format: FormatAny},
	})
	essentialsDeleteTaggingExemptions = define[EssentialsTaggingExemptionsParams, json.RawMessage](Operation{
		Name: "essentials.tagging.exemptions.delete", Title: "Delete Tagging Exemptions", Summary: "Ends exemptions from tagging.",
		When: "Use this to tag the mail of a sender again.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/email-tagging/exemptions", Format: FormatAny},
	})
)

// TaggingRequest builds the request of [EssentialsService.Tagging].
func (p EssentialsOrgParams) TaggingRequest() (Request, error) { return essentialsTagging.Build(p) }

// Tagging returns which mail is tagged.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Tagging(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsTagging, error) {
	return essentialsTagging.one(ctx, s.c, p, opts)
}

// ReplaceTaggingRequest builds the request of [EssentialsService.ReplaceTagging].
func (p EssentialsTaggingParams) ReplaceTaggingRequest() (Request, error) {
	return essentialsReplaceTagging.Build(p)
}

// ReplaceTagging replaces all of the settings: what is not given is gone, and
// nothing at all is a *ParamError.
// UpdateTagging changes single ones.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceTagging(ctx context.Context, p EssentialsTaggingParams, opts ...CallOption) error {
	return essentialsReplaceTagging.done(ctx, s.c, p, opts)
}

// UpdateTaggingRequest builds the request of [EssentialsService.UpdateTagging].
func (p EssentialsTaggingParams) UpdateTaggingRequest() (Request, error) {
	return essentialsUpdateTagging.Build(p)
}

// UpdateTagging changes the settings that are given and no others; none is a
// *ParamError.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) UpdateTagging(ctx context.Context, p EssentialsTaggingParams, opts ...CallOption) error {
	return essentialsUpdateTagging.done(ctx, s.c, p, opts)
}

// TaggingExemptionsRequest builds the request of [EssentialsService.TaggingExemptions].
func (p EssentialsOrgParams) TaggingExemptionsRequest() (Request, error) {
	return essentialsTaggingExemptions.Build(p)
}

// TaggingExemptions walks the senders whose mail is not tagged. The shape of the
// list is unverified: bare or in an object, of texts or objects.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) TaggingExemptions(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsExemption, error] {
	return essentialsTaggingExemptions.all(ctx, s.c, p, opts)
}

// AddTaggingExemptionsRequest builds the request of [EssentialsService.AddTaggingExemptions].
func (p EssentialsTaggingExemptionsParams) AddTaggingExemptionsRequest() (Request, error) {
	return essentialsAddTaggingExemptions.Build(p)
}

// AddTaggingExemptions exempts senders from tagging.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) AddTaggingExemptions(ctx context.Context, p EssentialsTaggingExemptionsParams, opts ...CallOption) error {
	return essentialsAddTaggingExemptions.done(ctx, s.c, p, opts)
}

// DeleteTaggingExemptionsRequest builds the request of [EssentialsService.DeleteTaggingExemptions].
func (p EssentialsTaggingExemptionsParams) DeleteTaggingExemptionsRequest() (Request, error) {
	return essentialsDeleteTaggingExemptions.Build(p)
}

// DeleteTaggingExemptions ends exemptions: those in the body, in the same form
// as they were added, by the vendor's word "specified".
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteTaggingExemptions(ctx context.Context, p EssentialsTaggingExemptionsParams, opts ...CallOption) error {
	return essentialsDeleteTaggingExemptions.done(ctx, s.c, p, opts)
}
