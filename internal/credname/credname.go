// Why this file is here: headers and query parameters that people write by hand
// may carry credentials, and only their names tell. What is shown of a request
// and what is written down of one ask the same question, so it is answered once.

// Package credname tells by its name whether a header or a query parameter is
// likely to carry a credential.
package credname

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// word is a part of a name that says "credential" by itself.
var word = regexp.MustCompile(`^(api|access|private|app|auth|oauth|shared|account|client|user|session|refresh|id|bearer|secret|security|subscription|x)*` +
	`(key|token|secrets?|passwords?|passwd|passphrases?|pass|pwd|auth|authorization|authentication|authenticate|cookies?|credentials?|jwt|bearer|session|sessionid|signature|sig|sid)$`)

// ending is the end of a name written in one go that says so by itself, whatever
// stands in front: "myapikey". "key" and "token" alone do not: "monkey".
var ending = regexp.MustCompile(`((api|access|auth|secret|private|shared|signing|account)keys?|(api|access|auth|refresh|bearer|session|security)tokens?|` +
	`sess(ion)?id|secrets?|passwords?|passwd|passphrases?|credentials?|authorization)$`)

// harmless words before "key" and "token" make them the names of other things.
var harmless = []string{"page", "next", "previous", "prev", "continuation", "continue", "sync", "delta", "scroll", "skip", "start", "cursor",
	"sort", "order", "group", "partition", "primary", "foreign", "public", "idempotency"}

// Looks reports whether a header or query parameter of that name is likely to
// carry a credential: "Authorization", "X-Api-Key", "access_token". It cannot
// know: who asks should say what it did because of the answer.
func Looks(name string) bool {
	words := split(name)
	return carries(words, "") || strings.Join(words, "-") == "x-user" // half of a pair of headers that signs
}

// Member is Looks for the member of a body, where a key by itself is what
// something is found by.
func Member(name string) bool { return carries(split(name), "key") }

// carries reports whether a word that is not alone as the given one says
// "credential".
func carries(words []string, alone string) bool {
	for i, w := range words {
		if i > 0 && (w == "key" || w == "token") && slices.Contains(harmless, words[i-1]) || len(words) == 1 && w == alone {
			continue
		}
		if word.MatchString(w) || ending.MatchString(w) {
			return true
		}
	}
	return ending.MatchString(strings.Join(words, ""))
}

// split takes a name apart at everything that is no letter or digit, and where
// a capital begins a word.
func split(name string) []string {
	var words []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, strings.ToLower(b.String()))
			b.Reset()
		}
	}
	lower := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			lower = false
			continue
		case unicode.IsUpper(r) && lower:
			end()
		}
		lower = unicode.IsLower(r)
		b.WriteRune(r)
	}
	end()
	return words
}
