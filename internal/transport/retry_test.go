package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

var (
	errReset   = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
)

// Which statuses and errors are sent again, and how often.
func TestDo_retries(t *testing.T) {
	ok := says(200, "ok")
	tests := []struct {
		name       string
		method     string
		backoff429 bool
		steps      *script
		attempts   int
		status     int // 0: an error
	}{
		{"N1 connection refused then up", "GET", false, steps(fails(errRefused), fails(errRefused), ok), 3, 200},
		{"N2 reset before headers", "GET", false, steps(fails(errReset), ok), 2, 200},
		{"N3 write reset", "POST", false, steps(fails(errReset), ok), 1, 0},
		{"N1 write refused by the network", "POST", false, steps(fails(errRefused), ok), 2, 200},
		{"R1 write 503", "POST", false, steps(says(503, "", "Retry-After", "1"), ok), 1, 503},
		{"R1 write 500", "POST", false, steps(says(500, ""), ok), 1, 500},
		{"write 408", "POST", false, steps(says(408, ""), ok), 1, 408},
		{"write 429 with time", "POST", false, steps(says(429, "", "Retry-After", "1"), ok), 2, 200},
		{"write 429 with backoff", "POST", true, steps(says(429, ""), ok), 2, 200},
		{"S3 429 without time", "GET", false, steps(says(429, ""), ok), 1, 429},
		{"429 with backoff", "GET", true, steps(says(429, ""), ok), 2, 200},
		{"408", "GET", false, steps(says(408, ""), ok), 2, 200},
		{"R4 500 with Retry-After", "GET", false, steps(says(500, "", "Retry-After", "1.5"), ok), 2, 200},
		{"502", "GET", false, steps(says(502, ""), ok), 2, 200},
		{"503", "GET", false, steps(says(503, ""), ok), 2, 200},
		{"504", "GET", false, steps(says(504, ""), ok), 2, 200},
		{"S12 501", "GET", false, steps(says(501, ""), ok), 1, 501},
		{"S12 505", "GET", false, steps(says(505, ""), ok), 1, 505},
		{"S12 999", "GET", false, steps(says(999, ""), ok), 1, 999},
		{"S12 0", "GET", false, steps(says(0, ""), ok), 1, 0},
		{"400", "GET", false, steps(says(400, ""), ok), 1, 400},
		{"404", "GET", false, steps(says(404, ""), ok), 1, 404},
		{"S5 401", "GET", false, steps(says(401, ""), ok), 1, 401},
		{"S5 403", "GET", false, steps(says(403, ""), ok), 1, 403},
		{"for ever 503", "GET", false, steps(says(503, "")), 5, 503},
		{"for ever reset", "GET", false, steps(fails(errReset)), 5, 0},
		{"write 429 then reset", "POST", true, steps(says(429, ""), fails(errReset), ok), 2, 0},
		{"write 429 then 500", "POST", true, steps(says(429, ""), says(500, ""), ok), 2, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clk := newClock()
			call := get(t, "https://h.example/x")
			if tt.method == "POST" {
				call = post(t, "https://h.example/x")
			}
			call.Backoff429 = tt.backoff429
			call.Budget = transport.NewBudget(transport.Policy{}, clk.Now())
			resp, err := transport.New(tt.steps, clk.options()).Do(context.Background(), call)
			status := 0
			if err == nil {
				status = resp.StatusCode
				finish(t, resp)
			} else {
				e := transportError(t, err)
				if e.Attempts != tt.attempts {
					t.Errorf("Error.Attempts = %d, want %d", e.Attempts, tt.attempts)
				}
			}
			if status != tt.status || tt.steps.count() != tt.attempts || call.Budget.Attempts() != tt.attempts {
				t.Errorf("status %d after %d requests (%d counted), want %d after %d; err %v",
					status, tt.steps.count(), call.Budget.Attempts(), tt.status, tt.attempts, err)
			}
			for _, d := range clk.Slept() {
				if d < 500*time.Millisecond {
					t.Errorf("slept %v, below the floor", d)
				}
			}
		})
	}
}

