// The world: the same for ever, shaped like the wire, odd where the wire is odd,
// and never to be taken for a real one.

package proofpointtest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

var update = flag.Bool("update", false, "write the digests of the world anew")

var (
	messageKeys = strings.Fields("spamScore phishScore threatsInfoMap messageTime impostorScore malwareScore cluster subject quarantineFolder quarantineRule policyRoutes modulesRun messageSize headerFrom headerReplyTo fromAddress ccAddresses replyToAddress toAddresses xmailer messageParts completelyRewritten id QID GUID sender recipient senderIP messageID")
	clickKeys   = strings.Fields("url classification clickTime threatTime userAgent campaignId id clickIP sender recipient senderIP GUID threatID threatURL threatStatus messageID")
	partKeys    = strings.Fields("disposition sha256 md5 filename sandboxStatus oContentType contentType")
	threatKeys  = strings.Fields("threatID threatStatus classification detectionType threatUrl threatTime threat campaignID actors threatType")
)

// TestWorldDigest fails when a world changes, be it by a new toolchain: "the same
// for ever" is a promise.
func TestWorldDigest(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	var got strings.Builder
	sum := func(name string, body string) {
		digest := sha256.Sum256([]byte(body))
		fmt.Fprintf(&got, "%s %s\n", hex.EncodeToString(digest[:]), name)
	}
	for _, path := range slices.Sorted(maps.Keys(siemPaths)) {
		sum(path, tap(t, s, path, "sinceSeconds=3600&format=json").body)
		sum(path+" syslog", tap(t, s, path, "sinceSeconds=3600").body)
	}
	sum("casb.alerts", casbPage(t, s, casbLogin(t, s), 0, begin.Add(-24*time.Hour), begin).body)
	sum("gateway.blocklist", gateway(t, s, "/v1/blocklist").body)
	sum("gateway.domain", gateway(t, s, "/v1/domains/login-update.example").body)
	for _, list := range []string{"5", "6", "8"} {
		sum("trap.lists.members "+list, ptrList(t, s, list).body)
	}
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/world-1.sha256", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/world-1.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the world of seed 1 mismatch (-want +got):\n%s", diff)
	}
}

func TestWorldSeedsDiffer(t *testing.T) {
	ask := func(seed uint64) string {
		s := proofpointtest.New(t, proofpointtest.Seeded(seed))
		return tap(t, s, "all", "sinceSeconds=3600&format=json").body
	}
	if ask(1) == ask(2) {
		t.Error("seeds 1 and 2 give the same world")
	}
}

// The demonstration wants at least a hundred events for its first hour, whenever
// it starts.
func TestWorldDensity(t *testing.T) {
	for _, at := range []time.Time{begin, begin.Add(-17*time.Minute - 31*time.Second), time.Date(2031, 5, 6, 23, 59, 59, 0, time.UTC)} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.At(at))
		e := decode(t, tap(t, s, "all", "sinceSeconds=3600&format=json").body)
		total := 0
		for kind, events := range e.Arrays {
			total += len(events)
			if len(events) == 0 {
				t.Errorf("%v: no %s", at, kind)
			}
		}
		delivered := len(e.Arrays["messagesDelivered"])
		if total < 100 || total > 125 || delivered < total/3 || delivered > total*2/3 {
			t.Errorf("%v: %d events, %d of them delivered", at, total, delivered)
		}
	}
}

func TestWorldOverlappingWindowsSeeTheSameEvents(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(9), proofpointtest.Rate(1000))
	ask := func(from, to time.Time) map[string]string {
		set := map[string]string{}
		for _, events := range decode(t, tap(t, s, "all", interval(from, to)+"&format=json").body).Arrays {
			for _, raw := range events {
				set[unmarshal[struct{ ID string }](t, string(raw)).ID] = string(raw)
			}
		}
		return set
	}
	long := ask(begin.Add(-90*time.Minute), begin.Add(-30*time.Minute))
	short := ask(begin.Add(-61*time.Minute), begin.Add(-59*time.Minute))
	if len(short) < 20 {
		t.Fatalf("only %d events", len(short))
	}
	for id, raw := range short {
		if long[id] != raw {
			t.Errorf("%s differs between windows", id)
		}
	}
}

