// ETI: exploit scores of CVEs, on a host of their own (v2) with the same key.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// ETITopScoresParams are the parameters of [ETIService.TopScores].
type ETITopScoresParams struct {
	// Limit is how many, 1 to 1000; the service's default is 50.
	Limit int `in:"query:limit" min:"1" max:"1000" doc:"How many CVEs, 1 to 1000; 50 if not given."`
}

// ETIScoresByTierParams are the parameters of [ETIService.ScoresByTier].
type ETIScoresByTierParams struct {
	// Tier is CRITICAL, HIGH, MEDIUM or LOW.
	Tier string `in:"path:tier" required:"true" enum:"CRITICAL,HIGH,MEDIUM,LOW" doc:"The tier of risk: CRITICAL, HIGH, MEDIUM or LOW."`
	// Size is how many CVEs one request asks for, 1 to 1000; the service's
	// default is 50. All pages come, whatever it is.
	Size int `in:"query:size" min:"1" max:"1000" label:"Page Size" doc:"CVEs in one request, 1 to 1000; 50 if not given. All pages come, whatever it is."`
	// Page is the first page to read, counted from 0.
	Page int `in:"page" min:"0" label:"First Page" doc:"The first page to read, counted from 0."`
}

// etiScorePages go on until the page that says it is the last, or an empty one:
// a page that is short only because the service caps its size ends nothing.
var etiScorePages = Numbers{Where: "query:page", Last: pathdata.MustCompile("$.response.last")}

var (
	etiCVEScore = define[ETICVEParams, ETICVEScore](etiCall(Operation{Name: "eti.scores.get", Title: "Get CVE Exploit Score",
		Summary: "How likely a CVE is exploited.", When: "Use this to put one CVE in its place on a list of patches."}, ETIScores, "/cve/{cve}/score", "$.response"))
	etiTopScores = define[ETITopScoresParams, ETICVEScore](etiCall(Operation{Name: "eti.scores.top", Title: "Get Top Exploit Scores",
		Summary: "The CVEs with the highest scores.", When: "Use this for a list of what to patch first."}, ETIScores, "/cve/top-aed", "$.response[:]"))
	etiScoresByTier = define[ETIScoresByTierParams, ETICVEScore](etiPerhaps(etiCall(Operation{Name: "eti.scores.tier", Title: "Get Exploit Scores by Tier",
		Summary: "All CVEs of a tier of risk.", When: "Use this to copy the scores of a tier.",
		Proto: Request{Pager: etiScorePages}}, ETIScores, "/cve/tier/{tier}", "$.response.content[*]")))
)

// etiPerhaps lets the records be absent: where nothing is known, response is {},
// [] or null, without the object that the pages are made of.
func etiPerhaps(o Operation) Operation {
	o.Proto.Records = o.Proto.Records.Optional()
	return o
}

// ETICVEScore says how likely a CVE is exploited.
type ETICVEScore struct {
	Raw               json.RawMessage `json:"-"`          // as received, unknown fields included
	CVE               string          `json:"cve"`        // "": nothing is known
	CVSSScore         Float           `json:"cvss_score"` // 0 to 10
	EPSSScore         Float           `json:"epss_score"` // 0 to 1
	InCISAKEV         Bool            `json:"in_cisa_kev"`
	InMetasploit      Bool            `json:"in_metasploit"`
	InExploitDB       Bool            `json:"in_exploitdb"`
	AEDScore          Float           `json:"aed_score"`           // 0 to 100
	UniqueSIDObserved Int             `json:"unique_sid_observed"` // rules that saw it
	RecentlyObserved  Bool            `json:"recently_observed"`   // in the last seven days
	SIDTrend          string          `json:"sid_trend"`           // Increasing, Decreasing, Stable, or the word None
	RiskTier          string          `json:"risk_tier"`           // CRITICAL, HIGH, MEDIUM or LOW
	LastUpdated       Time            `json:"last_updated"`        // sent without a zone, taken for UTC
}

// CVEScoreRequest builds the request of [ETIService.CVEScore].
func (p ETICVEParams) CVEScoreRequest() (Request, error) {
	return etiCVEScore.Build(p)
}

// CVEScore returns how likely a CVE is exploited; without a CVE in it if it has
// no score. Errors are as with [ETIService].
//
// Source: vendor's reference, section CVE; 2026-05.
func (s *ETIService) CVEScore(ctx context.Context, p ETICVEParams, opts ...CallOption) (*ETICVEScore, error) {
	return etiCVEScore.one(ctx, s.c, p, opts)
}

// TopScoresRequest builds the request of [ETIService.TopScores].
func (p ETITopScoresParams) TopScoresRequest() (Request, error) {
	return etiTopScores.Build(p)
}

// TopScores walks the CVEs with the highest scores, the highest first: 50, or
// as many as Limit says, in one request. Errors are as with [ETIService].
//
// Source: vendor's reference, section CVE; 2026-05.
func (s *ETIService) TopScores(ctx context.Context, p ETITopScoresParams, opts ...CallOption) iter.Seq2[ETICVEScore, error] {
	return etiTopScores.all(ctx, s.c, p, opts)
}

// ScoresByTierRequest builds the request of [ETIService.ScoresByTier].
func (p ETIScoresByTierParams) ScoresByTierRequest() (Request, error) {
	return etiScoresByTier.Build(p)
}

// ScoresByTier walks all CVEs of a tier of risk, page after page; none is an
// empty sequence. Errors are as with [ETIService].
//
// Source: vendor's reference, section CVE; 2026-05.
func (s *ETIService) ScoresByTier(ctx context.Context, p ETIScoresByTierParams, opts ...CallOption) iter.Seq2[ETICVEScore, error] {
	return etiScoresByTier.all(ctx, s.c, p, opts)
}
