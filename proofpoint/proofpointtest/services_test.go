// The services beside TAP: what each is known to demand and to answer.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// ---- CASB

func casbLogin(t testing.TB, s *proofpointtest.Server) string {
	t.Helper()
	_, f := s.Credentials("casb")
	a := send(t, s, request(t, http.MethodPost, casbBase+"/v1/auth", fmt.Sprintf(`{"client_id":%q,"client_secret":%q}`, f["client_id"], f["client_secret"]),
		"x-api-key", f["api_key"], "Content-Type", "application/json"))
	if a.status != 200 {
		t.Fatalf("login: %d %s", a.status, a.body)
	}
	return unmarshal[map[string]string](t, a.body)["auth_token"]
}

func casbPage(t testing.TB, s *proofpointtest.Server, token string, page int, from, to time.Time) answer {
	t.Helper()
	_, f := s.Credentials("casb")
	return send(t, s, request(t, http.MethodPost, casbBase+"/v1/alerts",
		fmt.Sprintf(`{"page":%d,"time_range":{"from":%d,"to":%d}}`, page, from.UnixMilli(), to.UnixMilli()),
		"x-api-key", f["api_key"], "Authorization", token, "Content-Type", "application/json"))
}

type alert struct {
	ID            string
	Timestamp     int64
	RelatedEvents *json.RawMessage `json:"related_events"`
}

func TestCASBLogin(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("casb")
	good := fmt.Sprintf(`{"client_id":%q,"client_secret":%q}`, f["client_id"], f["client_secret"])
	for _, c := range []struct {
		name, key, body, kind string
		want                  int
	}{
		{"good", f["api_key"], good, "application/json", 200},
		{"no key", "", good, "application/json", 401},
		{"wrong key", "x", good, "application/json", 401},
		{"wrong secret", f["api_key"], `{"client_id":"casb-client.example","client_secret":"x"}`, "application/json", 401},
		{"nothing", f["api_key"], `{}`, "application/json", 401},
		{"no JSON", f["api_key"], "client_id=x", "application/json", 400},
		{"a form", f["api_key"], good, "application/x-www-form-urlencoded", 400},
	} {
		a := send(t, s, request(t, http.MethodPost, casbBase+"/v1/auth", c.body, "x-api-key", c.key, "Content-Type", c.kind))
		if a.status != c.want || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.want)
		}
	}
}

func TestCASBAlertsWantKeyAndBareToken(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("casb")
	token := casbLogin(t, s)
	body := fmt.Sprintf(`{"page":0,"time_range":{"from":%d,"to":%d}}`, begin.Add(-time.Hour).UnixMilli(), begin.UnixMilli())
	for _, c := range []struct {
		name, method, key, token, body string
		want                           int
	}{
		{"good", "POST", f["api_key"], token, body, 200},
		{"no key", "POST", "", token, body, 401},
		{"no token", "POST", f["api_key"], "", body, 401},
		{"unknown token", "POST", f["api_key"], "x", body, 401},
		{"Bearer", "POST", f["api_key"], "Bearer " + token, body, 401},
		{"GET", "GET", f["api_key"], token, "", 405},
		{"no page", "POST", f["api_key"], token, `{"time_range":{"from":1,"to":2}}`, 400},
		{"no range", "POST", f["api_key"], token, `{"page":0}`, 400},
		{"page below 0", "POST", f["api_key"], token, `{"page":-1,"time_range":{"from":1,"to":2}}`, 400},
		{"no JSON", "POST", f["api_key"], token, `page=0`, 400},
	} {
		a := send(t, s, request(t, c.method, casbBase+"/v1/alerts", c.body, "x-api-key", c.key, "Authorization", c.token, "Content-Type", "application/json"))
		if a.status != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.want)
		}
	}
}

