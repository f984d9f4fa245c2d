// The threat API of Essentials: five operations over windows of time, all with
// the same parameters. The record types are in essentials_siem_events.go.

package proofpoint

import (
	"context"
	"iter"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// EssentialsSIEMParams are the parameters of the five operations of the threat
// API. The zero value asks for the last hour of the organisation itself.
type EssentialsSIEMParams struct {
	// Since counts back from now, at least 30 s, at most 72 hours less 5 minutes.
	// More than an hour is split into equal windows.
	Since time.Duration `in:"since" label:"Since Seconds" min:"30" doc:"Seconds back from now; more than an hour is split into windows."`
	// From and To bound the range, [From, To), UTC. A zero To is the server's
	// now.
	From time.Time `in:"from" doc:"Start of the range, inclusive."`
	To   time.Time `in:"to" doc:"End of the range, exclusive; now if not given."`
	// OwnData is whether events of the organisation itself come; nil is the
	// service's default, which is true by a vendor's script.
	OwnData *bool `in:"query:ownData" doc:"Events of the organisation itself; true by default."`
	// CustomerData is whether events of a partner's customers come; nil is the
	// service's default, which is false by a vendor's script. A key of the
	// organisation alone is refused (ErrForbidden).
	CustomerData *bool `in:"query:customerData" doc:"Events of a partner's customers; false by default."`
}

// essentialsWindows: at most an hour, three days back. That half a minute is the
// least is TAP's rule and inferred. Five minutes of the three days are kept free,
// for what passes before the request arrives; a vendor's script keeps an hour.
var essentialsWindows = Windows{Min: 30 * time.Second, Max: time.Hour, Horizon: 72*time.Hour - 5*time.Minute,
	FromAt: "query:interval", OpenAt: "query:sinceTime", SinceAt: "query:sinceSeconds", Layout: "interval",
	End: pathdata.MustCompile("$.queryEndTime").Optional(), EndAlone: true} // a list that holds nothing is left out of the answer

func essentialsSIEM[R any](name, title, summary, when, path string, pool Pool, records string) typed[EssentialsSIEMParams, R] {
	return define[EssentialsSIEMParams, R](Operation{
		Name: "essentials.siem." + name, Title: title, Summary: summary, When: when,
		Docs:   "https://help.proofpoint.com/Essentials",
		Source: "help pages of the vendor, its Splunk input, and the LimaCharlie adapter; seen 2026-11",
		Proto:  Request{Service: EssentialsSIEM, Path: "/v2/siem/" + path, Pool: pool, Pager: essentialsWindows, Records: pathdata.MustCompile(records)},
	})
}

var (
	essentialsAll = essentialsSIEM[EssentialsEvent]("all", "Get All Events", "Every threat event: clicks and messages, blocked and let through.",
		"Use this to feed a SIEM: one call for all four kinds spares the quota.",
		"all", essentialsSIEMPool, "$['clicksPermitted','clicksBlocked','messagesDelivered','messagesBlocked'][*]")
	essentialsMessagesDelivered = essentialsSIEM[EssentialsMessage]("messages_delivered", "Get Messages Delivered", "Messages with a threat that were delivered.",
		"Use this to find what reached people's mailboxes.",
		"messages/delivered", essentialsSIEMPool, "$.messagesDelivered[*]")
	essentialsMessagesBlocked = essentialsSIEM[EssentialsMessage]("messages_blocked", "Get Messages Blocked", "Messages with a threat that were held back.",
		"Use this to report what was held back.",
		"messages/blocked", essentialsSIEMPool, "$.messagesBlocked[*]")
	essentialsClicksPermitted = essentialsSIEM[EssentialsClick]("clicks_permitted", "Get Clicks Permitted", "Clicks on malicious URLs that were let through.",
		"Use this to find who visited a page before it was condemned. It has a quota of its own.",
		"clicks/permitted", essentialsClicksPermittedPool, "$.clicksPermitted[*]")
	essentialsClicksBlocked = essentialsSIEM[EssentialsClick]("clicks_blocked", "Get Clicks Blocked", "Clicks on malicious URLs that were blocked.",
		"Use this to report which clicks were stopped.",
		"clicks/blocked", essentialsSIEMPool, "$.clicksBlocked[*]")
)

// AllRequest builds the request of [EssentialsSIEMService.All].
func (p EssentialsSIEMParams) AllRequest() (Request, error) { return essentialsAll.Build(p) }

// MessagesDeliveredRequest builds the request of
// [EssentialsSIEMService.MessagesDelivered].
func (p EssentialsSIEMParams) MessagesDeliveredRequest() (Request, error) {
	return essentialsMessagesDelivered.Build(p)
}

// MessagesBlockedRequest builds the request of
// [EssentialsSIEMService.MessagesBlocked].
func (p EssentialsSIEMParams) MessagesBlockedRequest() (Request, error) {
	return essentialsMessagesBlocked.Build(p)
}

// ClicksPermittedRequest builds the request of
// [EssentialsSIEMService.ClicksPermitted].
func (p EssentialsSIEMParams) ClicksPermittedRequest() (Request, error) {
	return essentialsClicksPermitted.Build(p)
}

// ClicksBlockedRequest builds the request of
// [EssentialsSIEMService.ClicksBlocked].
func (p EssentialsSIEMParams) ClicksBlockedRequest() (Request, error) {
	return essentialsClicksBlocked.Build(p)
}

// All walks every threat event of the range, of all four kinds, in the order in
// which the service sends them (none is promised). Each window of at most an hour
// is one request of the pool "essentials/siem", 1800 a day, shared by all
// operations but ClicksPermitted; a window without events answers 204. Windows
// repeat events at their edges: an event's identity is its kind and id. Errors:
// joined *ParamError first; ErrUnauthorized for a key that is wrong or not yet
// active, which may take half an hour; *APIError; *NetworkError; *BodyError;
// *RecordError beside an event that could not be read as a type.
//
// Source: vendor's help pages, its Splunk input, and LimaCharlie's adapter;
// 2026-11.
func (s *EssentialsSIEMService) All(ctx context.Context, p EssentialsSIEMParams, opts ...CallOption) iter.Seq2[EssentialsEvent, error] {
	return essentialsAll.all(ctx, s.c, p, opts)
}

// MessagesDelivered walks messages with a threat that were delivered. Range,
// quota and errors are as with [EssentialsSIEMService.All].
//
// Source: vendor's help pages, its Splunk input, and LimaCharlie's adapter;
// 2026-11.
func (s *EssentialsSIEMService) MessagesDelivered(ctx context.Context, p EssentialsSIEMParams, opts ...CallOption) iter.Seq2[EssentialsMessage, error] {
	return essentialsMessagesDelivered.all(ctx, s.c, p, opts)
}

// MessagesBlocked walks messages with a threat that were held back. Range, quota
// and errors are as with [EssentialsSIEMService.All].
//
// Source: vendor's help pages, its Splunk input, and LimaCharlie's adapter;
// 2026-11.
func (s *EssentialsSIEMService) MessagesBlocked(ctx context.Context, p EssentialsSIEMParams, opts ...CallOption) iter.Seq2[EssentialsMessage, error] {
	return essentialsMessagesBlocked.all(ctx, s.c, p, opts)
}

// ClicksPermitted walks clicks on malicious URLs that were let through. Its quota
// is a pool of its own, 1800 requests a day. Range and errors are as with
// [EssentialsSIEMService.All].
//
// Source: vendor's help pages, its Splunk input, and LimaCharlie's adapter;
// 2026-11.
func (s *EssentialsSIEMService) ClicksPermitted(ctx context.Context, p EssentialsSIEMParams, opts ...CallOption) iter.Seq2[EssentialsClick, error] {
	return essentialsClicksPermitted.all(ctx, s.c, p, opts)
}

// ClicksBlocked walks clicks on malicious URLs that were blocked. Range, quota
// and errors are as with [EssentialsSIEMService.All].
//
// Source: vendor's help pages, its Splunk input, and LimaCharlie's adapter;
// 2026-11.
func (s *EssentialsSIEMService) ClicksBlocked(ctx context.Context, p EssentialsSIEMParams, opts ...CallOption) iter.Seq2[EssentialsClick, error] {
	return essentialsClicksBlocked.all(ctx, s.c, p, opts)
}
