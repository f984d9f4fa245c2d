// Plan: every way to page and every chain, as the lines that people see, and no
// request made for any of them.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// unasked fails the test when it is asked for anything.
type unasked struct{ t testing.TB }

func (s unasked) RoundTrip(r *http.Request) (*http.Response, error) {
	s.t.Errorf("a plan asked for %s", r.URL)
	return nil, errors.New("not now")
}

func planClient(t testing.TB) *proofpoint.Client {
	cfg := tapConfig()
	cfg["own"] = proofpoint.ServiceConfig{BaseURL: "https://own.example/api", Auth: proofpoint.Anonymous()}
	cfg[proofpoint.ETI] = proofpoint.ServiceConfig{Auth: proofpoint.Key("Authorization", proofpoint.NewSecret(testSecret))}
	c, _ := newClient(t, unasked{t}, cfg)
	return c
}

// planLines writes a plan as people see it, with the host left out and "+" before
// what need not come.
func planLines(t testing.TB, plan iter.Seq2[proofpoint.Planned, error]) []string {
	t.Helper()
	var out []string
	for p, err := range plan {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		if (p.After == "") != (p.Least == 1) {
			t.Errorf("%s: least %d", p, p.Least)
		}
		line := strings.NewReplacer("https://own.example/api", "", "%3A", ":").Replace(p.String())
		if p.Least == 0 {
			line = "+ " + line
		}
		out = append(out, line)
	}
	return out
}

// odd is a pager that nothing is known of.
type odd struct{ proofpoint.Numbers }

