// Names of data sets, kinds of records, and lines about drift, apart from runs.

package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// TestSetsOfOperations: every operation that the forwarder may ask has a data
// set that people can read the name of.
func TestSetsOfOperations(t *testing.T) {
	var d schema.Dataset
	for tmpl := range template.Default.All() {
		for _, mode := range append(tmpl.Modes(), "") {
			op, ok := tmpl.Operation(mode)
			if !ok {
				continue
			}
			a := &app{flags: new(flags)}
			s := &shapes{base: recordedSets + a.setOf(proofpoint.Request{Name: op.Name})}
			if s.base != recordedSets+op.Name {
				t.Errorf("%s: data set %q", op.Name, s.base)
			}
			d.Name = s.nameOf(strings.Repeat("kind ", 20))
			if d.Name == s.base || len(d.Name) > 100 {
				t.Errorf("%s: data set of a long kind is %q", op.Name, d.Name)
			}
			if _, err := schema.Load(t.TempDir(), d.Name); err == nil || strings.Contains(err.Error(), schema.ErrName.Error()) {
				t.Errorf("%s: %v", op.Name, err)
			}
		}
	}
}

func TestLegal(t *testing.T) {
	tests := []struct{ name, want string }{
		{"tap.siem.all", "tap.siem.all"},
		{strings.Repeat("x", 30), strings.Repeat("x", 30)},
		{strings.Repeat("x", 31), strings.Repeat("x", 21) + "-"},
		{"a b", "a_b-"},
		{"../x", ".._x-"},
		{"é", "_-"},
	}
	for _, tt := range tests {
		got := legal(tt.name, 30)
		same := got == tt.want
		if strings.HasSuffix(tt.want, "-") {
			same = strings.HasPrefix(got, tt.want) && len(got) == len(tt.want)+8
		}
		if !same {
			t.Errorf("legal(%q) = %q, want %q and a digest where it ends with a dash", tt.name, got, tt.want)
		}
	}
	if legal("a b", 30) == legal("a_b", 30) || legal("a b", 30) == legal("a:b", 30) {
		t.Error("two names are one")
	}
}

func TestKindOf(t *testing.T) {
	tests := []struct{ name, path, body, want string }{
		{"a list", "$.alerts[*]", `{"alerts":[1]}`, "alerts"},
		{"some of a union", "$['a','b c'][*]", `{"b c":[1]}`, "b c"},
		{"the inner one", "$.response.content[*]", `{"response":{"content":[1]}}`, "content"},
		{"names that are data", "$.*[*]", `{"192.0.2.1":[1]}`, ""},
		{"data that has the name of something else", "$.a.*[*]", `{"a":{"b":[1]}}`, ""},
		{"members", "$.a.*", `{"a":{"b":1}}`, ""},
		{"the body", "$", `{"a":1}`, ""},
		{"an array", "$[*]", `[1]`, ""},
		{"a quoted name", `$["it's"][*]`, `{"it's":[1]}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := pathdata.MustCompile(tt.path)
			s := &shapes{lists: namesIn(path.String())}
			n := 0
			for m, err := range pathdata.Each(strings.NewReader(tt.body), path) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				if got := s.kindOf(proofpoint.Record{Path: m.Path, Raw: m.Raw}); got != tt.want {
					t.Errorf("kind of %s is %q, want %q", m.Path, got, tt.want)
				}
			}
			if n != 1 {
				t.Fatalf("%d records", n)
			}
		})
	}
}

// TestDriftIsCutBetweenCharacters: a long path of letters beyond ASCII stays one
// that can be read.
func TestDriftIsCutBetweenCharacters(t *testing.T) {
	for odd := range 2 {
		var out bytes.Buffer
		l := &driftLog{Logger: slog.New(slog.NewTextHandler(&out, nil))}
		path := strings.Repeat("x", odd) + strings.Repeat("é", maxDriftPath)
		l.report("", schema.Dataset{Name: "x", Version: 1}, []schema.Change{{Path: path, Kind: schema.FieldNew}}, false)
		if want := "path=" + path[:maxDriftPath-odd] + "…\n"; !strings.HasSuffix(out.String(), want) {
			t.Errorf("the line is %q, want %q at its end", out.String(), want)
		}
	}
}

// TestDriftIsBounded: many changes in deep places are a few short lines, and
// none of them is broken by what a record holds.
func TestDriftIsBounded(t *testing.T) {
	var out bytes.Buffer
	l := &driftLog{Logger: slog.New(slog.NewTextHandler(&out, nil))}
	var changes []schema.Change
	for i := range 500 {
		changes = append(changes, schema.Change{Path: fmt.Sprintf("$.n%d%s", i, strings.Repeat("['a\nb\x1b[31m']", 500)), Kind: schema.EnumNew, New: "\"x\ny\""})
	}
	l.report("messages", schema.Dataset{Name: "x", Version: 3}, changes, true)
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 1+maxDrift+1 || !strings.Contains(lines[0], "version 3 begins") || !strings.Contains(lines[len(lines)-1], "480 more changes") {
		t.Errorf("%d lines, want %d: %s", len(lines), 1+maxDrift+1, out.String())
	}
	for _, line := range lines {
		if len(line) > 2*maxDriftPath+200 || strings.Contains(line, "\x1b") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	if l.sets != 1 || l.changes != 500 || l.opened != 1 || l.began != 0 {
		t.Errorf("counted %d sets, %d changes, %d opened, %d begun", l.sets, l.changes, l.opened, l.began)
	}
}
