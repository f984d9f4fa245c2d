// What is special about the interface API of Essentials: forms of several ages,
// batches, PUT that replaces, and passwords that nobody may see.

package proofpoint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// essentialsDrain collects a sequence that has no error.
func essentialsDrain[T any](t testing.TB, seq iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// essentialsServer answers every call with one answer.
func essentialsServer(status int, body string) *server {
	return &server{answer: func(int, *http.Request) *http.Response { return answer(status, body) }}
}

func TestEssentialsItems(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   []string
	}{
		{"an item for each", 207, `[{"status":201,"identifier":"one@acme.example"},{"status":409,"error_message":"exists","identifier":"two@acme.example"}]`,
			[]string{`"one@acme.example" 201 0 <nil>`, `"two@acme.example" 409 0 proofpoint: essentials: item "two@acme.example": 409: exists`}},
		{"errors", 207, `{"errors":[{"status":"409","error_message":"exists","identifier":"two@acme.example"},{"message":"no"}]}`,
			[]string{`"two@acme.example" 409 0 proofpoint: essentials: item "two@acme.example": 409: exists`, `"" 0 0 proofpoint: essentials: item "": 0: no`}},
		{"totals", 200, `{"total_created":"2","fail_results":[{"result":{"result_code":12,"message":"exists"}}]}`,
			[]string{`"" 0 2 <nil>`, `"" 12 0 proofpoint: essentials: item "": 12: exists`}},
		{"totals without failures", 200, `{"total_created":2,"fail_results":[]}`, []string{`"" 0 2 <nil>`}},
		{"a failure that says nothing", 200, `{"total_created":0,"fail_results":[{}]}`, []string{`"" 0 0 proofpoint: essentials: item "": 0: the service does not say why`}},
		{"the user itself", 201, `{"uid":7,"primary_email":"one@acme.example"}`, []string{`"one@acme.example" 0 0 <nil>`}},
		{"failures of other forms", 207, `{"errors":["one is bad",2,null,{"error":{"message":"three"}},{"status":200,"message":"four"}]}`, []string{
			`"" 0 0 proofpoint: essentials: item "": 0: one is bad`, `"" 0 0 proofpoint: essentials: item "": 0: 2`, `"" 0 0 proofpoint: essentials: item "": 0: the service does not say why`,
			`"" 0 0 proofpoint: essentials: item "": 0: three`, `"" 0 0 proofpoint: essentials: item "": 0: four`}},
		{"one failure where several are meant", 207, `{"errors":{"status":409,"error_message":"exists","identifier":"x"}}`, []string{`"x" 409 0 proofpoint: essentials: item "x": 409: exists`}},
		{"a text where failures are meant", 207, `{"errors":"no"}`, []string{`"" 0 0 proofpoint: essentials: item "": 0: no`}},
		{"one result where several are meant", 200, `{"total_created":1,"fail_results":{"result":{"result_code":0,"message":"exists"}}}`,
			[]string{`"" 0 1 <nil>`, `"" 0 0 proofpoint: essentials: item "": 0: exists`}},
		{"error", 207, `[{"identifier":"x","error":"exists"},{"identifier":"y","error":{"message":"is bad"}},{"identifier":"z","error":true,"message":"no"},{"identifier":"ok","error":null},{"identifier":"fine","error":false}]`,
			[]string{`"x" 0 0 proofpoint: essentials: item "x": 0: exists`, `"y" 0 0 proofpoint: essentials: item "y": 0: is bad`, `"z" 0 0 proofpoint: essentials: item "z": 0: no`, `"ok" 0 0 <nil>`, `"fine" 0 0 <nil>`}},
		{"errors of an item", 207, `[{"identifier":"x","errors":["one","two"]},{"identifier":"y","status":201,"errors":[]},{"identifier":"z","status":201,"errors":["a warning"]}]`,
			[]string{`"x" 0 0 proofpoint: essentials: item "x": 0: one`, `"x" 0 0 proofpoint: essentials: item "x": 0: two`, `"y" 201 0 <nil>`, `"z" 201 0 <nil>`}},
		{"a message by itself", 200, `{"message":"created","identifier":"x"}`, []string{`"x" 0 0 <nil>`}},
		{"a bad status with a message", 200, `{"status":409,"message":"exists","identifier":"x"}`, []string{`"x" 409 0 proofpoint: essentials: item "x": 409: exists`}},
		{"items below a name", 207, `{"users":[{"status":400,"error_message":"is bad","primary_email":"x"},{"status":201,"primary_email":"y"}]}`,
			[]string{`"x" 400 0 proofpoint: essentials: item "x": 400: is bad`, `"y" 201 0 <nil>`}},
		{"items and failures", 207, `{"users":[{"primary_email":"y"}],"errors":["one is bad"]}`, []string{`"y" 0 0 <nil>`, `"" 0 0 proofpoint: essentials: item "": 0: one is bad`}},
		{"an organisation has domains", 201, `{"primary_domain":"new.example","domains":[{"name":"other.example"}],"users":[]}`, []string{`"new.example" 0 0 <nil>`}},
		{"a message of success", 200, `{"status":201,"message":"created","identifier":"x"}`, []string{`"x" 201 0 <nil>`}},
		{"text", 200, `created`, []string{`"" 0 0 <nil>`}},
		{"nothing", 204, ``, nil},
		{"nothing with 201", 201, ``, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, _ := newClient(t, essentialsServer(c.status, c.body), contractConfig())
			var got []string
			for _, item := range essentialsDrain(t, client.Essentials.CreateUsers(t.Context(), proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: essentialsNewUsers})) {
				got = append(got, fmt.Sprintf("%q %d %d %v", item.Identifier, item.Status, item.Created, item.Err()))
				if len(item.Raw) == 0 {
					t.Errorf("%v has no Raw", item)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("items mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEssentialsItemErrorIsTyped(t *testing.T) {
	client, _ := newClient(t, essentialsServer(207, `[{"status":409,"error_message":"exists","identifier":"x"}]`), contractConfig())
	for item, err := range client.Essentials.CreateDomains(t.Context(), proofpoint.EssentialsCreateDomainsParams{Domain: "acme.example", Domains: []proofpoint.EssentialsNewDomain{{Name: "x"}}}) {
		e, ok := errors.AsType[*proofpoint.EssentialsItemError](item.Err())
		if want := (proofpoint.EssentialsItemError{Identifier: "x", Status: 409, Message: "exists"}); err != nil || !ok || *e != want {
			t.Errorf("%v, %+v", err, e)
		}
	}
}

// The same world reads the same in every form that the service has.
func TestEssentialsFormsReadAlike(t *testing.T) {
	type world struct {
		Orgs     []proofpoint.EssentialsOrg
		Users    []proofpoint.EssentialsUser
		Domains  []proofpoint.EssentialsDomain
		Products []proofpoint.EssentialsProduct
		Keys     []proofpoint.EssentialsDKIMKey
		Features *proofpoint.EssentialsFeatures
		License  *proofpoint.EssentialsLicensing
		Report   *proofpoint.EssentialsReport
	}
	read := func(opts ...proofpointtest.Option) (w world) {
		e := proofpointtest.New(t, append(opts, proofpointtest.Seeded(1))...).Client().Essentials
		acme := proofpoint.EssentialsOrgParams{Domain: "acme.example"}
		w.Orgs, w.Users = essentialsDrain(t, e.Orgs(t.Context(), acme)), essentialsDrain(t, e.Users(t.Context(), acme))
		w.Domains, w.Products = essentialsDrain(t, e.Domains(t.Context(), acme)), essentialsDrain(t, e.Products(t.Context(), acme))
		w.Keys = essentialsDrain(t, e.DKIMKeys(t.Context(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"}))
		var errs [3]error
		w.Features, errs[0] = e.Features(t.Context(), acme)
		w.License, errs[1] = e.Licensing(t.Context(), acme)
		w.Report, errs[2] = e.Report(t.Context(), proofpoint.EssentialsReportParams{Domain: "acme.example", Period: "weekly"})
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		return w
	}
	newer := read()
	first := newer.Users[2] // behind the two logins
	if len(newer.Orgs) != 4 || first.SafeListSenders[0] != "billing.example" || !first.IsActive || newer.Orgs[2].WhenRenewal.Year() != 2027 {
		t.Errorf("the world is not as expected: %+v", newer)
	}
	noRaw := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Raw" }, cmp.Ignore())
	for name, opts := range map[string][]proofpointtest.Option{
		"old":      {proofpointtest.EssentialsOldSpellings()},
		"text":     {proofpointtest.EssentialsTextValues()},
		"bare":     {proofpointtest.EssentialsBareArrays()},
		"all":      {proofpointtest.EssentialsOldSpellings(), proofpointtest.EssentialsTextValues(), proofpointtest.EssentialsBareArrays()},
		"as it is": nil,
	} {
		// The old form of odin_capabilities is the text "none".
		if diff := cmp.Diff(newer, read(opts...), noRaw, cmpopts.IgnoreFields(proofpoint.EssentialsOrg{}, "OdinCapabilities")); diff != "" {
			t.Errorf("%s mismatch (-newer +%s):\n%s", name, name, diff)
		}
	}
}

func TestEssentialsDates(t *testing.T) {
	day := time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{`"2027-03-31"`: day, `"2027/03/31"`: day, `"2027-03-31T00:00:00Z"`: day, `""`: {}, `null`: {}, `0`: {},
		`"20270331"`: day, `20270331`: day, `"2027-03-31T23:30:00-05:00"`: day, `"2027/03/31 17:00:00"`: day, `1806505200`: day, `"1806505200000"`: day} {
		var d proofpoint.EssentialsDate
		if err := json.Unmarshal([]byte(text), &d); err != nil || !d.Equal(want) {
			t.Errorf("%s: %v, %v", text, d, err)
		}
	}
	for _, text := range []string{`"31.3.2027"`, `"2027/31/03"`, `true`, `{}`, `"2027"`, `7`, `-5`, `"20271331"`, `123456789012`, `"1_806_505_200"`} {
		var d proofpoint.EssentialsDate
		if err := json.Unmarshal([]byte(text), &d); err == nil {
			t.Errorf("%s is read as %v", text, d)
		}
	}
	for want, d := range map[string]proofpoint.EssentialsDate{`"2027-03-31"`: {Time: day}, `null`: {}} {
		if got, err := json.Marshal(d); err != nil || string(got) != want {
			t.Errorf("%v is written as %s, %v, want %s", d, got, err, want)
		}
	}
}

// A new name wins over an old one of the same thing, wherever it stands; null is
// no value.
func TestEssentialsBothSpellings(t *testing.T) {
	for _, text := range []string{
		`{"white_list_senders":["old"],"safe_list_senders":["new"]}`, `{"safe_list_senders":["new"],"white_list_senders":["old"]}`,
		`{"white_list_senders":["new"],"safe_list_senders":null}`, `{"safe_list_senders":["new"],"white_list_senders":null}`,
	} {
		var u proofpoint.EssentialsUser
		if err := json.Unmarshal([]byte(text), &u); err != nil || !reflect.DeepEqual(u.SafeListSenders, proofpoint.Strings{"new"}) {
			t.Errorf("%s: %v, %v", text, u.SafeListSenders, err)
		}
	}
}

// What is read, changed and sent back loses nothing and says nothing twice.
func TestEssentialsWholeBodies(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
		build           func(raw rawJSON) (proofpoint.Request, error)
	}{
		{"user", `{"uid":9007199254740993,"white_list_senders":["a.example"],"x_new":{"n":1e400},"isactive":1,"firstname":"Ann"}`,
			`{"black_list_senders":["b.example"],"firstname":"Ann","isactive":1,"uid":9007199254740993,"white_list_senders":["a.example"],"x_new":{"n":1e400}}`,
			func(raw rawJSON) (proofpoint.Request, error) {
				u := proofpoint.EssentialsUser{Raw: raw}
				if err := json.Unmarshal(raw, &u); err != nil {
					return proofpoint.Request{}, err
				}
				u.BlockListSenders = append(u.BlockListSenders, "b.example")
				return proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "ann@acme.example", User: u}.ReplaceUserRequest()
			}},
		{"features", `{"dlp":"false","url_defense":0,"attachment_defense_sandboxing":"true","teleport":"on","instant_replay":"30"}`,
			`{"attachment_defense_sandboxing":"true","dlp":true,"instant_replay":"30","teleport":"on","url_defense":0}`,
			func(raw rawJSON) (proofpoint.Request, error) {
				f := proofpoint.EssentialsFeatures{Raw: raw}
				if err := json.Unmarshal(raw, &f); err != nil {
					return proofpoint.Request{}, err
				}
				f.DLP = new(proofpoint.Bool(true))
				return proofpoint.EssentialsReplaceFeaturesParams{Domain: "acme.example", Features: f}.ReplaceFeaturesRequest()
			}},
	} {
		r, err := c.build(rawJSON(c.raw))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(r.Body)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", c.name, diff)
		}
	}
}

// Every field: as it came if it was not touched; under the name that came if it
// was; nothing that was not there and says nothing.
func TestEssentialsUserLaidOverRaw(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
		change          func(u *proofpoint.EssentialsUser)
	}{
		{"nothing", `{"is_active":"true","uid":"7","alias_emails":"a@x.example","type":null}`, `{"alias_emails":"a@x.example","is_active":"true","type":null,"uid":"7"}`,
			func(*proofpoint.EssentialsUser) {}},
		{"no member of a field", `{"x":1}`, `{"x":1}`, func(*proofpoint.EssentialsUser) {}},
		{"an older flag", `{"isactive":1}`, `{"isactive":false}`, func(u *proofpoint.EssentialsUser) { u.IsActive = false }},
		{"a flag that was not there", `{}`, `{"read_only_user":true}`, func(u *proofpoint.EssentialsUser) { u.ReadOnlyUser = true }},
		{"both names", `{"isactive":1,"is_active":1}`, `{"is_active":false,"isactive":false}`, func(u *proofpoint.EssentialsUser) { u.IsActive = false }},
		{"a list emptied", `{"white_list_senders":["a.example"]}`, `{"white_list_senders":[]}`, func(u *proofpoint.EssentialsUser) { u.SafeListSenders = nil }},
		{"an empty list that was not there", `{"x":1}`, `{"x":1}`, func(u *proofpoint.EssentialsUser) { u.AliasEmails = proofpoint.Strings{} }},
		{"inside an object", `{"odin_settings":{"can_impersonate":"0","is_imitable":1,"x":9}}`, `{"odin_settings":{"can_impersonate":"0","is_imitable":false,"x":9}}`,
			func(u *proofpoint.EssentialsUser) { u.OdinSettings.IsImitable = false }},
		{"an object that was null", `{"odin_settings":null}`, `{"odin_settings":{"can_impersonate":true,"is_imitable":false}}`,
			func(u *proofpoint.EssentialsUser) { u.OdinSettings.CanImpersonate = true }},
		{"no Raw", ``, `{"firstname":"Ann","primary_email":"ann@acme.example"}`, func(u *proofpoint.EssentialsUser) { u.FirstName = "Ann" }},
	} {
		var u proofpoint.EssentialsUser
		if c.raw != "" {
			if err := json.Unmarshal([]byte(c.raw), &u); err != nil {
				t.Fatal(err)
			}
			u.Raw = rawJSON(c.raw)
		}
		c.change(&u)
		r, err := proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "ann@acme.example", User: u}.ReplaceUserRequest()
		if err != nil || string(r.Body) != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, r.Body, err, c.want)
		}
	}
}

