// Examples of definitions: read, written, listed, and wrong.

package template_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing/fstest"

	"github.com/proofpointkit/proofpoint-go/template"
)

// An endpoint that nobody here foresaw, without a line of Go.
func ExampleParse() {
	cases, err := template.Parse([]byte(`{
		"version": 1,
		"name": "list_open_cases",
		"title": "List Open Cases",
		"when": "Use this to hand over a shift.",
		"request": {
			"service": "cases",
			"path": "/v1/teams/{team}/cases",
			"records": "$.cases[*]",
			"pager": {"type": "numbers", "where": "query:page", "first": 1, "size": 50}
		},
		"params": [
			{"name": "team", "label": "Team", "in": "path:team", "required": true},
			{"name": "since", "label": "Since", "type": "time", "in": "query:updated_after", "layout": "date"}
		]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := cases.Build(map[string]any{"team": "blue/green", "since": "2026-11-02T08:00:00Z"})
	fmt.Println(request.Service, request.Path, request.Query.Encode(), err)
	// Output: cases /v1/teams/blue%2Fgreen/cases updated_after=2026-11-02 <nil>
}

// All mistakes come at once, each with its place and what was probably meant.
func ExampleDefinitionError() {
	_, err := template.Parse([]byte(`{
		"version": 1,
		"name": "cases",
		"request": {
			"service": "cases",
			"pth": "/v1/cases",
			"path": "/v1/{team}/cases",
			"records": "$.cases[",
			"headers": {"X-Api-Key": "abc"}
		}
	}`))
	if wrong, ok := errors.AsType[*template.DefinitionError](err); ok {
		for _, p := range wrong.Problems {
			fmt.Printf("line %d: %s: %s (meant: %q)\n", p.Line, p.Pointer, p.Reason, p.Suggest)
		}
	}
	// Output:
	// line 6: /request/pth: is not a member here (meant: "path")
	// line 7: /request/path: holds {team}, which no parameter fills (meant: "")
	// line 8: /request/records: is not a path: "$.cases[": at byte 8: "[" is not closed (meant: "")
	// line 9: /request/headers/X-Api-Key: carries a credential, and no secret stands in a definition (meant: "")
}

// A folder of definitions, beside the built-in templates.
func ExampleRegistry_LoadFS() {
	registry := template.Default.Clone()
	if err := registry.LoadFS(os.DirFS("testdata/definitions"), "*.json"); err != nil {
		fmt.Println(err)
		return
	}
	request, err := registry.BuildText("search_assets", map[string]string{"owner": "Ann@acme.example"})
	fmt.Println(request.Method, request.Path, string(request.Body), err)
	// Output: POST /search {"filter":{"kind":"machine","owner":"ann@acme.example"},"sort":["name"]} <nil>
}

// A chain: what a built-in template finds, and what another knows of it.
func ExampleParseFS() {
	folder := fstest.MapFS{"messages.json": {Data: []byte(`{
		"version": 1,
		"name": "messages_with_forensics",
		"request": {
			"service": "tap",
			"path": "/v2/siem/messages/delivered",
			"query": {"format": "json", "sinceSeconds": "3600"},
			"records": "$.messagesDelivered[*]",
			"then": [{"ask": "tap.forensics.threat", "pick": {"threat_id": "$.threatsInfoMap[*].threatID"}, "name": "forensics"}]
		}
	}`)}}
	list, err := template.ParseFS(folder, "*.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := list[0].Build(nil)
	fmt.Println(list[0].Name(), "asks", request.Then[0].Ask.Name, err)
	// Output: messages_with_forensics asks tap.forensics.threat <nil>
}

// Any template can be written down: a start for one of one's own.
func ExampleTemplate_MarshalJSON() {
	summary, _ := template.Default.Lookup("tap.threats.summary")
	text, err := json.MarshalIndent(summary, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {
	//   "version": 1,
	//   "name": "tap.threats.summary",
	//   "title": "Get Threat Summary",
	//   "summary": "What is known of one threat: severity, spread, actors, malware.",
	//   "when": "Use this to judge how serious a threat is that an event names.",
	//   "docs": "https://help.proofpoint.com/Threat_Insight_Dashboard/API_Documentation/Threat_API",
	//   "source": "Threat_API page of the vendor, and recordings of 2020 and 2021; seen 2026-11",
	//   "request": {
	//     "service": "tap",
	//     "path": "/v2/threat/summary/{threat_id}"
	//   },
	//   "params": [
	//     {
	//       "name": "threat_id",
	//       "label": "Threat ID",
	//       "doc": "ID of the threat, from an event or a campaign.",
	//       "type": "string",
	//       "in": "path:threat_id",
	//       "required": true
	//     }
	//   ]
	// }
}

// What a form is drawn from.
func ExampleTemplate_Schema() {
	blocked, _ := template.Default.Lookup("get_messages_delivered")
	text, err := blocked.Schema()
	if err != nil {
		fmt.Println(err)
		return
	}
	var form struct {
		Title      string
		Properties map[string]struct {
			Title   string
			Type    string
			Default any
		}
	}
	if err := json.Unmarshal(text, &form); err != nil {
		fmt.Println(err)
		return
	}
	since := form.Properties["since_seconds"]
	fmt.Println(form.Title, "/", since.Title, "/", since.Type, "/", since.Default)
	// Output: Get Messages Delivered / Since Seconds / number / 3600
}

// What a browser sends when the form is filled in.
func ExampleRegistry_BuildForm() {
	form, err := url.ParseQuery("since_seconds=900&format=syslog&tap_base_url=")
	if err != nil {
		fmt.Println(err)
		return
	}
	request, err := template.Default.BuildForm("get_messages_delivered", form)
	fmt.Println(request.Path, request.Query.Encode(), err)
	// Output: /v2/siem/messages/delivered format=syslog <nil>
}

// The format of definitions, for an editor that helps with writing them.
func ExampleDefinitionSchema() {
	schema := string(template.DefinitionSchema())
	fmt.Println(strings.Contains(schema, `"title": "Template definition, version 1"`))
	// Output: true
}
