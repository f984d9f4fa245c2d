// What the services really send where a number, a time, a flag or a list is
// documented. Lenient about shape, honest about meaning: text that has never
// been seen is an error on that record, and the record's bytes stay beside it.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scalarText reads a JSON scalar as text: strings unquoted, null and "" empty.
func scalarText(b []byte) (string, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || string(b) == "null" {
		return "", nil
	}
	if b[0] != '"' {
		return string(b), nil
	}
	var s string
	err := json.Unmarshal(b, &s)
	return strings.TrimSpace(s), err
}

// Bool is a flag. It reads true, "true", "TRUE", 1, "1" and their opposites;
// null and "" are false. Other text is an error.
type Bool bool

// UnmarshalJSON reads the forms that Bool's comment lists.
func (b *Bool) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	if err != nil {
		return err
	}
	switch strings.ToLower(s) {
	case "true", "1":
		*b = true
	case "false", "0", "":
		*b = false
	default:
		return fmt.Errorf("%s is no flag", quote(s))
	}
	return nil
}

// jsonNumber is what a number looks like, in JSON and in texts. strconv reads
// more: 1_000, 0x1p4, Inf.
var jsonNumber = regexp.MustCompile(`^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$`)

// Int is a whole number. It reads 5, 5.0, 5e0, "5", exactly; null and "" are 0.
// A number that does not fit 64 bits is an error.
type Int int64

// UnmarshalJSON reads the forms that Int's comment lists.
func (i *Int) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	if err != nil || s == "" {
		*i = 0
		return err
	}
	n, err := strconv.ParseInt(wholeNumber(s), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is no whole number of 64 bits", quote(s))
	}
	*i = Int(n)
	return nil
}

// wholeNumber writes a number without fraction and exponent, digit by digit,
// because a float64 holds 53 bits of it. It is "" where s is no number, not a
// whole one, or too long for 64 bits.
func wholeNumber(s string) string {
	m := jsonNumber.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	digits := strings.TrimLeft(m[2]+m[3], "0")
	if digits == "" {
		return "0"
	}
	exponent := 0
	if m[4] != "" {
		var err error
		if exponent, err = strconv.Atoi(m[4]); err != nil {
			return ""
		}
	}
	point := len(digits) - len(m[3]) // digits before the point
	if exponent > math.MaxInt32 || exponent < math.MinInt32 {
		return ""
	}
	point += exponent
	digits = strings.TrimRight(digits, "0")
	if point < len(digits) || point > 19 {
		return ""
	}
	return m[1] + digits + strings.Repeat("0", point-len(digits))
}

// Float is a number. It reads 5, 5.5, "5.5"; null and "" are 0.
type Float float64

// UnmarshalJSON reads the forms that Float's comment lists.
func (f *Float) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	if err != nil || s == "" {
		*f = 0
		return err
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !jsonNumber.MatchString(s) {
		return fmt.Errorf("%s is no number", quote(s))
	}
	*f = Float(n)
	return nil
}

// Time is a moment, in UTC. It reads RFC 3339 with any fraction, the same
// without a zone (UTC), a time as Go prints it (a collector of Essentials guards
// against that form), and epoch seconds or milliseconds, told apart by their
// size (from 10^11 on they are milliseconds); null and "" are the zero Time.
type Time struct{ time.Time }

// UnmarshalJSON reads the forms that Time's comment lists.
func (t *Time) UnmarshalJSON(raw []byte) error {
	s, err := scalarText(raw)
	if err != nil || s == "" {
		*t = Time{}
		return err
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05Z0700", time.DateTime, time.DateOnly, "2006-01-02 15:04:05.999999999 -0700 MST"} {
		if p, err := time.Parse(layout, s); err == nil {
			t.Time = p.UTC()
			return nil
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !jsonNumber.MatchString(s) || math.Abs(n) > 253402300799999 { // the last millisecond of year 9999
		return fmt.Errorf("%s is no time", quote(s))
	}
	if math.Abs(n) < 1e11 {
		n *= 1000
	}
	t.Time = time.UnixMilli(int64(n)).UTC()
	return nil
}

// MarshalJSON writes RFC 3339 in UTC, null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.UTC().Format(time.RFC3339Nano))
}

// Strings is a list of texts. It reads an array, a single text where an array
// is sent elsewhere, and null.
type Strings []string

// UnmarshalJSON reads the forms that Strings' comment lists.
func (l *Strings) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	if bytes.HasPrefix(raw, []byte("[")) {
		var list []*string
		if err := decode(raw, &list); err != nil {
			return err
		}
		*l = make(Strings, 0, len(list))
		for _, s := range list {
			if s != nil {
				*l = append(*l, *s)
			}
		}
		return nil
	}
	var one *string
	if err := decode(raw, &one); err != nil {
		return err
	}
	if *l = nil; one != nil {
		*l = Strings{*one}
	}
	return nil
}
