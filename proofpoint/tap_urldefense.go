// URL Defense undone without a request. The vendor describes the three forms and
// publishes a script for them; this follows both, and where the script would
// guess, it says no: a decoded URL that is wrong is worse than none. The
// service's own decoder is TAPService.DecodeURLs.

package proofpoint

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TAPURLError is a URL that could not be decoded, by [TAPDecodeURL] or by the
// service.
type TAPURLError struct {
	URL     string // as it was given
	Version string // v1, v2 or v3; "" if it is none of URL Defense, or the service did not say
	Reason  string
}

// Error names the URL, cut short, and the reason.
func (e *TAPURLError) Error() string {
	return fmt.Sprintf("proofpoint: rewritten url %s: %s", quote(snippet(e.URL, maxMessage)), snippet(e.Reason, maxCause))
}

// tapLongestURL bounds what is decoded, in bytes. Rewriting makes a URL a few
// times longer; browsers end at 2 MiB, mail programs long before.
const tapLongestURL = 64 << 10

// TAPDecodeURL returns what a URL that URL Defense has rewritten leads to, in
// the form that its sender wrote. It knows versions 1, 2 and 3, needs no request
// and no credential, and does not ask whether the URL is harmless. rewritten has
// at most 64 KiB; spaces around it do not matter, and ampersands may be entities,
// as in the source of a message. A URL that was rewritten twice is decoded once:
// the result is again a rewritten URL, which is for the caller to decode, as
// often as there is reason to.
//
// An error is a [*TAPURLError]; its Version is "" if the URL is no rewritten
// one. No input panics. The result holds no control characters, line separators
// and marks of direction of Unicode included, and is never longer than the input
// but for one slash.
//
// Source: vendor's page "How do I decode a rewritten URL" and its script in the
// hands of others; recordings; 2026-11.
func TAPDecodeURL(rewritten string) (string, error) {
	fail := func(version, reason string) (string, error) {
		return "", &TAPURLError{URL: rewritten, Version: version, Reason: reason}
	}
	if len(rewritten) > tapLongestURL {
		return fail("", fmt.Sprintf("is longer than %d bytes", tapLongestURL))
	}
	m := tapRewrittenURL.FindStringSubmatch(strings.TrimSpace(rewritten))
	if m == nil {
		return fail("", "is no URL of URL Defense (https://urldefense.com/v3/__…, https://urldefense.proofpoint.com/v2/url?u=…)")
	}
	version, rest := strings.ToLower(m[1]), m[2]
	var decoded, reason string
	if version == "v3" {
		decoded, reason = tapDecodeStars(rest)
	} else {
		decoded, reason = tapDecodeQuery(version, rest)
	}
	switch {
	case reason != "":
		return fail(version, reason)
	case decoded == "":
		return fail(version, "holds no URL")
	case strings.ContainsFunc(decoded, tapControl):
		return fail(version, "decodes to text with control characters")
	case !utf8.ValidString(decoded):
		return fail(version, "decodes to text that is not UTF-8")
	}
	return decoded, nil
}

// tapControl reports line breaks and the like, of ASCII and beyond, which no URL
// holds and which would forge lines wherever the result is logged, and marks of
// direction, which would show another host than the one that is asked.
func tapControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

var tapRewrittenURL = regexp.MustCompile(`(?is)^https?://urldefense(?:\.proofpoint)?\.com/(v[1-3])/(.*)$`)

// tapEntities are what stands for the special characters in HTML. Only whole
// entities count: "&copy=1" is a parameter, not a sign.
var tapEntities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'")

// tapMinus is version 2's writing of percent signs and slashes.
var tapMinus = strings.NewReplacer("-", "%", "_", "/")

// tapDecodeQuery reads the parameter u of versions 1 and 2.
func tapDecodeQuery(version, rest string) (decoded, reason string) {
	path, query, ok := strings.Cut(rest, "?")
	if !ok || !strings.EqualFold(path, "url") {
		return "", "lacks the path /url with parameters"
	}
	for pair := range strings.SplitSeq(strings.ReplaceAll(query, "&amp;", "&"), "&") {
		u, ok := strings.CutPrefix(pair, "u=")
		if !ok {
			continue
		}
		if version == "v2" {
			u = tapMinus.Replace(u)
		}
		plain, err := url.PathUnescape(u) // not QueryUnescape: a plus sign is itself
		if err != nil {
			return "", "its parameter u is badly escaped"
		}
		return tapEntities.Replace(plain), ""
	}
	return "", "lacks the parameter u"
}

// tapDecodeStars reads version 3: "__<url>__;<base64url>!…". A star in the URL
// stands for one character of the text in base64url, "**" and a letter for a run
// of them.
func tapDecodeStars(rest string) (decoded, reason string) {
	rest, ok := strings.CutPrefix(rest, "__")
	text, tail, found := strings.Cut(rest, "__;")
	packed, _, closed := strings.Cut(tail, "!")
	if !ok || !found || !closed {
		return "", "lacks the form __URL__;CHARACTERS!"
	}
	text, err := url.PathUnescape(text) // percent signs were added on the way: the service's own are stars
	if err != nil {
		return "", "is badly escaped"
	}
	replaced, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(packed, "="))
	if err != nil {
		return "", "its replaced characters are no base64url"
	}
	return tapFill(tapSlashes(text), replaced)
}

var tapOneSlash = regexp.MustCompile(`^(?i)[a-z0-9+.-]+:/`)

// tapSlashes puts back the slash that some mail programs drop of two.
func tapSlashes(text string) string {
	head := tapOneSlash.FindString(text)
	if head == "" || strings.HasPrefix(text[len(head):], "/") {
		return text
	}
	return head + "/" + text[len(head):]
}

// tapFill puts the replaced characters in the place of the stars. They must come
// out even: a star that a mail program took for emphasis leaves some over, and
// everything behind it would be wrong. Runs count characters, as in the vendor's
// script, or bytes, if only that comes out even.
func tapFill(text string, replaced []byte) (decoded, reason string) {
	pieces, need, reason := tapTokens(text)
	if reason != "" {
		return "", reason
	}
	bytewise := !utf8.Valid(replaced) || need != utf8.RuneCount(replaced) && need == len(replaced)
	if have := utf8.RuneCount(replaced); !bytewise && need != have || bytewise && need != len(replaced) {
		return "", fmt.Sprintf("has stars for %d characters, and brings %d", need, have)
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
		for range p.stars {
			n := 1
			if !bytewise {
				_, n = utf8.DecodeRune(replaced)
			}
			b.Write(replaced[:n])
			replaced = replaced[n:]
		}
	}
	return b.String(), ""
}

// tapPiece is text, and for how many characters the stars behind it stand.
type tapPiece struct {
	text  string
	stars int
}

// tapRuns are the letters behind two stars: the first stands for two
// characters, the next for three, and so on.
const tapRuns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// tapTokens cuts a text at its stars. need is how many characters they stand for.
func tapTokens(text string) (pieces []tapPiece, need int, reason string) {
	for {
		before, after, ok := strings.Cut(text, "*")
		if !ok {
			return append(pieces, tapPiece{text: before}), need, ""
		}
		stars := 1
		if len(after) > 1 && after[0] == '*' {
			i := strings.IndexByte(tapRuns, after[1])
			if i < 0 {
				return nil, 0, "has two stars without a letter that says how many characters they stand for"
			}
			stars, after = i+2, after[2:]
		}
		pieces, text, need = append(pieces, tapPiece{before, stars}), after, need+stars
	}
}