// The server counts: a write whose answer was lost is sent once, and the error does not call it unsent.
func TestWrite_N3_oneAttempt(t *testing.T) {
	var count atomic.Int32
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, _ := http.NewResponseController(w).Hijack()
		_ = conn.(*net.TCPConn).SetLinger(0)
		conn.Close()
	})
	clk := newClock()
	client := transport.New(network(t), clk.options())
	_, err := client.Do(context.Background(), post(t, srv.URL))
	e := transportError(t, err)
	if e.Unsent || e.Permanent || e.Attempts != 1 || count.Load() != 1 {
		t.Errorf("got %+v after %d requests, want one attempt of unknown outcome", e, count.Load())
	}

	count.Store(0)
	_, err = client.Do(context.Background(), get(t, srv.URL))
	if e := transportError(t, err); e.Attempts != 5 || count.Load() < 5 {
		t.Errorf("GET: %v after %d requests, want 5", e, count.Load())
	}
}

func TestWrite_N1_unsentIsRetried(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	listener.Close()
	clk := newClock()
	_, err = transport.New(network(t), clk.options()).Do(context.Background(), post(t, "http://"+addr))
	e := transportError(t, err)
	if !e.Unsent || e.Attempts != 5 || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %+v, want five attempts, none sent", e)
	}
	want := []time.Duration{1 * time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}
	if diff := cmp.Diff(want, clk.Slept()); diff != "" {
		t.Errorf("slept (-want +got):\n%s", diff)
	}
}

// A connection was obtained, so a dial error that follows proves nothing.
func TestWrite_N3_dialErrorAfterConnection(t *testing.T) {
	rt := steps(func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		trace.GetConn("h.example:443")
		trace.GotConn(httptrace.GotConnInfo{})
		return nil, errRefused
	})
	_, err := transport.New(rt, newClock().options()).Do(context.Background(), post(t, "https://h.example/"))
	if e := transportError(t, err); e.Unsent || rt.count() != 1 {
		t.Errorf("got %+v after %d requests, want an unknown outcome after 1", e, rt.count())
	}
}

// Whatever the header says, waits stay between the floor and the budget, and a server cannot make us loop.
func TestRetryAfter_S2_neverHot(t *testing.T) {
	for _, header := range []string{"0", "-5", "1.5", "120, 3", "9223372037", "9999999999999", "Mon, 01 Jan 0001 00:00:00 GMT",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Sun, 01 Mar 2026 12:00:07 GMT", "soon", "", "NaN", "1e9"} {
		t.Run(header, func(t *testing.T) {
			clk := newClock()
			rt := steps(says(429, "later", "Retry-After", header))
			call := get(t, "https://h.example/")
			call.Backoff429 = true
			call.Budget = transport.NewBudget(transport.Policy{Attempts: 1000, Total: time.Hour}, clk.Now())
			start := clk.Now()
			resp, err := transport.New(rt, clk.options()).Do(context.Background(), call)
			if err != nil {
				t.Fatal(err)
			}
			if got := finish(t, resp); got != "later" {
				t.Errorf("body %q, want it untouched", got)
			}
			spent := clk.Now().Sub(start)
			if spent > time.Hour {
				t.Errorf("slept %v in all, over the budget", spent)
			}
			if limit := 2*spent.Seconds() + 1; float64(rt.count()) > limit {
				t.Errorf("%d requests in %v", rt.count(), spent)
			}
		})
	}
}

func TestRetryAfter_S1_failFast(t *testing.T) {
	for _, status := range []int{429, 503} {
		clk := newClock()
		rt := steps(says(status, "quota", "Retry-After", "3600"))
		resp, err := transport.New(rt, clk.options()).Do(context.Background(), get(t, "https://h.example/"))
		if err != nil {
			t.Fatal(err)
		}
		wait, _ := transport.RetryAfter(resp.Header, clk.Now())
		if finish(t, resp) != "quota" || rt.count() != 1 || len(clk.Slept()) != 0 || wait != time.Hour {
			t.Errorf("%d: %d requests, slept %v, wait %v; want the response at once", status, rt.count(), clk.Slept(), wait)
		}
	}
}

