// Macros as a program uses them: dates in a query, a list of values, and a
// further request for what came.

package template_test

import (
	"fmt"
	"iter"
	"net/url"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func ExampleMacros_Apply() {
	request := proofpoint.Request{
		Service: "cases", Path: "/v1/{param.team}/cases",
		Query: url.Values{"from": {"{today-7}"}, "to": {"{today}"}, "note": {"{{not a macro}}"}},
	}
	now := time.Date(2026, 11, 23, 22, 47, 0, 0, time.UTC) // time.Now() elsewhere
	request, err := template.Macros{Format: "yyyy-MM-dd"}.Apply(request, now, map[string]any{"team": "blue/red"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(request.Path)
	fmt.Println(request.Query.Get("from"), request.Query.Get("to"), request.Query.Get("note"))

	_, err = template.Macros{}.Apply(proofpoint.Request{Path: "/{yestreday}"}, now, nil)
	fmt.Println(err)
	// Output:
	// /v1/blue%2Fred/cases
	// 2026-11-16 2026-11-23 {not a macro}
	// template: macros: path: "{yestreday}" is no macro; accepts now, today, yesterday, tomorrow (did you mean "{yesterday}"?)
}

// One request for each value of a list. A plan does not draw from it: the values
// may come from requests of their own.
func ExampleMacros_Apply_lookup() {
	client, err := proofpoint.NewClient(proofpoint.Config{"dns": {BaseURL: "https://dns.example", Auth: proofpoint.Anonymous()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	macros := template.Macros{Lookups: map[string]iter.Seq[string]{"host": slices.Values([]string{"a.example", "b.example"})}}
	request, err := macros.Apply(proofpoint.Request{Service: "dns", Path: "/hosts/{lookup.host}"}, time.Now(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for planned, err := range client.Plan(request) {
		fmt.Println(planned, err)
	}
	// Output:
	// GET https://dns.example/hosts/{value} for each value of the iterator <nil>
}
