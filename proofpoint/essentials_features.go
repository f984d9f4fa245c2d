// Features of an organisation. Their set depends on the package, so a feature that
// is off and one that cannot be had differ.

package proofpoint

import "encoding/json"

// EssentialsFeatures are the features of an organisation. A field is nil where
// the package does not have the feature.
type EssentialsFeatures struct {
	Raw                          json.RawMessage `json:"-"` // as received, unknown members included
	AttachmentDefense            *Bool           `json:"attachment_defense,omitempty"`
	AttachmentDefenseSandboxing  *Bool           `json:"attachment_defense_sandboxing,omitempty"` // a text in one client's record
	URLDefense                   *Bool           `json:"url_defense,omitempty"`
	AntiSpoofing                 *Bool           `json:"anti_spoofing,omitempty"`
	EmailWarningTags             *Bool           `json:"email_warning_tags,omitempty"`
	AutomaticRemediation         *Bool           `json:"automatic_remediation,omitempty"`
	InstantReplay                *Int            `json:"instant_replay,omitempty"` // days; a number or text
	DLP                          *Bool           `json:"dlp,omitempty"`
	EmailEncryption              *Bool           `json:"email_encryption,omitempty"`
	SocialMediaAccountProtection *Bool           `json:"social_media_account_protection,omitempty"`
	OutboundRelaying             *Bool           `json:"outbound_relaying,omitempty"`
	EmailArchive                 *Bool           `json:"email_archive,omitempty"`
	Disclaimers                  *Bool           `json:"disclaimers,omitempty"`
	SMTPDiscovery                *Bool           `json:"smtp_discovery,omitempty"`
}

// MarshalJSON writes the features whole, as PUT wants them: Raw, with the fields
// that say something else laid over it. Features that were not touched keep their
// form ("true", "30", 0), unknown ones too; a field that is nil changes nothing.
func (f EssentialsFeatures) MarshalJSON() ([]byte, error) {
	type plain EssentialsFeatures
	return essentialsWhole(f.Raw, plain(f))
}

// EssentialsReplaceFeaturesParams are the parameters of ReplaceFeatures.
type EssentialsReplaceFeaturesParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Features are all features as they shall be; see
	// [EssentialsService.Features].
	Features EssentialsFeatures `in:"body" required:"true" doc:"All features; what is left out is off."`
}
