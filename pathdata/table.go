// The table of a held value: where each value in it starts and ends and what
// stands above and behind it, in the order of the bytes, so that what is below a
// node is one stretch. It is made in one pass over bytes that the scanner has
// validated, to the depth that the evaluation looks at, and used again for the
// next value. Nothing here recurses.

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
	nodes  []node
	open   []uint32 // the arrays and objects around the current place
	text   []byte   // scratch for a name without its escapes
	levels int      // how deep the table goes; deeper values have no nodes
}

// build describes src, at most as deep as levels and with at most limit nodes. It
// says whether it got to the end.
func (t *table) build(src []byte, levels int, limit int64) bool {
	t.src, t.nodes, t.open, t.levels = src, t.nodes[:0], t.open[:0], levels
	limit = min(limit, math.MaxUint32)
	if guess := min(len(src)/32, int(limit)); levels == everyLevel && cap(t.nodes) < guess {
		t.nodes = make([]node, 0, guess) // growing from little would copy as much again
	}
	n := node{size: noName}
	for p := 0; ; {
		if int64(len(t.nodes)) >= limit {
			t.src = nil
			return false
		}
		n.start = uint32(p)
		inside := false
		if p, inside = t.add(n, p); !inside {
			if p = t.close(p); len(t.open) == 0 {
				return true
			}
		}
		n, p = t.enter(p)
	}
}

// add puts a node for the value at p into the table and moves behind the value,
// or inside if it has children that get nodes.
func (t *table) add(n node, p int) (int, bool) {
	id := uint32(len(t.nodes))
	if len(t.open) > 0 {
		n.up = t.open[len(t.open)-1]
	}
	c := t.src[p]
	if (c == '{' || c == '[') && len(t.open) < t.levels {
		t.nodes = append(t.nodes, n)
		t.open = append(t.open, id)
		p = skipSpace(t.src, p+1)
		return p, t.src[p] != c+2 // the closers are two behind the openers
	}
	p = skipValue(t.src, p)
	n.end, n.next = uint32(p), id+1
	t.nodes = append(t.nodes, n)
	return p, false
}

// close ends what ends at p, up to a comma, and moves behind that.
func (t *table) close(p int) int {
	for len(t.open) > 0 {
		p = skipSpace(t.src, p)
		if t.src[p] == ',' {
			return skipSpace(t.src, p+1)
		}
		p++
		id := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		t.nodes[id].end, t.nodes[id].next = uint32(p), uint32(len(t.nodes))
	}
	return p
}

// enter begins the next child of the innermost open node: its name or index, and
// where its value starts.
func (t *table) enter(p int) (n node, start int) {
	up := t.open[len(t.open)-1]
	if t.src[t.nodes[up].start] == '[' {
		n.size = noName
		if last := t.nodes[len(t.nodes)-1]; uint32(len(t.nodes)-1) != up {
			for last.up != up {
				last = t.nodes[last.up]
			}
			n.key = last.key + 1
		}
		return n, p
	}
	end := skipText(t.src, p)
	n.key, n.size = uint32(p+1), uint32(end-p-2)
	if bytes.IndexByte(t.src[p+1:end-1], '\\') >= 0 {
		n.size |= escapes
	}
	return n, skipSpace(t.src, skipSpace(t.src, end)+1)
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

// skipSpace moves over white space.
func skipSpace(src []byte, p int) int {
	for isSpace(src[p]) {
		p++
	}
	return p
}

// skipText moves over the string at p.
func skipText(src []byte, p int) int {
	for p++; ; p++ {
		p += bytes.IndexByte(src[p:], '"')
		back := p - 1
		for src[back] == '\\' {
			back--
		}
		if (p-back)%2 == 1 { // an even number of backslashes in front
			return p + 1
		}
	}
}

// skipValue moves over the value at p.
func skipValue(src []byte, p int) int {
	depth := 0
	for {
		switch src[p] {
		case '"':
			p = skipText(src, p)
		case '{', '[':
			depth++
			p++
		case '}', ']':
			depth--
			p++
		case ' ', '\t', '\n', '\r', ',', ':':
			p++
			continue
		default:
			for p < len(src) && scalarByte[src[p]] {
				p++
			}
		}
		if depth == 0 {
			return p
		}
	}
}

// scalarByte holds the bytes of numbers and of true, false and null.
var scalarByte = func() (t [256]bool) {
	for _, c := range []byte("+-.0123456789Eaeflnrstu") {
		t[c] = true
	}
	return t
}()
