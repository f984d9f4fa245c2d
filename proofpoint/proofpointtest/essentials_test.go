// The interface API of Essentials: what the checklist of its behaviour says, row
// by row, over plain requests.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const essBase = "https://us1.proofpointessentials.com/api/v1"

// ess asks the interface API as the admin.
func ess(t testing.TB, s *proofpointtest.Server, method, path, body string) answer {
	t.Helper()
	_, f := s.Credentials("essentials")
	return send(t, s, request(t, method, essBase+path, body, "X-User", f["user"], "X-Password", f["password"], "Content-Type", "application/json"))
}

// essWant asks and fails unless the status is as wanted.
func essWant(t testing.TB, s *proofpointtest.Server, want int, method, path, body string) string {
	t.Helper()
	a := ess(t, s, method, path, body)
	if a.status != want {
		t.Errorf("%s %s %s: %d %s, want %d", method, path, body, a.status, a.body, want)
	}
	if want == 204 && a.body != "" {
		t.Errorf("%s %s: 204 with a body %q", method, path, a.body)
	}
	return a.body
}

func TestEssentialsSignIn(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("essentials")
	for _, c := range []struct {
		name, method, url string
		header            []string
		want              int
	}{
		{"admin", "GET", essBase + "/me", []string{"X-User", f["user"], "X-Password", f["password"]}, 200},
		{"no headers", "GET", essBase + "/me", nil, 401},
		{"wrong password", "GET", essBase + "/me", []string{"X-User", f["user"], "X-Password", "x"}, 401},
		{"Basic", "GET", essBase + "/me", []string{"Authorization", "Basic eDp5"}, 401},
		{"read-only reads", "GET", essBase + "/orgs/acme.example", []string{"X-User", f["read_only_user"], "X-Password", f["read_only_password"]}, 200},
		{"read-only writes", "PATCH", essBase + "/orgs/acme.example", []string{"X-User", f["read_only_user"], "X-Password", f["read_only_password"]}, 403},
		{"unknown organisation", "GET", essBase + "/orgs/nobody.example", []string{"X-User", f["user"], "X-Password", f["password"]}, 404},
		{"somebody else's", "GET", essBase + "/orgs/rival.example", []string{"X-User", f["user"], "X-Password", f["password"]}, 403},
		{"another stack", "GET", "https://eu1.proofpointessentials.com/api/v1/orgs/acme.example", []string{"X-User", f["user"], "X-Password", f["password"]}, 404},
		{"endpoints on another stack", "GET", "https://eu1.proofpointessentials.com/api/v1/endpoints/acme.example", []string{"X-User", f["user"], "X-Password", f["password"]}, 200},
	} {
		a := send(t, s, request(t, c.method, c.url, "{}", c.header...))
		if a.status != c.want || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.want)
		}
	}
}

func TestEssentialsMeKnowsTheReader(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("essentials")
	for user, readOnly := range map[string]bool{"": false, "read_only_": true} {
		a := send(t, s, request(t, "GET", essBase+"/me", "", "X-User", f[user+"user"], "X-Password", f[user+"password"]))
		if got := unmarshal[map[string]any](t, a.body); got["read_only_user"] != readOnly || got["entity_primary_domain"] != "acme.example" {
			t.Errorf("%suser: %s", user, a.body)
		}
	}
}

func TestEssentialsEmptyWorldHasTheCallerOnly(t *testing.T) {
	s := proofpointtest.New(t)
	type orgs struct{ Orgs []map[string]any }
	if got := unmarshal[orgs](t, essWant(t, s, 200, "GET", "/orgs/acme.example/orgs", "")); len(got.Orgs) != 1 {
		t.Errorf("%d organisations", len(got.Orgs))
	}
	type users struct{ Users []map[string]any }
	if got := unmarshal[users](t, essWant(t, s, 200, "GET", "/orgs/acme.example/users", "")); len(got.Users) != 2 {
		t.Errorf("%d users", len(got.Users))
	}
	if got := essWant(t, s, 200, "GET", "/orgs/acme.example/sender-lists", ""); got != `{"allow_list":[],"block_list":[]}` {
		t.Errorf("sender lists %s", got)
	}
	essWant(t, s, 404, "GET", "/orgs/acme.example/settings/azure", "")
	if got := essWant(t, s, 200, "GET", "/endpoints/nobody.example", ""); got != `{"endpoints":[]}` {
		t.Errorf("endpoints %s", got)
	}
}

