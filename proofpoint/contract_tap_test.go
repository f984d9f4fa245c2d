// The rows of the contract test for TAP.

package proofpoint_test

import (
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var tapRows = []contractRow{
	{op: "tap.siem.all", call: func(c *proofpoint.Client) any { return c.TAP.All }, params: proofpoint.TAPSIEMParams{}, records: 4},
	{op: "tap.siem.issues", call: func(c *proofpoint.Client) any { return c.TAP.Issues }, params: proofpoint.TAPSIEMParams{}, records: 2},
	{op: "tap.siem.messages_delivered", call: func(c *proofpoint.Client) any { return c.TAP.MessagesDelivered }, params: proofpoint.TAPSIEMParams{ThreatStatus: []string{"active", "falsePositive"}}, records: 2},
	{op: "tap.siem.messages_blocked", call: func(c *proofpoint.Client) any { return c.TAP.MessagesBlocked }, params: proofpoint.TAPSIEMParams{}},
	{op: "tap.siem.clicks_permitted", call: func(c *proofpoint.Client) any { return c.TAP.ClicksPermitted }, params: proofpoint.TAPSIEMParams{}},
	{op: "tap.siem.clicks_blocked", call: func(c *proofpoint.Client) any { return c.TAP.ClicksBlocked }, params: proofpoint.TAPSIEMParams{}},
	{op: "tap.campaigns.ids", call: func(c *proofpoint.Client) any { return c.TAP.CampaignIDs }, params: proofpoint.TAPCampaignIDsParams{Size: 200}, records: 2},
	{op: "tap.campaigns.get", call: func(c *proofpoint.Client) any { return c.TAP.Campaign }, params: proofpoint.TAPCampaignParams{CampaignID: tapCampaign},
		seeded: given(tapSomeCampaign, func(id string) any { return proofpoint.TAPCampaignParams{CampaignID: id} })},
	{op: "tap.forensics.threat", call: func(c *proofpoint.Client) any { return c.TAP.ThreatForensics }, params: proofpoint.TAPThreatForensicsParams{ThreatID: tapThreat, IncludeCampaignForensics: true}, records: 2,
		seeded: given(tapSomeThreat, func(id string) any {
			return proofpoint.TAPThreatForensicsParams{ThreatID: id, IncludeCampaignForensics: true}
		})},
	{op: "tap.forensics.campaign", call: func(c *proofpoint.Client) any { return c.TAP.CampaignForensics }, params: proofpoint.TAPCampaignForensicsParams{CampaignID: tapCampaign},
		seeded: given(tapSomeCampaign, func(id string) any { return proofpoint.TAPCampaignForensicsParams{CampaignID: id} })},
	{op: "tap.people.vap", call: func(c *proofpoint.Client) any { return c.TAP.VAP }, params: proofpoint.TAPVAPParams{Window: proofpoint.TAP14Days}, records: 2},
	{op: "tap.people.top_clickers", call: func(c *proofpoint.Client) any { return c.TAP.TopClickers }, params: proofpoint.TAPTopClickersParams{Window: proofpoint.TAP90Days, Size: 100}, records: 2},
	{op: "tap.threats.summary", call: func(c *proofpoint.Client) any { return c.TAP.ThreatSummary }, params: proofpoint.TAPThreatSummaryParams{ThreatID: tapThreat},
		seeded: given(tapSomeThreat, func(id string) any { return proofpoint.TAPThreatSummaryParams{ThreatID: id} })},
	{op: "tap.url.decode", call: func(c *proofpoint.Client) any { return c.TAP.DecodeURLs }, params: proofpoint.TAPDecodeURLsParams{URLs: []string{"https://urldefense.com/v3/__https://login-update.example:443/search?q=a*test&gs=ps__;Kw!!QxZ1!sig$", "invalid_url"}}, records: 2},
	{op: "tap.stp.compromised_accounts", call: func(c *proofpoint.Client) any { return c.TAP.CompromisedAccounts }, params: proofpoint.TAPCompromisedAccountsParams{Since: 30 * time.Minute}},
}

const (
	tapThreat   = "3ba97fc852c66a7ba761450edfdfb9f4ffab74715b591294f78b5e37a76481aa"
	tapCampaign = "46e01b8a-c899-404d-bcd9-189bb393d1a7"
)

// tapSomeCampaign is a campaign that the fake knows.
func tapSomeCampaign(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	return firstOf(t, c.TAP.CampaignIDs(t.Context(), proofpoint.TAPCampaignIDsParams{Since: 7 * 24 * time.Hour}), nil).ID
}

// tapSomeThreat is a threat that the fake has sent, one of a campaign.
func tapSomeThreat(t testing.TB, c *proofpoint.Client) string {
	t.Helper()
	m := firstOf(t, c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{ThreatType: []string{"url"}}), func(m proofpoint.TAPMessage) bool {
		return len(m.ThreatsInfoMap) > 0 && m.ThreatsInfoMap[0].CampaignID != ""
	})
	return m.ThreatsInfoMap[0].ThreatID
}
