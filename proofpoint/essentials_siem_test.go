// What is special about the threat API of Essentials: windows that hold nothing,
// windows that repeat, lists that are left out, and its reach of three days.

package proofpoint_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// essentialsIDs are the identities of events with their bytes, and how many came.
func essentialsIDs(t testing.TB, c *proofpoint.Client, p proofpoint.EssentialsSIEMParams, opts ...proofpoint.CallOption) (ids map[string]string, n int) {
	t.Helper()
	ids = map[string]string{}
	for event, err := range c.Essentials.SIEM.All(t.Context(), p, opts...) {
		if err != nil {
			t.Fatal(err)
		}
		id := ""
		if event.Message != nil {
			id = event.Message.ID
		} else {
			id = event.Click.ID
		}
		ids[string(event.Kind)+id] = string(event.Raw())
		n++
	}
	return ids, n
}

// A day is 24 windows and a bit; each of the world's events comes, and those at
// an edge come twice.
func TestEssentialsSIEMDay_F8(t *testing.T) {
	for name, opts := range map[string][]proofpointtest.Option{"RFC 3339": nil, "as Go prints it": {proofpointtest.EssentialsGoTimes()}} {
		t.Run(name, func(t *testing.T) {
			s := proofpointtest.New(t, append(opts, proofpointtest.Seeded(1))...)
			from, to := noon.Add(-30*time.Hour), noon.Add(-6*time.Hour)
			edge := from.Add(time.Hour).Add(200 * time.Millisecond)
			s.PutEssentials(proofpointtest.Event{Kind: proofpointtest.ClicksBlocked, ID: "edge", Created: edge, Raw: []byte(`{"id":"edge"}`)})
			want := map[string]string{}
			for e := range s.EssentialsEvents(from, to.Add(time.Second), true) {
				want[e.Kind+e.ID] = string(e.Raw)
			}
			got, n := essentialsIDs(t, s.Client(), proofpoint.EssentialsSIEMParams{From: from, To: to, CustomerData: new(true)})
			if diff := cmp.Diff(want, got); diff != "" || len(want) < 500 {
				t.Errorf("%d events mismatch (-want +got):\n%s", len(want), diff)
			}
			if n == len(got) {
				t.Error("no event came twice")
			}
			if calls := s.Calls("essentials.siem.all"); len(calls) != 24 {
				t.Errorf("%d windows", len(calls))
			}
		})
	}
}

// S7: 204 is nothing, and the walk goes on behind it.
func TestEssentialsSIEMNothing_S7(t *testing.T) {
	s := proofpointtest.New(t)
	s.PutEssentials(proofpointtest.Event{Kind: proofpointtest.MessagesBlocked, ID: "1", Created: noon.Add(-30 * time.Minute), Raw: []byte(`{"id":"1"}`)})
	var cur proofpoint.Cursor
	ids, n := essentialsIDs(t, s.Client(), proofpoint.EssentialsSIEMParams{Since: 6 * time.Hour}, proofpoint.Resume(&cur))
	if n != 1 || ids["messagesBlocked1"] != `{"id":"1"}` || cur.IsZero() {
		t.Errorf("%v, %d, cursor %v", ids, n, cur)
	}
	for i, call := range s.Calls("essentials.siem.all") {
		if want := 204; call.Status != want && i < 5 {
			t.Errorf("window %d: %d", i, call.Status)
		}
	}
}

// S6: what has fallen behind three days is a gap, and the walk goes on.
func TestEssentialsSIEMGap_S6(t *testing.T) {
	s := proofpointtest.New(t)
	client := s.Client()
	var cur proofpoint.Cursor
	essentialsIDs(t, client, proofpoint.EssentialsSIEMParams{Since: 2 * time.Hour}, proofpoint.Resume(&cur))
	s.Clock().Advance(80 * time.Hour)
	s.PutEssentials(proofpointtest.Event{Kind: proofpointtest.ClicksPermitted, ID: "1", Created: s.Clock().Now().Add(-71 * time.Hour), Raw: []byte(`{"id":"1"}`)})
	var gaps, events int
	for _, err := range client.Essentials.SIEM.All(t.Context(), proofpoint.EssentialsSIEMParams{Since: 2 * time.Hour}, proofpoint.Resume(&cur)) {
		if gap, ok := errors.AsType[*proofpoint.GapError](err); ok {
			if gaps++; gap.To.Sub(gap.From).Round(time.Hour) != 8*time.Hour {
				t.Errorf("gap %v", gap)
			}
			continue
		}
		if events++; err != nil {
			t.Fatal(err)
		}
	}
	if gaps != 1 || events != 1 {
		t.Errorf("%d gaps, %d events", gaps, events)
	}
}

