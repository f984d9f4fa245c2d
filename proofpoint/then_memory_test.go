// What a chain remembers: who is asked once, who twice, and what comes out.

package proofpoint_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func carryN() map[string]*pathdata.Selector {
	return map[string]*pathdata.Selector{"parent_n": pathdata.MustCompile("$.n")}
}

// Six parents name three children, in turn.
func TestThenAsksOnce(t *testing.T) {
	kid := func(n, k string) string { return `{"n":` + n + `,"id":"k` + k + `","kid":[{"child":"k` + k + `"}]}` }
	carried := func(n, k string) string { return `{"child":"k` + k + `","parent_n":` + n + `}` }
	alone := func(k string) string { return `{"child":"k` + k + `"}` }
	tests := []struct {
		name  string
		then  proofpoint.Then
		opts  []proofpoint.CallOption
		want  []string
		asked int64
	}{
		{"attached", proofpoint.Then{Name: "kid"}, nil,
			[]string{kid("0", "0"), kid("1", "1"), kid("2", "2"), kid("3", "0"), kid("4", "1"), kid("5", "2")}, 4},
		{"carrying", proofpoint.Then{Carry: carryN()}, nil,
			[]string{carried("0", "0"), carried("1", "1"), carried("2", "2"), carried("3", "0"), carried("4", "1"), carried("5", "2")}, 4},
		{"by themselves", proofpoint.Then{}, nil, []string{alone("0"), alone("1"), alone("2")}, 4},
		{"nothing remembered", proofpoint.Then{}, []proofpoint.CallOption{proofpoint.ChainMemory(0, 0)},
			[]string{alone("0"), alone("1"), alone("2"), alone("0"), alone("1"), alone("2")}, 7},
		{"two remembered", proofpoint.Then{Name: "kid"}, []proofpoint.CallOption{proofpoint.ChainMemory(2, 1<<20)},
			[]string{kid("0", "0"), kid("1", "1"), kid("2", "2"), kid("3", "0"), kid("4", "1"), kid("5", "2")}, 7},
		{"no bytes for answers", proofpoint.Then{Name: "kid"}, []proofpoint.CallOption{proofpoint.ChainMemory(10, 0)},
			[]string{kid("0", "0"), kid("1", "1"), kid("2", "2"), kid("3", "0"), kid("4", "1"), kid("5", "2")}, 7},
		{"no bytes needed", proofpoint.Then{}, []proofpoint.CallOption{proofpoint.ChainMemory(10, 0)}, []string{alone("0"), alone("1"), alone("2")}, 4},
	}
	for _, tt := range tests {
		for _, parallel := range []int{1, 4} {
			if tt.name == "two remembered" && parallel > 1 {
				continue // what is forgotten depends on who is done first
			}
			t.Run(tt.name, func(t *testing.T) {
				s := &crowd{answer: family1(listOf(6, 3, ""))}
				c, _ := newClient(t, s, tapConfig())
				then := tt.then
				then.Ask, then.Pick, then.Parallel = childOperation, pick("$.id"), parallel
				got, err := texts(c.Records(t.Context(), parents(then), tt.opts...))
				if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("Parallel %d: %v (-want +got):\n%s", parallel, err, diff)
				}
				if s.asked.Load() != tt.asked {
					t.Errorf("Parallel %d: %d requests, want %d", parallel, s.asked.Load(), tt.asked)
				}
			})
		}
	}
}

// What was used last stays: k0 comes between all others.
func TestChainMemoryKeepsWhatIsUsed(t *testing.T) {
	list := `{"p":[{"id":"k0"},{"id":"k1"},{"id":"k0"},{"id":"k2"},{"id":"k0"},{"id":"k3"},{"id":"k0"}]}`
	s := &crowd{answer: family1(list)}
	c, _ := newClient(t, s, tapConfig())
	r := parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "kid"})
	got, err := texts(c.Records(t.Context(), r, proofpoint.ChainMemory(2, 1<<20)))
	if len(got) != 7 || err != nil || s.paths["/child/k0"] != 1 {
		t.Errorf("%d records, %v; asked %v", len(got), err, s.paths)
	}
}

// Each range over a sequence begins anew.
func TestChainMemoryIsOfOneRange(t *testing.T) {
	s := &crowd{answer: family1(listOf(2, 1, ""))}
	c, _ := newClient(t, s, tapConfig())
	seq := c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id")}))
	for range 2 {
		if got, err := texts(seq); len(got) != 1 || err != nil {
			t.Errorf("%v %v", got, err)
		}
	}
}

