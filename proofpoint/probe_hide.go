// What a probe may show: headers and pieces of an answer without what would let
// another person sign in. Names tell for headers; beside them, whatever signing
// put into this exchange is known and taken out wherever it comes back.

package proofpoint

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
)

// redactHeader copies a header without what identifies or authorises.
func redactHeader(h http.Header) http.Header {
	out := h.Clone()
	for name := range out {
		if credname.Looks(name) {
			out[name] = []string{redacted}
		}
	}
	return out
}

// addedHeader is what signing added, by name alone.
func addedHeader(after, before http.Header) http.Header {
	added := http.Header{}
	for name, v := range after {
		if name != "Accept-Encoding" && !slices.Equal(v, before[name]) {
			added[name] = []string{redacted}
		}
	}
	return added
}

// header copies a header without what identifies, authorises, or was hidden.
func (s *signed) header(h http.Header) http.Header {
	out := redactHeader(h)
	for _, values := range out {
		for i, v := range values {
			values[i] = string(s.hidden([]byte(v)))
		}
	}
	return out
}

// hidePiece is about how much of a text is looked at at a time, in bytes: each
// way to read it takes several times its size.
const hidePiece = 64 << 10

// hidden takes what signing added, and secret parameters, out of data. Short
// values say nothing there, and an address is who asks and no secret. Pieces end
// between a comma and a quote: no text of JSON spans these, they would be
// escaped in it.
func (s *signed) hidden(b []byte) []byte {
	if s == nil {
		return b
	}
	long := slices.DeleteFunc(slices.Clone(s.values), func(v string) bool { return len(v) < hideLeast || strings.Contains(v, "@") })
	if len(long) == 0 {
		return b
	}
	var out []byte
	for len(b) > 0 {
		n := len(b)
		if n > hidePiece {
			if i := bytes.LastIndex(b[:hidePiece], []byte(`,"`)); i >= 0 {
				n = i + 1
			} else if i = bytes.Index(b[hidePiece:], []byte(`,"`)); i >= 0 {
				n = hidePiece + i + 1
			}
		}
		out = append(out, redact(string(b[:n]), long, hideLeast, hideLeast, false)...)
		b = b[n:]
	}
	return out
}

// hideLeast is the least that is hidden in data, in bytes.
const hideLeast = 8
