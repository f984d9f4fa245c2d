// Probe: the Test button. One page, a bounded sample of it, and what the
// answer suggests. It uses the same exchange, the same readers of bodies and
// the same selector as the loop; it only stops early. What the sample shows is
// worked out in probe_sample.go.

package proofpoint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// The bounds of a probe.
const (
	probeBytes   = 1 << 20 // of the inflated body
	probeRecords = 3
	probeMost    = 16     // requests, further ones of a chain included
	probePlan    = 10_000 // requests that are planned to add up the whole query
)

// Probe is what one test request showed. Credentials and secret parameters are
// hidden in all of it, also where the answer repeats them.
type Probe struct {
	// Operation is the request's name.
	Operation string
	// Status is the answer's; 0 where a Value stands for an answer.
	Status int
	// Sent and Received are the headers, with those that carry credentials or
	// cookies redacted. Sent has what the authenticator added.
	Sent, Received http.Header
	// Took is how long it was until the sample was read, by the client's clock,
	// with retries and waits; Answered until the headers came; Connected is what
	// the last attempt waited for its connection, TLS included: 0 where one was
	// there already, or where the transport does not tell.
	Took, Answered, Connected time.Duration
	// Bytes is the size of the sample, at most 1 MiB; Cut says that the answer
	// goes on behind it.
	Bytes int64
	Cut   bool
	// Cost is what the probe drew from which quota, retries and Then included;
	// Query is what the whole query would draw, retries not included.
	Cost, Query []Draw
	// Records are the first records that the request's selector finds, at most 3.
	Records []Record
	// Schema is the shape of all records in the sample; as text it holds values
	// out of them (see [schema.Schema.MarshalJSON]).
	Schema schema.Schema
	// Format is what the request's Format must be for the answer to be read, as a
	// warning says too; "" where it is right.
	Format Format
	// Suggestions are paths to data, the likeliest first, each with the number
	// of its records in the sample and one of them.
	Suggestions []pathdata.Suggestion
	// Warnings say what a person should know before saving the request: an
	// answer that is empty or no JSON, a path that finds nothing or leaves
	// something behind, a query that takes many requests.
	Warnings []string
	// Err is the warning because of which a run would fail at this page: an answer
	// that is no JSON, a path that leads nowhere, a body that broke off. It is nil
	// where nothing is known to stand in the way; that there is no record is no error.
	Err error
	// Then are the probes of the further requests, in the order of
	// Request.Then: each of the first child of the first record that has one.
	Then []ProbedThen
}

// ProbedThen is what came of testing one further request.
type ProbedThen struct {
	// Operation is the name of what is asked.
	Operation string
	// Probe is nil if Err says why there is none.
	Probe *Probe
	Err   error
}

// Probe asks for r's first page and reads at most 1 MiB of it; of a chain it
// asks one child for each [Then], 16 requests in all at most. It counts against
// the quota like any request. Nothing is kept. An answer that is no success is
// an *APIError; one that is no JSON, or a path that finds nothing, is a warning,
// because that is what a probe is for. A request that changes something (neither
// GET nor Repeatable) is a *ParamError: it cannot be tried out.
func (c *Client) Probe(ctx context.Context, r Request, opts ...CallOption) (*Probe, error) {
	left := probeMost
	r = r.clone()
	if err := checkChain(&r); err != nil {
		return nil, err
	}
	s, err := c.probe(ctx, &r, newCall(opts).alone(), &left)
	if err != nil {
		return nil, err
	}
	s.wholeQuery()
	return s.p, nil
}

// probe tries r and its further requests, as long as requests are left.
func (c *Client) probe(ctx context.Context, r *Request, o *call, left *int) (*sample, error) {
	p := &Probe{Operation: r.name()}
	s := &sample{p: p, c: c, r: r, o: o, next: make([]*child, len(r.Then)), bad: make([]error, len(r.Then))}
	if !r.repeatable() {
		return s, &ParamError{Param: "method", Value: r.method(), Reason: "changes something, and cannot be tried out", Accepts: "GET, or a request that is Repeatable"}
	}
	*left--
	if r.Value != nil {
		used := new(signed)
		used.also(r.secrets)
		s.take(Record{Path: pathdata.Path{Index: -1}, Raw: r.Value}, nil)
		shown := &p.Records[0]
		shown.Raw = used.hidden(r.Value)
		for _, q := range s.next {
			if q != nil {
				q.at.parent = shown // what is asked of it is built already
			}
		}
	} else if err := c.probePage(ctx, r, o, s); err != nil {
		return s, err
	}
	return s, c.probeThen(ctx, r, o, left, s)
}