func TestWorldShapes(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(2000))
	seen := map[string]int{}
	note := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	var size, messages int
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		if !json.Valid(e.Raw) {
			t.Fatalf("not JSON: %s", e.Raw)
		}
		raw := string(e.Raw)
		keys := members(t, e.Raw)
		if strings.HasPrefix(e.Kind, "clicks") {
			if slices.Contains(keys, "campaignId") {
				if diff := cmp.Diff(clickKeys, keys); diff != "" {
					t.Fatalf("click keys mismatch (-want +got):\n%s", diff)
				}
			}
			note("click without campaignId", !slices.Contains(keys, "campaignId"))
			note("campaignId null", strings.Contains(raw, `"campaignId":null`))
			note("campaignId empty", strings.Contains(raw, `"campaignId":""`))
			c := unmarshal[struct {
				ClickTime, ThreatTime time.Time
				Recipient             string
				URL                   string
			}](t, raw)
			note("click condemned later", c.ThreatTime.After(c.ClickTime))
			note("url without scheme", !strings.Contains(c.URL, "://"))
			continue
		}
		messages++
		size += len(raw)
		if diff := cmp.Diff(messageKeys, keys); diff != "" {
			t.Fatalf("message keys mismatch (-want +got):\n%s", diff)
		}
		m := unmarshal[struct {
			GUID, MessageID, Sender                                string
			Recipient                                              []string
			QID, Subject, HeaderFrom, QuarantineFolder             *string
			CompletelyRewritten                                    bool
			ImpostorScore                                          json.Number
			MessageSize                                            int
			MessageParts, ThreatsInfoMap, ModulesRun, PolicyRoutes []json.RawMessage
			CCAddresses                                            []string
		}](t, raw)
		if len(m.Recipient) != 1 {
			t.Errorf("recipient %q: one event per recipient", m.Recipient)
		}
		degraded := m.MessageSize == 0
		note("degraded", degraded)
		if degraded && (e.Kind != proofpointtest.MessagesDelivered || m.QID != nil || m.HeaderFrom != nil || m.MessageParts != nil || m.Sender != "" || m.MessageID != "") {
			t.Errorf("degraded event: %s", raw)
		}
		note("null subject, rest filled", !degraded && m.Subject == nil)
		note("impostorScore 0.0", strings.Contains(raw, `"impostorScore":0.0,`))
		note("impostorScore 0", strings.Contains(raw, `"impostorScore":0,`))
		note("completelyRewritten false", !m.CompletelyRewritten)
		note("GUID starts with -", m.GUID[0] == '-')
		note("GUID starts with _", m.GUID[0] == '_')
		note("null modulesRun", m.ModulesRun == nil && !degraded)
		note("null policyRoutes", m.PolicyRoutes == nil && !degraded)
		note("null messageParts", m.MessageParts == nil && !degraded)
		note("null ccAddresses", strings.Contains(raw, `"ccAddresses":null`) && !degraded)
		note("empty ccAddresses", strings.Contains(raw, `"ccAddresses":[]`))
		note("messageID in brackets", strings.HasPrefix(m.MessageID, "<"))
		note("messageID without", m.MessageID != "" && m.MessageID[0] != '<')
		note("folder on delivered", e.Kind == proofpointtest.MessagesDelivered && m.QuarantineFolder != nil)
		note("no folder on blocked", e.Kind == proofpointtest.MessagesBlocked && m.QuarantineFolder == nil)
		note("two threats", len(m.ThreatsInfoMap) == 2)
		for _, p := range m.MessageParts {
			if diff := cmp.Diff(partKeys, members(t, p)); diff != "" {
				t.Fatalf("part keys mismatch (-want +got):\n%s", diff)
			}
			for _, v := range []string{"null", `"threat"`, `"THREAT"`, `"clean"`, `"CLEAN"`} {
				note("sandboxStatus "+v, strings.Contains(string(p), `"sandboxStatus":`+v))
			}
		}
		for _, th := range m.ThreatsInfoMap {
			got := members(t, th)
			want := slices.DeleteFunc(slices.Clone(threatKeys), func(k string) bool {
				return (k == "detectionType" || k == "actors") && !slices.Contains(got, k)
			})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("threat keys mismatch (-want +got):\n%s", diff)
			}
			note("detectionType absent", !slices.Contains(got, "detectionType"))
			note("detectionType present", slices.Contains(got, "detectionType"))
			note("actors absent", !slices.Contains(got, "actors"))
			note("actors empty", strings.Contains(string(th), `"actors":[]`))
			note("actors present", strings.Contains(string(th), `"actors":[{`))
			for _, v := range []string{`"campaignID":null`, `"threatStatus":"falsePositive"`, `"threatStatus":"falsepositive"`, `"threatStatus":"cleared"`, `"classification":"Toad"`, `"threatType":"messageText"`, `"threatType":"attachment"`} {
				note(v, strings.Contains(string(th), v))
			}
		}
	}
	for _, want := range []string{
		"click without campaignId", "campaignId null", "campaignId empty", "click condemned later", "url without scheme", "degraded", "null subject, rest filled",
		"impostorScore 0.0", "impostorScore 0", "completelyRewritten false", "GUID starts with -", "GUID starts with _", "null modulesRun", "null policyRoutes",
		"null messageParts", "null ccAddresses", "empty ccAddresses", "messageID in brackets", "messageID without", "folder on delivered", "no folder on blocked", "two threats",
		"sandboxStatus null", `sandboxStatus "threat"`, `sandboxStatus "THREAT"`, `sandboxStatus "clean"`, `sandboxStatus "CLEAN"`, "detectionType absent", "detectionType present",
		"actors absent", "actors empty", "actors present", `"campaignID":null`, `"threatStatus":"falsePositive"`, `"threatStatus":"falsepositive"`, `"threatStatus":"cleared"`,
		`"classification":"Toad"`, `"threatType":"messageText"`, `"threatType":"attachment"`,
	} {
		if seen[want] == 0 {
			t.Errorf("never seen: %s", want)
		}
	}
	if mean := size / messages; mean < 1800 || mean > 3500 {
		t.Errorf("messages have %d bytes on average, want 2 to 3 KB", mean)
	}
}

