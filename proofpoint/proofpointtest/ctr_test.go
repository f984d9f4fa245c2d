// Cloud Threat Response as its checklist says: rows, filters, counts, the way to
// an original, workflows, and what is written is there afterwards.

package proofpointtest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// cloud asks the cloud service, signed, with room for any number of calls.
func cloud(t testing.TB, s *proofpointtest.Server, method, path, body string) answer {
	t.Helper()
	s.Quota("trap.ctr", -1)
	token, _ := cloudToken(t, s)
	base, _ := s.Credentials("trap.ctr")
	return send(t, s, request(t, method, base+"/api/v1/"+path, body, "Authorization", "Bearer "+token, "Content-Type", "application/json"))
}

type ctrPage struct {
	Total, StartRow, EndRow int
	Incidents, Messages     []map[string]any
}

func ctrAsk(t testing.TB, s *proofpointtest.Server, path, body string) ctrPage {
	t.Helper()
	a := cloud(t, s, "POST", "tric/"+path, body)
	if a.status != 200 {
		t.Fatalf("%s %s: %d %s", path, body, a.status, a.body)
	}
	return unmarshal[ctrPage](t, a.body)
}

func TestCTRWorldDigest(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	var got strings.Builder
	sum := func(name, body string) {
		digest := sha256.Sum256([]byte(body))
		fmt.Fprintf(&got, "%s %s\n", hex.EncodeToString(digest[:]), name)
	}
	incidents := cloud(t, s, "POST", "tric/incidents", `{"startRow":0,"endRow":500}`).body
	sum("trap.cloud.incidents", incidents)
	sum("trap.cloud.messages", cloud(t, s, "POST", "tric/messages", `{"startRow":0,"endRow":500}`).body)
	sum("trap.cloud.incidents.get", cloud(t, s, "GET", "tric/incidents/"+unmarshal[ctrPage](t, incidents).Incidents[0]["id"].(string), "").body)
	sum("trap.cloud.workflows", cloud(t, s, "GET", "tric/workflows", "").body)
	sum("trap.lists.block", cloud(t, s, "GET", "emailProtection/modules/spam/orgBlockList?clusterId=acme_hosted", "").body)
	sum("trap.lists.safe", cloud(t, s, "GET", "emailProtection/modules/spam/orgSafeList?clusterId=acme_hosted", "").body)
	if *update {
		if err := os.WriteFile("testdata/world-ctr-1.sha256", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/world-ctr-1.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the cloud of seed 1 mismatch (-want +got):\n%s", diff)
	}
}

func TestCTREmptyWorld(t *testing.T) {
	s := proofpointtest.New(t)
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "incidents", `{"startRow":0,"endRow":200}`, `{"total":0,"startRow":0,"endRow":200,"incidents":[]}`},
		{"POST", "messages", `{"startRow":0,"endRow":200}`, `{"total":0,"startRow":0,"endRow":200,"messages":[]}`},
		{"POST", "incidents/count", `{"filters":{}}`, `0`},
		{"GET", "workflows", "", `[]`},
	} {
		if a := cloud(t, s, c.method, "tric/"+c.path, c.body); a.status != 200 || a.body != c.want {
			t.Errorf("%s: %d %s, want %s", c.path, a.status, a.body, c.want)
		}
	}
	for _, path := range []string{"incidents/x", "messages/x", "messages/x/fetch", "messages/x/fetchStatus", "messages/x/download", "workflows/run/x"} {
		if a := cloud(t, s, "GET", "tric/"+path, ""); a.status != 404 || !strings.Contains(a.body, "errorMessage") {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestCTRRows(t *testing.T) {
	for _, c := range []struct {
		name string
		opts []proofpointtest.Option
		want int
	}{
		{"exclusive", nil, 20},
		{"inclusive", []proofpointtest.Option{proofpointtest.CTRInclusiveRows()}, 21},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := proofpointtest.New(t, append(c.opts, proofpointtest.Seeded(1))...)
			one := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":20,"sortParams":[{"sort":"desc","colId":"createdAt"}]}`)
			if len(one.Incidents) != c.want || one.StartRow != 0 || one.EndRow != 20 || one.Total < 200 {
				t.Fatalf("%d rows, %d to %d of %d", len(one.Incidents), one.StartRow, one.EndRow, one.Total)
			}
			two := ctrAsk(t, s, "incidents", `{"startRow":20,"endRow":40}`)
			same := one.Incidents[len(one.Incidents)-1]["id"] == two.Incidents[0]["id"]
			if same != (c.want == 21) {
				t.Errorf("the last row comes again: %v", same)
			}
			if got := ctrAsk(t, s, "incidents", `{"startRow":100000,"endRow":100200}`); len(got.Incidents) != 0 || got.Total != one.Total {
				t.Errorf("beyond the end: %d of %d", len(got.Incidents), got.Total)
			}
			if got := ctrAsk(t, s, "messages", `{"startRow":0,"endRow":100000}`); len(got.Messages) != 500 {
				t.Errorf("%d rows at once", len(got.Messages))
			}
		})
	}
	s := proofpointtest.New(t)
	for _, body := range []string{`{"startRow":-1}`, `{"startRow":5,"endRow":4}`, `[]`, ``, `{"filters":{"time_range_filter":{"start":"2026-11-01T00:00:00Z"}}}`, `{"filters":{"incident_id_filters":[5]}}`} {
		if a := cloud(t, s, "POST", "tric/incidents", body); a.status != 400 || !strings.Contains(a.body, "errorMessage") {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
}

func TestCTROrder(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	newest := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500}`).Incidents
	oldest := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500,"sortParams":[{"sort":"asc","colId":"createdAt"}]}`).Incidents
	slices.Reverse(oldest)
	if diff := cmp.Diff(newest, oldest); diff != "" {
		t.Errorf("asc turned round mismatch:\n%s", diff)
	}
	s.Clock().Advance(24 * time.Hour)
	if later := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500}`); later.Total != len(newest)+8 {
		t.Errorf("a day later: %d after %d", later.Total, len(newest))
	}
}

func TestCTRIncidentFilters(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	all := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500}`).Incidents
	id := fmt.Sprint(int(all[7]["displayId"].(float64)))
	has := func(name string, word any) func(map[string]any) bool {
		return func(i map[string]any) bool {
			if list, ok := i[name].([]any); ok {
				return slices.Contains(list, word)
			}
			return i[name] == word
		}
	}
	anything, nothing := func(map[string]any) bool { return true }, func(map[string]any) bool { return false }
	for _, c := range []struct {
		filters string
		want    func(map[string]any) bool
	}{
		{`{}`, anything},
		{`{"other_filters":[],"time_range_filter":{}}`, anything},
		{`{"other_filters":["open_incidents"]}`, has("state", "open")},
		{`{"other_filters":["closed_incidents"]}`, has("state", "closed")},
		{`{"other_filters":["open_incidents","closed_incidents"]}`, nothing},
		{`{"other_filters":["vap"]}`, has("vap", true)},
		{`{"disposition_filters":["phish"]}`, has("dispositions", "phish")},
		{`{"disposition":["phish"]}`, anything}, // the key is ignored without a word
		{`{"disposition_filters":["fish"]}`, anything},
		{`{"verdict_filters":["verdict_threat"]}`, has("clearVerdicts", "threat")},
		{`{"confidence_filters":["confidence_low"]}`, has("clearConfidences", "low")},
		{`{"priority_filters":["high"]}`, has("priority", "high")},
		{`{"source_filters":["tap"]}`, has("sourceTypes", "tap_alert")},
		{`{"incident_id_filters":["` + id + `"]}`, has("displayId", all[7]["displayId"])},
		{`{"time_range_filter":{"start":"2026-10-20 00:00:00","end":"2026-10-21 00:00:00"}}`, func(i map[string]any) bool {
			at := i["createdAt"].(string)
			return at >= "2026-10-20" && at < "2026-10-21"
		}},
	} {
		var want []map[string]any
		for _, i := range all {
			if c.want(i) {
				want = append(want, i)
			}
		}
		got := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500,"filters":`+c.filters+`}`)
		if diff := cmp.Diff(len(want), len(got.Incidents)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", c.filters, diff)
		}
		if a := cloud(t, s, "POST", "tric/incidents/count", `{"filters":`+c.filters+`}`); a.body != fmt.Sprint(len(want)) {
			t.Errorf("%s: count %s, want %d", c.filters, a.body, len(want))
		}
	}
}

func TestCTRMessageFilters(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	all := ctrAsk(t, s, "messages", `{"startRow":0,"endRow":500}`)
	m := all.Messages[3]
	for _, c := range []struct{ key, word, member string }{
		{"message_id_filters", m["message_id"].(string), "message_id"},
		{"recipient_address_filters", m["recipient_address"].(string), "recipient_address"},
		{"sender_address_filters", strings.ToUpper(m["sender_address"].(string)), "sender_address"},
		{"quarantine_filters", "quarantine_mailbox_not_found", "remediation_status"},
		{"disposition_filters", "malware", "disposition"},
	} {
		got := ctrAsk(t, s, "messages", `{"startRow":0,"endRow":500,"filters":{"`+c.key+`":["`+c.word+`"]}}`)
		if len(got.Messages) == 0 || got.Total >= all.Total {
			t.Errorf("%s: %d of %d", c.key, got.Total, all.Total)
		}
		for _, g := range got.Messages {
			if have := g[c.member].(string); !strings.EqualFold(have, c.word) && "quarantine_"+have != c.word {
				t.Errorf("%s %s: %s", c.key, c.word, have)
			}
		}
	}
	for key, word := range map[string]string{"status_filters": "permitted_click", "tap_threat_type_filters": "tap_threat_type_delivered_url_threat", "other_filters": "reporter", "subject_filters": "INVOICE"} {
		if got := ctrAsk(t, s, "messages", `{"startRow":0,"endRow":1,"filters":{"`+key+`":["`+word+`"]}}`); got.Total == 0 || got.Total >= all.Total {
			t.Errorf("%s: %d of %d", key, got.Total, all.Total)
		}
	}
}

// What belongs together is consistent: an incident that is listed can be had by
// its id, with as many messages as it says, and each of those by its own.
func TestCTRConsistent(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	seen := map[string]bool{}
	for n, i := range ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":500}`).Incidents {
		_, null := i["priority"]
		seen["priority missing"] = seen["priority missing"] || !null
		seen["priority null"] = seen["priority null"] || null && i["priority"] == nil
		seen["reopened"] = seen["reopened"] || i["closedAt"] != nil && i["state"] == "open"
		_, pii := i["titlePII"]
		seen["titlePII missing"] = seen["titlePII missing"] || !pii
		if n%17 > 0 {
			continue
		}
		a := cloud(t, s, "GET", "tric/incidents/"+i["id"].(string), "")
		detail := unmarshal[struct {
			Summary              map[string]any
			Comments, Activities []map[string]any
		}](t, a.body)
		if a.status != 200 || detail.Summary["displayId"] != i["displayId"] || len(detail.Comments) != int(i["commentCount"].(float64)) || len(detail.Activities) == 0 {
			t.Errorf("%v: %d %s", i["id"], a.status, a.body)
		}
		if at := detail.Activities[0]["created_at"].(string); strings.ContainsAny(at, "Z+") {
			t.Errorf("a zone in %s", at)
		}
		page := ctrAsk(t, s, "incidents/"+i["id"].(string)+"/messages", `{"startRow":0,"endRow":100}`)
		if float64(page.Total) != i["messageCount"] || len(page.Messages) != page.Total {
			t.Errorf("%v: %d messages, said %v", i["id"], page.Total, i["messageCount"])
		}
		m := page.Messages[0]
		one := unmarshal[struct{ Details map[string]any }](t, cloud(t, s, "GET", "tric/messages/"+m["id"].(string), "").body).Details
		at, err := time.Parse(time.RFC3339, m["received_time"].(string))
		if err != nil || one["emailSubject"] != m["email_subject"] || int64(one["receivedAt"].(float64)) != at.UnixMilli() {
			t.Errorf("message %v: %v, %v, %v", m["id"], one, m["received_time"], err)
		}
	}
	for _, what := range []string{"priority missing", "priority null", "reopened", "titlePII missing"} {
		if !seen[what] {
			t.Errorf("never: %s", what)
		}
	}
}

