package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// Wait, pace, sign, send; and again for the retry and for the repeat after 401.
func TestAttempt_order(t *testing.T) {
	clk := newClock()
	var log []string
	o := clk.options()
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		log = append(log, "sleep "+d.String())
		return clk.Sleep(ctx, d)
	}
	rt := steps(says(503, ""), says(401, "who?"), says(200, "ok"))
	call := get(t, "https://h.example/")
	tokens := 0
	call.Pace = func(_ context.Context, n int) error { log = append(log, fmt.Sprint("pace ", n)); return nil }
	call.Sign = func(r *http.Request) error {
		tokens++
		log = append(log, fmt.Sprint("sign ", tokens))
		r.Header.Set("Authorization", fmt.Sprint("Bearer ", tokens))
		return nil
	}
	call.Rejected = func(r *http.Request, status int) bool {
		log = append(log, fmt.Sprint("rejected ", r.Header.Get("Authorization"), " ", status))
		return true
	}
	call.Observe = func(a transport.Attempted) {
		log = append(log, fmt.Sprint("attempt ", a.Number, " ", a.Status, " after ", a.Wait))
	}
	resp, err := transport.New(rt, o).Do(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, resp)
	want := []string{
		"pace 1", "sign 1", "attempt 1 503 after 0s",
		"sleep 1s", "pace 2", "sign 2", "attempt 2 401 after 1s", "rejected Bearer 2 401",
		"pace 3", "sign 3", "attempt 3 200 after 0s",
	}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if resp.Request != call.Request {
		t.Error("the response holds the signed request")
	}
	if len(call.Request.Header) != 0 {
		t.Errorf("R18: the caller's request has headers now: %v", call.Request.Header)
	}
}

