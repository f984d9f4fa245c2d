// The outline of a sample: what stands where, how often and how large, with the
// elements of an array seen as one. It is gathered by the scanner in one pass
// over a bounded sample, which is kept. What to make of it is in suggest.go.

package pathdata

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

const (
	maxSample  = 4 << 20 // bytes of a sample that are looked at
	maxLevels  = 16      // levels of the outline; deeper values are leaves
	maxMembers = 256     // members of the outline of one object
)

// shape is a place in the outline: the member "rows" of the root, an element of
// that, the member "id" of such an element.
type shape struct {
	name    string
	count   int // values seen here, whole ones
	objects int
	arrays  int
	size    int64
	first   []byte // the first whole value
	open    bool   // the sample ended inside

	members []*shape // in the order of the sample
	index   map[string]*shape
	entries int // members seen, those without a shape included

	elem     *shape
	elements int // whole ones
}

type outline struct {
	scanner
	cut bool // the sample ended before the body
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
		o.cut = true
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
	case c == '[' && level < maxLevels:
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
		s.first = bytes.Clone(o.buf[start-o.base : end-o.base])
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
		m := s.member(string(unquote(nil, o.buf[start-o.base:o.p-1])))
		if o.p, c = o.space(o.p); c != ':' {
			return o.unexpected(o.p, "\":\"")
		}
		o.p++
		if !o.value(m, level+1) {
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

// member gives the shape of a member: one that is not kept beyond the bound and
// for a name that no path can hold.
func (s *shape) member(name string) *shape {
	if m := s.index[name]; m != nil {
		return m
	}
	m := &shape{name: name}
	if len(s.members) < maxMembers && utf8.ValidString(name) {
		if s.index == nil {
			s.index = map[string]*shape{}
		}
		s.index[name] = m
		s.members = append(s.members, m)
	}
	return m
}
