// What a click event looks like: 16 keys in the order of the wire. A click is on
// the link of a message that the world holds.

package proofpointtest

// clicked finds the message whose link was clicked: one that came before, in the
// same hour if there is one.
func (w *world) clicked(h *head) head {
	hr, i := h.hour, h.index-1
	if i < 8 && w.rate > 0 {
		hr, i = hr-1, w.rate-1
	}
	if i > 0 {
		i -= int(mix(w.seed, saltClick, uint64(h.hour), uint64(h.index)) % uint64(min(i, 64)))
	}
	for range 32 {
		if m := w.headAt(hr, max(i, 0)); m.kind == messagesDelivered && m.types == typeURL || i <= 0 {
			return m
		}
		i--
	}
	return w.headAt(hr, max(i, 0))
}

// appendClick appends a click event as JSON.
func (w *world) appendClick(b []byte, h *head) []byte {
	m := w.clicked(h)
	e := w.envelopeAt(&m)
	d := draw{mix(w.seed, saltClick, uint64(h.hour), uint64(h.index), 1)}
	t := w.threatAt(h, 0)
	if link := w.threatAt(&m, 0); !h.fresh && m.kind.message() && m.types == typeURL && link.time <= h.created && statusOf(link.seed) == h.status {
		t = link // the very link of the message
	}
	at := h.created
	if h.fresh { // clicked first, condemned later
		at = max(h.created-int64(3+d.n(5400))*1000, min(e.time+5000, h.created))
		at -= at % 1000
	}

	b = field(b, '{', "url")
	b = quoted(b, t.value)
	b = field(b, ',', "classification")
	b = appendString(b, t.class)
	b = field(b, ',', "clickTime")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, at) })
	b = field(b, ',', "threatTime")
	b = quoted(b, func(b []byte) []byte { return appendTime(b, t.time) })
	b = field(b, ',', "userAgent")
	b = appendString(b, pick(&d, agents))
	switch odd := d.n(10); { // a lower-case d here; "", null and no key at all are all sent
	case t.campaign != "":
		b = field(b, ',', "campaignId")
		b = appendString(b, t.campaign)
	case odd < 5:
		b = append(b, `,"campaignId":null`...)
	case odd < 8:
		b = append(b, `,"campaignId":""`...)
	}
	b = field(b, ',', "id")
	b = quoted(b, func(b []byte) []byte { return w.appendID(b, h) })
	b = field(b, ',', "clickIP")
	b = quoted(b, func(b []byte) []byte { return appendIP(b, d.next()) })
	b = field(b, ',', "sender")
	b = quoted(b, func(b []byte) []byte {
		if e.degraded {
			return b
		}
		return e.sender(b)
	})
	b = field(b, ',', "recipient")
	b = quoted(b, func(b []byte) []byte { return e.recipient(b, m.index-m.leader) })
	b = field(b, ',', "senderIP")
	b = quoted(b, func(b []byte) []byte { return appendIP(b, mix(e.seed, 5)) })
	b = field(b, ',', "GUID")
	b = quoted(b, e.guid)
	b = field(b, ',', "threatID")
	b = quoted(b, t.id)
	b = field(b, ',', "threatURL")
	b = quoted(b, func(b []byte) []byte { return w.link(b, &t) })
	b = field(b, ',', "threatStatus")
	b = appendString(b, t.status)
	b = field(b, ',', "messageID")
	b = quoted(b, e.messageID)
	return append(b, '}')
}