func TestCASBPagesOfFifty(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	token, from := casbLogin(t, s), begin.Add(-24*time.Hour)
	var all []alert
	for page := 0; ; page++ {
		got := unmarshal[struct{ Alerts []alert }](t, casbPage(t, s, token, page, from, begin).body).Alerts
		all = append(all, got...)
		if len(got) < 50 {
			break
		}
	}
	if len(all) < 115 || len(all) > 145 {
		t.Errorf("%d alerts in a day", len(all))
	}
	ids, seconds, null, absent := map[string]bool{}, 0, 0, 0
	for _, a := range all {
		ids[a.ID] = true
		ms := a.Timestamp
		if ms < 1e11 {
			seconds++
			ms *= 1000
		}
		if ms < from.UnixMilli()-1000 || ms > begin.UnixMilli() {
			t.Errorf("%s is of %v", a.ID, time.UnixMilli(ms))
		}
	}
	if len(ids) != len(all) {
		t.Errorf("%d ids for %d alerts", len(ids), len(all))
	}
	for _, raw := range unmarshal[struct{ Alerts []json.RawMessage }](t, gateway(t, s, "/v1/alerts?limit=1000").body).Alerts {
		names := members(t, raw)
		if !slices.Contains(names, "related_events") {
			absent++
		} else if strings.Contains(string(raw), `"related_events":null`) {
			null++
		}
	}
	if seconds == 0 || null == 0 || absent == 0 || seconds+null+absent > 40 {
		t.Errorf("%d with seconds, %d with null and %d without related_events", seconds, null, absent)
	}
	if a := casbPage(t, s, token, 9, from, begin); a.body != `{"alerts":[]}` {
		t.Errorf("page past the end: %s", a.body)
	}
	// Both ends of the range are in.
	one := all[len(all)/2]
	if one.Timestamp < 1e11 {
		one = all[len(all)/2+1]
	}
	at := time.UnixMilli(one.Timestamp)
	if got := casbPage(t, s, token, 0, at, at); !strings.Contains(got.body, one.ID) {
		t.Errorf("[t,t] does not hold the alert of t: %s", got.body)
	}
}

func TestCASBDailyBudgetCountsLogins(t *testing.T) {
	s := proofpointtest.New(t)
	token := casbLogin(t, s)
	for i := range 999 {
		if a := casbPage(t, s, token, 0, begin, begin); a.status != 200 {
			t.Fatalf("call %d: %d", i+2, a.status)
		}
	}
	if a := casbPage(t, s, token, 0, begin, begin); a.status != 429 {
		t.Errorf("call 1001: %d", a.status)
	}
}

func TestCASBTokenExpires(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.TokenLife(10*time.Minute))
	token := casbLogin(t, s)
	s.Clock().Advance(10*time.Minute - time.Millisecond)
	if a := casbPage(t, s, token, 0, begin, begin); a.status != 200 {
		t.Errorf("just before: %d", a.status)
	}
	s.Clock().Advance(time.Millisecond)
	if a := casbPage(t, s, token, 0, begin, begin); a.status != 401 {
		t.Errorf("expired: %d", a.status)
	}
	if a := casbPage(t, s, casbLogin(t, s), 0, begin, begin); a.status != 200 {
		t.Errorf("after a new login: %d", a.status)
	}
}

// ---- TRAP

func ptrList(t testing.TB, s *proofpointtest.Server, list string) answer {
	t.Helper()
	base, f := s.Credentials("trap.ptr")
	return send(t, s, request(t, http.MethodGet, base+"/api/lists/"+list+"/members.json", "", "Authorization", f["key"]))
}

