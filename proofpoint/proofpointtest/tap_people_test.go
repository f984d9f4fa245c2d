// People and supplier accounts.

package proofpointtest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

type tapIdentity struct {
	GUID   string
	Emails []string
	Vip    bool
}

func TestTAPRecipientsAreVeryAttackedPeople(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	a := askTAP(t, s, "/v2/people/vap?window=30")
	vap := unmarshal[struct {
		Users []struct {
			Identity         tapIdentity
			ThreatStatistics struct{ AttackIndex int }
		}
		TotalVapUsers      int
		AverageAttackIndex float64
	}](t, a.body)
	known, last := map[string]bool{}, 1<<30
	uuid := regexp.MustCompile(`^[0-9a-f]{10}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	for _, u := range vap.Users {
		known[u.Identity.Emails[0]] = true
		if !uuid.MatchString(u.Identity.GUID) || u.ThreatStatistics.AttackIndex > last {
			t.Errorf("out of order, or a guid of another form: %+v", u)
		}
		last = u.ThreatStatistics.AttackIndex
	}
	if vap.TotalVapUsers != len(vap.Users) || len(known) != len(vap.Users) {
		t.Errorf("%d users, %d addresses, said to be %d", len(vap.Users), len(known), vap.TotalVapUsers)
	}
	n := 0
	for e := range s.Events(begin.Add(-6*time.Hour), begin) {
		to := unmarshal[struct{ Recipient json.RawMessage }](t, string(e.Raw))
		address := strings.Trim(string(to.Recipient), `[]"`)
		if n++; !known[address] {
			t.Errorf("%s got mail and is not among the people", address)
		}
	}
	if n == 0 {
		t.Error("no event was looked at")
	}
}

// The words are those of recordings: lower case of the attacked, title case of
// those who click.
func TestTAPPeopleFamilies(t *testing.T) {
	type families struct {
		Families []struct{ Name string }
	}
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	for call, want := range map[string][]string{
		"vap":          {"banking", "corporate credential phishing", "credential phishing", "impostor", "keylogger", "malspam", "malware"},
		"top-clickers": {"Credential Phishing", "MalSpam", "Malware"},
	} {
		got := map[string]bool{}
		for _, u := range unmarshal[struct {
			Users []struct{ ThreatStatistics, ClickStatistics families }
		}](t, askTAP(t, s, "/v2/people/"+call+"?window=90").body).Users {
			for _, f := range append(u.ThreatStatistics.Families, u.ClickStatistics.Families...) {
				got[f.Name] = true
			}
		}
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("%s: families mismatch (-want +got):\n%s", call, diff)
		}
	}
}

func TestTAPPeoplePages(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	type page struct {
		Users            []struct{ Identity tapIdentity }
		TotalTopClickers int
	}
	seen := map[string]bool{}
	total := 0
	for n := 1; ; n++ {
		p := unmarshal[page](t, askTAP(t, s, fmt.Sprint("/v2/people/top-clickers?window=90&page=", n)).body)
		if len(p.Users) == 0 {
			if p.TotalTopClickers != 0 {
				t.Errorf("past the end the total is %d", p.TotalTopClickers)
			}
			break
		}
		total = p.TotalTopClickers
		for _, u := range p.Users {
			if seen[u.Identity.GUID] {
				t.Errorf("%s comes twice", u.Identity.GUID)
			}
			seen[u.Identity.GUID] = true
		}
	}
	if len(seen) != total || total < 150 {
		t.Errorf("%d came, %d were said", len(seen), total)
	}
	for query, want := range map[string]int{
		"vap?window=14&size=100000": 200, "vap?window=7": 400, "vap": 400, "top-clickers?window=14&size=200": 200, "top-clickers?window=14&size=201": 400,
		"top-clickers?window=14&page=-1": 400, "top-clickers?window=14&limit=5": 200, "top-clickers?window=14&page=99999999999999": 200,
	} {
		if a := askTAP(t, s, "/v2/people/"+query); a.status != want {
			t.Errorf("%s: %d, want %d", query, a.status, want)
		}
	}
}

func TestTAPSupplierAccounts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(3))
	a := askTAP(t, s, "/v1/stp/compromised-accounts?sinceSeconds=3600")
	got := unmarshal[struct {
		QueryEndTime        string
		CompromisedAccounts []struct {
			Address              string
			LastMaliciousMessage time.Time
		}
	}](t, a.body)
	if got.QueryEndTime != "2026-11-02T12:00:00Z" || len(got.CompromisedAccounts) == 0 {
		t.Errorf("%+v", got)
	}
	for _, c := range got.CompromisedAccounts {
		if c.LastMaliciousMessage.Before(begin.Add(-time.Hour)) || c.LastMaliciousMessage.After(begin) || !strings.HasSuffix(c.Address, ".example") {
			t.Errorf("%+v", c)
		}
	}
	if a := askTAP(t, s, "/v1/stp/compromised-accounts"); a.status != 400 {
		t.Errorf("without a window: %d", a.status)
	}
}
