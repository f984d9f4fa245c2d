// Recordings and the vendor's own examples, each through its typed operation:
// every record decodes, keeps its bytes, and what no type reads is on a list
// with the reason.

package proofpoint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// sample is one file.
type sample struct {
	op      string
	records int
	status  int                                 // 0: 200
	wrap    func(t *testing.T, b []byte) []byte // what the file lacks of an answer
	unread  []string                            // members of records that no type reads, explained beside
	beside  []string                            // members of the answer beside the records that nobody asks for
}

// inEnvelope puts a lone record into the array of an answer.
func inEnvelope(name string) func(*testing.T, []byte) []byte {
	return func(_ *testing.T, b []byte) []byte {
		return slices.Concat([]byte(`{"queryEndTime":"2026-11-02T12:00:00Z","`+name+`":[`), bytes.TrimSpace(b), []byte(`]}`))
	}
}

// renamed makes one member of an answer another's name.
func renamed(from, to string) func(*testing.T, []byte) []byte {
	return func(_ *testing.T, b []byte) []byte {
		return bytes.Replace(b, []byte(`"`+from+`"`), []byte(`"`+to+`"`), 1)
	}
}

// javaDate are the members of a date taken apart that repeat its millis, or
// compare it with the moment of the answer.
func javaDate(at string) []string {
	return []string{at + "afterNow", at + "beforeNow", at + "chronology", at + "equalNow", at + "zone"}
}

func inArray(_ *testing.T, b []byte) []byte { return slices.Concat([]byte("["), b, []byte("]")) }

// inReport puts evidence into a report of an answer.
func inReport(t *testing.T, b []byte) []byte {
	var doc struct{ Forensics json.RawMessage }
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return slices.Concat([]byte(`{"generated":"2026-11-02T12:00:00.000Z","reports":[{"scope":"CAMPAIGN","id":"x","name":"x","forensics":`), doc.Forensics, []byte(`}]}`))
}

