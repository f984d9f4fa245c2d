// Pages by number, in the query or in the body.

package proofpoint

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Numbers pages by number. The walk ends at the first page that is empty, or that
// Last or Total declare to be the last; where neither says anything, also at the
// first that is not full (Count < Size). Without Size a Total ends nothing.
type Numbers struct {
	// Where the number is written: "query:page", "body:page".
	Where string
	// First is the number of the first page, 0 or 1 usually.
	First int
	// Size is how many records a full page has; 0 if that is not known.
	Size int
	// Last selects a boolean that is true on the last page; false means that there
	// are more, however short the page is.
	Last *pathdata.Selector
	// Total selects the number of records in all pages. As long as fewer came the
	// walk goes on, however short the page is: services have bounds of their own
	// for a page. A total that is less than what came is not believed.
	Total *pathdata.Selector
	// Also are selected beside the records, for [OnPage] to read out of
	// Page.Values.
	Also []*pathdata.Selector
}

// Start returns the first page.
func (n Numbers) Start(time.Time) (PageToken, error) {
	if n.Where == "" {
		return "", &ParamError{Param: "pager", Reason: "Numbers needs Where", Accepts: "query:NAME, body:PATH"}
	}
	return PageToken(strconv.Itoa(n.First)), nil
}

// at reads a token: the page's number and, where there is a total, how many
// records came before it ("3+150").
func (n Numbers) at(token PageToken) (page, before int, err error) {
	number, came, counted := strings.Cut(string(token), "+")
	if page, err = strconv.Atoi(number); err == nil && counted {
		before, err = strconv.Atoi(came)
	}
	if err != nil {
		err = fmt.Errorf("proofpoint: %q is not a page number", token)
	}
	return page, before, err
}

// Apply writes the page's number.
func (n Numbers) Apply(r *Request, at PageToken) error {
	page, _, err := n.at(at)
	if err != nil {
		return err
	}
	return r.Set(n.Where, page)
}

// Next returns the page after p.
func (n Numbers) Next(p Page) (PageToken, bool, error) {
	page, came, err := n.at(p.At)
	if err != nil {
		return "", false, err
	}
	var last bool
	var total int
	came += max(p.Count, 0)
	switch {
	case p.Count <= 0:
		return "", false, nil
	case p.value(n.Last, &last):
		if last {
			return "", false, nil
		}
	case n.Size > 0 && p.value(n.Total, &total) && total >= came:
		if total == came {
			return "", false, nil
		}
	case p.Count < n.Size:
		return "", false, nil
	}
	next := strconv.Itoa(page + 1)
	if n.Size > 0 && n.Total != nil {
		next += "+" + strconv.Itoa(came)
	}
	return PageToken(next), true, nil
}

// Wants names Last, Total and Also.
func (n Numbers) Wants() []*pathdata.Selector {
	return present(append([]*pathdata.Selector{n.Last, n.Total}, n.Also...)...)
}
