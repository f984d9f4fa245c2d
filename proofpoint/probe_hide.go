// What a probe may show: headers and pieces of an answer without what would let
// another person sign in. Names tell for headers; beside them, whatever signing
// put into this exchange is known and taken out wherever it comes back.

package proofpoint

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

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

// header copies a header without what identifies, authorises, or was hidden, also
// where it stands in a URL.
func (s *signed) header(h http.Header) http.Header {
	out, secrets := redactHeader(h), s.secrets()
	for _, values := range out {
		for i, v := range values {
			values[i] = redact(credname.Hide(v, redacted), secrets, scrubLeast, scrubInside, false)
		}
	}
	return out
}

// hidePiece is about how much of a text is looked at at a time, in bytes: each
// way to read it takes several times its size.
const hidePiece = 64 << 10

// hidden takes what signing added, and secret parameters, out of an answer, by
// the match that errors use: but for who asks, and what is too short to tell.
// JSON stays JSON. Pieces end between a comma and a quote: no secret in a text of
// JSON spans these, they would be escaped in it.
func (s *signed) hidden(b []byte) []byte {
	secrets := s.secrets()
	if len(secrets) == 0 {
		return b
	}
	var h hiding
	for len(b) > 0 {
		n := len(b)
		if n > hidePiece {
			if i := bytes.LastIndex(b[:hidePiece], []byte(`,"`)); i >= 0 {
				n = i + 1
			} else if i = bytes.Index(b[hidePiece:], []byte(`,"`)); i >= 0 {
				n = hidePiece + i + 1
			}
		}
		h.piece(string(b[:n]), secrets)
		b = b[n:]
	}
	return h.out
}

// hiding is a text on its way to be shown, with where in its JSON it is.
type hiding struct {
	out    []byte
	inText bool // between quotes
	escape bool // behind a backslash between quotes
}

// piece appends t without secrets.
func (h *hiding) piece(t string, secrets []string) {
	done := 0
	for _, f := range stretches(t, secrets, scrubLeast, scrubInside, false) {
		if f.from < done || isWord(t, f) {
			continue // part of a number that is gone, or what a path to data needs
		}
		h.move(t[done:f.from])
		h.out = append(h.out, t[done:f.from]...)
		done = f.to
		from, to := bare(t, f)
		switch {
		case h.inText && h.escape: // with its escape
			h.out = append(h.out[:len(h.out)-1], redacted...)
		case !h.inText && number.MatchString(t[from:to]):
			h.out = append(h.out[:len(h.out)-(f.from-from)], `"`+redacted+`"`...)
			done = to
		default:
			h.out = append(h.out, redacted...)
		}
		if h.move(t[f.from:done]); h.escape && done < len(t) {
			h.move(t[done : done+1]) // the other half of an escape
			done++
		}
	}
	h.move(t[done:])
	h.out = append(h.out, t[done:]...)
}

// isWord reports whether f is all of a member's name, and a short word: more
// likely the answer's own than a secret.
func isWord(t string, f stretch) bool {
	if name := t[f.from:f.to]; f.from == 0 || t[f.from-1] != '"' || len(name) > 8 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLower(r) && r != '_' }) {
		return false
	}
	behind, closed := strings.CutPrefix(t[f.to:], `"`)
	return closed && strings.HasPrefix(strings.TrimLeft(behind, " \t\r\n"), ":")
}

// move goes on behind t.
func (h *hiding) move(t string) {
	for i := range len(t) {
		switch c := t[i]; {
		case h.escape:
			h.escape = false
		case h.inText && c == '\\':
			h.escape = true
		case c == '"':
			h.inText = !h.inText
		}
	}
}

// number is a value of JSON that stands without quotes.
var number = regexp.MustCompile(`^(-?[0-9][0-9.eE+-]*|true|false|null)$`)

// bare is what stands around f up to the marks of JSON.
func bare(t string, f stretch) (from, to int) {
	const marks = " \t\r\n,:[]{}\""
	from = strings.LastIndexAny(t[:f.from], marks) + 1
	if to = strings.IndexAny(t[f.to:], marks); to < 0 {
		return from, len(t)
	}
	return from, f.to + to
}
