// No secret stands in a definition. Whether a text is one cannot be seen, so the
// names tell: those of headers, query values and members of bodies.

package template

import (
	"slices"
	"strings"
	"unicode"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

// withoutSecret is what to do instead of writing a secret down.
const withoutSecret = "a parameter that is secret, or the service's own credential in the configuration"

// credentialWords are the words in names of headers, query values and members
// that carry credentials.
var credentialWords = []string{"auth", "authorization", "authentication", "cookie", "token", "secret", "password", "passwd", "pwd",
	"credential", "credentials", "apikey", "signature", "sig", "bearer", "jwt", "sessionid"}

// pageWords stand before a token that names a page.
var pageWords = []string{"page", "next", "previous", "prev", "continuation", "continue", "sync", "delta", "scroll", "skip", "start", "cursor"}

// carriesCredential reports whether a value of that name is likely a secret. A
// word too many costs a parameter; one too few, a leaked key.
func carriesCredential(name string) bool {
	words := wordsIn(name)
	for i, w := range words {
		if w == "token" && i > 0 && slices.Contains(pageWords, words[i-1]) {
			continue // it names a page
		}
		if slices.Contains(credentialWords, w) {
			return true
		}
		if w == "key" && i > 0 && slices.Contains([]string{"api", "access", "private", "subscription", "functions", "app", "auth", "license"}, words[i-1]) {
			return true
		}
	}
	return false
}

// headerKey: in a header a key is never anything but a credential.
func headerKey(name string) bool {
	words := wordsIn(name)
	return slices.Contains(words, "key") && !slices.Contains(words, "idempotency") || strings.EqualFold(name, "x-user")
}

// wordsIn takes a name apart: "X-Api-Key", "apiKey" and "api_key" are the same
// words.
func wordsIn(name string) []string {
	var b strings.Builder
	lower := false
	for _, c := range name {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			c, lower = ' ', false
		case unicode.IsUpper(c):
			if lower {
				b.WriteByte(' ')
			}
			lower = false
		default:
			lower = true
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return strings.Fields(b.String())
}

// noSecrets refuses texts below n whose members have the names of credentials.
func (r *reading) noSecrets(n *jsonschema.Node) {
	for _, m := range n.Members {
		if text := m.Kind == '"' && m.Text != ""; text && carriesCredential(m.Name) {
			r.refuse(m.Pointer(), "has the name of a credential, and no secret stands in a definition", withoutSecret, "")
		}
		r.noSecrets(m)
	}
	for _, e := range n.Elems {
		r.noSecrets(e)
	}
}
