// TAP: sign-in, quota pools, windows and error texts, filters and the envelope;
// one test for each item of what the service is known to do.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

var siemPaths = map[string][]string{
	"clicks/blocked":     {"clicksBlocked"},
	"clicks/permitted":   {"clicksPermitted"},
	"messages/blocked":   {"messagesBlocked"},
	"messages/delivered": {"messagesDelivered"},
	"issues":             {"clicksPermitted", "messagesDelivered"},
	"all":                {"clicksPermitted", "clicksBlocked", "messagesDelivered", "messagesBlocked"},
}

func TestTAPBadCredentials(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	for name, sign := range map[string]func(*http.Request){
		"none":            func(r *http.Request) { r.Header.Del("Authorization") },
		"wrong secret":    func(r *http.Request) { r.SetBasicAuth("tap-principal.example", "x") },
		"wrong principal": func(r *http.Request) { r.SetBasicAuth("x", "x") },
		"bearer":          func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") },
	} {
		t.Run(name, func(t *testing.T) {
			r := tapRequest(t, s, tapBase+"/v2/siem/all?sinceSeconds=3600&format=json")
			sign(r)
			a := send(t, s, r)
			if a.status != 401 || !strings.Contains(a.body, "Credentials authentication failed") || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
				t.Errorf("got %d %q %q", a.status, a.header.Get("Content-Type"), a.body)
			}
		})
	}
}

func TestTAPQuotaPools(t *testing.T) {
	s := proofpointtest.New(t)
	ask := func(path string) int {
		t.Helper()
		return tap(t, s, path, "sinceSeconds=60&format=json").status
	}
	shared := []string{"clicks/blocked", "messages/blocked", "messages/delivered", "issues", "all"}
	for i := range 1800 {
		if got := ask(shared[i%5]); got != 200 {
			t.Fatalf("call %d: %d", i+1, got)
		}
	}
	a := tap(t, s, "all", "sinceSeconds=60&format=json")
	if a.status != 429 || a.body != "" || a.header.Get("Retry-After") != "" {
		t.Errorf("spent pool: %d %q %v, want 429 without body and Retry-After", a.status, a.body, a.header)
	}
	if got := ask("clicks/permitted"); got != 200 {
		t.Errorf("clicks/permitted has a pool of its own: %d", got)
	}
	s.Clock().Advance(24*time.Hour - time.Second)
	if got := ask("all"); got != 429 {
		t.Errorf("a second before the oldest call passes out: %d", got)
	}
	s.Clock().Advance(time.Second)
	if got := ask("all"); got != 200 {
		t.Errorf("when the oldest call has passed out: %d", got)
	}

	s.Quota("tap.clicks.permitted", 0)
	if got := ask("clicks/permitted"); got != 429 {
		t.Errorf("limit 0: %d", got)
	}
	s.Quota("tap.siem", -1)
	for range 2000 {
		if got := ask("issues"); got != 200 {
			t.Fatalf("no limit: %d", got)
		}
	}
}

func TestTAPQuotaCountsBadRequestsButNotStrangers(t *testing.T) {
	s := proofpointtest.New(t)
	s.Quota("tap.siem", 1)
	r := tapRequest(t, s, tapBase+"/v2/siem/all?sinceSeconds=60")
	r.SetBasicAuth("x", "y")
	if a := send(t, s, r); a.status != 401 {
		t.Fatal(a.status)
	}
	if a := tap(t, s, "all", ""); a.status != 400 {
		t.Fatal(a.status)
	}
	if a := tap(t, s, "all", "sinceSeconds=60"); a.status != 429 {
		t.Errorf("a 400 is counted: got %d", a.status)
	}
}

