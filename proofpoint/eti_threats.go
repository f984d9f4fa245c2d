// ETI: CVEs, malware families, actors, trends, and the categories of
// reputation. The CVE's record is in eti_cve_records.go.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
)

// ETICVEParams are the parameters of [ETIService.CVE] and
// [ETIService.CVEScore].
type ETICVEParams struct {
	// CVE is the id, "CVE-2022-30525" say.
	CVE string `in:"path:cve" label:"CVE" required:"true" pattern:"CVE-[0-9]{4}-[0-9]{4,}" accepts:"an id like CVE-2022-30525, in capitals" doc:"The id of the CVE."`
}

// ETITrendingParams are the parameters of [ETIService.TrendingCVEs].
type ETITrendingParams struct {
	// Limit is 5 or 10; if it is not given, the service decides.
	Limit int `in:"query:limit" enum:"5,10" doc:"How many: 5 or 10."`
}

// ETIMalwareParams are the parameters of [ETIService.Malware].
type ETIMalwareParams struct {
	// Family is spelt as in the metadata of rules; its case matters.
	Family string `in:"path:family" required:"true" accepts:"a name as it is spelt in the metadata of rules; its case matters" doc:"The family's name, SocGholish say."`
}

// ETIActorParams are the parameters of [ETIService.Actor].
type ETIActorParams struct {
	// Actor is spelt as in the metadata of rules; its case matters.
	Actor string `in:"path:actor" required:"true" accepts:"a name as it is spelt in the metadata of rules; its case matters" doc:"The actor's name, TA569 say."`
}

// ETITagParams are the parameters of the three trends.
type ETITagParams struct {
	// Tag is cve, malware or threat-actor.
	Tag string `in:"path:tag" required:"true" enum:"cve,malware,threat-actor" doc:"What the trend is about: cve, malware or threat-actor."`
}

var (
	etiCVE = etiOne[ETICVEParams, ETICVE]("/cve/{cve}", Operation{Name: "eti.cves.get", Title: "Get CVE",
		Summary: "One CVE: its scores, and whether it is exploited.", When: "Use this to decide how urgent a patch is."})
	etiTrendingCVEs = etiList[ETITrendingParams, ETITrendingCVE]("/cve/top-trending", Operation{Name: "eti.cves.top_trending", Title: "Get Trending CVEs",
		Summary: "The CVEs whose use grew most.", When: "Use this for a daily report of what is exploited."})
	etiMalware = etiOne[ETIMalwareParams, ETIMalware]("/malware/{family}", Operation{Name: "eti.malware.get", Title: "Get Malware Family",
		Summary: "What a malware family is.", When: "Use this to explain an alert that names a family."})
	etiActor = etiOne[ETIActorParams, ETIActor]("/actors/{actor}", Operation{Name: "eti.actors.get", Title: "Get Actor",
		Summary: "Who a threat actor is.", When: "Use this to explain an alert that names an actor."})
	etiCategories = etiList[noParams, ETICategory]("/repcategories", Operation{Name: "eti.repcategories", Title: "Get Reputation Categories",
		Summary: "The categories of reputation.", When: "Use this to explain a category, or to check a key: there is no cheaper call."})
	etiRollingCounts = etiList[ETITagParams, ETITagRollingCount]("/tags/{tag}/rolling-count", Operation{Name: "eti.tags.rolling_count",
		Title: "Get Rolling Counts", Summary: "Ranks of today, and of 7, 30 and 90 days.", When: "Use this to see what rises and what falls."})
	etiTagSummaries = etiList[ETITagParams, ETITagSummary]("/tags/{tag}/summaries", Operation{Name: "eti.tags.summaries", Title: "Get Tag Summaries",
		Summary: "Ranks by number of events.", When: "Use this for a list of what is seen most."})
	etiTagActivities = etiList[ETITagParams, ETITagActivity]("/tags/{tag}/activities", Operation{Name: "eti.tags.activities", Title: "Get Tag Activities",
		Summary: "Ranks of this week and of the one before.", When: "Use this to compare two weeks."})
)

// ETITrendingCVE is a CVE whose use grew.
type ETITrendingCVE struct {
	Raw           json.RawMessage `json:"-"` // as received, unknown fields included
	CVE           string          `json:"cve"`
	PercentChange Float           `json:"percent_change"`
	CVSSv3Score   Float           `json:"cvss_v3_score"` // sent as text
	Description   string          `json:"description"`
}

// ETIMalware is a malware family.
type ETIMalware struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown fields included
	Name        string          `json:"name"`
	Description string          `json:"description"` // Markdown
}

// ETIActor is a threat actor.
type ETIActor struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown fields included
	Name        string          `json:"name"`
	Description string          `json:"description"` // Markdown
}

// ETICategory is a category of reputation.
type ETICategory struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown fields included
	Name        string          `json:"name"`
	Description string          `json:"description"`
}

// ETITagRollingCount is a tag's rank over four stretches of time; 1 is the
// highest.
type ETITagRollingCount struct {
	Raw           json.RawMessage `json:"-"` // as received, unknown fields included
	Tag           string          `json:"tag"`
	TodayRank     Int             `json:"today-rank"`
	SevenDayRank  Int             `json:"seven-day-rank"`
	ThirtyDayRank Int             `json:"thirty-day-rank"`
	NinetyDayRank Int             `json:"ninety-day-rank"`
}

