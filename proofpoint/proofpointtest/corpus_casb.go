// The alerts of the invented world: some 130 a day, a function of the seed, the
// hour and the place in it, like the events of corpus.go.

package proofpointtest

import (
	"iter"
	"strconv"
	"time"
)

var (
	alertTypes = [][3]string{
		{"data_leakage", "Data Leakage", "A file was shared with everyone"},
		{"suspicious_activity", "Suspicious Activity", "Mass download by one account"},
		{"suspicious_login", "Suspicious Login", "Login from an unusual place"},
		{"suspicious_login", "Suspicious Login", "Impossible travel"},
	}
	severities = []string{"Low", "Medium", "High", "high"}
	clouds     = []string{"office365", "google-workspace", "box", "salesforce", "dropbox"}
	places     = [][3]string{{"Wien, AT", "48.2", "16.4"}, {"Nairobi, KE", "-1.29", "36.82"}, {"Osaka, JP", "34.69", "135.5"}, {"Quito, EC", "-0.18", "-78.47"}}
)

// alerts yields the alerts dated in [from, to], in epoch milliseconds and both
// inclusive, newest first; each is written only when it is asked for.
func (w *world) alerts(from, to int64, now time.Time) iter.Seq[func() []byte] {
	return func(yield func(func() []byte) bool) {
		if !w.seeded {
			return
		}
		to = min(to, now.UnixMilli())
		from = max(from, w.begin)
		for hr := floorDiv(to, hour); hr >= floorDiv(from, hour); hr-- {
			n := 5
			if mix(w.seed, saltCASB, uint64(hr))%12 < 5 {
				n++
			}
			for i := n - 1; i >= 0; i-- {
				at := w.alertTime(hr, i, n)
				if at < from || at > to {
					continue
				}
				if !yield(func() []byte { return w.appendAlert(nil, hr, i, at) }) {
					return
				}
			}
		}
	}
}

// alertTime spreads alerts over the hour; some share a millisecond with the one
// before.
func (w *world) alertTime(hr int64, i, n int) int64 {
	if i > 0 && mix(w.seed, saltCASB, uint64(hr), uint64(i), 1)%16 == 0 {
		i--
	}
	u := int64(mix(w.seed, saltCASB, uint64(hr), uint64(i), 2) & 1023)
	return hr*hour + (int64(i)<<10|u)*hour/(int64(n)<<10)
}

func (w *world) appendAlert(b []byte, hr int64, i int, at int64) []byte {
	d := draw{mix(w.seed, saltCASB, uint64(hr), uint64(i), 3)}
	kind, person := pick(&d, alertTypes), d.next()>>8

	b = field(b, '{', "id")
	b = quoted(b, func(b []byte) []byte { return appendUUID(b, d.next()) })
	b = field(b, ',', "tenant_id")
	b = quoted(b, func(b []byte) []byte { return appendUUID(b, mix(w.seed, saltTenant)) })
	b = field(b, ',', "timestamp")
	if d.percent(4) { // seconds, as one parser expects
		at /= 1000
	}
	b = strconv.AppendInt(b, at, 10)
	b = field(b, ',', "type")
	b = appendString(b, kind[0])
	b = field(b, ',', "sub_type")
	b = appendString(b, kind[1])
	b = field(b, ',', "severity")
	b = appendString(b, pick(&d, severities))
	b = field(b, ',', "title")
	b = appendString(b, kind[2])
	b = field(b, ',', "description")
	b = append(b, '"')
	b = append(b, kind[2]...)
	b = append(b, ": "...)
	b = append(appendPerson(b, person), '"')
	switch v := d.n(100); {
	case v < 4:
		return append(b, '}')
	case v < 8:
		return append(b, `,"related_events":null}`...)
	}
	b = append(b, `,"related_events":[`...)
	for e := range 1 + d.n(3) {
		if e > 0 {
			b = append(b, ',')
		}
		b = w.appendRelated(b, &d, kind, person)
	}
	return append(b, "]}"...)
}

func (w *world) appendRelated(b []byte, d *draw, kind [3]string, person uint64) []byte {
	place, cloud := pick(d, places), pick(d, clouds)
	b = field(b, '{', "event_id")
	b = quoted(b, func(b []byte) []byte { return appendUUID(b, d.next()) })
	b = field(b, ',', "user_email")
	b = quoted(b, func(b []byte) []byte { return appendPerson(b, person) })
	b = field(b, ',', "user_id")
	b = quoted(b, func(b []byte) []byte { return appendHex(b, person, 16) })
	b = field(b, ',', "full_name")
	b = appendString(b, firstNames[person%uint64(len(firstNames))]+" "+lastNames[person>>16%uint64(len(lastNames))])
	if d.percent(85) {
		b = field(b, ',', "cloud_service")
	} else { // both names are read by collectors
		b = field(b, ',', "cloud_services")
	}
	b = appendString(b, cloud)
	b = field(b, ',', "user_agent")
	b = appendString(b, pick(d, agents))
	b = append(b, `,"event_classification":{"category":`...)
	b = appendString(b, kind[1])
	b = append(b, `,"sub_category":`...)
	b = appendString(b, kind[0])
	b = append(b, `,"id":`...)
	b = strconv.AppendInt(b, int64(100+d.n(40)), 10)
	b = append(b, `},"intelligence":[{"ip_address":`...)
	b = quoted(b, func(b []byte) []byte { return appendIP(b, d.next()) })
	b = append(b, `,"location":`...)
	b = appendString(b, place[0])
	b = append(b, `,"geo_location":{"latitude":`...)
	b = append(b, place[1]...)
	b = append(b, `,"longitude":`...)
	b = append(b, place[2]...)
	b = append(b, `},"threat":`...)
	b = appendString(b, pick(d, []string{"none", "proxy", "brute_force"}))
	return append(b, "}]}"...)
}