func TestTAPWindowRules(t *testing.T) {
	const (
		short   = "The requested interval is too short. Requests must be for at least 30.00s of data"
		far     = "The requested start time is too far into the past. Requests for information up to 7.00d are accepted"
		current = "The requested interval is still current."
	)
	at := func(d time.Duration) time.Time { return begin.Add(d) }
	week := 7 * 24 * time.Hour
	since := func(d time.Duration) string { return "sinceTime=" + at(d).Format(time.RFC3339) }
	for _, c := range []struct {
		name, query string
		status      int
		text        string // contained; "-" means an empty body
		end         string
	}{
		{"none", "", 400, "Exactly one", ""},
		{"two", "sinceSeconds=60&" + since(-time.Minute), 400, "Exactly one", ""},
		{"one twice", "sinceSeconds=60&sinceSeconds=60", 400, "Exactly one", ""},
		{"seconds 29", "sinceSeconds=29", 400, short, ""},
		{"seconds 30", "sinceSeconds=30", 200, "", "2026-11-02T12:00:00Z"},
		{"seconds 3600", "sinceSeconds=3600", 200, "", "2026-11-02T12:00:00Z"},
		{"seconds 3601", "sinceSeconds=3601", 400, "too long", ""},
		{"seconds 0", "sinceSeconds=0", 400, "not a positive integer", ""},
		{"seconds word", "sinceSeconds=hour", 400, "not a positive integer", ""},
		{"interval 29 s", interval(at(-29*time.Second), at(0)), 400, short, ""},
		{"interval 30 s", interval(at(-time.Minute), at(-30*time.Second)), 200, "", "2026-11-02T11:59:30Z"},
		{"interval an hour", interval(at(-2*time.Hour), at(-time.Hour)), 200, "", "2026-11-02T11:00:00Z"},
		{"interval over an hour", interval(at(-2*time.Hour), at(-time.Hour+time.Second)), 400, "too long", ""},
		{"interval to now", interval(at(-time.Hour), at(0)), 200, "", "2026-11-02T12:00:00Z"},
		{"interval into the future", interval(at(-time.Minute), at(time.Second)), 400, current, ""},
		{"interval end first", interval(at(-time.Minute), at(-2*time.Minute)), 400, "-", ""},
		{"exactly seven days", interval(at(-week), at(-week+time.Minute)), 400, far, ""},
		{"eight days", interval(at(-8*24*time.Hour), at(-8*24*time.Hour+time.Minute)), 400, far, ""},
		{"just under seven days", interval(at(-week+time.Millisecond), at(-week+time.Minute)), 200, "", "2026-10-26T12:01:00Z"},
		{"sinceTime an hour", since(-time.Hour), 200, "", "2026-11-02T12:00:00Z"},
		{"sinceTime and the rounding", since(-time.Hour - 30*time.Second), 200, "", "2026-11-02T12:00:00Z"},
		{"sinceTime longer", since(-time.Hour - 31*time.Second), 400, "too long", ""},
		{"sinceTime short", since(-20 * time.Second), 400, short, ""},
		{"sinceTime future", since(time.Minute), 400, "-", ""},
		{"sinceTime weeks ago", since(-8 * 24 * time.Hour), 400, far, ""},
		{"start and end", "interval=2026-11-02T11:00:00Z/2026-11-02T11:30:00Z", 200, "", "2026-11-02T11:30:00Z"},
		{"duration and end", "interval=PT30M/2026-11-02T11:30:00Z", 200, "", "2026-11-02T11:30:00Z"},
		{"hour in minutes", "interval=PT60M/2026-11-02T11:30:00Z", 200, "", "2026-11-02T11:30:00Z"},
		{"duration of parts", "interval=PT29M30.5S/2026-11-02T11:30:00Z", 200, "", "2026-11-02T11:30:00Z"},
		{"start and duration, offset without colon", "interval=2026-11-02T04:00:00-0700/PT30M", 200, "", "2026-11-02T11:30:00Z"},
		{"milliseconds", "interval=2026-11-02T11:00:00.000Z/2026-11-02T11:30:00.250Z", 200, "", "2026-11-02T11:30:00Z"},
		{"microseconds and offset", "interval=2026-11-02T11:00:00.123456%2B00:00/2026-11-02T11:30:00.123456%2B00:00", 200, "", "2026-11-02T11:30:00Z"},
		{"raw plus", "interval=2026-11-02T11:00:00+00:00/2026-11-02T11:30:00+00:00", 400, "badly formatted", ""},
		{"no zone", "interval=2026-11-02T11:00:00/2026-11-02T11:30:00", 200, "", "2026-11-02T11:30:00Z"},
		{"encoded", "interval=2026-11-02T11%3A00%3A00Z%2F2026-11-02T11%3A30%3A00Z", 200, "", "2026-11-02T11:30:00Z"},
		{"two durations", "interval=PT30M/PT30M", 400, "badly formatted", ""},
		{"empty duration", "interval=PT/2026-11-02T11:30:00Z", 400, "badly formatted", ""},
		{"months", "interval=P1M/2026-11-02T11:30:00Z", 400, "badly formatted", ""},
		{"a day", "interval=P1D/2026-11-02T11:30:00Z", 400, "too long", ""},
		{"garbage", "interval=yesterday", 400, "badly formatted", ""},
		{"bad query", "sinceSeconds=60;x=1", 400, "badly formatted", ""},
		{"limit is ignored", "sinceSeconds=60&limit=1", 200, "", "2026-11-02T12:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := proofpointtest.New(t, proofpointtest.Seeded(1))
			a := tap(t, s, "all", c.query+"&format=JSON")
			if a.status != c.status {
				t.Fatalf("status %d, want %d: %q", a.status, c.status, a.body)
			}
			switch {
			case c.status == 200:
				if got := decode(t, a.body).QueryEndTime; got != c.end {
					t.Errorf("queryEndTime %s, want %s", got, c.end)
				}
			case c.text == "-":
				if a.body != "" {
					t.Errorf("body %q, want none", a.body)
				}
			case !strings.Contains(a.body, c.text) || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain"):
				t.Errorf("got %q %q, want text/plain with %q", a.header.Get("Content-Type"), a.body, c.text)
			}
		})
	}
}

