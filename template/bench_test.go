// What a call costs before there is a request: programs that take parameters
// from forms build one for every click.

package template_test

import (
	"testing"

	"github.com/proofpointkit/proofpoint-go/template"
)

func BenchmarkBuild(b *testing.B) {
	params := map[string]any{"since_seconds": 3600, "format": "json", "tap_base_url": "https://tap-api-v2.proofpoint.com"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := template.Default.Build("get_messages_delivered", params); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuildAll has every built-in template, with the values that it needs
// and with all that it takes.
func BenchmarkBuildAll(b *testing.B) {
	for tmpl := range template.Default.All() {
		var most map[string]any
		for _, params := range samples(b, tmpl) {
			if _, err := tmpl.Build(params); err == nil && len(params) >= len(most) {
				most = params
			}
		}
		b.Run(tmpl.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tmpl.Build(most); err != nil {
					b.Skip("takes no sample: its parameters are checked by code; the contract test of package proofpoint builds it, in CI too")
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	tmpl, _ := template.Default.Lookup("get_alerts")
	text := definitionOf(b, tmpl)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := template.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

// TestBuildAllocates: the bound of the benchmark that does not depend on how
// fast a machine is.
func TestBuildAllocates(t *testing.T) {
	params := map[string]any{"since_seconds": 3600, "format": "json", "tap_base_url": "https://tap-api-v2.proofpoint.com"}
	got := testing.AllocsPerRun(100, func() {
		if _, err := template.Default.Build("get_messages_delivered", params); err != nil {
			t.Fatal(err)
		}
	})
	if got >= 40 {
		t.Errorf("Build of get_messages_delivered makes %v allocations, want less than 40", got)
	}
}
