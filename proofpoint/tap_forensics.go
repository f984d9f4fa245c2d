// TAP's Forensics API: what the sandboxes saw. Threat and campaign are two
// operations over one path, because each has a quota of its own.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPThreatForensicsParams are the parameters of ThreatForensics.
type TAPThreatForensicsParams struct {
	// ThreatID is the threat's id: 64 hexadecimal digits in practice.
	ThreatID string `in:"query:threatId" required:"true" label:"Threat ID" doc:"ID of the threat, from an event or a campaign."`
	// IncludeCampaignForensics adds the report of the threat's campaign.
	IncludeCampaignForensics bool `in:"query:includeCampaignForensics" doc:"Also the evidence of the campaign that the threat belongs to."`
}

// TAPCampaignForensicsParams are the parameters of CampaignForensics.
type TAPCampaignForensicsParams struct {
	// CampaignID is the campaign's UUID.
	CampaignID string `in:"query:campaignId" required:"true" label:"Campaign ID" doc:"UUID of the campaign, from an event or a list of campaigns."`
}

// TAPForensicsReport is the evidence for one threat or campaign.
type TAPForensicsReport struct {
	Raw          json.RawMessage `json:"-"`     // as received, unknown fields included
	Scope        string          `json:"scope"` // THREAT or CAMPAIGN; lower case on the vendor's page
	Type         string          `json:"type"`  // attachment, url, hybrid says the vendor's page; never seen in a recording
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	ThreatStatus string          `json:"threatStatus"` // of threats only
	Forensics    []TAPEvidence   `json:"forensics"`
}

// TAPEvidence is one piece of evidence. What it holds depends on Type, and new
// types keep appearing: What stays as it came, and Details reads it.
type TAPEvidence struct {
	Type      string `json:"type"`      // attachment, url, dns, network, file, registry, screenshot, redirect_chain and many more
	Display   string `json:"display"`   // a sentence for people
	Engine    string `json:"engine"`    // iee, static, tstatic, av
	Malicious Bool   `json:"malicious"` // whether it counts against the threat
	Note      string `json:"note"`
	// Time is not supported, says the vendor's page: always 0; or it is absent.
	// Older pages speak of a relative time, whose unit they do not tell.
	Time      Float           `json:"time"`
	What      json.RawMessage `json:"what"` // as received
	Platforms []TAPPlatform   `json:"platforms"`
}

// TAPPlatform is where evidence was seen.
type TAPPlatform struct {
	Name    string `json:"name"`    // Win10, static, pps
	OS      string `json:"os"`      // win, static, pps
	Version string `json:"version"` // win10, 0; absent beside pps
}

// TAPEvidenceDetails are the members that evidence has been seen with or is
// documented to have, over all types: which of them are set depends on the
// type, and any may be missing whatever the vendor's page says.
type TAPEvidenceDetails struct {
	Action          string  `json:"action"`      // create, modify, delete, set, connect, listen
	Blacklisted     Bool    `json:"blacklisted"` // true, or 1 (rapid7)
	CNAMEs          Strings `json:"cnames"`
	Domain          string  `json:"domain"`
	Host            string  `json:"host"`
	HTTPStatus      Int     `json:"httpStatus"`
	IP              string  `json:"ip"`
	IPs             Strings `json:"ips"`
	Key             string  `json:"key"`
	MD5             string  `json:"md5"`
	Name            string  `json:"name"`
	NameServers     Strings `json:"nameservers"`
	NameServersList Strings `json:"nameserversList"`
	Note            string  `json:"note"`
	Offset          Int     `json:"offset"`
	Path            string  `json:"path"`
	Port            Int     `json:"port"` // text on the vendor's page, a number on the wire (chronicle)
	Rule            string  `json:"rule"`
	SHA256          string  `json:"sha256"`
	SignatureID     Int     `json:"signatureId"`
	Size            Int     `json:"size"` // bytes
	Type            string  `json:"type"` // tcp, udp
	URL             string  `json:"url"`
	Value           string  `json:"value"`
}

// Details reads What. Members that no page names are in What alone. Without
// What, or where it is no object, all is empty.
func (e TAPEvidence) Details() (TAPEvidenceDetails, error) {
	var d TAPEvidenceDetails
	if len(e.What) == 0 || e.What[0] != '{' {
		return d, nil
	}
	err := decode(e.What, &d)
	return d, err
}

const tapForensicsSource = "Forensics_API page of the vendor, and recordings of 2021; which quota is whose is inferred from a list of limits; seen 2026-11"

var tapReports = pathdata.MustCompile("$.reports[*]")

var tapThreatForensics = define[TAPThreatForensicsParams, TAPForensicsReport](Operation{
	Name: "tap.forensics.threat", Title: "Get Threat Forensics", Summary: "What the sandboxes saw of a threat.",
	When: "Use this to find what to look for on machines that a threat has reached.", Docs: tapDocs + "Forensics_API", Source: tapForensicsSource,
	Proto: Request{Service: TAP, Path: "/v2/forensics", Pool: tapThreatForensicsPool, Records: tapReports},
})

var tapCampaignForensics = define[TAPCampaignForensicsParams, TAPForensicsReport](Operation{
	Name: "tap.forensics.campaign", Title: "Get Campaign Forensics", Summary: "What the sandboxes saw of a campaign.",
	When: "Use this to collect the indicators of a whole campaign with one call.", Docs: tapDocs + "Forensics_API", Source: tapForensicsSource,
	Proto: Request{Service: TAP, Path: "/v2/forensics", Pool: tapCampaignForensicsPool, Records: tapReports},
})

// ThreatForensicsRequest builds the request of [TAPService.ThreatForensics].
func (p TAPThreatForensicsParams) ThreatForensicsRequest() (Request, error) {
	return tapThreatForensics.Build(p)
}

// CampaignForensicsRequest builds the request of [TAPService.CampaignForensics].
func (p TAPCampaignForensicsParams) CampaignForensicsRequest() (Request, error) {
	return tapCampaignForensics.Build(p)
}

// ThreatForensics walks the reports about a threat: its own, and with
// IncludeCampaignForensics that of its campaign. It is one call; the quota is
// taken to be 50 a day, the lower of the two that are documented. Errors:
// *ParamError first; *APIError, which is ErrNotFound for an unknown id;
// *NetworkError; *BodyError; *RecordError beside a report that could not be
// read as a type.
//
// Source: vendor's Forensics_API page, and recordings; the quota inferred;
// 2026-11.
func (s *TAPService) ThreatForensics(ctx context.Context, p TAPThreatForensicsParams, opts ...CallOption) iter.Seq2[TAPForensicsReport, error] {
	return tapThreatForensics.all(ctx, s.c, p, opts)
}

// CampaignForensics walks the reports about a campaign, usually one. It is one
// call of 1800 a day. Errors are as with [TAPService.ThreatForensics].
//
// Source: vendor's Forensics_API page, and recordings; the quota inferred;
// 2026-11.
func (s *TAPService) CampaignForensics(ctx context.Context, p TAPCampaignForensicsParams, opts ...CallOption) iter.Seq2[TAPForensicsReport, error] {
	return tapCampaignForensics.all(ctx, s.c, p, opts)
}
