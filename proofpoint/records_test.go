// The loop, case by case: every way in which a sequence can end, break, repeat
// or go on.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// paged is a query over numbered pages of two.
func paged() proofpoint.Request {
	return proofpoint.Request{Service: proofpoint.TAP, Name: "test.paged", Path: "/things", Records: pathdata.MustCompile("$.things[*]"),
		Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 2}}
}

// threePages serves 5 things on three pages.
func threePages() *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		switch r.URL.Query().Get("page") {
		case "1":
			return answer(200, `{"things":[1,2]}`)
		case "2":
			return answer(200, `{"things":[3,4]}`)
		}
		return answer(200, `{"things":[5]}`)
	}}
}

func TestRecords(t *testing.T) {
	tests := []struct {
		name   string
		answer func(n int, r *http.Request) *http.Response
		want   []string
		err    func(error) bool
		calls  int
	}{
		{"empty", func(int, *http.Request) *http.Response { return answer(200, `{"things":[]}`) }, nil, nil, 1},
		{"null is empty", func(int, *http.Request) *http.Response { return answer(200, `{"things":null}`) }, nil, nil, 1},
		{"204 S7", func(int, *http.Request) *http.Response { return answer(204, ``) }, nil, nil, 1},
		{"one", func(int, *http.Request) *http.Response { return answer(200, `{"things":[1]}`) }, []string{"1"}, nil, 1},
		{"three pages", threePages().answer, []string{"1", "2", "3", "4", "5"}, nil, 3},
		{"error first", func(int, *http.Request) *http.Response { return answer(400, "no") }, nil, isAPI(400), 1},
		{"error on page two", func(n int, _ *http.Request) *http.Response {
			if n == 1 {
				return answer(200, `{"things":[1,2]}`)
			}
			return answer(404, "gone")
		}, []string{"1", "2"}, isAPI(404), 2},
		{"cut before the first record, then whole N6", func(n int, _ *http.Request) *http.Response {
			if n == 1 {
				return answerFrom(200, cut(`{"things":[`))
			}
			return answer(200, `{"things":[1]}`)
		}, []string{"1"}, nil, 2},
		{"cut after the only record, then whole N6", func(n int, _ *http.Request) *http.Response {
			if n == 1 {
				return answerFrom(200, cut(`{"things":[1`))
			}
			return answer(200, `{"things":[1]}`)
		}, []string{"1"}, nil, 2},
		{"cut after two records N6", func(int, *http.Request) *http.Response { return answerFrom(200, cut(`{"things":[1,2,`)) },
			[]string{"1", "2"}, isBody, 1},
		{"cut for ever N6", func(int, *http.Request) *http.Response { return answerFrom(200, cut(`{"things":[1,`)) },
			[]string{"1"}, isBody, 5},
		{"not JSON", func(int, *http.Request) *http.Response { return answer(200, `things: 1`) }, nil, isBody, 1},
		{"not JSON after a record", func(int, *http.Request) *http.Response { return answer(200, `{"things":[1,oops]}`) }, []string{"1"}, isBody, 1},
		{"HTML S10", func(int, *http.Request) *http.Response { return answer(200, "\n<html>login</html>") }, nil, isBody, 1},
		{"byte order mark S11", func(int, *http.Request) *http.Response { return answer(200, "\ufeff"+`{"things":[1]}`) }, []string{"1"}, nil, 1},
		{"empty body S11", func(int, *http.Request) *http.Response { return answer(200, "") }, nil, isBody, 1},
		{"absent path", func(int, *http.Request) *http.Response { return answer(200, `{"thing":[1]}`) }, nil, isNoMatch, 1},
		{"503 then good", func(n int, _ *http.Request) *http.Response {
			if n < 3 {
				return answer(503, "")
			}
			return answer(200, `{"things":[1]}`)
		}, []string{"1"}, nil, 3},
		{"501 S12", func(int, *http.Request) *http.Response { return answer(501, "") }, nil, isAPI(501), 1},
		{"no answer N2", func(n int, _ *http.Request) *http.Response {
			if n == 1 {
				return nil
			}
			return answer(200, `{"things":[1]}`)
		}, []string{"1"}, nil, 2},
		{"no answer at all", func(int, *http.Request) *http.Response { return nil }, nil, isNetwork, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: tt.answer}
			c, _ := newClient(t, s, tapConfig())
			got, err := texts(c.Records(t.Context(), paged()))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("records mismatch (-want +got):\n%s", diff)
			}
			if (tt.err == nil) != (err == nil) || tt.err != nil && !tt.err(err) {
				t.Errorf("error %v", err)
			}
			if err != nil && strings.Contains(err.Error(), testSecret) {
				t.Errorf("the secret is in the error %v", err)
			}
			if len(s.seen) != tt.calls {
				t.Errorf("%d requests, want %d", len(s.seen), tt.calls)
			}
		})
	}
}

