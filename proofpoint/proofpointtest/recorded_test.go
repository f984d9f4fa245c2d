// Recorded answers: served byte for byte, whatever the window, as long as it ends
// at now.

package proofpointtest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const recorded = `{
  "messagesDelivered" : [
    { "id" : "m\u002d1",   "threatsInfoMap":[{"threatStatus":"falsepositive"}], "n": 9007199254740993 },
    {"GUID":"-x"}
  ],
  "unknown": {"messagesBlocked": 1},
  "clicksBlocked": null,
  "queryEndTime":"2021-08-27T16:00:00Z"
}`

func TestRecordedEventsKeepTheirBytes(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Recorded("hour.json", []byte(recorded)), proofpointtest.Recorded("more.json", []byte(`{"clicksBlocked":[{"id":"c"}]}`)))
	for _, wait := range []time.Duration{0, 40 * time.Hour} {
		s.Clock().Advance(wait)
		now := s.Clock().Now()
		for _, query := range []string{"sinceSeconds=3600", "sinceSeconds=60", interval(now.Add(-50*time.Minute), now), interval(now.Add(-time.Hour), now.Add(-10*time.Minute))} {
			body := tap(t, s, "all", query+"&format=json").body
			e := decode(t, body)
			for _, want := range []string{`{ "id" : "m\u002d1",   "threatsInfoMap":[{"threatStatus":"falsepositive"}], "n": 9007199254740993 }`, `{"GUID":"-x"}`, `{"id":"c"}`} {
				if !strings.Contains(body, want) {
					t.Errorf("%s: %s is missing from %s", query, want, body)
				}
			}
			if len(e.Arrays["messagesDelivered"]) != 2 || len(e.Arrays["clicksBlocked"]) != 1 || len(e.Arrays["messagesBlocked"]) != 0 {
				t.Errorf("%s: %s", query, body)
			}
		}
		if e := decode(t, tap(t, s, "all", interval(now.Add(-2*time.Hour), now.Add(-time.Hour))+"&format=json").body); len(e.Arrays["messagesDelivered"]) != 0 {
			t.Error("an older window holds recorded events")
		}
		n := 0
		for e := range s.Events(now.Add(-time.Hour), now) {
			if !e.Created.Equal(now.Add(-30 * time.Minute)) {
				t.Errorf("created %v", e.Created)
			}
			n++
		}
		if n != 3 {
			t.Errorf("Events yields %d", n)
		}
	}
	if body := tap(t, s, "all", "sinceSeconds=60&format=json&threatStatus=active").body; strings.Contains(body, "falsepositive") || !strings.Contains(body, `"-x"`) {
		t.Errorf("a named filter selects, an event without status stays: %s", body)
	}
}

func TestRecordedReplacesTheSeededEvents(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Recorded("x", []byte(`{"messagesBlocked":[]}`)))
	e := decode(t, tap(t, s, "all", "sinceSeconds=3600&format=json").body)
	for kind, events := range e.Arrays {
		if len(events) > 0 {
			t.Errorf("%s holds made events", kind)
		}
	}
	if a := gateway(t, s, "/v1/blocklist"); strings.Contains(a.body, `"entries":[]`) {
		t.Error("the other services lost their world")
	}
}

func TestCheck(t *testing.T) {
	for body, want := range map[string]string{
		`{"messagesDelivered":[]}`:                 "",
		"\ufeff" + `{"clicksBlocked":null}` + "\n": "",
		`{}`:                                 "none of the arrays",
		`{"queryEndTime":"x","events":[{}]}`: "none of the arrays",
		`[]`:                                 "not with an object",
		``:                                   "ends too early",
		`{"messagesDelivered":[{}]`:          "ends too early",
		`{"messagesDelivered":{}}`:           "not an array",
		`{"messagesDelivered":[1]}`:          "messagesDelivered[0] is 1, not an object",
		`{"messagesDelivered":[{]}`:          "invalid character",
		`{"messagesDelivered":[]} {}`:        "goes on after the object",
		`<html>`:                             "invalid character",
	} {
		err := proofpointtest.Check([]byte(body))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("Check(%q) = %v, want %q", body, err, want)
		}
	}
	s := proofpointtest.NewServer(proofpointtest.Recorded("broken.json", []byte(`{}`)))
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), `"broken.json"`) {
		t.Errorf("Err() = %v", err)
	}
	if a := tap(t, s, "all", "sinceSeconds=60"); a.status != 500 || !strings.Contains(a.body, "broken.json") {
		t.Errorf("answer %d %q", a.status, a.body)
	}
}

// The recorded samples that others published are kept outside the repository.
func TestRecordedSamples(t *testing.T) {
	shared := os.Getenv("PROOFPOINT_SHARED")
	if shared == "" {
		t.Skip("PROOFPOINT_SHARED is not set: the recordings are read in CI, which sets it")
	}
	var files []string
	for _, pattern := range []string{"rapid7_all*", "rapid7_blocked*", "rapid7_delivered*", "rapid7_permitted*", "greenpau_*"} {
		found, err := filepath.Glob(filepath.Join(shared, "samples", "tap", pattern+".json"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 9 {
		t.Fatalf("only %d samples: %q", len(files), files)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := proofpointtest.Check(body); err != nil {
				t.Fatal(err)
			}
			s := proofpointtest.New(t, proofpointtest.Recorded(file, body))
			got, want := decode(t, tap(t, s, "all", "sinceSeconds=3600&format=json").body), decode(t, string(body))
			for kind, events := range want.Arrays {
				if len(got.Arrays[kind]) != len(events) {
					t.Errorf("%s: %d events, want %d", kind, len(got.Arrays[kind]), len(events))
					continue
				}
				for i, raw := range events {
					if string(got.Arrays[kind][i]) != string(raw) {
						t.Errorf("%s[%d] has other bytes", kind, i)
					}
				}
			}
			if a := tap(t, s, "all", "sinceSeconds=3600"); a.err != nil || a.status != 200 && a.status != 204 {
				t.Errorf("syslog: %d %v", a.status, a.err)
			}
		})
	}
	// Answers of other calls are refused.
	body, err := os.ReadFile(filepath.Join(shared, "samples", "tap", "rapid7_top_clickers.json"))
	if err != nil {
		t.Fatal(err)
	}
	if proofpointtest.Check(body) == nil {
		t.Error("an answer of top-clickers passes")
	}
}

func TestEventRawIsTheCallers(t *testing.T) {
	s := proofpointtest.New(t)
	raw := json.RawMessage(`{"id":"a"}`)
	s.Put(proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, Raw: raw, Created: begin.Add(-time.Minute)})
	raw[2] = 'X'
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		if string(e.Raw) != `{"id":"a"}` {
			t.Errorf("the world shares bytes with its caller: %s", e.Raw)
		}
		e.Raw[2] = 'Y'
	}
	if body := tap(t, s, "all", "sinceSeconds=60&format=json").body; !strings.Contains(body, `{"id":"a"}`) {
		t.Errorf("the world shares bytes with its readers: %s", body)
	}
}
