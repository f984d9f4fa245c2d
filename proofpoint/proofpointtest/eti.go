// ETI: who may ask, the documented envelope, and the eight calls about a domain.
// The best documented of the services, so most of this is the vendor's own word;
// sentences of errors other than 429 are ours.

package proofpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const etiKey = "fake-eti-key-2c8f5b17"

const etiTimeout = `{"success": false, "message": "The query took too long", "response": {}}`

// etiParts are the eight calls, in the order in which a domain's parts are told.
var etiParts = []string{"reputation", "urls", "samples", "ips", "events", "nameservers", "whois", "geoloc"}

func init() {
	v := &service{
		name: "eti", host: "api.emergingthreats.net", prefix: "/eti", below: "/v1",
		fields:  map[string]string{"key": etiKey},
		missing: etiNoAction,
	}
	for _, part := range etiParts {
		v.routes = append(v.routes, route{"eti.domains." + part, http.MethodGet, "/domains/{domain}/" + part, func(x *exchange) reply { return x.etiDomain(part) }})
	}
	v.routes = slices.Concat(v.routes, etiIPRoutes(), etiSampleRoutes(), etiSIDRoutes(), etiThreatRoutes())
	register(v, pool{"eti", 200, time.Minute})
}

// etiError is the documented envelope of an error.
func etiError(status int, message string) reply {
	b := appendString([]byte(`{"success": false, "message": `), message)
	return jsonBytes(status, append(b, `, "response": {}}`...))
}

func etiNoAction() reply { return etiError(http.StatusNotFound, "Action does not exist") }

// etiRefused is what every call of both hosts needs: the bare key, and room in
// the minute.
func (x *exchange) etiRefused() *reply {
	var a reply
	switch key := x.r.Header.Get("Authorization"); {
	case key == "":
		a = etiError(http.StatusUnauthorized, "No API key was sent")
	case strings.HasPrefix(key, "Basic ") || strings.HasPrefix(key, "Bearer "):
		a = etiError(http.StatusUnauthorized, "The Authorization header holds the bare key, without a scheme")
	case key != etiKey:
		a = etiError(http.StatusForbidden, "The API key has no access")
	case !x.s.spend("eti", key, x.now):
		a = etiError(http.StatusTooManyRequests, "Rate limit exceeded")
	default:
		return nil
	}
	return &a
}

// etiAnswer says what a call gives: a value for the member response, a reply of
// its own, or nil where nothing is known.
type etiAnswer func(*exchange) any

// etiRoute is a call whose answer for nothing known is empty: "[]" or "{}".
func etiRoute(operation, pattern, empty string, answer etiAnswer) route {
	return route{operation, http.MethodGet, pattern, func(x *exchange) reply {
		if bad := x.etiRefused(); bad != nil {
			return *bad
		}
		switch v := answer(x).(type) {
		case nil:
			return x.etiNothing(empty)
		case reply:
			return v
		default:
			return x.etiSay("", etiJSON(v))
		}
	}}
}

// etiSay wraps a value into the envelope; more holds its further members.
func (x *exchange) etiSay(more string, response []byte) reply {
	b := fmt.Appendf(nil, `{"success": true, %s"response": `, more)
	return jsonBytes(http.StatusOK, append(append(b, response...), '}'))
}

// etiNothing is the answer about something that is not known.
func (x *exchange) etiNothing(empty string) reply {
	if x.s.eti.missing {
		return etiError(http.StatusNotFound, "Nothing is known of it")
	}
	return x.etiSay("", []byte(empty))
}

// etiJSON writes a value as the service does: & and < stay as they are.
func etiJSON(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // only values of this package come here
	}
	return bytes.TrimSpace(b.Bytes())
}

