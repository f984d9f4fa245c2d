// How long commits and look-ups take where eight million identities are present:
// a million events a day, kept for eight days.
//
//	go test -run '^$' -bench . -benchtime 48x -timeout 30m ./proofpoint/feed/boltstore
//
// It takes a minute or two and half a GB of disk in TMPDIR; CI does not run it.
// The figures of some runs are in the package's comment.

package boltstore_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

const (
	benchHours = 192
	benchHour  = 41_667 // identities in an hour
	benchAll   = benchHours * benchHour
	benchBatch = 10_000
)

var benchStart = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

// benchID is an identity as feed makes them: the list and an id, and a digest.
func benchID(n int) feed.ID {
	return feed.ID{
		Key:     fmt.Sprintf("messagesDelivered/%08x-3c1e-4b0a-9d55-%012x", uint32(n)*2654435761, n),
		Version: fmt.Sprintf("%022x", uint64(n)*0x9e3779b97f4a7c15),
	}
}

func benchIDs(from, n int) []feed.ID {
	ids := make([]feed.ID, n)
	for i := range ids {
		ids[i] = benchID(from + i)
	}
	return ids
}

// filled is a directory with eight million identities, made once.
var filled struct {
	dir   string
	rev   uint64
	bytes int64
}

func openFilled(b *testing.B, o boltstore.Options) (*boltstore.Store, uint64) {
	b.Helper()
	if filled.dir == "" {
		fillDir(b)
	}
	s, err := boltstore.Open(filled.dir, o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	_, rev, err := s.Load(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	return s, rev
}

// fillDir commits five-minute windows of a million events a day, as a feed does.
func fillDir(b *testing.B) {
	b.Helper()
	dir, err := os.MkdirTemp("", "boltstore-bench-")
	if err != nil {
		b.Fatal(err)
	}
	filled.dir = dir
	s, err := boltstore.Open(dir, boltstore.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	began := time.Now()
	const window = benchHour/12 + 1
	rev := uint64(0)
	for h := range benchHours {
		for at := 0; at < benchHour; at += window {
			c := benchChange(h, benchIDs(h*benchHour+at, min(window, benchHour-at)))
			if rev, err = s.Commit(b.Context(), "bench", rev, c); err != nil {
				b.Fatal(err)
			}
		}
	}
	filled.bytes = s.Bytes()
	b.Logf("filled with %d identities in %v: %d bytes, %.1f an identity", benchAll, time.Since(began).Round(time.Second), filled.bytes, float64(filled.bytes)/benchAll)
}

// benchChange brings identities to hour h, and nothing is old enough to go.
func benchChange(h int, ids []feed.ID) feed.Change {
	return feed.Change{
		State: []byte(`{"format":1,"source":"bench","ledger":[` + strings.Repeat(`{"from":1793577600,"to":1793581200,"asked":1793584800},`, 60) + `]}`),
		IDs:   ids, Until: benchStart.Add(time.Duration(h+1) * time.Hour), Now: benchStart,
	}
}

func BenchmarkCommit10000Of8M(b *testing.B) {
	for _, bench := range []struct {
		name string
		o    boltstore.Options
		hour func(i int) int
		gone bool
	}{
		{"into an older hour", boltstore.Options{}, func(i int) int { return benchHours - 24 + i/4%12 }, false},
		{"live", boltstore.Options{}, func(i int) int { return benchHours + i/4 }, false},
		{"live and an hour goes", boltstore.Options{}, func(i int) int { return benchHours + 1000 + i }, true},
		{"live without fsync", boltstore.Options{NoSync: true}, func(i int) int { return benchHours + 2000 + i/4 }, false},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s, rev := openFilled(b, bench.o)
			if _, err := s.Seen(b.Context(), "bench", []string{"none"}); err != nil {
				b.Fatal(err)
			}
			next := benchAll + int(rev)*benchBatch
			took := make([]time.Duration, 0, b.N)
			for i := range b.N {
				c := benchChange(bench.hour(i), benchIDs(next+i*benchBatch, benchBatch))
				if bench.gone {
					c.Now = benchStart.Add(time.Duration(i/4+1) * time.Hour)
				}
				began := time.Now()
				var err error
				if rev, err = s.Commit(b.Context(), "bench", rev, c); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			reportSpread(b, took)
		})
	}
}

// The first look-up reads every block once, to fill the filters.
func BenchmarkFirstSeenOf8M(b *testing.B) {
	var took []time.Duration
	megabytes := 0.0
	for range min(b.N, 5) {
		s, _ := openFilled(b, boltstore.Options{})
		before := heap()
		began := time.Now()
		mustSee(b, s, []string{"none"}, false)
		took = append(took, time.Since(began))
		megabytes = float64(heap()-before) / (1 << 20)
		s.Close()
	}
	reportSpread(b, took)
	b.ReportMetric(megabytes, "MiB-filters")
}

func BenchmarkSeen1000Of8M(b *testing.B) {
	const keys = 1000
	for _, known := range []bool{true, false} {
		b.Run(fmt.Sprint("known ", known), func(b *testing.B) {
			s, _ := openFilled(b, boltstore.Options{})
			mustSee(b, s, []string{"none"}, false)
			names := make([]string, keys)
			var took []time.Duration
			for i := range b.N {
				for k := range names {
					n := (i*keys + k) * 7919 % (benchAll / 2)
					if names[k] = benchID(-1 - n).Key; known {
						names[k] = benchID(benchAll/2 + n).Key // of the half that no other benchmark lets go
					}
				}
				began := time.Now()
				mustSee(b, s, names, known)
				took = append(took, time.Since(began))
			}
			reportSpread(b, took)
		})
	}
}

func mustSee(b *testing.B, s *boltstore.Store, keys []string, known bool) {
	b.Helper()
	seen, err := s.Seen(context.Background(), "bench", keys)
	if err != nil {
		b.Fatal(err)
	}
	for i, v := range seen {
		if v.Known != known {
			b.Fatalf("Seen(%q) known: %v, want %v", keys[i], v.Known, known)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func reportSpread(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op") // which would count what prepares a step
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[len(took)*9/10]), "ms-p90")
	b.ReportMetric(float64(filled.bytes)/benchAll, "bytes/identity")
}
