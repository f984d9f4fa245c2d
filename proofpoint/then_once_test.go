// Children that several parents share, across levels: however many run at once,
// what comes is what comes when they are asked one by one.

package proofpoint_test

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// asking is childOperation with further requests below it.
func asking(name string, then ...proofpoint.Then) *proofpoint.Operation {
	op := *childOperation
	op.Name = name
	op.Proto.Then = then
	return &op
}

// told says of each pair what came, of which parents, and whether with an error.
func told(t *testing.T, c *proofpoint.Client, r proofpoint.Request, opts ...proofpoint.CallOption) (list []string) {
	t.Helper()
	for r, err := range c.Records(t.Context(), r, opts...) {
		said := string(r.Raw)
		for p := r.Parent; p != nil; p = p.Parent {
			said += " of " + string(p.Raw)
		}
		if err != nil {
			said += ": " + err.Error()
		}
		list = append(list, said)
	}
	return list
}

// Three levels of which many are shared, slow and fast, some failing for good: a
// branch that is ready early takes nothing from one that stands in front of it.
func TestThenParallelChangesNothing(t *testing.T) {
	leaf := func(parallel int) proofpoint.Then {
		return proofpoint.Then{Ask: asking("test.leaf"), Pick: pick("$.id"), Parallel: parallel}
	}
	named := func(th proofpoint.Then, name string) proofpoint.Then { th.Name = name; return th }
	carrying := func(th proofpoint.Then) proofpoint.Then {
		th.Carry = map[string]*pathdata.Selector{"up": pathdata.MustCompile("$.id")}
		return th
	}
	must := func(th proofpoint.Then) proofpoint.Then { th.Must = true; return th }
	level := func(name string, parallel int, then ...proofpoint.Then) proofpoint.Then {
		return proofpoint.Then{Ask: asking(name, then...), Pick: pick("$.id"), Parallel: parallel}
	}
	limited := func(th proofpoint.Then) proofpoint.Then { th.Ask.Proto.Limit = 2; return th }
	tests := []struct {
		name  string
		chain func(p int) []proofpoint.Then
	}{
		{"all by themselves", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, level("test.b", p, leaf(p)))}
		}},
		{"only the first level at once", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, level("test.b", 0, leaf(0)))}
		}},
		{"attached at the end", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, level("test.b", p, named(leaf(p), "kid")))}
		}},
		{"attached at the beginning", func(p int) []proofpoint.Then {
			return []proofpoint.Then{named(level("test.a", p, level("test.b", p, leaf(p))), "kid"), leaf(p)}
		}},
		{"carried", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, carrying(level("test.b", p, leaf(p))))}
		}},
		{"must", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, level("test.b", p, must(leaf(p))))}
		}},
		{"limited", func(p int) []proofpoint.Then {
			return []proofpoint.Then{level("test.a", p, limited(level("test.b", p, leaf(p))), leaf(p))}
		}},
	}
	for _, tt := range tests {
		for seed := range 4 {
			synctest.Test(t, func(t *testing.T) {
				number := func(what string, r *http.Request) uint32 {
					h := fnv.New32a()
					_, _ = fmt.Fprint(h, what, seed, r.URL.Path)
					return h.Sum32() >> 3
				}
				s := &crowd{answer: func(r *http.Request) *http.Response {
					if r.URL.Path == "/parents" {
						return answer(200, listOf(20, 15, ""))
					}
					time.Sleep(time.Duration(number("pause", r)%50) * time.Millisecond)
					if number("fails", r)%7 == 0 {
						return answer(404, "gone")
					}
					var list []string
					for i := range number("many", r) % 5 {
						list = append(list, fmt.Sprintf(`{"id":"s%d"}`, (number("which", r)+i*i)%9))
					}
					return answer(200, `{"of":[`+strings.Join(list, ",")+`]}`)
				}}
				c, _ := newClient(t, s, tapConfig())
				want := told(t, c, parents(tt.chain(1)...))
				once := s.asked.Swap(0)
				for _, parallel := range []int{2, 5, 64} {
					got := told(t, c, parents(tt.chain(parallel)...))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s, seed %d, Parallel %d (-want +got):\n%s", tt.name, seed, parallel, diff)
					}
					// What runs ahead of an end was asked; else it is the same.
					if asked := s.asked.Swap(0); asked != once && (asked < once || tt.name != "must" && tt.name != "limited") {
						t.Errorf("%s, seed %d, Parallel %d: %d requests, one by one %d", tt.name, seed, parallel, asked, once)
					}
				}
				if len(want) < 10 {
					t.Errorf("%s, seed %d: only %d came", tt.name, seed, len(want))
				}
			})
		}
	}
}

