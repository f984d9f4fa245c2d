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
	blocks [][]node // full ones but for the last, see put
	size   uint32   // how many nodes are in them
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
	t.size, t.open, t.levels, t.start, t.full = 0, t.open[:0], levels, s.base+int64(p), false
	limit = min(limit, math.MaxUint32)
	depth := s.depth
	for n := (node{size: noName}); int64(t.size) < limit; {
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

// blockSize is how many nodes are in one block, 1.5 MiB of them.
const blockSize = 1 << 16

// put adds a node. Room comes in blocks, because there may be millions of nodes:
// moving them all would take longer than anybody may wait for the end.
func (t *table) put(n node) {
	i, at := int(t.size/blockSize), int(t.size%blockSize)
	switch {
	case i == len(t.blocks):
		t.blocks = append(t.blocks, make([]node, 0, min(i, 1)*blockSize)) // the first one grows
		fallthrough
	case at == len(t.blocks[i]):
		t.blocks[i] = append(t.blocks[i], n)
	default:
		t.blocks[i][at] = n // of an earlier value
	}
	t.size++
}

// node gives a node of the table.
func (t *table) node(id uint32) *node { return &t.blocks[id/blockSize][id%blockSize] }

// at gives the offset in the value of the place p in the buffer.
func (t *table) at(s *scanner, p int) uint32 { return uint32(s.base + int64(p) - t.start) }

// add puts a node for the value at p into the table and moves behind the value,
// or inside if it has children that get nodes.
func (t *table) add(s *scanner, p int, n node) (end int, inside, ok bool) {
	c := s.buf[p]
	if c <= ' ' {
		p, c = s.space(p)
	}
	id := t.size
	n.start, n.next = t.at(s, p), id+1
	if len(t.open) > 0 {
		n.up = t.open[len(t.open)-1].id
	}
	if c != '{' && c != '[' || len(t.open) >= t.levels {
		if p, ok = s.value(p); ok {
			n.end = t.at(s, p)
			t.put(n)
		}
		return p, false, ok
	}
	if s.depth+1 >= len(s.stack) {
		return p, false, s.tooDeep(p)
	}
	s.depth++
	t.put(n)
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
		n := t.node(last.id)
		n.end, n.next = t.at(s, p), t.size
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
	n := t.node(id)
	return t.src[n.start:n.end:n.end]
}

// kind gives the first byte of a node's value.
func (t *table) kind(id uint32) byte { return t.src[t.node(id).start] }

// index gives the index of an element, -1 for a member or the root.
func (t *table) index(id uint32) int {
	if n := t.node(id); id > 0 && n.size == noName {
		return int(n.key)
	}
	return -1
}