func TestRejected_S5(t *testing.T) {
	tests := []struct {
		name     string
		steps    *script
		method   string
		rejected bool
		requests int
		status   int
		body     string
	}{
		{"write, one attempt allowed", steps(says(401, strings.Repeat("x", 1<<20)), says(200, "done")), "POST", true, 2, 200, "done"},
		{"403", steps(says(403, "no"), says(200, "done")), "GET", true, 2, 200, "done"},
		{"twice", steps(says(401, "first"), says(401, "second"), says(200, "third")), "GET", true, 2, 401, "second"},
		{"not ours to mend", steps(says(401, "why")), "GET", false, 1, 401, "why"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call := get(t, "https://h.example/")
			var bodies []string
			if tt.method == "POST" {
				call = post(t, "https://h.example/")
			}
			call.Budget = transport.NewBudget(transport.Policy{Attempts: 1}, newClock().Now())
			call.Rejected = func(*http.Request, int) bool { return tt.rejected }
			rt := roundTrip(func(r *http.Request) (*http.Response, error) {
				if r.Body != nil {
					b, _ := io.ReadAll(r.Body)
					bodies = append(bodies, string(b))
				}
				return tt.steps.RoundTrip(r)
			})
			resp, err := transport.New(rt, newClock().options()).Do(context.Background(), call)
			if err != nil {
				t.Fatal(err)
			}
			if got := finish(t, resp); got != tt.body || resp.StatusCode != tt.status || tt.steps.count() != tt.requests {
				t.Errorf("got %d %q after %d requests, want %d %q after %d", resp.StatusCode, got, tt.steps.count(), tt.status, tt.body, tt.requests)
			}
			if call.Budget.Attempts() != tt.requests {
				t.Errorf("budget counted %d, want %d", call.Budget.Attempts(), tt.requests)
			}
			if tt.method == "POST" {
				if diff := cmp.Diff([]string{`{"a":1}`, `{"a":1}`}, bodies); diff != "" {
					t.Errorf("R15 bodies (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestPaceSign_errorUnchanged(t *testing.T) {
	type own struct{ error }
	why := own{errors.New("quota spent")}
	hook := func(when, now int) error {
		if when == now {
			return why
		}
		return nil
	}
	for _, when := range []int{1, 2, 3} { // first, retry, repeat after 401
		for _, where := range []string{"pace", "sign"} {
			t.Run(fmt.Sprint(where, when), func(t *testing.T) {
				rt := steps(says(503, ""), says(401, ""), says(200, ""))
				call := get(t, "https://h.example/")
				call.Rejected = func(*http.Request, int) bool { return true }
				n := 0
				if where == "pace" {
					call.Pace = func(_ context.Context, n int) error { return hook(when, n) }
				} else {
					call.Sign = func(*http.Request) error { n++; return hook(when, n) }
				}
				_, err := transport.New(rt, newClock().options()).Do(context.Background(), call)
				if err != error(why) {
					t.Errorf("got %T %v, want the very value", err, err)
				}
				if rt.count() != when-1 {
					t.Errorf("%d requests, want %d", rt.count(), when-1)
				}
			})
		}
	}
}

// A login that may pass is an attempt that never left: it is repeated within the budget, for writes too.
func TestSign_N1_loginIsRetried(t *testing.T) {
	reset := fmt.Errorf("login: %w", &transport.Error{Attempts: 1, Err: syscall.ECONNRESET})
	refused := errors.New("the login said no")
	answered := func(status int, header ...string) error {
		h := answer(status, "", header...).Header
		return &transport.LoginError{Err: refused, Status: status, Header: h}
	}
	tests := []struct {
		name    string
		err     error
		fails   int // logins
		logins  int // made
		waits   int
		unsent  bool // the error is a *transport.Error that says so
		refused bool // the error is the login's own
	}{
		{"reset once", reset, 1, 2, 1, false, false},
		{"answer cut", &transport.LoginError{Err: io.ErrUnexpectedEOF}, 1, 2, 1, false, false},
		{"reset for ever", reset, 9, 5, 4, true, false},
		{"untrusted", &transport.Error{Permanent: true, Err: errors.New("unknown authority")}, 9, 1, 0, true, false},
		{"503 once", answered(503), 1, 2, 1, false, false},
		{"503 for ever", answered(503), 9, 5, 4, false, true},
		{"429 with a time", answered(429, "Retry-After", "7"), 1, 2, 1, false, false},
		{"429 without", answered(429), 1, 1, 0, false, true},
		{"503 in an hour", answered(503, "Retry-After", "3600"), 1, 1, 0, false, true},
		{"401", answered(401), 1, 1, 0, false, true},
	}
	for _, tt := range tests {
		for _, call := range []*transport.Call{get(t, "https://h.example/"), post(t, "https://h.example/")} {
			t.Run(tt.name+" "+call.Request.Method, func(t *testing.T) {
				clk, rt, logins := newClock(), steps(says(200, "")), 0
				var seen []transport.Attempted
				call.Sign = func(*http.Request) error {
					if logins++; logins <= tt.fails {
						return tt.err
					}
					return nil
				}
				call.Observe = func(a transport.Attempted) { seen = append(seen, a) }
				resp, err := transport.New(rt, clk.options()).Do(context.Background(), call)
				if logins != tt.logins || len(clk.Slept()) != tt.waits {
					t.Errorf("%d logins and waits %v, want %d and %d", logins, clk.Slept(), tt.logins, tt.waits)
				}
				switch {
				case tt.unsent:
					if e := transportError(t, err); !e.Unsent || e.Attempts != tt.logins || rt.count() != 0 {
						t.Errorf("%+v after %d requests, want unsent", e, rt.count())
					}
				case tt.refused:
					if err != refused {
						t.Errorf("got %T %v, want the login's own", err, err)
					}
				default:
					if err != nil {
						t.Fatal(err)
					}
					finish(t, resp)
					if len(seen) != 2 || seen[0].Err == nil || seen[1].Number != 2 || seen[1].Wait == 0 {
						t.Errorf("observed %+v", seen)
					}
				}
			})
		}
	}
}

// Waiting for a quota for an hour does not use up the retries.
func TestPace_notFromBudget(t *testing.T) {
	clk := newClock()
	rt := steps(says(503, ""), says(200, ""))
	call := get(t, "https://h.example/")
	call.Budget = transport.NewBudget(transport.Policy{}, clk.Now())
	call.Pace = func(ctx context.Context, n int) error { return clk.Sleep(ctx, time.Hour) }
	resp, err := transport.New(rt, clk.options()).Do(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	if finish(t, resp); resp.StatusCode != 200 {
		t.Errorf("status %d, want the retry to happen", resp.StatusCode)
	}
}

func TestHeaders_N4_perAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := steps(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		client := transport.New(rt, transport.Options{Jitter: func(int64) int64 { return 0 }})
		start := time.Now()
		call := get(t, "https://h.example/")
		call.Pace = func(context.Context, int) error { time.Sleep(time.Minute); return nil }
		call.Budget = transport.NewBudget(transport.Policy{Attempts: 3, Total: time.Hour}, start)
		_, err := client.Do(t.Context(), call)
		e := transportError(t, err)
		if !e.Timeout || e.Unsent || e.Permanent || e.Attempts != 3 {
			t.Errorf("got %+v, want three timeouts", e)
		}
		if want := "no response after 3 attempts: no response headers within 30s"; err.Error() != want {
			t.Errorf("text %q, want %q", err, want)
		}
		if got, want := time.Since(start), 3*(time.Minute+30*time.Second)+time.Second; got != want {
			t.Errorf("took %v, want %v", got, want)
		}

		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start = time.Now()
		_, err = client.Do(ctx, get(t, "https://h.example/"))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 10*time.Second {
			t.Errorf("error %v after %v, want the deadline of the caller", err, time.Since(start))
		}

		start = time.Now()
		_, err = client.Do(t.Context(), post(t, "https://h.example/"))
		if e := transportError(t, err); e.Attempts != 1 || !e.Timeout || time.Since(start) != 30*time.Second {
			t.Errorf("write: %+v after %v, want one attempt of 30s", e, time.Since(start))
		}
	})
}

// The header timer must not end a body that comes later.
func TestHeaders_N4_notTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := steps(func(r *http.Request) (*http.Response, error) {
			pr, pw := io.Pipe()
			go func() {
				time.Sleep(45 * time.Second)
				if r.Context().Err() == nil {
					_, _ = io.WriteString(pw, "late")
				}
				pw.Close()
			}()
			resp := answer(200, "")
			resp.Body, resp.ContentLength = pr, -1
			return resp, nil
		})
		client := transport.New(rt, transport.Options{})
		resp, err := client.Do(t.Context(), get(t, "https://h.example/"))
		if err != nil {
			t.Fatal(err)
		}
		body := client.Body(resp, 100)
		defer body.Close()
		if b, err := io.ReadAll(body); string(b) != "late" || err != nil {
			t.Errorf("got %q, %v", b, err)
		}
	})
}

// A retry's drain ends although the body drips for ever.
func TestDrain_R12_drippingBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		drip := func(r *http.Request) (*http.Response, error) {
			pr, pw := io.Pipe()
			go func() {
				for {
					time.Sleep(time.Second)
					if _, err := pw.Write([]byte("x")); err != nil {
						return
					}
				}
			}()
			resp := answer(503, "")
			resp.Body, resp.ContentLength = pr, -1
			return resp, nil
		}
		start := time.Now()
		resp, err := transport.New(steps(drip, says(200, "")), transport.Options{}).Do(t.Context(), get(t, "https://h.example/"))
		if err != nil {
			t.Fatal(err)
		}
		finish(t, resp)
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("took %v", took)
		}
		time.Sleep(2 * time.Second) // the bubble's: the dripper notices
	})
}