// The members that collectors added to what they had received: eventType and
// eventTime. timestamp and message_id of ETI tell one answer from another and
// say nothing of its records; generated, windows and totals are beside the
// records and reach who asks with OnPage. The list file ends with the heading of
// the table that it was made from, a category without a name.
var samples = map[string]sample{
	"tap/chronicle_forensics_evidence_kinds.json":             {op: "tap.forensics.campaign", wrap: inReport, beside: []string{"generated"}},
	"tap/chronicle_siem_message_blocked_2025.json":            {op: "tap.siem.messages_blocked", wrap: renamed("events", "messagesBlocked"), unread: []string{"eventType"}},
	"tap/datadog_click_blocked_hybrid.json":                   {op: "tap.siem.clicks_blocked", wrap: inEnvelope("clicksBlocked"), unread: []string{"eventTime"}},
	"tap/datadog_message_blocked_hybrid.json":                 {op: "tap.siem.messages_blocked", wrap: inEnvelope("messagesBlocked"), unread: []string{"eventTime"}},
	"tap/demisto_campaign_detail.json":                        {op: "tap.campaigns.get"},
	"tap/demisto_campaign_ids.json":                           {op: "tap.campaigns.ids", records: 2},
	"tap/demisto_people_vap.json":                             {op: "tap.people.vap", records: 2},
	"tap/demisto_stp_compromised_accounts.json":               {op: "tap.stp.compromised_accounts"},
	"tap/demisto_threat_summary.json":                         {op: "tap.threats.summary"},
	"tap/demisto_url_decode.json":                             {op: "tap.url.decode", records: 2},
	"tap/greenpau_clicks_blocked_empty.json":                  {op: "tap.siem.clicks_blocked", records: -1},
	"tap/greenpau_issues_empty.json":                          {op: "tap.siem.issues", records: -1},
	"tap/greenpau_messages_delivered_empty.json":              {op: "tap.siem.messages_delivered", records: -1},
	"tap/greenpau_siem_all_doc_example.json":                  {op: "tap.siem.all", records: 2},
	"tap/rapid7_all_threats.json":                             {op: "tap.siem.all", records: 2},
	"tap/rapid7_blocked_clicks.json":                          {op: "tap.siem.clicks_blocked"},
	"tap/rapid7_blocked_messages.json":                        {op: "tap.siem.messages_blocked"},
	"tap/rapid7_decode_few_urls.json":                         {op: "tap.url.decode", records: 2},
	"tap/rapid7_decode_invalid_url.json":                      {op: "tap.url.decode"},
	"tap/rapid7_delivered_messages.json":                      {op: "tap.siem.messages_delivered"},
	"tap/rapid7_forensics_blacklisted_as_integer.json":        {op: "tap.forensics.campaign", beside: []string{"generated"}},
	"tap/rapid7_forensics_campaign.json":                      {op: "tap.forensics.campaign", beside: []string{"generated"}},
	"tap/rapid7_permitted_clicks.json":                        {op: "tap.siem.clicks_permitted"},
	"tap/rapid7_threat_id_and_include_campaign_forensic.json": {op: "tap.forensics.threat", beside: []string{"generated"}},
	"tap/rapid7_top_clickers.json":                            {op: "tap.people.top_clickers"},
	"tap/rapid7_top_clickers_empty_users.json":                {op: "tap.people.top_clickers", records: -1},
	"trap/ctr-incident-get.json":                              {op: "trap.cloud.incidents.get"},
	"trap/ctr-incidents-list.json":                            {op: "trap.cloud.incidents", records: 2, beside: []string{"startRow", "endRow"}},
	"trap/ctr-workflow-item.json":                             {op: "trap.cloud.workflows", wrap: inArray},
	"trap/org-list-entries.json":                              {op: "trap.lists.block", records: 2},
	"trap/ptr-incident-expand-events-false.json":              {op: "trap.incidents.get"},
	"trap/ptr-incidents-expand-events-true.json":              {op: "trap.incidents", records: 2, unread: javaDate("events.[].emails.[].messageDeliveryTime.")},
	"eti/aep-cve-score.json":                                  {op: "eti.scores.get", beside: []string{"timestamp"}},
	"eti/aep-cve-tier.json":                                   {op: "eti.scores.tier", beside: []string{"timestamp"}},
	"eti/cve-details.json":                                    {op: "eti.cves.get", beside: []string{"timestamp", "message_id"}},
	"eti/domain-events.json":                                  {op: "eti.domains.events", records: 2},
	"eti/domain-nameservers.json":                             {op: "eti.domains.nameservers", records: 2},
	"eti/domain-reputation.json":                              {op: "eti.domains.reputation", records: 3},
	"eti/domain-urls.json":                                    {op: "eti.domains.urls", records: 3},
	"eti/domain-whois.json":                                   {op: "eti.domains.whois"},
	"eti/ip-asn.json":                                         {op: "eti.ips.asn"},
	"eti/ip-domains.json":                                     {op: "eti.ips.domains", records: 2},
	"eti/ip-geoloc.json":                                      {op: "eti.ips.geoloc"},
	"eti/ip-reputation.json":                                  {op: "eti.ips.reputation", records: 3},
	"eti/malware-family.json":                                 {op: "eti.malware.get"},
	"eti/rate-limit-429.json":                                 {op: "eti.repcategories", status: http.StatusTooManyRequests},
	"eti/repcategories.json":                                  {op: "eti.repcategories", records: 3},
	"eti/rules-domainrepdata.json":                            {op: "eti.files.domains", records: 22, unread: []string{""}},
	"eti/sample-details.json":                                 {op: "eti.samples.get"},
	"eti/sample-events.json":                                  {op: "eti.samples.events", records: 2},
	"eti/sample-http.json":                                    {op: "eti.samples.http", records: 2},
	"eti/sid-domains.json":                                    {op: "eti.sids.domains", records: 2},
	"eti/sid-name.json":                                       {op: "eti.sids.get"},
	"eti/sid-references.json":                                 {op: "eti.sids.references"},
	"eti/sid-summary-standard.json":                           {op: "eti.sids.summary"},
	"eti/sid-text.json":                                       {op: "eti.sids.text"},
	"eti/tags-cve-rolling-count.json":                         {op: "eti.tags.rolling_count", records: 2, beside: []string{"timestamp", "message_id"}},
	"eti/tags-cve-summaries.json":                             {op: "eti.tags.summaries", beside: []string{"timestamp", "message_id"}},
}

// sharedSamples is the folder of the recordings; without it the test skips.
func sharedSamples(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("PROOFPOINT_SHARED")
	if dir == "" {
		t.Skip("PROOFPOINT_SHARED is not set: the recordings are read in CI, which sets it")
	}
	return filepath.Join(dir, "samples")
}

