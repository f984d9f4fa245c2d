// Records with a flaw inside: they are delivered, decoded and followed like
// others, and said to be flawed.

package proofpoint_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

const flawedPage = "[{\"id\":\"1\"},{\"id\":\"\xff2\"},{\"id\":\"0\",\"i\\u0064\":\"3\"},{\"id\":\"4\"}]"

// flawWords says which flaws an error tells of.
func flawWords(err error) string {
	words := []string{}
	if errors.Is(err, pathdata.ErrInvalidUTF8) {
		words = append(words, "text")
	}
	if errors.Is(err, pathdata.ErrDuplicateName) {
		words = append(words, "name")
	}
	return strings.Join(words, " ")
}

func TestFlawedRecords_D3_D4(t *testing.T) {
	type row struct {
		ID string `json:"id"`
	}
	for _, duplicates := range []bool{false, true} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, flawedPage) }}
		seen := 0
		c, _ := newClient(t, s, tapConfig(), proofpoint.WithLimits(pathdata.Limits{Duplicates: duplicates}),
			proofpoint.WithObserver(proofpoint.Observer{RecordError: func(string, *proofpoint.RecordError) { seen++ }}))
		got := [][2]string{}
		for v, err := range proofpoint.As[row](c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})) {
			re, told := errors.AsType[*proofpoint.RecordError](err)
			switch {
			case err != nil && (!told || !proofpoint.CanContinue(err)):
				t.Fatal(err)
			case told && (re.Offset < 19 || flawedPage[re.Offset] != '\xff' && flawedPage[re.Offset] != '"'):
				t.Errorf("offset %d", re.Offset)
			}
			got = append(got, [2]string{v.ID, flawWords(err)})
		}
		want := [][2]string{{"1", ""}, {"\ufffd2", "text"}, {"3", ""}, {"4", ""}}
		if duplicates {
			want[2][1] = "name"
		}
		if d := cmp.Diff(want, got); d != "" || seen == 0 {
			t.Errorf("Duplicates %v: %d record errors observed, mismatch (-want +got):\n%s", duplicates, seen, d)
		}
	}
}

// TestFlawedParents: what a record leads to is asked for all the same.
func TestFlawedParents(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if strings.HasSuffix(r.URL.Path, "/parents") {
			return answer(200, `{"p":[{"id":"x","note":"`+"\xff"+`"}]}`)
		}
		return answer(200, `{"of":["child"]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, name := range []string{"", "kids"} {
		then := proofpoint.Then{Ask: childOperation, Name: name, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id")}}
		var got []string
		flaws := 0
		for r, err := range c.Records(t.Context(), parents(then)) {
			if err != nil {
				if flawWords(err) != "text" {
					t.Fatal(err)
				}
				flaws++
			}
			got = append(got, string(r.Raw))
		}
		if !strings.Contains(strings.Join(got, " "), "child") || flaws != 1 {
			t.Errorf("name %q: %q, %d flaws", name, got, flaws)
		}
	}
}
