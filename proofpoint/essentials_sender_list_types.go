// What sender lists hold, and what changes them.

package proofpoint

import "encoding/json"

// EssentialsSenderLists are an allow list and a block list: addresses, domains,
// or patterns like *@domain.
type EssentialsSenderLists struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown members included
	AllowList Strings         `json:"allow_list"`
	BlockList Strings         `json:"block_list"`
}

// EssentialsSenderListsParams are the parameters that change the lists of an organisation.
// At least one list must be given.
type EssentialsSenderListsParams struct {
	Domain    string   `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// EssentialsUserSenderListsParams are the parameters that change the lists of a user.
// At least one list must be given.
type EssentialsUserSenderListsParams struct {
	Domain    string   `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Email     string   `in:"path:email" required:"true" pattern:"[^@]+@[^@]+" accepts:"user@domain" doc:"The user's primary address."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// EssentialsGroupSenderListsParams are the parameters that change the lists of a group.
// At least one list must be given.
type EssentialsGroupSenderListsParams struct {
	Domain    string   `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	Group     string   `in:"path:group" required:"true" doc:"The group's id or name."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// AddSendersRequest builds the request of [EssentialsService.AddSenders].
func (p EssentialsSenderListsParams) AddSendersRequest() (Request, error) {
	return essentialsAddSenders.Build(p)
}

// ReplaceSenderListsRequest builds the request of [EssentialsService.ReplaceSenderLists].
func (p EssentialsSenderListsParams) ReplaceSenderListsRequest() (Request, error) {
	return essentialsReplaceSenderLists.Build(p)
}

// AddUserSendersRequest builds the request of [EssentialsService.AddUserSenders].
func (p EssentialsUserSenderListsParams) AddUserSendersRequest() (Request, error) {
	return essentialsAddUserSenders.Build(p)
}

// ReplaceUserSenderListsRequest builds the request of [EssentialsService.ReplaceUserSenderLists].
func (p EssentialsUserSenderListsParams) ReplaceUserSenderListsRequest() (Request, error) {
	return essentialsReplaceUserSenderLists.Build(p)
}

// AddGroupSendersRequest builds the request of [EssentialsService.AddGroupSenders].
func (p EssentialsGroupSenderListsParams) AddGroupSendersRequest() (Request, error) {
	return essentialsAddGroupSenders.Build(p)
}

// ReplaceGroupSenderListsRequest builds the request of [EssentialsService.ReplaceGroupSenderLists].
func (p EssentialsGroupSenderListsParams) ReplaceGroupSenderListsRequest() (Request, error) {
	return essentialsReplaceGroupSenderLists.Build(p)
}
