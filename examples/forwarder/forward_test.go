// The forwarder's parts, against the fake in virtual time: bytes, envelopes,
// flaws and gaps, the help screen, and that a demo's hour always holds enough.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// forwardFake runs the forwarder's default query against a fake and returns
// standard output and error.
func forwardFake(t *testing.T, fake *proofpointtest.Server, args ...string) (stdout, stderr string) {
	t.Helper()
	f, err := parseFlags(args)
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	a := &app{flags: f, stdout: &out, stderr: &said, now: fake.Clock().Now}
	tally := &tally{source: demoWord, began: time.Now()}
	client := fake.Client(proofpoint.WithObserver(tally.observer()))
	r, err := a.fromRange()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.forward(context.Background(), client, r, tally); err != nil {
		t.Fatal(err)
	}
	return out.String(), said.String()
}

func TestLinesAreTheEvents(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		hours int
		calls int
	}{
		{"default", nil, 1, 1},
		{"range in windows", []string{"-from", "2026-11-02T07:00:00Z", "-to", "2026-11-02T12:00:00Z"}, 5, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake := proofpointtest.New(t, proofpointtest.Seeded(7))
			now := fake.Clock().Now()
			var want []string
			for e := range fake.Events(now.Add(-time.Duration(tt.hours)*time.Hour), now) {
				if e.Default() {
					want = append(want, string(e.Raw))
				}
			}
			stdout, stderr := forwardFake(t, fake, tt.args...)
			got := strings.Split(strings.TrimSuffix(stdout, "\n"), "\n")
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("lines mismatch (-want +got):\n%s", diff)
			}
			for _, part := range []string{fmt.Sprintf("%s: %d records (", demoWord, len(want)), fmt.Sprintf(", %s, ", count(tt.calls, "request")),
				fmt.Sprintf(", %d bytes written, ", len(stdout))} {
				if !strings.Contains(stderr, part) {
					t.Errorf("summary lacks %q:\n%s", part, stderr)
				}
			}
			if n := len(fake.Calls("tap.siem.all")); n != tt.calls {
				t.Errorf("%d requests, want %d", n, tt.calls)
			}
		})
	}
}

func TestEnvelope(t *testing.T) {
	fake := proofpointtest.New(t)
	fake.Put(
		proofpointtest.Event{Kind: "clicksBlocked", Created: fake.Clock().Now().Add(-time.Minute), Raw: json.RawMessage("{\n  \"id\" : \"c1\",\r\n\t\"n\": 9007199254740993\n}")},
		proofpointtest.Event{Kind: "messagesBlocked", Created: fake.Clock().Now().Add(-time.Minute), Raw: json.RawMessage(`{"GUID":"g","é":"\u2028<&>"}`)},
	)
	stdout, stderr := forwardFake(t, fake, "-envelope")
	want := `{"kind":"clicksBlocked","id":"c1","source":"tap.siem.all","from":"2026-11-02T11:00:00Z","to":"2026-11-02T12:00:00Z","record":{  "id" : "c1",	"n": 9007199254740993}}
{"kind":"messagesBlocked","id":null,"source":"tap.siem.all","from":"2026-11-02T11:00:00Z","to":"2026-11-02T12:00:00Z","record":{"GUID":"g","é":"\u2028<&>"}}
`
	if diff := cmp.Diff(want, stdout); diff != "" {
		t.Errorf("lines mismatch (-want +got):\n%s", diff)
	}
	if strings.Contains(stderr, "warning") {
		t.Errorf("a warning though nothing is lost:\n%s", stderr)
	}
}

func TestFlawsAndGaps(t *testing.T) {
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	records := func(yield func(proofpoint.Record, error) bool) {
		r := func(text string) proofpoint.Record {
			return proofpoint.Record{Path: pathdata.Path{Parent: "$['messagesBlocked']"}, Raw: json.RawMessage(text)}
		}
		_ = yield(proofpoint.Record{}, &proofpoint.GapError{From: from, To: from.Add(time.Hour), Reason: "horizon"}) &&
			yield(r(`{"id":1}`), nil) &&
			yield(r(`{"id":2}`), &proofpoint.RecordError{Path: r("").Path, Err: errors.New("bad"), Offset: -1}) &&
			yield(r(`{"id":3}`), nil)
	}
	var out, said bytes.Buffer
	a := &app{flags: new(flags), stderr: &said}
	tally := &tally{source: "forwarder", began: time.Now(), kinds: map[string]int{}, paging: "window"}
	lines := newLines(&out, false, "x", proofpoint.Request{Name: "x"}, from, from)
	if err := a.copyRecords(records, lines, nil, tally); err != nil {
		t.Fatal(err)
	}
	lines.flush()
	tally.report(&said, lines)
	if diff := cmp.Diff("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n", out.String()); diff != "" {
		t.Errorf("lines mismatch (-want +got):\n%s", diff)
	}
	for _, part := range []string{"warning: gap 2026-11-01T00:00:00Z to 2026-11-01T01:00:00Z", "warning: record $['messagesBlocked'][0]: bad",
		"3 records (messagesBlocked 3), 1 of them with a flaw, 1 gap\n"} {
		if !strings.Contains(said.String(), part) {
			t.Errorf("standard error lacks %q:\n%s", part, &said)
		}
	}
	if code := exitCode(&gapsError{tally.gaps}); code != exitGaps {
		t.Errorf("exit code %d, want %d", code, exitGaps)
	}
}

