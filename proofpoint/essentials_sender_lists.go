// Sender lists, which is what Essentials has for block lists: of an organisation,
// a user and a group. The three families differ in their paths alone.

package proofpoint

import (
	"context"
	"encoding/json"
)

// EssentialsGroupParams name a group of an organisation.
type EssentialsGroupParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Group is its id, or its name: of several groups of one name the service
	// takes the first.
	Group string `in:"path:group" required:"true" doc:"The group's id or name."`
}

var (
	essentialsSenderLists = define[EssentialsOrgParams, EssentialsSenderLists](Operation{
		Name: "essentials.sender_lists.get", Title: "Get Sender Lists", Summary: "The allow list and the block list of an organisation.",
		When: "Use this to review who is let through and who is blocked for everybody.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/sender-lists"},
	})
	essentialsAddSenders = define[EssentialsSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.sender_lists.add", Title: "Add Senders", Summary: "Adds senders to the lists of an organisation.",
		When: "Use this to block a sender, or to let one through, for everybody.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsReplaceSenderLists = define[EssentialsSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.sender_lists.replace", Title: "Replace Sender Lists", Summary: "Replaces one or both lists of an organisation.",
		When: "Use this to take a sender off a list: read the lists, change them, send them.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole lists; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsDeleteSenderLists = define[EssentialsOrgParams, json.RawMessage](Operation{
		Name: "essentials.sender_lists.delete", Title: "Delete Sender Lists", Summary: "Empties both lists of an organisation.",
		When: "Use this to begin afresh.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/sender-lists", Format: FormatAny},
	})
	essentialsUserSenderLists = define[EssentialsUserParams, EssentialsSenderLists](Operation{
		Name: "essentials.users.sender_lists.get", Title: "Get User Sender Lists", Summary: "The allow list and the block list of a user.",
		When: "Use this to review who is let through and who is blocked for one user.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/users/{email}/sender-lists"},
	})
	essentialsAddUserSenders = define[EssentialsUserSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.users.sender_lists.add", Title: "Add User Senders", Summary: "Adds senders to the lists of a user.",
		When: "Use this to block a sender, or to let one through, for one user.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/users/{email}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsReplaceUserSenderLists = define[EssentialsUserSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.users.sender_lists.replace", Title: "Replace User Sender Lists", Summary: "Replaces one or both lists of a user.",
		When: "Use this to take a sender off a list: read the lists, change them, send them.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole lists; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}/users/{email}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsDeleteUserSenderLists = define[EssentialsUserParams, json.RawMessage](Operation{
		Name: "essentials.users.sender_lists.delete", Title: "Delete User Sender Lists", Summary: "Empties both lists of a user.",
		When: "Use this to begin afresh.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/users/{email}/sender-lists", Format: FormatAny},
	})
	essentialsGroupSenderLists = define[EssentialsGroupParams, EssentialsSenderLists](Operation{
		Name: "essentials.groups.sender_lists.get", Title: "Get Group Sender Lists", Summary: "The allow list and the block list of a group.",
		When: "Use this to review who is let through and who is blocked for one group.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/groups/{group}/sender-lists"},
	})
	essentialsAddGroupSenders = define[EssentialsGroupSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.groups.sender_lists.add", Title: "Add Group Senders", Summary: "Adds senders to the lists of a group.",
		When: "Use this to block a sender, or to let one through, for one group.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/groups/{group}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsReplaceGroupSenderLists = define[EssentialsGroupSenderListsParams, json.RawMessage](Operation{
		Name: "essentials.groups.sender_lists.replace", Title: "Replace Group Sender Lists", Summary: "Replaces one or both lists of a group.",
		When: "Use this to take a sender off a list: read the lists, change them, send them.", Docs: essentialsDocs,
		Source: "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole lists; seen 2026-11",
		Proto:  Request{Service: Essentials, Method: "PATCH", Path: "/orgs/{domain}/groups/{group}/sender-lists", Format: FormatAny},
		check:  essentialsSomeList,
	})
	essentialsDeleteGroupSenderLists = define[EssentialsGroupParams, json.RawMessage](Operation{
		Name: "essentials.groups.sender_lists.delete", Title: "Delete Group Sender Lists", Summary: "Empties both lists of a group.",
		When: "Use this to begin afresh.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/groups/{group}/sender-lists", Format: FormatAny},
	})
)

// SenderListsRequest builds the request of [EssentialsService.SenderLists].
func (p EssentialsOrgParams) SenderListsRequest() (Request, error) {
	return essentialsSenderLists.Build(p)
}

// SenderLists returns the allow list and the block list of an organisation,
// whole: there is no paging.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) SenderLists(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsSenderLists, error) {
	return essentialsSenderLists.one(ctx, s.c, p, opts)
}

// AddSenders adds senders to the allow list, the block list or both, of an
// organisation. The vendor calls it an update, like ReplaceSenderLists; that it
// leaves the rest of the lists alone is inferred, so look at the lists
// afterwards.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; 2026-11.
func (s *EssentialsService) AddSenders(ctx context.Context, p EssentialsSenderListsParams, opts ...CallOption) error {
	return essentialsAddSenders.done(ctx, s.c, p, opts)
}

