// Incidents of the appliance: halves, states, odd values, and what is refused
// before a request.

package proofpoint_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ptrIncidentIDs(t testing.TB, s *proofpointtest.Server, p proofpoint.PTRIncidentsParams) []int {
	t.Helper()
	ids := map[int]bool{}
	incidents, err := trapCollect(s.Client().TRAP.PTR.Incidents(t.Context(), p))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range incidents {
		if ids[int(d.ID)] {
			t.Errorf("incident %d came twice", d.ID)
		}
		ids[int(d.ID)] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

func TestPTRIncidentsHalvesWhatIsTooWide(t *testing.T) {
	p := proofpoint.PTRIncidentsParams{Since: 40 * time.Hour, States: []string{"open", "closed"}}
	want := ptrIncidentIDs(t, proofpointtest.New(t, proofpointtest.Seeded(1)), p)
	if len(want) < 10 {
		t.Fatalf("%d incidents", len(want))
	}
	for _, patience := range []time.Duration{30 * time.Hour, 6 * time.Hour, time.Hour} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.PTRPatience(patience))
		if diff := cmp.Diff(want, ptrIncidentIDs(t, s, p)); diff != "" {
			t.Errorf("patience of %s: incidents mismatch (-all at once +got):\n%s", patience, diff)
		}
		refused := 0
		for _, c := range s.Calls("trap.incidents") {
			if c.Status == 504 {
				refused++
			}
		}
		if (refused > 0) != (patience < 20*time.Hour) {
			t.Errorf("patience of %s: %d of %d calls were too wide", patience, refused, len(s.Calls("")))
		}
	}
}

// lateError is a network error of the kind that a clock makes.
type lateError struct{}

func (lateError) Error() string { return "no answer in time" }
func (lateError) Timeout() bool { return true }

func (lateError) Temporary() bool { return true }

// N4, S4: each form of "too long" is answered by asking for less, not by asking
// again, and what worked is what the rest is asked for.
func TestPTRIncidentsHalvesOnEveryFormOfTooLong(t *testing.T) {
	for name, wide := range map[string]func() (*http.Response, error){
		"502":     func() (*http.Response, error) { return answer(502, "<html>"), nil },
		"504":     func() (*http.Response, error) { return answer(504, ""), nil },
		"timeout": func() (*http.Response, error) { return nil, lateError{} },
	} {
		var widths []time.Duration
		c, clock := newClient(t, roundTrip(func(r *http.Request) (*http.Response, error) {
			from, _ := time.Parse(time.RFC3339, r.URL.Query().Get("created_after"))
			to, _ := time.Parse(time.RFC3339, r.URL.Query().Get("created_before"))
			if widths = append(widths, to.Sub(from)); to.Sub(from) > 8*time.Hour {
				return wide()
			}
			return answer(200, "[]"), nil
		}), contractConfig())
		_, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{From: noon.Add(-24 * time.Hour), To: noon}))
		h := time.Hour
		want := []time.Duration{24 * h, 12 * h, 6 * h, 6 * h, 6 * h, 6 * h}
		if diff := cmp.Diff(want, widths); diff != "" || err != nil || len(clock.Slept()) > 0 {
			t.Errorf("%s: %v; slept %v; widths mismatch (-want +got):\n%s", name, err, clock.Slept(), diff)
		}
	}
}

// S4: an appliance that fails on every width is not asked for ever.
func TestS4PTRIncidentsHalvesDownToAMinute(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(504, "<html>late</html>") }}
	c, clock := newClient(t, s, contractConfig())
	_, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{}))
	ae, ok := errors.AsType[*proofpoint.APIError](err)
	// 24 h, 12 h, … 1 min 24 s, and that one is tried again.
	if !ok || ae.StatusCode != 504 || len(s.seen) != 10+ae.Attempts || len(clock.Slept()) != ae.Attempts-1 {
		t.Errorf("%v after %d calls", err, len(s.seen))
	}
	last := s.seen[len(s.seen)-1].URL.Query()
	from, _ := time.Parse(time.RFC3339, last.Get("created_after"))
	to, _ := time.Parse(time.RFC3339, last.Get("created_before"))
	if width := to.Sub(from); width < time.Minute || width >= 2*time.Minute {
		t.Errorf("the narrowest window was %s", width)
	}
}

