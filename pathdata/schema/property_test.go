// What must hold for all records, tried on records made at random. The streams
// are short, but among them are objects with enough names to count as data, so
// that the rules for those are merged across their borders.

package schema_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// learnAll is learn for rapid's T.
func learnAll(t *rapid.T, records []string) schema.Schema {
	var i schema.Inferrer
	for _, r := range records {
		if err := i.Add([]byte(r)); err != nil {
			t.Fatalf("Add(%s): %v", r, err)
		}
	}
	return i.Schema()
}

func textOf(t *rapid.T, s schema.Schema) string {
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return string(b)
}

func TestRecordsFitTheirSchema(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := anyRecords().Draw(t, "records")
		s := learnAll(t, records)
		for _, r := range records {
			if err := s.Validate([]byte(r)); err != nil {
				t.Fatalf("%s does not fit: %v\n%s", r, err, textOf(t, s))
			}
			if err := learnAll(t, []string{r}).Validate([]byte(r)); err != nil {
				t.Fatalf("%s does not fit its own schema: %v", r, err)
			}
		}
	})
}

// TestMergeIsLearning holds Merge to what one Inferrer learns from everything,
// in another order. That it is commutative and associative follows; both are
// tried all the same, because they are what callers rely on.
func TestMergeIsLearning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := anyRecords().Draw(t, "x"), anyRecords().Draw(t, "y"), anyRecords().Draw(t, "z")
		a, b, c := learnAll(t, x), learnAll(t, y), learnAll(t, z)
		all := rapid.Permutation(slices.Concat(x, y, z)).Draw(t, "all")
		want := textOf(t, learnAll(t, all))
		for _, m := range []struct {
			name string
			got  schema.Schema
		}{
			{"(a b) c", schema.Merge(schema.Merge(a, b), c)},
			{"a (b c)", schema.Merge(a, schema.Merge(b, c))},
			{"(c a) b", schema.Merge(schema.Merge(c, a), b)},
			{"c (b a)", schema.Merge(c, schema.Merge(b, a))},
			{"after reading", schema.Merge(reread(t, schema.Merge(reread(t, a), c)), reread(t, b))},
		} {
			if d := cmp.Diff(want, textOf(t, m.got)); d != "" {
				t.Fatalf("%s mismatch (-learnt from all +merged):\n%s", m.name, d)
			}
		}
		if d := cmp.Diff(textOf(t, a), textOf(t, schema.Merge(schema.Schema{}, a))); d != "" {
			t.Fatalf("nothing and a mismatch (-a +merged):\n%s", d)
		}
	})
}

func reread(t *rapid.T, s schema.Schema) (read schema.Schema) {
	if err := json.Unmarshal([]byte(textOf(t, s)), &read); err != nil {
		t.Fatalf("reading %s: %v", textOf(t, s), err)
	}
	return read
}

func TestWriteReadWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := learnAll(t, anyRecords().Draw(t, "records"))
		if d := cmp.Diff(textOf(t, s), textOf(t, reread(t, s))); d != "" {
			t.Fatalf("text mismatch (-written +read and written):\n%s", d)
		}
	})
}

func TestNoDriftFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := learnAll(t, anyRecords().Draw(t, "records"))
		if got := schema.Diff(s, s); len(got) > 0 {
			t.Fatalf("Diff(x, x) = %v, want nothing", lines(got))
		}
		if got := schema.Diff(s, reread(t, s)); len(got) > 0 {
			t.Fatalf("Diff(x, x read again) = %v, want nothing", lines(got))
		}
	})
}

// TestUpdateTellsOnce: what a batch changed is told once, whatever it was.
func TestUpdateTellsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		repeat := rapid.SampledFrom([]int{1, 6, 40}).Draw(t, "repeat")
		first := slices.Repeat(anyRecords().Draw(t, "first"), repeat)
		batch := learnAll(t, slices.Repeat(anyRecords().Draw(t, "batch"), repeat))
		d, _, _ := schema.Dataset{Name: "x"}.Update(learnAll(t, first))
		d, told, _ := d.Update(batch)
		before := d.Version
		d, again, opened := d.Update(batch)
		if len(again) > 0 || opened || d.Version != before {
			t.Fatalf("told again: %q (first: %q), version %d to %d", lines(again), lines(told), before, d.Version)
		}
		if reread(t, d.Schema).Records() != d.Schema.Records() {
			t.Fatal("the schema after an update is not the one that is read")
		}
	})
}
