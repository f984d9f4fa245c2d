// Values out of an iterator: drawn one by one as the walk goes, begun again
// where it begins again, and let go at its end.

package proofpoint_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// source is an iterator that counts what was drawn, and whether it was let go.
type source struct {
	list         []string
	drawn, ended int
}

func (s *source) seq() iter.Seq[string] {
	return func(yield func(string) bool) {
		defer func() { s.ended++ }()
		for _, v := range s.list {
			s.drawn++
			if !yield(v) {
				return
			}
		}
	}
}

// echo answers with the path that was asked, and with nothing behind page 2.
func echo() *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Query().Get("page") == "3" {
			return answer(200, `{"r":[]}`)
		}
		return answer(200, `{"r":["`+strings.TrimPrefix(r.URL.Path, "/v/")+r.URL.Query().Get("page")+`"]}`)
	}}
}

func perValue(p proofpoint.Pager) proofpoint.Request {
	return proofpoint.Request{Service: proofpoint.TAP, Path: "/v/{x}", Records: pathdata.MustCompile("$.r[*]"), Pager: p}
}

func TestValuesFromIterator(t *testing.T) {
	pages := proofpoint.Numbers{Where: "query:page", First: 1, Size: 1}
	tests := []struct {
		name  string
		list  []string
		pager func(proofpoint.Values) proofpoint.Pager
		want  []string
	}{
		{"in order", []string{"a", "b", "a"}, func(v proofpoint.Values) proofpoint.Pager { return v }, []string{"a", "b", "a"}},
		{"none", nil, func(v proofpoint.Values) proofpoint.Pager { return v }, nil},
		{"none, around pages", nil, func(v proofpoint.Values) proofpoint.Pager { return proofpoint.Nest(v, pages) }, nil},
		{"none, within values", nil, func(v proofpoint.Values) proofpoint.Pager {
			return proofpoint.Nest(proofpoint.Values{Where: "query:page", List: []string{"7", "8"}}, v)
		}, nil},
		{"around pages", []string{"a", "b"}, func(v proofpoint.Values) proofpoint.Pager { return proofpoint.Nest(v, pages) }, []string{"a1", "a2", "b1", "b2"}},
		{"begun again within values", []string{"a", "b"}, func(v proofpoint.Values) proofpoint.Pager {
			return proofpoint.Nest(proofpoint.Values{Where: "query:page", List: []string{"7", "8"}}, v)
		}, []string{"a7", "b7", "a8", "b8"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := newClient(t, echo(), tapConfig())
			src := &source{list: tt.list}
			r := perValue(tt.pager(proofpoint.Values{Where: "blank:x", Each: src.seq()}))
			for range 2 {
				got, err := texts(c.Records(t.Context(), r))
				var want []string
				for _, w := range tt.want {
					want = append(want, `"`+w+`"`)
				}
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
			}
			if src.ended < 2 {
				t.Errorf("of two walks %d let the iterator go", src.ended)
			}
			drawn := src.drawn
			for p, err := range c.Plan(r) {
				if err != nil || p.Least != 0 || !strings.HasPrefix(p.After, "each value of the iterator") {
					t.Errorf("plan: %s, at least %d, %v", p, p.Least, err)
				}
			}
			if src.drawn != drawn {
				t.Errorf("a plan drew %d values", src.drawn-drawn)
			}
		})
	}
}

// The same answer for two values is no walk that stands still.
func TestValuesWithTheSameAnswer(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Query().Get("page") == "1" {
			return answer(200, `{"r":["same"]}`)
		}
		return answer(200, `{"r":[]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, size := range []int{1, 5} {
		src := &source{list: []string{"a", "b", "c"}}
		r := perValue(proofpoint.Nest(proofpoint.Values{Where: "blank:x", Each: src.seq()}, proofpoint.Numbers{Where: "query:page", First: 1, Size: size}))
		if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 3 {
			t.Errorf("size %d: %v %v", size, got, err)
		}
	}
}

// A value is drawn when its call is due, and a break lets the iterator go.
func TestValuesAreLazy(t *testing.T) {
	c, _ := newClient(t, echo(), tapConfig())
	src := &source{list: []string{"a", "b", "c", "d"}}
	n := 0
	for _, err := range c.Records(t.Context(), perValue(proofpoint.Values{Where: "blank:x", Each: src.seq()})) {
		if n++; err != nil || src.drawn != n {
			t.Fatalf("after record %d %d values are drawn: %v", n, src.drawn, err)
		}
		if n == 2 {
			break
		}
	}
	if src.ended != 1 {
		t.Errorf("the iterator was let go %d times", src.ended)
	}
}

// An iterator that cannot begin again is said, not passed over.
func TestValuesRunDry(t *testing.T) {
	c, _ := newClient(t, echo(), tapConfig())
	src, once := &source{list: []string{"a"}}, false
	seq := func(yield func(string) bool) {
		if !once {
			once = true
			src.seq()(yield)
		}
	}
	r := perValue(proofpoint.Nest(proofpoint.Values{Where: "query:page", List: []string{"7", "8"}}, proofpoint.Values{Where: "blank:x", Each: seq}))
	if got, err := texts(c.Records(t.Context(), r)); err == nil || len(got) != 1 || !strings.Contains(err.Error(), "no value") {
		t.Errorf("%v %v", got, err)
	}
}

// A cursor counts the values, in a path and in a query.
func TestValuesResume(t *testing.T) {
	for _, in := range []string{"path", "query"} {
		c, _ := newClient(t, &server{answer: func(_ int, r *http.Request) *http.Response {
			return answer(200, `{"r":["`+strings.TrimPrefix(r.URL.Path, "/v/")+r.URL.Query().Get("q")+`"]}`)
		}}, tapConfig())
		src := &source{list: []string{"a", "b", "c"}}
		r := perValue(proofpoint.Values{Where: "blank:x", Each: src.seq()})
		if in == "query" {
			r.Path, r.Query = "/v/", url.Values{"q": {"later"}}
			r.Blanks = []proofpoint.Blank{{Where: "query:q", Parts: []proofpoint.Part{{Name: "x"}}}}
		}
		var cur proofpoint.Cursor
		stop := errors.New("stop")
		ctx, cancel := context.WithCancelCause(t.Context())
		var got []string
		for rec, err := range c.Records(ctx, r, proofpoint.Resume(&cur)) {
			if err != nil {
				break
			}
			if got = append(got, string(rec.Raw)); len(got) == 2 {
				cancel(stop)
			}
		}
		rest, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&cur)))
		cancel(nil)
		if diff := cmp.Diff([]string{`"a"`, `"b"`, `"c"`}, append(got, rest...)); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", in, err, diff)
		}
	}
}
