// Where a walk begins and what its cursor keeps: the pager's first page, or the
// page that an earlier walk did not finish.

package proofpoint

import (
	"fmt"
	"strings"
	"time"
)

// begin finds the first page: the pager's, or where the cursor stands.
func (w *walk) begin() (PageToken, bool, error) {
	now := w.o.begins(w.c.clock)
	if numbered(w.pager) {
		w.digest = new(digest)
	}
	if err := w.useCursor(); err != nil {
		return "", false, err
	}
	switch cur := w.cursor; {
	case cur == nil || cur.IsZero():
		at, err := w.pager.Start(now)
		if err == errNoCall {
			return "", false, nil
		}
		return at, true, w.gap(err)
	case cur.done():
		return "", false, nil
	default:
		return w.resume(cur.token(), now)
	}
}

var blankPath = strings.NewReplacer("{", "%7B", "}", "%7D")

func (w *walk) useCursor() error {
	if w.cursor = w.o.cursor; w.cursor == nil {
		if w.o.checkpoint == nil {
			return nil
		}
		w.cursor = new(Cursor)
	}
	q := *w.r
	q.Path = blankPath.Replace(q.Path) // what the pager fills is not known yet
	t, err := w.c.resolve(&q)
	if err != nil && t.url == nil {
		return err
	}
	w.print = queryPrint(w.r, t)
	if !w.r.repeatable() || writesInside(w.r.Then) {
		return &ParamError{Param: "cursor", Reason: "cannot be used with a request that changes something"}
	}
	if !resumable(w.pager) {
		return &ParamError{Param: "pager", Reason: "has windows inside, which cannot be resumed", Accepts: "Nest(Windows{…}, …), windows outside"}
	}
	if w.r.Skip > 0 {
		return &ParamError{Param: "skip", Value: w.r.Skip, Reason: "cannot be used with a cursor"}
	}
	if cur := w.cursor; !cur.IsZero() && cur.print != w.print {
		return fmt.Errorf("%w: %s: begin with a new Cursor, or repeat the query that it came from", ErrCursorMismatch, w.r.name())
	}
	return nil
}

func (w *walk) resume(at PageToken, now time.Time) (PageToken, bool, error) {
	r, ok := w.pager.(Resumer)
	if !ok {
		return at, true, nil
	}
	at, more, err := r.Resume(at, now)
	if isGap(err) {
		if err = w.gap(err); !w.done && err == nil {
			err = w.cursor.move(w.print, at)
		}
	}
	return at, more, err
}

func (w *walk) moveCursor(next PageToken) error {
	if w.cursor == nil {
		return nil
	}
	if err := w.cursor.move(w.print, next); err != nil || w.o.checkpoint == nil {
		return err
	}
	return w.o.checkpoint(w.ctx, *w.cursor)
}
