// One record, read once: its values in a flat list, so that nothing is counted
// before the record is known to be sound, and so that of a name that occurs
// twice the last one is known before the first is counted. The list is reused.

package schema

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// What can be wrong with a record, for [errors.Is].
var (
	// ErrNotJSON says that a record is not one JSON value: it does not follow
	// the grammar, nests deeper than 10,000, or has something behind it.
	ErrNotJSON = errors.New("not one JSON value")
	// ErrTooLarge says that a record is larger than MaxRecord.
	ErrTooLarge = errors.New("record too large")
)

// none ends a chain of siblings.
const none = -1

// What a tape keeps for the next record at most: values, 32 bytes each, and bytes
// of names and strings.
const (
	tapeKeep     = 1 << 16
	tapeKeepText = 1 << 20
)

// entry is one value of a record. Siblings are chained from the last to the
// first, because that is how they are found while reading, and because the last
// of several members with one name is the one that counts.
type entry struct {
	kind       kind
	whole      bool // nothing was left out below, for being too deep
	escaped    bool // name is in tape.text, not in the record
	start, end int32
	name       [2]int32
	last, prev int32 // last child, previous sibling
	children   int32
}

// tape is one record. It refers to the record's bytes until the next read.
type tape struct {
	record  []byte
	entries []entry
	text    []byte // names without their escapes
	scratch []byte // the string looked at, without its escapes
	misfits []int32
	levels  int

	decoder *jsontext.Decoder
	buffer  bytes.Buffer
}

