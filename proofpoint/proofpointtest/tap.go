// The TAP service: its routes, sign-in and quota pools, and the six SIEM
// operations; the others are in tap_campaign.go, tap_forensics.go,
// tap_people.go, tap_url.go and tap_stp.go. Facts: the vendor's API pages, and
// what public clients have recorded of error texts and odd spellings.

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
			{"tap.campaigns.ids", http.MethodGet, "/v2/campaign/ids", (*exchange).tapCampaignIDs},
			{"tap.campaigns.get", http.MethodGet, "/v2/campaign/{id}", (*exchange).tapCampaign},
			{"tap.forensics.campaign", http.MethodGet, "/v2/forensics", (*exchange).tapForensics},
			{"tap.forensics.threat", http.MethodGet, "/v2/forensics", (*exchange).tapForensics},
			{"tap.people.vap", http.MethodGet, "/v2/people/vap", (*exchange).tapVAP},
			{"tap.people.top_clickers", http.MethodGet, "/v2/people/top-clickers", (*exchange).tapTopClickers},
			{"tap.threats.summary", http.MethodGet, "/v2/threat/summary/{id}", (*exchange).tapThreatSummary},
			{"tap.url.decode", http.MethodPost, "/v2/url/decode", (*exchange).tapDecode},
			{"tap.stp.compromised_accounts", http.MethodGet, "/v1/stp/compromised-accounts", (*exchange).tapCompromised},
		},
		meant: func(x *exchange, operation string) bool {
			return operation != "tap.forensics.campaign" || x.query.Has("campaignId") && !x.query.Has("threatId")
		},
	}, perDay("tap.siem", 1800), perDay("tap.clicks.permitted", 1800), perDay("tap.campaign.ids", 50),
		perDay("tap.forensics.threat", 50), perDay("tap.forensics.campaign", 1800),
		perDay("tap.people.vap", 50), perDay("tap.people.top_clickers", 50), perDay("tap.url.decode", 1800))
}

// perDay is a pool over a rolling day.
func perDay(name string, limit int) pool { return pool{name, limit, 24 * time.Hour} }

const saysUnknownUser = "Credentials authentication failed."

// tapSigned is what every path but url/decode needs: the credential, room in the
// pool ("" is not counted) and a query that can be read. nil is yes.
func (x *exchange) tapSigned(pool string) *reply {
	user, pass, ok := x.r.BasicAuth()
	var a reply
	switch {
	case !ok || user != tapPrincipal || pass != tapSecret:
		a = text(http.StatusUnauthorized, saysUnknownUser)
	case pool != "" && !x.s.spend(pool, user, x.now):
		a = text(http.StatusTooManyRequests, "")
	case x.badQuery:
		a = text(http.StatusBadRequest, "The query string is badly formatted.")
	default:
		return nil
	}
	return &a
}

// tapJSON is a JSON answer.
func (x *exchange) tapJSON(body []byte) reply {
	return x.tapLabelled(jsonBytes(http.StatusOK, body))
}

// tapStream is a JSON answer that is made as it is read.
func (x *exchange) tapStream(next func([]byte) ([]byte, bool)) reply {
	return x.tapLabelled(reply{status: http.StatusOK, body: &pullReader{next: next}, size: -1})
}

// tapLabelled says what the body is, or that it is text, if the server was told so.
func (x *exchange) tapLabelled(a reply) reply {
	a.header = http.Header{"Content-Type": {"application/json"}}
	if x.s.plain {
		a.header.Set("Content-Type", "text/plain;charset=utf-8")
	}
	return a
}

// tapBadWord is the answer to a parameter that cannot be read.
func tapBadWord(name, value string) reply {
	return text(http.StatusBadRequest, "The "+name+" "+strconv.Quote(value)+" is badly formatted.")
}

// tapNumber reads a whole number from low on; high 0 is no upper bound. Not given,
// it is def.
func (x *exchange) tapNumber(name string, def, low, high int) (int, *reply) {
	v := x.query.Get(name)
	if v == "" && !x.query.Has(name) {
		return def, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || high > 0 && n > high {
		a := tapBadWord(name, v)
		return 0, &a
	}
	return n, nil
}

// siem answers all six paths: sign-in, quota, parameters, events, in this order.
func (x *exchange) siem(pool string, kinds []kind) reply {
	if bad := x.tapSigned(pool); bad != nil {
		return *bad
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
	return x.tapStream(jsonBody(sel, kinds, win.to))
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
