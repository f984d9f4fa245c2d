package pathdata_test

import (
	"bytes"
	"encoding/json"
	"testing"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func BenchmarkDecodeMap(b *testing.B) {
	body, _ := benchBody(8 << 20)
	var recs [][]byte
	n := 0
	for m, err := range pathdata.EachWith(bytes.NewReader(body), pathdata.Limits{Keep: true}, compile("$.messagesDelivered[*]")) {
		if err != nil {
			b.Fatal(err)
		}
		recs = append(recs, m.Raw)
		n += len(m.Raw)
	}
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(n / len(recs)))
		var d pathdata.Decoder
		i := 0
		for b.Loop() {
			if _, err := d.Map(recs[i%len(recs)]); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("jsonv2", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(n / len(recs)))
		i := 0
		for b.Loop() {
			var m map[string]any
			if err := jsonv2.Unmarshal(recs[i%len(recs)], &m); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("std", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(n / len(recs)))
		i := 0
		for b.Loop() {
			var m map[string]any
			if err := json.Unmarshal(recs[i%len(recs)], &m); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
}