// A service that knows the older names alone keeps what was not changed, and
// takes what was.
func TestEssentialsReplaceUserAtAnOldService(t *testing.T) {
	e := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.EssentialsOldNamesOnly()).Client().Essentials
	users := essentialsDrain(t, e.Users(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"}))
	u := users[2]
	if len(u.SafeListSenders) != 1 || !u.IsActive {
		t.Fatalf("the world is not as expected: %+v", u)
	}
	u.Surname, u.BlockListSenders = "Newname", proofpoint.Strings{"spam.example"}
	if err := e.ReplaceUser(t.Context(), proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: u.PrimaryEmail, User: u}); err != nil {
		t.Fatal(err)
	}
	got, err := e.User(t.Context(), proofpoint.EssentialsUserParams{Domain: "acme.example", Email: u.PrimaryEmail})
	if err != nil {
		t.Fatal(err)
	}
	if got.Raw = u.Raw; !reflect.DeepEqual(*got, u) {
		t.Errorf("the user became %+v, want %+v", *got, u)
	}
}

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

// X1: passwords and tokens are sent, and nowhere else to be seen.
func TestEssentialsSecrets_X1(t *testing.T) {
	const word = "correct-horse-battery"
	s := &server{answer: func(n int, r *http.Request) *http.Response {
		return answer(400, `{"message":"password `+word+` is too long"}`)
	}}
	client, _ := newClient(t, s, contractConfig())
	users := proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: []proofpoint.EssentialsNewUser{
		{PrimaryEmail: "a@acme.example", Password: proofpoint.NewSecret(word)},
	}}
	orgs := proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{{
		Name: "n", PrimaryDomain: "n.example", AdminUser: users.Users[0], Domains: []proofpoint.EssentialsNewDomain{{Name: "n.example"}},
	}}}
	replaced := proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "a@acme.example", User: proofpoint.EssentialsUser{FirstName: "A"}, Password: proofpoint.NewSecret(word)}
	azure := proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", ADKey: proofpoint.NewSecret(word)}
	var said []string
	for _, err := range client.Essentials.CreateUsers(t.Context(), users) {
		said = append(said, fmt.Sprintf("%v", err))
	}
	for _, err := range client.Essentials.CreateOrgs(t.Context(), orgs) {
		said = append(said, fmt.Sprintf("%v", err))
	}
	said = append(said, fmt.Sprint(client.Essentials.ReplaceUser(t.Context(), replaced)), fmt.Sprint(client.Essentials.ReplaceAzure(t.Context(), azure)))
	for i, body := range s.bodies {
		if strings.Count(body, word) != 1 || len(s.bodies) != 4 {
			t.Errorf("body %d of %d: %s", i, len(s.bodies), body)
		}
	}
	said = append(said, essentialsShown(t, users)...)
	said = append(said, essentialsShown(t, orgs)...)
	said = append(said, essentialsShown(t, replaced, azure)...)
	said = append(said, essentialsSettingsErrors(t, client, word)...)

	token, err := essentialsClient(t, 201, `{"token":"`+word+`"}`).Essentials.ImpersonationToken(t.Context(), proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: "a@acme.example"})
	if err != nil || !strings.Contains(string(token.Raw), word) {
		t.Fatalf("%v, %s", err, token.Raw)
	}
	for name, body := range map[string]string{"text": word, "JSON text": `"` + word + `"`, "object": `{"token":"` + word + `"}`} {
		token, err := essentialsClient(t, 201, body).Essentials.ImpersonationToken(t.Context(), proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: "a@acme.example"})
		if err != nil {
			t.Fatal(err)
		}
		if used := essentialsUsed(t, token.Token); used != word {
			t.Errorf("%s: the token is %q", name, used)
		}
		said = append(said, essentialsShown(t, *token, token)...)
	}
	settings, err := essentialsClient(t, 200, `{"ad_key":"`+word+`"}`).Essentials.Azure(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"})
	if err != nil || settings.ADKey.IsZero() {
		t.Fatalf("%v, %v", err, settings)
	}
	said = append(append(said, essentialsShown(t, *token, token)...), essentialsShown(t, *settings, settings)...)
	for _, text := range said {
		if strings.Contains(text, word) || strings.Contains(text, fmt.Sprintf("%d", []byte(word))[1:20]) {
			t.Errorf("the secret is in %s", text)
		}
	}
}

