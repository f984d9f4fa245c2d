// Small promises that nothing else holds to: the environment's client, the
// product's name, the wait for headers, and walks and texts that once went wrong
// at an edge.

package proofpoint_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestNewClientFromEnv(t *testing.T) {
	t.Setenv("PROOFPOINT_TAP_PRINCIPAL", "principal")
	t.Setenv("PROOFPOINT_TAP_SECRET", testSecret)
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
	c, err := proofpoint.NewClientFromEnv(proofpoint.WithTransport(s), proofpoint.WithUserAgent("forwarder/1.4"))
	if err != nil {
		t.Fatal(err)
	}
	if err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"})); err != nil {
		t.Fatal(err)
	}
	if _, p, _ := s.seen[0].BasicAuth(); p != testSecret {
		t.Error("not signed with the environment's secret")
	}
	if agent := s.seen[0].Header.Get("User-Agent"); !strings.HasPrefix(agent, "proofpoint-go/") || !strings.HasSuffix(agent, " forwarder/1.4") {
		t.Errorf("User-Agent %q", agent)
	}
	t.Setenv("PROOFPOINT_TAP_SECRET", "")
	if _, err := proofpoint.NewClientFromEnv(); err == nil || !strings.Contains(err.Error(), "PROOFPOINT_TAP_SECRET") {
		t.Errorf("half a credential: %v", err)
	}
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestHeadersNeverCome_N4(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := proofpoint.NewClient(tapConfig(), proofpoint.WithTransport(silent{}), proofpoint.WithRetry(proofpoint.NoRetry),
			proofpoint.WithTimeouts(proofpoint.Timeouts{Headers: 7 * time.Second}))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		_, err = texts(c.Records(t.Context(), paged()))
		ne, ok := errors.AsType[*proofpoint.NetworkError](err)
		if !ok || !ne.Timeout() || time.Since(began) != 7*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A full page that comes again and again is no progress, also where the size of
// a page is known.
func TestSameFullPageForEver(t *testing.T) {
	for name, pager := range map[string]proofpoint.Numbers{
		"size":  {Where: "query:page", First: 1, Size: 2},
		"total": {Where: "query:page", First: 1, Total: pathdata.MustCompile("$.total").Optional()},
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"total":2,"things":[1,2]}`) }}
		c, _ := newClient(t, s, tapConfig())
		r := paged()
		r.Pager = pager
		if _, err := texts(c.Records(t.Context(), r)); !errors.Is(err, proofpoint.ErrNoProgress) || len(s.seen) != 2 {
			t.Errorf("%s: %v after %d requests", name, err, len(s.seen))
		}
	}
}

// A short secret parameter is hidden in the path and leaves the host alone.
func TestHiddenParameterKeepsTheHost(t *testing.T) {
	type params struct {
		ID string `in:"path:id" secret:"true"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "hidden", Proto: proofpoint.Request{Service: proofpoint.PTR, Path: "/events/{id}"}})
	r, err := o.Build(params{ID: "1"})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := newClient(t, &server{}, proofpoint.Config{proofpoint.PTR: {BaseURL: "https://10.1.1.1:8443"}})
	for p, err := range c.Plan(r) {
		if diff := cmp.Diff("https://10.1.1.1:8443/events/[redacted]", p.URL); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

// What a signature adds that is no secret stays readable in the refusal.
func TestRefusalStaysReadable(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(403, `{"message":"application/json is not acceptable, error"}`)
	}}
	c, _ := newClient(t, s, proofpoint.Config{"own": {BaseURL: "https://a.example", Auth: proofpoint.SignFunc(func(r *http.Request) error {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Lang", "mode=error")
		return nil
	})}})
	err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: "own", Path: "/"}))
	e, ok := errors.AsType[*proofpoint.APIError](err)
	if !ok || e.Message != "application/json is not acceptable, error" {
		t.Errorf("%v", err)
	}
}

// One failed child of several leaves its siblings attached.
func TestThenKeepsSiblings(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		switch r.URL.Path {
		case "/parents":
			return answer(200, `{"p":[{"x":[1,2,3]}]}`)
		case "/child/2":
			return answer(404, "gone")
		}
		return answer(200, `{"of":[`+strings.TrimPrefix(r.URL.Path, "/child/")+`]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Name: "kids",
		Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.x")}})))
	want := []string{`{"x":[1,2,3],"kids":[1,3],"errors":{"kids":"proofpoint: test.child: 404: gone"}}`}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// A gap is told once, also where windows are nested.
func TestNestedGapOnce(t *testing.T) {
	w := siemWindows()
	w.From, w.To = noon.Add(-3*time.Hour), noon.Add(-2*time.Hour)
	p := proofpoint.Nest(w, proofpoint.Numbers{Where: "query:page", First: 1, Size: 2})
	at, err := p.Start(noon)
	if err != nil {
		t.Fatal(err)
	}
	later := noon.Add(9 * 24 * time.Hour)
	for run := range 3 {
		next, more, err := p.(proofpoint.Resumer).Resume(at, later)
		_, gap := errors.AsType[*proofpoint.GapError](err)
		if more || gap != (run == 0) {
			t.Errorf("run %d: more %v, %v", run, more, err)
		}
		at = next
	}
}
