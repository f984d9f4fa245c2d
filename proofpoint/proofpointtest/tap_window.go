// The time window of a SIEM request: three parameters, many spellings of an
// interval, and the service's own limits with its own sentences.

package proofpointtest

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What the service says; only the sentence about too long a window is ours, for
// none has been seen.
const (
	saysTooShort = "The requested interval is too short. Requests must be for at least 30.00s of data"
	saysTooLong  = "The requested interval is too long. Requests must be for at most 3600.00s of data"
	saysTooFar   = "The requested start time is too far into the past. Requests for information up to 7.00d are accepted"
	saysCurrent  = "The requested interval is still current."
	saysOne      = "Exactly one of interval, sinceSeconds and sinceTime is required."
)

const (
	shortest = 30 * time.Second
	longest  = time.Hour
	rounding = 30 * time.Second // of the server's time to the nearest minute
	horizon  = 7 * 24 * time.Hour
)

// window is [from, to).
type window struct{ from, to time.Time }

// window reads the time parameters, or says what is wrong with them.
func (x *exchange) window() (window, *reply) {
	refuse := func(sentence string) (window, *reply) {
		a := text(http.StatusBadRequest, sentence)
		return window{}, &a
	}
	given := 0
	for _, name := range []string{"interval", "sinceSeconds", "sinceTime"} {
		given += len(x.query[name])
	}
	if given != 1 {
		return refuse(saysOne)
	}

	w := window{to: x.now.Round(time.Minute)}
	limit, rounded := longest, true
	switch {
	case x.query.Has("interval"):
		var ok bool
		if w, ok = parseInterval(x.query.Get("interval")); !ok {
			return refuse("The interval " + strconv.Quote(x.query.Get("interval")) + " is badly formatted.")
		}
		rounded = false
	case x.query.Has("sinceSeconds"):
		n, err := strconv.ParseInt(x.query.Get("sinceSeconds"), 10, 32)
		if err != nil || n <= 0 {
			return refuse("The sinceSeconds value " + strconv.Quote(x.query.Get("sinceSeconds")) + " is not a positive integer.")
		}
		w.from = w.to.Add(-time.Duration(n) * time.Second)
	default:
		from, ok := parseTime(x.query.Get("sinceTime"))
		if !ok {
			return refuse("The sinceTime value " + strconv.Quote(x.query.Get("sinceTime")) + " is badly formatted.")
		}
		// The end was moved by the server, not by the caller.
		w.from, limit = from, longest+rounding
	}

	switch length := w.to.Sub(w.from); {
	case length < 0:
		return refuse("") // seen with an empty body
	case !rounded && w.to.After(x.now):
		return refuse(saysCurrent)
	case length < shortest:
		return refuse(saysTooShort)
	case !w.from.After(x.now.Add(-horizon)): // exactly seven days ago is too far
		return refuse(saysTooFar)
	case length > limit:
		return refuse(saysTooLong)
	}
	return w, nil
}

// parseInterval reads start/end, duration/end and start/duration.
func parseInterval(s string) (w window, ok bool) {
	a, b, ok := strings.Cut(s, "/")
	if !ok {
		return w, false
	}
	switch {
	case strings.HasPrefix(a, "P"):
		d, okD := parseDuration(a)
		end, okT := parseTime(b)
		return window{end.Add(-d), end}, okD && okT
	case strings.HasPrefix(b, "P"):
		start, okT := parseTime(a)
		d, okD := parseDuration(b)
		return window{start, start.Add(d)}, okD && okT
	}
	start, okA := parseTime(a)
	end, okB := parseTime(b)
	return window{start, end}, okA && okB
}

// parseTime reads a date and time with a fraction or none, and Z, an offset with
// or without colon, or nothing, which means UTC.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// durations are weeks, days, hours, minutes and seconds. Months and years have no
// length and are refused.
var durations = regexp.MustCompile(`^P(?:([0-9.]+)W)?(?:([0-9.]+)D)?(T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?$`)

// parseDuration reads an ISO 8601 duration.
func parseDuration(s string) (time.Duration, bool) {
	m := durations.FindStringSubmatch(s)
	if m == nil || m[3] == "T" {
		return 0, false
	}
	total, parts := 0.0, 0
	for i, unit := range []time.Duration{1: 7 * 24 * time.Hour, 2: 24 * time.Hour, 4: time.Hour, 5: time.Minute, 6: time.Second} {
		if i == 0 || unit == 0 || m[i] == "" {
			continue
		}
		n, err := strconv.ParseFloat(m[i], 64)
		if err != nil {
			return 0, false
		}
		total += n * float64(unit)
		parts++
	}
	if parts == 0 || total > float64(10*365*24*time.Hour) {
		return 0, false
	}
	return time.Duration(total), true
}
