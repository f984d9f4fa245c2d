// Figures: reports of an organisation, statistics and bills of a partner.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsReportParams are the parameters of Report.
type EssentialsReportParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Period is daily, weekly or monthly, or a number of days like 30d in newer
	// services.
	Period string `in:"path:period" required:"true" lower:"true" pattern:"daily|weekly|monthly|[1-9][0-9]{0,2}d" accepts:"daily, weekly, monthly or 30d" doc:"Stretch of time."`
}

// EssentialsDirectionReportParams are the parameters of DirectionReport.
type EssentialsDirectionReportParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the organisation."`
	// Period is as in [EssentialsReportParams].
	Period    string `in:"path:period" required:"true" lower:"true" pattern:"daily|weekly|monthly|[1-9][0-9]{0,2}d" accepts:"daily, weekly, monthly or 30d" doc:"Stretch of time."`
	Direction string `in:"path:direction" required:"true" enum:"inbound,outbound" doc:"Mail that came, or mail that left."`
}

// EssentialsReport counts the mail of a stretch of time.
type EssentialsReport struct {
	Raw       json.RawMessage    `json:"-"` // as received, unknown members included
	Period    string             `json:"period"`
	Frequency string             `json:"frequency"`
	Inbound   *EssentialsTraffic `json:"inbound"`  // nil if only outbound was asked for
	Outbound  *EssentialsTraffic `json:"outbound"` // nil if only inbound was asked for
}

// EssentialsTraffic counts messages by what became of them.
type EssentialsTraffic struct {
	CleanTotal              Int `json:"clean_total"`
	SpamTotal               Int `json:"spam_total"`
	VirusTotal              Int `json:"virus_total"`
	FraudTotal              Int `json:"fraud_total"`
	BlocklistTotal          Int `json:"blocklist_total"`
	SafelistTotal           Int `json:"safelist_total"`
	AttachmentDefendedTotal Int `json:"attachment_defended_total"`
}

// EssentialsStatsParams are the parameters of PartnerStats.
type EssentialsStatsParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the partner."`
	// Period is 1, 7, 30 or 90 days, written 90d; the service's own if not given.
	Period string `in:"query:period" enum:"1d,7d,30d,90d" doc:"The stretch of time."`
	// Page and PageSize are sent as they are: what they do to a single object is
	// unverified.
	Page     *int `in:"query:page" min:"0" doc:"The page, if the answer has several."`
	PageSize int  `in:"query:page_size" min:"1" max:"50000" doc:"Rows in a page."`
}

// EssentialsOrgStatsParams are the parameters of PartnerOrgStats.
type EssentialsOrgStatsParams struct {
	Domain string `in:"path:domain" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]{0,252}" accepts:"a domain like acme.example" doc:"Any domain of the partner."`
	// Period is as in [EssentialsStatsParams].
	Period string `in:"query:period" enum:"1d,7d,30d,90d" doc:"The stretch of time."`
	// Page is where the walk begins: 1 if not given. Whether pages count from 0
	// or 1 is unverified: where figures are missing, ask for 0.
	Page *int `in:"page" min:"0" label:"First Page" doc:"The page to begin with; 1 if not given."`
	// PageSize is how many rows a page has, 50 000 (the most) if not given.
	PageSize int `in:"pagesize query:page_size" default:"50000" min:"1" max:"50000" doc:"Rows in a page; all pages are walked."`
}

// EssentialsStats are figures of one organisation. Their shape is unverified.
type EssentialsStats struct {
	Raw json.RawMessage `json:"-"` // as received
}

// EssentialsBilling is what one organisation is billed. Its shape is unverified.
type EssentialsBilling struct {
	Raw json.RawMessage `json:"-"` // as received
}

