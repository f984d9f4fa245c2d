// Windows of time: any range becomes equal parts that the service accepts.
// Parts are half-open, [from, to), so that neighbours do not overlap; there is
// no short remainder, which services refuse. Where the last part may stay open
// the server decides where it ends, because its clock is the one that counts.

package proofpoint

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Windows pages through time in ascending order. Without From and Since it
// covers the last hour. All arithmetic is in UTC.
type Windows struct {
	// From and To bound the range, [From, To). A zero To means the server's
	// now.
	From, To time.Time
	// Since counts back from To, or from now.
	Since time.Duration
	// Min and Max bound one window; Horizon is how far back the service goes.
	// Zero means no bound.
	Min, Max, Horizon time.Duration
	// FromAt and ToAt say where the ends are written: "query:interval",
	// "body:time_range.from".
	FromAt, ToAt string
	// OpenAt and SinceAt say where the start of an open window and a plain
	// "so many seconds back" are written, if the service has them. With layout
	// "interval" and End they are "query:sinceTime" and "query:sinceSeconds".
	OpenAt, SinceAt string
	// Layout is how times are written: "interval" (from/to in one value),
	// "rfc3339" (default), "unixms", "unix", "date", or a Go layout.
	Layout string
	// End selects where the service says that the window ended; the walk goes
	// on from there.
	End *pathdata.Selector
	// EndAlone says that an answer without the records, but with End, is a window
	// without any. An answer with neither is still no answer to the question.
	EndAlone bool
	// Halve lets a window be halved when the service fails on it, down to this
	// width; 0 does not. The windows behind it stay as narrow, and after eight
	// of them twice the width is tried.
	Halve time.Duration
	// Lag is how far the end of an open range stays behind now, for services
	// that refuse a window which reaches into the present and have no other way
	// to leave its end open.
	Lag time.Duration
	// Whole means no window at all: one request that bounds no time. It may be
	// given by [Operation.Build], for Unless.
	Whole bool
	// Unless lists places ("query:message_id query:closed_after") that say which
	// records are wanted better than a range that nobody asked for: where one of
	// them is filled and no range is given, the walk is Whole.
	Unless string
}

const (
	defaultSince = time.Hour
	// openSlack is kept free in an open window: it grows while the walk goes
	// on, and services round its end to the minute.
	openSlack = time.Minute
)

// span is a token: the window [from, to) of a range that ends at end. The last
// window of an open range has no end of its own. since is a single window
// that the server counts back itself.
type windowAt struct {
	from, to, end time.Time
	open, since   bool
	calm          int // so many windows more are not wider than this one
}

func (a windowAt) token() PageToken {
	if a.since {
		return "since"
	}
	kind := "c"
	if a.open {
		kind = "o"
	}
	text := fmt.Sprintf("%s%d,%d,%d", kind, a.from.UnixMilli(), a.to.UnixMilli(), a.end.UnixMilli())
	if a.calm > 0 {
		text += fmt.Sprintf(",%d", a.calm)
	}
	return PageToken(text)
}

func (a windowAt) last() bool { return !a.to.Before(a.end) }

func parseWindow(at PageToken) (windowAt, error) {
	if at == "since" {
		return windowAt{since: true, open: true}, nil
	}
	bad := fmt.Errorf("proofpoint: %q is not a window", at)
	if at == "" || at[0] != 'o' && at[0] != 'c' {
		return windowAt{}, bad
	}
	var ms [4]int64
	fields := strings.Split(string(at[1:]), ",")
	if len(fields) != 3 && len(fields) != 4 {
		return windowAt{}, bad
	}
	for i, f := range fields {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return windowAt{}, bad
		}
		ms[i] = n
	}
	return windowAt{time.UnixMilli(ms[0]).UTC(), time.UnixMilli(ms[1]).UTC(), time.UnixMilli(ms[2]).UTC(), at[0] == 'o', false, int(ms[3])}, nil
}

func (w Windows) openAt() string {
	if w.OpenAt == "" && w.Layout == "interval" && w.End != nil {
		return "query:sinceTime"
	}
	return w.OpenAt
}

func (w Windows) sinceAt() string {
	if w.SinceAt == "" && w.Layout == "interval" && w.End != nil {
		return "query:sinceSeconds"
	}
	return w.SinceAt
}

// problem is a mistake in the range, by the field that is to blame.
type problem struct {
	field, reason, accepts string
	value                  any
}

// check finds what is wrong with the range whatever the time is.
func (w Windows) check() *problem {
	switch {
	case w.FromAt == "":
		return &problem{"pager", "Windows needs FromAt", "query:NAME, body:PATH", nil}
	case !w.From.IsZero() && w.Since != 0:
		return &problem{"since", "cannot be given together with from", "either one", w.Since}
	case w.Since < 0:
		return &problem{"since", "must not be negative", "", w.Since}
	case w.Since != 0 && w.Since < w.Min:
		return &problem{"since", "is shorter than the service accepts", "at least " + w.Min.String(), w.Since}
	case w.Horizon > 0 && w.Since > w.Horizon:
		return &problem{"since", "reaches back further than the service keeps", "at most " + w.Horizon.String(), w.Since}
	case w.From.IsZero() && w.Since == 0 && !w.To.IsZero():
		return &problem{"to", "needs from or since beside it", "", w.To}
	case !w.From.IsZero() && !w.To.IsZero() && !w.From.Before(w.To):
		return &problem{"from", "is not before to", "a time before " + w.To.UTC().Format(time.RFC3339), w.From}
	case !w.From.IsZero() && !w.To.IsZero() && w.To.Sub(w.From) < w.Min:
		return &problem{"to", "ends a range shorter than the service accepts", "at least " + w.Min.String() + " after from", w.To}
	}
	return nil
}

