// What stood where in the values before: the members of an object in their
// order, and how many. A record is mostly like the one before it, and then a
// member name is one comparison, with neither a search for its end nor a copy.
// Guessing wrong costs time and nothing else.

package pathdata

import (
	"bytes"
	"slices"
)

const (
	maxKnown    = 1024 // members that are remembered, until all is learnt anew
	maxExpected = 128  // of one place
	maxName     = 64   // bytes of a name that is remembered
	maxHint     = 1024 // members that an object gets room for in advance
)

// place is one place in the values, by the names on the way to it; all elements
// of an array are one. A nil place remembers nothing.
type place struct {
	members []memberAt
	size    int    // members of the last object
	element *place // of the last array
	misses  uint8  // texts in a row that had not come before
	pass    uint8  // texts not to look for
}

// At a place where texts never repeat, such as hashes and identifiers, one in
// many is looked for.
const (
	patience = 12
	passed   = 50
)

// unlike says that a text is not worth looking for.
func (at *place) unlike() bool {
	if at == nil || at.pass == 0 {
		return false
	}
	at.pass--
	return true
}

func (at *place) met() {
	if at != nil {
		at.misses = 0
	}
}

func (at *place) missed() {
	if at == nil {
		return
	}
	if at.misses++; at.misses >= patience {
		at.misses, at.pass = patience-2, passed
	}
}

// memberAt is a member of the last objects, in the order of their members.
type memberAt struct {
	quoted string // as in the bytes: name":
	name   string
	at     *place
}

// sizeHint says for how many members to make room, with so many bytes left: what
// the last object had says nothing certain of this one.
func (at *place) sizeHint(left int) int {
	if at == nil {
		return 0
	}
	return min(at.size, left/4, maxHint) // a member has four bytes at least, and a comma
}

// expected gives the i-th member, if there were so many.
func (at *place) expected(i int) *memberAt {
	if at == nil || i >= len(at.members) {
		return nil
	}
	return &at.members[i]
}

// elements gives the place of an array's elements.
func (d *decoding) elements(at *place) *place {
	if at == nil {
		return nil
	}
	if at.element == nil && d.known <= maxKnown {
		at.element = new(place)
		d.known++
	}
	return at.element
}

// name reads the member name whose quote is before p and that was not expected
// there. It gives the place of its value, which member to expect next, and
// where the value may begin.
func (d *decoding) name(p int, at *place, next int) (string, *place, int, int) {
	start := p
	p, plain := d.skipText(p)
	if p < 0 {
		return "", nil, 0, wrong
	}
	raw := d.buf[start : p-1]
	q := p
	if d.buf[q] != ':' {
		if q = d.space(q); d.buf[q] != ':' {
			return "", nil, 0, wrong
		}
	}
	if at != nil {
		for i := range at.members {
			i = (next + i) % len(at.members)
			if mb := &at.members[i]; len(mb.quoted) == len(raw)+2 && string(raw) == mb.quoted[:len(raw)] {
				return mb.name, mb.at, i + 1, q + 1
			}
		}
	}
	name := d.plain(raw, plain)
	if at == nil || len(at.members) >= maxExpected || len(raw) > maxName || d.known > maxKnown {
		return d.interned(name), nil, next, q + 1
	}
	mb := memberAt{quoted: string(raw) + `":`, at: new(place)}
	if mb.name = mb.quoted[:len(raw)]; !bytes.Equal(name, raw) {
		mb.name = string(name)
	}
	at.members = slices.Insert(at.members, next, mb)
	d.known++
	return mb.name, mb.at, next + 1, q + 1
}
