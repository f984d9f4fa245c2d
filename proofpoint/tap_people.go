// TAP's People API: who is attacked most and who clicks most. The totals stand
// beside the rows of an answer; OnPage reads them.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPPeopleWindow is over how many days back people are compared. The service
// knows three.
type TAPPeopleWindow string

// The windows.
const (
	TAP14Days TAPPeopleWindow = "14"
	TAP30Days TAPPeopleWindow = "30"
	TAP90Days TAPPeopleWindow = "90"
)

// TAPVAPParams are the parameters of VAP.
type TAPVAPParams struct {
	// Window is 14, 30 or 90 days; there is no default.
	Window TAPPeopleWindow `in:"query:window" required:"true" enum:"14,30,90" doc:"Days back from now."`
	// Size is how many people a page has, from 1 on; each page is one call of
	// 50 a day.
	Size int `in:"pagesize query:size" default:"1000" min:"1" doc:"People per page; all pages are walked."`
	// Page is the first page to ask for, from 1 on.
	Page int `in:"page" min:"1" doc:"Page to begin with; the first if not given."`
	// Limit stops after so many people; 0 means all.
	Limit int `in:"limit" min:"0" doc:"At most so many people; all if not given."`
}

// TAPTopClickersParams are the parameters of TopClickers.
type TAPTopClickersParams struct {
	// Window is 14, 30 or 90 days; there is no default.
	Window TAPPeopleWindow `in:"query:window" required:"true" enum:"14,30,90" doc:"Days back from now."`
	// Size is how many people a page has, 1 to 200; each page is one call of
	// 50 a day.
	Size int `in:"pagesize query:size" default:"200" min:"1" max:"200" doc:"People per page; all pages are walked."`
	// Page is the first page to ask for, from 1 on.
	Page int `in:"page" min:"1" doc:"Page to begin with; the first if not given."`
	// Limit stops after so many people; 0 means all.
	Limit int `in:"limit" min:"0" doc:"At most so many people; all if not given."`
}

// TAPIdentity is who somebody is. But for guid, emails and vip, what the
// customer's directory does not tell is null (demisto) or absent (rapid7).
type TAPIdentity struct {
	GUID           string  `json:"guid"` // no UUID: its first group is of another length
	CustomerUserID string  `json:"customerUserId"`
	Emails         Strings `json:"emails"`
	Name           string  `json:"name"`
	Department     string  `json:"department"`
	Location       string  `json:"location"`
	Title          string  `json:"title"`
	VIP            Bool    `json:"vip"` // marked as such by the customer
}

// TAPAttackedPerson is one of the Very Attacked People, or somebody below the
// threshold: the service lists both.
type TAPAttackedPerson struct {
	Raw              json.RawMessage     `json:"-"` // as received, unknown fields included
	Identity         TAPIdentity         `json:"identity"`
	ThreatStatistics TAPThreatStatistics `json:"threatStatistics"`
}

// TAPThreatStatistics is how much somebody was attacked.
type TAPThreatStatistics struct {
	AttackIndex Float            `json:"attackIndex"` // not the sum of the families' scores
	Families    []TAPFamilyScore `json:"families"`    // may be empty
}

// TAPFamilyScore is one kind of threat's part of an attack index.
type TAPFamilyScore struct {
	Name  string `json:"name"` // credential phishing, malspam, keylogger, banking, impostor, malware …
	Score Float  `json:"score"`
}

// TAPTopClicker is somebody who clicks on threats.
type TAPTopClicker struct {
	Raw             json.RawMessage    `json:"-"` // as received, unknown fields included
	Identity        TAPIdentity        `json:"identity"`
	ClickStatistics TAPClickStatistics `json:"clickStatistics"`
}

// TAPClickStatistics is how often somebody clicked.
type TAPClickStatistics struct {
	ClickCount Int               `json:"clickCount"`
	Families   []TAPFamilyClicks `json:"families"`
}

// TAPFamilyClicks is the clicks on one kind of threat.
type TAPFamilyClicks struct {
	Name   string `json:"name"` // Malware, MalSpam: other words and case than in TAPFamilyScore
	Clicks Int    `json:"clicks"`
}

// TAPPeopleTotals is what stands beside the people in an answer.
type TAPPeopleTotals struct {
	Interval                string // the window: two times with a slash between
	TotalVAPUsers           Int    // of VAP
	AverageAttackIndex      Float  // of VAP, over all of the customer's people
	VAPAttackIndexThreshold Float  // of VAP: who is above is a Very Attacked Person
	TotalTopClickers        Int    // of TopClickers; 0 on a page past the end
}

