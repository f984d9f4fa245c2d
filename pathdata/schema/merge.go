// Putting two nodes together. Neither is changed, and the result shares nothing
// with them, so that schemas can be values.

package schema

import (
	"maps"
	"slices"
)

// clone gives a copy of n that shares nothing with it.
func (n *node) clone() *node {
	if n == nil {
		return nil
	}
	c := *n
	c.values = slices.Clone(n.values)
	c.items, c.rest = n.items.clone(), n.rest.clone()
	c.props = maps.Clone(n.props)
	for name, p := range c.props {
		c.props[name] = p.clone()
	}
	return &c
}

// combine gives what is known of the values of a and b together. Either may be
// nil. Values below it may belong to a or b afterwards, which is why exported
// functions give it clones.
func combine(a, b *node) *node {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	n := &node{seen: sum(a.seen, b.seen), format: a.format.join(b.format), cut: a.cut || b.cut, hidden: max(a.hidden, b.hidden)}
	for k := range n.counts {
		n.counts[k] = sum(a.counts[k], b.counts[k])
	}
	n.combineValues(a, b)
	n.items, n.rest = combine(a.items, b.items), combine(a.rest, b.rest)
	n.names = max(a.names, b.names)
	n.combineProps(a, b)
	n.recount()
	n.settle()
	return n
}

func (n *node) combineValues(a, b *node) {
	n.open = a.open || b.open
	if n.open {
		return
	}
	n.values = append(slices.Clone(a.values), b.values...)
	slices.Sort(n.values)
	n.values = slices.Compact(n.values)
	if len(n.values) > MaxValues {
		n.opened()
	}
}

func (n *node) combineProps(a, b *node) {
	if len(a.props)+len(b.props) == 0 {
		return
	}
	n.props = make(map[string]*node, max(len(a.props), len(b.props)))
	for name, c := range a.props {
		n.props[name] = combine(c, b.props[name])
	}
	for name, c := range b.props {
		if a.props[name] == nil {
			n.props[name] = c
		}
	}
}

// shrink gives up the deepest levels of n until MaxFields holds; levels is how
// many are given up already. It gives how many are then. The root is no field.
func (n *node) shrink(levels int) int {
	for n.size()-1 > MaxFields {
		levels++
		n.prune(MaxDepth - levels)
	}
	return levels
}
