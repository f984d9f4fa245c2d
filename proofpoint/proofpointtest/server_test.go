// The machinery: both entries, prefixes, faults, the log, the clock and many
// clients at once.

package proofpointtest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestSameAnswersOverASocket(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	if first := s.URL(); first != s.URL() {
		t.Fatal("URL changes")
	}
	_, eti := s.Credentials("eti")
	_, ptr := s.Credentials("trap.ptr")
	token, _ := cloudToken(t, s)
	for name, c := range map[string]struct{ local, public, auth string }{
		"tap":     {s.BaseURL("tap") + "/v2/siem/all?sinceSeconds=3600&format=json", tapBase + "/v2/siem/all?sinceSeconds=3600&format=json", "tap"},
		"old tap": {s.URL() + "/tap/v2/siem/issues?sinceSeconds=60&format=json", "https://tap-api.proofpoint.com/v2/siem/issues?sinceSeconds=60&format=json", "tap"},
		"empty":   {s.URL() + "/tap/v2/siem/all?sinceSeconds=3601", tapBase + "/v2/siem/all?sinceSeconds=3601", "tap"},
		"eti":     {s.URL() + "/eti/domains/login-update.example/urls", etiBase + "/domains/login-update.example/urls", eti["key"]},
		"eti v1":  {s.URL() + "/eti/v1/domains/login-update.example/urls", etiBase + "/domains/login-update.example/urls", eti["key"]},
		"trap":    {s.URL() + "/trap/api/lists/5/members.json", "https://ptr.example/api/lists/5/members.json", ptr["key"]},
		"cloud": {s.URL() + "/cloud/api/v1/emailProtection/modules/spam/orgSafeList?clusterId=acme_hosted",
			"https://threatprotection-api.proofpoint.com/api/v1/emailProtection/modules/spam/orgSafeList?clusterId=acme_hosted", "Bearer " + token},
	} {
		t.Run(name, func(t *testing.T) {
			sign := func(r *http.Request) *http.Request {
				if c.auth == "tap" {
					_, f := s.Credentials("tap")
					r.SetBasicAuth(f["principal"], f["secret"])
				} else {
					r.Header.Set("Authorization", c.auth)
				}
				return r
			}
			want := send(t, s, sign(request(t, "GET", c.public, "")))
			resp, err := http.DefaultClient.Do(sign(request(t, "GET", c.local, "")))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			b, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != want.status || string(b) != want.body || resp.Header.Get("Content-Type") != want.header.Get("Content-Type") {
				t.Errorf("socket: %d %.300s, transport: %d %.300s", resp.StatusCode, b, want.status, want.body)
			}
			if got := resp.Header.Get("Date"); got != "Mon, 02 Nov 2026 12:00:00 GMT" {
				t.Errorf("Date %q", got)
			}
		})
	}
}

func TestEveryAnswerIsDatedByTheClock(t *testing.T) {
	s := proofpointtest.New(t)
	s.Clock().Advance(90 * time.Minute)
	if got := tap(t, s, "all", "").header.Get("Date"); got != "Mon, 02 Nov 2026 13:30:00 GMT" {
		t.Errorf("Date %q", got)
	}
}

// strict is a testing.TB that takes failures down.
type strict struct {
	testing.TB
	failures []string
}

func (s *strict) Error(args ...any) { s.failures = append(s.failures, fmt.Sprint(args...)) }
func (s *strict) Errorf(f string, args ...any) {
	s.failures = append(s.failures, fmt.Sprintf(f, args...))
}

func TestUnexpectedCallsFailTheTest(t *testing.T) {
	tb := &strict{TB: t}
	s := proofpointtest.New(tb)
	for _, address := range []string{tapBase + "/v2/nothing", "https://elsewhere.example/v2/siem/all?secret=hidden"} {
		if a := send(t, s, request(t, "GET", address, "")); a.status != 404 {
			t.Errorf("%s: %d", address, a.status)
		}
	}
	s.Quota("tap.seim", 1)
	if len(tb.failures) != 3 || strings.Contains(strings.Join(tb.failures, ""), "hidden") || !strings.Contains(tb.failures[2], `"tap.siem"`) {
		t.Errorf("failures: %q", tb.failures)
	}
	if got := len(s.Calls("unexpected")); got != 2 {
		t.Errorf("%d unexpected calls are logged", got)
	}
	s.Close()
	send(t, s, request(t, "GET", tapBase+"/v2/nothing", ""))
	if len(tb.failures) != 3 {
		t.Error("a closed fake fails its test")
	}
}

func TestUnexpectedCallsOutsideTests(t *testing.T) {
	s := proofpointtest.NewServer()
	send(t, s, request(t, "GET", tapBase+"/v2/nothing", ""))
	if a := tap(t, s, "all", "sinceSeconds=60"); a.status != 204 || s.Err() != nil {
		t.Errorf("an unexpected call spoilt the rest: %d %v", a.status, s.Err())
	}
}

