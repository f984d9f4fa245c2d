package proofpointtest_test

import (
	"fmt"
	"net/http"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleServer_RoundTrip() {
	fake := proofpointtest.NewServer()
	fake.Put(proofpointtest.Event{
		Kind: proofpointtest.ClicksBlocked,
		Raw:  []byte(`{"clickTime":"2026-11-02T11:30:00.000Z","id":"c-1"}`),
	})
	base, fields := fake.Credentials("tap")

	r, err := http.NewRequest(http.MethodGet, base+"/v2/siem/clicks/blocked?sinceSeconds=3600&format=json", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	r.SetBasicAuth(fields["principal"], fields["secret"])
	resp, err := (&http.Client{Transport: fake}).Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Date"))
	for _, c := range fake.Calls("tap.siem.clicks_blocked") {
		fmt.Println(c.Method, c.Path, c.Query, c.Status)
	}
	// Output:
	// 200 OK Mon, 02 Nov 2026 12:00:00 GMT
	// GET /v2/siem/clicks/blocked map[format:[json] sinceSeconds:[3600]] 200
}

func ExampleServer_Fail() {
	fake := proofpointtest.NewServer()
	fake.Fail(proofpointtest.Fault{
		Operation: "tap.siem.all", After: 1, Times: 2,
		Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"2"}},
	})
	base, fields := fake.Credentials("tap")
	for range 4 {
		r, err := http.NewRequest(http.MethodGet, base+"/v2/siem/all?sinceSeconds=60", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		r.SetBasicAuth(fields["principal"], fields["secret"])
		resp, err := fake.RoundTrip(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp.Body.Close()
		fmt.Printf("%d %q\n", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	// Output:
	// 204 ""
	// 503 "2"
	// 503 "2"
	// 204 ""
}
