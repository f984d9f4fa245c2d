// Requests by hand reach every kind of API: each way to sign in, with each way
// to page, against the fake's services of that kind.

package proofpoint_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// styleAuth is how a client signs for a service of the fake.
func styleAuth(kind, base string, fields map[string]string) proofpoint.Authenticator {
	secret := func(name string) proofpoint.Secret { return proofpoint.NewSecret(fields[name]) }
	return map[string]func() proofpoint.Authenticator{
		"basic":     func() proofpoint.Authenticator { return proofpoint.Basic(fields["user"], secret("password")) },
		"key":       func() proofpoint.Authenticator { return proofpoint.Key("Authorization", secret("key")) },
		"keyheader": func() proofpoint.Authenticator { return proofpoint.Key("x-apikey-token", secret("key")) },
		"login": func() proofpoint.Authenticator {
			return proofpoint.CASBLogin(secret("api_key"), fields["client_id"], secret("client_secret"))
		},
		"pair": func() proofpoint.Authenticator {
			return proofpoint.HeaderPair("X-User", secret("user"), "X-Password", secret("password"))
		},
		"oauth2": func() proofpoint.Authenticator {
			return proofpoint.OAuth2(base+fields["token_path"], fields["client_id"], secret("client_secret"), url.Values{"scope": {fields["scope"]}})
		},
		"pathkey": func() proofpoint.Authenticator { return proofpoint.PathKey(secret("key")) },
		"none":    proofpoint.Anonymous,
	}[kind]()
}

// styleRequests are requests by hand, one for each way to page.
func styleRequests(now time.Time) map[string]proofpoint.Request {
	post := proofpoint.Request{Method: http.MethodPost, Repeatable: true}
	with := func(r proofpoint.Request, path string, p proofpoint.Pager) proofpoint.Request {
		r.Records, r.Pager = pathdata.MustCompile(path), p
		return r
	}
	sized := func(name string) proofpoint.Request {
		return proofpoint.Request{Query: url.Values{name: {"3"}}}
	}
	at := pathdata.MustCompile
	return map[string]proofpoint.Request{
		"none":       with(proofpoint.Request{}, "$.items[*]", nil),
		"bodypage":   with(post, "$.alerts[*]", proofpoint.Numbers{Where: "body:page", Size: 3}),
		"springpage": with(sized("size"), "$.content[*]", proofpoint.Numbers{Where: "query:page", Last: at("$.last")}),
		"pagesize":   with(sized("page_size"), "$.orgs[*]", proofpoint.Numbers{Where: "query:page", First: 1, Size: 3}),
		"pagenum":    with(sized("page_size"), "$.data[*]", proofpoint.Numbers{Where: "query:page_num", First: 1, Size: 3, Total: at("$.metadata.pagination.totalItemCount")}),
		"links":      with(sized("page[size]"), "$.data[*]", proofpoint.Links{URL: at("$.links.next")}),
		"rows":       with(post, "$.rows[*]", proofpoint.Rows{FromAt: "body:startRow", ToAt: "body:endRow", Size: 3, Total: at("$.total")}),
		"offset":     with(post, "$.data[*]", proofpoint.Offsets{Where: "body:offset", SizeAt: "body:limit", Size: 3}),
		"windows": with(proofpoint.Request{}, "$.items[*]", proofpoint.Windows{From: now.Add(-8 * time.Hour), To: now, Max: 3 * time.Hour,
			FromAt: "query:from", ToAt: "query:to"}),
		"token": with(proofpoint.Request{}, "$.events[*]", proofpoint.Links{URL: at("$.next_page_token"), Where: "query:page_token"}),
	}
}

func numbersOf(seq iter.Seq2[proofpoint.Record, error]) (got []int, err error) {
	for r, err := range seq {
		if err != nil {
			return got, err
		}
		var v struct{ N int }
		if err := json.Unmarshal(r.Raw, &v); err != nil {
			return got, err
		}
		got = append(got, v.N)
	}
	return got, nil
}

func TestStyles(t *testing.T) {
	for _, auth := range proofpointtest.StyleAuths() {
		for _, paging := range proofpointtest.StylePagings() {
			name := "style." + auth + "." + paging
			t.Run(name, func(t *testing.T) {
				s := proofpointtest.New(t)
				service := proofpoint.Service("style." + auth)
				base, fields := s.Credentials(string(service))
				c, err := proofpoint.NewClient(proofpoint.Config{service: {BaseURL: base, Auth: styleAuth(auth, base, fields)}},
					proofpoint.WithTransport(s), proofpoint.WithClock(s.Clock()))
				if err != nil {
					t.Fatal(err)
				}
				r, ok := styleRequests(s.Clock().Now())[paging]
				if !ok {
					t.Fatalf("no request by hand pages by %q", paging)
				}
				r.Service, r.Path = service, "/"+paging
				got, err := numbersOf(c.Records(t.Context(), r))
				if diff := cmp.Diff([]int{1, 2, 3, 4, 5, 6, 7}, got); err != nil || diff != "" {
					t.Errorf("%v; records mismatch (-want +got):\n%s", err, diff)
				}
				if calls := s.Calls(name); len(calls) == 0 {
					t.Errorf("the fake was not asked for %s", name)
				}
			})
		}
	}
}

// TestStylesResume: every way to page can be broken off at any record and gone
// on with from the cursor's text, and then nothing is missing.
func TestStylesResume(t *testing.T) {
	s := proofpointtest.New(t)
	base, fields := s.Credentials("style.key")
	for paging, r := range styleRequests(s.Clock().Now()) {
		for stop := 1; stop <= 7; stop++ {
			t.Run(fmt.Sprint(paging, stop), func(t *testing.T) {
				c, err := proofpoint.NewClient(proofpoint.Config{"style.key": {BaseURL: base, Auth: styleAuth("key", base, fields)}},
					proofpoint.WithTransport(s), proofpoint.WithClock(s.Clock()))
				if err != nil {
					t.Fatal(err)
				}
				r.Service, r.Path = "style.key", "/"+paging
				var cur proofpoint.Cursor
				seen := map[int]bool{}
				for rec, err := range c.Records(t.Context(), r, proofpoint.Resume(&cur)) {
					var v struct{ N int }
					if err != nil || json.Unmarshal(rec.Raw, &v) != nil {
						t.Fatal(err)
					}
					if seen[v.N] = true; len(seen) == stop {
						break
					}
				}
				text, err := cur.MarshalText()
				if err != nil {
					t.Fatal(err)
				}
				var again proofpoint.Cursor
				if err := again.UnmarshalText(text); err != nil {
					t.Fatal(err)
				}
				rest, err := numbersOf(c.Records(t.Context(), r, proofpoint.Resume(&again)))
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range rest {
					seen[n] = true
				}
				if len(seen) != 7 {
					t.Errorf("broken off after %d: %d of 7 records came", stop, len(seen))
				}
			})
		}
	}
}
