// Options that are nil are none, or refused when the client is made.

package proofpoint_test

import (
	"net/http"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestNilOptions(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[1]`) }}
	client := map[string]proofpoint.Option{
		"option":   nil,
		"logger":   proofpoint.WithLogger(nil),
		"clock":    proofpoint.WithClock(nil),
		"pacing":   proofpoint.WithPacing(nil),
		"observer": proofpoint.WithObserver(proofpoint.Observer{}),
	}
	for name, o := range client {
		c, err := proofpoint.NewClient(tapConfig(), proofpoint.WithTransport(s), o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})); err != nil || len(got) != 1 {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	call := map[string]proofpoint.CallOption{
		"option":     nil,
		"pacing":     proofpoint.Paced(nil),
		"checkpoint": proofpoint.Checkpoint(nil),
		"cursor":     proofpoint.Resume(nil),
		"page":       proofpoint.OnPage(nil),
	}
	for name, o := range call {
		c, _ := newClient(t, s, tapConfig())
		if got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}, o)); err != nil || len(got) != 1 {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	if _, err := proofpoint.NewClient(tapConfig(), proofpoint.WithTransport(nil)); err == nil {
		t.Error("a nil RoundTripper is accepted")
	}
}