var (
	essentialsReport = define[EssentialsReportParams, EssentialsReport](Operation{
		Name: "essentials.reports.get", Title: "Get Report", Summary: "Counts of mail in both directions.",
		When: "Use this to report how much mail was clean, spam or worse.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/reporting/{domain}/{period}"},
	})
	essentialsDirectionReport = define[EssentialsDirectionReportParams, EssentialsReport](Operation{
		Name: "essentials.reports.direction", Title: "Get Report of a Direction", Summary: "Counts of mail in one direction.",
		When: "Use this to report mail that came, or mail that left.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/reporting/{domain}/{period}/{direction}"},
	})
	essentialsPartnerStats = define[EssentialsStatsParams, EssentialsStats](Operation{
		Name: "essentials.stats.partner", Title: "Get Partner Statistics", Summary: "Figures of one organisation.",
		When: "Use this to follow one partner over time.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/stats/{domain}/partner"},
	})
	essentialsPartnerOrgStats = define[EssentialsOrgStatsParams, EssentialsStats](Operation{
		Name: "essentials.stats.partner_orgs", Title: "List Partner Statistics", Summary: "Figures of an organisation and its children.",
		When: "Use this to compare customers.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto: Request{Service: Essentials, Path: "/stats/{domain}/partner/orgs", Records: pathdata.MustCompile("$[:]", "$.orgs[*]", "$.stats[*]"),
			Pager: Numbers{Where: "query:page", First: 1}},
	})
	essentialsBilling = define[EssentialsOrgParams, EssentialsBilling](Operation{
		Name: "essentials.billing.get", Title: "Get Billing", Summary: "What an organisation is billed.",
		When: "Use this to check a bill.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/billing/{domain}"},
	})
	essentialsOrgBilling = define[EssentialsOrgParams, EssentialsBilling](Operation{
		Name: "essentials.billing.orgs", Title: "List Billing", Summary: "What an organisation and its children are billed.",
		When: "Use this to pass bills on to customers.", Docs: essentialsDocs,
		Source: essentialsSource,
		Proto:  Request{Service: Essentials, Path: "/billing/{domain}/orgs", Records: pathdata.MustCompile("$[:]", "$.orgs[*]", "$.billing[*]")},
	})
)

// ReportRequest builds the request of [EssentialsService.Report].
func (p EssentialsReportParams) ReportRequest() (Request, error) { return essentialsReport.Build(p) }

// Report counts the mail of an organisation, in both directions.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Report(ctx context.Context, p EssentialsReportParams, opts ...CallOption) (*EssentialsReport, error) {
	return essentialsReport.one(ctx, s.c, p, opts)
}

// DirectionReportRequest builds the request of [EssentialsService.DirectionReport].
func (p EssentialsDirectionReportParams) DirectionReportRequest() (Request, error) {
	return essentialsDirectionReport.Build(p)
}

// DirectionReport counts the mail of an organisation, in one direction.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) DirectionReport(ctx context.Context, p EssentialsDirectionReportParams, opts ...CallOption) (*EssentialsReport, error) {
	return essentialsDirectionReport.one(ctx, s.c, p, opts)
}

// PartnerStatsRequest builds the request of [EssentialsService.PartnerStats].
func (p EssentialsStatsParams) PartnerStatsRequest() (Request, error) {
	return essentialsPartnerStats.Build(p)
}

// PartnerStats returns figures of one organisation over 1, 7, 30 or 90 days. A
// list in place of an object is an error: its shape is unverified, and
// [Client.RawRequest] takes whatever comes.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) PartnerStats(ctx context.Context, p EssentialsStatsParams, opts ...CallOption) (*EssentialsStats, error) {
	return essentialsPartnerStats.one(ctx, s.c, p, opts)
}

// PartnerOrgStatsRequest builds the request of [EssentialsService.PartnerOrgStats].
func (p EssentialsOrgStatsParams) PartnerOrgStatsRequest() (Request, error) {
	return essentialsPartnerOrgStats.Build(p)
}

// PartnerOrgStats walks figures of an organisation and its children, over 1, 7,
// 30 or 90 days, page after page until one is not full; that pages count from 1
// is unverified. A service that gives the same page again is ErrNoProgress. The
// list is read bare, or in an object as orgs or stats; anything else is an error.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) PartnerOrgStats(ctx context.Context, p EssentialsOrgStatsParams, opts ...CallOption) iter.Seq2[EssentialsStats, error] {
	return essentialsPartnerOrgStats.all(ctx, s.c, p, opts)
}

// BillingRequest builds the request of [EssentialsService.Billing].
func (p EssentialsOrgParams) BillingRequest() (Request, error) { return essentialsBilling.Build(p) }

// Billing returns what an organisation is billed. It is for partners.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) Billing(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) (*EssentialsBilling, error) {
	return essentialsBilling.one(ctx, s.c, p, opts)
}

// OrgBillingRequest builds the request of [EssentialsService.OrgBilling].
func (p EssentialsOrgParams) OrgBillingRequest() (Request, error) {
	return essentialsOrgBilling.Build(p)
}

// OrgBilling walks what an organisation and its children are billed. The list is
// read bare, or in an object as orgs or billing; anything else is an error.
//
// Source: code generated from the vendor's OpenAPI file
// (MSPbotsAI/proofpoint-mcp be45d8e); 2026-11.
func (s *EssentialsService) OrgBilling(ctx context.Context, p EssentialsOrgParams, opts ...CallOption) iter.Seq2[EssentialsBilling, error] {
	return essentialsOrgBilling.all(ctx, s.c, p, opts)
}
