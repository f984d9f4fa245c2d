// The organisation lists of the fake: what is added is listed, what is deleted is
// gone, and what the service refuses is refused.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestOrgListChanges(t *testing.T) {
	for _, c := range []struct {
		list, name string
		opts       []proofpointtest.Option
		before     int
	}{
		{"orgBlockList", "block", []proofpointtest.Option{proofpointtest.Seeded(1)}, 23},
		{"orgSafeList", "safe", []proofpointtest.Option{proofpointtest.Seeded(1)}, 7},
		{"orgSafeList", "safe", nil, 0},
	} {
		s := proofpointtest.New(t, c.opts...)
		path := "emailProtection/modules/spam/" + c.list + "?clusterId=acme_hosted"
		list := func() []map[string]string {
			return unmarshal[struct{ Entries []map[string]string }](t, cloud(t, s, "GET", path, "").body).Entries
		}
		entry := map[string]string{"attribute": "$from", "operator": "equal", "value": "a@b.example", "comment": strings.Repeat("ü", 150)}
		change := func(action string, e map[string]string) answer {
			b, _ := json.Marshal(map[string]string{"action": action, "attribute": e["attribute"], "operator": e["operator"], "value": e["value"], "comment": e["comment"]})
			return cloud(t, s, "POST", path, string(b))
		}
		if a := change("add", entry); a.status != 200 || a.body != "" {
			t.Fatalf("add: %d %q", a.status, a.body)
		}
		if a := change("add", entry); a.status != 200 {
			t.Errorf("add again: %d %q", a.status, a.body)
		}
		if got := list(); len(got) != c.before+1 || cmp.Diff(entry, got[c.before]) != "" {
			t.Errorf("%s: %d entries, the last %v", c.list, len(got), got[len(got)-1])
		}
		entry["comment"] = strings.Repeat("x", 151)
		if a := change("add", entry); a.status != 400 || len(unmarshal[struct{ Errors []string }](t, a.body).Errors) != 1 {
			t.Errorf("long comment: %d %s", a.status, a.body)
		}
		if a := change("replace", entry); a.status != 400 {
			t.Errorf("unknown action: %d %s", a.status, a.body)
		}
		for range 2 { // the second finds nothing; a comment is ignored
			if a := change("delete", entry); a.status != 200 || a.body != "" {
				t.Errorf("delete: %d %q", a.status, a.body)
			}
		}
		if got := list(); len(got) != c.before {
			t.Errorf("%s: %d entries after the delete", c.list, len(got))
		}
		var names []string
		for _, call := range s.Calls("") {
			if call.Method == "POST" && call.Operation != "trap.cloud.token" {
				names = append(names, fmt.Sprint(call.Operation, " ", call.Status))
			}
		}
		add, del := "trap.lists."+c.name+".add ", "trap.lists."+c.name+".delete "
		if diff := cmp.Diff([]string{add + "200", add + "200", add + "400", add + "400", del + "200", del + "200"}, names); diff != "" {
			t.Errorf("log mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestOrgListRefusals(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.CTREchoedEntries())
	for _, c := range []struct {
		list, body string
		want       int
	}{
		{"orgBlockList?clusterId=acme_hosted", `{"action":"add","attribute":"$from","operator":"not_equal","value":"x"}`, 200},
		{"orgSafeList?clusterId=acme_hosted", `{"action":"add","attribute":"$from","operator":"not_equal","value":"x"}`, 400},
		{"orgBlockList?clusterId=acme_hosted", `{"action":"add","attribute":"from","operator":"equal","value":"x"}`, 400},
		{"orgBlockList?clusterId=acme_hosted", `{"action":"add","attribute":"$from","operator":"equal"}`, 400},
		{"orgBlockList", `{"action":"add","attribute":"$from","operator":"equal","value":"x"}`, 400},
		{"orgBlockList?clusterId=acme_hosted", `nonsense`, 400},
	} {
		a := cloud(t, s, "POST", "emailProtection/modules/spam/"+c.list, c.body)
		if a.status != c.want {
			t.Errorf("%s %s: %d %s", c.list, c.body, a.status, a.body)
		}
		if want := `{"attribute":"$from","operator":"not_equal","value":"x"}`; c.want == 200 && a.body != want {
			t.Errorf("echo: %s, want %s", a.body, want)
		}
	}
}
