// What is known of the directory that users are taken from, and of exemptions.

package proofpoint

import (
	"encoding/json"
	"fmt"
)

// EssentialsAzure is how users are taken from the directory. No print verb and no
// JSON shows its secret; encoders that take every exported field, XML and gob
// among them, write Raw.
type EssentialsAzure struct {
	Raw                    json.RawMessage `json:"-"` // as received, the secret included: mind where it goes
	PrimaryDomain          string          `json:"primary_domain"`
	ApplicationID          string          `json:"application_id"`
	ADKey                  Secret          `json:"ad_key"`        // the application's secret
	SecretExpiry           EssentialsDate  `json:"secret_expiry"` // of ad_key
	LastSuccessfulSync     Time            `json:"last_successful_sync"`
	DisableLogin           Bool            `json:"disable_login"`
	DefaultUserRoleName    string          `json:"default_user_role_name"`
	SyncFrequency          Int             `json:"sync_frequency"` // hours, at least 1
	SyncActiveUsers        Bool            `json:"sync_active_users"`
	SyncDistributionGroups Bool            `json:"sync_distribution_groups"`
	SyncSecurityGroups     Bool            `json:"sync_security_groups"`
	AddUsers               Bool            `json:"add_users"`
	UpdateUsers            Bool            `json:"update_users"`
	RemoveDeletedUsers     Bool            `json:"remove_deleted_users"`
	AddGroups              Bool            `json:"add_groups"`
	UpdateGroups           Bool            `json:"update_groups"`
	RemoveDeletedGroups    Bool            `json:"remove_deleted_groups"`
}

// Format writes the settings without Raw, for every verb, so that no print shows
// the secret.
func (a EssentialsAzure) Format(f fmt.State, _ rune) {
	type plain EssentialsAzure
	a.Raw = nil
	_, _ = fmt.Fprintf(f, "%+v", plain(a))
}

// EssentialsExemption is an address that is exempt, from tagging or from the
// synchronisation.
type EssentialsExemption struct {
	Raw   json.RawMessage `json:"-"` // as received
	Email string          `json:"email"`
}

// UnmarshalJSON reads an object, or a text that is the address: tagging's form
// is unverified.
func (e *EssentialsExemption) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return decode(raw, &e.Email)
	}
	type plain EssentialsExemption
	return decode(raw, (*plain)(e))
}
