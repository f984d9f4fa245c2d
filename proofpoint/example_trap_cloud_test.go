// Cloud Threat Response and the organisation lists, as people use them: each
// Example runs against the fake, offline.

package proofpoint_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/mail"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// newestOpen is the id of the newest open incident.
func newestOpen(client *proofpoint.Client) string {
	for incident, err := range client.TRAP.CTR.Incidents(context.Background(), proofpoint.CTRIncidentsParams{State: "open", Limit: 1}) {
		if err != nil {
			log.Fatal(err)
		}
		return incident.ID
	}
	return ""
}

// quarantined is the newest message that was quarantined.
func quarantined(client *proofpoint.Client) proofpoint.CTRMessageParams {
	for message, err := range client.TRAP.CTR.Messages(context.Background(), proofpoint.CTRMessagesParams{Quarantine: []string{"quarantine_success"}, Limit: 1}) {
		if err != nil {
			log.Fatal(err)
		}
		return proofpoint.CTRMessageParams{MessageID: message.ID}
	}
	return proofpoint.CTRMessageParams{}
}

// The open incidents that are urgent, since a day.
func ExampleCTRService_Incidents() {
	since := time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
	for incident, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.CTR.Incidents(context.Background(), proofpoint.CTRIncidentsParams{
		From: since, To: since.Add(48 * time.Hour), State: "open", Priorities: []string{"high"}, Order: "asc",
	}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("INC-"+fmt.Sprint(incident.DisplayID), incident.Dispositions, incident.MessageCount, "messages")
	}
	// Output: INC-166066 [not_set] 1 messages
}

func ExampleCTRService_CountIncidents() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for _, state := range []string{"open", "closed"} {
		n, err := client.TRAP.CTR.CountIncidents(context.Background(), proofpoint.CTRCountIncidentsParams{State: state})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(n, state)
	}
	// Output:
	// 62 open
	// 177 closed
}

func ExampleCTRService_Incident() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	incident, err := client.TRAP.CTR.Incident(context.Background(), proofpoint.CTRIncidentParams{IncidentID: newestOpen(client)})
	if err != nil {
		log.Fatal(err)
	}
	for _, activity := range incident.Activities {
		fmt.Println(activity.OccurredAt.Format(time.TimeOnly), activity.ActivityType)
		if to := activity.ActivityDetails.NewPriority; to != "" {
			fmt.Println("priority", to)
		}
	}
	// Output:
	// 09:20:07 incident_creation
	// 09:21:07 priority_change
	// priority high
	// 09:23:07 comment_addition
	// 09:25:07 quarantine
}

func ExampleCTRService_IncidentMessages() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for message, err := range client.TRAP.CTR.IncidentMessages(context.Background(), proofpoint.CTRIncidentMessagesParams{IncidentID: newestOpen(client)}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(message.RecipientAddress, message.RemediationStatus)
	}
	// Output:
	// xavier.moreau@acme.example message_not_found
	// liam.kowalski@acme.example skipped_abuse_mailbox
	// quentin.gupta@acme.example success
}

// What another system found becomes an incident, with the message in it.
func ExampleCTRService_CreateIncident() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	incident, err := client.TRAP.CTR.CreateIncident(context.Background(), proofpoint.CTRCreateIncidentParams{
		Title: "Beacon to login-update.example", Description: "Seen by the proxy", Priority: "high",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(incident.DisplayID, incident.CreatedAt)
	// Output: 1000000 2026-11-02 12:00:00 +0000 UTC
}

func ExampleCTRService_UploadMessage() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	uploaded, err := client.TRAP.CTR.UploadMessage(context.Background(), proofpoint.CTRUploadMessageParams{
		IncidentID: newestOpen(client), RFCMessageID: "<20261101.1@login-update.example>",
		Recipients: []string{"ada@acme.example", "bruno@acme.example"}, Disposition: "phish",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(uploaded.UploadedRecipientsCount, "recipients")
	// Output: 2 recipients
}

// What could not be taken back, by reason.
func ExampleCTRService_Messages() {
	reasons := map[string]int{}
	for message, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.CTR.Messages(context.Background(), proofpoint.CTRMessagesParams{
		Quarantine: []string{"quarantine_mailbox_not_found", "quarantine_message_not_found"}, Statuses: []string{"message_read"},
	}) {
		if err != nil {
			log.Fatal(err)
		}
		reasons[message.RemediationStatus]++
	}
	fmt.Println(reasons)
	// Output: map[mailbox_not_found:39 message_not_found:36]
}

func ExampleCTRService_Message() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	message, err := client.TRAP.CTR.Message(context.Background(), quarantined(client))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.Details.SenderAddress, message.Details.ReceivedAt.Format(time.RFC3339))
	// Output: it-helpdesk@crypto-bonus.example 2026-11-02T08:58:01Z
}

// Fetching is asked for; the status says when the original is there.
func ExampleCTRService_FetchMessage() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	if err := client.TRAP.CTR.FetchMessage(context.Background(), quarantined(client)); err != nil {
		log.Fatal(err)
	}
	fmt.Println("asked for")
	// Output: asked for
}

func ExampleCTRService_FetchStatus() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	status, err := client.TRAP.CTR.FetchStatus(context.Background(), quarantined(client))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status.MessageStatus, status.MessageStatus == proofpoint.CTRFetched)
	// Output: not_fetched false
}

// An original that nobody fetched is not there.
func ExampleCTRService_DownloadMessage() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	_, err := client.TRAP.CTR.DownloadMessage(context.Background(), quarantined(client))
	fmt.Println(errors.Is(err, proofpoint.ErrNotFound))
	// Output: true
}

