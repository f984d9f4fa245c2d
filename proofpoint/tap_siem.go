// TAP's SIEM API: six operations over windows of time, all with the same
// parameters. The record types are in tap_events.go.

package proofpoint

import (
	"context"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPSIEMParams are the parameters of the six SIEM operations. The zero value
// asks for the last hour, threats that are active or cleared, as JSON.
type TAPSIEMParams struct {
	// Since counts back from now, at least 30 s, at most 7 days less 5 minutes.
	// More than an hour is split into equal windows.
	Since time.Duration `in:"since" label:"Since Seconds" min:"30" doc:"Seconds back from now; more than an hour is split into windows."`
	// From and To bound the range, [From, To), UTC. A zero To is the server's
	// now.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range, exclusive; now if not given."`
	// ThreatType keeps events of these threats: url, attachment, messageText.
	ThreatType []string `in:"query:threatType" enum:"url,attachment,messageText" doc:"Only events with threats of these types."`
	// ThreatStatus keeps events of threats in these states: active, cleared,
	// falsePositive. Not given, the service leaves false positives out.
	ThreatStatus []string `in:"query:threatStatus" enum:"active,cleared,falsePositive" doc:"Only events with threats in these states; without it false positives are left out."`
	// Format is FormatJSON (default), FormatJSONP or FormatSyslog.
	Format Format `in:"format query:format" enum:"json=JSON,jsonp=JSON,syslog=syslog" default:"json" doc:"What the service is asked for; records are the same."`
}

// tapWindows: at least 30 s, at most an hour, seven days back. The service
// refuses a start exactly seven days ago, because it arrives a little later;
// five minutes are kept free.
var tapWindows = Windows{Min: 30 * time.Second, Max: time.Hour, Horizon: 7*24*time.Hour - 5*time.Minute,
	FromAt: "query:interval", OpenAt: "query:sinceTime", SinceAt: "query:sinceSeconds", Layout: "interval",
	End: pathdata.MustCompile("$.queryEndTime").Optional()}

const tapSIEMDocs = "https://help.proofpoint.com/Threat_Insight_Dashboard/API_Documentation/SIEM_API"

func tapSIEM[R any](name, title, summary, when, path string, pool Pool, records *pathdata.Selector) typed[TAPSIEMParams, R] {
	return define[TAPSIEMParams, R](Operation{
		Name: "tap.siem." + name, Title: title, Summary: summary, When: when, Docs: tapSIEMDocs,
		Source: "SIEM_API page of the vendor, and recordings of 2020 to 2025; seen 2026-11",
		Proto:  Request{Service: TAP, Path: "/v2/siem/" + path, Pool: pool, Pager: tapWindows, Records: records},
	})
}

var (
	tapAll = tapSIEM[TAPEvent]("all", "Get All Events", "Every threat event: clicks and messages, blocked and let through.",
		"Use this to feed a SIEM: one call for all four kinds spares the quota.",
		"all", tapSIEMPool, pathdata.MustCompile("$['clicksPermitted','clicksBlocked','messagesDelivered','messagesBlocked'][*]"))
	tapIssues = tapSIEM[TAPEvent]("issues", "Get Issues", "What got through: clicks permitted and messages delivered.",
		"Use this when only what needs action matters.",
		"issues", tapSIEMPool, pathdata.MustCompile("$['clicksPermitted','messagesDelivered'][*]"))
	tapMessagesDelivered = tapSIEM[TAPMessage]("messages_delivered", "Get Messages Delivered", "Messages with a threat that were delivered.",
		"Use this to find what reached people's mailboxes.",
		"messages/delivered", tapSIEMPool, pathdata.MustCompile("$.messagesDelivered[*]"))
	tapMessagesBlocked = tapSIEM[TAPMessage]("messages_blocked", "Get Messages Blocked", "Messages with a threat that were quarantined.",
		"Use this to report what was held back.",
		"messages/blocked", tapSIEMPool, pathdata.MustCompile("$.messagesBlocked[*]"))
	tapClicksPermitted = tapSIEM[TAPClick]("clicks_permitted", "Get Clicks Permitted", "Clicks on malicious URLs that were let through.",
		"Use this to find who visited a page before it was condemned. It has a quota of its own.",
		"clicks/permitted", tapClicksPermittedPool, pathdata.MustCompile("$.clicksPermitted[*]"))
	tapClicksBlocked = tapSIEM[TAPClick]("clicks_blocked", "Get Clicks Blocked", "Clicks on malicious URLs that were blocked.",
		"Use this to report which clicks were stopped.",
		"clicks/blocked", tapSIEMPool, pathdata.MustCompile("$.clicksBlocked[*]"))
)

// AllRequest builds the request of [TAPService.All].
func (p TAPSIEMParams) AllRequest() (Request, error) { return tapAll.Build(p) }

// IssuesRequest builds the request of [TAPService.Issues].
func (p TAPSIEMParams) IssuesRequest() (Request, error) { return tapIssues.Build(p) }

// MessagesDeliveredRequest builds the request of [TAPService.MessagesDelivered].
func (p TAPSIEMParams) MessagesDeliveredRequest() (Request, error) {
	return tapMessagesDelivered.Build(p)
}

// MessagesBlockedRequest builds the request of [TAPService.MessagesBlocked].
func (p TAPSIEMParams) MessagesBlockedRequest() (Request, error) { return tapMessagesBlocked.Build(p) }

// ClicksPermittedRequest builds the request of [TAPService.ClicksPermitted].
func (p TAPSIEMParams) ClicksPermittedRequest() (Request, error) { return tapClicksPermitted.Build(p) }

// ClicksBlockedRequest builds the request of [TAPService.ClicksBlocked].
func (p TAPSIEMParams) ClicksBlockedRequest() (Request, error) { return tapClicksBlocked.Build(p) }

// All walks every threat event of the range, of all four kinds, in the order
// in which the service sends them (none is promised). The range may be as long
// as seven days less five minutes; each window of at most an hour is one
// request of the pool "siem", 1800 a day, shared by all SIEM operations but
// ClicksPermitted. Windows may repeat an event: its identity is its kind and
// id. Errors: joined *ParamError first; *APIError; *NetworkError; *BodyError;
// *RecordError beside an event that could not be read as a type.
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) All(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPEvent, error] {
	return tapAll.all(ctx, s.c, p, opts)
}