func TestRetryAfter_R2_withinBudgetIsHonoured(t *testing.T) {
	clk := newClock()
	rt := steps(says(503, "", "Retry-After", "40"), says(503, "", "Retry-After", "40"), says(503, "", "Retry-After", "41"))
	resp, err := transport.New(rt, clk.options()).Do(context.Background(), get(t, "https://h.example/"))
	if err != nil {
		t.Fatal(err)
	}
	finish(t, resp)
	if diff := cmp.Diff([]time.Duration{40 * time.Second, 40 * time.Second}, clk.Slept()); diff != "" {
		t.Errorf("slept (-want +got):\n%s", diff)
	}
}

// The context would end during the wait: the answer in hand is returned now.
func TestDeadline_N10_failFast(t *testing.T) {
	for _, step := range []struct {
		name string
		step func(*http.Request) (*http.Response, error)
	}{{"response", says(503, "busy", "Retry-After", "30")}, {"error", fails(errReset)}} {
		t.Run(step.name, func(t *testing.T) {
			clk := newClock()
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			call := get(t, "https://h.example/")
			call.Budget = transport.NewBudget(transport.Policy{MinWait: 25 * time.Second}, clk.Now())
			rt := steps(step.step)
			resp, err := transport.New(rt, clk.options()).Do(ctx, call)
			switch {
			case err == nil:
				finish(t, resp)
			case !errors.Is(err, syscall.ECONNRESET):
				t.Errorf("error %v, want the reset", err)
			}
			if rt.count() != 1 || len(clk.Slept()) != 0 {
				t.Errorf("%d requests, slept %v; want 1 and none", rt.count(), clk.Slept())
			}
		})
	}
}

// Exhausted: the last response comes back with its body, not as an error text.
func TestExhausted_R6_responseKept(t *testing.T) {
	for _, n := range []int{1, 3} {
		clk := newClock()
		call := get(t, "https://h.example/?token="+secret)
		call.Budget = transport.NewBudget(transport.Policy{Attempts: n}, clk.Now())
		rt := steps(says(500, `{"error":"why"}`, "X-Request-Id", "r1"))
		resp, err := transport.New(rt, clk.options()).Do(context.Background(), call)
		if err != nil {
			t.Fatal(err)
		}
		if got := finish(t, resp); got != `{"error":"why"}` || resp.Header.Get("X-Request-Id") != "r1" || rt.count() != n {
			t.Errorf("got %q after %d requests, want the last response after %d", got, rt.count(), n)
		}
	}
}

// A drained body gives its connection back even at 100 KiB.
func TestDrain_R12_connectionReused(t *testing.T) {
	var conns, count atomic.Int32
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		if count.Add(1) < 5 {
			w.WriteHeader(503)
			_, _ = io.WriteString(w, strings.Repeat("x", 100<<10))
		}
	})
	rt := network(t)
	dial := rt.DialContext
	rt.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conns.Add(1)
		return dial(ctx, network, addr)
	}
	resp, err := transport.New(rt, newClock().options()).Do(context.Background(), get(t, srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	finish(t, resp)
	if conns.Load() != 1 || resp.StatusCode != 200 {
		t.Errorf("%d connections, status %d; want 1 and 200", conns.Load(), resp.StatusCode)
	}
}

// Bodies too large to drain are closed, so at most one connection is open per call.
func TestDrain_N14_boundedConnections(t *testing.T) {
	var open, most atomic.Int32
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(503)
		_, _ = io.WriteString(w, strings.Repeat("x", 1<<20))
	})
	rt := network(t)
	dial := rt.DialContext
	rt.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		most.Store(max(most.Load(), open.Add(1)))
		return &countedConn{Conn: conn, open: &open}, err
	}
	clk := newClock()
	call := get(t, srv.URL)
	call.Budget = transport.NewBudget(transport.Policy{Attempts: 100, Total: 100 * time.Hour}, clk.Now())
	resp, err := transport.New(rt, clk.options()).Do(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if most.Load() > 2 { // the old one may still be closing
		t.Errorf("%d connections open at once", most.Load())
	}
}

type countedConn struct {
	net.Conn
	open   *atomic.Int32
	closed atomic.Bool
}

