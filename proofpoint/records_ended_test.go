// A context that ends while a path is evaluated, where nothing is read.

package proofpoint_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// TestContextEndsAnEvaluation: without asking for the context this evaluation
// would give records for years.
func TestContextEndsAnEvaluation(t *testing.T) {
	nested := strings.Repeat("[", 60) + strings.Repeat("]", 60)
	cause := errors.New("nobody waits")
	for _, format := range []proofpoint.Format{proofpoint.FormatJSON, proofpoint.FormatAny, proofpoint.FormatLines} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, nested) }}
		c, _ := newClient(t, s, tapConfig(), proofpoint.WithLimits(pathdata.Limits{Steps: 1 << 50}))
		ctx, cancel := context.WithCancelCause(t.Context())
		r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Format: format, Records: pathdata.MustCompile("$" + strings.Repeat("..*", 12))}
		n, last := 0, error(nil)
		for _, err := range c.Records(ctx, r) {
			if n++; n == 10 {
				cancel(cause)
			}
			last = err
		}
		if n > 1<<16 || !errors.Is(last, cause) {
			t.Errorf("format %q: %d records, then %v", format, n, last)
		}
		cancel(nil)
	}
}