func TestPTRLists(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for list, object := range map[string]string{"5": "host", "6": "host", "8": "reverse_user"} {
		a := ptrList(t, s, list)
		got := unmarshal[[]map[string]any](t, a.body)
		if a.status != 200 || len(got) != 12 || got[0][object] == nil || got[0]["id"] == nil {
			t.Errorf("list %s: %d %s", list, a.status, a.body)
		}
	}
	if a := ptrList(t, s, "7"); a.status != 404 || !json.Valid([]byte(a.body)) {
		t.Errorf("no such list: %d %s", a.status, a.body)
	}
	for _, auth := range []string{"", "x", "Bearer fake-ptr-key-7f20d4e1"} {
		if a := send(t, s, request(t, "GET", "https://ptr.example/api/lists/5/members.json", "", "Authorization", auth)); a.status != 401 {
			t.Errorf("%q: %d", auth, a.status)
		}
	}
	if a := ptrList(t, proofpointtest.New(t), "5"); a.status != 200 || a.body != "[]" {
		t.Errorf("empty world: %d %s", a.status, a.body)
	}
}

func cloudToken(t testing.TB, s *proofpointtest.Server) (token, word string) {
	t.Helper()
	_, f := s.Credentials("trap.ctr")
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {f["client_id"]}, "client_secret": {f["client_secret"]}}
	a := send(t, s, request(t, http.MethodPost, f["token_url"], form.Encode(), "Content-Type", "application/x-www-form-urlencoded"))
	got := unmarshal[struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}](t, a.body)
	if a.status != 200 || got.ExpiresIn != 3600 {
		t.Fatalf("token: %d %s", a.status, a.body)
	}
	return got.AccessToken, got.TokenType
}

func orgList(t testing.TB, s *proofpointtest.Server, list, query, auth string) answer {
	t.Helper()
	base, _ := s.Credentials("trap.ctr")
	return send(t, s, request(t, http.MethodGet, base+"/api/v1/emailProtection/modules/spam/"+list+query, "", "Authorization", auth))
}

func TestCloudToken(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("trap.ctr")
	_, one := cloudToken(t, s)
	_, two := cloudToken(t, s)
	if diff := cmp.Diff([]string{"bearer", "Bearer"}, []string{one, two}); diff != "" {
		t.Errorf("token_type mismatch (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		name, kind, body string
		want             int
	}{
		{"JSON", "application/json", `{"grant_type":"client_credentials"}`, 400},
		{"no type", "", "grant_type=client_credentials", 400},
		{"other grant", "application/x-www-form-urlencoded", "grant_type=password", 400},
		{"wrong secret", "application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=ctr-client.example&client_secret=x", 401},
	} {
		if a := send(t, s, request(t, http.MethodPost, f["token_url"], c.body, "Content-Type", c.kind)); a.status != c.want || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.want)
		}
	}
}

func TestOrgLists(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("trap.ctr", -1)
	token, _ := cloudToken(t, s)
	for list, want := range map[string]int{"orgBlockList": 23, "orgSafeList": 7} {
		a := orgList(t, s, list, "?clusterId=acme_hosted", "Bearer "+token)
		entries := unmarshal[struct{ Entries []map[string]string }](t, a.body).Entries
		if a.status != 200 || len(entries) != want {
			t.Fatalf("%s: %d, %d entries", list, a.status, len(entries))
		}
		commented := 0
		for _, e := range entries {
			if e["attribute"] == "" || e["operator"] == "" || e["value"] == "" {
				t.Errorf("%s: entry %v", list, e)
			}
			if _, ok := e["comment"]; ok {
				commented++
			}
		}
		if commented == 0 || commented == want {
			t.Errorf("%s: %d of %d have a comment", list, commented, want)
		}
	}
	for query, want := range map[string]int{"": 400, "?clusterId=": 400, "?clusterId=other_hosted": 400} {
		a := orgList(t, s, "orgBlockList", query, "Bearer "+token)
		if a.status != want || len(unmarshal[struct{ Errors []string }](t, a.body).Errors) != 1 {
			t.Errorf("%q: %d %s", query, a.status, a.body)
		}
	}
	for _, auth := range []string{"", "Bearer x", token} {
		if a := orgList(t, s, "orgBlockList", "?clusterId=acme_hosted", auth); a.status != 401 {
			t.Errorf("%.10q: %d", auth, a.status)
		}
	}
	if a := orgList(t, s, "orgBlockList", "?clusterId=acme_hosted", "Bearer "+casbLogin(t, s)); a.status != 401 {
		t.Errorf("a token of another service: %d", a.status)
	}
}

