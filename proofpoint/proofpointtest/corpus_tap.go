// What TAP SIEM events tell of: threats, and the messages that several events
// share. corpus.go says which events there are, corpus_message.go and
// corpus_click.go write them; windows, filters and formats are not known here.

package proofpointtest

// threat is one threat, drawn whole from its seed so that every event that meets
// it tells the same.
type threat struct {
	seed     uint64
	kind     threatType
	class    string
	status   string
	domain   string
	campaign string // "": no campaign
	time     int64
}

var classes = map[threatType][]string{
	typeURL:        {"phish", "phish", "phish", "malware", "spam"},
	typeAttachment: {"malware", "malware", "phish"},
	typeText:       {"impostor", "impostor", "toad", "Toad"},
}

// epoch2019 and sixYears bound when the known threats were condemned.
const (
	epoch2019 int64 = 1546300800000
	sixYears  int64 = 6 * 365 * 24 * hour
)

// threatAt is a threat of an event.
func (w *world) threatAt(h *head, nth int) threat {
	seed, at := w.threatSeed(h, nth), h.created
	if !h.fresh || nth > 0 {
		at = min(knownSince(seed), h.created-hour)
	}
	t := w.threatOf(seed, h.types, at)
	if nth == 0 && h.turned {
		h.turn.tell(&t)
	}
	return t
}

// knownSince is when a threat of the pool was condemned.
func knownSince(seed uint64) int64 { return epoch2019 + int64(seed%uint64(sixYears)) }

// threatOf draws a threat from its seed.
func (w *world) threatOf(seed uint64, kind threatType, at int64) threat {
	t := threat{seed: seed, kind: kind, time: at}
	d := draw{t.seed}
	t.class = pick(&d, classes[t.kind])
	t.domain = pick(&d, badDomains)
	if n := campaignOf(&d); n >= 0 {
		t.campaign = w.campaignID(n)
	}
	t.status = statusWord(statusOf(t.seed), t.seed)
	return t
}

// statusWord is how a status is written.
func statusWord(s status, threatSeed uint64) string {
	switch s {
	case active:
		return "active"
	case cleared:
		return "cleared"
	}
	return [...]string{"falsePositive", "falsepositive"}[threatSeed&1] // both spellings are sent
}

// threatCampaigns is how many campaigns have threats; there may be more without.
const threatCampaigns = 12

// campaignOf draws the number of a threat's campaign, or -1.
func campaignOf(d *draw) int {
	if d.percent(45) {
		return d.n(threatCampaigns)
	}
	return -1
}

// campaignNumber is campaignOf without drawing the rest of the threat.
func campaignNumber(threatSeed uint64) int {
	d := draw{threatSeed}
	d.next() // class
	d.next() // domain
	return campaignOf(&d)
}

// campaignID is the id of a campaign by its number.
func (w *world) campaignID(n int) string {
	room := make([]byte, 0, 36)
	return string(appendUUID(room, mix(w.seed, saltCampaign, uint64(n))))
}

// id appends the threat's id.
func (t *threat) id(b []byte) []byte { return appendHex(b, t.seed, 64) }

// value appends what the threat is: a URL, sometimes only its host, the hash of
// an attachment or a sender.
func (t *threat) value(b []byte) []byte {
	d := draw{t.seed + 1}
	switch t.kind {
	case typeAttachment:
		return t.id(b)
	case typeText:
		b = append(b, pick(&d, senderUsers)...)
		b = append(b, '@')
		return append(b, t.domain...)
	}
	if d.percent(12) {
		return append(b, t.domain...)
	}
	b = append(b, "https://"...)
	if d.percent(40) {
		b = append(b, "www."...)
	}
	b = append(b, t.domain...)
	b = append(b, pick(&d, urlPaths)...)
	b = append(b, "?id="...)
	return appendFrom(b, &d, base36, 10)
}

// link appends where the dashboard shows the threat.
func (w *world) link(b []byte, t *threat) []byte {
	b = append(b, "https://threatinsight.example/"...)
	b = appendUUID(b, mix(w.seed, saltTenant))
	b = append(b, "/threat/email/"...)
	return t.id(b)
}

// envelope is what the events of one message share.
type envelope struct {
	seed     uint64
	time     int64 // message time
	to       uint64
	count    int // recipients
	degraded bool
	bare     bool // a milder form: no subject, no message id, no To
}

// envelopeAt finds the message of an event.
func (w *world) envelopeAt(h *head) envelope {
	d := draw{mix(w.seed, saltMessage, uint64(h.hour), uint64(h.leader))}
	e := envelope{seed: d.next(), to: d.next() >> 8, count: 1}
	for i := h.leader + 1; i < min(h.leader+4, w.rate); i++ {
		if l, _ := w.leader(h.hour, i, w.rate); l != h.leader {
			break
		}
		e.count++
	}
	e.time = h.created
	if h.fresh { // condemned seconds to days after it was sent
		ago := int64(2+d.n(1800)) * 1000
		if d.percent(15) {
			ago *= 96
		}
		e.time = (h.created - ago) / 1000 * 1000
	}
	e.degraded = h.kind == messagesDelivered && d.percent(4)
	e.bare = !e.degraded && d.percent(3)
	return e
}

// guid appends the message's id within the mail system: no UUID, and it may start
// with - or _.
func (e *envelope) guid(b []byte) []byte {
	d := draw{mix(e.seed, 1)}
	if d.percent(8) {
		b = append(b, "-_"[d.n(2)])
	} else {
		b = appendFrom(b, &d, base64url, 1)
	}
	return appendFrom(b, &d, base64url, 31)
}

// recipient appends the address that the nth event of the message is about.
func (e *envelope) recipient(b []byte, nth int) []byte {
	return appendPerson(b, e.to+uint64(nth)*7)
}

// sender appends the envelope sender; some hide the user.
func (e *envelope) sender(b []byte) []byte {
	d := draw{mix(e.seed, 2)}
	if d.percent(8) {
		b = appendHex(b, e.seed, 32)
	} else {
		b = append(b, pick(&d, senderUsers)...)
	}
	b = append(b, '@')
	if d.percent(50) {
		return append(b, pick(&d, badDomains)...)
	}
	return append(b, pick(&d, senderDomains)...)
}

// messageID appends the Message-ID header, with or without brackets.
func (e *envelope) messageID(b []byte) []byte {
	if e.degraded || e.bare {
		return b
	}
	d := draw{mix(e.seed, 3)}
	bare := d.percent(30)
	if !bare {
		b = append(b, '<')
	}
	b = appendHex(b, d.next(), 32)
	b = append(b, "@mail."...)
	b = append(b, pick(&d, senderDomains)...)
	if !bare {
		b = append(b, '>')
	}
	return b
}

// appendID appends the event's id.
func (w *world) appendID(b []byte, h *head) []byte {
	return appendUUID(b, mix(w.seed, saltRecipient, uint64(h.hour), uint64(h.index), uint64(h.kind)))
}

// appendEvent appends an event as JSON. parts orders the message's parts.
func (w *world) appendEvent(b []byte, h *head, parts uint64) []byte {
	if h.kind.message() {
		return w.appendMessage(b, h, parts)
	}
	return w.appendClick(b, h)
}