// Original fetches, waits and downloads; the wait is by the client's clock.
func ExampleCTRService_Original() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	client := fake.Client()
	original, err := client.TRAP.CTR.Original(context.Background(), quarantined(client))
	if err != nil {
		log.Fatal(err)
	}
	defer original.Body.Close()
	message, err := mail.ReadMessage(bufio.NewReader(original.Body))
	if err != nil {
		log.Fatal(err)
	}
	text, err := io.ReadAll(message.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.Header.Get("Subject"))
	fmt.Println(strings.TrimSpace(string(text)), fake.Clock().Slept())
	// Output:
	// =?utf-8?q?=E6=94=AF=E6=89=95=E3=81=84=E3=81=AE=E3=81=8A=E7=9F=A5=E3=82=89?= =?utf-8?q?=E3=81=9B?=
	// Please see https://crypto-bonus.example/doc/view [5s 5s]
}

func ExampleCTRService_Workflows() {
	enabled := true
	for workflow, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.CTR.Workflows(context.Background(), proofpoint.CTRWorkflowsParams{Enabled: &enabled, Type: "incident"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(workflow.Name, workflow.OnDemand)
	}
	// Output:
	// Close incident true
	// Triage false
}

// Incidents are closed by a workflow.
func ExampleCTRService_RunWorkflow() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for workflow, err := range client.TRAP.CTR.Workflows(context.Background(), proofpoint.CTRWorkflowsParams{Type: "incident"}) {
		if err != nil {
			log.Fatal(err)
		}
		if workflow.Name != "Close incident" {
			continue
		}
		run, err := client.TRAP.CTR.RunWorkflow(context.Background(), proofpoint.CTRRunWorkflowParams{WorkflowID: workflow.ID, TargetIDs: []string{newestOpen(client)}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(run.State)
	}
	// Output: IN_PROGRESS
}

// A run goes on by itself; this one has ended half a minute later.
func ExampleCTRService_WorkflowRun() {
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1))
	ctx, ctr := context.Background(), fake.Client().TRAP.CTR
	for workflow, err := range ctr.Workflows(ctx, proofpoint.CTRWorkflowsParams{Type: "message"}) {
		if err != nil {
			log.Fatal(err)
		}
		if !workflow.OnDemand {
			continue
		}
		run, err := ctr.RunWorkflow(ctx, proofpoint.CTRRunWorkflowParams{WorkflowID: workflow.ID, TargetIDs: []string{quarantined(fake.Client()).MessageID}})
		if err != nil {
			log.Fatal(err)
		}
		fake.Clock().Advance(30 * time.Second) // the client's clock would wait
		if run, err = ctr.WorkflowRun(ctx, proofpoint.CTRWorkflowRunParams{RunID: run.ID}); err != nil {
			log.Fatal(err)
		}
		fmt.Println(workflow.Name, run.State, run.UpdatedAt.Sub(run.CreatedAt.Time))
	}
	// Output: Quarantine SUCCESS 20s
}

func ExampleCTRListService_Block() {
	attributes := map[string]int{}
	for entry, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.Lists.Block(context.Background(), proofpoint.CTROrgListParams{ClusterID: "acme_hosted"}) {
		if err != nil {
			log.Fatal(err)
		}
		attributes[entry.Attribute]++
	}
	fmt.Println(attributes)
	// Output: map[$from:5 $helo:4 $hfrom:5 $host:5 $ip:4]
}

func ExampleCTRListService_Safe() {
	for entry, err := range proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.Lists.Safe(context.Background(), proofpoint.CTROrgListParams{ClusterID: "acme_hosted", Page: 1, Size: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(entry.Attribute, entry.Operator, entry.Value)
	}
	// Output:
	// $from equal support@billing.example
	// $hfrom equal notifications@hr-services.example
}

func ExampleCTRListService_AddBlock() {
	client := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	if err := client.TRAP.Lists.AddBlock(context.Background(), proofpoint.CTRAddBlockParams{
		ClusterID: "acme_hosted", Attribute: "$hfrom", Operator: "equal", Value: "billing@login-update.example", Comment: "INC-583",
	}); err != nil {
		log.Fatal(err)
	}
	fmt.Println("blocked")
	// Output: blocked
}

// A comment that the service would refuse does not leave the program.
func ExampleCTRListService_AddSafe() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.Lists.AddSafe(context.Background(), proofpoint.CTRAddSafeParams{
		ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7", Comment: strings.Repeat("very ", 31) + "trusted",
	})
	var refused *proofpoint.ParamError
	fmt.Println(errors.As(err, &refused), refused.Param, refused.Accepts)
	// Output: true comment at most 150 characters
}

// Entries have no ids: one is deleted by saying what it is.
func ExampleCTRListService_DeleteBlock() {
	ctx, client := context.Background(), proofpointtest.NewServer(proofpointtest.Seeded(1)).Client()
	for entry, err := range client.TRAP.Lists.Block(ctx, proofpoint.CTROrgListParams{ClusterID: "acme_hosted", Size: 1}) {
		if err != nil {
			log.Fatal(err)
		}
		err := client.TRAP.Lists.DeleteBlock(ctx, proofpoint.CTRDeleteBlockParams{ClusterID: "acme_hosted", Attribute: entry.Attribute, Operator: entry.Operator, Value: entry.Value})
		fmt.Println(entry.Value, err)
	}
	// Output: no-reply@invoice-portal.example <nil>
}

func ExampleCTRListService_DeleteSafe() {
	err := proofpointtest.NewServer(proofpointtest.Seeded(1)).Client().TRAP.Lists.DeleteSafe(context.Background(), proofpoint.CTRDeleteSafeParams{ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
	fmt.Println(err)
	// Output: <nil>
}
