// CASB against the fake: what a client must not lean on is turned, and the same
// alerts have to come.

package proofpoint_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// trapCollect drains a sequence; the error is the last that came.
func trapCollect[T any](seq iter.Seq2[T, error]) (all []T, err error) {
	for v, e := range seq {
		if e != nil {
			err = e
			continue
		}
		all = append(all, v)
	}
	return all, err
}

func casbAlertIDs(t testing.TB, s *proofpointtest.Server, p proofpoint.CASBAlertsParams) (ids []string) {
	t.Helper()
	alerts, err := trapCollect(s.Client().CASB.Alerts(t.Context(), p))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestCASBAlertsWhateverTheOrder(t *testing.T) {
	p := proofpoint.CASBAlertsParams{Since: 40 * time.Hour}
	want := slices.Sorted(slices.Values(casbAlertIDs(t, proofpointtest.New(t, proofpointtest.Seeded(1)), p)))
	if len(want) < 200 {
		t.Fatalf("%d alerts", len(want))
	}
	for _, o := range []proofpointtest.CASBOrder{proofpointtest.CASBOldestFirst, proofpointtest.CASBShuffled} {
		got := casbAlertIDs(t, proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CASBAlertOrder(o)), p)
		slices.Sort(got)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("order %d: alerts mismatch (-newest first +got):\n%s", o, diff)
		}
	}
	// While alerts come in some may come twice, but none is lost.
	got := casbAlertIDs(t, proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CASBArrivals()), p)
	if len(got) <= len(want) {
		t.Errorf("%d alerts while others come in, %d without", len(got), len(want))
	}
	for _, id := range want {
		if !slices.Contains(got, id) {
			t.Errorf("%s was lost", id)
		}
	}
}

func TestCASBAlertsExactlyFullPages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	alerts, err := trapCollect(s.Client().CASB.Alerts(t.Context(), proofpoint.CASBAlertsParams{}))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(alerts, func(a, b proofpoint.CASBAlert) int { return -a.Timestamp.Compare(b.Timestamp.Time) })
	for _, n := range []int{49, 50, 51, 100} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1))
		// The service's range is inclusive at both ends: from the n-th newest on.
		got := casbAlertIDs(t, s, proofpoint.CASBAlertsParams{From: alerts[n-1].Timestamp.Time, To: noon})
		if len(got) != n {
			t.Errorf("%d alerts, want %d", len(got), n)
		}
		if calls := len(s.Calls("casb.alerts")); calls != n/50+1 {
			t.Errorf("%d alerts cost %d calls, want %d", n, calls, n/50+1)
		}
	}
}

func TestCASBAlertsOddForms(t *testing.T) {
	alerts, err := trapCollect(proofpointtest.New(t, proofpointtest.Seeded(1)).Client().CASB.Alerts(t.Context(), proofpoint.CASBAlertsParams{Since: 72 * time.Hour}))
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]int{}
	for _, a := range alerts {
		if a.Timestamp.Before(noon.Add(-72*time.Hour-time.Second)) || a.Timestamp.After(noon) {
			t.Errorf("%s is of %v", a.ID, a.Timestamp)
		}
		for _, form := range []string{`"related_events":null`, `"related_events":[`, `"cloud_service":`, `"cloud_services":`} {
			if strings.Contains(string(a.Raw), form) {
				forms[form]++
			}
		}
		for _, e := range a.RelatedEvents {
			if e.EventID == "" || e.CloudService == "" || e.EventClassification.ID == "" || e.Intelligence[0].IPAddress == "" {
				t.Errorf("%s: related event %+v", a.ID, e)
			}
		}
	}
	if len(forms) != 4 {
		t.Errorf("the world shows only %v", forms)
	}
}

func TestCASBAlertsWindows(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     proofpoint.CASBAlertsParams
		spans string // hours before noon
	}{
		{"a day by default", proofpoint.CASBAlertsParams{}, "24-0"},
		{"three days", proofpoint.CASBAlertsParams{Since: 72 * time.Hour}, "72-48 48-24 24-0"},
		{"from gives way to no default", proofpoint.CASBAlertsParams{From: noon.Add(-2 * time.Hour)}, "2-0"},
		{"from and to", proofpoint.CASBAlertsParams{From: noon.Add(-30 * time.Hour), To: noon.Add(-10 * time.Hour)}, "30-10"},
		{"to alone", proofpoint.CASBAlertsParams{To: noon.Add(-10 * time.Hour)}, "34-10"},
	} {
		r, err := c.p.AlertsRequest()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var spans []string
		client := proofpointtest.NewServer().Client(proofpoint.WithObserver(proofpoint.Observer{Page: func(_ string, p proofpoint.Page) {
			var sent struct {
				Range struct{ From, To int64 } `json:"time_range"`
			}
			trapUnmarshal(t, p.Request.Body, &sent)
			before := func(ms int64) float64 { return noon.Sub(time.UnixMilli(ms)).Hours() }
			spans = append(spans, fmt.Sprintf("%v-%v", before(sent.Range.From), before(sent.Range.To)))
		}}))
		if _, err := trapCollect(client.Records(t.Context(), r)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(spans, " "); got != c.spans {
			t.Errorf("%s: windows %s, want %s", c.name, got, c.spans)
		}
	}
	for name, p := range map[string]proofpoint.CASBAlertsParams{
		"since and from": {Since: time.Hour, From: noon}, "from after to": {From: noon, To: noon.Add(-time.Hour)}, "negative": {Limit: -1},
	} {
		s := proofpointtest.New(t)
		_, err := trapCollect(s.Client().CASB.Alerts(t.Context(), p))
		if _, ok := errors.AsType[*proofpoint.ParamError](err); !ok || len(s.Calls("")) > 0 {
			t.Errorf("%s: %v after %d calls, want a *ParamError after none", name, err, len(s.Calls("")))
		}
	}
}