func TestPTRIncidentsStates(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	var queries []string
	if ids := ptrIncidentIDs(t, s, proofpoint.PTRIncidentsParams{Since: 48 * time.Hour, States: []string{"Closed", "new"}, ExpandEvents: new(false)}); len(ids) == 0 {
		t.Error("no incidents")
	}
	for _, c := range s.Calls("") {
		queries = append(queries, c.Query.Get("state")+" "+c.Query.Get("created_after")+" "+c.Query.Get("expand_events"))
	}
	want := []string{"closed 2026-10-31T12:00:00Z false", "new 2026-10-31T12:00:00Z false", "closed 2026-11-01T12:00:00Z false", "new 2026-11-01T12:00:00Z false"}
	if diff := cmp.Diff(want, queries); diff != "" {
		t.Errorf("queries mismatch (-want +got):\n%s", diff)
	}
}

func TestPTRIncidentsClosedAndMessages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	c := s.Client()
	closed, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{
		Since: 7 * 24 * time.Hour, ClosedAfter: noon.Add(-48 * time.Hour), ClosedBefore: noon.Add(-24 * time.Hour)}))
	if err != nil || len(closed) == 0 {
		t.Fatalf("%d incidents: %v", len(closed), err)
	}
	for _, d := range closed {
		if d.ClosedAt.Before(noon.Add(-48*time.Hour)) || !d.ClosedAt.Before(noon.Add(-24*time.Hour)) || d.CloseSummary == "" {
			t.Errorf("incident %d was closed at %v: %q", d.ID, d.ClosedAt, d.CloseSummary)
		}
	}
	id := closed[0].Events[0].Emails[0].MessageID
	found, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{Since: 7 * 24 * time.Hour, MessageID: "<none@x.example>," + id}))
	if err != nil || len(found) != 1 || found[0].ID != closed[0].ID {
		t.Errorf("incidents with %s: %d, %v", id, len(found), err)
	}
}

// Who asks for a message or a time of closing means it whenever the incident was
// created, unless a range says otherwise.
func TestPTRIncidentsWheneverCreated(t *testing.T) {
	day, closed := 24*time.Hour, noon.Add(-24*time.Hour)
	for _, c := range []struct {
		name   string
		p      proofpoint.PTRIncidentsParams
		bounds []string // created_after of each request
	}{
		{"closed", proofpoint.PTRIncidentsParams{ClosedAfter: closed}, []string{""}},
		{"closed before, two states", proofpoint.PTRIncidentsParams{ClosedBefore: closed, States: []string{"closed", "ignored"}}, []string{"", ""}},
		{"message", proofpoint.PTRIncidentsParams{MessageID: "<a@b.example>"}, []string{""}},
		{"message and since", proofpoint.PTRIncidentsParams{MessageID: "<a@b.example>", Since: 2 * day}, []string{"2026-10-31T12:00:00Z", "2026-11-01T12:00:00Z"}},
		{"closed and from", proofpoint.PTRIncidentsParams{ClosedAfter: closed, From: noon.Add(-day)}, []string{"2026-11-01T12:00:00Z"}},
		{"closed and to", proofpoint.PTRIncidentsParams{ClosedAfter: closed, To: noon.Add(-day)}, []string{"2026-10-31T12:00:00Z"}},
		{"state alone", proofpoint.PTRIncidentsParams{States: []string{"new"}}, []string{"2026-11-01T12:00:00Z"}},
	} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1))
		r, err := c.p.IncidentsRequest()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		client, planned := s.Client(), 0
		for _, err := range client.Plan(r) {
			if planned++; err != nil {
				t.Errorf("%s: plan: %v", c.name, err)
			}
		}
		if _, err := texts(client.Records(t.Context(), r)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var bounds []string
		for _, call := range s.Calls("trap.incidents") {
			bounds = append(bounds, call.Query.Get("created_after"))
			if (call.Query.Get("created_after") == "") != (call.Query.Get("created_before") == "") {
				t.Errorf("%s: one end of a range: %v", c.name, call.Query)
			}
		}
		if diff := cmp.Diff(c.bounds, bounds); diff != "" || planned != len(bounds) {
			t.Errorf("%s: %d planned; created_after mismatch (-want +got):\n%s", c.name, planned, diff)
		}
	}
	old := proofpointtest.New(t, proofpointtest.Seeded(1)).Client().TRAP.PTR
	incidents, err := trapCollect(old.Incidents(t.Context(), proofpoint.PTRIncidentsParams{From: noon.Add(-20 * day), To: noon.Add(-19 * day)}))
	if err != nil || len(incidents) == 0 {
		t.Fatal(err)
	}
	found, err := trapCollect(old.Incidents(t.Context(), proofpoint.PTRIncidentsParams{MessageID: incidents[0].Events[0].Emails[0].MessageID}))
	if err != nil || len(found) != 1 || found[0].ID != incidents[0].ID {
		t.Errorf("%d incidents with the message of one of twenty days ago, %v", len(found), err)
	}
}

