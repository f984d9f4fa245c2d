// Data sets in files: what is written is read, and nothing else is.

package schema_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestSaveAndLoad(t *testing.T) {
	dir := t.TempDir()
	d, err := schema.Load(dir, "tap.messages-1")
	if !errors.Is(err, fs.ErrNotExist) || d.Name != "tap.messages-1" || d.Version != 0 {
		t.Fatalf("Load of nothing = version %d of %q, %v; want 0, its name, fs.ErrNotExist", d.Version, d.Name, err)
	}
	for _, record := range []string{`{"a":"x","b":{"192.0.2.1":[1]}}`, `{"a":"y","c":"<&>"}`, `[]`} {
		d, _, _ = d.Update(learn(t, record))
		if err := d.Save(dir); err != nil {
			t.Fatalf("Save: %v", err)
		}
		read, err := schema.Load(dir, d.Name)
		if err != nil {
			t.Fatalf("Load: %v", err)
		}
		if read.Name != d.Name || read.Version != d.Version {
			t.Errorf("Load = version %d of %q, want %d of %q", read.Version, read.Name, d.Version, d.Name)
		}
		if diff := cmp.Diff(text(t, d.Schema), text(t, read.Schema)); diff != "" {
			t.Errorf("schema mismatch (-saved +loaded):\n%s", diff)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "tap.messages-1.json" {
		t.Errorf("the folder holds %v, %v; want the one file", entries, err)
	}
}

func TestSaveRefuses(t *testing.T) {
	full, _, _ := schema.Dataset{Name: "x"}.Update(learn(t, `1`))
	if err := (schema.Dataset{Name: "x"}).Save(t.TempDir()); err == nil || !strings.Contains(err.Error(), "Update") {
		t.Errorf("Save without records = %v, want an error that says what to do", err)
	}
	if err := full.Save(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Save into no folder = %v, want fs.ErrNotExist", err)
	}
	for _, name := range []string{"", ".x", "..", "a/b", `a\b`, "a b", "é", "a\x00", strings.Repeat("x", 101)} {
		full.Name = name
		if err := full.Save(t.TempDir()); !errors.Is(err, schema.ErrName) {
			t.Errorf("Save of %q = %v, want ErrName", name, err)
		}
		if _, err := schema.Load(t.TempDir(), name); !errors.Is(err, schema.ErrName) {
			t.Errorf("Load of %q = %v, want ErrName", name, err)
		}
	}
}

// TestSaveKeepsTheOldFile: a folder in the file's place cannot be replaced, and
// no other file is left behind.
func TestSaveKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "x.json", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	d, _, _ := schema.Dataset{Name: "x"}.Update(learn(t, `1`))
	if err := d.Save(dir); err == nil {
		t.Error("Save over a folder succeeded")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v; want what was there", entries, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := `{"format":1,"name":"x","version":1,"schema":` + text(t, learn(t, `1`)) + `}`
	tests := []struct{ name, text string }{
		{"not JSON", `{`},
		{"a schema alone", text(t, learn(t, `1`))},
		{"another name", strings.Replace(good, `"x"`, `"y"`, 1)},
		{"version 0", strings.Replace(good, `"version":1`, `"version":0`, 1)},
		{"no format", strings.Replace(good, `"format":1,`, ``, 1)},
		{"format 0", strings.Replace(good, `"format":1`, `"format":0`, 1)},
		{"a format that is none", strings.Replace(good, `"format":1`, `"format":"2"`, 1)},
		{"no records", `{"format":1,"name":"x","version":1,"schema":` + text(t, schema.Schema{}) + `}`},
		{"edited schema", strings.Replace(good, `"type":"integer"`, `"type":"string"`, 1)},
		{"something behind", good + `{}`},
		{"an unknown member", strings.Replace(good, `{`, `{"owner":"me",`, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := schema.Load(dir, "x"); !errors.Is(err, schema.ErrForeign) {
				t.Errorf("Load = %v, want ErrForeign", err)
			}
		})
	}
}

// TestLoadNewer: what a later version wrote is told apart from what is broken,
// however different it looks; and the file that all the others are made from is
// a good one.
func TestLoadNewer(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "x.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"format":2,"data":[]}`)
	_, err := schema.Load(dir, "x")
	if !errors.Is(err, schema.ErrNewer) || errors.Is(err, schema.ErrForeign) || !strings.Contains(err.Error(), "format 1") {
		t.Errorf("Load = %v, want ErrNewer with both formats", err)
	}
	write(`{"format":1,"name":"x","version":1,"schema":` + text(t, learn(t, `1`)) + `}`)
	if _, err := schema.Load(dir, "x"); err != nil {
		t.Errorf("Load of a good file = %v", err)
	}
}
