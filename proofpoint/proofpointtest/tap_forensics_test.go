// Forensics: parameters, and the odd forms of evidence.

package proofpointtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestTAPForensicsParameters(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("tap.forensics.threat", -1)
	var threat toldThreat
	for _, threat = range toldThreats(t, s, 5) {
		if threat.CampaignID != nil {
			break
		}
	}
	for name, c := range map[string]struct {
		query  string
		status int
		scopes string
	}{
		"none":               {"", 400, ""},
		"both":               {"threatId=" + threat.ThreatID + "&campaignId=" + *threat.CampaignID, 400, ""},
		"two":                {"threatId=a&threatId=b", 400, ""},
		"threat":             {"threatId=" + threat.ThreatID, 200, "THREAT"},
		"threat, with":       {"threatId=" + threat.ThreatID + "&includeCampaignForensics=true", 200, "THREAT CAMPAIGN"},
		"threat, not with":   {"threatId=" + threat.ThreatID + "&includeCampaignForensics=false", 200, "THREAT"},
		"bad flag":           {"threatId=" + threat.ThreatID + "&includeCampaignForensics=please", 400, ""},
		"campaign":           {"campaignId=" + *threat.CampaignID, 200, "CAMPAIGN"},
		"campaign and flag":  {"campaignId=" + *threat.CampaignID + "&includeCampaignForensics=true", 400, ""},
		"upper-case threat":  {"threatId=" + strings.ToUpper(threat.ThreatID), 404, ""},
		"unknown 64 letters": {"threatId=" + strings.Repeat("0", 64), 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := askTAP(t, s, "/v2/forensics?"+c.query)
			scopes := ""
			if a.status == 200 {
				for _, r := range unmarshal[struct{ Reports []struct{ Scope string } }](t, a.body).Reports {
					scopes += " " + r.Scope
				}
			}
			if a.status != c.status || strings.TrimSpace(scopes) != c.scopes {
				t.Errorf("%d %q %.200s", a.status, scopes, a.body)
			}
		})
	}
}

// Over a world's threats every odd form of the evidence turns up.
func TestTAPForensicsOddities(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("tap.forensics.threat", -1)
	met := map[string]bool{}
	for _, threat := range toldThreats(t, s, 4) {
		body := askTAP(t, s, "/v2/forensics?threatId="+threat.ThreatID).body
		for _, form := range []string{`"port":443`, `"port":"443"`, `"blacklisted":1`, `"blacklisted":true`, `"type":"ids"`, `"type":"idsrule"`, `"type":"certificate"`,
			`"type":"redirect_chain"`, `"type":"policy"`, `"type":"domains"`, `"time":0`, `{"name":"pps","os":"pps"}`, `"note":`} {
			met[form] = met[form] || strings.Contains(body, form)
		}
		if !json.Valid([]byte(body)) {
			t.Fatalf("not JSON: %s", body)
		}
		for _, r := range unmarshal[struct{ Reports []json.RawMessage }](t, body).Reports {
			for _, name := range members(t, r) {
				if name == "type" {
					t.Errorf("a report's type has never been seen: %.200s", r)
				}
			}
		}
	}
	for form, ok := range met {
		if !ok {
			t.Errorf("%s never turned up", form)
		}
	}
}
