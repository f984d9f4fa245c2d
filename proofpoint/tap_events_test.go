// The six SIEM operations against the fake and against recordings: kinds, both
// spellings of names, odd values, and that the bytes stay as they were.

package proofpoint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestTAPAllAgainstTheFake(t *testing.T) {
	for _, format := range []proofpoint.Format{"", proofpoint.FormatJSONP, proofpoint.FormatSyslog} {
		s := proofpointtest.New(t, proofpointtest.Seeded(7))
		want := map[proofpoint.TAPKind]int{}
		raw := map[string]string{}
		for e := range s.Events(s.Clock().Now().Add(-3600e9), s.Clock().Now()) {
			want[proofpoint.TAPKind(e.Kind)]++
			raw[string(e.Kind)+e.ID] = string(e.Raw)
		}
		got := map[proofpoint.TAPKind]int{}
		for e, err := range s.Client().TAP.All(t.Context(), proofpoint.TAPSIEMParams{Format: format, ThreatStatus: []string{"active", "cleared", "falsePositive"}}) {
			if err != nil {
				t.Fatal(err)
			}
			got[e.Kind]++
			id := ""
			if e.Message != nil {
				id = e.Message.ID
			} else {
				id = e.Click.ID
			}
			if format != proofpoint.FormatSyslog && raw[string(e.Kind)+id] != string(e.Raw()) {
				t.Fatalf("%s %s: the bytes differ from the fake's", e.Kind, id)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("format %q: kinds mismatch (-want +got):\n%s", format, diff)
		}
	}
}

func TestTAPSixOperations(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(7))
	c := s.Client()
	ctx, p := t.Context(), proofpoint.TAPSIEMParams{}
	counts := map[string]int{}
	for _, err := range c.TAP.Issues(ctx, p) {
		count(t, counts, "issues", err)
	}
	for m, err := range c.TAP.MessagesDelivered(ctx, p) {
		count(t, counts, string(m.Kind), err)
	}
	for m, err := range c.TAP.MessagesBlocked(ctx, p) {
		count(t, counts, string(m.Kind), err)
	}
	for m, err := range c.TAP.ClicksPermitted(ctx, p) {
		count(t, counts, string(m.Kind), err)
	}
	for m, err := range c.TAP.ClicksBlocked(ctx, p) {
		count(t, counts, string(m.Kind), err)
	}
	all := map[string]int{}
	for e, err := range c.TAP.All(ctx, p) {
		count(t, all, string(e.Kind), err)
	}
	all["issues"] = all["messagesDelivered"] + all["clicksPermitted"]
	if diff := cmp.Diff(all, counts); diff != "" || len(counts) != 5 {
		t.Errorf("counts mismatch (-all +single):\n%s", diff)
	}
	for _, call := range s.Calls("") {
		if f := call.Query.Get("format"); f != "JSON" {
			t.Errorf("%s was asked with format %q", call.Path, f)
		}
	}
}

func count(t *testing.T, m map[string]int, kind string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m[kind]++
}

func TestTAPSpellings(t *testing.T) {
	const body = `{"messagesBlocked":[{"id":"m","clusterId":"c","completelyRewritten":"na","impostorScore":0.0,"fromAddress":"a@b.example","modulesRun":null,
		"threatsInfoMap":[{"threatId":"t1","campaignId":"c1","threatURL":"u1"},{"threatID":"t2","campaignID":null,"threatUrl":"u2"}],"GUID":"-x","guid":"y","new":9007199254740993}],
		"clicksBlocked":[{"id":"k","recipient":["a@b.example"],"campaignID":"c2","threatUrl":"u3"}]}`
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, body) }}
	c, _ := newClient(t, s, tapConfig())
	for e, err := range c.TAP.All(t.Context(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		if m := e.Message; m != nil {
			if m.Cluster != "c" || m.CompletelyRewritten != "na" || m.GUID != "-x" || len(m.FromAddress) != 1 || !strings.Contains(string(m.Raw), "9007199254740993") {
				t.Errorf("message %+v", m)
			}
			var got []string
			for _, th := range m.ThreatsInfoMap {
				got = append(got, th.ThreatID, th.CampaignID, th.ThreatURL)
			}
			if diff := cmp.Diff([]string{"t1", "c1", "u1", "t2", "", "u2"}, got); diff != "" {
				t.Errorf("threats mismatch (-want +got):\n%s", diff)
			}
		}
		if k := e.Click; k != nil && (k.Recipient != "a@b.example" || k.CampaignID != "c2" || k.ThreatURL != "u3") {
			t.Errorf("click %+v", k)
		}
	}
}

// Every recording with a SIEM envelope goes down the typed road, every record
// byte for byte.
func TestTAPRecordings(t *testing.T) {
	shared := os.Getenv("PROOFPOINT_SHARED")
	if shared == "" {
		t.Skip("PROOFPOINT_SHARED is not set: the recordings are read in CI, which sets it")
	}
	files, err := filepath.Glob(filepath.Join(shared, "samples", "tap", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	records := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if proofpointtest.Check(b) != nil {
			continue
		}
		s := proofpointtest.New(t, proofpointtest.Recorded(filepath.Base(file), b))
		n := 0
		for e, err := range s.Client().TAP.All(t.Context(), proofpoint.TAPSIEMParams{}) {
			if err != nil {
				t.Errorf("%s: %v", file, err)
			}
			if !bytes.Contains(b, e.Raw()) {
				t.Errorf("%s: a record is not byte for byte in the recording", file)
			}
			n++
		}
		want := 0
		union := pathdata.MustCompile("$['clicksPermitted','clicksBlocked','messagesDelivered','messagesBlocked'][*]").Optional()
		for _, err := range pathdata.Each(bytes.NewReader(b), union) {
			if err != nil {
				t.Fatal(err)
			}
			want++
		}
		if n != want {
			t.Errorf("%s: %d records, want %d", file, n, want)
		}
		records += n
	}
	if records == 0 {
		t.Error("no record came out of any recording")
	}
}
