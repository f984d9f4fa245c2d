// The extended dialect where the library's own answer is easy to lose: filters
// below "..", numbers in lists, and regular expressions that cost more than they
// look.

package pathdata_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestExtendedAgain(t *testing.T) {
	const doc = `{"rows":[{"score":0},{"score":1},{"score":2}]}`
	for expr, want := range map[string][]string{
		`$..[?(@.score>=1)]`:           {`{"score":1}`, `{"score":2}`},
		`$.rows[?(@.score in [1,2])]`:  {`{"score":1}`, `{"score":2}`},
		`$.rows[?(@.score == 1)]`:      {`{"score":1}`},
		`$.rows[?(@.score + 1 > 2.5)]`: {`{"score":2}`},
	} {
		sel, err := pathdata.Extended(expr)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for m, err := range pathdata.Each(strings.NewReader(doc), sel) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(m.Raw))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", expr, diff)
		}
	}
}

func TestExtendedRegexpIsBounded(t *testing.T) {
	sel, err := pathdata.Extended(`$[?(@ =~ "(a?){999}b")]`)
	if err != nil {
		t.Fatal(err)
	}
	for _, err = range pathdata.Each(strings.NewReader(`{"s":"`+strings.Repeat("a", 1<<20)+`"}`), sel) {
		if err != nil {
			break
		}
	}
	if !errors.Is(err, pathdata.ErrSteps) {
		t.Errorf("%v, want ErrSteps", err)
	}
}
