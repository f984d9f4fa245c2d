// What a user is, as it is read, created and replaced.

package proofpoint

import "encoding/json"

// EssentialsUser is a user. Types that are known are end_user, silent_user,
// functional_account, organization_admin, channel_admin, strategic_partner_admin
// and oem_partner_admin. Older names (white_list_senders, black_list_senders,
// isactive) are read into the same fields.
type EssentialsUser struct {
	Raw              json.RawMessage        `json:"-"` // as received, unknown members included; nil inside an organisation
	UID              Int                    `json:"uid,omitempty"`
	PrimaryEmail     string                 `json:"primary_email,omitempty"`
	FirstName        string                 `json:"firstname"`
	Surname          string                 `json:"surname"`
	IsActive         Bool                   `json:"is_active"` // 0 and 1 in older services
	Type             string                 `json:"type"`      // end_user, silent_user, functional_account or the name of an admin
	AliasEmails      Strings                `json:"alias_emails"`
	SafeListSenders  Strings                `json:"safe_list_senders"`
	BlockListSenders Strings                `json:"block_list_senders"`
	IsBillable       Bool                   `json:"is_billable"` // one user of an organisation may be free
	OdinSettings     EssentialsOdinSettings `json:"odin_settings"`
	ReadOnlyUser     Bool                   `json:"read_only_user"`
}

// EssentialsOdinSettings say who may act as whom.
type EssentialsOdinSettings struct {
	CanImpersonate Bool `json:"can_impersonate"`
	IsImitable     Bool `json:"is_imitable"` // may be impersonated
}

// UnmarshalJSON reads today's names and the older ones.
func (u *EssentialsUser) UnmarshalJSON(raw []byte) error {
	type plain EssentialsUser
	return essentialsDecode(raw, (*plain)(u))
}

// MarshalJSON writes the user whole, as PUT wants it: Raw, with the fields that
// say something else laid over it, under the names that Raw has. Members that
// were not touched keep their form, unknown ones too. A field that is zero and
// not in Raw is not written, so a user without Raw says no false. A list that is
// nil is empty.
func (u EssentialsUser) MarshalJSON() ([]byte, error) {
	type plain EssentialsUser
	for _, list := range []*Strings{&u.AliasEmails, &u.SafeListSenders, &u.BlockListSenders} {
		if *list == nil {
			*list = Strings{}
		}
	}
	return essentialsWhole(u.Raw, plain(u))
}

// EssentialsReplaceUserParams are the parameters of ReplaceUser.
type EssentialsReplaceUserParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Email  string `in:"path:email" required:"true" pattern:"[^@]+@[^@]+" accepts:"user@domain" doc:"The user's primary address."`
	// User is the user as it shall be: what [EssentialsService.User] returned,
	// Raw included, and changed.
	User EssentialsUser `in:"body" required:"true" secret:"password" doc:"The whole user; what is left out is lost."`
	// Password is a new password; not given, it stays.
	Password Secret `in:"body:password" secret:"true" doc:"A new password."`
}

// ReplaceUserRequest builds the request of [EssentialsService.ReplaceUser].
func (p EssentialsReplaceUserParams) ReplaceUserRequest() (Request, error) {
	if len(p.User.Raw) == 0 {
		p.User.PrimaryEmail = orElse(p.User.PrimaryEmail, p.Email)
	}
	return essentialsReplaceUser.Build(p)
}

// EssentialsNewUser is a user that is to be created. Pointers are left to the
// service where they are nil.
type EssentialsNewUser struct {
	PrimaryEmail     string                  `json:"primary_email"` // required
	FirstName        string                  `json:"firstname,omitempty"`
	Surname          string                  `json:"surname,omitempty"`
	Type             string                  `json:"type,omitempty"` // as in [EssentialsUser]; end_user by default
	IsActive         *bool                   `json:"is_active,omitempty"`
	IsBillable       *bool                   `json:"is_billable,omitempty"`
	ReadOnlyUser     *bool                   `json:"read_only_user,omitempty"`
	AliasEmails      []string                `json:"alias_emails,omitempty"`
	SafeListSenders  []string                `json:"safe_list_senders,omitempty"`
	BlockListSenders []string                `json:"block_list_senders,omitempty"`
	OdinSettings     *EssentialsOdinSettings `json:"odin_settings,omitempty"`
	SendWelcomeEmail *bool                   `json:"send_welcome_email,omitempty"`
	// Password is sent by CreateUsers and CreateOrgs and the builders of their
	// requests; Operation.Build leaves it out. Nothing prints it.
	Password Secret `json:"-"`
}

// EssentialsCreateUsersParams are the parameters of CreateUsers.
type EssentialsCreateUsersParams struct {
	Domain string              `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Users  []EssentialsNewUser `in:"body" required:"true" secret:"password" doc:"The users: primary_email, and whatever else is known."`
}

// CreateUsersRequest builds the request of [EssentialsService.CreateUsers].
func (p EssentialsCreateUsersParams) CreateUsersRequest() (Request, error) {
	r, err := essentialsCreateUsers.Build(p)
	if err != nil {
		return Request{}, err
	}
	var passwords []Secret
	for _, u := range p.Users {
		passwords = append(passwords, u.Password)
	}
	return essentialsPasswords(r, "password", passwords)
}
