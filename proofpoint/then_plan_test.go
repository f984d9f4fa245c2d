// A plan tells of children what is known before any is asked: who is asked, what
// that draws on, and how often at least.

package proofpoint_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestPlanTellsOfChildren(t *testing.T) {
	s := family()
	c, _ := newClient(t, s, tapConfig())
	middle := *childOperation
	middle.Name = "test.middle"
	middle.Proto.Pool = proofpoint.Pool{Name: "middle", Limit: 50, Per: 24 * time.Hour}
	middle.Proto.Then = []proofpoint.Then{{Ask: childOperation, Pick: pick("$.id")}}
	plan := func(r proofpoint.Request) (pools map[string]string, least int) {
		pools = map[string]string{}
		for p, err := range c.Plan(r) {
			if err != nil {
				t.Fatal(err)
			}
			pools[p.After] += p.Pool.Name + ";"
			if p.URL != "https://tap-api-v2.proofpoint.com/parents" {
				least += p.Least
			}
		}
		return pools, least
	}
	pools, least := plan(parents(proofpoint.Then{Ask: &middle, Pick: pick("$.id")}))
	want := map[string]string{"": ";", "each record of test.parents": "middle;", "each record of test.middle": ";"}
	if diff := cmp.Diff(want, pools); diff != "" || least != 0 {
		t.Errorf("at least %d, pools (-want +got):\n%s", least, diff)
	}
	r := parents(proofpoint.Then{Ask: childOperation, Pick: pick("$.id")})
	r.Value = json.RawMessage(`{"id":"a"}`)
	if _, least := plan(r); least != 1 {
		t.Errorf("of a value: at least %d", least)
	}
	if len(s.seen) != 0 {
		t.Errorf("%d requests", len(s.seen))
	}
}