// read fills the tape with a record, down to levels below its root.
func (t *tape) read(record []byte, levels int) error {
	if len(record) > MaxRecord {
		return fmt.Errorf("%w: %d bytes, at most %d are looked at", ErrTooLarge, len(record), MaxRecord)
	}
	t.record, t.entries, t.text, t.misfits, t.levels = record, t.entries[:0], t.text[:0], t.misfits[:0], levels
	t.buffer = *bytes.NewBuffer(record)
	if t.decoder == nil {
		t.decoder = new(jsontext.Decoder)
	}
	t.decoder.Reset(&t.buffer, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := t.value(0); err != nil {
		return fmt.Errorf("%w: %w", ErrNotJSON, err)
	}
	switch _, err := t.decoder.ReadToken(); {
	case err == nil:
		return fmt.Errorf("%w: a second value follows; give one record at a time", ErrNotJSON)
	case err != io.EOF:
		return fmt.Errorf("%w: %w", ErrNotJSON, err)
	}
	return nil
}

// release lets go of the record, and of memory that only a large one needs.
func (t *tape) release() {
	t.record, t.buffer = nil, bytes.Buffer{}
	if t.decoder != nil {
		t.decoder.Reset(&t.buffer)
	}
	if max(cap(t.entries), cap(t.misfits)) > tapeKeep || cap(t.text)+cap(t.scratch) > tapeKeepText {
		t.entries, t.misfits, t.text, t.scratch = nil, nil, nil, nil
	}
}

// value reads the next value, which has depth levels above it, and gives its
// place on the tape.
func (t *tape) value(depth int) (int32, error) {
	at := int32(len(t.entries))
	t.entries = append(t.entries, entry{last: none, prev: none, whole: true})
	switch k := t.decoder.PeekKind(); {
	case k == '{' && depth < t.levels:
		return at, t.object(at, depth)
	case k == '[' && depth < t.levels:
		return at, t.array(at, depth)
	}
	v, err := t.decoder.ReadValue()
	if err != nil {
		return at, unexpected(err)
	}
	e := &t.entries[at]
	e.kind = kindOf(v)
	e.end = int32(t.decoder.InputOffset())
	e.start = e.end - int32(len(v))
	e.whole = e.kind != kindArray && e.kind != kindObject || len(bytes.TrimLeft(v[1:], " \t\r\n")) == 1
	return at, nil
}

// unexpected tells a record that was cut from the end of a stream.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// kindOf gives the type of a value that follows the grammar. A number written
// with a fraction or an exponent is no integer, even if it is a whole one: that
// is how the sender writes numbers that need not be.
func kindOf(v []byte) kind {
	switch v[0] {
	case '{':
		return kindObject
	case '[':
		return kindArray
	case '"':
		return kindString
	case 't', 'f':
		return kindBoolean
	case 'n':
		return kindNull
	}
	if bytes.ContainsAny(v, ".eE") {
		return kindNumber
	}
	return kindInteger
}

func (t *tape) array(at int32, depth int) error {
	if err := t.open(at, kindArray); err != nil {
		return err
	}
	for t.decoder.PeekKind() != ']' {
		if err := t.child(at, depth, [2]int32{}, false); err != nil {
			return err
		}
	}
	return t.close(at)
}

func (t *tape) object(at int32, depth int) error {
	if err := t.open(at, kindObject); err != nil {
		return err
	}
	for t.decoder.PeekKind() != '}' {
		v, err := t.decoder.ReadValue()
		if err != nil {
			return unexpected(err)
		}
		name, escaped := t.name(v)
		if err := t.child(at, depth, name, escaped); err != nil {
			return err
		}
	}
	return t.close(at)
}

func (t *tape) open(at int32, k kind) error {
	_, err := t.decoder.ReadToken()
	t.entries[at].kind = k
	t.entries[at].start = int32(t.decoder.InputOffset()) - 1
	return err
}

func (t *tape) close(at int32) error {
	_, err := t.decoder.ReadToken()
	t.entries[at].end = int32(t.decoder.InputOffset())
	return err
}

func (t *tape) child(at int32, depth int, name [2]int32, escaped bool) error {
	c, err := t.value(depth + 1)
	if err != nil {
		return err
	}
	parent := &t.entries[at]
	t.entries[c].name, t.entries[c].escaped, t.entries[c].prev = name, escaped, parent.last
	parent.last = c
	parent.children++
	return nil
}

// name gives where a member name is, in the record if it stands there as it is.
func (t *tape) name(quoted []byte) ([2]int32, bool) {
	end := int32(t.decoder.InputOffset())
	if plain(quoted) {
		return [2]int32{end - int32(len(quoted)) + 1, end - 1}, false
	}
	start := int32(len(t.text))
	t.text, _ = jsontext.AppendUnquote(t.text, quoted) // bytes that are not UTF-8 become U+FFFD
	return [2]int32{start, int32(len(t.text))}, true
}

// plain reports whether a string in quotes is its own text.
func plain(quoted []byte) bool {
	for _, c := range quoted {
		if c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// nameOf gives the member name of an entry, valid until the next read.
func (t *tape) nameOf(e *entry) []byte {
	if e.escaped {
		return t.text[e.name[0]:e.name[1]]
	}
	return t.record[e.name[0]:e.name[1]]
}

func (t *tape) raw(e *entry) []byte { return t.record[e.start:e.end] }

// textOf gives the text of a string, valid until the next call.
func (t *tape) textOf(e *entry) []byte {
	quoted := t.raw(e)
	if plain(quoted) {
		return quoted[1 : len(quoted)-1]
	}
	t.scratch, _ = jsontext.AppendUnquote(t.scratch[:0], quoted)
	return t.scratch
}

// unique sorts entries by name and drops all but the last member of each name.
func (t *tape) unique(list []int32) []int32 {
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(bytes.Compare(t.nameOf(&t.entries[a]), t.nameOf(&t.entries[b])), cmp.Compare(b, a))
	})
	return slices.CompactFunc(list, func(a, b int32) bool {
		return bytes.Equal(t.nameOf(&t.entries[a]), t.nameOf(&t.entries[b]))
	})
}

// members appends the places of all members of an object to list.
func (t *tape) members(e *entry, list []int32) []int32 {
	for m := e.last; m != none; m = t.entries[m].prev {
		list = append(list, m)
	}
	return list
}
