// Forensics and threat summaries: both spellings, odd values, and the way from an
// event to what explains it.

package proofpoint_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestTAPThreatSummaryReadsBothNames(t *testing.T) {
	want := proofpoint.TAPThreatSummary{SeverityScore: 20, VerticallyTargeted: true, GeoTargeted: true}
	for name, body := range map[string]string{
		"recorded":   `{"severityScore":20,"verticallyTargeted":true,"geoTargeted":true}`,
		"documented": `{"severity":20,"verticals":true,"geographies":true}`,
		"both":       `{"severity":null,"severityScore":"20","verticals":false,"verticallyTargeted":true,"geographies":1,"geoTargeted":false}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body, "Content-Type", "text/plain") }}
			c, _ := newClient(t, s, tapConfig())
			got, err := c.TAP.ThreatSummary(t.Context(), proofpoint.TAPThreatSummaryParams{ThreatID: tapThreat})
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Raw) != body {
				t.Errorf("Raw is %s", got.Raw)
			}
			got.Raw = nil
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("summary mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTAPEvidenceDetails(t *testing.T) {
	for name, c := range map[string]struct {
		what string
		want proofpoint.TAPEvidenceDetails
	}{
		"a port as a number":   {`{"action":"connect","ip":"192.0.2.1","port":443,"type":"tcp"}`, proofpoint.TAPEvidenceDetails{Action: "connect", IP: "192.0.2.1", Port: 443, Type: "tcp"}},
		"a port as text":       {`{"port":"443"}`, proofpoint.TAPEvidenceDetails{Port: 443}},
		"blacklisted 1":        {`{"blacklisted":1,"rule":"Av"}`, proofpoint.TAPEvidenceDetails{Blacklisted: true, Rule: "Av"}},
		"blacklisted true":     {`{"blacklisted":true}`, proofpoint.TAPEvidenceDetails{Blacklisted: true}},
		"lists":                {`{"host":"a.example","ips":["192.0.2.1"],"cnames":"b.example","nameservers":null}`, proofpoint.TAPEvidenceDetails{Host: "a.example", IPs: proofpoint.Strings{"192.0.2.1"}, CNAMEs: proofpoint.Strings{"b.example"}}},
		"unknown members":      {`{"serial":9007199254740993,"subject":{}}`, proofpoint.TAPEvidenceDetails{}},
		"text instead":         {`"see report"`, proofpoint.TAPEvidenceDetails{}},
		"null":                 {`null`, proofpoint.TAPEvidenceDetails{}},
		"nothing":              {``, proofpoint.TAPEvidenceDetails{}},
		"a file's odd numbers": {`{"size":"52274","offset":1e2}`, proofpoint.TAPEvidenceDetails{Size: 52274, Offset: 100}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := proofpoint.TAPEvidence{What: rawJSON(c.what)}.Details()
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v; details mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
	if _, err := (proofpoint.TAPEvidence{What: rawJSON(`{"port":"https"}`)}).Details(); err == nil {
		t.Error("a port that is a word is no error")
	}
}

// Evidence that does not fit its details is whole in the report all the same.
// Older pages speak of a relative time, which may have a fraction.
func TestTAPEvidenceTime(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"reports":[{"forensics":[{"time":0},{"time":1.25},{"time":"3.5"},{"time":null},{}]}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	reports, err := trapCollect(c.TAP.ThreatForensics(t.Context(), proofpoint.TAPThreatForensicsParams{ThreatID: tapThreat}))
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	var got []proofpoint.Float
	for _, e := range reports[0].Forensics {
		got = append(got, e.Time)
	}
	if diff := cmp.Diff([]proofpoint.Float{0, 1.25, 3.5, 0, 0}, got); diff != "" {
		t.Errorf("times mismatch (-want +got):\n%s", diff)
	}
}

func TestTAPForensicsKeepsWhatItCannotRead(t *testing.T) {
	const what = `{"port":"https","x":9007199254740993}`
	s := &server{answer: func(int, *http.Request) *http.Response {
		return answer(200, `{"generated":"x","reports":[{"scope":"THREAT","forensics":[{"type":"quantum","what":`+what+`}]}]}`)
	}}
	c, _ := newClient(t, s, tapConfig())
	n := 0
	for r, err := range c.TAP.ThreatForensics(t.Context(), proofpoint.TAPThreatForensicsParams{ThreatID: tapThreat}) {
		if err != nil || string(r.Forensics[0].What) != what || r.Forensics[0].Type != "quantum" {
			t.Errorf("%+v, %v", r, err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d reports", n)
	}
}

// From an event to all that explains it.
func TestTAPFromAnEventToItsCampaign(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(4))
	c := fake.Client()
	for m, err := range c.TAP.MessagesDelivered(t.Context(), proofpoint.TAPSIEMParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		threat := m.ThreatsInfoMap[0]
		if threat.CampaignID == "" {
			continue
		}
		summary, err := c.TAP.ThreatSummary(t.Context(), proofpoint.TAPThreatSummaryParams{ThreatID: threat.ThreatID})
		if err != nil || summary.Name != threat.Threat {
			t.Fatalf("%+v, %v", summary, err)
		}
		campaign, err := c.TAP.Campaign(t.Context(), proofpoint.TAPCampaignParams{CampaignID: threat.CampaignID})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, member := range campaign.CampaignMembers {
			found = found || member.ID == threat.ThreatID && member.Threat == threat.Threat
		}
		if !found {
			t.Errorf("campaign %s does not list the threat %s", campaign.ID, threat.ThreatID)
		}
		var scopes []string
		for r, err := range c.TAP.ThreatForensics(t.Context(), proofpoint.TAPThreatForensicsParams{ThreatID: threat.ThreatID, IncludeCampaignForensics: true}) {
			if err != nil || len(r.Forensics) == 0 {
				t.Errorf("%+v, %v", r, err)
			}
			for _, e := range r.Forensics {
				if _, err := e.Details(); err != nil {
					t.Errorf("%s %s: %v", e.Type, e.What, err)
				}
			}
			scopes = append(scopes, r.Scope)
		}
		if diff := cmp.Diff([]string{"THREAT", "CAMPAIGN"}, scopes); diff != "" {
			t.Error(diff)
		}
		return
	}
	t.Error("no message had a campaign")
}
