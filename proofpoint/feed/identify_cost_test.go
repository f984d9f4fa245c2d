// What an identity costs, in allocations and memory.

package feed_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestIdentifyAllocates: an identity costs its own texts and nothing else.
func TestIdentifyAllocates(t *testing.T) {
	if underRace {
		t.Skip("the race detector makes sync.Pool forget: CI runs this without it as well")
	}
	r := in("$['messagesDelivered']", `{"id":"0a-1","subject":"caf\u00e9","scores":[3,1,2],"parts":[{"b":1,"a":2},{"a":1}]}`)
	if n := testing.AllocsPerRun(1000, func() { _, _ = feed.Identify(r) }); n > 3 {
		t.Errorf("%v allocations; the id, the key and the version are 3", n)
	}
}

// TestIdentifyMemory: no record takes memory out of proportion to its length (all
// that is allocated counts, what grows and is given up too),
// however it is nested and however many elements it has.
func TestIdentifyMemory(t *testing.T) {
	const size = 1 << 20
	for name, raw := range map[string]string{
		"small elements": "[" + strings.Repeat("1,", size/2) + "1]",
		"small members":  "{" + strings.Repeat(`"a":1,`, size/6) + `"a":1}`,
		"brackets":       strings.Repeat("[", size),
		"nested":         strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"lists in lists": "[" + strings.Repeat("["+strings.Repeat("1,", 16000)+"1],", size/32000) + "1]",
		"lists deep":     strings.Repeat("["+strings.Repeat("1,", 16000), 30) + "1" + strings.Repeat("]", 30),
		"a text":         `"` + strings.Repeat(`\u0001`, size/6) + `"`,
		"a number":       strings.Repeat("1", size),
		"a long id":      `{"id":"` + strings.Repeat("x", size) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := in("$['a']", raw)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			identity(t, r)
			runtime.ReadMemStats(&after)
			if took, most := after.TotalAlloc-before.TotalAlloc, uint64(48*len(raw)); took > most {
				t.Errorf("%d bytes for %d", took, len(raw))
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

// BenchmarkIdentify is what an event of about 3 KB costs.
func BenchmarkIdentify(b *testing.B) {
	s := proofpointtest.NewServer(proofpointtest.Seeded(11), proofpointtest.Rate(4000))
	now := s.Clock().Now()
	var records []proofpoint.Record
	size := 0
	for e := range s.Events(now.Add(-2*time.Hour), now) {
		if len(e.Raw) > 2500 && len(e.Raw) < 3500 {
			records = append(records, in("$['"+e.Kind+"']", string(e.Raw)))
			size += len(e.Raw)
		}
	}
	if len(records) == 0 {
		b.Fatal("no events of that size")
	}
	for name, identify := range map[string]func(proofpoint.Record) (feed.ID, error){"whole": feed.Identify, "threats": feed.TAPEvents().Identity} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size / len(records)))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := identify(records[i%len(records)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