func isAPI(status int) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[*proofpoint.APIError](err)
		return ok && e.StatusCode == status
	}
}

func isBody(err error) bool    { _, ok := errors.AsType[*proofpoint.BodyError](err); return ok }
func isNetwork(err error) bool { _, ok := errors.AsType[*proofpoint.NetworkError](err); return ok }
func isNoMatch(err error) bool { _, ok := errors.AsType[*pathdata.NoMatchError](err); return ok }

func TestRecordsBreak(t *testing.T) {
	for take := 1; take <= 5; take++ {
		s := threePages()
		c, _ := newClient(t, s, tapConfig())
		n := 0
		for _, err := range c.Records(t.Context(), paged()) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == take {
				break
			}
		}
		if want := (take + 1) / 2; len(s.seen) != want {
			t.Errorf("break at %d: %d requests, want %d", take, len(s.seen), want)
		}
	}
}

func TestRecordsSkipAndLimit(t *testing.T) {
	for _, tt := range []struct {
		skip, limit int
		want        []string
		calls       int
	}{{0, 3, []string{"1", "2", "3"}, 2}, {1, 2, []string{"2", "3"}, 2}, {4, 0, []string{"5"}, 3}, {9, 1, nil, 3}, {0, 2, []string{"1", "2"}, 1}} {
		s := threePages()
		c, _ := newClient(t, s, tapConfig())
		r := paged()
		r.Skip, r.Limit = tt.skip, tt.limit
		got, err := texts(c.Records(t.Context(), r))
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil || len(s.seen) != tt.calls {
			t.Errorf("Skip %d Limit %d: %v, %d requests (-want +got):\n%s", tt.skip, tt.limit, err, len(s.seen), diff)
		}
	}
}

// Ranging twice asks twice; the request belongs to the caller again as soon as
// the call is made.
func TestRecordsOwnsItsRequest(t *testing.T) {
	s := threePages()
	c, _ := newClient(t, s, tapConfig())
	r := paged()
	r.Query = map[string][]string{"a": {"1"}}
	seq := c.Records(t.Context(), r)
	r.Query.Set("a", "2")
	for range 2 {
		if got, err := texts(seq); err != nil || len(got) != 5 {
			t.Fatal(got, err)
		}
	}
	if len(s.seen) != 6 || s.seen[0].URL.Query().Get("a") != "1" {
		t.Errorf("%d requests, a=%s", len(s.seen), s.seen[0].URL.Query().Get("a"))
	}
}

func TestRecordsCancel_N9(t *testing.T) {
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	s := threePages()
	c, _ := newClient(t, s, tapConfig())
	var last error
	n := 0
	for _, err := range c.Records(ctx, paged()) {
		if last = err; err == nil {
			if n++; n == 2 {
				cancel(cause)
			}
		}
	}
	if !errors.Is(last, cause) || len(s.seen) != 1 {
		t.Errorf("error %v after %d requests, want the context's cause after one", last, len(s.seen))
	}
}

func TestResume(t *testing.T) {
	for stop := 0; stop <= 5; stop++ {
		t.Run(fmt.Sprint("after ", stop), func(t *testing.T) {
			s := threePages()
			c, _ := newClient(t, s, tapConfig())
			var cur proofpoint.Cursor
			var got []string
			n := 0
			for r, err := range c.Records(t.Context(), paged(), proofpoint.Resume(&cur)) {
				if err != nil {
					t.Fatal(err)
				}
				if n == stop {
					break
				}
				n++
				got = append(got, string(r.Raw))
			}
			text, err := cur.MarshalText()
			if err != nil {
				t.Fatal(err)
			}
			var again proofpoint.Cursor
			if err := again.UnmarshalText(text); err != nil {
				t.Fatal(err)
			}
			rest, err := texts(c.Records(t.Context(), paged(), proofpoint.Resume(&again)))
			if err != nil {
				t.Fatal(err)
			}
			all := append(got, rest...)
			slices.Sort(all)
			if diff := cmp.Diff([]string{"1", "2", "3", "4", "5"}, slices.Compact(all)); diff != "" {
				t.Errorf("nothing may be missing (-want +got):\n%s", diff)
			}
			if done, err := texts(c.Records(t.Context(), paged(), proofpoint.Resume(&again))); len(done) != 0 || err != nil {
				t.Errorf("a finished sequence gave %v %v", done, err)
			}
		})
	}
}