// probePage makes the request for the first page and looks at the answer.
func (c *Client) probePage(ctx context.Context, r *Request, o *call, s *sample) error {
	began := c.clock.Now()
	pager, stop := open(pagerOf(r))
	defer stop()
	at, err := pager.Start(began)
	switch {
	case err == errNoCall:
		s.warn("there is no value to ask for: nothing was asked")
		s.none = true
		return nil
	case err != nil && !isGap(err):
		return err
	}
	q := r.clone()
	if err := pager.Apply(&q, at); err != nil {
		return err
	}
	s.pager, s.page = pager, Page{At: at, Request: &q}
	x, resp, err := s.ask(ctx, o, began)
	if err != nil {
		return err
	}
	b := c.openBody(&q, resp)
	defer func() { _ = b.Close() }()
	text, err := io.ReadAll(io.LimitReader(b.source, probeBytes+1))
	if s.p.Took = c.clock.Now().Sub(began); ctx.Err() != nil {
		return c.ended(ctx, &q)
	}
	if err != nil && len(text) == 0 && !errors.Is(err, errHTML) {
		return (&walk{c: c, ctx: ctx, r: &q}).bodyError(&s.page, b, err)
	}
	s.p.Bytes, s.p.Cut = int64(min(len(text), probeBytes)), len(text) > probeBytes
	if s.look(ctx, b.limits, text[:s.p.Bytes], err) {
		return c.apiError(&q, x, resp, text[:min(len(text), maxErrorBody)])
	}
	s.p.Schema = s.shape.Schema()
	return nil
}

// ask makes the request, and notes what was sent, what came back but for the
// body, and what it cost.
func (s *sample) ask(ctx context.Context, o *call, began time.Time) (*sent, *http.Response, error) {
	c, p, q := s.c, s.p, s.page.Request
	var wait atomic.Int64
	var added http.Header
	once := *o
	once.signed = func(after, before *http.Request) { added = addedHeader(after.Header, before.Header) }
	budget := transport.NewBudget((&walk{c: c, o: o}).policy(), began)
	resp, x, err := c.exchange(c.traced(ctx, &wait), q, &once, budget)
	if n := budget.Attempts(); n > 0 {
		draw := Draw{Pool: q.Pool, Requests: n}
		if x.sign {
			draw.Credential = x.service.auth.Fingerprint()
		}
		p.Cost = addDraw(p.Cost, draw)
	}
	if err != nil {
		return nil, nil, err
	}
	now := c.clock.Now()
	p.Status, p.Answered, p.Connected = resp.StatusCode, now.Sub(began), time.Duration(wait.Load())
	p.Received = x.used.header(resp.Header)
	if plain, err := c.httpRequest(ctx, q, x.target); err == nil {
		for _, values := range plain.Header {
			for i, v := range values {
				values[i] = q.hide(v) // what a secret parameter wrote is known, however short
			}
		}
		p.Sent = x.used.header(plain.Header)
		maps.Copy(p.Sent, added)
	}
	s.page.Status, s.page.Header, s.page.Now, s.page.asked, s.page.used = resp.StatusCode, resp.Header, serverTime(resp, now), x.url.String(), &x.used
	return x, resp, nil
}

// traced tells in wait how long the last attempt waited for its connection.
func (c *Client) traced(ctx context.Context, wait *atomic.Int64) context.Context {
	var began atomic.Int64
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { began.Store(c.clock.Now().UnixNano()) },
		GotConn: func(httptrace.GotConnInfo) { wait.Store(c.clock.Now().UnixNano() - began.Load()) },
	})
}

// probeThen tries the first child of each further request. That a child fails
// says something about that child; only of a value without any answer nothing
// is left.
func (c *Client) probeThen(ctx context.Context, r *Request, o *call, left *int, s *sample) error {
	failed := 0
	for i, t := range r.Then {
		then := ProbedThen{Operation: t.Ask.Name, Err: s.bad[i]}
		switch {
		case s.next[i] != nil && *left <= 0:
			then.Err = fmt.Errorf("not tried: a probe makes at most %d requests", probeMost)
		case s.next[i] != nil:
			tried, err := c.probe(ctx, &s.next[i].r, o.child(s.next[i].at), left)
			for _, d := range tried.p.Cost {
				s.p.Cost = addDraw(s.p.Cost, d)
			}
			if then.Err = err; err == nil {
				then.Probe = tried.p
			}
		case then.Err == nil:
			then.Err = errors.New("not tried: no record of the sample asks for it")
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if then.Probe == nil {
			failed++
		}
		if then.Err != nil && r.Value != nil && (ends(then.Err) || failed == len(r.Then)) {
			return then.Err
		}
		s.p.Then = append(s.p.Then, then)
	}
	return nil
}
