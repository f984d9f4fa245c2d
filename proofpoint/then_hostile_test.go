// Parents that are odd or mean, children that fail with something to hide, and
// quotas that are spent.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// A parent that does not say whom to ask costs its child alone, and that is
// said.
func TestThenOddParents(t *testing.T) {
	tests := []struct {
		name, id string // "" is absent
		optional bool
		want     string // in the error; "" none
	}{
		{"absent", ``, false, `parameter "id": pathdata: "$.id"`},
		{"null", `null`, false, `parameter "id": the parent has null there`},
		{"object", `{"a":1}`, false, `parameter "id"`},
		{"nested list", `[["a"]]`, false, `parameter "id"`},
		{"up", `".."`, false, `must not be a relative path`},
		{"empty", `""`, false, `must not be empty`},
		{"control", `"a\u0000b"`, false, `must not hold control characters`},
		{"empty list", `[]`, false, ``},
		{"absent, optional", ``, true, ``},
		{"null, optional", `null`, true, ``},
		{"slash", `"a/../b"`, false, ``},
		{"number", `1e400`, false, ``},
	}
	for _, tt := range tests {
		for _, name := range []string{"", "kid"} {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				odd := `{"n":1}`
				if tt.id != "" {
					odd = `{"n":1,"id":` + tt.id + `}`
				}
				s := &server{answer: func(_ int, r *http.Request) *http.Response {
					if r.URL.Path == "/parents" {
						return answer(200, `{"p":[{"id":"x"},`+odd+`,{"id":"y"}]}`)
					}
					if !strings.HasPrefix(r.URL.EscapedPath(), "/child/") || strings.Count(r.URL.EscapedPath(), "/") != 2 {
						t.Errorf("asked %s", r.URL.EscapedPath())
					}
					return answer(200, `{"of":["`+r.URL.Path[len("/child/"):]+`"]}`)
				}}
				c, _ := newClient(t, s, tapConfig())
				p := pick("$.id")
				if tt.optional {
					p = pickOptional("$.id")
				}
				var said, good []string
				for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: p, Name: name})) {
					switch {
					case err != nil && !proofpoint.CanContinue(err):
						t.Fatal(err)
					case err != nil:
						said = append(said, err.Error())
					case strings.Contains(string(r.Raw), `"errors"`):
						said = append(said, strings.ReplaceAll(string(r.Raw), `\"`, `"`))
					default:
						good = append(good, string(r.Raw))
					}
				}
				if (len(said) > 0) != (tt.want != "") || len(said) > 1 || tt.want != "" && !strings.Contains(said[0], tt.want) {
					t.Errorf("said %q, want %q", said, tt.want)
				}
				if len(good) < 2 || !strings.Contains(good[0], `"x"`) || !strings.Contains(good[len(good)-1], `"y"`) {
					t.Errorf("%q", good)
				}
			})
		}
	}
}

