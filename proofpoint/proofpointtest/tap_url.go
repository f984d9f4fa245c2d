// Decoding of rewritten URLs. It really decodes, by code that shares nothing with
// the client's, so that each can be held against the other. Credentials are
// optional; with them a URL of a message that the world holds tells whose it was.

package proofpointtest

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const (
	saysNotDefense = "Invalid URL - encoded URL is not a URL Defense URL"
	saysBroken     = "Invalid URL - encoded URL cannot be decoded"
)

func (x *exchange) tapDecode() reply {
	user, pass, signed := x.r.BasicAuth()
	if x.r.Header.Get("Authorization") != "" && (!signed || user != tapPrincipal || pass != tapSecret) {
		return text(http.StatusUnauthorized, saysUnknownUser)
	}
	if !x.s.spend("tap.url.decode", user, x.now) {
		return text(http.StatusTooManyRequests, "")
	}
	var sent struct {
		URLs *[]string `json:"urls"`
	}
	if err := x.json(&sent); err != nil || !x.jsonSent() || sent.URLs == nil {
		return text(http.StatusBadRequest, "A JSON object with the list urls is required.")
	}
	b := []byte(`{"urls":[`)
	for i, u := range *sent.URLs {
		if i > 0 {
			b = append(b, ',')
		}
		b = x.appendDecoded(b, u, signed)
	}
	return x.tapJSON(append(b, "]}"...))
}

// appendDecoded appends the result for one URL, good or bad.
func (x *exchange) appendDecoded(b []byte, u string, signed bool) []byte {
	at := len(b)
	b = append(b, `{"encodedUrl":`...)
	b = appendString(b, u)
	if hash(u)%2 == 0 { // the ampersand is escaped in some answers
		b = append(b[:at], strings.ReplaceAll(string(b[at:]), "&", `\u0026`)...)
	}
	plain, problem := decodeRewritten(u)
	if problem != "" {
		b = append(b, `,"success":false,"error":`...)
		return append(appendString(b, problem), '}')
	}
	b = append(b, `,"decodedUrl":`...)
	b = appendString(b, plain)
	if signed {
		if e, nth, ok := x.messageWith(plain); ok {
			b = append(b, `,"messageGuid":"`...)
			b = append(e.guid(b), `","clusterName":"`+clusterID+`","recipientEmail":"`...)
			b = append(e.recipient(b, nth), '"')
		}
	}
	return append(b, `,"success":true}`...)
}

// searched bounds how many places are looked at for a URL.
const searched = 50_000

// messageWith finds the latest delivered message with a URL, and which of its
// recipients had it.
func (x *exchange) messageWith(plain string) (envelope, int, bool) {
	w := &x.s.world
	if !w.made() || w.rate == 0 {
		return envelope{}, 0, false
	}
	left, now := searched, x.now.UnixMilli()
	for hr := floorDiv(now, hour); left > 0 && hr*hour > w.begin; hr-- {
		for i := w.rate - 1; i >= 0 && left > 0; i-- {
			left--
			h := w.headAt(hr, i)
			if h.kind != messagesDelivered || h.types != typeURL || h.created > now {
				continue
			}
			if t := w.threatAt(&h, 0); string(t.value(nil)) == plain {
				return w.envelopeAt(&h), h.index - h.leader, true
			}
		}
	}
	return envelope{}, 0, false
}

var (
	tapRewritten = regexp.MustCompile(`(?i)^https?://urldefense(?:\.proofpoint)?\.com/(v[123])/(.*)$`)
	tapWrapped   = regexp.MustCompile(`^__(.+?)__;(.*?)!`)
	tapStarred   = regexp.MustCompile(`\*(?:\*.)?`)
)

// entities are those that stand in the HTML of messages. Only whole ones count:
// a parameter may be called copy.
var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'")

// decodeRewritten undoes a rewriting; problem is "" or the service's sentence.
func decodeRewritten(u string) (plain, problem string) {
	m := tapRewritten.FindStringSubmatch(strings.TrimSpace(u))
	if m == nil {
		return "", saysNotDefense
	}
	var ok bool
	switch version := strings.ToLower(m[1]); version {
	case "v3":
		plain, ok = undoStars(m[2])
	default:
		plain, ok = undoQuery(version, m[2])
	}
	if !ok || plain == "" {
		return "", saysBroken
	}
	return plain, ""
}

// undoQuery reads u of "url?u=…&…", whose ampersands may be entities.
func undoQuery(version, rest string) (string, bool) {
	query, ok := strings.CutPrefix(rest, "url?")
	if !ok {
		return "", false
	}
	for _, pair := range strings.Split(strings.ReplaceAll(query, "&amp;", "&"), "&") {
		v, ok := strings.CutPrefix(pair, "u=")
		if !ok {
			continue
		}
		if version == "v2" {
			v = strings.NewReplacer("-", "%", "_", "/").Replace(v)
		}
		plain, err := url.PathUnescape(v)
		return entities.Replace(plain), err == nil
	}
	return "", false
}

// undoStars reads "__<url>__;<base64url>!…". What was escaped on the way is
// undone first; then a star stands for one character of the decoded text, and
// two with a letter of base64url for as many as the letter's place says, from two
// on.
func undoStars(rest string) (string, bool) {
	m := tapWrapped.FindStringSubmatch(rest)
	if m == nil {
		return "", false
	}
	dec, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(m[2], "="))
	stock, good := []rune(string(dec)), err == nil
	take := func(n int) string {
		if n > len(stock) {
			good = false
			return ""
		}
		s := string(stock[:n])
		stock = stock[n:]
		return s
	}
	escaped, bad := url.PathUnescape(m[1])
	if i := strings.Index(escaped, ":/"); i > 0 && !strings.HasPrefix(escaped[i:], "://") {
		escaped = escaped[:i] + "://" + escaped[i+2:] // some mail programs drop a slash
	}
	plain := tapStarred.ReplaceAllStringFunc(escaped, func(token string) string {
		if len(token) == 1 {
			return take(1)
		}
		n := strings.Index(base64url, token[2:])
		if n < 0 {
			good = false
		}
		return take(n + 2)
	})
	return plain, good && bad == nil
}