func TestWorldOneEventPerRecipient(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(2000))
	type message struct {
		GUID, QID, ID, MessageTime string
		Recipient, ToAddresses     []string
	}
	byGUID, ids := map[string][]message{}, map[string]bool{}
	for e := range s.Events(begin.Add(-2*time.Hour), begin) {
		if ids[e.Kind+e.ID] {
			t.Errorf("id %s comes twice", e.ID)
		}
		ids[e.Kind+e.ID] = true
		if strings.HasPrefix(e.Kind, "messages") {
			m := unmarshal[message](t, string(e.Raw))
			byGUID[m.GUID] = append(byGUID[m.GUID], m)
		}
	}
	sizes := map[int]int{}
	for guid, list := range byGUID {
		sizes[len(list)]++
		recipients := map[string]bool{}
		for _, m := range list {
			recipients[m.Recipient[0]] = true
			if m.QID != list[0].QID || m.MessageTime != list[0].MessageTime {
				t.Errorf("%s: QID or time differ between its events", guid)
			}
			if len(m.ToAddresses) > 0 && !slices.Contains(m.ToAddresses, m.Recipient[0]) {
				t.Errorf("%s: %s is not in To", guid, m.Recipient[0])
			}
		}
		if len(recipients) != len(list) {
			t.Errorf("%s: %d events for %d recipients", guid, len(list), len(recipients))
		}
	}
	for n := 1; n <= 4; n++ {
		if sizes[n] == 0 {
			t.Errorf("no message with %d recipients: %v", n, sizes)
		}
	}
}

func TestWorldClicksTieToMessages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(1000))
	guids := map[string]bool{}
	for e := range s.Events(begin.Add(-3*time.Hour), begin) {
		if strings.HasPrefix(e.Kind, "messages") {
			guids[unmarshal[struct{ GUID string }](t, string(e.Raw)).GUID] = true
		}
	}
	clicks, tied := 0, 0
	for e := range s.Events(begin.Add(-2*time.Hour), begin) {
		if strings.HasPrefix(e.Kind, "clicks") {
			clicks++
			if guids[unmarshal[struct{ GUID string }](t, string(e.Raw)).GUID] {
				tied++
			}
		}
	}
	if tied < clicks*95/100 {
		t.Errorf("%d of %d clicks name a message of the world", tied, clicks)
	}
}

var (
	hosts     = regexp.MustCompile(`https?://([^/"\\?]+)`)
	mails     = regexp.MustCompile(`[\w.+-]+@([\w.-]+)`)
	addresses = regexp.MustCompile(`"(\d+\.\d+\.\d+\.\d+)"`)
)

// Nothing of the world may pass for real.
func TestWorldNamesAreInvented(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(800))
	documentation := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24")}
	check := func(where, text string) {
		t.Helper()
		for _, m := range hosts.FindAllStringSubmatch(text, -1) {
			if u, err := url.Parse("https://" + m[1]); err != nil || !strings.HasSuffix(u.Hostname(), ".example") {
				t.Errorf("%s: host %q", where, m[1])
			}
		}
		for _, m := range mails.FindAllStringSubmatch(text, -1) {
			if !strings.HasSuffix(m[1], ".example") {
				t.Errorf("%s: address %q", where, m[0])
			}
		}
		for _, m := range addresses.FindAllStringSubmatch(text, -1) {
			ip := netip.MustParseAddr(m[1])
			if !slices.ContainsFunc(documentation, func(p netip.Prefix) bool { return p.Contains(ip) }) {
				t.Errorf("%s: address %s", where, ip)
			}
		}
	}
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		check(e.Kind, string(e.Raw))
	}
	check("alerts", gateway(t, s, "/v1/alerts?limit=1000").body)
	check("blocklist", gateway(t, s, "/v1/blocklist").body)
	check("domain", gateway(t, s, "/v1/domains/login-update.example").body)
	for _, list := range []string{"5", "6", "8"} {
		check("list "+list, ptrList(t, s, list).body)
	}
}