func (c *countedConn) Close() error {
	if !c.closed.Swap(true) {
		c.open.Add(-1)
	}
	return c.Conn.Close()
}

func TestCancel_N9_duringBackoff(t *testing.T) {
	why := errors.New("the operator pressed a key")
	ctx, cancel := context.WithCancelCause(context.Background())
	clk := newClock()
	o := clk.options()
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		cancel(why)
		<-ctx.Done()
		return context.Cause(ctx)
	}
	_, err := transport.New(steps(says(503, "")), o).Do(ctx, get(t, "https://h.example/"))
	e := transportError(t, err)
	if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || e.LastStatus != 503 || e.Attempts != 1 || e.Unsent {
		t.Errorf("got %+v, want the cause, Canceled and status 503 (R10)", e)
	}
	if want := "no response (last status 503): the operator pressed a key"; err.Error() != want {
		t.Errorf("text %q, want %q", err, want)
	}
}

func TestCancel_before(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rt := steps(says(200, ""))
	_, err := transport.New(rt, newClock().options()).Do(ctx, post(t, "https://h.example/"))
	if e := transportError(t, err); !e.Unsent || e.Attempts != 0 || rt.count() != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v after %d requests", e, rt.count())
	}
}

// Cancelled in mid flight: a write may have been done.
func TestCancel_writeInFlight(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	rt := steps(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	_, err := transport.New(rt, newClock().options()).Do(ctx, post(t, "https://h.example/"))
	if e := transportError(t, err); e.Unsent || e.Attempts != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, want an unknown outcome", e)
	}
}

// The loop's repeats and the transport's come out of one account.
func TestBudget_shared(t *testing.T) {
	clk := newClock()
	budget := transport.NewBudget(transport.Policy{Attempts: 3}, clk.Now())
	client := transport.New(steps(says(503, ""), says(200, "cut")), clk.options())
	call := get(t, "https://h.example/")
	call.Budget = budget
	var seen []transport.Attempted
	call.Observe = func(a transport.Attempted) { seen = append(seen, a) }
	for {
		resp, err := client.Do(context.Background(), call)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, resp)
		wait, ok := budget.Again(clk.Now())
		if !ok {
			break
		}
		_ = clk.Sleep(context.Background(), wait)
	}
	want := []transport.Attempted{
		{Number: 1, Status: 503},
		{Number: 2, Status: 200, Wait: time.Second},
		{Number: 3, Status: 200, Wait: 2 * time.Second},
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
}

// retryablehttp's loop runs over a mock of the caller's, registered by full URL with its query.
func TestDo_httpmock(t *testing.T) {
	mock := httpmock.NewMockTransport()
	mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		t.Errorf("unexpected request %s %s", r.Method, r.URL)
		return nil, errors.New("unexpected")
	})
	mock.RegisterResponderWithQuery("GET", "https://h.example/v2/x", "a=1",
		httpmock.NewStringResponder(503, "").Then(httpmock.NewStringResponder(200, "[]")))
	resp, err := transport.New(mock, newClock().options()).Do(context.Background(), get(t, "https://h.example/v2/x?a=1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := finish(t, resp); got != "[]" || mock.GetTotalCallCount() != 2 {
		t.Errorf("got %q after %d calls, want [] after 2", got, mock.GetTotalCallCount())
	}
}

func TestDo_concurrent(t *testing.T) {
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Try") == "1" {
			w.WriteHeader(503)
			return
		}
		_, _ = io.WriteString(w, r.URL.Path)
	})
	client := transport.New(network(t), newClock().options())
	errs := make(chan error)
	for i := range 32 {
		go func() {
			try := 0
			call := get(t, fmt.Sprintf("%s/%d", srv.URL, i))
			call.Sign = func(r *http.Request) error {
				try++
				r.Header.Set("X-Try", fmt.Sprint(try))
				return nil
			}
			resp, err := client.Do(context.Background(), call)
			if err == nil {
				var b []byte
				b, err = io.ReadAll(resp.Body)
				resp.Body.Close()
				if want := fmt.Sprintf("/%d", i); string(b) != want {
					err = fmt.Errorf("got %q, want %q", b, want)
				}
			}
			errs <- err
		}()
	}
	for range 32 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
