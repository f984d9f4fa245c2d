// Credentials that a caller wrote into a request by hand: only their names tell,
// and servers print them back like those that were signed with.

package proofpoint

import (
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
)

// noteNamed adds to what is hidden the values of headers and query parameters
// that carry credentials by their names. Values below four bytes say nothing.
func (r *Request) noteNamed() {
	for name, values := range r.Header {
		if credname.Looks(name) {
			r.noteSecrets(values)
		}
	}
	for name, values := range r.Query {
		if credname.Looks(name) {
			r.noteSecrets(values)
		}
	}
	if _, query, ok := strings.Cut(r.Path, "?"); ok {
		typed, _ := url.ParseQuery(query) // what could be read
		for name, values := range typed {
			if credname.Looks(name) {
				r.noteSecrets(values)
			}
		}
	}
}

// noteSecrets adds values, whole and behind their scheme word: "Bearer x".
func (r *Request) noteSecrets(values []string) {
	for _, v := range values {
		_, behind, _ := strings.Cut(v, " ")
		for _, text := range []string{v, strings.TrimSpace(behind)} {
			if len(text) >= scrubLeast && !slices.Contains(r.secrets, text) {
				r.secrets = append(r.secrets, text)
			}
		}
	}
}
