// Campaigns: which were updated in a window, and one of them with its members.
// An empty list comes as 404 without a body, as at weekends with the service.

package proofpointtest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	longestIDs = 24 * time.Hour
	defaultIDs = 100
	maxIDs     = 200
)

func (x *exchange) tapCampaignIDs() reply {
	if bad := x.tapSigned("tap.campaign.ids"); bad != nil {
		return *bad
	}
	win, bad := x.dayWindow()
	if bad != nil {
		return *bad
	}
	page, bad := x.tapNumber("page", 1, 1, 0)
	if bad != nil {
		return *bad
	}
	size, bad := x.tapNumber("size", defaultIDs, 1, maxIDs)
	if bad != nil {
		return *bad
	}
	list := x.updates(ceilMilli(win.from), min(ceilMilli(win.to), x.now.UnixMilli()+1))
	if from := (page - 1) * size; from < 0 || from >= len(list) {
		list = nil
	} else {
		list = list[from:min(from+size, len(list))]
	}
	if len(list) == 0 && !x.s.tap.emptyIDs {
		return text(http.StatusNotFound, "")
	}
	b := []byte(`{"campaigns":[`)
	for i, u := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = u.append(b)
	}
	return x.tapJSON(append(b, "]}"...))
}

// dayWindow reads the interval of campaign ids: only this form, at most a day,
// and no horizon is known.
func (x *exchange) dayWindow() (window, *reply) {
	refuse := func(sentence string) (window, *reply) {
		a := text(http.StatusBadRequest, sentence)
		return window{}, &a
	}
	if len(x.query["interval"]) != 1 {
		return refuse("The parameter interval is required, once.")
	}
	w, ok := parseInterval(x.query.Get("interval"))
	switch length := w.to.Sub(w.from); {
	case !ok:
		return refuse("The interval " + strconv.Quote(x.query.Get("interval")) + " is badly formatted.")
	case length < 0:
		return refuse("")
	case !w.to.Before(x.now): // an end that is now is current still
		return refuse(saysCurrent)
	case length < shortest:
		return refuse(saysTooShort)
	case length > longestIDs:
		return refuse("The requested interval is too long. Requests must be for at most 1.00d of data")
	}
	return w, nil
}

// campaignUpdate is a campaign and when it was last updated in a window.
type campaignUpdate struct {
	campaign
	at int64
}

// append appends the update as an item of the list; older ones tell less.
func (u *campaignUpdate) append(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, u.id...)
	b = append(b, `","lastUpdatedAt":"`...)
	b = append(appendTime(b, u.at), '"')
	if d := (draw{mix(u.seed, saltDetail)}); d.percent(80) { // since 2025
		b = append(b, `,"notable":`...)
		b = strconv.AppendBool(b, u.notable())
		b = append(b, `,"verticallyTargeted":`...)
		b = strconv.AppendBool(b, d.percent(30))
	}
	return append(b, '}')
}

// updates are the campaigns updated in [from, to), newest first.
func (x *exchange) updates(from, to int64) []campaignUpdate {
	w := &x.s.world
	var out []campaignUpdate
	if w.made() {
		for n := range x.s.campaigns() {
			if at, ok := w.updatedAt(n, max(from, w.begin), to); ok {
				out = append(out, campaignUpdate{campaign{w.campaignID(n), mix(w.seed, saltCampaign, uint64(n)), n}, at})
			}
		}
	}
	last := map[string]int64{}
	for _, e := range x.s.stored(x.now) {
		if at := e.Created.UnixMilli(); at >= from && at < to {
			for _, t := range threatsIn(&e) {
				last[t.campaign] = max(last[t.campaign], at)
			}
		}
	}
	delete(last, "")
	for id, at := range last {
		if !slices.ContainsFunc(out, func(u campaignUpdate) bool { return u.id == id }) {
			out = append(out, campaignUpdate{campaign{id, hash(id), -1}, at})
		}
	}
	slices.SortFunc(out, func(a, b campaignUpdate) int { return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(a.id, b.id)) })
	return out
}

// updatedAt is the last moment in [from, to) at which a campaign was updated:
// on about every third working day, in office hours; never at a weekend.
func (w *world) updatedAt(n int, from, to int64) (at int64, ok bool) {
	const day = 24 * hour
	for d := floorDiv(to-1, day); d*day+day > from; d-- {
		if wd := time.UnixMilli(d * day).UTC().Weekday(); wd == time.Saturday || wd == time.Sunday {
			continue
		}
		dr := draw{mix(w.seed, saltUpdate, uint64(n), uint64(d))}
		if !dr.percent(35) {
			continue
		}
		if at := d*day + 7*hour + int64(dr.n(11*3600))*1000; at >= from && at < to {
			return at, true
		}
	}
	return 0, false
}

func (c *campaign) notable() bool {
	d := draw{mix(c.seed, saltDetail, 1)}
	return d.percent(20)
}

// The lists that things with an id and a name are drawn from, beside actors.
var (
	tapFamilies   = []string{"Stealer", "Downloader", "Banking", "RAT", "Credential Phishing", "Keylogger", "Ransomware"}
	tapMalware    = []string{"Exampleload", "FakeTord", "Invoicer", "Sampledrop", "Mockbot"}
	tapTechniques = []string{"Office VBA Macro", "XL4 macros", "HTML Smuggling", "Geofencing", "Password Protected Archive"}
	tapBrands     = []string{"Example Sign", "Example Bank", "Example Parcel", "Example Cloud"}
)

