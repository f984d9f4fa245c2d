// The appliance: what its incidents look like, what narrows them, and that what
// was written is what is read.

package proofpointtest_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const ptrBase = "https://ptr.example"

func ptr(t testing.TB, s *proofpointtest.Server, method, path, body string) answer {
	t.Helper()
	_, f := s.Credentials("trap.ptr")
	return send(t, s, request(t, method, ptrBase+path, body, "Authorization", f["key"], "Content-Type", "application/json"))
}

type incident struct {
	ID            int64
	State         string
	CreatedAt     time.Time  `json:"created_at"`
	ClosedAt      *time.Time `json:"closed_at"`
	CloseSummary  string     `json:"close_summary"`
	FalsePositive *json.RawMessage
	Users         []string
	Hosts         map[string][]string
	Sources       []string `json:"event_sources"`
	Fields        []map[string]*string
	Comments      []struct{ Comment string }
	EventCount    int     `json:"event_count"`
	EventIDs      []int64 `json:"event_ids"`
	Events        []struct {
		ID     int64
		Emails []struct {
			MessageID           string
			MessageDeliveryTime json.RawMessage
			Recipient           struct{ Email string }
		}
	}
}

func incidents(t testing.TB, s *proofpointtest.Server, query string) []incident {
	t.Helper()
	a := ptr(t, s, "GET", "/api/incidents?"+query, "")
	if a.status != 200 {
		t.Fatalf("incidents %s: %d %s", query, a.status, a.body)
	}
	return unmarshal[[]incident](t, a.body)
}

func TestPTRIncidentsAreOneBareArray(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	a := ptr(t, s, "GET", "/api/incidents", "")
	all := unmarshal[[]incident](t, a.body)
	if len(all) < 500 || !strings.HasPrefix(a.body, "[") {
		t.Fatalf("%d incidents in thirty days", len(all))
	}
	if b := ptr(t, s, "GET", "/api/incidents.json?limit=3", ""); b.body != a.body {
		t.Error("the other path, or limit, changes the answer")
	}
	ids, ascending := map[int64]bool{}, true
	for i, d := range all {
		ids[d.ID] = true
		ascending = ascending && (i == 0 || d.ID > all[i-1].ID)
		if d.EventCount != len(d.EventIDs) || d.EventCount != len(d.Events) || d.Events[0].ID != d.EventIDs[0] {
			t.Errorf("incident %d: %d events, %d ids, %d told", d.ID, len(d.Events), len(d.EventIDs), d.EventCount)
		}
	}
	if len(ids) != len(all) || ascending {
		t.Errorf("%d ids of %d, in order: %t", len(ids), len(all), ascending)
	}
	for _, form := range []string{`"state":"4000"`, `"false_positive_count":null`, `"false_positive_count":1`, `{"value":"imported"}`, `"value":null`, `"isRead":"true"`, `"wasUndone":"false"`,
		`"messageDeliveryTime":{"zone":`, `"messageDeliveryTime":"20`, `"abuseCopy":"true"`, `"abuseCopy":false`, `trapclear@`, `"realnamePII":{"secret":`} {
		if !strings.Contains(a.body, form) {
			t.Errorf("no %s anywhere", form)
		}
	}
	if a := ptr(t, proofpointtest.New(t), "GET", "/api/incidents", ""); a.status != 200 || a.body != "[]" {
		t.Errorf("empty world: %d %s", a.status, a.body)
	}
}

