// The length of a selector's text: what Compile takes, and what a walk does.

package pathdata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestSelectorLength(t *testing.T) {
	of := func(n int) string { return "$['" + strings.Repeat("x", n-5) + "']" }
	extended, err := pathdata.Extended("$" + strings.Repeat("[0]", 1_000))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		sel   *pathdata.Selector
		limit int64
		ok    bool
	}{
		{"the default", compile(of(4096)), 0, true},
		{"beyond the default", compile(of(4097)), 0, false},
		{"alternatives count together", compile(of(2000), of(2000), of(91)), 0, false},
		{"alternatives that fit", compile(of(2000), of(2000), of(90)), 0, true},
		{"allowed", compile(of(10_000)), 10_000, true},
		{"one less", compile(of(10_000)), 9_999, false},
		{"the most", compile(of(16_384)), 1 << 40, true},
		{"a lower limit", compile("$.rows[*]"), 8, false},
		{"a lower limit that fits", compile("$.rows[*]").Elements().Optional(), 9, true},
		{"an expression", extended, 3_000, false},
		{"an expression that fits", extended, 3_001, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			read := &counting{r: strings.NewReader(`{"rows":[]}`)}
			err := drain(pathdata.EachWith(read, pathdata.Limits{Selector: tt.limit}, compile("$"), tt.sel.Optional()))
			var syntax *pathdata.SyntaxError
			if tt.ok && err != nil {
				t.Errorf("EachWith: %v", err)
			}
			if !tt.ok && (!errors.As(err, &syntax) || !strings.Contains(syntax.Msg, "Limits.Selector") || len(err.Error()) > 300 || read.n > 0) {
				t.Errorf("EachWith = %v after %d bytes, want a short SyntaxError before the first", err, read.n)
			}
		})
	}
	for name, texts := range map[string][]string{"one": {of(16_385)}, "together": {of(8_000), of(8_382)}} {
		if sel, err := pathdata.Compile(texts[0], texts[1:]...); err == nil || sel != nil {
			t.Errorf("%s: Compile takes %d bytes", name, len(strings.Join(texts, " | ")))
		}
	}
}

// TestLongSelectorText: what Compile takes comes back from its text.
func TestLongSelectorText(t *testing.T) {
	path := "$['" + strings.Repeat("x", 8_000) + "']"
	sel := compile(path, path).Elements().Optional()
	var back pathdata.Selector
	if err := back.UnmarshalText([]byte(sel.String())); err != nil || back.String() != sel.String() {
		t.Errorf("UnmarshalText: %v", err)
	}
}
