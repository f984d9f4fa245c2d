// Errors that come out of a sequence beside its records: a broken record, a
// lost stretch of time, and a body that ended or broke half-way.

package proofpoint

import (
	"errors"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// RecordError is one record that could not be read as asked, or that has a
// flaw: text that is not UTF-8 ([pathdata.ErrInvalidUTF8]), or a name twice in one
// object ([pathdata.ErrDuplicateName]), which is looked for where [WithLimits] has
// Duplicates. It comes together with what could be read; the sequence goes on if
// the loop does (see [CanContinue]). The record's bytes are in the value's Raw.
type RecordError struct {
	Path   pathdata.Path
	Offset int64 // bytes into the body, -1 if not known
	Err    error
}

// Error names the path and the cause, each cut where it is long.
func (e *RecordError) Error() string {
	return fmt.Sprintf("proofpoint: record %s: %s", snippet(e.Path.String(), maxCause), cause(e.Err))
}

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// GapError is a stretch of time, [From, To) in UTC, that cannot be fetched
// any more. It comes with a zero record; the sequence goes on behind the gap.
type GapError struct {
	From, To time.Time
	Reason   string // "horizon": older than the service keeps
}

// Error names the stretch and the reason.
func (e *GapError) Error() string {
	return fmt.Sprintf("proofpoint: gap %s to %s (%s): %s; these records cannot be fetched again",
		e.From.UTC().Format(time.RFC3339), e.To.UTC().Format(time.RFC3339), e.To.Sub(e.From).Round(time.Second), snippet(e.Reason, maxCause))
}

// BodyError is an answer with a good status whose body is not what it should
// be: cut short, not JSON (an HTML page, say), too large after inflation, too
// deep. It ends the sequence after Records good ones; the cursor has not moved.
// It wraps a [*pathdata.ParseError] when the text is at fault.
type BodyError struct {
	Operation string
	Offset    int64 // bytes into the inflated body
	Records   int   // records of this page before it
	Err       error

	cut bool // the connection or the sender broke it off: asking again may help
}

// Error names operation, offset and cause.
func (e *BodyError) Error() string {
	why := e.Err
	if pe, ok := errors.AsType[*pathdata.ParseError](why); ok {
		why = pe.Err // the offset is said already
	}
	return fmt.Sprintf("proofpoint: %s: body broken at byte %d after %d records: %s", snippet(e.Operation, maxMessage), e.Offset, e.Records, cause(why))
}

// Unwrap returns the cause.
func (e *BodyError) Unwrap() error { return e.Err }