// What a list shows is found by its get, in every organisation of the world.
func TestEssentialsWorldIsConsistent(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	type named struct {
		PrimaryDomain string `json:"primary_domain"`
		PrimaryEmail  string `json:"primary_email"`
		Name          string
		Label, UUID   string
		Selector      string
	}
	orgs := unmarshal[struct{ Orgs []named }](t, essWant(t, s, 200, "GET", "/orgs/acme.example/orgs", "")).Orgs
	if len(orgs) != 4 {
		t.Fatalf("%d organisations", len(orgs))
	}
	for _, o := range orgs {
		at := "/orgs/" + o.PrimaryDomain
		if got := unmarshal[named](t, essWant(t, s, 200, "GET", at, "")); got != o {
			t.Errorf("%v, listed as %v", got, o)
		}
		seen := map[string]bool{}
		for _, u := range unmarshal[struct{ Users []named }](t, essWant(t, s, 200, "GET", at+"/users", "")).Users {
			if seen[u.PrimaryEmail] {
				t.Errorf("%s twice", u.PrimaryEmail)
			}
			seen[u.PrimaryEmail] = true
			essWant(t, s, 200, "GET", at+"/users/"+strings.ReplaceAll(u.PrimaryEmail, "+", "%2B"), "")
		}
		for _, d := range unmarshal[struct{ Domains []named }](t, essWant(t, s, 200, "GET", at+"/domains", "")).Domains {
			essWant(t, s, 200, "GET", at+"/domains/"+d.Name, "")
			for _, k := range unmarshal[[]named](t, essWant(t, s, 200, "GET", at+"/domains/"+d.Name+"/dkim", "")) {
				essWant(t, s, 200, "GET", at+"/domains/"+d.Name+"/dkim/"+k.Selector, "")
			}
		}
		for _, p := range unmarshal[struct{ Products []named }](t, essWant(t, s, 200, "GET", at+"/products", "")).Products {
			essWant(t, s, 200, "GET", at+"/products/"+p.Label, "")
		}
		for _, p := range unmarshal[struct{ IDPs []named }](t, essWant(t, s, 200, "GET", at+"/authentication/settings/idps", "")).IDPs {
			essWant(t, s, 200, "GET", at+"/authentication/settings/idps/"+p.UUID, "")
		}
	}
}

func TestEssentialsSameSeedSameBytes(t *testing.T) {
	for _, path := range []string{"/orgs/acme.example/orgs", "/orgs/clinic.example/users", "/orgs/clinic.example/domains/clinic.example/dkim", "/reporting/clinic.example/weekly"} {
		one, two, other := proofpointtest.New(t, proofpointtest.Seeded(1)), proofpointtest.New(t, proofpointtest.Seeded(1)), proofpointtest.New(t, proofpointtest.Seeded(2))
		a, b, c := essWant(t, one, 200, "GET", path, ""), essWant(t, two, 200, "GET", path, ""), essWant(t, other, 200, "GET", path, "")
		if a != b || a == c && path != "/orgs/acme.example/orgs" {
			t.Errorf("%s: same seed same %v, other seed same %v", path, a == b, a == c)
		}
	}
}

