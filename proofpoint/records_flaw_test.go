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

// TestFlawedRecordsThatDoNotFit: a flaw does not hide what decoding says, nor the
// other way round.
func TestFlawedRecordsThatDoNotFit(t *testing.T) {
	type row struct {
		N int
		X any
	}
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, "[{\"X\":\"\xff\",\"N\":\"seven\"},{\"N\":1}]")
	}}
	c, _ := newClient(t, s, tapConfig())
	seq := c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})
	for name, opts := range map[string][]proofpoint.DecodeOption{"one by one": nil, "at once": {proofpoint.Parallel(2)}} {
		var rows []row
		var errs []error
		for v, err := range proofpoint.As[row](seq, opts...) {
			rows, errs = append(rows, v), append(errs, err)
		}
		if d := cmp.Diff([]row{{X: "\ufffd"}, {N: 1}}, rows); d != "" || errs[1] != nil {
			t.Fatalf("%s: %v, mismatch (-want +got):\n%s", name, errs, d)
		}
		re, told := errors.AsType[*proofpoint.RecordError](errs[0])
		if !told || re.Offset != 7 || flawWords(errs[0]) != "text" || !strings.Contains(errs[0].Error(), "/N: a JSON text does not fit") {
			t.Errorf("%s: %v, want both the flaw at byte 7 and the member that does not fit", name, errs[0])
		}
	}
}

// TestFlawIsSaidOnce: a name that occurs twice is found by the walk and by the
// decoder of maps.
func TestFlawIsSaidOnce(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, flawedPage) }}
	c, _ := newClient(t, s, tapConfig(), proofpoint.WithLimits(pathdata.Limits{Duplicates: true}))
	said := ""
	for _, err := range proofpoint.As[map[string]any](c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})) {
		if flawWords(err) == "name" {
			said += err.Error()
		}
	}
	if n := strings.Count(said, "duplicate member name"); n != 1 {
		t.Errorf("it is said %d times: %s", n, said)
	}
}

// TestFlawBesideTheDecodersOwn: errors.Is and errors.As find the error of the
// caller's decoder beside the flaw, and an end stays an end.
func TestFlawBesideTheDecodersOwn(t *testing.T) {
	own, end := &proofpoint.ParamError{Param: "own"}, errors.New("the end")
	for _, beside := range []error{&proofpoint.RecordError{Offset: 3, Err: pathdata.ErrInvalidUTF8}, end} {
		seq := func(yield func(proofpoint.Record, error) bool) { yield(proofpoint.Record{Raw: []byte("1")}, beside) }
		for _, err := range proofpoint.AsFunc(seq, func(proofpoint.Record) (int, error) { return 1, own }) {
			if beside == end {
				if proofpoint.CanContinue(err) || !errors.Is(err, end) {
					t.Errorf("%v, want the end", err)
				}
				continue
			}
			if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe != own || !errors.Is(err, pathdata.ErrInvalidUTF8) {
				t.Errorf("%v, want the flaw and the decoder's own error", err)
			}
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
