// Nothing here is about speed: a comparison is worth something if everybody finds the same records, and that is what is tested.

package main_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	bench "github.com/proofpointkit/proofpoint-go/internal/bench"
)

// TestMain lets the test's own program be the child that a parent starts.
func TestMain(m *testing.M) {
	if text, ok := os.LookupEnv(bench.JobVariable); ok {
		if err := bench.Child(text, os.Stdout); err != nil {
			_, _ = os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// smallBody writes a body of 64 KB, plain and with gzip, and serves it.
func smallBody(t *testing.T) (body []byte, j bench.Job) {
	var plain, zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := bench.WriteBody(io.MultiWriter(&plain, z), 64<<10); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	j.Body, j.Zipped = filepath.Join(t.TempDir(), "body.json"), filepath.Join(t.TempDir(), "body.json.gz")
	for path, b := range map[string][]byte{j.Body: plain.Bytes(), j.Zipped: zipped.Bytes()} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, certificate := bench.ServeZipped(j.Zipped)
	t.Cleanup(s.Close)
	j.URL, j.Certificate = s.URL, certificate
	return plain.Bytes(), j
}

func TestContendersFindTheSameRecords(t *testing.T) {
	body, j := smallBody(t)
	messages, err := bench.Messages(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all, filtered []string
	for _, m := range messages["delivered"] {
		all = append(all, m.ID)
		if m.SpamScore > 50 {
			filtered = append(filtered, m.ID)
		}
	}
	if len(filtered) == 0 || len(filtered) == len(all) {
		t.Fatalf("%d of %d records pass the filter, want some", len(filtered), len(all))
	}
	for _, c := range bench.Contenders() {
		t.Run(c.String(), func(t *testing.T) {
			want := all
			switch {
			case c.IsLimit():
				want = nil
			case c.Mode() == "filter":
				want = filtered
			}
			got, err := c.Names(j)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s mismatch (-want +got):\n%s", c, diff)
			}
		})
	}
}

// A body that cannot be read must not look fast.
func TestContendersSeeACutBody(t *testing.T) {
	body, j := smallBody(t)
	if err := os.WriteFile(j.Body, body[:len(body)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range bench.Contenders() {
		switch c.Mode() {
		case "read", "gunzip", "tls+gzip":
			continue // another body, or none of its business
		}
		if strings.Contains(c.String(), "gjson") || strings.Contains(c.String(), "sonic") {
			continue // they do not look
		}
		if _, err := c.Names(j); err == nil {
			t.Errorf("%s: no error for half a body", c)
		}
	}
}

func TestBodyIsTheSameEveryTime(t *testing.T) {
	var one, two bytes.Buffer
	first, err := bench.WriteBody(&one, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := bench.WriteBody(&two, 100_000); err != nil || first != second || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("WriteBody gave %d records, then %d, and %v; want twice the same", first, second, err)
	}
	messages, err := bench.Messages(&one)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(messages["delivered"]); got != first {
		t.Errorf("WriteBody says %d records, the body has %d", first, got)
	}
	if size := two.Len() / (len(messages["blocked"]) + len(messages["delivered"])); size < 2900 || size > 3300 {
		t.Errorf("a record has %d bytes, want about 3100", size)
	}
}

func TestParentPrintsBothTables(t *testing.T) {
	var out, progress strings.Builder
	args := []string{"-size", "2", "-rounds", "2", "-only", "^(raw (pathdata|jsontext)|tls.gzip pathdata|read read and drop)$"}
	if err := bench.Parent(context.Background(), args, &out, &progress); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"raw: pathdata ", "raw: jsontext ", "tls+gzip: pathdata", "times as fast as raw jsontext", "first record in ms, file",
		"peak of raw in MB", "allocations for each further record, raw", "≥ 2.5", "≤ 0.2"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing from:\n%s", want, &out)
		}
	}
	if unwanted := "PaesslerAG"; strings.Contains(out.String(), unwanted) {
		t.Errorf("%q was not asked for:\n%s", unwanted, &out)
	}
}

func TestArguments(t *testing.T) {
	for _, c := range []struct{ name, arg, value, want string }{
		{"no size", "-size", "0", "size and rounds start at 1"},
		{"no rounds", "-rounds", "0", "size and rounds start at 1"},
		{"no expression", "-only", "(", "missing closing )"},
		{"nobody", "-only", "^nobody$", "no contender matches"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := bench.Parent(context.Background(), []string{"-size=1", c.arg, c.value}, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Parent(%s %s) = %v, want an error with %q", c.arg, c.value, err, c.want)
			}
		})
	}
}