// A record that names very many children is refused before any is asked, and
// without all that it names in memory.
func TestThenBoundsPicks(t *testing.T) {
	for _, n := range []int{100_000, 2_000_000} {
		s := one(`{"id":[1`+strings.Repeat(",1", n-1)+`]}`, `1`)
		c, _ := newClient(t, s, tapConfig())
		got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id"), Parallel: 8})))
		if len(got) != 1 || err == nil || !strings.Contains(err.Error(), "more than 10000 requests of test.child") || len(s.seen) != 1 {
			t.Errorf("%d: %v after %d requests", n, err, len(s.seen))
		}
	}
	s := one(`{"id":[1`+strings.Repeat(",1", 9_999)+`]}`, `1`)
	c, _ := newClient(t, s, tapConfig())
	if got, err := texts(c.Records(t.Context(), parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id")}))); len(got) != 1 || err != nil || len(s.seen) != 2 {
		t.Errorf("ten thousand times the same: %v %v after %d requests", got, err, len(s.seen))
	}
}

// Whatever a child says when it fails, its secret parameters are not in it.
func TestThenHidesSecrets(t *testing.T) {
	type params struct {
		ID  string `in:"path:id" required:"true" secret:"true"`
		Key string `in:"query:key" secret:"true"`
	}
	op := proofpoint.NewOperation[params](proofpoint.Operation{Name: "test.secret", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/child/{id}"}})
	const picked, given = "picked-hunter2", "given-hunter2"
	for _, status := range []int{404, 503, 0} {
		for _, name := range []string{"", "kid"} {
			s := &server{answer: func(_ int, r *http.Request) *http.Response {
				switch {
				case r.URL.Path == "/parents":
					return answer(200, `{"p":[{"id":"x","hidden":"`+picked+`"},{"id":"x","hidden":{"a":"`+picked+`"}},{"id":"x","hidden":"`+picked+`/.."}]}`)
				case status == 0:
					return nil
				}
				return answer(status, "nothing at "+r.URL.String())
			}}
			c, _ := newClient(t, s, tapConfig())
			r := parents(proofpoint.Then{Ask: op, Name: name, Parallel: 2, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.hidden")}, With: map[string]any{"key": given}})
			failed := 0
			for rec, err := range c.Records(t.Context(), r, proofpoint.Retry(proofpoint.NoRetry)) {
				said := fmt.Sprintf("%v %+v %#v", err, err, err)
				if name != "" {
					_, errs, _ := strings.Cut(string(rec.Raw), `"errors"`)
					said += errs
				}
				var ae *proofpoint.APIError
				if errors.As(err, &ae) {
					said += fmt.Sprintf("%s %s", ae.URL, ae.Body)
				}
				if strings.Contains(said, "hunter2") {
					t.Errorf("%d %q: %s", status, name, said)
				}
				if err != nil || strings.Contains(string(rec.Raw), `"errors"`) {
					failed++
				}
			}
			if failed != 3 {
				t.Errorf("%d %q: %d failed", status, name, failed)
			}
		}
	}
}

// A daily quota that is spent is not asked again: each further child says so
// without a request, until it may be worth asking.
func TestThenHeedsSpentQuota(t *testing.T) {
	type params struct {
		ID string `in:"path:id"`
	}
	op := proofpoint.NewOperation[params](proofpoint.Operation{Name: "test.scarce", Proto: proofpoint.Request{Service: proofpoint.TAP, Path: "/child/{id}",
		Pool: proofpoint.Pool{Name: "scarce", Limit: 2, Per: 24 * time.Hour}, Records: pathdata.MustCompile("$.of")}})
	children := 0
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if r.URL.Path == "/parents" {
			return answer(200, listOf(8, 8, ""))
		}
		if children++; children > 2 && children < 4 {
			return answer(429, "enough", "Retry-After", "7200")
		}
		return answer(200, `{"of":["fine"]}`)
	}}
	c, clock := newClient(t, s, tapConfig())
	var drawn []string
	pace := proofpoint.Paced(func(_ context.Context, a proofpoint.Attempt) error {
		drawn = append(drawn, a.Pool.Name)
		return nil
	})
	var got []string
	n := 0
	for r, err := range c.Records(t.Context(), parents(proofpoint.Then{Ask: op, Pick: pick("$.id"), Name: "kid"}), pace) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 6 {
			clock.Advance(3 * time.Hour)
		}
		switch raw := string(r.Raw); {
		case strings.Contains(raw, "not asked, because the quota is spent"):
			got = append(got, "not asked")
		case strings.Contains(raw, `"errors"`):
			got = append(got, "refused")
		default:
			got = append(got, "fine")
		}
	}
	want := []string{"fine", "fine", "refused", "not asked", "not asked", "not asked", "fine", "fine"}
	if diff := cmp.Diff(want, got); diff != "" || len(s.seen) != 6 {
		t.Errorf("%d requests (-want +got):\n%s", len(s.seen), diff)
	}
	if diff := cmp.Diff([]string{"", "scarce", "scarce", "scarce", "scarce", "scarce"}, drawn); diff != "" {
		t.Errorf("pools (-want +got):\n%s", diff)
	}
}
