// What comes out of the road: a record's bytes and where they stood, how one is
// decoded into a type, and the small functions that end a sequence of them.

package proofpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"

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

// received puts a record into what v points to, its bytes into the field raw.
func received(r Record, v reflect.Value, raw []int, u ...*jsonv2.Unmarshalers) error {
	if raw != nil {
		v.Elem().FieldByIndex(raw).SetBytes(r.Raw)
	}
	return fromRecord(r, v.Interface(), u...)
}

// fromRecord decodes a record into what v points to.
func fromRecord(r Record, v any, u ...*jsonv2.Unmarshalers) error {
	if f, ok := v.(FromRecord); ok {
		return f.FromRecord(r)
	}
	return decode(r.Raw, v, u...)
}

// rawField is where the field is that gets a record's bytes, also in an embedded
// struct; nil if there is none.
func rawField(t reflect.Type) []int {
	if t.Kind() != reflect.Struct {
		return nil
	}
	f, ok := t.FieldByName("Raw")
	if !ok || f.Type != reflect.TypeFor[json.RawMessage]() || f.Tag.Get("json") != "-" {
		return nil
	}
	for i := range f.Index[:len(f.Index)-1] {
		if t.FieldByIndex(f.Index[:i+1]).Type.Kind() != reflect.Struct {
			return nil // behind a pointer, which nobody has made
		}
	}
	return f.Index
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
// overwrite "GUID". What does not fit costs its own member of an object and no
// other: the rest is read all the same, and the first error is returned.
func decode(raw []byte, v any, u ...*jsonv2.Unmarshalers) error {
	var o []jsonv2.Options
	if len(u) > 0 {
		o = append(o, jsonv2.WithUnmarshalers(jsonv2.JoinUnmarshalers(u...)))
	}
	if jsonv2.Unmarshal(raw, v, o...) == nil { // strictly first: to allow duplicates costs a third of the time
		return nil
	}
	clearRest(v)
	o = []jsonv2.Options{decodeOptions, jsonv2.WithUnmarshalers(jsonv2.JoinUnmarshalers(append([]*jsonv2.Unmarshalers{lastOnly}, u...)...))}
	err := jsonv2.Unmarshal(raw, v, o...)
	if err == nil {
		return nil
	}
	clearRest(v)
	decodeMembers(raw, v, o...)
	return worded(err)
}

// lastOnly empties what a value is decoded into, because the decoder adds to what
// it finds there: of a name that occurs twice the two values would be mixed to
// one that stands nowhere. The value of the caller himself is left to clearRest;
// it may embed a pointer, or have its Raw.
var lastOnly = jsonv2.UnmarshalFromFunc(func(in *jsontext.Decoder, v any) error {
	if at := reflect.ValueOf(v).Elem(); in.StackDepth() > 0 {
		switch at.Kind() {
		case reflect.Map, reflect.Struct, reflect.Slice, reflect.Array, reflect.Interface:
			at.SetZero()
		}
	}
	return errors.ErrUnsupported // the next one decodes
})

// clearRest empties what an earlier try has filled and the next one would add to:
// the value itself, but of a struct only the fields that collect what no other
// field takes. Its other fields are emptied one by one.
func clearRest(v any) {
	at := reflect.ValueOf(v).Elem()
	if at.Kind() != reflect.Struct {
		at.SetZero()
		return
	}
	for i := range at.NumField() {
		_, options, _ := strings.Cut(at.Type().Field(i).Tag.Get("json"), ",")
		if at.Field(i).CanSet() && (strings.Contains(options, "embed") || strings.Contains(options, "inline") || strings.Contains(options, "unknown")) {
			at.Field(i).SetZero()
		}
	}
}

// decodeMembers reads the members of an object one by one.
func decodeMembers(raw []byte, v any, o ...jsonv2.Options) {
	var members map[string]jsontext.Value
	if t := reflect.TypeOf(v); t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || jsonv2.Unmarshal(raw, &members, decodeOptions) != nil {
		return
	}
	for name, value := range members {
		quoted, err := jsontext.AppendQuote(nil, name)
		if err != nil {
			continue
		}
		one := slices.Concat([]byte("{"), quoted, []byte(":"), value, []byte("}"))
		_ = jsonv2.Unmarshal(one, v, o...) // its own error was the first one, or is one like it
	}
}

// worded says of a value that does not fit where it stands and what it is, in
// words of the record and not of Go.
func worded(err error) error {
	se, ok := errors.AsType[*jsonv2.SemanticError](err)
	if !ok {
		return err
	}
	at := orElse(string(se.JSONPointer), "the record")
	if se.Err != nil {
		return fmt.Errorf("%s: %w", at, se.Err)
	}
	return fmt.Errorf("%s: a JSON %s does not fit", at, kindWord(se.JSONKind))
}

func kindWord(k jsontext.Kind) string {
	switch k {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "text"
	case '0':
		return "number"
	case 't', 'f':
		return "flag"
	}
	return "value"
}
