// The organisation's block list and safe list of hosted mail protection, which
// share the credential and the quota of Cloud Threat Response. A list comes
// whole; a change is one entry, told from another by attribute, operator and
// value.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

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

// CTRAddBlockParams are the parameters of trap.lists.block.add.
type CTRAddBlockParams struct {
	// ClusterID is the cluster, "company_hosted" say.
	ClusterID string `in:"query:clusterId" label:"Cluster ID" required:"true" doc:"The cluster, company_hosted say."`
	// Attribute is $from (of the envelope), $hfrom (of the header), $ip (of the
	// sender), $host, $helo or $rcpt.
	Attribute string `in:"body:attribute" required:"true" enum:"$from,$hfrom,$ip,$host,$helo,$rcpt" doc:"What is looked at: envelope sender, header From, sender's IP, host name, HELO or recipient."`
	// Operator is equal, not_equal, contain, not_contain or is_in_list.
	Operator string `in:"body:operator" required:"true" enum:"equal,not_equal,contain,not_contain,is_in_list" doc:"How it is compared with the value."`
	Value    string `in:"body:value" required:"true" doc:"What it is compared with."`
	// Comment has at most 150 characters.
	Comment string `in:"body:comment" pattern:"(?s).{0,150}" accepts:"at most 150 characters" doc:"Why; at most 150 characters."`
}

// CTRDeleteBlockParams are the parameters of trap.lists.block.delete: the entry
// as it stands in the list, but for its comment, which the service ignores.
type CTRDeleteBlockParams struct {
	ClusterID string `in:"query:clusterId" label:"Cluster ID" required:"true" doc:"The cluster, company_hosted say."`
	Attribute string `in:"body:attribute" required:"true" enum:"$from,$hfrom,$ip,$host,$helo,$rcpt" doc:"The entry's attribute."`
	Operator  string `in:"body:operator" required:"true" enum:"equal,not_equal,contain,not_contain,is_in_list" doc:"The entry's operator."`
	Value     string `in:"body:value" required:"true" doc:"The entry's value."`
}

// CTRAddSafeParams are the parameters of trap.lists.safe.add: as those of
// [CTRAddBlockParams], but with fewer operators.
type CTRAddSafeParams struct {
	ClusterID string `in:"query:clusterId" label:"Cluster ID" required:"true" doc:"The cluster, company_hosted say."`
	Attribute string `in:"body:attribute" required:"true" enum:"$from,$hfrom,$ip,$host,$helo,$rcpt" doc:"What is looked at: envelope sender, header From, sender's IP, host name, HELO or recipient."`
	// Operator is equal, contain or is_in_list.
	Operator string `in:"body:operator" required:"true" enum:"equal,contain,is_in_list" doc:"How it is compared with the value."`
	Value    string `in:"body:value" required:"true" doc:"What it is compared with."`
	// Comment has at most 150 characters.
	Comment string `in:"body:comment" pattern:"(?s).{0,150}" accepts:"at most 150 characters" doc:"Why; at most 150 characters."`
}

// CTRDeleteSafeParams are the parameters of trap.lists.safe.delete: the entry as
// it stands in the list, but for its comment, which the service ignores.
type CTRDeleteSafeParams struct {
	ClusterID string `in:"query:clusterId" label:"Cluster ID" required:"true" doc:"The cluster, company_hosted say."`
	Attribute string `in:"body:attribute" required:"true" enum:"$from,$hfrom,$ip,$host,$helo,$rcpt" doc:"The entry's attribute."`
	Operator  string `in:"body:operator" required:"true" enum:"equal,contain,is_in_list" doc:"The entry's operator."`
	Value     string `in:"body:value" required:"true" doc:"The entry's value."`
}

// CTRListEntry is an entry of an organisation list. It has no id: attribute,
// operator and value together are its identity.
type CTRListEntry struct {
	Raw       json.RawMessage `json:"-"`         // as received, unknown fields included
	Attribute string          `json:"attribute"` // $from, $hfrom, $ip, $host, $helo, $rcpt
	Operator  string          `json:"operator"`  // equal, not_equal, contain, not_contain, is_in_list
	Value     string          `json:"value"`
	Comment   string          `json:"comment"` // missing if there is none
}

const (
	orgListSource = "integrations of demisto, Splunk and Google SecOps; seen 2026-11"
	orgBlockPath  = "/api/v1/emailProtection/modules/spam/orgBlockList"
	orgSafePath   = "/api/v1/emailProtection/modules/spam/orgSafeList"
)

// orgChange is a POST that adds or deletes one entry. The answer is empty, or
// the entry again.
func orgChange(path, action string) Request {
	return Request{Service: CTR, Method: "POST", Path: path, Pool: ctrPool, Format: FormatAny, Body: []byte(`{"action":"` + action + `"}`)}
}

