// Pages by rows, offsets, links and values, at their edges: ends that are
// inclusive, servers that send less than they were asked for, links that lead
// away.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// rowsServer has n rows and answers as read says.
func rowsServer(n int, read func(start, end int) (from, to int), total bool) *server {
	s := &server{}
	s.answer = func(i int, _ *http.Request) *http.Response {
		var q struct{ StartRow, EndRow int }
		if err := json.Unmarshal([]byte(s.bodies[i-1]), &q); err != nil {
			return answer(400, err.Error())
		}
		from, to := read(q.StartRow, q.EndRow)
		var list []string
		for k := from; k < min(to, n); k++ {
			list = append(list, fmt.Sprintf(`{"n":%d}`, k))
		}
		body := `{"rows":[` + strings.Join(list, ",") + `]`
		if total {
			body += fmt.Sprintf(`,"total":%d`, n)
		}
		return answer(200, body+`}`)
	}
	return s
}

func TestRows(t *testing.T) {
	asked := func(start, end int) (int, int) { return start, end }
	tests := []struct {
		name  string
		n     int
		read  func(start, end int) (int, int)
		total bool
		calls int
	}{
		{"end excluded", 7, asked, false, 3},
		{"end included", 7, func(start, end int) (int, int) { return start, end + 1 }, false, 3},
		{"exact multiple", 6, asked, false, 3},
		{"exact multiple with a total", 6, asked, true, 2},
		{"the server's own cap, with a total", 7, func(start, end int) (int, int) { return start, min(end, start+2) }, true, 4},
		{"nothing", 0, asked, true, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := rowsServer(tt.n, tt.read, tt.total)
			c, _ := newClient(t, s, tapConfig())
			r := proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Repeatable: true, Path: "/rows", Records: pathdata.MustCompile("$.rows[*]"),
				Pager: proofpoint.Rows{FromAt: "body:startRow", ToAt: "body:endRow", Size: 3, Total: pathdata.MustCompile("$.total")}}
			got, err := numbersOf(c.Records(t.Context(), r))
			var want []int
			for k := range tt.n {
				want = append(want, k)
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v; rows mismatch (-want +got):\n%s", err, diff)
			}
			if len(s.seen) != tt.calls {
				t.Errorf("%d calls, want %d", len(s.seen), tt.calls)
			}
		})
	}
}

// TestRowsStandingStill: a server that does not heed the rows is found out.
func TestRowsStandingStill(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[{"n":1},{"n":2}]`) }}
	c, _ := newClient(t, s, tapConfig())
	for name, p := range map[string]proofpoint.Pager{
		"rows":    proofpoint.Rows{FromAt: "query:from", ToAt: "query:to", Size: 2},
		"offsets": proofpoint.Offsets{Where: "query:offset", Size: 2},
	} {
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/rows", Pager: p}))
		if !errors.Is(err, proofpoint.ErrNoProgress) {
			t.Errorf("%s: %v, want ErrNoProgress", name, err)
		}
	}
}

func TestLinksStayAtHome(t *testing.T) {
	tests := []struct{ name, next, want string }{
		{"another host", `"https://evil.example/page2"`, "leads to host"},
		{"another port", `"https://tap-api-v2.proofpoint.com:8443/page2"`, "leads to host"},
		{"plain HTTP", `"http://tap-api-v2.proofpoint.com/page2"`, "leads to host"},
		{"a look-alike host", `"https://tap-api-v2.proofpoınt.com/page2"`, "leads to host"},
		{"a password", `"https://user:pw@tap-api-v2.proofpoint.com/page2"`, "leads to host"},
		{"no URL", `"https://[::1/page2"`, "is no URL"},
		{"an object", `{"href":"/page2"}`, "is no text"},
		{"too long", `"/` + strings.Repeat("a", 9<<10) + `"`, "at most 8192"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"data":[1],"next":`+tt.next+`}`) }}
			c, _ := newClient(t, s, tapConfig())
			r := proofpoint.Request{Service: proofpoint.TAP, Path: "/page1", Records: pathdata.MustCompile("$.data[*]"), Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next")}}
			got, err := texts(c.Records(t.Context(), r))
			if len(got) != 1 || err == nil || !strings.Contains(err.Error(), tt.want) || len(s.seen) != 1 {
				t.Errorf("%d records, %d calls, %v; want one of each and an error that says %q", len(got), len(s.seen), err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), ":pw@") {
				t.Errorf("the error shows the link's password: %v", err)
			}
		})
	}
}

