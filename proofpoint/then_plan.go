// The children in a plan: how many there will be is known only where the parent
// is.

package proofpoint

import "iter"

// planChildren yields the further requests of r, level by level.
func (c *Client) planChildren(r *Request) iter.Seq[Planned] {
	return func(yield func(Planned) bool) { c.planThen(r, yield) }
}

func (c *Client) planThen(r *Request, yield func(Planned) bool) bool {
	for _, t := range r.Then {
		q := t.Ask.Proto.clone()
		if q.Name == "" {
			q.Name = t.Ask.Name
		}
		if q.Service == r.Service {
			q.Base = orElse(q.Base, r.Base)
		}
		p := Planned{Method: q.method(), URL: q.Path, Pool: q.Pool, Body: q.Body, After: "each record of " + r.name(), Least: c.leastChildren(r, t)}
		if base, err := c.baseOf(&q, c.services[q.Service]); err == nil && base != nil {
			p.URL = base.String() + q.Path
		}
		if !yield(p) || !c.planThen(&q, yield) {
			return false
		}
	}
	return true
}

// leastChildren is how many children there will be at least: those of a value,
// which is known, and none of a record that may not come.
func (c *Client) leastChildren(r *Request, t Then) (n int) {
	if r.Value == nil {
		return 0
	}
	w := walk{c: c, r: r}
	for _, err := range w.children(t, Record{Raw: r.Value}) {
		if err == nil {
			n++
		}
	}
	return n
}
