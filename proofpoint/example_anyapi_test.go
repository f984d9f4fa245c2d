// An API that the library does not know, asked with a request by hand.

package proofpoint_test

import (
	"context"
	"fmt"
	"log"
	"net/url"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Security Awareness signs with a key header and names the next page by a link.
func ExampleClient_Records_anyAPI() {
	fake := proofpointtest.NewServer() // stands in for https://results.us.securityeducation.com
	base, fields := fake.Credentials("style.keyheader")

	client, err := proofpoint.NewClient(proofpoint.Config{
		"psat": {BaseURL: base, Auth: proofpoint.Key("x-apikey-token", proofpoint.NewSecret(fields["key"]))},
	}, proofpoint.WithTransport(fake), proofpoint.WithClock(fake.Clock()))
	if err != nil {
		log.Fatal(err)
	}
	request := proofpoint.Request{
		Service: "psat", Path: "/links", Query: url.Values{"page[size]": {"3"}},
		Records: pathdata.MustCompile("$.data[*]"),
		Pager:   proofpoint.Links{URL: pathdata.MustCompile("$.links.next")},
	}
	n := 0
	for _, err := range client.Records(context.Background(), request) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "records in", len(fake.Calls("")), "pages")
	// Output: 7 records in 3 pages
}
