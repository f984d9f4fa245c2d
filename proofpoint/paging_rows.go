// Pages by a window of rows, first to last, in the query or in the body.
// Services differ in whether the last row is part of the page; the walk does
// not care, because it goes on behind what came.

package proofpoint

import (
	"fmt"
	"strconv"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Rows pages by start row and end row. The next page starts where what came
// ends, so inclusive and exclusive ends both work and nothing comes twice. The
// walk ends at an empty page, at one with fewer than Size records unless Total
// says that there are more, and where Total is reached.
type Rows struct {
	// FromAt and ToAt say where the rows are written: "body:startRow".
	FromAt, ToAt string
	// Size is how many rows are asked for; 0 means 100.
	Size int
	// Total selects the number of records in all pages. One that is less than
	// what came is not believed.
	Total *pathdata.Selector
}

const defaultRows = 100

func (o Rows) size() int {
	if o.Size > 0 {
		return o.Size
	}
	return defaultRows
}

// Start returns the first page.
func (o Rows) Start(time.Time) (PageToken, error) {
	if o.FromAt == "" || o.ToAt == "" {
		return "", &ParamError{Param: "pager", Reason: "Rows needs FromAt and ToAt", Accepts: "query:NAME, body:PATH"}
	}
	return "0", nil
}

// Apply writes the rows.
func (o Rows) Apply(r *Request, at PageToken) error {
	start, err := parseOffset(at)
	if err != nil {
		return err
	}
	if err := r.Set(o.FromAt, start); err != nil {
		return err
	}
	return r.Set(o.ToAt, start+o.size())
}

// Next returns the page after p.
func (o Rows) Next(p Page) (PageToken, bool, error) { return nextOffset(p, o.size(), o.Total) }

// Wants names Total.
func (o Rows) Wants() []*pathdata.Selector { return present(o.Total) }

// parseOffset reads the token of a pager that counts records.
func parseOffset(at PageToken) (int, error) {
	n, err := strconv.Atoi(string(at))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("proofpoint: %q is not a row", at)
	}
	return n, nil
}

// nextOffset is the page that follows p where pages are told by how many
// records came before.
func nextOffset(p Page, size int, total *pathdata.Selector) (PageToken, bool, error) {
	start, err := parseOffset(p.At)
	if err != nil {
		return "", false, err
	}
	next, all := start+p.Count, 0
	known := p.value(total, &all) && all >= next
	switch {
	case p.Count <= 0, known && next >= all, !known && p.Count < size:
		return "", false, nil
	}
	return offsetToken(next), true, nil
}

func offsetToken(n int) PageToken { return PageToken(strconv.Itoa(n)) }