func TestCall_refused(t *testing.T) {
	noGetBody := request(t, "POST", "https://h.example/", "x")
	noGetBody.GetBody = nil
	control := request(t, "GET", "https://h.example/", "")
	control.Header.Set("X-Key", secret+"\r\nX-Evil: 1")
	name := request(t, "GET", "https://h.example/", "")
	name.Header["bad name"] = []string{secret}
	tests := []struct {
		name string
		req  *http.Request
	}{
		{"R15 body without GetBody", noGetBody},
		{"P5 CRLF", control},
		{"P5 name", name},
		{"scheme", request(t, "GET", "ftp://h.example/", "")},
		{"host", request(t, "GET", "https:///x", "")},
		{"P4 host beyond ASCII", request(t, "GET", "https://h\u0130.example/", "")},
		{"P4 user information", request(t, "GET", "https://me:"+secret+"@h.example/", "")},
		{"no URL", &http.Request{}},
		{"nil", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rt := steps(says(200, ""))
			_, err := transport.New(rt, newClock().options()).Do(context.Background(), &transport.Call{Request: tt.req, Repeatable: true})
			e := transportError(t, err)
			if !e.Permanent || !e.Unsent || e.Attempts != 0 || rt.count() != 0 || strings.Contains(err.Error(), secret) {
				t.Errorf("got %+v (%v) after %d requests", e, err, rt.count())
			}
		})
	}
}

// P5: a credential with a line break, added by Sign, is refused by us and not printed.
func TestSign_P5_controlCharacter(t *testing.T) {
	rt := steps(says(200, ""))
	call := get(t, "https://h.example/")
	call.Sign = func(r *http.Request) error { r.Header.Set("Authorization", secret+"\n"); return nil }
	_, err := transport.New(rt, newClock().options()).Do(context.Background(), call)
	e := transportError(t, err)
	if !e.Permanent || !e.Unsent || rt.count() != 0 || strings.Contains(err.Error(), secret) {
		t.Errorf("got %+v (%v) after %d requests", e, err, rt.count())
	}
}

func TestAcceptEncoding(t *testing.T) {
	rt := steps(says(200, ""))
	client := transport.New(rt, newClock().options())
	own := get(t, "https://h.example/")
	own.Request.Header.Set("Accept-Encoding", "identity")
	for _, call := range []*transport.Call{get(t, "https://h.example/"), own} {
		resp, err := client.Do(context.Background(), call)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, resp)
	}
	got := []string{rt.seen[0].Header.Get("Accept-Encoding"), rt.seen[1].Header.Get("Accept-Encoding")}
	if diff := cmp.Diff([]string{"gzip", "identity"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
