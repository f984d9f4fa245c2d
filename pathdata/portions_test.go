// What is done in portions, so that the reader can be asked between them, gives
// what it gives at once: patterns on long texts, and long texts with escapes.

package pathdata_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// selects says how many matches a path has in a body.
func selects(t *testing.T, path, body string) int {
	t.Helper()
	n := 0
	for _, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Steps: 1 << 40}, compile(path)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestLongTextsWithEscapes: wherever a portion ends, no escape and no pair is cut.
func TestLongTextsWithEscapes(t *testing.T) {
	for _, part := range []string{`\ud83d\ude00`, `\ud83d\ud83d\ude00`, `\\\"\u00e9x`, `\\u0041\\\u0041`, `\ude00\ud83d`, "é\\n", `\ud83d\u0041`} {
		for shift := range 13 {
			escaped := strings.Repeat("x", shift) + strings.Repeat(part, 300_000/len(part))
			var text string
			if err := json.Unmarshal([]byte(`"`+escaped+`"`), &text); err != nil {
				t.Fatal(err)
			}
			plain, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			body := fmt.Sprintf(`{"a":{"x":"%s"},"b":{"x":%s}}`, escaped, plain)
			if selects(t, "$[?@.x == $.b.x]", body) != 2 {
				t.Errorf("%q behind %d bytes: the texts differ", part, shift)
			}
		}
	}
}

// TestPatternsOnLongTexts: beginning and end, characters of several bytes, and
// bytes that are no characters.
func TestPatternsOnLongTexts(t *testing.T) {
	long := strings.Repeat("é\xff", 150_000)
	body := `["a` + long + `z","` + long + `"]`
	for pattern, want := range map[string]int{
		"a[^q]*z": 1, "[^q]*z": 1, "[^q]*": 2, "a.*": 1, "[aé].*": 2, ".{0,3}": 0, "": 0,
	} {
		if n := selects(t, "$[?match(@, '"+pattern+"')]", body); n != want {
			t.Errorf("match %q: %d, want %d", pattern, n, want)
		}
	}
	for pattern, want := range map[string]int{"z": 1, "^é": 1, "z$": 1, "[b-y]": 0, "é(.é){20}": 2, "": 2} {
		if n := selects(t, "$[?search(@, '"+pattern+"')]", body); n != want {
			t.Errorf("search %q: %d, want %d", pattern, n, want)
		}
	}
}
