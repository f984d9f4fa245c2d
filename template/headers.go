// People who fill in a form or a line of configuration write headers as text:
// "X-Tenant:acme,Accept:application/json". This file turns that text into an
// http.Header and refuses what would let a value break out of its line or fight
// with the transport over the connection. It never repeats a value, not even in
// an error: header values are where keys are kept. Whether an Authorization
// header may stand beside an authenticator that signs is not known here; the
// client checks it when the request is made.

package template

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strings"
)

// reservedHeaders are the headers that belong to the connection and the message
// framing, in canonical form, with who sets them instead.
var reservedHeaders = map[string]string{
	"Accept-Encoding":     "the transport chooses what it can inflate",
	"Connection":          "it belongs to the connection",
	"Content-Length":      "it follows from the body",
	"Host":                "it follows from the address of the service",
	"Keep-Alive":          "it belongs to the connection",
	"Proxy-Authenticate":  "it belongs to the proxy",
	"Proxy-Authorization": "it belongs to the proxy",
	"Proxy-Connection":    "it belongs to the proxy",
	"Te":                  "it belongs to the connection",
	"Trailer":             "it belongs to the connection",
	"Transfer-Encoding":   "it belongs to the connection",
	"Upgrade":             "it belongs to the connection",
}

// ParseHeaders reads headers written as name:value,name:value. Spaces and tabs
// around names and values do not count, a name given twice has both values in
// the order written, and the empty string gives an empty header, never nil.
//
// A comma ends a value. One that belongs to the value is written with a
// backslash before it (\,) or stands inside double quotes around the whole
// value ("a, b"), where only \" and \\ are needed. Outside quotes a backslash
// takes the next character as it is; a colon after the first needs none. Quotes
// in the middle of a value are ordinary characters.
//
// Everything wrong with s comes back at once, as one error joined from one per
// header; it names the header and never its value: a missing colon, a name that
// is not an HTTP token, a name that the connection owns (Host, Content-Length,
// Accept-Encoding and the like), a control character in the value, a quote that
// is not closed, text after a closing quote. The header is then nil.
func ParseHeaders(s string) (http.Header, error) {
	header := make(http.Header)
	if trimBlank(s) == "" {
		return header, nil
	}
	var problems []error
	for n, rest, more := 1, s, true; more; n++ {
		var field headerField
		field, rest, more = nextHeader(rest)
		name, err := field.check(n)
		if err != nil {
			problems = append(problems, fmt.Errorf("template: headers: %w", err))
			continue
		}
		header[name] = append(header[name], field.value)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return header, nil
}

// headerField is one name:value as it was written, with the quotes and backslashes of the value undone.
type headerField struct {
	name, value string
	colon       bool  // there was one; without it name is unset, because the text could as well be a value
	broken      error // what is wrong with the quoting of the value
}

var (
	errOpenQuote  = errors.New("the quote around the value is not closed")
	errAfterQuote = errors.New("text after the closing quote of the value")
	errOpenEscape = errors.New("the value ends in a backslash")
)

// nextHeader cuts the first header off s. more says that a comma followed it, so there must be another one.
func nextHeader(s string) (field headerField, rest string, more bool) {
	i := strings.IndexAny(s, ":,")
	if i < 0 {
		return headerField{}, "", false
	}
	if s[i] == ',' {
		return headerField{}, s[i+1:], true
	}
	field.name, field.colon = trimBlank(s[:i]), true
	s = strings.TrimLeft(s[i+1:], " \t")
	if strings.HasPrefix(s, `"`) {
		field.value, s, field.broken = quotedValue(s[1:])
	} else {
		field.value, s, field.broken = plainValue(s)
	}
	rest, more = strings.CutPrefix(s, ",")
	return field, rest, more
}

// plainValue undoes the backslashes of an unquoted value. rest is empty or starts with the comma that ended the value.
func plainValue(s string) (value, rest string, err error) {
	var b strings.Builder
	kept := 0 // bytes of b that are not to be trimmed: an escaped space was meant
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ',':
			return trimBlankRight(b.String(), kept), s[i:], nil
		case s[i] != '\\':
			b.WriteByte(s[i])
		case i+1 == len(s):
			return "", "", errOpenEscape
		default:
			i++
			b.WriteByte(s[i])
			kept = b.Len()
		}
	}
	return trimBlankRight(b.String(), kept), "", nil
}

// quotedValue undoes the quoting of a value whose opening quote was taken
// already. rest is empty or starts with the comma after the value.
func quotedValue(s string) (value, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			rest = strings.TrimLeft(s[i+1:], " \t")
			if rest == "" || rest[0] == ',' {
				return b.String(), rest, nil
			}
			_, rest, _ = plainValue(rest) // go on with the next header, to find what is wrong there too
			return "", rest, errAfterQuote
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", errOpenQuote
}

// check returns the canonical name, or what is wrong with the n-th header,
// counted from 1. Text that is not a name is not repeated: a value with a comma
// nobody escaped lands here as if it were one.
func (f headerField) check(n int) (string, error) {
	switch {
	case !f.colon:
		return "", fmt.Errorf("header %d: no colon between name and value (write a comma that belongs to a value as \\,)", n)
	case f.name == "":
		return "", fmt.Errorf("header %d: no name before the colon", n)
	case !isToken(f.name):
		return "", fmt.Errorf("header %d: the name is not a valid header name", n)
	}
	name := textproto.CanonicalMIMEHeaderKey(f.name)
	if reason, ok := reservedHeaders[name]; ok {
		return "", fmt.Errorf("header %q: cannot be set here: %s", name, reason)
	}
	if f.broken != nil {
		return "", fmt.Errorf("header %q: %w", name, f.broken)
	}
	if strings.ContainsFunc(f.value, isControl) {
		return "", fmt.Errorf("header %q: control character in the value", name)
	}
	return name, nil
}

// isToken reports whether s is a field name of RFC 9110 section 5.1, so that
// nothing but a name can stand in the name's place.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r > 0x7e || r <= ' ' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// isControl reports what RFC 9110 section 5.5 forbids in a value: all control characters but the tab.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

func trimBlank(s string) string { return strings.Trim(s, " \t") }

// trimBlankRight takes spaces off the end of s, but none of the first kept bytes.
func trimBlankRight(s string, kept int) string {
	return s[:kept] + strings.TrimRight(s[kept:], " \t")
}
