// Chains across records: order, how many run at once, levels, carried values,
// and that nothing is left running.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// crowd answers at once on many goroutines, and knows how many there were.
type crowd struct {
	answer  func(r *http.Request) *http.Response
	pause   time.Duration // inside a synctest bubble
	asked   atomic.Int64
	running atomic.Int64
	most    atomic.Int64
	mu      sync.Mutex
	paths   map[string]int
}

func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	c.asked.Add(1)
	n := c.running.Add(1)
	defer c.running.Add(-1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); most = c.most.Load() {
	}
	c.mu.Lock()
	if c.paths == nil {
		c.paths = map[string]int{}
	}
	c.paths[r.URL.RequestURI()]++
	c.mu.Unlock()
	if c.pause > 0 {
		select {
		case <-time.After(c.pause):
		case <-r.Context().Done():
			return nil, context.Cause(r.Context())
		}
	}
	resp := c.answer(r)
	resp.Request = r
	return resp, nil
}

// repeated lists what was asked more than once.
func (c *crowd) repeated() (list []string) {
	for path, n := range c.paths {
		if n > 1 {
			list = append(list, fmt.Sprint(path, " ", n))
		}
	}
	return list
}

func pick(path string) map[string]*pathdata.Selector {
	return map[string]*pathdata.Selector{"id": pathdata.MustCompile(path)}
}

func pickOptional(path string) map[string]*pathdata.Selector {
	return map[string]*pathdata.Selector{"id": pathdata.MustCompile(path).Optional()}
}

// listOf is {"p":[…]} of n parents, whose child is one of distinct.
func listOf(n, distinct int, rest string) string {
	var b strings.Builder
	b.WriteString(`{"p":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"n":%d,"id":"k%d"%s}`, i, i%distinct, rest)
	}
	b.WriteString(`]}`)
	return b.String()
}

func family1(list string) func(r *http.Request) *http.Response {
	return func(r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, list)
		}
		return answer(200, `{"of":[{"child":"`+strings.TrimPrefix(r.URL.Path, "/child/")+`"}]}`)
	}
}

// Parents with one child each: children of several of them run at once, never
// more than were allowed, and come in the order of their parents.
func TestThenRunsAcrossRecords(t *testing.T) {
	for _, tt := range []struct {
		parallel  int
		name      string
		atOnce    int64
		inSeconds int
	}{{0, "", 1, 41}, {1, "kid", 1, 41}, {4, "", 4, 11}, {4, "kid", 4, 11}, {1000, "", 40, 2}} {
		synctest.Test(t, func(t *testing.T) {
			s := &crowd{answer: family1(listOf(40, 40, "")), pause: time.Second}
			c, _ := newClient(t, s, tapConfig())
			began := time.Now()
			got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: tt.name, Parallel: tt.parallel})))
			took := int(time.Since(began).Seconds())
			var want []string
			for i := range 40 {
				if tt.name == "" {
					want = append(want, fmt.Sprintf(`{"child":"k%d"}`, i))
				} else {
					want = append(want, fmt.Sprintf(`{"n":%d,"id":"k%d","kid":[{"child":"k%d"}]}`, i, i, i))
				}
			}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Parallel %d %q: %v (-want +got):\n%s", tt.parallel, tt.name, err, diff)
			}
			if s.most.Load() != tt.atOnce || took != tt.inSeconds {
				t.Errorf("Parallel %d %q: %d at once, %d s; want %d, %d s", tt.parallel, tt.name, s.most.Load(), took, tt.atOnce, tt.inSeconds)
			}
		})
	}
}

// All levels together run no more than 64 children.
func TestThenBoundsAllLevels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{pause: time.Second, answer: func(r *http.Request) *http.Response {
			switch id := strings.TrimPrefix(r.URL.Path, "/child/"); {
			case r.URL.Path == "/parents":
				return answer(200, listOf(100, 100, ""))
			case len(id) > 4:
				return answer(200, `{"of":["`+id+`"]}`)
			default:
				return answer(200, `{"of":[{"id":["`+id+`-aaaa","`+id+`-bbbb","`+id+`-cccc"]}]}`)
			}
		}}
		middle := *childOperation
		middle.Name = "test.middle"
		middle.Proto.Then = []proofpoint.Then{{Ask: childOperation, Pick: pick("$.id"), Parallel: 50}}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: &middle, Pick: pick("$.id"), Parallel: 50})))
		var want []string
		for i := range 100 {
			for _, end := range []string{"aaaa", "bbbb", "cccc"} {
				want = append(want, fmt.Sprintf(`"k%d-%s"`, i, end))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		// Each walk may ask one child itself, when its turn comes.
		if most := s.most.Load(); most < 50 || most > 64+1 {
			t.Errorf("%d at once", most)
		}
	})
}

