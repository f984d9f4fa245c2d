// Servers echo: debug pages and gateways print the request that they refused,
// headers, query and all. What an authenticator put into a request, and what
// was declared secret, is cut out of any refusal before it can become part of
// an error. An answer escapes what it quotes, as JSON, HTML or a URL does, and
// one may be inside another: so a text is looked at in each of these ways.

package proofpoint

import (
	"cmp"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// signed remembers what must not come back in one exchange: what signing added
// to the requests, and the values of secret parameters. It belongs to one
// goroutine. A nil signed hides nothing.
type signed struct {
	values []string
	who    []string // those of them that only say who asks
}

// whoHeader is the half of a pair of headers that says who asks.
const whoHeader = "X-User"

// secrets are the values but for who asks, which is no secret.
func (s *signed) secrets() []string {
	if s == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.values), func(v string) bool { return slices.Contains(s.who, v) })
}

// isIn reports whether a text holds a credential whole, as it is or escaped.
// Short values say nothing, and neither does who asks.
func (s *signed) isIn(text string) bool {
	plain, err := url.PathUnescape(text)
	if err != nil {
		plain = text
	}
	return slices.ContainsFunc(s.secrets(), func(v string) bool {
		return len(v) >= 8 && (strings.Contains(text, v) || strings.Contains(plain, v))
	})
}

// The sizes of what is looked for, in bytes. Below scrubLeast there is no
// telling a secret from the answer; below scrubInside it must stand alone,
// because ordinary words may hold it.
const (
	scrubLeast  = 4
	scrubInside = 6
)

// note compares the signed copy with the request before it was signed.
func (s *signed) note(after, before *http.Request) {
	if s == nil || after == nil || before == nil {
		return
	}
	s.noteHeader(after.Header, before.Header)
	if _, password, ok := after.BasicAuth(); ok {
		s.add(password)
	}
	if after.URL == nil || before.URL == nil {
		return
	}
	s.notePath(after.URL, before.URL)
	s.noteQuery(after.URL, before.URL)
}

// plainHeaders say nothing that is secret, whoever sets them.
var plainHeaders = []string{"Accept-Encoding", "Accept", "Accept-Language", "Content-Type", "Date", "User-Agent"}

// noteHeader takes values whole, behind their scheme word, and by their parts:
// cookies and parameters. Accept-Encoding is the transport's.
func (s *signed) noteHeader(after, before http.Header) {
	for name, values := range after {
		if slices.Contains(plainHeaders, name) {
			continue
		}
		for _, v := range values {
			if slices.Contains(before[name], v) {
				continue
			}
			_, bare, _ := strings.Cut(v, " ")
			s.add(v, bare)
			if name == whoHeader {
				s.who = append(s.who, v, bare)
			}
			if name != "Authorization" && name != "Cookie" {
				continue
			}
			for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return strings.ContainsRune(" ,;", r) }) {
				_, value, _ := strings.Cut(part, "=")
				s.add(strings.Trim(value, `"`))
			}
		}
	}
}

func (s *signed) notePath(after, before *url.URL) {
	old := strings.Split(before.Path, "/")
	for segment := range strings.SplitSeq(after.Path, "/") {
		if !slices.Contains(old, segment) {
			s.add(segment)
		}
	}
}

// noteQuery goes over the pairs and not over url.Values, which drop what they
// cannot read. A pair that is a name alone may be the secret itself.
func (s *signed) noteQuery(after, before *url.URL) {
	old := queryValues(before.RawQuery)
	for _, v := range queryValues(after.RawQuery) {
		if !slices.Contains(old, v) {
			s.add(v)
		}
	}
}

func queryValues(raw string) []string {
	var out []string
	for pair := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r == '&' || r == ';' }) {
		name, v, ok := strings.Cut(pair, "=")
		if !ok {
			v = name
		}
		if plain, err := url.QueryUnescape(v); err == nil {
			v = plain
		}
		out = append(out, v)
	}
	return out
}

// also hides values that no signing brought: those of secret parameters.
func (s *signed) also(values []string) {
	if s != nil {
		s.add(values...)
	}
}

// add keeps values, in the other shapes that they may come back in: base64
// without its padding, and as a text that was made printable.
func (s *signed) add(values ...string) {
	for _, v := range values {
		for _, shape := range []string{v, strings.TrimRight(v, "="), transport.CleanText([]byte(v), len(v))} {
			if len(shape) >= scrubLeast && !slices.Contains(s.values, shape) {
				s.values = append(s.values, shape)
			}
		}
	}
}

// scrub replaces what was noted wherever it stands in b, escaped or not, and
// where b was cut at the size that is kept of an answer, also the beginning of
// it at the end.
func (s *signed) scrub(b []byte) []byte {
	if s == nil || len(s.values) == 0 {
		return b
	}
	clean := redact(string(b), s.values, scrubLeast, scrubInside, len(b) >= maxErrorBody)
	if clean == string(b) {
		return b
	}
	return []byte(clean)
}

// text does the same for a text that was read out of an answer, cut to what an
// error shows of it.
func (s *signed) text(t string) string {
	if s == nil || len(s.values) == 0 {
		return t
	}
	t, cut := strings.CutSuffix(t, cutMark)
	t = redact(t, s.values, scrubLeast, scrubInside, cut || len(t) > maxMessage-8)
	if cut {
		t += cutMark
	}
	return t
}

// redact replaces each of values wherever it stands in t: those shorter than
// least nowhere, those shorter than inside only where they stand alone. In a
// text that was cut, the beginning of a value at the end goes too. It is one
// pass, so that no replacement is looked at again.
func redact(t string, values []string, least, inside int, cut bool) string {
	var b strings.Builder
	done := 0
	for _, f := range stretches(t, values, least, inside, cut) {
		b.WriteString(t[done:f.from] + redacted)
		done = f.to
	}
	return b.String() + t[done:]
}

