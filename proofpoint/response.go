// RawRequest: one exchange with any endpoint, for everything that has no typed
// call. The same road as everyone: resolved, signed, paced, retried, redacted.

package proofpoint

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// Response is the answer to one exchange. The caller closes Body.
type Response struct {
	Status int
	// Header is as received, with Set-Cookie and all. Printing a Response shows
	// the names alone.
	Header http.Header
	// Body is inflated, capped and timed when idle. Close ends what inflates it
	// and waits for it.
	Body io.ReadCloser
}

// Format writes the status and the names of the headers, for every verb.
func (r Response) Format(f fmt.State, _ rune) {
	names := strings.Join(slices.Sorted(maps.Keys(r.Header)), ", ")
	_, _ = fmt.Fprintf(f, "proofpoint.Response(%d %s)", r.Status, snippet(names, 4*maxCause))
}

// LogValue logs what Format writes.
func (r Response) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(r)) }

// RawRequest makes one exchange: no pages, no selector. Pager, Records, Skip,
// Limit and Then of r are not looked at. A status other than 2xx is an
// *APIError; no answer is a *NetworkError, or an *AmbiguousError for a write.
// A body that breaks while the caller reads it gives the error to the caller.
func (c *Client) RawRequest(ctx context.Context, r Request, opts ...CallOption) (*Response, error) {
	r = r.clone()
	o := newCall(opts)
	w := walk{c: c, o: o}
	resp, _, err := c.exchange(ctx, &r, o, transport.NewBudget(w.policy(), c.clock.Now()))
	if err != nil {
		return nil, err
	}
	most := c.limits.Body
	if most == 0 {
		most = defaultBody
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: c.transportOf(r.Service).Body(resp, most)}, nil
}