func TestOrgListsTenAMinute(t *testing.T) {
	s := proofpointtest.New(t)
	token, _ := cloudToken(t, s)
	ask := func() int { return orgList(t, s, "orgSafeList", "?clusterId=acme_hosted", "Bearer "+token).status }
	for range 10 {
		if got := ask(); got != 200 {
			t.Fatal(got)
		}
	}
	if got := ask(); got != 429 {
		t.Errorf("call 11: %d", got)
	}
	s.Clock().Advance(time.Minute)
	if got := ask(); got != 200 {
		t.Errorf("a minute later: %d", got)
	}
	s.Clock().Advance(time.Hour)
	if got := ask(); got != 401 {
		t.Errorf("the token has expired: %d", got)
	}
}

// ---- ETI

var etiParts = []string{"reputation", "urls", "samples", "ips", "events", "nameservers", "whois", "geoloc"}

func etiAsk(t testing.TB, s *proofpointtest.Server, path, auth string) answer {
	t.Helper()
	return send(t, s, request(t, http.MethodGet, etiBase+path, "", "Authorization", auth))
}

func TestETIAuthorization(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("eti")
	for auth, want := range map[string]int{"": 401, "Basic eDp5": 401, "Bearer " + f["key"]: 401, "unknown": 403, f["key"]: 200} {
		a := etiAsk(t, s, "/domains/x.example/ips", auth)
		got := unmarshal[struct {
			Success  *bool
			Response json.RawMessage
		}](t, a.body)
		if a.status != want || got.Success == nil || *got.Success != (want == 200) {
			t.Errorf("%.8q: %d %s, want %d", auth, a.status, a.body, want)
		}
	}
}

func TestETIDomainParts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("eti")
	ask := func(domain, part string) json.RawMessage {
		t.Helper()
		a := etiAsk(t, s, "/domains/"+domain+"/"+part, f["key"])
		got := unmarshal[struct {
			Success  bool
			Response json.RawMessage
		}](t, a.body)
		if a.status != 200 || !got.Success {
			t.Fatalf("%s: %d %s", part, a.status, a.body)
		}
		return got.Response
	}
	for _, part := range etiParts {
		known, unknown := ask("login-update.example", part), ask("unknown.example", part)
		empty := "[]"
		if part == "whois" {
			empty = "{}"
		}
		if string(known) == empty || known[0] != empty[0] {
			t.Errorf("%s: %s", part, known)
		}
		if string(unknown) != empty {
			t.Errorf("%s of an unknown domain: %s", part, unknown)
		}
	}
	type place struct{ IP string }
	if diff := cmp.Diff(unmarshal[[]place](t, string(ask("login-update.example", "ips"))), unmarshal[[]place](t, string(ask("LOGIN-update.example", "geoloc")))); diff != "" {
		t.Errorf("ips and geoloc mismatch:\n%s", diff)
	}
	events := unmarshal[[]struct {
		SID    string
		Source bool
		Count  int
	}](t, string(ask("login-update.example", "events")))
	if len(events) == 0 || events[0].SID == "" {
		t.Errorf("sid is a string here: %v", events)
	}
	servers := unmarshal[[]struct{ Server string }](t, string(ask("login-update.example", "nameservers")))
	if !strings.HasSuffix(servers[0].Server, ".") || strings.HasSuffix(servers[1].Server, ".") {
		t.Errorf("one name server ends in a dot: %v", servers)
	}
	if got := unmarshal[struct{ Domain string }](t, string(ask("login-update.example", "whois"))); got.Domain != "login-update.example" {
		t.Errorf("whois of %q", got.Domain)
	}
}