// Issues walks clicks permitted and messages delivered: what got through.
// Range, quota and errors are as with [TAPService.All].
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) Issues(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPEvent, error] {
	return tapIssues.all(ctx, s.c, p, opts)
}

// MessagesDelivered walks messages with a threat that were delivered. One
// message to several recipients is one event for each. Range, quota and errors
// are as with [TAPService.All].
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) MessagesDelivered(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPMessage, error] {
	return tapMessagesDelivered.all(ctx, s.c, p, opts)
}

// MessagesBlocked walks messages with a threat that were quarantined. Range,
// quota and errors are as with [TAPService.All].
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) MessagesBlocked(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPMessage, error] {
	return tapMessagesBlocked.all(ctx, s.c, p, opts)
}

// ClicksPermitted walks clicks on malicious URLs that were let through. Its
// quota is a pool of its own, 1800 requests a day. Range and errors are as with
// [TAPService.All].
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) ClicksPermitted(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPClick, error] {
	return tapClicksPermitted.all(ctx, s.c, p, opts)
}

// ClicksBlocked walks clicks on malicious URLs that were blocked. Range, quota
// and errors are as with [TAPService.All].
//
// Source: vendor's SIEM_API page, and recordings; 2026-11.
func (s *TAPService) ClicksBlocked(ctx context.Context, p TAPSIEMParams, opts ...CallOption) iter.Seq2[TAPClick, error] {
	return tapClicksBlocked.all(ctx, s.c, p, opts)
}
