// What a string looks like. A format is recognised only where every checker of
// JSON Schema agrees, so each is read strictly: what is in doubt is plain text.
// Hashes have no format in JSON Schema and are written as patterns.

package schema

import (
	"bytes"
	"net/netip"
	"strings"
)

// format is what all strings of a field look like.
type format uint8

const (
	formatNone  format = iota // no string seen
	formatPlain               // none of the others, or not all the same
	formatDate
	formatDateTime
	formatEmail
	formatIPv4
	formatIPv6
	formatURI
	formatUUID
	formatMD5
	formatSHA1
	formatSHA256
	formats
)

var formatNames = [formats]string{"", "plain text", "date", "date-time", "email", "ipv4", "ipv6", "uri", "uuid", "md5", "sha1", "sha256"}

var formatPatterns = [formats]string{formatMD5: "^[0-9A-Fa-f]{32}$", formatSHA1: "^[0-9A-Fa-f]{40}$", formatSHA256: "^[0-9A-Fa-f]{64}$"}

// join gives the format of strings of which some look like f and some like g.
func (f format) join(g format) format {
	switch {
	case f == formatNone || f == g:
		return g
	case g == formatNone:
		return f
	}
	return formatPlain
}

// detect gives the format of one string; formatPlain if it has none.
func detect(s []byte) format {
	if len(s) < 2 || len(s) > 2048 {
		return formatPlain
	}
	switch {
	case len(s) == 10 && isDate(s):
		return formatDate
	case len(s) == 36 && isUUID(s):
		return formatUUID
	case len(s) == 32 && isHex(s):
		return formatMD5
	case len(s) == 40 && isHex(s):
		return formatSHA1
	case len(s) == 64 && isHex(s):
		return formatSHA256
	case len(s) >= 20 && s[4] == '-' && isDateTime(s):
		return formatDateTime
	case isIP(s):
		if bytes.IndexByte(s, ':') >= 0 {
			return formatIPv6
		}
		return formatIPv4
	case isEmail(s):
		return formatEmail
	case isURI(s):
		return formatURI
	}
	return formatPlain
}

// dataName reports whether a member name is data by its looks: a whole number
// or a string with a format.
func dataName(name []byte) bool {
	return detect(name) != formatPlain || len(name) > 0 && all(name, isDigit)
}

// listed reports whether a string may be kept as a value of an enumeration.
// What could be an address, a path or a header is not, at any length.
func listed(s []byte) bool {
	return len(s) <= MaxValue && !bytes.ContainsAny(s, "@/\\<>\"\x00\n\r\t") && !credential(s)
}

func isDigit(c byte) bool    { return c-'0' < 10 }
func isLetter(c byte) bool   { return c|0x20-'a' < 26 }
func isHexDigit(c byte) bool { return isDigit(c) || c|0x20-'a' < 6 }
func isHex(s []byte) bool    { return all(s, isHexDigit) }

func all(s []byte, is func(byte) bool) bool {
	for _, c := range s {
		if !is(c) {
			return false
		}
	}
	return true
}

func isUUID(s []byte) bool {
	for i, c := range s {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !isHexDigit(c) {
			return false
		}
	}
	return true
}

// isIP reads an address without a zone. The characters are looked at first,
// because the parser allocates.
func isIP(s []byte) bool {
	if len(s) > 45 || !all(s, func(c byte) bool { return isHexDigit(c) || c == '.' || c == ':' }) || !bytes.ContainsAny(s, ".:") {
		return false
	}
	_, err := netip.ParseAddr(string(s))
	return err == nil
}

// isEmail takes a dotted local part and a domain of at least two labels; the
// quoted forms of RFC 5322 are plain text.
func isEmail(s []byte) bool {
	local, domain, found := bytes.Cut(s, []byte("@"))
	if !found || len(local) > 64 || len(domain) > 253 || bytes.IndexByte(domain, '.') < 0 {
		return false
	}
	return labels(local, func(c byte) bool { return strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0 }) &&
		labels(domain, func(c byte) bool { return c == '-' }) && !bytes.Contains(domain, []byte("-.")) &&
		!bytes.Contains(domain, []byte(".-")) && domain[0] != '-' && domain[len(domain)-1] != '-'
}

// labels reports whether s is words of letters, digits and also, with single
// dots between them.
func labels(s []byte, also func(byte) bool) bool {
	size := 0
	for _, c := range s {
		switch {
		case c == '.':
			if size == 0 {
				return false
			}
			size = 0
		case isLetter(c) || isDigit(c) || also(c):
			if size++; size > 64 {
				return false
			}
		default:
			return false
		}
	}
	return size > 0
}

// isURI takes absolute URIs with "//", in the characters of RFC 3986 and
// without brackets.
func isURI(s []byte) bool {
	scheme, tail, found := bytes.Cut(s, []byte("://"))
	if !found || len(scheme) == 0 || len(tail) == 0 || !isLetter(scheme[0]) || bytes.Count(tail, []byte("#")) > 1 {
		return false
	}
	if !all(scheme, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.' }) {
		return false
	}
	host := tail
	if i := bytes.IndexAny(tail, "/?#"); i >= 0 {
		host = tail[:i]
	}
	host, port, _ := bytes.Cut(host, []byte(":"))
	if !all(port, isDigit) || !labels(host, func(c byte) bool { return c == '-' }) {
		return false
	}
	for i, c := range tail {
		switch {
		case c == '%':
			if i+2 >= len(tail) || !isHex(tail[i+1:i+3]) {
				return false
			}
		case !isLetter(c) && !isDigit(c) && strings.IndexByte("-._~:/?#@!$&'()*+,;=", c) < 0:
			return false
		}
	}
	return true
}
