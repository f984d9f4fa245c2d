// Writes, and what must not make people or programs repeat them: probes, cursors,
// advice, answers that break off.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func writeRequest() proofpoint.Request {
	return proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Method: "POST", Body: []byte(`{}`), Format: proofpoint.FormatAny}
}

func TestProbeDoesNotWrite(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(204, "") }}
	c, _ := newClient(t, s, tapConfig())
	_, err := c.Probe(t.Context(), writeRequest())
	if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok || len(s.seen) != 0 {
		t.Errorf("%v after %d requests, want a *ParamError and none", err, len(s.seen))
	}
	read := writeRequest()
	read.Repeatable = true
	if _, err := c.Probe(t.Context(), read); err != nil {
		t.Errorf("a POST that reads: %v", err)
	}
}

// TestAdviceAboutWrites: nothing says that a write which may have happened should
// be sent again.
func TestAdviceAboutWrites(t *testing.T) {
	for name, reply := range map[string]func() *http.Response{
		"500":        func() *http.Response { return answer(500, "") },
		"502":        func() *http.Response { return answer(502, "") },
		"408":        func() *http.Response { return answer(408, "") },
		"reset":      func() *http.Response { return nil },
		"cut answer": func() *http.Response { return answerFrom(200, cut(`{"id":`)) },
		"HTML":       func() *http.Response { return answer(200, "<!doctype html><html></html>") },
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return reply() }}
		c, _ := newClient(t, s, tapConfig())
		r := writeRequest()
		r.Format = proofpoint.FormatJSON
		err := proofpoint.None(c.Records(t.Context(), r))
		_, at := proofpoint.RetryAt(err)
		var ambiguous *proofpoint.AmbiguousError
		if !errors.As(err, &ambiguous) || proofpoint.Temporary(err) || at || len(s.seen) != 1 {
			t.Errorf("%s: %v (temporary %v, retry %v) after %d requests, want an *AmbiguousError that advises nothing", name, err, proofpoint.Temporary(err), at, len(s.seen))
		}
	}
}

// TestCursorsAreForWalks: a write is never left out because a cursor says that it
// was done, and one record is asked for as often as somebody wants it.
func TestCursorsAreForWalks(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"id":"46e01b8a"}`) }}
	c, _ := newClient(t, s, contractConfig())
	var cur proofpoint.Cursor
	for range 2 {
		if err := c.TRAP.PTR.Close(t.Context(), proofpoint.PTRCloseParams{ID: 1, Summary: "x"}, proofpoint.Resume(&cur)); err != nil {
			t.Error(err)
		}
		if _, err := c.TAP.Campaign(t.Context(), proofpoint.TAPCampaignParams{CampaignID: "46e01b8a"}, proofpoint.Resume(&cur)); err != nil {
			t.Error(err)
		}
	}
	if len(s.seen) != 4 || !cur.IsZero() {
		t.Errorf("%d requests, cursor moved: %v; want 4 and no", len(s.seen), !cur.IsZero())
	}
	err := proofpoint.None(c.Records(t.Context(), writeRequest(), proofpoint.Resume(&cur)))
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "cursor" {
		t.Errorf("a write by hand with a cursor: %v, want a *ParamError", err)
	}
}

// TestErrorsHideWhatWasSent: a transport of the caller's may put the request into
// its errors, and a parameter of JSON may be badly written; neither shows a
// secret parameter.
func TestErrorsHideWhatWasSent(t *testing.T) {
	type params struct {
		Source string         `in:"path:source" secret:"true"`
		Extra  map[string]any `in:"body:extra"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "push", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/events/{source}"}})
	r, err := o.Build(params{Source: testSecret})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := newClient(t, roundTrip(func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("dial %s: no route", r.URL) }), tapConfig())
	err = proofpoint.None(c.Records(t.Context(), r))
	if err == nil || strings.Contains(err.Error(), testSecret) || !strings.Contains(err.Error(), "no route") {
		t.Errorf("%v, want the reason without the secret", err)
	}
	_, err = o.Build(map[string]any{"source": "s", "extra": `{"password":"` + testSecret + `"`})
	if err == nil || strings.Contains(err.Error(), testSecret) || !strings.Contains(err.Error(), "not JSON") {
		t.Errorf("%v, want the reason without the value", err)
	}
}