func TestCTRWritesAreThere(t *testing.T) {
	s := proofpointtest.New(t)
	a := cloud(t, s, "POST", "tric/incidents/createIncident", `{"title":"Odd mail","description":"seen by hand","priority":"high"}`)
	made := unmarshal[struct {
		ID, CreatedAt string
		DisplayID     int
	}](t, a.body)
	if a.status != 200 || made.ID == "" || made.DisplayID == 0 || made.CreatedAt != "2026-11-02T12:00:00.000+00:00" {
		t.Fatalf("create: %d %s", a.status, a.body)
	}
	up := func(id, recipients string) answer {
		return cloud(t, s, "POST", "tric/incidents/uploadMessage", `{"incident_id":"`+made.ID+`","message":{"rfcMessageId":"`+id+`","recipient_addresses":[`+recipients+`],"subject":"hello"}}`)
	}
	if a := up("<a@b.example>", `"one@acme.example","two@acme.example"`); a.status != 200 || unmarshal[map[string]any](t, a.body)["uploadedRecipientsCount"] != 2.0 {
		t.Fatalf("upload: %d %s", a.status, a.body)
	}
	for name, a := range map[string]answer{
		"no brackets":   up("a@b.example", `"one@acme.example"`),
		"no recipients": up("<a@b.example>", ""),
		"too many":      up("<a@b.example>", strings.Repeat(`"x@a.example",`, 10_000)+`"x@a.example"`),
		"no title":      cloud(t, s, "POST", "tric/incidents/createIncident", `{"priority":"high"}`),
		"odd priority":  cloud(t, s, "POST", "tric/incidents/createIncident", `{"title":"x","priority":"urgent"}`),
	} {
		if a.status != 400 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	got := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":9,"filters":{"incident_id_filters":["`+fmt.Sprint(made.DisplayID)+`"]}}`)
	if got.Total != 1 || got.Incidents[0]["title"] != "Odd mail" || got.Incidents[0]["messageCount"] != 2.0 {
		t.Errorf("listed: %v", got)
	}
	if got := ctrAsk(t, s, "messages", `{"startRow":0,"endRow":9,"filters":{"recipient_address_filters":["two@acme.example"]}}`); got.Total != 1 {
		t.Errorf("messages: %v", got)
	}
}

func ctrStatus(t testing.TB, s *proofpointtest.Server, id string) string {
	t.Helper()
	return unmarshal[map[string]string](t, cloud(t, s, "GET", "tric/messages/"+id+"/fetchStatus", "").body)["messageStatus"]
}

// ctrMissing returns a message whose original is not there yet, but can be had.
func ctrMissing(t testing.TB, s *proofpointtest.Server, word string) string {
	t.Helper()
	for _, m := range ctrAsk(t, s, "messages", `{"startRow":0,"endRow":500,"filters":{"quarantine_filters":["`+word+`"]}}`).Messages {
		if m["mime_content_present"] == false {
			return m["id"].(string)
		}
	}
	t.Fatal("no such message")
	return ""
}

func TestCTROriginal(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	id := ctrMissing(t, s, "quarantine_success")
	download := func() answer { return cloud(t, s, "GET", "tric/messages/"+id+"/download", "") }
	if a := download(); a.status != 404 {
		t.Errorf("before: %d %s", a.status, a.body)
	}
	if a := cloud(t, s, "GET", "tric/messages/"+id+"/fetch", ""); a.status != 200 {
		t.Fatalf("fetch: %d %s", a.status, a.body)
	}
	var words []string
	for range 3 {
		words = append(words, ctrStatus(t, s, id))
		s.Clock().Advance(5 * time.Second)
	}
	if diff := cmp.Diff([]string{"fetch_in_progress", "fetch_in_progress", "fetched"}, words); diff != "" {
		t.Errorf("status mismatch (-want +got):\n%s", diff)
	}
	a := download()
	m, err := mail.ReadMessage(strings.NewReader(a.body))
	if err != nil || a.status != 200 || a.header.Get("Content-Type") != "message/rfc822" || m.Header.Get("Message-ID") == "" {
		t.Errorf("download: %d %s %v", a.status, a.body, err)
	}

	lost := ctrMissing(t, s, "quarantine_mailbox_not_found")
	cloud(t, s, "GET", "tric/messages/"+lost+"/fetch", "")
	s.Clock().Advance(time.Minute)
	if got := ctrStatus(t, s, lost); got != "fetch_failed" {
		t.Errorf("lost: %s", got)
	}
}

func TestCTRFetchStatusScript(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CTRFetchStatus("throttled", "fetch_in_progress", "mailbox_unreachable"))
	id := ctrMissing(t, s, "quarantine_success")
	if got := ctrStatus(t, s, id); got != "not_fetched" {
		t.Errorf("before: %s", got)
	}
	cloud(t, s, "GET", "tric/messages/"+id+"/fetch", "")
	var words []string
	for range 4 {
		words = append(words, ctrStatus(t, s, id))
	}
	if diff := cmp.Diff([]string{"throttled", "fetch_in_progress", "mailbox_unreachable", "mailbox_unreachable"}, words); diff != "" {
		t.Errorf("status mismatch (-want +got):\n%s", diff)
	}
}

