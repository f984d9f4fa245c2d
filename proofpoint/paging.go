// Paging in the abstract: a token goes in, a page comes out, and the pager
// names the next token. The strategies are plain data, one file each; the one
// loop that drives them is in records.go.

package proofpoint

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// PageToken names a page to its pager: short, printable, no secret. It is
// opaque to everyone else.
type PageToken string

// Pager turns one query into pages. It is stateless data: all that it knows of
// the walk is in the token, so that a walk can be resumed by another process.
type Pager interface {
	// Start returns the first page's token. It may return a *GapError beside a
	// good token; any other error ends the call before a request is made.
	Start(now time.Time) (PageToken, error)
	// Apply writes the page into r, the loop's own copy.
	Apply(r *Request, at PageToken) error
	// Next returns what follows p. Without more, a token says where a later
	// walk may go on, and "" that there is nothing ever to follow. It may
	// return a *GapError beside a good token.
	Next(p Page) (next PageToken, more bool, err error)
	// Wants names what Next reads of the answer beside the records; the same
	// pass over the body collects it into Page.Values.
	Wants() []*pathdata.Selector
}

// Shrinker is a Pager that can ask for less when a page proves too large for
// the service: after a 400, a 502, a 504 or a timeout, before the page's first
// record.
type Shrinker interface {
	Pager
	// Shrink returns the smaller page, or false if it cannot get smaller.
	Shrink(at PageToken, cause error) (PageToken, bool)
}

// Resumer is a Pager whose tokens age: it is asked before a walk goes on from
// a cursor. It returns the token to use, which may come with a *GapError, and
// false when there is nothing to ask yet.
type Resumer interface {
	Pager
	Resume(at PageToken, now time.Time) (PageToken, bool, error)
}

// Page is what came of one page.
type Page struct {
	At       PageToken
	Request  *Request // as applied; read only
	URL      string   // that was asked, before it was signed; secret parameters are hidden
	Status   int
	Header   http.Header
	Count    int                        // records in the page, before Skip and Limit; -1 in a plan, where it is not known
	Values   map[string]json.RawMessage // what Wants found, by its path: "$.total"
	Bytes    int64                      // of the body, inflated
	Attempts int
	Now      time.Time // the server's Date, else the clock's time

	asked string  // URL, nothing hidden
	used  *signed // what signed it
}

// value returns what sel found, decoded into v.
func (p *Page) value(sel *pathdata.Selector, v any) bool {
	if sel == nil {
		return false
	}
	raw, ok := p.Values[valueKey(sel)]
	return ok && json.Unmarshal(raw, v) == nil
}

// valueKey is the path of sel, as Page.Values has it.
func valueKey(sel *pathdata.Selector) string {
	return strings.TrimPrefix(sel.Optional().String(), "optional ")
}

// present returns the selectors that there are. What a pager wants beside the
// records is never missed: an answer without it says what the pager expects of
// one without.
func present(list ...*pathdata.Selector) []*pathdata.Selector {
	var out []*pathdata.Selector
	for _, s := range list {
		if s != nil {
			out = append(out, s.Optional())
		}
	}
	return out
}

// single is the pager of a request that has none.
type single struct{}

func (single) Start(time.Time) (PageToken, error) { return "1", nil }
func (single) Apply(*Request, PageToken) error    { return nil }
func (single) Next(Page) (PageToken, bool, error) { return "", false, nil }
func (single) Wants() []*pathdata.Selector        { return nil }

// Nest walks inner's pages for each page of outer: windows × page numbers,
// windows × values. Windows stand outside: inside, they could not be resumed,
// and a [Cursor] is refused.
func Nest(outer, inner Pager) Pager { return nested{outer, inner} }

// Unnest takes apart what [Nest] put together; it reports false for any other
// pager.
func Unnest(p Pager) (outer, inner Pager, ok bool) {
	n, ok := p.(nested)
	return n.outer, n.inner, ok
}

type nested struct{ outer, inner Pager }