func TestCallsHoldNoCredentials(t *testing.T) {
	s := proofpointtest.New(t)
	tap(t, s, "all", "sinceSeconds=60&format=json&api_key=hunter2&token=hunter2")
	tap(t, s, "issues", "")
	s.Clock().Advance(time.Second)
	casbLogin(t, s)
	want := []proofpointtest.Call{
		{Operation: "tap.siem.all", Method: "GET", Path: "/v2/siem/all", Status: 200, Time: begin,
			Query: map[string][]string{"sinceSeconds": {"60"}, "format": {"json"}, "api_key": {"[redacted]"}, "token": {"[redacted]"}}},
		{Operation: "tap.siem.issues", Method: "GET", Path: "/v2/siem/issues", Status: 400, Time: begin, Query: map[string][]string{}},
		{Operation: "casb.login", Method: "POST", Path: "/v1/auth", Status: 200, Time: begin.Add(time.Second), Query: map[string][]string{}},
	}
	if diff := cmp.Diff(want, s.Calls("")); diff != "" {
		t.Errorf("Calls mismatch (-want +got):\n%s", diff)
	}
	if got := s.Calls("casb.login"); len(got) != 1 {
		t.Errorf("%d logins", len(got))
	}
	for _, service := range []string{"tap", "casb", "trap.ptr", "trap.ctr", "eti", "gateway"} {
		base, fields := s.Credentials(service)
		if base == "" || len(fields) == 0 {
			t.Errorf("%s has no credentials", service)
		}
		for name, value := range fields {
			if name != "token_url" && name != "cluster_id" && strings.Contains(fmt.Sprintf("%+v", s.Calls("")), value) {
				t.Errorf("%s of %s is in the log", name, service)
			}
		}
	}
	if base, fields := s.Credentials("nobody"); base != "" || fields != nil {
		t.Errorf("unknown service: %q %v", base, fields)
	}
}

