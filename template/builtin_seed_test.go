// Each ready-made template in each mode: the requests that go out, the records
// that come back from the fake, and where the credential does not go.

package template_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

type values = map[string]any

// seedNames are the four ready-made templates.
var seedNames = []string{"get_alerts", "get_domain_intelligence", "get_messages_delivered", "list_blocklist_entries"}

func TestSeedRequests(t *testing.T) {
	tests := []struct {
		name     string
		template string
		params   values
		want     []string // one line for each request
	}{
		{"messages", "get_messages_delivered", nil,
			[]string{"GET https://tap-api-v2.proofpoint.com/v2/siem/messages/delivered?format=JSON&sinceSeconds=3600"}},
		{"messages as jsonp", "get_messages_delivered", values{"format": "jsonp", "since_seconds": 30},
			[]string{"GET https://tap-api-v2.proofpoint.com/v2/siem/messages/delivered?format=JSON&sinceSeconds=30"}},
		{"messages as syslog", "get_messages_delivered", values{"format": "syslog", "since_seconds": "600"},
			[]string{"GET https://tap-api-v2.proofpoint.com/v2/siem/messages/delivered?format=syslog&sinceSeconds=600"}},
		{"messages elsewhere", "get_messages_delivered", values{"tap_base_url": "https://tap.acme.example/proxy/"},
			[]string{"GET https://tap.acme.example/proxy/v2/siem/messages/delivered?format=JSON&sinceSeconds=3600"}},

		{"alerts", "get_alerts", nil, []string{
			`POST https://api.protect.proofpoint.com/v1/alerts {"page":0,"time_range":{"from":1793534400000,"to":1793620800000}}`,
			`POST https://api.protect.proofpoint.com/v1/alerts {"page":1,"time_range":{"from":1793534400000,"to":1793620800000}} for each further page, until one is short`}},
		{"alerts of the last hour elsewhere", "get_alerts",
			values{"mode": "native", "since_seconds": 3600, "limit": 5, "casb_base_url": "https://casb.acme.example"}, []string{
				`POST https://casb.acme.example/v1/alerts {"page":0,"time_range":{"from":1793617200000,"to":1793620800000}}`}},
		{"alerts of a gateway", "get_alerts", values{"mode": "gateway"}, []string{"GET https://gateway.example/v1/alerts"}},
		{"alerts of another gateway", "get_alerts",
			values{"mode": "gateway", "limit": 7, "casb_base_url": "https://other.example/casb"},
			[]string{"GET https://other.example/casb/v1/alerts?limit=7"}},

		{"blocklist", "list_blocklist_entries", values{"cluster_id": "acme_hosted"},
			[]string{"GET https://threatprotection-api.proofpoint.com/api/v1/emailProtection/modules/spam/orgBlockList?clusterId=acme_hosted"}},
		{"blocklist, cut here", "list_blocklist_entries", values{"cluster_id": "acme_hosted", "page": 2, "size": 3},
			[]string{"GET https://threatprotection-api.proofpoint.com/api/v1/emailProtection/modules/spam/orgBlockList?clusterId=acme_hosted"}},
		{"list", "list_blocklist_entries", values{"mode": "list", "list_id": "5"},
			[]string{"GET https://ptr.example/api/lists/5/members.json"}},
		{"blocklist of a gateway, a page", "list_blocklist_entries", values{"mode": "gateway", "page": 2, "size": 3},
			[]string{
				"GET https://gateway.example/v1/blocklist?page=2&size=3"}},
		{"blocklist of a gateway, all", "list_blocklist_entries", values{"mode": "gateway"}, []string{
			"GET https://gateway.example/v1/blocklist?page=1",
			"GET https://gateway.example/v1/blocklist?page=2 for each further page, until one is empty"}},

		{"domain", "get_domain_intelligence", values{"domain_name": "login-update.example"}, []string{
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/reputation",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/urls",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/samples",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/ips",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/events",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/nameservers",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/whois",
			"GET https://api.emergingthreats.net/v1/domains/login-update.example/geoloc"}},
		{"domain of a gateway", "get_domain_intelligence", values{"mode": "gateway", "domain_name": "grün.example"},
			[]string{"GET https://gateway.example/v1/domains/gr%C3%BCn.example"}},
	}
	client := proofpointtest.New(t).Client()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request, err := template.Default.Build(tt.template, tt.params)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for p, err := range client.Plan(request) {
				if err != nil {
					t.Fatal(err)
				}
				line := p.Method + " " + p.URL
				if len(p.Body) > 0 {
					line += " " + string(p.Body)
				}
				if p.After != "" {
					line += " for " + p.After
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Plan(%s, %v) mismatch (-want +got):\n%s", tt.template, tt.params, diff)
			}
		})
	}
}

