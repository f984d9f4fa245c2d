// What children carry of their parents, names that are taken, and how deep a
// chain may go.

package proofpoint_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// one answers /parents with a parent and every child with a record.
func one(parent, child string) *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, `{"p":[`+parent+`]}`)
		}
		return answer(200, `{"of":[`+child+`]}`)
	}}
}

func TestThenCarries(t *testing.T) {
	path := pathdata.MustCompile
	many := map[string]*pathdata.Selector{"z": path("$.z"), "all": path("$.l[*].a"), "list": path("$.l"), "no": path("$.no").Optional()}
	tests := []struct {
		name, parent, child string
		carry               map[string]*pathdata.Selector
		want                []string
		problem             string
	}{
		{"bytes as they are", `{"id":1,"z": { "a" :  1e2, "b":"\u00e9"} ,"l":[{"a":9007199254740993},{"a": null}]}`, `{ "c":1 }`, many,
			[]string{`{ "c":1,"all":[9007199254740993,null],"list":[{"a":9007199254740993},{"a": null}],"z":{ "a" :  1e2, "b":"\u00e9"}}`}, ""},
		{"into nothing", `{"id":1,"n":null}`, `{}`, map[string]*pathdata.Selector{"a\"b": path("$.n")}, []string{`{"a\"b":null}`}, ""},
		{"the same value", `{"id":1,"c":1.0}`, `{"c":1.0}`, map[string]*pathdata.Selector{"c": path("$.c")}, []string{`{"c":1.0}`}, ""},
		{"a name that is taken", `{"id":1,"c":2,"d":3}`, `{"c":1}`, map[string]*pathdata.Selector{"c": path("$.c"), "d": path("$.d")},
			[]string{`{"c":1,"d":3}`}, "which it keeps, called c: choose other names"},
		{"taken in other letters", `{"id":1,"c":2}`, `{"\u0063":1}`, map[string]*pathdata.Selector{"c": path("$.c")}, []string{`{"\u0063":1}`}, "called c"},
		{"no object", `{"id":1,"c":2}`, `7`, map[string]*pathdata.Selector{"c": path("$.c")}, []string{`7`}, "no object: c"},
		{"absent", `{"id":1}`, `{"c":1}`, map[string]*pathdata.Selector{"d": path("$.dd")}, []string{``, `{"c":1}`}, `carry "d": pathdata: "$.dd"`},
		{"larger than the record", `{"id":1,"x":[[[[[1]]]]]}`, `{"c":1}`, map[string]*pathdata.Selector{"d": path("$..*")}, []string{``, `{"c":1}`}, "larger than the record"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := newClient(t, one(tt.parent, tt.child), tapConfig())
			got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Carry: tt.carry})))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, ok := errors.AsType[*proofpoint.RecordError](err); ok != (tt.problem != "") || ok && !strings.Contains(err.Error(), tt.problem) {
				t.Errorf("error %v, want %q", err, tt.problem)
			}
		})
	}
}

// What is attached has the same form however many children a list names.
func TestThenAttachesOneForm(t *testing.T) {
	tests := []struct{ name, path, parent, want string }{
		{"a value", "$.id", `{"id":"a"}`, `{"id":"a","kid":{"c":"a"}}`},
		{"a value inside", "$.a['b[0]\\''].id", `{"a":{"b[0]'":{"id":"a"}}}`, `{"a":{"b[0]'":{"id":"a"}},"kid":{"c":"a"}}`},
		{"a list of one", "$.l[*].id", `{"l":[{"id":"a"}]}`, `{"l":[{"id":"a"}],"kid":[{"c":"a"}]}`},
		{"a list of two", "$.l[*].id", `{"l":[{"id":"a"},{"id":"b"}]}`, `{"l":[{"id":"a"},{"id":"b"}],"kid":[{"c":"a"},{"c":"b"}]}`},
		{"a list of none", "$.l", `{"l":[]}`, `{"l":[],"kid":[]}`},
		{"a list at the end", "$.l", `{"l":["a"]}`, `{"l":["a"],"kid":[{"c":"a"}]}`},
	}
	op := *childOperation
	op.Proto.Records = nil
	for _, tt := range tests {
		s := &server{answer: func(_ int, r *http.Request) *http.Response {
			if r.URL.Path == "/parents" {
				return answer(200, `{"p":[`+tt.parent+`]}`)
			}
			return answer(200, `{"c":"`+strings.TrimPrefix(r.URL.Path, "/child/")+`"}`)
		}}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: &op, Pick: pick(tt.path), Name: "kid"})))
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

// What is attached never stands beside a member of the same name.
func TestThenLeavesTakenNames(t *testing.T) {
	tests := []struct{ name, parent, child, want, problem string }{
		{"its own", `{"id":"a","kids":5}`, `{}`, `{"id":"a","kids":5}`, "called kids"},
		{"errors of its own", `{"id":"b","errors":[]}`, `{}`, `{"id":"b","errors":[]}`, "what failed: kids: proofpoint: test.child: 404"},
	}
	for _, tt := range tests {
		s := one(tt.parent, tt.child)
		all := s.answer
		s.answer = func(n int, r *http.Request) *http.Response {
			if r.URL.Path == "/child/b" {
				return answer(404, "gone")
			}
			return all(n, r)
		}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "kids"})))
		if len(got) != 1 || got[0] != tt.want || err == nil || !proofpoint.CanContinue(err) || !strings.Contains(err.Error(), tt.problem) {
			t.Errorf("%s: %v %v", tt.name, got, err)
		}
	}
}

