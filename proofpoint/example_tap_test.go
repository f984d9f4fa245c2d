// One Example for each of TAP's calls beyond those in example_test.go, against
// the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// What got through in the last hour, and how it ended: one call for both kinds.
func ExampleTAPService_Issues() {
	messages, clicks := 0, 0
	for event, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.Issues(context.Background(), proofpoint.TAPSIEMParams{Since: time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		if event.Message != nil {
			messages++
		} else {
			clicks++
		}
	}
	fmt.Println(messages > clicks, clicks > 0)
	// Output: true true
}

// Every field that a type does not know is in Raw.
func ExampleTAPService_All() {
	for event, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.All(context.Background(), proofpoint.TAPSIEMParams{ThreatType: []string{"attachment"}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.Kind, event.Message.ThreatsInfoMap[0].ThreatType, len(event.Raw()) > 500)
		break
	}
	// Output: messagesDelivered attachment true
}

func ExampleTAPService_MessagesBlocked() {
	folders := map[string]bool{}
	for message, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.MessagesBlocked(context.Background(), proofpoint.TAPSIEMParams{Since: 6 * time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		folders[message.QuarantineFolder] = true
	}
	fmt.Println(folders["Attachment Defense"], folders["Phish"])
	// Output: true true
}

// A permitted click counts when the verdict came after it.
func ExampleTAPService_ClicksPermitted() {
	late := 0
	for click, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.ClicksPermitted(context.Background(), proofpoint.TAPSIEMParams{Since: 3 * time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		if click.ThreatTime.After(click.ClickTime.Time) {
			late++
		}
	}
	fmt.Println(late > 0)
	// Output: true
}

func ExampleTAPService_ClicksBlocked() {
	to := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	params := proofpoint.TAPSIEMParams{From: to.Add(-2 * time.Hour), To: to, ThreatStatus: []string{"falsePositive"}}
	for click, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.ClicksBlocked(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("blocked for nothing:", click.Recipient)
	}
	// Output: blocked for nothing: noor.gupta@acme.example
}

// The campaigns of a week cost seven calls or a few more, of 50 a day.
func ExampleTAPService_CampaignIDs() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	campaigns := map[string]bool{}
	for id, err := range fake.Client().TAP.CampaignIDs(context.Background(), proofpoint.TAPCampaignIDsParams{Since: 7 * 24 * time.Hour, Size: 200}) {
		if err != nil {
			log.Fatal(err)
		}
		campaigns[id.ID] = true
	}
	fmt.Println(len(campaigns), "campaigns by", len(fake.Calls("tap.campaigns.ids")), "calls")
	// Output: 27 campaigns by 7 calls
}

func ExampleTAPService_Campaign() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for id, err := range client.TAP.CampaignIDs(context.Background(), proofpoint.TAPCampaignIDsParams{Since: 7 * 24 * time.Hour}) {
		if err != nil {
			log.Fatal(err)
		}
		campaign, err := client.TAP.Campaign(context.Background(), proofpoint.TAPCampaignParams{CampaignID: id.ID})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(campaign.Name, campaign.StartDate.Format(time.DateOnly))
		break
	}
	_, err := client.TAP.Campaign(context.Background(), proofpoint.TAPCampaignParams{CampaignID: "none-such"})
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output:
	// Exampleload "2793" | URLs | 16 May 2018 2018-05-16
	// true
}

// exampleThreat is a URL threat out of the events.
func exampleThreat(client *proofpoint.Client) proofpoint.TAPThreatInfo {
	for message, err := range client.TAP.MessagesDelivered(context.Background(), proofpoint.TAPSIEMParams{ThreatType: []string{"url"}}) {
		if err != nil {
			log.Fatal(err)
		}
		if threat := message.ThreatsInfoMap[0]; threat.CampaignID != "" {
			return threat
		}
	}
	return proofpoint.TAPThreatInfo{}
}

// What to look for on machines: hosts and addresses that a threat talks to.
func ExampleTAPService_ThreatForensics() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for report, err := range client.TAP.ThreatForensics(context.Background(), proofpoint.TAPThreatForensicsParams{ThreatID: exampleThreat(client).ThreatID}) {
		if err != nil {
			log.Fatal(err)
		}
		for _, evidence := range report.Forensics {
			details, err := evidence.Details()
			if err != nil {
				continue // evidence.What holds it as it came
			}
			if evidence.Type == "network" {
				fmt.Println(details.Action, details.IP, details.Port)
			}
		}
	}
	// Output: connect 198.51.100.254 443
}

