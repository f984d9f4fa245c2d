// Decoder: one JSON value to Go values. It is here because the general decoders
// see every text for the first time, while records repeat themselves: the same
// names in the same order, the same few words and numbers. What was met before
// is taken over instead of made again. This file has the entrance and the
// flaws; arrays and objects are in decode_value.go, what is remembered of
// places in decode_place.go, texts in decode_text.go, numbers in
// decode_number.go. Extended expressions use the same decoder (tree.go).
//
// It trusts nobody: what is no JSON is refused, and the scanner is asked why.

package pathdata

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Decoder decodes JSON values to what encoding/json makes of an any: nil, bool,
// float64, string, []any and map[string]any. It is faster the more alike the
// values are that it is given one after the other, and it never holds on to
// their bytes: what it returns is the caller's, to keep and to change.
//
// The zero value is ready. A Decoder may be used any number of times, by one
// goroutine at a time. It keeps up to 1 MiB, as a rule less than 100 KiB: room
// to work in, and names and short texts that came before. Short texts share
// allocations of 1 KiB, so that much is kept alive by one of them.
//
// Every byte is checked, as by json.Valid: values may nest 10,000 deep, and
// there is one value, with nothing but white space around it. Whatever is wrong
// is a [*ParseError], with the offset in the bytes given: [ErrGrammar],
// io.ErrUnexpectedEOF, [ErrEmpty] or [ErrTooDeep] beside no value. Two flaws
// come beside the complete value, the first of them in the order of the bytes:
//
//   - [ErrDuplicateName]: an object has a name twice. The last one is in the map.
//   - [ErrNumberRange]: a number is beyond float64. It is in the value as
//     [json.Number], its text.
//
// Text that is not UTF-8, and half a surrogate pair, becomes U+FFFD, as in
// encoding/json, and is no error: Match.Flaw tells of it.
type Decoder struct {
	// Integers keeps whole numbers exact: one without fraction and exponent is
	// an int64, or a [json.Number] where it does not fit that. So is a number
	// beyond float64, which is no flaw then. All others are float64.
	Integers bool

	_     noCopy
	state *decoding
}

// noCopy lets go vet find copies: they would share what a Decoder remembers.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// Value decodes one value.
func (d *Decoder) Value(raw []byte) (any, error) {
	if d.state == nil {
		d.state = &decoding{deepest: maxDepth}
	}
	to := floats
	if d.Integers {
		to = integers
	}
	return d.state.decode(raw, to)
}

// Map decodes one object. null is a nil map, as it is for encoding/json; any
// other value is a [*ParseError] beside a nil map.
func (d *Decoder) Map(raw []byte) (map[string]any, error) {
	v, err := d.Value(raw)
	if m, ok := v.(map[string]any); ok || v == nil {
		return m, err
	}
	at := len(raw) - len(bytes.TrimLeft(raw, " \t\r\n"))
	return nil, &ParseError{Offset: int64(at), Err: fmt.Errorf("%s where an object is wanted", described(v))}
}

func described(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case bool:
		return "true or false"
	case []any:
		return "an array"
	}
	return "a number"
}

// What decoding keeps from one value to the next is bounded by these.
const (
	keptBuffer = 256 << 10 // bytes to work in
	keptStack  = 4 << 10   // elements of open arrays
)

// decoding is what a Decoder works with.
type decoding struct {
	buf     []byte // the value, then slack zeros: see scan.go
	n       int    // bytes of it
	deepest int    // how many arrays and objects may be open
	to      numbers

	stack []any // elements of the arrays that are open
	root  place // what stood where, in the values before
	known int   // members that are remembered below root
	memory
	tree *tree // notes for expressions; nil for others

	flawed  bool        // there is a flaw
	careful bool        // to find the first one
	flaw    *ParseError // which is this
}

// decode gives the value of raw.
func (d *decoding) decode(raw []byte, to numbers) (any, error) {
	if d.texts == nil || d.to != to {
		d.memory = memory{texts: new([textSlots]text), numbers: new([numberSlots]number), room: d.room}
		d.to = to
	}
	d.buf = append(append(d.buf[:0], raw...), make([]byte, slack)...)
	d.n = len(raw)
	v, ok := d.whole()
	if ok && d.flawed && d.tree == nil {
		d.careful, d.flaw = true, nil
		v, ok = d.whole()
		d.careful = false
	}
	d.tidy()
	switch {
	case !ok:
		return nil, d.why(raw)
	case d.flaw != nil:
		err := d.flaw
		d.flaw = nil
		return v, err
	}
	return v, nil
}

// whole decodes the value of the buffer, with nothing behind it.
func (d *decoding) whole() (any, bool) {
	d.flawed = false
	if d.known > maxKnown {
		d.root, d.known = place{}, 0
	}
	v, p := d.value(0, &d.root, 0)
	if p < 0 || d.space(p) != d.n {
		return nil, false
	}
	return v, true
}

// tidy lets go of what one large value left behind.
func (d *decoding) tidy() {
	if cap(d.buf) > keptBuffer {
		d.buf = nil
	}
	if cap(d.scratch) > keptBuffer {
		d.scratch = nil
	}
	clear(d.stack)
	if d.stack = d.stack[:0]; cap(d.stack) > keptStack {
		d.stack = nil
	}
}

// why says what is wrong with a value that was refused.
func (d *decoding) why(raw []byte) error {
	o := Limits{Depth: int64(d.deepest), Body: maxSize, Record: maxSize}
	for _, err := range EachWith(bytes.NewReader(raw), o) {
		if err != nil {
			return err
		}
	}
	return &ParseError{Err: ErrGrammar}
}

// note keeps the first flaw, once it is looked for.
func (d *decoding) note(p int, err error) {
	d.flawed = true
	if d.careful && d.flaw == nil {
		d.flaw = &ParseError{Offset: int64(p), Err: err}
	}
}

// beyond gives a number that is no float64, as its text.
func (d *decoding) beyond(p int, s string) any {
	if d.to == floats {
		d.note(p, &detail{sentinel: ErrNumberRange, text: ErrNumberRange.Error() + ": " + shown(s)})
	}
	return json.Number(s)
}

func shown(s string) string {
	if len(s) > 64 {
		return s[:64] + "…"
	}
	return s
}
