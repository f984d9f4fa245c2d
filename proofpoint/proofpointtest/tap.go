// The TAP service: six SIEM operations, their sign-in, quota pools, windows and
// formats. Facts: the vendor's SIEM API page, and what public clients have
// recorded of error texts and odd spellings.

package proofpointtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	tapPrincipal = "tap-principal.example"
	tapSecret    = "fake-tap-secret-5d1c7e90"
)

func init() {
	siem := func(name, path, pool string, kinds ...kind) route {
		return route{"tap.siem." + name, http.MethodGet, "/v2/siem/" + path, func(x *exchange) reply { return x.siem(pool, kinds) }}
	}
	register(&service{
		name: "tap", host: "tap-api-v2.proofpoint.com", aliases: []string{"tap-api.proofpoint.com"}, prefix: "/tap",
		fields: map[string]string{"principal": tapPrincipal, "secret": tapSecret},
		missing: func() reply {
			return jsonBytes(http.StatusNotFound, []byte("{\"message\":\"HTTP 404 Not Found\"}\n"))
		},
		routes: []route{
			siem("clicks_blocked", "clicks/blocked", "tap.siem", clicksBlocked),
			siem("clicks_permitted", "clicks/permitted", "tap.clicks.permitted", clicksPermitted),
			siem("messages_blocked", "messages/blocked", "tap.siem", messagesBlocked),
			siem("messages_delivered", "messages/delivered", "tap.siem", messagesDelivered),
			siem("issues", "issues", "tap.siem", clicksPermitted, messagesDelivered),
			siem("all", "all", "tap.siem", clicksPermitted, clicksBlocked, messagesDelivered, messagesBlocked),
		},
	}, pool{"tap.siem", 1800, 24 * time.Hour}, pool{"tap.clicks.permitted", 1800, 24 * time.Hour})
}

// siem answers all six paths: sign-in, quota, parameters, events, in this order.
func (x *exchange) siem(pool string, kinds []kind) reply {
	user, pass, ok := x.r.BasicAuth()
	if !ok || user != tapPrincipal || pass != tapSecret {
		return text(http.StatusUnauthorized, "Credentials authentication failed.")
	}
	if !x.s.spend(pool, user, x.now) {
		return text(http.StatusTooManyRequests, "")
	}
	if x.badQuery {
		return text(http.StatusBadRequest, "The query string is badly formatted.")
	}
	win, bad := x.window()
	if bad != nil {
		return *bad
	}
	syslog, types, status, named, problem := x.filters()
	if problem != "" {
		return text(http.StatusBadRequest, problem)
	}
	sel := x.s.world.sel(query{
		from: ceilMilli(win.from), to: ceilMilli(win.to), now: x.now.UnixMilli(),
		replay: replayTime(x.now).UnixMilli(), atNow: win.to.After(x.now.Add(-time.Minute)),
		types: types, status: status, named: named,
	}, x.s.stored(x.now))
	if x.s.parts {
		sel.parts = mix(uint64(sel.q.from), uint64(sel.q.to))
	}
	if syslog {
		return syslogReply(sel, kinds)
	}
	a := reply{status: http.StatusOK, header: http.Header{}, size: -1}
	a.header.Set("Content-Type", "application/json")
	if x.s.plain {
		a.header.Set("Content-Type", "text/plain;charset=utf-8")
	}
	a.body = &pullReader{next: jsonBody(sel, kinds, win.to)}
	return a
}

// filters reads format, threatType and threatStatus. problem is "" or a sentence.
func (x *exchange) filters() (syslog bool, types threatType, status status, named bool, problem string) {
	syslog, types, status = true, anyType, usual
	switch f := x.query["format"]; {
	case len(f) > 1:
		return false, 0, 0, false, "The format is given more than once."
	case len(f) == 0 || f[0] == "syslog":
	case strings.EqualFold(f[0], "json"):
		syslog = false
	default:
		return false, 0, 0, false, "The format " + strconv.Quote(f[0]) + " is unknown. It is syslog or JSON."
	}
	if v := x.query["threatType"]; len(v) > 0 {
		types, named = 0, true
		for _, v := range v {
			bit, ok := typeNames[v]
			if !ok {
				return false, 0, 0, false, "The threatType " + strconv.Quote(v) + " is unknown. It is url, attachment or messageText."
			}
			types |= bit
		}
	}
	if v := x.query["threatStatus"]; len(v) > 0 {
		status, named = 0, true
		for _, v := range v {
			bit, ok := statusNames[v]
			if !ok {
				return false, 0, 0, false, "The threatStatus " + strconv.Quote(v) + " is unknown. It is active, cleared or falsePositive."
			}
			status |= bit
		}
	}
	return syslog, types, status, named, ""
}