func TestPTRIncidentsOddValues(t *testing.T) {
	incidents, err := trapCollect(proofpointtest.New(t, proofpointtest.Seeded(1)).Client().TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{Since: 20 * 24 * time.Hour}))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	count := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	for _, d := range incidents {
		count("state of digits", d.State == "4000")
		count("closed", !d.ClosedAt.IsZero())
		for _, f := range d.IncidentFieldValues {
			count("field without a name", f.Name == "")
			count("field without a value", f.Value == "")
		}
		for _, q := range d.QuarantineResults {
			count("read", bool(q.IsRead))
			count("not read", !bool(q.IsRead))
			count("contradiction", q.Status == "successful" && q.Details == "Failed")
		}
		for _, e := range d.Events {
			for _, m := range e.Emails {
				if at := m.MessageDeliveryTime; at.After(d.CreatedAt.Time) || at.Before(d.CreatedAt.Add(-2*time.Hour)) {
					t.Errorf("incident %d of %v: a mail of %v", d.ID, d.CreatedAt, at)
				}
				count("reporter's copy", bool(m.AbuseCopy) && strings.HasPrefix(m.Recipient.Email, "trapclear@"))
				for _, a := range m.Attachments {
					count("attachment", a.Timestamp.Equal(m.MessageDeliveryTime.Time) && a.RealName.Secret != "" && a.Size > 0)
				}
			}
		}
		count("delivery as an object", strings.Contains(string(d.Raw), `"millis":`))
		count("delivery as text", strings.Contains(string(d.Raw), `"messageDeliveryTime":"`))
	}
	if len(seen) != 11 {
		t.Errorf("the world shows only %v", seen)
	}
}

func TestPTRIncidentWithoutEvents(t *testing.T) {
	c := proofpointtest.New(t, proofpointtest.Seeded(1)).Client()
	incidents, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{}))
	if err != nil || len(incidents) == 0 {
		t.Fatal(err)
	}
	d, err := c.TRAP.PTR.Incident(t.Context(), proofpoint.PTRIncidentParams{ID: int(incidents[0].ID), ExpandEvents: new(false)})
	if err != nil || d.Events != nil || len(d.EventIDs) != int(d.EventCount) {
		t.Errorf("%+v, %v", d, err)
	}
	full, err := c.TRAP.PTR.Incident(t.Context(), proofpoint.PTRIncidentParams{ID: int(d.ID)})
	if diff := cmp.Diff(&incidents[0], full); diff != "" || err != nil {
		t.Errorf("%v; list and incident mismatch:\n%s", err, diff)
	}
	if d, err := c.TRAP.PTR.Incident(t.Context(), proofpoint.PTRIncidentParams{ID: 1}); !errors.Is(err, proofpoint.ErrNotFound) || d != nil {
		t.Errorf("incident 1: %v, %v", d, err) // S8
	}
}