func TestFaults(t *testing.T) {
	s := proofpointtest.New(t)
	s.Quota("tap.siem", 4)
	s.Fail(
		proofpointtest.Fault{Operation: "tap.siem.all", After: 1, Times: 2, Status: 503, Header: http.Header{"retry-after": {"7"}}, Body: "busy"},
		proofpointtest.Fault{Operation: "tap.siem.all", After: 4, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html>"},
		proofpointtest.Fault{Operation: "eti.domains.ips", Times: -1, Status: 500},
	)
	var got []string
	for range 6 {
		a := tap(t, s, "all", "sinceSeconds=60&format=json")
		got = append(got, fmt.Sprint(a.status, " ", a.header.Get("Retry-After"), " ", a.header.Get("Content-Type"), " ", len(a.body)))
	}
	want := []string{"200  application/json 137", "503 7 text/plain;charset=utf-8 4", "503 7 text/plain;charset=utf-8 4", "200  application/json 137", "200  text/html 6", "200  application/json 137"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers mismatch (-want +got):\n%s", diff)
	}
	if a := tap(t, s, "issues", "sinceSeconds=60"); a.status != 429 {
		t.Errorf("four real answers spent the pool: %d", a.status)
	}
	_, f := s.Credentials("eti")
	for range 3 {
		if a := etiAsk(t, s, "/domains/x.example/ips", f["key"]); a.status != 500 || a.body != "" {
			t.Errorf("always: %d", a.status)
		}
	}
	if a := etiAsk(t, s, "/domains/x.example/urls", f["key"]); a.status != 200 {
		t.Errorf("another part: %d", a.status)
	}
	s.Fail(proofpointtest.Fault{Status: 502})
	if a := gateway(t, s, "/v1/alerts"); a.status != 502 {
		t.Errorf("any operation: %d", a.status)
	}
}

func TestFaultCutsTheBody(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for _, cut := range []int{-1, 1, 100, 50_000} {
		s.Fail(proofpointtest.Fault{Cut: cut, Times: 2})
		a := tap(t, s, "all", "sinceSeconds=3600&format=json")
		if !errors.Is(a.err, io.ErrUnexpectedEOF) || len(a.body) != max(cut, 0) {
			t.Errorf("cut %d: %d bytes, %v", cut, len(a.body), a.err)
		}
		resp, err := http.DefaultClient.Do(tapRequest(t, s, s.BaseURL("tap")+"/v2/siem/all?sinceSeconds=3600&format=json"))
		if err != nil { // nothing at all may have come
			continue
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil || len(b) > max(cut, 0) {
			t.Errorf("cut %d over a socket: %d bytes, %v", cut, len(b), err)
		}
	}
	s.Fail(proofpointtest.Fault{Cut: 10_000_000})
	if a := tap(t, s, "all", "sinceSeconds=3600&format=json"); a.err != nil {
		t.Errorf("a body shorter than the cut: %v", a.err)
	}
}

func TestClock(t *testing.T) {
	c := proofpointtest.NewClock(begin)
	if err := c.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	c.Advance(-time.Minute)
	if err := c.Sleep(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	why := errors.New("why")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	if err := c.Sleep(ctx, time.Hour); !errors.Is(err, why) {
		t.Errorf("ended context: %v", err)
	}
	if err := c.Sleep(t.Context(), time.Second); err != nil {
		t.Fatal(err)
	}
	if got := c.Now(); !got.Equal(begin.Add(59*time.Minute + time.Second)) {
		t.Errorf("now %v", got)
	}
	if diff := cmp.Diff([]time.Duration{time.Hour, time.Second}, c.Slept()); diff != "" {
		t.Errorf("Slept mismatch (-want +got):\n%s", diff)
	}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { _ = c.Sleep(t.Context(), time.Second) })
	}
	group.Wait()
	if got := len(c.Slept()); got != 52 {
		t.Errorf("%d waits", got)
	}
}

func TestWallClock(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.WallClock(), proofpointtest.Seeded(1))
	if d := time.Since(s.Clock().Now()); d < 0 || d > time.Minute {
		t.Errorf("off by %v", d)
	}
	if e := decode(t, tap(t, s, "all", "sinceSeconds=3600&format=json").body); len(e.Arrays["messagesDelivered"]) == 0 {
		t.Error("nothing was delivered in the last hour")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Clock().Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	s.Clock().Advance(time.Hour)
	if d := time.Until(s.Clock().Now()); d < 59*time.Minute {
		t.Errorf("advanced by %v", d)
	}
}

func TestBodyEndsWithContextAndClose(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	ctx, cancel := context.WithCancel(t.Context())
	r := tapRequest(t, s, tapBase+"/v2/siem/all?sinceSeconds=3600&format=json").WithContext(ctx)
	resp, err := s.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resp.Body.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := resp.Body.Read(make([]byte, 10)); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
	resp.Body.Close()
	if _, err := resp.Body.Read(make([]byte, 10)); !errors.Is(err, http.ErrBodyReadAfterClose) {
		t.Errorf("after close: %v", err)
	}
	if _, err := s.RoundTrip(r); !errors.Is(err, context.Canceled) {
		t.Errorf("request with an ended context: %v", err)
	}
}

// 200 clients at once: each answer is whole and the same, and every call counts.
func TestManyClients(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	base := s.URL()
	want := tap(t, s, "all", "sinceSeconds=600&format=json").body
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() {
			switch i % 4 {
			case 0: // over the socket
				resp, err := http.DefaultClient.Do(tapRequest(t, s, base+"/tap/v2/siem/all?sinceSeconds=600&format=json"))
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if b, err := io.ReadAll(resp.Body); err != nil || string(b) != want {
					t.Errorf("got %d bytes, %v", len(b), err)
				}
			case 1:
				casbPage(t, s, casbLogin(t, s), 0, begin.Add(-time.Hour), begin)
			case 2:
				s.Put(proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, Raw: []byte(`{"id":"x"}`), Created: begin.Add(-2 * time.Hour)})
				gateway(t, s, "/v1/blocklist")
				s.Calls("")
				s.Fail(proofpointtest.Fault{Operation: "none"})
			default:
				r := tapRequest(t, s, tapBase+"/v2/siem/all?sinceSeconds=600&format=json")
				resp, err := s.RoundTrip(r)
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				if b, err := io.ReadAll(resp.Body); err != nil || string(b) != want {
					t.Errorf("got %d bytes, %v", len(b), err)
				}
			}
		})
	}
	group.Wait()
	if got := len(s.Calls("tap.siem.all")); got != 101 {
		t.Errorf("%d calls of tap.siem.all are logged, want 101", got)
	}
	if got := len(s.Calls("casb.login")); got != 50 {
		t.Errorf("%d logins", got)
	}
}

func TestRequestIsNotChangedAndItsBodyIsClosed(t *testing.T) {
	s := proofpointtest.New(t)
	closed := &closer{Reader: bytes.NewReader([]byte("{}"))}
	r := request(t, http.MethodPost, casbBase+"/v1/auth", "")
	r.Body = closed
	before := r.Clone(t.Context())
	send(t, s, r)
	if !closed.closed {
		t.Error("the request's body was not closed")
	}
	if diff := cmp.Diff(before.Header, r.Header); diff != "" || before.URL.String() != r.URL.String() {
		t.Errorf("the request was changed: %s", diff)
	}
}

type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }
