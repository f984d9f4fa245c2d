// Streams that are made to use up memory: names that never come twice, nesting
// without end, long strings. What is kept is counted, in the structure and on
// the heap; how long it takes shows nothing.

package schema_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// hostile makes the nth record of a stream.
var hostile = []struct {
	name   string
	record func(r *rand.Rand, n int) string
}{
	{"names that never come twice", func(_ *rand.Rand, n int) string { return object(n*50, 50, `"x"`) }},
	{"names that are long", func(_ *rand.Rand, n int) string {
		return fmt.Sprintf(`{"%s%d":1,"%s%d":2}`, strings.Repeat("n", 120), n, strings.Repeat("é", 500), n)
	}},
	{"objects of such names, deeper and deeper", func(r *rand.Rand, _ int) string { return deeper(r, 2, 16) }},
	{"nesting", func(r *rand.Rand, _ int) string {
		depth := 1 + r.IntN(3_000)
		return strings.Repeat(`{"a":[`, depth) + `"x"` + strings.Repeat(`]}`, depth)
	}},
	{"nesting under other names", func(_ *rand.Rand, n int) string {
		open := ""
		for i := range 100 {
			open += fmt.Sprintf(`{"d%d":`, n*100+i)
		}
		return open + `null` + strings.Repeat("}", 100)
	}},
	{"long strings", func(_ *rand.Rand, n int) string {
		return fmt.Sprintf(`{"subject":"%s%d","body":"%s"}`, strings.Repeat("s", 100_000), n, strings.Repeat(`\u00e9`, 10_000))
	}},
	{"enumerations as large as may be", func(_ *rand.Rand, n int) string {
		return object(0, 16, object(0, 250, fmt.Sprintf(`"%046d%02d"`, 0, n%schema.MaxValues)))
	}},
	{"arrays of everything", func(r *rand.Rand, _ int) string {
		return `{"rows":[` + strings.Repeat(deeper(r, 1, 3)+",", 100) + `[[[]]],"x",null]}`
	}},
}

// deeper makes an object of objects with names of their own.
func deeper(r *rand.Rand, levels, width int) string {
	var b []string
	for range width {
		value := `1`
		if levels > 0 {
			value = deeper(r, levels-1, width)
		}
		b = append(b, fmt.Sprintf(`"k%x":%s`, r.Uint64()&0xffff, value))
	}
	return "{" + strings.Join(b, ",") + "}"
}

func TestHostileStreamsAreBounded(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			var i schema.Inferrer
			var merged schema.Schema
			for n := range 30 {
				record := []byte(tt.record(r, n))
				if err := i.Add(record); err != nil {
					t.Fatal(err)
				}
				if n%10 != 9 {
					continue
				}
				merged = schema.Merge(merged, learn(t, string(record)))
				for name, s := range map[string]schema.Schema{"learnt": i.Schema(), "merged": merged} {
					if err := s.Validate(record); err != nil {
						t.Fatalf("record %d, %s: %v", n, name, err)
					}
					bounded(t, s)
				}
			}
		})
	}
}

// bounded counts what the text of a schema holds.
func bounded(t *testing.T, s schema.Schema) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text(t, s)), &v); err != nil {
		t.Fatal(err)
	}
	fields := count(t, v.(map[string]any), schema.MaxDepth)
	if fields != s.Fields() || fields > schema.MaxFields {
		t.Errorf("the text has %d fields and Fields() is %d, want the same and at most %d", fields, s.Fields(), schema.MaxFields)
	}
}

func count(t *testing.T, node map[string]any, depth int) (fields int) {
	t.Helper()
	values, _ := node["x-shape"].(map[string]any)["values"].([]any)
	for _, v := range values {
		if len(v.(string)) > schema.MaxValue {
			t.Errorf("a value has %d bytes", len(v.(string)))
		}
	}
	props, _ := node["properties"].(map[string]any)
	if len(values) > schema.MaxValues || len(props) > schema.MaxMembers+schema.MaxOptional || depth < 0 {
		t.Errorf("%d values, %d properties, %d levels below the deepest", len(values), len(props), -depth)
	}
	below := []any{node["items"], node["additionalProperties"]}
	for name, p := range props {
		if len(name) > schema.MaxName {
			t.Errorf("a name has %d bytes", len(name))
		}
		below = append(below, p)
	}
	for _, b := range below {
		if m, ok := b.(map[string]any); ok {
			fields += 1 + count(t, m, depth-1)
		}
	}
	return fields
}

// TestHeapIsBounded: what an Inferrer holds after a hostile stream, the largest
// schema that there can be among them, is what doc.go promises.
func TestHeapIsBounded(t *testing.T) {
	const most = 8 << 20
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			var i schema.Inferrer
			before := heap()
			for n := range 100 {
				if err := i.Add([]byte(tt.record(r, n))); err != nil {
					t.Fatal(err)
				}
			}
			got := heap() - before
			t.Logf("%d KiB for %d fields", got>>10, i.Schema().Fields())
			if got > most {
				t.Errorf("%d bytes are held, want at most %d", got, most)
			}
		})
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
