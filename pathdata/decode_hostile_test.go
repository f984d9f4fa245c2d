// The decoder on values that are made to mislead what it remembers: they may
// cost what their size explains, and no more.

package pathdata_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// largeObject has n members.
func largeObject(n int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strconv.Itoa(i) + `":1`)
	}
	b.WriteByte('}')
	return b.String()
}

// allocated says how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestDecoderSizeHints: a large object does not make those behind it large.
func TestDecoderSizeHints(t *testing.T) {
	large := largeObject(10_000)
	for _, tt := range []struct {
		name  string
		times uint64 // of the body
		raws  []string
	}{
		{"empty ones behind it", 100, []string{`[` + large + strings.Repeat(`,{}`, 2_000) + `]`}},
		{"empty ones by themselves", 100, append([]string{large}, strings.Split(strings.Repeat(`{} `, 2_000), " ")...)},
		{"a small one in each of many", 100, []string{`[[` + large + `]` + strings.Repeat(`,[{"a":1}]`, 2_000) + `]`}},
		{"a small one by itself", 600, []string{large, `{"a":1}`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d pathdata.Decoder
			decode := func(raws []string) {
				for _, raw := range raws {
					_, _ = d.Value([]byte(raw))
				}
			}
			if tt.times > 100 { // the last one is what counts
				decode(tt.raws[:1])
				tt.raws = tt.raws[1:]
			}
			bytes := uint64(len(strings.Join(tt.raws, "")))
			if got := allocated(func() { decode(tt.raws) }); got > tt.times*bytes {
				t.Errorf("%d bytes were allocated for %d bytes of JSON, want at most %d times as many", got, bytes, tt.times)
			}
		})
	}
}
