// What is known of one threat: the summary, and the evidence for it or for its
// campaign. Keys of evidence differ from the vendor's page as they do on the
// wire: ports as numbers, flags as 1, members that are missing.

package proofpointtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const saysNoThreat = "threatId not found"

func (x *exchange) tapForensics() reply {
	pool := "tap.forensics.threat"
	if x.operation == "tap.forensics.campaign" {
		pool = x.operation
	}
	if bad := x.tapSigned(pool); bad != nil {
		return *bad
	}
	threats, campaigns := x.query["threatId"], x.query["campaignId"]
	if len(threats)+len(campaigns) != 1 {
		return text(http.StatusBadRequest, "Exactly one of threatId and campaignId is required.")
	}
	with, err := strconv.ParseBool(x.query.Get("includeCampaignForensics"))
	if given := x.query.Has("includeCampaignForensics"); given && (err != nil || len(campaigns) == 1) {
		return text(http.StatusBadRequest, "includeCampaignForensics is true or false, beside a threatId.")
	}
	b := []byte(`{"generated":"`)
	b = append(appendTime(b, x.now.UnixMilli()), `","reports":[`...)
	if len(campaigns) == 1 {
		c, ok := x.findCampaign(campaigns[0])
		if !ok {
			return text(http.StatusNotFound, "campaignId not found")
		}
		return x.tapJSON(append(x.appendCampaignReport(b, &c), "]}"...))
	}
	t, ok := x.findThreat(threats[0])
	if !ok {
		return text(http.StatusNotFound, saysNoThreat)
	}
	b = appendThreatReport(b, &t)
	if c, ok := x.findCampaign(t.campaign); with && ok {
		b = x.appendCampaignReport(append(b, ','), &c)
	}
	return x.tapJSON(append(b, "]}"...))
}

func appendThreatReport(b []byte, t *known) []byte {
	b = append(b, `{"scope":"THREAT","id":`...)
	b = appendString(b, t.id)
	b = field(b, ',', "name")
	b = appendString(b, t.value)
	b = field(b, ',', "threatStatus")
	b = appendString(b, t.status)
	b = append(b, `,"forensics":[`...)
	return append(appendEvidence(b, t), "]}"...)
}

// reported is how many members a campaign's report takes evidence from.
const reported = 3

func (x *exchange) appendCampaignReport(b []byte, c *campaign) []byte {
	b = append(b, `{"scope":"CAMPAIGN","id":`...)
	b = appendString(b, c.id)
	b = field(b, ',', "name")
	b = appendString(b, c.name())
	b = append(b, `,"forensics":[`...)
	next := x.members(*c)
	for i := range reported {
		t, ok := next()
		if !ok {
			break
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendEvidence(b, &t)
	}
	return append(b, "]}"...)
}

// finding is one finding before it is written.
type finding struct{ kind, display, engine, what string }

// appendEvidence appends a threat's evidence, in the order of its kinds.
func appendEvidence(b []byte, t *known) []byte {
	d := draw{mix(t.seed, saltEvidence)}
	var list []finding
	switch t.kind {
	case "url":
		list = urlEvidence(t, &d)
	case "attachment":
		list = fileEvidence(t, &d)
	default:
		list = []finding{
			{"policy", "Sender imitates an executive", "static", `{"name":"impostor.display-name","score":87}`},
			{"rule", "Rule matched", "static", `{"rule":"impostor_123456789"}`},
		}
	}
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = e.append(b, &d)
	}
	return b
}

// append appends the finding, with what is beside it in every kind.
func (e *finding) append(b []byte, d *draw) []byte {
	for i, m := range [...][2]string{{"type", e.kind}, {"display", e.display}, {"engine", e.engine}} {
		b = field(b, "{,,"[i], m[0])
		b = appendString(b, m[1])
	}
	b = field(b, ',', "malicious")
	b = strconv.AppendBool(b, d.percent(70))
	if d.percent(40) {
		b = append(b, `,"note":"Seen in the sandbox"`...)
	}
	if d.percent(70) { // always 0, or absent
		b = append(b, `,"time":0`...)
	}
	b = field(b, ',', "what")
	b = append(b, e.what...)
	b = field(b, ',', "platforms")
	b = append(b, [...]string{ // a version is not always told
		`[{"name":"Win10","os":"win","version":"win10"}]`, `[{"name":"static","os":"static","version":"0"}]`, `[{"name":"pps","os":"pps"}]`,
	}[d.n(3)]...)
	return append(b, '}')
}

