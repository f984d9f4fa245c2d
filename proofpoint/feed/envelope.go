// A record as a line for a sink: what it is known by around it, its own bytes
// untouched inside.

package feed

import (
	"time"
	"unicode/utf8"
)

// AppendEnvelope appends the item as one JSON object,
// {"kind","id","source","from","to","record"}, and returns the extended buffer.
// id is ID.Key; from and to are the window, RFC 3339, UTC. The record's bytes
// stand as they were received, line breaks included. Without a record it is null.
func (i Item) AppendEnvelope(dst []byte) []byte {
	of := i.of
	if of == nil {
		of = &origin{}
	}
	dst = appendText(append(dst, `{"kind":`...), i.Kind)
	dst = appendText(append(dst, `,"id":`...), i.ID.Key)
	dst = appendText(append(dst, `,"source":`...), of.source)
	dst = append(dst, `,"from":"`...)
	dst = of.from.UTC().AppendFormat(dst, time.RFC3339)
	dst = append(dst, `","to":"`...)
	dst = of.to.UTC().AppendFormat(dst, time.RFC3339)
	dst = append(dst, `","record":`...)
	if len(i.Raw) == 0 {
		dst = append(dst, "null"...)
	} else {
		dst = append(dst, i.Raw...)
	}
	return append(dst, '}')
}

const hexDigits = "0123456789abcdef"

// appendText appends a JSON text. Bytes that are no UTF-8 become U+FFFD.
func appendText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ' || r == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
