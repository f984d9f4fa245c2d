// The outline of a sample: what stands where, how often and how large, with the
// elements of an array seen as one. It is gathered by the scanner in one pass
// over a bounded sample, which is kept: first values are parts of it, and what
// has no shape is only scanned. So neither many names nor large records make the
// outline large. What to make of it is in suggest.go.

package pathdata

import (
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

const (
	maxSample  = 4 << 20 // bytes of a sample that are looked at
	maxLevels  = 16      // levels of the outline; deeper values are leaves
	maxMembers = 256     // members of the outline of one object
	maxShapes  = 1 << 15 // shapes of the whole outline, about 250 bytes each
)

// shape is a place in the outline: the member "rows" of the root, an element of
// that, the member "id" of such an element.
type shape struct {
	name    string
	count   int // values seen here, whole ones
	objects int
	arrays  int
	size    int64
	first   []byte // the first whole value, a part of the sample
	open    bool   // the sample ended inside
	object  int    // the last object that had this member, by number
	twice   string // the name of a member that an object has twice, here or above

	members []*shape // in the order of the sample
	index   map[string]*shape
	entries int  // members seen, those without a shape included
	more    bool // there are members without a shape

	elem     *shape
	elements int // whole ones
}

type outline struct {
	scanner
	shapes  int
	objects int    // seen so far
	name    []byte // of a member, reused
}

// room reports whether there may be one more shape, and counts it.
func (o *outline) room() bool {
	if o.shapes == maxShapes {
		return false
	}
	o.shapes++
	return true
}

// read gathers the outline of the values in a sample.
func (o *outline) read(w *walker) (*shape, error) {
	root := &shape{name: "$"}
	ok := w.begin()
	o.scanner = w.scanner
	o.hold = 0
	for ok {
		var c byte
		if o.p, c = o.space(o.p); o.p == o.n && o.done == io.EOF || o.padded && c == ')' {
			break
		}
		ok = o.value(root, 0)
	}
	if !ok && !w.failed(o) {
		return root, nil
	}
	if !ok {
		return nil, errors.Join(w.err, o.err)
	}
	if root.count == 0 {
		return nil, &ParseError{Offset: o.doneAt, Err: errEmptyBody}
	}
	return root, nil
}

// failed says whether the scan ended for another reason than the end.
func (w *walker) failed(o *outline) bool {
	err := w.err
	if err == nil {
		err = o.err
	}
	return !errors.Is(err, io.ErrUnexpectedEOF)
}

func (o *outline) value(s *shape, level int) bool {
	var c byte
	o.p, c = o.space(o.p)
	start := o.base + int64(o.p)
	s.open = true
	var ok bool
	switch {
	case c == '{' && level < maxLevels:
		s.objects++
		ok = o.object(s, level)
	case c == '[' && level < maxLevels && (s.elem != nil || o.room()):
		s.arrays++
		ok = o.array(s, level)
	default:
		o.p, ok = o.scanner.value(o.p)
	}
	end := o.base + int64(o.p)
	s.size += end - start
	if !ok {
		return false
	}
	s.open = false
	s.count++
	if s.first == nil {
		s.first = o.buf[start-o.base : end-o.base : end-o.base] // stays: nothing before it is ever dropped
	}
	return true
}

func (o *outline) array(s *shape, level int) bool {
	if s.elem == nil {
		s.elem = &shape{}
	}
	var c byte
	if o.p, c = o.space(o.p + 1); c == ']' {
		o.p++
		return true
	}
	for {
		if !o.value(s.elem, level+1) {
			return false
		}
		s.elements++
		switch o.p, c = o.space(o.p); c {
		case ']':
			o.p++
			return true
		case ',':
			o.p++
		default:
			return o.unexpected(o.p, "\",\" or \"]\"")
		}
	}
}

func (o *outline) object(s *shape, level int) bool {
	o.objects++
	number := o.objects
	var c byte
	if o.p, c = o.space(o.p + 1); c == '}' {
		o.p++
		return true
	}
	for {
		if c != '"' {
			return o.unexpected(o.p, "a member name")
		}
		start := o.base + int64(o.p) + 1
		var ok bool
		if o.p, ok = o.scanner.value(o.p); !ok {
			return false
		}
		o.name = unquote(o.name[:0], o.buf[start-o.base:o.p-1])
		m := o.member(s, number)
		if o.p, c = o.space(o.p); c != ':' {
			return o.unexpected(o.p, "\":\"")
		}
		o.p++
		if !o.below(m, level) {
			return false
		}
		s.entries++
		switch o.p, c = o.space(o.p); c {
		case '}':
			o.p++
			return true
		case ',':
			o.p, c = o.space(o.p + 1)
		default:
			return o.unexpected(o.p, "\",\" or \"}\"")
		}
	}
}

// below takes the value of a member, whose shape may be nil.
func (o *outline) below(m *shape, level int) (ok bool) {
	if m != nil {
		return o.value(m, level+1)
	}
	o.p, _ = o.space(o.p)
	o.p, ok = o.scanner.value(o.p)
	return ok
}

// member gives the shape of the member whose name was read: nil beyond the
// bounds, and for a name that no path can hold. The object that it is in has a
// number, by which a second member of that name is known.
func (o *outline) member(s *shape, object int) *shape {
	if m := s.index[string(o.name)]; m != nil {
		if m.object == object {
			m.twice = m.name
		}
		m.object = object
		return m
	}
	if len(s.members) == maxMembers || !utf8.Valid(o.name) || !o.room() {
		s.more = true
		return nil
	}
	m := &shape{name: string(o.name), object: object}
	if s.index == nil {
		s.index = map[string]*shape{}
	}
	s.index[m.name] = m
	s.members = append(s.members, m)
	return m
}

// inherit tells all below s of a name on the way to it that is there twice.
func (s *shape) inherit() {
	below := s.members
	if s.elem != nil {
		below = append(below[:len(below):len(below)], s.elem)
	}
	for _, c := range below {
		if c.twice == "" {
			c.twice = s.twice
		}
		c.inherit()
	}
}

// holds reports whether there is an array with something in it, in s or below.
func (s *shape) holds() bool {
	return s.elements > 0 || slices.ContainsFunc(s.members, (*shape).holds)
}
