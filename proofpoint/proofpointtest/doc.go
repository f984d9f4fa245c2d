// The map of the package for a reader who has never seen it. What the fake
// does is said here once; the files say how.

// Package proofpointtest is a fake Proofpoint: the services' own limits, error
// texts, quota pools, sign-in and odd values, in one value that is at once an
// [net/http.Handler] and an [net/http.RoundTripper].
//
//	func TestForwarder(t *testing.T) {
//		fake := proofpointtest.New(t, proofpointtest.Seeded(1))
//		_, fields := fake.Credentials("tap")
//
//		r, _ := http.NewRequest("GET", "https://tap-api-v2.proofpoint.com/v2/siem/all?sinceSeconds=3600&format=json", nil)
//		r.SetBasicAuth(fields["principal"], fields["secret"])
//		resp, err := (&http.Client{Transport: fake}).Do(r)
//		…
//	}
//
// # Reaching it
//
// As a RoundTripper the fake routes by host, so a client keeps the public base
// URLs; no socket and no goroutine is involved, and a body is made as it is
// read, so an hour with a million events needs no memory. [Server.RoundTrip]
// also has the shape of an httpmock responder. [Server.URL] starts a listener
// on loopback, where each service lives under a prefix:
//
//	service          base as a RoundTripper                       under URL()
//	tap              https://tap-api-v2.proofpoint.com            /tap
//	casb             https://api.protect.proofpoint.com           /casb
//	trap.ptr         https://ptr.example                          /trap
//	trap.ctr         https://threatprotection-api.proofpoint.com  /cloud
//	trap.auth        https://auth.proofpoint.com                  /auth
//	eti              https://api.emergingthreats.net/v1           /eti
//	eti.scores       https://insights-api.emergingthreats.net/v2  /eti-scores
//	eti.files        https://rules.emergingthreatspro.com         /eti-files
//	essentials       https://us1.proofpointessentials.com/api/v1  /essentials
//	essentials.siem  https://us-siem.proofpointessentials.com     /essentials-siem
//	gateway          https://gateway.example                      /gateway
//	style.AUTH       https://AUTH.styles.example                  /style-AUTH
//
// [Server.Credentials] and [Server.BaseURL] give both. The service "gateway" is
// no service of the vendor's: it is the host that answers the calls of the four
// templates literally as their description words them. The services "style.AUTH"
// are none either: they have every way to sign in ([StyleAuths]) beside every
// way to page ([StylePagings]) that the vendor's other APIs use, so that requests
// by hand can be tried.
//
// # The world
//
// Without options the world is empty: every credential works and every answer
// holds nothing. [Seeded] fills it. An event is a function of the seed, its hour
// and its place in that hour, so overlapping windows, other runs and other
// machines see the same bytes. [Server.Put] adds events, [Recorded] serves
// recorded ones instead, [Server.Events] lists what there is, for comparison.
// Events may be told of late ([Late]), and told of anew with another verdict
// ([Verdicts]).
// Every invented name ends in .example or lies in a range that is kept for
// documentation.
//
// # Time and trouble
//
// Time is virtual and stands still until [Clock.Advance] or [Clock.Sleep] moves
// it; [WallClock] uses the real one. [Server.Fail] scripts faults,
// [Server.Quota] changes a limit, [Server.Calls] is the log of what was asked.
//
// Operation names, in faults and in the log, are those of the client: every one
// of proofpoint.Operations has a route. Beside them there are casb.login,
// trap.cloud.token, gateway.alerts, gateway.blocklist, gateway.domain and
// style.AUTH.PAGING with style.login.token and style.oauth2.token. A call that no
// route expects is logged as "unexpected".
//
// The project is not affiliated with Proofpoint. Everything the fake says is
// invented; how it behaves was learnt from public pages and public clients.
package proofpointtest
