// Values of filters and how they compare, by RFC 9535, section 2.3.5.2.2: what
// is of different kinds is never equal, only numbers and text have an order, and
// nothing equals nothing. Values are bytes of the body; they are not decoded.

package pathdata

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf8"
)

// value is what a term has for a node.
type value struct {
	kind  kindOf
	truth bool   // kindBool
	body  bool   // a text of the body: it may have escapes
	raw   []byte // a number as written, text without its quotes; nil: count
	count int64
	node  uint32 // an array or object
}

type kindOf uint8

const (
	kindNothing kindOf = iota // no node
	kindNull
	kindBool
	kindNumber
	kindText
	kindArray
	kindObject
)

// nothing stands for no node.
const nothing = ^uint32(0)

func (e *evaluation) nodeValue(id uint32) value {
	if id == nothing {
		return value{}
	}
	raw := e.raw(id)
	switch raw[0] {
	case '"':
		return value{kind: kindText, raw: raw[1 : len(raw)-1], body: true}
	case '{':
		return value{kind: kindObject, node: id}
	case '[':
		return value{kind: kindArray, node: id}
	case 't', 'f':
		return value{kind: kindBool, truth: raw[0] == 't'}
	case 'n':
		return value{kind: kindNull}
	}
	return value{kind: kindNumber, raw: raw}
}

// compare answers a comparison.
func (e *evaluation) compare(op comparator, a, b value) bool {
	switch op {
	case compareEqual:
		return e.equal(a, b)
	case compareUnequal:
		return !e.equal(a, b)
	}
	if a.kind != kindNumber && a.kind != kindText || a.kind != b.kind {
		return (op == compareAtMost || op == compareAtLeast) && e.equal(a, b)
	}
	order := e.order(a, b)
	switch op {
	case compareLess:
		return order < 0
	case compareAtMost:
		return order <= 0
	case compareGreater:
		return order > 0
	}
	return order >= 0
}

func (e *evaluation) equal(a, b value) bool {
	switch {
	case a.kind != b.kind || e.over:
		return false
	case a.kind == kindBool:
		return a.truth == b.truth
	case a.kind == kindNumber || a.kind == kindText:
		return e.order(a, b) == 0
	case a.kind < kindArray:
		return true
	}
	x, y := e.raw(a.node), e.raw(b.node)
	if len(x) == len(y) {
		if !e.spend(1 + int64(len(x))/bytesPerStep) {
			return false
		}
		if bytes.Equal(x, y) {
			return true
		}
	}
	if a.kind == kindArray {
		return e.equalArrays(a.node, b.node)
	}
	return e.equalObjects(a.node, b.node)
}

// bytesPerStep is how many bytes that are compared, copied or checked are one
// step.
const bytesPerStep = 64

// order compares two numbers, or two texts by code point, which UTF-8 keeps.
func (e *evaluation) order(a, b value) int {
	if a.kind == kindNumber {
		if a.raw == nil && b.raw == nil {
			return cmp.Compare(a.count, b.count)
		}
		var x, y [20]byte
		e.spend(numberSteps(len(a.raw) + len(b.raw)))
		return compareNumbers(a.digits(x[:0]), b.digits(y[:0]))
	}
	return bytes.Compare(e.plain(a, &e.textA), e.plain(b, &e.textB))
}

// numberSteps is what a comparison of numbers costs that have that many digits
// together. Beyond what numbers usually are they are taken digit by digit.
func numberSteps(digits int) int64 { return 1 + int64(max(digits-2*bytesPerStep, 0))/2 }

func (v *value) digits(room []byte) []byte {
	if v.raw == nil {
		return strconv.AppendInt(room, v.count, 10)
	}
	return v.raw
}

// plain gives a text without escapes, in room if it has any. Only here is a text
// read and paid for: it may be long, and may have been asked for often.
func (e *evaluation) plain(v value, room *[]byte) []byte {
	e.spend(1 + int64(len(v.raw))/bytesPerStep)
	if !v.body || bytes.IndexByte(v.raw, '\\') < 0 {
		return v.raw
	}
	*room = e.unescape((*room)[:0], v.raw)
	return *room
}

// characters counts the code points of a text.
func (e *evaluation) characters(v value) int64 {
	return int64(utf8.RuneCount(e.plain(v, &e.textA)))
}

// The comparison of arrays and objects recurses; Limits.Depth bounds how deep
// they nest.

func (e *evaluation) equalArrays(a, b uint32) bool {
	x, y := a+1, b+1
	for x < e.node(a).next && y < e.node(b).next {
		if !e.spend(1) || !e.equal(e.nodeValue(x), e.nodeValue(y)) {
			return false
		}
		x, y = e.node(x).next, e.node(y).next
	}
	return x >= e.node(a).next && y >= e.node(b).next
}

func (e *evaluation) equalObjects(a, b uint32) bool {
	base := len(e.scratch)
	defer func() { e.scratch = e.scratch[:base] }()
	e.members(a)
	middle := len(e.scratch)
	e.members(b)
	if middle-base != len(e.scratch)-middle {
		return false
	}
	for i := range middle - base {
		x, y := e.scratch[base+i], e.scratch[middle+i]
		if e.compareNames(x, y) != 0 || !e.equal(e.nodeValue(x), e.nodeValue(y)) {
			return false
		}
	}
	return !e.over
}

// members puts the members of an object on the scratch, by name; of those that
// have the same name only the last.
func (e *evaluation) members(object uint32) {
	base := len(e.scratch)
	for c := object + 1; c < e.node(object).next && e.spend(1); c = e.node(c).next {
		e.scratch = append(e.scratch, c)
	}
	list := e.scratch[base:]
	if n := int64(len(list)); e.left+e.reserve < n*int64(bits.Len64(uint64(n))) {
		e.spend(e.left + e.reserve + 1) // a sort is not ended half way
		return
	}
	slices.SortFunc(list, func(a, b uint32) int { return cmp.Or(e.compareNames(a, b), cmp.Compare(a, b)) })
	kept := list[:0]
	for i, c := range list {
		if i+1 == len(list) || e.compareNames(c, list[i+1]) != 0 {
			kept = append(kept, c)
		}
	}
	e.scratch = e.scratch[:base+len(kept)]
}

// compareNames orders two nodes by their member names.
func (e *evaluation) compareNames(a, b uint32) int {
	if e.over {
		return 0
	}
	x, y := e.key(a), e.key(b)
	return bytes.Compare(e.plain(x, &e.textA), e.plain(y, &e.textB))
}

// key gives the member name of a node as a text.
func (e *evaluation) key(id uint32) value {
	n := e.node(id)
	return value{kind: kindText, raw: e.src[n.key : n.key+n.size&sizes], body: true}
}
