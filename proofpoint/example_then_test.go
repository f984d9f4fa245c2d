// Chains made by hand: a call for each record of another.

package proofpoint_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Blocked messages, each with what is known of its threats: many messages, few
// threats, and each of these is asked for once.
func ExampleThen() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1)) // in place of proofpoint.NewClientFromEnv
	summary, _ := proofpoint.OperationNamed("tap.threats.summary")
	request, err := proofpoint.TAPSIEMParams{Since: time.Hour}.MessagesBlockedRequest()
	if err != nil {
		log.Fatal(err)
	}
	request.Then = []proofpoint.Then{{
		Ask:      summary,
		Pick:     map[string]*pathdata.Selector{"threat_id": pathdata.MustCompile("$.threatsInfoMap[*].threatID").Optional()},
		Name:     "summaries",
		Parallel: 4,
	}}
	messages, summaries := 0, 0
	type message struct {
		Summaries []proofpoint.TAPThreatSummary `json:"summaries"`
	}
	for m, err := range proofpoint.As[message](fake.Client().Records(context.Background(), request)) {
		if err != nil {
			log.Fatal(err)
		}
		messages++
		summaries += len(m.Summaries)
	}
	fmt.Println(messages > 0, summaries > len(fake.Calls("tap.threats.summary")))
	// Output: true true
}

// Campaigns by themselves, each carrying when it was updated, which only the
// list of ids tells.
func ExampleThen_carry() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	campaign, _ := proofpoint.OperationNamed("tap.campaigns.get")
	request, err := proofpoint.TAPCampaignIDsParams{Since: 24 * time.Hour, Limit: 2}.CampaignIDsRequest()
	if err != nil {
		log.Fatal(err)
	}
	request.Then = []proofpoint.Then{{
		Ask:   campaign,
		Pick:  map[string]*pathdata.Selector{"campaign_id": pathdata.MustCompile("$.id")},
		Carry: map[string]*pathdata.Selector{"lastUpdatedAt": pathdata.MustCompile("$.lastUpdatedAt")},
	}}
	type updated struct {
		Name          string          `json:"name"`
		LastUpdatedAt proofpoint.Time `json:"lastUpdatedAt"`
	}
	for c, err := range proofpoint.As[updated](fake.Client().Records(context.Background(), request)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Name != "", c.LastUpdatedAt.Year())
	}
	// Output:
	// true 2026
	// true 2026
}

// Nothing is remembered: each message asks for each of its threats.
func ExampleChainMemory() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	summary, _ := proofpoint.OperationNamed("tap.threats.summary")
	request, err := proofpoint.TAPSIEMParams{Since: time.Hour}.MessagesBlockedRequest()
	if err != nil {
		log.Fatal(err)
	}
	request.Then = []proofpoint.Then{{Ask: summary, Pick: map[string]*pathdata.Selector{"threat_id": pathdata.MustCompile("$.threatsInfoMap[*].threatID").Optional()}}}
	children := 0
	for r, err := range fake.Client().Records(context.Background(), request, proofpoint.ChainMemory(0, 0)) {
		if err != nil {
			log.Fatal(err)
		}
		if r.Parent != nil {
			children++
		}
	}
	fmt.Println(children == len(fake.Calls("tap.threats.summary")))
	// Output: true
}
