// The fake of ETI's two further hosts, exploit scores and list files, and the
// digest of all that ETI knows.

package proofpointtest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

type tierPage struct {
	Content                                 []struct{ CVE, Tier string }
	TotalElements, TotalPages, Size, Number int
	NumberOfElements                        int
	First, Last, Empty                      bool
}

func TestETITierPages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	seen := map[string]bool{}
	for page := 0; ; page++ {
		got := etiResponse[tierPage](t, s, fmt.Sprintf("%s/cve/tier/CRITICAL?page=%d&size=7", scoresBase, page))
		for _, c := range got.Content {
			seen[c.CVE] = true
		}
		if got.First != (page == 0) || got.Number != page || got.NumberOfElements != len(got.Content) || got.Empty {
			t.Errorf("page %d: %+v", page, got)
		}
		if !got.Last {
			continue
		}
		if len(seen) != got.TotalElements || page != got.TotalPages-1 {
			t.Errorf("%d seen of %d, last page %d of %d", len(seen), got.TotalElements, page, got.TotalPages)
		}
		break
	}
	if got := etiResponse[tierPage](t, s, scoresBase+"/cve/tier/CRITICAL?page=1000"); !got.Empty || !got.Last || len(got.Content) != 0 || got.Content == nil {
		t.Errorf("past the end: %+v", got)
	}
	if got := etiResponse[tierPage](t, s, scoresBase+"/cve/tier/CRITICAL"); got.Size != 50 || got.Last || len(got.Content) != 50 {
		t.Errorf("by default: %d of %d, last %t", len(got.Content), got.Size, got.Last)
	}
	for _, query := range []string{"/cve/tier/CRITICAL?size=1001", "/cve/tier/CRITICAL?size=0", "/cve/tier/CRITICAL?page=-1",
		"/cve/tier/SEVERE", "/cve/top-aed?limit=1001", "/cve/top-aed?limit=0"} {
		if a := etiGet(t, s, scoresBase+query); a.status != 400 || !strings.Contains(a.body, `"success": false`) {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
}

// Both hosts tell the same of a CVE.
func TestETIScoresAgree(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	none := false
	for _, c := range etiResponse[[]struct {
		CVE   string
		KEV   bool   `json:"in_cisa_kev"`
		Trend string `json:"sid_trend"`
	}](t, s, scoresBase+"/cve/top-aed?limit=20") {
		got := etiResponse[struct {
			CVE string
			KEV bool    `json:"known_exploited_vulnerabilities"`
			Day *string `json:"cisa_exploit_add"`
		}](t, s, "/cve/"+c.CVE)
		if got.CVE != c.CVE || got.KEV != c.KEV || (got.Day != nil) != c.KEV {
			t.Errorf("%+v, %+v", c, got)
		}
		none = none || c.Trend == "None"
	}
	if !none {
		t.Error("no trend is the word None")
	}
	if a := send(t, s, request(t, "GET", scoresBase+"/cve/top-aed", "")); a.status != 401 {
		t.Errorf("without a key: %d", a.status)
	}
}

func TestETIFiles(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.ETIFileEntries(1000))
	for name, want := range map[string]int{"domainrepdata.json": 1000, "iprepdata.json": 762} {
		a := send(t, s, request(t, "GET", filesBase+"/fake-eti-key-2c8f5b17/reputation/"+name, ""))
		list := unmarshal[map[string]map[string]string](t, a.body)
		if a.status != 200 || len(list) != want {
			t.Fatalf("%s: %d, %d entries", name, a.status, len(list))
		}
	}
	if a := send(t, s, request(t, "GET", filesBase+"/wrong/reputation/iprepdata.json", "")); a.status != 403 {
		t.Errorf("wrong key: %d", a.status)
	}
	// The list and the call agree.
	list := unmarshal[map[string]map[string]string](t, send(t, s, request(t, "GET", filesBase+"/fake-eti-key-2c8f5b17/reputation/domainrepdata.json", "")).body)
	for _, domain := range []string{"login-update.example", "d999.bulk.example"} {
		got := map[string]string{}
		for _, r := range etiResponse[[]struct {
			Category string
			Score    int
		}](t, s, "/domains/"+domain+"/reputation") {
			got[r.Category] = fmt.Sprint(r.Score)
		}
		if diff := cmp.Diff(list[domain], got); diff != "" || len(got) == 0 {
			t.Errorf("%s mismatch (-list +call):\n%s", domain, diff)
		}
	}
	if a := etiGet(t, s, "/domains/d1000.bulk.example/reputation"); !strings.HasSuffix(a.body, `"response": []}`) {
		t.Errorf("past the list: %s", a.body)
	}
}

