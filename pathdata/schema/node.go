// What is known of one place in the records. Every part of it is a sum, a set,
// or a flag that only rises, and the rules that put names together depend on
// nothing else; so the order of records, and where a stream is cut into parts
// that are merged later, make no difference. merge.go relies on this, and the
// tests hold both to it.

package schema

import "slices"

// kind is a type of JSON values, integers apart from other numbers.
type kind uint8

// In the order in which they are written.
const (
	kindArray kind = iota
	kindBoolean
	kindInteger
	kindNull
	kindNumber
	kindObject
	kindString
	kinds
)

var kindNames = [kinds]string{"array", "boolean", "integer", "null", "number", "object", "string"}

// naming says what the member names of an object are.
type naming uint8

const (
	namesFields naming = iota // each is a field, but for those that dataName knows
	namesSparse               // a field if it was never missing, else data
	namesData                 // all are data
)

// node is what is known of the values at one place.
type node struct {
	seen   int64 // values here; of a member: objects that had it
	counts [kinds]int64

	format format
	values []string // distinct strings, sorted, unless open
	open   bool     // too many strings, or not the kind to write down

	items *node // what is known of all elements of arrays

	props    map[string]*node // fields of objects
	rest     *node            // what is known of all values under names that are data
	names    naming
	required int // how many of props were never missing

	cut bool // something here went beyond a bound

	// An Inferrer's business:
	mark   uint64  // the last object that had this member
	hidden secrecy // by the name of what is here
}

func sum(a, b int64) int64 { return min(a+b, MaxCount) }

// optional reports whether the member c of n was missing in some object.
func (n *node) optional(c *node) bool { return c.seen < n.counts[kindObject] }

// decided reports whether no further string can teach anything.
func (n *node) decided() bool { return n.open && n.format == formatPlain }

// text learns from one string, of a secret only its format.
func (n *node) text(s []byte, secret bool) {
	if secret {
		n.format = n.format.join(detect(s))
		n.opened()
		return
	}
	i := 0
	for i < len(n.values) && n.values[i] < string(s) {
		i++
	}
	if i < len(n.values) && n.values[i] == string(s) {
		return // it was looked at when it came first
	}
	f := detect(s)
	n.format = n.format.join(f)
	switch {
	case n.open:
	case f != formatPlain || !listed(s) || len(n.values) == MaxValues:
		n.opened()
	default:
		n.values = slices.Insert(n.values, i, string(s))
	}
}

func (n *node) opened() { n.open, n.values = true, nil }

// enum gives the values of the enumeration, nil if there is none: there are few
// strings, seen often, and nothing else but nulls.
func (n *node) enum() []string {
	strings := n.counts[kindString]
	if n.open || strings == 0 || strings < EnumSupport*int64(len(n.values)) {
		return nil
	}
	for k, count := range n.counts {
		if count > 0 && kind(k) != kindString && kind(k) != kindNull {
			return nil
		}
	}
	return n.values
}

// alike reports whether two nodes have a type in common, null aside, integers
// and other numbers being one type here.
func alike(a, b *node) bool {
	number := func(n *node) bool { return n.counts[kindInteger]+n.counts[kindNumber] > 0 }
	for k := range kinds {
		if k != kindNull && a.counts[k] > 0 && b.counts[k] > 0 {
			return true
		}
	}
	return number(a) && number(b)
}

// settle applies the rules about names after the fields of n have changed.
func (n *node) settle() {
	if n.names == namesFields && len(n.props)-n.required > MaxOptional {
		n.names = namesSparse
	}
	if n.names == namesFields || n.names == namesSparse && len(n.props) == n.required {
		return
	}
	for name, c := range n.props {
		if n.names == namesData || n.names == namesSparse && n.optional(c) {
			n.rest = combine(n.rest, c)
			delete(n.props, name)
		}
	}
	n.required = min(n.required, len(n.props))
}

// recount finds out how many fields of n were never missing.
func (n *node) recount() {
	n.required = 0
	for _, c := range n.props {
		if !n.optional(c) {
			n.required++
		}
	}
}

// children calls f for every node right below n.
func (n *node) children(f func(*node)) {
	for _, c := range n.props {
		f(c)
	}
	if n.rest != nil {
		f(n.rest)
	}
	if n.items != nil {
		f(n.items)
	}
}

// size counts n and all nodes below it.
func (n *node) size() int {
	if n == nil {
		return 0
	}
	total := 1
	n.children(func(c *node) { total += c.size() })
	return total
}

// prune forgets what is more than depth levels below n.
func (n *node) prune(depth int) {
	if depth > 0 {
		n.children(func(c *node) { c.prune(depth - 1) })
		return
	}
	if n.items != nil || n.rest != nil || len(n.props) > 0 {
		n.cut = true
	}
	n.items, n.rest, n.props, n.names, n.required = nil, nil, nil, namesFields, 0
}

// truncated reports whether n or something below it went beyond a bound.
func (n *node) truncated() bool {
	if n == nil {
		return false
	}
	found := n.cut
	n.children(func(c *node) { found = found || c.truncated() })
	return found
}
