// Options that are nil are none, or refused when the client is made.

package proofpoint_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
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
		"at":         proofpoint.At(time.Time{}),
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

// TestAt: a window of the service's time is asked for, whatever the local clock
// says, also at the horizon; and a range that counts back counts from there.
func TestAt(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"messagesDelivered":[]}`) }}
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	oldest := now.Add(-7*24*time.Hour + 5*time.Minute)
	last := proofpoint.TAPSIEMParams{From: now.Add(-time.Hour), To: now}
	far := proofpoint.TAPSIEMParams{From: oldest, To: oldest.Add(time.Hour)}
	for name, c := range map[string]struct {
		params  proofpoint.TAPSIEMParams
		skew    time.Duration // of the local clock
		refused bool          // by that clock alone
		want    string
	}{
		"clock behind":        {last, -10 * time.Minute, true, "2026-11-02T11:00:00Z/2026-11-02T12:00:00Z"},
		"clock ahead":         {far, 10 * time.Minute, true, "2026-10-26T12:05:00Z/2026-10-26T13:05:00Z"},
		"clock right":         {last, 0, false, "2026-11-02T11:00:00Z/2026-11-02T12:00:00Z"},
		"two hours back":      {proofpoint.TAPSIEMParams{Since: 2 * time.Hour}, 10 * time.Minute, false, "2026-11-02T10:00:00Z/2026-11-02T10:40:00Z"},
		"at is no longer now": {proofpoint.TAPSIEMParams{From: now, To: now.Add(time.Hour)}, 2 * time.Hour, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s.seen = nil
			client, err := proofpoint.NewClient(tapConfig(), proofpoint.WithTransport(s), proofpoint.WithClock(proofpointtest.NewClock(now.Add(c.skew))))
			if err != nil {
				t.Fatal(err)
			}
			r, err := c.params.MessagesDeliveredRequest()
			if err != nil {
				t.Fatal(err)
			}
			if err := proofpoint.None(client.Records(t.Context(), r)); (err != nil) != c.refused {
				t.Fatalf("by the client's clock: %v", err)
			}
			s.seen = nil
			err = proofpoint.None(client.Records(t.Context(), r, proofpoint.At(now.In(time.FixedZone("east", 3600)))))
			if c.want == "" {
				if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok || len(s.seen) > 0 {
					t.Fatalf("a range that is in the future at that time: %v, %d requests", err, len(s.seen))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := s.seen[0].URL.Query().Get("interval"); got != c.want {
				t.Errorf("interval %s, want %s", got, c.want)
			}
		})
	}
}

// TestAPIErrorTime: a refusal tells the service's time, where that can be
// believed.
func TestAPIErrorTime(t *testing.T) {
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		date string
		want time.Time
	}{
		"said":               {now.Add(-10 * time.Minute).Format(http.TimeFormat), now.Add(-10 * time.Minute)},
		"not said":           {"", now},
		"not to be believed": {now.Add(5 * time.Hour).Format(http.TimeFormat), now},
	} {
		s := &server{answer: func(int, *http.Request) *http.Response {
			a := answer(400, "The requested interval is still current.")
			a.Header.Set("Date", c.date)
			return a
		}}
		client, err := proofpoint.NewClient(tapConfig(), proofpoint.WithTransport(s), proofpoint.WithClock(proofpointtest.NewClock(now)))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := proofpoint.TAPSIEMParams{}.AllRequest()
		refusal, ok := errors.AsType[*proofpoint.APIError](proofpoint.None(client.Records(t.Context(), r)))
		if !ok || !refusal.Time().Equal(c.want) {
			t.Errorf("%s: %v, want %s", name, refusal.Time(), c.want)
		}
	}
	if at := (&proofpoint.APIError{}).Time(); !at.IsZero() {
		t.Errorf("made by hand: %s", at)
	}
}
