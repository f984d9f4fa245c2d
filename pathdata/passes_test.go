// One pass: how much of a body is read, whatever the selectors are. All of it
// once, if the caller goes on; no more than the buffer, if it leaves.

package pathdata_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// wanted are selectors of every kind, of which the body below has a match soon.
func wanted(t *testing.T) map[string]*pathdata.Selector {
	t.Helper()
	extended, err := pathdata.Extended(`$.rows[?(@.id > 0)]`)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*pathdata.Selector{
		"all records": compile("$.rows[*]"), "one record": compile("$.rows[0]"), "a slice": compile("$.rows[0:1]"), "a member": compile("$.first"),
		"a filter": compile("$.rows[?@.id == 1]"), "the end of a small array": compile("$.small[-1]"), "descendants of one": compile("$.small..*"),
		"alternatives": compile("$.nothing", "$.small[*]"), "elements": compile("$.small").Elements(), "an expression": extended,
	}
}

const beginning = `{"first":1,"small":[1,2],"rows":[{"id":1},{"id":2}`

// TestReadsToTheEnd: a body is read once and whole, also behind what is the last
// match that a selector can have, and a cut there is seen.
func TestReadsToTheEnd(t *testing.T) {
	tail := strings.Repeat(`,{"id":-1}`, 50_000) + `],"tail":[` + strings.Repeat(`"x",`, 50_000) + `0]`
	for name, sel := range wanted(t) {
		sound := &counting{r: strings.NewReader(beginning + tail + "}")}
		if err := drain(pathdata.Each(sound, sel)); err != nil || sound.n != len(beginning+tail)+1 {
			t.Errorf("%s: %v after %d bytes of %d", name, err, sound.n, len(beginning+tail)+1)
		}
		cut := &counting{r: strings.NewReader(beginning + tail)}
		var pe *pathdata.ParseError
		if err := drain(pathdata.Each(cut, sel)); !errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &pe) || pe.Offset != int64(len(beginning+tail)) || pe.Records == 0 {
			t.Errorf("%s: a cut body: %v", name, err)
		}
	}
}

// TestBreakReadsNoMore: leaving at the first match ends the reading there.
func TestBreakReadsNoMore(t *testing.T) {
	for name, sel := range wanted(t) {
		body := &counting{r: io.MultiReader(strings.NewReader(beginning+strings.Repeat(" ", 64<<10)), &forbidden{t: t, what: name})}
		for _, err := range pathdata.Each(body, sel) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			break
		}
		if body.n > 64<<10 {
			t.Errorf("%s: %d bytes read", name, body.n)
		}
	}
}

// forbidden is what must not be read.
type forbidden struct {
	t    *testing.T
	what string
}

func (b *forbidden) Read([]byte) (int, error) {
	b.t.Errorf("%s: read behind the place where the caller left", b.what)
	return 0, io.EOF
}

// TestSelectorsTogether: in one pass each selector has the matches that it has
// alone, each match says whose it is, and absence is said of each by itself.
func TestSelectorsTogether(t *testing.T) {
	body := beginning + `,{"id":3,"sub":[{"id":4}]}],"last":true}`
	paths := []string{"$.rows[*]", "$.rows[0].id", "$.rows[?@.id > 1]", "$..id", "$.small[-1]", "$", "$.rows[*].sub[*].id", "$.last", "$.rows[*]", "$.absent", "$.rows[9]"}
	var sels []*pathdata.Selector
	var alone, absent [][]string
	for _, path := range paths {
		sels = append(sels, compile(path))
		got, err := collect(strings.NewReader(body), pathdata.Limits{}, compile(path))
		alone = append(alone, cutFirst(got))
		if err != nil {
			absent = append(absent, []string{err.Error()})
		}
	}
	for name, r := range readers(body) {
		got, err := collect(r, pathdata.Limits{}, sels...)
		together := make([][]string, len(paths))
		for i := range paths {
			for _, m := range got {
				if sel, rest, _ := strings.Cut(m, " "); sel == digits[i] {
					together[i] = append(together[i], rest)
				}
			}
		}
		if d := cmp.Diff(alone, together); d != "" {
			t.Errorf("%s: matches mismatch (-alone +together):\n%s", name, d)
		}
		if err == nil || len(absent) != 2 || err.Error() != absent[0][0]+"\n"+absent[1][0] {
			t.Errorf("%s: %v, want both of %q", name, err, absent)
		}
	}
}

var digits = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}

// cutFirst takes the number of the selector off.
func cutFirst(list []string) (out []string) {
	for _, s := range list {
		_, rest, _ := strings.Cut(s, " ")
		out = append(out, rest)
	}
	return out
}