func TestEssentialsSIEMRefused(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.EssentialsOwnScope())
	client := s.Client()
	s.Quota("essentials.siem", 1)
	first := func(p proofpoint.EssentialsSIEMParams) error {
		for _, err := range client.Essentials.SIEM.All(t.Context(), p) {
			return err
		}
		return nil
	}
	if err := first(proofpoint.EssentialsSIEMParams{CustomerData: new(true)}); !errors.Is(err, proofpoint.ErrForbidden) {
		t.Errorf("customers of a key without customers: %v", err)
	}
	if err := first(proofpoint.EssentialsSIEMParams{}); !errors.Is(err, proofpoint.ErrQuotaExhausted) || len(s.Clock().Slept()) > 0 {
		t.Errorf("a spent pool: %v, slept %v", err, s.Clock().Slept())
	}
	for _, err := range client.Essentials.SIEM.ClicksPermitted(t.Context(), proofpoint.EssentialsSIEMParams{}) {
		t.Errorf("clicks/permitted has a pool of its own: %v", err)
	}
	for name, p := range map[string]proofpoint.EssentialsSIEMParams{
		"shorter than half a minute": {Since: 29 * time.Second},
		"longer than three days":     {Since: 72 * time.Hour},
		"from four days ago":         {From: noon.Add(-96 * time.Hour)},
		"from after to":              {From: noon.Add(-time.Hour), To: noon.Add(-2 * time.Hour)},
	} {
		if _, ok := errors.AsType[*proofpoint.ParamError](first(p)); !ok {
			t.Errorf("%s: %v is no *ParamError", name, first(p))
		}
	}
	if got := len(s.Calls("")); got != 3 {
		t.Errorf("%d calls were made, want 3", got)
	}
}

// A later walk goes on where the service said that its answer ended, in either
// form of the time.
func TestEssentialsSIEMGoesOnFromTheEnd(t *testing.T) {
	for name, end := range map[string]string{"RFC 3339": "2026-11-02T11:50:00Z", "as Go prints it": "2026-11-02 11:50:00 +0000 UTC"} {
		s := essentialsServer(200, `{"queryEndTime":"`+end+`"}`) // and no list at all: nothing happened
		client, clock := newClient(t, s, contractConfig())
		var cur proofpoint.Cursor
		for range 2 {
			for _, err := range client.Essentials.SIEM.MessagesBlocked(t.Context(), proofpoint.EssentialsSIEMParams{}, proofpoint.Resume(&cur)) {
				t.Errorf("%s: %v", name, err)
			}
			clock.Advance(10 * time.Minute)
		}
		if len(s.seen) != 2 || s.seen[1].URL.Query().Get("sinceTime") != "2026-11-02T11:50:00Z" {
			t.Errorf("%s: %d calls, the last of %v", name, len(s.seen), s.seen[len(s.seen)-1].URL)
		}
	}
}

// Two pools: clicks/permitted and the rest.
func TestEssentialsSIEMPools(t *testing.T) {
	want := map[string]string{
		"essentials.siem.all": "essentials/siem", "essentials.siem.messages_delivered": "essentials/siem", "essentials.siem.messages_blocked": "essentials/siem",
		"essentials.siem.clicks_blocked": "essentials/siem", "essentials.siem.clicks_permitted": "essentials/siem/clicks/permitted",
	}
	got := map[string]string{}
	for o := range proofpoint.Operations() {
		if o.Proto.Service == proofpoint.EssentialsSIEM {
			got[o.Name] = o.Proto.Pool.Name
			if o.Proto.Pool.Limit != 1800 || o.Proto.Pool.Per != 24*time.Hour {
				t.Errorf("%s: %v", o.Name, o.Proto.Pool)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pools mismatch (-want +got):\n%s", diff)
	}
}

// An event that is missing what tells it apart, or that came in no known list,
// is read as far as it goes.
func TestEssentialsSIEMOddEvents(t *testing.T) {
	client := essentialsClient(t, 200, `{"queryEndTime":"2026-11-02 12:00:00 +0000 UTC","messagesBlocked":[{"GUID":"g","recipient":"a@b.example"},{"spamScore":"high"}],"somethingElse":[{"id":"1"}]}`)
	var got []string
	bad := 0
	for event, err := range client.Essentials.SIEM.All(t.Context(), proofpoint.EssentialsSIEMParams{}) {
		if err != nil {
			if !proofpoint.CanContinue(err) {
				t.Fatal(err)
			}
			bad++
		}
		got = append(got, string(event.Kind)+" "+event.Message.GUID+" "+string(event.Raw()))
	}
	want := []string{`messagesBlocked g {"GUID":"g","recipient":"a@b.example"}`, `messagesBlocked  {"spamScore":"high"}`}
	if diff := cmp.Diff(want, got); diff != "" || bad != 1 {
		t.Errorf("%d bad, events mismatch (-want +got):\n%s", bad, diff)
	}
}
