// The events of the threat API of Essentials. They have the shape of TAP's, so
// that whoever reads the one reads the other; only their names differ.

package proofpoint

import (
	"encoding/json"
	"fmt"
)

// EssentialsEvent is one event of All: exactly one of Message and Click is set.
type EssentialsEvent struct {
	Kind    TAPKind
	Message *EssentialsMessage
	Click   *EssentialsClick
}

// FromRecord reads the kind from the path and the event from the bytes.
func (e *EssentialsEvent) FromRecord(r Record) error {
	switch e.Kind = TAPKindOf(r); e.Kind {
	case TAPMessagesDelivered, TAPMessagesBlocked:
		e.Message = new(EssentialsMessage)
		return e.Message.FromRecord(r)
	case TAPClicksPermitted, TAPClicksBlocked:
		e.Click = new(EssentialsClick)
		return e.Click.FromRecord(r)
	}
	return fmt.Errorf("a record at %s is of no known kind", r.Path)
}

// Raw returns the event's bytes as received.
func (e EssentialsEvent) Raw() json.RawMessage {
	switch {
	case e.Message != nil:
		return e.Message.Raw
	case e.Click != nil:
		return e.Click.Raw
	}
	return nil
}

// EssentialsMessage is a message with a threat, for one recipient. It has the
// fields of [TAPMessage]: GUID is the same for each recipient of a message, ID
// with the kind is the identity of the event. A collector tells messages apart
// by GUID alone, so do not count on ID being there.
type EssentialsMessage TAPMessage

// FromRecord reads the message and its kind.
func (m *EssentialsMessage) FromRecord(r Record) error { return (*TAPMessage)(m).FromRecord(r) }

// EssentialsClick is a click on a rewritten URL that proved malicious. It has the
// fields of [TAPClick]; ID with the kind is its identity.
type EssentialsClick TAPClick

// FromRecord reads the click and its kind.
func (c *EssentialsClick) FromRecord(r Record) error { return (*TAPClick)(c).FromRecord(r) }
