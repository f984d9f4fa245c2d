// The rows of the contract test for Essentials. The fixtures are synthetic: no
// recorded answer of either API is public.

package proofpoint_test

import (
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var (
	essentialsNewUsers = []proofpoint.EssentialsNewUser{
		{PrimaryEmail: "one@acme.example", FirstName: "One", IsBillable: new(false), Password: proofpoint.NewSecret("hunter2")},
		{PrimaryEmail: "two@acme.example", Type: "silent_user", AliasEmails: []string{"zwei@acme.example"}},
	}
	essentialsNewOrgs = []proofpoint.EssentialsNewOrg{{
		PrimaryDomain: "new.example", Name: "New", LicensingPackage: "advanced", UserLicenses: 5,
		AdminUser: proofpoint.EssentialsNewUser{PrimaryEmail: "it@new.example", Password: proofpoint.NewSecret("hunter2")},
		Domains:   []proofpoint.EssentialsNewDomain{{Name: "new.example", Destination: "mx.new.example", IsRelay: new(true)}},
	}}
)

var essentialsRows = []contractRow{
	{op: "essentials.me", call: func(c *proofpoint.Client) any { return c.Essentials.Me }},
	{op: "essentials.orgs.get", call: func(c *proofpoint.Client) any { return c.Essentials.Org },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.orgs.list", call: func(c *proofpoint.Client) any { return c.Essentials.Orgs },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, records: 2},
	{op: "essentials.orgs.update", call: func(c *proofpoint.Client) any { return c.Essentials.UpdateOrg },
		params: proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example", Phone: "+1 555 0199", IsActive: new(false), Members: map[string]any{"www": ""}}, status: 204},
	{op: "essentials.orgs.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteOrg },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, status: 204,
		seeded: essentialsNewChild},
	{op: "essentials.orgs.create", call: func(c *proofpoint.Client) any { return c.Essentials.CreateOrgs },
		params: proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: essentialsNewOrgs}, records: 3, status: 207},
	{op: "essentials.users.list", call: func(c *proofpoint.Client) any { return c.Essentials.Users },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, records: 2},
	{op: "essentials.users.get", call: func(c *proofpoint.Client) any { return c.Essentials.User },
		params: proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}},
	{op: "essentials.users.create", call: func(c *proofpoint.Client) any { return c.Essentials.CreateUsers },
		params: proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: essentialsNewUsers}, records: 3, status: 207},
	{op: "essentials.users.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceUser },
		params: proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "support+eu@acme.example", Password: proofpoint.NewSecret("hunter2"),
			User: proofpoint.EssentialsUser{Raw: rawJSON(`{"x_kept":1,"isactive":0}`), FirstName: "Help", Type: "functional_account"}}, status: 204},
	{op: "essentials.users.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteUser },
		params: proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}, status: 204},
	{op: "essentials.domains.list", call: func(c *proofpoint.Client) any { return c.Essentials.Domains },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, records: 2},
	{op: "essentials.domains.get", call: func(c *proofpoint.Client) any { return c.Essentials.Domain },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}},
	{op: "essentials.domains.create", call: func(c *proofpoint.Client) any { return c.Essentials.CreateDomains },
		params: proofpoint.EssentialsCreateDomainsParams{Domain: "acme.example", Domains: []proofpoint.EssentialsNewDomain{
			{Name: "extra.example", Destination: "mx.extra.example", IsRelay: new(true)},
		}}, records: 3, status: 207},
	{op: "essentials.domains.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceDomain },
		params: proofpoint.EssentialsReplaceDomainParams{Domain: "acme.example", Target: "mail.acme.example", Destination: "192.0.2.25", Failovers: []string{"192.0.2.26"}, IsActive: new(true), IsRelay: new(false)}, status: 204},
	{op: "essentials.domains.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteDomain },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}, status: 204},
	{op: "essentials.domains.health", call: func(c *proofpoint.Client) any { return c.Essentials.DomainHealth },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}},
	{op: "essentials.domains.verification_code", call: func(c *proofpoint.Client) any { return c.Essentials.VerificationCode },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}},
	{op: "essentials.domains.verify", call: func(c *proofpoint.Client) any { return c.Essentials.VerifyDomain },
		params: proofpoint.EssentialsVerifyDomainParams{Domain: "acme.example", Target: "mail.acme.example"}, status: 204},
	{op: "essentials.dkim.list", call: func(c *proofpoint.Client) any { return c.Essentials.DKIMKeys },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}, records: 2},
	{op: "essentials.dkim.get", call: func(c *proofpoint.Client) any { return c.Essentials.DKIMKey },
		params: proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "ppe1"}},
	{op: "essentials.dkim.create", call: func(c *proofpoint.Client) any { return c.Essentials.CreateDKIMKey },
		params: proofpoint.EssentialsCreateDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "next"}, status: 201},
	{op: "essentials.dkim.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteDKIMKey },
		params: proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "ppe1"}, status: 204},
	{op: "essentials.dkim.delete_all", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteDKIMKeys },
		params: proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}, status: 204},
	{op: "essentials.dkim.verify", call: func(c *proofpoint.Client) any { return c.Essentials.VerifyDKIMKey },
		params: proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "ppe1"}, status: 204},
	{op: "essentials.features.get", call: func(c *proofpoint.Client) any { return c.Essentials.Features },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.features.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceFeatures },
		params: proofpoint.EssentialsReplaceFeaturesParams{Domain: "acme.example", Features: proofpoint.EssentialsFeatures{Raw: rawJSON(`{"dlp":0,"x_kept":"yes"}`), DLP: new(proofpoint.Bool(true))}}, status: 204,
		seeded: essentialsSameFeatures},
	{op: "essentials.licensing.get", call: func(c *proofpoint.Client) any { return c.Essentials.Licensing },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.licensing.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceLicensing },
		params: proofpoint.EssentialsReplaceLicensingParams{Domain: "acme.example", LicenseCount: 40, Package: "Advanced", IsOnTrial: new(false)}, status: 204},
	{op: "essentials.package.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplacePackage },
		params: proofpoint.EssentialsReplacePackageParams{Domain: "acme.example", Package: "professional_plus", IsEULAConfirmed: new(true)}, status: 204},
	{op: "essentials.products.list", call: func(c *proofpoint.Client) any { return c.Essentials.Products },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.products.get", call: func(c *proofpoint.Client) any { return c.Essentials.Product },
		params: proofpoint.EssentialsProductParams{Domain: "acme.example", Label: "security-awareness"}},
	{op: "essentials.products.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddProduct },
		params: proofpoint.EssentialsAddProductParams{Domain: "acme.example", Label: "security-awareness", Variant: "plus", IsTrial: new(true)}, status: 201},
	{op: "essentials.products.update", call: func(c *proofpoint.Client) any { return c.Essentials.UpdateProduct },
		params: proofpoint.EssentialsUpdateProductParams{Domain: "acme.example", Label: "security-awareness", AutoRenew: new(false)}, status: 204},
	{op: "essentials.products.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteProduct },
		params: proofpoint.EssentialsProductParams{Domain: "acme.example", Label: "security-awareness"}, status: 204,
		seeded: func(testing.TB, *proofpoint.Client) any {
			return proofpoint.EssentialsProductParams{Domain: "clinic.example", Label: "email-security"} // a partner ends what a customer cannot
		}},
	{op: "essentials.sender_lists.get", call: func(c *proofpoint.Client) any { return c.Essentials.SenderLists },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.sender_lists.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddSenders },
		params: proofpoint.EssentialsSenderListsParams{Domain: "acme.example", AllowList: []string{"partner.example"}, BlockList: []string{}}, status: 204},
	{op: "essentials.sender_lists.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceSenderLists },
		params: proofpoint.EssentialsSenderListsParams{Domain: "acme.example", AllowList: []string{"partner.example"}, BlockList: []string{}}, status: 204},
	{op: "essentials.sender_lists.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteSenderLists },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, status: 204},
	{op: "essentials.users.sender_lists.get", call: func(c *proofpoint.Client) any { return c.Essentials.UserSenderLists },
		params: proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}, fixture: "essentials.sender_lists.get.json"},
	{op: "essentials.users.sender_lists.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddUserSenders },
		params: proofpoint.EssentialsUserSenderListsParams{Domain: "acme.example", Email: "support+eu@acme.example", BlockList: []string{"*@spam.example"}}, status: 204},
	{op: "essentials.users.sender_lists.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceUserSenderLists },
		params: proofpoint.EssentialsUserSenderListsParams{Domain: "acme.example", Email: "support+eu@acme.example", BlockList: []string{"*@spam.example"}}, status: 204},
	{op: "essentials.users.sender_lists.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteUserSenderLists },
		params: proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}, status: 204},
	{op: "essentials.groups.sender_lists.get", call: func(c *proofpoint.Client) any { return c.Essentials.GroupSenderLists },
		params: proofpoint.EssentialsGroupParams{Domain: "acme.example", Group: "Finance"}, fixture: "essentials.sender_lists.get.json"},
	{op: "essentials.groups.sender_lists.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddGroupSenders },
		params: proofpoint.EssentialsGroupSenderListsParams{Domain: "acme.example", Group: "Finance", AllowList: []string{"accounts@billing.example"}}, status: 204},
	{op: "essentials.groups.sender_lists.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceGroupSenderLists },
		params: proofpoint.EssentialsGroupSenderListsParams{Domain: "acme.example", Group: "Finance", AllowList: []string{"accounts@billing.example"}}, status: 204},
	{op: "essentials.groups.sender_lists.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteGroupSenderLists },
		params: proofpoint.EssentialsGroupParams{Domain: "acme.example", Group: "Finance"}, status: 204},
	{op: "essentials.tagging.get", call: func(c *proofpoint.Client) any { return c.Essentials.Tagging },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.tagging.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceTagging },
		params: proofpoint.EssentialsTaggingParams{Domain: "acme.example", WarningTags: new(true), GeoIPFailure: new(false), SubjectTags: new(true)}, status: 204},
	{op: "essentials.tagging.update", call: func(c *proofpoint.Client) any { return c.Essentials.UpdateTagging },
		params: proofpoint.EssentialsTaggingParams{Domain: "acme.example", WarningTags: new(true), GeoIPFailure: new(false), SubjectTags: new(true)}, status: 204},
	{op: "essentials.tagging.exemptions.list", call: func(c *proofpoint.Client) any { return c.Essentials.TaggingExemptions },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, records: 2},
	{op: "essentials.tagging.exemptions.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddTaggingExemptions },
		params: proofpoint.EssentialsTaggingExemptionsParams{Domain: "acme.example", Members: rawJSON(`["alerts@partner.example"]`)}, status: 204},
	{op: "essentials.tagging.exemptions.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteTaggingExemptions },
		params: proofpoint.EssentialsTaggingExemptionsParams{Domain: "acme.example", Members: rawJSON(`["alerts@partner.example"]`)}, status: 204},
	{op: "essentials.settings.azure.get", call: func(c *proofpoint.Client) any { return c.Essentials.Azure },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.settings.azure.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceAzure },
		params: proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", ApplicationID: "11112222", ADKey: proofpoint.NewSecret("hunter2"),
			SyncFrequency: 24, AddUsers: new(true), RemoveDeletedUsers: new(false)}, status: 204},
	{op: "essentials.settings.azure.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteAzure },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, status: 204},
	{op: "essentials.settings.azure.exemptions.list", call: func(c *proofpoint.Client) any { return c.Essentials.SyncExemptions },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.settings.azure.exemptions.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddSyncExemptions },
		params: proofpoint.EssentialsSyncExemptionsParams{Domain: "acme.example", Emails: []string{"it@acme.example", "a+b@acme.example"}}, status: 204},
	{op: "essentials.settings.azure.exemptions.delete_all", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteSyncExemptions },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, status: 204},
	{op: "essentials.settings.azure.exemptions.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteSyncExemption },
		params: proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}, status: 204,
		seeded: given(essentialsSomeExemption, func(email string) any { return proofpoint.EssentialsUserParams{Domain: "acme.example", Email: email} })},
	{op: "essentials.settings.idps.list", call: func(c *proofpoint.Client) any { return c.Essentials.IDPs },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.settings.idps.get", call: func(c *proofpoint.Client) any { return c.Essentials.IDP },
		params: proofpoint.EssentialsIDPParams{Domain: "acme.example", UUID: "00000001-aaaa-4bbb-8ccc-ddddeeeeffff"},
		seeded: given(essentialsSomeIDP, func(id string) any { return proofpoint.EssentialsIDPParams{Domain: "acme.example", UUID: id} })},
	{op: "essentials.settings.idps.add", call: func(c *proofpoint.Client) any { return c.Essentials.AddIDP },
		params: proofpoint.EssentialsAddIDPParams{Domain: "acme.example", Settings: rawJSON(`{"name":"Directory"}`)}, status: 201},
	{op: "essentials.settings.idps.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceIDP },
		params: proofpoint.EssentialsReplaceIDPParams{Domain: "acme.example", UUID: "00000001-aaaa-4bbb-8ccc-ddddeeeeffff", Settings: rawJSON(`{"name":"Directory"}`)}, status: 204,
		seeded: given(essentialsSomeIDP, func(id string) any {
			return proofpoint.EssentialsReplaceIDPParams{Domain: "acme.example", UUID: id, Settings: rawJSON(`{"name":"Directory"}`)}
		})},
	{op: "essentials.settings.idps.delete", call: func(c *proofpoint.Client) any { return c.Essentials.DeleteIDP },
		params: proofpoint.EssentialsIDPParams{Domain: "acme.example", UUID: "00000001-aaaa-4bbb-8ccc-ddddeeeeffff"}, status: 204,
		seeded: given(essentialsSomeIDP, func(id string) any { return proofpoint.EssentialsIDPParams{Domain: "acme.example", UUID: id} })},
	{op: "essentials.settings.login.get", call: func(c *proofpoint.Client) any { return c.Essentials.LoginSettings },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.settings.login.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceLoginSettings },
		params: proofpoint.EssentialsSignInParams{Domain: "acme.example", Settings: rawJSON(`{"x":true}`)}, status: 204},
	{op: "essentials.settings.mfa.get", call: func(c *proofpoint.Client) any { return c.Essentials.MFASettings },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.settings.mfa.replace", call: func(c *proofpoint.Client) any { return c.Essentials.ReplaceMFASettings },
		params: proofpoint.EssentialsSignInParams{Domain: "acme.example", Settings: rawJSON(`{"x":true}`)}, status: 204},
	{op: "essentials.reports.get", call: func(c *proofpoint.Client) any { return c.Essentials.Report },
		params: proofpoint.EssentialsReportParams{Domain: "acme.example", Period: "weekly"}},
	{op: "essentials.reports.direction", call: func(c *proofpoint.Client) any { return c.Essentials.DirectionReport },
		params: proofpoint.EssentialsDirectionReportParams{Domain: "acme.example", Period: "30d", Direction: "Inbound"}},
	{op: "essentials.stats.partner", call: func(c *proofpoint.Client) any { return c.Essentials.PartnerStats },
		params: proofpoint.EssentialsStatsParams{Domain: "acme.example", Period: "90d", Page: new(1), PageSize: 50000}},
	{op: "essentials.stats.partner_orgs", call: func(c *proofpoint.Client) any { return c.Essentials.PartnerOrgStats },
		params: proofpoint.EssentialsOrgStatsParams{Domain: "acme.example", Period: "90d", PageSize: 50000}, records: 2},
	{op: "essentials.billing.get", call: func(c *proofpoint.Client) any { return c.Essentials.Billing },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.billing.orgs", call: func(c *proofpoint.Client) any { return c.Essentials.OrgBilling },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}},
	{op: "essentials.endpoints.list", call: func(c *proofpoint.Client) any { return c.Essentials.Endpoints },
		params: proofpoint.EssentialsOrgParams{Domain: "acme.example"}, records: 2},
	{op: "essentials.tokens.create", call: func(c *proofpoint.Client) any { return c.Essentials.ImpersonationToken },
		params: proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: "ada.brandt@acme.example"}, status: 201,
		seeded: given(essentialsSomeUser, func(email string) any {
			return proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: email}
		})},
	{op: "essentials.siem.all", call: func(c *proofpoint.Client) any { return c.Essentials.SIEM.All },
		params: proofpoint.EssentialsSIEMParams{}, records: 4},
	{op: "essentials.siem.messages_delivered", call: func(c *proofpoint.Client) any { return c.Essentials.SIEM.MessagesDelivered },
		params: proofpoint.EssentialsSIEMParams{Since: 30 * time.Minute}},
	{op: "essentials.siem.messages_blocked", call: func(c *proofpoint.Client) any { return c.Essentials.SIEM.MessagesBlocked },
		params: proofpoint.EssentialsSIEMParams{OwnData: new(true), CustomerData: new(false)}},
	{op: "essentials.siem.clicks_permitted", call: func(c *proofpoint.Client) any { return c.Essentials.SIEM.ClicksPermitted },
		params: proofpoint.EssentialsSIEMParams{}},
	{op: "essentials.siem.clicks_blocked", call: func(c *proofpoint.Client) any { return c.Essentials.SIEM.ClicksBlocked },
		params: proofpoint.EssentialsSIEMParams{From: time.Date(2026, 11, 2, 11, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}},
}

