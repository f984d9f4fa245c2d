// TAP's Supplier Threat Protection, a separate licence: accounts of suppliers
// that were taken over. No page of the vendor describes it.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPCompromisedAccountsParams are the parameters of CompromisedAccounts. The
// zero value asks for the last hour. That they are those of the SIEM calls is
// inferred.
type TAPCompromisedAccountsParams struct {
	// Since counts back from now, at least 30 s, at most 7 days less 5 minutes.
	// More than an hour is split into equal windows.
	Since time.Duration `in:"since" label:"Since Seconds" min:"30" doc:"Seconds back from now; more than an hour is split into windows."`
	// From and To bound the range, [From, To), UTC. A zero To is the server's
	// now.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range, exclusive; now if not given."`
}

// TAPCompromisedAccount is an account of a supplier that sends threats. The
// words in capitals are the service's.
type TAPCompromisedAccount struct {
	Raw                  json.RawMessage  `json:"-"` // as received, unknown fields included
	DashboardLink        string           `json:"dashboardLink"`
	TimeRanges           []TAPCompromised `json:"timeRanges"`
	Titles               Strings          `json:"titles"`           // of the people it wrote to
	ThreatCategories     Strings          `json:"threatCategories"` // MALWARE
	TrafficType          string           `json:"trafficType"`      // CUSTOMER_TRAFFIC
	MaliciousMessages    Int              `json:"maliciousMessages"`
	Address              string           `json:"address"`
	LastMaliciousMessage Time             `json:"lastMaliciousMessage"`
	Identity             string           `json:"identity"`     // SUPPLIER
	Observations         Strings          `json:"observations"` // RECIPIENT_ORG_IMPERSONATION
	DeliveredMessages    Int              `json:"deliveredMessages"`
	Context              Strings          `json:"context"` // FREQUENT_COMMUNICATION_WITH_THIRD_PARTY_DOMAIN
	Departments          Strings          `json:"departments"`
	HighRisk             Bool             `json:"highRisk"`
}

// TAPCompromised is a stretch of time in which an account was compromised.
type TAPCompromised struct {
	FalsePositive Bool `json:"falsePositive"`
	Start         Time `json:"start"`
	End           Time `json:"end"`
}

var tapCompromisedAccounts = define[TAPCompromisedAccountsParams, TAPCompromisedAccount](Operation{
	Name: "tap.stp.compromised_accounts", Title: "List Compromised Supplier Accounts", Summary: "Accounts of suppliers that were taken over and send threats.",
	When:   "Use this to warn suppliers and those who write with them. It needs the licence for Supplier Threat Protection.",
	Source: "an issue of the Azure documentation names the path, a connector's test data the shape; parameters inferred; seen 2026-11",
	Proto: Request{Service: TAP, Path: "/v1/stp/compromised-accounts", Records: pathdata.MustCompile("$.compromisedAccounts[*]"),
		Pager: tapWindows},
})

// CompromisedAccountsRequest builds the request of
// [TAPService.CompromisedAccounts].
func (p TAPCompromisedAccountsParams) CompromisedAccountsRequest() (Request, error) {
	return tapCompromisedAccounts.Build(p)
}

// CompromisedAccounts walks the accounts of suppliers that were taken over and
// sent something in the range. It needs a licence of its own. Windows may
// repeat an account. No quota is known. Errors: *ParamError first; *APIError,
// which is ErrForbidden without the licence (inferred); *NetworkError;
// *BodyError; *RecordError beside an account that could not be read as a type.
//
// Source: a connector's test data and an issue of the Azure documentation; the
// parameters and limits are inferred from the SIEM calls; 2026-11.
func (s *TAPService) CompromisedAccounts(ctx context.Context, p TAPCompromisedAccountsParams, opts ...CallOption) iter.Seq2[TAPCompromisedAccount, error] {
	return tapCompromisedAccounts.all(ctx, s.c, p, opts)
}
