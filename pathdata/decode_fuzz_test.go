// The decoder on texts of others: the parsing suite, and by fuzzing any bytes, by a fresh one, by one that has seen
// them before, and with exact integers.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func FuzzDecoder(f *testing.F) {
	for _, s := range decoderTexts {
		f.Add([]byte(s))
	}
	for _, s := range []string{`{"a":1,"a":2}`, `[1e999]`, `{"a":1`, `[1,]`, `[01]`, `nul`, `-`, `1e`, "[\"\x00\"]", `"\u12g4"`, `{"a" 1}`, `{a:1}`, `[1 2]`, `"\`, `"\ud8`} {
		f.Add([]byte(s))
	}
	before := []byte(`{"a":[{"b":"c","":1},{"\u0062":"","d":-0}],"e":null}`)
	f.Fuzz(func(t *testing.T, raw []byte) {
		given := bytes.Clone(raw)
		var used pathdata.Decoder // by each input anew: a run must not depend on those before
		for _, text := range [][]byte{before, raw, raw} {
			_, _ = used.Value(text)
		}
		for _, d := range []*pathdata.Decoder{{}, &used, {Integers: true}} {
			got, err := d.Value(raw)
			flaw := errors.Is(err, pathdata.ErrDuplicateName) || errors.Is(err, pathdata.ErrNumberRange)
			if err != nil && !errors.As(err, new(*pathdata.ParseError)) {
				t.Fatalf("Value(%q): %T is no ParseError", raw, err)
			}
			if json.Valid(raw) != (err == nil || flaw) {
				t.Fatalf("Value(%q): %v, json.Valid says %v", raw, err, json.Valid(raw))
			}
			if !bytes.Equal(given, raw) {
				t.Fatalf("Value changed %q", given)
			}
			if err != nil && !flaw {
				if got != nil {
					t.Fatalf("Value(%q) = %v beside %v", raw, got, err)
				}
				continue
			}
			checkDecoded(t, d, raw, got, err)
		}
	})
}

// checkDecoded compares with encoding/json, where it can decode the text: as
// numbers, or by their text.
func checkDecoded(t *testing.T, d *pathdata.Decoder, raw []byte, got any, err error) {
	var want any
	dec := json.NewDecoder(bytes.NewReader(raw))
	if d.Integers {
		dec.UseNumber()
	}
	if bad := dec.Decode(&want); bad != nil {
		if !errors.Is(err, pathdata.ErrNumberRange) && !errors.Is(err, pathdata.ErrDuplicateName) {
			t.Fatalf("Value(%q): %v, encoding/json: %v", raw, err, bad)
		}
		return
	}
	if d.Integers {
		if errors.Is(err, pathdata.ErrNumberRange) {
			t.Fatalf("Value(%q): %v, with Integers", raw, err)
		}
		want = exactly(want)
	}
	if diff := sameDecoded(want, got); diff != "" {
		t.Fatalf("Value(%q) mismatch (-encoding/json +got):\n%s", raw, diff)
	}
}

// exactly makes of numbers what Integers promises.
func exactly(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = exactly(v[name])
		}
	case []any:
		for i := range v {
			v[i] = exactly(v[i])
		}
	case json.Number:
		if !strings.ContainsAny(string(v), ".eE") {
			if i, err := v.Int64(); err == nil {
				return i
			}
			return v
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
	}
	return v
}

// TestDecoderSuite: the verdicts of the JSON parsing suite, at the top and inside
// a value, and the values where there are any.
func TestDecoderSuite(t *testing.T) {
	var d pathdata.Decoder
	yes, no := 0, 0
	for name, text := range suiteFiles(t) {
		for i, raw := range []string{string(text), `{"a":[` + string(text) + `]}`} {
			got, err := d.Value([]byte(raw))
			flaw := errors.Is(err, pathdata.ErrDuplicateName) || errors.Is(err, pathdata.ErrNumberRange)
			if ok := err == nil || flaw; ok != json.Valid([]byte(raw)) {
				t.Errorf("%s: Value(%.60q): %v, json.Valid says %v", name, raw, err, !ok)
			}
			var want any
			if err == nil && json.Unmarshal([]byte(raw), &want) == nil {
				if diff := sameDecoded(want, got); diff != "" {
					t.Errorf("%s: mismatch (-encoding/json +got):\n%s", name, diff)
				}
			}
			switch {
			case i > 0: // two of the texts are lists that are sound in an array
			case name[0] == 'y' && (err == nil || flaw):
				yes++
			case name[0] == 'n' && err != nil:
				no++
			}
		}
	}
	if yes != 95 || no != 188 {
		t.Errorf("%d accepted, %d refused, want 95 and 188", yes, no)
	}
}
