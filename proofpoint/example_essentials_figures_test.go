// Sign-in settings, figures and threat events: each Example runs against the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleEssentialsService_IDPs() {
	for idp, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.IDPs(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(idp.UUID), strings.Contains(string(idp.Raw), "Directory"))
	}
	// Output: 36 true
}

func ExampleEssentialsService_IDP() {
	_, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.IDP(context.Background(), proofpoint.EssentialsIDPParams{Domain: "clinic.example", UUID: "none"})
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_AddIDP() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	idp, err := client.Essentials.AddIDP(context.Background(), proofpoint.EssentialsAddIDPParams{Domain: "clinic.example", Settings: []byte(`{"name":"Other"}`)})
	if err != nil {
		log.Fatal(err)
	}
	again, err := client.Essentials.IDP(context.Background(), proofpoint.EssentialsIDPParams{Domain: "clinic.example", UUID: idp.UUID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(idp.Raw) == string(again.Raw))
	// Output: true
}

func ExampleEssentialsService_ReplaceIDP() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	idp, err := client.Essentials.AddIDP(context.Background(), proofpoint.EssentialsAddIDPParams{Domain: "clinic.example", Settings: []byte(`{"name":"Other"}`)})
	if err != nil {
		log.Fatal(err)
	}
	err = client.Essentials.ReplaceIDP(context.Background(), proofpoint.EssentialsReplaceIDPParams{Domain: "clinic.example", UUID: idp.UUID, Settings: []byte(`{"name":"New"}`)})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleEssentialsService_DeleteIDP() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for idp, err := range client.Essentials.IDPs(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(client.Essentials.DeleteIDP(context.Background(), proofpoint.EssentialsIDPParams{Domain: "clinic.example", UUID: idp.UUID}))
	}
	// Output: <nil>
}

func ExampleEssentialsService_LoginSettings() {
	login, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.LoginSettings(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", login.Raw) // the fake's own shape: the service's is not known
	// Output: {"is_password_login_allowed":true,"is_sso_enabled":false}
}

func ExampleEssentialsService_ReplaceLoginSettings() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.ReplaceLoginSettings(context.Background(), proofpoint.EssentialsSignInParams{Domain: "clinic.example"})
	fmt.Println(err)
	// Output: proofpoint: parameter "settings": is required (accepts JSON)
}

func ExampleEssentialsService_MFASettings() {
	mfa, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.MFASettings(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", mfa.Raw) // the fake's own shape: the service's is not known
	// Output: {"is_enabled":false}
}

func ExampleEssentialsService_ReplaceMFASettings() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	if err := client.Essentials.ReplaceMFASettings(context.Background(), proofpoint.EssentialsSignInParams{Domain: at.Domain, Settings: []byte(`{"is_enabled":true}`)}); err != nil {
		log.Fatal(err)
	}
	mfa, err := client.Essentials.MFASettings(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", mfa.Raw)
	// Output: {"is_enabled":true}
}

func ExampleEssentialsService_Report() {
	report, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Report(context.Background(), proofpoint.EssentialsReportParams{Domain: "clinic.example", Period: "weekly"})
	if err != nil {
		log.Fatal(err)
	}
	in := report.Inbound
	fmt.Println(in.SpamTotal, "of", in.CleanTotal+in.SpamTotal+in.VirusTotal+in.FraudTotal, "were spam")
	// Output: 261 of 3809 were spam
}

func ExampleEssentialsService_DirectionReport() {
	report, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DirectionReport(context.Background(), proofpoint.EssentialsDirectionReportParams{Domain: "clinic.example", Period: "30d", Direction: "outbound"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Inbound == nil, report.Outbound.VirusTotal)
	// Output: true 17
}

func ExampleEssentialsService_PartnerStats() {
	stats, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.PartnerStats(context.Background(), proofpoint.EssentialsStatsParams{Domain: "acme.example", Period: "90d"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(string(stats.Raw), "acme.example")) // the shape is not known: read Raw
	// Output: true
}

func ExampleEssentialsService_PartnerOrgStats() {
	n := 0
	for _, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.PartnerOrgStats(context.Background(), proofpoint.EssentialsOrgStatsParams{Domain: "acme.example", Period: "7d"}) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "organisations")
	// Output: 4 organisations
}

func ExampleEssentialsService_Billing() {
	billing, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Billing(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", billing.Raw) // the fake's own shape: the service's is not known
	// Output: {"billable_users":8,"licensing_package":"business","name":"Clinic \"Am Park\"","primary_domain":"clinic.example"}
}

func ExampleEssentialsService_OrgBilling() {
	n := 0
	for _, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.OrgBilling(context.Background(), proofpoint.EssentialsOrgParams{Domain: "acme.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "bills")
	// Output: 4 bills
}

// A day of a partner and of its customers.
func ExampleEssentialsSIEMService_All() {
	kinds := map[proofpoint.TAPKind]bool{}
	params := proofpoint.EssentialsSIEMParams{Since: 24 * time.Hour, CustomerData: new(true)}
	for event, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SIEM.All(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		kinds[event.Kind] = true
	}
	fmt.Println(len(kinds), "kinds of events")
	// Output: 4 kinds of events
}

func ExampleEssentialsSIEMService_MessagesDelivered() {
	for message, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SIEM.MessagesDelivered(context.Background(), proofpoint.EssentialsSIEMParams{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(message.Kind, len(message.Recipient), len(message.ThreatsInfoMap) > 0)
		break
	}
	// Output: messagesDelivered 1 true
}

// Which customer gets the most? Domains of recipients tell.
func ExampleEssentialsSIEMService_MessagesBlocked() {
	customers := map[string]int{}
	params := proofpoint.EssentialsSIEMParams{Since: 48 * time.Hour, OwnData: new(false), CustomerData: new(true)}
	for message, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SIEM.MessagesBlocked(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		_, domain, _ := strings.Cut(message.Recipient[0], "@")
		customers[domain]++
	}
	fmt.Println(slices.Sorted(maps.Keys(customers)))
	// Output: [branch-north.example clinic.example law-office.example]
}

func ExampleEssentialsSIEMService_ClicksPermitted() {
	var cursor proofpoint.Cursor // kept between runs, it says where to go on
	n := 0
	for _, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SIEM.ClicksPermitted(context.Background(), proofpoint.EssentialsSIEMParams{Since: 6 * time.Hour}, proofpoint.Resume(&cursor)) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n > 0, cursor.IsZero())
	// Output: true false
}

func ExampleEssentialsSIEMService_ClicksBlocked() {
	for _, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SIEM.ClicksBlocked(context.Background(), proofpoint.EssentialsSIEMParams{Since: 96 * time.Hour}) {
		fmt.Println(err)
	}
	// Output: proofpoint: parameter "since" = "96h0m0s": reaches back further than the service keeps (accepts at most 71h55m0s)
}
