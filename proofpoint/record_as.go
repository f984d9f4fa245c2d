// From records to values: As and AsFunc, what they decode with, and what can be
// asked of them. How one record is decoded into a type is in record.go, and how
// several are at once in record_parallel.go.

package proofpoint

import (
	"encoding"
	"errors"
	"fmt"
	"iter"
	"reflect"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// As decodes each record into a T: by *T's FromRecord if it has one; into
// map[string]any, []any, any and types defined as these by [pathdata.Decoder],
// unless they read JSON themselves; else by JSON with exact-case names. Invalid
// UTF-8 and duplicate names are tolerated there: the last value of a name counts,
// whole, at every depth, and Limits.Duplicates tells of it. A field of T declared
// as
//
//	Raw json.RawMessage `json:"-"`
//
// gets the record's bytes, not copied. A record that does not fit comes as what
// could be read beside a [*RecordError], and the sequence goes on; so does, as
// map or any, one that has a name twice or a number beyond float64, which is
// complete. One error tells of a flaw that the record came with and of what
// decoding it gave, joined. Other errors pass unchanged. Options that cannot be met
// are a [*ParamError], the only pair.
func As[T any](seq iter.Seq2[Record, error], opts ...DecodeOption) iter.Seq2[T, error] {
	d := newDecode(opts)
	if t := reflect.TypeFor[T](); d.integers && d.err == nil && (t.Implements(fromRecordType) || reflect.PointerTo(t).Implements(fromRecordType)) {
		d.err = &ParamError{Param: "integers", Reason: fmt.Sprintf("does nothing for %v, which decodes itself", t)}
	}
	return decodeAll(seq, d, func() func(Record) (T, error) { return decoderOf[T](d) })
}

var fromRecordType = reflect.TypeFor[FromRecord]()

// AsFunc is As with the caller's own decoder. With [Parallel] it is called on
// several goroutines at once.
func AsFunc[T any](seq iter.Seq2[Record, error], decode func(Record) (T, error), opts ...DecodeOption) iter.Seq2[T, error] {
	d := newDecode(opts)
	if d.integers && d.err == nil {
		d.err = &ParamError{Param: "integers", Reason: "is an option of As: here the decoder is yours"}
	}
	return decodeAll(seq, d, func() func(Record) (T, error) { return decode })
}

// DecodeOption changes how [As] and [AsFunc] decode.
type DecodeOption func(*decodeSettings)

type decodeSettings struct {
	integers bool
	workers  int // 0: the goroutine that ranges
	cursors  []*Cursor
	err      error
}

// Integers keeps whole numbers exact wherever As decodes to an any, also inside
// maps and structs: int64, or [encoding/json.Number] where that is too small; see
// [pathdata.Decoder]. Without it numbers there are float64.
func Integers() DecodeOption { return func(d *decodeSettings) { d.integers = true } }

func newDecode(opts []DecodeOption) *decodeSettings {
	d := new(decodeSettings)
	for _, o := range opts {
		o(d)
	}
	return d
}

// decodeAll is the loop of As and AsFunc. Each goroutine that decodes has a
// function of its own, made by newDecoder.
func decodeAll[T any](seq iter.Seq2[Record, error], d *decodeSettings, newDecoder func() func(Record) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if d.err != nil {
			yield(zero, d.err)
			return
		}
		if d.workers > 0 {
			decodeParallel(seq, d, newDecoder, yield)
			return
		}
		decode := newDecoder()
		for r, err := range seq {
			if !yield(decodeOne(r, err, decode)) {
				return
			}
		}
	}
}

// decodeOne decodes what came in one turn: a record, a record with a flaw, or an
// error alone.
func decodeOne[T any](r Record, err error, decode func(Record) (T, error)) (v T, _ error) {
	if err != nil && r.Raw == nil {
		return v, err
	}
	v, bad := decode(r)
	return v, withFlaw(r, err, bad)
}

// withFlaw joins what came beside a record, if anything did, and what decoding it
// gave. Who asks for either of them finds it; the place is that of the flaw.
func withFlaw(r Record, err, bad error) error {
	flaw, told := errors.AsType[*RecordError](err)
	switch {
	case bad == nil:
		return err
	case err == nil:
		return &RecordError{Path: r.Path, Offset: -1, Err: bad}
	case !told: // it ends the sequence, and must not look as if it did not
		return err
	}
	if pe, own := bad.(*pathdata.ParseError); own && errors.Is(pe, pathdata.ErrDuplicateName) && errors.Is(flaw, pathdata.ErrDuplicateName) {
		return err // said already, of the same name
	}
	return &RecordError{Path: flaw.Path, Offset: flaw.Offset, Err: errors.Join(flaw.Err, bad)}
}

// decoderOf gives the function that makes a T of a record. It is for one
// goroutine.
func decoderOf[T any](d *decodeSettings) func(Record) (T, error) {
	own := &pathdata.Decoder{Integers: d.integers}
	if f, ok := any(func(r Record) (map[string]any, error) { return own.Map(r.Raw) }).(func(Record) (T, error)); ok {
		return f
	}
	if f, ok := any(func(r Record) (any, error) { return own.Value(r.Raw) }).(func(Record) (T, error)); ok {
		return f
	}
	if f, ok := namedDecoder[T](own); ok {
		return f
	}
	var exact []*jsonv2.Unmarshalers
	if d.integers {
		exact = append(exact, exactIntegers(own))
	}
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
		raw := rawField(t.Elem())
		return func(r Record) (T, error) {
			v := reflect.New(t.Elem())
			err := received(r, v, raw, exact...)
			return v.Interface().(T), err
		}
	}
	raw := rawField(t)
	return func(r Record) (T, error) {
		var v T
		err := received(r, reflect.ValueOf(&v), raw, exact...)
		return v, err
	}
}

// namedDecoder is decoderOf for []any, and for types that are defined as
// map[string]any, []any or any and read no JSON themselves.
func namedDecoder[T any](own *pathdata.Decoder) (func(Record) (T, error), bool) {
	t := reflect.TypeFor[T]()
	object, list := reflect.TypeFor[map[string]any]().AssignableTo(t), reflect.TypeFor[[]any]().AssignableTo(t)
	if !object && !list || readsItself(t) {
		return nil, false
	}
	return func(r Record) (v T, err error) {
		got, err := own.Value(r.Raw)
		if got == nil {
			return v, err
		}
		if !reflect.TypeOf(got).AssignableTo(t) {
			if object {
				_, err = own.Map(r.Raw)
				return v, err
			}
			return v, errors.New("no array, where one is wanted")
		}
		reflect.ValueOf(&v).Elem().Set(reflect.ValueOf(got))
		return v, err
	}, true
}

// readsItself says whether *t has a method that decodes.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	for _, reader := range []reflect.Type{reflect.TypeFor[FromRecord](), reflect.TypeFor[jsonv2.Unmarshaler](), reflect.TypeFor[jsonv2.UnmarshalerFrom](), reflect.TypeFor[encoding.TextUnmarshaler]()} {
		if p.Implements(reader) {
			return true
		}
	}
	return false
}

// exactIntegers lets d decode each any that is inside another type, which
// tolerates duplicate names.
func exactIntegers(d *pathdata.Decoder) *jsonv2.Unmarshalers {
	return jsonv2.UnmarshalFromFunc(func(in *jsontext.Decoder, v *any) error {
		raw, err := in.ReadValue()
		if err != nil {
			return err
		}
		if *v, err = d.Value(raw); errors.Is(err, pathdata.ErrDuplicateName) {
			return nil
		}
		return err
	})
}
