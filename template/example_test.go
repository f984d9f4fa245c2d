// Examples for each entry point, against the fake.

package template_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

func Example() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1)) // in place of proofpoint.NewClientFromEnv
	client := fake.Client()

	request, err := template.Default.Build("list_blocklist_entries",
		map[string]any{"cluster_id": "acme_hosted", "page": 2, "size": 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	n := 0
	for _, err := range client.Records(context.Background(), request) {
		if err != nil {
			fmt.Println(err)
			return
		}
		n++
	}
	fmt.Println(n, "entries")
	// Output: 3 entries
}

func ExampleRegistry_Build() {
	_, err := template.Default.Build("get_alert", nil)
	fmt.Println(err)

	_, err = template.Default.Build("list_blocklist_entries", map[string]any{"page": 0, "list_id": 5})
	fmt.Println(err)
	// Output:
	// template: no template is called "get_alert" (did you mean "get_alerts"?)
	// template: list_blocklist_entries: parameter "page" = "0": is out of range (accepts a whole number of at least 1)
	// template: list_blocklist_entries: parameter "cluster_id": is required
	// template: list_blocklist_entries: parameter "list_id": applies only with mode=list
}

// A form sends text, some of it empty, and wants each problem beside its field.
func ExampleRegistry_BuildText() {
	_, err := template.Default.BuildText("get_messages_delivered",
		map[string]string{"tap_base_url": "", "since_seconds": "5"})
	if wrong, ok := errors.AsType[*template.ParamsError](err); ok {
		for _, p := range wrong.Problems {
			fmt.Printf("%s: %s %s; accepts %s\n", p.Label, p.Value, p.Reason, p.Accepts)
		}
	}
	// Output: Since Seconds: 5 is out of range; accepts seconds of at least 30, or a length like 24h
}

func ExampleTemplate_Params() {
	alerts, _ := template.Default.Lookup("get_alerts")
	fmt.Println(alerts.Title(), alerts.Modes())
	for _, p := range alerts.Params() {
		fmt.Printf("%s: %q when %q\n", p.Name, p.Label, p.When)
	}
	// Output:
	// Get Alerts [native gateway]
	// mode: "Mode" when ""
	// casb_base_url: "CASB Base URL" when ""
	// limit: "Limit" when ""
	// since_seconds: "Since Seconds" when "mode=native"
}

// A template of one's own, over a host of one's own.
func ExampleNew() {
	type params struct {
		Team string `in:"query:team" required:"true" doc:"Whose cases."`
	}
	op := proofpoint.NewOperation[params](proofpoint.Operation{
		Name: "cases.open", Title: "List Open Cases",
		Summary: "Cases that nobody has closed.", When: "Use this to hand over a shift.",
		Proto: proofpoint.Request{Service: "cases", Path: "/v1/cases", Records: pathdata.MustCompile("$.cases[*]")},
	})
	cases, err := template.New("list_open_cases", op)
	if err != nil {
		fmt.Println(err)
		return
	}
	registry := template.Default.Clone()
	if err := registry.Register(cases); err != nil {
		fmt.Println(err)
		return
	}
	request, err := registry.Build("list_open_cases", map[string]any{"team": "blue"})
	fmt.Println(request.Service, request.Path, request.Query.Encode(), err)
	// Output: cases /v1/cases team=blue <nil>
}

// For each campaign that was updated, its members' summaries, at most four of
// them being asked for at a time.
func ExampleChain() {
	campaigns, _ := template.Default.Lookup("get_campaigns")
	summary, _ := template.Default.Lookup("tap.threats.summary")
	chain, err := template.Chain("get_campaign_threats", campaigns, summary,
		map[string]string{"threat_id": "optional $.campaignMembers[*].id"}, // a campaign may have none
		template.ChainOptions{
			Title:    "Get Campaign Threats",
			Carry:    map[string]string{"campaign": "$.name"},
			Parallel: 4,
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := chain.Build(map[string]any{"since": "24h"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	type threat struct {
		ID       string `json:"id"`
		Campaign string `json:"campaign"`
	}
	named := 0
	for t, err := range proofpoint.As[threat](fake.Client().Records(context.Background(), request)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if t.ID != "" && t.Campaign != "" {
			named++
		}
	}
	fmt.Println(named > 0, named == len(fake.Calls("tap.threats.summary")))
	// Output: true true
}

// A request that was tried out is kept as a definition; the key that was typed
// along is not.
func ExampleFromRequest() {
	typed := proofpoint.Request{Path: "https://api.things.example/v1/{team}/things?limit=50&api_key=0123", Records: pathdata.MustCompile("$.things[*]")}
	request, left := template.WithoutCredentials(typed)
	fmt.Println("left out:", left)
	things, err := template.FromRequest("team_things", request)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.MarshalIndent(things, "", " ")
	fmt.Println(string(text), err)
	// Output:
	// left out: [query value "api_key"]
	// {
	//  "version": 1,
	//  "name": "team_things",
	//  "title": "Team things",
	//  "summary": "GET https://api.things.example/v1/{team}/things, as it was tried out.",
	//  "when": "Use this to ask GET https://api.things.example/v1/{team}/things again.",
	//  "request": {
	//   "url": "https://api.things.example/v1/{team}/things",
	//   "query": {
	//    "limit": "50"
	//   },
	//   "records": "$.things[*]"
	//  },
	//  "params": [
	//   {
	//    "name": "team",
	//    "label": "Team",
	//    "type": "string",
	//    "in": "path:team",
	//    "required": true
	//   }
	//  ]
	// } <nil>
}