// A break, and an error that ends, leave nothing behind: goleak looks after the
// tests, and each sequence waits before it returns.
func TestThenStopsWhatRunsAhead(t *testing.T) {
	for _, must := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := &crowd{pause: time.Second, answer: func(r *http.Request) *http.Response {
				if r.URL.Path == "/child/k3" {
					return answer(404, "no k3")
				}
				return family1(listOf(1000, 1000, ""))(r)
			}}
			c, _ := newClient(t, s, tapConfig())
			n := 0
			var last error
			for _, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: 8, Must: must})) {
				if n++; err != nil {
					last = err
				}
				if n == 6 {
					break
				}
			}
			if running := s.running.Load(); running != 0 || s.asked.Load() > 20 {
				t.Errorf("Must %v: %d still run, %d were asked", must, running, s.asked.Load())
			}
			if want := map[bool]int{false: 6, true: 4}[must]; n != want || !errors.Is(last, proofpoint.ErrNotFound) || proofpoint.CanContinue(last) == must {
				t.Errorf("Must %v: %d pairs, %v", must, n, last)
			}
		})
	}
}

// A loop that ends in a panic gets it, and leaves nothing behind: neither what
// runs nor what waits to be taken.
func TestThenSurvivesPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{pause: time.Second, answer: func(r *http.Request) *http.Response {
			if r.URL.Path == "/parents" {
				return answer(200, listOf(9, 9, ""))
			}
			return answer(200, `{"of":[1,2,3,4,5,6,7,8,9]}`)
		}}
		c, _ := newClient(t, s, tapConfig(), proofpoint.WithLimits(pathdata.Limits{Record: 16 << 10})) // so that each child waits with its second record
		defer func() {
			if got := recover(); got != "mine" || s.running.Load() != 0 {
				t.Errorf("%v, %d run", got, s.running.Load())
			}
		}()
		for range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: 4})) {
			panic("mine")
		}
	})
}

// Cancelled while several run: the cause comes once and last.
func TestThenCancelledAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{answer: family1(listOf(100, 100, "")), pause: time.Second}
		c, _ := newClient(t, s, tapConfig())
		cause := errors.New("shutting down")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(5500*time.Millisecond, func() { cancel(cause) })
		var errs []error
		n := 0
		for _, err := range c.Records(ctx, parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: 3})) {
			if err != nil {
				errs = append(errs, err)
				continue
			}
			n++
		}
		if len(errs) != 1 || !errors.Is(errs[0], cause) || n < 6 || n > 15 {
			t.Errorf("%d records, %v", n, errs)
		}
	})
}

// A failure stands where its child would stand, and the record behind it comes.
func TestThenErrorsKeepOrder(t *testing.T) {
	s := &crowd{answer: func(r *http.Request) *http.Response {
		if r.URL.Path == "/child/k1" || r.URL.Path == "/child/k4" {
			return answer(404, "gone")
		}
		return family1(listOf(6, 6, ""))(r)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, parallel := range []int{1, 3} {
		var got []string
		for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: parallel})) {
			if err != nil && (!proofpoint.CanContinue(err) || r.Parent == nil) {
				t.Fatalf("%v beside %v", err, r)
			}
			got = append(got, fmt.Sprintf("%s of %.6s %v", r.Raw, r.Parent.Raw, err != nil))
		}
		want := []string{`{"child":"k0"} of {"n":0 false`, ` of {"n":1 true`, `{"child":"k2"} of {"n":2 false`,
			`{"child":"k3"} of {"n":3 false`, ` of {"n":4 true`, `{"child":"k5"} of {"n":5 false`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parallel %d (-want +got):\n%s", parallel, diff)
		}
	}
}

// What is wrong with a parent is said behind its children, and before those of the next.
func TestThenOddRecordsKeepOrder(t *testing.T) {
	list := "{\"p\":[{\"id\":\"a\"},{\"id\":\"b\xff\"},{\"id\":\"c\"},{\"n\":1},{\"id\":\"d\"}]}"
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{answer: family1(list), pause: time.Second}
		c, _ := newClient(t, s, tapConfig())
		for _, parallel := range []int{1, 4} {
			var got []string
			for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pickOptional("$.id"), Parallel: parallel,
				Carry: map[string]*pathdata.Selector{"up": pathdata.MustCompile("$.id")}})) {
				if err != nil && !proofpoint.CanContinue(err) {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprintf("%s %v", r.Raw, err != nil))
			}
			want := []string{`{"child":"a","up":"a"} false`, "{\"child\":\"b\ufffd\",\"up\":\"b\xff\"} false", ` true`, `{"child":"c","up":"c"} false`, ` true`, `{"child":"d","up":"d"} false`}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Parallel %d (-want +got):\n%s", parallel, diff)
			}
		}
	})
}

