// Parallel: the same pairs in the same order, cursors that stand where the loop
// does, and nothing left behind.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// mixed is a sequence with everything that can come in one.
func mixed(n int) iter.Seq2[proofpoint.Record, error] {
	return func(yield func(proofpoint.Record, error) bool) {
		for i := range n {
			r := proofpoint.Record{Path: pathdata.Path{Parent: "$", Index: i}, Raw: fmt.Appendf(nil, `{"id":"%d","n":%d,"s":"%s"}`, i, i, strings.Repeat("x", i*37%300))}
			var err error
			switch {
			case i%50 == 7:
				r.Raw = json.RawMessage(`{"id":"twice","n":{},"id":"twice"}`)
			case i%50 == 13:
				err = &proofpoint.RecordError{Path: r.Path, Offset: 5, Err: pathdata.ErrInvalidUTF8}
			case i%50 == 21:
				r, err = proofpoint.Record{}, &proofpoint.GapError{Reason: "horizon"}
			}
			if !yield(r, err) {
				return
			}
		}
		yield(proofpoint.Record{}, errors.New("the end"))
	}
}

type parallelThing struct {
	Raw json.RawMessage `json:"-"`
	ID  string          `json:"id"`
	N   int             `json:"n"`
}

// fromRecordThing has a decoder of its own.
type fromRecordThing struct{ Text string }

func (f *fromRecordThing) FromRecord(r proofpoint.Record) error {
	f.Text = r.Path.String() + string(r.Raw)
	return nil
}

func TestParallelIsTheSame(t *testing.T) {
	for _, n := range []int{1, 3, 64} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			sameInParallel[map[string]any](t, n)
			sameInParallel[any](t, n, proofpoint.Integers())
			sameInParallel[parallelThing](t, n)
			sameInParallel[*parallelThing](t, n, proofpoint.Integers())
			sameInParallel[fromRecordThing](t, n)
			own := func(r proofpoint.Record) (string, error) { return "own " + string(r.Raw), nil }
			if diff := cmp.Diff(outcomes(proofpoint.AsFunc(mixed(150), own)), outcomes(proofpoint.AsFunc(mixed(150), own, proofpoint.Parallel(n)))); diff != "" {
				t.Errorf("AsFunc mismatch (-one by one +parallel):\n%s", diff)
			}
		})
	}
}

func sameInParallel[T any](t *testing.T, n int, opts ...proofpoint.DecodeOption) {
	t.Helper()
	want := outcomes(proofpoint.As[T](mixed(150), opts...))
	seq := proofpoint.As[T](mixed(150), append(opts, proofpoint.Parallel(n))...)
	for range 2 { // a sequence may be ranged over twice
		if diff := cmp.Diff(want, outcomes(seq)); diff != "" {
			t.Errorf("As[%T] mismatch (-one by one +parallel):\n%s", *new(T), diff)
		}
	}
}

// TestParallelEnds: a break, and a panic of a decoder, which comes to the loop.
func TestParallelEnds(t *testing.T) {
	var running atomic.Int64
	decode := func(r proofpoint.Record) (int, error) {
		running.Add(1)
		defer running.Add(-1)
		if r.Path.Index == 300 {
			panic("record 300")
		}
		return r.Path.Index, nil
	}
	for _, at := range []int{0, 1, 30, 120, 1000} {
		var raised any
		last := -1
		func() {
			defer func() { raised = recover() }()
			for i, err := range proofpoint.AsFunc(mixed(500), decode, proofpoint.Parallel(4)) {
				if err == nil {
					last = i
				}
				if i == at {
					break
				}
			}
		}()
		if n := running.Load(); n != 0 {
			t.Errorf("left at %d: %d decoders run on", at, n)
		}
		if at < 300 && (last != at || raised != nil) || at > 300 && (last != 299 || raised != "record 300") {
			t.Errorf("left at %d: %v was raised after record %d", at, raised, last)
		}
		if err := goleak.Find(); err != nil {
			t.Errorf("left at %d: %v", at, err)
		}
	}
}

// manyPages serves 40 pages of 5 things.
func manyPages() *server {
	return &server{answer: func(n int, _ *http.Request) *http.Response {
		if n > 40 {
			return answer(200, `{"things":[]}`)
		}
		var b strings.Builder
		for i := range 5 {
			fmt.Fprintf(&b, ",%d", 5*(n-1)+i)
		}
		return answer(200, `{"things":[`+b.String()[1:]+`]}`)
	}}
}

// cursorsOf gives the cursor's text in each turn of the loop, which is left at
// record stop, and behind the loop.
func cursorsOf(t *testing.T, stop int, parallel bool) (at []string) {
	t.Helper()
	c, _ := newClient(t, manyPages(), tapConfig())
	var cur proofpoint.Cursor
	text := func() string {
		b, err := cur.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	r := paged()
	r.Pager = proofpoint.Numbers{Where: "query:page", First: 1, Size: 5}
	var opts []proofpoint.DecodeOption
	if parallel {
		opts = append(opts, proofpoint.Parallel(3, &cur))
	}
	for i, err := range proofpoint.As[int](c.Records(t.Context(), r, proofpoint.Resume(&cur)), opts...) {
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, fmt.Sprint(i, " ", text()))
		if i == stop {
			break
		}
	}
	return append(at, text())
}

// TestParallelHoldsCursorsBack: whoever keeps the cursor's text in the loop or
// behind it loses nothing, however far the walk is ahead.
func TestParallelHoldsCursorsBack(t *testing.T) {
	for _, stop := range []int{0, 4, 5, 77, 199, 1000} {
		if diff := cmp.Diff(cursorsOf(t, stop, false), cursorsOf(t, stop, true)); diff != "" {
			t.Errorf("left at %d: mismatch (-one by one +parallel):\n%s", stop, diff)
		}
	}
}
