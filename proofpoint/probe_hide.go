// What a probe may show: headers and pieces of an answer without what would let
// another person sign in. Names tell for headers; beside them, whatever signing
// put into this exchange is known and taken out wherever it comes back.

package proofpoint

import (
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

// hidden takes what signing added out of data. Short values say nothing there,
// and an address is who asks and no secret.
func (s *signed) hidden(b []byte) []byte {
	if s == nil || len(b) == 0 {
		return b
	}
	long := slices.DeleteFunc(slices.Clone(s.values), func(v string) bool { return len(v) < 8 || strings.Contains(v, "@") })
	if len(long) == 0 {
		return b
	}
	if clean := redact(string(b), long, 8, 8, false); clean != string(b) {
		return []byte(clean)
	}
	return b
}
