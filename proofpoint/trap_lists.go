// Block lists of TRAP, in both of the meanings that the word has there: the
// organisation's list of hosted mail protection, and a list of the appliance.

package proofpoint

import (
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CTROrgListParams are the parameters of trap.lists.block and trap.lists.safe.
type CTROrgListParams struct {
	// ClusterID is the cluster, "company_hosted" say.
	ClusterID string `in:"query:clusterId" label:"Cluster ID" required:"true" doc:"The cluster, company_hosted say."`
	// Page and Size cut the list on our side: the service always sends all.
	Page int `in:"page" min:"1" doc:"Page of the list, from 1; cut on our side."`
	Size int `in:"size" min:"1" doc:"Entries in a page; all if not given."`
}

// PTRListParams are the parameters of trap.lists.members.
type PTRListParams struct {
	// ListID is the list's number in the console.
	ListID int `in:"path:list_id" label:"List ID" required:"true" min:"1" doc:"The list's number in the console."`
	// Page and Size cut the list on our side: the appliance always sends all.
	Page int `in:"page" min:"1" doc:"Page of the list, from 1; cut on our side."`
	Size int `in:"size" min:"1" doc:"Members in a page; all if not given."`
}

const orgListSource = "integrations of demisto, Splunk and Google SecOps; seen 2026-11"

var (
	_ = builtin[CTROrgListParams](Operation{
		Name: "trap.lists.block", Title: "List Blocklist Entries", Summary: "The organisation's block list of senders and hosts.",
		When: "Use this to review who is blocked for everyone.", Source: orgListSource,
		Proto: Request{Service: CTR, Path: "/api/v1/emailProtection/modules/spam/orgBlockList", Pool: ctrPool, Records: pathdata.MustCompile("$.entries[*]")},
	})
	_ = builtin[CTROrgListParams](Operation{
		Name: "trap.lists.safe", Title: "List Safelist Entries", Summary: "The organisation's safe list of senders and hosts.",
		When: "Use this to review who is let through for everyone.", Source: orgListSource,
		Proto: Request{Service: CTR, Path: "/api/v1/emailProtection/modules/spam/orgSafeList", Pool: ctrPool, Records: pathdata.MustCompile("$.entries[*]")},
	})
	_ = builtin[PTRListParams](Operation{
		Name: "trap.lists.members", Title: "List Members", Summary: "The members of one list of the appliance: hosts, addresses, URLs, hashes or users.",
		When: "Use this to review a list that network devices or directory actions read.", Source: "demisto and stsulliv clients; seen 2026-11",
		Proto: Request{Service: PTR, Path: "/api/lists/{list_id}/members.json", Records: pathdata.MustCompile("$[:]")},
	})
)
