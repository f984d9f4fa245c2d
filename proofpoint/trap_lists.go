// The organisation's block list and safe list of hosted mail protection.

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
)
