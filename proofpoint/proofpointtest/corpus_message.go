// What a message event looks like: 29 keys in the order of the wire, with the odd
// values that have been seen there.

package proofpointtest

import "strconv"

// appendMessage appends a message event as JSON; parts turns its messageParts.
func (w *world) appendMessage(b []byte, h *head, parts uint64) []byte {
	e := w.envelopeAt(h)
	d := draw{mix(e.seed, 4)}
	first := w.threatAt(h, 0)
	count := 1
	if h.second {
		count = 2
	}
	scores := func(high bool) int {
		if high {
			return 60 + d.n(41)
		}
		return d.n(30)
	}

	b = field(b, '{', "spamScore")
	b = strconv.AppendInt(b, int64(scores(first.class == "spam" || d.percent(50))), 10)
	b = field(b, ',', "phishScore")
	b = strconv.AppendInt(b, int64(scores(first.class == "phish")), 10)
	b = field(b, ',', "threatsInfoMap")
	for i := range count {
		t := first
		if i > 0 {
			t = w.threatAt(h, i)
		}
		b = append(b, "[,"[min(i, 1)])
		b = w.appendThreat(b, &t)
	}
	b = append(b, ']')
	b = field(b, ',', "messageTime")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, e.time) })
	b = field(b, ',', "impostorScore") // a float on the wire, whatever its value
	if first.kind == typeText {
		b = strconv.AppendInt(b, int64(scores(true)), 10)
		b = append(b, ".0"...)
	} else {
		b = append(b, [...]string{"0.0", "0.0", "0"}[d.n(3)]...)
	}
	b = field(b, ',', "malwareScore")
	b = strconv.AppendInt(b, int64(scores(first.class == "malware")), 10)
	b = field(b, ',', "cluster")
	b = appendString(b, clusterID)
	b = field(b, ',', "subject")
	if subject := pick(&d, subjects); e.degraded || e.bare {
		b = append(b, "null"...)
	} else {
		b = appendString(b, subject)
	}
	b = appendQuarantine(b, h, &first, &d)
	b = field(b, ',', "policyRoutes")
	b = appendSome(b, &d, policies, 1+d.n(4), e.degraded || d.percent(3))
	b = field(b, ',', "modulesRun")
	b = appendSome(b, &d, modules, 4+d.n(6), e.degraded || d.percent(3))
	b = field(b, ',', "messageSize")
	size := 1800 + d.n(400_000)
	if e.degraded {
		size = 0
	}
	b = strconv.AppendInt(b, int64(size), 10)
	b = e.appendHeaders(b, &d)
	b = field(b, ',', "messageParts")
	b = e.appendParts(b, h, &first, &d, parts)
	b = field(b, ',', "completelyRewritten")
	b = strconv.AppendBool(b, d.percent(70))
	b = field(b, ',', "id")
	b = quoted(b, func(b []byte) []byte { return w.appendID(b, h) })
	b = field(b, ',', "QID")
	if e.degraded {
		b = append(b, "null"...)
	} else {
		b = quoted(b, func(b []byte) []byte { return append(appendFrom(b, &d, base36, 10), "-1"...) })
	}
	b = field(b, ',', "GUID")
	b = quoted(b, e.guid)
	b = field(b, ',', "sender")
	b = quoted(b, func(b []byte) []byte {
		if e.degraded {
			return b
		}
		return e.sender(b)
	})
	b = field(b, ',', "recipient")
	b = append(b, '[')
	b = quoted(b, func(b []byte) []byte { return e.recipient(b, h.index-h.leader) })
	b = append(b, ']')
	b = field(b, ',', "senderIP")
	b = quoted(b, func(b []byte) []byte { return appendIP(b, mix(e.seed, 5)) })
	b = field(b, ',', "messageID")
	b = quoted(b, e.messageID)
	return append(b, '}')
}

// appendThreat appends one element of threatsInfoMap. detectionType and actors
// came to the wire in 2024 and are missing from some.
func (w *world) appendThreat(b []byte, t *threat) []byte {
	d := draw{mix(t.seed, 2)}
	b = field(b, '{', "threatID")
	b = quoted(b, t.id)
	b = field(b, ',', "threatStatus")
	b = appendString(b, t.status)
	b = field(b, ',', "classification")
	b = appendString(b, t.class)
	if d.percent(60) {
		b = field(b, ',', "detectionType")
		b = appendString(b, [...]string{"NONE", "NONE", "COMPROMISED_WEBSITE"}[d.n(3)])
	}
	b = field(b, ',', "threatUrl")
	b = quoted(b, func(b []byte) []byte { return w.link(b, t) })
	b = field(b, ',', "threatTime")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, t.time) })
	b = field(b, ',', "threat")
	b = quoted(b, t.value)
	b = field(b, ',', "campaignID")
	if t.campaign == "" {
		b = append(b, "null"...)
	} else {
		b = appendString(b, t.campaign)
	}
	if d.percent(65) {
		b = field(b, ',', "actors")
		b = append(b, '[')
		if d.percent(40) {
			i := d.n(len(actors))
			b = field(b, '{', "id")
			b = quoted(b, func(b []byte) []byte { return appendUUID(b, mix(w.seed, saltActor, uint64(i))) })
			b = field(b, ',', "name")
			b = appendString(b, actors[i])
			b = field(b, ',', "type")
			b = append(b, `"ACTOR"}`...)
		}
		b = append(b, ']')
	}
	b = field(b, ',', "threatType")
	switch t.kind {
	case typeURL:
		b = append(b, `"url"}`...)
	case typeAttachment:
		b = append(b, `"attachment"}`...)
	default:
		b = append(b, `"messageText"}`...)
	}
	return b
}

