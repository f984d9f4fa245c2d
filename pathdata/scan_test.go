// The bytes that strings and names are made of, at every place of a word, against
// other readers: the scanner looks at eight at a time.

package pathdata_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TestEveryByteOfText: each byte at each place, before bytes that end a string, that
// go on with a character or that are just text.
func TestEveryByteOfText(t *testing.T) {
	for place := range 18 {
		before := strings.Repeat("a", place)
		for first := range 256 {
			for _, second := range []string{"", "\x00", "!", "#", "\"", "[", "\\", "n", "\x7f", "\x80", "\xa1", "\xdc", "\xff"} {
				text := `"` + before + string([]byte{byte(first)}) + second + `aaaaaaaaaaaaaaaaa"`
				for _, body := range []string{"[" + text + "]", "{" + text + `:"b"}`, `{"b":` + text + `,"c":0}`} {
					checkText(t, body)
				}
			}
		}
	}
}

// checkText: the body is what it is for encoding/json, and its flaw is that of
// unicode/utf8.
func checkText(t *testing.T, body string) {
	t.Helper()
	flawed := false
	var err error
	for m, e := range pathdata.Each(strings.NewReader(body), compile("$")) {
		err = errors.Join(err, e)
		flawed = flawed || m.Flaw != nil
	}
	if valid := json.Valid([]byte(body)); valid != (err == nil) || valid && flawed == utf8.ValidString(body) {
		t.Fatalf("Each of %q: %v, flawed %v; want valid %v, UTF-8 %v", body, err, flawed, valid, utf8.ValidString(body))
	}
}