func TestPlan(t *testing.T) {
	path := pathdata.MustCompile
	child := &proofpoint.Operation{Name: "own.child", Proto: proofpoint.Request{Service: "own", Path: "/children/{id}", Pager: proofpoint.Numbers{Where: "query:page", Size: 5}},
		Params: []proofpoint.Param{{Name: "id", Type: "integer", In: "path:id", Required: true}, {Name: "kind", Type: "string", In: "query:kind", Enum: []string{"a=A", "b"}}}}
	byTime := &proofpoint.Operation{Name: "own.times", Proto: proofpoint.Request{Service: "own", Path: "/times", Pager: proofpoint.Windows{FromAt: "query:from"}},
		Params: []proofpoint.Param{{Name: "from", Type: "time", In: "from", Required: true}}}
	middle := &proofpoint.Operation{Name: "own.middle", Proto: proofpoint.Request{Service: "own", Path: "/middle", Then: []proofpoint.Then{{Ask: child, Pick: map[string]*pathdata.Selector{"id": path("$.id")}}}},
		Params: []proofpoint.Param{{Name: "q", Type: "string", In: "query:q body:a.q"}}}
	windows := proofpoint.Windows{From: noon.Add(-2 * time.Hour), To: noon, Max: time.Hour, FromAt: "query:from", Layout: "unix"}
	a, b := noon.Add(-2*time.Hour).Unix(), noon.Add(-time.Hour).Unix()
	byID := &proofpoint.Operation{Name: "own.thing", Proto: proofpoint.Request{Service: "own", Path: "/things/{id}"}, Params: []proofpoint.Param{{Name: "id", Type: "string", In: "path:id", Required: true}}}
	write := &proofpoint.Operation{Name: "own.gone", Proto: proofpoint.Request{Service: "own", Method: "DELETE", Path: "/things/{id}"}, Params: byID.Params}
	undrawn := proofpoint.Values{Where: "query:v", Each: func(func(string) bool) { t.Error("a plan drew from an iterator") }}
	tests := []struct {
		name string
		r    proofpoint.Request
		want []string
	}{
		{"one", proofpoint.Request{Path: "/x", Body: []byte(`{}`), Method: "post"}, []string{"POST /x (2 bytes)"}},
		{"windows are exact", proofpoint.Request{Path: "/x", Pager: windows}, []string{fmt.Sprintf("GET /x?from=%d", a), fmt.Sprintf("GET /x?from=%d", b)}},
		{"values are exact", proofpoint.Request{Path: "/x", Pager: proofpoint.Values{Where: "query:state", List: []string{"new", "old", "odd"}}},
			[]string{"GET /x?state=new", "GET /x?state=old", "GET /x?state=odd"}},
		{"a limit may end it early", proofpoint.Request{Path: "/x", Limit: 10, Pager: proofpoint.Values{Where: "query:state", List: []string{"new", "old"}}},
			[]string{"GET /x?state=new", "+ GET /x?state=old for as long as fewer than 10 records came"}},
		{"numbers", proofpoint.Request{Path: "/x", Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}},
			[]string{"GET /x?page=1", "+ GET /x?page=2 for each further page, until one is short"}},
		{"a limit within a page", proofpoint.Request{Path: "/x", Limit: 10, Skip: 40, Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}}, []string{"GET /x?page=1"}},
		{"a limit beyond a page", proofpoint.Request{Path: "/x", Limit: 11, Skip: 40, Pager: proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}},
			[]string{"GET /x?page=1", "+ GET /x?page=2 for each further page, until one is short"}},
		{"numbers of no known size", proofpoint.Request{Path: "/x", Pager: proofpoint.Numbers{Where: "query:page"}},
			[]string{"GET /x?page=0", "+ GET /x?page=1 for each further page, until one is empty"}},
		{"rows", proofpoint.Request{Path: "/x", Pager: proofpoint.Rows{FromAt: "query:a", ToAt: "query:b"}},
			[]string{"GET /x?a=0&b=100", "+ GET /x?a=100&b=200 for each further page, until one is short"}},
		{"offsets", proofpoint.Request{Path: "/x", Pager: proofpoint.Offsets{Where: "query:offset", Size: 20, SizeAt: "query:limit"}},
			[]string{"GET /x?limit=20&offset=0", "+ GET /x?limit=20&offset=20 for each further page, until one is short"}},
		{"a total, whatever the limit", proofpoint.Request{Path: "/x", Limit: 5, Pager: proofpoint.Offsets{Where: "query:offset", Size: 20, Total: path("$.total")}},
			[]string{"GET /x?offset=0", "+ GET /x?offset=20 for each further page, until the total is reached"}},
		{"offsets of no known size", proofpoint.Request{Path: "/x", Pager: proofpoint.Offsets{Where: "query:offset"}},
			[]string{"GET /x?offset=0", "+ GET /x?offset=0 for each further page, until one is empty"}},
		{"links", proofpoint.Request{Path: "/x", Pager: proofpoint.Links{URL: path("$.next")}}, []string{"GET /x", "+ GET /x for each further page that one names"}},
		{"a pager of one's own", proofpoint.Request{Path: "/x", Pager: odd{proofpoint.Numbers{Where: "query:page"}}}, []string{"GET /x?page=0", "+ GET /x?page=0 for each further page"}},
		{"windows of pages", proofpoint.Request{Path: "/x", Pager: proofpoint.Nest(windows, proofpoint.Numbers{Where: "query:page", First: 1, Size: 50})}, []string{
			fmt.Sprintf("GET /x?from=%d&page=1", a), fmt.Sprintf("+ GET /x?from=%d&page=2 for each further page, until one is short", a),
			fmt.Sprintf("GET /x?from=%d&page=1", b), fmt.Sprintf("+ GET /x?from=%d&page=2 for each further page, until one is short", b)}},
		{"pages of values", proofpoint.Request{Path: "/x", Pager: proofpoint.Nest(proofpoint.Numbers{Where: "query:page", First: 1, Size: 50}, proofpoint.Values{Where: "query:s", List: []string{"a", "b"}})}, []string{
			"GET /x?page=1&s=a", "GET /x?page=1&s=b", "+ GET /x?page=2&s=a for each further page, until one is short", "+ GET /x?page=2&s=b for each further page, until one is short"}},
		{"children of records", proofpoint.Request{Name: "own.parents", Path: "/x", Then: []proofpoint.Then{
			{Ask: child, Pick: map[string]*pathdata.Selector{"id": path("$.id")}, With: map[string]any{"kind": "a"}},
			{Ask: byTime, Pick: map[string]*pathdata.Selector{"from": path("$.at")}}}}, []string{
			"GET /x",
			"+ GET /children/{id}?kind=A&page=0 for each record of own.parents",
			"+ GET /children/{id}?kind=A&page=1 for each record of own.parents, and each further page, until one is short",
			"+ GET /times for each record of own.parents"}},
		{"children of children", proofpoint.Request{Name: "own.parents", Path: "/x", Then: []proofpoint.Then{{Ask: middle, Pick: map[string]*pathdata.Selector{"q": path("$.q")}}}}, []string{
			"GET /x",
			"+ GET /middle?q={q} (17 bytes) for each record of own.parents",
			"+ GET /children/{id}?page=0 for each record of own.middle",
			"+ GET /children/{id}?page=1 for each record of own.middle, and each further page, until one is short"}},
		{"children of a value are known", proofpoint.Request{Value: json.RawMessage(`{"ids":[7,8]}`), Then: []proofpoint.Then{{Ask: child, Pick: map[string]*pathdata.Selector{"id": path("$.ids")}}}}, []string{
			"GET /children/7?page=0", "+ GET /children/7?page=1 for each further page, until one is short",
			"GET /children/8?page=0", "+ GET /children/8?page=1 for each further page, until one is short"}},
		{"the same child of a value is asked once", proofpoint.Request{Value: json.RawMessage(`{"ids":[7,7,8,7]}`), Then: []proofpoint.Then{{Ask: byID, Pick: map[string]*pathdata.Selector{"id": path("$.ids")}},
			{Ask: byID, Pick: map[string]*pathdata.Selector{"id": path("$.ids[0]")}}}}, []string{"GET /things/7", "GET /things/8", "GET /things/7"}},
		{"a write is never the same", proofpoint.Request{Value: json.RawMessage(`{"ids":[7,7]}`), Then: []proofpoint.Then{{Ask: write, Writes: true, Pick: map[string]*pathdata.Selector{"id": path("$.ids")}}}},
			[]string{"DELETE /things/7", "DELETE /things/7"}},
		{"a child of a value that cannot be asked", proofpoint.Request{Value: json.RawMessage(`{"ids":["a","..","b"]}`), Then: []proofpoint.Then{{Ask: byID, Pick: map[string]*pathdata.Selector{"id": path("$.ids")}}}},
			[]string{"GET /things/a", `error: proofpoint: record $: proofpoint: parameter "id" = "..": must not be a relative path`, "GET /things/b"}},
		{"one that must", proofpoint.Request{Value: json.RawMessage(`{"ids":["a","..","b"]}`), Then: []proofpoint.Then{{Ask: byID, Must: true, Pick: map[string]*pathdata.Selector{"id": path("$.ids")}}}},
			[]string{"GET /things/a", `error: proofpoint: parameter "id" = "..": must not be a relative path`}},
		{"an iterator is not drawn", proofpoint.Request{Path: "/x", Limit: 5, Pager: proofpoint.Nest(undrawn, proofpoint.Numbers{Where: "query:page", Size: 50})},
			[]string{"+ GET /x?page=0&v={value} for each value of the iterator"}},
		{"nor around pages", proofpoint.Request{Path: "/x", Pager: proofpoint.Nest(undrawn, proofpoint.Numbers{Where: "query:page", Size: 50})},
			[]string{"+ GET /x?page=0&v={value} for each value of the iterator", "+ GET /x?page=1&v={value} for each value of the iterator, and each further page, until one is short"}},
		{"nor within windows", proofpoint.Request{Path: "/x", Pager: proofpoint.Nest(windows, undrawn)},
			[]string{fmt.Sprintf("+ GET /x?from=%d&v={value} for each value of the iterator", a), fmt.Sprintf("+ GET /x?from=%d&v={value} for each value of the iterator", b)}},
		{"credentials in the query", proofpoint.Request{Path: "/x?token=aaaa", Query: url.Values{"api_key": {"s3cr3t+x"}, "page_token": {"p"}}},
			[]string{"GET /x?api_key=[redacted]&page_token=p&token=[redacted]"}},
		{"a mistake", proofpoint.Request{Path: "/x/{id}"}, []string{`error: proofpoint: parameter "id": is missing: the path /x/{id} needs it`}},
	}
	c := planClient(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Service = "own"
			if diff := cmp.Diff(tt.want, planLines(t, c.Plan(tt.r))); diff != "" {
				t.Errorf("Plan mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// A range of years in windows of a minute costs nothing until it is walked, and
// who leaves is asked no more.
func TestPlanIsLazy(t *testing.T) {
	r := proofpoint.Request{Service: "own", Path: "/x", Pager: proofpoint.Windows{Since: 20 * 365 * 24 * time.Hour, Max: time.Minute, FromAt: "query:from"}}
	n := 0
	for _, err := range planClient(t).Plan(r) {
		if n++; err != nil || n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d planned", n)
	}
}

// A chain that leads back to itself is an error and no endless plan.
func TestPlanOfACircle(t *testing.T) {
	op := &proofpoint.Operation{Name: "own.circle", Proto: proofpoint.Request{Service: "own", Path: "/x"}}
	op.Proto.Then = []proofpoint.Then{{Ask: op}}
	got := planLines(t, planClient(t).Plan(op.Proto))
	if len(got) > 12 || !strings.HasPrefix(got[len(got)-1], "error: ") {
		t.Errorf("%q", got)
	}
}

// The eight parts of a domain are known before the first is asked; what a
// service without a credential would be asked is the error that Records gives.
func TestPlanOfADomain(t *testing.T) {
	op, _ := proofpoint.OperationNamed("eti.domain")
	r, err := op.Build(map[string]any{"domain": "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	draws, err := proofpoint.Draws(planClient(t).Plan(r))
	if err != nil || len(draws) != 1 || draws[0].Requests != 8 || draws[0].AtLeast || draws[0].Pool.Name != "eti" || draws[0].Credential == "" {
		t.Errorf("%v %v", draws, err)
	}
	c, _ := newClient(t, unasked{t}, tapConfig())
	if _, err := proofpoint.Draws(c.Plan(r)); !errors.Is(err, proofpoint.ErrNotConfigured) {
		t.Errorf("err = %v", err)
	}
}

func TestDraws(t *testing.T) {
	siem, few := proofpoint.Pool{Name: "siem", Limit: 1800, Per: 24 * time.Hour}, proofpoint.Pool{Name: "few", Limit: 1, Per: time.Minute}
	plan := func(list ...proofpoint.Planned) iter.Seq2[proofpoint.Planned, error] {
		return func(yield func(proofpoint.Planned, error) bool) {
			for _, p := range list {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
	once := func(p proofpoint.Pool, who string) proofpoint.Planned {
		return proofpoint.Planned{Pool: p, Credential: who, Least: 1}
	}
	maybe := func(p proofpoint.Pool, who string) proofpoint.Planned {
		return proofpoint.Planned{Pool: p, Credential: who, After: "each record of x"}
	}
	tests := []struct {
		name string
		plan []proofpoint.Planned
		want []string
		over bool
	}{
		{"none", nil, nil, false},
		{"exact", []proofpoint.Planned{once(siem, "a"), once(siem, "a")}, []string{`2 requests of pool "siem", which has 1800 in 24h0m0s`}, false},
		{"each credential has its own", []proofpoint.Planned{once(siem, "a"), once(siem, "b")},
			[]string{`1 request of pool "siem", which has 1800 in 24h0m0s`, `1 request of pool "siem", which has 1800 in 24h0m0s`}, false},
		{"at least", []proofpoint.Planned{once(siem, "a"), maybe(few, "a"), maybe(siem, "a")},
			[]string{`1 request or more of pool "siem", which has 1800 in 24h0m0s`, `0 requests or more of pool "few", which has 1 in 1m0s`}, false},
		{"no quota", []proofpoint.Planned{once(proofpoint.Pool{}, "")}, []string{"1 request, of no known quota"}, false},
		{"more than there is", []proofpoint.Planned{once(few, ""), once(few, "")}, []string{`2 requests of pool "few", which has 1 in 1m0s`}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			draws, err := proofpoint.Draws(plan(tt.plan...))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			over := false
			for _, d := range draws {
				got, over = append(got, d.String()), over || d.Over()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || over != tt.over {
				t.Errorf("over %t, Draws mismatch (-want +got):\n%s", over, diff)
			}
		})
	}
}

// What a plan counts of a value's children is what is asked, whatever is wrong
// with some of them.
func TestPlanIsWhatRuns(t *testing.T) {
	byID := &proofpoint.Operation{Name: "own.thing", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/things/{id}"}, Params: []proofpoint.Param{{Name: "id", Type: "string", In: "path:id", Required: true}}}
	for _, value := range []string{`{"ids":["a","a","b"]}`, `{"ids":["a","..","b"]}`, `{"ids":["..","a","a","","b","..","a"]}`} {
		for _, name := range []string{"", "things"} {
			s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `[{"x":1}]`) }}
			c, _ := newClient(t, s, tapConfig())
			r := proofpoint.Request{Name: "own.value", Value: json.RawMessage(value), Then: []proofpoint.Then{{Ask: byID, Name: name, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.ids[*]")}}}}
			draws, planned := proofpoint.Draws(c.Plan(r))
			bad := false
			for _, err := range c.Records(t.Context(), r) {
				bad = bad || err != nil
			}
			if len(draws) != 1 || draws[0].Requests != len(s.seen) || draws[0].AtLeast || len(s.seen) != 2 {
				t.Errorf("%s, %q: planned %v, made %d", value, name, draws, len(s.seen))
			}
			if (planned != nil) != strings.Contains(value, "..") || planned != nil && !proofpoint.CanContinue(planned) || name == "" && bad != (planned != nil) {
				t.Errorf("%s, %q: planned with %v, error %t", value, name, planned, bad)
			}
		}
	}
}

// A probe draws the one value that it asks for.
func TestProbeDrawsOneValue(t *testing.T) {
	for name, around := range map[string]func(proofpoint.Values) proofpoint.Pager{
		"alone": func(v proofpoint.Values) proofpoint.Pager { return v },
		"nested": func(v proofpoint.Values) proofpoint.Pager {
			return proofpoint.Nest(v, proofpoint.Numbers{Where: "query:page", Size: 5})
		},
	} {
		drawn := 0
		v := proofpoint.Values{Where: "query:v", Each: func(yield func(string) bool) {
			for drawn++; yield(fmt.Sprint(drawn)); drawn++ {
			}
		}}
		s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `[{"x":1}]`) }}
		c, _ := newClient(t, s, tapConfig())
		p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: around(v)})
		if err != nil || drawn != 1 || len(s.seen) != 1 || len(p.Query) != 1 || !p.Query[0].AtLeast {
			t.Errorf("%s: %v, %d drawn, %d requests, query %v", name, err, drawn, len(s.seen), p.Query)
		}
	}
}
