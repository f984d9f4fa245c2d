// Why this file is here: the usual parsers of Retry-After take whole seconds and one form of date, wrap
// around on large numbers and sleep for whatever comes out. Servers send more than that, and a number
// from outside must not become a duration before it has a ceiling.

package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter keeps any sum with a time.Duration far from overflow.
const longestRetryAfter = 10 * 365 * 24 * time.Hour

// RetryAfter reads the Retry-After header: seconds, whole or decimal; several of them (the largest
// counts); or a date in any form of [http.ParseTime]. Negative numbers and past dates are 0, anything
// above ten years is ten years. ok is false if the header is absent or unreadable.
func RetryAfter(h http.Header, now time.Time) (d time.Duration, ok bool) {
	for _, value := range h.Values("Retry-After") {
		if t, dated := parseDate(strings.TrimSpace(value)); dated {
			d, ok = max(d, t.Sub(now)), true
			continue
		}
		for item := range strings.SplitSeq(value, ",") {
			if s, numeric := parseSeconds(strings.TrimSpace(item)); numeric {
				d, ok = max(d, s), true
			}
		}
	}
	return min(d, longestRetryAfter), ok
}

func parseDate(s string) (time.Time, bool) {
	if t, err := http.ParseTime(s); err == nil {
		return t, true
	}
	// Zone given as a number: wrong for HTTP, but unmistakable.
	t, err := time.Parse(time.RFC1123Z, s)
	return t, err == nil
}

func parseSeconds(s string) (time.Duration, bool) {
	// Only digits, sign and point: ParseFloat would also take "inf", "nan", exponents and hexadecimals.
	if strings.Trim(s, "+-.0123456789") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(f, 0) { // too large is readable
		return 0, false
	}
	switch {
	case f <= 0:
		return 0, true
	case f >= longestRetryAfter.Seconds():
		return longestRetryAfter, true
	}
	return time.Duration(f * float64(time.Second)), true
}