// appendNamed appends an array of some of a list, perhaps of none.
func (w *world) appendNamed(b []byte, name string, d *draw, list []string) []byte {
	b = field(b, ',', name)
	b = append(b, '[')
	from := d.n(len(list))
	for i := range d.n(3) {
		if i > 0 {
			b = append(b, ',')
		}
		n := (from + i) % len(list)
		b = w.appendNamedOne(b, name, n, list[n])
	}
	return append(b, ']')
}

// appendNamedOne appends one; an actor has the id that events tell.
func (w *world) appendNamedOne(b []byte, name string, n int, value string) []byte {
	id := mix(w.seed, saltDetail, hash(name), uint64(n))
	if name == "actors" {
		id = mix(w.seed, saltActor, uint64(n))
	}
	b = field(b, '{', "id")
	b = quoted(b, func(b []byte) []byte { return appendUUID(b, id) })
	b = field(b, ',', "name")
	return append(appendString(b, value), '}')
}

// name is the campaign's name: quotes and bars occur.
func (c *campaign) name() string {
	d := draw{mix(c.seed, 1)}
	m := pick(&d, tapMalware)
	if d.percent(50) {
		return m + ` "` + strconv.Itoa(1000+d.n(9000)) + `" | URLs | ` + c.start().Format("2 January 2006")
	}
	return m + " | Attachments | " + c.start().Format("January 2006")
}

// start is the campaign's first day, before its oldest member.
func (c *campaign) start() time.Time {
	return time.UnixMilli(epoch2019).UTC().AddDate(0, 0, -1-int(c.seed%300))
}

func (x *exchange) tapCampaign() reply {
	if bad := x.tapSigned(""); bad != nil {
		return *bad
	}
	c, ok := x.findCampaign(x.vars["id"])
	if !ok {
		return text(http.StatusNotFound, "campaignId not found")
	}
	next, begun, first := x.members(c), false, true
	return x.tapStream(func(b []byte) ([]byte, bool) {
		if !begun {
			begun = true
			return append(x.s.world.appendCampaign(b, &c), `,"campaignMembers":[`...), true
		}
		t, more := next()
		if !more {
			return append(b, "]}"...), false
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		return appendMember(b, &t), true
	})
}

// appendCampaign appends all of a campaign but its members and the closing brace.
func (w *world) appendCampaign(b []byte, c *campaign) []byte {
	d := draw{mix(c.seed, 2)}
	b = field(b, '{', "id")
	b = appendString(b, c.id)
	b = field(b, ',', "name")
	b = appendString(b, c.name())
	b = field(b, ',', "description")
	if d.percent(12) {
		b = append(b, "null"...)
	} else { // line ends of both kinds, entities and markup, harmless and not
		b = appendString(b, "Messages that claim to be "+pick(&d, subjects)+".\r\n\r\nExample senders:\r\n\r\n- \""+pick(&d, senderUsers)+"\"\r\n\n\n"+
			"** C2 **\n\n - hxxp://"+pick(&d, badDomains)+"/8/forum.php\n - https://"+pick(&d, badDomains)+pick(&d, urlPaths)+"\n\n<pre>R&amp;D</pre>")
	}
	b = field(b, ',', "startDate")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, c.start().UnixMilli()) })
	b = field(b, ',', "notable")
	b = strconv.AppendBool(b, c.notable())
	for _, l := range namedLists {
		b = w.appendNamed(b, l.name, &d, l.list)
	}
	return b
}

var namedLists = []struct {
	name string
	list []string
}{{"actors", actors}, {"families", tapFamilies}, {"malware", tapMalware}, {"techniques", tapTechniques}, {"brands", tapBrands}}

// appendMember appends a member; an older form has no subType.
func appendMember(b []byte, t *known) []byte {
	d := draw{mix(t.seed, saltDetail)}
	b = field(b, '{', "id")
	b = appendString(b, t.id)
	b = field(b, ',', "threat")
	b = appendString(b, t.value)
	b = field(b, ',', "threatStatus")
	b = appendString(b, t.status)
	b = field(b, ',', "type")
	b = appendString(b, tapSpaced(t.kind))
	if sub := subType(t, &d); sub != "" && !d.percent(8) {
		b = field(b, ',', "subType")
		b = appendString(b, sub)
	}
	b = field(b, ',', "threatTime")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, t.time) })
	return append(b, '}')
}

// tapSpaced is a type as campaigns and summaries spell it.
func tapSpaced(kind string) string {
	if kind == "messageText" {
		return "message text"
	}
	return kind
}

func subType(t *known, d *draw) string {
	switch {
	case t.kind == "attachment":
		return "ATTACHMENT"
	case t.kind != "url":
		return ""
	case len(t.value) > 8 && t.value[:8] == "https://":
		return [...]string{"COMPLETE_URL", "NORMALIZED_URL"}[d.n(2)]
	}
	return [...]string{"DOMAIN", "HOSTNAME"}[d.n(2)]
}
