// Workflows of Cloud Threat Response: what can be run by hand, and runs. This is
// how an incident is closed and a message quarantined.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CTRWorkflowsParams are the parameters of trap.cloud.workflows. The zero value
// asks for all workflows.
type CTRWorkflowsParams struct {
	// Enabled keeps those that are (true) or are not (false) in use; nil is
	// both.
	Enabled *bool `in:"query:enabled" doc:"Only workflows that are, or are not, in use."`
	// Type is message or incident; in answers these words are in upper case.
	Type string `in:"query:type" enum:"message,incident" doc:"What the workflows act on."`
}

// CTRRunWorkflowParams are the parameters of trap.cloud.workflows.run.
type CTRRunWorkflowParams struct {
	WorkflowID string `in:"path:workflow_id" label:"Workflow ID" required:"true" doc:"The workflow's id."`
	// TargetIDs are UUIDs of incidents or messages, as the workflow's type says.
	TargetIDs []string `in:"body:targetIds" param:"target_ids" label:"Target IDs" required:"true" doc:"UUIDs of incidents, or of messages, as the workflow's type says."`
}

// CTRWorkflowRunParams are the parameters of trap.cloud.workflows.status.
type CTRWorkflowRunParams struct {
	// RunID is the id that running a workflow gave.
	RunID string `in:"path:run_id" label:"Run ID" required:"true" doc:"The id that running the workflow gave."`
}

// CTRWorkflow is a workflow of the customer.
type CTRWorkflow struct {
	Raw              json.RawMessage `json:"-"` // as received, unknown fields included
	ID               string          `json:"id"`
	Name             string          `json:"name"`
	Description      string          `json:"description"`
	Enabled          Bool            `json:"enabled"`
	Type             string          `json:"type"`      // MESSAGE or INCIDENT
	OnDemand         Bool            `json:"on_demand"` // only these can be run by a call
	CreatedAt        Time            `json:"createdAt"`
	CreatedByID      string          `json:"createdById"` // "": by the vendor
	CreatingUserName string          `json:"creatingUserName"`
	SatoriEnabled    Bool            `json:"satoriEnabled"` // null in the recording
	UpdatedAt        Time            `json:"updatedAt"`
}

// The states of a run.
const (
	CTRRunInProgress = "IN_PROGRESS"
	CTRRunSuccess    = "SUCCESS"
	CTRRunFailed     = "FAILED"
	CTRRunCancelled  = "CANCELLED"
)

// CTRWorkflowRun is one run of a workflow.
type CTRWorkflowRun struct {
	Raw        json.RawMessage `json:"-"` // as received, unknown fields included
	ID         string          `json:"id"`
	WorkflowID string          `json:"workflowId"`
	State      string          `json:"state"` // CTRRunInProgress and the others
	CreatedAt  Time            `json:"createdAt"`
	UpdatedAt  Time            `json:"updatedAt"`
}

var (
	// The list comes as an array to some clients, in an object to others.
	ctrWorkflows = define[CTRWorkflowsParams, CTRWorkflow](Operation{
		Name: "trap.cloud.workflows", Title: "List Workflows", Summary: "The workflows of Cloud Threat Response.",
		When: "Use this to find the id of the workflow that closes incidents or quarantines messages.", Source: ctrSource,
		Proto: Request{Service: CTR, Path: ctrBase + "/workflows", Pool: ctrPool, Records: pathdata.MustCompile("$[:]", "$.workflows[*]")},
	})
	ctrRunWorkflow = define[CTRRunWorkflowParams, CTRWorkflowRun](Operation{
		Name: "trap.cloud.workflows.run", Title: "Run Workflow", Summary: "Runs a manual workflow on incidents or messages.",
		When: "Use this to close incidents or to quarantine messages; no other call does.", Source: ctrSource,
		Proto: Request{Service: CTR, Method: "POST", Path: ctrBase + "/workflows/{workflow_id}/run", Pool: ctrPool, Format: FormatAny},
	})
	ctrWorkflowRun = define[CTRWorkflowRunParams, CTRWorkflowRun](Operation{
		Name: "trap.cloud.workflows.status", Title: "Get Workflow Run", Summary: "How far a run of a workflow is.",
		When: "Use this to learn whether a run has done what it should.", Source: ctrSource,
		Proto: Request{Service: CTR, Path: ctrBase + "/workflows/run/{run_id}", Pool: ctrPool},
	})
)

// WorkflowsRequest builds the request of [CTRService.Workflows].
func (p CTRWorkflowsParams) WorkflowsRequest() (Request, error) { return ctrWorkflows.Build(p) }

// RunWorkflowRequest builds the request of [CTRService.RunWorkflow].
func (p CTRRunWorkflowParams) RunWorkflowRequest() (Request, error) { return ctrRunWorkflow.Build(p) }

// WorkflowRunRequest builds the request of [CTRService.WorkflowRun].
func (p CTRWorkflowRunParams) WorkflowRunRequest() (Request, error) { return ctrWorkflowRun.Build(p) }

// Workflows walks the workflows; the list comes whole, in one answer. None is an
// empty sequence. Quota and errors are as with [CTRService.Incidents].
//
// Source: public clients (demisto, Google SecOps) and a recording; 2026-11.
func (s *CTRService) Workflows(ctx context.Context, p CTRWorkflowsParams, opts ...CallOption) iter.Seq2[CTRWorkflow, error] {
	return ctrWorkflows.all(ctx, s.c, p, opts)
}

// RunWorkflow runs a manual workflow on incidents or messages and returns the
// run, which goes on: see [CTRService.WorkflowRun]. The run is zero where the
// service did not tell. Whether it is sent again and what its errors are is as
// with [CTRService.CreateIncident].
//
// Source: public clients (demisto, Google SecOps); 2026-11.
func (s *CTRService) RunWorkflow(ctx context.Context, p CTRRunWorkflowParams, opts ...CallOption) (*CTRWorkflowRun, error) {
	return ctrRunWorkflow.written(ctx, s.c, p, opts)
}

// WorkflowRun returns a run as it stands; demisto's client asks every 30 seconds
// for at most ten minutes. An unknown id is an *APIError that is ErrNotFound.
// Quota and other errors are as with [CTRService.Incidents].
//
// Source: public clients (demisto, Google SecOps); 2026-11.
func (s *CTRService) WorkflowRun(ctx context.Context, p CTRWorkflowRunParams, opts ...CallOption) (*CTRWorkflowRun, error) {
	return ctrWorkflowRun.one(ctx, s.c, p, opts)
}
