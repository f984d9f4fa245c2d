// Examples of the appliance, against the fake.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// exampleIncident is an open incident of the client's appliance.
func exampleIncident(client *proofpoint.Client) int {
	for incident, err := range client.TRAP.PTR.Incidents(context.Background(), proofpoint.PTRIncidentsParams{States: []string{"open"}, Limit: 1}) {
		if err != nil {
			log.Fatal(err)
		}
		return int(incident.ID)
	}
	return 0
}

// What of the last day waits for somebody. Days that the appliance cannot answer
// in time are asked for in halves.
func ExamplePTRService_Incidents() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.PTRPatience(12*time.Hour))
	params := proofpoint.PTRIncidentsParams{States: []string{"new", "open"}, ExpandEvents: new(false)}
	waiting := 0
	for incident, err := range fake.Client().TRAP.PTR.Incidents(context.Background(), params) {
		if err != nil {
			log.Fatal(err)
		}
		if incident.Assignee == "Unassigned" {
			waiting++
		}
	}
	fmt.Println(waiting, "incidents wait")
	// Output: 20 incidents wait
}

func ExamplePTRService_Incident() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	incident, err := client.TRAP.PTR.Incident(context.Background(), proofpoint.PTRIncidentParams{ID: exampleIncident(client)})
	if err != nil {
		log.Fatal(err)
	}
	mail := incident.Events[0].Emails[0]
	fmt.Printf("INC-%d: %q, delivered %s\n", incident.ID, mail.Subject, mail.MessageDeliveryTime.Format(time.RFC3339))
	// Output: INC-239710: "Important: benefits enrolment", delivered 2026-11-01T23:23:40Z
}

func ExamplePTRService_Comment() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	comment, err := client.TRAP.PTR.Comment(context.Background(), proofpoint.PTRCommentParams{
		ID: exampleIncident(client), Summary: "Seen by the night shift.", Detail: "Case 4711.",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(comment.HistoryType, comment.ID, "of", comment.CreatedAt.Format(time.DateTime))
	// Output: Comment 1 of 2026-11-02 12:00:00
}

func ExamplePTRService_AddUsers() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	id := exampleIncident(client)
	err := client.TRAP.PTR.AddUsers(context.Background(), proofpoint.PTRUsersParams{ID: id, Targets: []string{"mailroom@acme.example"}})
	if err != nil {
		log.Fatal(err)
	}
	incident, err := client.TRAP.PTR.Incident(context.Background(), proofpoint.PTRIncidentParams{ID: id})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(incident.Users[len(incident.Users)-1])
	// Output: mailroom@acme.example
}

// A close is never sent twice by itself: whoever gets an AmbiguousError looks
// first.
func ExamplePTRService_Close() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	params := proofpoint.PTRCloseParams{ID: exampleIncident(client), Summary: "handled"}
	err := client.TRAP.PTR.Close(context.Background(), params)
	if _, unclear := errors.AsType[*proofpoint.AmbiguousError](err); unclear {
		incident, err := client.TRAP.PTR.Incident(context.Background(), proofpoint.PTRIncidentParams{ID: params.ID})
		fmt.Println(incident.State, err)
	}
	fmt.Println(err)
	// Output: <nil>
}

func ExamplePTRService_CloseMany() {
	client, ids := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client(), []int(nil)
	query := proofpoint.PTRIncidentsParams{States: []string{"new"}, ExpandEvents: new(false)}
	for incident, err := range client.TRAP.PTR.Incidents(context.Background(), query) {
		if err != nil {
			log.Fatal(err)
		}
		ids = append(ids, int(incident.ID))
	}
	err := client.TRAP.PTR.CloseMany(context.Background(), proofpoint.PTRCloseManyParams{IDs: ids, Summary: "one campaign, blocked"})
	fmt.Println(len(ids), "closed:", err == nil)
	// Output: 4 closed: true
}

// Searching a list is done on our side.
func ExamplePTRService_ListMembers() {
	for member, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.PTR.ListMembers(context.Background(), proofpoint.PTRListParams{ListID: 5}) {
		if err != nil {
			log.Fatal(err)
		}
		if member.Value == "shared-file.example" {
			fmt.Println(member.ID, member.Kind, member.Expiration.Format(time.DateOnly))
		}
	}
	// Output: 5008 host 2027-11-01
}

func ExamplePTRService_ListMember() {
	member, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.PTR.ListMember(context.Background(), proofpoint.PTRMemberParams{ListID: 8, MemberID: 8001})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(member.Kind, member.Value)
	// Output: reverse_user noor.ivanova@acme.example
}

// Block a host for a week.
func ExamplePTRService_AddMember() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	member, err := fake.Client().TRAP.PTR.AddMember(context.Background(), proofpoint.PTRAddMemberParams{
		ListID: 5, Member: "wire-confirm.example", Description: "case 4711", Expiration: fake.Clock().Now().AddDate(0, 0, 7),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(member.ID, "until", member.Expiration)
	// Output: 5013 until 2026-11-09 12:00:00 +0000 UTC
}

func ExamplePTRService_ModifyMember() {
	member, err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.PTR.ModifyMember(context.Background(), proofpoint.PTRModifyMemberParams{
		ListID: 5, MemberID: 5001, Description: new("asked for by legal"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(member.Value, "–", member.Description)
	// Output: login-update.example – asked for by legal
}

func ExamplePTRService_DeleteMember() {
	client, member := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client(), proofpoint.PTRMemberParams{ListID: 6, MemberID: 6002}
	if err := client.TRAP.PTR.DeleteMember(context.Background(), member); err != nil {
		log.Fatal(err)
	}
	_, err := client.TRAP.PTR.ListMember(context.Background(), member)
	fmt.Println("gone:", errors.Is(err, proofpoint.ErrNotFound))
	// Output: gone: true
}

// The source's id is the credential; in an example it is the fake's.
func ExamplePTRService_PushAlert() {
	fake := proofpointtest.NewServer()
	_, fields := fake.Credentials("trap.ptr")
	client := fake.Client()
	err := client.TRAP.PTR.PushAlert(context.Background(), proofpoint.PTRAlertParams{
		SourceID: proofpoint.NewSecret(fields["source_id"]), Classification: "command-and-control", Severity: "High", Summary: "beacon",
		Attacker: proofpoint.PTRAlertParty{IPAddress: "192.0.2.7"}, Target: proofpoint.PTRAlertParty{HostName: "till-4.acme.example"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fake.Clock().Advance(time.Minute)
	for incident, err := range client.TRAP.PTR.Incidents(context.Background(), proofpoint.PTRIncidentsParams{Since: time.Hour}) {
		fmt.Println(incident.Summary, incident.Hosts["attacker"], err)
	}
	// Output: beacon [192.0.2.7] <nil>
}