func TestLinksFollow(t *testing.T) {
	for _, next := range []string{`"/page2?a=b"`, `"https://tap-api-v2.proofpoint.com/page2?a=b"`, `"page2?a=b#top"`} {
		s := &server{answer: func(n int, r *http.Request) *http.Response {
			if n == 1 {
				return answer(200, `{"data":[1],"next":`+next+`}`)
			}
			if r.URL.Path != "/page2" || r.URL.RawQuery != "a=b" || r.Header.Get("Authorization") == "" {
				t.Errorf("%s led to %s, signed: %v", next, r.URL, r.Header.Get("Authorization") != "")
			}
			return answer(200, `{"data":[2],"next":`+map[int]string{2: `""`, 3: `null`}[n]+`}`)
		}}
		c, _ := newClient(t, s, tapConfig())
		r := proofpoint.Request{Service: proofpoint.TAP, Path: "/page1?size=1", Records: pathdata.MustCompile("$.data[*]"), Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next")}}
		if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 2 {
			t.Errorf("%s: %v, %v", next, got, err)
		}
	}
}

// TestValuesByWindows: one call for each value, and a window that is too wide
// for the service is halved where it is.
func TestValuesByWindows(t *testing.T) {
	var asked []string
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		q := r.URL.Query()
		from, err := time.Parse(time.RFC3339, q.Get("after"))
		to, bad := time.Parse(time.RFC3339, q.Get("before"))
		if err != nil || bad != nil {
			return answer(400, "bad")
		}
		if to.Sub(from) > 30*time.Minute {
			return answer(504, "too wide")
		}
		asked = append(asked, q.Get("state")+" "+from.Format("15:04")+"-"+to.Format("15:04"))
		return answer(200, `[{}]`)
	}}
	c, _ := newClient(t, s, tapConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/incidents", Pager: proofpoint.Nest(
		proofpoint.Values{Where: "query:state", List: []string{"open", "closed"}},
		proofpoint.Windows{FromAt: "query:after", ToAt: "query:before", Max: time.Hour, Halve: time.Minute})}
	got, err := texts(c.Records(t.Context(), r))
	if err != nil || len(got) != 4 {
		t.Errorf("%d records, %v; want 4", len(got), err)
	}
	want := []string{"open 11:00-11:30", "open 11:30-12:00", "closed 11:00-11:30", "closed 11:30-12:00"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("calls mismatch (-want +got):\n%s", diff)
	}
}

func TestValuesWithoutAny(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.RawQuery != "" {
			t.Errorf("asked with %s", r.URL.RawQuery)
		}
		return answer(200, `[1]`)
	}}
	c, _ := newClient(t, s, tapConfig())
	got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/incidents", Pager: proofpoint.Values{Where: "query:state"}}))
	if err != nil || len(got) != 1 || len(s.seen) != 1 {
		t.Errorf("%v, %v after %d calls", got, err, len(s.seen))
	}
}

func TestPagersNeedTheirPlaces(t *testing.T) {
	c, _ := newClient(t, &server{}, tapConfig())
	for _, p := range []proofpoint.Pager{proofpoint.Rows{}, proofpoint.Offsets{}, proofpoint.Links{}, proofpoint.Values{}, proofpoint.Numbers{}} {
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: p}))
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Accepts == "" {
			t.Errorf("%T without places: %v, want a *ParamError that says what is accepted", p, err)
		}
	}
}

// TestValuesShareTheirRange: what takes a while does not shift the range of the
// values that come later.
func TestValuesShareTheirRange(t *testing.T) {
	var asked []string
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		q := r.URL.Query()
		asked = append(asked, q.Get("state")+" "+q.Get("after")+"/"+q.Get("before"))
		return answer(200, `[{}]`)
	}}
	c, clock := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/incidents", Pager: proofpoint.Nest(
		proofpoint.Values{Where: "query:state", List: []string{"open", "closed"}},
		proofpoint.Windows{FromAt: "query:after", ToAt: "query:before", Max: time.Hour})}
	if _, err := texts(c.Records(t.Context(), r, proofpoint.OnPage(func(proofpoint.Page) { clock.Advance(10 * time.Minute) }))); err != nil {
		t.Fatal(err)
	}
	want := []string{"open 2026-11-02T11:00:00Z/2026-11-02T12:00:00Z", "closed 2026-11-02T11:00:00Z/2026-11-02T12:00:00Z"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("calls mismatch (-want +got):\n%s", diff)
	}
}

// TestNumbersPastShortPages: a service that makes pages shorter than was asked for
// loses nothing where it says how many records there are, or which page is last.
func TestNumbersPastShortPages(t *testing.T) {
	const all, most = 23, 5
	serve := func(n int, r *http.Request) *http.Response {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		var things []string
		for i := page * most; i < min((page+1)*most, all); i++ {
			things = append(things, strconv.Itoa(i))
		}
		return answer(200, fmt.Sprintf(`{"total":%d,"last":%t,"things":[%s]}`, all, (page+1)*most >= all, strings.Join(things, ",")))
	}
	for name, pager := range map[string]proofpoint.Numbers{
		"total":          {Where: "query:page", Size: 50, Total: pathdata.MustCompile("$.total")},
		"total, full":    {Where: "query:page", Size: most, Total: pathdata.MustCompile("$.total")},
		"coincidence":    {Where: "query:page", Size: 9, Total: pathdata.MustCompile("$.total")},
		"last":           {Where: "query:page", Size: 50, Last: pathdata.MustCompile("$.last")},
		"last and total": {Where: "query:page", Size: 50, Last: pathdata.MustCompile("$.last"), Total: pathdata.MustCompile("$.total")},
	} {
		s := &server{answer: serve}
		c, _ := newClient(t, s, tapConfig())
		r := paged()
		r.Pager = pager
		got, err := texts(c.Records(t.Context(), r))
		if err != nil || len(got) != all || len(s.seen) != 5 {
			t.Errorf("%s: %d records in %d requests, %v", name, len(got), len(s.seen), err)
		}
		var at proofpoint.Cursor
		r.Limit = 12
		first, err := texts(c.Records(t.Context(), r, proofpoint.Resume(&at)))
		r.Limit = 0
		rest, err2 := texts(c.Records(t.Context(), r, proofpoint.Resume(&at)))
		if err != nil || err2 != nil || len(first) != 12 || len(rest) != all-2*most {
			t.Errorf("%s: %d and then %d records, %v %v", name, len(first), len(rest), err, err2)
		}
	}
}
