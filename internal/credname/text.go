// Credentials travel in URLs too, and URLs in headers, in paths and in each
// other: a redirect names the token behind its question mark. The names in them
// tell in the same way.

package credname

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// pair is a value with its name as a URL holds it: in the query or the fragment,
// or, behind a semicolon, as a parameter of a segment of its path.
var pair = regexp.MustCompile(`[?&#]([^?&#;=/\s"'<>]+)=([^&#\s"'<>]*)|;\s*([^?&#;=/\s"'<>]+)=([^;/?&#\s"'<>]*)`)

// user is what stands between a scheme and a host.
var user = regexp.MustCompile(`(://)([^/?#\s"'<>]+)@`)

// maxNested is how deep URLs in URLs are looked into.
const maxNested = 4

// Find returns the names of values in a URL, or a path, that are likely to be
// credentials, each once. Of a text that is neither it says nothing.
func Find(text string) []string {
	if !isURL(text) {
		return nil
	}
	var found []string
	walk(text, maxNested, func(name string, _, _ int) { found = append(found, name) })
	slices.Sort(found)
	return slices.Compact(found)
}

// Hide returns a text with shown in place of the values that Find finds, and of
// user names and passwords of the URLs in it.
func Hide(text, shown string) string {
	var b strings.Builder
	done := 0
	walk(text, maxNested, func(_ string, from, to int) {
		b.WriteString(text[done:from] + shown)
		done = to
	})
	return user.ReplaceAllString(b.String()+text[done:], "${1}"+strings.ReplaceAll(shown, "$", "$$")+"@")
}

// Cut returns a path without the parameters of its segments that Find finds.
func Cut(path string) string {
	var b strings.Builder
	done := 0
	walk(path, maxNested, func(_ string, from, to int) {
		b.WriteString(path[done:strings.LastIndexAny(path[:from], ";?&#")])
		done = to
	})
	return b.String() + path[done:]
}

// walk calls put for each value that is likely to be a credential, or a URL that
// holds one, with where it stands.
func walk(text string, deep int, put func(name string, from, to int)) {
	for _, at := range pair.FindAllStringSubmatchIndex(text, -1) {
		if at[2] < 0 {
			at = append(at[:2:2], at[6:]...)
		}
		name, value := plain(text[at[2]:at[3]]), plain(text[at[4]:at[5]])
		if value != "" && (Looks(name) || deep > 0 && holds(value, deep-1)) {
			put(name, at[4], at[5])
		}
	}
}

func isURL(text string) bool { return strings.HasPrefix(text, "/") || strings.Contains(text, "://") }

// holds reports whether there is a credential in a value that is a URL itself.
func holds(text string, deep int) (found bool) {
	if !isURL(text) {
		return false
	}
	walk(text, deep, func(string, int, int) { found = true })
	return found || user.MatchString(text)
}

// plain undoes the escapes of a query; a text with broken ones stays.
func plain(text string) string {
	if p, err := url.QueryUnescape(text); err == nil {
		return p
	}
	return text
}