func TestPTRIncidentsNarrowed(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	all := incidents(t, s, "")
	total := 0
	for _, state := range []string{"new", "open", "assigned", "closed", "ignored"} {
		got := incidents(t, s, "state="+state)
		total += len(got)
		for _, d := range got {
			if !strings.EqualFold(d.State, state) && d.State != "4000" || (state == "closed") != (d.ClosedAt != nil) {
				t.Errorf("%s: incident %d is %s, closed at %v", state, d.ID, d.State, d.ClosedAt)
			}
		}
		if len(got) == 0 {
			t.Errorf("no incident is %s", state)
		}
	}
	if total != len(all) {
		t.Errorf("%d in the states, %d in all", total, len(all))
	}

	one := all[len(all)/2]
	at := one.CreatedAt.Format(time.RFC3339)
	has := func(query string) bool {
		for _, d := range incidents(t, s, query) {
			if d.ID == one.ID {
				return true
			}
		}
		return false
	}
	for query, want := range map[string]bool{
		"created_after=" + at:  true,
		"created_before=" + at: false,
		"created_after=" + at + "&created_before=" + one.CreatedAt.Add(time.Second).Format(time.RFC3339): true,
		"created_after=" + one.CreatedAt.AddDate(0, 0, 1).Format(time.DateOnly):                          false,
		"message_id=" + url.QueryEscape("<none@x.example>,"+one.Events[0].Emails[0].MessageID):           true,
		"message_id=" + url.QueryEscape(strings.Trim(one.Events[0].Emails[0].MessageID, "<>")):           false,
	} {
		if got := has(query); got != want {
			t.Errorf("%s holds incident %d: %t, want %t", query, one.ID, got, want)
		}
	}
	for _, d := range incidents(t, s, "closed_after=2026-10-30&closed_before=2026-10-31T00:00:00Z") {
		if d.ClosedAt == nil || d.ClosedAt.Format(time.DateOnly) != "2026-10-30" {
			t.Errorf("incident %d was closed at %v", d.ID, d.ClosedAt)
		}
	}
	for _, query := range []string{"state=Open", "state=x", "created_after=x", "created_after=2026-11-01T00:00:00%2B01:00", "expand_events=1"} {
		if a := ptr(t, s, "GET", "/api/incidents?"+query, ""); a.status != 400 {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}

func TestPTRIncidentByNumber(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	raw := unmarshal[[]json.RawMessage](t, ptr(t, s, "GET", "/api/incidents?created_after=2026-11-01", "").body)
	for _, r := range raw[:5] {
		id := unmarshal[incident](t, string(r)).ID
		if a := ptr(t, s, "GET", fmt.Sprintf("/api/incidents/%d.json", id), ""); a.body != string(r) {
			t.Errorf("incident %d alone is not what the list says:\n%s", id, cmp.Diff(string(r), a.body))
		}
		d := unmarshal[map[string]json.RawMessage](t, ptr(t, s, "GET", fmt.Sprintf("/api/incidents/%d.json?expand_events=false", id), "").body)
		if string(d["events"]) != "null" || string(d["event_ids"]) == "[]" {
			t.Errorf("not expanded: events %s, event_ids %s", d["events"], d["event_ids"])
		}
	}
	for _, id := range []string{"1.json", "0.json", "-3.json", "x.json", "899999999.json", fmt.Sprint(unmarshal[incident](t, string(raw[0])).ID)} {
		if a := ptr(t, s, "GET", "/api/incidents/"+id, ""); a.status != 404 {
			t.Errorf("%s: %d", id, a.status)
		}
	}
}

func TestPTRPatience(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.PTRPatience(6*time.Hour))
	for query, want := range map[string]int{
		"": 504, "state=open": 504, "created_after=2026-11-02T05:59:59Z": 504, "created_after=2026-11-02T06:00:00Z": 200,
		"created_after=2026-10-20&created_before=2026-10-20T06:00:00Z": 200, "created_after=2026-10-20&created_before=2026-10-20T06:00:01Z": 504,
	} {
		if a := ptr(t, s, "GET", "/api/incidents?"+query, ""); a.status != want || want == 504 && !strings.HasPrefix(a.body, "<html>") {
			t.Errorf("%s: %d %.60s, want %d", query, a.status, a.body, want)
		}
	}
}

func TestPTRSignIn(t *testing.T) {
	basic := func(s *proofpointtest.Server, password string) int {
		_, f := s.Credentials("trap.ptr")
		r := request(t, "GET", ptrBase+"/api/incidents", "")
		r.SetBasicAuth(f["user"], password)
		return send(t, s, r).status
	}
	plain, both := proofpointtest.New(t), proofpointtest.New(t, proofpointtest.PTRBasic())
	_, f := plain.Credentials("trap.ptr")
	if got := []int{basic(plain, f["password"]), basic(both, f["password"]), basic(both, "x"), ptr(t, both, "GET", "/api/incidents", "").status}; !cmp.Equal(got, []int{401, 200, 401, 200}) {
		t.Errorf("got %v", got)
	}
}

func TestPTRQuota(t *testing.T) {
	s := proofpointtest.New(t)
	s.Quota("trap.ptr", 2)
	var got []int
	for range 3 {
		got = append(got, ptr(t, s, "GET", "/api/incidents", "").status)
	}
	s.Clock().Advance(10 * time.Second)
	a := ptr(t, s, "GET", "/api/incidents", "")
	if got = append(got, a.status); !cmp.Equal(got, []int{200, 200, 429, 200}) || a.header.Get("Retry-After") != "" {
		t.Errorf("got %v", got)
	}
}

func TestPTRWritesAreRead(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	open := incidents(t, s, "state=open")
	id := open[0].ID
	path := fmt.Sprintf("/api/incidents/%d", id)
	read := func() incident { return unmarshal[incident](t, ptr(t, s, "GET", path+".json", "").body) }
	before := read()

	a := ptr(t, s, "POST", path+"/comments.json", `{"summary":"seen","detail":"by two"}`)
	c := unmarshal[map[string]any](t, a.body)
	if a.status != 201 || c["incident_id"] != float64(id) || c["id"] != 1.0 || c["detail"] != "by two" {
		t.Errorf("comment: %d %s", a.status, a.body)
	}
	if got := read().Comments; len(got) != len(before.Comments)+1 || got[len(got)-1].Comment != "seen\nby two" {
		t.Errorf("comments: %v", got)
	}
	if a := ptr(t, s, "POST", path+"/users.json", `{"targets":["new@acme.example"],"attackers":["192.0.2.250"]}`); a.status != 200 {
		t.Errorf("users: %d %s", a.status, a.body)
	}
	if got := read(); got.Users[len(got.Users)-1] != "new@acme.example" || got.Hosts["attacker"][len(got.Hosts["attacker"])-1] != "192.0.2.250" {
		t.Errorf("users %v, hosts %v", got.Users, got.Hosts)
	}
	s.Clock().Advance(time.Minute)
	if a := ptr(t, s, "POST", path+"/close.json", `{"summary":"done"}`); a.status != 200 {
		t.Errorf("close: %d %s", a.status, a.body)
	}
	if got := read(); got.ClosedAt == nil || !got.ClosedAt.Equal(begin.Add(time.Minute)) || got.CloseSummary != "done" {
		t.Errorf("closed at %v: %q", got.ClosedAt, got.CloseSummary)
	}
	// All or none.
	if a := ptr(t, s, "POST", "/api/incidents/close.json", fmt.Sprintf(`{"incidentIds":[%d,1],"summary":"x"}`, open[1].ID)); a.status != 404 {
		t.Errorf("close many with an unknown one: %d %s", a.status, a.body)
	}
	if a := ptr(t, s, "POST", "/api/incidents/close.json", fmt.Sprintf(`{"incidentIds":[%d,%d],"summary":"x"}`, open[1].ID, open[2].ID)); a.status != 202 {
		t.Errorf("close many: %d %s", a.status, a.body)
	}
	if got := incidents(t, s, "state=open"); len(got) != len(open)-3 {
		t.Errorf("%d of %d are open", len(got), len(open))
	}
	for path, body := range map[string]string{path + "/comments.json": `{}`, path + "/users.json": `{}`, path + "/close.json": "x", "/api/incidents/close.json": `{"summary":"x"}`} {
		if a := ptr(t, s, "POST", path, body); a.status != 400 {
			t.Errorf("%s %s: %d", path, body, a.status)
		}
	}
	for _, call := range []string{"comments", "users", "close"} {
		if a := ptr(t, s, "POST", "/api/incidents/1/"+call+".json", `{"summary":"x","targets":["x"]}`); a.status != 404 {
			t.Errorf("%s of an unknown incident: %d", call, a.status)
		}
	}
}

func TestPTRAnswers(t *testing.T) {
	for _, c := range []struct {
		form proofpointtest.PTRAnswer
		want func(string) bool
	}{
		{proofpointtest.PTRAnswerJSON, func(b string) bool { return json.Valid([]byte(b)) }},
		{proofpointtest.PTRAnswerText, func(b string) bool { return b != "" && !json.Valid([]byte(b)) }},
		{proofpointtest.PTRAnswerEmpty, func(b string) bool { return b == "" }},
	} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.PTRAnswers(c.form))
		_, f := s.Credentials("trap.ptr")
		path := fmt.Sprintf("/api/incidents/%d", incidents(t, s, "created_after=2026-11-01")[0].ID)
		for _, call := range [][3]string{
			{"POST", path + "/users.json", `{"targets":["x@acme.example"]}`}, {"POST", path + "/close.json", `{"summary":"x"}`},
			{"POST", path + "/comments.json", `{"summary":"x"}`}, {"POST", "/api/lists/5/members.json", `{"member":"x.example"}`},
			{"PUT", "/api/lists/5/members/5001.json", `{"description":"x"}`},
			{"DELETE", "/api/lists/5/members/5001.json", ""}, {"POST", "/threat/json_event/events/" + f["source_id"], `{}`},
		} {
			if a := ptr(t, s, call[0], call[1], call[2]); a.status/100 != 2 || !c.want(a.body) {
				t.Errorf("form %d, %s %s: %d %q", c.form, call[0], call[1], a.status, a.body)
			}
		}
	}
}

