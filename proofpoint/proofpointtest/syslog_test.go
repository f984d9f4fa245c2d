// The syslog format, which is the service's default: RFC 5424 lines, read back by
// a small parser of our own.

package proofpointtest_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

var header5424 = regexp.MustCompile(`^<38>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ - ProofpointTAP - (MSGDLV|MSGBLK|CLKPER|CLKBLK) \[(tap(?:msg|clk)@21139)((?: .*)?)\]$`)

// parse5424 takes a line apart.
func parse5424(t testing.TB, line string) (kind, id string, names []string, params map[string]string) {
	t.Helper()
	m := header5424.FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("no RFC 5424 line: %.300q", line)
	}
	params = map[string]string{}
	for rest := m[3]; rest != ""; {
		name, value, ok := strings.Cut(rest[1:], `="`)
		if !ok || rest[0] != ' ' {
			t.Fatalf("no parameter at %.80q", rest)
		}
		var b strings.Builder
		i := 0
		for ; i < len(value) && value[i] != '"'; i++ {
			if value[i] == ']' {
				t.Fatalf("bare ] in %s", name)
			}
			if value[i] == '\\' {
				i++
			}
			b.WriteByte(value[i])
		}
		names, params[name] = append(names, name), b.String()
		rest = value[i+1:]
	}
	return m[1], m[2], names, params
}

func TestSyslogLines(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(500))
	a := tap(t, s, "all", "sinceSeconds=3600")
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Fatalf("got %d %v", a.status, a.header)
	}
	lines := strings.Split(a.body, "\r\n")
	whole := decode(t, tap(t, s, "all", "sinceSeconds=3600&format=json").body)
	events := 0
	for _, e := range whole.Arrays {
		events += len(e)
	}
	if len(lines) != events {
		t.Errorf("%d lines for %d events", len(lines), events)
	}
	kinds := map[string]int{}
	for _, line := range lines {
		kind, id, names, params := parse5424(t, line)
		kinds[kind]++
		if strings.HasPrefix(kind, "CLK") != (id == "tapclk@21139") {
			t.Errorf("%s with %s", kind, id)
		}
		if id == "tapmsg@21139" {
			want := strings.Fields("messageTime messageID recipient sender senderIP phishScore spamScore QID GUID subject quarantineRule quarantineFolder policyRoutes modulesRun headerFrom headerTo headerCC headerReplyTo toAddresses ccAddresses fromAddress replyToAddress clusterId messageParts xmailer threatsInfoMap")
			if diff := cmp.Diff(want, names); diff != "" {
				t.Fatalf("parameters mismatch (-want +got):\n%s", diff)
			}
			unmarshal[[]map[string]any](t, params["threatsInfoMap"])
			if params["messageParts"] != "null" {
				unmarshal[[]map[string]any](t, params["messageParts"])
			}
		}
	}
	for kind, array := range map[string]string{"MSGDLV": "messagesDelivered", "MSGBLK": "messagesBlocked", "CLKPER": "clicksPermitted", "CLKBLK": "clicksBlocked"} {
		if kinds[kind] == 0 || kinds[kind] != len(whole.Arrays[array]) {
			t.Errorf("%d %s, %d %s", kinds[kind], kind, len(whole.Arrays[array]), array)
		}
	}
}

func TestSyslogValues(t *testing.T) {
	s := proofpointtest.New(t)
	s.Put(proofpointtest.Event{Kind: proofpointtest.MessagesBlocked, Created: begin.Add(-time.Minute), Raw: json.RawMessage(`{
		"messageTime":"2026-11-02T11:59:00.000Z","subject":"a \"b\" [c] \\d","recipient":["x@acme.example","y@acme.example"],"spamScore":7,"QID":null,
		"modulesRun":["av","spf"],"ccAddresses":[],"toAddresses":["x@acme.example"],"cluster":"acme_hosted","threatsInfoMap":[{"threat":"a]b"}]}`)})
	a := tap(t, s, "messages/blocked", "sinceSeconds=600&format=syslog")
	want := `<38>1 2026-11-02T11:59:00Z - ProofpointTAP - MSGBLK [tapmsg@21139 messageTime="2026-11-02T11:59:00.000Z" recipient="x@acme.example, y@acme.example"` +
		` spamScore="7" QID="null" subject="a \"b\" [c\] \\d" modulesRun="av,spf" headerTo="x@acme.example" headerCC="null" toAddresses="x@acme.example" ccAddresses=""` +
		` clusterId="acme_hosted" threatsInfoMap="[{\"threat\":\"a\]b\"}\]"]`
	if diff := cmp.Diff(want, a.body); diff != "" {
		t.Errorf("line mismatch (-want +got):\n%s", diff)
	}
	_, _, _, params := parse5424(t, a.body)
	if params["subject"] != `a "b" [c] \d` || params["threatsInfoMap"] != `[{"threat":"a]b"}]` {
		t.Errorf("values %q", params)
	}
}

func TestSyslogWithoutEventsIs204(t *testing.T) {
	s := proofpointtest.New(t)
	a := tap(t, s, "all", "sinceSeconds=3600")
	if a.status != 204 || a.body != "" {
		t.Errorf("got %d %q", a.status, a.body)
	}
}