func TestEssentialsBatches(t *testing.T) {
	const elsewhere = `{"error_message":"the domain of primary_email is not one of the organization","identifier":"two@elsewhere.example","status":400}`
	const exists = `{"error_message":"the user exists","identifier":"admin@acme.example","status":409}`
	const three = `[{"primary_email":"one@acme.example"},{"primary_email":"two@elsewhere.example"},{"primary_email":"admin@acme.example"}]`
	for _, c := range []struct {
		name   string
		opts   []proofpointtest.Option
		body   string
		status int
		want   string
	}{
		{"one good of three", nil, three, 207, `[{"identifier":"one@acme.example","status":201},` + elsewhere + `,` + exists + `]`},
		{"errors only", []proofpointtest.Option{proofpointtest.EssentialsCreateErrors()}, three, 207, `{"errors":[` + elsewhere + `,` + exists + `]}`},
		{"errors only, none", []proofpointtest.Option{proofpointtest.EssentialsCreateErrors()}, `[{"primary_email":"one@acme.example"}]`, 201, ``},
		{"totals", []proofpointtest.Option{proofpointtest.EssentialsCreateTotals()}, three, 200,
			`{"fail_results":[{"result":{"message":"two@elsewhere.example: the domain of primary_email is not one of the organization","result_code":400}},` +
				`{"result":{"message":"admin@acme.example: the user exists","result_code":409}}],"total_created":1}`},
		{"single that exists", nil, `{"primary_email":"admin@acme.example"}`, 409, `{"errors":[` + exists + `]}`},
		{"single without address", nil, `{"firstname":"x"}`, 400, `{"errors":[{"error_message":"primary_email is required","identifier":"","status":400}]}`},
		{"unknown type", nil, `{"primary_email":"one@acme.example","type":"boss"}`, 400, `{"errors":[{"error_message":"type \"boss\" is unknown","identifier":"one@acme.example","status":400}]}`},
		{"no JSON", nil, `primary_email=x`, 400, `{"errors":[{"error_message":"the body is no JSON","identifier":"","status":400}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := proofpointtest.New(t, c.opts...)
			if diff := cmp.Diff(c.want, essWant(t, s, c.status, "POST", "/orgs/acme.example/users", c.body)); diff != "" {
				t.Errorf("answer mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEssentialsPutReplaces(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	const at = "/orgs/acme.example/users/support%2Beu@acme.example"
	before := unmarshal[map[string]any](t, essWant(t, s, 200, "GET", at, ""))
	essWant(t, s, 204, "PUT", at, `{"firstname":"Help","white_list_senders":["a@b.example"],"password":"hunter2"}`)
	after := unmarshal[map[string]any](t, essWant(t, s, 200, "GET", at, ""))
	want := map[string]any{"uid": before["uid"], "primary_email": "support+eu@acme.example", "firstname": "Help", "safe_list_senders": []any{"a@b.example"}}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("user after PUT mismatch (-want +got):\n%s", diff)
	}
	essWant(t, s, 204, "PUT", "/orgs/acme.example/features", `{"dlp":true}`)
	features := unmarshal[map[string]any](t, essWant(t, s, 200, "GET", "/orgs/acme.example/features", ""))
	if features["dlp"] != true || features["url_defense"] != false {
		t.Errorf("features after PUT: %v", features)
	}
	essWant(t, s, 400, "PUT", "/orgs/acme.example/features", `{"teleport":true}`)
}

func TestEssentialsPatchMerges(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	essWant(t, s, 204, "PATCH", "/orgs/clinic.example", `{"phone":"+1 555 0199","eid":1}`)
	org := unmarshal[map[string]any](t, essWant(t, s, 200, "GET", "/orgs/clinic.example", ""))
	if org["phone"] != "+1 555 0199" || org["name"] != `Clinic "Am Park"` || org["eid"] == 1.0 {
		t.Errorf("organisation after PATCH: %v", org)
	}
	essWant(t, s, 400, "PATCH", "/orgs/clinic.example", `{}`)
	essWant(t, s, 204, "PATCH", "/orgs/clinic.example/email-tagging", `{"email_warning_tags":{"warning_tags":{"geo_ip_failure":true}}}`)
	const want = `{"email_subject_tags":{"is_enabled":false},"email_warning_tags":{"info_tags":{"external_sender":false},"is_enabled":false,"warning_tags":{"dmarc_failure":false,"domain_age_failure":false,"geo_ip_failure":true}}}`
	if got := essWant(t, s, 200, "GET", "/orgs/clinic.example/email-tagging", ""); got != want {
		t.Errorf("tagging after PATCH: %s", got)
	}
}

func TestEssentialsForms(t *testing.T) {
	for _, c := range []struct {
		name, path string
		opts       []proofpointtest.Option
		want       []string
	}{
		{"newer", "/orgs/acme.example/orgs", nil, []string{`{"orgs":[{`, `"user_licenses":25`, `"is_active":true`, `"when_renewal":"2027-03-31"`, `"when_renewal":"2027/03/31"`, `"odin_capabilities":[]`}},
		{"bare", "/orgs/acme.example/orgs", []proofpointtest.Option{proofpointtest.EssentialsBareArrays()}, []string{`[{`}},
		{"bare", "/orgs/acme.example/domains", []proofpointtest.Option{proofpointtest.EssentialsBareArrays()}, []string{`[{`}},
		{"old", "/orgs/acme.example/orgs", []proofpointtest.Option{proofpointtest.EssentialsOldSpellings()}, []string{`"user_licences":25`, `"isactive":1`, `"on_trial":0`, `"licencing_package":"business"`, `"when_renewal":"2027/03/31"`, `"odin_capabilities":"none"`}},
		{"old", "/orgs/acme.example/users", []proofpointtest.Option{proofpointtest.EssentialsOldSpellings()}, []string{`"white_list_senders":["billing.example"]`, `"black_list_senders":[]`}},
		{"text", "/orgs/acme.example/licensing", []proofpointtest.Option{proofpointtest.EssentialsTextValues()}, []string{`{"is_beginner_plus":"false","is_on_trial":"false","license_count":"25","package":"business"}`}},
		{"one text flag", "/orgs/acme.example/features", nil, []string{`"attachment_defense_sandboxing":"true"`, `"url_defense":true`}},
	} {
		s := proofpointtest.New(t, append(c.opts, proofpointtest.Seeded(1))...)
		got := essWant(t, s, 200, "GET", c.path, "")
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s %s: no %s in %.600s", c.name, c.path, want, got)
			}
		}
	}
}

func TestEssentialsBadGateway(t *testing.T) {
	s := proofpointtest.New(t)
	s.Fail(proofpointtest.EssentialsBadGateway("essentials.me", 1))
	if a := ess(t, s, "GET", "/me", ""); a.status != 502 || !strings.HasPrefix(a.body, "<html>") || a.header.Get("Content-Type") != "text/html" {
		t.Errorf("%d %s", a.status, a.body)
	}
	essWant(t, s, 200, "GET", "/me", "")
}

// Each row is a small story: what is asked in turn, and what comes of it.
func TestEssentialsWriteThenRead(t *testing.T) {
	const org = "/orgs/acme.example"
	const idps = org + "/authentication/settings/idps"
	type step struct {
		want               int
		method, path, body string
		holds              string
	}
	for name, steps := range map[string][]step{
		"orgs": {
			{400, "POST", org + "/orgs", `{"primary_domain":"new.example","name":"New","domains":[{"name":"new.example"}]}`, "admin_user"},
			{201, "POST", org + "/orgs", `{"primary_domain":"new.example","name":"New","admin_user":{"primary_email":"a@new.example"},"domains":[{"name":"new.example"},{"name":"new2.example"}]}`, `"new2.example"`},
			{200, "GET", "/orgs/new2.example/users", "", "a@new.example"},
			{204, "DELETE", "/orgs/new.example", "", ""},
			{404, "GET", "/orgs/new.example", "", ""},
			{403, "DELETE", org, "", ""},
		},
		"users": {
			{201, "POST", org + "/users", `{"primary_email":"zoe@acme.example","password":"hunter2"}`, `"zoe@acme.example"`},
			{200, "GET", org + "/users/zoe@acme.example", "", `"type":"end_user"`},
			{204, "DELETE", org + "/users/zoe@acme.example", "", ""},
			{404, "GET", org + "/users/zoe@acme.example", "", ""},
			{403, "DELETE", org + "/users/admin@acme.example", "", ""},
		},
		"domains": {
			{207, "POST", org + "/domains", `[{"name":"extra.example","destination":"mx.extra.example"},{"name":"clinic.example"}]`, `"status":409`},
			{204, "PUT", org + "/domains/extra.example", `{"destination":"192.0.2.1"}`, ""},
			{200, "GET", org + "/domains/extra.example", "", `{"destination":"192.0.2.1","name":"extra.example"}`},
			{409, "PUT", org + "/domains/extra.example/verify/TXT", "", ""},
			{204, "PUT", org + "/domains/acme.example/verify/META", "", ""},
			{400, "PUT", org + "/domains/acme.example/verify/MX", "", ""},
			{200, "GET", org + "/domains/acme.example/health", "", `"is_verified":true`},
			{200, "GET", org + "/domains/extra.example/verification-code", "", `"verification_code":"ppe-`},
			{204, "DELETE", org + "/domains/extra.example", "", ""},
			{409, "DELETE", org + "/domains/acme.example", "", ""},
			{404, "GET", org + "/domains/extra.example", "", ""},
		},
		"dkim": {
			{201, "POST", org + "/domains/acme.example/dkim/next", `{}`, `"selector":"next"`},
			{409, "POST", org + "/domains/acme.example/dkim/next", `{}`, ""},
			{409, "PUT", org + "/domains/acme.example/dkim/next/verify", "", ""},
			{204, "PUT", org + "/domains/acme.example/dkim/ppe1/verify", "", ""},
			{204, "DELETE", org + "/domains/acme.example/dkim/next", "", ""},
			{404, "GET", org + "/domains/acme.example/dkim/next", "", ""},
			{204, "DELETE", org + "/domains/acme.example/dkim", "", ""},
			{200, "GET", org + "/domains/acme.example/dkim", "", `[]`},
		},
		"licensing": {
			{204, "PUT", org + "/licensing", `{"license_count":40}`, ""},
			{200, "GET", org + "/licensing", "", `{"license_count":40}`},
			{204, "PUT", org + "/package", `{"package":"advanced"}`, ""},
			{200, "GET", org, "", `"licensing_package":"advanced"`},
			{400, "PUT", org + "/package", `{"package":"huge"}`, ""},
		},
		"products": {
			{201, "POST", org + "/products", `{"label":"security-awareness","variant":"plus","is_trial":true}`, `"is_on_trial":true`},
			{409, "POST", org + "/products", `{"label":"security-awareness"}`, ""},
			{400, "POST", org + "/products", `{"label":"moon"}`, ""},
			{204, "PATCH", org + "/products/security-awareness", `{"auto_renew":true}`, ""},
			{200, "GET", org + "/products/security-awareness", "", `"auto_renew":true`},
			{403, "DELETE", org + "/products/security-awareness", "", ""},
			{204, "DELETE", "/orgs/clinic.example/products/email-security", "", ""},
			{404, "DELETE", "/orgs/clinic.example/products/email-security", "", "not bought"},
			{201, "POST", "/orgs/clinic.example/products", `{"label":"email-security"}`, ""},
		},
		"sender lists": {
			{400, "POST", org + "/sender-lists", `{}`, ""},
			{204, "DELETE", org + "/sender-lists", "", ""},
			{204, "POST", org + "/sender-lists", `{"allow_list":["a.example"],"block_list":["b.example"]}`, ""},
			{204, "POST", org + "/sender-lists", `{"block_list":["c.example","b.example"]}`, ""},
			{200, "GET", org + "/sender-lists", "", `{"allow_list":["a.example"],"block_list":["b.example","c.example"]}`},
			{204, "PATCH", org + "/sender-lists", `{"block_list":[]}`, ""},
			{200, "GET", org + "/sender-lists", "", `{"allow_list":["a.example"],"block_list":[]}`},
			{204, "POST", org + "/users/support%2Beu@acme.example/sender-lists", `{"allow_list":["d.example"]}`, ""},
			{200, "GET", org + "/users/support%2Beu@acme.example/sender-lists", "", `"d.example"`},
			{404, "GET", org + "/users/nobody@acme.example/sender-lists", "", ""},
			{200, "GET", org + "/groups/Finance/sender-lists", "", `"accounts@billing.example"`},
			{200, "GET", org + "/groups/901/sender-lists", "", `"accounts@billing.example"`},
			{200, "GET", org + "/groups/951/sender-lists", "", `{"allow_list":[],"block_list":[]}`},
			{404, "GET", org + "/groups/Sales/sender-lists", "", ""},
		},
		"exemptions": {
			{204, "POST", org + "/email-tagging/exemptions", `["x@a.example","y@a.example"]`, ""},
			{204, "DELETE", org + "/email-tagging/exemptions", `["x@a.example"]`, ""},
			{200, "GET", org + "/email-tagging/exemptions", "", `["alerts@partner-mail.example","y@a.example"]`},
			{204, "PUT", org + "/settings/azure/exemptions", `"x@acme.example, y@acme.example"`, ""},
			{204, "DELETE", org + "/settings/azure/exemptions/x@acme.example", "", ""},
			{404, "DELETE", org + "/settings/azure/exemptions/x@acme.example", "", ""},
			{200, "GET", org + "/settings/azure/exemptions", "", `[{"email":"it@acme.example"},{"email":"y@acme.example"}]`},
			{204, "DELETE", org + "/settings/azure/exemptions", "", ""},
			{200, "GET", org + "/settings/azure/exemptions", "", `[]`},
		},
		"settings": {
			{200, "GET", org + "/settings/azure", "", `"sync_frequency":24`},
			{204, "PUT", org + "/settings/azure", `{"sync_frequency":6}`, ""},
			{200, "GET", org + "/settings/azure", "", `{"sync_frequency":6}`},
			{204, "DELETE", org + "/settings/azure", "", ""},
			{404, "GET", org + "/settings/azure", "", ""},
			{204, "PUT", org + "/authentication/settings/mfa", `{"is_enabled":true}`, ""},
			{200, "GET", org + "/authentication/settings/mfa", "", `{"is_enabled":true}`},
			{201, "POST", idps, `{"name":"Other"}`, `"uuid":"`},
			{404, "DELETE", idps + "/none", "", ""},
		},
		"tokens": {
			{404, "POST", "/token/acme.example", `{"user_to_impersonate":"nobody@acme.example"}`, ""},
			{403, "POST", "/token/acme.example", `{"user_to_impersonate":"admin@acme.example"}`, ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := proofpointtest.New(t, proofpointtest.Seeded(1))
			for _, c := range steps {
				if got := essWant(t, s, c.want, c.method, c.path, c.body); !strings.Contains(got, c.holds) {
					t.Errorf("%s %s: no %s in %s", c.method, c.path, c.holds, got)
				}
			}
		})
	}
}

func TestEssentialsFigures(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for path, want := range map[string]int{
		"/reporting/clinic.example/weekly": 200, "/reporting/clinic.example/30d": 200, "/reporting/clinic.example/daily/inbound": 200, "/reporting/clinic.example/365d": 200,
		"/reporting/clinic.example/Daily": 400, "/reporting/clinic.example/0d": 400, "/reporting/clinic.example/1000d": 400,
		"/reporting/clinic.example/yearly": 400, "/reporting/clinic.example/weekly/sideways": 400,
		"/stats/acme.example/partner?period=90d": 200, "/stats/acme.example/partner?period=12": 400,
		"/stats/acme.example/partner/orgs?page_size=50001": 400, "/stats/acme.example/partner/orgs?page=0": 400,
		"/billing/acme.example": 200, "/billing/acme.example/orgs": 200,
	} {
		essWant(t, s, want, "GET", path, "")
	}
	if got := essWant(t, s, 200, "GET", "/reporting/clinic.example/weekly/inbound", ""); strings.Contains(got, "outbound") || !strings.Contains(got, `"clean_total":`) {
		t.Errorf("inbound only: %s", got)
	}
	var names []string
	for page := 1; page <= 3; page++ {
		path := fmt.Sprintf("/stats/acme.example/partner/orgs?page=%d&page_size=2", page)
		for _, o := range unmarshal[struct{ Orgs []struct{ Name string } }](t, essWant(t, s, 200, "GET", path, "")).Orgs {
			names = append(names, o.Name)
		}
	}
	if diff := cmp.Diff([]string{"Acme Partner", "Branch North", `Clinic "Am Park"`, "Law Office"}, names); diff != "" {
		t.Errorf("pages of two mismatch (-want +got):\n%s", diff)
	}
}
