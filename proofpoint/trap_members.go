// Lists of the appliance: what network devices and directory actions read. A list
// is made in the console; here its members come and go.

package proofpoint

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// PTRListParams are the parameters of [PTRService.ListMembers].
type PTRListParams struct {
	// ListID is the list's number in the console.
	ListID int `in:"path:list_id" label:"List ID" required:"true" min:"1" doc:"The list's number in the console."`
	// Page and Size cut the list on our side: the appliance always sends all.
	Page int `in:"page" min:"1" doc:"Page of the list, from 1; cut on our side."`
	Size int `in:"size" min:"1" doc:"Members in a page; all if not given."`
}

// PTRMemberParams are the parameters of [PTRService.ListMember] and
// [PTRService.DeleteMember].
type PTRMemberParams struct {
	// ListID is the list's number in the console.
	ListID int `in:"path:list_id" label:"List ID" required:"true" min:"1" doc:"The list's number in the console."`
	// MemberID is the member's number, as the list tells it.
	MemberID int `in:"path:member_id" label:"Member ID" required:"true" min:"1" doc:"The member's number, as the list tells it."`
}

// PTRAddMemberParams are the parameters of [PTRService.AddMember].
type PTRAddMemberParams struct {
	// ListID is the list's number in the console.
	ListID int `in:"path:list_id" label:"List ID" required:"true" min:"1" doc:"The list's number in the console."`
	// Member is what the list's type asks for: a host, an address, a URL, a hash
	// or a user.
	Member string `in:"body:member" required:"true" doc:"A host, address, URL, hash or user, as the list's type asks for."`
	// Description says why.
	Description string `in:"body:description" doc:"Why it is in the list."`
	// Expiration is when the member leaves the list, UTC, to the second; never
	// if zero.
	Expiration time.Time `in:"body:expiration" doc:"When it leaves the list; never if not given."`
}

// PTRModifyMemberParams are the parameters of [PTRService.ModifyMember]. What is
// not given stays as it is.
type PTRModifyMemberParams struct {
	// ListID is the list's number in the console.
	ListID int `in:"path:list_id" label:"List ID" required:"true" min:"1" doc:"The list's number in the console."`
	// MemberID is the member's number, as the list tells it.
	MemberID int `in:"path:member_id" label:"Member ID" required:"true" min:"1" doc:"The member's number, as the list tells it."`
	// Member is the host, address, URL, hash or user.
	Member string `in:"body:member" doc:"A host, address, URL, hash or user, as the list's type asks for."`
	// Description says why; a pointer to "" takes it away.
	Description *string `in:"body:description" doc:"Why it is in the list; an empty text takes it away."`
	// Expiration is when the member leaves the list, UTC, to the second.
	Expiration time.Time `in:"body:expiration" doc:"When it leaves the list."`
}

// PTRMember is one member of a list.
type PTRMember struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown fields included
	ID          Int             `json:"id"`
	Kind        string          `json:"-"` // the member that says what it is: host, reverse_user
	Value       string          `json:"-"` // the host, address, URL, hash or user
	Description string          `json:"description"`
	Expiration  Time            `json:"expiration"` // zero: never
}

// FromRecord reads the member, and its value out of the object that its type
// gives it: "host": {"host": …}, "reverse_user": {"username": …}. The objects of
// other types have not been seen, so the first that holds one text and nothing
// else is taken.
func (m *PTRMember) FromRecord(r Record) error {
	type plain PTRMember
	m.Raw = r.Raw
	if err := decode(r.Raw, (*plain)(m)); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := decode(r.Raw, &all); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var object map[string]*string
		if decode(all[name], &object) != nil || len(object) != 1 {
			continue
		}
		for _, text := range object {
			if text != nil {
				m.Kind, m.Value = name, *text
				return nil
			}
		}
	}
	return nil
}

var (
	ptrListMembers = define[PTRListParams, PTRMember](Operation{
		Name: "trap.lists.members", Title: "List Members", Summary: "The members of one list of the appliance: hosts, addresses, URLs, hashes or users.",
		When: "Use this to review a list that network devices or directory actions read.", Source: "demisto and stsulliv clients; seen 2026-11",
		Proto: Request{Service: PTR, Path: "/api/lists/{list_id}/members.json", Records: pathdata.MustCompile("$[:]")},
	})
	ptrMember = define[PTRMemberParams, PTRMember](Operation{
		Name: "trap.lists.members.get", Title: "Get Member", Summary: "One member of a list of the appliance.",
		When: "Use this to look at a member whose number you have.", Source: "Swimlane's page names it; not seen in code; seen 2026-11",
		Proto: Request{Service: PTR, Path: "/api/lists/{list_id}/members/{member_id}.json"},
	})
	ptrAddMember = define[PTRAddMemberParams, PTRMember](Operation{
		Name: "trap.lists.members.add", Title: "Add Member", Summary: "Adds one member to a list of the appliance.",
		When: "Use this to block a host, address, URL or hash, or to mark a user.", Source: "clients of demisto and Fortinet; seen 2026-11",
		Proto: Request{Service: PTR, Method: "POST", Path: "/api/lists/{list_id}/members.json", Format: FormatAny},
	})
	ptrModifyMember = define[PTRModifyMemberParams, PTRMember](Operation{
		Name: "trap.lists.members.modify", Title: "Modify Member", Summary: "Changes one member of a list of the appliance.",
		When: "Use this to let a member stay longer, or to say why it is there.", Source: "named in product pages; the body is inferred from adding; seen 2026-11",
		Proto: Request{Service: PTR, Method: "PUT", Path: "/api/lists/{list_id}/members/{member_id}.json", Format: FormatAny},
	})
	ptrDeleteMember = define[PTRMemberParams, json.RawMessage](Operation{
		Name: "trap.lists.members.delete", Title: "Delete Member", Summary: "Removes one member from a list of the appliance.",
		When: "Use this to let something through again.", Source: "demisto and stsulliv clients; seen 2026-11",
		Proto: Request{Service: PTR, Method: "DELETE", Path: "/api/lists/{list_id}/members/{member_id}.json", Format: FormatAny},
	})
)
