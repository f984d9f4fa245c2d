// One record on its way out of the loop: the first of a page waits for company,
// Skip and Limit count, further requests are asked, and then the caller has it.

package proofpoint

import (
	"errors"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// take hands a record on. The first of a page waits for company.
func (w *walk) take(m pathdata.Match) {
	r := Record{Path: m.Path, Raw: m.Raw}
	if !w.holding && !w.handed {
		w.held, w.flaw, w.holding = r, m.Flaw, true
		return
	}
	if w.release(); !w.done {
		w.deliver(r, m.Flaw)
	}
}

// release hands out the record that was held back, if there is one.
func (w *walk) release() {
	if w.holding {
		w.holding, w.handed = false, true
		w.deliver(w.held, w.flaw)
	}
}

// deliver hands a record on, unless the whole answer is to be remembered first.
func (w *walk) deliver(r Record, flaw error) {
	if note := w.remembering(); note != nil {
		w.hold(note, r, flaw)
		return
	}
	w.hand(r, flaw)
}

// hand applies Skip, what the parent gives, and Then to a record.
func (w *walk) hand(r Record, flaw error) {
	if w.skip > 0 {
		w.skip--
		return
	}
	err := flawed(r, flaw)
	if p := w.o.place; p != nil {
		r.Parent = p.parent
		var bad error
		if r.Raw, bad = withMembers(r.Raw, p.carried); bad != nil && err == nil {
			err = &RecordError{Path: r.Path, Offset: -1, Err: bad}
		}
	}
	if len(w.r.Then) == 0 {
		w.emit(r, err)
	} else {
		w.follow(r, err)
	}
}

// flawed is the error that says of a record which flaw it has; nil if it has
// none.
func flawed(r Record, flaw error) error {
	if flaw == nil {
		return nil
	}
	e := &RecordError{Path: r.Path, Offset: -1, Err: flaw}
	if pe, ok := errors.AsType[*pathdata.ParseError](flaw); ok {
		e.Offset = pe.Offset
	}
	return e
}

// emit yields, and tells the observer of an error that arose here.
func (w *walk) emit(r Record, err error) {
	if re, ok := err.(*RecordError); ok && w.c.observer.RecordError != nil {
		w.c.observer.RecordError(w.r.name(), re)
	}
	w.pass(r, err)
}

// pass yields, and counts for Limit.
func (w *walk) pass(r Record, err error) {
	if !w.yield(r, err) {
		w.done = true
	}
	if w.left > 0 {
		w.left--
		w.done = w.done || w.left == 0
	}
}

// pathTo is the selector of the records: a path to an array means its elements.
func pathTo(r *Request) *pathdata.Selector {
	if r.Records == nil {
		return wholeAnswer
	}
	return r.Records.Elements()
}

var wholeAnswer = pathdata.MustCompile("$").Elements()
