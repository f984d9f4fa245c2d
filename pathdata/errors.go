// The errors of the package, kept together so that a caller can read in one
// place what can go wrong: with a path (SyntaxError), with the question
// (NoMatchError) and with the answer (ParseError and its sentinels). This file
// words failures; finding them is the business of parse.go, scan.go and
// stream.go.

package pathdata

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The causes inside a [ParseError], for [errors.Is].
//
// A body that ends early has [io.ErrUnexpectedEOF] inside, and an error of the
// reader is there as the reader gave it.
var (
	// ErrEmpty says that the body holds no value at all. Such an error is
	// also io.ErrUnexpectedEOF.
	ErrEmpty = errors.New("the body is empty")
	// ErrGrammar says that the body is not JSON.
	ErrGrammar = errors.New("not valid JSON")
	// ErrTooDeep says that arrays and objects nest deeper than Limits.Depth.
	ErrTooDeep = errors.New("nested too deep")
	// ErrRecordTooLarge says that a match, a value that a path holds or a
	// member name is larger than Limits.Record.
	ErrRecordTooLarge = errors.New("record too large")
	// ErrBodyTooLarge says that the body is longer than Limits.Body.
	ErrBodyTooLarge = errors.New("body too large")
	// ErrSteps says that evaluating a path or an expression on a value takes
	// more than Limits.Steps steps.
	ErrSteps = errors.New("evaluation takes too many steps")
	// ErrDuplicateName says that a name occurs twice in one object. On the
	// selected path it ends the walk, because it is not known which of the two
	// was meant; inside a match it is in Match.Flaw, if Limits.Duplicates asks
	// for it. A [Decoder] says it of any name.
	ErrDuplicateName = errors.New("duplicate member name")
	// ErrNumberRange says that a [Decoder] met a number beyond float64.
	ErrNumberRange = errors.New("number out of the range of float64")
	// ErrInvalidUTF8 is inside Match.Flaw when a string of the record is not
	// valid UTF-8.
	ErrInvalidUTF8 = errors.New("invalid UTF-8 in a string")
)

// errZeroSelector is the answer to a nil or zero Selector.
var errZeroSelector = errors.New("pathdata: a selector is nil or zero; make it with Compile, MustCompile, Extended or UnmarshalText")

// SyntaxError reports a path that is not one of RFC 9535, is not well typed, or
// is beyond the bounds that Compile has; or an expression that Extended refuses.
type SyntaxError struct {
	Path   string // the text as given, cut when it is very long
	Offset int    // where in the text, in bytes from 0
	Msg    string
}

// Error gives the path, the offset and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("pathdata: %q: at byte %d: %s", e.Path, e.Offset, e.Msg)
}

// tooLong refuses a selector by its text, of which the error shows the beginning.
func tooLong(text string, limit int64, more string) error {
	text = strings.ToValidUTF8(text[:min(64, len(text))], "") + "…"
	return &SyntaxError{Path: text, Offset: int(limit), Msg: fmt.Sprintf("the text is longer than %d bytes%s", limit, more)}
}

// NoMatchError reports that a selector's path is absent from the body. The
// values null and [] at the end of the path are no such error: they are zero
// records, and so is what a filter or a descendant does not select. It is
// yielded after the whole body has been read and found to be sound.
// [Selector.Optional] turns it off.
type NoMatchError struct {
	// Path is the text of the selector.
	Path string
	// Matched is the longest prefix of the path that something in the body
	// matched: "$" at least.
	Matched string
	// Suggest is the member name nearest to the one that was not found, among
	// the names that stood there; empty if none is near.
	Suggest string

	reason string // "has no member ...", "is a string, not an array"
}

// Error names the prefix that matched, what was missed there and, if there is
// one, the name that may have been meant.
func (e *NoMatchError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "pathdata: %q: ", e.Path)
	if e.reason == "" {
		fmt.Fprintf(&b, "nothing matched beyond %q", e.Matched)
	} else {
		fmt.Fprintf(&b, "%q %s", e.Matched, e.reason)
	}
	if e.Suggest != "" {
		fmt.Fprintf(&b, " (did you mean %q?)", e.Suggest)
	}
	return b.String()
}

// ParseError reports a body that cannot be read to its end: it is not JSON, it
// was cut, it is larger or deeper than the limits allow, a name on the selected
// path occurs twice, or the reader failed. The records before it were
// delivered.
type ParseError struct {
	// Offset is where in the body, in bytes from 0 and before any decoding.
	Offset int64
	// Records is how many matches were delivered before.
	Records int
	// Err is the cause: a sentinel of this package, io.ErrUnexpectedEOF, or
	// what the reader gave.
	Err error
}

// Error gives the offset, the cause and the number of records before it.
func (e *ParseError) Error() string {
	s := "pathdata: at byte " + strconv.FormatInt(e.Offset, 10)
	if e.Records > 0 {
		s += " (after " + strconv.Itoa(e.Records) + " records)"
	}
	return s + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *ParseError) Unwrap() error { return e.Err }

// detail is a sentinel with the particulars of one case.
type detail struct {
	sentinel error
	also     error // a second thing this error is; may be nil
	text     string
}

func (d *detail) Error() string { return d.text }

func (d *detail) Unwrap() []error {
	if d.also != nil {
		return []error{d.sentinel, d.also}
	}
	return []error{d.sentinel}
}

var errEmptyBody error = &detail{ErrEmpty, io.ErrUnexpectedEOF, ErrEmpty.Error()}

func grammar(format string, args ...any) error {
	return &detail{sentinel: ErrGrammar, text: ErrGrammar.Error() + ": " + fmt.Sprintf(format, args...)}
}

// duplicate names a name that an object has twice; where says where that matters,
// "" if it does not.
func duplicate(name, where string) error {
	return &detail{sentinel: ErrDuplicateName, text: ErrDuplicateName.Error() + where + " " + string(appendName(nil, name))}
}

// onPath is where a duplicate name ends the walk.
const onPath = " on the selected path:"

func tooMuch(sentinel error, what string, limit int64) error {
	return &detail{sentinel: sentinel, text: fmt.Sprintf("%v: more than %d %s", sentinel, limit, what)}
}