// urlEvidence is what opening a page shows. Port is a number here, and the text
// that the vendor's page has there.
func urlEvidence(t *known, d *draw) []finding {
	host, _, _ := strings.Cut(strings.TrimPrefix(t.value, "https://"), "/")
	ip := string(appendIP(nil, d.next()))
	port := [...]string{"443", `"443"`}[d.n(2)]
	url := string(appendString(nil, t.value))
	return []finding{
		{"url", "URL " + t.value, "iee", fmt.Sprintf(`{"url":%s,"blacklisted":%s,"httpStatus":200,"ip":%q}`, url, [...]string{"1", "true", "false"}[d.n(3)], ip)},
		{"redirect_chain", "redirect chain for " + t.value, "tstatic", fmt.Sprintf(`{"url":%s}`, url)},
		{"dns", "DNS lookup of " + host, "iee", fmt.Sprintf(`{"host":%q,"ips":[%q],"cnames":["cdn.%s"],"nameservers":["ns1.%s"]}`, host, ip, host, host)},
		{"network", "TCP connection to " + ip + ":443", "iee", fmt.Sprintf(`{"action":"connect","ip":%q,"port":%s,"type":"tcp"}`, ip, port)},
		{"cookie", "Cookie set by " + host, "iee", fmt.Sprintf(`{"action":"set","domain":%q,"key":"session","value":"x"}`, host)},
		{"domains", "Domain " + host, "static", fmt.Sprintf(`{"domain":%q}`, host)},
		{"screenshot", "Screenshot", "tstatic", fmt.Sprintf(`{"url":"https://udscreens.example/torcs_url/%s.png"}`, t.id[:min(12, len(t.id))])},
		// A type that no page names: new ones keep appearing.
		{"certificate", "Certificate of " + host, "static", fmt.Sprintf(`{"subject":{"cn":%q},"serial":9007199254740993}`, host)},
	}
}

// fileEvidence is what opening an attachment shows.
func fileEvidence(t *known, d *draw) []finding {
	md5 := string(appendHex(nil, d.next(), 32))
	path := `C:\\Users\\user\\AppData\\Local\\Temp\\run.exe`
	dropped := string(appendHex(nil, d.next(), 64))
	return []finding{
		{"attachment", "Attachment with SHA-256: " + t.value, "av", fmt.Sprintf(`{"sha256":%q,"md5":%q,"blacklisted":%s,"rule":"Av","size":52274}`, t.value, md5, [...]string{"1", "true"}[d.n(2)])},
		{"behavior", "Macro starts a program", "iee", `{"rule":"behavior_123456789","path":"` + path + `"}`},
		{"dropper", "Program dropped", "iee", `{"path":"` + path + `","url":"https://` + pick(d, badDomains) + `/run.exe"}`},
		{"file", "File run.exe created", "iee", fmt.Sprintf(`{%s"sha256":%q,"size":52274,"path":"%s"}`, [...]string{"", `"action":"create",`}[d.n(2)], dropped, path)},
		{"process", "Process started", "iee", `{"action":"create","path":"` + path + `"}`},
		{"registry", "Registry key set", "iee", `{"action":"set","key":"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run","name":"run","value":"` + path + `"}`},
		{"mutex", "Mutex created", "iee", `{"name":"Global\\example"}`},
		{"network", "DNS name contacted", "iee", `{"action":"connect","domain":"` + pick(d, badDomains) + `"}`},
		{[...]string{"ids", "idsrule"}[d.n(2)], "IDS rule matched", "iee", fmt.Sprintf(`{"name":"ET MALWARE Example Checkin","signatureId":%d}`, 2800000+d.n(60000))},
	}
}

func (x *exchange) tapThreatSummary() reply {
	if bad := x.tapSigned(""); bad != nil {
		return *bad
	}
	t, ok := x.findThreat(x.vars["id"])
	if !ok {
		return text(http.StatusNotFound, saysNoThreat)
	}
	return x.tapJSON(x.s.world.appendSummary(nil, &t))
}

// appendSummary appends a threat's summary. Three members have the vendor's
// names on some threats and those of recordings on others; the kind of detection
// and the actor are those that messages tell.
func (w *world) appendSummary(b []byte, t *known) []byte {
	d := draw{mix(t.seed, saltDetail, 1)}
	detection, actor := detailOf(t.seed)
	b = field(b, '{', "id")
	b = appendString(b, t.id)
	b = field(b, ',', "identifiedAt")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, t.time) })
	for _, m := range [][2]string{{"name", t.value}, {"type", tapSpaced(t.kind)}, {"category", t.class}, {"status", t.status}, {"detectionType", detection}} {
		if m[1] != "" {
			b = field(b, ',', m[0])
			b = appendString(b, m[1])
		}
	}
	names := [...]string{"severity", "verticals", "geographies"}
	if d.percent(50) {
		names = [...]string{"severityScore", "verticallyTargeted", "geoTargeted"}
	}
	b = field(b, ',', names[0])
	b = strconv.AppendInt(b, int64(d.n(1001)), 10)
	b = field(b, ',', "attackSpread")
	b = strconv.AppendInt(b, int64(1+d.n(900)), 10)
	for _, name := range []string{"notable", names[1], names[2]} {
		b = field(b, ',', name)
		b = strconv.AppendBool(b, d.percent(25))
	}
	b = field(b, ',', "actors")
	b = append(b, '[')
	if actor >= 0 {
		b = w.appendNamedOne(b, "actors", actor, actors[actor])
	}
	b = append(b, ']')
	for _, l := range namedLists[1:] {
		b = w.appendNamed(b, l.name, &d, l.list)
	}
	return append(b, '}')
}

// detailOf is the kind of detection and the actor of a threat, in the draws of
// appendThreat: "" and -1 where messages tell none.
func detailOf(seed uint64) (detection string, actor int) {
	d := draw{mix(seed, 2)}
	if d.percent(60) {
		detection = [...]string{"NONE", "NONE", "COMPROMISED_WEBSITE"}[d.n(3)]
	}
	if d.percent(65) && d.percent(40) {
		return detection, d.n(len(actors))
	}
	return detection, -1
}