func TestPut(t *testing.T) {
	s := proofpointtest.New(t)
	raw := json.RawMessage(`{ "id":"m-1",  "messageTime":"2026-11-02T11:00:00.000Z","big":9007199254740993,
		"threatsInfoMap":[{"threatTime":"2026-11-02T11:40:00.250Z","threatStatus":"falsePositive","threatType":"url"}]}`)
	click := json.RawMessage(`{"id":"c-1","x":1}`)
	s.Put(
		proofpointtest.Event{Kind: proofpointtest.MessagesDelivered, Raw: raw},
		proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, Raw: click, Created: begin.Add(-time.Minute)},
	)
	var got []proofpointtest.Event
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		got = append(got, e)
	}
	want := []proofpointtest.Event{
		{Kind: proofpointtest.MessagesDelivered, ID: "m-1", Created: time.Date(2026, 11, 2, 11, 40, 0, 250e6, time.UTC), Raw: raw},
		{Kind: proofpointtest.ClicksBlocked, ID: "c-1", Created: begin.Add(-time.Minute), Raw: click},
	}
	for i := range want {
		want[i].Since = want[i].Created
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Events mismatch (-want +got):\n%s", diff)
	}
	if body := tap(t, s, "all", "sinceSeconds=3600&format=json").body; strings.Contains(body, "m-1") || !strings.Contains(body, string(click)) {
		t.Errorf("the default holds no false positive and all else: %s", body)
	}
	if body := tap(t, s, "messages/delivered", "sinceSeconds=3600&format=json&threatStatus=falsePositive").body; !strings.Contains(body, string(raw)) {
		t.Errorf("bytes changed: %s", body)
	}

	old := proofpointtest.New(t, proofpointtest.Seeded(1))
	old.Put(proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, Raw: json.RawMessage(`{"id":"old","clickTime":"2016-06-24T19:17:44.000Z"}`)})
	for e := range old.Events(time.Time{}, begin.Add(-30*24*time.Hour)) {
		if e.ID != "old" {
			t.Errorf("the seeded world reaches back to %v", e.Created)
		}
	}

	other := proofpointtest.NewServer()
	other.Put(proofpointtest.Event{Kind: "messages", Raw: raw})
	if other.Err() == nil {
		t.Error("no mistake was reported")
	}
}

// sum reads a body without keeping it.
type sum struct{ bytes int }

func (s *sum) Write(p []byte) (int, error) {
	s.bytes += len(p)
	return len(p), nil
}

func read(t testing.TB, rate int) (sum, uint64) {
	t.Helper()
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(rate))
	resp, err := s.RoundTrip(tapRequest(t, s, tapBase+"/v2/siem/all?format=json&"+interval(begin.Add(-time.Hour), begin)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var total sum
	var peak, base runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&base)
	buf := make([]byte, 64<<10)
	for i := 0; ; i++ {
		n, err := resp.Body.Read(buf)
		if _, werr := total.Write(buf[:n]); werr != nil {
			t.Fatal(werr)
		}
		if i%512 == 0 {
			runtime.GC()
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak.HeapAlloc = max(peak.HeapAlloc, now.HeapAlloc)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return total, max(peak.HeapAlloc, base.HeapAlloc) - base.HeapAlloc
}

// The body is made as it is read: memory does not grow with the window. (The
// benchmark reads a million events the same way.)
func TestWorldMemoryIsConstant(t *testing.T) {
	total, grown := read(t, 50_000)
	if total.bytes < 50<<20 || grown > 4<<20 {
		t.Errorf("%d MB were read and the heap grew by %d KB", total.bytes>>20, grown>>10)
	}
}

func BenchmarkMillionEvents(b *testing.B) {
	for b.Loop() {
		total, grown := read(b, 1_000_000)
		b.SetBytes(int64(total.bytes))
		b.ReportMetric(float64(grown>>10), "KB-heap")
		b.ReportMetric(float64(total.bytes>>20), "MB-body")
	}
}
