// Sources of incidents: the appliance's and the cloud's. Both are found by when
// they were created and go on changing for days, and no call tells what changed
// since: so their windows are asked for again for a week, and an incident whose
// time of update has moved is a change.

package feed

import (
	"errors"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// incidentSettle is when incidents are looked at again. A new slice each time,
// because sources belong to whoever made them.
func incidentSettle() []time.Duration {
	return []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour, 7 * 24 * time.Hour}
}

// PTRIncidents collects incidents of the appliance, new ones within five minutes.
// Hours are asked for again after 10 minutes, 1 and 6 hours, and 1, 3 and 7 days,
// which finds what changed in them: 432 requests a day for each state, against no
// quota. A backfill ends when all of that is over; give it a shorter Settle. At
// most one filter may be given; a range of creation and Limit in it are refused
// when the feed is opened. With States nobody tells that an incident has left one.
//
// An incident's Key is its number, its Version the time of its last update, or a
// digest of all of it where an older appliance tells none.
func PTRIncidents(filter ...proofpoint.PTRIncidentsParams) Source {
	const name = "trap.incidents"
	build := func(p proofpoint.PTRIncidentsParams, from, to time.Time) (proofpoint.Request, error) {
		p.From, p.To = from, to
		return p.IncidentsRequest()
	}
	wrong := func(p proofpoint.PTRIncidentsParams) error {
		return errors.Join(ranged(p.Since, p.From, p.To), limited(p.Limit))
	}
	return windowed(Source{
		Name: name, Identity: identifyBy("updated_at"),
		Min: time.Second, Max: time.Hour, Lag: time.Minute, Every: 5 * time.Minute, Settle: incidentSettle(),
		Pool: pool(proofpoint.PTRIncidentsParams{}.IncidentsRequest()),
	}, filter, time.Second, wrong, build)
}

// CTRIncidents collects incidents of Cloud Threat Response, new ones within five
// minutes, and looks for changes as [PTRIncidents] does: 432 requests a day and
// one for each further page of 200, while 10 a minute are allowed. At most one
// filter may be given; a range and Limit in it are refused when the feed is
// opened. Pages are walked from the oldest on, unless it says otherwise.
//
// An incident's Key is its UUID, its Version the time of its last update.
func CTRIncidents(filter ...proofpoint.CTRIncidentsParams) Source {
	const name = "trap.cloud.incidents"
	build := func(p proofpoint.CTRIncidentsParams, from, to time.Time) (proofpoint.Request, error) {
		if p.From, p.To = from, to; p.Order == "" {
			p.Order = "asc"
		}
		return p.IncidentsRequest()
	}
	wrong := func(p proofpoint.CTRIncidentsParams) error {
		return errors.Join(ranged(0, p.From, p.To), limited(p.Limit))
	}
	return windowed(Source{
		Name: name, Identity: identifyBy("updatedAt"),
		Min: time.Second, Max: time.Hour, Lag: time.Minute, Every: 5 * time.Minute, Settle: incidentSettle(),
		Pool: pool(proofpoint.CTRIncidentsParams{}.IncidentsRequest()),
	}, filter, time.Second, wrong, build)
}
