// A cursor's text survives a round trip and nothing else is taken for one.

package proofpoint_test

import (
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func FuzzCursor(f *testing.F) {
	f.Add([]byte("pp1.0123456789abcdef.Mg"))
	f.Add([]byte(""))
	f.Add([]byte("pp2.0123456789abcdef.Mg"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var c, again proofpoint.Cursor
		if c.UnmarshalText(text) != nil {
			return
		}
		written, err := c.MarshalText()
		if err != nil || string(written) != string(text) {
			t.Fatalf("%q was read and written as %q: %v", text, written, err)
		}
		if err := again.UnmarshalText(written); err != nil || again != c {
			t.Fatalf("%q does not survive: %v", text, err)
		}
	})
}

func TestCursorRefuses(t *testing.T) {
	for _, text := range []string{"x", "pp1", "pp1.short.Mg", "pp9.0123456789abcdef.Mg", "pp1.0123456789abcdef.", "pp1.0123456789abcdef.!!"} {
		if err := new(proofpoint.Cursor).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for a cursor", text)
		}
	}
}
