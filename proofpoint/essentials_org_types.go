// What an organisation is, as it is read, created and changed.

package proofpoint

import (
	"encoding/json"
	"errors"
)

// EssentialsOrg is an organisation: a customer, or a partner with customers. The
// names are those of today; older ones (user_licences, licencing_package,
// on_trial, isactive, white_list_senders and the like) are read into the same
// fields.
type EssentialsOrg struct {
	Raw                    json.RawMessage    `json:"-"` // as received, unknown members included
	PrimaryDomain          string             `json:"primary_domain"`
	Name                   string             `json:"name"`
	Type                   string             `json:"type"` // organization, channel, strategic_partner, oem_partner
	IsActive               Bool               `json:"is_active"`
	EID                    Int                `json:"eid"`
	OrganizationHierarchy  Strings            `json:"organization_hierarchy"` // texts like "7100 : 'Partner'"
	LicensingPackage       string             `json:"licensing_package"`      // beginner, business, advanced, professional, professional_plus
	IsOnTrial              Bool               `json:"is_on_trial"`
	UserLicenses           Int                `json:"user_licenses"`
	ActiveUsers            Int                `json:"active_users"`
	WhenRenewal            EssentialsDate     `json:"when_renewal"`
	IsBeginnerPlus         Bool               `json:"is_beginner_plus"`
	IsBeginnerPlusEnabled  Bool               `json:"is_beginner_plus_enabled"`
	WWW                    string             `json:"www"`
	Address                string             `json:"address"`
	Postcode               string             `json:"postcode"`
	StateProv              string             `json:"stateprov"`
	Country                string             `json:"country"`
	Phone                  string             `json:"phone"`
	AdminUser              *EssentialsUser    `json:"admin_user"` // nil if it was not sent
	Domains                []EssentialsDomain `json:"domains"`
	OutgoingServers        []json.RawMessage  `json:"outgoing_servers"` // the form of an element is not verified
	SafeListSenders        Strings            `json:"safe_list_senders"`
	BlockListSenders       Strings            `json:"block_list_senders"`
	LDAPURL                string             `json:"ldap_url"`
	LDAPUsername           string             `json:"ldap_username"`
	LDAPBaseDN             string             `json:"ldap_basedn"`
	IsSMTPDiscoveryEnabled Bool               `json:"is_smtp_discovery_enabled"`
	AccountTemplateID      Int                `json:"account_template_id"` // 0 if there is none
	OdinCapabilities       Strings            `json:"odin_capabilities"`   // a text like "none" in older services
	BillingMethod          string             `json:"billing_method"`
	DeploymentMethod       string             `json:"deployment_method"`  // mx_record and others
	ConfigurationType      string             `json:"configuration_type"` // manual and others
}

// UnmarshalJSON reads today's names and the older ones.
func (o *EssentialsOrg) UnmarshalJSON(raw []byte) error {
	type plain EssentialsOrg
	return essentialsDecode(raw, (*plain)(o))
}

// EssentialsUpdateOrgParams are the parameters of UpdateOrg. What is not given
// stays as it is; to empty a text, name it in Members.
type EssentialsUpdateOrgParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Members are further members, by their names on the wire; the fields below
	// are laid over them.
	Members               map[string]any `in:"body" secret:"password,secret,client_secret,ad_key" doc:"Further members, by their names on the wire."`
	Name                  string         `in:"body:name" doc:"The organisation's name."`
	IsActive              *bool          `in:"body:is_active" doc:"Whether mail is handled."`
	UserLicenses          int            `in:"body:user_licenses" min:"1" doc:"How many users may be active."`
	WWW                   string         `in:"body:www" label:"Website" doc:"Its site."`
	Address               string         `in:"body:address" doc:"Postal address."`
	Postcode              string         `in:"body:postcode" doc:"Postal code."`
	StateProv             string         `in:"body:stateprov" label:"State or Province" doc:"State or province."`
	Country               string         `in:"body:country" doc:"Country."`
	Phone                 string         `in:"body:phone" doc:"Telephone."`
	SafeListSenders       []string       `in:"body:safe_list_senders" doc:"All senders that are let through."`
	BlockListSenders      []string       `in:"body:block_list_senders" doc:"All senders that are blocked."`
	IsBeginnerPlusEnabled *bool          `in:"body:is_beginner_plus_enabled" doc:"Beginner Plus, where the package has it."`
	SMTPDiscovery         *bool          `in:"body:is_smtp_discovery_enabled" label:"SMTP Discovery" doc:"Whether users are learnt from mail."`
	AccountTemplateID     int            `in:"body:account_template_id" label:"Account Template ID" min:"1" doc:"The template of new accounts."`
}

// UpdateOrgRequest builds the request of [EssentialsService.UpdateOrg].
func (p EssentialsUpdateOrgParams) UpdateOrgRequest() (Request, error) {
	return essentialsUpdateOrg.Build(p)
}

// EssentialsNewOrg is an organisation that is to be created.
type EssentialsNewOrg struct {
	PrimaryDomain     string                `json:"primary_domain"`              // required
	Name              string                `json:"name"`                        // required
	AdminUser         EssentialsNewUser     `json:"admin_user"`                  // required
	Domains           []EssentialsNewDomain `json:"domains"`                     // at least one
	LicensingPackage  string                `json:"licensing_package,omitempty"` // as in [EssentialsOrg], or a newer one
	IsOnTrial         *bool                 `json:"is_on_trial,omitempty"`
	UserLicenses      int                   `json:"user_licenses,omitempty"`
	WWW               string                `json:"www,omitempty"`
	Address           string                `json:"address,omitempty"`
	Postcode          string                `json:"postcode,omitempty"`
	StateProv         string                `json:"stateprov,omitempty"`
	Country           string                `json:"country,omitempty"`
	Phone             string                `json:"phone,omitempty"`
	AccountTemplateID int                   `json:"account_template_id,omitempty"`
	SendWelcomeEmail  *bool                 `json:"send_welcome_email,omitempty"`
	// Members are further members, by their names on the wire; the fields above
	// are laid over them. They are printed: a password belongs in AdminUser.
	Members map[string]any `json:"-"`
}

// MarshalJSON writes Members with the fields laid over them.
func (o EssentialsNewOrg) MarshalJSON() ([]byte, error) {
	type plain EssentialsNewOrg
	members := o.Members
	if members == nil {
		members = map[string]any{}
	}
	raw, err := encode(members)
	none, errNone := encode(plain{})
	all, errAll := encode(plain(o))
	if err := errors.Join(err, errNone, errAll); err != nil {
		return nil, err
	}
	return essentialsLay(raw, none, all)
}

// EssentialsCreateOrgsParams are the parameters of CreateOrgs.
type EssentialsCreateOrgsParams struct {
	Domain string             `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the parent organisation."`
	Orgs   []EssentialsNewOrg `in:"body" required:"true" secret:"password" doc:"The organisations: name, primary_domain, admin_user, domains."`
}

// CreateOrgsRequest builds the request of [EssentialsService.CreateOrgs].
func (p EssentialsCreateOrgsParams) CreateOrgsRequest() (Request, error) {
	r, err := essentialsCreateOrgs.Build(p)
	if err != nil {
		return Request{}, err
	}
	var passwords []Secret
	for _, o := range p.Orgs {
		passwords = append(passwords, o.AdminUser.Password)
	}
	return essentialsPasswords(r, "admin_user.password", passwords)
}
