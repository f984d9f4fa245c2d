// What a probe shows beside the records: headers, time, cost, shape, warnings,
// and each step of a chain; and that no credential is in any of it.

package proofpoint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func warnings(p *proofpoint.Probe) string { return strings.Join(p.Warnings, "\n") }

func TestProbeWarnings(t *testing.T) {
	path := pathdata.MustCompile
	numbers := proofpoint.Numbers{Where: "query:page", Size: 2}
	tests := []struct {
		name   string
		r      proofpoint.Request
		answer *http.Response
		want   []string // parts, one for each warning
	}{
		{"nothing to say", proofpoint.Request{Records: path("$.a")}, answer(200, `{"a":[1]}`), nil},
		{"empty", proofpoint.Request{}, answer(204, ""), []string{"the answer is empty"}},
		{"HTML", proofpoint.Request{}, answer(200, "<!DOCTYPE html>", "Content-Type", "text/html"), []string{"an HTML page came where JSON was expected"}},
		{"CSV", proofpoint.Request{}, answer(200, "id,name\n1,x\n", "Content-Type", "text/csv; charset=utf-8"), []string{`no JSON; it says that it is "text/csv"`, "byte 0"}},
		{"another charset", proofpoint.Request{Records: path("$[*].n")}, answer(200, "[{\"n\":\"caf\xe9\"}]", "Content-Type", "application/json; charset=ISO-8859-1"),
			[]string{`"iso-8859-1": it is read as UTF-8`, "UTF-8"}},
		{"UTF-16", proofpoint.Request{}, answer(200, "\xff\xfe{\x00}\x00"), []string{"UTF-16", "no JSON", "byte 0"}},
		{"cut", proofpoint.Request{Records: path("$.a")}, answerFrom(200, cut(`{"a":[1,2`)), []string{"broke off", "unexpected EOF"}},
		{"an empty list", proofpoint.Request{Records: path("$.a")}, answer(200, `{"a":[],"b":[1]}`), []string{"finds no record in the sample"}},
		{"a wrong path", proofpoint.Request{Records: path("$.alrts")}, answer(200, `{"alerts":[1]}`), []string{`did you mean "alerts"`}},
		{"one of several arrays", proofpoint.Request{Records: path("$.b")}, answer(200, `{"a":[{"x":1}],"b":[{"x":1}],"c":[]}`), []string{"the path to data leaves behind 'a', 'c'"}},
		{"two of three arrays", proofpoint.Request{Records: path("$['a','b'][*]")}, answer(200, `{"a":[{"x":1}],"b":[{"x":1}],"c":[{"x":1}]}`),
			[]string{"the path to data leaves behind $['c']"}},
		{"all of them", proofpoint.Request{Records: path("$['a','b'][*]")}, answer(200, `{"a":[{"x":1}],"b":[{"x":1}]}`), nil},
		{"lines", proofpoint.Request{Records: path("$")}, answer(200, "{\"x\":1}\n{\"x\":2}\n"), []string{"byte 8", `set the request's Format to "lines"`}},
		{"lines, as is said", proofpoint.Request{Format: proofpoint.FormatLines}, answer(200, "{\"x\":1}\n{\"x\":2}\n"), nil},
		{"a full page", proofpoint.Request{Pager: numbers}, answer(200, `[1,2]`), []string{"the whole query takes 1 request or more"}},
		{"a short page is the last", proofpoint.Request{Pager: numbers}, answer(200, `[1]`), nil},
		{"no next link", proofpoint.Request{Records: path("$.a"), Pager: proofpoint.Links{URL: path("$.next")}}, answer(200, `{"a":[1],"next":null}`), nil},
		{"a next link", proofpoint.Request{Records: path("$.a"), Pager: proofpoint.Links{URL: path("$.next")}}, answer(200, `{"a":[1],"next":"/x?p=2"}`), []string{"takes 1 request or more"}},
		{"more than the quota", proofpoint.Request{Records: path("$"), Pool: proofpoint.Pool{Name: "few", Limit: 2, Per: time.Hour}, Pager: proofpoint.Values{Where: "query:s", List: []string{"a", "b", "c"}}},
			answer(200, `{}`), []string{"the whole query takes 3 requests", `3 requests of pool "few", which has 2 in 1h0m0s`}},
		{"no value to ask for", proofpoint.Request{Pager: proofpoint.Values{Where: "query:s", Each: func(func(string) bool) {}}}, nil, []string{"nothing was asked"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: func(int, *httpRequest) *httpResponse { return tt.answer }}
			c, _ := newClient(t, s, tapConfig())
			tt.r.Service, tt.r.Path = proofpoint.TAP, "/x"
			p, err := c.Probe(t.Context(), tt.r)
			if want := map[string]proofpoint.Format{"lines": proofpoint.FormatLines}[tt.name]; err == nil && p.Format != want {
				t.Errorf("format %q, want %q", p.Format, want)
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, part := range tt.want {
				if i >= len(p.Warnings) || !strings.Contains(p.Warnings[i], part) {
					t.Errorf("warning %d is not about %q", i, part)
				}
			}
			if len(p.Warnings) != len(tt.want) || len(s.seen) > 1 {
				t.Errorf("%d requests, warnings:\n%s", len(s.seen), warnings(p))
			}
		})
	}
}