// A page is over when its children are: the cursor stands behind records that
// were taken, and never further.
func TestThenCursorMovesByPages(t *testing.T) {
	s := &crowd{answer: func(r *http.Request) *http.Response {
		if page := r.URL.Query().Get("page"); r.URL.Path == "/parents" {
			if page == "3" {
				return answer(200, `{"p":[]}`)
			}
			return answer(200, `{"p":[{"id":"`+page+`a"},{"id":"`+page+`b"}]}`)
		}
		return answer(200, `{"of":["`+strings.TrimPrefix(r.URL.Path, "/child/")+`"]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, parallel := range []int{1, 8} {
		r := parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: parallel})
		r.Pager = proofpoint.Numbers{Where: "query:page", First: 1, Size: 2}
		var cur proofpoint.Cursor
		var runs []string
		for _, stop := range []int{3, 1, 9} { // in the middle of page 2, at once, never
			n, run := 0, ""
			for rec, err := range c.Records(t.Context(), r, proofpoint.Resume(&cur)) {
				if err != nil {
					t.Fatal(err)
				}
				run += string(rec.Raw)
				if n++; n == stop {
					break
				}
			}
			runs = append(runs, run)
		}
		if diff := cmp.Diff([]string{`"1a""1b""2a"`, `"2a"`, `"2a""2b"`}, runs); diff != "" {
			t.Errorf("Parallel %d (-want +got):\n%s", parallel, diff)
		}
	}
}

// Memory does not grow with the number of parents, nor with what they and their
// children weigh: a walk that held parents would need 40 MB, one that held
// children 100 MB.
func TestThenRunsInConstantMemory(t *testing.T) {
	const n = 10_000
	small := []proofpoint.CallOption{proofpoint.ChainMemory(n, 8<<20)}
	for _, tt := range []struct {
		name     string
		then     proofpoint.Then
		distinct int
		records  int
		status   int
		opts     []proofpoint.CallOption
	}{
		{"all different", proofpoint.Then{Parallel: 8}, n, n, 200, nil},
		{"attached, all different", proofpoint.Then{Name: "kid", Parallel: 8}, n, n, 200, small},
		{"few, one at a time", proofpoint.Then{}, 250, 250, 200, nil},
		{"attached, few", proofpoint.Then{Name: "kid", Parallel: 8}, 250, n, 200, nil},
		{"all fail", proofpoint.Then{Parallel: 8}, n / 4, n / 4, 404, nil},
		{"attached, all fail", proofpoint.Then{Name: "kid", Parallel: 8}, n / 4, n / 4, 404, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			count := n
			if tt.status != 200 {
				count = tt.records
			}
			s := &counter{answer: func(r *http.Request) *http.Response {
				if r.URL.Path == "/parents" {
					return answerFrom(200, io.NopCloser(&heavyParents{n: count, distinct: tt.distinct}))
				}
				return answer(tt.status, `{"of":[{"a":"`+heavy+`"}]}`)
			}}
			c, _ := newClient(t, s, tapConfig())
			tt.then.Ask, tt.then.Pick = childOperation, pick("$.id")
			before, most, got := heap(), uint64(0), 0
			for _, err := range c.Records(t.Context(), parents(tt.then), tt.opts...) {
				if err != nil && !(tt.status == 404 && errors.Is(err, proofpoint.ErrNotFound) && proofpoint.CanContinue(err)) {
					t.Fatal(err)
				}
				if got++; got%(tt.records/5) == 0 {
					most = max(most, heap())
				}
			}
			if asked := int(s.asked.Load()); got != tt.records || asked != 1+tt.distinct {
				t.Errorf("%d records of %d requests, want %d of %d", got, asked, tt.records, 1+tt.distinct)
			}
			if grown := int64(most) - int64(before); grown > 16<<20 {
				t.Errorf("the heap grew by %d MiB", grown>>20)
			}
		})
	}
}

var heavy = strings.Repeat("x", 10<<10)

// heavyParents is an answer with n parents of 4 KB each, made as it is read.
type heavyParents struct {
	n, distinct, i int
	rest           []byte
}

func (h *heavyParents) Read(p []byte) (int, error) {
	if len(h.rest) == 0 {
		switch {
		case h.i == h.n:
			h.rest = []byte("]}")
		case h.i > h.n:
			return 0, io.EOF
		default:
			open := map[bool]string{true: `{"p":[`, false: ","}[h.i == 0]
			h.rest = fmt.Appendf(nil, `%s{"id":"k%d","a":"%s"}`, open, h.i%h.distinct, heavy[:4<<10])
		}
		h.i++
	}
	n := copy(p, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}

// counter is a crowd that remembers nothing.
type counter struct {
	answer func(r *http.Request) *http.Response
	asked  atomic.Int64
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.asked.Add(1)
	resp := c.answer(r)
	resp.Request = r
	return resp, nil
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
