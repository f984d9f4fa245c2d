// The fake of Emerging Threats Intelligence: what hangs together, and the oddities
// that the reference lists. The eight calls about a domain are tested with the
// other services.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const (
	scoresBase = "https://insights-api.emergingthreats.net/v2"
	filesBase  = "https://rules.emergingthreatspro.com"
)

// etiGet asks with the key; a path is of the first host, unless it is a URL.
func etiGet(t testing.TB, s *proofpointtest.Server, path string) answer {
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = etiBase + path
	}
	_, f := s.Credentials("eti")
	return send(t, s, request(t, http.MethodGet, path, "", "Authorization", f["key"]))
}

// etiResponse is the member response of a good answer.
func etiResponse[T any](t testing.TB, s *proofpointtest.Server, path string) T {
	t.Helper()
	a := etiGet(t, s, path)
	got := unmarshal[struct {
		Success  bool
		Response json.RawMessage
	}](t, a.body)
	if a.status != 200 || !got.Success {
		t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return unmarshal[T](t, string(got.Response))
}

type etiRow struct {
	IP, Domain, Source, Server string
	FirstSeen                  string `json:"first_seen"`
	LastSeen                   string `json:"last_seen"`
	LongIP                     int64  `json:"long_ip"`
}

func column(rows []etiRow, of func(etiRow) string) (list []string) {
	for _, r := range rows {
		list = append(list, of(r))
	}
	return list
}

// What one call names, the next one knows, and knows where it came from.
func TestETIHangsTogether(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("eti", -1)
	const domain = "login-update.example"
	for _, ip := range etiResponse[[]etiRow](t, s, "/domains/"+domain+"/ips") {
		back := etiResponse[[]etiRow](t, s, "/ips/"+ip.IP+"/domains")
		if !slices.Contains(back, etiRow{Domain: domain, FirstSeen: ip.FirstSeen, LastSeen: ip.LastSeen}) {
			t.Errorf("%s has the domains %v", ip.IP, back)
		}
		if asn := etiResponse[struct{ ASN int }](t, s, "/ips/"+ip.IP+"/asn"); asn.ASN < 64496 || asn.ASN > 64511 {
			t.Errorf("%s is of AS%d, which is not kept for documentation", ip.IP, asn.ASN)
		}
		for _, part := range []string{"reputation", "urls", "samples", "events", "geoloc"} {
			if list := etiResponse[[]json.RawMessage](t, s, "/ips/"+ip.IP+"/"+part); len(list) == 0 {
				t.Errorf("%s has no %s", ip.IP, part)
			}
		}
	}
	for _, sample := range etiResponse[[]etiRow](t, s, "/domains/"+domain+"/samples") {
		if got := etiResponse[struct{ MD5sum string }](t, s, "/samples/"+strings.ToUpper(sample.Source)); got.MD5sum != sample.Source {
			t.Errorf("sample %s: %q", sample.Source, got.MD5sum)
		}
		names := column(etiResponse[[]etiRow](t, s, "/samples/"+sample.Source+"/dns"), func(r etiRow) string { return r.Domain })
		if !slices.Contains(names, domain) {
			t.Errorf("sample %s asked for %v", sample.Source, names)
		}
	}
	for _, e := range etiResponse[[]struct{ SID, Signature string }](t, s, "/domains/"+domain+"/events") {
		if got := etiResponse[struct {
			SID  int
			Name string `json:"sig_name"`
		}](t, s, "/sids/"+e.SID); got.Name != e.Signature || fmt.Sprint(got.SID) != e.SID {
			t.Errorf("signature %s is %v, want %q", e.SID, got, e.Signature)
		}
		names := column(etiResponse[[]etiRow](t, s, "/sids/"+e.SID+"/domains"), func(r etiRow) string { return r.Domain })
		if !slices.Contains(names, domain) {
			t.Errorf("signature %s matched %v", e.SID, names)
		}
	}
}

// Nothing known is an empty list or object, in any world, or 404 if so chosen.
func TestETIKnowsNothing(t *testing.T) {
	md5 := strings.Repeat("0", 32)
	for path, empty := range map[string]string{
		"/domains/x.example/ips": "[]", "/domains/x.example/whois": "{}",
		"/ips/192.0.2.255/urls": "[]", "/ips/192.0.2.255/reputation": "[]", "/ips/192.0.2.255/asn": "{}",
		"/samples/" + md5: "{}", "/samples/" + md5 + "/http": "[]", "/samples/" + md5 + md5: "{}",
		"/sids/1": "{}", "/sids/1/ips": "[]", "/sids/1/text": "{}", "/sids/1/references": "[]",
		"/cve/CVE-2025-1": "{}", scoresBase + "/cve/CVE-2025-1/score": "{}",
	} {
		for name, s := range map[string]*proofpointtest.Server{"empty": proofpointtest.New(t), "seeded": proofpointtest.New(t, proofpointtest.Seeded(1))} {
			if a := etiGet(t, s, path); a.status != 200 || a.body != `{"success": true, "response": `+empty+`}` {
				t.Errorf("%s world, %s: %d %s", name, path, a.status, a.body)
			}
		}
		if a := etiGet(t, proofpointtest.New(t, proofpointtest.ETIUnknown404()), path); a.status != 404 || !strings.Contains(a.body, `"success": false`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestETIEmptyWorldOfLists(t *testing.T) {
	s := proofpointtest.New(t)
	for _, path := range []string{"/repcategories", "/cve/top-trending", "/tags/cve/summaries", "/tags/malware/activities", scoresBase + "/cve/top-aed"} {
		if list := etiResponse[[]json.RawMessage](t, s, path); list == nil || len(list) != 0 {
			t.Errorf("%s: %v", path, list)
		}
	}
	if a := etiGet(t, s, filesBase+"/fake-eti-key-2c8f5b17/reputation/iprepdata.json"); a.status != 200 || strings.Join(strings.Fields(a.body), "") != "{}" {
		t.Errorf("list file: %d %q", a.status, a.body)
	}
}

// Types differ from call to call, and the odd values come.
func TestETIOddValues(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("eti", -1)
	private, hits, kinds := 0, 0, map[string]bool{}
	ips := etiResponse[[]etiRow](t, s, "/domains/login-update.example/ips")
	ips = append(ips, etiResponse[[]etiRow](t, s, "/domains/invoice-portal.example/ips")...)
	ips = append(ips, etiResponse[[]etiRow](t, s, "/domains/secure-docs.example/ips")...)
	for _, ip := range ips {
		for _, e := range etiResponse[[]struct {
			IP     string
			SID    string
			Source bool
		}](t, s, "/ips/"+ip.IP+"/events") {
			hits++
			if e.IP == "private" {
				private++
			}
		}
	}
	for _, domain := range []string{"login-update.example", "invoice-portal.example", "secure-docs.example"} {
		for _, sample := range etiResponse[[]etiRow](t, s, "/domains/"+domain+"/samples") {
			for _, raw := range etiResponse[[]json.RawMessage](t, s, "/samples/"+sample.Source+"/dns") {
				kinds[strings.Join(members(t, raw), " ")] = true
			}
			if list := etiResponse[[]struct {
				SID      int
				Revision string
			}](t, s, "/samples/"+sample.Source+"/events"); len(list) == 0 {
				t.Errorf("sample %s has no events", sample.Source)
			}
		}
	}
	if private == 0 || private == hits {
		t.Errorf("%d of %d events say private", private, hits)
	}
	if diff := cmp.Diff(map[string]bool{"source date domain answer record_type": true, "source date domain address record_type": true}, kinds); diff != "" {
		t.Errorf("dns rows mismatch (-want +got):\n%s", diff)
	}
}

// signatures finds a free and a paid rule.
func signatures(t testing.TB, s *proofpointtest.Server) (free, paid string) {
	t.Helper()
	for _, domain := range []string{"login-update.example", "invoice-portal.example", "secure-docs.example", "parcel-tracking.example"} {
		for _, e := range etiResponse[[]struct{ SID, Signature string }](t, s, "/domains/"+domain+"/events") {
			if strings.HasPrefix(e.Signature, "ETPRO ") {
				paid = e.SID
			} else {
				free = e.SID
			}
		}
	}
	if free == "" || paid == "" {
		t.Fatalf("free %q, paid %q", free, paid)
	}
	return free, paid
}

func TestETIPaidRules(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	free, paid := signatures(t, s)
	for path, want := range map[string]int{"/text": 403, "/summary": 402, "": 200, "/domains": 200} {
		if a := etiGet(t, s, "/sids/"+paid+path); a.status != want || strings.Contains(a.body, `"success": true`) != (want == 200) {
			t.Errorf("paid %q: %d %s, want %d", path, a.status, a.body, want)
		}
		if a := etiGet(t, s, "/sids/"+free+path); a.status != 200 {
			t.Errorf("free %q: %d %s", path, a.status, a.body)
		}
	}
	got := etiResponse[struct {
		SID      int
		Metadata struct{ SID string }
	}](t, s, "/sids/"+free+"/summary")
	if fmt.Sprint(got.SID) != free || got.Metadata.SID != free {
		t.Errorf("summary of %s: %v", free, got)
	}
}

// Words that the service does not know are replaced by the default, in silence.
func TestETISignatureIPsOrder(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	free, _ := signatures(t, s)
	ask := func(query string) []etiRow { return etiResponse[[]etiRow](t, s, "/sids/"+free+"/ips"+query) }
	usual := ask("")
	if !slices.IsSortedFunc(usual, func(a, b etiRow) int { return strings.Compare(b.LastSeen, a.LastSeen) }) {
		t.Errorf("not the newest first: %v", usual)
	}
	for _, query := range []string{"?sortBy=bogus", "?sortDirection=asc", "?sortBy=last_seen&sortDirection=DESC"} {
		if diff := cmp.Diff(usual, ask(query)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", query, diff)
		}
	}
	if rows := ask("?sortBy=ip&sortDirection=ASC"); !slices.IsSortedFunc(rows, func(a, b etiRow) int { return int(a.LongIP - b.LongIP) }) {
		t.Errorf("not by address: %v", rows)
	}
}

func TestETINamesAreCaseSensitive(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for path, want := range map[string]int{
		"/malware/ExampleLoader": 200, "/malware/exampleloader": 404, "/malware/Example%20Bot": 200,
		"/actors/TA-Example-1": 200, "/actors/ta-example-1": 404, "/tags/actor/summaries": 404,
	} {
		if a := etiGet(t, s, path); a.status != want {
			t.Errorf("%s: %d %s, want %d", path, a.status, a.body, want)
		}
	}
}

func TestETITimeoutOnce(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.ETITimeout("eti.ips.urls"))
	for i, want := range []int{408, 200} {
		if a := etiGet(t, s, "/ips/192.0.2.1/urls"); a.status != want || !json.Valid([]byte(a.body)) {
			t.Errorf("call %d: %d %s, want %d", i+1, a.status, a.body, want)
		}
	}
}

func TestETITrends(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for _, kind := range []string{"cve", "malware", "threat-actor"} {
		for _, rank := range []string{"today-rank", "ninety-day-rank"} {
			var places []int
			for _, row := range etiResponse[[]map[string]any](t, s, "/tags/"+kind+"/rolling-count") {
				places = append(places, int(row[rank].(float64)))
			}
			slices.Sort(places)
			if len(places) == 0 || places[0] != 1 || len(slices.Compact(places)) != len(places) || places[len(places)-1] != len(places) {
				t.Errorf("%s of %s: %v", rank, kind, places)
			}
		}
	}
	for query, want := range map[string]int{"": 5, "?limit=5": 5, "?limit=10": 10} {
		rows := etiResponse[[]struct {
			CVE   string
			Score string `json:"cvss_v3_score"`
		}](t, s, "/cve/top-trending"+query)
		if len(rows) != want || rows[0].Score == "" {
			t.Errorf("%q: %v", query, rows)
		}
	}
	if a := etiGet(t, s, "/cve/top-trending?limit=7"); a.status != 400 {
		t.Errorf("limit=7: %d", a.status)
	}
	signed := false
	for range 20 {
		a := etiGet(t, s, "/tags/cve/summaries")
		got := unmarshal[struct {
			Timestamp string
			MessageID string `json:"message_id"`
		}](t, a.body)
		if _, err := time.Parse("2006-01-02-15:04:05", got.Timestamp); err != nil || !strings.HasPrefix(got.MessageID, "req") {
			t.Errorf("envelope: %+v", got)
		}
		signed = signed || strings.HasPrefix(got.MessageID, "req-")
		s.Clock().Advance(time.Second)
	}
	if !signed {
		t.Error("no message_id had a sign")
	}
}
