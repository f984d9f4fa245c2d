// A cursor remembers how far a sequence was taken. It moves only over whole
// pages, so that what follows a resume may repeat records but never misses one.

package proofpoint

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Cursor is how far a sequence was taken: pass it with [Resume], keep its text
// between runs. A break on a page's last record repeats that page on resume:
// the cursor moves when the loop comes back for more, and never over a page
// that was not taken whole. Delivery is at least once.
//
// A walk that ended is taken up again only where time goes on: an open range of
// windows continues at its end, as often as it is asked. Any other walk that was
// finished stays finished; begin anew with the zero Cursor. Calls that return one
// record, and writes, take no cursor.
//
// The zero Cursor is the beginning. A Cursor belongs to one running sequence;
// ranging twice one after the other goes on, ranging twice at once is a race.
// Its text is printable, holds no secret, and carries a fingerprint of the
// query: base URL, operation, query, body, selector, paging and credential,
// but not Skip, Limit or how long ago a relative time was. A cursor of another
// query is refused with ErrCursorMismatch.
type Cursor struct {
	print string
	at    string
}

const (
	cursorVersion = "pp1"
	cursorDone    = "." // in the place of "@" and a token: finished for good
	maxToken      = maxLink + 1<<10
)

func (c Cursor) done() bool { return c.at == cursorDone }

func (c Cursor) token() PageToken { return PageToken(strings.TrimPrefix(c.at, "@")) }

// move puts the cursor at a page, "" being the end.
func (c *Cursor) move(print string, at PageToken) error {
	next := Cursor{print: print, at: "@" + string(at)}
	if at == "" {
		next.at = cursorDone
	}
	if len(at) > maxToken || !printable(string(at)) {
		return fmt.Errorf("proofpoint: page token of %d bytes cannot be kept in a cursor: it must be printable ASCII of at most %d bytes", len(at), maxToken)
	}
	*c = next
	return nil
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// IsZero reports whether c is the beginning.
func (c Cursor) IsZero() bool { return c == Cursor{} }

// String returns the text form.
func (c Cursor) String() string { b, _ := c.MarshalText(); return string(b) }

// MarshalText writes the cursor; the zero Cursor is empty text.
func (c Cursor) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, nil
	}
	return []byte(cursorVersion + "." + c.print + "." + base64.RawURLEncoding.EncodeToString([]byte(c.at))), nil
}

// UnmarshalText reads what MarshalText wrote; empty text is the zero Cursor.
func (c *Cursor) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*c = Cursor{}
		return nil
	}
	bad := errors.New("proofpoint: this is not a cursor")
	version, rest, ok := strings.Cut(string(b), ".")
	if !ok || len(b) > 2*maxToken {
		return bad
	}
	if version != cursorVersion {
		return fmt.Errorf("proofpoint: cursor of version %q: this library reads %q", version, cursorVersion)
	}
	print, text, ok := strings.Cut(rest, ".")
	at, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if !ok || err != nil || len(print) != 16 || !printable(print+string(at)) {
		return bad
	}
	if string(at) != cursorDone && !strings.HasPrefix(string(at), "@") {
		return bad
	}
	*c = Cursor{print: print, at: string(at)}
	return nil
}

// queryPrint is the fingerprint of a query.
func queryPrint(r *Request, t target) string {
	h := sha256.New()
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = fmt.Fprintf(h, "%d:%s;", len(p), p)
		}
	}
	base := ""
	if t.url != nil {
		base = t.url.Scheme + "://" + strings.ToLower(t.url.Host) + t.url.EscapedPath()
	}
	put(base, r.name(), r.method(), string(r.Body), string(r.Format), string(r.Value))
	for _, k := range slices.Sorted(maps.Keys(r.Query)) {
		put(append([]string{k}, r.Query[k]...)...)
	}
	if r.Records != nil {
		put(r.Records.String())
	}
	put(pagerPrint(r.Pager))
	if t.service != nil {
		put(t.service.auth.Fingerprint())
	}
	return fmt.Sprintf("%x", h.Sum(nil))[:16]
}

// pagerPrint writes a pager's settings. Selectors are written by their text,
// because a pointer would change with every run.
func pagerPrint(p Pager) string {
	if n, ok := p.(nested); ok {
		return "nest(" + pagerPrint(n.outer) + "," + pagerPrint(n.inner) + ")"
	}
	if p == nil {
		return ""
	}
	s := fmt.Sprintf("%T", p)
	switch p := p.(type) {
	case Windows:
		s += fmt.Sprint(p.From.UnixMilli(), p.To.UnixMilli(), p.Since, p.FromAt, p.ToAt, p.Layout)
		if p.Whole { // earlier cursors know nothing of it
			s += "whole"
		}
	case Numbers:
		s += fmt.Sprint(p.Where, p.First, p.Size)
	default: // a pager of the caller's: what it exports
		b, _ := json.Marshal(p)
		s += string(b)
	}
	for _, w := range p.Wants() {
		s += w.String()
	}
	return s
}
