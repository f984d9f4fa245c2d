// Arrays and objects, and the words. It recurses, by as many levels as may be
// open at once; a position below 0 says that the bytes are no JSON, or nest
// deeper than that.

package pathdata

import "encoding/binary"

// wrong is the position of whatever cannot be read.
const wrong = -1

// none stands for [] in all values: nothing can be put into it.
var none any = []any{}

// space gives the position of the first byte from p on that is no white space.
func (d *decoding) space(p int) int {
	b := d.buf
	for {
		switch b[p] {
		case ' ', '\n', '\t', '\r':
			p++
		default:
			return p
		}
	}
}

// value decodes the value at p and gives the position behind it; depth arrays
// and objects are open around it.
func (d *decoding) value(p int, at *place, depth int) (any, int) {
	c := d.buf[p]
	if c <= ' ' {
		p = d.space(p)
		c = d.buf[p]
	}
	switch c {
	case '"':
		return d.text(p+1, at)
	case '{':
		return d.object(p, at, depth+1)
	case '[':
		return d.array(p, at, depth+1)
	case 't':
		if binary.LittleEndian.Uint32(d.buf[p:]) == wordTrue {
			return true, p + 4
		}
	case 'f':
		if binary.LittleEndian.Uint32(d.buf[p+1:]) == wordAlse {
			return false, p + 5
		}
	case 'n':
		if binary.LittleEndian.Uint32(d.buf[p:]) == wordNull {
			return nil, p + 4
		}
	default:
		return d.number(p)
	}
	return nil, wrong
}

// object decodes the object at p, which is the depth-th that is open.
func (d *decoding) object(p int, at *place, depth int) (any, int) {
	if depth > d.deepest {
		return nil, wrong
	}
	start, b := p, d.buf
	p++
	if b[p] <= ' ' {
		p = d.space(p)
	}
	if b[p] == '}' {
		if at != nil {
			at.size = 0
		}
		return d.closed(map[string]any{}, start, p+1, 0, depth)
	}
	m := make(map[string]any, at.sizeHint(d.n-p))
	n, next := 0, 0
	for {
		if b[p] != '"' {
			return nil, wrong
		}
		p++
		quote := p - 1
		var name string
		var below *place
		if mb := at.expected(next); mb != nil && p+len(mb.quoted) <= d.n && string(b[p:p+len(mb.quoted)]) == mb.quoted {
			p += len(mb.quoted)
			name, below = mb.name, mb.at
			next++
		} else if name, below, next, p = d.name(p, at, next); p < 0 {
			return nil, wrong
		}
		if d.careful {
			d.twice(m, name, quote)
		}
		var v any
		if b[p] == '"' {
			v, p = d.text(p+1, below)
		} else {
			v, p = d.value(p, below, depth)
		}
		if p < 0 {
			return nil, wrong
		}
		m[name] = v
		n++
		if b[p] <= ' ' {
			p = d.space(p)
		}
		switch b[p] {
		case ',':
			p++
			if b[p] <= ' ' {
				p = d.space(p)
			}
			continue
		case '}':
			if at != nil {
				at.size = n
			}
			return d.closed(m, start, p+1, n, depth)
		}
		return nil, wrong
	}
}

// closed ends an object of n members.
func (d *decoding) closed(m map[string]any, start, end, n, depth int) (any, int) {
	if len(m) != n {
		d.flawed = true
	}
	if d.tree != nil {
		d.tree.note(m, start, end, n, depth)
	}
	return m, end
}

// twice notes a name that the object has already.
func (d *decoding) twice(m map[string]any, name string, p int) {
	if _, ok := m[name]; ok {
		d.note(p, duplicate(name, ""))
	}
}

// array decodes the array at p, which is the depth-th that is open.
func (d *decoding) array(p int, at *place, depth int) (any, int) {
	if depth > d.deepest {
		return nil, wrong
	}
	start, b := p, d.buf
	p++
	if b[p] <= ' ' {
		p = d.space(p)
	}
	if b[p] == ']' {
		return none, p + 1
	}
	base := len(d.stack)
	below := d.elements(at)
	for {
		var v any
		if v, p = d.value(p, below, depth); p < 0 {
			return nil, wrong
		}
		d.stack = append(d.stack, v)
		if b[p] <= ' ' {
			p = d.space(p)
		}
		if b[p] == ',' {
			p++
			continue
		}
		if b[p] != ']' {
			return nil, wrong
		}
		break
	}
	a := make([]any, len(d.stack)-base)
	copy(a, d.stack[base:])
	clear(d.stack[base:])
	d.stack = d.stack[:base]
	if d.tree != nil {
		d.tree.note(a, start, p+1, len(a), depth)
	}
	return a, p + 1
}