// orNothing makes an empty list the answer for nothing known.
func orNothing[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func (x *exchange) etiDomain(part string) reply {
	if bad := x.etiRefused(); bad != nil {
		return *bad
	}
	b := x.s.world.appendDomain(nil, x.vars["domain"], part)
	if domain := x.indicator("domain"); part == "reputation" && x.s.etiListed(domain) {
		b = etiJSON(x.s.world.domainScores(domain))
	}
	if s := string(b); s == "[]" || s == "{}" {
		return x.etiNothing(s)
	}
	return x.etiSay("", b)
}

// indicator is a value of the path as it is looked up: the service takes domains,
// addresses and hashes in either case.
func (x *exchange) indicator(name string) string {
	return strings.ToLower(strings.TrimSpace(x.vars[name]))
}

// appendDomain appends one part of what is known of a domain; of an unknown one,
// an empty list or object.
func (w *world) appendDomain(b []byte, domain, part string) []byte {
	domain = strings.ToLower(strings.TrimSpace(domain))
	if !w.seeded || !slices.Contains(badDomains, domain) {
		if part == "whois" {
			return append(b, "{}"...)
		}
		return append(b, "[]"...)
	}
	switch part {
	case "reputation":
		return listed(b, w.domainScores(domain), func(b []byte, _ int, s etiScore) []byte {
			return fmt.Appendf(b, `{"category": %q, "score": %d}`, s.Category, s.Score)
		})
	case "urls":
		return listed(b, w.domainURLs(domain), func(b []byte, _ int, u string) []byte { return appendString(b, u) })
	case "samples":
		return listed(b, w.domainSamples(domain), appendSeen("source"))
	case "ips":
		return listed(b, w.domainIPs(domain), appendSeen("ip"))
	case "events":
		return listed(b, w.domainHits(domain), func(b []byte, _ int, h etiHit) []byte {
			return fmt.Appendf(b, `{"domain": %q, "date": %q, "source": %t, "sid": "%d", "signature": %q, "count": %d}`,
				h.domain, h.date, h.source, h.sid, h.name, h.count)
		})
	case "nameservers": // one with a dot at its end, one without
		d := w.etiDraw(domain, part)
		return listed(b, []string{".", ""}, func(b []byte, i int, dot string) []byte {
			first, last := etiDays(d)
			return fmt.Appendf(b, `{"server": "ns%d.%s%s", "first_seen": %q, "last_seen": %q}`, i+1, pick(d, senderDomains), dot, first, last)
		})
	case "whois":
		return appendWhois(b, domain, w.etiDraw(domain, part))
	}
	return listed(b, w.domainIPs(domain), func(b []byte, i int, ip etiSeen) []byte { return appendPlace(b, ip.what, i == 0) })
}

func appendWhois(b []byte, domain string, d *draw) []byte {
	first, last := etiDays(d)
	b = fmt.Appendf(b, `{"domain": %q, "registrant": {"name": "Invented Holdings", "email": "owner@%s", "created": %q, "updated": %q, `, domain, domain, first, last)
	return append(b, `"expires": "2027-01-30"}, "registrar": {"name": "Registrar Ltd", "country": "Nowhere", "website": "https://registrar.example"}}`...)
}

// appendPlace appends where an address is; members beyond two are optional.
func appendPlace(b []byte, ip string, whole bool) []byte {
	b = fmt.Appendf(b, `{"ip": %q, "country_code": "AQ"`, ip)
	if whole {
		b = append(b, `, "country": "Antarctica", "region": "RS", "city": "Example Station", "latitude": -77.84629821777344, "longitude": 166.66830444335938`...)
	}
	return append(b, '}')
}

// appendSeen returns the writer of things with their days, called name.
func appendSeen(name string) func([]byte, int, etiSeen) []byte {
	return func(b []byte, _ int, s etiSeen) []byte {
		return fmt.Appendf(b, `{%q: %q, "first_seen": %q, "last_seen": %q}`, name, s.what, s.first, s.last)
	}
}

// listed appends a JSON array.
func listed[T any](b []byte, list []T, item func(b []byte, i int, v T) []byte) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = item(b, i, v)
	}
	return append(b, ']')
}
