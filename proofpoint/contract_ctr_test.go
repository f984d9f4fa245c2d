// The rows of the contract test for the cloud.

package proofpoint_test

import (
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

const (
	ctrUUID   = "00000000-0000-4000-8000-000000000001"
	ctrMailID = "<20261101.1@login-update.example>"
)

var (
	ctrFrom     = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	ctrEnabled  = true
	ctrOneCopy  = proofpoint.CTRMessageParams{MessageID: ctrUUID}
	ctrOwnLists = proofpoint.CTROrgListParams{ClusterID: "acme_hosted"}
)

var ctrRows = []contractRow{
	{op: "trap.cloud.incidents", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.Incidents }, records: 2,
		params: proofpoint.CTRIncidentsParams{From: ctrFrom, To: ctrFrom.Add(time.Hour), IncidentIDs: []string{"583"}, State: "open", Flags: []string{"vap"}, Sources: []string{"tap"},
			Verdicts: []string{"verdict_threat"}, Dispositions: []string{"phish", "malware"}, Confidences: []string{"confidence_high"}, Priorities: []string{"high"}, Order: "asc"}},
	{op: "trap.cloud.incidents.count", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.CountIncidents }, params: proofpoint.CTRCountIncidentsParams{State: "closed", Flags: []string{"vap"}}},
	{op: "trap.cloud.incidents.get", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.Incident }, params: proofpoint.CTRIncidentParams{IncidentID: ctrUUID},
		seeded: given(ctrSomeIncident, func(id string) any { return proofpoint.CTRIncidentParams{IncidentID: id} })},
	{op: "trap.cloud.incidents.messages", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.IncidentMessages },
		params: proofpoint.CTRIncidentMessagesParams{IncidentID: ctrUUID, Recipients: []string{"ada@acme.example"}, Senders: []string{"a@b.example"}, Subjects: []string{"hello"},
			Flags: []string{"vap", "reporter"}, Statuses: []string{"permitted_click"}, TAPThreats: []string{"ec87"}, TAPThreatTypes: []string{"tap_threat_type_delivered_url_threat"},
			Quarantine: []string{"quarantine_pending", "restore_failed_other"}, Verdicts: []string{"verdict_failed"}, Dispositions: []string{"spam"}, Confidences: []string{"confidence_low"}},
		seeded: given(ctrSomeIncident, func(id string) any { return proofpoint.CTRIncidentMessagesParams{IncidentID: id} })},
	{op: "trap.cloud.incidents.create", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.CreateIncident },
		params: proofpoint.CTRCreateIncidentParams{Title: "Odd mail", Description: "Seen by hand", Priority: "high"}},
	{op: "trap.cloud.incidents.upload", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.UploadMessage },
		params: proofpoint.CTRUploadMessageParams{IncidentID: ctrUUID, RFCMessageID: ctrMailID, Recipients: []string{"ada@acme.example"}, Sender: "a@b.example", Subject: "hello", Disposition: "phish"},
		seeded: given(ctrSomeIncident, func(id string) any {
			return proofpoint.CTRUploadMessageParams{IncidentID: id, RFCMessageID: ctrMailID, Recipients: []string{"ada@acme.example"}}
		})},
	{op: "trap.cloud.messages", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.Messages },
		params: proofpoint.CTRMessagesParams{From: ctrFrom, MessageIDs: []string{ctrMailID}, Recipients: []string{"ada@acme.example"}, Senders: []string{"a@b.example"}, Subjects: []string{"hello"},
			State: "open", Flags: []string{"vap", "reporter"}, Statuses: []string{"message_read"}, TAPThreats: []string{"ec87"}, TAPThreatTypes: []string{"tap_threat_type_delivered_url_threat"},
			Quarantine: []string{"quarantine_success"}, PageSize: 200}},
	{op: "trap.cloud.messages.get", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.Message }, params: ctrOneCopy,
		seeded: given(ctrSomeMessage, func(id string) any { return proofpoint.CTRMessageParams{MessageID: id} })},
	{op: "trap.cloud.messages.fetch", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.FetchMessage }, params: ctrOneCopy, status: 204,
		seeded: given(ctrSomeMessage, func(id string) any { return proofpoint.CTRMessageParams{MessageID: id} })},
	{op: "trap.cloud.messages.status", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.FetchStatus }, params: ctrOneCopy,
		seeded: given(ctrSomeMessage, func(id string) any { return proofpoint.CTRMessageParams{MessageID: id} })},
	{op: "trap.cloud.messages.download", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.DownloadMessage }, params: ctrOneCopy, fixture: "trap.cloud.messages.download.eml",
		seeded: given(ctrSomeMessage, func(id string) any { return proofpoint.CTRMessageParams{MessageID: id} })},
	{op: "trap.cloud.workflows", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.Workflows }, params: proofpoint.CTRWorkflowsParams{Enabled: &ctrEnabled, Type: "incident"}, records: 2},
	{op: "trap.cloud.workflows.run", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.RunWorkflow }, params: proofpoint.CTRRunWorkflowParams{WorkflowID: ctrUUID, TargetIDs: []string{"a", "b"}},
		seeded: ctrSomeRun},
	{op: "trap.cloud.workflows.status", call: func(c *proofpoint.Client) any { return c.TRAP.CTR.WorkflowRun }, params: proofpoint.CTRWorkflowRunParams{RunID: ctrUUID}, fixture: "trap.cloud.workflows.run.json",
		seeded: given(ctrSomeRunID, func(id string) any { return proofpoint.CTRWorkflowRunParams{RunID: id} })},
	{op: "trap.lists.block", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.Block }, params: ctrOwnLists, records: 2},
	{op: "trap.lists.safe", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.Safe }, params: ctrOwnLists, fixture: "trap.lists.block.json", records: 2},
	{op: "trap.lists.block.add", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.AddBlock },
		params: proofpoint.CTRAddBlockParams{ClusterID: "acme_hosted", Attribute: "$from", Operator: "not_equal", Value: "a@b.example", Comment: "case 7"}},
	{op: "trap.lists.block.delete", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.DeleteBlock }, status: 204,
		params: proofpoint.CTRDeleteBlockParams{ClusterID: "acme_hosted", Attribute: "$from", Operator: "not_equal", Value: "a@b.example"}},
	{op: "trap.lists.safe.add", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.AddSafe }, fixture: "trap.lists.block.add.json",
		params: proofpoint.CTRAddSafeParams{ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7", Comment: "partner"}},
	{op: "trap.lists.safe.delete", call: func(c *proofpoint.Client) any { return c.TRAP.Lists.DeleteSafe }, status: 204,
		params: proofpoint.CTRDeleteSafeParams{ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"}},
}

// ctrSomeIncident is an incident that the fake has.
func ctrSomeIncident(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.TRAP.CTR.Incidents(t.Context(), proofpoint.CTRIncidentsParams{State: "open"}), nil).ID
}

// ctrSomeMessage is a message whose original has been fetched before.
func ctrSomeMessage(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.TRAP.CTR.Messages(t.Context(), proofpoint.CTRMessagesParams{}), func(m proofpoint.CTRMessage) bool { return bool(m.MIMEContentPresent) }).ID
}

// ctrSomeRun runs a workflow that can be run by hand on an incident.
func ctrSomeRun(t testing.TB, c *proofpoint.Client) any {
	t.Helper()
	w := firstOf(t, c.TRAP.CTR.Workflows(t.Context(), proofpoint.CTRWorkflowsParams{Enabled: &ctrEnabled, Type: "incident"}), func(w proofpoint.CTRWorkflow) bool { return bool(w.OnDemand) })
	return proofpoint.CTRRunWorkflowParams{WorkflowID: w.ID, TargetIDs: []string{ctrSomeIncident(t, c)}}
}

// ctrSomeRunID is a run that has begun.
func ctrSomeRunID(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	run, err := c.TRAP.CTR.RunWorkflow(t.Context(), ctrSomeRun(t, c).(proofpoint.CTRRunWorkflowParams))
	if err != nil {
		t.Fatal(err)
	}
	return run.ID
}
