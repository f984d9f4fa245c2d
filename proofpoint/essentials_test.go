// What is special about the interface API of Essentials: forms of several ages,
// PUT that replaces, and answers of no known form.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"iter"
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

func essentialsClient(t testing.TB, status int, body string) *proofpoint.Client {
	t.Helper()
	c, _ := newClient(t, essentialsServer(status, body), contractConfig())
	return c
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
