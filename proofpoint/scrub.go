// Servers echo: debug pages and gateways print the request that they refused,
// headers included. What an authenticator put into a request is cut out of any
// refusal before it can become part of an error.

package proofpoint

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// signed remembers what signing added to a request.
type signed struct{ values [][]byte }

// note compares the signed copy with the request before it was signed.
func (s *signed) note(after, before *http.Request) {
	for name, values := range after.Header {
		for _, v := range values {
			if !slices.Contains(before.Header[name], v) {
				s.add(v)
				_, bare, _ := strings.Cut(v, " ")
				s.add(bare)
			}
		}
	}
	if _, password, ok := after.BasicAuth(); ok {
		s.add(password)
	}
	if after.URL.Path != before.URL.Path {
		for seg := range strings.SplitSeq(after.URL.Path, "/") {
			if !strings.Contains(before.URL.Path, seg) {
				s.add(seg)
			}
		}
	}
}

// add keeps a value that is long enough not to be cut out of ordinary words.
func (s *signed) add(v string) {
	if len(v) >= 6 {
		s.values = append(s.values, []byte(v))
	}
}

// scrub replaces what was signed wherever it stands in b.
func (s *signed) scrub(b []byte) []byte {
	for _, v := range s.values {
		b = bytes.ReplaceAll(b, v, []byte(redacted))
	}
	return b
}
