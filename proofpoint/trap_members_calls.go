// The calls of a list of the appliance. What they take and bring is in
// trap_members.go. Writes are not sent twice on our own initiative but after a 401
// or 429, which refused them.

package proofpoint

import (
	"context"
	"iter"
)

// ListMembersRequest builds the request of [PTRService.ListMembers].
func (p PTRListParams) ListMembersRequest() (Request, error) { return ptrListMembers.Build(p) }

// ListMemberRequest builds the request of [PTRService.ListMember].
func (p PTRMemberParams) ListMemberRequest() (Request, error) { return ptrMember.Build(p) }

// DeleteMemberRequest builds the request of [PTRService.DeleteMember].
func (p PTRMemberParams) DeleteMemberRequest() (Request, error) { return ptrDeleteMember.Build(p) }

// AddMemberRequest builds the request of [PTRService.AddMember].
func (p PTRAddMemberParams) AddMemberRequest() (Request, error) { return ptrAddMember.Build(p) }

// ModifyMemberRequest builds the request of [PTRService.ModifyMember]. That there
// is something to change is checked here, not by a template.
func (p PTRModifyMemberParams) ModifyMemberRequest() (Request, error) {
	r, err := ptrModifyMember.Build(p)
	return ptrChecked(r, err, p.wrong())
}

// ListMembers walks all members of a list, which come in one answer; searching is
// done on our side. An empty list gives none. Errors: *ParamError first;
// *APIError, which is ErrNotFound where there is no such list; *NetworkError;
// *BodyError; *RecordError beside a member that could not be read as a PTRMember.
//
// Source: demisto and stsulliv clients; 2026-11.
func (s *PTRService) ListMembers(ctx context.Context, p PTRListParams, opts ...CallOption) iter.Seq2[PTRMember, error] {
	return ptrListMembers.all(ctx, s.c, p, opts)
}

// ListMember returns one member of a list. Errors: *ParamError; *APIError, which
// is ErrNotFound where there is no such list or member.
//
// Source: Swimlane's page names the call; inferred from the others; 2026-11.
func (s *PTRService) ListMember(ctx context.Context, p PTRMemberParams, opts ...CallOption) (*PTRMember, error) {
	return ptrMember.one(ctx, s.c, p, opts)
}

// AddMember adds one member to a list and returns it: a zero one if the appliance
// did not tell. Whether a second copy of a member is refused is not known.
// Errors: *ParamError; *APIError, which is ErrNotFound where there is no such
// list; *AmbiguousError if the member may have been added all the same;
// *RecordError beside what could be read of a member that was added.
//
// Source: clients of demisto and Fortinet; 2026-11.
func (s *PTRService) AddMember(ctx context.Context, p PTRAddMemberParams, opts ...CallOption) (*PTRMember, error) {
	return ptrAddMember.written(ctx, s.c, p, opts)
}

// ModifyMember changes one member of a list and returns it as it is now: a zero
// one if the appliance did not tell. What becomes of members of the body that are
// not given is not known. Errors are as with [PTRService.AddMember].
//
// Source: named in product pages, not seen in code; the body is inferred;
// 2026-11.
func (s *PTRService) ModifyMember(ctx context.Context, p PTRModifyMemberParams, opts ...CallOption) (*PTRMember, error) {
	if _, err := p.ModifyMemberRequest(); err != nil {
		return nil, err
	}
	return ptrModifyMember.written(ctx, s.c, p, opts)
}

// DeleteMember removes one member from a list. There is no removal by value: find
// the number with [PTRService.ListMembers]. Errors: *ParamError; *APIError, which
// is ErrNotFound where there is no such list or member; *AmbiguousError if the
// member may have been removed all the same.
//
// Source: demisto and stsulliv clients; 2026-11.
func (s *PTRService) DeleteMember(ctx context.Context, p PTRMemberParams, opts ...CallOption) error {
	return ptrDeleteMember.done(ctx, s.c, p, opts)
}
