// Recorded answers: what a user saved from the real service, served as it is.

package proofpointtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Check reports why a body cannot be used with [Recorded], or nil. It must be one
// JSON object with at least one of the arrays clicksPermitted, clicksBlocked,
// messagesDelivered and messagesBlocked, in any order and spacing, whose elements
// are objects; null stands for an empty array, other members are passed over.
func Check(body []byte) error {
	if _, err := readRecorded(body); err != nil {
		return fmt.Errorf("proofpointtest: recorded answer: %w", err)
	}
	return nil
}

// readRecorded takes a recorded answer apart. Times are left for stored.
func readRecorded(body []byte) ([]Event, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	if tok, err := dec.Token(); err != nil {
		return nil, worded(err)
	} else if tok != json.Delim('{') {
		return nil, fmt.Errorf("starts with %v, not with an object", tok)
	}
	var events []Event
	found := false
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return nil, worded(err)
		}
		name, _ := tok.(string)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, worded(err)
		}
		if !slices.Contains(kindNames[:], name) {
			continue
		}
		found = true
		var items []json.RawMessage
		if err := json.Unmarshal(value, &items); err != nil {
			return nil, fmt.Errorf("%q is not an array: %w", name, err)
		}
		for i, raw := range items {
			e := Event{Kind: name, Raw: slices.Clone(raw)}
			if !bytes.HasPrefix(raw, []byte("{")) {
				return nil, fmt.Errorf("%s[%d] is %.20s, not an object", name, i, raw)
			}
			e.ID = e.read().ID
			events = append(events, e)
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return nil, worded(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("goes on after the object, at byte %d", dec.InputOffset())
	}
	if !found {
		return nil, fmt.Errorf("has none of the arrays %s", strings.Join(kindNames[:], ", "))
	}
	return events, nil
}

// worded words the one error of a decoder that says nothing by itself.
func worded(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("ends too early")
	}
	return err
}

// replayTime is when recorded events count as created.
func replayTime(now time.Time) time.Time {
	return now.Add(-30 * time.Minute).Truncate(time.Millisecond)
}
