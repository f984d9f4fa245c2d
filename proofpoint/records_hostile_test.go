// The loop against servers and pagers that mean no good, or do not know better.

package proofpoint_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// S11: a good status with nothing behind it is no empty answer, however the
// emptiness is framed, and the cursor does not pass it.
func TestEmpty200IsNoAnswer_S11(t *testing.T) {
	for name, body := range map[string]io.ReadCloser{"length 0": http.NoBody, "chunked": io.NopCloser(strings.NewReader(""))} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answerFrom(200, body) }}
		c, _ := newClient(t, s, tapConfig())
		var cur proofpoint.Cursor
		_, err := texts(c.Records(t.Context(), paged(), proofpoint.Resume(&cur)))
		if !isBody(err) || !errors.Is(err, pathdata.ErrEmpty) || !cur.IsZero() {
			t.Errorf("%s: %v, cursor %q", name, err, cur)
		}
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answerFrom(404, http.NoBody) }}
	c, _ := newClient(t, s, tapConfig())
	r := paged()
	r.Empty = []int{404}
	if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 0 {
		t.Errorf("a 404 that means empty: %v %v", got, err)
	}
}

// A write whose context ended after it was sent may have happened.
func TestCancelledWriteIsAmbiguous_N3(t *testing.T) {
	cause := errors.New("shutting down")
	for name, answer := range map[string]func(cancel func()) *http.Response{
		"while waiting for the answer": func(cancel func()) *http.Response { cancel(); return nil },
		"while reading the answer": func(cancel func()) *http.Response {
			cancel()
			return answerFrom(200, io.NopCloser(broken{}))
		},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(func() { cancel(cause) }) }}
		c, _ := newClient(t, s, tapConfig())
		err := proofpoint.None(c.Records(ctx, proofpoint.Request{Service: proofpoint.TAP, Name: "test.write", Method: "POST", Path: "/w"}))
		if _, ok := errors.AsType[*proofpoint.AmbiguousError](err); !ok || !errors.Is(err, cause) {
			t.Errorf("%s: %v", name, err)
		}
		cancel(nil)
	}
}

// Ranging again begins again: the cursor of a checkpoint without Resume belongs
// to one range.
func TestCheckpointBelongsToItsRange(t *testing.T) {
	c, _ := newClient(t, threePages(), tapConfig())
	seq := c.Records(t.Context(), paged(), proofpoint.Checkpoint(func(context.Context, proofpoint.Cursor) error { return nil }))
	for range 2 {
		if got, err := texts(seq); len(got) != 5 || err != nil {
			t.Errorf("%v %v", got, err)
		}
	}
}

// N10: a deadline sooner than the wait ends the call at once, with the cause.
func TestCutBodyAndDeadline_N10(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answerFrom(200, cut(`{"things":[1,2`)) }}
	c, clock := newClient(t, s, tapConfig(), proofpoint.WithRetry(proofpoint.RetryPolicy{MinWait: time.Hour, MaxWait: time.Hour, Budget: 3 * time.Hour}))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := texts(c.Records(ctx, paged())); !isBody(err) || len(clock.Slept()) != 0 {
		t.Errorf("%v after waits %v", err, clock.Slept())
	}
}

// S10: a login page is no confirmation of a write.
func TestAnyRefusesHTML_S10(t *testing.T) {
	for body, want := range map[string]string{"\ufeff{\"a\":1}": `{"a":1}`, "done\n": `"done"`, "": "", "5": "5", "null": "",
		"[2026-01-01] done": `"[2026-01-01] done"`, `"ok" said the server`: `"\"ok\" said the server"`, "{not json}": `"{not json}"`} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body) }}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/w", Format: proofpoint.FormatAny}))
		if err != nil || strings.Join(got, "") != want {
			t.Errorf("%q: %q %v", body, got, err)
		}
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, "<html>please log in") }}
	c, _ := newClient(t, s, tapConfig())
	err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/w", Format: proofpoint.FormatAny}))
	if !isBody(err) {
		t.Errorf("an HTML page was taken for an answer: %v", err)
	}
}

