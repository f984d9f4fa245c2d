// Examples of ETI: CVEs, families, actors, trends, scores and list files.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleETIService_CVE() {
	cve, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.CVE(context.Background(), proofpoint.ETICVEParams{CVE: "CVE-2025-9900181"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(cve.CVE, cve.BaseMetricV3.CVSSData.BaseScore, "seen lately:", cve.PFPTRecentObserved)
	if cve.CISAExploitAdd.IsZero() {
		fmt.Println("not on the list of CISA")
	}
	// Output:
	// CVE-2025-9900181 9.7 seen lately: true
	// not on the list of CISA
}

func ExampleETIService_TrendingCVEs() {
	for cve, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.TrendingCVEs(context.Background(), proofpoint.ETITrendingParams{Limit: 5}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s %+.0f%% (CVSS %.1f)\n", cve.CVE, cve.PercentChange, cve.CVSSv3Score)
	}
	// Output:
	// CVE-2025-9900142 +1500% (CVSS 7.0)
	// CVE-2025-9900118 +1495% (CVSS 6.2)
	// CVE-2025-9900134 +1488% (CVSS 9.5)
	// CVE-2025-9900227 +1480% (CVSS 8.1)
	// CVE-2025-9900012 +1463% (CVSS 9.9)
}

// Names are case-sensitive.
func ExampleETIService_Malware() {
	for _, name := range []string{"ExampleLoader", "exampleloader"} {
		family, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.Malware(context.Background(), proofpoint.ETIMalwareParams{Family: name})
		if errors.Is(err, proofpoint.ErrNotFound) {
			fmt.Println(name, "is not known")
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(family.Name, "is known")
	}
	// Output:
	// ExampleLoader is known
	// exampleloader is not known
}

func ExampleETIService_Actor() {
	actor, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.Actor(context.Background(), proofpoint.ETIActorParams{Actor: "TA-Example-1"})
	if err != nil {
		log.Fatal(err)
	}
	first, _, _ := strings.Cut(actor.Description, "\n") // it is Markdown
	fmt.Println(first)
	// Output: **TA-Example-1** is invented.
}

func ExampleETIService_TagRollingCounts() {
	for row, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.TagRollingCounts(context.Background(), proofpoint.ETITagParams{Tag: "malware"}) {
		if err != nil {
			log.Fatal(err)
		}
		if row.TodayRank < row.NinetyDayRank {
			fmt.Println(row.Tag, "rises:", row.NinetyDayRank, "to", row.TodayRank)
		}
	}
	// Output:
	// Example Bot rises: 6 to 1
	// ExampleLocker rises: 4 to 2
	// ExampleMiner rises: 5 to 4
}

func ExampleETIService_TagSummaries() {
	for row, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.TagSummaries(context.Background(), proofpoint.ETITagParams{Tag: "threat-actor"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.EventRank, row.Tag)
	}
	// Output:
	// 1 TA-Example-1
	// 2 TA-Example-4
	// 3 TA-Example-2
	// 4 TA-Example-3
}

func ExampleETIService_TagActivities() {
	for row, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.TagActivities(context.Background(), proofpoint.ETITagParams{Tag: "cve"}) {
		if err != nil {
			log.Fatal(err)
		}
		if row.CurrentWeekActivityRank <= 3 {
			fmt.Println(row.Tag, "was", row.PreviousWeekActivityRank)
		}
	}
	// Output:
	// CVE-2025-9900193 was 20
	// CVE-2025-9900078 was 11
	// CVE-2025-9900166 was 2
}

// The cheapest call there is: it tells whether the key works.
func ExampleETIService_ReputationCategories() {
	var names []string
	for c, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.ReputationCategories(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		names = append(names, c.Name)
	}
	fmt.Println("the key works;", len(names), "categories, such as", names[0])
	// Output: the key works; 12 categories, such as CnC
}

func ExampleETIService_CVEScore() {
	score, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.CVEScore(context.Background(), proofpoint.ETICVEParams{CVE: "CVE-2025-9900211"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(score.RiskTier, score.AEDScore, score.SIDTrend, score.LastUpdated.Format(time.DateOnly))
	// Output: CRITICAL 98.72 None 2026-11-02
}

func ExampleETIService_TopScores() {
	for score, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.TopScores(context.Background(), proofpoint.ETITopScoresParams{Limit: 3}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(score.CVE, score.AEDScore)
	}
	// Output:
	// CVE-2025-9900181 98.8
	// CVE-2025-9900222 98.79
	// CVE-2025-9900211 98.72
}

// All pages come; a page is only how they travel.
func ExampleETIService_ScoresByTier() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	n := 0
	for _, err := range fake.Client().ETI.ScoresByTier(context.Background(), proofpoint.ETIScoresByTierParams{Tier: "HIGH", Size: 20}) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "CVEs in", len(fake.Calls("eti.scores.tier")), "pages")
	// Output: 55 CVEs in 3 pages
}

func ExampleETIService_IPReputationList() {
	for entry, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPReputationList(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		if entry.Scores["CnC"] >= 125 {
			fmt.Println(entry.Indicator)
		}
	}
	// Output: 192.0.2.38
}

// The worst of all entries; the list may have hundreds of thousands.
func ExampleETIService_DomainReputationList() {
	count := map[string]int{}
	for entry, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainReputationList(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		for category, score := range entry.Scores {
			if score == 127 {
				count[category]++
			}
		}
	}
	fmt.Println(count)
	// Output: map[Compromised:4 DynDNS:1 Spam:2 SpywareCnC:3]
}
