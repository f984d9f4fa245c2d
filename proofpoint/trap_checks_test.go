// What the appliance would refuse, or do nothing about, is refused before a
// request.

package proofpoint_test

import (
	"errors"
	"net/http"
	"strings"
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
	party := func(attacker, target proofpoint.PTRAlertParty) []error {
		p := proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Attacker: attacker, Target: target}
		return []error{second(p.PushAlertRequest()), ptr.PushAlert(ctx, p)}
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
		"two identities":        {party(proofpoint.PTRAlertParty{IPAddress: "192.0.2.7", User: "ana"}, proofpoint.PTRAlertParty{}), []string{"attacker"}},
		"all identities": {party(proofpoint.PTRAlertParty{}, proofpoint.PTRAlertParty{IPAddress: "192.0.2.7", MACAddress: "a", HostName: "b", URL: "c", User: "d"}),
			[]string{"target"}},
		"negative ports": {party(proofpoint.PTRAlertParty{User: "ana", Port: -1}, proofpoint.PTRAlertParty{Port: -443}), []string{"attacker", "target"}},
		"port 65536":     {party(proofpoint.PTRAlertParty{User: "ana", Port: 65536}, proofpoint.PTRAlertParty{User: "ben", Port: 65535}), []string{"attacker"}},
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

// Both scales have a word critical; the caller's case decides which it is. Another
// case than the appliance's is mended, but for templates.
func TestPTRSeverities(t *testing.T) {
	op, ok := proofpoint.OperationNamed("trap.alerts.push")
	if !ok {
		t.Fatal("no such operation")
	}
	for said, want := range map[string]string{"critical": "critical", "Critical": "Critical", "CRITICAL": "critical", "High": "High", "high": "High", "INFO": "info", "informational": "Informational"} {
		r, err := proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Severity: said}.PushAlertRequest()
		if body := `{"json_version":"2.0","severity":"` + want + `"}`; err != nil || string(r.Body) != body {
			t.Errorf("%s: sent %s, want %s; %v", said, r.Body, body, err)
		}
		r, err = op.Build(map[string]any{"source_id": "s", "severity": said})
		if _, refused := errors.AsType[*proofpoint.ParamError](err); refused != (said != want) || !refused && !strings.Contains(string(r.Body), `"`+said+`"`) {
			t.Errorf("%s in a template: sent %s, %v", said, r.Body, err)
		}
	}
	for _, said := range []string{"bad", "critical ", "Critical,High"} {
		_, err := proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Severity: said}.PushAlertRequest()
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "severity" || !strings.Contains(pe.Accepts, "High, Critical") {
			t.Errorf("%s: %v", said, err)
		}
	}
}
