// Drift, as the lines that a person reads.

package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

var diffTests = []struct {
	name     string
	old, new []string
	want     []string
}{
	{"nothing to compare", nil, []string{`{"a":1}`}, nil},
	{"nothing new", []string{`{"a":1}`}, []string{`{"a":2}`}, nil},
	{"field new", []string{`{"a":1}`}, []string{`{"a":1,"b":{"c":[1]}}`}, []string{"$.b: field new: object"}},
	{"field new below", []string{`{"a":[{"b":1}]}`}, []string{`{"a":[{"b":1,"c d":null}]}`}, []string{"$.a[*]['c d']: field new: null"}},
	{"elements new", []string{`{"a":[]}`}, []string{`{"a":["x"]}`}, []string{"$.a[*]: field new: string"}},
	{"field gone", []string{`{"a":1,"b":null}`}, []string{`{"a":1}`}, []string{"$.b: field gone: was null"}},
	{"optional field not seen in few records", slices.Concat(times(6, `{"a":1}`), times(4, `{"a":1,"b":"x"}`)), times(12, `{"a":1}`), nil},
	{"optional field gone in many", slices.Concat(times(6, `{"a":1}`), times(4, `{"a":1,"b":"x"}`)), times(13, `{"a":1}`),
		[]string{"$.b: field gone: was string"}},
	{"type changed", []string{`{"a":1}`}, []string{`{"a":"x"}`}, []string{"$.a: type changed: integer → string"}},
	{"type added", []string{`{"a":1}`}, []string{`{"a":"x"}`, `{"a":1}`}, []string{"$.a: type changed: integer → integer|string"}},
	{"integer to number", []string{`{"a":1}`}, []string{`{"a":1.5}`}, []string{"$.a: type changed: integer → number"}},
	{"number to integers, few", []string{`{"a":1.5}`}, times(4, `{"a":1}`), nil},
	{"number to integers", []string{`{"a":1.5}`}, times(5, `{"a":1}`), []string{"$.a: type changed: number → integer"}},
	{"one type left", times(2, `{"a":[1,"x"]}`), times(2, `{"a":["x","y","z","0","1"]}`), []string{"$.a[*]: type changed: integer|string → string"}},
	{"nulls came", []string{`{"a":1}`}, []string{`{"a":null}`, `{"a":1}`}, []string{"$.a: nullability changed: never null → null"}},
	{"nulls only", []string{`{"a":1}`}, times(9, `{"a":null}`), []string{"$.a: nullability changed: never null → null"}},
	{"nulls gone", []string{`{"a":1}`, `{"a":null}`}, times(10, `{"a":1}`), []string{"$.a: nullability changed: null → never null"}},
	{"nulls gone, few", []string{`{"a":1}`, `{"a":null}`}, times(9, `{"a":1}`), nil},
	{"type learnt after nulls", []string{`{"a":null}`}, []string{`{"a":"x"}`}, []string{"$.a: type changed: null → string"}},
	{"became optional", []string{`{"a":1}`}, []string{`{"a":1}`, `{}`}, []string{"$.a: presence changed: required → optional"}},
	{"enumeration", times(8, `"spam"`), []string{`"spam"`, `"phish"`, `"a\nb"`},
		[]string{"$: enum value new: too many, or too long, or not words"}},
	{"enumeration by value", times(8, `"spam"`), []string{`"spam"`, `"phish"`, `"malware"`}, []string{`$: enum value new: "malware"`, `$: enum value new: "phish"`}},
	{"enumeration not established", times(7, `"spam"`), []string{`"phish"`}, nil},
	{"format", []string{`"2026-11-23"`}, []string{`"23 Nov"`}, []string{"$: format changed: date → plain text"}},
	{"another format", []string{`"2026-11-23"`}, []string{`"192.0.2.1"`}, []string{"$: format changed: date → ipv4"}},
	{"names that are data say nothing", []string{`{"192.0.2.1":1}`}, times(99, `{"192.0.2.2":1}`), nil},
	{"values under names that are data", []string{`{"192.0.2.1":1}`}, []string{`{"192.0.2.2":{}}`}, []string{"$.*: type changed: integer → object"}},
	{"a type that did not come under them", []string{`{"192.0.2.1":1,"192.0.2.2":"x"}`}, times(20, `{"192.0.2.1":1}`), nil},
	{"a field that did not come under them", []string{`{"192.0.2.1":{"a":1,"b":1}}`}, times(20, `{"192.0.2.1":{"a":1}}`), nil},
	{"a field that is missing now and then under them", []string{`{"192.0.2.1":{"a":1}}`}, []string{`{"192.0.2.1":{"a":1}}`, `{"192.0.2.1":{}}`}, nil},
	{"a field that came under them", []string{`{"192.0.2.1":{"a":1}}`}, []string{`{"192.0.2.1":{"a":1,"b":1}}`}, []string{"$.*.b: field new: integer"}},
	{"an array where there was none", []string{`{"a":1}`}, []string{`{"a":[1]}`}, []string{"$.a: type changed: integer → array"}},
	{"an object where there was none", []string{`{"a":1}`}, []string{`{"a":{"b":1}}`}, []string{"$.a: type changed: integer → object"}},
	{"a name among data that all have", sparse(``), times(9, `{"x":1}`), nil},
	{"a field became one name of many", times(9, `{"x":1}`), sparse(``),
		[]string{"$: names changed: fields → data", "$.x: presence changed: required → optional"}},
	{"names that are data came", []string{`{"a":1}`}, []string{`{"a":1,"192.0.2.2":{}}`}, []string{"$.*: field new: object"}},
	{"fields became data", []string{`{"n001":1,"n002":2}`}, []string{object(0, 300, "1")}, []string{"$: names changed: fields → data"}},
	{"data in both, by number", []string{object(0, 300, "1")}, []string{object(0, 3, "true")}, []string{"$.*: type changed: integer → boolean"}},
	{"a field beside data is gone", sparse(`"id":1,`), []string{`{"x":1}`}, []string{"$.id: field gone: was integer"}},
	{"a field beside data in both is gone", sparse(`"id":1,`), sparse(``), []string{"$.id: presence changed: required → optional"}},
}

