// Further requests: answers attached to their parent, children by themselves,
// failures that are named and failures that end.

package proofpoint_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

type childParams struct {
	ID   string `in:"path:id" required:"true"`
	Mode string `in:"query:mode"`
}

var childOperation = proofpoint.NewOperation[childParams](proofpoint.Operation{Name: "test.child",
	Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/child/{id}", Records: pathdata.MustCompile("$.of")}})

func parents(then ...proofpoint.Then) proofpoint.Request {
	return proofpoint.Request{Service: proofpoint.TAP, Name: "test.parents", Path: "/parents", Records: pathdata.MustCompile("$.p[*]"), Then: then}
}

func family() *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		switch r.URL.Path {
		case "/parents":
			return answer(200, `{"p":[{ "id" : 1 , "x":[10,11]},{}, {"id":"b"}]}`)
		case "/child/b":
			return answer(404, "no such child")
		}
		return answer(200, `{"of":["`+strings.TrimPrefix(r.URL.Path, "/child/")+r.URL.Query().Get("mode")+`"]}`)
	}}
}

func TestThenAttaches(t *testing.T) {
	for _, parallel := range []int{0, 1, 5} {
		testThenAttaches(t, parallel)
	}
}

func testThenAttaches(t *testing.T, parallel int) {
	c, _ := newClient(t, family(), tapConfig())
	id := map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id").Optional()}
	got, err := texts(c.Records(t.Context(), parents(
		proofpoint.Then{Ask: childOperation, Pick: id, Name: "kids"},
		proofpoint.Then{Ask: childOperation, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.x[*]").Optional()}, With: map[string]any{"mode": "z"}, Name: "more", Parallel: parallel})))
	want := []string{
		`{ "id" : 1 , "x":[10,11],"kids":["1"],"more":["10z","11z"]}`,
		`{"kids":[],"more":[]}`,
		`{"id":"b","more":[],"errors":{"kids":"proofpoint: test.child: 404: no such child"}}`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestThenStreamsChildren(t *testing.T) {
	c, _ := newClient(t, family(), tapConfig())
	var got []string
	failed := 0
	id := map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id").Optional()}
	for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: id})) {
		if err != nil {
			if !proofpoint.CanContinue(err) || r.Parent == nil {
				t.Fatal(err)
			}
			failed++
			continue
		}
		got = append(got, string(r.Raw)+" of "+string(r.Parent.Raw))
	}
	if diff := cmp.Diff([]string{`"1" of { "id" : 1 , "x":[10,11]}`}, got); diff != "" || failed != 1 {
		t.Errorf("%d failed (-want +got):\n%s", failed, diff)
	}
	_, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: id, Must: true})))
	if !errors.Is(err, proofpoint.ErrNotFound) {
		t.Errorf("Must: %v", err)
	}
}

// However many run at once, children come in order.
func TestThenKeepsOrder(t *testing.T) {
	for _, parallel := range []int{0, 2, 9} {
		s := &server{answer: func(_ int, r *http.Request) *http.Response {
			if r.URL.Path == "/parents" {
				return answer(200, `{"p":[{"x":[1,2,3,4,5]},{"x":[6]}]}`)
			}
			return answer(200, `{"of":[`+strings.TrimPrefix(r.URL.Path, "/child/")+`]}`)
		}}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Parallel: parallel,
			Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.x")}})))
		if diff := cmp.Diff([]string{"1", "2", "3", "4", "5", "6"}, got); diff != "" || err != nil {
			t.Errorf("Parallel %d: %v (-want +got):\n%s", parallel, err, diff)
		}
	}
}

