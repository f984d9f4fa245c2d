// What runs ahead must not: writes, panics that end the program, and a deadline
// of its own that ends the whole chain.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Writes are made when their turn comes, and not where it does not.
func TestThenWritesInTurn(t *testing.T) {
	write := *childOperation
	write.Name = "test.write"
	write.Proto.Method = "DELETE"
	writes := proofpoint.Then{Ask: &write, Pick: pick("$.id"), Writes: true, Parallel: 8}
	below := proofpoint.Then{Ask: asking("test.middle", writes), Pick: pick("$.id"), Parallel: 8}
	must := writes
	must.Must = true
	tests := []struct {
		name   string
		then   []proofpoint.Then
		limit  int
		breaks bool
		want   int
	}{
		{"Limit", []proofpoint.Then{writes}, 1, false, 1},
		{"break", []proofpoint.Then{writes}, 0, true, 1},
		{"Must", []proofpoint.Then{must}, 0, false, 3},
		{"below", []proofpoint.Then{below}, 1, false, 1},
		{"beside", []proofpoint.Then{{Ask: childOperation, Pick: pick("$.id"), Parallel: 8}, writes}, 1, false, 0},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			deleted := 0
			s := &crowd{answer: func(r *http.Request) *http.Response {
				if r.URL.Path == "/parents" {
					return answer(200, listOf(100, 100, ""))
				}
				time.Sleep(time.Second)
				if r.Method == "DELETE" {
					if deleted++; deleted == 3 {
						return answer(404, "gone")
					}
				}
				return answer(200, `{"of":[{"id":"`+strings.TrimPrefix(r.URL.Path, "/child/")+`"}]}`)
			}}
			c, _ := newClient(t, s, tapConfig())
			r := parents(tt.then...)
			r.Limit = tt.limit
			for range c.Records(t.Context(), r) {
				if tt.breaks {
					break
				}
			}
			if deleted != tt.want {
				t.Errorf("%s: %d writes, want %d", tt.name, deleted, tt.want)
			}
		})
	}
}

// throwing is a pager of the caller's that panics.
type throwing struct{}

func (throwing) Start(time.Time) (proofpoint.PageToken, error)            { return "0", nil }
func (throwing) Apply(*proofpoint.Request, proofpoint.PageToken) error    { panic("of the pager") }
func (throwing) Next(proofpoint.Page) (proofpoint.PageToken, bool, error) { return "", false, nil }
func (throwing) Wants() []*pathdata.Selector                              { return nil }

// A panic of the caller's code that runs ahead arrives in the caller's loop, on
// any level, when its turn has come.
func TestThenPanicsInTheLoop(t *testing.T) {
	paged := asking("test.paged")
	paged.Proto.Pager = throwing{}
	for _, parallel := range []int{1, 4} {
		inner := proofpoint.Then{Ask: paged, Pick: pick("$.child"), Parallel: parallel}
		tests := []struct {
			name string
			then proofpoint.Then
			want string
			came int
		}{
			{"pager", proofpoint.Then{Ask: paged, Pick: pick("$.id")}, "of the pager", 0},
			{"pager below", proofpoint.Then{Ask: asking("test.middle", inner), Pick: pick("$.id")}, "of the pager", 0},
			{"transport", proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "kid"}, "of the transport", 2},
		}
		for _, tt := range tests {
			s := &crowd{answer: func(r *http.Request) *http.Response {
				if tt.name == "transport" && r.URL.Path == "/child/k2" {
					panic("of the transport")
				}
				return family1(listOf(9, 9, ""))(r)
			}}
			c, _ := newClient(t, s, tapConfig())
			tt.then.Parallel = parallel
			came := 0
			func() {
				defer func() {
					if got := recover(); got != tt.want || came != tt.came || s.running.Load() != 0 {
						t.Errorf("%s, Parallel %d: %v after %d records, %d run", tt.name, parallel, got, came, s.running.Load())
					}
				}()
				for range c.Records(t.Context(), parents(tt.then)) {
					came++
				}
			}()
		}
	}
}

// late is an error that says that a deadline passed, as a dialer's does.
type late struct{}

func (late) Error() string        { return "dial tcp: i/o timeout" }
func (late) Timeout() bool        { return true }
func (late) Temporary() bool      { return true }
func (late) Is(target error) bool { return target == context.DeadlineExceeded }

var _ net.Error = late{}

type failsFor struct {
	crowd
	path string
	err  error
}

func (f *failsFor) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == f.path {
		return nil, f.err
	}
	return f.crowd.RoundTrip(r)
}

// A deadline that passed for one child is that child's; the walk's own ends it.
func TestThenDeadlineOfOneChild(t *testing.T) {
	for _, problem := range []error{late{}, context.DeadlineExceeded, fmt.Errorf("login: %w", context.Canceled)} {
		for _, parallel := range []int{1, 3} {
			s := &failsFor{path: "/child/k1", err: problem}
			s.answer = family1(listOf(3, 3, ""))
			c, _ := newClient(t, s, tapConfig())
			then := proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: parallel}
			var errs []error
			n := 0
			for _, err := range c.Records(t.Context(), parents(then), proofpoint.Retry(proofpoint.NoRetry)) {
				if n++; err != nil {
					errs = append(errs, err)
				}
			}
			if n != 3 || len(errs) != 1 || !proofpoint.CanContinue(errs[0]) {
				t.Errorf("%v, Parallel %d: %d pairs, %v", problem, parallel, n, errs)
			}
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{answer: family1(listOf(9, 9, "")), pause: time.Second}
		c, _ := newClient(t, s, tapConfig())
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		got, err := texts(c.Records(ctx, parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id")})))
		if !errors.Is(err, context.DeadlineExceeded) || proofpoint.CanContinue(err) || len(got) != 1 {
			t.Errorf("the walk's own: %v %v", got, err)
		}
	})
}