// sparse makes records whose names are data, but for what each begins with.
func sparse(begin string) []string { return times(schema.MaxOptional+1, `{`+begin+`"name %d":1}`) }

func TestDiff(t *testing.T) {
	for _, tt := range diffTests {
		t.Run(tt.name, func(t *testing.T) {
			got := schema.Diff(learn(t, tt.old...), learn(t, tt.new...))
			if d := cmp.Diff(tt.want, lines(got)); d != "" {
				t.Errorf("Diff(%v, %v) mismatch (-want +got):\n%s", tt.old, tt.new, d)
			}
		})
	}
}

// TestChangePaths: what is printed can be pasted into a selector, whatever the
// names are, and stays on one line.
func TestChangePaths(t *testing.T) {
	for _, name := range []string{"a", "_1", "1a", "a b", "a.b", "it's", `back\slash`, "new\nline", "é", "", "*", "\u2028"} {
		record := fmt.Sprintf(`{"x":[{%s:1}]}`, quoted(name))
		changes := schema.Diff(learn(t, `{"x":[{}]}`), learn(t, record))
		if len(changes) != 1 || strings.Contains(changes[0].String(), "\n") {
			t.Fatalf("Diff of %q = %q, want one change on one line", name, lines(changes))
		}
		selector, err := pathdata.Compile(changes[0].Path)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		found := 0
		for m, err := range pathdata.Each(strings.NewReader(record), selector) {
			if err != nil || string(m.Raw) != "1" {
				t.Errorf("%s selects %s, %v; want 1", changes[0].Path, m.Raw, err)
			}
			found++
		}
		if found != 1 {
			t.Errorf("%s selects %d values, want 1", changes[0].Path, found)
		}
	}
}

// lines gives changes as text.
func lines(changes []schema.Change) (list []string) {
	for _, c := range changes {
		list = append(list, c.String())
	}
	return list
}
