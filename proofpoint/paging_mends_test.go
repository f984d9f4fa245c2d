// Walks that are broken off in the middle of nested pages, and what narrow windows
// and signed values must not do to them.

package proofpoint_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// TestNestedWalkGetsOn: a few records at a time, with time passing, a walk over
// pages inside an open range comes to its end and asks for every page.
func TestNestedWalkGetsOn(t *testing.T) {
	pages := map[string]bool{}
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		q := r.URL.Query()
		pages[q.Get("from")+" "+q.Get("page")] = true
		n, _ := strconv.Atoi(q.Get("page"))
		if n > 3 {
			return answer(200, `[]`)
		}
		return answer(200, fmt.Sprintf(`[{"n":"%[1]s/%[2]d/1"},{"n":"%[1]s/%[2]d/2"}]`, q.Get("from"), n))
	}}
	c, clock := newClient(t, s, tapConfig())
	r := proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Limit: 3, Pager: proofpoint.Nest(
		proofpoint.Windows{From: noon.Add(-3 * time.Hour), Max: time.Hour, FromAt: "query:from", ToAt: "query:to"},
		proofpoint.Numbers{Where: "query:page", First: 1, Size: 2})}
	var cur proofpoint.Cursor
	seen := map[string]bool{}
	for range 40 {
		for rec, err := range c.Records(t.Context(), r, proofpoint.Resume(&cur)) {
			if err != nil {
				t.Fatal(err)
			}
			seen[string(rec.Raw)] = true
		}
		clock.Advance(time.Minute)
	}
	if len(seen) < 3*6 || len(pages) < 3*4 {
		t.Errorf("%d records of %d pages; three hours of six records each were there", len(seen), len(pages))
	}
}

// TestWritesDoNotShrink: a write is not sent again for less.
func TestWritesDoNotShrink(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(504, "") }}
	c, _ := newClient(t, s, tapConfig())
	r := writeRequest()
	r.Pager = proofpoint.Windows{Since: time.Hour, Halve: time.Minute, FromAt: "body:from", ToAt: "body:to"}
	if err := proofpoint.None(c.Records(t.Context(), r)); err == nil || len(s.seen) != 1 {
		t.Errorf("%v after %d requests, want an error after one", err, len(s.seen))
	}
}

