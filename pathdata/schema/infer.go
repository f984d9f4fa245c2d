// Learning from records, one after the other. The record is on a tape by then;
// here each value of it is counted at its node.

package schema

import "fmt"

// An Inferrer learns the shape of a stream of records. The zero value has seen
// none. Its memory is bounded by the constants of this package and by the
// largest record, never by how many there were; it is not safe for concurrent
// use. Streams that arrive in parallel have an Inferrer each, and [Merge]
// gives what one would have learnt from all.
type Inferrer struct {
	tape       tape
	root       *node
	nodes      int     // at most, since names that become data take some away
	depth      int     // of the value that is counted
	secret     secrecy // of it, by the names above
	levels     int     // given up, of MaxDepth
	duplicates int64
	objects    uint64 // seen so far, to mark members
}

// Add learns from one record, which is not kept. White space around it is
// fine. A record that is not JSON teaches nothing and gives an error with
// [ErrNotJSON] inside; the Inferrer stays as it was. A record over MaxRecord is
// [ErrTooLarge]. Bytes that are not UTF-8 are read as U+FFFD; of a name that
// occurs twice in an object the last member counts, and the others are counted
// as duplicates.
func (i *Inferrer) Add(record []byte) error {
	defer i.tape.release()
	if err := i.tape.read(record, MaxDepth-i.levels); err != nil {
		return fmt.Errorf("schema: add: %w", err)
	}
	if i.root == nil {
		i.root = new(node)
	}
	i.root.seen = sum(i.root.seen, 1)
	i.value(i.root, &i.tape.entries[0])
	if i.nodes > MaxFields {
		i.shrink()
	}
	return nil
}

func (i *Inferrer) shrink() {
	i.levels = i.root.shrink(i.levels)
	i.nodes = i.root.size() - 1
}

// Schema gives what was learnt so far. It is a copy: the Inferrer may go on.
func (i *Inferrer) Schema() Schema {
	return Schema{root: i.root.clone(), levels: i.levels, duplicates: i.duplicates}
}

// field makes a node below n, or none if n is too deep for that. Within one
// record there may be twice MaxFields, so that a large one is bounded too, and
// the deepest levels are not given up over and over.
func (i *Inferrer) field(n *node) *node {
	if i.nodes >= 2*MaxFields {
		i.shrink()
	}
	if i.deepest() {
		n.cut = true
		return nil
	}
	i.nodes++
	return new(node)
}

// deepest reports whether the node at hand may have nothing below it. That can
// change while its members are counted.
func (i *Inferrer) deepest() bool { return i.depth >= MaxDepth-i.levels }

func (i *Inferrer) value(n *node, e *entry) {
	n.counts[e.kind] = sum(n.counts[e.kind], 1)
	n.cut = n.cut || !e.whole
	switch {
	case e.last != none && i.deepest(): // which it was not when the record was read
		n.cut = true
	case e.kind == kindString:
		if !n.decided() {
			s := i.tape.textOf(e)
			n.text(s, i.secret.hides(s))
		}
	case e.kind == kindArray:
		i.array(n, e)
	case e.kind == kindObject:
		i.object(n, e)
	}
}

// below counts a value one level deeper, of which its name says how secret it
// and all below it is.
func (i *Inferrer) below(n *node, e *entry, own secrecy) {
	secret := i.secret
	i.secret = secret.with(own)
	i.depth++
	i.value(n, e)
	i.depth--
	i.secret = secret
}

func (i *Inferrer) array(n *node, e *entry) {
	if e.last == none {
		return
	}
	if n.items == nil {
		if n.items = i.field(n); n.items == nil {
			return
		}
	}
	items := n.items // n may lose it on the way
	for at := e.last; at != none; at = i.tape.entries[at].prev {
		items.seen = sum(items.seen, 1)
		i.below(items, &i.tape.entries[at], secretNone)
	}
}

// object counts an object that n.counts already knows of. Only members that are
// fields have a node to mark; the others are put aside, and sorted to find
// those that occur twice.
func (i *Inferrer) object(n *node, e *entry) {
	if i.secret == secretAll || i.wide(e) { // the names in a secret may be the secret
		n.names = namesData
		n.settle()
	}
	i.objects++
	object, before := i.objects, n.counts[kindObject]-1
	aside := len(i.tape.misfits)
	required := 0
	label := i.tape.labelled(e)
	for at := e.last; at != none; at = i.tape.entries[at].prev {
		m := &i.tape.entries[at]
		c := i.member(n, m, before)
		switch {
		case c == nil:
			i.tape.misfits = append(i.tape.misfits, at)
			continue
		case c.mark == object:
			i.duplicates = sum(i.duplicates, 1)
			continue
		case c.seen == before:
			required++
		}
		c.mark, c.seen = object, sum(c.seen, 1)
		i.below(c, m, i.own(m, c.hidden, label))
	}
	n.required = min(required, len(n.props)) // all may have been given up meanwhile
	i.misfits(n, aside, label)
	n.settle()
}

// own gives the secrecy of a member by its name, which has hidden, and by what
// stands beside it, label.
func (i *Inferrer) own(m *entry, hidden, label secrecy) secrecy {
	if label > hidden && oneOf(valueNames, i.tape.nameOf(m)) {
		return label
	}
	return hidden
}

// member gives the field of n that m belongs to, nil if its name is data.
func (i *Inferrer) member(n *node, m *entry, before int64) *node {
	name := i.tape.nameOf(m)
	if c := n.props[string(name)]; c != nil {
		return c
	}
	if n.names == namesData || n.names == namesSparse && before > 0 || !fieldName(name) {
		return nil
	}
	c := i.field(n)
	if c == nil {
		return nil
	}
	if n.props == nil {
		n.props = make(map[string]*node)
	}
	c.hidden = secretName(name)
	n.props[string(name)] = c
	return c
}

// fieldName reports whether a name may be that of a field.
func fieldName(name []byte) bool { return len(name) <= MaxName && !dataName(name) }

// misfits counts the members that were put aside, from place aside on.
func (i *Inferrer) misfits(n *node, aside int, label secrecy) {
	list := i.tape.misfits[aside:]
	if len(list) == 0 {
		return
	}
	kept := i.tape.unique(list)
	i.duplicates = sum(i.duplicates, int64(len(list)-len(kept)))
	for _, at := range kept {
		m := &i.tape.entries[at]
		n.cut = n.cut || len(i.tape.nameOf(m)) > MaxName
		if n.rest == nil {
			if n.rest = i.field(n); n.rest == nil {
				break
			}
		}
		n.rest.seen = sum(n.rest.seen, 1)
		i.below(n.rest, m, i.own(m, secretName(i.tape.nameOf(m)), label))
	}
	i.tape.misfits = i.tape.misfits[:aside]
}

// wide reports whether an object has more names that could be fields than an
// object of fields has.
func (i *Inferrer) wide(e *entry) bool {
	if e.children <= MaxMembers {
		return false
	}
	names := 0
	for _, at := range i.tape.unique(i.tape.members(e, nil)) {
		if fieldName(i.tape.nameOf(&i.tape.entries[at])) {
			names++
		}
	}
	return names > MaxMembers
}
