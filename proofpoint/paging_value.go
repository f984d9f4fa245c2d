// One call for each of a list of values: states of incidents, names to look up.
// The list may be an iterator, which is drawn from as the walk goes.

package proofpoint

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Values makes one call for each value of List, in its order. An empty List is
// one call without any.
type Values struct {
	// Where the value is written: "query:state", "blank:value".
	Where string
	List  []string
	// Each takes the place of List: its values are drawn one by one, each when
	// its call is due, and none is no call at all. It must be able to begin
	// again where the walk does: in a second range over the records, as the
	// inner pager of a Nest, and for a [Cursor], which counts its values.
	Each iter.Seq[string] `json:"-"`
}

// Start returns the first value's call.
func (v Values) Start(time.Time) (PageToken, error) {
	if v.Where == "" {
		return "", &ParamError{Param: "pager", Reason: "Values needs Where", Accepts: "query:NAME, body:PATH, blank:NAME"}
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

// errNoCall is what Start says when there is nothing to ask for at all. As the
// first word it ends a walk in peace; later it is an iterator that ran dry.
var errNoCall = errors.New("proofpoint: the iterator of Values has no value where the walk begins it again")

// drawn is Values over an iterator, for one walk: a Pager is data, and this is
// what a walk keeps beside it.
type drawn struct {
	Values
	next  func() (string, bool)
	stop  func()
	at    int // index of value, -1 before the first
	value string
	more  bool
}

// open returns the pager that a walk drives, and what is to be called at its end.
func open(p Pager) (Pager, func()) {
	switch q := p.(type) {
	case Values:
		if q.Each == nil {
			break
		}
		d := &drawn{Values: q, stop: func() {}}
		return d, func() { d.stop() }
	case nested:
		outer, stop := open(q.outer)
		inner, stopInner := open(q.inner)
		return nested{outer, inner}, func() { stopInner(); stop() }
	}
	return p, func() {}
}

// seek draws until the value at i; an earlier one than the present begins again.
func (d *drawn) seek(i int) bool {
	if d.next == nil || i < d.at {
		d.stop()
		d.next, d.stop = iter.Pull(d.Each)
		d.at = -1
	}
	for d.at < i {
		d.at++
		if d.value, d.more = d.next(); !d.more {
			d.at = i
		}
	}
	return d.more
}

func (d *drawn) Start(now time.Time) (PageToken, error) {
	at, err := d.Values.Start(now)
	d.stop()
	d.next = nil // whatever was drawn: a walk that comes back here begins again
	if err == nil && !d.seek(0) {
		err = errNoCall
	}
	return at, err
}

func (d *drawn) Apply(r *Request, at PageToken) error {
	i, err := parseOffset(at)
	if err != nil {
		return err
	}
	if !d.seek(i) {
		return fmt.Errorf("proofpoint: value %d is not there: the iterator ended before it", i)
	}
	return r.Set(d.Where, d.value)
}

func (d *drawn) Next(p Page) (PageToken, bool, error) {
	i, err := parseOffset(p.At)
	if err != nil || !d.seek(i+1) {
		return "", false, err
	}
	return offsetToken(i + 1), true, nil
}