// TestSignedValuesAreNoCredentials: a time stamp, a level or a name that signing
// adds may turn up in what names the next page.
func TestSignedValuesAreNoCredentials(t *testing.T) {
	stamp := proofpoint.SignFunc(func(r *http.Request) error {
		r.Header.Set("X-Timestamp", strconv.FormatInt(noon.Add(-2*time.Hour).Unix(), 10))
		r.Header.Set("X-Sandbox", "true")
		return nil
	})
	pair := proofpoint.HeaderPair("X-User", proofpoint.NewSecret("admin@example.com"), "X-Password", proofpoint.NewSecret(testSecret))
	links := proofpoint.Links{URL: pathdata.MustCompile("$.next")}
	for name, tt := range map[string]struct {
		auth  proofpoint.Authenticator
		pager proofpoint.Pager
		next  string
	}{
		"windows":        {stamp, proofpoint.Windows{From: noon.Add(-3 * time.Hour), To: noon, Max: time.Hour, FromAt: "query:from", ToAt: "query:to"}, "null"},
		"a flag":         {stamp, links, `"/x?page=2&full=true"`},
		"a user":         {pair, links, `"/x?page=2&owner=admin%40example.com"`},
		"a long neutral": {pair, links, `"/x?page=2&q=` + strings.Repeat("a", 300) + testSecret[:4] + `"`},
	} {
		s := &server{answer: func(n int, r *http.Request) *http.Response {
			if n > 1 && tt.next != "null" {
				return answer(200, `{"rows":[2]}`)
			}
			return answer(200, `{"rows":[1],"next":`+tt.next+`}`)
		}}
		c, _ := newClient(t, s, proofpoint.Config{"svc": {BaseURL: "https://api.example", Auth: tt.auth}})
		got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: "svc", Path: "/x", Records: pathdata.MustCompile("$.rows[*]"), Pager: tt.pager}))
		if err != nil || len(got) < 2 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestNestsWithoutWindowsInsideResume(t *testing.T) {
	numbers := proofpoint.Numbers{Where: "query:page", First: 1, Size: 5}
	values := proofpoint.Values{Where: "query:v", List: []string{"a"}}
	windows := proofpoint.Windows{FromAt: "query:from", ToAt: "query:to"}
	for name, p := range map[string]proofpoint.Pager{
		"values, values, numbers":  proofpoint.Nest(values, proofpoint.Nest(proofpoint.Values{Where: "query:w"}, numbers)),
		"windows, values, numbers": proofpoint.Nest(windows, proofpoint.Nest(values, numbers)),
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[1]`) }}
		c, _ := newClient(t, s, tapConfig())
		var cur proofpoint.Cursor
		if got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: p}, proofpoint.Resume(&cur))); err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// TestHalvedWindowsHaveNoRemainder: what is left of a range is not shorter than
// the service accepts, and nothing is asked for twice.
func TestHalvedWindowsHaveNoRemainder(t *testing.T) {
	var asked []string
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		from, _ := time.Parse(time.RFC3339, r.URL.Query().Get("from"))
		to, _ := time.Parse(time.RFC3339, r.URL.Query().Get("to"))
		if to.Sub(from) > 60*time.Second {
			return answer(504, "")
		}
		if to.Sub(from) < 30*time.Second {
			t.Errorf("a window of %s", to.Sub(from))
		}
		asked = append(asked, from.Format("04:05")+"-"+to.Format("04:05"))
		return answer(200, `[1]`)
	}}
	c, _ := newClient(t, s, tapConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
	_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x", Pager: proofpoint.Windows{
		From: noon.Add(-221 * time.Second), To: noon, Min: 30 * time.Second, Halve: 30 * time.Second, FromAt: "query:from", ToAt: "query:to"}}))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(asked); i++ {
		_, before, _ := strings.Cut(asked[i-1], "-")
		if after, _, _ := strings.Cut(asked[i], "-"); before != after {
			t.Errorf("%s is followed by %s", asked[i-1], asked[i])
		}
	}
}

// TestSecretsInBodies: one that cannot be sent from where it stands is refused,
// not sent as the word that it prints as.
func TestSecretsInBodies(t *testing.T) {
	type params struct {
		Pass    string         `in:"body:pass" secret:"true"`
		Members map[string]any `in:"body:members"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST"}})
	secret := proofpoint.NewSecret(testSecret)
	if r, err := o.Build(map[string]any{"pass": &secret}); err != nil || string(r.Body) != `{"pass":"`+testSecret+`"}` {
		t.Errorf("a pointer: %s, %v", r.Body, err)
	}
	if r, err := o.Build(map[string]any{"members": map[string]any{"client_secret": secret}}); err == nil || strings.Contains(err.Error(), testSecret) {
		t.Errorf("inside an object: %s, %v; want an error", r.Body, err)
	}
}

// TestAsCollectsTheRestOnce: a field for what no other takes gets it once.
func TestAsCollectsTheRestOnce(t *testing.T) {
	type v struct {
		A    string         `json:"a"`
		B    int            `json:"b"`
		Rest jsontext.Value `json:",embed"`
	}
	got, err := proofpoint.One[v](oneRecord(`{"a":"x","z":9,"b":2,"b":3}`))
	if diff := cmp.Diff(`{"z":9}`, string(got.Rest)); err != nil || diff != "" || got.B != 3 {
		t.Errorf("%+v, %v; the rest mismatch (-want +got):\n%s", got, err, diff)
	}
	if got, err = proofpoint.One[v](oneRecord(`{"z":9,"a":5,"b":2}`)); err == nil || got.B != 2 || !json.Valid(got.Rest) || strings.Count(string(got.Rest), "z") != 1 {
		t.Errorf("beside an odd member: %+v (%s), %v", got, got.Rest, err)
	}
}
