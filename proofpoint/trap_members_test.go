// Lists of the appliance: members that come and go, and what a member is, in
// whatever object it says so.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestPTRMembersComeAndGo(t *testing.T) {
	s := proofpointtest.New(t)
	ptr, ctx := s.Client().TRAP.PTR, t.Context()
	until := time.Date(2027, 1, 31, 10, 0, 0, 0, time.FixedZone("", 3600))
	added, err := ptr.AddMember(ctx, proofpoint.PTRAddMemberParams{ListID: 8, Member: "ana", Description: `left "us" <now>`, Expiration: until})
	if err != nil || added.Kind != "reverse_user" || added.Value != "ana" || !added.Expiration.Equal(until) || added.Description != `left "us" <now>` {
		t.Fatalf("%+v, %v", added, err)
	}
	at := proofpoint.PTRMemberParams{ListID: 8, MemberID: int(added.ID)}
	changed, err := ptr.ModifyMember(ctx, proofpoint.PTRModifyMemberParams{ListID: 8, MemberID: at.MemberID, Description: new("")})
	if err != nil || changed.Description != "" || changed.Value != "ana" || !changed.Expiration.Equal(until) {
		t.Errorf("%+v, %v", changed, err)
	}
	one, err := ptr.ListMember(ctx, at)
	if diff := cmp.Diff(changed, one); diff != "" || err != nil {
		t.Errorf("%v; changed and listed mismatch:\n%s", err, diff)
	}
	if err := ptr.DeleteMember(ctx, at); err != nil {
		t.Error(err)
	}
	if err := ptr.DeleteMember(ctx, at); !errors.Is(err, proofpoint.ErrNotFound) { // S8
		t.Errorf("deleted twice: %v", err)
	}
	if members, err := trapCollect(ptr.ListMembers(ctx, proofpoint.PTRListParams{ListID: 8})); err != nil || len(members) != 0 {
		t.Errorf("%d members, %v", len(members), err)
	}
	if _, err := trapCollect(ptr.ListMembers(ctx, proofpoint.PTRListParams{ListID: 7})); !errors.Is(err, proofpoint.ErrNotFound) {
		t.Errorf("no such list: %v", err)
	}
}

func TestPTRMembersAreCutOnOurSide(t *testing.T) {
	ptr := proofpointtest.New(t, proofpointtest.Seeded(1)).Client().TRAP.PTR
	var got []string
	for _, page := range []int{1, 2, 3, 4} {
		members, err := trapCollect(ptr.ListMembers(t.Context(), proofpoint.PTRListParams{ListID: 5, Page: page, Size: 5}))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(len(members)))
	}
	if s := strings.Join(got, " "); s != "5 5 2 0" {
		t.Errorf("pages of %s", s)
	}
}

func TestPTRMemberKinds(t *testing.T) {
	for text, want := range map[string][2]string{
		`{"id":1,"host":{"host":"a.example"}}`:                                  {"host", "a.example"},
		`{"id":1,"reverse_user":{"username":"ana"},"description":"host"}`:       {"reverse_user", "ana"},
		`{"id":1,"creator":{"id":1,"name":"x"},"url":{"url":"https://x.test"}}`: {"url", "https://x.test"},
		`{"host":{"host":"192.0.2.1"},"added_by":{"username":"admin"}}`:         {"host", "192.0.2.1"},
		`{"added_by":{"username":"admin"},"reverse_user":{"username":"ana"}}`:   {"reverse_user", "ana"},
		`{"host":{"id":77,"host":"192.0.2.1"}}`:                                 {"host", "192.0.2.1"},
		`{"host":{"host":"192.0.2.1","resolved":null}}`:                         {"host", "192.0.2.1"},
		`{"host":{"host":"a.example","name":"A","type":"dns"},"a":{"a":"b"}}`:   {"host", "a.example"},
		`{"a":{"text":"x"},"url":{"url":"https://x.test","id":7,"note":""}}`:    {"url", "https://x.test"},
		`{"added_by":{"username":"admin"},"file_hash":{"id":7,"md5":"d41d8"}}`:  {"file_hash", "d41d8"},
		`{"updated_by":{"username":"admin"},"created_by":{"name":"x"}}`:         {},
		`{"file_hash":{"md5":"d41d8","sha256":"e3b0c"}}`:                        {},
		`{"id":1,"host":{"host":null}}`:                                         {},
		`{"id":1,"host":null}`:                                                  {},
		`{"id":1}`:                                                              {},
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, "["+text+"]") }}
		c, _ := newClient(t, s, contractConfig())
		members, err := trapCollect(c.TRAP.PTR.ListMembers(t.Context(), proofpoint.PTRListParams{ListID: 5}))
		if err != nil || len(members) != 1 || members[0].Kind != want[0] || members[0].Value != want[1] || string(members[0].Raw) != text {
			t.Errorf("%s: %+v, %v", text, members, err)
		}
	}
}

// The name of the time at which a member leaves is not confirmed.
func TestPTRMemberExpiration(t *testing.T) {
	march := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`{"id":1,"expiration":"2027-03-01T00:00:00Z"}`:                                  march,
		`{"id":1,"expires_at":"2027-03-01T00:00:00Z"}`:                                  march,
		`{"id":1,"expires":"2027-03-01T00:00:00Z"}`:                                     march,
		`{"id":1,"expiration":null,"expires_at":1803859200000}`:                         march,
		`{"id":1,"expiration":"2027-03-01T00:00:00Z","expires":"2028-01-01T00:00:00Z"}`: march,
		`{"id":1,"expires":true,"expires_at":"2027-03-01T00:00:00Z"}`:                   march,
		`{"id":1,"expires":false}`:                                                      {},
		`{"id":1,"expires":30}`:                                                         {},
		`{"id":1}`:                                                                      {},
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, text) }}
		c, _ := newClient(t, s, contractConfig())
		m, err := c.TRAP.PTR.ListMember(t.Context(), proofpoint.PTRMemberParams{ListID: 5, MemberID: 1})
		if err != nil || !m.Expiration.Equal(want) || m.ID != 1 {
			t.Errorf("%s: %v, %v; want %v", text, m.Expiration, err, want)
		}
	}
}
