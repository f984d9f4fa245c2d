// TAP's Threat API: the summary of one threat.

package proofpoint

import (
	"context"
	"encoding/json"
)

// TAPThreatSummaryParams are the parameters of ThreatSummary.
type TAPThreatSummaryParams struct {
	// ThreatID is the threat's id: 64 hexadecimal digits in practice.
	ThreatID string `in:"path:threat_id" required:"true" label:"Threat ID" doc:"ID of the threat, from an event or a campaign."`
}

// TAPThreatSummary is what is known of one threat, beyond the customer's own
// events. Three members are named otherwise on the vendor's page (and in a
// connector's test data) than in a recording; both are read.
type TAPThreatSummary struct {
	Raw                json.RawMessage `json:"-"` // as received, unknown fields included
	ID                 string          `json:"id"`
	IdentifiedAt       Time            `json:"identifiedAt"`
	Name               string          `json:"name"`               // URL or hash
	Type               string          `json:"type"`               // attachment, url
	Category           string          `json:"category"`           // impostor, malware, phish, spam
	Status             string          `json:"status"`             // active, cleared; falsePositive is to be expected
	DetectionType      string          `json:"detectionType"`      // documented; absent in a recording of 2021
	SeverityScore      Int             `json:"severityScore"`      // 0 to 1000; documented as severity
	AttackSpread       Int             `json:"attackSpread"`       // customers who met it
	Notable            Bool            `json:"notable"`            // marked so by an analyst
	VerticallyTargeted Bool            `json:"verticallyTargeted"` // documented as verticals
	GeoTargeted        Bool            `json:"geoTargeted"`        // documented as geographies
	Actors             []TAPNamed      `json:"actors"`
	Families           []TAPNamed      `json:"families"`
	Malware            []TAPNamed      `json:"malware"`
	Techniques         []TAPNamed      `json:"techniques"`
	Brands             []TAPNamed      `json:"brands"`
}

// FromRecord reads both names of the three members: those of a recording (IBM,
// 2021), and those of the vendor's page (demisto).
func (t *TAPThreatSummary) FromRecord(r Record) error {
	type plain TAPThreatSummary
	w := struct {
		*plain
		Severity    Int  `json:"severity"`
		Verticals   Bool `json:"verticals"`
		Geographies Bool `json:"geographies"`
	}{plain: (*plain)(t)}
	err := decode(r.Raw, &w)
	if t.SeverityScore == 0 {
		t.SeverityScore = w.Severity
	}
	t.VerticallyTargeted, t.GeoTargeted = t.VerticallyTargeted || w.Verticals, t.GeoTargeted || w.Geographies
	return err
}

var tapThreatSummary = define[TAPThreatSummaryParams, TAPThreatSummary](Operation{
	Name: "tap.threats.summary", Title: "Get Threat Summary", Summary: "What is known of one threat: severity, spread, actors, malware.",
	When: "Use this to judge how serious a threat is that an event names.", Docs: tapDocs + "Threat_API",
	Source: "Threat_API page of the vendor, and recordings of 2020 and 2021; seen 2026-11",
	Proto:  Request{Service: TAP, Path: "/v2/threat/summary/{threat_id}"},
})

// ThreatSummaryRequest builds the request of [TAPService.ThreatSummary].
func (p TAPThreatSummaryParams) ThreatSummaryRequest() (Request, error) {
	return tapThreatSummary.Build(p)
}

// ThreatSummary returns what is known of one threat. No quota is documented.
// Errors: *ParamError; *APIError, which is ErrNotFound for an unknown id;
// *NetworkError; *BodyError; *RecordError beside what could be read.
//
// Source: vendor's Threat_API page, and recordings; 2026-11.
func (s *TAPService) ThreatSummary(ctx context.Context, p TAPThreatSummaryParams, opts ...CallOption) (*TAPThreatSummary, error) {
	return tapThreatSummary.one(ctx, s.c, p, opts)
}
