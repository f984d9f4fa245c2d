// What the tests of this package share: signed requests and decoded answers.

package proofpointtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// begin is where the virtual clock starts.
var begin = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

const (
	tapBase  = "https://tap-api-v2.proofpoint.com"
	casbBase = "https://api.protect.proofpoint.com"
	etiBase  = "https://api.emergingthreats.net/v1"
)

// answer is a response that was read to its end.
type answer struct {
	status int
	header http.Header
	body   string
	err    error // of reading the body
}

func send(t testing.TB, s *proofpointtest.Server, r *http.Request) answer {
	t.Helper()
	resp, err := s.RoundTrip(r)
	if err != nil {
		t.Fatalf("RoundTrip(%s): %v", r.URL, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(b), err}
}

func request(t testing.TB, method, address, body string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// tap asks a SIEM path, signed.
func tap(t testing.TB, s *proofpointtest.Server, path, query string) answer {
	t.Helper()
	return send(t, s, tapRequest(t, s, tapBase+"/v2/siem/"+path+"?"+query))
}

func tapRequest(t testing.TB, s *proofpointtest.Server, address string) *http.Request {
	t.Helper()
	_, f := s.Credentials("tap")
	r := request(t, http.MethodGet, address, "")
	r.SetBasicAuth(f["principal"], f["secret"])
	return r
}

func interval(from, to time.Time) string {
	return "interval=" + url.QueryEscape(from.Format(time.RFC3339Nano)+"/"+to.Format(time.RFC3339Nano))
}

// envelope is a SIEM answer.
type envelope struct {
	QueryEndTime string
	Arrays       map[string][]json.RawMessage
	Order        []string
}

func decode(t testing.TB, body string) envelope {
	t.Helper()
	if !json.Valid([]byte(body)) {
		t.Fatalf("not JSON: %.400s", body)
	}
	dec := json.NewDecoder(strings.NewReader(body))
	e := envelope{Arrays: map[string][]json.RawMessage{}}
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		e.Order = append(e.Order, name.(string))
		if name == "queryEndTime" {
			err = dec.Decode(&e.QueryEndTime)
		} else {
			var items []json.RawMessage
			err = dec.Decode(&items)
			e.Arrays[name.(string)] = items
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// members returns the names in an object, in order.
func members(t testing.TB, raw json.RawMessage) (names []string) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
	}
	return names
}

func unmarshal[T any](t testing.TB, raw string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatalf("%v in %.400s", err, raw)
	}
	return v
}
