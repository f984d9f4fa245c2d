// What is learnt from records, as the keywords that are written; and what is
// learnt from records that go beyond the bounds.

package schema_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestInferrer(t *testing.T) {
	tests := []struct {
		name    string
		records []string
		want    string
	}{
		{"nothing", nil, `{}`},
		{"scalar", []string{` 17 `}, `{"type":"integer"}`},
		{"presence", []string{`{"a":1,"b":true}`, `{"b":false}`},
			`{"properties":{"a":{"type":"integer"},"b":{"type":"boolean"}},"required":["b"],"type":"object"}`},
		{"nullability", []string{`{"a":null}`, `{"a":"x"}`}, `{"properties":{"a":{"type":["null","string"]}},"required":["a"],"type":"object"}`},
		{"a number is any number", []string{`[1, 2.5]`, `[]`}, `{"items":{"type":"number"},"type":"array"}`},
		{"a fraction of zero is no integer", []string{`0.0`}, `{"type":"number"}`},
		{"integers beyond 64 bits", []string{`184467440737095516160`}, `{"type":"integer"}`},
		{"several types", []string{`[]`, `{}`, `"x"`, `1`, `true`, `null`}, `{"type":["array","boolean","integer","null","object","string"]}`},
		{"the last of a name counts", []string{`{"a":1,"a":{"b":1},"a":"x"}`},
			`{"properties":{"a":{"type":"string"}},"required":["a"],"type":"object"}`},
		{"names without their escapes", []string{`{"\u0061\n":1}`, `{"a\u000a":2}`},
			`{"properties":{"a\n":{"type":"integer"}},"required":["a\n"],"type":"object"}`},
		{"elements have one shape", []string{`[{"a":1},{"b":null}]`},
			`{"items":{"properties":{"a":{"type":"integer"},"b":{"type":"null"}},"type":"object"},"type":"array"}`},
		{"few strings, seen often", slices.Repeat([]string{`"phish"`, `"spam"`}, 8), `{"enum":["phish","spam"],"type":"string"}`},
		{"few strings, not seen often", slices.Repeat([]string{`"phish"`, `"spam"`}, 7), `{"type":"string"}`},
		{"null is a value of an enumeration", append(slices.Repeat([]string{`"phish"`}, 8), `null`), `{"enum":["phish",null],"type":["null","string"]}`},
		{"no enumeration beside other types", append(slices.Repeat([]string{`"phish"`}, 80), `1`), `{"type":["integer","string"]}`},
		{"no enumeration of 17", slices.Repeat(times(17, `"w%d"`), 9), `{"type":"string"}`},
		{"no enumeration with a long string", append(slices.Repeat([]string{`"x"`}, 80), `"`+strings.Repeat("x", 49)+`"`), `{"type":"string"}`},
		{"no enumeration of paths", slices.Repeat([]string{`"C:\\Users\\ana"`}, 80), `{"type":"string"}`},
		{"format", []string{`"2026-11-23T10:00:00Z"`, `"2026-11-23T10:00:00.123+01:00"`}, `{"format":"date-time","type":"string"}`},
		{"two formats are none", []string{`"2026-11-23T10:00:00Z"`, `"2026-11-23"`}, `{"type":"string"}`},
		{"hash", []string{`"D41D8CD98F00B204E9800998ECF8427E"`}, `{"pattern":"^[0-9A-Fa-f]{32}$","type":"string"}`},
		{"names that are data", []string{`{"name":"x","203.0.113.7":5,"17":null}`},
			`{"additionalProperties":{"type":["integer","null"]},"properties":{"name":{"type":"string"}},"required":["name"],"type":"object"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := learn(t, tt.records...)
			if d := cmp.Diff(tt.want, keywords(t, s)); d != "" {
				t.Errorf("keywords mismatch (-want +got):\n%s", d)
			}
			if s.Truncated() || s.Records() != int64(len(tt.records)) {
				t.Errorf("Truncated() = %v, Records() = %d, want false, %d", s.Truncated(), s.Records(), len(tt.records))
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	s := learn(t, `{"a":1,"a":2,"a":"x"}`, `{"192.0.2.1":1,"b":{"c":1,"\u0063":2},"192.0.2.1":"x"}`)
	if s.Duplicates() != 4 {
		t.Errorf("Duplicates() = %d, want 4", s.Duplicates())
	}
	want := `{"additionalProperties":{"type":"string"},"properties":{"a":{"type":"string"},` +
		`"b":{"properties":{"c":{"type":"integer"}},"required":["c"],"type":"object"}},"type":"object"}`
	if d := cmp.Diff(want, keywords(t, s)); d != "" {
		t.Errorf("keywords mismatch (-want +got):\n%s", d)
	}
}

// object makes an object of n names from first on.
func object(first, n int, value string) string {
	var b []string
	for i := range n {
		b = append(b, fmt.Sprintf(`"n%03d":%s`, first+i, value))
	}
	return "{" + strings.Join(b, ",") + "}"
}

func TestNamesBecomeData(t *testing.T) {
	scores := func(domains int) (list []string) {
		for i := range domains {
			list = append(list, fmt.Sprintf(`{"id":"x","login-%d.example":%d}`, i, i))
		}
		return list
	}
	tests := []struct {
		name    string
		records []string
		data    bool
		fields  int
	}{
		{"64 optional names are fields", scores(schema.MaxOptional), false, 65},
		{"65 are data, and the name that is always there is a field", scores(schema.MaxOptional + 1), true, 2},
		{"256 names in one object are fields", []string{object(0, schema.MaxMembers, "1")}, false, 256},
		{"257 are data", []string{object(0, schema.MaxMembers+1, "1")}, true, 1},
		{"257 with one twice are not", []string{strings.Replace(object(0, schema.MaxMembers, "1"), "{", `{"n003":2,`, 1)}, false, 256},
		{"wide after narrow", []string{object(0, 3, "1"), object(0, 257, "1")}, true, 1},
		{"fields that go missing later", []string{object(0, 200, "1"), object(0, 135, "1")}, true, 136},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := learn(t, tt.records...)
			if got := strings.Contains(text(t, s), "additionalProperties"); got != tt.data || s.Fields() != tt.fields || s.Truncated() {
				t.Errorf("names are data: %v, fields: %d, truncated: %v; want %v, %d, false\n%s", got, s.Fields(), s.Truncated(), tt.data, tt.fields, text(t, s))
			}
		})
	}
}

// TestBounds: a record beyond a bound is taken, fits, and leaves its mark.
func TestBounds(t *testing.T) {
	nested := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	tree := object(0, schema.MaxMembers, object(0, schema.MaxMembers, "1"))
	tests := []struct {
		name      string
		records   []string
		truncated bool
		fields    int // at most
	}{
		{"as deep as may be", []string{nested(schema.MaxDepth)}, false, schema.MaxDepth},
		{"deeper", []string{nested(schema.MaxDepth + 1)}, true, schema.MaxDepth},
		{"much deeper", []string{nested(9_000)}, true, schema.MaxDepth},
		{"deeper, but empty", []string{strings.Repeat("[", schema.MaxDepth+1) + strings.Repeat("]", schema.MaxDepth+1)}, false, schema.MaxDepth},
		{"long name", []string{`{"` + strings.Repeat("x", schema.MaxName+1) + `":1}`}, true, 1},
		{"longest name", []string{`{"` + strings.Repeat("x", schema.MaxName) + `":1}`}, false, 1},
		{"many fields in one record", []string{tree}, true, schema.MaxFields},
		{"many fields in many records", times(40, `{"k%d":`+object(0, 200, "1")+`}`), true, schema.MaxFields},
		{"many fields with the last record", times(21, `{"k%d":`+object(0, 200, "1")+`}`), true, schema.MaxFields},
		{"many fields in elements", []string{`[` + strings.Join(times(40, `{"k%d":`+object(0, 250, `{"c":1}`)+`}`), ",") + `]`}, true, schema.MaxFields},
		{"many fields, then one", []string{tree, `{"n000":{"n000":[{"a":1}]}}`}, true, schema.MaxFields},
		{"many fields below one", []string{`{"a":` + tree + `,"z":[{"b":1}]}`}, true, schema.MaxFields},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := learn(t, tt.records...)
			if got := strings.Contains(text(t, s), `"truncated":true`); got != tt.truncated {
				t.Errorf("the text says where: %v, want %v", got, tt.truncated)
			}
			if s.Truncated() != tt.truncated || s.Fields() > tt.fields || s.Fields() == 0 {
				t.Errorf("Truncated() = %v, Fields() = %d; want %v, 1 to %d", s.Truncated(), s.Fields(), tt.truncated, tt.fields)
			}
			for _, r := range tt.records {
				if err := s.Validate([]byte(r)); err != nil {
					t.Errorf("Validate(%.60s…): %v", r, err)
				}
			}
			if m := schema.Merge(s, s); m.Truncated() != tt.truncated || m.Fields() != s.Fields() {
				t.Errorf("merged with itself: Truncated() = %v, Fields() = %d; want %v, %d", m.Truncated(), m.Fields(), tt.truncated, s.Fields())
			}
		})
	}
}

// TestMergeIsBounded: what is given up in one schema is given up in both, and
// schemas that hold the bounds do so together.
func TestMergeIsBounded(t *testing.T) {
	tree, deep := object(0, schema.MaxMembers, object(0, schema.MaxMembers, "1")), `{"n000":{"n000":[{"a":1}]}}`
	want := text(t, learn(t, tree, deep))
	if d := cmp.Diff(want, text(t, schema.Merge(learn(t, tree), learn(t, deep)))); d != "" {
		t.Errorf("merge mismatch (-learnt from both +merged):\n%s", d)
	}
	if d := cmp.Diff(want, text(t, schema.Merge(learn(t, deep), learn(t, tree)))); d != "" {
		t.Errorf("merge mismatch (-learnt from both +merged the other way):\n%s", d)
	}
	var s schema.Schema
	for _, r := range times(40, `{"k%d":`+object(0, 200, "1")+`}`) {
		s = schema.Merge(s, learn(t, r))
	}
	if s.Fields() != 40 || !s.Truncated() {
		t.Errorf("40 schemas of 201 fields make %d fields, truncated: %v; want 40, true", s.Fields(), s.Truncated())
	}
	var read schema.Schema
	if err := read.UnmarshalJSON([]byte(text(t, s))); err != nil || text(t, read) != text(t, s) {
		t.Errorf("reading it back: %v, or not the same", err)
	}
}

// TestOneRecordIsBounded: a record with very many fields does not get a node for
// each of them first. Each field costs two allocations and a share of a map.
func TestOneRecordIsBounded(t *testing.T) {
	row := object(0, schema.MaxMembers, "1")
	record := []byte(object(0, schema.MaxMembers, row)) // 65,792 fields
	got := testing.AllocsPerRun(1, func() {
		var i schema.Inferrer
		if err := i.Add(record); err != nil {
			t.Fatal(err)
		}
	})
	if got > 6*schema.MaxFields {
		t.Errorf("a record of 65,792 fields took %.0f allocations, want at most %d", got, 6*schema.MaxFields)
	}
}

func TestAddRefuses(t *testing.T) {
	tests := []struct {
		name, record string
		want         error
	}{
		{"nothing", ``, io.ErrUnexpectedEOF},
		{"white space", " \n", io.ErrUnexpectedEOF},
		{"cut", `{"a":1`, io.ErrUnexpectedEOF},
		{"cut in a name", `{"a`, io.ErrUnexpectedEOF},
		{"cut in an array", `[1,`, io.ErrUnexpectedEOF},
		{"not JSON", `{'a':1}`, schema.ErrNotJSON},
		{"a comma too many", `[1,]`, schema.ErrNotJSON},
		{"two records", `{"a":1}{"a":2}`, schema.ErrNotJSON},
		{"garbage behind", `{"a":1}}`, schema.ErrNotJSON},
		{"bottomless", strings.Repeat("[", 10_001), schema.ErrNotJSON},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var i schema.Inferrer
			if err := i.Add([]byte(`{"a":1}`)); err != nil {
				t.Fatalf("Add: %v", err)
			}
			before := text(t, i.Schema())
			if err := i.Add([]byte(tt.record)); !errors.Is(err, tt.want) || !errors.Is(err, schema.ErrNotJSON) {
				t.Errorf("Add(%.40s) = %v, want %v", tt.record, err, tt.want)
			}
			if d := cmp.Diff(before, text(t, i.Schema())); d != "" {
				t.Errorf("a refused record taught something (-before +after):\n%s", d)
			}
		})
	}
}

// TestSchemaIsACopy: what is learnt later does not show in a schema given out.
func TestSchemaIsACopy(t *testing.T) {
	var i schema.Inferrer
	record := []byte(`{"a":"one","b":[{"c":1}]}`)
	if err := i.Add(record); err != nil {
		t.Fatalf("Add: %v", err)
	}
	clear(record) // the caller's own again
	s := i.Schema()
	before := text(t, s)
	merged := schema.Merge(s, learn(t, `{"a":2,"b":[{"d":1}]}`))
	if err := i.Add([]byte(`{"a":{"x":1},"b":[{"c":"x"}]}`)); err != nil {
		t.Fatalf("Add: %v", err)
	}
	if d := cmp.Diff(before, text(t, s)); d != "" {
		t.Errorf("schema changed (-before +after):\n%s", d)
	}
	if merged.Records() != 2 || !strings.Contains(before, `"one"`) {
		t.Errorf("merged has %d records, want 2; the schema is %s", merged.Records(), before)
	}
}
