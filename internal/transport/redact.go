// Why this file is here: errors end up in logs, and *url.Error repeats the URL with whatever is in it.
// What may be printed is made here, and what a RoundTripper of the caller's puts into its messages is
// searched for the things that were added by signing.

package transport

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	hidden      = "…"
	shortSecret = 4 // shorter ones would blank out ordinary words
	shortValue  = 8 // the same for path segments and query values
)

// RedactURL returns scheme://host/path?name=…&…, without user information, query values and fragment;
// control bytes and anything beyond ASCII are percent-encoded. It returns "" for nil.
func RedactURL(u *url.URL) string {
	if u == nil {
		return ""
	}
	var b strings.Builder
	if u.Scheme != "" {
		b.WriteString(visible(u.Scheme) + ":")
	}
	switch {
	case u.Opaque != "":
		b.WriteString(hidden)
	case u.Host != "" || u.User != nil:
		b.WriteString("//" + visible(u.Host))
	}
	b.WriteString(visible(u.EscapedPath()))
	if u.RawQuery == "" {
		return b.String()
	}
	sep := byte('?')
	for pair := range strings.FieldsFuncSeq(u.RawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		b.WriteByte(sep)
		sep = '&'
		name, _, valued := strings.Cut(pair, "=")
		b.WriteString(visible(name))
		if valued {
			b.WriteString("=" + hidden)
		}
	}
	return b.String()
}

func visible(s string) string {
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f }
	if !strings.ContainsFunc(s, odd) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if odd(rune(s[i])) {
			fmt.Fprintf(&b, "%%%02X", s[i])
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// escapes are the terminal's: CSI sequences, OSC and its kin up to their end, and two-byte ones.
var escapes = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?" +
	"|\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?" + "|\x1b[ -/]*[0-~]?")

// CleanText makes a printable one-line snippet of what a server sent: terminal escapes and invisible
// characters removed, invalid UTF-8 replaced by U+FFFD, white space collapsed, at most limit bytes.
func CleanText(b []byte, limit int) string {
	const enough = 16 // bytes of input looked at per byte wanted
	if limit <= 0 {
		return ""
	}
	if len(b)/enough > limit {
		b = b[:limit*enough]
	}
	var out strings.Builder
	space := false
	for _, r := range escapes.ReplaceAllString(strings.ToValidUTF8(string(b), "\uFFFD"), "") {
		switch {
		case unicode.IsSpace(r):
			space = out.Len() > 0
			continue
		case !unicode.IsPrint(r):
			continue
		}
		need := utf8.RuneLen(r)
		if space {
			need++
		}
		if out.Len()+need > limit {
			break
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r)
	}
	return out.String()
}

// scrub removes every *url.Error from err and, where its text holds a secret, replaces it by one that
// has the text without it and still answers errors.Is. plain is req before it was signed, or nil.
func scrub(err error, req, plain *http.Request) error {
	var outer *url.Error
	for errors.As(err, &outer) {
		if outer.Err == nil {
			return errors.New("request failed")
		}
		err = outer.Err
	}
	text := err.Error()
	clean := urlInText.ReplaceAllStringFunc(text, redactMatch)
	for _, s := range secrets(req, plain) {
		clean = strings.ReplaceAll(clean, s, hidden)
	}
	if clean == text {
		return err
	}
	return &scrubbedError{text: clean, is: func(target error) bool { return errors.Is(err, target) }}
}

// scrubbedError does not unwrap: the text below it is what had to go. The original is only reachable
// by errors.Is, from within a function, so that no formatting verb finds it.
type scrubbedError struct {
	text string
	is   func(error) bool
}

func (e *scrubbedError) Error() string        { return e.text }
func (e *scrubbedError) Is(target error) bool { return e.is(target) }

var urlInText = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^\s"'<>]+`)

func redactMatch(s string) string {
	if !strings.ContainsAny(s, "@?#") {
		return s
	}
	if u, err := url.Parse(s); err == nil {
		return RedactURL(u)
	}
	scheme, _, _ := strings.Cut(s, "://")
	return scheme + "://" + hidden
}

// secrets lists what signing added to the request, and what a URL may hide.
func secrets(req, plain *http.Request) []string {
	var found []string
	add := func(s string, shortest int) {
		if len(s) >= shortest {
			found = append(found, s)
		}
	}
	var before http.Header
	var path string
	if plain != nil {
		before, path = plain.Header, plain.URL.EscapedPath()
	}
	if _, password, ok := req.BasicAuth(); ok {
		add(password, shortSecret)
	}
	for name, values := range req.Header {
		if plain == nil && name != "Authorization" || name == "Accept-Encoding" {
			continue
		}
		for i, v := range values {
			if name != "Authorization" && i < len(before[name]) && before[name][i] == v {
				continue
			}
			add(v, shortSecret)
			if _, credential, ok := strings.Cut(v, " "); ok {
				add(credential, shortSecret)
			}
		}
	}
	add(req.URL.RawQuery, 1)
	for _, values := range req.URL.Query() {
		for _, v := range values {
			add(v, shortValue)
		}
	}
	if plain != nil {
		for segment := range strings.SplitSeq(req.URL.EscapedPath(), "/") {
			if !strings.Contains(path, segment) {
				add(segment, shortValue)
			}
		}
	}
	return found
}
