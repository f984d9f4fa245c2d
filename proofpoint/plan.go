// Plan: which requests a query would make, without making one. It drives the
// pager as the loop does, with answers that say nothing.

package proofpoint

import (
	"fmt"
	"iter"
	"time"
)

// Planned is one request that would be made.
type Planned struct {
	Method string
	// URL is unsigned, with its query.
	URL  string
	Body []byte
	Pool Pool
	// After says what the request depends on, "" if it is made in any case:
	// "each full page", "each record of tap.siem.all".
	After string
}

// String is one line for people.
func (p Planned) String() string {
	s := p.Method + " " + p.URL
	if len(p.Body) > 0 {
		s += fmt.Sprintf(" (%d bytes)", len(p.Body))
	}
	if p.After != "" {
		s += " for " + p.After
	}
	return s
}

// Plan yields the requests that r would make, in order, without making one.
// Pages whose number depends on the answers are one entry with After, and so
// are further requests. Values that would come from records stand as {name}.
// A query that cannot be planned yields its error, as Records would.
func (c *Client) Plan(r Request) iter.Seq2[Planned, error] {
	r = r.clone()
	return func(yield func(Planned, error) bool) {
		if r.Value == nil && !c.planPages(&r, yield) {
			return
		}
		for _, t := range r.Then {
			q := t.Ask.Proto.clone()
			p := Planned{Method: q.method(), Pool: q.Pool, Body: q.Body, After: "each record of " + r.name()}
			base, err := c.baseOf(&q, c.services[q.Service])
			if err != nil || base == nil {
				p.URL = q.Path
			} else {
				p.URL = base.String() + q.Path
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (c *Client) planPages(r *Request, yield func(Planned, error) bool) bool {
	pager := r.Pager
	if pager == nil {
		pager = single{}
	}
	pager, stop := open(pager)
	defer stop()
	now := c.clock.Now()
	at, err := pager.Start(now)
	for more := err != errNoCall; more; {
		if err != nil && !isGap(err) {
			yield(Planned{}, err)
			return false
		}
		q := r.clone()
		if err = pager.Apply(&q, at); err != nil {
			yield(Planned{}, err)
			return false
		}
		t, bad := c.resolve(&q)
		if bad != nil {
			yield(Planned{}, bad)
			return false
		}
		p := Planned{Method: q.method(), URL: q.hideURL(t.url.String()), Body: []byte(q.hide(string(q.Body))), Pool: q.Pool}
		if !yield(p, nil) {
			return false
		}
		if openEnded(pager) {
			p.After = "each full page"
			return yield(p, nil)
		}
		at, more, err = pager.Next(Page{At: at, Request: &q, Count: -1, Now: now})
	}
	return true
}

// openEnded reports whether the number of pages depends on the answers.
func openEnded(p Pager) bool {
	switch p := p.(type) {
	case nested:
		return openEnded(p.outer) || openEnded(p.inner)
	case single, Windows, Values, *drawn:
		return false
	}
	return true
}

// planned counts the windows of a query.
func planned(r *Request, now time.Time) int {
	w, ok := r.Pager.(Windows)
	if !ok {
		return 1
	}
	n := 0
	at, err := w.Start(now)
	for more := err == nil; more && n < 1000; n++ {
		at, more, _ = w.Next(Page{At: at, Now: now})
	}
	return n
}
