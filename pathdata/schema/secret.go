// Names of members whose values are nobody's business. A schema is written to a
// disk and shown to people, and it holds values where there are few of them; a
// password that is the same in every record would be the first to be kept. A
// name that only sounds like a secret's costs nothing but the enumeration, so
// what is in doubt is hidden.

package schema

import (
	"bytes"
	"slices"
	"strings"
)

// secrecy is what may be known of a value, by the names around it.
type secrecy uint8

const (
	secretNone   secrecy = iota
	secretNumber         // unless it is a short number: "sid" is a session's or that of a rule
	secretTitle          // unless it has blanks: "signature" is made by a key or what a rule is called
	secretAll            // nothing but its format; the names below it are secret too
)

// secretWords make a name that of a secret, wherever in it they stand.
var secretWords = []string{"password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "apikey", "privatekey", "credential",
	"authorization", "bearer", "cookie", "sessionid", "sessid"}

// secretWholes do so as words of their own, because they are parts of others:
// "bypass", "author", "spin". Each may have an "s" behind it.
var secretWholes = []string{"pass", "auth", "oauth", "jwt", "pin", "otp", "session", "private"}

// maxRule is how many digits the number of a rule has at most.
const maxRule = 10

// secretName says how secret the value of a member is by its name: one of
// secretWords is in it, one of secretWholes is a word of it, or it ends with
// "key" or "keys" and says more than that. Case and whatever is no letter or
// digit make no difference.
func secretName(name []byte) secrecy {
	name = name[:min(len(name), MaxName)]
	var buf [MaxName]byte
	plain := fold(buf[:0], name)
	for _, w := range secretWords {
		if bytes.Contains(plain, []byte(w)) {
			return secretAll
		}
	}
	if key := bytes.TrimSuffix(plain, []byte("s")); len(key) > len("key") && bytes.HasSuffix(key, []byte("key")) {
		return secretAll
	}
	last := ""
	for len(name) > 0 {
		var word []byte
		if word, name = nextWord(name); len(word) == 0 {
			continue
		}
		whole := string(fold(buf[:0], word))
		last = strings.TrimSuffix(whole, "s")
		if slices.Contains(secretWholes, whole) || slices.Contains(secretWholes, last) {
			return secretAll
		}
	}
	switch last {
	case "sid":
		return secretNumber
	case "signature":
		return secretTitle
	}
	return secretNone
}

// fold appends the letters and digits of name to plain, in lower case.
func fold(plain, name []byte) []byte {
	for _, c := range name {
		switch {
		case isDigit(c):
			plain = append(plain, c)
		case isLetter(c):
			plain = append(plain, c|0x20)
		}
	}
	return plain
}

// nextWord cuts the first word off a name in camelCase, snake_case or the like:
// "userPIN", "PINCode" and "pin_1" have the word pin. It may be empty.
func nextWord(name []byte) (word, rest []byte) {
	upper := func(i int) bool { return i < len(name) && isLetter(name[i]) && name[i] < 'a' }
	lower := func(i int) bool { return i < len(name) && isLetter(name[i]) && name[i] >= 'a' }
	for i, c := range name {
		switch {
		case !isLetter(c):
			return name[:i], name[i+1:]
		case i > 0 && upper(i) && (lower(i-1) || lower(i+1)):
			return name[:i], name[i:]
		}
	}
	return name, nil
}

// with gives the secrecy of a value below one of secrecy s, whose own name has
// own.
func (s secrecy) with(own secrecy) secrecy {
	if s == secretAll || own == secretNone {
		return s
	}
	return own
}

// hides reports whether a string of that secrecy is not to be kept.
func (s secrecy) hides(text []byte) bool {
	switch s {
	case secretNumber:
		return len(text) > maxRule || !all(text, isDigit)
	case secretTitle:
		return bytes.IndexByte(text, ' ') < 0
	}
	return s == secretAll
}

// Members of an object that say what its value is, as in a list of headers, and
// those that have the value.
var (
	labelNames = [][]byte{[]byte("name"), []byte("key"), []byte("header"), []byte("field"), []byte("param"), []byte("parameter")}
	valueNames = [][]byte{[]byte("value"), []byte("values"), []byte("val")}
)

// labelled gives the secrecy that an object's own members give to its value:
// {"name":"Authorization","value":"…"}.
func (t *tape) labelled(e *entry) (found secrecy) {
	at := e.last
	for at != none && !oneOf(valueNames, t.nameOf(&t.entries[at])) {
		at = t.entries[at].prev
	}
	if at == none {
		return secretNone
	}
	for at = e.last; at != none; at = t.entries[at].prev {
		if m := &t.entries[at]; m.kind == kindString && oneOf(labelNames, t.nameOf(m)) {
			found = max(found, secretName(t.textOf(m)))
		}
	}
	return found
}

// oneOf reports whether a name is one of a list of words, in any case.
func oneOf(words [][]byte, name []byte) bool {
	for _, w := range words {
		if len(w) == len(name) && bytes.EqualFold(w, name) {
			return true
		}
	}
	return false
}

// credential reports whether a string is what an Authorization header has.
func credential(s []byte) bool {
	for _, scheme := range []string{"bearer ", "basic "} {
		if len(s) >= len(scheme) && bytes.EqualFold(s[:len(scheme)], []byte(scheme)) {
			return true
		}
	}
	return false
}
