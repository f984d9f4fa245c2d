// What is handed out: records with what they are known by, and the gaps.

package feed

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Item is one record of a batch.
type Item struct {
	proofpoint.Record
	ID      ID
	Kind    string        // "messagesDelivered"
	Changed bool          // it was delivered before, with another Version
	LateBy  time.Duration // how long after the end of its window it was first seen, where the window was asked before; else 0
	Flaw    error         // what reading or naming the record said, a *proofpoint.RecordError for the former; else nil

	of *origin
}

// origin is where an item comes from, shared by those of a window.
type origin struct {
	source string
	stretch
}

// Batch is what came of a window, or a part of it, bounded in number and bytes.
// It may be empty but for Gaps. Its records stay valid for ever. Exactly one of
// Ack and Nack ends it; its methods are safe for concurrent use.
type Batch struct {
	Source   string
	From, To time.Time // the window, UTC
	Items    []Item
	Gaps     []proofpoint.GapError // what cannot be fetched any more; committed with the batch
	Attempt  int                   // 1 when it comes for the first time

	own *delivery
}
