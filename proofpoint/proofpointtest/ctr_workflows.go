// The workflows of Cloud Threat Response and their runs. A run takes twenty
// seconds of the clock; then what it did shows in incidents and messages.

package proofpointtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// ctrRunTime is how long a workflow runs.
const ctrRunTime = 20 * time.Second

// ctrWorkflow is one workflow of the customer.
type ctrWorkflow struct {
	name, description, kind string
	enabled, onDemand       bool
}

// ctrWorkflows are the workflows of a populated world; an empty one has none.
var ctrWorkflows = []ctrWorkflow{
	{"Close incident", "Close without further action", "INCIDENT", true, true},
	{"Quarantine", "Move every copy to quarantine", "MESSAGE", true, true},
	{"Triage", "Set the priority of new incidents", "INCIDENT", true, false},
	{"Notify reporter", "Thank who reported the message", "MESSAGE", true, false},
	{"Quarantine and close (old)", "", "INCIDENT", false, true},
}

func (f *ctrWorkflow) id() string { return ctrID(mix(saltCTR, hash(f.name))) }

func (f *ctrWorkflow) item() json.RawMessage {
	var by, who any
	if f.onDemand {
		name := string(appendPerson(nil, hash(f.name)))
		by, who = ctrID(hash(name)), name
	}
	return ctrObject(false, "createdAt", "2024-01-15T10:00:00.000Z", "createdById", by, "creatingUserName", who, "description", orNull(f.description), "enabled", f.enabled,
		"id", f.id(), "name", f.name, "on_demand", f.onDemand, "satoriEnabled", nil, "type", f.kind, "updatedAt", "2026-06-24T17:43:34.775Z")
}

// ctrRun is one run of a workflow.
type ctrRun struct {
	id       string
	workflow *ctrWorkflow
	targets  []string
	begun    int64 // epoch milliseconds
	fails    bool  // a target is not there
}

func (r *ctrRun) ends() int64 { return r.begun + ctrRunTime.Milliseconds() }

func (r *ctrRun) item(now int64) json.RawMessage {
	state := "IN_PROGRESS"
	switch {
	case now >= r.ends() && r.fails:
		state = "FAILED"
	case now >= r.ends():
		state = "SUCCESS"
	}
	return ctrObject(false, "id", r.id, "workflowId", r.workflow.id(), "state", state, "createdAt", ctrTime(r.begun, ctrZulu), "updatedAt", ctrTime(min(now, r.ends()), ctrZulu))
}

// affect shows what a finished run did to an incident and its messages.
func (r *ctrRun) affect(i *ctrIncident, now int64) {
	if now < r.ends() || r.fails {
		return
	}
	if r.workflow.kind == "INCIDENT" {
		if slices.Contains(r.targets, i.id) {
			i.open, i.closed, i.updated = false, r.ends(), r.ends()
		}
		return
	}
	for n := range i.messages {
		if slices.Contains(r.targets, i.messages[n].id) {
			i.messages[n].remediation, i.updated = "success", r.ends()
		}
	}
}

// ctrWorkflowList answers with an array, or an object that holds it: both occur.
// The words of type are in lower case here, in upper case in the answer.
func (x *exchange) ctrWorkflowList() reply {
	if bad := x.ctrGuard(nil); bad != nil {
		return *bad
	}
	list := []json.RawMessage{}
	for k := range ctrWorkflows {
		f := &ctrWorkflows[k]
		enabled, kind := x.query.Get("enabled"), x.query.Get("type")
		if x.s.world.seeded && (enabled == "" || f.enabled == (enabled == "true")) && (kind == "" || strings.ToLower(f.kind) == kind) {
			list = append(list, f.item())
		}
	}
	if x.s.ctr.wrapped {
		return jsonBytes(http.StatusOK, ctrObject(false, "workflows", list))
	}
	return jsonBytes(http.StatusOK, ctrValue(nil, list))
}

func (x *exchange) ctrRunWorkflow() reply {
	var in struct{ TargetIDs []string }
	if bad := x.ctrGuard(&in); bad != nil {
		return *bad
	}
	k := slices.IndexFunc(ctrWorkflows, func(f ctrWorkflow) bool { return f.id() == x.vars["id"] })
	switch {
	case k < 0 || !x.s.world.seeded:
		return ctrRefuse(http.StatusNotFound, "there is no workflow "+x.vars["id"])
	case !ctrWorkflows[k].onDemand:
		return ctrRefuse(http.StatusBadRequest, "only manual workflows can be run")
	case !ctrWorkflows[k].enabled:
		return ctrRefuse(http.StatusBadRequest, "the workflow is not enabled")
	case len(in.TargetIDs) == 0:
		return ctrRefuse(http.StatusBadRequest, "targetIds is required")
	}
	r := ctrRun{workflow: &ctrWorkflows[k], targets: in.TargetIDs, begun: x.now.UnixMilli(), fails: !x.ctrHas(ctrWorkflows[k].kind, in.TargetIDs)}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	r.id = ctrID(mix(x.s.world.seed, saltCTR, hash("run"), uint64(len(x.s.ctr.runs))))
	x.s.ctr.runs = append(x.s.ctr.runs, r)
	return jsonBytes(http.StatusOK, r.item(r.begun))
}

// ctrHas reports whether all targets are there.
func (x *exchange) ctrHas(kind string, targets []string) bool {
	known := map[string]bool{}
	for _, i := range x.ctrIncidents() {
		known[i.id] = kind == "INCIDENT"
		for _, m := range i.messages {
			known[m.id] = kind == "MESSAGE"
		}
	}
	return !slices.ContainsFunc(targets, func(id string) bool { return !known[id] })
}

func (x *exchange) ctrRunStatus() reply {
	if bad := x.ctrGuard(nil); bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	for _, r := range x.s.ctr.runs {
		if r.id == x.vars["id"] {
			return jsonBytes(http.StatusOK, r.item(x.now.UnixMilli()))
		}
	}
	return ctrRefuse(http.StatusNotFound, "there is no run "+x.vars["id"])
}