// A shared child whose first asker is refused for the moment is not lost to the
// parent whose turn it is, whoever asked first.
func TestThenSharedChildIsNotLost(t *testing.T) {
	for _, slow := range []string{"/child/k0", "/child/k1"} {
		for _, parallel := range []int{1, 4} {
			synctest.Test(t, func(t *testing.T) {
				refused := false
				s := &crowd{answer: func(r *http.Request) *http.Response {
					switch {
					case r.URL.Path == "/parents":
						return answer(200, listOf(2, 2, ""))
					case r.URL.Path != "/child/shared":
						if r.URL.Path == slow {
							time.Sleep(time.Second)
						}
						return answer(200, `{"of":[{"id":"shared"}]}`)
					}
					time.Sleep(3 * time.Second)
					if !refused {
						refused = true
						return answer(503, "no")
					}
					return answer(200, `{"of":["fine"]}`)
				}}
				c, _ := newClient(t, s, tapConfig())
				middle := asking("test.middle", proofpoint.Then{Ask: childOperation, Pick: pick("$.id")})
				got, _ := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: middle, Pick: pick("$.id"), Parallel: parallel}), proofpoint.Retry(proofpoint.NoRetry)))
				if n := strings.Count(strings.Join(got, " "), `"fine"`); n != 1 || s.paths["/child/shared"] != 2 {
					t.Errorf("slow %s, Parallel %d: %q of %v", slow, parallel, got, s.paths)
				}
			})
		}
	}
}

// While what several branches share fails for the moment, each record says so: an
// answer that was forgotten is none. Many branches wait for the same children.
func TestThenForgottenIsAskedAgain(t *testing.T) {
	var shared []string
	for i := range 40 {
		shared = append(shared, fmt.Sprintf(`{"id":"shared%d"}`, i))
	}
	list, all := listOf(64, 64, ""), `{"of":[`+strings.Join(shared, ",")+`]}`
	s := &counter{answer: func(r *http.Request) *http.Response {
		switch {
		case r.URL.Path == "/parents":
			return answer(200, list)
		case strings.HasPrefix(r.URL.Path, "/child/shared"):
			return answer(503, "no")
		}
		return answer(200, all)
	}}
	c, _ := newClient(t, s, tapConfig())
	middle := asking("test.middle", proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "deep"})
	for range 4 {
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: middle, Pick: pick("$.id"), Parallel: 64}), proofpoint.Retry(proofpoint.NoRetry)))
		silent := slices.DeleteFunc(slices.Clone(got), func(r string) bool { return strings.Contains(r, `"errors"`) })
		if len(silent) > 0 || err != nil {
			t.Fatalf("%d of %d records do not say what failed: %v", len(silent), len(got), err)
		}
	}
}

