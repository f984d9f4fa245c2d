// Examples of ETI: domains, addresses and samples.

package proofpoint_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Enrich an alert that names a domain: one record, and what could not be had is named in it.
func ExampleETIService_Domain() {
	domain, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.Domain(context.Background(), proofpoint.ETIDomainParams{Domain: "Login-Update.example"})
	if err != nil {
		log.Fatal(err)
	}
	worst := slices.MaxFunc(domain.Reputation, func(a, b proofpoint.ETIReputation) int { return cmp.Compare(a.Score, b.Score) })
	fmt.Printf("%s: %s %d, %d addresses, %d samples\n", domain.Domain, worst.Category, worst.Score, len(domain.IPs), len(domain.Samples))
	fmt.Println("registered", domain.Whois.Registrant.Created.Format(time.DateOnly), "failed parts:", len(domain.Errors))
	// Output:
	// login-update.example: Spam 124, 4 addresses, 3 samples
	// registered 2025-07-03 failed parts: 0
}

// Public clients take a score of 70 or more for malicious.
func ExampleETIService_DomainReputation() {
	for r, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainReputation(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Category, r.Score, r.Score >= 70)
	}
	// Output:
	// Spam 124 true
	// Compromised 121 true
	// AbusedTLD 51 false
}

func ExampleETIService_DomainURLs() {
	for url, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainURLs(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		path, _, _ := strings.Cut(url, "?") // the values of the query are masked
		fmt.Println(path)
	}
	// Output:
	// /signin
	// /portal/index.php
}

func ExampleETIService_DomainSamples() {
	for sample, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainSamples(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		if sample.LastSeen.Year() >= 2026 {
			fmt.Println(sample.Source, "is still about")
		}
	}
	// Output: d7cbe7f17f41ba08763baa79a19d5a59 is still about
}

// A block list of addresses, without duplicates.
func ExampleETIService_DomainIPs() {
	var block []netip.Addr
	for seen, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainIPs(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		block = append(block, netip.MustParseAddr(seen.IP))
	}
	slices.SortFunc(block, netip.Addr.Compare)
	fmt.Println(slices.Compact(block))
	// Output: [192.0.2.140 198.51.100.183 198.51.100.189 203.0.113.114]
}

func ExampleETIService_DomainEvents() {
	for e, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainEvents(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: rule %d matched %d times: %s\n", e.Date.Format(time.DateOnly), e.SID, e.Count, e.Signature)
	}
	// Output: 2025-05-19: rule 2841241 matched 23 times: ET PHISHING Example Credential Landing
}

// A name may end with a dot, or not.
func ExampleETIService_DomainNameservers() {
	for ns, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainNameservers(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(strings.TrimSuffix(ns.Server, "."))
	}
	// Output:
	// ns1.freight.example
	// ns2.university.example
}

// An unknown domain has an empty registration.
func ExampleETIService_DomainWhois() {
	whois, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainWhois(context.Background(), proofpoint.ETIDomainPartParams{Domain: "unknown.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(whois.Domain == "", string(whois.Raw))
	// Output: true {}
}

func ExampleETIService_DomainGeoloc() {
	for place, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.DomainGeoloc(context.Background(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		if place.Latitude != nil { // not known of most
			fmt.Printf("%s: %s, %.1f°\n", place.IP, place.City, *place.Latitude)
		}
	}
	// Output: 198.51.100.189: Example Station, -77.8°
}

func ExampleETIService_IPReputation() {
	var worst int64
	for r, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPReputation(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		worst = max(worst, int64(r.Score))
	}
	fmt.Println("worst score:", worst)
	// Output: worst score: 87
}

func ExampleETIService_IPURLs() {
	for url, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPURLs(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(strings.ReplaceAll(url, "X", ""))
	}
	// Output:
	// /signin?id=&v=
	// /portal/index.php?id=&v=
	// /track?id=&v=
	// /invoice?id=&v=
	// /doc/view?id=&v=
}

func ExampleETIService_IPSamples() {
	n := 0
	for sample, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPSamples(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n == 2 { // leaving the loop ends the call
			fmt.Println(sample.Source)
			break
		}
	}
	// Output: 395d07ff5763f8f7495edebcf4e5521f
}

func ExampleETIService_IPDomains() {
	for seen, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPDomains(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(seen.Domain, "until", seen.LastSeen.Format(time.DateOnly))
	}
	// Output:
	// login-update.example until 2025-05-08
	// secure-docs.example until 2025-07-26
}

func ExampleETIService_IPEvents() {
	hits := map[proofpoint.Bool]proofpoint.Int{}
	for e, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPEvents(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		hits[e.Source] += e.Count
	}
	fmt.Println("as source:", hits[true], "as destination:", hits[false])
	// Output: as source: 20 as destination: 23
}

func ExampleETIService_IPGeoloc() {
	for place, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPGeoloc(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(place.CountryCode)
	}
	// Output: AQ
}

func ExampleETIService_IPASN() {
	as, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.IPASN(context.Background(), proofpoint.ETIIPParams{IP: "198.51.100.183"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("AS%d %s\n", as.ASN, as.Owner)
	// Output: AS64498 EXAMPLE-NET
}

// Samples are looked up by MD5; another hash is refused before it is sent.
func ExampleETIService_Sample() {
	_, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.Sample(context.Background(), proofpoint.ETISampleParams{MD5: "da39a3ee5e6b4b0d3255bfef95601890afd80709"})
	var wrong *proofpoint.ParamError
	if errors.As(err, &wrong) {
		fmt.Println("use", wrong.Accepts)
	}
	// Output: use an MD5, 32 hexadecimal digits: samples cannot be looked up by SHA-1 or SHA-256
}

func ExampleETIService_SampleConnections() {
	for c, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SampleConnections(context.Background(), proofpoint.ETISampleParams{MD5: "d7cbe7f17f41ba08763baa79a19d5a59"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s:%d %d bytes\n", c.DestinationIP, c.DestinationPort, c.BytesTotal)
	}
	// Output:
	// 198.51.100.189:8080 4524 bytes
	// 192.0.2.140:443 0 bytes
	// 203.0.113.114:8080 12636 bytes
	// 198.51.100.183:8080 0 bytes
}

// A records have an address, all others an answer.
func ExampleETIService_SampleDNS() {
	for row, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SampleDNS(context.Background(), proofpoint.ETISampleParams{MD5: "d7cbe7f17f41ba08763baa79a19d5a59"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.Domain, row.RecordType, row.Address+row.Answer)
	}
	// Output:
	// www.login-update.example CNAME login-update.example.
	// login-update.example A 198.51.100.189
	// login-update.example A 192.0.2.140
	// login-update.example A 203.0.113.114
	// login-update.example A 198.51.100.183
}

func ExampleETIService_SampleHTTP() {
	for r, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SampleHTTP(context.Background(), proofpoint.ETISampleParams{MD5: "d7cbe7f17f41ba08763baa79a19d5a59"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Method, "http://"+r.Domain+r.URL)
	}
	// Output:
	// GET http://login-update.example/signin?id=00000000&v=00
	// GET http://login-update.example/portal/index.php?id=000000000000&v=00
}

func ExampleETIService_SampleEvents() {
	for e, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().ETI.SampleEvents(context.Background(), proofpoint.ETISampleParams{MD5: "d7cbe7f17f41ba08763baa79a19d5a59"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.SID, e.SignatureName)
	}
	// Output: 2841241 ET PHISHING Example Credential Landing
}
