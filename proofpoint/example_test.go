// The front door of go doc: each Example runs against the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/jarcoal/httpmock"
	"golang.org/x/time/rate"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func Example() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client() // proofpoint.NewClientFromEnv() where there are credentials
	kinds := map[proofpoint.TAPKind]int{}
	for event, err := range client.TAP.All(context.Background(), proofpoint.TAPSIEMParams{Since: 24 * time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		kinds[event.Kind]++
	}
	fmt.Println(len(kinds), "kinds of events")
	// Output: 4 kinds of events
}

func ExampleTAPService_MessagesDelivered() {
	n := 0
	for message, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.MessagesDelivered(context.Background(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n == 1 {
			fmt.Println(message.Kind, len(message.Recipient), "recipient")
		}
	}
	// Output: messagesDelivered 1 recipient
}

// Any endpoint gives records: name the service, the path and the path to data.
func ExampleClient_Records() {
	request := proofpoint.Request{
		Service: proofpoint.ETI,
		Path:    "/domains/login-update.example/nameservers",
		Records: pathdata.MustCompile("$.response"),
	}
	for record, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Records(context.Background(), request) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(record.Path)
	}
	// Output:
	// $['response'][0]
	// $['response'][1]
}

func ExampleClient_RawRequest() {
	response, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().RawRequest(context.Background(), proofpoint.Request{
		Service: proofpoint.TAP, Path: "/v2/siem/issues", Query: map[string][]string{"sinceSeconds": {"3600"}, "format": {"JSON"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	start := make([]byte, 15)
	if _, err := io.ReadFull(response.Body, start); err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, string(start))
	// Output: 200 {"queryEndTime"
}

// A cursor goes on where the last run stopped.
func ExampleResume() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	params := proofpoint.TAPSIEMParams{Since: 3 * time.Hour}
	var cursor proofpoint.Cursor // from text kept since the last run
	for _, err := range client.TAP.All(context.Background(), params, proofpoint.Resume(&cursor)) {
		if err != nil {
			log.Fatal(err)
		}
	}
	text, err := cursor.MarshalText() // keep this
	fmt.Println(len(text) > 0, err)
	// Output: true <nil>
}

// A poison record does not stop the others.
func ExampleCanContinue() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder("GET", "https://api.example/things", httpmock.NewStringResponder(200, `[{"n":1},{"n":"many"},{"n":3}]`))
	client, err := proofpoint.NewClient(nil, proofpointtest.Options(mock)...)
	if err != nil {
		log.Fatal(err)
	}
	type thing struct {
		N int `json:"n"`
	}
	for t, err := range proofpoint.As[thing](client.Records(context.Background(), proofpoint.Request{Path: "https://api.example/things"})) {
		if err != nil && proofpoint.CanContinue(err) {
			fmt.Println("skipped one")
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.N)
	}
	// Output:
	// 1
	// skipped one
	// 3
}

// Errors tell who has to act.
func ExampleAPIError() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponderWithQuery("GET", "https://tap-api-v2.proofpoint.com/v2/siem/all",
		map[string]string{"sinceSeconds": "3600", "format": "JSON"}, httpmock.NewStringResponder(401, "Credentials authentication failed"))
	client, err := proofpoint.NewClient(proofpoint.Config{
		proofpoint.TAP: {Auth: proofpoint.Basic("principal", proofpoint.NewSecret("not-the-secret"))},
	}, proofpointtest.Options(mock)...)
	if err != nil {
		log.Fatal(err)
	}
	for _, err := range client.TAP.All(context.Background(), proofpoint.TAPSIEMParams{}) {
		fmt.Println(errors.Is(err, proofpoint.ErrUnauthorized))
		fmt.Println(err)
	}
	// Output:
	// true
	// proofpoint: tap.siem.all: 401: Credentials authentication failed; the credential of service "tap" was refused: check or rotate it
}

func ExampleClient_Plan() {
	request, err := proofpoint.TAPSIEMParams{Since: 24 * time.Hour}.AllRequest()
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for planned, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Plan(request) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n == 1 {
			fmt.Println(planned)
		}
	}
	fmt.Println(n, "requests")
	// Output:
	// GET https://tap-api-v2.proofpoint.com/v2/siem/all?format=JSON&interval=2026-11-01T12%3A00%3A00Z%2F2026-11-01T12%3A57%3A36Z
	// 25 requests
}

// What a query costs, before a request is made.
func ExampleDraws() {
	request, err := proofpoint.TAPSIEMParams{Since: 24 * time.Hour}.AllRequest()
	if err != nil {
		log.Fatal(err)
	}
	draws, err := proofpoint.Draws(proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Plan(request))
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range draws {
		fmt.Println(d)
	}
	// Output: 25 requests of pool "siem", which has 1800 in 24h0m0s
}

func ExampleClient_Probe() {
	request := proofpoint.Request{Service: proofpoint.ETI, Path: "/domains/login-update.example/reputation"}
	probe, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Probe(context.Background(), request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(probe.Status, probe.Suggestions[0].Path)
	fmt.Println("Authorization:", probe.Sent.Get("Authorization"))
	fmt.Println(probe.Cost[0])
	// Output:
	// 200 $.response[*]
	// Authorization: [redacted]
	// 1 request, of no known quota
}

// A request of one's own with page numbers.
func ExampleNumbers() {
	request := proofpoint.Request{
		Service: "gateway", Path: "/v1/blocklist", Records: pathdata.MustCompile("$.entries[*]"),
		Pager: proofpoint.Numbers{Where: "query:page", First: 1},
	}
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	cfg := fake.Config()
	cfg["gateway"] = cfg["trap.gateway"]
	client, err := proofpoint.NewClient(cfg, proofpoint.WithTransport(fake))
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for _, err := range client.Records(context.Background(), request) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "entries on", len(fake.Calls("")), "pages, the last one empty")
	// Output: 23 entries on 2 pages, the last one empty
}

// One limiter for all of a service's requests: here ten a minute.
func ExamplePer() {
	limiter := rate.NewLimiter(rate.Every(6*time.Second), 10)
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	client := fake.Client(proofpoint.WithPacing(proofpoint.Per(limiter), proofpoint.CTR))
	operation, _ := proofpoint.OperationNamed("trap.lists.block")
	request, err := operation.Build(map[string]any{"cluster_id": "acme_hosted", "size": 5})
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for _, err := range client.Records(context.Background(), request) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "entries")
	// Output: 5 entries
}
