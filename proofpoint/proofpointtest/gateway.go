// A gateway: a host of the customer's own that serves three calls the way the
// description of the templates words them, with Basic sign-in. It shows the same
// world as the services behind it.

package proofpointtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	gatewayUser     = "gateway-user.example"
	gatewayPassword = "fake-gateway-password-e6a9"
)

func init() {
	register(&service{
		name: "gateway", host: "gateway.example", prefix: "/gateway",
		fields: map[string]string{"user": gatewayUser, "password": gatewayPassword},
		routes: []route{
			{"gateway.alerts", http.MethodGet, "/v1/alerts", signedIn((*exchange).gatewayAlerts)},
			{"gateway.blocklist", http.MethodGet, "/v1/blocklist", signedIn((*exchange).gatewayBlocklist)},
			{"gateway.domain", http.MethodGet, "/v1/domains/{domain}", signedIn((*exchange).gatewayDomain)},
		},
		missing: func() reply { return jsonMessage(http.StatusNotFound, "not found") },
	})
}

func signedIn(h func(*exchange) reply) func(*exchange) reply {
	return func(x *exchange) reply {
		if user, pass, ok := x.r.BasicAuth(); !ok || user != gatewayUser || pass != gatewayPassword {
			return jsonMessage(http.StatusUnauthorized, "user or password is wrong")
		}
		return h(x)
	}
}

// number reads a parameter that is a number from low to high, or says what is
// wrong.
func number(q url.Values, name string, otherwise, low, high int) (int, *reply) {
	if !q.Has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < low || n > high {
		a := jsonMessage(http.StatusBadRequest, fmt.Sprintf("%s must be a number from %d to %d", name, low, high))
		return 0, &a
	}
	return n, nil
}

// gatewayAlerts answers with the newest alerts of the last day.
func (x *exchange) gatewayAlerts() reply {
	limit, bad := number(x.query, "limit", 100, 1, 1_000_000)
	if bad != nil {
		return *bad
	}
	var alerts [][]byte
	for alert := range x.s.world.alerts(x.now.Add(-24*time.Hour).UnixMilli(), x.now.UnixMilli(), x.now) {
		if len(alerts) == limit {
			break
		}
		alerts = append(alerts, alert())
	}
	return jsonBytes(http.StatusOK, append(joined([]byte(`{"alerts":[`), alerts), "]}"...))
}

// gatewayBlocklist pages through the organisation's block list; pages count from 1.
func (x *exchange) gatewayBlocklist() reply {
	page, bad := number(x.query, "page", 1, 1, 1_000_000)
	if bad != nil {
		return *bad
	}
	size, bad := number(x.query, "size", 50, 1, 1000)
	if bad != nil {
		return *bad
	}
	all := x.s.blockList()
	from := min((page-1)*size, len(all))
	b := joined([]byte(`{"entries":[`), all[from:min(from+size, len(all))])
	return jsonBytes(http.StatusOK, fmt.Appendf(b, `],"total":%d}`, len(all)))
}

// gatewayDomain answers with one object that holds the eight parts of a domain.
func (x *exchange) gatewayDomain() reply {
	b := appendString([]byte(`{"domain":`), x.vars["domain"])
	for _, part := range etiParts {
		b = x.s.world.appendDomain(field(b, ',', part), x.vars["domain"], part)
	}
	return jsonBytes(http.StatusOK, append(b, '}'))
}