// appendQuarantine appends folder and rule: null on some blocked messages, set on
// some delivered ones.
func appendQuarantine(b []byte, h *head, t *threat, d *draw) []byte {
	folder, rule := "", ""
	odd := d.percent(6)
	switch {
	case h.kind == messagesDelivered && odd:
		folder, rule = "prerewrite_format", "module.access.rule.capture_prerewrite"
	case h.kind == messagesDelivered || odd:
	case t.kind == typeAttachment:
		folder, rule = "Attachment Defense", "module.sandbox.rule.threat"
	case t.class == "malware":
		folder, rule = "Malware", "malware"
	case t.class == "spam":
		folder, rule = "InboundDefiniteSpam", "module.spam.rule.defaultinbound_spam_definite"
	case t.kind == typeText:
		folder, rule = "Impostor", "impostor"
	default:
		folder, rule = "Phish", "phish"
	}
	for _, m := range [...][2]string{{"quarantineFolder", folder}, {"quarantineRule", rule}} {
		b = field(b, ',', m[0])
		if m[1] == "" {
			b = append(b, "null"...)
		} else {
			b = appendString(b, m[1])
		}
	}
	return b
}

// appendHeaders appends the members that come from the message's own header.
func (e *envelope) appendHeaders(b []byte, d *draw) []byte {
	null := func(b []byte) []byte { return append(b, "null"...) }
	from, replies, cc, mailer := d.n(len(firstNames)), d.percent(25), d.n(6), d.percent(45)
	last, agent, odd := d.n(len(lastNames)), d.n(len(mailers)), d.percent(10)

	b = field(b, ',', "headerFrom")
	if e.degraded {
		b = null(b)
	} else {
		b = append(b, '"')
		if odd { // quotes in the header come escaped
			b = append(b, `\"`...)
		}
		b = append(b, firstNames[from]...)
		b = append(b, ' ')
		b = append(b, lastNames[last]...)
		if odd {
			b = append(b, `\"`...)
		}
		b = append(b, " <"...)
		b = append(e.sender(b), `>"`...)
	}
	b = field(b, ',', "headerReplyTo")
	if replies && !e.degraded {
		b = append(b, `"Reply desk <`...)
		b = append(e.sender(b), `>"`...)
	} else {
		b = null(b)
	}
	list := func(b []byte, name string, n int, address func([]byte, int) []byte) []byte {
		b = field(b, ',', name)
		if e.degraded || n < 0 {
			return null(b)
		}
		b = append(b, '[')
		for i := range n {
			if i > 0 {
				b = append(b, ',')
			}
			b = quoted(b, func(b []byte) []byte { return address(b, i) })
		}
		return append(b, ']')
	}
	sender := func(b []byte, _ int) []byte { return e.sender(b) }
	to := e.count
	if e.bare {
		to = 0
	}
	b = list(b, "fromAddress", 1, sender)
	b = list(b, "ccAddresses", [...]int{0, 0, 0, -1, 1, 2}[cc], func(b []byte, i int) []byte { return appendPerson(b, e.to+uint64(i+1)*11) })
	if replies {
		b = list(b, "replyToAddress", 1, sender)
	} else {
		b = list(b, "replyToAddress", 0, nil)
	}
	b = list(b, "toAddresses", to, e.recipient)
	b = field(b, ',', "xmailer")
	if mailer && !e.degraded {
		return appendString(b, mailers[agent])
	}
	return null(b)
}

// appendParts appends messageParts, turned by so many places.
func (e *envelope) appendParts(b []byte, h *head, t *threat, d *draw, turn uint64) []byte {
	n := 1 + d.n(3)
	if t.kind == typeAttachment {
		n++
	}
	if e.degraded || d.percent(3) {
		return append(b, "null"...)
	}
	for i := range n {
		b = append(b, "[,"[min(i, 1)])
		p := (i + int(turn%uint64(n))) % n
		b = e.appendPart(b, p, p == n-1 && t.kind == typeAttachment, t)
	}
	return append(b, ']')
}

func (e *envelope) appendPart(b []byte, p int, bad bool, t *threat) []byte {
	d := draw{mix(e.seed, saltPart, uint64(p))}
	disposition, name, kind := "inline", "text.txt", "text/plain"
	if p == 1 {
		name, kind = "text.html", "text/html"
	}
	if f := d.n(len(files)); p > 1 || bad {
		disposition, name, kind = "attached", files[f], fileTypes[f]
	}
	b = field(b, '{', "disposition")
	b = appendString(b, disposition)
	b = field(b, ',', "sha256")
	b = quoted(b, func(b []byte) []byte {
		if bad {
			return t.id(b)
		}
		return appendHex(b, d.next(), 64)
	})
	b = field(b, ',', "md5")
	if md5 := d.next(); md5%50 == 0 {
		b = append(b, "null"...)
	} else {
		b = quoted(b, func(b []byte) []byte { return appendHex(b, md5, 32) })
	}
	b = field(b, ',', "filename")
	b = appendString(b, name)
	b = field(b, ',', "sandboxStatus")
	status := pick(&d, sandboxes)
	if bad {
		status = [...]string{"threat", "THREAT"}[d.n(2)]
	}
	if status == "" {
		b = append(b, "null"...)
	} else {
		b = appendString(b, status)
	}
	b = field(b, ',', "oContentType")
	b = appendString(b, kind)
	b = field(b, ',', "contentType")
	b = appendString(b, kind)
	return append(b, '}')
}

// appendSome appends a run of n words of a list as an array, or null.
func appendSome(b []byte, d *draw, list []string, n int, null bool) []byte {
	from := d.n(len(list))
	if null {
		return append(b, "null"...)
	}
	for i := range n {
		b = append(b, "[,"[min(i, 1)])
		b = appendString(b, list[(from+i)%len(list)])
	}
	return append(b, ']')
}
