// The arithmetic of the tables, on rounds whose numbers are made up.

package main_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	bench "github.com/proofpointkit/proofpoint-go/internal/bench"
)

func TestFigures(t *testing.T) {
	// Ratios are 4, 2 and 3 within the rounds; the medians of the times would give 2.
	got, err := bench.Printed(
		map[string]float64{"raw pathdata": 1, "raw jsontext": 4, "read read and drop": 0.5},
		map[string]float64{"raw pathdata": 5, "raw jsontext": 10, "read read and drop": 0.5},
		map[string]float64{"raw pathdata": 2, "raw jsontext": 6, "read read and drop": 0.5},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"raw: pathdata 32 1.00 (1.00–1.00) 1.00 2.00 1.5 1.00",
		"raw: jsontext 11 3.00 (2.00–4.00) 3.00 6.00 5.5 1.00",
		"read: read and drop 128 – – – 0.50 0.0 –",
		"raw from a file, times as fast as raw jsontext 3.00 (2.00–4.00) ≥ 2.5 reached",
		"first record in ms, file 2.00 (1.00–5.00) ≤ 0.2 MISSED",
		"peak of raw in MB, body of 1 MB, more than read and drop 0.0 (0.0–0.0) ≤ 1 reached",
		"peak of raw in MB, body of 64 MB, more than read and drop 1.5 (0.5–4.5) ≤ 1 MISSED",
		"allocations for each further record, raw 1.000 (1.000–1.000) ≤ 0 MISSED",
	}
	var lines []string
	for line := range strings.Lines(got) {
		fields := strings.Join(strings.Fields(line), " ")
		if strings.Contains(fields, "–") {
			lines = append(lines, fields)
		}
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("table mismatch (-want +got):\n%s", diff)
	}
}
