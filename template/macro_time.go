// The times that macros name: now, and midnights around it, with arithmetic in
// one unit. Everything is told in one zone, UTC unless another was asked for,
// and days there are calendar days: a day may have 23 or 25 hours.

package template

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeMacro is what a macro of time looks like: at most nine digits.
var timeMacro = regexp.MustCompile(`^(now|today|yesterday|tomorrow)(?:([+-][0-9]{1,9}))?$`)

// timeWords are the macros of time, without arithmetic.
var timeWords = []string{"now", "today", "yesterday", "tomorrow"}

// timeUnits are the units of arithmetic, in seconds; calendar units have none.
var timeUnits = map[string]int64{"second": 1, "minute": 60, "hour": 3600, "day": 0, "week": 0, "month": 0, "year": 0}

// unitNames are the units in the order of their length.
var unitNames = []string{"second", "minute", "hour", "day", "week", "month", "year"}

// unitOf reads a unit; "" is day. Plurals and capitals are forgiven.
func unitOf(unit string) (string, bool) {
	if unit == "" {
		return "day", true
	}
	unit = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(unit)), "s")
	_, ok := timeUnits[unit]
	return unit, ok
}

// moment is the time that a macro names, told in the zone of now. It reports
// false for a time beyond the years 1 to 9999.
func moment(macro string, now time.Time, unit string) (time.Time, bool) {
	m := timeMacro.FindStringSubmatch(macro)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.ParseInt(m[2], 10, 64) // "" is 0
	seconds := timeUnits[unit] * n
	t := now
	if m[1] == "now" && timeUnits[unit] == 0 {
		t = calendar(now, int(n), unit)
	} else if m[1] != "now" {
		y, mon, d := now.Date()
		day := time.Date(y, mon, d+map[string]int{"yesterday": -1, "tomorrow": 1}[m[1]], 0, 0, 0, 0, time.UTC)
		if timeUnits[unit] == 0 {
			day = calendar(day, int(n), unit)
		}
		t = midnight(day, now.Location())
	}
	t = time.Unix(t.Unix()+seconds, int64(t.Nanosecond())).In(now.Location())
	return t, t.Year() >= 1 && t.Year() <= 9999
}

// calendar adds n days, weeks, months or years. A day that the month does not
// have becomes its last: a month after 31 January is 28 or 29 February.
func calendar(t time.Time, n int, unit string) time.Time {
	switch unit {
	case "week":
		return later(t, 7*n, 0)
	case "month":
		return later(t, 0, n)
	case "year":
		return later(t, 0, 12*n)
	}
	return later(t, n, 0)
}

// later adds days and months to the date and leaves the time of day as it is.
func later(t time.Time, days, months int) time.Time {
	if days == 0 && months == 0 {
		return t
	}
	y, m, d := t.Date()
	if months != 0 {
		m += time.Month(months)
		d = min(d, time.Date(y, m+1, 0, 12, 0, 0, 0, time.UTC).Day())
	}
	return time.Date(y, m, d+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}

// midnight is the first moment of a day, which is given by its midnight in UTC.
// Where clocks change at midnight that is not always 00:00, and 00:00 may come
// twice: the first one counts.
func midnight(wall time.Time, zone *time.Location) time.Time {
	var first, before time.Time
	for _, near := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		_, offset := wall.Add(near).In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if at.Day() == wall.Day() && at.Hour() == 0 && at.Minute() == 0 && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if before.IsZero() || at.Before(before) {
			before = at
		}
	}
	if first.IsZero() { // clocks jump over midnight: the day begins where they land
		_, jump := before.ZoneBounds()
		return jump.In(zone)
	}
	return first
}