// ReplaceSenderLists replaces the lists that are given, of an organisation, and
// leaves a list alone that is nil; an empty list that is not nil empties it.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole
// lists; 2026-11.
func (s *EssentialsService) ReplaceSenderLists(ctx context.Context, p EssentialsSenderListsParams, opts ...CallOption) error {
	return essentialsReplaceSenderLists.done(ctx, s.c, p, opts)
}

// DeleteSenderListsRequest builds the request of [EssentialsService.DeleteSenderLists].
func (p EssentialsOrgParams) DeleteSenderListsRequest() (Request, error) {
	return essentialsDeleteSenderLists.Build(p)
}

// DeleteSenderLists empties both lists of an organisation.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteSenderLists(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) error {
	return essentialsDeleteSenderLists.done(ctx, s.c, p, opts)
}

// UserSenderListsRequest builds the request of [EssentialsService.UserSenderLists].
func (p EssentialsUserParams) UserSenderListsRequest() (Request, error) {
	return essentialsUserSenderLists.Build(p)
}

// UserSenderLists returns the allow list and the block list of a user, whole:
// there is no paging. One that does not exist is ErrNotFound.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) UserSenderLists(ctx context.Context, p EssentialsUserParams, opts ...CallOption) (*EssentialsSenderLists, error) {
	return essentialsUserSenderLists.one(ctx, s.c, p, opts)
}

// AddUserSenders adds senders to the allow list, the block list or both, of a
// user. The vendor calls it an update, like ReplaceUserSenderLists; that it
// leaves the rest of the lists alone is inferred, so look at the lists
// afterwards.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; 2026-11.
func (s *EssentialsService) AddUserSenders(ctx context.Context, p EssentialsUserSenderListsParams, opts ...CallOption) error {
	return essentialsAddUserSenders.done(ctx, s.c, p, opts)
}

// ReplaceUserSenderLists replaces the lists that are given, of a user, and
// leaves a list alone that is nil; an empty list that is not nil empties it.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole
// lists; 2026-11.
func (s *EssentialsService) ReplaceUserSenderLists(ctx context.Context, p EssentialsUserSenderListsParams, opts ...CallOption) error {
	return essentialsReplaceUserSenderLists.done(ctx, s.c, p, opts)
}

// DeleteUserSenderListsRequest builds the request of [EssentialsService.DeleteUserSenderLists].
func (p EssentialsUserParams) DeleteUserSenderListsRequest() (Request, error) {
	return essentialsDeleteUserSenderLists.Build(p)
}

// DeleteUserSenderLists empties both lists of a user.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteUserSenderLists(ctx context.Context, p EssentialsUserParams, opts ...CallOption) error {
	return essentialsDeleteUserSenderLists.done(ctx, s.c, p, opts)
}

// GroupSenderListsRequest builds the request of [EssentialsService.GroupSenderLists].
func (p EssentialsGroupParams) GroupSenderListsRequest() (Request, error) {
	return essentialsGroupSenderLists.Build(p)
}

// GroupSenderLists returns the allow list and the block list of a group, whole:
// there is no paging. One that does not exist is ErrNotFound.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) GroupSenderLists(ctx context.Context, p EssentialsGroupParams, opts ...CallOption) (*EssentialsSenderLists, error) {
	return essentialsGroupSenderLists.one(ctx, s.c, p, opts)
}

// AddGroupSenders adds senders to the allow list, the block list or both, of a
// group. The vendor calls it an update, like ReplaceGroupSenderLists; that it
// leaves the rest of the lists alone is inferred, so look at the lists
// afterwards.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); that POST adds is inferred; 2026-11.
func (s *EssentialsService) AddGroupSenders(ctx context.Context, p EssentialsGroupSenderListsParams, opts ...CallOption) error {
	return essentialsAddGroupSenders.done(ctx, s.c, p, opts)
}

// ReplaceGroupSenderLists replaces the lists that are given, of a group, and
// leaves a list alone that is nil; an empty list that is not nil empties it.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e), and a deployment tool that patches whole
// lists; 2026-11.
func (s *EssentialsService) ReplaceGroupSenderLists(ctx context.Context, p EssentialsGroupSenderListsParams, opts ...CallOption) error {
	return essentialsReplaceGroupSenderLists.done(ctx, s.c, p, opts)
}

// DeleteGroupSenderListsRequest builds the request of [EssentialsService.DeleteGroupSenderLists].
func (p EssentialsGroupParams) DeleteGroupSenderListsRequest() (Request, error) {
	return essentialsDeleteGroupSenderLists.Build(p)
}

// DeleteGroupSenderLists empties both lists of a group.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteGroupSenderLists(ctx context.Context, p EssentialsGroupParams, opts ...CallOption) error {
	return essentialsDeleteGroupSenderLists.done(ctx, s.c, p, opts)
}