// A credential is in nothing that a probe shows, even where the server repeats
// it, in headers and in data; what is no credential stays.
func TestProbeHidesCredentials(t *testing.T) {
	s := &server{answer: func(_ int, r *httpRequest) *httpResponse {
		auth := r.Header.Get("Authorization")
		_, password, _ := r.BasicAuth()
		return answer(200, fmt.Sprintf(`{"headers":{"Authorization":%q},"args":[{"id":1,"echo":%q,"%s":true,"who":"principal"}]}`, auth, password, password),
			"X-Echo", auth, "Set-Cookie", "session=abc", "X-Trace", "t1")
	}}
	c, _ := newClient(t, s, tapConfig())
	p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.args"),
		Header: http.Header{"X-Api-Key": {testSecret}, "X-Tenant": {"acme"}}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	shape, err := p.Schema.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprintf("%+v %#v", p, p), string(text), string(shape), string(p.Records[0].Raw), string(p.Suggestions[0].Sample)} {
		for _, reading := range readings(shown) {
			if strings.Contains(reading, testSecret) || strings.Contains(reading, "cHJpbmNpcGFsOmh1bnRlcjI") {
				t.Errorf("the credential is in %s", reading)
			}
		}
	}
	want := http.Header{"Authorization": {"[redacted]"}, "X-Api-Key": {"[redacted]"}, "X-Tenant": {"acme"}, "Accept": {"application/json, */*;q=0.1"}}
	p.Sent.Del("User-Agent")
	if diff := cmp.Diff(want, p.Sent); diff != "" {
		t.Errorf("Sent mismatch (-want +got):\n%s", diff)
	}
	want = http.Header{"Set-Cookie": {"[redacted]"}, "X-Echo": {"[redacted]"}, "X-Trace": {"t1"}, "Content-Type": {"application/json"}}
	if diff := cmp.Diff(want, p.Received); diff != "" {
		t.Errorf("Received mismatch (-want +got):\n%s", diff)
	}
	if !strings.Contains(warnings(p), "repeats a credential") || !bytes.Contains(p.Records[0].Raw, []byte(`"who":"principal"`)) {
		t.Errorf("%s %s", p.Records[0].Raw, warnings(p))
	}
}

