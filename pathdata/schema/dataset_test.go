// When a data set keeps its version and when it opens one.

package schema_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestUpdateOpens(t *testing.T) {
	message := `{"id":"x","size":1,"to":["a"],"parts":[{"md5":null,"name":"n"}]}`
	tests := []struct {
		name       string
		old, batch []string
		opens      bool
		changes    int
	}{
		{"no records", []string{message}, nil, false, 0},
		{"the same", []string{message}, []string{message}, false, 0},
		{"many new fields", []string{`{"id":"x"}`}, []string{message}, false, 3},
		{"one field gone", []string{message}, []string{`{"id":"x","size":1,"to":["a"]}`}, false, 1},
		{"as many gone as left", []string{`{"a":1,"b":1}`}, []string{`{"a":1}`}, true, 1},
		{"fields below count", []string{`{"a":{"c":1},"b":1,"d":1}`}, []string{`{"a":{"c":1}}`}, true, 2},
		{"a field with all below it is one", []string{`{"a":1,"c":1,"b":{"d":1,"e":1,"f":1}}`}, []string{`{"a":1,"c":1}`}, false, 1},
		{"other records", []string{message}, []string{`{"url":"x","clickIP":"192.0.2.1"}`}, true, 6},
		{"type clash", []string{message}, []string{`{"id":"x","size":"1","to":["a"],"parts":[]}`}, true, 1},
		{"type clash deep down", []string{message}, []string{`{"id":"x","size":1,"to":["a"],"parts":[{"md5":null,"name":["n"]}]}`}, true, 1},
		{"a type beside the old one", []string{message}, []string{message, `{"id":"x","size":"1","to":["a"],"parts":[]}`}, false, 1},
		{"null to string", []string{message}, []string{`{"id":"x","size":1,"to":["a"],"parts":[{"md5":"m","name":"n"}]}`}, false, 1},
		{"string to null", []string{message}, []string{`{"id":null,"size":1,"to":["a"],"parts":[{"md5":null,"name":"n"}]}`}, false, 1},
		{"integer to number", []string{message}, []string{`{"id":"x","size":1.5,"to":["a"],"parts":[{"md5":null,"name":"n"}]}`}, false, 1},
		{"object to array at the root", []string{message}, []string{`[]`}, true, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			first, changes, opened := schema.Dataset{Name: "x"}.Update(learn(t, tt.old...))
			if first.Version != 1 || len(changes) > 0 || !opened {
				t.Fatalf("the first Update = version %d, %q, %v; want 1, nothing, true", first.Version, lines(changes), opened)
			}
			before := text(t, first.Schema)
			batch := learn(t, tt.batch...)
			next, changes, opened := first.Update(batch)
			if opened != tt.opens || len(changes) != tt.changes {
				t.Errorf("Update = %q, opened %v; want %d changes, %v", lines(changes), opened, tt.changes, tt.opens)
			}
			want, records := 1, int64(len(tt.old)+len(tt.batch))
			if tt.opens {
				want, records = 2, int64(len(tt.batch))
			}
			if next.Version != want || next.Schema.Records() != records || next.Name != "x" {
				t.Errorf("version %d of %q with %d records, want %d of \"x\" with %d", next.Version, next.Name, next.Schema.Records(), want, records)
			}
			if d := cmp.Diff(before, text(t, first.Schema)); d != "" {
				t.Errorf("the data set before changed (-before +after):\n%s", d)
			}
			for _, r := range tt.batch {
				if err := next.Schema.Validate([]byte(r)); err != nil {
					t.Errorf("the batch does not fit afterwards: %v", err)
				}
			}
		})
	}
}

// TestUpdateOverTime: what is gone is told once and told as new when it is back.
func TestUpdateOverTime(t *testing.T) {
	var d schema.Dataset
	steps := []struct {
		name  string
		batch []string
		want  []string
	}{
		{"begin", times(20, `{"a":1,"b":"x","c":null}`), nil},
		{"b is gone", times(20, `{"a":1,"c":null}`), []string{"$.b: field gone: was string"}},
		{"still gone", times(20, `{"a":1,"c":null}`), nil},
		{"b is back, c is no null", times(20, `{"a":1,"b":"x","c":1}`),
			[]string{"$.b: field new: string", "$.c: nullability changed: null → never null", "$.c: type changed: null → integer"}},
		{"as it is now", times(20, `{"a":1,"b":"x","c":1}`), nil},
		{"nulls are back", slices.Concat(times(19, `{"a":1,"b":"x","c":1}`), times(1, `{"a":1,"b":"x","c":null}`)),
			[]string{"$.c: nullability changed: never null → null"}},
	}
	for _, step := range steps {
		var changes []schema.Change
		d, changes, _ = d.Update(learn(t, step.batch...))
		if diff := cmp.Diff(step.want, lines(changes)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", step.name, diff)
		}
	}
	if d.Version != 1 || d.Schema.Records() != 120 {
		t.Errorf("version %d with %d records, want 1 with 120", d.Version, d.Schema.Records())
	}
}
