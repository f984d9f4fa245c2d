// What Essentials would refuse, or would take for the whole object, is refused
// before a request, of typed calls and of maps alike.

package proofpoint_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestEssentialsRefusedLocally(t *testing.T) {
	build := func(r proofpoint.Request, err error) error { return err }
	for name, c := range map[string]struct {
		err  error
		want []string
	}{
		"users without address": {build(proofpoint.EssentialsCreateUsersParams{
			Domain: "acme.example", Users: []proofpoint.EssentialsNewUser{{}, {PrimaryEmail: "x", Type: "a boss"}},
		}.CreateUsersRequest()),
			[]string{"users[0].primary_email", "users[1].primary_email", "users[1].type"}},
		"no users": {build(proofpoint.EssentialsCreateUsersParams{Domain: "acme.example"}.CreateUsersRequest()), []string{"users"}},
		"bare organisation": {build(proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{{LicensingPackage: "Huge"}}}.CreateOrgsRequest()),
			[]string{"orgs[0].name", "orgs[0].primary_domain", "orgs[0].domains", "orgs[0].admin_user.primary_email", "orgs[0].licensing_package"}},
		"domain without name":                   {build(proofpoint.EssentialsCreateDomainsParams{Domain: "acme.example", Domains: []proofpoint.EssentialsNewDomain{{}}}.CreateDomainsRequest()), []string{"domains[0].name"}},
		"nothing to change":                     {build(proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example"}.UpdateOrgRequest()), []string{"members"}},
		"no list":                               {build(proofpoint.EssentialsSenderListsParams{Domain: "acme.example"}.AddSendersRequest()), []string{"allow_list"}},
		"no list of a user":                     {build(proofpoint.EssentialsUserSenderListsParams{Domain: "acme.example", Email: "a@b.example"}.ReplaceUserSenderListsRequest()), []string{"allow_list"}},
		"user's address":                        {build(proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "ann"}.UserRequest()), []string{"email"}},
		"no tag":                                {build(proofpoint.EssentialsTaggingParams{Domain: "acme.example"}.ReplaceTaggingRequest()), []string{"members"}},
		"no tag to change":                      {build(proofpoint.EssentialsTaggingParams{Domain: "acme.example"}.UpdateTaggingRequest()), []string{"members"}},
		"nothing licensed":                      {build(proofpoint.EssentialsReplaceLicensingParams{Domain: "acme.example"}.ReplaceLicensingRequest()), []string{"members"}},
		"no package":                            {build(proofpoint.EssentialsReplacePackageParams{Domain: "acme.example"}.ReplacePackageRequest()), []string{"package"}},
		"no directory":                          {build(proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example"}.ReplaceAzureRequest()), []string{"members"}},
		"nothing of a product":                  {build(proofpoint.EssentialsUpdateProductParams{Domain: "acme.example", Label: "x"}.UpdateProductRequest()), []string{"variant"}},
		"members without any":                   {build(proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example", Members: map[string]any{}}.UpdateOrgRequest()), []string{"members"}},
		"a user of nothing":                     {build(proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "a@b.example", User: proofpoint.EssentialsUser{Raw: rawJSON("{}")}}.ReplaceUserRequest()), []string{"user"}},
		"an organisation's domain without name": {build(proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{{Domains: []proofpoint.EssentialsNewDomain{{}}}}}.CreateOrgsRequest()), []string{"orgs[0].domains[0].name"}},
		"path that climbs":                      {build(proofpoint.EssentialsOrgParams{Domain: ".."}.OrgRequest()), []string{"domain"}},
		"user type": {build(proofpoint.EssentialsReplaceUserParams{
			Domain: "acme.example", Email: "a@b.example", User: proofpoint.EssentialsUser{Type: "Boss"},
		}.ReplaceUserRequest()), []string{"user.type"}},
		"method of verifying":   {build(proofpoint.EssentialsVerifyDomainParams{Domain: "acme.example", Target: "x", Method: "MX"}.VerifyDomainRequest()), []string{"method"}},
		"period of a report":    {build(proofpoint.EssentialsReportParams{Domain: "acme.example", Period: "yearly"}.ReportRequest()), []string{"period"}},
		"direction of a report": {build(proofpoint.EssentialsDirectionReportParams{Domain: "acme.example", Period: "7d", Direction: "up"}.DirectionReportRequest()), []string{"direction"}},
		"statistics":            {build(proofpoint.EssentialsOrgStatsParams{Domain: "acme.example", Period: "12d", PageSize: 50001}.PartnerOrgStatsRequest()), []string{"period", "page_size"}},
		"hours between syncs":   {build(proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", SyncFrequency: -1}.ReplaceAzureRequest()), []string{"sync_frequency"}},
		"package":               {build(proofpoint.EssentialsReplacePackageParams{Domain: "acme.example", Package: "very huge"}.ReplacePackageRequest()), []string{"package"}},
	} {
		for _, param := range c.want {
			if c.err == nil || !strings.Contains(c.err.Error(), fmt.Sprintf("parameter %q", param)) {
				t.Errorf("%s: %v, want a word about %q", name, c.err, param)
			}
		}
		if pe, ok := errors.AsType[*proofpoint.ParamError](c.err); !ok {
			t.Errorf("%s: %v is no *ParamError: %v", name, c.err, pe)
		}
	}
}

// What a method refuses, a template refuses too.
func TestEssentialsRefusedInMaps(t *testing.T) {
	for _, c := range []struct {
		op     string
		params map[string]any
		want   string
	}{
		{"essentials.users.create", map[string]any{"users": `[{"primary_email":"x"},{"primary_email":"a@b.example","type":"Boss"},3]`},
			`parameter "users[0].primary_email" = "x"|parameter "users[1].type" = "Boss"|parameter "users[2]": is not an object`},
		{"essentials.users.create", map[string]any{"users": `{"primary_email":{"password":"hunter2"},"type":["hunter2"]}`}, `parameter "users[0].primary_email": is not|parameter "users[0].type": does not`},
		{"essentials.users.create", map[string]any{"users": map[string]any{"type": "end_user"}}, `parameter "users[0].primary_email": is not`},
		{"essentials.users.create", map[string]any{"users": `[]`}, `parameter "users": is empty`},
		{"essentials.users.replace", map[string]any{"email": "a@b.example", "user": `{"type":1}`}, `parameter "user.type" = "1"`},
		{"essentials.users.replace", map[string]any{"email": "a@b.example", "user": `[]`}, `parameter "user": is not an object`},
		{"essentials.domains.create", map[string]any{"domains": `[{"name":""}]`}, `parameter "domains[0].name": is required`},
		{"essentials.orgs.create", map[string]any{"orgs": `{"name":"n","primary_domain":"n.example","admin_user":{"primary_email":"a@n.example"},"domains":[]}`}, `parameter "orgs[0].domains": must hold`},
		{"essentials.orgs.update", map[string]any{"members": `{}`}, `parameter "members": is required`},
		{"essentials.sender_lists.add", nil, `parameter "allow_list": is required`},
		{"essentials.users.sender_lists.replace", map[string]any{"email": "a@b.example"}, `parameter "allow_list": is required`},
		{"essentials.groups.sender_lists.add", map[string]any{"group": "x"}, `parameter "allow_list": is required`},
		{"essentials.tagging.update", nil, `parameter "members": is required`},
		{"essentials.tagging.replace", map[string]any{"members": `{}`}, `parameter "members": is required`},
		{"essentials.licensing.replace", nil, `parameter "members": is required`},
		{"essentials.package.replace", nil, `parameter "package": is required`},
		{"essentials.settings.azure.replace", nil, `parameter "members": is required`},
		{"essentials.products.update", map[string]any{"label": "x"}, `parameter "variant": is required`},
	} {
		o, ok := proofpoint.OperationNamed(c.op)
		if !ok {
			t.Fatalf("no operation %s", c.op)
		}
		params := map[string]any{"domain": "acme.example"}
		maps.Copy(params, c.params)
		r, err := o.Build(params)
		for want := range strings.SplitSeq(c.want, "|") {
			if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok || !strings.Contains(err.Error(), want) || r.Body != nil || r.Path != "" {
				t.Errorf("%s %v: %v, %v, want %s", c.op, c.params, r, err, want)
			}
		}
	}
	o, _ := proofpoint.OperationNamed("essentials.users.create")
	if r, err := o.Build(map[string]any{"domain": "acme.example", "users": `{"primary_email":"a@b.example","type":"future_role"}`}); err != nil || len(r.Body) == 0 {
		t.Errorf("one user of a newer type: %v, %v", r, err)
	}
}

// A builder gives no request beside an error.
func TestEssentialsNoRequestBesideAnError(t *testing.T) {
	lost := proofpoint.SecretFromEnv("PROOFPOINT_NO_SUCH_VARIABLE")
	user := proofpoint.EssentialsNewUser{PrimaryEmail: "a@b.example", Password: lost}
	build := func(r proofpoint.Request, err error) func() (proofpoint.Request, error) {
		return func() (proofpoint.Request, error) { return r, err }
	}
	for name, f := range map[string]func() (proofpoint.Request, error){
		"users": build(proofpoint.EssentialsCreateUsersParams{Domain: "b.example", Users: []proofpoint.EssentialsNewUser{user}}.CreateUsersRequest()),
		"orgs": build(proofpoint.EssentialsCreateOrgsParams{Domain: "b.example", Orgs: []proofpoint.EssentialsNewOrg{{
			Name: "n", PrimaryDomain: "n.example", AdminUser: user, Domains: []proofpoint.EssentialsNewDomain{{Name: "n.example"}},
		}}}.CreateOrgsRequest()),
		"organisation": build(proofpoint.EssentialsUpdateOrgParams{Domain: "b.example"}.UpdateOrgRequest()),
		"user":         build(proofpoint.EssentialsReplaceUserParams{Domain: "b.example", Email: "a@b.example", User: proofpoint.EssentialsUser{FirstName: "A"}, Password: lost}.ReplaceUserRequest()),
	} {
		if r, err := f(); err == nil || !reflect.DeepEqual(r, proofpoint.Request{}) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// Members that no field is for are sent, with the fields laid over them.
func TestEssentialsMembers(t *testing.T) {
	members := map[string]any{"x_new": 1, "is_on_trial": true, "email_warning_tags": map[string]any{"x": 2}}
	org := proofpoint.EssentialsNewOrg{
		Name: "n", PrimaryDomain: "n.example", AdminUser: proofpoint.EssentialsNewUser{PrimaryEmail: "a@n.example", Password: proofpoint.NewSecret("hunter22")},
		Domains: []proofpoint.EssentialsNewDomain{{Name: "n.example"}}, LicensingPackage: "future_package",
		Members: map[string]any{"x_new": 1, "name": "other", "admin_user": map[string]any{"x": 3}},
	}
	for _, c := range []struct {
		name, want string
		build      func() (proofpoint.Request, error)
	}{
		{"domain", `{"destination":"mx.x.example","email_warning_tags":{"x":2},"is_on_trial":true,"name":"x.example","x_new":1}`,
			proofpoint.EssentialsReplaceDomainParams{Domain: "acme.example", Target: "x.example", Destination: "mx.x.example", Members: members}.ReplaceDomainRequest},
		{"azure", `{"email_warning_tags":{"x":2},"is_on_trial":true,"sync_frequency":6,"x_new":1}`,
			proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", SyncFrequency: 6, Members: members}.ReplaceAzureRequest},
		{"role of the directory", `{"default_user_role_name":"functional_account"}`,
			proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", DefaultUserRoleName: "functional_account"}.ReplaceAzureRequest},
		{"licensing", `{"email_warning_tags":{"x":2},"is_on_trial":false,"package":"future_package","x_new":1}`,
			proofpoint.EssentialsReplaceLicensingParams{Domain: "acme.example", Package: "future_package", IsOnTrial: new(false), Members: members}.ReplaceLicensingRequest},
		{"tagging", `{"email_warning_tags":{"is_enabled":true,"x":2},"is_on_trial":true,"x_new":1}`,
			proofpoint.EssentialsTaggingParams{Domain: "acme.example", WarningTags: new(true), Members: members}.ReplaceTaggingRequest},
		{"new organisation", `[{"admin_user":{"password":"hunter22","primary_email":"a@n.example","x":3},"domains":[{"name":"n.example"}],"licensing_package":"future_package","name":"n","primary_domain":"n.example","x_new":1}]`,
			proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{org}}.CreateOrgsRequest},
	} {
		r, err := c.build()
		if err != nil || string(r.Body) != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, r.Body, err, c.want)
		}
	}
}