var essentialsOwn = proofpoint.EssentialsOrgParams{Domain: "acme.example"}

// essentialsNewChild creates a customer: one's own organisation cannot be
// deleted.
func essentialsNewChild(t testing.TB, c *proofpoint.Client) any {
	t.Helper()
	item := firstOf(t, c.Essentials.CreateOrgs(t.Context(), proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: essentialsNewOrgs}), nil)
	if err := item.Err(); err != nil {
		t.Fatal(err)
	}
	return proofpoint.EssentialsOrgParams{Domain: essentialsNewOrgs[0].PrimaryDomain}
}

// essentialsSameFeatures gives an organisation the features that it has, with
// one of them changed.
func essentialsSameFeatures(t testing.TB, c *proofpoint.Client) any {
	t.Helper()
	features, err := c.Essentials.Features(t.Context(), essentialsOwn)
	if err != nil {
		t.Fatal(err)
	}
	features.DLP = new(proofpoint.Bool(true))
	return proofpoint.EssentialsReplaceFeaturesParams{Domain: "acme.example", Features: *features}
}

func essentialsSomeExemption(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.Essentials.SyncExemptions(t.Context(), essentialsOwn), nil).Email
}

func essentialsSomeIDP(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.Essentials.IDPs(t.Context(), essentialsOwn), nil).UUID
}

// essentialsSomeUser is a person; who has another role may not be impersonated.
func essentialsSomeUser(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.Essentials.Users(t.Context(), essentialsOwn), func(u proofpoint.EssentialsUser) bool { return u.Type == "end_user" }).PrimaryEmail
}