// What is yielded inside an answer that is attached belongs to each parent.
func TestThenAttachesWhatIsYieldedInside(t *testing.T) {
	s := &crowd{answer: func(r *http.Request) *http.Response {
		switch r.URL.Path {
		case "/parents":
			return answer(200, `{"p":[{"id":"m1"},{"id":"m2"},{"id":"m1"}]}`)
		case "/child/m1":
			return answer(200, `{"of":[{"id":"x"},{"id":"y"}]}`)
		case "/child/m2":
			return answer(200, `{"of":[{"id":"x"}]}`)
		}
		return answer(200, `{"of":["`+strings.TrimPrefix(r.URL.Path, "/child/")+`"]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	middle := asking("test.middle", proofpoint.Then{Ask: childOperation, Pick: pick("$.id")})
	for _, parallel := range []int{1, 4} {
		clear(s.paths)
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: middle, Pick: pick("$.id"), Name: "kid", Parallel: parallel})))
		want := []string{`{"id":"m1","kid":["x","y"]}`, `{"id":"m2","kid":["x"]}`, `{"id":"m1","kid":["x","y"]}`}
		if diff := cmp.Diff(want, got); diff != "" || err != nil || len(s.repeated()) > 0 {
			t.Errorf("Parallel %d: %v, repeated %v (-want +got):\n%s", parallel, err, s.repeated(), diff)
		}
	}
}

// Children that differ only in what is asked below them are different.
func TestThenTellsApartWhatDiffersBelow(t *testing.T) {
	leaf := &proofpoint.Operation{Name: "test.leaf", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/leaf/{id}", Records: pathdata.MustCompile("$.of")}}
	between := &proofpoint.Operation{Name: "test.between", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/between", Records: pathdata.MustCompile("$.of"), Then: []proofpoint.Then{{Ask: leaf}}}}
	id := []proofpoint.Param{{Name: "id", Type: "string", In: "blank:id"}}
	for depth, below := range []*proofpoint.Operation{leaf, between} {
		middle := &proofpoint.Operation{Name: "test.middle", Params: id,
			Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/mid", Records: pathdata.MustCompile("$.of"), Then: []proofpoint.Then{{Ask: below}}}}
		for _, name := range []string{"", "kid"} {
			s := &crowd{answer: func(r *http.Request) *http.Response {
				switch {
				case r.URL.Path == "/parents":
					return answer(200, `{"p":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"1"}]}`)
				case !strings.HasPrefix(r.URL.Path, "/leaf/"):
					return answer(200, `{"of":[{"x":1}]}`)
				}
				return answer(200, `{"of":["`+strings.TrimPrefix(r.URL.Path, "/leaf/")+`"]}`)
			}}
			c, _ := newClient(t, s, tapConfig())
			got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: middle, Pick: pick("$.id"), Name: name})))
			want := []string{`"1"`, `"2"`, `"3"`}
			if name != "" {
				want = []string{`{"id":"1","kid":["1"]}`, `{"id":"2","kid":["2"]}`, `{"id":"3","kid":["3"]}`, `{"id":"1","kid":["1"]}`}
			}
			if diff := cmp.Diff(want, got); diff != "" || err != nil || s.paths["/mid"] != 3 || s.paths["/leaf/1"] != 1 {
				t.Errorf("depth %d, %q: %v, asked %v (-want +got):\n%s", depth, name, err, s.paths, diff)
			}
		}
	}
}

// A child with a Limit and attached answers is remembered as far as it goes.
func TestThenRemembersUpToLimit(t *testing.T) {
	s := &crowd{answer: func(r *http.Request) *http.Response {
		switch r.URL.Path {
		case "/parents":
			return answer(200, listOf(3, 1, ""))
		case "/child/k0":
			return answer(200, `{"of":[{"id":"x"},{"id":"y"},{"id":"z"}]}`)
		}
		return answer(200, `{"of":[1]}`)
	}}
	middle := asking("test.middle", proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Name: "g"})
	middle.Proto.Limit = 2
	c, _ := newClient(t, s, tapConfig())
	got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: middle, Pick: pick("$.id"), Name: "kid"})))
	if len(got) != 3 || err != nil || got[2] != `{"n":2,"id":"k0","kid":[{"id":"x","g":[1]},{"id":"y","g":[1]}]}` || len(s.repeated()) > 0 {
		t.Errorf("%v %v, repeated %v", got, err, s.repeated())
	}
}
