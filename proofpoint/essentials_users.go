// Users of an organisation, who are named by their address.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsUserParams name a user.
type EssentialsUserParams struct {
	// Domain is any domain of the organisation.
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Email is the user's primary address.
	Email string `in:"path:email" required:"true" pattern:"[^@]+@[^@]+" accepts:"user@domain" doc:"The user's primary address."`
}

var (
	essentialsUsers = define[EssentialsOrgParams, EssentialsUser](Operation{
		Name: "essentials.users.list", Title: "List Users", Summary: "All users of an organisation.",
		When: "Use this to review who is licensed, and with which lists.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/users", Records: pathdata.MustCompile("$[:]", "$.users[*]")},
	})
	essentialsUser = define[EssentialsUserParams, EssentialsUser](Operation{
		Name: "essentials.users.get", Title: "Get User", Summary: "One user.",
		When: "Use this to read one user before changing it.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/orgs/{domain}/users/{email}"},
	})
	essentialsCreateUsers = define[EssentialsCreateUsersParams, EssentialsItem](Operation{
		Name: "essentials.users.create", Title: "Create Users", Summary: "Creates users, one or many.",
		When: "Use this to set up people without a directory.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "POST", Path: "/orgs/{domain}/users", Format: FormatAny},
		check:  essentialsCheckUsers,
	})
	essentialsReplaceUser = define[EssentialsReplaceUserParams, json.RawMessage](Operation{
		Name: "essentials.users.replace", Title: "Replace User", Summary: "Replaces a user by the one that is sent.",
		When: "Use this to change a user: read it, change it, send it whole.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "PUT", Path: "/orgs/{domain}/users/{email}", Format: FormatAny},
		check:  essentialsCheckUser,
	})
	essentialsDeleteUser = define[EssentialsUserParams, json.RawMessage](Operation{
		Name: "essentials.users.delete", Title: "Delete User", Summary: "Deletes a user.",
		When: "Use this when somebody has left.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Method: "DELETE", Path: "/orgs/{domain}/users/{email}", Format: FormatAny},
	})
)

// UsersRequest builds the request of [EssentialsService.Users].
func (p EssentialsOrgParams) UsersRequest() (Request, error) { return essentialsUsers.Build(p) }

// Users walks all users of an organisation, in one answer without paging; in an
// object or bare, both are read.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Users(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsUser, error] {
	return essentialsUsers.all(ctx, s.c, p, opts)
}

// UserRequest builds the request of [EssentialsService.User].
func (p EssentialsUserParams) UserRequest() (Request, error) { return essentialsUser.Build(p) }

// User returns one user; ErrNotFound if there is none of that address.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) User(ctx context.Context, p EssentialsUserParams, opts ...CallOption) (*EssentialsUser, error) {
	return essentialsUser.one(ctx, s.c, p, opts)
}

// CreateUsers creates users in one request and walks what became of each: the
// sequence has no error for a user that was refused, its item has
// ([EssentialsItem.Err]). Addresses, and that types are words in lower case, are
// checked before the request. A
// request whose fate is not known is an *AmbiguousError and is not repeated.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) CreateUsers(ctx context.Context, p EssentialsCreateUsersParams, opts ...CallOption) iter.Seq2[EssentialsItem, error] {
	r, err := p.CreateUsersRequest()
	return essentialsItems(ctx, s.c, r, err, opts)
}

// ReplaceUser replaces a user whole: what is not sent is gone. Read the user
// with [EssentialsService.User], change it, and give it back; what was not
// changed is sent back as it came, name and form included.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) ReplaceUser(ctx context.Context, p EssentialsReplaceUserParams, opts ...CallOption) error {
	r, err := p.ReplaceUserRequest()
	return None(s.c.run(ctx, r, err, opts))
}

// DeleteUserRequest builds the request of [EssentialsService.DeleteUser].
func (p EssentialsUserParams) DeleteUserRequest() (Request, error) {
	return essentialsDeleteUser.Build(p)
}

// DeleteUser deletes a user; ErrNotFound if there is none of that address.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DeleteUser(ctx context.Context, p EssentialsUserParams, opts ...CallOption) error {
	return essentialsDeleteUser.done(ctx, s.c, p, opts)
}