// collect returns the records of a template, or fails.
func collect(t *testing.T, client *proofpoint.Client, name string, params values) []string {
	t.Helper()
	request, err := template.Default.Build(name, params)
	if err != nil {
		t.Fatal(err)
	}
	var records []string
	for r, err := range client.Records(t.Context(), request) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, string(r.Raw))
	}
	return records
}

func TestSeedRecords(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	client := fake.Client()

	hour := collect(t, client, "get_messages_delivered", nil)
	day := collect(t, client, "get_messages_delivered", values{"since_seconds": 86400})
	if len(hour) == 0 || len(day) < 12*len(hour) {
		t.Errorf("get_messages_delivered: %d records in an hour and %d in a day", len(hour), len(day))
	}
	for _, format := range []string{"jsonp", "syslog"} {
		if got := collect(t, client, "get_messages_delivered", values{"format": format}); len(got) != len(hour) {
			t.Errorf("get_messages_delivered as %s: %d records, as json %d", format, len(got), len(hour))
		}
	}

	alerts := collect(t, client, "get_alerts", nil)
	if len(alerts) < 3 {
		t.Fatalf("get_alerts: %d records", len(alerts))
	}
	if diff := cmp.Diff(alerts[:2], collect(t, client, "get_alerts", values{"limit": 2})); diff != "" {
		t.Errorf("get_alerts with limit 2 mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(alerts[:2], collect(t, client, "get_alerts", values{"limit": 2, "mode": "gateway"})); diff != "" {
		t.Errorf("get_alerts of a gateway with limit 2 mismatch (-want +got):\n%s", diff)
	}

	entries := collect(t, client, "list_blocklist_entries", values{"cluster_id": "acme_hosted"})
	if len(entries) < 6 {
		t.Fatalf("list_blocklist_entries: %d records", len(entries))
	}
	for _, mode := range []values{{"cluster_id": "acme_hosted"}, {"mode": "gateway"}} {
		if diff := cmp.Diff(entries, collect(t, client, "list_blocklist_entries", mode)); diff != "" {
			t.Errorf("list_blocklist_entries of %v mismatch (-want +got):\n%s", mode, diff)
		}
		mode["page"], mode["size"] = 2, 3
		if diff := cmp.Diff(entries[3:6], collect(t, client, "list_blocklist_entries", mode)); diff != "" {
			t.Errorf("list_blocklist_entries of %v mismatch (-want +got):\n%s", mode, diff)
		}
	}
	for _, id := range []int{5, 6, 8} {
		members := collect(t, client, "list_blocklist_entries", values{"mode": "list", "list_id": id})
		page := collect(t, client, "list_blocklist_entries", values{"mode": "list", "list_id": id, "page": 3, "size": 2})
		if len(members) < 6 || !slices.Equal(members[4:6], page) {
			t.Errorf("list_blocklist_entries of list %d: %d records, page 3 of size 2 is %s", id, len(members), page)
		}
	}

	for _, mode := range []string{"native", "gateway"} {
		got := collect(t, client, "get_domain_intelligence", values{"mode": mode, "domain_name": "login-update.example"})
		if len(got) != 1 {
			t.Fatalf("get_domain_intelligence of mode %s: %d records, want 1", mode, len(got))
		}
		var parts map[string]json.RawMessage
		if err := json.Unmarshal([]byte(got[0]), &parts); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"domain", "reputation", "urls", "samples", "ips", "events", "nameservers", "whois",
			"geoloc"} {
			if len(parts[part]) < 10 {
				t.Errorf("get_domain_intelligence of mode %s: %s = %s", mode, part, parts[part])
			}
		}
	}
}

func TestDomainKeepsPartsBesideAFailedOne(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	fake.Fail(proofpointtest.Fault{Operation: "eti.domains.whois", Status: http.StatusForbidden, Times: 1})
	got := collect(t, fake.Client(), "get_domain_intelligence", values{"domain_name": "login-update.example"})
	var record struct {
		Reputation, Whois json.RawMessage
		Errors            json.RawMessage
	}
	if err := json.Unmarshal([]byte(strings.Join(got, "")), &record); err != nil {
		t.Fatal(err)
	}
	if len(record.Reputation) == 0 || len(record.Whois) != 0 || !strings.Contains(string(record.Errors), "whois") {
		t.Errorf("reputation %s, whois %s, errors %s; want the first and the failed part named", record.Reputation,
			record.Whois, record.Errors)
	}
}

