// Organisations and their domains: each Example runs against the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleEssentialsService_Me() {
	me, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Me(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.Type, me.EntityPrimaryDomain, me.ReadOnlyUser)
	// Output: channel_admin acme.example false
}

func ExampleEssentialsService_Org() {
	org, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Org(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.Name, org.UserLicenses, org.WhenRenewal.Format("2 January 2006"), len(org.Domains))
	// Output: Clinic "Am Park" 25 31 March 2027 3
}

// Which customers run out of licences?
func ExampleEssentialsService_Orgs() {
	for org, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Orgs(context.Background(), proofpoint.EssentialsOrgParams{Domain: "acme.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(org.PrimaryDomain, org.UserLicenses-org.ActiveUsers, "free")
	}
	// Output:
	// acme.example 14 free
	// branch-north.example 16 free
	// clinic.example 16 free
	// law-office.example 15 free
}

func ExampleEssentialsService_UpdateOrg() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	err := client.Essentials.UpdateOrg(context.Background(), proofpoint.EssentialsUpdateOrgParams{Domain: "clinic.example", UserLicenses: 40, Phone: "+1 555 0142"})
	if err != nil {
		log.Fatal(err)
	}
	org, err := client.Essentials.Org(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.UserLicenses, org.Phone)
	// Output: 40 +1 555 0142
}

func ExampleEssentialsService_DeleteOrg() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	gone := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	if err := client.Essentials.DeleteOrg(context.Background(), gone); err != nil {
		log.Fatal(err)
	}
	_, err := client.Essentials.Org(context.Background(), gone)
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_CreateOrgs() {
	shop := proofpoint.EssentialsNewOrg{
		PrimaryDomain: "shop.example", Name: "Shop", UserLicenses: 5,
		AdminUser: proofpoint.EssentialsNewUser{PrimaryEmail: "it@shop.example", Password: proofpoint.NewSecret("correct horse")},
		Domains:   []proofpoint.EssentialsNewDomain{{Name: "shop.example", Destination: "mx.shop.example"}},
	}
	params := proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{shop}}
	for item, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.CreateOrgs(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Identifier, item.Status, item.Err())
	}
	// Output: shop.example 201 <nil>
}

func ExampleEssentialsService_Domains() {
	for domain, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Domains(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(domain.Name, domain.IsActive, "to", domain.Destination)
	}
	// Output:
	// clinic.example true to mx.clinic.example
	// pending-clinic.example false to mx.pending-clinic.example
	// mail.clinic.example true to mx.mail.clinic.example
}

func ExampleEssentialsService_Domain() {
	domain, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Domain(context.Background(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(domain.Destination, domain.Failovers)
	// Output: mx.mail.acme.example [192.0.2.25]
}

// A batch is good or bad item by item.
func ExampleEssentialsService_CreateDomains() {
	params := proofpoint.EssentialsCreateDomainsParams{Domain: "acme.example", Domains: []proofpoint.EssentialsNewDomain{
		{Name: "shop.example", Destination: "192.0.2.10"},
		{Name: "clinic.example"},
	}}
	for item, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.CreateDomains(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		if err := item.Err(); err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(item.Identifier, "is added")
	}
	// Output:
	// shop.example is added
	// proofpoint: essentials: item "clinic.example": 409: the domain belongs to an organization
}

func ExampleEssentialsService_ReplaceDomain() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	target := proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "mail.acme.example"}
	err := client.Essentials.ReplaceDomain(context.Background(), proofpoint.EssentialsReplaceDomainParams{
		Domain: target.Domain, Target: target.Target, Destination: "198.51.100.9", IsActive: new(true), IsRelay: new(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	domain, err := client.Essentials.Domain(context.Background(), target)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(domain.Destination, len(domain.Failovers), "failovers left") // PUT: what was not given is gone
	// Output: 198.51.100.9 0 failovers left
}

func ExampleEssentialsService_DeleteDomain() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DeleteDomain(context.Background(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"})
	var refused *proofpoint.APIError
	if errors.As(err, &refused) {
		fmt.Println(refused.StatusCode, refused.Message)
	}
	// Output: 409 acme.example: the primary domain cannot be deleted
}

func ExampleEssentialsService_DomainHealth() {
	health, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DomainHealth(context.Background(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", health.Raw) // the fake's own shape: the service's is not known
	// Output: {"is_verified":true,"name":"acme.example"}
}

func ExampleEssentialsService_VerificationCode() {
	code, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.VerificationCode(context.Background(), proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "pending-acme.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("publish a TXT record that begins with", code.Code[:4])
	// Output: publish a TXT record that begins with ppe-
}

func ExampleEssentialsService_VerifyDomain() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.VerifyDomain(context.Background(), proofpoint.EssentialsVerifyDomainParams{Domain: "acme.example", Target: "pending-acme.example"})
	if _, ok := errors.AsType[*proofpoint.EssentialsNotVerifiedError](err); ok {
		fmt.Println("not yet: publish the code first")
	}
	// Output: not yet: publish the code first
}

func ExampleEssentialsService_DKIMKeys() {
	params := proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"}
	for key, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DKIMKeys(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(key.Selector+"._domainkey."+key.Domain, key.IsValid)
	}
	// Output:
	// ppe1._domainkey.acme.example true
	// ppe2._domainkey.acme.example false
}

func ExampleEssentialsService_DKIMKey() {
	key, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DKIMKey(context.Background(), proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "ppe1"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("v=DKIM1; p=" + key.PublicKey[:24])
	// Output: v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUA
}

func ExampleEssentialsService_CreateDKIMKey() {
	key, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.CreateDKIMKey(context.Background(), proofpoint.EssentialsCreateDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "s2027"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(key.Selector, key.IsValid)
	// Output: s2027 false
}

func ExampleEssentialsService_DeleteDKIMKey() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	key := proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "ppe2"}
	if err := client.Essentials.DeleteDKIMKey(context.Background(), key); err != nil {
		log.Fatal(err)
	}
	_, err := client.Essentials.DKIMKey(context.Background(), key)
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_DeleteDKIMKeys() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	domain := proofpoint.EssentialsDomainParams{Domain: "acme.example", Target: "acme.example"}
	if err := client.Essentials.DeleteDKIMKeys(context.Background(), domain); err != nil {
		log.Fatal(err)
	}
	n := 0
	for _, err := range client.Essentials.DKIMKeys(context.Background(), domain) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "keys left")
	// Output: 0 keys left
}

func ExampleEssentialsService_VerifyDKIMKey() {
	for _, selector := range []string{"ppe1", "ppe2"} {
		err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.VerifyDKIMKey(context.Background(), proofpoint.EssentialsDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: selector})
		_, missing := errors.AsType[*proofpoint.EssentialsNotVerifiedError](err)
		fmt.Println(selector, missing)
	}
	// Output:
	// ppe1 false
	// ppe2 true
}
