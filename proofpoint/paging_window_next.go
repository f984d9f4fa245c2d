// How a walk through windows goes on: after a page, after an earlier walk, and
// after a page that was too much. What a window is, is in paging_window.go.

package proofpoint

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Next returns the window after p's. Where the service said that the window
// ended earlier than asked, by more than a rounding to the minute, the walk
// goes on from there; a service whose end does not move on leaves a *GapError
// behind. An end of more than an hour before the window is not about it. After the last window of an open
// range the token is the place for a later walk to go on.
func (w Windows) Next(p Page) (PageToken, bool, error) {
	a, err := parseWindow(p.At)
	if err != nil {
		return "", false, err
	}
	ended, said := w.ended(p)
	if a.open && a.last() {
		return w.rest(a, p, ended, said), false, nil
	}
	from := a.to
	var gap error
	if said && ended.After(a.from.Add(-believable)) && ended.Before(a.to.Truncate(time.Minute)) {
		if ended.Sub(a.from) >= max(w.Min, w.unit()) {
			from = ended
		} else {
			gap = &GapError{From: latest(ended, a.from), To: a.to, Reason: "the service answered only until then"}
		}
	}
	switch {
	case a.last() && !from.Before(a.end):
		return "", false, gap
	case a.end.Sub(from) < w.Min:
		from = a.end.Add(-w.Min) // what is left is too short to be asked alone
	}
	next := w.plan(from, w.until(a, from, p.Now), a.open)
	if w.Halve > 0 {
		next = w.calm(a, next)
	}
	return next.token(), true, gap
}

// calmWindows is how many windows stay as narrow as one that was halved.
const calmWindows = 8

// calm keeps next from being what the service failed on a moment ago: it is
// planned anew, in equal parts that are no wider.
func (w Windows) calm(a, next windowAt) windowAt {
	most, left := a.to.Sub(a.from), a.calm-1
	if a.calm <= 0 {
		most, left = 2*most, 0
	}
	if next.to.Sub(next.from) > most {
		w.Max = max(most, w.Min, w.unit())
		next = w.plan(next.from, next.end, next.open)
	}
	if total := next.end.Sub(next.from); next.to.Sub(next.from) < w.Min { // parts of that width would be too short
		next.to = w.floor(next.from.Add(total / max(total/w.Min, 1)))
	}
	next.calm = left
	return next
}

// until is where the range ends. An open range whose last window would have
// grown too long meanwhile ends at now, so that it is cut in two.
func (w Windows) until(a windowAt, from, now time.Time) time.Time {
	next := w.plan(from, a.end, a.open)
	if w.tooLong(next, now) {
		return w.floor(now.UTC())
	}
	return a.end
}

// tooLong reports whether an open window is longer than the service accepts,
// which rounds its end to the minute.
func (w Windows) tooLong(a windowAt, now time.Time) bool {
	return a.open && a.last() && !a.since && w.openAt() != "" && w.Max > 0 && now.Add(openSlack/2).Sub(a.from) > w.Max
}

// rest is the token for a later walk to go on after the last window of an open
// range: where the service said that it ended, else safely before that, because
// services round down.
func (w Windows) rest(a windowAt, p Page, ended time.Time, said bool) PageToken {
	safe := p.Now.Add(-openSlack / 2).Truncate(time.Minute).UTC()
	if !a.since {
		safe = latest(a.from, earliest(safe, a.to))
	}
	early := safe.Add(-defaultSince) // where the service counted back itself
	if !a.since {
		early = a.from
	}
	if !said || ended.After(p.Now.Add(openSlack)) || ended.Before(early) {
		ended = safe
	}
	return windowAt{from: ended, to: ended, end: ended, open: true}.token()
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// endAlone reports whether p says only where its window ends, and that this is
// enough.
func endAlone(pager Pager, p *Page) bool {
	w, ok := pager.(Windows)
	if !ok || !w.EndAlone {
		return false
	}
	_, said := w.ended(*p)
	return said
}

// ended is where the service says that the window ended.
func (w Windows) ended(p Page) (time.Time, bool) {
	var t Time
	ok := p.value(w.End, &t) && !t.IsZero()
	return t.UTC(), ok
}

// Resume fits a token of an earlier walk to now: an open range goes on until
// now, as soon as that is as long as the service accepts, and what has fallen
// behind the horizon is a *GapError.
func (w Windows) Resume(at PageToken, now time.Time) (PageToken, bool, error) {
	a, err := parseWindow(at)
	if err != nil || a.since {
		return at, err == nil, err
	}
	now = now.UTC()
	if ahead := a.from.Sub(now); ahead > believable {
		return "", false, &ParamError{Param: "cursor", Reason: fmt.Sprintf("stands %s ahead of the clock: set the clock, or begin with a new Cursor", ahead.Round(time.Second))}
	}
	var gap error
	if edge := w.ceil(now.Add(-w.Horizon), now); w.Horizon > 0 && a.from.Before(edge) {
		until := edge
		if !a.open && a.end.Before(edge) {
			until = a.end
		}
		if a.from.Before(until) {
			gap = &GapError{From: a.from, To: until, Reason: "horizon"}
		}
		if a.from = until; !a.open && !a.from.Before(a.end) {
			return a.token(), false, gap
		}
		at = w.plan(a.from, a.end, a.open).token()
	}
	// Where a walk stands in the middle of its range its window is as good as it
	// was, and what pages beside it stay where they are; only a place where a walk
	// ended reaches on to now.
	if !a.open || a.to.After(a.from) && !w.tooLong(a, now) {
		return at, true, gap
	}
	end := w.floor(w.openEnd(now))
	if end.Sub(a.from) < max(w.Min, w.unit()) {
		return windowAt{from: a.from, to: a.from, end: a.from, open: true}.token(), false, gap
	}
	return w.plan(a.from, end, true).token(), true, gap
}

// Shrink asks for less: a window that the service failed on is halved, as far
// down as Halve and Min allow; an open window that
// was refused because it had grown too long while it waited is cut in two.
func (w Windows) Shrink(at PageToken, cause error) (PageToken, bool) {
	a, err := parseWindow(at)
	if err != nil || a.since {
		return "", false
	}
	if e, ok := errors.AsType[*APIError](cause); ok && e.StatusCode == http.StatusBadRequest {
		if !w.tooLong(a, e.at) {
			return "", false
		}
		return w.plan(a.from, w.floor(e.at.UTC()), true).token(), true
	}
	half := a.to.Sub(a.from) / 2
	if w.Halve <= 0 || half < max(w.Halve, w.Min, w.unit()) {
		return "", false
	}
	a.to, a.calm = w.floor(a.from.Add(half)), calmWindows
	return a.token(), true
}
