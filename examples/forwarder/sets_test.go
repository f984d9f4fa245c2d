// Files of -schema: which name what a request of one's own gets, what is removed
// at the start, and the order in which drift is told and kept.

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestSetsOfURLs(t *testing.T) {
	setOf := func(at, body string) string {
		a := &app{flags: &flags{url: at}}
		return a.setOf(proofpoint.Request{Method: "GET", Body: []byte(body)})
	}
	const base = "https://api.example/v1/things"
	tests := []struct {
		name       string
		a, b       string // URL, and a body behind a blank
		same       bool
		mayNotShow string
	}{
		{"one query", base + "?kind=a", base + "?kind=a", true, "kind"},
		{"another order", base + "?kind=a&of=b", base + "?of=b&kind=a", true, "kind"},
		{"another value", base + "?kind=a", base + "?kind=b", false, "kind"},
		{"another name", base + "?kind=a", base + "?sort=a", false, "kind"},
		{"one more name", base, base + "?kind", false, "kind"},
		{"one value or two", base + "?a=1&a=2", base + "?a=1%262", false, "a=1"},
		{"what -param puts in", base + "?since={since}", base + "?since={since}", true, "since"},
		{"another key", base + "?api_key=k3y", base + "?api_key=k4y", true, "k3y"},
		{"another token", base + "?access_token=k3y&kind=a", base + "?access_token=k4y&kind=a", true, "k3y"},
		{"one body", base + ` {"kind":"a"}`, base + ` {"kind":"a"}`, true, "kind"},
		{"another body", base + ` {"kind":"a"}`, base + ` {"kind":"b"}`, false, "kind"},
		{"a body that says what a query could", base + "?body= kind", base + " body=\nkind", false, "kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			urlA, bodyA, _ := strings.Cut(tt.a, " ")
			urlB, bodyB, _ := strings.Cut(tt.b, " ")
			a, b := setOf(urlA, bodyA), setOf(urlB, bodyB)
			if (a == b) != tt.same || strings.Contains(a, tt.mayNotShow) {
				t.Errorf("data sets %q and %q; want the same: %v, and nothing but the host", a, b, tt.same)
			}
		})
	}
}

// TestSweep: what a killed run of this source left is removed, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	s := &shapes{dir: dir, base: "demo.x", lists: map[string]bool{"rows": true}}
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	gone := []string{"demo.x.json.123.tmp", "demo.x-rows.json.4.tmp", ".forwarder-5.tmp"}
	stay := []string{"demo.x.json", "demo.x-rows.json", "demo.x-rows-2.json.1.tmp", "demo.y.json.1.tmp", "x.json.1.tmp", "demo.x.json.tmp", "demo.x.json..tmp",
		"demo.x.json.a1.tmp", "demo.x.json.1.tmp.bak", "1.demo.x.json.1.tmp", "demoax.json.1.tmp", ".forwarder-a.tmp", "demo.x.json.99.tmp"}
	for _, name := range append(gone, stay...) {
		at := now.Add(-staleAfter)
		if name == "demo.x.json.99.tmp" { // of a run that writes just now
			at = now.Add(-staleAfter + time.Second)
		}
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.sweep(now); err != nil {
		t.Fatal(err)
	}
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range stay {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// onLine calls a function for each line of the log.
type onLine struct {
	slog.Handler
	do func(text string)
}

func (h onLine) Handle(_ context.Context, r slog.Record) error {
	h.do(r.Message)
	return nil
}
func (h onLine) WithAttrs([]slog.Attr) slog.Handler { return h }

// TestDriftIsToldBeforeItIsKept: while the lines are written, the file is the
// old one, so that a run that is killed there tells it again; and a file that
// cannot be written then is in the account.
func TestDriftIsToldBeforeItIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shapes")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(record string, do func(string)) (*driftLog, error) {
		s := &shapes{dir: dir, base: "x", kinds: map[string]*schema.Inferrer{}}
		for range 20 {
			s.add(proofpoint.Record{Raw: []byte(record)})
		}
		l := &driftLog{Logger: slog.New(onLine{slog.NewTextHandler(&bytes.Buffer{}, nil), do})}
		return l, s.keep(l)
	}
	if _, err := run(`{"a":1}`, func(string) {}); err != nil {
		t.Fatal(err)
	}
	var told []string
	l, err := run(`{"a":1,"b":1}`, func(text string) {
		d, err := schema.Load(dir, "x")
		told = append(told, fmt.Sprintf("%s, %d kept, %v", text, d.Schema.Records(), err))
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if d := cmp.Diff([]string{"schema: field new, 20 kept, <nil>"}, told); d != "" {
		t.Errorf("lines mismatch (-want +got):\n%s", d)
	}
	if err == nil || !strings.Contains(l.account("shapes"), "1 data set in shapes, 1 change, 1 not kept") {
		t.Errorf("keep = %v, and the account is %q; want an error, and that it is not kept", err, l.account("shapes"))
	}
}