func TestSamples(t *testing.T) {
	dir := sharedSamples(t)
	rows := map[string]contractRow{}
	for _, row := range contractRows() {
		rows[row.op] = row
	}
	seen := 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".json" || name == "trap/ctr-token.json" {
			return err
		}
		seen++
		t.Run(name, func(t *testing.T) {
			sm, ok := samples[name]
			row, has := rows[sm.op]
			if !ok || !has {
				t.Fatalf("no operation reads it (%q)", sm.op)
			}
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if sm.wrap != nil {
				b = sm.wrap(t, b)
			}
			sm.run(t, row, b)
		})
		return nil
	})
	if err != nil || seen < len(samples) {
		t.Errorf("%v; %d files, and %d are on the list", err, seen, len(samples))
	}
}

func (sm sample) run(t *testing.T, row contractRow, body []byte) {
	status := sm.status
	if status == 0 {
		status = http.StatusOK
	}
	s := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n > 1 { // the file was a full page: the next one is empty
			return answer(http.StatusNoContent, "")
		}
		return answerFrom(status, io.NopCloser(bytes.NewReader(body)))
	}}
	c, _ := newClient(t, s, contractConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
	got := row.invoke(t, c)
	if status >= 400 {
		ae, ok := errors.AsType[*proofpoint.APIError](got.err)
		if !ok || ae.StatusCode != status || !strings.Contains(string(body), ae.Message) || ae.Message == "" {
			t.Errorf("%v, want the service's words", got.err)
		}
		return
	}
	want := map[bool]int{true: max(sm.records, 0), false: 1}[sm.records != 0]
	if got.err != nil || len(got.values) != want {
		t.Fatalf("%d records, want %d; %v", len(got.values), want, got.err)
	}
	for _, v := range got.values {
		if raw, ok := rawOf(v); ok && (len(raw) == 0 || !bytes.Contains(body, raw)) {
			t.Errorf("Raw is not as recorded: %.200s", raw)
		}
	}
	sm.report(t, row, body)
}

// report lists what is in the file and in no type.
func (sm sample) report(t *testing.T, row contractRow, body []byte) {
	o := row.operation(t)
	r, err := o.Build(row.params)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n > 1 {
			return answer(http.StatusNoContent, "")
		}
		return answerFrom(http.StatusOK, io.NopCloser(bytes.NewReader(body)))
	}}
	c, _ := newClient(t, s, contractConfig())
	var records []proofpoint.Record
	for rec, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(rec.Raw, []byte("{")) {
			records = append(records, rec)
		}
	}
	if diff := cmp.Diff(sm.unread, unreadFields(t, o, records)); diff != "" {
		t.Errorf("members of records that %v does not read (-explained +found):\n%s", proofpoint.RecordType(o), diff)
	}
	var beside []string
	if doc, ok := parse(t, body).(map[string]any); ok && o.Proto.Records != nil {
		known := o.Proto.Records.String()
		if o.Proto.Refused != nil {
			known += o.Proto.Refused.String()
		}
		if o.Proto.Pager != nil {
			for _, w := range o.Proto.Pager.Wants() {
				known += w.String()
			}
		}
		for name := range doc {
			if !strings.Contains(known, name) && known != "$.*" {
				beside = append(beside, name)
			}
		}
	}
	slices.Sort(beside)
	if diff := cmp.Diff(slices.Sorted(slices.Values(sm.beside)), beside); diff != "" {
		t.Errorf("members beside the records that nobody reads (-explained +found):\n%s", diff)
	}
}

// TestSampleToken: the recorded token is the one that signs.
func TestSampleToken(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(sharedSamples(t), "trap", "ctr-token.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := &server{answer: func(n int, r *http.Request) *http.Response {
		if n == 1 {
			return answer(http.StatusOK, string(b))
		}
		if got := r.Header.Get("Authorization"); got != "Bearer test-access-token" {
			t.Errorf("signed with %q", got)
		}
		return answer(http.StatusOK, `{"entries":[]}`)
	}}
	cfg := proofpoint.Config{proofpoint.CTR: {Auth: proofpoint.OAuth2("https://auth.proofpoint.com/v1/token", "id", proofpoint.NewSecret(testSecret), nil)}}
	c, _ := newClient(t, s, cfg)
	if _, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.CTR, Path: "/x"})); err != nil || len(s.seen) != 2 {
		t.Errorf("%v after %d requests", err, len(s.seen))
	}
}
