// The contract test, field by field. What a type has is read off the type; what
// it reads is found out by changing one member of a record and looking whether
// anything else comes out, so that second spellings and own decoders count too.

package proofpoint_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// place is where something stands in a JSON value: names of members, and "[]" for
// every element. No member's name holds a dot.
type place []string

func (p place) String() string { return strings.Join(p, ".") }

// fields lists the places that t decodes, with the types there.
func fields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	collect(t, nil, out)
	return out
}

func collect(t reflect.Type, at place, out map[string]reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if len(at) > 8 { // a type that holds itself
		return
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() != reflect.Uint8 {
			collect(t.Elem(), append(slices.Clone(at), "[]"), out)
		}
	case reflect.Struct:
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || name == "-" || name == "" {
				continue
			}
			below := append(slices.Clone(at), name)
			out[below.String()] = f.Type
			collect(f.Type, below, out)
		}
	}
}

// placesIn lists the places in a JSON value.
func placesIn(v any, at place, out map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, e := range v {
			below := append(slices.Clone(at), name)
			out[below.String()] = true
			placesIn(e, below, out)
		}
	case []any:
		for _, e := range v {
			placesIn(e, append(slices.Clone(at), "[]"), out)
		}
	}
}

func parse(t testing.TB, raw []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %.200s", err, raw)
	}
	return v
}

// missing stands for a member that is taken away.
type missing struct{}

// with returns a copy of v in which every value at a place is another. made
// tells it to make the place where it is not there yet.
func with(v any, at place, to any, made bool) any {
	if len(at) == 0 {
		return to
	}
	switch v := v.(type) {
	case map[string]any:
		old, ok := v[at[0]]
		if at[0] == "[]" || !ok && !made {
			return v
		}
		m := maps.Clone(v)
		if m[at[0]] = with(old, at[1:], to, made); m[at[0]] == (missing{}) {
			delete(m, at[0])
		}
		return m
	case []any:
		if at[0] != "[]" {
			return v
		}
		list := slices.Clone(v)
		for i := range list {
			list[i] = with(list[i], at[1:], to, made)
		}
		return slices.DeleteFunc(list, func(e any) bool { return e == missing{} })
	}
	return v
}

// typedRecords are the records of a row's fixture, with the operation that
// decodes them, those of chains and of answers that are no JSON left out.
func (row contractRow) typedRecords(t testing.TB) (o *proofpoint.Operation, records []proofpoint.Record) {
	t.Helper()
	o = row.operation(t)
	if rt := proofpoint.RecordType(o); rt == nil || rt.Kind() != reflect.Struct || row.none || row.status == 204 {
		return o, nil
	}
	c, _ := newClient(t, row.serve(t, nil), contractConfig())
	r, err := o.Build(row.params)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatalf("%s: %v", row.op, err)
		}
		if bytes.HasPrefix(rec.Raw, []byte("{")) {
			records = append(records, rec)
		}
	}
	return o, records
}

func decodeAs(t testing.TB, o *proofpoint.Operation, r proofpoint.Record, v any) (any, error) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	r.Raw = raw
	return proofpoint.DecodeAs(o, r)
}

// TestContractFields: the fixture has every field of the type, and the type
// every field of the fixture.
func TestContractFields(t *testing.T) {
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			o, records := row.typedRecords(t)
			if len(records) == 0 {
				return
			}
			have := map[string]bool{}
			for _, r := range records {
				placesIn(parse(t, r.Raw), nil, have)
			}
			for _, f := range slices.Sorted(maps.Keys(fields(proofpoint.RecordType(o)))) {
				if !have[f] {
					t.Errorf("no record of the fixture has the field %q of %v", f, proofpoint.RecordType(o))
				}
			}
			if unread := unreadFields(t, o, records); len(unread) > 0 {
				t.Errorf("%v does not read %q of the fixture", proofpoint.RecordType(o), unread)
			}
		})
	}
}

// unreadFields are the places of the records at which nothing that could stand
// there makes a difference to what comes out. Below an unread place none is
// named.
func unreadFields(t testing.TB, o *proofpoint.Operation, records []proofpoint.Record) (unread []string) {
	t.Helper()
	read, all := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		v := parse(t, r.Raw)
		was, err := decodeAs(t, o, r, v)
		if err != nil {
			t.Errorf("%s: %v: %v", o.Name, r.Path, err)
			continue
		}
		here := map[string]bool{}
		placesIn(v, nil, here)
		for text := range here {
			all[text] = true
			read[text] = read[text] || makesADifference(t, o, r, v, was, strings.Split(text, "."))
		}
	}
	for _, text := range slices.Sorted(maps.Keys(all)) {
		covered := slices.ContainsFunc(unread, func(u string) bool { return strings.HasPrefix(text, u+".") })
		if !read[text] && !covered {
			unread = append(unread, text)
		}
	}
	return unread
}

