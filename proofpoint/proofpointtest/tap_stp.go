// Supplier threat protection: accounts of suppliers that were taken over. No page
// of the vendor describes it; the shape is that of a connector's test data, the
// window is taken to be that of the SIEM calls.

package proofpointtest

import (
	"strconv"
	"time"
)

func (x *exchange) tapCompromised() reply {
	if bad := x.tapSigned(""); bad != nil {
		return *bad
	}
	win, bad := x.window()
	if bad != nil {
		return *bad
	}
	b := []byte(`{"queryEndTime":"`)
	b = append(win.to.UTC().Truncate(time.Second).AppendFormat(b, time.RFC3339), `","compromisedAccounts":[`...)
	first := true
	for n := range uint64(len(senderDomains) * len(senderUsers)) {
		at, ok := x.s.world.compromisedAt(n, ceilMilli(win.from), min(ceilMilli(win.to), x.now.UnixMilli()+1))
		if !ok {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = x.s.world.appendAccount(b, n, at)
	}
	return x.tapJSON(append(b, "]}"...))
}

// compromisedAt is when an account sent its last bad message in [from, to): each
// account sends one about every eight hours.
func (w *world) compromisedAt(n uint64, from, to int64) (at int64, ok bool) {
	if !w.made() {
		return 0, false
	}
	const span = 8 * hour
	for k := floorDiv(to-1, span); k*span+span > max(from, w.begin); k-- {
		at := k*span + int64(mix(w.seed, saltSupplier, n, uint64(k))%uint64(span/1000))*1000
		if at >= max(from, w.begin) && at < to {
			return at, true
		}
	}
	return 0, false
}

// appendAccount appends an account. Accounts are senders of the messages that
// events tell of.
func (w *world) appendAccount(b []byte, n uint64, at int64) []byte {
	d := draw{mix(w.seed, saltSupplier, n)}
	domain := senderDomains[n/uint64(len(senderUsers))]
	bad, delivered := 1+d.n(200), d.n(2)
	b = append(b, `{"dashboardLink":"https://threatinsight.example/`...)
	b = append(appendUUID(b, mix(w.seed, saltTenant)), `/supplier","timeRanges":[{"falsePositive":`...)
	b = strconv.AppendBool(b, d.percent(10))
	b = append(b, `,"start":"`...)
	b = append(appendTime(b, at-int64(1+d.n(12))*24*hour), `","end":"`...)
	b = append(appendTime(b, at), `"}],"titles":[`...)
	if d.percent(60) {
		b = append(b, `"Accounts Payable Coordinator"`...)
	}
	b = append(b, `],"threatCategories":["`...)
	b = append(b, [...]string{"MALWARE", "PHISH"}[d.n(2)]...)
	b = append(b, `"],"trafficType":"CUSTOMER_TRAFFIC","maliciousMessages":`...)
	b = strconv.AppendInt(b, int64(bad), 10)
	b = append(b, `,"address":"`...)
	b = append(b, senderUsers[n%uint64(len(senderUsers))]...)
	b = append(append(b, '@'), domain...)
	b = append(b, `","lastMaliciousMessage":"`...)
	b = append(appendTime(b, at), `","identity":"SUPPLIER","observations":["RECIPIENT_ORG_IMPERSONATION"],"deliveredMessages":`...)
	b = strconv.AppendInt(b, int64(bad*delivered), 10)
	b = append(b, `,"context":["FREQUENT_COMMUNICATION_WITH_THIRD_PARTY_DOMAIN"],"departments":["Accounts Payable"],"highRisk":`...)
	return append(strconv.AppendBool(b, d.percent(30)), '}')
}