func TestTAPServerTimeRoundedToTheMinute(t *testing.T) {
	for second, want := range map[int]string{0: "12:00:00", 29: "12:00:00", 30: "12:01:00", 59: "12:01:00"} {
		s := proofpointtest.New(t, proofpointtest.At(begin.Add(time.Duration(second)*time.Second)))
		for _, q := range []string{"sinceSeconds=3600", "sinceTime=2026-11-02T11:01:00Z"} {
			if got := decode(t, tap(t, s, "all", q+"&format=json").body).QueryEndTime; got != "2026-11-02T"+want+"Z" {
				t.Errorf(":%02d %s: %s, want %s", second, q, got, want)
			}
		}
	}
}

func TestTAPFormat(t *testing.T) {
	s := proofpointtest.New(t)
	for query, want := range map[string]int{
		"&format=json": 200, "&format=JSON": 200, "": 204, "&format=syslog": 204,
		"&format=jsonp": 400, "&format=xml": 400, "&format=": 400, "&format=json&format=json": 400,
	} {
		if a := tap(t, s, "all", "sinceSeconds=60"+query); a.status != want {
			t.Errorf("%q: %d, want %d", query, a.status, want)
		}
	}
}

func TestTAPEnvelope(t *testing.T) {
	empty, full := proofpointtest.New(t), proofpointtest.New(t, proofpointtest.Seeded(1))
	for path, arrays := range siemPaths {
		t.Run(path, func(t *testing.T) {
			want := `{"queryEndTime" : "2026-11-02T12:00:00Z"`
			for _, a := range arrays {
				want += fmt.Sprintf(", %q : []", a)
			}
			a := tap(t, empty, path, "sinceSeconds=3600&format=json")
			if diff := cmp.Diff(want+"}", a.body); diff != "" {
				t.Errorf("empty %s mismatch (-want +got):\n%s", path, diff)
			}
			if got := a.header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type %q", got)
			}
			e := decode(t, tap(t, full, path, "sinceSeconds=3600&format=json").body)
			if diff := cmp.Diff(append([]string{"queryEndTime"}, arrays...), e.Order); diff != "" {
				t.Errorf("order mismatch (-want +got):\n%s", diff)
			}
			for name, events := range e.Arrays {
				if len(events) == 0 {
					t.Errorf("%s is empty", name)
				}
			}
		})
	}
}

func TestTAPPlainText(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.PlainText())
	if got := tap(t, s, "all", "sinceSeconds=60&format=json").header.Get("Content-Type"); !strings.HasPrefix(got, "text/plain") {
		t.Errorf("Content-Type %q", got)
	}
}

