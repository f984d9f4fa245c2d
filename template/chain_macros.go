// Macros of chained templates: parent and child read their texts each by its own
// settings, and so does what the parent asks already. Braces of a template that
// is no definition are braces.

package template

import (
	"errors"
	"maps"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// macros gives t, made of parent and child, what they know of their texts.
func (c *chaining) macros(t, parent, child *Template, ask *proofpoint.Operation) error {
	asks := map[*proofpoint.Operation]*expanded{}
	if e := child.expanded[ask]; e != nil {
		asks[ask] = e
	} else if e, problems := (Macros{}).operation(ask, nil); e != nil || len(problems) > 0 {
		asks[ask] = plain(ask, nil)
	}
	t.macros, t.defined = parent.macros, parent.defined
	t.expanded = map[*proofpoint.Operation]*expanded{}
	for i, op := range parent.ops {
		e := parent.expanded[op]
		switch {
		case e != nil:
			e = c.grown(e, t.ops[i], asks)
		case len(asks) == 0:
			continue
		case parent.defined:
			e, _ = parent.macros.macros().operation(t.ops[i], asks)
		default:
			e = plain(t.ops[i], asks)
		}
		if e != nil {
			t.expanded[t.ops[i]] = e
		}
	}
	return errors.Join(c.problems...)
}

// grown reads again what e was, now op with the new requests in it.
func (c *chaining) grown(e *expanded, op *proofpoint.Operation, asks map[*proofpoint.Operation]*expanded) *expanded {
	own := maps.Clone(asks)
	for old, below := range e.x.asks {
		if now := c.copies[old]; now != nil {
			own[now] = c.grown(below, now, asks)
		} else {
			own[old] = below
		}
	}
	x := &expander{settings: e.x.settings, outer: e.x.outer, asks: own}
	out := x.expand(op)
	for _, p := range x.problems {
		c.refuse("%w", &p)
	}
	return out
}

// plain is an operation whose own texts hold no macros.
func plain(op *proofpoint.Operation, asks map[*proofpoint.Operation]*expanded) *expanded {
	return &expanded{op, &expander{settings: settings{zone: time.UTC}, asks: asks}}
}