// stretches are the parts of t that redact replaces, in order and apart from each
// other.
func stretches(t string, values []string, least, inside int, cut bool) []stretch {
	var found []stretch
	for _, v := range views(t) {
		for _, value := range values {
			if value == "" || len(value) < least {
				continue
			}
			found = v.find(found, value, len(value) < inside)
			if cut {
				found = v.findStart(found, value)
			}
		}
	}
	slices.SortFunc(found, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	apart := found[:0]
	for _, f := range found {
		if n := len(apart); n > 0 && f.from < apart[n-1].to {
			apart[n-1].to = max(apart[n-1].to, f.to)
			continue
		}
		apart = append(apart, f)
	}
	return apart
}

// stretch is a part of a text, in bytes.
type stretch struct{ from, to int }

// view is a text with some escaping undone. at says for each byte, and for the
// end, where it began in the text as it came; nil: in the same place.
type view struct {
	text string
	at   []int32
}

func (v view) pos(i int) int {
	if v.at == nil {
		return i
	}
	return int(v.at[i])
}

// find appends where value stands in v; alone: with no letter or digit beside
// it.
func (v view) find(found []stretch, value string, alone bool) []stretch {
	for from := 0; ; from++ {
		n := strings.Index(v.text[from:], value)
		if n < 0 {
			return found
		}
		from += n
		to := from + len(value)
		before, _ := utf8.DecodeLastRuneInString(v.text[:from])
		after, _ := utf8.DecodeRuneInString(v.text[to:])
		if !alone || !inWord(before) && !inWord(after) {
			found = append(found, stretch{v.pos(from), v.pos(to)})
		}
	}
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// findStart appends the longest beginning of value that v ends with.
func (v view) findStart(found []stretch, value string) []stretch {
	for n := min(len(value)-1, len(v.text)); n >= scrubLeast; n-- {
		if strings.HasSuffix(v.text, value[:n]) {
			return append(found, stretch{v.pos(len(v.text) - n), v.pos(len(v.text))})
		}
	}
	return found
}

// unescape undoes the escape that a text begins with: what it stands for, and
// its length, 0 if there is none.
type unescape func(string) (string, int)

// unescapes are the ways of escaping, by the bytes that give them away.
var unescapes = []struct {
	marks string
	undo  unescape
}{{`\`, unescapeJSON}, {"&", unescapeHTML}, {"%", unescapeURL}, {"+", unescapeForm}}

// views are the ways to read t: as it is, with one kind of escaping undone,
// and with another inside it.
func views(t string) []view {
	all := []view{{text: t}}
	for known, layer := 0, 0; layer < 2; layer++ {
		now := all[known:]
		known = len(all)
		for _, v := range now {
			for _, u := range unescapes {
				if strings.Contains(v.text, u.marks) {
					all = append(all, v.undo(u.undo))
				}
			}
		}
	}
	return all
}

func (v view) undo(undo unescape) view {
	text, at := make([]byte, 0, len(v.text)), make([]int32, 0, len(v.text)+1)
	for i := 0; i < len(v.text); {
		plain, n := undo(v.text[i:])
		if n == 0 {
			plain, n = v.text[i:i+1], 1
		}
		for range len(plain) {
			at = append(at, int32(v.pos(i)))
		}
		text = append(text, plain...)
		i += n
	}
	return view{string(text), append(at, int32(v.pos(len(v.text))))}
}

// unescapeJSON reads the escapes of JSON, and the two more that programs write
// into their logs.
func unescapeJSON(s string) (string, int) {
	if len(s) < 2 || s[0] != '\\' {
		return "", 0
	}
	switch c := s[1]; c {
	case '"', '\\', '/', '\'':
		return s[1:2], 2
	case 'u', 'x':
		r, n := hexRune(s)
		return string(r), n
	default:
		if i := strings.IndexByte("bfnrt", c); i >= 0 {
			return "\b\f\n\r\t"[i : i+1], 2
		}
	}
	return "", 0
}

// hexRune reads \xHH or \uXXXX, or two of these that are one rune in UTF-16.
func hexRune(s string) (rune, int) {
	n := 6
	if s[1] == 'x' {
		n = 4
	}
	if len(s) < n {
		return 0, 0
	}
	r, err := strconv.ParseUint(s[2:n], 16, 32)
	if err != nil {
		return 0, 0
	}
	if r >= 0xd800 && r < 0xdc00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if low, err := strconv.ParseUint(s[8:12], 16, 32); err == nil && low >= 0xdc00 && low < 0xe000 {
			return rune((r-0xd800)<<10 + (low - 0xdc00) + 0x10000), 12
		}
	}
	return rune(r), n
}

func unescapeHTML(s string) (string, int) {
	const longest = 12
	if s[0] != '&' {
		return "", 0
	}
	end := strings.IndexByte(s[:min(len(s), longest)], ';') + 1
	plain := html.UnescapeString(s[:end])
	if plain == s[:end] {
		return "", 0
	}
	return plain, end
}

func unescapeURL(s string) (string, int) {
	if len(s) < 3 || s[0] != '%' {
		return "", 0
	}
	c, err := strconv.ParseUint(s[1:3], 16, 8)
	if err != nil {
		return "", 0
	}
	return string([]byte{byte(c)}), 3
}

func unescapeForm(s string) (string, int) {
	if s[0] == '+' {
		return " ", 1
	}
	return unescapeURL(s)
}