func TestPTRMembers(t *testing.T) {
	s := proofpointtest.New(t)
	add := func(list, body string) answer {
		return ptr(t, s, http.MethodPost, "/api/lists/"+list+"/members.json", body)
	}
	for _, c := range []struct{ list, body, want string }{
		{"5", `{"member":"bad.example"}`, `{"id":5001,"host":{"host":"bad.example"},"description":""}`},
		{"8", `{"member":"ada","description":"left","expiration":"2027-01-01T00:00:00Z"}`, `{"id":8001,"reverse_user":{"username":"ada"},"description":"left","expiration":"2027-01-01T00:00:00Z"}`},
		{"5", `{"member":"worse.example"}`, `{"id":5002,"host":{"host":"worse.example"},"description":""}`},
	} {
		if a := add(c.list, c.body); a.status != 201 || a.body != c.want {
			t.Errorf("add %s: %d %s, want %s", c.body, a.status, a.body, c.want)
		}
	}
	for body, want := range map[string]int{`{}`: 400, `x`: 400, `{"member":"x","expiration":"tomorrow"}`: 400} {
		if a := add("5", body); a.status != want {
			t.Errorf("add %s: %d", body, a.status)
		}
	}
	if a := add("7", `{"member":"x"}`); a.status != 404 {
		t.Errorf("no such list: %d", a.status)
	}
	want := `{"id":5002,"host":{"host":"worse.example"},"description":"why"}`
	if a := ptr(t, s, http.MethodPut, "/api/lists/5/members/5002.json", `{"description":"why"}`); a.status != 200 || a.body != want {
		t.Errorf("modify: %d %s", a.status, a.body)
	}
	if a := ptr(t, s, http.MethodDelete, "/api/lists/5/members/5001.json", ""); a.status != 200 {
		t.Errorf("delete: %d %s", a.status, a.body)
	}
	if a := ptr(t, s, http.MethodGet, "/api/lists/5/members/5002.json", ""); a.body != want {
		t.Errorf("get: %s", a.body)
	}
	if a := ptr(t, s, http.MethodGet, "/api/lists/5/members.json", ""); a.body != "["+want+"]" {
		t.Errorf("the list: %s", a.body)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		if a := ptr(t, s, method, "/api/lists/5/members/5001.json", `{}`); a.status != 404 {
			t.Errorf("%s of a member that is gone: %d", method, a.status)
		}
	}
	if a := add("5", `{"member":"x"}`); !strings.HasPrefix(a.body, `{"id":5003,`) {
		t.Errorf("a number was given twice: %s", a.body)
	}
}

