// Does a record fit? A checker for the part of JSON Schema that write.go
// writes, and no more. It works on the nodes, so that schema and checker cannot
// drift apart; that other checkers agree with the text is a matter of format.go
// being strict.

package schema

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// A ViolationError says why a record does not fit a schema.
type ViolationError struct {
	// Path is the first place in the record that does not fit, as a path of
	// RFC 9535. A field that is missing has the path of its object.
	Path string
	// Want is what the schema has there, Got what the record has. Got quotes
	// at most the first 40 bytes of a string.
	Want, Got string
}

// Error gives the place, what is there, and what was expected.
func (e *ViolationError) Error() string {
	return fmt.Sprintf("schema: validate: %s: found %s, want %s", e.Path, e.Got, e.Want)
}

var checkers = sync.Pool{New: func() any { return new(checker) }}

// Validate checks one record: types, presence, enumerations and formats, these
// last as far as this package recognises them. Fields that the schema does not
// know fit always, unless names are data there. What does not fit is a
// [*ViolationError]; a record that is not JSON is ErrNotJSON, as for
// [Inferrer.Add]. Every record that an Inferrer or Merge had a schema from fits
// it; of [Dataset.Schema], what was reported gone is taken out.
func (s Schema) Validate(record []byte) error {
	c := checkers.Get().(*checker)
	defer func() {
		c.tape.release()
		c.first = nil
		checkers.Put(c)
	}()
	if err := c.tape.read(record, MaxDepth); err != nil {
		return fmt.Errorf("schema: validate: %w", err)
	}
	c.value(s.root, 0, place{})
	if c.first == nil {
		return nil
	}
	return c.first
}

// checker holds one record against a schema.
type checker struct {
	tape  tape
	first *ViolationError
	at    int32 // where in the record first is
}

// place is a value in the record: a chain of places up to the root, so that a
// path is only put together for what does not fit.
type place struct {
	parent *place
	name   []byte
	index  int
}

func (p *place) path() string {
	switch {
	case p == nil || p.parent == nil:
		return "$"
	case p.name != nil:
		return memberPath(p.parent.path(), string(p.name))
	}
	return p.parent.path() + "[" + strconv.Itoa(p.index) + "]"
}

// violated notes what does not fit. Members are checked in no special order, so
// the first in the record is the one with the lowest offset.
func (c *checker) violated(e *entry, p *place, want, got string) {
	if c.first == nil || e.start < c.at {
		c.first, c.at = &ViolationError{Path: p.path(), Want: want, Got: got}, e.start
	}
}

func (c *checker) value(n *node, at int32, p place) {
	if n == nil {
		return
	}
	e := &c.tape.entries[at]
	if !n.allows(e.kind, c.tape.raw(e)) {
		c.violated(e, &p, strings.Join(n.types(), " or "), kindNames[e.kind])
		return
	}
	switch e.kind {
	case kindString:
		c.text(n, e, &p)
	case kindArray:
		index := int(e.children)
		for m := e.last; m != none; m = c.tape.entries[m].prev {
			index--
			c.value(n.items, m, place{parent: &p, index: index})
		}
	case kindObject:
		c.object(n, e, &p)
	}
}

func (c *checker) text(n *node, e *entry, p *place) {
	text := c.tape.textOf(e)
	if enum := n.enum(); enum != nil && !contains(enum, text) {
		c.violated(e, p, "one of "+quoteAll(enum), quote(text))
	}
	if n.format > formatPlain && detect(text) != n.format {
		c.violated(e, p, formatNames[n.format], quote(text))
	}
}

func (c *checker) object(n *node, e *entry, p *place) {
	aside := len(c.tape.misfits)
	c.tape.misfits = c.tape.members(e, c.tape.misfits)
	members := c.tape.unique(c.tape.misfits[aside:])
	required := 0
	for _, at := range members {
		name := c.tape.nameOf(&c.tape.entries[at])
		child := n.props[string(name)]
		switch {
		case child == nil:
			child = n.rest
		case !n.optional(child):
			required++
		}
		c.value(child, at, place{parent: p, name: name})
	}
	if required < n.required {
		c.missing(n, e, members, p)
	}
	c.tape.misfits = c.tape.misfits[:aside]
}

// missing reports the first name, in alphabetical order, that should be there.
func (c *checker) missing(n *node, e *entry, members []int32, p *place) {
	here := make(map[string]bool, len(members))
	for _, at := range members {
		here[string(c.tape.nameOf(&c.tape.entries[at]))] = true
	}
	for _, name := range n.requiredNames() {
		if !here[name] {
			c.violated(e, p, "a member "+quote([]byte(name)), "none")
			return
		}
	}
}

// allows reports whether n's types have a value; all do if no type is known. An integer is what is a whole
// number, however it is written: that is how JSON Schema has it.
func (n *node) allows(k kind, raw []byte) bool {
	switch {
	case k == kindInteger && n.counts[kindNumber] > 0:
		return true
	case k == kindNumber && n.counts[kindInteger] > 0 && isWhole(raw):
		return true
	}
	return n.counts[k] > 0 || n.counts == [kinds]int64{}
}

// isWhole reports whether a number with a fraction or an exponent is a whole
// number, by its digits.
func isWhole(raw []byte) bool {
	mantissa, exponent := string(raw), "0"
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		mantissa, exponent = mantissa[:i], mantissa[i+1:]
	}
	digits, fraction, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	fraction = strings.TrimRight(fraction, "0")
	places := len(fraction) // how far the last digit that counts is behind the point
	if places == 0 {
		trimmed := strings.TrimRight(digits, "0")
		if trimmed == "" {
			return true
		}
		places = len(trimmed) - len(digits)
	}
	e, err := strconv.Atoi(exponent)
	if err != nil { // beyond any number of digits that a record has
		return !strings.HasPrefix(exponent, "-")
	}
	return e >= places
}

func contains(values []string, text []byte) bool {
	for _, v := range values {
		if v == string(text) {
			return true
		}
	}
	return false
}

// quote gives a string in quotes, cut if it is long.
func quote(s []byte) string {
	if len(s) > 40 {
		return strconv.Quote(string(s[:40])) + "…"
	}
	return strconv.Quote(string(s))
}

func quoteAll(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return strings.Join(quoted, ", ")
}