func makesADifference(t testing.TB, o *proofpoint.Operation, r proofpoint.Record, v, was any, at place) bool {
	for _, to := range []any{missing{}, "probe", "true", "2001-02-03T04:05:06Z", json.Number("12345"), true, false, []any{"probe"}, []any{map[string]any{"id": "probe"}}, map[string]any{"probe": "probe"}} {
		got, err := decodeAs(t, o, r, with(v, at, to, false))
		if err != nil || !reflect.DeepEqual(withoutRaw(got), withoutRaw(was)) {
			return true
		}
	}
	return false
}

// withoutRaw clears the bytes that nested values keep of themselves: that they
// are kept does not say that they are read.
func withoutRaw(v any) any {
	p := reflect.New(reflect.TypeOf(v))
	p.Elem().Set(reflect.ValueOf(v))
	clearRaw(p.Elem(), 0)
	return p.Interface()
}

func clearRaw(v reflect.Value, depth int) {
	if depth > 10 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			clearRaw(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			for i := range v.Len() {
				clearRaw(v.Index(i), depth+1)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if f.Name == "Raw" && f.Tag.Get("json") == "-" && v.Field(i).CanSet() {
					v.Field(i).SetZero()
				} else {
					clearRaw(v.Field(i), depth+1)
				}
			}
		}
	}
}

// TestContractNullAndMissing: every field of the type may be null, or not there,
// and the others stay what they are.
func TestContractNullAndMissing(t *testing.T) {
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			o, records := row.typedRecords(t)
			for _, r := range records {
				v := parse(t, r.Raw)
				was, err := decodeAs(t, o, r, v)
				if err != nil {
					t.Fatal(err)
				}
				places := map[string]bool{}
				placesIn(v, nil, places)
				for f := range fields(proofpoint.RecordType(o)) {
					places[f] = true
				}
				for _, text := range slices.Sorted(maps.Keys(places)) {
					for name, to := range map[string]any{"null": nil, "missing": missing{}} {
						got, err := decodeAs(t, o, r, with(v, strings.Split(text, "."), to, true))
						if err != nil {
							t.Errorf("%s %s: %v", text, name, err)
						}
						if changed := changedFields(was, got); len(changed) > 1 {
							t.Errorf("%s %s: it changes %q", text, name, changed)
						}
					}
				}
				if _, err := decodeAs(t, o, r, map[string]any{}); err != nil {
					t.Errorf("an empty object: %v", err)
				}
			}
		})
	}
}

// changedFields are the fields of a struct that differ; those of a pointer to
// one, as unions have, are fields of their own.
func changedFields(a, b any) (names []string) {
	x, y := reflect.ValueOf(withoutRaw(a)).Elem(), reflect.ValueOf(withoutRaw(b)).Elem()
	for i := range x.NumField() {
		f := x.Type().Field(i)
		derived := f.Tag.Get("json") == "-" || f.Type == reflect.TypeFor[proofpoint.Secret]() // out of others, or not comparable
		if !f.IsExported() || derived || reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			continue
		}
		if p, q := x.Field(i), y.Field(i); f.Tag.Get("json") == "" && p.Kind() == reflect.Pointer && !p.IsNil() && !q.IsNil() && p.Elem().Kind() == reflect.Struct {
			names = append(names, changedFields(p.Elem().Interface(), q.Elem().Interface())...)
			continue
		}
		names = append(names, f.Name)
	}
	return names
}

// TestContractNumbers: 2^53+1 is read as it is, as a number and as text.
func TestContractNumbers(t *testing.T) {
	const big = 1<<53 + 1
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			o, records := row.typedRecords(t)
			if len(records) == 0 {
				return
			}
			for text, ft := range fields(proofpoint.RecordType(o)) {
				if ft != reflect.TypeFor[proofpoint.Int]() {
					continue
				}
				for _, r := range records {
					v := parse(t, r.Raw)
					for _, to := range []any{json.Number(strconv.Itoa(big)), strconv.Itoa(big)} {
						changed := with(v, strings.Split(text, "."), to, false)
						if cmp.Equal(changed, v) {
							continue
						}
						got, err := decodeAs(t, o, r, changed)
						if err != nil || !holds(reflect.ValueOf(got), big, 0) {
							t.Errorf("%s = %v: %v, and 2^53+1 is not in %+v", text, to, err, got)
						}
					}
				}
			}
		})
	}
}

// holds reports whether an Int with the value n is anywhere in v.
func holds(v reflect.Value, n int64, depth int) bool {
	if depth > 10 {
		return false
	}
	switch v.Kind() {
	case reflect.Int64:
		return v.Int() == n
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && holds(v.Elem(), n, depth+1)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if holds(v.Index(i), n, depth+1) {
				return true
			}
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if holds(v.MapIndex(k), n, depth+1) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if holds(v.Field(i), n, depth+1) {
				return true
			}
		}
	}
	return false
}
