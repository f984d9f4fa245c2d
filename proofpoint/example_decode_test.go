// What records can be made into, and how: examples of As and its options.

package proofpoint_test

import (
	"context"
	"fmt"
	"log"

	"github.com/jarcoal/httpmock"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Records of any shape become maps. Integers keeps identifiers exact.
func ExampleIntegers() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder("GET", "https://api.example/things", httpmock.NewStringResponder(200, `[{"id":9007199254740993},{"id":2,"share":0.5}]`))
	client, err := proofpoint.NewClient(nil, proofpointtest.Options(mock)...)
	if err != nil {
		log.Fatal(err)
	}
	records := client.Records(context.Background(), proofpoint.Request{Path: "https://api.example/things"})
	for m, err := range proofpoint.As[map[string]any](records, proofpoint.Integers()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m)
	}
	// Output:
	// map[id:9007199254740993]
	// map[id:2 share:0.5]
}

// Several goroutines decode, the order stays, and the cursor is where the loop
// is, though the walk is ahead of it.
func ExampleParallel() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder("GET", "https://api.example/things", httpmock.NewStringResponder(200, `[{"n":1},{"n":2},{"n":3}]`))
	client, err := proofpoint.NewClient(nil, proofpointtest.Options(mock)...)
	if err != nil {
		log.Fatal(err)
	}
	type thing struct {
		N int `json:"n"`
	}
	var cursor proofpoint.Cursor
	records := client.Records(context.Background(), proofpoint.Request{Path: "https://api.example/things"}, proofpoint.Resume(&cursor))
	for t, err := range proofpoint.As[thing](records, proofpoint.Parallel(4, &cursor)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.N, cursor.IsZero())
	}
	fmt.Println(cursor.IsZero())
	// Output:
	// 1 true
	// 2 true
	// 3 true
	// false
}