// The windows of a day adjoin, none is longer than an hour, and the last is
// open towards now.
func TestSinceSecondsSplits(t *testing.T) {
	fake := proofpointtest.New(t)
	collect(t, fake.Client(), "get_messages_delivered", values{"since_seconds": 86400})
	now := fake.Clock().Now()
	at := now.Add(-24 * time.Hour)
	calls := fake.Calls("")
	for _, c := range calls {
		if c.Operation != "tap.siem.messages_delivered" || c.Status != http.StatusOK || c.Query.Get("format") != "JSON" {
			t.Errorf("%s %v: status %d", c.Operation, c.Query, c.Status)
		}
		from, to, closed := strings.Cut(c.Query.Get("interval"), "/")
		if !closed {
			from, to = c.Query.Get("sinceTime"), now.Format(time.RFC3339)
		}
		start, err1 := time.Parse(time.RFC3339, from)
		end, err2 := time.Parse(time.RFC3339, to)
		if err1 != nil || err2 != nil || !start.Equal(at) || end.Sub(start) > time.Hour {
			t.Fatalf("window %s to %s, want at most an hour from %v on", from, to, at)
		}
		at = end
	}
	if len(calls) < 24 || !at.Equal(now) {
		t.Errorf("%d windows until %v, want at least 24 until %v", len(calls), at, now)
	}
}

// refusing answers every request with 401 and keeps what came.
type refusing struct{ requests []*http.Request }

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	r.requests = append(r.requests, req)
	return &http.Response{StatusCode: http.StatusUnauthorized, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader("no")), Request: req}, nil
}

func TestCredentialStaysWithItsHosts(t *testing.T) {
	const elsewhere = "https://elsewhere.example"
	tests := []struct {
		template string
		params   values
	}{
		{"get_messages_delivered", values{"tap_base_url": elsewhere}},
		{"get_alerts", values{"casb_base_url": elsewhere}},
		{"get_alerts", values{"casb_base_url": elsewhere, "mode": "gateway"}},
		{"list_blocklist_entries", values{"trap_base_url": elsewhere, "cluster_id": "acme_hosted"}},
		{"list_blocklist_entries", values{"trap_base_url": elsewhere, "mode": "list", "list_id": 5}},
		{"list_blocklist_entries", values{"trap_base_url": elsewhere, "mode": "gateway"}},
		{"get_domain_intelligence", values{"eti_base_url": elsewhere, "domain_name": "login-update.example"}},
		{"get_domain_intelligence", values{"eti_base_url": elsewhere, "mode": "gateway",
			"domain_name": "login-update.example"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %v", tt.template, tt.params["mode"]), func(t *testing.T) {
			rt := &refusing{}
			fake := proofpointtest.New(t)
			client := fake.Client(proofpoint.WithTransport(rt), proofpoint.WithRetry(proofpoint.NoRetry))
			request, err := template.Default.Build(tt.template, tt.params)
			if err != nil {
				t.Fatal(err)
			}
			err = proofpoint.None(client.Records(context.Background(), request))
			if len(rt.requests) != 1 {
				t.Errorf("%d requests, want 1", len(rt.requests))
			}
			for _, r := range rt.requests {
				if r.URL.Host != "elsewhere.example" {
					t.Errorf("asked %s", r.URL)
				}
				for _, name := range []string{"Authorization", "X-Api-Key"} {
					if _, sent := r.Header[name]; sent {
						t.Errorf("%s was sent to %s", name, r.URL.Host)
					}
				}
			}
			if !errors.Is(err, proofpoint.ErrUnauthorized) ||
				!strings.Contains(fmt.Sprint(err), "add it to ServiceConfig.Hosts") {
				t.Errorf("error %v, want a 401 that says how to allow the host", err)
			}
		})
	}
}

func TestGatewayMustBeConfigured(t *testing.T) {
	client, err := proofpoint.NewClient(proofpoint.Config{}, proofpoint.WithTransport(&refusing{}))
	if err != nil {
		t.Fatal(err)
	}
	request, err := template.Default.Build("get_alerts", values{"mode": "gateway"})
	if err != nil {
		t.Fatal(err)
	}
	err = proofpoint.None(client.Records(t.Context(), request))
	if !errors.Is(err, proofpoint.ErrNotConfigured) || !strings.Contains(err.Error(), `add Config["casb.gateway"]`) {
		t.Errorf("error %v, want one that says what to configure", err)
	}
}

// A value that stands in a path stays one segment of it, or nothing is asked.
func TestPathParameterStaysOneSegment(t *testing.T) {
	for _, value := range []string{"../x", "a/b", "..", ".", "", "a?b", "a#b", "a\nb", "%2e%2e"} {
		rt := &refusing{}
		client := proofpointtest.New(t).Client(proofpoint.WithTransport(rt), proofpoint.WithRetry(proofpoint.NoRetry))
		request, err := template.Default.Build("eti.domains.whois", values{"domain": value})
		if err == nil {
			err = proofpoint.None(client.Records(t.Context(), request))
		}
		if err == nil {
			t.Errorf("domain %q: no error", value)
		}
		for _, r := range rt.requests {
			if n := strings.Count(r.URL.EscapedPath(), "/"); n != 4 || r.URL.RawQuery != "" ||
				!strings.HasSuffix(r.URL.Path, "/whois") {
				t.Errorf("domain %q: asked %s", value, r.URL)
			}
		}
	}
}