func TestTAPFilters(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(1000))
	world := slices.Collect(s.Events(begin.Add(-20*time.Minute), begin))
	ids := func(query string) map[string]bool {
		t.Helper()
		a := tap(t, s, "all", interval(begin.Add(-20*time.Minute), begin)+"&format=json"+query)
		if a.status != 200 {
			t.Fatalf("%s: %d %s", query, a.status, a.body)
		}
		set := map[string]bool{}
		for _, events := range decode(t, a.body).Arrays {
			for _, raw := range events {
				set[unmarshal[struct{ ID string }](t, string(raw)).ID] = true
			}
		}
		return set
	}
	wanted := func(keep func(proofpointtest.Event) bool) map[string]bool {
		set := map[string]bool{}
		for _, e := range world {
			if keep(e) {
				set[e.ID] = true
			}
		}
		return set
	}
	has := func(words ...string) func(proofpointtest.Event) bool {
		return func(e proofpointtest.Event) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(string(e.Raw), w) })
		}
	}
	falsePositive := has(`"threatStatus":"falsePositive"`, `"threatStatus":"falsepositive"`)
	url := has(`"threatType":"url"`, `"clickTime"`)
	for _, c := range []struct {
		query string
		keep  func(proofpointtest.Event) bool
	}{
		{"", proofpointtest.Event.Default},
		{"", has(`"threatStatus":"active"`, `"threatStatus":"cleared"`)},
		{"&threatStatus=active", has(`"threatStatus":"active"`)},
		{"&threatStatus=cleared", has(`"threatStatus":"cleared"`)},
		{"&threatStatus=falsePositive", falsePositive},
		{"&threatStatus=active&threatStatus=cleared&threatStatus=falsePositive", func(proofpointtest.Event) bool { return true }},
		{"&threatType=url", func(e proofpointtest.Event) bool { return e.Default() && url(e) }},
		{"&threatType=attachment&threatType=messageText", func(e proofpointtest.Event) bool { return e.Default() && !url(e) }},
	} {
		want := wanted(c.keep)
		if len(want) == 0 {
			t.Errorf("%q: the world has none", c.query)
		}
		if diff := cmp.Diff(want, ids(c.query)); diff != "" {
			t.Errorf("%q mismatch (-want +got):\n%.1000s", c.query, diff)
		}
	}
	for _, q := range []string{"threatStatus=expired", "threatType=message", "threatStatus=active,cleared"} {
		if a := tap(t, s, "all", "sinceSeconds=60&format=json&"+q); a.status != 400 {
			t.Errorf("%s: %d", q, a.status)
		}
	}
}

// The window selects by the later of event and threat time, its start is in and
// its end is not; neighbours meet without a hole and without a repeat.
func TestTAPSelectionByCreationTimeHalfOpen(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	from, to := begin.Add(-3*time.Hour), begin
	want := map[string]string{}
	var cut time.Time
	for e := range s.Events(from, to) {
		if !e.Default() {
			continue
		}
		want[e.Kind+e.ID] = string(e.Raw)
		if e.Created.After(from.Add(time.Hour)) && e.Created.Before(to.Add(-time.Hour)) {
			cut = e.Created // a window's edge on an event
		}
		var m struct {
			MessageTime, ClickTime, ThreatTime time.Time
			ThreatsInfoMap                     []struct{ ThreatTime time.Time }
		}
		if err := json.Unmarshal(e.Raw, &m); err != nil {
			t.Fatal(err)
		}
		latest := slices.MaxFunc([]time.Time{m.MessageTime, m.ClickTime, m.ThreatTime}, time.Time.Compare)
		for _, th := range m.ThreatsInfoMap {
			if th.ThreatTime.After(latest) {
				latest = th.ThreatTime
			}
		}
		if !latest.Equal(e.Created) {
			t.Errorf("%s: created %v, but the latest time in it is %v", e.ID, e.Created, latest)
		}
	}
	got := map[string]string{}
	edges := []time.Time{from, from.Add(time.Hour), cut, cut.Add(time.Minute), to.Add(-30 * time.Minute), to}
	for i := range len(edges) - 1 {
		for kind, events := range decode(t, tap(t, s, "all", interval(edges[i], edges[i+1])+"&format=json").body).Arrays {
			for _, raw := range events {
				key := kind + unmarshal[struct{ ID string }](t, string(raw)).ID
				if got[key] != "" {
					t.Errorf("%s comes twice", key)
				}
				got[key] = string(raw)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("windows and world mismatch (-want +got):\n%.2000s", diff)
	}
}

func TestTAPOrderIsShuffledAndRepeats(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	query := interval(begin.Add(-time.Hour), begin) + "&format=json"
	a, b := tap(t, s, "messages/delivered", query).body, tap(t, s, "messages/delivered", query).body
	if a != b {
		t.Error("the same window came in another order")
	}
	created := map[string]time.Time{}
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		created[e.ID] = e.Created
	}
	var times []time.Time
	for _, raw := range decode(t, a).Arrays["messagesDelivered"] {
		times = append(times, created[unmarshal[struct{ ID string }](t, string(raw)).ID])
	}
	if slices.IsSortedFunc(times, time.Time.Compare) {
		t.Error("sorted by time")
	}
}

func TestTAPShuffledParts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.ShuffledParts())
	type message struct {
		ID           string
		MessageParts []json.RawMessage
	}
	ask := func(from time.Time) map[string][]json.RawMessage {
		parts := map[string][]json.RawMessage{}
		for _, raw := range decode(t, tap(t, s, "messages/delivered", interval(from, begin)+"&format=json").body).Arrays["messagesDelivered"] {
			m := unmarshal[message](t, string(raw))
			parts[m.ID] = m.MessageParts
		}
		return parts
	}
	differ := 0
	one, two := ask(begin.Add(-time.Hour)), ask(begin.Add(-55*time.Minute))
	sorted := func(p []json.RawMessage) []string {
		var out []string
		for _, raw := range p {
			out = append(out, string(raw))
		}
		slices.Sort(out)
		return out
	}
	for id, parts := range two {
		if !cmp.Equal(one[id], parts) {
			differ++
		}
		if diff := cmp.Diff(sorted(one[id]), sorted(parts)); diff != "" {
			t.Errorf("%s has other parts (-one +two):\n%s", id, diff)
		}
	}
	if differ == 0 {
		t.Error("no message came with its parts in another order")
	}
}

