// Writes to the appliance and its lists: not sent twice unless they were refused,
// and done whatever form the answer has.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// ptrWrites are all writes, by operation, against incident 1 and list 5.
func ptrWrites(t testing.TB, ptr *proofpoint.PTRService) map[string]func() error {
	ctx := t.Context()
	return map[string]func() error{
		"trap.incidents.comment": func() error {
			_, err := ptr.Comment(ctx, proofpoint.PTRCommentParams{ID: 1, Summary: "x"})
			return err
		},
		"trap.incidents.users":      func() error { return ptr.AddUsers(ctx, proofpoint.PTRUsersParams{ID: 1, Targets: []string{"x"}}) },
		"trap.incidents.close":      func() error { return ptr.Close(ctx, proofpoint.PTRCloseParams{ID: 1, Summary: "x"}) },
		"trap.incidents.close_many": func() error { return ptr.CloseMany(ctx, proofpoint.PTRCloseManyParams{IDs: []int{1}, Summary: "x"}) },
		"trap.lists.members.add": func() error {
			_, err := ptr.AddMember(ctx, proofpoint.PTRAddMemberParams{ListID: 5, Member: "x.example"})
			return err
		},
		"trap.lists.members.modify": func() error {
			_, err := ptr.ModifyMember(ctx, proofpoint.PTRModifyMemberParams{ListID: 5, MemberID: 5001, Description: new("x")})
			return err
		},
		"trap.lists.members.delete": func() error { return ptr.DeleteMember(ctx, proofpoint.PTRMemberParams{ListID: 5, MemberID: 5001}) },
		"trap.alerts.push": func() error {
			return ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("guid-of-the-source")})
		},
	}
}

// N3: whatever breaks after a write was sent, it is sent once.
func TestN3PTRWritesAreSentOnce(t *testing.T) {
	for name, broken := range map[string]func() *http.Response{
		"reset": func() *http.Response { return nil },
		"500":   func() *http.Response { return answer(500, "oops") },
		"503":   func() *http.Response { return answer(503, "oops", "Retry-After", "1") },
		"504":   func() *http.Response { return answer(504, "<html>") },
		"cut":   func() *http.Response { return answerFrom(200, cut(`{"id":`)) },
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return broken() }}
		c, _ := newClient(t, s, contractConfig())
		for op, write := range ptrWrites(t, c.TRAP.PTR) {
			s.seen = nil
			err := write()
			if _, unclear := errors.AsType[*proofpoint.AmbiguousError](err); len(s.seen) != 1 || err == nil || !unclear && name != "cut" {
				t.Errorf("%s, %s: sent %d times: %v", op, name, len(s.seen), err)
			}
		}
	}
}

// A write that was refused by 401 or 429 did not happen, so that it is sent again;
// what breaks after that is not known again.
func TestPTRWritesAreSentAgainOnceRefused(t *testing.T) {
	for name, c := range map[string]struct {
		answers []int // 0 is a broken connection
		turns   bool  // the key is another one when it is read again
		sent    int
		want    error // nil: done
		unclear bool
	}{
		"429":                  {[]int{429, 200}, false, 2, nil, false},
		"401 and another key":  {[]int{401, 200}, true, 2, nil, false},
		"401 and the same key": {[]int{401, 200}, false, 1, proofpoint.ErrUnauthorized, false},
		"403":                  {[]int{403, 200}, true, 1, proofpoint.ErrForbidden, false},
		"429, then broken":     {[]int{429, 0, 200}, false, 2, io.ErrUnexpectedEOF, true},
	} {
		reads := 0
		key := proofpoint.SecretFunc(func(context.Context) (string, error) {
			if reads++; c.turns {
				return fmt.Sprint("5ecre7-", reads), nil
			}
			return "5ecre7", nil
		})
		s := &server{}
		s.answer = func(n int, _ *http.Request) *http.Response {
			if c.answers[n-1] == 0 {
				return nil
			}
			return answer(c.answers[n-1], "")
		}
		client, _ := newClient(t, s, proofpoint.Config{proofpoint.PTR: {BaseURL: "https://ptr.example", Auth: proofpoint.Key("Authorization", key)}})
		for op, write := range ptrWrites(t, client.TRAP.PTR) {
			s.seen = nil
			err := write()
			_, unclear := errors.AsType[*proofpoint.AmbiguousError](err)
			if len(s.seen) != c.sent || !errors.Is(err, c.want) || unclear != c.unclear {
				t.Errorf("%s, %s: sent %d times, want %d: %v", op, name, len(s.seen), c.sent, err)
			}
		}
	}
}