func TestResumeRefuses(t *testing.T) {
	s := threePages()
	c, _ := newClient(t, s, tapConfig())
	var cur proofpoint.Cursor
	if _, err := texts(c.Records(t.Context(), paged(), proofpoint.Resume(&cur))); err != nil {
		t.Fatal(err)
	}
	other := paged()
	other.Path = "/other"
	if _, err := texts(c.Records(t.Context(), other, proofpoint.Resume(&cur))); !errors.Is(err, proofpoint.ErrCursorMismatch) {
		t.Errorf("another query: %v", err)
	}
	skip := paged()
	skip.Skip = 1
	if _, err := texts(c.Records(t.Context(), skip, proofpoint.Resume(new(proofpoint.Cursor)))); !isParam(err) {
		t.Errorf("with Skip: %v", err)
	}
}

func isParam(err error) bool { _, ok := errors.AsType[*proofpoint.ParamError](err); return ok }

func TestCheckpoint(t *testing.T) {
	c, _ := newClient(t, threePages(), tapConfig())
	stop := errors.New("disk full")
	var saved []proofpoint.Cursor
	got, err := texts(c.Records(t.Context(), paged(), proofpoint.Checkpoint(func(_ context.Context, cur proofpoint.Cursor) error {
		if saved = append(saved, cur); len(saved) == 2 {
			return stop
		}
		return nil
	})))
	if !errors.Is(err, stop) || len(got) != 4 {
		t.Errorf("%v %v, want four records and the checkpoint's error", got, err)
	}
	rest, err := texts(c.Records(t.Context(), paged(), proofpoint.Resume(&saved[1])))
	if diff := cmp.Diff([]string{"5"}, rest); diff != "" || err != nil {
		t.Errorf("resumed: %v (-want +got):\n%s", err, diff)
	}
}

type stuck struct{ proofpoint.Numbers }

func (s stuck) Next(p proofpoint.Page) (proofpoint.PageToken, bool, error) { return p.At, true, nil }

func TestNoProgress(t *testing.T) {
	c, _ := newClient(t, threePages(), tapConfig())
	r := paged()
	r.Pager = stuck{proofpoint.Numbers{Where: "query:page", First: 1}}
	if got, err := texts(c.Records(t.Context(), r)); !errors.Is(err, proofpoint.ErrNoProgress) || len(got) != 2 {
		t.Errorf("%v %v", got, err)
	}
}

// A record stays as it was received, whatever is appended to its neighbour and
// however long it is kept.
func TestRawStays(t *testing.T) {
	big := strings.Repeat("x", 40<<10)
	want := []string{`{"a":1}`, `{"b": 9007199254740993}`, `"` + big + `"`, `{"c":3}`}
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"things":[`+strings.Join(want, ",")+`]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	r := paged()
	r.Pager = nil
	var kept []proofpoint.Record
	for rec, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, rec)
		_ = append(rec.Raw, "garbage garbage garbage"...)
	}
	for i, rec := range kept {
		_ = append(rec.Raw, "more garbage"...)
		if string(rec.Raw) != want[i] || rec.Path.Index != i {
			t.Errorf("record %d at %s is %.40s, want %.40s", i, rec.Path, rec.Raw, want[i])
		}
	}
}

func TestRateLimited_S1(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(429, "", "Retry-After", "3600") }}
	c, clock := newClient(t, s, tapConfig())
	_, err := texts(c.Records(t.Context(), paged()))
	e, ok := errors.AsType[*proofpoint.APIError](err)
	if !ok || !errors.Is(err, proofpoint.ErrRateLimited) || e.RetryAfter != time.Hour || len(s.seen) != 1 || len(clock.Slept()) != 0 {
		t.Errorf("%v after %d requests and waits %v", err, len(s.seen), clock.Slept())
	}
	if at, ok := proofpoint.RetryAt(err); !ok || !at.Equal(noon.Add(time.Hour)) {
		t.Errorf("RetryAt %v %v", at, ok)
	}
}

