// The speed of a filter on the stream, as ratios within one run: against
// decoding every record to test it, and against the same walk without a filter.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// decodeRecords finds the same records with a token reader and maps.
func decodeRecords(b *testing.B, body []byte) (n int) {
	d := json.NewDecoder(bytes.NewReader(body))
	for name := ""; ; {
		tok, err := d.Token()
		if err != nil {
			return n
		}
		switch tok := tok.(type) {
		case string:
			name = tok
		case json.Delim:
			if tok == '[' {
				for name == "messagesDelivered" && d.More() {
					var m map[string]any
					if err := d.Decode(&m); err != nil {
						b.Fatal(err)
					}
					if score, ok := m["spamScore"].(float64); ok && score > 50 {
						n++
					}
				}
				for name != "messagesDelivered" && d.More() {
					var skipped json.RawMessage
					if err := d.Decode(&skipped); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	body, _ := benchBody(4 << 20)
	want := decodeRecords(b, body)
	walk := func(b *testing.B, path string, want int) {
		sel := pathdata.MustCompile(path)
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range pathdata.Each(bytes.NewReader(body), sel) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if want >= 0 && n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	}
	b.Run("filter", func(b *testing.B) { walk(b, "$.messagesDelivered[?@.spamScore > 50]", want) })
	b.Run("inner", func(b *testing.B) {
		walk(b, "$.messagesDelivered[?@.threatsInfoMap[?@.threatStatus == 'active' && @.classification != 'SPAM']]", -1)
	})
	b.Run("pattern", func(b *testing.B) { walk(b, "$.messagesDelivered[?search(@.subject, 'invoice')]", -1) })
	b.Run("no filter", func(b *testing.B) { walk(b, "$.messagesDelivered[*]", -1) })
	b.Run("descendants", func(b *testing.B) { walk(b, "$..GUID", -1) })
	b.Run("walk and decode", func(b *testing.B) {
		sel := pathdata.MustCompile("$.messagesDelivered[*]")
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for r, err := range pathdata.Each(bytes.NewReader(body), sel) {
				var m map[string]any
				if err != nil || json.Unmarshal(r.Raw, &m) != nil {
					b.Fatal(err)
				}
				if score, ok := m["spamScore"].(float64); ok && score > 50 {
					n++
				}
			}
			if n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if n := decodeRecords(b, body); n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	})
}
