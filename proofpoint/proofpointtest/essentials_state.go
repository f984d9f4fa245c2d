// What the interface API knows: organisations with their domains, users, lists
// and settings. It is made of the seed when it is first asked for, and changed by
// the calls from then on.

package proofpointtest

import (
	"fmt"
	"slices"
	"strings"
)

// The forms in which creating calls answer.
type essentialsBatch uint8

const (
	batchItems  essentialsBatch = iota // an array, an item for each
	batchErrors                        // {"errors":[…]}
	batchTotals                        // {"total_created":…,"fail_results":[…]}
)

// essentialsState is guarded by Server.mu, but for the choices at its top, which
// the options make.
type essentialsState struct {
	old, text, bare   bool
	oldOnly           bool
	batch             essentialsBatch
	goTimes, ownScope bool

	put    []Event // of the threat API
	filled bool
	seed   uint64
	orgs   []*essentialsOrg
	uid    int // the last one given
	tokens int
}

// essentialsOrg is an organisation. data is what GET shows, but for its domains.
type essentialsOrg struct {
	data       essObject
	parent     *essentialsOrg
	foreign    bool // another customer's
	domains    []essObject
	users      []essObject
	groups     []essObject
	products   []essObject
	idps       []essObject
	keys       []essObject          // DKIM
	lists      map[string]essLists  // "", "user:<address>", "group:<id>"
	settings   map[string]essObject // features, licensing, tagging, azure, login, mfa
	exempt     []string             // from tagging
	exemptSync []string
}

type essLists struct{ allow, block []string }

// essChildren are the customers of the invented partner, whose own domain is
// tenant; essForeign is somebody else's.
var essChildren = []string{"branch-north.example", "clinic.example", "law-office.example"}

const essForeign = "rival.example"

const saltEssentials uint64 = 0x65737365

// fill makes the organisations. Every world has the one that the credentials
// belong to, with its two logins; only a seeded one has more.
func (st *essentialsState) fill(w *world) {
	if st.filled {
		return
	}
	st.filled, st.seed, st.uid = true, mix(w.seed, saltEssentials), 41000
	own := st.add(nil, tenant, "Acme Partner", "channel")
	own.users = append(own.users,
		st.user(essentialsUser, "Ada", "Admin", "channel_admin"),
		st.user(essentialsReadOnlyUser, "Aurel", "Auditor", "organization_admin"))
	own.users[1]["read_only_user"] = true
	if !w.seeded {
		return
	}
	st.populate(own, w.seed)
	for i, domain := range essChildren {
		child := st.add(own, domain, []string{"Branch North", "Clinic \"Am Park\"", "Law Office"}[i], "organization")
		child.users = append(child.users, st.user("it@"+domain, "Iris", "Tech", "organization_admin"))
		st.populate(child, mix(w.seed, hash(domain)))
		if i == 1 { // both date forms occur
			child.data["when_renewal"] = "2027/03/31"
		}
	}
	st.add(nil, essForeign, "Rival", "organization").foreign = true
}

// add makes an organisation with its primary domain and default settings.
func (st *essentialsState) add(parent *essentialsOrg, domain, name, kind string) *essentialsOrg {
	eid := 7100 + len(st.orgs)
	o := &essentialsOrg{parent: parent, lists: map[string]essLists{}}
	hierarchy := []any{}
	if parent != nil {
		hierarchy = append(hierarchy, fmt.Sprintf("%v : '%s'", parent.data["eid"], essText(parent.data, "name")))
	}
	o.data = essObject{
		"primary_domain": domain, "name": name, "type": kind, "is_active": true, "eid": eid, "organization_hierarchy": hierarchy,
		"licensing_package": "business", "is_on_trial": false, "user_licenses": 25, "when_renewal": "2027-03-31",
		"is_beginner_plus": false, "is_beginner_plus_enabled": false, "is_smtp_discovery_enabled": false,
		"www": "https://www." + domain, "address": "1 Example Street", "postcode": "00000", "stateprov": "", "country": "US", "phone": "+1 555 0100",
		"safe_list_senders": []any{}, "block_list_senders": []any{}, "outgoing_servers": []any{}, "account_template_id": nil,
		"ldap_url": "", "ldap_username": "", "ldap_basedn": "", "odin_capabilities": []any{}, "billing_method": "invoice",
		"deployment_method": "mx_record", "configuration_type": "manual",
	}
	o.domains = []essObject{essDomain(domain)}
	o.settings = essDefaults()
	o.products = []essObject{
		{"label": "email-security", "variant": "business", "auto_renew": true, "is_on_trial": false, "is_trial_extended": false, "_bought": true},
		{"label": "security-awareness", "variant": "essentials", "auto_renew": false, "is_on_trial": false, "is_trial_extended": false},
	}
	st.orgs = append(st.orgs, o)
	return o
}

// essDefaults are the settings of an organisation that nobody has touched.
func essDefaults() map[string]essObject {
	return map[string]essObject{
		"features": {
			"attachment_defense": true, "attachment_defense_sandboxing": "true", // text, as one flag has been seen
			"url_defense": true, "anti_spoofing": true, "email_warning_tags": false, "automatic_remediation": false, "instant_replay": 30,
			"dlp": false, "email_encryption": false, "social_media_account_protection": false, "outbound_relaying": true,
			"email_archive": false, "disclaimers": false, "smtp_discovery": false,
		},
		"licensing": {"license_count": 25, "package": "business", "is_on_trial": false, "is_beginner_plus": false},
		"tagging": {
			"email_warning_tags": essObject{
				"is_enabled": false, "info_tags": essObject{"external_sender": false},
				"warning_tags": essObject{"dmarc_failure": false, "domain_age_failure": false, "geo_ip_failure": false},
			},
			"email_subject_tags": essObject{"is_enabled": false},
		},
		"login": {"is_password_login_allowed": true, "is_sso_enabled": false},
		"mfa":   {"is_enabled": false},
	}
}