// A refusal behind the data holds the data back.
func TestRefusedBehindTheData(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"response":{"a":1},"success":false,"message":"no"}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.response"), Refused: pathdata.MustCompile("$.success").Optional()}
	if got, err := texts(c.Records(t.Context(), r)); len(got) != 0 || !isAPI(200)(err) {
		t.Errorf("Records: %v %v", got, err)
	}
	if _, err := c.Probe(t.Context(), r); !isAPI(200)(err) {
		t.Errorf("Probe: %v", err)
	}
}

// A server that does not heed the page number does not keep the walk going.
func TestSamePageForEver(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"things":[1,2]}`) }}
	c, _ := newClient(t, s, tapConfig())
	r := paged()
	r.Pager = proofpoint.Numbers{Where: "query:page", First: 1}
	if _, err := texts(c.Records(t.Context(), r)); !errors.Is(err, proofpoint.ErrNoProgress) || len(s.seen) != 2 {
		t.Errorf("%v after %d requests", err, len(s.seen))
	}
}

// tokens is a pager of the caller's own.
type tokens struct{ List []string }

func (p tokens) Start(time.Time) (proofpoint.PageToken, error) {
	return proofpoint.PageToken(p.List[0]), nil
}
func (p tokens) Apply(r *proofpoint.Request, at proofpoint.PageToken) error {
	return r.Set("query:at", string(at))
}
func (p tokens) Next(page proofpoint.Page) (proofpoint.PageToken, bool, error) {
	for i, t := range p.List[:len(p.List)-1] {
		if t == string(page.At) {
			return proofpoint.PageToken(p.List[i+1]), true, nil
		}
	}
	return "", false, nil
}
func (p tokens) Wants() []*pathdata.Selector { return nil }

func TestOwnPagerTokens(t *testing.T) {
	for name, tt := range map[string]struct {
		list []string
		ok   bool
	}{
		"a dot":      {[]string{"a", ".", "b"}, true},
		"at signs":   {[]string{"@", "@@", "."}, true},
		"not ASCII":  {[]string{"a", "ä"}, false},
		"very long":  {[]string{"a", strings.Repeat("x", 40000)}, false},
		"empty next": {[]string{"a", "", "b"}, false},
	} {
		s := &server{answer: func(_ int, r *http.Request) *http.Response { return answer(200, `["`+r.URL.Query().Get("at")+`"]`) }}
		c, _ := newClient(t, s, tapConfig())
		r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: tokens{tt.list}}
		var cur proofpoint.Cursor
		var got []string
		for len(got) < 10 { // one page at a time, through text
			text, err := cur.MarshalText()
			if err != nil {
				t.Fatal(err)
			}
			cur = proofpoint.Cursor{}
			if err := cur.UnmarshalText(text); err != nil {
				t.Fatalf("%s: %q cannot be read back: %v", name, text, err)
			}
			n, failed := 0, false
			for rec, err := range c.Records(t.Context(), r, proofpoint.Resume(&cur)) {
				if err != nil {
					failed = true
					continue
				}
				if n++; n > 1 {
					break
				}
				got = append(got, string(rec.Raw))
			}
			if failed && tt.ok {
				t.Errorf("%s failed", name)
			}
			if n == 0 || failed {
				break
			}
		}
		if want := len(tt.list); tt.ok && len(got) != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// P8: a clock that is years off does not carry a cursor away with it.
func TestServerClockIsNotBelievedBlindly_P8(t *testing.T) {
	for _, date := range []string{"Wed, 02 Nov 2036 12:00:00 GMT", "Mon, 02 Nov 2015 12:00:00 GMT", "nonsense"} {
		s := &server{answer: func(int, *http.Request) *http.Response {
			return answer(200, `{"queryEndTime":"2026-11-02T12:00:00Z","messagesDelivered":[]}`, "Date", date)
		}}
		c, clock := newClient(t, s, tapConfig())
		var cur proofpoint.Cursor
		ask := func(p proofpoint.TAPSIEMParams) {
			for _, err := range c.TAP.MessagesDelivered(t.Context(), p, proofpoint.Resume(&cur)) {
				if err != nil {
					t.Error(err)
				}
			}
		}
		ask(proofpoint.TAPSIEMParams{Since: 100 * time.Minute})
		if len(s.seen) != 2 {
			t.Errorf("Date %s: %d requests for 100 minutes", date, len(s.seen))
		}
		clock.Advance(10 * time.Minute)
		ask(proofpoint.TAPSIEMParams{Since: 100 * time.Minute})
		if got := s.seen[len(s.seen)-1].URL.Query().Get("sinceTime"); len(s.seen) != 3 || got != "2026-11-02T12:00:00Z" {
			t.Errorf("Date %s: resumed with sinceTime %q after %d requests", date, got, len(s.seen))
		}
	}
}

// An open window that grew past an hour while it waited is cut in two.
func TestOpenWindowThatGrew(t *testing.T) {
	s := &server{}
	c, clock := newClient(t, s, tapConfig())
	hour := func(r *http.Request) time.Duration {
		from, err := time.Parse(time.RFC3339, r.URL.Query().Get("sinceTime"))
		if err != nil {
			return 0
		}
		return clock.Now().Sub(from)
	}
	s.answer = func(n int, r *http.Request) *http.Response {
		switch {
		case n == 1:
			return answer(503, "", "Retry-After", "100")
		case hour(r) > time.Hour:
			return answer(400, "the interval is too long")
		}
		return answer(200, `{"messagesDelivered":[{"id":"`+r.URL.RawQuery+`"}]}`)
	}
	n := 0
	for _, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{From: noon.Add(-59 * time.Minute)}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2 || len(s.seen) != 4 {
		t.Errorf("%d records in %d requests", n, len(s.seen))
	}
}

// A service whose end does not move on is left behind with a gap, not asked for
// ever.
func TestCreepingEnd(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		from, _, _ := strings.Cut(r.URL.Query().Get("interval"), "/")
		at, err := time.Parse(time.RFC3339, from)
		if err != nil {
			t.Error(err)
		}
		return answer(200, `{"queryEndTime":"`+at.Add(time.Second).Format(time.RFC3339)+`","messagesDelivered":[]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	gaps := 0
	for _, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{From: noon.Add(-3 * time.Hour), To: noon.Add(-time.Hour)}) {
		if _, ok := errors.AsType[*proofpoint.GapError](err); !ok {
			t.Fatal(err)
		}
		gaps++
	}
	if gaps != 2 || len(s.seen) != 2 {
		t.Errorf("%d gaps, %d requests", gaps, len(s.seen))
	}
}

