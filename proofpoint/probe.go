// Probe: the Test button. One page, a bounded sample of it, and what the
// answer suggests. It uses the same exchange, the same readers of bodies and
// the same selector as the loop; it only stops early.

package proofpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// The bounds of a probe.
const (
	probeBytes   = 1 << 20 // of the inflated body
	probeRecords = 3
)

// Probe is what one test request showed.
type Probe struct {
	Status int
	// Sent and Received are the headers, with those that carry credentials or
	// cookies redacted.
	Sent, Received http.Header
	Took           time.Duration
	// Bytes is the size of the sample, at most 1 MiB.
	Bytes int64
	// Cost are the quotas that the request counted against.
	Cost []Pool
	// Records are the first records that the request's selector finds, at most 3.
	Records []Record
	// Suggestions are paths to data, the likeliest first.
	Suggestions []pathdata.Suggestion
	// Warnings say what a person should know before saving the request.
	Warnings []string
}

// Probe asks for r's first page and reads at most 1 MiB of it. It counts
// against the quota like any request. Nothing is kept. An answer that is no
// success is an *APIError; a path that finds nothing is a warning, because
// that is what a probe is for. A request that changes something (neither GET nor
// Repeatable) is a *ParamError: it cannot be tried out.
func (c *Client) Probe(ctx context.Context, r Request, opts ...CallOption) (*Probe, error) {
	r = r.clone()
	if !r.repeatable() {
		return nil, &ParamError{Param: "method", Value: r.method(), Reason: "changes something, and cannot be tried out", Accepts: "GET, or a request that is Repeatable"}
	}
	w := walk{c: c, ctx: ctx, r: &r, o: newCall(opts)}
	pager := r.Pager
	if pager == nil {
		pager = single{}
	}
	began := c.clock.Now()
	at, err := pager.Start(began)
	if err != nil && !isGap(err) {
		return nil, err
	}
	if err := pager.Apply(&r, at); err != nil {
		return nil, err
	}
	if r.Value != nil {
		return c.probeValue(ctx, r, opts)
	}
	resp, x, err := c.exchange(ctx, &r, w.o, transport.NewBudget(w.policy(), began))
	if err != nil {
		return nil, err
	}
	p := &Probe{Status: resp.StatusCode, Received: redactHeader(resp.Header), Took: c.clock.Now().Sub(began)}
	if sent, err := c.httpRequest(ctx, &r, x.target); err == nil {
		p.Sent = redactHeader(sent.Header)
	}
	if !r.Pool.isZero() {
		p.Cost = []Pool{r.Pool}
	}
	b := c.openBody(&r, resp)
	defer func() { _ = b.Close() }()
	sample, err := io.ReadAll(io.LimitReader(b.source, probeBytes))
	if p.Bytes = int64(len(sample)); err != nil && len(sample) == 0 {
		return nil, w.bodyError(&Page{Request: &r}, b, err)
	}
	if refuses(&r, sample) {
		return nil, c.apiError(&r, x, resp, sample[:min(len(sample), maxErrorBody)])
	}
	p.look(&r, b.limits, sample, err)
	if more := planned(&r, began); more > 1 {
		p.Warnings = append(p.Warnings, fmt.Sprintf("the whole query takes %d requests", more))
	}
	return p, nil
}

// probeValue probes the first further request of a chain that starts from a
// value.
func (c *Client) probeValue(ctx context.Context, r Request, opts []CallOption) (*Probe, error) {
	if len(r.Then) == 0 {
		return &Probe{Records: []Record{{Path: pathdata.Path{Index: -1}, Raw: r.Value}}}, nil
	}
	w := walk{c: c, ctx: ctx, r: &r}
	var p *Probe
	err := errors.New("proofpoint: probe: the chain's first step asks for nothing")
	for first, bad := range w.children(r.Then[0], Record{Raw: r.Value}) {
		if err = bad; err == nil {
			p, err = c.Probe(ctx, first, opts...)
		}
		break
	}
	if p != nil && len(r.Then) > 1 {
		p.Warnings = append(p.Warnings, fmt.Sprintf("this is the first of %d requests for a record", len(r.Then)))
	}
	return p, err
}

// refuses reports whether the answer says no with a good status.
func refuses(r *Request, sample []byte) bool {
	if r.Refused == nil {
		return false
	}
	for m, err := range pathdata.Each(bytes.NewReader(sample), r.Refused) {
		if err == nil && string(m.Raw) == "false" {
			return true
		}
	}
	return false
}

// look finds records and paths in the sample.
func (p *Probe) look(r *Request, limits pathdata.Limits, sample []byte, readErr error) {
	cut := len(sample) == probeBytes
	switch {
	case len(sample) == 0:
		p.Warnings = append(p.Warnings, "the answer is empty: nothing in this range, or the wrong query")
		return
	case cut:
		p.Warnings = append(p.Warnings, fmt.Sprintf("only the first %d bytes were looked at", probeBytes))
	case readErr != nil:
		p.Warnings = append(p.Warnings, "the body broke off: "+cause(readErr))
	}
	for m, err := range pathdata.EachWith(bytes.NewReader(sample), limits, pathTo(r)) {
		if err != nil {
			if !cut || !errors.Is(err, io.ErrUnexpectedEOF) {
				p.Warnings = append(p.Warnings, cause(err))
			}
			break
		}
		p.Records = append(p.Records, Record{Path: m.Path, Raw: m.Raw})
		if len(p.Records) == probeRecords {
			break
		}
	}
	var err error
	if p.Suggestions, err = pathdata.Suggest(bytes.NewReader(sample)); err != nil {
		p.Warnings = append(p.Warnings, "no path can be suggested: "+cause(err))
	}
	if len(p.Records) == 0 {
		p.Warnings = append(p.Warnings, "the path to data finds no record in the sample")
	}
}

// redactHeader copies a header without what identifies or authorises.
func redactHeader(h http.Header) http.Header {
	out := h.Clone()
	for name := range out {
		if sensitiveHeader(name) {
			out[name] = []string{redacted}
		}
	}
	return out
}

func sensitiveHeader(name string) bool {
	name = strings.ToLower(name)
	for _, part := range []string{"auth", "cookie", "key", "token", "secret", "password", "x-user"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
