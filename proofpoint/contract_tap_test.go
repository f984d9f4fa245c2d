// The rows of the contract test for TAP.

package proofpoint_test

import "github.com/proofpointkit/proofpoint-go/proofpoint"

var tapRows = []contractRow{
	{op: "tap.siem.all", call: func(c *proofpoint.Client) any { return c.TAP.All }, params: proofpoint.TAPSIEMParams{}, records: 4},
	{op: "tap.siem.issues", call: func(c *proofpoint.Client) any { return c.TAP.Issues }, params: proofpoint.TAPSIEMParams{}, records: 2},
	{op: "tap.siem.messages_delivered", call: func(c *proofpoint.Client) any { return c.TAP.MessagesDelivered }, params: proofpoint.TAPSIEMParams{ThreatStatus: []string{"active", "falsePositive"}}, records: 2},
	{op: "tap.siem.messages_blocked", call: func(c *proofpoint.Client) any { return c.TAP.MessagesBlocked }, params: proofpoint.TAPSIEMParams{}},
	{op: "tap.siem.clicks_permitted", call: func(c *proofpoint.Client) any { return c.TAP.ClicksPermitted }, params: proofpoint.TAPSIEMParams{}},
	{op: "tap.siem.clicks_blocked", call: func(c *proofpoint.Client) any { return c.TAP.ClicksBlocked }, params: proofpoint.TAPSIEMParams{}},
}
