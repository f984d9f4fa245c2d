// Probe: what a test request shows, of good answers and of every wrong one.

package proofpoint_test

import (
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestProbe(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	r, err := proofpoint.TAPSIEMParams{Since: 24 * time.Hour}.AllRequest()
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Client().Probe(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if p.Status != 200 || len(p.Records) != 3 || len(p.Suggestions) == 0 || p.Bytes == 0 || len(p.Cost) != 1 || len(s.Calls("")) != 1 {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(p.Suggestions[0].Path, "messagesDelivered") {
		t.Errorf("first suggestion %s", p.Suggestions[0].Path)
	}
	if !strings.Contains(strings.Join(p.Warnings, ";"), "25 requests") {
		t.Errorf("warnings %q", p.Warnings)
	}
}

func TestProbeWrongPath(t *testing.T) {
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `{"alerts":[{"id":1}]}`) }}
	c, _ := newClient(t, s, tapConfig())
	p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.alrts[*]")})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Records) != 0 || !strings.Contains(strings.Join(p.Warnings, ";"), `did you mean "alerts"`) || len(p.Suggestions) == 0 {
		t.Errorf("%q %v", p.Warnings, p.Suggestions)
	}
}

// TestProbeErr: what a run would end with is told apart from what is only worth
// knowing.
func TestProbeErr(t *testing.T) {
	rows := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.alerts[*]")}
	for name, tt := range map[string]struct {
		answer *httpResponse
		want   string
	}{
		"records":      {answer(200, `{"alerts":[{"id":1}],"other":[1]}`), ""},
		"none":         {answer(200, `{"alerts":[]}`), ""},
		"another list": {answer(200, `{"rows":[]}`), `"$" has no member "alerts"`},
		"HTML":         {answer(200, "<!DOCTYPE html>", "Content-Type", "text/html"), "an HTML page came"},
		"no JSON":      {answer(200, `{"alerts":[{"id":1},x]}`), "not valid JSON"},
		"cut":          {answerFrom(200, cut(`{"alerts":[1,2`)), "broke off"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := newClient(t, &server{answer: func(int, *httpRequest) *httpResponse { return tt.answer }}, tapConfig())
			p, err := c.Probe(t.Context(), rows)
			if err != nil {
				t.Fatal(err)
			}
			if (p.Err == nil) != (tt.want == "") || p.Err != nil && !strings.Contains(p.Err.Error(), tt.want) {
				t.Errorf("Probe().Err = %v, want %q", p.Err, tt.want)
			}
		})
	}
}
