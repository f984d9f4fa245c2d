// The figures to reach, each with how it is computed from two runs of one round. They were set from what a prototype reached on two cores;
// changing one is a decision about the project, not about this program.

package main

import (
	"fmt"
	"math"
	"slices"
)

// reader is the contender that only reads: what others hold beyond it is their own.
const reader = "read read and drop"

// figure is one number to reach.
type figure struct {
	what    string
	a, b    run // b is the zero run where one is enough
	of      func(a, b result) float64
	reach   float64
	atMost  bool // smaller is better
	decimal int  // places
}

// figures are those of the issue "pathdata at the limit", in its order.
func (f *field) figures() []figure {
	at := func(name string) run { return run{name, f.size} }
	ratio := func(what, a, b string, reach float64) figure {
		return figure{what: what + ", times as fast as", a: at(a), b: at(b), of: faster, reach: reach, decimal: 2}
	}
	raw, wire := "raw "+ours, "tls+gzip "+ours
	list := []figure{
		ratio("raw from a file", raw, "raw "+document, 35),
		ratio("raw from a file", raw, "raw jsontext", 2.5),
		ratio("raw from a file", raw, "raw json-iterator", 3.5),
		ratio("raw in memory", "memory "+ours, "memory json.Valid", 1.7),
		ratio("map[string]any", "map "+ours, "map "+document, 6),
		ratio("struct", "struct "+ours, "struct "+document, 8),
		ratio("filter [?@.spamScore > 50]", "filter "+ours, "filter json/v2 map, tested", 8),
		ratio("TLS + gzip, raw", wire, "tls+gzip drain, the same inflater", 0.95),
		ratio("TLS + gzip, raw", wire, "tls+gzip drain, net/http's gunzip", 1.2),
		{what: "first record in ms, file", a: at(raw), of: first, reach: 0.2, atMost: true, decimal: 2},
		{what: "first record in ms, TLS + gzip", a: at(wire), of: first, reach: 3, atMost: true, decimal: 2},
	}
	for _, size := range f.sizes() {
		list = append(list, f.peak("raw", size, 1), f.peak("map", size, 8))
	}
	return append(list, f.alloc("raw"), f.alloc("filter"))
}

// alloc compares two bodies: what a walk allocates once is no matter of its records.
func (f *field) alloc(mode string) figure {
	large, small := run{mode + " " + ours, f.size}, run{mode + " " + ours, f.sizes()[0]}
	more := float64(f.records[large.size] - f.records[small.size])
	return figure{what: "allocations for each further record, " + mode, a: large, b: small, atMost: true, decimal: 3,
		of: func(a, b result) float64 { return (a.Allocs - b.Allocs) / more }}
}

func (f *field) peak(mode string, size int64, reach float64) figure {
	return figure{what: fmt.Sprintf("peak of %s in MB, body of %d MB, more than", mode, size/megabyte),
		a: run{mode + " " + ours, size}, b: run{reader, size}, of: heavier, reach: reach, atMost: true, decimal: 1}
}

func faster(a, b result) float64  { return b.Seconds / a.Seconds }
func heavier(a, b result) float64 { return a.Peak - b.Peak }
func first(a, _ result) float64   { return a.First }

// spread is a median of some rounds, and what lies farthest from it on both sides.
type spread struct{ median, low, high float64 }

func spreadOf(v []float64) spread {
	if len(v) == 0 {
		return spread{math.NaN(), math.NaN(), math.NaN()}
	}
	v = slices.Sorted(slices.Values(v))
	return spread{(v[(len(v)-1)/2] + v[len(v)/2]) / 2, v[0], v[len(v)-1]}
}

// reached compares as many places as are printed: what a walk allocates at its start is nothing for each of ten thousand records.
func (g figure) reached(s spread) bool {
	scale := math.Pow10(g.decimal)
	measured, reach := math.Round(s.median*scale), math.Round(g.reach*scale)
	if g.atMost {
		return measured <= reach
	}
	return measured >= reach
}
