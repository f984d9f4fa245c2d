// Walks that are broken off, come back, or are led in circles: polling with a
// cursor over windows and values, links that repeat, tokens that hold a secret.

package proofpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestPollIncidents: a cursor over states and windows goes on for as long as it
// is asked, and misses nothing.
func TestPollIncidents(t *testing.T) {
	for name, states := range map[string][]string{"every state": nil, "two states": {"new", "open"}} {
		t.Run(name, func(t *testing.T) {
			s := proofpointtest.New(t, proofpointtest.Seeded(1))
			c := s.Client()
			begin := s.Clock().Now().Add(-24 * time.Hour)
			var cur proofpoint.Cursor
			seen := map[proofpoint.Int]bool{}
			for range 4 {
				for i, err := range c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{States: states}, proofpoint.Resume(&cur)) {
					if err != nil {
						t.Fatal(err)
					}
					seen[i.ID] = true
				}
				s.Clock().Advance(6 * time.Hour)
			}
			polled := s.Clock().Now().Add(-6 * time.Hour)
			for i, err := range c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{States: states, From: begin, To: polled}) {
				if err != nil {
					t.Fatal(err)
				}
				if !seen[i.ID] {
					t.Errorf("incident %d of %s was not polled", i.ID, i.CreatedAt)
				}
			}
			if len(seen) < 10 {
				t.Errorf("%d incidents: too few to tell", len(seen))
			}
		})
	}
}

// TestWindowsInsideCannotResume: the other way round a cursor would stand still
// for good, so it is refused.
func TestWindowsInsideCannotResume(t *testing.T) {
	c, _ := newClient(t, &server{}, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: proofpoint.Nest(
		proofpoint.Values{Where: "query:state", List: []string{"a"}}, proofpoint.Windows{FromAt: "query:from", ToAt: "query:to"})}
	var cur proofpoint.Cursor
	_, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&cur)))
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || !strings.Contains(pe.Accepts, "outside") {
		t.Errorf("%v, want a *ParamError that says how", err)
	}
}

// TestLinksInCircles: pages that name one another end, whatever the length of
// the circle.
func TestLinksInCircles(t *testing.T) {
	for _, length := range []int{1, 2, 3, 7} {
		s := &server{answer: func(n int, _ *http.Request) *http.Response {
			if n > 100 {
				return answer(500, "still walking")
			}
			return answer(200, fmt.Sprintf(`{"data":[%d],"next":"/page%d"}`, n, n%length))
		}}
		c, _ := newClient(t, s, tapConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/start", Records: pathdata.MustCompile("$.data[*]"),
			Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next")}}))
		if !errors.Is(err, proofpoint.ErrNoProgress) {
			t.Errorf("a circle of %d: %v after %d requests, want ErrNoProgress", length, err, len(s.seen))
		}
	}
}

// TestLinksWithACredential: a link that repeats the key is not followed, and
// reaches no cursor.
func TestLinksWithACredential(t *testing.T) {
	for name, tt := range map[string]struct {
		auth proofpoint.Authenticator
		next string
	}{
		"in the path":  {proofpoint.PathKey(proofpoint.NewSecret(testSecret)), `/` + testSecret + `/list?page=2`},
		"in the query": {proofpoint.Key("X-Key", proofpoint.NewSecret(testSecret)), `/list?page=2&key=` + testSecret},
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"data":[1],"next":"`+tt.next+`"}`) }}
		c, _ := newClient(t, s, proofpoint.Config{"svc": {BaseURL: "https://api.example", Auth: tt.auth}})
		var saved []string
		got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: "svc", Path: "/list", Records: pathdata.MustCompile("$.data[*]"),
			Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next")}}, proofpoint.Checkpoint(func(_ context.Context, cur proofpoint.Cursor) error {
			text, err := cur.MarshalText()
			saved = append(saved, string(text))
			return err
		})))
		if len(got) != 1 || err == nil || !strings.Contains(err.Error(), "holds the credential") || strings.Contains(err.Error(), testSecret) || len(saved) != 0 || len(s.seen) != 1 {
			t.Errorf("%s: %d records, %v, cursors %q, %d requests", name, len(got), err, saved, len(s.seen))
		}
	}
}

// TestLongTokens: what is walked can be resumed.
func TestLongTokens(t *testing.T) {
	long := strings.Repeat("t", 7000)
	s := &server{answer: func(n int, r *http.Request) *http.Response {
		if r.URL.Query().Get("token") == "" {
			return answer(200, `{"data":[1],"next":"`+long+`"}`)
		}
		return answer(200, `{"data":[2]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.data[*]"), Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next"), Where: "query:token"}}
	var cur, again proofpoint.Cursor
	for range c.Records(t.Context(), r, proofpoint.Resume(&cur), proofpoint.Checkpoint(func(context.Context, proofpoint.Cursor) error { return errors.New("enough") })) {
	}
	text, err := cur.MarshalText()
	if err != nil || again.UnmarshalText(text) != nil {
		t.Fatalf("a cursor of %d bytes: %v", len(text), err)
	}
	if got, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&again))); err != nil || len(got) != 1 || got[0] != "2" {
		t.Errorf("%v, %v", got, err)
	}
}

