// What is printed: every run, then the figures to reach. A ratio is taken within a round, and the median of those is what counts.

package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"text/tabwriter"
)

// table is what came out.
type table struct {
	*field
	runs   []run
	rounds []round
}

// pairs computes of in every round that has both runs; b may be the zero run.
func (t *table) pairs(a, b run, of func(a, b result) float64) (v []float64) {
	for _, round := range t.rounds {
		one, ok := round[a]
		other, both := round[b]
		if ok && (both || b == run{}) {
			v = append(v, of(one, other))
		}
	}
	return v
}

func (t *table) print(to io.Writer) error {
	_, _ = fmt.Fprintf(to, "%s %s/%s, %d CPUs; body of %d MB with %d records, %d rounds, medians. x: how many times as fast %s is as this one,\n"+
		"by the clock (lowest and highest round) and by CPU time. MB/s count the inflated body. First: ms to the first\n"+
		"record (of limits, to the first bytes), connecting included. Peak: MB beyond a process that only reads.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), t.size/megabyte, t.records[t.size], t.options.rounds, ours)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "contender\tMB/s\tx\t(rounds)\tx CPU\tfirst ms\tpeak\tallocs/record")
	for _, c := range contenders() {
		if r := (run{c.String(), t.size}); len(t.pairs(r, run{}, faster)) > 0 {
			t.row(w, c, r)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	w = tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "\nfigure\tmeasured\t(rounds)\tto reach\t")
	for _, g := range t.figures() {
		t.figure(w, g)
	}
	return w.Flush()
}

// row prints one contender.
func (t *table) row(w io.Writer, c contender, r run) {
	own := run{c.mode + " " + ours, t.size}
	median := func(b run, of func(a, b result) float64) float64 { return spreadOf(t.pairs(r, b, of)).median }
	x := spreadOf(t.pairs(own, r, faster))
	cpu := spreadOf(t.pairs(own, r, func(a, b result) float64 { return b.CPU / a.CPU }))
	_, _ = fmt.Fprintf(w, "%s: %s\t%.0f\t%s\t%s\t%s\t", c.mode, c.name, median(run{}, func(a, _ result) float64 { return float64(t.size) / megabyte / a.Seconds }),
		number(x.median, 2), rounds(x, 2), number(cpu.median, 2))
	perRecord := number(median(run{}, t.allocs), 2)
	if c.limit {
		perRecord = "–"
	}
	early := "–"
	if ms := median(run{}, first); ms > 0 {
		early = number(ms, 2)
	}
	_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", early, number(median(run{reader, t.size}, heavier), 1), perRecord)
}

// figure prints one figure, if what it needs has run.
func (t *table) figure(w io.Writer, g figure) {
	s := spreadOf(t.pairs(g.a, g.b, g.of))
	if math.IsNaN(s.median) {
		return
	}
	what, sign, verdict := g.what, "≥", "reached"
	if g.b.contender != "" && g.b.contender != g.a.contender {
		what += " " + strings.TrimPrefix(g.b.contender, "read ")
	}
	if g.atMost {
		sign = "≤"
	}
	if !g.reached(s) {
		verdict = "MISSED"
	}
	_, _ = fmt.Fprintf(w, "%s\t%.*f\t%s\t%s %g\t%s\n", what, g.decimal, s.median, rounds(s, g.decimal), sign, g.reach, verdict)
}

// allocs counts for each record of the list, also when a filter lets only some of them pass.
func (t *table) allocs(a, _ result) float64 { return a.Allocs / float64(t.records[t.size]) }

func number(v float64, decimal int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return fmt.Sprintf("%.*f", decimal, v)
}

func rounds(s spread, decimal int) string {
	if math.IsNaN(s.median) {
		return "–"
	}
	return fmt.Sprintf("(%.*f–%.*f)", decimal, s.low, decimal, s.high)
}