func TestPTRWritesAreDoneWhateverTheAnswer(t *testing.T) {
	for _, body := range []string{`{"id":7,"extra":{"n":9007199254740993}}`, "Incident closed", `"done"`, "", "null"} {
		for _, status := range []int{200, 201, 202, 204} {
			if status == 204 && body != "" {
				continue
			}
			s := &server{answer: func(int, *http.Request) *http.Response { return answer(status, body) }}
			c, _ := newClient(t, s, contractConfig())
			for op, write := range ptrWrites(t, c.TRAP.PTR) {
				if err := write(); err != nil {
					t.Errorf("%s, answered by %d %q: %v", op, status, body, err)
				}
			}
			comment, err := c.TRAP.PTR.Comment(t.Context(), proofpoint.PTRCommentParams{ID: 1, Summary: "x"})
			want := ""
			if strings.HasPrefix(body, "{") {
				want = body
			}
			if err != nil || (comment.ID == 7) != (want != "") || string(comment.Raw) != want {
				t.Errorf("%d %q: comment %+v, %v", status, body, comment, err)
			}
		}
	}
}

// A comment that does not fit its type was added all the same: it comes with what
// could be read.
func TestD9PTRCommentThatDoesNotFit(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{"id":7,"created_at":"soon"}`) }}
	c, _ := newClient(t, s, contractConfig())
	comment, err := c.TRAP.PTR.Comment(t.Context(), proofpoint.PTRCommentParams{ID: 1, Summary: "x"})
	if !proofpoint.CanContinue(err) || comment == nil || comment.ID != 7 {
		t.Errorf("%+v, %v", comment, err)
	}
}

func TestPTRFakeAnswersInThreeForms(t *testing.T) {
	for _, form := range []proofpointtest.PTRAnswer{proofpointtest.PTRAnswerJSON, proofpointtest.PTRAnswerText, proofpointtest.PTRAnswerEmpty} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.PTRAnswers(form))
		_, fields := s.Credentials("trap.ptr")
		ptr, ctx := s.Client().TRAP.PTR, t.Context()
		incidents, err := trapCollect(ptr.Incidents(ctx, proofpoint.PTRIncidentsParams{States: []string{"new"}}))
		if err != nil || len(incidents) < 3 {
			t.Fatalf("%d incidents, %v", len(incidents), err)
		}
		id := func(i int) int { return int(incidents[i].ID) }
		err = errors.Join(
			ptr.AddUsers(ctx, proofpoint.PTRUsersParams{ID: id(0), Targets: []string{"new@acme.example"}}),
			ptr.Close(ctx, proofpoint.PTRCloseParams{ID: id(0), Summary: "handled"}),
			ptr.CloseMany(ctx, proofpoint.PTRCloseManyParams{IDs: []int{id(1), id(2)}, Summary: "one case"}),
			ptr.DeleteMember(ctx, proofpoint.PTRMemberParams{ListID: 5, MemberID: 5003}),
			ptr.PushAlert(ctx, proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret(fields["source_id"]), Summary: "x"}),
		)
		if err != nil {
			t.Errorf("form %d: %v", form, err)
		}
		told := form == proofpointtest.PTRAnswerJSON // what came of it, zero otherwise
		comment, err := ptr.Comment(ctx, proofpoint.PTRCommentParams{ID: id(0), Summary: "seen"})
		if err != nil || (comment.ID != 0) != told {
			t.Errorf("form %d: comment %+v, %v", form, comment, err)
		}
		added, err := ptr.AddMember(ctx, proofpoint.PTRAddMemberParams{ListID: 5, Member: "new.example"})
		if err != nil || (added.Value == "new.example") != told || (added.ID != 0) != told {
			t.Errorf("form %d: added %+v, %v", form, added, err)
		}
		changed, err := ptr.ModifyMember(ctx, proofpoint.PTRModifyMemberParams{ListID: 5, MemberID: 5013, Description: new("x")})
		if err != nil || (changed.Description == "x") != told {
			t.Errorf("form %d: changed %+v, %v", form, changed, err)
		}
		one, err := ptr.ListMember(ctx, proofpoint.PTRMemberParams{ListID: 5, MemberID: 5013})
		if err != nil || one.Value != "new.example" || one.Description != "x" {
			t.Errorf("form %d: listed %+v, %v", form, one, err)
		}
		left, err := trapCollect(ptr.Incidents(ctx, proofpoint.PTRIncidentsParams{States: []string{"new"}}))
		if err != nil || len(left) != len(incidents)-3 {
			t.Errorf("form %d: %d of %d are new, %v", form, len(left), len(incidents), err)
		}
	}
}

// X1: the source's id is a credential in a path.
func TestX1PTRSourceIDIsKept(t *testing.T) {
	const source = "5ecre7-guid/of+the source"
	p := proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret(source), Summary: "x"}
	hidden := []string{source, "5ecre7", "guid%2Fof"}
	check := func(what, text string) {
		t.Helper()
		for _, h := range hidden {
			if strings.Contains(text, h) {
				t.Errorf("%s holds the id: %s", what, text)
			}
		}
	}
	r, err := p.PushAlertRequest()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		return answer(404, `{"message":"no source `+source+` at `+r.URL.EscapedPath()+`"}`)
	}}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.PTR: {BaseURL: "https://ptr.example", Auth: proofpoint.Anonymous()}})
	for planned, err := range c.Plan(r) {
		check("the plan", fmt.Sprintf("%v %+v %v", planned, planned, err))
	}
	err = c.TRAP.PTR.PushAlert(t.Context(), p)
	check("the error", fmt.Sprintf("%v %+v %#v", err, err, err))
	if !errors.Is(err, proofpoint.ErrNotFound) || len(s.seen) != 1 || s.seen[0].Header.Get("Authorization") != "" || s.seen[0].URL.Path != "/threat/json_event/events/"+source {
		t.Errorf("%v; sent to %s", err, s.seen[0].URL)
	}
	_, err = proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("..")}.PushAlertRequest()
	if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != "source_id" || pe.Value == ".." {
		t.Errorf("a source of two dots: %v", err) // P2
	}
}

func TestPTRAlertsGrowOutOfJSON(t *testing.T) {
	r, err := proofpoint.PTRAlertParams{SourceID: proofpoint.NewSecret("s"), Alert: rawJSON(`{"summary":"old","x":{"n":9007199254740993},"email":{"subject":"<b>"}}`), Summary: "new"}.PushAlertRequest()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(r.Body), `{"email":{"subject":"<b>"},"json_version":"2.0","summary":"new","x":{"n":9007199254740993}}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}