func TestDomainIntelligence(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	c := s.Client()
	op, _ := proofpoint.OperationNamed("eti.domain")
	build := func() proofpoint.Request {
		r, err := op.Build(map[string]any{"domain": "login-update.example"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	type parts struct {
		Domain     string            `json:"domain"`
		Reputation []rawJSON         `json:"reputation"`
		Whois      rawJSON           `json:"whois"`
		Geoloc     []rawJSON         `json:"geoloc"`
		Errors     map[string]string `json:"errors"`
	}
	got, err := proofpoint.One[parts](c.Records(t.Context(), build()))
	if err != nil || got.Domain != "login-update.example" || len(got.Reputation) == 0 || !strings.HasPrefix(string(got.Whois), "{") || got.Errors != nil || len(s.Calls("")) != 8 {
		t.Errorf("%+v %v after %d calls", got, err, len(s.Calls("")))
	}
	s.Fail(proofpointtest.Fault{Operation: s.Calls("")[0].Operation, Times: 1, Status: 404})
	got, err = proofpoint.One[parts](c.Records(t.Context(), build()))
	if err != nil || len(got.Errors) != 1 || got.Errors["reputation"] == "" {
		t.Errorf("one part failed: %+v %v", got.Errors, err)
	}
	cfg := s.Config()
	cfg[proofpoint.ETI] = proofpoint.ServiceConfig{Auth: proofpoint.Key("Authorization", proofpoint.NewSecret("wrong-key"))}
	other, _ := newClient(t, s, cfg)
	if _, err := proofpoint.One[parts](other.Records(t.Context(), build())); err == nil {
		t.Error("a refused key gave a record")
	}
}

func TestThenCancelled(t *testing.T) {
	cause := errors.New("shutting down")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	s := &server{}
	s.answer = func(n int, r *http.Request) *http.Response {
		if n == 3 {
			cancel(cause)
			return nil
		}
		return answer(200, `{"success":true,"response":[]}`)
	}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", proofpoint.NewSecret("key-of-eti"))}})
	op, _ := proofpoint.OperationNamed("eti.domain")
	r, err := op.Build(map[string]any{"domain": "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := texts(c.Records(ctx, r)); !errors.Is(err, cause) || len(got) != 0 {
		t.Errorf("%v %v, want the cause and no record", got, err)
	}
}

// One failed child is named in its parent; the other parents come.
func TestThenFailsAlone(t *testing.T) {
	c, _ := newClient(t, family(), tapConfig())
	got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Name: "kids",
		Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id").Optional()}})))
	if err != nil || len(got) != 3 || !strings.Contains(got[2], `"errors":{"kids":`) {
		t.Errorf("%v %v", got, err)
	}
}

// The owner of a record decides neither how many requests are made nor how
// large the answer becomes.
func TestThenIsBounded(t *testing.T) {
	many := "[" + strings.Repeat("1,", 900) + "1]"
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, `{"p":[{"a":`+many+`,"b":`+many+`}]}`)
		}
		return answer(200, `{"of":["`+strings.Repeat("x", 1<<10)+`"]}`)
	}}
	list := pathdata.MustCompile
	c, _ := newClient(t, s, tapConfig(), proofpoint.WithLimits(pathdata.Limits{Record: 64 << 10}))
	got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Name: "kids",
		Pick: map[string]*pathdata.Selector{"id": list("$.a"), "mode": list("$.b")}})))
	if err != nil || len(got) != 1 || !strings.Contains(got[0], "more than 10000 requests") || len(s.seen) != 1 {
		t.Errorf("%d requests, %v", len(s.seen), err)
	}
	for _, parallel := range []int{1, 4} {
		got, err = texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Name: "kids", Parallel: parallel,
			Pick: map[string]*pathdata.Selector{"id": list("$.a")}})))
		if err != nil || len(got) != 1 || len(got[0]) > 10<<10 || !strings.Contains(got[0], "larger than one record may be") {
			t.Errorf("%v: %.300s", err, got)
		}
	}
}

// A child of another service is asked at that service, not at its parent's base.
func TestThenKeepsServicesApart(t *testing.T) {
	s := family()
	cfg := tapConfig()
	cfg["gateway"] = proofpoint.ServiceConfig{BaseURL: "https://gateway.example", Auth: proofpoint.Key("X-Key", proofpoint.NewSecret("key-of-gateway"))}
	c, _ := newClient(t, s, cfg)
	r := parents(proofpoint.Then{Ask: childOperation, Name: "kids", Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.id").Optional()}})
	r.Service, r.Base = "gateway", "https://gateway.example:443"
	if _, err := texts(c.Records(t.Context(), r)); err != nil && !errors.Is(err, proofpoint.ErrNotFound) {
		t.Fatal(err)
	}
	for _, q := range s.seen {
		if strings.Contains(q.URL.Path, "child") && q.URL.Host != "tap-api-v2.proofpoint.com" {
			t.Errorf("the child was asked at %s", q.URL)
		}
	}
}