var (
	orgBlock = define[CTROrgListParams, CTRListEntry](Operation{
		Name: "trap.lists.block", Title: "List Blocklist Entries", Summary: "The organisation's block list of senders and hosts.",
		When: "Use this to review who is blocked for everyone.", Source: orgListSource,
		Proto: Request{Service: CTR, Path: orgBlockPath, Pool: ctrPool, Records: pathdata.MustCompile("$.entries[*]")},
	})
	orgSafe = define[CTROrgListParams, CTRListEntry](Operation{
		Name: "trap.lists.safe", Title: "List Safelist Entries", Summary: "The organisation's safe list of senders and hosts.",
		When: "Use this to review who is let through for everyone.", Source: orgListSource,
		Proto: Request{Service: CTR, Path: orgSafePath, Pool: ctrPool, Records: pathdata.MustCompile("$.entries[*]")},
	})
	orgBlockAdd = define[CTRAddBlockParams, json.RawMessage](Operation{
		Name: "trap.lists.block.add", Title: "Add Blocklist Entry", Summary: "Blocks a sender or host for the whole organisation.",
		When: "Use this to stop mail like it for everyone.", Source: orgListSource, Proto: orgChange(orgBlockPath, "add"),
	})
	orgBlockDelete = define[CTRDeleteBlockParams, json.RawMessage](Operation{
		Name: "trap.lists.block.delete", Title: "Delete Blocklist Entry", Summary: "Takes an entry off the organisation's block list.",
		When: "Use this when a sender or host is blocked by mistake.", Source: orgListSource, Proto: orgChange(orgBlockPath, "delete"),
	})
	orgSafeAdd = define[CTRAddSafeParams, json.RawMessage](Operation{
		Name: "trap.lists.safe.add", Title: "Add Safelist Entry", Summary: "Lets a sender or host through for the whole organisation.",
		When: "Use this when mail of a trusted sender is held back.", Source: orgListSource, Proto: orgChange(orgSafePath, "add"),
	})
	orgSafeDelete = define[CTRDeleteSafeParams, json.RawMessage](Operation{
		Name: "trap.lists.safe.delete", Title: "Delete Safelist Entry", Summary: "Takes an entry off the organisation's safe list.",
		When: "Use this when a sender or host should be trusted no longer.", Source: orgListSource, Proto: orgChange(orgSafePath, "delete"),
	})
)

// BlockRequest builds the request of [CTRListService.Block].
func (p CTROrgListParams) BlockRequest() (Request, error) { return orgBlock.Build(p) }

// SafeRequest builds the request of [CTRListService.Safe].
func (p CTROrgListParams) SafeRequest() (Request, error) { return orgSafe.Build(p) }

// AddBlockRequest builds the request of [CTRListService.AddBlock].
func (p CTRAddBlockParams) AddBlockRequest() (Request, error) { return orgBlockAdd.Build(p) }

// DeleteBlockRequest builds the request of [CTRListService.DeleteBlock].
func (p CTRDeleteBlockParams) DeleteBlockRequest() (Request, error) { return orgBlockDelete.Build(p) }

// AddSafeRequest builds the request of [CTRListService.AddSafe].
func (p CTRAddSafeParams) AddSafeRequest() (Request, error) { return orgSafeAdd.Build(p) }

// DeleteSafeRequest builds the request of [CTRListService.DeleteSafe].
func (p CTRDeleteSafeParams) DeleteSafeRequest() (Request, error) { return orgSafeDelete.Build(p) }

// Block walks the organisation's block list, which comes whole; an empty list is
// an empty sequence. It counts against the pool "ctr", 10 a minute. Errors:
// joined *ParamError first; *APIError, with a 400 for an unknown cluster;
// *NetworkError; *BodyError; *RecordError beside an entry that could not be read
// as a type.
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) Block(ctx context.Context, p CTROrgListParams, opts ...CallOption) iter.Seq2[CTRListEntry, error] {
	return orgBlock.all(ctx, s.c, p, opts)
}

// Safe walks the organisation's safe list. Quota and errors are as with
// [CTRListService.Block].
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) Safe(ctx context.Context, p CTROrgListParams, opts ...CallOption) iter.Seq2[CTRListEntry, error] {
	return orgSafe.all(ctx, s.c, p, opts)
}

// AddBlock adds one entry to the block list. What the service does with one that
// is there already, and when a change takes effect, is not known. It is not sent
// again on our own initiative but after a 401 or 429, which refused it:
// *AmbiguousError if it is not known whether it happened. Other errors:
// *ParamError, *APIError, *NetworkError.
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) AddBlock(ctx context.Context, p CTRAddBlockParams, opts ...CallOption) error {
	return orgBlockAdd.done(ctx, s.c, p, opts)
}

// DeleteBlock takes one entry off the block list, the one with this attribute,
// operator and value. Whether deleting what is not there is an error is not
// known. Errors are as with [CTRListService.AddBlock].
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) DeleteBlock(ctx context.Context, p CTRDeleteBlockParams, opts ...CallOption) error {
	return orgBlockDelete.done(ctx, s.c, p, opts)
}

// AddSafe adds one entry to the safe list. Errors are as with
// [CTRListService.AddBlock].
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) AddSafe(ctx context.Context, p CTRAddSafeParams, opts ...CallOption) error {
	return orgSafeAdd.done(ctx, s.c, p, opts)
}

// DeleteSafe takes one entry off the safe list. Errors are as with
// [CTRListService.DeleteBlock].
//
// Source: integrations of demisto, Splunk and Google SecOps; 2026-11.
func (s *CTRListService) DeleteSafe(ctx context.Context, p CTRDeleteSafeParams, opts ...CallOption) error {
	return orgSafeDelete.done(ctx, s.c, p, opts)
}
