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

// PTRModifyMemberParams are the parameters of [PTRService.ModifyMember]. At least
// one of the last three must be given. What becomes of those that are not given is
// not known: give again what shall stay.
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
	Expiration  Time            `json:"expiration"` // zero: never, as far as the names are known
}

// FromRecord reads the member, its value out of the object that its type gives
// it, and when it leaves the list under other names that it may have: that of
// "expiration" is not confirmed.
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
	m.Kind, m.Value = ptrMemberValue(all)
	for _, name := range []string{"expires_at", "expires"} {
		var t Time // a flag, or a number of days, is no time and no reason to refuse the member
		if m.Expiration.IsZero() && decode(all[name], &t) == nil && t.Year() >= 2000 {
			m.Expiration = t
		}
	}
	return nil
}

// ptrMemberValue finds what a member is. "host": {"host": …} and "reverse_user":
// {"username": …} have been seen, and are read whatever stands beside them. The
// objects of other types have not: one whose only text has the object's own name
// is taken first, then one with a single text, unless it tells who wrote the
// member.
func ptrMemberValue(all map[string]json.RawMessage) (kind, value string) {
	objects := map[string]map[string]string{}
	for name, raw := range all {
		objects[name] = ptrTexts(raw)
	}
	for _, seen := range [][2]string{{"host", "host"}, {"reverse_user", "username"}} {
		if text := objects[seen[0]][seen[1]]; text != "" {
			return seen[0], text
		}
	}
	names := slices.Sorted(maps.Keys(objects))
	for _, name := range names {
		if o := objects[name]; len(o) == 1 && o[name] != "" {
			return name, o[name]
		}
	}
	for _, name := range names {
		if len(objects[name]) != 1 || slices.Contains([]string{"added_by", "created_by", "updated_by"}, name) {
			continue
		}
		for _, text := range objects[name] {
			return name, text
		}
	}
	return "", ""
}

// ptrTexts are the members of an object that are text and not empty.
func ptrTexts(raw json.RawMessage) map[string]string {
	var object map[string]json.RawMessage
	if decode(raw, &object) != nil {
		return nil
	}
	out := map[string]string{}
	for name, member := range object {
		var text string
		if decode(member, &text) == nil && text != "" {
			out[name] = text
		}
	}
	return out
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
