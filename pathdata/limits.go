// Caps and tolerances of one walk. They are here, apart from the walk, because
// they are what an operator reads; the numbers are applied in scan.go, stream.go
// and extended.go.

package pathdata

import "fmt"

// What 0 means in Limits, and what no setting can exceed.
const (
	defaultDepth  = 1_000
	maxDepth      = 10_000
	defaultRecord = 64 << 20
	defaultBody   = 8 << 30
	defaultSteps  = 10_000_000

	maxSize = 1 << 60 // so that sums of sizes do not overflow

	defaultSelector = 4 << 10  // bytes of a selector's text
	maxSelector     = 16 << 10 // the same, for paths
	maxExpression   = 4 << 10  // the same, for an expression of Extended

	heldDepth = 128 // nesting of a value that is evaluated by Extended
)

// Limits are caps and tolerances of one walk; the zero value is the safe
// default. A negative number is an error, the first thing the walk yields.
type Limits struct {
	// Depth is how deep arrays and objects may nest: 0 means 1,000, and more
	// than 10,000 means 10,000. One more is ErrTooDeep. Values that an
	// Extended expression is evaluated on may nest 128 deep at most.
	Depth int64
	// Record is the largest match in bytes, and the largest value that is held
	// for a path: 0 means 64 MiB. One more is ErrRecordTooLarge. What a path is
	// evaluated on is 1 GiB at most. Where names are compared, it is also the
	// largest member name, with its quotes, though 64 KiB are always allowed. A
	// walk needs about twice as much memory at most, and for an evaluation 24
	// bytes for each value that it looks at.
	Record int64
	// Body is the longest body in bytes: 0 means 8 GiB. One more is
	// ErrBodyTooLarge; matches that lie before the limit are delivered.
	Body int64
	// Selector is the longest text of a selector in bytes, with all its
	// alternatives: 0 means 4 KiB, and more than 16 KiB, which is what Compile
	// takes, means 16 KiB. A longer one is a *SyntaxError, the first thing the
	// walk yields. What members cost grows with the names in a path.
	Selector int64
	// Steps bounds the evaluation of filters, of what a path holds, and of
	// Extended expressions, for each value that they are evaluated on: 0 means
	// 10,000,000, which is a second or so. One more is ErrSteps. A step is a
	// value that is looked at, or 64 bytes that are compared or copied; no read
	// interrupts these, but see [Each] for a reader that is asked. What
	// is evaluated may hold as many values that the path looks at. Matches
	// before the last step are delivered. For Extended the steps are reckoned
	// beforehand, from the size of the record and the form of the expression:
	// no less than 32 for a value and one for two bytes, so that the default is
	// a tenth of a second, and a document of 20 MB or 300,000 values at most.
	// What a path streams needs no such bound: a byte of the body costs the same
	// anywhere. Alternatives, of which one is held, may give that many matches
	// in a held value.
	Steps int64

	// Keep lets Match.Raw stay valid for ever, at no copy: the walk reads on in a
	// new buffer instead of sliding the old one. What is kept pins its buffer,
	// 4 KiB of a small body, else 64 KiB or eight times its own size, as long as it
	// lives.
	Keep bool
	// Duplicates looks in every match for a member name that occurs twice in one
	// object, however it is spelled, and has Match.Flaw tell of it. It is a
	// second pass over what is delivered, at about half the speed of the first,
	// and keeps 24 bytes or a little more for each name of the largest match.
	Duplicates bool
	// JSONP accepts padding around the body: "callback(" before it, ")" and an
	// optional ";" behind, and a leading "/**/". A body without is accepted too.
	JSONP bool
	// BOM accepts a UTF-8 byte order mark before the body.
	BOM bool
	// Lines accepts any number of values, none included, separated by line
	// ends, by other white space or by nothing. Each is walked from its root.
	Lines bool
}

// resolved gives the limits with the defaults filled in.
func (o Limits) resolved() (Limits, error) {
	for _, f := range []struct {
		name string
		v    *int64
		zero int64
	}{
		{"Depth", &o.Depth, defaultDepth},
		{"Record", &o.Record, defaultRecord},
		{"Body", &o.Body, defaultBody},
		{"Selector", &o.Selector, defaultSelector},
		{"Steps", &o.Steps, defaultSteps},
	} {
		if *f.v < 0 {
			return o, fmt.Errorf("pathdata: Limits.%s is %d: it must not be negative; 0 means %d", f.name, *f.v, f.zero)
		}
		if *f.v == 0 {
			*f.v = f.zero
		}
	}
	o.Depth = min(o.Depth, maxDepth)
	o.Record, o.Body = min(o.Record, maxSize), min(o.Body, maxSize)
	return o, nil
}
