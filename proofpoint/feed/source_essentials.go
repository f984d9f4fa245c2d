// Sources of the threat API of Essentials, TAP's sibling with three days.

package feed

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// essentialsHorizon is what the vendor's own collector refuses to exceed.
const essentialsHorizon = 72 * time.Hour

// EssentialsEvents collects all four kinds of threat events by one call a
// window, 336 requests of 1800 a day for a freshness of five minutes, the late
// ones included. The service goes back three days. At most one filter may be
// given; a range of time in it is refused when the feed is opened.
//
// An event's Key is its kind and id, its Version a digest of its threats; an
// event without id is known by all of its content.
func EssentialsEvents(filter ...proofpoint.EssentialsSIEMParams) Source {
	return essentialsSource("essentials.events", filter, proofpoint.EssentialsSIEMParams.AllRequest)
}

// EssentialsMessagesDelivered collects messages with a threat that were
// delivered. Everything else is as with [EssentialsEvents], whose requests draw
// from the same pool: two kinds or more cost less by that source.
func EssentialsMessagesDelivered(filter ...proofpoint.EssentialsSIEMParams) Source {
	return essentialsSource("essentials.messages_delivered", filter, proofpoint.EssentialsSIEMParams.MessagesDeliveredRequest)
}

// EssentialsMessagesBlocked collects messages with a threat that were held back.
// Everything else is as with [EssentialsMessagesDelivered].
func EssentialsMessagesBlocked(filter ...proofpoint.EssentialsSIEMParams) Source {
	return essentialsSource("essentials.messages_blocked", filter, proofpoint.EssentialsSIEMParams.MessagesBlockedRequest)
}

// EssentialsClicksPermitted collects clicks that were let through. It draws from
// a pool of its own, 1800 requests a day. Everything else is as with
// [EssentialsEvents].
func EssentialsClicksPermitted(filter ...proofpoint.EssentialsSIEMParams) Source {
	return essentialsSource("essentials.clicks_permitted", filter, proofpoint.EssentialsSIEMParams.ClicksPermittedRequest)
}

// EssentialsClicksBlocked collects clicks that were blocked. Everything else is
// as with [EssentialsMessagesDelivered].
func EssentialsClicksBlocked(filter ...proofpoint.EssentialsSIEMParams) Source {
	return essentialsSource("essentials.clicks_blocked", filter, proofpoint.EssentialsSIEMParams.ClicksBlockedRequest)
}

func essentialsSource(name string, filter []proofpoint.EssentialsSIEMParams, request func(proofpoint.EssentialsSIEMParams) (proofpoint.Request, error)) Source {
	build := func(p proofpoint.EssentialsSIEMParams, from, to time.Time) (proofpoint.Request, error) {
		p.From, p.To = from, to
		return request(p)
	}
	wrong := func(p proofpoint.EssentialsSIEMParams) error { return ranged(p.Since, p.From, p.To) }
	return windowed(Source{
		Name: name, Identity: identifyThreats,
		Min: 30 * time.Second, Max: time.Hour, Horizon: essentialsHorizon, Lag: time.Minute, Every: 5 * time.Minute,
		Pool: pool(request(proofpoint.EssentialsSIEMParams{})), Learn: learnHorizon,
	}, filter, time.Second, wrong, build)
}