func ExampleTAPService_CampaignForensics() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	types := []string{}
	for report, err := range client.TAP.CampaignForensics(context.Background(), proofpoint.TAPCampaignForensicsParams{CampaignID: exampleThreat(client).CampaignID}) {
		if err != nil {
			log.Fatal(err)
		}
		for _, evidence := range report.Forensics {
			if !slices.Contains(types, evidence.Type) {
				types = append(types, evidence.Type)
			}
		}
		fmt.Println(report.Scope, len(types), "types of evidence")
	}
	// Output: CAMPAIGN 8 types of evidence
}

func ExampleTAPService_ThreatSummary() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	threat := exampleThreat(client)
	summary, err := client.TAP.ThreatSummary(context.Background(), proofpoint.TAPThreatSummaryParams{ThreatID: threat.ThreatID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(summary.Name == threat.Threat, summary.Type, summary.SeverityScore > 0)
	// Output: true url true
}

// The threshold stands beside the people: OnPage reads it before they are used
// up.
func ExampleTAPService_VAP() {
	var totals proofpoint.TAPPeopleTotals
	people := []proofpoint.TAPAttackedPerson{}
	params := proofpoint.TAPVAPParams{Window: proofpoint.TAP14Days}
	for person, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.VAP(context.Background(), params, proofpoint.OnPage(func(page proofpoint.Page) {
		totals, _ = proofpoint.TAPPeopleTotalsOf(page)
	})) {
		if err != nil {
			log.Fatal(err)
		}
		people = append(people, person)
	}
	very := 0
	for _, person := range people {
		if person.ThreatStatistics.AttackIndex >= totals.VAPAttackIndexThreshold {
			very++
		}
	}
	fmt.Println(very, "of", totals.TotalVAPUsers, "are very attacked people")
	// Output: 144 of 520 are very attacked people
}

func ExampleTAPService_TopClickers() {
	for person, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.TopClickers(context.Background(), proofpoint.TAPTopClickersParams{Window: proofpoint.TAP30Days, Limit: 3}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(person.Identity.Emails[0], person.ClickStatistics.ClickCount)
	}
	// Output:
	// ada.ivanova@acme.example 20
	// uma.petrov@acme.example 20
	// elif.sato@acme.example 20
}

// One bad URL does not fail the others.
func ExampleTAPService_DecodeURLs() {
	urls := []string{"https://urldefense.com/v3/__https://site.example/a*b__;Iw!!key!signature$", "https://site.example/"}
	for decoded, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.DecodeURLs(context.Background(), proofpoint.TAPDecodeURLsParams{URLs: urls}) {
		if err != nil {
			log.Fatal(err)
		}
		if err := decoded.Err(); err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(decoded.DecodedURL)
	}
	// Output:
	// https://site.example/a#b
	// proofpoint: rewritten url "https://site.example/": Invalid URL - encoded URL is not a URL Defense URL
}

func ExampleTAPService_CompromisedAccounts() {
	for account, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TAP.CompromisedAccounts(context.Background(), proofpoint.TAPCompromisedAccountsParams{Since: 30 * time.Minute}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(account.Address, account.MaliciousMessages, account.HighRisk)
	}
	// Output:
	// hr@billing.example 186 true
	// ceo.office@newsletter.example 112 false
	// security@freight.example 101 false
	// ceo.office@lawfirm.example 84 true
	// billing@retailer.example 101 false
	// it-helpdesk@retailer.example 173 true
}

// No request is made. Who wants the end of a chain of rewritings decodes until
// it is none, with a bound.
func ExampleTAPDecodeURL() {
	link := "https://urldefense.com/v3/__https://urldefense.proofpoint.com/v2/url?u=https-3A__site.example_a-5Fb&d=x__;!!key!signature$"
	for range 5 {
		plain, err := proofpoint.TAPDecodeURL(link)
		if err != nil {
			break
		}
		link = plain
	}
	fmt.Println(link)
	// Output: https://site.example/a_b
}
