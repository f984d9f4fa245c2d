// The source of CASB's alerts.

package feed

import (
	"errors"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// CASBAlerts collects alerts of cloud app security. Each page of 50 is a request,
// and logins count too, of 1000 a day: 336 requests for a freshness of five
// minutes, and two whenever a token has run out. Neither how late alerts come nor
// how far back the service goes is known, so windows are an hour long, which finds
// a late alert in an hour, and nothing is taken for lost. At most one filter may
// be given; CASB has none but a range and Limit, and both are refused when the
// feed is opened.
//
// An alert's Key is its id, its Version a digest of all of it.
func CASBAlerts(filter ...proofpoint.CASBAlertsParams) Source {
	const name = "casb.alerts"
	build := func(p proofpoint.CASBAlertsParams, from, to time.Time) (proofpoint.Request, error) {
		p.From, p.To = from, to
		return p.AlertsRequest()
	}
	wrong := func(p proofpoint.CASBAlertsParams) error {
		return errors.Join(ranged(p.Since, p.From, p.To), limited(p.Limit))
	}
	return windowed(Source{
		Name: name,
		Min:  time.Second, Max: time.Hour, Lag: time.Minute, Every: 5 * time.Minute,
		Pool: pool(proofpoint.CASBAlertsParams{}.AlertsRequest()),
	}, filter, time.Millisecond, wrong, build)
}
