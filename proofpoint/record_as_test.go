// As and AsFunc with options: maps against encoding/json, exact integers, what
// comes beside a flawed map.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// outcome is one pair of a sequence, its error as text.
type outcome[T any] struct {
	V   T
	Err string
}

func outcomes[T any](seq iter.Seq2[T, error]) (all []outcome[T]) {
	for v, err := range seq {
		o := outcome[T]{V: v}
		if err != nil {
			o.Err = err.Error()
		}
		all = append(all, o)
	}
	return all
}

func records(raws ...string) iter.Seq2[proofpoint.Record, error] {
	return func(yield func(proofpoint.Record, error) bool) {
		for i, raw := range raws {
			if !yield(proofpoint.Record{Path: pathdata.Path{Parent: "$", Index: i}, Raw: []byte(raw)}, nil) {
				return
			}
		}
	}
}

func TestAsMap(t *testing.T) {
	tests := []struct {
		name, raw string
		plain     map[string]any
		exact     map[string]any
		err       string
	}{
		{"an object", `{"a":[1,1.5,"x",null,true],"b":{}}`, map[string]any{"a": []any{1.0, 1.5, "x", nil, true}, "b": map[string]any{}},
			map[string]any{"a": []any{int64(1), 1.5, "x", nil, true}, "b": map[string]any{}}, ""},
		{"large", `{"a":9007199254740993,"b":18446744073709551615}`, map[string]any{"a": 9007199254740992.0, "b": 18446744073709551616.0},
			map[string]any{"a": int64(9007199254740993), "b": json.Number("18446744073709551615")}, ""},
		{"null", `null`, nil, nil, ""},
		{"a name twice", `{"a":1.5,"a":2.5}`, map[string]any{"a": 2.5}, map[string]any{"a": 2.5}, `duplicate member name ['a']`},
		{"a number", `3`, nil, nil, "a number where an object is wanted"},
		{"not UTF-8", "{\"a\":\"\xff\"}", map[string]any{"a": "\ufffd"}, map[string]any{"a": "\ufffd"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, c := range []struct {
				want map[string]any
				opts []proofpoint.DecodeOption
			}{{tt.plain, nil}, {tt.exact, []proofpoint.DecodeOption{proofpoint.Integers()}}} {
				for got, err := range proofpoint.As[map[string]any](records(tt.raw), c.opts...) {
					if diff := cmp.Diff(c.want, got); diff != "" {
						t.Errorf("As(%s) mismatch (-want +got):\n%s", tt.raw, diff)
					}
					if _, ok := errors.AsType[*proofpoint.RecordError](err); ok != (tt.err != "") || ok && (!strings.Contains(err.Error(), tt.err) || !proofpoint.CanContinue(err)) {
						t.Errorf("As(%s) gives %v, want a RecordError with %q", tt.raw, err, tt.err)
					}
				}
			}
		})
	}
}

func TestAsAny(t *testing.T) {
	want := []outcome[any]{{V: nil}, {V: int64(7)}, {V: "x"}, {V: []any{1.5, int64(2)}}, {V: map[string]any{"a": json.Number("9223372036854775808")}}}
	got := outcomes(proofpoint.As[any](records(`null`, `7`, `"x"`, `[1.5,2]`, `{"a":9223372036854775808}`), proofpoint.Integers()))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("As[any] mismatch (-want +got):\n%s", diff)
	}
	plain := outcomes(proofpoint.As[any](records(`7`)))
	if diff := cmp.Diff([]outcome[any]{{V: 7.0}}, plain); diff != "" {
		t.Errorf("As[any] mismatch (-want +got):\n%s", diff)
	}
}

// TestAsIntegersInside: also where a struct has an any in it.
func TestAsIntegersInside(t *testing.T) {
	type thing struct {
		Raw   json.RawMessage `json:"-"`
		ID    int64           `json:"id"`
		Any   any             `json:"any"`
		More  map[string]any  `json:"more"`
		Named []any           `json:"named"`
	}
	const raw = `{"id":1,"any":9007199254740993,"more":{"n":2,"o":{"n":3,"n":4}},"named":[5,"x",1e2]}`
	want := []outcome[thing]{{V: thing{Raw: json.RawMessage(raw), ID: 1, Any: int64(9007199254740993), More: map[string]any{"n": int64(2), "o": map[string]any{"n": int64(4)}}, Named: []any{int64(5), "x", 100.0}}}}
	if diff := cmp.Diff(want, outcomes(proofpoint.As[thing](records(raw), proofpoint.Integers()))); diff != "" {
		t.Errorf("As(%s) mismatch (-want +got):\n%s", raw, diff)
	}
	want[0].V.Any, want[0].V.More, want[0].V.Named = 9007199254740992.0, map[string]any{"n": 2.0, "o": map[string]any{"n": 4.0}}, []any{5.0, "x", 100.0}
	if diff := cmp.Diff(want, outcomes(proofpoint.As[thing](records(raw)))); diff != "" {
		t.Errorf("As(%s) without Integers mismatch (-want +got):\n%s", raw, diff)
	}
}