// A service that rounds its end down is no error.
func TestRoundedEnd(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		_, to, _ := strings.Cut(r.URL.Query().Get("interval"), "/")
		at, err := time.Parse(time.RFC3339, to)
		if err != nil {
			t.Error(err)
		}
		return answer(200, `{"queryEndTime":"`+at.Truncate(time.Minute).Format(time.RFC3339)+`","messagesDelivered":[]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{From: noon.Add(-30 * time.Minute), To: noon.Add(-20*time.Minute - 40*time.Second)}) {
		t.Error(err)
	}
	if len(s.seen) > 3 {
		t.Errorf("%d requests", len(s.seen))
	}
}

// Where the service names no end, a later walk begins safely before it.
func TestResumeWithoutAnEnd(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(204, "") }}
	c, clock := newClient(t, s, tapConfig())
	clock.Advance(29 * time.Second)
	var cur proofpoint.Cursor
	p := proofpoint.TAPSIEMParams{Format: proofpoint.FormatSyslog, From: noon.Add(-40 * time.Minute)}
	ask := func() string {
		for _, err := range c.TAP.All(t.Context(), p, proofpoint.Resume(&cur)) {
			t.Error(err)
		}
		return s.seen[len(s.seen)-1].URL.Query().Get("sinceTime")
	}
	first := ask()
	clock.Advance(10 * time.Minute)
	if diff := cmp.Diff([]string{"2026-11-02T11:20:00Z", "2026-11-02T11:59:00Z"}, []string{first, ask()}); diff != "" {
		t.Errorf("sinceTime mismatch (-want +got):\n%s", diff)
	}
}

// Windows that are always closed go on until now as well.
func TestResumeClosedWindows(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"alerts":[]}`) }}
	c, clock := newClient(t, s, proofpoint.Config{proofpoint.CASB: {Auth: proofpoint.Key("x-api-key", proofpoint.NewSecret("key-of-casb"))}})
	op, _ := proofpoint.OperationNamed("casb.alerts")
	var cur proofpoint.Cursor
	for i := range 3 {
		r, err := op.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&cur))); err != nil || len(got) != 0 {
			t.Fatal(got, err)
		}
		if len(s.seen) != i+1 {
			t.Errorf("run %d: %d requests", i, len(s.seen))
		}
		clock.Advance(time.Hour)
	}
}

