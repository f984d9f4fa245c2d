// What sender lists hold, and what changes them.

package proofpoint

import (
	"encoding/json"
	"errors"
)

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
	Domain    string   `in:"path:domain" required:"true" doc:"Any domain of the organisation."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// EssentialsUserSenderListsParams are the parameters that change the lists of a user.
// At least one list must be given.
type EssentialsUserSenderListsParams struct {
	Domain    string   `in:"path:domain" required:"true" doc:"Any domain of the organisation."`
	Email     string   `in:"path:email" required:"true" pattern:"[^@]+@[^@]+" accepts:"user@domain" doc:"The user's primary address."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// EssentialsGroupSenderListsParams are the parameters that change the lists of a group.
// At least one list must be given.
type EssentialsGroupSenderListsParams struct {
	Domain    string   `in:"path:domain" required:"true" doc:"Any domain of the organisation."`
	Group     string   `in:"path:group" required:"true" doc:"The group's id or name."`
	AllowList []string `in:"body:allow_list" doc:"Senders that are let through: addresses or domains."`
	BlockList []string `in:"body:block_list" doc:"Senders that are blocked: addresses or domains."`
}

// essentialsBuildLists builds a request that changes lists, if there are any.
func essentialsBuildLists(o *Operation, p any, allow, block []string) (Request, error) {
	r, err := o.Build(p)
	if allow == nil && block == nil {
		err = errors.Join(err, &ParamError{Param: "allow_list", Reason: "is required where block_list is not given", Accepts: "a list of senders, which may be empty"})
	}
	if err != nil {
		return Request{}, err
	}
	return r, nil
}

// AddSendersRequest builds the request of [EssentialsService.AddSenders].
func (p EssentialsSenderListsParams) AddSendersRequest() (Request, error) {
	return essentialsBuildLists(essentialsAddSenders.Operation, p, p.AllowList, p.BlockList)
}

// ReplaceSenderListsRequest builds the request of [EssentialsService.ReplaceSenderLists].
func (p EssentialsSenderListsParams) ReplaceSenderListsRequest() (Request, error) {
	return essentialsBuildLists(essentialsReplaceSenderLists.Operation, p, p.AllowList, p.BlockList)
}

// AddUserSendersRequest builds the request of [EssentialsService.AddUserSenders].
func (p EssentialsUserSenderListsParams) AddUserSendersRequest() (Request, error) {
	return essentialsBuildLists(essentialsAddUserSenders.Operation, p, p.AllowList, p.BlockList)
}

// ReplaceUserSenderListsRequest builds the request of [EssentialsService.ReplaceUserSenderLists].
func (p EssentialsUserSenderListsParams) ReplaceUserSenderListsRequest() (Request, error) {
	return essentialsBuildLists(essentialsReplaceUserSenderLists.Operation, p, p.AllowList, p.BlockList)
}

// AddGroupSendersRequest builds the request of [EssentialsService.AddGroupSenders].
func (p EssentialsGroupSenderListsParams) AddGroupSendersRequest() (Request, error) {
	return essentialsBuildLists(essentialsAddGroupSenders.Operation, p, p.AllowList, p.BlockList)
}

// ReplaceGroupSenderListsRequest builds the request of [EssentialsService.ReplaceGroupSenderLists].
func (p EssentialsGroupSenderListsParams) ReplaceGroupSenderListsRequest() (Request, error) {
	return essentialsBuildLists(essentialsReplaceGroupSenderLists.Operation, p, p.AllowList, p.BlockList)
}
