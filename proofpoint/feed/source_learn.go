// What a refusal teaches, and versions out of a record's own time.

package feed

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var (
	// tooFarBack is how refusals call a start that the service does not keep any
	// more; a window that is too long or too short is told in other words.
	tooFarBack = regexp.MustCompile(`(?i)far in(to)? the past|\bago\b|too old`)
	// lengthSaid is a length of time in a refusal: 7.00d, 72 hours, 12.00h.
	lengthSaid = regexp.MustCompile(`(?i)\b([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(d|days?|h|hours?|m|min|minutes?|s|sec|seconds?)\b`)
)

// learnHorizon reads how far back the service goes out of its 400: "The requested
// start time is too far into the past. Requests for information up to 7.00d are
// accepted" (TAP). Less than an hour or more than ten years is not believed.
func learnHorizon(e *proofpoint.APIError) (time.Duration, bool) {
	if e == nil || e.StatusCode != http.StatusBadRequest || !tooFarBack.MatchString(e.Message) {
		return 0, false
	}
	m := lengthSaid.FindStringSubmatch(e.Message)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, false
	}
	unit := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour, 'm': time.Minute, 's': time.Second}[strings.ToLower(m[2])[0]]
	if days := n * unit.Hours() / 24; days > 3660 || days < 1./24 {
		return 0, false
	}
	return time.Duration(n * float64(unit)), true
}

// identifyBy is Identify with a member as the version, a time usually, where the
// record has it.
func identifyBy(name string) func(proofpoint.Record) (ID, error) {
	version := func(c *canonical, raw []byte) string {
		if text, ok := c.scalar(member(raw, name)); ok && text != "" && len(text) <= maxName && utf8.ValidString(text) {
			return text
		}
		return wholeVersion(c, raw)
	}
	return func(r proofpoint.Record) (ID, error) { return identify(r, version) }
}
