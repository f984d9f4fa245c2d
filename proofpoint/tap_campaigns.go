// TAP's Campaign API: which campaigns were updated in a stretch of time, and all
// that is known of one.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPCampaignIDsParams are the parameters of CampaignIDs. The zero value asks
// for the last hour.
type TAPCampaignIDsParams struct {
	// Since counts back from now, at least 30 s. More than a day is split into
	// equal windows, each of them one call of 50 a day.
	Since time.Duration `in:"since" label:"Since Seconds" min:"30" doc:"Seconds back from now; more than a day is split into windows."`
	// From and To bound the range, [From, To), UTC. A zero To is now. How far
	// back the service goes is not known.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range, exclusive; now if not given."`
	// Size is how many campaigns a page has, 1 to 200; more of them spare calls.
	Size int `in:"pagesize query:size" default:"100" min:"1" max:"200" doc:"Campaigns per page; all pages are walked."`
	// Limit stops after so many campaigns; 0 means all.
	Limit int `in:"limit" min:"0" doc:"At most so many campaigns; all if not given."`
}

// TAPCampaignID is one campaign that was updated in the range.
type TAPCampaignID struct {
	Raw                json.RawMessage `json:"-"`  // as received, unknown fields included
	ID                 string          `json:"id"` // UUID; what [TAPService.Campaign] takes
	LastUpdatedAt      Time            `json:"lastUpdatedAt"`
	Notable            Bool            `json:"notable"`            // since 2025; absent before
	VerticallyTargeted Bool            `json:"verticallyTargeted"` // since 2025; absent before
}

var tapCampaignIDs = define[TAPCampaignIDsParams, TAPCampaignID](Operation{
	Name: "tap.campaigns.ids", Title: "List Campaign IDs", Summary: "The campaigns that were updated in a range of time.",
	When: "Use this to find which campaigns are new or changed before asking for each of them.", Docs: tapDocs + "Campaign_API",
	Source: "Campaign_API page of the vendor, and recordings of 2021 to 2025; seen 2026-11",
	Proto: Request{
		Service: TAP, Path: "/v2/campaign/ids", Pool: tapCampaignIDsPool, Records: pathdata.MustCompile("$.campaigns[*]"),
		// With nothing in the window, at weekends for example, the answer is a
		// 404 without a body (OpenCTI, demisto). Behind the last page it is a 404
		// too (one connector), whose body is not known. A 404 that says something
		// is reported, because a wrong base path looks so at least in one
		// client's tests; one without a body may still be either.
		Empty: []int{404},
		Pager: Nest(Windows{Min: 30 * time.Second, Max: 24 * time.Hour, Lag: time.Minute, FromAt: "query:interval", Layout: "interval"},
			Numbers{Where: "query:page", First: 1, Size: 100}),
	},
})

// CampaignIDsRequest builds the request of [TAPService.CampaignIDs].
func (p TAPCampaignIDsParams) CampaignIDsRequest() (Request, error) { return tapCampaignIDs.Build(p) }

// CampaignIDs walks the campaigns that were updated in the range. The range may
// be as long as you like: each day of it, and each page of a day, is one call of
// 50 a day. A campaign that is updated again comes again in a later window.
// Nothing in the range is an empty sequence, no error. Errors: *ParamError
// first; *APIError; *NetworkError; *BodyError; *RecordError beside an item that
// could not be read as a type.
//
// Source: vendor's Campaign_API page, and recordings; 2026-11.
func (s *TAPService) CampaignIDs(ctx context.Context, p TAPCampaignIDsParams, opts ...CallOption) iter.Seq2[TAPCampaignID, error] {
	return tapCampaignIDs.all(ctx, s.c, p, opts)
}

// TAPCampaignParams are the parameters of Campaign.
type TAPCampaignParams struct {
	// CampaignID is the campaign's UUID, from an event, a threat or CampaignIDs.
	CampaignID string `in:"path:campaign_id" required:"true" label:"Campaign ID" doc:"UUID of the campaign, from an event or a list of campaigns."`
}

// TAPCampaign is one campaign. When it was last updated is told by
// [TAPCampaignID] alone.
type TAPCampaign struct {
	Raw             json.RawMessage     `json:"-"` // as received, unknown fields included
	ID              string              `json:"id"`
	Name            string              `json:"name"`        // holds quotes and bars
	Description     string              `json:"description"` // long; both line ends, HTML entities, live and defanged addresses; may be null
	StartDate       Time                `json:"startDate"`
	Notable         Bool                `json:"notable"`
	Actors          []TAPNamed          `json:"actors"`
	Families        []TAPNamed          `json:"families"`
	Malware         []TAPNamed          `json:"malware"`
	Techniques      []TAPNamed          `json:"techniques"`
	Brands          []TAPNamed          `json:"brands"`          // imitated
	CampaignMembers []TAPCampaignMember `json:"campaignMembers"` // may be empty
}

// TAPNamed is an actor, family, malware, technique or brand.
type TAPNamed struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// TAPCampaignMember is one threat of a campaign.
type TAPCampaignMember struct {
	ID           string `json:"id"`           // threat id; what ThreatSummary and ThreatForensics take
	Threat       string `json:"threat"`       // URL, host, hash or text
	ThreatStatus string `json:"threatStatus"` // active, cleared, falsePositive; compare without case
	Type         string `json:"type"`         // attachment, url, message text
	SubType      string `json:"subType"`      // ATTACHMENT, COMPLETE_URL, NORMALIZED_URL, DOMAIN, HOSTNAME (may be an address: yeti); absent in 2021 (chronicle)
	ThreatTime   Time   `json:"threatTime"`
}

var tapCampaign = define[TAPCampaignParams, TAPCampaign](Operation{
	Name: "tap.campaigns.get", Title: "Get Campaign", Summary: "One campaign with its actors, malware, techniques and threats.",
	When: "Use this to put a threat into its context. It costs no quota.", Docs: tapDocs + "Campaign_API",
	Source: "Campaign_API page of the vendor, and a recording of 2021; seen 2026-11",
	Proto:  Request{Service: TAP, Path: "/v2/campaign/{campaign_id}"},
})

// CampaignRequest builds the request of [TAPService.Campaign].
func (p TAPCampaignParams) CampaignRequest() (Request, error) { return tapCampaign.Build(p) }

// Campaign returns one campaign with its threats. It counts against no quota,
// which also makes it the cheapest way to see whether a credential works.
// Errors: *ParamError; *APIError, which is ErrNotFound for an unknown id;
// *NetworkError; *BodyError; *RecordError beside what could be read.
//
// Source: vendor's Campaign_API page, and a recording; 2026-11.
func (s *TAPService) Campaign(ctx context.Context, p TAPCampaignParams, opts ...CallOption) (*TAPCampaign, error) {
	return tapCampaign.one(ctx, s.c, p, opts)
}
