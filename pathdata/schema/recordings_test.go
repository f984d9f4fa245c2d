// Every recording in the folder that PROOFPOINT_SHARED names: what is promised
// of records made at random holds for those that services sent.

package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// recordings gives the records of each JSON file: those that the likeliest path
// gives, and the whole body as one.
func recordings(t *testing.T) map[string][]string {
	t.Helper()
	root := os.Getenv("PROOFPOINT_SHARED")
	if root == "" {
		t.Skip("PROOFPOINT_SHARED is not set: the recordings are read in CI, which sets it")
	}
	files, err := filepath.Glob(filepath.Join(root, "samples", "*", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	all := map[string][]string{}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
		all[name+" whole"] = []string{string(body)}
		found, err := pathdata.Suggest(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for m, err := range pathdata.Each(bytes.NewReader(body), pathdata.MustCompile(found[0].Path)) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all[name] = append(all[name], string(m.Raw))
		}
	}
	return all
}

func TestRecordings(t *testing.T) {
	for name, records := range recordings(t) {
		t.Run(name, func(t *testing.T) {
			s := learn(t, records...)
			written := text(t, s)
			for _, r := range records {
				if err := learn(t, r).Validate([]byte(r)); err != nil {
					t.Errorf("a record does not fit its own schema: %v", err)
				}
				if d := disagreement(s, written, r); d != "" {
					t.Error(d)
				} else if err := s.Validate([]byte(r)); err != nil {
					t.Errorf("a record does not fit the schema of all: %v", err)
				}
			}
			half := len(records) / 2
			a, b := learn(t, records[:half]...), learn(t, records[half:]...)
			back := slices.Clone(records)
			slices.Reverse(back)
			var read schema.Schema
			if err := json.Unmarshal([]byte(written), &read); err != nil {
				t.Fatalf("reading back: %v", err)
			}
			for what, got := range map[string]schema.Schema{"a and b": schema.Merge(a, b), "b and a": schema.Merge(b, a), "backwards": learn(t, back...), "read": read} {
				if d := cmp.Diff(written, text(t, got)); d != "" {
					t.Errorf("%s mismatch (-learnt +got):\n%s", what, d)
				}
			}
			if s.Truncated() {
				t.Error("a recording goes beyond the bounds")
			}
		})
	}
}

// TestRecordingsAsOneStream: all of them in one schema, in two orders, by way of
// files; and a second time they are no drift.
func TestRecordingsAsOneStream(t *testing.T) {
	all := recordings(t)
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var forth, back schema.Schema
	for i := range names {
		forth = schema.Merge(forth, learn(t, all[names[i]]...))
		back = schema.Merge(learn(t, all[names[len(names)-1-i]]...), back)
	}
	if d := cmp.Diff(text(t, forth), text(t, back)); d != "" {
		t.Errorf("the order matters (-forth +back):\n%s", d)
	}
	for name, records := range all {
		for _, r := range records {
			if err := forth.Validate([]byte(r)); err != nil {
				t.Errorf("%s does not fit the schema of all: %v", name, err)
			}
		}
	}
	dir := t.TempDir()
	d, _, _ := schema.Dataset{Name: "all"}.Update(forth)
	if err := d.Save(dir); err != nil {
		t.Fatal(err)
	}
	d, err := schema.Load(dir, "all")
	if err != nil {
		t.Fatal(err)
	}
	if _, changes, opened := d.Update(back); len(changes) > 0 || opened {
		t.Errorf("the same records again: opened %v, %q", opened, lines(changes))
	}
}
