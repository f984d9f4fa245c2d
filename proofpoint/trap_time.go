// The appliance's times: most are text, but some are objects of Java taken apart
// field by field.

package proofpoint

import (
	"bytes"
	"time"
)

// PTRTime is a moment, in UTC. It reads what [Time] reads, and the objects that
// the appliance makes of some times: millis, since 1970, with zone, chronology
// and the like beside it (times of delivery; newer releases send text), or
// epochSecond and nano (attachments).
type PTRTime struct{ time.Time }

// UnmarshalJSON reads the forms that PTRTime's comment lists.
func (t *PTRTime) UnmarshalJSON(raw []byte) error {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return (*Time)(t).UnmarshalJSON(raw)
	}
	var apart struct {
		Millis *Int `json:"millis"`
		Second *Int `json:"epochSecond"`
		Nano   Int  `json:"nano"`
	}
	err := decode(raw, &apart)
	*t = PTRTime{}
	switch {
	case err != nil:
		return err
	case apart.Millis != nil:
		t.Time = time.UnixMilli(int64(*apart.Millis)).UTC()
	case apart.Second != nil:
		t.Time = time.Unix(int64(*apart.Second), int64(apart.Nano)).UTC()
	}
	return nil
}

// MarshalJSON writes RFC 3339 in UTC, null for the zero PTRTime.
func (t PTRTime) MarshalJSON() ([]byte, error) { return Time(t).MarshalJSON() }
