// One call for each of a list of values: states of incidents, names to look up.

package proofpoint

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Values makes one call for each value of List, in its order. An empty List is
// one call without any.
type Values struct {
	// Where the value is written: "query:state".
	Where string
	List  []string
}

// Start returns the first value's call.
func (v Values) Start(time.Time) (PageToken, error) {
	if v.Where == "" {
		return "", &ParamError{Param: "pager", Reason: "Values needs Where", Accepts: "query:NAME, body:PATH"}
	}
	return "0", nil
}

// Apply writes the value.
func (v Values) Apply(r *Request, at PageToken) error {
	i, err := parseOffset(at)
	if err != nil || i >= len(v.List) {
		return err
	}
	return r.Set(v.Where, v.List[i])
}

// Next returns the next value's call.
func (v Values) Next(p Page) (PageToken, bool, error) {
	i, err := parseOffset(p.At)
	if err != nil || i+1 >= len(v.List) {
		return "", false, err
	}
	return offsetToken(i + 1), true, nil
}

// Wants names nothing.
func (v Values) Wants() []*pathdata.Selector { return nil }
