// Licences, products and settings: each Example runs against the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ExampleEssentialsService_Features() {
	features, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Features(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("URL defense", *features.URLDefense, "- replay", *features.InstantReplay, "days")
	// Output: URL defense true - replay 30 days
}

// PUT replaces all features, so read them, change one and give them back.
func ExampleEssentialsService_ReplaceFeatures() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	features, err := client.Essentials.Features(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	features.DLP = new(proofpoint.Bool(true))
	err = client.Essentials.ReplaceFeatures(context.Background(), proofpoint.EssentialsReplaceFeaturesParams{Domain: at.Domain, Features: *features})
	if err != nil {
		log.Fatal(err)
	}
	after, err := client.Essentials.Features(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*after.DLP, *after.URLDefense)
	// Output: true true
}

func ExampleEssentialsService_Licensing() {
	licensing, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Licensing(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(licensing.LicenseCount, licensing.Package, licensing.IsOnTrial)
	// Output: 25 business false
}

func ExampleEssentialsService_ReplaceLicensing() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	err := client.Essentials.ReplaceLicensing(context.Background(), proofpoint.EssentialsReplaceLicensingParams{
		Domain: at.Domain, LicenseCount: 40, Package: "business", IsOnTrial: new(false), IsBeginnerPlus: new(false),
	})
	if err != nil {
		log.Fatal(err)
	}
	licensing, err := client.Essentials.Licensing(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(licensing.LicenseCount)
	// Output: 40
}

func ExampleEssentialsService_ReplacePackage() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	err := client.Essentials.ReplacePackage(context.Background(), proofpoint.EssentialsReplacePackageParams{Domain: "clinic.example", Package: "advanced"})
	if err != nil {
		log.Fatal(err)
	}
	org, err := client.Essentials.Org(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.LicensingPackage)
	// Output: advanced
}

func ExampleEssentialsService_Products() {
	for product, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Products(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(product.Label, product.Variant, product.AutoRenew)
	}
	// Output:
	// email-security business true
	// security-awareness essentials false
}

func ExampleEssentialsService_Product() {
	product, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Product(context.Background(), proofpoint.EssentialsProductParams{Domain: "clinic.example", Label: "email-security"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(product.Variant)
	// Output: business
}

func ExampleEssentialsService_AddProduct() {
	product, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.AddProduct(context.Background(), proofpoint.EssentialsAddProductParams{Domain: "clinic.example", Label: "security-awareness", IsTrial: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(product.Label, "on trial:", product.IsOnTrial)
	// Output: security-awareness on trial: true
}

func ExampleEssentialsService_UpdateProduct() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	renewing := proofpoint.EssentialsProductParams{Domain: "clinic.example", Label: "email-security"}
	err := client.Essentials.UpdateProduct(context.Background(), proofpoint.EssentialsUpdateProductParams{Domain: renewing.Domain, Label: renewing.Label, AutoRenew: new(false)})
	if err != nil {
		log.Fatal(err)
	}
	product, err := client.Essentials.Product(context.Background(), renewing)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(product.AutoRenew, product.Variant)
	// Output: false business
}

func ExampleEssentialsService_DeleteProduct() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DeleteProduct(context.Background(), proofpoint.EssentialsProductParams{Domain: "acme.example", Label: "email-security"})
	fmt.Println(errors.Is(err, proofpoint.ErrForbidden)) // not open to customers
	// Output: true
}

func ExampleEssentialsService_Tagging() {
	tagging, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Tagging(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tagging.EmailWarningTags.WarningTags.DMARCFailure)
	// Output: false
}

func ExampleEssentialsService_ReplaceTagging() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	err := client.Essentials.ReplaceTagging(context.Background(), proofpoint.EssentialsTaggingParams{Domain: at.Domain, WarningTags: new(true), ExternalSender: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	tagging, err := client.Essentials.Tagging(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", tagging.Raw) // what was not given is gone
	// Output: {"email_warning_tags":{"info_tags":{"external_sender":true},"is_enabled":true}}
}

func ExampleEssentialsService_UpdateTagging() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	if err := client.Essentials.UpdateTagging(context.Background(), proofpoint.EssentialsTaggingParams{Domain: at.Domain, DMARCFailure: new(true)}); err != nil {
		log.Fatal(err)
	}
	tagging, err := client.Essentials.Tagging(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+v\n", tagging.EmailWarningTags.WarningTags)
	// Output: {DMARCFailure:true DomainAgeFailure:false GeoIPFailure:false}
}

func ExampleEssentialsService_TaggingExemptions() {
	for exempt, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.TaggingExemptions(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(exempt.Email)
	}
	// Output: alerts@partner-mail.example
}

func ExampleEssentialsService_AddTaggingExemptions() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.AddTaggingExemptions(context.Background(), proofpoint.EssentialsTaggingExemptionsParams{
		Domain: "clinic.example", Members: []byte(`["results@lab.example"]`),
	})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleEssentialsService_DeleteTaggingExemptions() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	err := client.Essentials.DeleteTaggingExemptions(context.Background(), proofpoint.EssentialsTaggingExemptionsParams{
		Domain: "clinic.example", Members: []byte(`["alerts@partner-mail.example"]`),
	})
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for range client.Essentials.TaggingExemptions(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		n++
	}
	fmt.Println(n, "left")
	// Output: 0 left
}

func ExampleEssentialsService_Azure() {
	azure, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Azure(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("secret", azure.ADKey, "expires", azure.SecretExpiry.Format("2006-01-02"))
	// Output: secret [redacted] expires 2027-06-30
}

func ExampleEssentialsService_ReplaceAzure() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	err := client.Essentials.ReplaceAzure(context.Background(), proofpoint.EssentialsReplaceAzureParams{Domain: "clinic.example", ADKey: proofpoint.NewSecret("a new secret"), SyncFrequency: 6, AddUsers: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	azure, err := client.Essentials.Azure(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(azure.SyncFrequency, "hours, update users:", azure.UpdateUsers) // what was not given is gone
	// Output: 6 hours, update users: false
}

func ExampleEssentialsService_DeleteAzure() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	if err := client.Essentials.DeleteAzure(context.Background(), at); err != nil {
		log.Fatal(err)
	}
	_, err := client.Essentials.Azure(context.Background(), at)
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_SyncExemptions() {
	for exempt, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SyncExemptions(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(exempt.Email, "is looked after by hand")
	}
	// Output: it@clinic.example is looked after by hand
}

func ExampleEssentialsService_AddSyncExemptions() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.AddSyncExemptions(context.Background(), proofpoint.EssentialsSyncExemptionsParams{Domain: "clinic.example", Emails: []string{"no address"}})
	fmt.Println(err)
	// Output: proofpoint: parameter "emails" = "[no address]": holds "no address", which does not look as it must (accepts addresses)
}

func ExampleEssentialsService_DeleteSyncExemptions() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "clinic.example"}
	if err := client.Essentials.DeleteSyncExemptions(context.Background(), at); err != nil {
		log.Fatal(err)
	}
	n := 0
	for range client.Essentials.SyncExemptions(context.Background(), at) {
		n++
	}
	fmt.Println(n)
	// Output: 0
}

func ExampleEssentialsService_DeleteSyncExemption() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DeleteSyncExemption(context.Background(), proofpoint.EssentialsUserParams{Domain: "clinic.example", Email: "it@clinic.example"})
	fmt.Println(err)
	// Output: <nil>
}
