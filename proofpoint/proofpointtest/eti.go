// ETI: the eight calls about a domain, in the documented envelope. The best
// documented of the services, so most of this is the vendor's own word.

package proofpointtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const etiKey = "fake-eti-key-2c8f5b17"

// etiParts are the eight calls, in the order in which a domain's parts are told.
var etiParts = []string{"reputation", "urls", "samples", "ips", "events", "nameservers", "whois", "geoloc"}

func init() {
	v := &service{
		name: "eti", host: "api.emergingthreats.net", prefix: "/eti", below: "/v1",
		fields:  map[string]string{"key": etiKey},
		missing: func() reply { return etiError(http.StatusNotFound, "Action does not exist") },
	}
	for _, part := range etiParts {
		v.routes = append(v.routes, route{"eti.domains." + part, http.MethodGet, "/domains/{domain}/" + part, func(x *exchange) reply { return x.etiDomain(part) }})
	}
	register(v, pool{"eti", 200, time.Minute})
}

// etiError is the documented envelope of an error.
func etiError(status int, message string) reply {
	b := appendString([]byte(`{"success": false, "message": `), message)
	return jsonBytes(status, append(b, `, "response": {}}`...))
}

func (x *exchange) etiDomain(part string) reply {
	key := x.r.Header.Get("Authorization")
	switch {
	case key == "":
		return etiError(http.StatusUnauthorized, "No API key was sent")
	case strings.HasPrefix(key, "Basic ") || strings.HasPrefix(key, "Bearer "):
		return etiError(http.StatusUnauthorized, "The Authorization header holds the bare key, without a scheme")
	case key != etiKey:
		return etiError(http.StatusForbidden, "The API key has no access")
	case !x.s.spend("eti", key, x.now):
		return etiError(http.StatusTooManyRequests, "Rate limit exceeded")
	}
	b := []byte(`{"success": true, "response": `)
	return jsonBytes(http.StatusOK, append(x.s.world.appendDomain(b, x.vars["domain"], part), '}'))
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
	key := mix(w.seed, saltETI, hash(domain))
	d := draw{mix(key, hash(part))}
	list := func(n int, item func(b []byte, i int) []byte) []byte {
		b = append(b, '[')
		for i := range n {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = item(b, i)
		}
		return append(b, ']')
	}
	// Addresses are those of the domain, in every part that tells them.
	ips := 2 + int(key%3)
	ip := func(i int) string { return string(appendIP(nil, mix(key, uint64(i)))) }
	seen := func() (first, last string) {
		t := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.n(300))
		return t.Format(time.DateOnly), t.AddDate(0, 0, 1+d.n(200)).Format(time.DateOnly)
	}

	switch part {
	case "reputation":
		start := d.n(5)
		return list(1+d.n(3), func(b []byte, i int) []byte {
			return fmt.Appendf(b, `{"category": %q, "score": %d}`, [...]string{"CnC", "SpywareCnC", "DynDNS", "Spam", "Compromised", "AbusedTLD", "Drop"}[start+i%3], 40+d.n(88))
		})
	case "urls":
		return list(2+d.n(3), func(b []byte, _ int) []byte {
			return fmt.Appendf(b, `"%s?id=%s&v=XX"`, pick(&d, urlPaths), strings.Repeat("X", 8+d.n(10)))
		})
	case "samples":
		return list(1+d.n(4), func(b []byte, _ int) []byte {
			first, last := seen()
			return fmt.Appendf(b, `{"source": "%s", "first_seen": %q, "last_seen": %q}`, appendHex(nil, d.next(), 32), first, last)
		})
	case "ips":
		return list(ips, func(b []byte, i int) []byte {
			first, last := seen()
			return fmt.Appendf(b, `{"ip": %q, "first_seen": %q, "last_seen": %q}`, ip(i), first, last)
		})
	case "events":
		return list(1+d.n(4), func(b []byte, _ int) []byte {
			first, _ := seen()
			sid, name := 2800000+d.n(60000), pick(&d, []string{"ET PHISHING Example Credential Landing", "ETPRO MALWARE Example Checkin", "ET INFO Example DNS Query"})
			return fmt.Appendf(b, `{"domain": %q, "date": %q, "source": %t, "sid": "%d", "signature": %q, "count": %d}`, domain, first, d.percent(30), sid, name, 1+d.n(40))
		})
	case "nameservers": // one with a dot at its end, one without
		return list(2, func(b []byte, i int) []byte {
			first, last := seen()
			return fmt.Appendf(b, `{"server": "ns%d.%s%s", "first_seen": %q, "last_seen": %q}`, i+1, pick(&d, senderDomains), [...]string{".", ""}[i], first, last)
		})
	case "whois":
		first, last := seen()
		return fmt.Appendf(b, `{"domain": %q, "registrant": {"name": "Invented Holdings", "email": "owner@%s", "created": %q, "updated": %q, "expires": "2027-01-30"}, `+
			`"registrar": {"name": "Registrar Ltd", "country": "Nowhere", "website": "https://registrar.example"}}`, domain, domain, first, last)
	default: // geoloc: one per address; members beyond two are optional
		return list(ips, func(b []byte, i int) []byte {
			b = fmt.Appendf(b, `{"ip": %q, "country_code": "AQ"`, ip(i))
			if i == 0 {
				b = append(b, `, "country": "Antarctica", "region": "RS", "city": "Example Station", "latitude": -77.84629821777344, "longitude": 166.66830444335938`...)
			}
			return append(b, '}')
		})
	}
}