func TestPTRPush(t *testing.T) {
	s := proofpointtest.New(t)
	_, f := s.Credentials("trap.ptr")
	push := func(source, body string) answer { // unsigned
		return send(t, s, request(t, "POST", ptrBase+"/threat/json_event/events/"+source, body, "Content-Type", "application/json"))
	}
	if a := push(f["source_id"], `{"json_version":"2.0","classification":"malware","severity":"Critical","summary":"beacon","attacker":{"ip_address":"192.0.2.7"},"extra":1}`); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	got := incidents(t, s, "state=new")
	if len(got) != 1 || got[0].Hosts["attacker"][0] != "192.0.2.7" || !got[0].CreatedAt.Equal(begin) {
		t.Errorf("incidents of the alert: %+v", got)
	}
	for body, want := range map[string]int{`{"severity":"bad"}`: 400, `{"classification":"Malware"}`: 400, `{"json_version":"3"}`: 400, `{"link_attribute":"x"}`: 400, "x": 400} {
		if a := push(f["source_id"], body); a.status != want {
			t.Errorf("%s: %d", body, a.status)
		}
	}
	if a := push("other", "{}"); a.status != 404 {
		t.Errorf("unknown source: %d", a.status)
	}
}

// A credential in a path is not kept by the log, whether the route answers, a
// fault does, or no method fits.
func TestSecretsInPathsAreNotLogged(t *testing.T) {
	for service, c := range map[string]struct{ operation, field, before, after, method string }{
		"trap.ptr":      {"trap.alerts.push", "source_id", "/threat/json_event/events/", "", "POST"},
		"eti.files":     {"eti.files.ips", "key", "/", "/reputation/iprepdata.json", "GET"},
		"style.pathkey": {"style.pathkey.none", "key", "/", "/none", "GET"},
	} {
		t.Run(service, func(t *testing.T) {
			s := proofpointtest.New(t)
			base, f := s.Credentials(service)
			send(t, s, request(t, c.method, base+c.before+f[c.field]+c.after, "{}", "Content-Type", "application/json"))
			s.Fail(proofpointtest.Fault{Operation: c.operation, Status: 503})
			send(t, s, request(t, c.method, base+c.before+f[c.field]+c.after, "{}"))
			send(t, s, request(t, "PATCH", base+c.before+f[c.field]+c.after, "{}"))
			var got []string
			for _, call := range s.Calls(c.operation) {
				got = append(got, fmt.Sprint(call.Status, " ", call.Path))
			}
			path := c.before + "[redacted]" + c.after
			if diff := cmp.Diff([]string{"200 " + path, "503 " + path, "405 " + path}, got); diff != "" {
				t.Errorf("the log mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWorldDigestTrap holds incidents and events to the promise that a seed gives
// the same bytes for ever.
func TestWorldDigestTrap(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	var got strings.Builder
	for name, body := range map[string]string{
		"trap.incidents": ptr(t, s, "GET", "/api/incidents?created_after=2026-10-26", "").body,
		"casb.events":    casbEvents(t, s, "POST", casbLogin(t, s), 0).body,
	} {
		fmt.Fprintf(&got, "%x %s\n", sha256.Sum256([]byte(body)), name)
	}
	lines := slices.Sorted(strings.Lines(got.String()))
	const file = "testdata/world-1-trap.sha256"
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), strings.Join(lines, "")); diff != "" {
		t.Errorf("the world of seed 1 mismatch (-want +got):\n%s", diff)
	}
}
