// The table of a held value: where each value in it starts and ends and what
// stands above and behind it, in the order of the bytes, so that what is below a
// node is one stretch. It is made while the scanner validates the value, to the
// depth that the evaluation looks at; what is deeper is left to the scanner, and
// never looked at here. It is used again for the next value. Nothing here
// recurses.

package pathdata

import (
	"bytes"
	"math"
	"slices"
)

// node is one value of the table. Offsets are in the bytes of the held value.
type node struct {
	start, end uint32 // of the value
	up         uint32 // its parent; itself at the root
	next       uint32 // the node behind the last one below it
	key        uint32 // offset of the member name behind its quote, or the index
	size       uint32 // of the member name, with noName or escapes
}

const (
	noName  = 1 << 31 // an element, or the root
	escapes = 1 << 30 // the name has escapes
	sizes   = escapes - 1
)

// maxHeld is the longest value that a table can describe: with a name of this
// length its flags still fit.
const maxHeld = sizes

type table struct {
	src    []byte
	nodes  []node
	open   []parent // the arrays and objects around the current place
	text   []byte   // scratch for a name without its escapes
	levels int      // how deep the table goes; deeper values have no nodes
	start  int64    // of the value, in the body
	full   bool     // the value has too many nodes: there is no table
}

// parent is an array or object whose end is ahead.
type parent struct {
	id    uint32
	count uint32 // its elements so far
	close byte
}

// read validates the value at p as the scanner does, and describes it on the
// way: at most as deep as levels and with at most limit nodes. The value has to
// be held. It gives where it ends.
func (t *table) read(s *scanner, p, levels int, limit int64) (end int, ok bool) {
	t.nodes, t.open, t.levels, t.start, t.full = t.nodes[:0], t.open[:0], levels, s.base+int64(p), false
	limit = min(limit, math.MaxUint32)
	depth := s.depth
	for n := (node{size: noName}); int64(len(t.nodes)) < limit; {
		if len(t.nodes) == cap(t.nodes) {
			t.nodes = slices.Grow(t.nodes, max(len(t.nodes), 16)) // as the buffer grows
		}
		inside := false
		if p, inside, ok = t.add(s, p, n); !ok {
			return p, false
		}
		if !inside {
			if p, ok = t.close(s, p); !ok {
				return p, false
			}
			if len(t.open) == 0 {
				t.src = s.buf[t.start-s.base : p]
				return p, true
			}
		}
		if n, p, ok = t.enter(s, p); !ok {
			return p, false
		}
	}
	t.full, s.depth = true, depth
	return s.value(int(t.start - s.base))
}

// at gives the offset in the value of the place p in the buffer.
func (t *table) at(s *scanner, p int) uint32 { return uint32(s.base + int64(p) - t.start) }

// add puts a node for the value at p into the table and moves behind the value,
// or inside if it has children that get nodes.
func (t *table) add(s *scanner, p int, n node) (end int, inside, ok bool) {
	c := s.buf[p]
	if c <= ' ' {
		p, c = s.space(p)
	}
	id := uint32(len(t.nodes))
	n.start, n.next = t.at(s, p), id+1
	if len(t.open) > 0 {
		n.up = t.open[len(t.open)-1].id
	}
	if c != '{' && c != '[' || len(t.open) >= t.levels {
		if p, ok = s.value(p); ok {
			n.end = t.at(s, p)
			t.nodes = append(t.nodes, n)
		}
		return p, false, ok
	}
	if s.depth+1 >= len(s.stack) {
		return p, false, s.tooDeep(p)
	}
	s.depth++
	t.nodes = append(t.nodes, n)
	t.open = append(t.open, parent{id: id, close: c + 2}) // the closers are two behind the openers
	p, first := s.space(p + 1)
	if c == '{' && first != '"' && first != '}' {
		return p, false, s.unexpected(p, "a member name or \"}\"")
	}
	return p, first != c+2, true
}

// close ends what ends at p, up to a comma, and moves behind that.
func (t *table) close(s *scanner, p int) (end int, ok bool) {
	for len(t.open) > 0 {
		c := s.buf[p]
		if c <= ' ' {
			p, c = s.space(p)
		}
		last := &t.open[len(t.open)-1]
		if c == ',' {
			return p + 1, true
		}
		if c != last.close {
			return p, s.unexpected(p, "\",\" or \""+string(last.close)+"\"")
		}
		p++
		s.depth--
		t.nodes[last.id].end, t.nodes[last.id].next = t.at(s, p), uint32(len(t.nodes))
		t.open = t.open[:len(t.open)-1]
	}
	return p, true
}

// enter begins the next child of the innermost open node: its name or index, and
// where its value starts, or white space before it.
func (t *table) enter(s *scanner, p int) (n node, start int, ok bool) {
	up := &t.open[len(t.open)-1]
	if up.close == ']' {
		n.key, n.size = up.count, noName
		up.count++
		return n, p, true
	}
	c := s.buf[p]
	if c <= ' ' {
		p, c = s.space(p)
	}
	if c != '"' {
		return n, p, s.unexpected(p, "a member name")
	}
	n.key = t.at(s, p+1)
	if p, ok = s.value(p); !ok {
		return n, p, false
	}
	n.size = t.at(s, p-1) - n.key
	if bytes.IndexByte(s.buf[p-1-int(n.size):p-1], '\\') >= 0 {
		n.size |= escapes
	}
	if c = s.buf[p]; c <= ' ' {
		p, c = s.space(p)
	}
	if c != ':' {
		return n, p, s.unexpected(p, "\":\"")
	}
	return n, p + 1, true
}

// raw gives the bytes of a node.
func (t *table) raw(id uint32) []byte {
	n := &t.nodes[id]
	return t.src[n.start:n.end:n.end]
}

// kind gives the first byte of a node's value.
func (t *table) kind(id uint32) byte { return t.src[t.nodes[id].start] }

// index gives the index of an element, -1 for a member or the root.
func (t *table) index(id uint32) int {
	if n := &t.nodes[id]; id > 0 && n.size == noName {
		return int(n.key)
	}
	return -1
}

// name gives the member name of a node, without escapes. It is valid until the
// next call.
func (t *table) name(id uint32) []byte {
	n := &t.nodes[id]
	if n.size == noName {
		return nil
	}
	name := t.src[n.key : n.key+n.size&sizes]
	if n.size&escapes != 0 {
		t.text = unquote(t.text[:0], name)
		return t.text
	}
	return name
}
