// Names of members whose values are nobody's business. A schema is written to a
// disk and shown to people, and it holds values where there are few of them; a
// password that is the same in every record would be the first to be kept.

package schema

import "strings"

// secretWords make a name that of a secret, wherever in it they stand.
var secretWords = []string{"password", "passwd", "passphrase", "secret", "token", "apikey", "credential", "authorization", "cookie", "sessionid"}

// secretName reports whether a member name says that its value is secret: one
// of secretWords is in it, or it ends with "key" and says more than that. Case,
// "_" and "-" make no difference. A name that only sounds like it costs nothing
// but the enumeration.
func secretName(name []byte) bool {
	if len(name) > MaxName {
		name = name[:MaxName]
	}
	var buf [MaxName]byte
	plain := buf[:0]
	for _, c := range name {
		switch {
		case c == '_' || c == '-':
		case 'A' <= c && c <= 'Z':
			plain = append(plain, c|0x20)
		default:
			plain = append(plain, c)
		}
	}
	text := string(plain)
	for _, w := range secretWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return len(text) > len("key") && strings.HasSuffix(text, "key")
}