// S3: no Retry-After has been seen; the next try is ours to time. One client waits
// ten seconds.
func TestS3PTRTooMany(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("trap.ptr", 2)
	patient := proofpoint.RetryPolicy{Attempts: 3, MinWait: 10 * time.Second, MaxWait: 20 * time.Second, Budget: time.Minute}
	p := proofpoint.PTRIncidentsParams{Since: 96 * time.Hour}
	incidents, err := trapCollect(s.Client().TRAP.PTR.Incidents(t.Context(), p, proofpoint.Retry(patient)))
	if err != nil || len(incidents) == 0 || len(s.Clock().Slept()) == 0 {
		t.Errorf("%d incidents after waits of %v: %v", len(incidents), s.Clock().Slept(), err)
	}
	s.Quota("trap.ptr", 0)
	if _, err := trapCollect(s.Client().TRAP.PTR.Incidents(t.Context(), p)); !errors.Is(err, proofpoint.ErrRateLimited) {
		t.Errorf("%v is not ErrRateLimited", err)
	}
}

// One of the public clients signs with user and password; the key is the usual.
func TestPTRSignsWithKeyOrBasic(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.PTRBasic())
	base, f := s.Credentials("trap.ptr")
	for name, auth := range map[string]proofpoint.Authenticator{
		"key":   proofpoint.Key("Authorization", proofpoint.NewSecret(f["key"])),
		"basic": proofpoint.Basic(f["user"], proofpoint.NewSecret(f["password"])),
	} {
		c, _ := newClient(t, s, proofpoint.Config{proofpoint.PTR: {BaseURL: base, Auth: auth}})
		if all, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{})); err != nil || len(all) == 0 {
			t.Errorf("%s: %d incidents, %v", name, len(all), err)
		}
	}
	wrong := proofpoint.Basic(f["user"], proofpoint.NewSecret("x-wrong"))
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.PTR: {BaseURL: base, Auth: wrong}})
	if _, err := trapCollect(c.TRAP.PTR.Incidents(t.Context(), proofpoint.PTRIncidentsParams{})); !errors.Is(err, proofpoint.ErrUnauthorized) {
		t.Errorf("%v is not ErrUnauthorized", err) // S5
	}
}