// ETITagSummary is a tag's rank by number of events; 1 is the highest.
type ETITagSummary struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown fields included
	Tag       string          `json:"tag"`
	EventRank Int             `json:"event-rank"`
}

// ETITagActivity is a tag's rank in two weeks; 1 is the highest.
type ETITagActivity struct {
	Raw                      json.RawMessage `json:"-"` // as received, unknown fields included
	Tag                      string          `json:"tag"`
	CurrentWeekActivityRank  Int             `json:"current-week-activity-rank"`
	PreviousWeekActivityRank Int             `json:"previous-week-activity-rank"`
}

// ReputationCategories walks the categories of reputation, with what they mean.
// It is the cheapest call, and so the one to check a key with. Errors are as
// with [ETIService].
//
// Source: vendor's reference, section Reputation Categories; 2026-05.
func (s *ETIService) ReputationCategories(ctx context.Context, opts ...CallOption) iter.Seq2[ETICategory, error] {
	return etiCategories.all(ctx, s.c, noParams{}, opts)
}

// CVERequest builds the request of [ETIService.CVE].
func (p ETICVEParams) CVERequest() (Request, error) {
	return etiCVE.Build(p)
}

// CVE returns what is known of a CVE, the observations of Proofpoint's sensors
// among it; without a CVE in it if nothing is. Errors are as with [ETIService].
//
// Source: vendor's reference, section CVE; 2026-05.
func (s *ETIService) CVE(ctx context.Context, p ETICVEParams, opts ...CallOption) (*ETICVE, error) {
	return etiCVE.one(ctx, s.c, p, opts)
}

// TrendingCVEsRequest builds the request of [ETIService.TrendingCVEs].
func (p ETITrendingParams) TrendingCVEsRequest() (Request, error) {
	return etiTrendingCVEs.Build(p)
}

// TrendingCVEs walks the CVEs whose use grew most, five or ten of them. Errors
// are as with [ETIService].
//
// Source: vendor's reference, section CVE; 2026-05.
func (s *ETIService) TrendingCVEs(ctx context.Context, p ETITrendingParams, opts ...CallOption) iter.Seq2[ETITrendingCVE, error] {
	return etiTrendingCVEs.all(ctx, s.c, p, opts)
}

// MalwareRequest builds the request of [ETIService.Malware].
func (p ETIMalwareParams) MalwareRequest() (Request, error) {
	return etiMalware.Build(p)
}

// Malware returns what a family is. An unknown name, and be it one in another
// case, is [ErrNotFound] or comes without a Name in it. Errors are as with
// [ETIService].
//
// Source: vendor's reference, section Malware; 2026-05.
func (s *ETIService) Malware(ctx context.Context, p ETIMalwareParams, opts ...CallOption) (*ETIMalware, error) {
	return etiMalware.one(ctx, s.c, p, opts)
}

// ActorRequest builds the request of [ETIService.Actor].
func (p ETIActorParams) ActorRequest() (Request, error) {
	return etiActor.Build(p)
}

// Actor returns who a threat actor is. An unknown name, and be it one in
// another case, is [ErrNotFound] or comes without a Name in it. Errors are as
// with [ETIService].
//
// Source: vendor's reference, section Actors; 2026-05.
func (s *ETIService) Actor(ctx context.Context, p ETIActorParams, opts ...CallOption) (*ETIActor, error) {
	return etiActor.one(ctx, s.c, p, opts)
}

// TagRollingCountsRequest builds the request of [ETIService.TagRollingCounts].
func (p ETITagParams) TagRollingCountsRequest() (Request, error) {
	return etiRollingCounts.Build(p)
}

// TagSummariesRequest builds the request of [ETIService.TagSummaries].
func (p ETITagParams) TagSummariesRequest() (Request, error) {
	return etiTagSummaries.Build(p)
}

// TagActivitiesRequest builds the request of [ETIService.TagActivities].
func (p ETITagParams) TagActivitiesRequest() (Request, error) {
	return etiTagActivities.Build(p)
}

// TagRollingCounts walks the ranks of CVEs, families or actors over today, 7,
// 30 and 90 days. The vendor's example has another path (/actors/…); the one
// that is described is used. Errors are as with [ETIService].
//
// Source: vendor's reference, section Trends; 2026-05.
func (s *ETIService) TagRollingCounts(ctx context.Context, p ETITagParams, opts ...CallOption) iter.Seq2[ETITagRollingCount, error] {
	return etiRollingCounts.all(ctx, s.c, p, opts)
}

// TagSummaries walks the ranks of CVEs, families or actors by number of events.
// Errors are as with [ETIService].
//
// Source: vendor's reference, section Trends; 2026-05.
func (s *ETIService) TagSummaries(ctx context.Context, p ETITagParams, opts ...CallOption) iter.Seq2[ETITagSummary, error] {
	return etiTagSummaries.all(ctx, s.c, p, opts)
}

// TagActivities walks the ranks of CVEs, families or actors in this week and
// the one before. Errors are as with [ETIService].
//
// Source: vendor's reference, section Trends; 2026-05.
func (s *ETIService) TagActivities(ctx context.Context, p ETITagParams, opts ...CallOption) iter.Seq2[ETITagActivity, error] {
	return etiTagActivities.all(ctx, s.c, p, opts)
}
