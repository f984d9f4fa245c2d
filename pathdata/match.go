// What a walk hands out: Match and its Path. Normalized paths are written here
// and nowhere else. This file does not know how a match was found.

package pathdata

import "strconv"

// Match is one selected value.
type Match struct {
	// Sel says which of the selectors given to Each it belongs to.
	Sel int
	// Path says where in the body it is. When the body holds several values
	// (Limits.Lines), it starts at the root of its own value.
	Path Path
	// Raw holds the bytes of the value exactly as received, without the white
	// space around it. It is valid until the next step of the loop, unless
	// Limits.Keep says otherwise; keep it with bytes.Clone. Appending to it does
	// not write into the buffer.
	Raw []byte
	// Flaw is a *ParseError with ErrInvalidUTF8 inside and the offset of the
	// first bad byte when a string of the value is not valid UTF-8. With
	// Limits.Duplicates it may also be one with ErrDuplicateName inside and the
	// offset of the first name that an object of the value has already; both
	// are joined, see errors.Join. It is nil otherwise. The value is delivered
	// all the same.
	Flaw error
}

// Path is a normalized path in two parts, so that the walk of an array
// allocates nothing: Parent is shared by its elements. The root of the body has
// no Parent, no Name and Index -1, and prints as "$"; so does the zero Path.
type Path struct {
	Parent string // normalized path of the parent: "$['messagesBlocked']"; empty at the root
	Name   string // member name, when the parent is an object; bytes that are not UTF-8 stay
	Index  int    // element index from 0; -1 when the parent is an object or at the root
}

// String gives the normalized path of RFC 9535, section 2.7:
// "$['messagesBlocked'][3]".
func (p Path) String() string {
	if p.Parent == "" {
		return "$"
	}
	if p.Index >= 0 {
		return string(appendIndex([]byte(p.Parent), p.Index))
	}
	return string(appendName([]byte(p.Parent), p.Name))
}

func appendIndex(b []byte, i int) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(i), 10)
	return append(b, ']')
}

// appendName writes ['name'] with the escapes that a normalized path has, and
// no others.
func appendName[T string | []byte](b []byte, name T) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '[', '\'')
	for i := 0; i < len(name); i++ {
		switch c := name[i]; c {
		case '\'', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\f':
			b = append(b, '\\', 'f')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			if c < 0x20 {
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			} else {
				b = append(b, c)
			}
		}
	}
	return append(b, '\'', ']')
}
