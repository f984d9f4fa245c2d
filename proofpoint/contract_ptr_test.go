// The rows of the contract test for the appliance.

package proofpoint_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var ptrRows = []contractRow{
	{op: "trap.incidents", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.Incidents }, records: 2, params: proofpoint.PTRIncidentsParams{
		States: []string{"open"}, Since: 24 * time.Hour, ClosedAfter: noon.Add(-24 * time.Hour), ClosedBefore: noon, ExpandEvents: new(false), MessageID: "<1@a.example>,<2@b.example>", Limit: 50}},
	{op: "trap.incidents.get", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.Incident }, params: proofpoint.PTRIncidentParams{ID: 3065, ExpandEvents: new(true)},
		seeded: given(ptrOpen, func(ids []int) any { return proofpoint.PTRIncidentParams{ID: ids[0], ExpandEvents: new(true)} })},
	{op: "trap.incidents.comment", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.Comment }, params: proofpoint.PTRCommentParams{ID: 3065, Summary: "seen", Detail: "by two"},
		seeded: given(ptrOpen, func(ids []int) any { return proofpoint.PTRCommentParams{ID: ids[0], Summary: "seen", Detail: "by two"} })},
	{op: "trap.incidents.users", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.AddUsers }, params: proofpoint.PTRUsersParams{ID: 3065, Targets: []string{"ana@corp.example"}, Attackers: []string{"x@login-update.example"}},
		seeded: given(ptrOpen, func(ids []int) any {
			return proofpoint.PTRUsersParams{ID: ids[0], Targets: []string{"ana@corp.example"}}
		})},
	{op: "trap.incidents.close", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.Close }, params: proofpoint.PTRCloseParams{ID: 3065, Summary: "handled", Detail: "told the user"},
		seeded: given(ptrOpen, func(ids []int) any { return proofpoint.PTRCloseParams{ID: ids[0], Summary: "handled"} })},
	{op: "trap.incidents.close_many", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.CloseMany }, params: proofpoint.PTRCloseManyParams{IDs: []int{3064, 3065}, Summary: "handled"},
		seeded: given(ptrOpen, func(ids []int) any { return proofpoint.PTRCloseManyParams{IDs: ids, Summary: "handled"} })},
	{op: "trap.lists.members", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.ListMembers }, records: 2, params: proofpoint.PTRListParams{ListID: 5}},
	{op: "trap.lists.members.get", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.ListMember }, params: proofpoint.PTRMemberParams{ListID: 5, MemberID: 5001}},
	{op: "trap.lists.members.add", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.AddMember }, params: proofpoint.PTRAddMemberParams{
		ListID: 5, Member: "login-update.example", Description: "entry 1", Expiration: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}},
	{op: "trap.lists.members.modify", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.ModifyMember }, params: proofpoint.PTRModifyMemberParams{ListID: 5, MemberID: 5001, Description: new("")}},
	{op: "trap.lists.members.delete", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.DeleteMember }, status: 204, params: proofpoint.PTRMemberParams{ListID: 5, MemberID: 5001}},
	{op: "trap.alerts.push", call: func(c *proofpoint.Client) any { return c.TRAP.PTR.PushAlert }, status: 204, params: proofpoint.PTRAlertParams{
		SourceID: proofpoint.NewSecret("c0ffee00-0000-4000-8000-00000000a1e7"), Alert: json.RawMessage(`{"x_case":9007199254740993}`),
		Attacker: proofpoint.PTRAlertParty{IPAddress: "192.0.2.7", Port: 443}, Target: proofpoint.PTRAlertParty{User: "ana"}, Classification: "command-and-control", Severity: "High", Summary: "beacon",
		CNCHosts: []proofpoint.PTRAlertHost{{Host: "login-update.example", Port: 443}}, LinkAttribute: "target_user", ThreatInfo: map[string]any{"name": "beacon"}}},
}

// ptrOpen are two open incidents that the fake has.
func ptrOpen(t testing.TB, c *proofpoint.Client) (ids []int) {
	t.Helper()
	list, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{States: []string{"open"}, Limit: 2}))
	if err != nil || len(list) < 2 {
		t.Fatalf("%d open incidents, %v", len(list), err)
	}
	return []int{int(list[0].ID), int(list[1].ID)}
}