// essentialsUsed is what a request that is signed with a secret sends of it.
func essentialsUsed(t testing.TB, secret proofpoint.Secret) string {
	t.Helper()
	s := essentialsServer(200, `{}`)
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.Essentials: {BaseURL: "https://us1.proofpointessentials.com/api/v1", Auth: proofpoint.HeaderPair("X-User", secret, "X-Password", secret)}})
	if _, err := c.Essentials.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.seen[0].Header.Get("X-User")
}

// essentialsSettingsErrors are the errors of writes of open shape.
func essentialsSettingsErrors(t testing.TB, client *proofpoint.Client, word string) []string {
	t.Helper()
	settings := rawJSON(`{"name":"Directory","oidc":{"client_secret":"` + word + `"}}`)
	_, added := client.Essentials.AddIDP(t.Context(), proofpoint.EssentialsAddIDPParams{Domain: "acme.example", Settings: settings})
	return []string{
		fmt.Sprint(added),
		fmt.Sprint(client.Essentials.ReplaceIDP(t.Context(), proofpoint.EssentialsReplaceIDPParams{Domain: "acme.example", UUID: "1", Settings: settings})),
		fmt.Sprint(client.Essentials.ReplaceLoginSettings(t.Context(), proofpoint.EssentialsSignInParams{Domain: "acme.example", Settings: settings})),
		fmt.Sprint(client.Essentials.UpdateOrg(t.Context(), proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example", Members: map[string]any{"ldap": map[string]string{"password": word}}})),
	}
}

func essentialsClient(t testing.TB, status int, body string) *proofpoint.Client {
	t.Helper()
	c, _ := newClient(t, essentialsServer(status, body), contractConfig())
	return c
}

// essentialsShown prints, logs and encodes values in every way.
func essentialsShown(t testing.TB, values ...any) (out []string) {
	t.Helper()
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			out = append(out, fmt.Sprintf(verb, v))
		}
		var b bytes.Buffer
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		if err := json.NewEncoder(&b).Encode(v); err != nil {
			t.Error(err)
		}
		out = append(out, b.String())
	}
	return out
}