func TestETIRateLimit(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("eti")
	for range 200 {
		if a := etiAsk(t, s, "/domains/x.example/ips", f["key"]); a.status != 200 {
			t.Fatal(a.status)
		}
	}
	a := etiAsk(t, s, "/domains/x.example/ips", f["key"])
	if a.status != 429 || a.body != `{"success": false, "message": "Rate limit exceeded", "response": {}}` || a.header.Get("Retry-After") != "" {
		t.Errorf("got %d %s %v", a.status, a.body, a.header)
	}
	s.Clock().Advance(time.Minute)
	if a := etiAsk(t, s, "/domains/x.example/ips", f["key"]); a.status != 200 {
		t.Errorf("a minute later: %d", a.status)
	}
}

func TestETINoBareDomain(t *testing.T) {
	s := proofpointtest.NewServer()
	_, f := s.Credentials("eti")
	for _, path := range []string{"/domains/x.example", "/domains//ips", "/domains/x.example/other"} {
		if a := etiAsk(t, s, path, f["key"]); a.status != 404 || !strings.Contains(a.body, `"success": false`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := send(t, s, request(t, "GET", "https://api.emergingthreats.net/domains/x.example/ips", "", "Authorization", f["key"])); a.status != 404 {
		t.Errorf("without /v1: %d", a.status)
	}
}

// ---- gateway

func gateway(t testing.TB, s *proofpointtest.Server, path string) answer {
	t.Helper()
	base, f := s.Credentials("gateway")
	r := request(t, http.MethodGet, base+path, "")
	r.SetBasicAuth(f["user"], f["password"])
	return send(t, s, r)
}

func TestGatewayAlerts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for query, want := range map[string]int{"?limit=7": 7, "": 100, "?limit=50": 50} {
		got := unmarshal[struct{ Alerts []alert }](t, gateway(t, s, "/v1/alerts"+query).body).Alerts
		if len(got) != want {
			t.Errorf("%q: %d alerts", query, len(got))
		}
	}
	if a := gateway(t, s, "/v1/alerts?limit=0"); a.status != 400 {
		t.Errorf("limit 0: %d", a.status)
	}
	if a := send(t, s, request(t, "GET", "https://gateway.example/v1/alerts", "")); a.status != 401 {
		t.Errorf("unsigned: %d", a.status)
	}
}

func TestGatewayBlocklistPages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	type list struct {
		Entries []json.RawMessage
		Total   int
	}
	for query, want := range map[string]int{"": 23, "?page=1&size=10": 10, "?page=3&size=10": 3, "?page=4&size=10": 0} {
		got := unmarshal[list](t, gateway(t, s, "/v1/blocklist"+query).body)
		if len(got.Entries) != want || got.Total != 23 || got.Entries == nil {
			t.Errorf("%q: %d entries of %d", query, len(got.Entries), got.Total)
		}
	}
	for _, query := range []string{"?page=0", "?size=0", "?page=x", "?size=1001"} {
		if a := gateway(t, s, "/v1/blocklist"+query); a.status != 400 {
			t.Errorf("%q: %d", query, a.status)
		}
	}
}

func TestGatewayDomain(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	a := gateway(t, s, "/v1/domains/login-update.example")
	if diff := cmp.Diff(append([]string{"domain"}, etiParts...), members(t, json.RawMessage(a.body))); diff != "" {
		t.Errorf("members mismatch (-want +got):\n%s", diff)
	}
	_, f := s.Credentials("eti")
	alone := unmarshal[struct{ Response json.RawMessage }](t, etiAsk(t, s, "/domains/login-update.example/ips", f["key"]).body)
	if got := unmarshal[struct{ IPs json.RawMessage }](t, a.body); string(got.IPs) != string(alone.Response) {
		t.Errorf("the gateway and the service tell different addresses")
	}
	if a := gateway(t, s, "/v1/domains/a%22b.example"); a.status != 200 || !json.Valid([]byte(a.body)) {
		t.Errorf("odd domain: %d %s", a.status, a.body)
	}
}
