// Pages by number, in the query or in the body.

package proofpoint

import (
	"fmt"
	"strconv"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Numbers pages by number. The walk ends at the first page that is not full
// (Count < Size), or empty where Size is 0, or that Last or Total declare to be
// the last.
type Numbers struct {
	// Where the number is written: "query:page", "body:page".
	Where string
	// First is the number of the first page, 0 or 1 usually.
	First int
	// Size is how many records a full page has; 0 if that is not known.
	Size int
	// Last selects a boolean that is true on the last page.
	Last *pathdata.Selector
	// Total selects the number of records in all pages. A total that is less
	// than what came is not believed.
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

// Apply writes the page's number.
func (n Numbers) Apply(r *Request, at PageToken) error {
	i, err := strconv.Atoi(string(at))
	if err != nil {
		return fmt.Errorf("proofpoint: %q is not a page number", at)
	}
	return r.Set(n.Where, i)
}

// Next returns the page after p.
func (n Numbers) Next(p Page) (PageToken, bool, error) {
	i, err := strconv.Atoi(string(p.At))
	if err != nil {
		return "", false, fmt.Errorf("proofpoint: %q is not a page number", p.At)
	}
	var last bool
	var total int
	switch {
	case p.Count <= 0 || p.Count < n.Size:
		return "", false, nil
	case p.value(n.Last, &last) && last:
		return "", false, nil
	case n.Size > 0 && p.value(n.Total, &total) && total >= p.Count && (i-n.First+1)*n.Size >= total:
		return "", false, nil
	}
	return PageToken(strconv.Itoa(i + 1)), true, nil
}

// Wants names Last, Total and Also.
func (n Numbers) Wants() []*pathdata.Selector {
	return present(append([]*pathdata.Selector{n.Last, n.Total}, n.Also...)...)
}