// TAPPeopleTotalsOf reads the totals out of a page of VAP or TopClickers, for
// use with [OnPage]. What the page does not tell is zero. An error is a value
// that is no number.
func TAPPeopleTotalsOf(p Page) (TAPPeopleTotals, error) {
	var t TAPPeopleTotals
	into := map[string]any{
		"$.interval": &t.Interval, "$.totalVapUsers": &t.TotalVAPUsers, "$.averageAttackIndex": &t.AverageAttackIndex,
		"$.vapAttackIndexThreshold": &t.VAPAttackIndexThreshold, "$.totalTopClickers": &t.TotalTopClickers,
	}
	for path, v := range into {
		raw, ok := p.Values[path]
		if !ok {
			continue
		}
		if err := decode(raw, v); err != nil {
			return t, &RecordError{Path: tapMember(path), Offset: -1, Err: err}
		}
	}
	return t, nil
}

// tapMember is a member of the answer as a path.
func tapMember(text string) pathdata.Path {
	return pathdata.Path{Parent: "$", Name: text[len("$."):], Index: -1}
}

// tapPeoplePages walks to the first page that is not full, and keeps the totals
// for OnPage. No total ends the walk: one client takes it to be that of the page
// alone, and a full first page would then be the last.
func tapPeoplePages(size int, also ...string) Pager {
	n := Numbers{Where: "query:page", First: 1, Size: size}
	for _, path := range append([]string{"$.interval"}, also...) {
		n.Also = append(n.Also, pathdata.MustCompile(path))
	}
	return n
}

const tapPeopleSource = "People_API page of the vendor, and recordings of 2021; seen 2026-11"

var tapUsers = pathdata.MustCompile("$.users[*]")

var tapVAP = define[TAPVAPParams, TAPAttackedPerson](Operation{
	Name: "tap.people.vap", Title: "List Very Attacked People", Summary: "Who is attacked most, with an index of how much.",
	When: "Use this to decide whom to protect or train first.", Docs: tapDocs + "People_API", Source: tapPeopleSource,
	Proto: Request{Service: TAP, Path: "/v2/people/vap", Pool: tapVAPPool, Records: tapUsers,
		Pager: tapPeoplePages(1000, "$.totalVapUsers", "$.averageAttackIndex", "$.vapAttackIndexThreshold")},
})

var tapTopClickers = define[TAPTopClickersParams, TAPTopClicker](Operation{
	Name: "tap.people.top_clickers", Title: "List Top Clickers", Summary: "Who clicks most on threats.",
	When: "Use this to find who needs training against phishing.", Docs: tapDocs + "People_API", Source: tapPeopleSource,
	Proto: Request{Service: TAP, Path: "/v2/people/top-clickers", Pool: tapTopClickersPool, Records: tapUsers,
		Pager: tapPeoplePages(200, "$.totalTopClickers")},
})

// VAPRequest builds the request of [TAPService.VAP].
func (p TAPVAPParams) VAPRequest() (Request, error) { return tapVAP.Build(p) }

// TopClickersRequest builds the request of [TAPService.TopClickers].
func (p TAPTopClickersParams) TopClickersRequest() (Request, error) { return tapTopClickers.Build(p) }

// VAP walks the Very Attacked People, the most attacked first. Each page is one
// call of 50 a day; 1000 people are on a page unless Size says otherwise.
// Averages and totals stand beside the people: [TAPPeopleTotalsOf] reads them
// in [OnPage]. Errors: *ParamError first; *APIError; *NetworkError; *BodyError;
// *RecordError beside somebody who could not be read as a type.
//
// Source: vendor's People_API page, and recordings; 2026-11.
func (s *TAPService) VAP(ctx context.Context, p TAPVAPParams, opts ...CallOption) iter.Seq2[TAPAttackedPerson, error] {
	return tapVAP.all(ctx, s.c, p, opts)
}

// TopClickers walks who clicks most on threats, the most clicks first. Each
// page is one call of 50 a day; 200 people are on a page unless Size says
// otherwise. Totals and errors are as with [TAPService.VAP].
//
// Source: vendor's People_API page, and recordings; 2026-11.
func (s *TAPService) TopClickers(ctx context.Context, p TAPTopClickersParams, opts ...CallOption) iter.Seq2[TAPTopClicker, error] {
	return tapTopClickers.all(ctx, s.c, p, opts)
}