// essDomain makes a domain whose mail goes to a host of its own.
func essDomain(name string) essObject {
	return essObject{"name": name, "is_active": true, "is_relay": true, "destination": "mx." + name, "failovers": []any{"192.0.2.25"}, "_verified": true}
}

// user makes a user with a number of its own.
func (st *essentialsState) user(address, first, last, kind string) essObject {
	st.uid++
	return essObject{
		"uid": st.uid, "primary_email": address, "firstname": first, "surname": last, "type": kind, "is_active": true, "is_billable": true,
		"alias_emails": []any{}, "safe_list_senders": []any{}, "block_list_senders": []any{}, "read_only_user": false,
		"odin_settings": essObject{"can_impersonate": strings.HasSuffix(kind, "admin"), "is_imitable": kind == "end_user"},
	}
}

// populate fills an organisation out of its seed.
func (st *essentialsState) populate(o *essentialsOrg, seed uint64) {
	d := draw{seed}
	domain := essText(o.data, "primary_domain")
	for i := range 6 + d.n(4) {
		first, last := 2*i+d.n(2), d.n(len(lastNames))
		u := st.user(logins[first]+"."+lastLogins[last]+"@"+domain, firstNames[first], lastNames[last], "end_user")
		if i == 0 {
			u["alias_emails"] = []any{"hello@" + domain}
			u["safe_list_senders"] = []any{senderDomains[0]}
		}
		o.users = append(o.users, u)
	}
	shared := st.user("support+eu@"+domain, "Support", "EU", "functional_account")
	shared["is_billable"] = false
	o.users = append(o.users, shared)
	for _, name := range []string{"pending-" + domain, "mail." + domain} {
		o.domains = append(o.domains, essDomain(name))
	}
	o.domains[1]["_verified"], o.domains[1]["is_active"] = false, false
	o.groups = []essObject{{"id": fmt.Sprint(900 + len(st.orgs)), "name": "Finance"}, {"id": fmt.Sprint(950 + len(st.orgs)), "name": "Finance"}}
	o.lists[""] = essLists{allow: []string{senderDomains[d.n(4)], "*@" + senderDomains[4+d.n(4)]}, block: []string{badDomains[d.n(24)]}}
	o.lists["user:"+essText(o.users[len(o.users)-1], "primary_email")] = essLists{block: []string{"newsletter@" + senderDomains[3]}}
	o.lists["group:"+essText(o.groups[0], "id")] = essLists{allow: []string{"accounts@" + senderDomains[0]}}
	o.keys = []essObject{st.key(domain, "ppe1", true), st.key(domain, "ppe2", false)}
	o.exempt = []string{"alerts@" + senderDomains[2]}
	o.exemptSync = []string{"it@" + domain}
	o.idps = []essObject{{"uuid": string(appendUUID(nil, mix(seed, 7))), "name": "Directory"}}
	o.settings["azure"] = essObject{
		"primary_domain": domain, "application_id": string(appendUUID(nil, mix(seed, 8))), "ad_key": "fake-ad-key-" + string(appendHex(nil, seed, 16)),
		"secret_expiry": "2027-06-30", "last_successful_sync": "2026-11-02T03:00:00Z", "disable_login": false, "default_user_role_name": "end_user",
		"sync_frequency": 24, "sync_active_users": true, "sync_distribution_groups": false, "sync_security_groups": true,
		"add_users": true, "update_users": true, "remove_deleted_users": false, "add_groups": true, "update_groups": true, "remove_deleted_groups": false,
	}
}

// key makes a DKIM key.
func (st *essentialsState) key(domain, selector string, valid bool) essObject {
	seed := mix(st.seed, hash(domain+"/"+selector))
	d := draw{seed}
	return essObject{"did": 300 + int(seed%9000), "domain": domain, "selector": selector, "is_valid": valid,
		"public_key": "MIGfMA0GCSqGSIb3DQEBAQUAA4" + string(appendFrom(nil, &d, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 38))}
}

// find returns the organisation that a domain belongs to.
func (st *essentialsState) find(domain string) *essentialsOrg {
	for _, o := range st.orgs {
		if _, d := o.domain(domain); d != nil {
			return o
		}
	}
	return nil
}

// below reports whether an organisation is another or a child of it.
func (o *essentialsOrg) below(other *essentialsOrg) bool {
	return o == other || o.parent != nil && o.parent.below(other)
}

func (o *essentialsOrg) domain(name string) (int, essObject) {
	return essIndex(o.domains, "name", name)
}

func (o *essentialsOrg) user(address string) (int, essObject) {
	return essIndex(o.users, "primary_email", address)
}

// group finds a group by its id or, the first of them, by its name.
func (o *essentialsOrg) group(id string) essObject {
	if _, g := essIndex(o.groups, "id", id); g != nil {
		return g
	}
	_, g := essIndex(o.groups, "name", id)
	return g
}

// essIndex finds the object whose member has a text, without regard to case.
func essIndex(list []essObject, member, text string) (int, essObject) {
	i := slices.IndexFunc(list, func(o essObject) bool { return strings.EqualFold(essText(o, member), text) })
	if i < 0 {
		return i, nil
	}
	return i, list[i]
}
