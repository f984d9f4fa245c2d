// What services send where a scalar is documented (D5, D6, D7).

package proofpoint_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestScalars_D5_D6_D7(t *testing.T) {
	check := func(name string, into interface{ UnmarshalJSON([]byte) error }, text string, ok bool) {
		t.Helper()
		err := into.UnmarshalJSON([]byte(text))
		if (err == nil) != ok {
			t.Errorf("%s of %s: %v", name, text, err)
		}
	}
	for text, want := range map[string]bool{`true`: true, `"TRUE"`: true, `1`: true, `"1"`: true, `false`: false, `""`: false, `null`: false, `0`: false} {
		var b proofpoint.Bool
		check("Bool", &b, text, true)
		if bool(b) != want {
			t.Errorf("Bool of %s is %v", text, b)
		}
	}
	for text, want := range map[string]int64{`5`: 5, `1e3`: 1000, `1.0`: 1, `"5"`: 5, `""`: 0, `null`: 0, `9007199254740993`: 9007199254740993, `-3`: -3,
		`9007199254740993.0`: 9007199254740993, `9007199254740993e0`: 9007199254740993, `"90071992547409930E-1"`: 9007199254740993, `9.007199254740993e15`: 9007199254740993,
		`9223372036854775807.00`: 9223372036854775807, `-9223372036854775808`: -9223372036854775808, `0e999999999999`: 0, `-0.0`: 0, `0.05e2`: 5, `100e-2`: 1} {
		var i proofpoint.Int
		check("Int", &i, text, true)
		if int64(i) != want {
			t.Errorf("Int of %s is %v", text, i)
		}
	}
	for text, want := range map[string]float64{`0.0`: 0, `12.5`: 12.5, `"12.5"`: 12.5, `null`: 0} {
		var f proofpoint.Float
		check("Float", &f, text, true)
		if float64(f) != want {
			t.Errorf("Float of %s is %v", text, f)
		}
	}
	moment := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2026-11-02T12:00:00Z"`: moment, `"2026-11-02T12:00:00.000Z"`: moment, `"2026-11-02T13:00:00+01:00"`: moment, `"2026-11-02T12:00:00"`: moment, `"2026-11-02 12:00:00 +0000 UTC"`: moment, `"2026-11-02 07:00:00 -0500 EST"`: moment, `"2026-11-02T05:00:00-0700"`: moment,
		`1793620800`: moment, `1793620800000`: moment, `"1793620800"`: moment, `""`: {}, `null`: {}, `"2026-11-02"`: moment.Truncate(24 * time.Hour), `"2026-05-26T20:40:39.823348124"`: time.Date(2026, 5, 26, 20, 40, 39, 823348124, time.UTC),
	} {
		var got proofpoint.Time
		check("Time", &got, text, true)
		if !got.Equal(want) {
			t.Errorf("Time of %s is %v", text, got)
		}
	}
	for text, want := range map[string]proofpoint.Strings{`["a","b"]`: {"a", "b"}, `"a"`: {"a"}, `null`: nil, `[]`: {}, `["a",null]`: {"a"}} {
		var got proofpoint.Strings
		check("Strings", &got, text, true)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Strings of %s mismatch (-want +got):\n%s", text, diff)
		}
	}
	check("Bool", new(proofpoint.Bool), `"perhaps"`, false)
	check("Int", new(proofpoint.Int), `1.5`, false)
	for _, text := range []string{`99999999999999999999`, `9223372036854775808`, `9223372036854775808.0`, `-9223372036854775809.0`, `9007199254740993.5`, `1e999`, `1e19`} {
		check("Int", new(proofpoint.Int), text, false)
	}
	check("Int", new(proofpoint.Int), `{}`, false)
	for _, text := range []string{`1_000`, `0x1p4`, `0x10`, `Inf`, `+5`, `05`, `.5`, `5.`, `1e`, `5 6`} {
		check("Int", new(proofpoint.Int), `"`+text+`"`, false)
		check("Float", new(proofpoint.Float), `"`+text+`"`, false)
		check("Time", new(proofpoint.Time), `"`+text+`"`, false)
	}
	for _, text := range []string{`9223372036854775808`, `9223372036854775807.5`, `1e19`, `1e999999999999999999999`, `1e-1`, `1e-999999999999`, `1e2147483648`, `0.1`, `12.50`} {
		check("Int", new(proofpoint.Int), text, false)
	}
	check("Float", new(proofpoint.Float), `1e999`, false)
	check("Float", new(proofpoint.Float), `"NaN"`, false)
	check("Time", new(proofpoint.Time), `"soon"`, false)
	check("Strings", new(proofpoint.Strings), `[1]`, false)
	check("TAPRewritten", new(proofpoint.TAPRewritten), `"maybe"`, false)
}

// What is no scalar is quoted, cleaned and cut (fault S4).
func TestScalarErrors_S4(t *testing.T) {
	for name, into := range map[string]interface{ UnmarshalJSON([]byte) error }{
		"flag": new(proofpoint.Bool), "whole number": new(proofpoint.Int), "number": new(proofpoint.Float), "time": new(proofpoint.Time),
	} {
		err := into.UnmarshalJSON([]byte(`"\u001b[31m` + strings.Repeat("z", 100_000) + `"`))
		if err == nil || len(err.Error()) > 200 || !strings.HasPrefix(err.Error(), `"zzz`) || !strings.Contains(err.Error(), "is no "+name) {
			t.Errorf("%.300v", err)
		}
	}
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{`"2026-11-02T12:00:00Z"`, `1793620800000`, `""`, `null`, `-1`, `"0000-00-00"`, `1e300`, `"9999-12-31T23:59:60Z"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		var a, b proofpoint.Time
		if a.UnmarshalJSON([]byte(text)) != nil {
			return
		}
		written, err := json.Marshal(a)
		if err != nil {
			return // a year that RFC 3339 cannot write
		}
		if err := b.UnmarshalJSON(written); err != nil || !a.Equal(b.Time) {
			t.Errorf("%s became %s became %v: %v", text, written, b, err)
		}
	})
}
