// The servers that the scripts talk to: the fake over real HTTP, and hosts that
// do what hosts do on bad days. All listen on loopback.

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const (
	htmlPage = "<!DOCTYPE html><html><head><title>Sign in to the proxy</title></head><body>\n<p>hello</p></body></html>\n"
	events   = `{"queryEndTime":"2026-11-23T03:00:00Z","messagesBlocked":[{"id":"m1"},{"id":"m2"},{"id":"m3"}]}`
)

// answers are servers that say one thing to everybody.
var answers = map[string]http.HandlerFunc{
	"401":    says(401, "text/plain", "Credentials authentication failed."),
	"403":    says(403, "application/json", `{"message":"not licensed"}`),
	"429":    says(429, "text/plain", "", "Retry-After", "3600"),
	"500":    says(500, "text/html", htmlPage),
	"302":    says(302, "text/plain", "", "Location", "https://elsewhere.example/login?ticket=t0p"),
	"text":   says(200, "application/json", "All is well."),
	"html":   says(200, "text/html", htmlPage),
	"events": says(200, "application/json", events),
	"lines":  says(200, "application/x-ndjson", "{\"id\":\"m1\"}\n{\"id\":\"m2\"}\n{\"id\":\"m3\"}\n"),
	"broken": says(200, "application/json", "{\"messagesBlocked\":[{\"id\":\"m1\"},{\"id\":\"m2\",\"subject\":\"\xff\xfe\"}]}"),
	"cut": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", fmt.Sprint(len(events)))
		_, _ = fmt.Fprint(w, events[:len(events)-10])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	},
	"tickets": tickets,
	// Two orders, of which the second cannot be looked at.
	"orders": func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/orders":
			says(200, "application/json", `{"orders":[{"id":"o1"},{"id":"o2"}]}`)(w, r)
		case "/orders/o1":
			says(200, "application/json", `{"total":5}`)(w, r)
		default:
			says(500, "text/plain", "out of order")(w, r)
		}
	},
	// Whether a credential came along, and nothing of it.
	"echo": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `[{"method":%q,"uri":%q,"signed":%t,"tenant":%q,"length":%d}]`,
			r.Method, r.RequestURI, r.Header.Get("Authorization") != "", r.Header.Get("X-Tenant"), r.ContentLength)
	},
}

// tickets is an API that has nothing to do with Proofpoint: two pages, each with
// the link to the next, for those who have the key.
func tickets(w http.ResponseWriter, r *http.Request) {
	page, next := `{"id":"t1"},{"id":"t2"}`, `"http://`+r.Host+`/api/tickets?page=2"`
	switch {
	case r.Header.Get("X-Acme-Key") != "s3cret-key":
		w.WriteHeader(http.StatusUnauthorized)
		return
	case r.URL.Query().Get("page") == "2":
		page, next = `{"id":"t3"}`, "null"
	case r.URL.Path != "/api/tickets" || r.URL.Query().Get("state") != "open":
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"tickets":[%s],"next":%s}`, page, next)
}

func says(status int, contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}
}

// serve NAME [VARIABLE]: starts a server for the rest of the script and sets
// the variable, URL if none is named, to its address. "fake" sets the fake's
// credentials too, as FAKE_…; "hang" sends three records and then nothing.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: serve name [variable]")
	}
	variable := "URL"
	if len(args) == 2 {
		variable = args[1]
	}
	switch handler := answers[args[0]]; {
	case args[0] == "fake":
		fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(demoRate), proofpointtest.WallClock())
		ts.Defer(fake.Close)
		ts.Setenv(variable, fake.URL())
		for _, service := range []string{"tap", "casb", "trap.ptr", "trap.ctr", "eti"} {
			_, fields := fake.Credentials(service)
			for name, value := range fields {
				ts.Setenv("FAKE_"+strings.ToUpper(strings.ReplaceAll(service, ".", "_")+"_"+name), value)
			}
		}
	case args[0] == "hang":
		s := stateOf(ts)
		s.reached = make(chan struct{})
		start(ts, variable, hang(s.reached))
	case handler != nil:
		start(ts, variable, handler)
	default:
		ts.Fatalf("no server %q", args[0])
	}
}

func start(ts *testscript.TestScript, variable string, h http.Handler) {
	server := httptest.NewServer(h)
	ts.Defer(func() {
		server.CloseClientConnections()
		server.Close()
	})
	ts.Setenv(variable, server.URL)
}

// hang sends the beginning of an answer, then waits until the client leaves.
func hang(reached chan struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `[{"id":1},{"id":2},{"id":3},{"id":`)
		_ = http.NewResponseController(w).Flush()
		close(reached)
		<-r.Context().Done()
	}
}