// The shape is that of all records, not of the three that are shown; and a
// sample that ends inside the answer says so.
func TestProbeShapeAndBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"list":[`)
	for i := range 30_000 {
		fmt.Fprintf(&b, `{"id":%d,"text":"some text that takes its room in the sample"},`, i)
	}
	b.WriteString(`{"id":null}]}`)
	for _, tt := range []struct {
		name    string
		body    string
		cut     bool
		records int64
	}{{"short", `{"list":[{"id":1},{"id":2},{"id":3},{"id":4},{"id":null}]}`, false, 5}, {"long", b.String(), true, 15_000}} {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, tt.body) }}
			c, _ := newClient(t, s, tapConfig())
			p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Records: pathdata.MustCompile("$.list")})
			if err != nil {
				t.Fatal(err)
			}
			if p.Cut != tt.cut || p.Bytes > 1<<20 || len(p.Records) != 3 || p.Schema.Records() < tt.records || p.Suggestions[0].Cut != tt.cut {
				t.Errorf("cut %t, %d bytes, %d records, %d in the shape: %s", p.Cut, p.Bytes, len(p.Records), p.Schema.Records(), warnings(p))
			}
			if bad := p.Schema.Validate([]byte(`{"id":null}`)); (bad != nil) != tt.cut {
				t.Errorf("null: %v", bad)
			}
		})
	}
}

// Time is the client's: waiting for a retry counts, and both attempts are
// drawn from the pool.
func TestProbeTime(t *testing.T) {
	s := &server{answer: func(n int, _ *httpRequest) *httpResponse {
		if n == 1 {
			return answer(503, "", "Retry-After", "7")
		}
		return answer(200, `[]`)
	}}
	c, clock := newClient(t, s, tapConfig())
	pool := proofpoint.Pool{Name: "siem", Limit: 1800, Per: 24 * time.Hour}
	slow := func() io.ReadCloser { return slowBody{strings.NewReader(`[1]`), func() { clock.Advance(time.Second) }} }
	inner := s.answer
	s.answer = func(n int, r *httpRequest) *httpResponse {
		resp := inner(n, r)
		if n == 2 {
			resp.Body = slow()
		}
		return resp
	}
	p, err := c.Probe(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pool: pool})
	if err != nil {
		t.Fatal(err)
	}
	if p.Answered < 7*time.Second || p.Took < p.Answered+time.Second {
		t.Errorf("answered after %s, took %s", p.Answered, p.Took)
	}
	if len(p.Cost) != 1 || p.Cost[0].Requests != 2 || p.Cost[0].Pool != pool || len(p.Query) != 1 || p.Query[0].Requests != 1 {
		t.Errorf("cost %v, query %v", p.Cost, p.Query)
	}
}

// slowBody lets time pass before each read.
type slowBody struct {
	io.Reader
	pass func()
}

func (b slowBody) Read(p []byte) (int, error) { b.pass(); return b.Reader.Read(p) }
func (slowBody) Close() error                 { return nil }

// chained is a request with three further ones: one that works and carries a
// field on to one of its own, one that fails, one that no record asks for.
func chained() proofpoint.Request {
	path := pathdata.MustCompile
	pool := proofpoint.Pool{Name: "children", Limit: 50, Per: time.Hour}
	op := func(name string, then ...proofpoint.Then) *proofpoint.Operation {
		return &proofpoint.Operation{Name: name, Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/" + name + "/{id}", Pool: pool, Then: then},
			Params: []proofpoint.Param{{Name: "id", Type: "string", In: "path:id", Required: true}}}
	}
	pick := func(text string) map[string]*pathdata.Selector {
		return map[string]*pathdata.Selector{"id": path(text).Optional()}
	}
	return proofpoint.Request{Service: proofpoint.TAP, Name: "parents", Path: "/parents", Then: []proofpoint.Then{
		{Ask: op("good", proofpoint.Then{Ask: op("grand"), Pick: pick("$.from")}), Pick: pick("$.threats[*].id"), Carry: map[string]*pathdata.Selector{"from": path("$.name")}},
		{Ask: op("bad"), Pick: pick("$.name")},
		{Ask: op("never"), Pick: pick("$.nothing")},
	}}
}

func TestProbeChain(t *testing.T) {
	s := &server{answer: func(_ int, r *httpRequest) *httpResponse {
		switch r.URL.Path {
		case "/parents":
			return answer(200, `[{"name":"p1","threats":[]},{"name":"p2","threats":[{"id":"t1"},{"id":"t2"}]}]`)
		case "/good/t1":
			return answer(200, `{"family":"x"}`)
		case "/grand/p2":
			return answer(200, `[{"deep":true}]`)
		}
		return answer(404, "no such thing")
	}}
	c, _ := newClient(t, s, tapConfig())
	p, err := c.Probe(t.Context(), chained())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.seen) != 4 || len(p.Then) != 3 {
		t.Fatalf("%d requests, %d steps", len(s.seen), len(p.Then))
	}
	good := p.Then[0]
	if good.Err != nil || string(good.Probe.Records[0].Raw) != `{"family":"x","from":"p2"}` || string(good.Probe.Records[0].Parent.Raw) != string(p.Records[1].Raw) {
		t.Fatalf("%v %s", good.Err, good.Probe.Records[0].Raw)
	}
	if grand := good.Probe.Then[0]; grand.Err != nil || string(grand.Probe.Records[0].Raw) != `{"deep":true}` {
		t.Errorf("%+v", grand)
	}
	if bad := p.Then[1]; !errors.Is(bad.Err, proofpoint.ErrNotFound) || bad.Operation != "bad" {
		t.Errorf("%+v", bad)
	}
	if never := p.Then[2]; never.Err == nil || !strings.Contains(never.Err.Error(), "no record of the sample asks") {
		t.Errorf("%+v", never)
	}
	drawn := 0
	for _, d := range p.Cost {
		drawn += d.Requests
	}
	if drawn != 4 || len(p.Query) != 2 || !p.Query[1].AtLeast || p.Query[1].Requests != 0 {
		t.Errorf("cost %v, query %v", p.Cost, p.Query)
	}
}

// However many steps a chain has, a probe makes 16 requests at most; a chain
// that Records refuses it refuses too.
func TestProbeChainIsBounded(t *testing.T) {
	s := &server{answer: func(int, *httpRequest) *httpResponse { return answer(200, `[{"name":"x"}]`) }}
	c, _ := newClient(t, s, tapConfig())
	r := chained()
	for i := range 40 {
		then := r.Then[1]
		then.Name = fmt.Sprintf("n%d", i)
		r.Then = append(r.Then, then)
	}
	p, err := c.Probe(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.seen) != 16 || !strings.Contains(fmt.Sprint(p.Then[len(p.Then)-1].Err), "at most 16 requests") {
		t.Errorf("%d requests, %v", len(s.seen), p.Then[len(p.Then)-1].Err)
	}
	r.Then[0].Ask.Proto.Then = r.Then[:1]
	if _, err := c.Probe(t.Context(), r); err == nil {
		t.Error("a circle was tried")
	} else if _, ok := errors.AsType[*proofpoint.ChainError](err); !ok {
		t.Errorf("err = %v", err)
	}
}

// Of a chain that starts from a value every step is tried; where each fails the
// probe fails, and where the credential is refused the others are not asked.
func TestProbeValue(t *testing.T) {
	op, _ := proofpoint.OperationNamed("eti.domain")
	r, err := op.Build(map[string]any{"domain": "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	cfg := proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", proofpoint.NewSecret(testSecret))}}
	for _, tt := range []struct {
		name   string
		status func(n int) int
		fails  error
		asked  int
	}{
		{"all good", func(int) int { return 200 }, nil, 8},
		{"one fails", func(n int) int { return map[bool]int{true: 404, false: 200}[n == 3] }, nil, 8},
		{"all fail", func(int) int { return 404 }, proofpoint.ErrNotFound, 8},
		{"refused", func(int) int { return 401 }, proofpoint.ErrUnauthorized, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: func(n int, _ *httpRequest) *httpResponse {
				return answer(tt.status(n), `{"success":true,"response":[]}`)
			}}
			c, _ := newClient(t, s, cfg)
			p, err := c.Probe(t.Context(), r)
			if !errors.Is(err, tt.fails) || len(s.seen) != tt.asked {
				t.Fatalf("%d requests, err = %v", len(s.seen), err)
			}
			if err == nil && (len(p.Then) != 8 || len(p.Cost) != 1 || p.Cost[0].Requests < 7 || p.Query[0].Requests != 8 || p.Query[0].AtLeast) {
				t.Errorf("%d steps, cost %v, query %v", len(p.Then), p.Cost, p.Query)
			}
		})
	}
}
