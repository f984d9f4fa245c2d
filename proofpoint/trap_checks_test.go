// What the appliance would refuse, or do nothing about, is refused before a
// request.

package proofpoint_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestPTRRefusedTogether(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, "[]") }}
	client, _ := newClient(t, s, contractConfig())
	ptr, ctx := client.TRAP.PTR, t.Context()
	users := func(p proofpoint.PTRUsersParams) []error {
		return []error{second(p.AddUsersRequest()), ptr.AddUsers(ctx, p)}
	}
	modify := func(p proofpoint.PTRModifyMemberParams) []error {
		return []error{second(p.ModifyMemberRequest()), second(ptr.ModifyMember(ctx, p))}
	}
	closing := func(p proofpoint.PTRCloseManyParams) []error {
		return []error{second(p.CloseManyRequest()), ptr.CloseMany(ctx, p)}
	}
	incidents := func(p proofpoint.PTRIncidentsParams) []error {
		return []error{second(p.IncidentsRequest()), second(trapCollect(ptr.Incidents(ctx, p)))}
	}
	for name, c := range map[string]struct {
		errs   []error
		params []string
	}{
		"nobody to add":         {users(proofpoint.PTRUsersParams{ID: 1}), []string{"targets"}},
		"nobody, in lists":      {users(proofpoint.PTRUsersParams{ID: 1, Targets: []string{}, Attackers: []string{}}), []string{"targets"}},
		"nobody, and no number": {users(proofpoint.PTRUsersParams{}), []string{"id", "targets"}},
		"nothing to change":     {modify(proofpoint.PTRModifyMemberParams{ListID: 5, MemberID: 1}), []string{"member"}},
		"nothing, no member":    {modify(proofpoint.PTRModifyMemberParams{ListID: 5}), []string{"member_id", "member"}},
		"incident 0":            {closing(proofpoint.PTRCloseManyParams{IDs: []int{3, 0}, Summary: "x"}), []string{"ids"}},
		"incident -7":           {closing(proofpoint.PTRCloseManyParams{IDs: []int{-7}, Summary: "x"}), []string{"ids"}},
		"no incidents":          {closing(proofpoint.PTRCloseManyParams{IDs: []int{}, Summary: "x"}), []string{"ids"}},
		"incidents not given":   {closing(proofpoint.PTRCloseManyParams{Summary: "x"}), []string{"ids"}},
		"closed back to front":  {incidents(proofpoint.PTRIncidentsParams{ClosedAfter: noon, ClosedBefore: noon.AddDate(0, 0, -1)}), []string{"closed_after"}},
		"closed at no time":     {incidents(proofpoint.PTRIncidentsParams{ClosedAfter: noon, ClosedBefore: noon}), []string{"closed_after"}},
	} {
		t.Run(name, func(t *testing.T) {
			for i, err := range c.errs {
				var got []string
				if all, ok := errors.AsType[interface {
					error
					Unwrap() []error
				}](err); ok {
					for _, e := range all.Unwrap() {
						if pe, ok := e.(*proofpoint.ParamError); ok {
							got = append(got, pe.Param)
						}
					}
				}
				if diff := cmp.Diff(c.params, got); diff != "" {
					t.Errorf("%d: %v; parameters mismatch (-want +got):\n%s", i, err, diff)
				}
			}
		})
	}
	if len(s.seen) > 0 {
		t.Errorf("%d requests were made", len(s.seen))
	}
}

// What is given twice is sent once, in the order in which it was given.
func TestPTRDoublesAreSentOnce(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, "[]") }}
	client, _ := newClient(t, s, contractConfig())
	ids := []int{9, 3, 9, 3, 4}
	err := client.TRAP.PTR.CloseMany(t.Context(), proofpoint.PTRCloseManyParams{IDs: ids, Summary: "x"})
	if want := `{"incidentIds":[9,3,4],"summary":"x"}`; err != nil || s.bodies[0] != want || !cmp.Equal(ids, []int{9, 3, 9, 3, 4}) {
		t.Errorf("sent %s, want %s; the list is %v; %v", s.bodies, want, ids, err)
	}
	s.seen = nil
	if _, err := trapCollect(client.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{States: []string{"open", "new", "Open", "new"}})); err != nil {
		t.Error(err)
	}
	var states []string
	for _, r := range s.seen {
		states = append(states, r.URL.Query().Get("state"))
	}
	if diff := cmp.Diff([]string{"open", "new"}, states); diff != "" {
		t.Errorf("states mismatch (-want +got):\n%s", diff)
	}
}