// checkAt finds what is wrong with the range at the time now.
func (w Windows) checkAt(now, from, to time.Time) *problem {
	field := "from"
	if w.From.IsZero() {
		field = "since"
	}
	switch {
	case w.To.After(now):
		return &problem{"to", "is in the future", "a time until " + now.UTC().Format(time.RFC3339), w.To}
	case w.From.After(now):
		return &problem{"from", "is in the future", "", w.From}
	case w.Horizon > 0 && from.Before(now.Add(-w.Horizon)):
		return &problem{field, "reaches back further than the service keeps", "from " + now.Add(-w.Horizon).UTC().Format(time.RFC3339) + " on", from}
	case to.Sub(from) < w.Min:
		return &problem{field, "is less than " + w.Min.String() + " ago, the shortest the service accepts", "", from}
	}
	return nil
}

func (p *problem) error(name func(field string) string) *ParamError {
	return &ParamError{Param: name(p.field), Value: p.value, Reason: p.reason, Accepts: p.accepts}
}

// Start checks the range against now and returns the first window. A range
// that is wrong is a *ParamError.
func (w Windows) Start(now time.Time) (PageToken, error) {
	asIs := func(field string) string { return field }
	if w.Whole {
		return windowAt{since: true}.token(), nil
	}
	if p := w.check(); p != nil {
		return "", p.error(asIs)
	}
	if w.From.IsZero() {
		w.Since = w.since()
	}
	now = now.UTC()
	from, to, open := w.From.UTC(), w.To.UTC(), w.To.IsZero()
	if open {
		to = w.openEnd(now)
	}
	if w.From.IsZero() {
		from = to.Add(-w.Since)
	}
	if p := w.checkAt(now, from, to); p != nil {
		return "", p.error(asIs)
	}
	if open && w.From.IsZero() && w.sinceAt() != "" && (w.Max == 0 || w.Since <= w.Max) {
		return windowAt{since: true}.token(), nil
	}
	from, to = w.floor(from), w.ceil(to, now)
	return w.plan(from, to, open).token(), nil
}

// openEnd is where an open range ends at the time now.
func (w Windows) openEnd(now time.Time) time.Time {
	if w.openAt() != "" {
		return now
	}
	return now.Add(-w.Lag)
}

// since is how far back the range goes where nothing else is said.
func (w Windows) since() time.Duration {
	switch {
	case w.Since != 0:
		return w.Since
	case w.Max > 0:
		return min(defaultSince, w.Max)
	}
	return defaultSince
}

// unit is the precision of the layout.
func (w Windows) unit() time.Duration {
	if w.Layout == "unixms" {
		return time.Millisecond
	}
	return time.Second
}

func (w Windows) floor(t time.Time) time.Time { return t.Truncate(w.unit()) }

// ceil rounds up, so that the last fraction is not lost, but not into the
// future, which services refuse.
func (w Windows) ceil(t, now time.Time) time.Time {
	if up := t.Add(w.unit() - 1).Truncate(w.unit()); !up.After(now) {
		return up
	}
	return w.floor(t)
}

// plan cuts the first window off [from, end): the range in equal parts none of
// which is longer than Max.
func (w Windows) plan(from, end time.Time, open bool) windowAt {
	a := windowAt{from: from, to: end, end: end, open: open}
	longest := w.Max
	if open && w.openAt() != "" {
		longest -= min(openSlack, longest/10)
	}
	total := end.Sub(from)
	if longest <= 0 || total <= longest {
		return a
	}
	n := (total + longest - 1) / longest
	a.to = w.floor(from.Add(total / n))
	return a
}

// Apply writes the window's ends.
func (w Windows) Apply(r *Request, at PageToken) error {
	a, err := parseWindow(at)
	if err != nil {
		return err
	}
	switch {
	case w.Whole:
		return nil
	case a.since:
		return r.Set(w.sinceAt(), w.since())
	case a.open && a.last() && w.openAt() != "":
		return r.Set(w.openAt(), w.text(a.from))
	case w.Layout == "interval":
		return r.Set(w.FromAt, w.text(a.from)+"/"+w.text(a.to))
	}
	if err := r.Set(w.FromAt, w.value(a.from)); err != nil || w.ToAt == "" {
		return err
	}
	return r.Set(w.ToAt, w.value(a.to))
}

func (w Windows) text(t time.Time) string { s, _ := timeText(t, w.Layout).(string); return s }

func (w Windows) value(t time.Time) any { return timeText(t, w.Layout) }

// timeText writes a time in a layout; numbers stay numbers for JSON bodies.
func timeText(t time.Time, layout string) any {
	t = t.UTC()
	switch layout {
	case "", "rfc3339", "interval":
		return t.Format("2006-01-02T15:04:05Z")
	case "unixms":
		return t.UnixMilli()
	case "unix":
		return t.Unix()
	case "date":
		return t.Format(time.DateOnly)
	}
	return t.Format(layout)
}

// Wants names End.
func (w Windows) Wants() []*pathdata.Selector { return present(w.End) }