func TestEssentialsSignIn(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("essentials")
	client := func(base, user, password string) *proofpoint.EssentialsService {
		auth := proofpoint.HeaderPair("X-User", proofpoint.NewSecret(user), "X-Password", proofpoint.NewSecret(password))
		c, _ := newClient(t, s, proofpoint.Config{proofpoint.Essentials: {BaseURL: base, Auth: auth}})
		return c.Essentials
	}
	const us1, eu1 = "https://us1.proofpointessentials.com/api/v1", "https://eu1.proofpointessentials.com/api/v1"
	auditor := client(us1, f["read_only_user"], f["read_only_password"])
	me, err := auditor.Me(t.Context())
	if err != nil || !me.ReadOnlyUser {
		t.Errorf("%+v, %v", me, err)
	}
	_, wrong := client(us1, f["user"], "x").Me(t.Context())
	_, elsewhere := client(eu1, f["user"], f["password"]).Org(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"})
	_, foreign := auditor.Org(t.Context(), proofpoint.EssentialsOrgParams{Domain: "rival.example"})
	write := auditor.DeleteUser(t.Context(), proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"})
	for name, c := range map[string]struct{ got, want error }{
		"wrong password": {wrong, proofpoint.ErrUnauthorized}, "another stack": {elsewhere, proofpoint.ErrNotFound},
		"somebody else's": {foreign, proofpoint.ErrForbidden}, "read-only user": {write, proofpoint.ErrForbidden},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v is not %v", name, c.got, c.want)
		}
	}
	endpoints := essentialsDrain(t, client(eu1, f["user"], f["password"]).Endpoints(t.Context(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}))
	if len(endpoints) != 1 || endpoints[0].Host != "us1.proofpointessentials.com" {
		t.Errorf("endpoints %+v", endpoints)
	}
}

func TestEssentialsBadGateway(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Fail(proofpointtest.EssentialsBadGateway("essentials.orgs.get", 1), proofpointtest.EssentialsBadGateway("essentials.orgs.update", 1))
	e := s.Client().Essentials
	if _, err := e.Org(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"}); err != nil {
		t.Errorf("a read behind a gateway that failed once: %v", err)
	}
	err := e.UpdateOrg(t.Context(), proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example", Phone: "1"})
	if ambiguous, ok := errors.AsType[*proofpoint.AmbiguousError](err); !ok || !strings.Contains(err.Error(), "502 Bad Gateway") || len(s.Calls("essentials.orgs.update")) != 1 {
		t.Errorf("a write behind a gateway that failed: %v, %v, %d calls", err, ambiguous, len(s.Calls("essentials.orgs.update")))
	}
}

func TestEssentialsNotVerified(t *testing.T) {
	e := proofpointtest.New(t, proofpointtest.Seeded(1)).Client().Essentials
	verify := func(target string) error {
		return e.VerifyDomain(t.Context(), proofpoint.EssentialsVerifyDomainParams{Domain: "acme.example", Target: target, Method: "META"})
	}
	if err := verify("acme.example"); err != nil {
		t.Error(err)
	}
	err := verify("pending-acme.example")
	_, unverified := errors.AsType[*proofpoint.EssentialsNotVerifiedError](err)
	if ae, ok := errors.AsType[*proofpoint.APIError](err); !unverified || !ok || ae.Message != "pending-acme.example: the domain could not be verified" {
		t.Errorf("%v", err)
	}
	err = verify("nobody.example")
	if _, unverified := errors.AsType[*proofpoint.EssentialsNotVerifiedError](err); unverified || !errors.Is(err, proofpoint.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// A creating call whose answer is empty has succeeded all the same.
func TestEssentialsCreatedWithoutAnswer(t *testing.T) {
	params := proofpoint.EssentialsAddProductParams{Domain: "acme.example", Label: "x"}
	for _, status := range []int{200, 201, 204} {
		if p, err := essentialsClient(t, status, "").Essentials.AddProduct(t.Context(), params); err != nil || p == nil || p.Label != "" {
			t.Errorf("%d: %+v, %v", status, p, err)
		}
	}
	for _, body := range []string{`created`, `true`, `"done"`, `null`, `[]`, `{"message":"created"}`} {
		if p, err := essentialsClient(t, 201, body).Essentials.AddProduct(t.Context(), params); err != nil || p == nil || p.Label != "" {
			t.Errorf("%s: %+v, %v", body, p, err)
		}
	}
	if p, err := essentialsClient(t, 201, `{"label":"x","status":"active","errors":[]}`).Essentials.AddProduct(t.Context(), params); err != nil || p.Label != "x" || len(p.Raw) == 0 {
		t.Errorf("an object: %+v, %v", p, err)
	}
	if p, err := essentialsClient(t, 404, "{}").Essentials.AddProduct(t.Context(), params); !errors.Is(err, proofpoint.ErrNotFound) || p != nil {
		t.Errorf("404: %+v, %v", p, err)
	}
}

// A creating call that is refused inside of its answer has not succeeded.
func TestEssentialsRefusedInside(t *testing.T) {
	for body, want := range map[string]string{
		`{"errors":[{"status":409,"error_message":"exists","identifier":"x"}]}`: `item "x": 409: exists`,
		`{"errors":["is bad"]}`:                                `item "": 0: is bad`,
		`[{"status":"400","error_message":"is bad"}]`:          `item "": 400: is bad`,
		`{"status":"error","error_message":"hunter22 is bad"}`: `item "": 0: [redacted] is bad`,
		`{"total_created":0,"fail_results":[{"result":{"result_code":12,"message":"hunter22 is bad"}}]}`: `item "": 12: [redacted] is bad`,
	} {
		e := essentialsClient(t, 200, body).Essentials
		product, product2 := e.AddProduct(t.Context(), proofpoint.EssentialsAddProductParams{Domain: "acme.example", Label: "x"})
		key, key2 := e.CreateDKIMKey(t.Context(), proofpoint.EssentialsCreateDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "x"})
		idp, idp2 := e.AddIDP(t.Context(), proofpoint.EssentialsAddIDPParams{Domain: "acme.example", Settings: rawJSON(`{"client_secret":"hunter22"}`)})
		if product != nil || key != nil || idp != nil {
			t.Errorf("%s: %v, %v, %v", body, product, key, idp)
		}
		for _, err := range []error{product2, key2, idp2} {
			if _, ok := errors.AsType[*proofpoint.EssentialsItemError](err); !ok {
				t.Errorf("%s: %v", body, err)
			}
		}
		if !strings.HasSuffix(fmt.Sprint(idp2), want) {
			t.Errorf("%s: %v, want %s", body, idp2, want)
		}
	}
}

// X1: the service repeats a password in what it says of an object.
func TestEssentialsItemsHidePasswords_X1(t *testing.T) {
	client := essentialsClient(t, 207, `[{"status":400,"error_message":"password correct-horse of a@acme.example is weak","identifier":"a@acme.example"},{"errors":["correct-horse"]}]`)
	users := []proofpoint.EssentialsNewUser{{PrimaryEmail: "a@acme.example", Password: proofpoint.NewSecret("correct-horse")}}
	items := essentialsDrain(t, client.Essentials.CreateUsers(t.Context(), proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: users}))
	if len(items) != 2 || items[0].Message != "password [redacted] of a@acme.example is weak" || items[1].Message != "[redacted]" || strings.Contains(fmt.Sprint(items[0].Err(), items[1].Err()), "correct-horse") {
		t.Errorf("%+v", items)
	}
}

// Statistics come page after page, to the one that is not full.
func TestEssentialsStatsPages(t *testing.T) {
	for size, want := range map[int]string{0: "page=1&page_size=50000", 3: "page=1&page_size=3 page=2&page_size=3", 4: "page=1&page_size=4 page=2&page_size=4"} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1))
		rows := essentialsDrain(t, s.Client().Essentials.PartnerOrgStats(t.Context(), proofpoint.EssentialsOrgStatsParams{Domain: "acme.example", PageSize: size}))
		var asked []string
		for _, c := range s.Calls("essentials.stats.partner_orgs") {
			asked = append(asked, c.Query.Encode())
		}
		if got := strings.Join(asked, " "); got != want || len(rows) != 4 {
			t.Errorf("size %d: %d rows, asked %s, want %s", size, len(rows), got, want)
		}
	}
	same := essentialsClient(t, 200, `[{"name":"a"}]`).Essentials.PartnerOrgStats(t.Context(), proofpoint.EssentialsOrgStatsParams{Domain: "acme.example", PageSize: 1, Page: new(0)})
	var last error
	for _, err := range same {
		last = err
	}
	if !errors.Is(last, proofpoint.ErrNoProgress) {
		t.Errorf("a service without pages: %v", last)
	}
}