func TestTAPLateIndexing(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Late(30*time.Minute))
	count := func() (n int) {
		for _, events := range decode(t, tap(t, s, "all", interval(begin.Add(-time.Hour), begin)+"&format=json").body).Arrays {
			n += len(events)
		}
		return n
	}
	before := count()
	s.Clock().Advance(30 * time.Minute)
	after, want := count(), 0
	for e := range s.Events(begin.Add(-time.Hour), begin) {
		if e.Default() {
			want++
		}
	}
	if before >= after || after != want {
		t.Errorf("%d events at once, %d after the delay, %d in the world", before, after, want)
	}
}

func TestTAPNothingFromTheFuture(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(3600), proofpointtest.At(begin.Add(31*time.Second)))
	// The answer's end is rounded up to 12:01:00, but 12:00:45 has not come yet.
	last := time.Time{}
	created := map[string]time.Time{}
	for e := range s.Events(begin.Add(-time.Minute), begin.Add(time.Minute)) {
		created[e.ID] = e.Created
	}
	for _, events := range decode(t, tap(t, s, "all", "sinceSeconds=60&format=json").body).Arrays {
		for _, raw := range events {
			at := created[unmarshal[struct{ ID string }](t, string(raw)).ID]
			if at.After(last) {
				last = at
			}
		}
	}
	if last.After(begin.Add(31*time.Second)) || last.Before(begin.Add(25*time.Second)) {
		t.Errorf("the latest event is of %v", last)
	}
}

func TestTAPUnknownPathAndMethod(t *testing.T) {
	s := proofpointtest.NewServer()
	a := send(t, s, tapRequest(t, s, tapBase+"/v2/quarantine"))
	if a.status != 404 || a.body != "{\"message\":\"HTTP 404 Not Found\"}\n" {
		t.Errorf("got %d %q", a.status, a.body)
	}
	r := tapRequest(t, s, tapBase+"/v2/siem/all")
	r.Method = http.MethodPost
	if a := send(t, s, r); a.status != 405 || a.header.Get("Allow") != "GET" {
		t.Errorf("POST: %d %v", a.status, a.header)
	}
}

// Whatever the query, the answer is one that the service gives.
func FuzzTAPQuery(f *testing.F) {
	for _, q := range []string{"", "sinceSeconds=60", "interval=PT1H/2026-11-02T11:30:00Z&format=json", "interval=2026-11-02T04:00:00-0700/PT30M&threatType=url", "sinceTime=2026-11-02T11:30:00Z&threatStatus=cleared", "interval=P1W/P", "interval=PT9999999999999999999S/2026-11-02T11:30:00Z", "%zz"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(60))
		r := tapRequest(t, s, tapBase+"/v2/siem/all")
		r.URL.RawQuery = query
		a := send(t, s, r)
		switch a.status {
		case 200:
			if a.header.Get("Content-Type") == "application/json" {
				decode(t, a.body)
			}
		case 204, 400:
		default:
			t.Errorf("%q: %d %s", query, a.status, a.body)
		}
	})
}

func TestTAPWorldHasABeginning(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.Rate(1))
	n := 0
	for range s.Events(time.Time{}, begin) {
		n++
	}
	if n < 700 || n > 720 {
		t.Errorf("%d events in thirty days", n)
	}
}