// D9, D11: one line that is no event is named, with its text; the others come.
func TestSyslogOddLineInAWalk_D9(t *testing.T) {
	const good = `<38>1 2026-11-02T11:00:00Z - ProofpointTAP - MSGBLK [tapmsg@21139 GUID="g" spamScore="5"]`
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, good+"\r\n<38>1 2026-11-02T11:00:00Z - ProofpointTAP - NEWKIND [x@21139 a=\"b\"]\r\n"+good+"\r\n")
	}}
	c, _ := newClient(t, s, tapConfig())
	events, odd := 0, 0
	var cur proofpoint.Cursor
	for e, err := range c.TAP.All(t.Context(), proofpoint.TAPSIEMParams{Format: proofpoint.FormatSyslog}, proofpoint.Resume(&cur)) {
		switch {
		case err == nil && e.Message != nil && e.Message.SpamScore == 5:
			events++
		case proofpoint.CanContinue(err) && strings.Contains(err.Error(), "NEWKIND"):
			odd++
		default:
			t.Error(e, err)
		}
	}
	if events != 2 || odd != 1 || cur.IsZero() {
		t.Errorf("%d events, %d odd lines, cursor %q", events, odd, cur)
	}
}

// A 502 on a later window is halved like one on the first.
func TestShrinkOnALaterPage(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		from, _, _ := strings.Cut(r.URL.Query().Get("interval"), "/")
		to := r.URL.Query().Get("interval")[len(from)+1:]
		a, _ := time.Parse(time.RFC3339, from)
		b, _ := time.Parse(time.RFC3339, to)
		if b.Sub(a) > 30*time.Minute && !a.Equal(noon.Add(-3*time.Hour)) {
			return answer(502, "")
		}
		return answer(200, `["`+from+`"]`)
	}}
	c, _ := newClient(t, s, tapConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: proofpoint.Windows{From: noon.Add(-3 * time.Hour), To: noon, Max: time.Hour,
		FromAt: "query:interval", Layout: "interval", Halve: time.Second}}
	got, err := texts(c.Records(t.Context(), r))
	// An hour, two quarters of the next hour that are halves of it, and then halves.
	if err != nil || len(got) != 5 || len(s.seen) != 6 {
		t.Errorf("%v %v after %d requests", got, err, len(s.seen))
	}
}

// Records of the extended dialect stay as valid as all others.
func TestRawStaysExtended(t *testing.T) {
	var want []string
	for i := range 5000 {
		want = append(want, `{"id":`+strconv.Itoa(i)+`,"name":"record `+strconv.Itoa(i)+`"}`)
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"rows":[`+strings.Join(want, ",")+`]}`) }}
	c, _ := newClient(t, s, tapConfig())
	for _, expr := range []string{"$.rows", "$.rows[*]", "$.rows[?(@.id >= 0)]"} {
		sel, err := pathdata.Extended(expr)
		if err != nil {
			t.Fatal(err)
		}
		got, kept := []string(nil), []proofpoint.Record(nil)
		for r, err := range c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: sel}) {
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, r)
		}
		for _, r := range kept {
			got = append(got, string(r.Raw))
		}
		if diff := cmp.Diff(len(want), len(got)); diff != "" || strings.Join(got, "") != strings.Join(want, "") {
			t.Errorf("%s: %d records, or their bytes changed", expr, len(got))
		}
	}
}

// Where a service's end stands still at the start of the window, that is said.
func TestStandingEnd(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		from, _, _ := strings.Cut(r.URL.Query().Get("interval"), "/")
		return answer(200, `{"queryEndTime":"`+from+`","messagesDelivered":[]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	gaps := 0
	for _, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{From: noon.Add(-2 * time.Hour), To: noon.Add(-time.Hour)}) {
		if _, ok := errors.AsType[*proofpoint.GapError](err); !ok {
			t.Fatal(err)
		}
		gaps++
	}
	if gaps != 1 {
		t.Errorf("%d gaps", gaps)
	}
}
