// The events of incidents and the mails in them, on the wire.

package proofpointtest

import (
	"fmt"
	"strconv"
	"strings"
)

func (d *ptrIncidentData) appendEvents(b []byte, expand bool) []byte {
	b = append(b, `,"events":`...)
	if !expand {
		b = append(b, "null"...)
	} else {
		b = append(b, '[')
		for i, id := range d.eventIDs() {
			if i > 0 {
				b = append(b, ',')
			}
			b = d.appendEvent(b, i, id)
		}
		b = append(b, ']')
	}
	b = append(b, `,"event_ids":[`...)
	for i, id := range d.eventIDs() {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return append(b, ']')
}

func (d *ptrIncidentData) appendEvent(b []byte, nth int, id int64) []byte {
	if d.pushed != nil {
		b = fmt.Appendf(b, `{"id":%d`, id)
		b = appendString(field(b, ',', "category"), d.pushed.Classification)
		b = appendString(field(b, ',', "severity"), d.pushed.Severity)
		b = appendString(field(b, ',', "description"), d.pushed.Summary)
		b = append(b, `,"source":"JSON alert source"`...)
		return append(appendSeconds(field(b, ',', "received"), d.created), '}')
	}
	r := draw{mix(d.seed, 8, uint64(nth))}
	category := pick(&r, []string{"phish", "malware", "spam"})
	b = appendString(field(b, '{', "category"), category)
	b = append(b, `,"attackDirection":"inbound"`...)
	b = appendString(field(b, ',', "alertType"), category)
	b = appendString(field(b, ',', "severity"), pick(&r, []string{"Info", "Minor", "Major", "Critical"}))
	b = appendSeconds(field(b, ',', "received"), d.created)
	if r.percent(8) { // rare
		b = append(b, `,"name":"Phishing mail"`...)
	}
	if r.percent(50) {
		b = append(b, `,"threatname":"Credential landing","malwareName":"","description":"","classified":true`...)
	}
	b = appendString(append(b, `,"attackers":[{"location":`...), d.attacker(nth))
	b = appendString(append(b, `},{"location":`...), d.url())
	b = fmt.Appendf(b, `}],"falsePositive":%t,"emails":[`, r.percent(4))
	b = d.appendMail(b, nth, false)
	if d.abuse && nth == 0 { // the reporter's copy of the same mail
		b = d.appendMail(append(b, ','), nth, true)
	}
	return fmt.Appendf(b, `],"source":"Proofpoint TAP","state":"Linked","id":%d}`, id)
}

func (d *ptrIncidentData) appendMail(b []byte, nth int, copied bool) []byte {
	r := draw{mix(d.seed, 9, uint64(nth))}
	at := d.created - int64(1+r.n(3600))*1000
	b = append(b, `{"messageDeliveryTime":`...)
	if r.percent(60) { // a date of Java, taken apart
		b = fmt.Appendf(b, `{"zone":{"fixed":true,"id":"UTC"},"millis":%d,"chronology":{"zone":{"fixed":true,"id":"UTC"}},"afterNow":false,"equalNow":false,"beforeNow":true}`, at)
	} else {
		b = quoted(b, func(b []byte) []byte { return appendTime(b, at) })
	}
	_, domain, _ := strings.Cut(strings.TrimSuffix(d.messageID(nth), ">"), "@")
	sender := pick(&r, senderUsers) + "@" + domain
	recipient := string(appendPerson(nil, d.seed))
	b = fmt.Appendf(b, `,"sender":{"vap":false,"email":%q},"abuseCopy":`, sender)
	if copied {
		recipient = "trapclear@" + tenant
		b = append(b, `"true"`...) // text, in one fixture
	} else {
		b = append(b, "false"...)
	}
	b = appendString(field(b, ',', "messageId"), d.messageID(nth))
	b = fmt.Appendf(b, `,"recipient":{"vap":%t,"email":%q},"subject":`, r.percent(15), recipient)
	b = appendString(b, pick(&r, subjects))
	if r.percent(40) {
		b = append(b, `,"body":"Please see the link below.","bodyType":"text/plain","headers":{"X-Mailer":`...)
		b = appendString(b, pick(&r, mailers))
		b = appendString(append(b, `},"urls":[`...), d.url())
		b = append(b, ']')
	}
	return append(d.appendAttachment(append(b, `,"attachments":[`...), &r, at), "]}"...)
}

// appendAttachment appends an attachment to some mails. The file's real name is
// wrapped, as something personal.
func (d *ptrIncidentData) appendAttachment(b []byte, r *draw, at int64) []byte {
	if !r.percent(30) {
		return b
	}
	b = append(b, `{"timestamp":{"epochSecond":`...)
	b = strconv.AppendInt(b, at/1000, 10)
	b = append(b, `,"nano":0},"safename":`...)
	b = quoted(b, func(b []byte) []byte { return append(appendHex(b, r.next(), 16), ".PDF"...) })
	b = fmt.Appendf(b, `,"realnamePII":{"secret":"invoice-%d.pdf"},"size":%d,"contentType":"application/pdf","md5":`, 100+r.n(900), 2000+r.n(90000))
	b = quoted(b, func(b []byte) []byte { return appendHex(b, r.next(), 32) })
	b = quoted(append(b, `,"sha256":`...), func(b []byte) []byte { return appendHex(b, r.next(), 64) })
	return append(b, '}')
}
