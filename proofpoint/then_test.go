// Further requests: answers attached to their parent, children by themselves,
// failures that are named and failures that end.

package proofpoint_test

import (
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