func TestCASBTokenExpiresDuringAWalk(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.TokenLife(10*time.Minute))
	p := proofpoint.CASBAlertsParams{From: noon.Add(-24 * time.Hour), To: noon}
	want := casbAlertIDs(t, proofpointtest.New(t, proofpointtest.Seeded(1)), p)
	pages := 0
	later := proofpoint.OnPage(func(proofpoint.Page) { pages++; s.Clock().Advance(11 * time.Minute) })
	alerts, err := trapCollect(s.Client().CASB.Alerts(t.Context(), p, later))
	if err != nil || len(alerts) != len(want) {
		t.Errorf("%d alerts, want %d: %v", len(alerts), len(want), err)
	}
	if logins := len(s.Calls("casb.login")); logins != pages || pages < 3 {
		t.Errorf("%d logins for %d pages that are 11 minutes apart", logins, pages)
	}
}

func TestCASBLoginsThatGiveNoToken(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer proofpointtest.CASBLoginAnswer
		secret string
		want   error
	}{
		{"no token", proofpointtest.CASBLoginNoToken, "", proofpoint.ErrUnauthorized},
		{"null", proofpointtest.CASBLoginNullToken, "", proofpoint.ErrUnauthorized},
		{"a page", proofpointtest.CASBLoginPage, "", proofpoint.ErrUnauthorized},
		{"401", proofpointtest.CASBLoginToken, "wrong-secret-77", proofpoint.ErrUnauthorized},
		{"403 as text", proofpointtest.CASBLoginForbidden, "wrong-secret-77", proofpoint.ErrForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := proofpointtest.New(t, proofpointtest.CASBLogins(c.answer))
			cfg := s.Config()
			_, fields := s.Credentials("casb")
			secret := cmp.Or(c.secret, fields["client_secret"])
			cfg[proofpoint.CASB] = proofpoint.ServiceConfig{Auth: proofpoint.CASBLogin(proofpoint.NewSecret(fields["api_key"]), fields["client_id"], proofpoint.NewSecret(secret))}
			client, _ := newClient(t, s, cfg)
			_, err := trapCollect(client.CASB.Alerts(t.Context(), proofpoint.CASBAlertsParams{}))
			if !errors.Is(err, c.want) {
				t.Errorf("%v is not %v", err, c.want)
			}
			for _, hidden := range []string{secret, fields["api_key"]} {
				if strings.Contains(fmt.Sprintf("%v %+v", err, err), hidden) {
					t.Errorf("%v holds a secret", err)
				}
			}
			if calls := len(s.Calls("casb.alerts")); calls != 0 {
				t.Errorf("%d calls without a token", calls)
			}
		})
	}
}

// S3: the day's budget is spent; the service names no time.
func TestS3CASBBudget(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("casb", 3) // a login and two pages
	alerts, err := trapCollect(s.Client().CASB.Alerts(t.Context(), proofpoint.CASBAlertsParams{From: noon.Add(-24 * time.Hour), To: noon}))
	if !errors.Is(err, proofpoint.ErrRateLimited) || len(alerts) != 100 {
		t.Errorf("%d alerts, then %v; want 100, then ErrRateLimited", len(alerts), err)
	}
	if calls := len(s.Calls("casb.alerts")); calls != 3 {
		t.Errorf("%d calls, want 3: a spent day is not asked again", calls)
	}
}

func TestCASBEvents(t *testing.T) {
	p := proofpoint.CASBEventsParams{From: noon.Add(-24 * time.Hour), To: noon}
	wrapped := proofpointtest.New(t, proofpointtest.Seeded(1))
	want, err := trapCollect(wrapped.Client().CASB.Events(t.Context(), p))
	if err != nil || len(want) < 100 {
		t.Fatalf("%d events: %v", len(want), err)
	}
	got, err := trapCollect(proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.CASBEventsBare()).Client().CASB.Events(t.Context(), p))
	if diff := gocmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("wrapped and bare events mismatch: %v\n%s", err, diff)
	}
	for _, opts := range [][]proofpointtest.Option{nil, {proofpointtest.CASBEventsBare()}} {
		if none, err := trapCollect(proofpointtest.New(t, opts...).Client().CASB.Events(t.Context(), p)); err != nil || len(none) != 0 {
			t.Errorf("%d events of an empty world: %v", len(none), err)
		}
	}
}

// The contract test serves one page at a time; this holds its bytes to account,
// and a service that does not know pages to ErrNoProgress.
func TestCASBEventsPageForEver(t *testing.T) {
	const event = `{"x":9007199254740993,"additionalProperties":{"a":"é"},"nested":{"additionalProperties":1}}`
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"events":[`+event+`]}`) }}
	client, _ := newClient(t, s, proofpoint.Config{proofpoint.CASB: {Auth: proofpoint.Anonymous()}})
	events, err := trapCollect(client.CASB.Events(t.Context(), proofpoint.CASBEventsParams{}))
	if !errors.Is(err, proofpoint.ErrNoProgress) {
		t.Errorf("%v after %d calls, want ErrNoProgress", err, len(s.seen))
	}
	if len(events) == 0 || string(events[0].Raw) != event || string(events[0].AdditionalProperties) != `{"a":"é"}` {
		t.Errorf("events %s", events)
	}
}

func TestCASBID(t *testing.T) {
	for text, want := range map[string]proofpoint.CASBID{`"c-9"`: "c-9", `117`: "117", `null`: "", `""`: "", `9007199254740993`: "9007199254740993"} {
		var got proofpoint.CASBID
		if err := got.UnmarshalJSON([]byte(text)); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", text, got, err, want)
		}
	}
}

func trapUnmarshal(t testing.TB, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
}
