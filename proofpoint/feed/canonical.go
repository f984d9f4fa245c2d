// The canonical form of a record, which is what digests are made of: services
// send one record in several forms (lists shuffled, members in another order,
// numbers and characters spelt otherwise), and a repeat must be known in all of
// them. Nothing is decoded into values: the form is written in one pass over the
// bytes, into memory that is used again.

package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"sync"
)

// What the form is bounded by. A part that exceeds a bound still counts, but
// with its bytes as they stand.
const (
	maxCanonical = 64 << 20 // bytes of a record
	maxNesting   = 100      // arrays and objects in each other
	maxSorted    = 16 << 10 // elements of an array, members of an object
	maxPlain     = 256      // bytes of an array's or object's form; longer ones are hashed, so that no byte is moved more than a few times
	maxKept      = 1 << 20  // bytes of memory that wait for the next record
)

// canonical writes the form. An array is a multiset: the forms of its elements,
// sorted. An object is the forms of its members, sorted by name; of a name that
// occurs twice the order stays, because it decides which one counts.
type canonical struct {
	form  []byte
	spans []span // of the arrays and objects that are being read, outermost first
	moved []byte
}

// span is an element in the form: what it is sorted by ends at key.
type span struct{ from, key, to int32 }

var canonicals = sync.Pool{New: func() any { return new(canonical) }}

func newCanonical() *canonical { return canonicals.Get().(*canonical) }

// free gives the memory back.
func (c *canonical) free() {
	if cap(c.form) > maxKept || cap(c.moved) > maxKept || cap(c.spans) > maxKept/16 {
		return
	}
	canonicals.Put(c)
}

// digest is that of a record's form. Of an object only the members count that
// keep names, if it is not nil; some reports whether there were any. What is no
// JSON, or too long, is known by its bytes.
func (c *canonical) digest(raw []byte, keep func(name []byte) bool) (text string, some bool) {
	c.form, c.spans = c.form[:0], c.spans[:0]
	if len(raw) <= maxCanonical {
		var end int
		if at := space(raw, 0); at < len(raw) && raw[at] == '{' {
			end = c.container(raw, at, 0, keep)
		} else {
			end = c.value(raw, at, 0)
		}
		if end >= 0 && space(raw, end) == len(raw) {
			return sum(c.form), keep == nil || len(c.form) > len("oz")
		}
	}
	return sum(append(append(c.form[:0], 'x'), raw...)), true
}

// sum is a digest as text: 128 bits, 22 characters.
func sum(form []byte) string {
	h := sha256.Sum256(form)
	return base64.RawURLEncoding.EncodeToString(h[:16])
}

// value writes the form of the value at raw[at] and returns where it ends, -1
// where it is no JSON.
func (c *canonical) value(raw []byte, at, depth int) int {
	if at >= len(raw) {
		return -1
	}
	switch raw[at] {
	case '{', '[':
		if depth < maxNesting {
			return c.container(raw, at, depth, nil)
		}
		end := skip(raw, at)
		if end >= 0 {
			c.form = append(append(c.form, 'r'), raw[at:end]...)
			c.shorten(len(c.form) - (end - at) - 1)
		}
		return end
	case '"':
		return c.text(raw, at)
	case 't':
		return c.word(raw, at, "true")
	case 'f':
		return c.word(raw, at, "false")
	case 'n':
		return c.word(raw, at, "null")
	}
	return c.number(raw, at)
}

func (c *canonical) word(raw []byte, at int, word string) int {
	if !bytes.HasPrefix(raw[at:], []byte(word)) {
		return -1
	}
	c.form = append(c.form, word[0])
	return at + len(word)
}

// text writes a text without its escapes. A zero byte ends it, so those within
// are written otherwise.
func (c *canonical) text(raw []byte, at int) int {
	end := textEnd(raw, at)
	if end < 0 {
		return -1
	}
	c.form = append(c.form, 's')
	body := raw[at+1 : end-1]
	for len(body) > 0 {
		n := 0
		for n < len(body) && body[n] != '\\' && body[n] > 1 {
			n++
		}
		c.form = append(c.form, body[:n]...)
		if body = body[n:]; len(body) == 0 {
			break
		}
		var plain [utf8Max]byte
		p, used := unescape(plain[:0], body)
		if used == 0 {
			return -1
		}
		for _, b := range p {
			if b <= 1 {
				c.form = append(c.form, 1)
				b++
			}
			c.form = append(c.form, b)
		}
		body = body[used:]
	}
	c.form = append(c.form, 0)
	return end
}

// number writes a number by its value, 1.50 as 15e-1; what only looks like one
// by its bytes.
func (c *canonical) number(raw []byte, at int) int {
	end := numberEnd(raw, at)
	if end == at {
		return -1
	}
	c.form = append(c.form, 'n')
	form, ok := appendNumber(c.form, raw[at:end])
	if !ok {
		form = append(append(c.form, 'x'), raw[at:end]...)
	}
	c.form = append(form, 0)
	return end
}

// container writes an array or object.
func (c *canonical) container(raw []byte, at, depth int, keep func(name []byte) bool) int {
	start, mark, count := len(c.form), len(c.spans), 0
	kind, last := byte('a'), byte(']')
	if raw[at] == '{' {
		kind, last = 'o', '}'
	}
	c.form = append(c.form, kind)
	at = space(raw, at+1)
	for more := at >= len(raw) || raw[at] != last; more; {
		s := span{from: int32(len(c.form))}
		at = c.element(raw, at, depth, kind == 'o', keep, &s)
		if at = space(raw, at); at < 0 || at >= len(raw) || raw[at] != ',' && raw[at] != last {
			return -1
		}
		if s.to = int32(len(c.form)); s.to > s.from {
			if count++; count <= maxSorted {
				c.spans = append(c.spans, s)
			}
		}
		if more = raw[at] == ','; more {
			at = space(raw, at+1)
		}
	}
	if count <= maxSorted {
		c.sort(start+1, c.spans[mark:])
	}
	c.spans = c.spans[:mark]
	c.form = append(c.form, 'z')
	c.shorten(start)
	return at + 1
}

// element writes an element or member, or nothing where its name is not to be
// kept.
func (c *canonical) element(raw []byte, at, depth int, named bool, keep func(name []byte) bool, s *span) int {
	if named {
		if at >= len(raw) || raw[at] != '"' {
			return -1
		}
		if at = space(raw, c.text(raw, at)); at < 0 || at >= len(raw) || raw[at] != ':' {
			return -1
		}
		at, s.key = space(raw, at+1), int32(len(c.form))
		if keep != nil && !keep(c.form[s.from+1:s.key-1]) {
			c.form = c.form[:s.from]
			return skip(raw, at)
		}
	}
	at = c.value(raw, at, depth+1)
	if !named {
		s.key = int32(len(c.form))
	}
	return at
}

// sort puts the elements that fill the form from body on into their order.
func (c *canonical) sort(body int, spans []span) {
	order := func(a, b span) int { return bytes.Compare(c.form[a.from:a.key], c.form[b.from:b.key]) }
	if slices.IsSortedFunc(spans, order) {
		return
	}
	slices.SortStableFunc(spans, order)
	c.moved = c.moved[:0]
	for _, s := range spans {
		c.moved = append(c.moved, c.form[s.from:s.to]...)
	}
	copy(c.form[body:], c.moved)
}

// shorten replaces what the form holds from start on by its hash, if it is long.
func (c *canonical) shorten(start int) {
	if len(c.form)-start > maxPlain {
		h := sha256.Sum256(c.form[start:])
		c.form = append(append(c.form[:start], 'h'), h[:]...)
	}
}
