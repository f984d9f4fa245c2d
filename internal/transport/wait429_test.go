// A quota of so many a minute is waited for as long as it takes, not for a second.

package transport_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

func TestDo_wait429(t *testing.T) {
	for _, tt := range []struct {
		name  string
		steps *script
		want  []time.Duration // at least
	}{
		{"no time named", steps(says(429, ""), says(429, ""), says(200, "")), []time.Duration{15 * time.Second, 15 * time.Second}},
		{"a time named", steps(says(429, "", "Retry-After", "2"), says(200, "")), []time.Duration{2 * time.Second}},
		{"other trouble", steps(says(503, ""), says(200, "")), []time.Duration{0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clk := newClock()
			call := get(t, "https://h.example/x")
			call.Backoff429, call.Wait429 = true, 15*time.Second
			resp, err := transport.New(tt.steps, clk.options()).Do(context.Background(), call)
			if err != nil {
				t.Fatal(err)
			}
			finish(t, resp)
			got := clk.Slept()
			for i := range got {
				if i < len(tt.want) && got[i] >= tt.want[i] && got[i] < tt.want[i]+10*time.Second {
					got[i] = tt.want[i]
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("waits mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