func TestETIFilesAreMadeAsTheyAreRead(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.ETIFileEntries(200_000))
	resp, err := s.RoundTrip(request(t, "GET", filesBase+"/fake-eti-key-2c8f5b17/reputation/domainrepdata.json", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, err := io.CopyN(io.Discard, resp.Body, 6<<20)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("%d bytes held after %d were read", grown, n)
	}
}

// Both further hosts answer over a socket as they do without one.
func TestETIHostsOverASocket(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("eti.scores")
	for local, public := range map[string]string{
		s.BaseURL("eti.scores") + "/cve/top-aed?limit=2":                            scoresBase + "/cve/top-aed?limit=2",
		s.BaseURL("eti.files") + "/" + etiFileKey(s) + "/reputation/iprepdata.json": filesBase + "/" + etiFileKey(s) + "/reputation/iprepdata.json",
	} {
		want := send(t, s, request(t, "GET", public, "", "Authorization", f["key"]))
		resp, err := http.DefaultClient.Do(request(t, "GET", local, "", "Authorization", f["key"]))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || string(b) != want.body {
			t.Errorf("%s: %d %.200s, %v; want %.200s", local, resp.StatusCode, b, err, want.body)
		}
	}
}

func etiFileKey(s *proofpointtest.Server) string {
	_, f := s.Credentials("eti.files")
	return f["key"]
}

// TestETIWorldDigest fails when what ETI knows in a world changes.
func TestETIWorldDigest(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("eti", -1)
	const domain, ip, md5 = "/domains/login-update.example", "/ips/198.51.100.183", "/samples/d7cbe7f17f41ba08763baa79a19d5a59"
	files := filesBase + "/" + etiFileKey(s) + "/reputation/"
	var got strings.Builder
	for _, path := range []string{
		domain + "/reputation", domain + "/urls", domain + "/samples", domain + "/ips", domain + "/events", domain + "/nameservers", domain + "/whois", domain + "/geoloc",
		ip + "/reputation", ip + "/urls", ip + "/samples", ip + "/domains", ip + "/events", ip + "/geoloc", ip + "/asn",
		md5, md5 + "/connections", md5 + "/dns", md5 + "/http", md5 + "/events",
		"/sids/2841241", "/sids/2841241/ips", "/sids/2841241/domains", "/sids/2841241/samples", "/sids/2841241/text", "/sids/2841241/summary",
		"/sids/2841241/references", "/sids/2841241/documentation", "/cve/CVE-2025-9900181", "/cve/top-trending", "/malware/ExampleLoader", "/actors/TA-Example-1",
		"/tags/cve/rolling-count", "/tags/malware/summaries", "/tags/threat-actor/activities", "/repcategories",
		scoresBase + "/cve/CVE-2025-9900181/score", scoresBase + "/cve/top-aed", scoresBase + "/cve/tier/LOW", files + "iprepdata.json", files + "domainrepdata.json",
	} {
		a := etiGet(t, s, path)
		if a.status != 200 || !json.Valid([]byte(a.body)) {
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
		digest := sha256.Sum256([]byte(a.body))
		fmt.Fprintf(&got, "%s %s\n", hex.EncodeToString(digest[:]), path)
	}
	if *update {
		if err := os.WriteFile("testdata/world-1-eti.sha256", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/world-1-eti.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the world of seed 1 mismatch (-want +got):\n%s", diff)
	}
}