// A report's period has one form on the wire.
func TestEssentialsReportPeriods(t *testing.T) {
	e := proofpointtest.New(t, proofpointtest.Seeded(1)).Client().Essentials
	for period, want := range map[string]string{"Weekly": "weekly", "30D": "30d", "365d": "365d", "0d": "", "1000d": "", "7": ""} {
		r, err := e.Report(t.Context(), proofpoint.EssentialsReportParams{Domain: "acme.example", Period: period})
		if want == "" {
			if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok {
				t.Errorf("%s: %v", period, err)
			}
		} else if err != nil || r.Period != want {
			t.Errorf("%s: %+v, %v", period, r, err)
		}
	}
}

func TestEssentialsListsOfNoKnownForm(t *testing.T) {
	for _, body := range []string{`{"things":[1]}`, `{}`, `<html></html>`} {
		n := 0
		for _, err := range essentialsClient(t, 200, body).Essentials.PartnerOrgStats(t.Context(), proofpoint.EssentialsOrgStatsParams{Domain: "acme.example"}) {
			if n++; err == nil {
				t.Errorf("%s is read as a list", body)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d pairs", body, n)
		}
	}
	for body, want := range map[string]string{`"ppe-1"`: "ppe-1", `ppe-1`: "ppe-1", `{"verification_code":"ppe-1"}`: "ppe-1", `{"code":"ppe-1"}`: ""} {
		code, err := essentialsClient(t, 200, body).Essentials.VerificationCode(t.Context(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"})
		if err != nil || code.Code != want || !strings.Contains(string(code.Raw), "ppe-1") {
			t.Errorf("%s: %+v, %v", body, code, err)
		}
	}
}