// A large answer is asked for again, and comes whole both times.
func TestChainMemoryLeavesLargeAnswers(t *testing.T) {
	big := strings.Repeat(`{"a":"`+strings.Repeat("x", 1000)+`"},`, 2000)
	s := &crowd{answer: func(r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, listOf(2, 1, ""))
		}
		return answer(200, `{"of":[`+strings.TrimSuffix(big, ",")+`]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	for _, parallel := range []int{1, 2} {
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Carry: carryN(), Parallel: parallel})))
		if len(got) != 4000 || err != nil {
			t.Errorf("%d records, %v", len(got), err)
		}
	}
	if s.asked.Load() != 6 {
		t.Errorf("%d requests", s.asked.Load())
	}
}

// What failed for good failed for all who name it; what may pass is asked again
// by the next.
func TestChainMemoryOfFailures(t *testing.T) {
	for _, tt := range []struct {
		status int
		asked  int
		want   int // parents that say so
	}{{404, 1, 3}, {400, 1, 3}, {503, 2, 1}} {
		for _, parallel := range []int{1, 3} {
			n := 0
			s := &server{answer: func(_ int, r *http.Request) *http.Response {
				if r.URL.Path == "/parents" {
					return answer(200, listOf(3, 1, ""))
				}
				if n++; n == 1 || tt.status != 503 {
					return answer(tt.status, "no")
				}
				return answer(200, `{"of":["fine"]}`)
			}}
			c, _ := newClient(t, s, tapConfig())
			got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "kid", Parallel: parallel}), proofpoint.Retry(proofpoint.NoRetry)))
			failed := strings.Count(strings.Join(got, "\n"), `"errors":{"kid":"proofpoint: test.child: `)
			if err != nil || len(got) != 3 || failed != tt.want || len(s.seen)-1 != tt.asked {
				t.Errorf("%d, Parallel %d: %d requests, %d say so; %v %v", tt.status, parallel, len(s.seen)-1, failed, got, err)
			}
		}
	}
}

// Two branches that run at once share one request for the same grandchild.
func TestChainMemoryIsSharedByBranches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &crowd{pause: time.Second, answer: func(r *http.Request) *http.Response {
			switch {
			case r.URL.Path == "/parents":
				return answer(200, listOf(30, 30, ""))
			case r.URL.Path == "/child/shared":
				return answer(200, `{"of":[{"deep":1}]}`)
			}
			return answer(200, `{"of":[{"id":"shared"}]}`)
		}}
		middle := *childOperation
		middle.Name = "test.middle"
		middle.Proto.Then = []proofpoint.Then{{Ask: childOperation, Pick: pick("$.id"), Name: "deep", Parallel: 4}}
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: &middle, Pick: pick("$.id"), Parallel: 8})))
		if len(got) != 30 || err != nil || got[29] != `{"id":"shared","deep":[{"deep":1}]}` {
			t.Errorf("%v %v", got, err)
		}
		if s.asked.Load() != 1+30+1 || len(s.repeated()) > 0 {
			t.Errorf("%d requests, repeated %v", s.asked.Load(), s.repeated())
		}
	})
}

// Requests that differ in anything are different children.
func TestChainMemoryTellsChildrenApart(t *testing.T) {
	type params struct {
		ID   string `in:"query:id"`
		Head string `in:"header:X-Head"`
		Body string `in:"body:x"`
	}
	op := proofpoint.NewOperation[params](proofpoint.Operation{Name: "test.any", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST", Path: "/any", Repeatable: true}})
	s := &crowd{answer: func(r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, `{"p":[{"id":"1"},{"id":"1","h":"2"},{"id":"1","x":"2"},{"id":"2"},{"id":"1"},{"h":"1"},{"x":"1"}]}`)
		}
		return answer(200, `{"of":1}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	opt := func(path string) *pathdata.Selector { return pathdata.MustCompile(path) }
	r := parents(
		proofpoint.Then{Ask: op, Name: "a", Pick: map[string]*pathdata.Selector{"id": opt("$.id").Optional()}},
		proofpoint.Then{Ask: op, Name: "b", Pick: map[string]*pathdata.Selector{"head": opt("$.h").Optional()}},
		proofpoint.Then{Ask: op, Name: "c", Pick: map[string]*pathdata.Selector{"body": opt("$.x").Optional()}})
	got, err := texts(c.Records(t.Context(), r))
	if len(got) != 7 || err != nil || s.asked.Load() != 1+2+2+2 {
		t.Errorf("%d requests, %v %v", s.asked.Load(), got, err)
	}
}
