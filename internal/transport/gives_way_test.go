// A caller that can ask for less is told at once that what it asked for was too
// much; other trouble is tried again for it as for anybody.

package transport_test

import (
	"context"
	"net"
	"os"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

func TestDo_givesWay(t *testing.T) {
	ok := says(200, "ok")
	late := &net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}
	for _, tt := range []struct {
		name     string
		steps    *script
		attempts int
		status   int // 0: an error
	}{
		{"502", steps(says(502, ""), ok), 1, 502},
		{"504", steps(says(504, ""), ok), 1, 504},
		{"504 with a time", steps(says(504, "", "Retry-After", "1"), ok), 1, 504},
		{"no answer in time", steps(fails(late), ok), 1, 0},
		{"500", steps(says(500, ""), ok), 2, 200},
		{"503", steps(says(503, ""), ok), 2, 200},
		{"429", steps(says(429, "", "Retry-After", "1"), ok), 2, 200},
		{"reset", steps(fails(errReset), ok), 2, 200},
		{"refused", steps(fails(errRefused), ok), 2, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clk := newClock()
			call := get(t, "https://h.example/x")
			call.GivesWay = true
			resp, err := transport.New(tt.steps, clk.options()).Do(context.Background(), call)
			status := 0
			if err == nil {
				status = resp.StatusCode
				finish(t, resp)
			}
			if status != tt.status || tt.steps.count() != tt.attempts {
				t.Errorf("status %d after %d requests, want %d after %d; err %v", status, tt.steps.count(), tt.status, tt.attempts, err)
			}
		})
	}
}
