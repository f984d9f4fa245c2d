// What learning costs, beside reading the same records: as ratios within one
// run. The records are those of the golden test.

package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func BenchmarkSchema(b *testing.B) {
	records := siem(b, "$.messagesDelivered[*]")
	size := 0
	var all schema.Inferrer
	for _, r := range records {
		size += len(r)
		if err := all.Add(r); err != nil {
			b.Fatal(err)
		}
	}
	whole := all.Schema()
	each := func(name string, f func(record []byte) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size / len(records)))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := f(records[i%len(records)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	each("Add", all.Add)
	each("Validate", whole.Validate)
	each("map", func(r []byte) error {
		var m map[string]any
		return json.Unmarshal(r, &m)
	})
	each("valid", func(r []byte) error {
		if !jsontext.Value(r).IsValid(jsontext.AllowDuplicateNames(true)) {
			return schema.ErrNotJSON
		}
		return nil
	})
}

// TestAddAllocatesLittle: once the fields are known, a record costs no memory,
// but for the string that the parser of addresses takes: one for each address,
// and the records have one each.
func TestAddAllocatesLittle(t *testing.T) {
	records := siem(t, "$.messagesDelivered[*]")
	var i schema.Inferrer
	add := func() {
		for _, r := range records {
			if err := i.Add(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	add()
	if got := testing.AllocsPerRun(10, add) / float64(len(records)); got > 1.1 {
		t.Errorf("Add allocates %.2f times a record, want once", got)
	}
}
