// Pages that name the next one: by a link, or by a token. What they name comes
// from the answer, so it is held to the origin that the answer came from.

package proofpoint

import (
	"fmt"
	"net/url"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Links goes where each page says that the next one is. The walk ends at a page
// that names none: nothing there, null or "".
type Links struct {
	// URL selects the next page's URL, absolute or relative to the page, or its
	// token if Where is set.
	URL *pathdata.Selector
	// Where a token is written: "query:page_token". "" means that URL selects a
	// URL. A URL of another origin than the page's ends the walk with an error.
	Where string
}

// maxLink bounds what a page may name, in bytes: it is kept in cursors, which
// take a little more.
const maxLink = 8 << 10

// Start returns the first page.
func (l Links) Start(time.Time) (PageToken, error) {
	if l.URL == nil {
		return "", &ParamError{Param: "pager", Reason: "Links needs URL", Accepts: "the path to the next link: $.links.next"}
	}
	return firstLink, nil
}

// firstLink is the page that nothing named. Others are "=" and what named them.
const firstLink PageToken = "first"

// Apply writes what the page before named.
func (l Links) Apply(r *Request, at PageToken) error {
	switch {
	case at == firstLink:
		return nil
	case len(at) < 2 || at[0] != '=':
		return fmt.Errorf("proofpoint: %q is not a page of linked pages", at)
	case l.Where != "":
		return r.Set(l.Where, string(at[1:]))
	}
	r.Path, r.Query = string(at[1:]), nil
	return nil
}

// Next reads what p names. In a plan, where nothing is known, it names nothing.
func (l Links) Next(p Page) (PageToken, bool, error) {
	raw, ok := p.Values[valueKey(l.URL)]
	if !ok || string(raw) == "null" {
		return "", false, nil
	}
	named, err := scalarText(raw)
	switch {
	case err != nil || raw[0] == '{' || raw[0] == '[':
		return "", false, fmt.Errorf("proofpoint: the next page is named by %s at %s, which is no text", quote(string(raw)), valueKey(l.URL))
	case named == "":
		return "", false, nil
	case len(named) > maxLink:
		return "", false, fmt.Errorf("proofpoint: the next page's name at %s has %d bytes; at most %d are taken", valueKey(l.URL), len(named), maxLink)
	case p.used.isIn(named):
		return "", false, fmt.Errorf("proofpoint: the next page is named at %s by a text that holds the credential: not followed", valueKey(l.URL))
	case l.Where != "":
		return PageToken("=" + named), true, nil
	}
	next, err := follow(p.asked, named)
	return PageToken("=" + next), err == nil, err
}

// follow resolves a link and holds it to the page's origin.
func follow(page, link string) (string, error) {
	from, err := url.Parse(page)
	if err != nil {
		return "", err
	}
	to, err := from.Parse(link)
	switch {
	case err != nil || to.Opaque != "":
		return "", fmt.Errorf("proofpoint: the link to the next page, %s, is no URL", quote(shown(link)))
	case to.User != nil || !sameOrigin(from, to) || !isASCII(to.Host):
		return "", fmt.Errorf("proofpoint: the link to the next page leads to host %s, away from %s: not followed", quote(to.Host), quote(from.Host))
	}
	to.Fragment, to.RawFragment = "", ""
	return to.String(), nil
}

// Wants names the link.
func (l Links) Wants() []*pathdata.Selector { return present(l.URL) }
