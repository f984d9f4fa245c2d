// Pages by offset: so many records are passed over, so many are asked for.

package proofpoint

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Offsets pages by the number of records before the page. The next offset is
// this one and what came, so a service that sends fewer than it was asked for
// loses nothing. The walk ends at an empty page, at one with fewer than Size
// records unless Total says that there are more, and where Total is reached.
type Offsets struct {
	// Where the offset is written: "query:offset", "body:offset".
	Where string
	// Size is how many records a full page has; 0 if that is not known: then
	// the walk ends at an empty page. SizeAt, if set, says where it is written:
	// "query:limit".
	Size   int
	SizeAt string
	// Total selects the number of records in all pages. One that is less than
	// what came is not believed.
	Total *pathdata.Selector
}

// Start returns the first page.
func (o Offsets) Start(time.Time) (PageToken, error) {
	if o.Where == "" {
		return "", &ParamError{Param: "pager", Reason: "Offsets needs Where", Accepts: "query:NAME, body:PATH"}
	}
	return "0", nil
}

// Apply writes the offset, and the size where it has a place.
func (o Offsets) Apply(r *Request, at PageToken) error {
	n, err := parseOffset(at)
	if err != nil {
		return err
	}
	if o.SizeAt != "" && o.Size > 0 {
		if err := r.Set(o.SizeAt, o.Size); err != nil {
			return err
		}
	}
	return r.Set(o.Where, n)
}

// Next returns the page after p.
func (o Offsets) Next(p Page) (PageToken, bool, error) { return nextOffset(p, o.Size, o.Total) }

// Wants names Total.
func (o Offsets) Wants() []*pathdata.Selector { return present(o.Total) }