func TestPTRRefusedBeforeARequest(t *testing.T) {
	s := proofpointtest.New(t)
	ptr, ctx := s.Client().TRAP.PTR, t.Context()
	first := func(_ any, err error) error { return err }
	incidents := func(p proofpoint.PTRIncidentsParams) error { return first(trapCollect(ptr.Incidents(ctx, p))) }
	for name, err := range map[string]error{
		"unknown state":          incidents(proofpoint.PTRIncidentsParams{States: []string{"open", "4000"}}),
		"message without <>":     incidents(proofpoint.PTRIncidentsParams{MessageID: "a@b.example"}),
		"since and from":         incidents(proofpoint.PTRIncidentsParams{Since: time.Hour, From: noon.Add(-time.Hour)}),
		"no incident":            first(ptr.Incident(ctx, proofpoint.PTRIncidentParams{})),
		"negative incident":      first(ptr.Incident(ctx, proofpoint.PTRIncidentParams{ID: -3})),
		"empty comment":          first(ptr.Comment(ctx, proofpoint.PTRCommentParams{ID: 1, Detail: "x"})),
		"close without a reason": ptr.Close(ctx, proofpoint.PTRCloseParams{ID: 1}),
		"close nothing":          ptr.CloseMany(ctx, proofpoint.PTRCloseManyParams{Summary: "x"}),
		"no list":                first(trapCollect(ptr.ListMembers(ctx, proofpoint.PTRListParams{}))),
		"no member":              first(ptr.AddMember(ctx, proofpoint.PTRAddMemberParams{ListID: 5})),
		"no member number":       ptr.DeleteMember(ctx, proofpoint.PTRMemberParams{ListID: 5}),
		"no source":              ptr.PushAlert(ctx, proofpoint.PTRAlertParams{}),
		"unknown classification": ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Classification: "phishing"}),
		"unknown severity":       ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Severity: "bad"}),
		"unknown version":        ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Version: "3.0"}),
		"unknown link":           ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), LinkAttribute: "user"}),
		"alert that is a list":   ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Alert: rawJSON(`[]`)}),
	} {
		if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok {
			t.Errorf("%s: %v, want a *ParamError", name, err)
		}
	}
	if calls := s.Calls(""); len(calls) > 0 {
		t.Errorf("%d requests were made, the first %v", len(calls), calls[0])
	}
}

func TestPTRTime(t *testing.T) {
	at := time.Date(2021, 3, 30, 11, 29, 19, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`{"zone":{"fixed":true,"id":"UTC"},"millis":1617103759000,"chronology":{"zone":{"id":"UTC"}},"beforeNow":true}`: at,
		`{"millis":"1617103759000"}`:          at,
		`{"epochSecond":1617103759,"nano":5}`: at.Add(5),
		`"2021-03-30T13:29:19+02:00"`:         at,
		` "2021-03-30T11:29:19.000Z"`:         at,
		`1617103759000`:                       at,
		`{}`:                                  {},
		`{"millis":null}`:                     {},
		`null`:                                {},
		`""`:                                  {},
		`{"millis":0}`:                        time.UnixMilli(0).UTC(),
	} {
		var got proofpoint.PTRTime
		if err := got.UnmarshalJSON([]byte(text)); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{`"soon"`, `{"millis":"soon"}`, `{"millis":{}}`, `[]`, `true`} {
		var got proofpoint.PTRTime
		if err := got.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s is read as %v", text, got)
		}
	}
	if b, err := (proofpoint.PTRTime{Time: at}).MarshalJSON(); string(b) != `"2021-03-30T11:29:19Z"` || err != nil {
		t.Errorf("written as %s, %v", b, err)
	}
}