// narrow is an output that takes so many writes and then breaks.
type narrow struct {
	bytes.Buffer
	left int
}

func (n *narrow) Write(b []byte) (int, error) {
	if n.left--; n.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return n.Buffer.Write(b)
}

func TestOutputBreaksBetweenLines(t *testing.T) {
	out := &narrow{left: 2}
	l := newLines(out, false, "x", proofpoint.Request{Name: "x"}, time.Time{}, time.Time{})
	r := proofpoint.Record{Raw: json.RawMessage(`{"subject":"` + strings.Repeat("a", 10_000) + `"}`)}
	n := 0
	for l.add("", r) && n < 100 {
		n++
	}
	if n >= 100 || !errors.Is(l.err, io.ErrClosedPipe) {
		t.Fatalf("the broken output was not noticed: %d records, error %v", n, l.err)
	}
	for line := range strings.Lines(out.String()) {
		if line != string(r.Raw)+"\n" {
			t.Fatalf("a line was cut: %d bytes", len(line))
		}
	}
	if exitCode(l.err) != exitFailed {
		t.Errorf("exit code %d, want %d", exitCode(l.err), exitFailed)
	}
}

// An appliance's certificate is its company's: the authority comes as a file.
func TestApplianceAuthority(t *testing.T) {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.WallClock())
	server := httptest.NewUnstartedServer(fake)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshake that is refused
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.crt")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	if err := os.WriteFile(authority, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	_, fields := fake.Credentials("trap.ptr")
	env := map[string]string{"PROOFPOINT_TRAP_APPLIANCE_API_KEY": fields["key"], "PROOFPOINT_TRAP_APPLIANCE_BASE_URL": server.URL + "/trap"}
	for _, tt := range []struct {
		name, file, says string
		code             int
	}{
		{"without", "", "certificate", exitFailed},
		{"with", authority, "forwarder: 12 records", exitDone},
		{"no such file", authority + "x", "CA file: open ", exitMistake},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env["PROOFPOINT_TRAP_APPLIANCE_CA_FILE"] = tt.file
			lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
			var out, said bytes.Buffer
			args := []string{"-template", "list_blocklist_entries", "-param", "mode=list", "-param", "list_id=5"}
			code := run(context.Background(), args, lookup, strings.NewReader(""), &out, &said)
			if code != tt.code || !strings.Contains(said.String(), tt.says) {
				t.Errorf("exit code %d, want %d; standard error, want %q:\n%s", code, tt.code, tt.says, &said)
			}
		})
	}
}

func TestHelpNamesEveryFlag(t *testing.T) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	new(flags).define(set)
	set.VisitAll(func(f *flag.Flag) {
		name := "-" + f.Name
		if strings.HasSuffix(name, "-base-url") && name != "-tap-base-url" {
			name = strings.TrimSuffix(name, "base-url")
			name = strings.TrimSuffix(name, "-")
		}
		if !strings.Contains(help, name) {
			t.Errorf("help does not name %s", name)
		}
	})
	if n := strings.Count(help, "\n"); n > 50 {
		t.Errorf("help has %d lines: no screen shows them", n)
	}
}

// The demo promises a hundred records whenever it is run.
func TestDemoHourIsFull(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 100 {
		now := begin.Add(time.Duration(i) * 80 * time.Hour).Add(time.Duration(i) * 7 * time.Minute)
		fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(demoRate), proofpointtest.At(now))
		n := 0
		for e := range fake.Events(now.Add(-time.Hour), now) {
			if e.Default() {
				n++
			}
		}
		if n < 105 { // some of the last minute may not have come about yet
			t.Errorf("the hour before %s has %d events", now, n)
		}
	}
}
