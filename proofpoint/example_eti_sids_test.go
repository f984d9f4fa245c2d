// Examples of ETI: rules, by their number.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleETIService_Signature() {
	rule, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.Signature(context.Background(), proofpoint.ETISignatureParams{SID: 2841241})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rule.SID, rule.Name)
	// Output: 2841241 ET PHISHING Example Credential Landing
}

func ExampleETIService_SignatureIPs() {
	for seen, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureIPs(context.Background(), proofpoint.ETISignatureIPsParams{SID: 2841241, SortBy: "ip", SortDirection: "ASC"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(seen.IP)
	}
	// Output:
	// 192.0.2.140
	// 198.51.100.183
	// 198.51.100.189
	// 203.0.113.114
}

func ExampleETIService_SignatureDomains() {
	for seen, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureDomains(context.Background(), proofpoint.ETISignatureParams{SID: 2841241}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(seen.Domain)
	}
	// Output: login-update.example
}

func ExampleETIService_SignatureSamples() {
	for seen, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureSamples(context.Background(), proofpoint.ETISignatureParams{SID: 2841241}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(seen.Source)
	}
	// Output:
	// d7cbe7f17f41ba08763baa79a19d5a59
	// 395d07ff5763f8f7495edebcf4e5521f
	// 153580004e2772e4d20a1f2208d250c1
}

// The text of a paid rule is for subscribers.
func ExampleETIService_SignatureText() {
	text, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureText(context.Background(), proofpoint.ETISignatureParams{SID: 2854774})
	switch {
	case errors.Is(err, proofpoint.ErrForbidden):
		fmt.Println("needs an ETPRO subscription")
	case err != nil:
		log.Fatal(err)
	default:
		fmt.Println(text.Suricata)
	}
	// Output: needs an ETPRO subscription
}

func ExampleETIService_SignatureSummary() {
	summary, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureSummary(context.Background(), proofpoint.ETISignatureParams{SID: 2841241})
	if err != nil {
		log.Fatal(err)
	}
	m := summary.Metadata
	fmt.Println(m.Name, m.Ruleset, m.ClassType)
	for _, tag := range m.MITRETags {
		fmt.Println(tag.TacticID, tag.TechniqueID)
	}
	// Output: ET PHISHING Example Credential Landing ET trojan-activity
}

func ExampleETIService_SignatureReferences() {
	for ref, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureReferences(context.Background(), proofpoint.ETISignatureParams{SID: 2841241}) {
		if err != nil {
			log.Fatal(err)
		}
		for _, url := range ref.URLs {
			fmt.Println(ref.Type, url)
		}
	}
	// Output:
	// url https://rules.example/2841241
	// url https://notes.example/4
}

func ExampleETIService_SignatureDocumentation() {
	doc, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SignatureDocumentation(context.Background(), proofpoint.ETISignatureParams{SID: 2841241})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(doc.Description)
	// Output: It matches ET PHISHING Example Credential Landing.
}