func TestDecodeOptionsRefused(t *testing.T) {
	own := func(proofpoint.Record) (int, error) { return 0, nil }
	for _, tt := range []struct {
		name string
		seq  iter.Seq2[int, error]
		want string
	}{
		{"no goroutine", proofpoint.As[int](records(`1`, `2`), proofpoint.Parallel(0)), `proofpoint: parameter "parallel" = "0": is out of range (accepts 1 to 64)`},
		{"too many", proofpoint.AsFunc(records(`1`, `2`), own, proofpoint.Parallel(65)), `proofpoint: parameter "parallel" = "65": is out of range (accepts 1 to 64)`},
		{"integers of another decoder", proofpoint.AsFunc(records(`1`, `2`), own, proofpoint.Integers()), `proofpoint: parameter "integers": is an option of As: here the decoder is yours`},
		{"integers of a type that decodes itself", itself(proofpoint.As[selfMade](records(`1`), proofpoint.Integers())), `proofpoint: parameter "integers": does nothing for proofpoint_test.selfMade, which decodes itself`},
		{"a cursor that is nil", proofpoint.As[int](records(`1`), proofpoint.Parallel(2, nil)), `proofpoint: parameter "parallel": names a cursor that is nil`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff([]outcome[int]{{Err: tt.want}}, outcomes(tt.seq)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// selfMade decodes itself.
type selfMade struct{}

func (*selfMade) FromRecord(proofpoint.Record) error { return nil }

func itself(seq iter.Seq2[selfMade, error]) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for _, err := range seq {
			if !yield(0, err) {
				return
			}
		}
	}
}

type (
	namedMap  map[string]any
	namedList []any
	namedAny  any
	// ownReader is a map that reads JSON itself.
	ownReader map[string]any
)

func (o *ownReader) UnmarshalJSON(raw []byte) error {
	*o = ownReader{"own": string(raw)}
	return nil
}

// TestAsNeverMixes: of a name that occurs twice the last value counts, and what
// is decoded stands somewhere in the record. Maps say so, structs tolerate it.
func TestAsNeverMixes(t *testing.T) {
	const raw = `{"X":{"a":1,"n":9007199254740993},"X":{"b":2}}`
	type lower struct {
		A int `json:"a"`
		B int `json:"b"`
	}
	one := map[string]any{"X": map[string]any{"b": 2.0}}
	mixes(t, raw, true, namedMap(one))
	mixes(t, raw, true, one)
	mixes(t, raw, true, namedAny(one))
	mixes(t, `[`+raw+`]`, true, namedList{one})
	mixes(t, `[`+raw+`]`, true, []any{one})
	mixes(t, `{"X":{"b":2}}`, false, ownReader{"own": `{"X":{"b":2}}`})
	mixes(t, raw, false, struct{ X any }{map[string]any{"b": 2.0}})
	mixes(t, raw, false, struct{ X map[string]any }{map[string]any{"b": 2.0}})
	mixes(t, raw, false, struct{ X map[string]int64 }{map[string]int64{"b": 2}})
	mixes(t, raw, false, struct{ X namedMap }{namedMap{"b": 2.0}})
	mixes(t, raw, false, struct{ X lower }{lower{B: 2}})
	mixes(t, raw, false, struct{ X *lower }{&lower{B: 2}})
	mixes(t, raw, false, struct{ X json.RawMessage }{json.RawMessage(`{"b":2}`)})
	mixes(t, raw, false, map[string]lower{"X": {B: 2}})
	mixes(t, raw, false, map[string]map[string]int64{"X": {"b": 2}})
	mixes(t, `{"X":{"a":{"p":1},"a":{"q":2}}}`, false, struct{ X any }{map[string]any{"a": map[string]any{"q": 2.0}}})
}

func mixes[T any](t *testing.T, raw string, told bool, want T) {
	t.Helper()
	for got, err := range proofpoint.As[T](records(raw)) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("As[%T](%s) mismatch (-want +got):\n%s", want, raw, diff)
		}
		if errors.Is(err, pathdata.ErrDuplicateName) != told || (err != nil) != told {
			t.Errorf("As[%T](%s) gives %v, a duplicate name is to be told: %v", want, raw, err, told)
		}
	}
}