// TestLagOfAnOpenEnd: where the end of a range cannot be left open, it stays
// behind now, at the start and later.
func TestLagOfAnOpenEnd(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		return answer(200, `["`+r.URL.Query().Get("to")+`"]`)
	}}
	c, clock := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: proofpoint.Windows{Lag: time.Minute, FromAt: "query:from", ToAt: "query:to", Max: time.Hour}}
	var cur proofpoint.Cursor
	for _, want := range []string{"2026-11-02T11:59:00Z", "2026-11-02T12:19:00Z"} {
		got, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&cur)))
		if err != nil || len(got) != 1 || got[0] != `"`+want+`"` {
			t.Errorf("%v, %v; want %s", got, err, want)
		}
		clock.Advance(20 * time.Minute)
	}
}

// TestWriteThatCannotBeRead: a write was accepted, and its answer breaks off: it
// is not said to have failed, and not sent again.
func TestWriteThatCannotBeRead(t *testing.T) {
	for name, body := range map[string]*http.Response{"cut": answerFrom(200, cut(`{"id":`)), "no JSON": answer(200, `{"id":}`)} {
		s := &server{answer: func(int, *http.Request) *http.Response { return body }}
		c, _ := newClient(t, s, tapConfig())
		err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Method: "POST", Body: []byte(`{}`)}))
		var ambiguous *proofpoint.AmbiguousError
		var unreadable *proofpoint.BodyError
		if !errors.As(err, &ambiguous) || !errors.As(err, &unreadable) || len(s.seen) != 1 {
			t.Errorf("%s: %v after %d requests, want an *AmbiguousError around a *BodyError", name, err, len(s.seen))
		}
	}
}

// TestRefusedWithoutTheData: what refuses in a 200 is the service's word, also
// where the data is missing, and in every form of a flag.
func TestRefusedWithoutTheData(t *testing.T) {
	for _, body := range []string{`{"success":false,"message":"no such luck"}`, `{"message":"no such luck","success":"false"}`, `{"success":0,"message":"no such luck","rows":{}}`} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body) }}
		c, _ := newClient(t, s, tapConfig())
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.rows[*]"),
			Refused: pathdata.MustCompile("$.success").Optional()}))
		if ae, ok := errors.AsType[*proofpoint.APIError](err); !ok || ae.Message != "no such luck" {
			t.Errorf("%s: %v, want an *APIError with the service's words", body, err)
		}
	}
}

// TestRequestHidesSecrets: a request that holds a secret parameter prints without
// it.
func TestRequestHidesSecrets(t *testing.T) {
	type params struct {
		Source string `in:"path:source" secret:"true"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "push", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/events/{source}", Format: proofpoint.FormatAny}})
	r, err := o.Build(params{Source: testSecret})
	if err != nil {
		t.Fatal(err)
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(204, "") }}
	c, _ := newClient(t, s, tapConfig())
	var page proofpoint.Page
	if err := proofpoint.None(c.Records(t.Context(), r, proofpoint.OnPage(func(p proofpoint.Page) { page = p }))); err != nil || !strings.HasSuffix(s.seen[0].URL.Path, testSecret) {
		t.Fatal(err, s.seen[0].URL)
	}
	inJSON, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"%v": fmt.Sprintf("%v", r), "%+v": fmt.Sprintf("%+v", r), "%#v": fmt.Sprintf("%#v", r), "%q": fmt.Sprintf("%q", r), "JSON": string(inJSON), "page": page.URL} {
		if strings.Contains(text, testSecret) {
			t.Errorf("%s shows the secret: %s", what, text)
		}
	}
}

// TestDefaultsGiveWay: what a body says already is not overwritten by a default.
func TestDefaultsGiveWay(t *testing.T) {
	type params struct {
		Body    json.RawMessage `in:"body"`
		Version string          `in:"body:version" default:"2.0"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST"}})
	for body, want := range map[string]string{`{"version":"1.0"}`: `{"version":"1.0"}`, `{"a":1}`: `{"a":1,"version":"2.0"}`} {
		r, err := o.Build(params{Body: rawJSON(body)})
		if err != nil || string(r.Body) != want {
			t.Errorf("%s became %s, %v; want %s", body, r.Body, err, want)
		}
	}
	_, err := o.Build(params{Body: rawJSON(`[1`)})
	if err == nil || strings.Contains(err.Error(), "[91 ") {
		t.Errorf("%v, want an error that shows the body as text", err)
	}
}

// TestEndAlone: a window without records is told from an answer to something
// else by its end.
func TestEndAlone(t *testing.T) {
	for body, ok := range map[string]bool{
		`{"queryEndTime":"2026-11-02T12:00:00Z"}`: true, `{"rows":[]}`: true, `{"rows":null,"queryEndTime":"2026-11-02T12:00:00Z"}`: true,
		`{}`: false, `42`: false, `"maintenance"`: false, `[{"a":1}]`: false, `{"error":"integration disabled"}`: false, `{"rows":"x","queryEndTime":"2026-11-02T12:00:00Z"}`: false,
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body) }}
		c, _ := newClient(t, s, tapConfig())
		var cur proofpoint.Cursor
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.rows[*]"),
			Pager: proofpoint.Windows{Max: time.Hour, FromAt: "query:interval", Layout: "interval", End: pathdata.MustCompile("$.queryEndTime"), EndAlone: true}}, proofpoint.Resume(&cur)))
		if (err == nil) != ok || cur.IsZero() == ok {
			t.Errorf("%s: %v, cursor moved: %v", body, err, !cur.IsZero())
		}
	}
}
