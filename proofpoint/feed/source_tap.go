// Sources of TAP: the six SIEM operations and the ids of campaigns. Events have
// no time by which windows select them; that is why a verdict that changes is
// told in a window of today about a message of last week.

package feed

import (
	"errors"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// tapLag is how far windows stay behind the service's time: a window that
// reaches into the present is refused now and then though its end has passed.
const tapLag = time.Minute

// tapHorizon is what the service says itself in its refusals ("up to 7.00d").
const tapHorizon = 7 * 24 * time.Hour

// TAPEvents collects all four kinds of threat events by one call a window: 288
// requests of 1800 a day for a freshness of five minutes, and 48 that look for
// late ones. It asks for threats that are active, cleared and false positives,
// so that a verdict which is taken back comes too; the service would leave it
// out. At most one filter may be given; a range of time in it, and syslog, are
// refused when the feed is opened.
//
// An event's Key is its kind and id, its Version a digest of its threats: what
// they are, their status, classification and time.
func TAPEvents(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.events", filter, proofpoint.TAPSIEMParams.AllRequest)
}

// TAPIssues collects what got through: clicks permitted and messages delivered.
// Everything else is as with [TAPEvents].
func TAPIssues(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.issues", filter, proofpoint.TAPSIEMParams.IssuesRequest)
}

// TAPMessagesDelivered collects messages with a threat that were delivered.
// Everything else is as with [TAPEvents], whose requests draw from the same
// pool: two kinds or more cost less by that source.
func TAPMessagesDelivered(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.messages_delivered", filter, proofpoint.TAPSIEMParams.MessagesDeliveredRequest)
}

// TAPMessagesBlocked collects messages with a threat that were quarantined.
// Everything else is as with [TAPMessagesDelivered].
func TAPMessagesBlocked(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.messages_blocked", filter, proofpoint.TAPSIEMParams.MessagesBlockedRequest)
}

// TAPClicksPermitted collects clicks that were let through. It draws from a pool
// of its own, 1800 requests a day. Everything else is as with [TAPEvents].
func TAPClicksPermitted(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.clicks_permitted", filter, proofpoint.TAPSIEMParams.ClicksPermittedRequest)
}

// TAPClicksBlocked collects clicks that were blocked. Everything else is as with
// [TAPMessagesDelivered].
func TAPClicksBlocked(filter ...proofpoint.TAPSIEMParams) Source {
	return tapSource("tap.clicks_blocked", filter, proofpoint.TAPSIEMParams.ClicksBlockedRequest)
}

func tapSource(name string, filter []proofpoint.TAPSIEMParams, request func(proofpoint.TAPSIEMParams) (proofpoint.Request, error)) Source {
	build := func(p proofpoint.TAPSIEMParams, from, to time.Time) (proofpoint.Request, error) {
		p.From, p.To = from, to
		if len(p.ThreatStatus) == 0 {
			p.ThreatStatus = []string{"active", "cleared", "falsePositive"}
		}
		return request(p)
	}
	return windowed(Source{
		Name: name, Identity: identifyThreats,
		Min: 30 * time.Second, Max: time.Hour, Horizon: tapHorizon, Lag: tapLag, Every: 5 * time.Minute,
		Pool: pool(request(proofpoint.TAPSIEMParams{})), Learn: learnHorizon,
	}, filter, time.Second, tapWrong, build)
}

func tapWrong(p proofpoint.TAPSIEMParams) error {
	if p.Format == proofpoint.FormatSyslog {
		return &proofpoint.ParamError{Param: "format", Value: p.Format, Reason: "gives events without ids, which could not be told apart", Accepts: "json, jsonp"}
	}
	return ranged(p.Since, p.From, p.To)
}

// identifyThreats is the identity of an event of TAP or Essentials.
func identifyThreats(r proofpoint.Record) (ID, error) { return identify(r, threatVersion) }

// threatVersion is a digest of an event's threats: the list of a message, the
// members of a click. Of an event without any, all of it counts.
func threatVersion(c *canonical, raw []byte) string {
	version, some := c.digest(raw, isThreat)
	if !some {
		return wholeVersion(c, raw)
	}
	return version
}

// isThreat reports whether a member tells of threats; some names have two
// spellings.
func isThreat(name []byte) bool {
	switch string(name) {
	case "threatsInfoMap",
		"threatID", "threatId", "threatStatus", "threatTime", "threatURL", "threatUrl", "classification", "campaignId", "campaignID":
		return true
	}
	return false
}

// TAPCampaignIDs collects the ids of campaigns that were updated: 50 requests a
// day are allowed, so the newest stretch is asked for once an hour, 26 requests a
// day in all and one for each further page. How far back the service goes is not
// known. At most one filter may be given, for Size; a range or Limit in it is
// refused when the feed is opened.
//
// A campaign's Key is its id, its Version the time of the update: a campaign
// that is updated again is a change.
func TAPCampaignIDs(filter ...proofpoint.TAPCampaignIDsParams) Source {
	const name = "tap.campaigns.ids"
	build := func(p proofpoint.TAPCampaignIDsParams, from, to time.Time) (proofpoint.Request, error) {
		if p.From, p.To = from, to; p.Size == 0 {
			p.Size = 200 // the most: a page is a request
		}
		return p.CampaignIDsRequest()
	}
	wrong := func(p proofpoint.TAPCampaignIDsParams) error {
		return errors.Join(ranged(p.Since, p.From, p.To), limited(p.Limit))
	}
	return windowed(Source{
		Name: name, Identity: identifyBy("lastUpdatedAt"),
		Min: 30 * time.Second, Max: 24 * time.Hour, Lag: tapLag, Every: time.Hour,
		Pool: pool(proofpoint.TAPCampaignIDsParams{}.CampaignIDsRequest()), Learn: learnHorizon,
	}, filter, time.Second, wrong, build)
}