type ctrWorkflow struct {
	ID, Name, Type string
	Enabled        bool
	OnDemand       bool `json:"on_demand"`
}

func TestCTRWorkflows(t *testing.T) {
	bare, wrapped := proofpointtest.New(t, proofpointtest.Seeded(1)), proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CTRWrappedWorkflows())
	for query, want := range map[string]int{"": 5, "?type=message": 2, "?type=incident": 3, "?enabled=true&type=incident": 2, "?enabled=false": 1} {
		one := unmarshal[[]ctrWorkflow](t, cloud(t, bare, "GET", "tric/workflows"+query, "").body)
		two := unmarshal[struct{ Workflows []ctrWorkflow }](t, cloud(t, wrapped, "GET", "tric/workflows"+query, "").body).Workflows
		if diff := cmp.Diff(one, two); diff != "" || len(one) != want {
			t.Errorf("%q: %d, want %d, or the shapes differ:\n%s", query, len(one), want, diff)
		}
	}
}

func TestCTRRuns(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	byName := map[string]string{}
	for _, f := range unmarshal[[]ctrWorkflow](t, cloud(t, s, "GET", "tric/workflows", "").body) {
		byName[f.Name] = f.ID
	}
	open := ctrAsk(t, s, "incidents", `{"startRow":0,"endRow":1,"filters":{"other_filters":["open_incidents"]}}`).Incidents[0]["id"].(string)
	run := func(name, targets string) answer {
		return cloud(t, s, "POST", "tric/workflows/"+byName[name]+"/run", `{"targetIds":[`+targets+`]}`)
	}
	type result struct{ ID, WorkflowID, State string }
	a := run("Close incident", `"`+open+`"`)
	one := unmarshal[result](t, a.body)
	if a.status != 200 || one.State != "IN_PROGRESS" || one.WorkflowID != byName["Close incident"] {
		t.Fatalf("run: %d %s", a.status, a.body)
	}
	two := unmarshal[result](t, run("Close incident", `"nobody"`).body)
	s.Clock().Advance(20 * time.Second)
	for id, want := range map[string]string{one.ID: "SUCCESS", two.ID: "FAILED"} {
		if got := unmarshal[result](t, cloud(t, s, "GET", "tric/workflows/run/"+id, "").body); got.State != want {
			t.Errorf("%s: %s, want %s", id, got.State, want)
		}
	}
	detail := unmarshal[struct{ Summary map[string]any }](t, cloud(t, s, "GET", "tric/incidents/"+open, "").body)
	if detail.Summary["state"] != "closed" || detail.Summary["closedAt"] != "2026-11-02T12:00:20.000+00:00" {
		t.Errorf("closed: %v", detail.Summary)
	}
	for name, a := range map[string]answer{"not by hand": run("Triage", `"`+open+`"`), "not enabled": run("Quarantine and close (old)", `"`+open+`"`), "no target": run("Close incident", "")} {
		if a.status != 400 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestCTRSignIn(t *testing.T) {
	s := proofpointtest.New(t)
	base, _ := s.Credentials("trap.ctr")
	ask := func(auth string) answer {
		return send(t, s, request(t, "POST", base+"/api/v1/tric/incidents", `{}`, "Authorization", auth, "Content-Type", "application/json"))
	}
	for _, auth := range []string{"", "Bearer x", "Basic eDp5"} {
		if a := ask(auth); a.status != 401 || !strings.Contains(a.body, "errorMessage") {
			t.Errorf("%q: %d %s", auth, a.status, a.body)
		}
	}
	token, _ := cloudToken(t, s)
	for range 10 {
		if a := ask("Bearer " + token); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if a := ask("bearer " + token); a.status != 429 {
		t.Errorf("call 11 in a minute: %d", a.status)
	}
	if a := orgList(t, s, "orgBlockList", "?clusterId=acme_hosted", "Bearer "+token); a.status != 429 {
		t.Errorf("the lists share the limit: %d", a.status)
	}
}