func TestDailyQuota_S3(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(429, "") }}
	c, _ := newClient(t, s, tapConfig())
	var err error
	for _, e := range c.TAP.All(t.Context(), proofpoint.TAPSIEMParams{}) {
		err = e
	}
	if !errors.Is(err, proofpoint.ErrQuotaExhausted) || len(s.seen) != 1 {
		t.Errorf("%v after %d requests", err, len(s.seen))
	}
}

// S9: nothing is sent on, whatever the status of the redirect.
func TestRedirect_S9(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := &server{answer: func(int, *http.Request) *http.Response {
			return answer(status, "", "Location", "https://elsewhere.example/login?token=abc")
		}}
		c, _ := newClient(t, s, tapConfig())
		_, err := texts(c.Records(t.Context(), paged()))
		if !errors.Is(err, proofpoint.ErrRedirect) || len(s.seen) != 1 || strings.Contains(err.Error(), "abc") {
			t.Errorf("%d: %v after %d requests", status, err, len(s.seen))
		}
	}
}

func TestWriteIsNotRepeated_N3(t *testing.T) {
	write := proofpoint.Request{Service: proofpoint.TAP, Name: "test.write", Method: "POST", Path: "/write", Body: []byte(`{}`), Format: proofpoint.FormatAny}
	for _, tt := range []struct {
		name   string
		answer func(int, *http.Request) *http.Response
	}{
		{"no answer", func(int, *http.Request) *http.Response { return nil }},
		{"500", func(int, *http.Request) *http.Response { return answer(500, "") }},
		{"503", func(int, *http.Request) *http.Response { return answer(503, "", "Retry-After", "1") }},
	} {
		s := &server{answer: tt.answer}
		c, _ := newClient(t, s, tapConfig())
		err := proofpoint.None(c.Records(t.Context(), write))
		if _, ok := errors.AsType[*proofpoint.AmbiguousError](err); !ok || len(s.seen) != 1 {
			t.Errorf("%s: %v after %d requests", tt.name, err, len(s.seen))
		}
	}
	refusedOnce := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n == 1 {
			return answer(429, "", "Retry-After", "2")
		}
		return answer(200, "done")
	}}
	c, _ := newClient(t, refusedOnce, tapConfig())
	if said, err := proofpoint.One[string](c.Records(t.Context(), write)); err != nil || said != "done" || len(refusedOnce.seen) != 2 || refusedOnce.bodies[1] != "{}" {
		t.Errorf("after a 429: %q %v, %d requests", said, err, len(refusedOnce.seen))
	}
}

func TestOneAndNone(t *testing.T) {
	for _, tt := range []struct {
		body string
		ok   bool
		is   error
	}{{`{"a":5}`, true, nil}, {`[{"a":5}]`, true, nil}, {`[]`, false, proofpoint.ErrNotFound}, {`[{},{}]`, false, nil}} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, tt.body) }}
		c, _ := newClient(t, s, tapConfig())
		got, err := proofpoint.One[struct {
			A int `json:"a"`
		}](c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}))
		if (err == nil) != tt.ok || tt.ok && got.A != 5 || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("One of %s: %v %v", tt.body, got, err)
		}
	}
}

// D9: one record that does not fit its type is named; the others come.
func TestPoisonRecord_D9(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"queryEndTime":"2026-11-02T12:00:00Z","messagesDelivered":[{"id":"1"},{"id":"2","spamScore":{}},{"id":"3"}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	var ids []string
	bad := 0
	for m, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			if !proofpoint.CanContinue(err) || !strings.Contains(string(m.Raw), `"2"`) {
				t.Fatal(err, string(m.Raw))
			}
			bad++
			continue
		}
		ids = append(ids, m.ID)
	}
	if diff := cmp.Diff([]string{"1", "3"}, ids); diff != "" || bad != 1 {
		t.Errorf("%d bad (-want +got):\n%s", bad, diff)
	}
}

func TestRefused(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"success":false,"message":"Nothing for you","response":{}}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.response"), Refused: pathdata.MustCompile("$.success").Optional()}
	got, err := texts(c.Records(t.Context(), r))
	e, ok := errors.AsType[*proofpoint.APIError](err)
	if !ok || e.Message != "Nothing for you" || len(got) != 0 {
		t.Errorf("%v %v", got, err)
	}
}
