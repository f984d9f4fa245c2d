// CASB's alerts: windows of a day, pages by number in the body.

package proofpoint

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// CASBAlertsParams are the parameters of the operation casb.alerts. The zero
// value asks for the last 24 hours.
type CASBAlertsParams struct {
	// Since counts back from now; more than a day is split into windows.
	Since time.Duration `in:"since" label:"Since Seconds" default:"86400" doc:"Seconds back from now; more than a day is split into windows."`
	// Limit stops after so many alerts; 0 means all. The service has no limit
	// of its own.
	Limit int `in:"limit" min:"0" doc:"At most so many alerts; all if not given."`
}

var _ = builtin[CASBAlertsParams](Operation{
	Name: "casb.alerts", Title: "Get Alerts", Summary: "Alerts of cloud app security.",
	When:   "Use this to feed alerts about cloud accounts to a SIEM.",
	Source: "third-party collectors; the vendor publishes no reference; seen 2026-11",
	Proto: Request{Service: CASB, Method: "POST", Path: "/v1/alerts", Repeatable: true, Pool: casbPool,
		Records: pathdata.MustCompile("$.alerts[*]"),
		Pager: Nest(Windows{Max: 24 * time.Hour, FromAt: "body:time_range.from", ToAt: "body:time_range.to", Layout: "unixms"},
			Numbers{Where: "body:page", First: 0, Size: 50})},
})
