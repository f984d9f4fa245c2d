// Writes to Cloud Threat Response and to the organisation lists: sent once, done
// whatever form the answer has, and there when they are read.

package proofpoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// TestCTRWritesOnce: a write whose outcome is not known is not repeated (N3).
func TestCTRWritesOnce(t *testing.T) {
	calls := map[string]func(c *proofpoint.Client) error{
		"CreateIncident": func(c *proofpoint.Client) error {
			_, err := c.TRAP.CTR.CreateIncident(t.Context(), proofpoint.CTRCreateIncidentParams{Title: "x"})
			return err
		},
		"UploadMessage": func(c *proofpoint.Client) error {
			_, err := c.TRAP.CTR.UploadMessage(t.Context(), proofpoint.CTRUploadMessageParams{IncidentID: ctrUUID, RFCMessageID: ctrMailID, Recipients: []string{"a@b.example"}})
			return err
		},
		"RunWorkflow": func(c *proofpoint.Client) error {
			_, err := c.TRAP.CTR.RunWorkflow(t.Context(), proofpoint.CTRRunWorkflowParams{WorkflowID: "x", TargetIDs: []string{"y"}})
			return err
		},
		"AddBlock": func(c *proofpoint.Client) error {
			return c.TRAP.Lists.AddBlock(t.Context(), proofpoint.CTRAddBlockParams{ClusterID: "c", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
		},
		"DeleteBlock": func(c *proofpoint.Client) error {
			return c.TRAP.Lists.DeleteBlock(t.Context(), proofpoint.CTRDeleteBlockParams{ClusterID: "c", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
		},
		"AddSafe": func(c *proofpoint.Client) error {
			return c.TRAP.Lists.AddSafe(t.Context(), proofpoint.CTRAddSafeParams{ClusterID: "c", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
		},
		"DeleteSafe": func(c *proofpoint.Client) error {
			return c.TRAP.Lists.DeleteSafe(t.Context(), proofpoint.CTRDeleteSafeParams{ClusterID: "c", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			for _, status := range []int{0, http.StatusBadGateway} {
				s := &server{answer: func(int, *http.Request) *http.Response {
					if status == 0 {
						return nil // the connection breaks
					}
					return answer(status, "")
				}}
				c, _ := newClient(t, s, ctrConfig())
				err := call(c)
				if _, ok := errors.AsType[*proofpoint.AmbiguousError](err); !ok || len(s.seen) != 1 {
					t.Errorf("status %d: %d requests, %v; want one and an *AmbiguousError", status, len(s.seen), err)
				}
			}
		})
	}
}

// TestCTRWritesAreDoneWhateverTheAnswer: a write that was answered by 2xx was
// done, whether an object says so, a sentence or nothing.
func TestCTRWritesAreDoneWhateverTheAnswer(t *testing.T) {
	const object = `{"id":"7","incident_id":"7","x":1}`
	for _, c := range []struct {
		status     int
		body, want string // of Raw
	}{{200, object, object}, {201, object, object}, {200, "", ""}, {202, "accepted", ""}, {200, `"done"`, ""}, {200, "null", ""}, {204, "", ""}} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(c.status, c.body) }}
		client, _ := newClient(t, s, ctrConfig())
		ctr, ctx := client.TRAP.CTR, t.Context()
		created, err1 := ctr.CreateIncident(ctx, proofpoint.CTRCreateIncidentParams{Title: "x"})
		uploaded, err2 := ctr.UploadMessage(ctx, proofpoint.CTRUploadMessageParams{IncidentID: ctrUUID, RFCMessageID: ctrMailID, Recipients: []string{"a@b.example"}})
		run, err3 := ctr.RunWorkflow(ctx, proofpoint.CTRRunWorkflowParams{WorkflowID: "x", TargetIDs: []string{"y"}})
		if err := errors.Join(err1, err2, err3); err != nil || len(s.seen) != 3 {
			t.Errorf("%d %q: %v after %d requests", c.status, c.body, err, len(s.seen))
			continue
		}
		id := ""
		if c.want != "" {
			id = "7"
		}
		if created.ID != id || uploaded.IncidentID != id || run.ID != id || string(created.Raw) != c.want || string(uploaded.Raw) != c.want || string(run.Raw) != c.want {
			t.Errorf("%d %q: %+v, %+v, %+v", c.status, c.body, created, uploaded, run)
		}
	}
}

// TestCTRRefusedWritesAreSentAgain: 401 and 429 refused the write, so nothing was
// done and it may be sent once more.
func TestCTRRefusedWritesAreSentAgain(t *testing.T) {
	for _, status := range []int{401, 429} {
		s := &server{answer: func(n int, r *http.Request) *http.Response {
			if strings.HasSuffix(r.URL.Path, "/token") {
				return answer(200, fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","expires_in":3600}`, n))
			}
			if status != 0 {
				refused := status
				status = 0
				return answer(refused, "", "Retry-After", "1")
			}
			return answer(200, `{"id":"7"}`)
		}}
		cfg := proofpoint.Config{proofpoint.CTR: {Auth: proofpoint.OAuth2("https://auth.example/v1/token", "id", proofpoint.NewSecret(testSecret), nil)}}
		client, _ := newClient(t, s, cfg)
		created, err := client.TRAP.CTR.CreateIncident(t.Context(), proofpoint.CTRCreateIncidentParams{Title: "x"})
		sent := 0
		for _, r := range s.seen {
			if strings.HasSuffix(r.URL.Path, "/createIncident") {
				sent++
			}
		}
		if err != nil || created.ID != "7" || sent != 2 {
			t.Errorf("%v, %v, sent %d times, want 2", created, err, sent)
		}
	}
}

// TestCTRListsWriteThenRead: what is added is listed, what is deleted is not, and
// a refusal is told in the service's words.
func TestCTRListsWriteThenRead(t *testing.T) {
	fake := proofpointtest.New(t)
	lists := fake.Client().TRAP.Lists
	has := func(value string) (found bool) {
		t.Helper()
		for e, err := range lists.Safe(t.Context(), proofpoint.CTROrgListParams{ClusterID: "acme_hosted"}) {
			if err != nil {
				t.Fatal(err)
			}
			found = found || e.Value == value && e.Comment == "partner"
		}
		return found
	}
	if err := lists.AddSafe(t.Context(), proofpoint.CTRAddSafeParams{ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7", Comment: "partner"}); err != nil || !has("192.0.2.7") {
		t.Fatalf("added: %v", err)
	}
	if err := lists.DeleteSafe(t.Context(), proofpoint.CTRDeleteSafeParams{ClusterID: "acme_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"}); err != nil || has("192.0.2.7") {
		t.Fatalf("deleted: %v", err)
	}
	err := lists.AddSafe(t.Context(), proofpoint.CTRAddSafeParams{ClusterID: "other_hosted", Attribute: "$ip", Operator: "equal", Value: "192.0.2.7"})
	if ae, ok := errors.AsType[*proofpoint.APIError](err); !ok || ae.StatusCode != 400 || ae.Message != "clusterId other_hosted is unknown" {
		t.Errorf("%v, want the service's words", err)
	}
}
