// What comes out of the road: a record's bytes and where they stood; and the
// small functions that turn a sequence of them into something else.

package proofpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Record is one selected value.
type Record struct {
	// Path says where in the answer the record stood.
	Path pathdata.Path
	// Raw is the record exactly as received; only the answers of an attached
	// Then, syslog lines and text under FormatAny are composed here. It stays
	// valid for ever and may be appended to. It is part of a buffer of 64 KiB
	// that lives as long as any record in it: bytes.Clone what is kept long.
	Raw json.RawMessage
	// Parent is the record whose Then brought this one; nil otherwise.
	Parent *Record
}

// FromRecord is for types that need more than the bytes: the kind from the
// path, the key of a map, Raw without a copy. It is called on a zero value.
type FromRecord interface{ FromRecord(Record) error }

// As decodes each record into a T: by *T's FromRecord if it has one, else by
// JSON with exact-case names (duplicate names and invalid UTF-8 are tolerated).
// A field of T declared as
//
//	Raw json.RawMessage `json:"-"`
//
// gets the record's bytes, not copied. A record that does not fit comes as what
// could be read beside a [*RecordError], and the sequence goes on. Other errors
// pass unchanged.
func As[T any](seq iter.Seq2[Record, error]) iter.Seq2[T, error] {
	raw := rawField(reflect.TypeFor[T]())
	return AsFunc(seq, func(r Record) (T, error) {
		var v T
		if raw >= 0 {
			reflect.ValueOf(&v).Elem().Field(raw).SetBytes(r.Raw)
		}
		err := fromRecord(r, &v)
		return v, err
	})
}

// fromRecord decodes a record into what v points to.
func fromRecord(r Record, v any) error {
	if f, ok := v.(FromRecord); ok {
		return f.FromRecord(r)
	}
	return decode(r.Raw, v)
}

// rawField is the index of the field that gets a record's bytes, or -1.
func rawField(t reflect.Type) int {
	if t.Kind() != reflect.Struct {
		return -1
	}
	f, ok := t.FieldByName("Raw")
	if !ok || len(f.Index) > 1 || f.Type != reflect.TypeFor[json.RawMessage]() || f.Tag.Get("json") != "-" {
		return -1
	}
	return f.Index[0]
}

// AsFunc is As with the caller's own decoder.
func AsFunc[T any](seq iter.Seq2[Record, error], decode func(Record) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for r, err := range seq {
			if err != nil && r.Raw == nil {
				if !yield(zero, err) {
					return
				}
				continue
			}
			v, bad := decode(r)
			if bad != nil && err == nil {
				err = &RecordError{Path: r.Path, Offset: -1, Err: bad}
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// One returns the only record of a sequence: none is ErrNotFound, and a second
// one is an error that ends the reading. An error beside the record comes with
// what could be read of it.
func One[T any](seq iter.Seq2[Record, error]) (T, error) {
	var one, zero T
	n := 0
	for v, err := range As[T](seq) {
		if err != nil {
			return v, err
		}
		if n++; n > 1 {
			return zero, errors.New("proofpoint: more than one record came where one was expected")
		}
		one = v
	}
	if n == 0 {
		return zero, fmt.Errorf("%w: the answer holds no record", ErrNotFound)
	}
	return one, nil
}

// None reads a sequence to its end, for writes, and returns its first error.
func None(seq iter.Seq2[Record, error]) error {
	var first error
	for _, err := range seq {
		if first == nil {
			first = err
		}
	}
	return first
}

var decodeOptions = jsonv2.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode is the one typed decoder: exact-case names, so that "guid" cannot
// overwrite "GUID".
func decode(raw []byte, v any) error { return jsonv2.Unmarshal(raw, v, decodeOptions) }
