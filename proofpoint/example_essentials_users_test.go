// Users and sender lists: each Example runs against the fake, offline.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// Who is billed?
func ExampleEssentialsService_Users() {
	billed := 0
	for user, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Users(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		if user.IsActive && user.IsBillable {
			billed++
		}
	}
	fmt.Println(billed, "users are billed")
	// Output: 8 users are billed
}

func ExampleEssentialsService_User() {
	user, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.User(context.Background(), proofpoint.EssentialsUserParams{Domain: "clinic.example", Email: "support+eu@clinic.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.FirstName, user.Surname, user.Type)
	// Output: Support EU functional_account
}

func ExampleEssentialsService_CreateUsers() {
	params := proofpoint.EssentialsCreateUsersParams{Domain: "clinic.example", Users: []proofpoint.EssentialsNewUser{
		{PrimaryEmail: "zoe@clinic.example", FirstName: "Zoe", Password: proofpoint.NewSecret("correct horse")},
		{PrimaryEmail: "it@clinic.example"},
	}}
	for item, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.CreateUsers(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.Identifier, item.Err())
	}
	// Output:
	// zoe@clinic.example <nil>
	// it@clinic.example proofpoint: essentials: item "it@clinic.example": 409: the user exists
}

// PUT replaces a user whole, so read it, change it and give it back.
func ExampleEssentialsService_ReplaceUser() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsUserParams{Domain: "clinic.example", Email: "support+eu@clinic.example"}
	user, err := client.Essentials.User(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	user.BlockListSenders = append(user.BlockListSenders, "newsletter@retailer.example")
	err = client.Essentials.ReplaceUser(context.Background(), proofpoint.EssentialsReplaceUserParams{Domain: at.Domain, Email: at.Email, User: *user})
	if err != nil {
		log.Fatal(err)
	}
	after, err := client.Essentials.User(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(after.BlockListSenders, after.Type)
	// Output: [newsletter@retailer.example] functional_account
}

func ExampleEssentialsService_DeleteUser() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DeleteUser(context.Background(), proofpoint.EssentialsUserParams{Domain: "clinic.example", Email: "nobody@clinic.example"})
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_SenderLists() {
	lists, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.SenderLists(context.Background(), proofpoint.EssentialsOrgParams{Domain: "acme.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("allowed:", lists.AllowList, "blocked:", lists.BlockList)
	// Output: allowed: [newsletter.example *@university.example] blocked: [delivery-failed.example]
}

func ExampleEssentialsService_AddSenders() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	err := client.Essentials.AddSenders(context.Background(), proofpoint.EssentialsSenderListsParams{Domain: "law-office.example", BlockList: []string{"*@crypto-bonus.example"}})
	if err != nil {
		log.Fatal(err)
	}
	lists, err := client.Essentials.SenderLists(context.Background(), proofpoint.EssentialsOrgParams{Domain: "law-office.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lists.BlockList)
	// Output: [delivery-failed.example *@crypto-bonus.example]
}

// To take a sender off a list, send the list without it.
func ExampleEssentialsService_ReplaceSenderLists() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "acme.example"}
	lists, err := client.Essentials.SenderLists(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	err = client.Essentials.ReplaceSenderLists(context.Background(), proofpoint.EssentialsSenderListsParams{Domain: at.Domain, AllowList: lists.AllowList[:1]})
	if err != nil {
		log.Fatal(err)
	}
	after, err := client.Essentials.SenderLists(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(after.AllowList, len(after.BlockList), "still blocked")
	// Output: [newsletter.example] 1 still blocked
}

func ExampleEssentialsService_DeleteSenderLists() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	at := proofpoint.EssentialsOrgParams{Domain: "acme.example"}
	if err := client.Essentials.DeleteSenderLists(context.Background(), at); err != nil {
		log.Fatal(err)
	}
	lists, err := client.Essentials.SenderLists(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", lists.Raw)
	// Output: {"allow_list":[],"block_list":[]}
}

func ExampleEssentialsService_UserSenderLists() {
	lists, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.UserSenderLists(context.Background(), proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lists.BlockList)
	// Output: [newsletter@newsletter.example]
}

func ExampleEssentialsService_AddUserSenders() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.AddUserSenders(context.Background(), proofpoint.EssentialsUserSenderListsParams{Domain: "acme.example", Email: "support+eu@acme.example"})
	fmt.Println(err) // refused before any request
	// Output: proofpoint: parameter "allow_list": is required where block_list is not given (accepts a list of senders, which may be empty)
}

func ExampleEssentialsService_ReplaceUserSenderLists() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	support := proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}
	err := client.Essentials.ReplaceUserSenderLists(context.Background(), proofpoint.EssentialsUserSenderListsParams{
		Domain: support.Domain, Email: support.Email, AllowList: []string{"freight.example"}, BlockList: []string{}, // not nil: emptied
	})
	if err != nil {
		log.Fatal(err)
	}
	lists, err := client.Essentials.UserSenderLists(context.Background(), support)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lists.AllowList, lists.BlockList)
	// Output: [freight.example] []
}

func ExampleEssentialsService_DeleteUserSenderLists() {
	support := proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"}
	fmt.Println(proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.DeleteUserSenderLists(context.Background(), support))
	// Output: <nil>
}

func ExampleEssentialsService_GroupSenderLists() {
	lists, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.GroupSenderLists(context.Background(), proofpoint.EssentialsGroupParams{Domain: "acme.example", Group: "Finance"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lists.AllowList)
	// Output: [accounts@billing.example]
}

func ExampleEssentialsService_AddGroupSenders() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	finance := proofpoint.EssentialsGroupParams{Domain: "acme.example", Group: "Finance"}
	err := client.Essentials.AddGroupSenders(context.Background(), proofpoint.EssentialsGroupSenderListsParams{
		Domain: finance.Domain, Group: finance.Group, AllowList: []string{"lawfirm.example"},
	})
	if err != nil {
		log.Fatal(err)
	}
	lists, err := client.Essentials.GroupSenderLists(context.Background(), finance)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lists.AllowList)
	// Output: [accounts@billing.example lawfirm.example]
}

func ExampleEssentialsService_ReplaceGroupSenderLists() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.ReplaceGroupSenderLists(context.Background(), proofpoint.EssentialsGroupSenderListsParams{
		Domain: "acme.example", Group: "Sales", BlockList: []string{"survey-reward.example"},
	})
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

func ExampleEssentialsService_DeleteGroupSenderLists() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	finance := proofpoint.EssentialsGroupParams{Domain: "acme.example", Group: "Finance"}
	if err := client.Essentials.DeleteGroupSenderLists(context.Background(), finance); err != nil {
		log.Fatal(err)
	}
	lists, err := client.Essentials.GroupSenderLists(context.Background(), finance)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(lists.AllowList) + len(lists.BlockList))
	// Output: 0
}

// Any stack tells which one an account lives on.
func ExampleEssentialsService_Endpoints() {
	for endpoint, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().Essentials.Endpoints(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(endpoint.Host)
	}
	// Output: us1.proofpointessentials.com
}

func ExampleEssentialsService_ImpersonationToken() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	var who string
	for user, err := range client.Essentials.Users(context.Background(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}) {
		if err != nil {
			log.Fatal(err)
		}
		if user.OdinSettings.IsImitable {
			who = user.PrimaryEmail
			break
		}
	}
	token, err := client.Essentials.ImpersonationToken(context.Background(), proofpoint.EssentialsImpersonationParams{Domain: "clinic.example", User: who})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+v, %d bytes of answer\n", token, len(token.Raw)) // the token is in Raw alone
	// Output: [redacted], 61 bytes of answer
}