// deep is an operation with so many levels below it.
func deep(levels int) *proofpoint.Operation {
	op := *childOperation
	op.Name = "test.level" + string(rune('a'+levels))
	if levels > 0 {
		op.Proto.Then = []proofpoint.Then{{Ask: deep(levels - 1), Pick: pick("$.id"), Parallel: 2, Carry: map[string]*pathdata.Selector{
			"way": pathdata.MustCompile("$.way").Optional(), "up" + string(rune('a'+levels)): pathdata.MustCompile("$.id")}}}
	}
	return &op
}

// Eight levels: each record knows its parents up to the first, and what was
// carried comes down all the way.
func TestThenGoesDeep(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, `{"p":[{"id":"0","way":"from the top"}]}`)
		}
		return answer(200, `{"of":[{"id":"`+strings.TrimPrefix(r.URL.Path, "/child/")+`1"}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	n := 0
	for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: deep(7), Pick: pick("$.id"), Carry: map[string]*pathdata.Selector{"way": pathdata.MustCompile("$.way")}})) {
		if n++; err != nil {
			t.Fatal(err)
		}
		if want := `{"id":"011111111","upb":"01111111","way":"from the top"}`; string(r.Raw) != want {
			t.Errorf("%s, want %s", r.Raw, want)
		}
		var ids []string
		for p := r.Parent; p != nil; p = p.Parent {
			id, _, _ := strings.Cut(strings.TrimPrefix(string(p.Raw), `{"id":"`), `"`)
			ids = append(ids, id)
		}
		if diff := cmp.Diff([]string{"01111111", "0111111", "011111", "01111", "0111", "011", "01", "0"}, ids); diff != "" {
			t.Errorf("parents (-want +got):\n%s", diff)
		}
	}
	if n != 1 || len(s.seen) != 9 {
		t.Errorf("%d records of %d requests", n, len(s.seen))
	}
}

func TestChainIsRefused(t *testing.T) {
	loop := *childOperation
	loop.Name = "test.loop"
	loop.Proto.Then = []proofpoint.Then{{Ask: childOperation, Name: "a", Pick: pick("$.id")}, {Ask: &loop, Pick: pick("$.id")}}
	write := proofpoint.NewOperation[childParams](proofpoint.Operation{Name: "test.write", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/child/{id}"}})
	tests := []struct {
		name string
		then []proofpoint.Then
		want string
	}{
		{"nine levels", []proofpoint.Then{{Ask: deep(8), Pick: pick("$.id")}}, "test.levela: it is deeper than 8 levels"},
		{"a circle", []proofpoint.Then{{Ask: &loop, Pick: pick("$.id")}}, "chain test.parents > test.loop > test.loop: it leads back to itself"},
		{"nobody to ask", []proofpoint.Then{{}}, "chain test.parents: Then 0 asks no operation"},
		{"a write", []proofpoint.Then{{Ask: write, Pick: pick("$.id")}}, "test.write changes something: set Writes if that is meant"},
		{"errors", []proofpoint.Then{{Ask: childOperation, Name: "errors"}}, `the member "errors" is taken`},
		{"one name twice", []proofpoint.Then{{Ask: childOperation, Name: "a"}, {Ask: childOperation, Name: "a"}}, `two Thens attach to the member "a"`},
		{"carried to itself", []proofpoint.Then{{Ask: childOperation, Name: "a", Carry: pick("$.id")}}, `attached as "a"`},
		{"negative", []proofpoint.Then{{Ask: childOperation, Parallel: -1}}, "Parallel is -1"},
		{"no path", []proofpoint.Then{{Ask: childOperation, Pick: map[string]*pathdata.Selector{"id": nil}}}, `no path for the parameter "id"`},
		{"carried nothing", []proofpoint.Then{{Ask: childOperation, Carry: map[string]*pathdata.Selector{"a": nil}}}, `no path for the member "a"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := family()
			c, _ := newClient(t, s, tapConfig())
			r := parents(tt.then...)
			var errs []error
			for _, err := range c.Records(t.Context(), r) {
				errs = append(errs, err)
			}
			for _, err := range c.Plan(r) {
				errs = append(errs, err)
			}
			errs = append(errs, r.CheckChain())
			for _, err := range errs {
				if refused, ok := errors.AsType[*proofpoint.ChainError](err); !ok || !strings.Contains(refused.Error(), tt.want) {
					t.Errorf("%v, want %s", err, tt.want)
				}
			}
			if len(errs) != 3 || len(s.seen) != 0 {
				t.Errorf("%d errors, %d requests", len(errs), len(s.seen))
			}
		})
	}
	// Said once, at the walk's beginning; a broad chain is looked at once each.
	wide := deep(0)
	for range 7 {
		next := *childOperation
		for range 40 {
			next.Proto.Then = append(next.Proto.Then, proofpoint.Then{Ask: wide})
		}
		wide = &next
	}
	if err := parents(proofpoint.Then{Ask: wide}).CheckChain(); err != nil {
		t.Error(err)
	}
}

// Writes are made when they are asked for by word, each time, and take no cursor.
func TestThenWrites(t *testing.T) {
	write := proofpoint.NewOperation[childParams](proofpoint.Operation{Name: "test.write",
		Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/child/{id}", Format: proofpoint.FormatAny}})
	s := &crowd{answer: family1(listOf(4, 2, ""))}
	c, _ := newClient(t, s, tapConfig())
	r := parents(proofpoint.Then{Ask: write, Pick: pick("$.id"), Writes: true, Parallel: 2})
	if got, err := texts(c.Records(t.Context(), r)); len(got) != 4 || err != nil || s.asked.Load() != 5 {
		t.Errorf("%d requests, %v %v", s.asked.Load(), got, err)
	}
	var cur proofpoint.Cursor
	_, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&cur)))
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "cursor" || s.asked.Load() != 5 {
		t.Errorf("with a cursor: %v after %d requests", err, s.asked.Load())
	}
}
