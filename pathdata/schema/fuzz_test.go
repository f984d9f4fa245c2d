// Fuzzing: whatever two records are, what is learnt from them holds for them.

package schema_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func FuzzSchema(f *testing.F) {
	for _, r := range [][2]string{
		{`{"a":1,"a":"x","b":[null,{"c":1e3}]}`, `{"b":[],"192.0.2.1":{"\u0061":"\ud800"}}`}, {`[1,2.0,-0]`, `"2026-11-23T10:00:00Z"`},
		{"{\"\xff\":1,\"\xfe\":\"\xff\"}", ` {"é":{}} `}, {`{"a":`, `[]]`}, {object(0, 70, "1"), object(50, 70, `"x"`)}, {`{"a@b.example":{"":[]}}`, `null`},
	} {
		f.Add([]byte(r[0]), []byte(r[1]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		x, y := one(t, a), one(t, b)
		var i schema.Inferrer
		for _, r := range [][]byte{a, b} {
			if err := i.Add(r); err != nil {
				return
			}
		}
		both := i.Schema()
		if err := both.Validate(a); err != nil {
			t.Fatalf("%s does not fit: %v", a, err)
		}
		if d := cmp.Diff(text(t, both), text(t, schema.Merge(y, x))); d != "" {
			t.Fatalf("merge mismatch (-learnt from both +merged):\n%s", d)
		}
		if got := schema.Diff(both, both); len(got) > 0 {
			t.Fatalf("Diff(x, x) = %v", lines(got))
		}
		for _, c := range schema.Diff(x, y) {
			if line := c.String(); bytes.ContainsAny([]byte(line), "\n\r") {
				t.Fatalf("more than one line: %q", line)
			}
		}
	})
}

// one learns from one record and tries what must hold of it alone.
func one(t *testing.T, record []byte) schema.Schema {
	var i schema.Inferrer
	err := i.Add(record)
	lenient := []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}
	if valid := jsontext.Value(record).IsValid(lenient...); valid != (err == nil) {
		t.Fatalf("Add(%q) = %v, though it is JSON: %v", record, err, valid)
	}
	s := i.Schema()
	if err != nil {
		return s
	}
	if err := s.Validate(record); err != nil {
		t.Fatalf("%s does not fit its own schema: %v", record, err)
	}
	var read schema.Schema
	if err := json.Unmarshal([]byte(text(t, s)), &read); err != nil {
		t.Fatalf("reading back: %v", err)
	}
	if d := cmp.Diff(text(t, s), text(t, read)); d != "" {
		t.Fatalf("text mismatch (-written +read and written):\n%s", d)
	}
	return s
}
