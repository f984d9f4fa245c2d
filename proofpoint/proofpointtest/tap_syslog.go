// The syslog format of a SIEM answer: RFC 5424 lines with everything in one
// structured-data element. A line is made out of the event's JSON, so that made,
// put and recorded events are treated alike. No genuine recording is public; the
// keys are those of the vendor's example.

package proofpointtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// messageKeys are the parameters of a message and where they come from.
var messageKeys = [][2]string{
	{"messageTime"}, {"messageID"}, {"recipient"}, {"sender"}, {"senderIP"}, {"phishScore"}, {"spamScore"}, {"QID"}, {"GUID"}, {"subject"},
	{"quarantineRule"}, {"quarantineFolder"}, {"policyRoutes"}, {"modulesRun"}, {"headerFrom"}, {"headerTo", "toAddresses"}, {"headerCC", "ccAddresses"},
	{"headerReplyTo"}, {"toAddresses"}, {"ccAddresses"}, {"fromAddress"}, {"replyToAddress"}, {"clusterId", "cluster"}, {"messageParts"}, {"xmailer"},
	{"threatsInfoMap"},
}

var clickKeys = [][2]string{
	{"url"}, {"classification"}, {"clickTime"}, {"threatTime"}, {"userAgent"}, {"campaignId"}, {"id"}, {"clickIP"}, {"sender"}, {"recipient"},
	{"senderIP"}, {"GUID"}, {"threatID"}, {"threatURL"}, {"threatStatus"}, {"messageID"},
}

var syslogKinds = [...]string{"CLKPER", "CLKBLK", "MSGDLV", "MSGBLK"}

// syslogReply is 204 when there is no event, else lines with CRLF between them.
func syslogReply(sel *selection, kinds []kind) reply {
	array, pos := 0, 0
	var raw []byte
	line := func(b []byte) ([]byte, bool) {
		for ; array < len(kinds); array, pos = array+1, 0 {
			var ok bool
			if raw, ok = sel.next(raw[:0], kinds[array], &pos); ok {
				return appendSyslog(b, kinds[array], raw), true
			}
		}
		return b, false
	}
	first, some := line(nil)
	if !some {
		return reply{status: http.StatusNoContent}
	}
	a := reply{status: http.StatusOK, header: http.Header{}, size: -1}
	a.header.Set("Content-Type", "text/plain;charset=utf-8")
	a.body = &pullReader{buf: first, next: func(b []byte) ([]byte, bool) {
		mark := len(b)
		b, ok := line(append(b, "\r\n"...))
		if !ok {
			b = b[:mark]
		}
		return b, ok
	}}
	return a
}

// appendSyslog appends one event as a line, without its end.
func appendSyslog(b []byte, k kind, raw []byte) []byte {
	var e map[string]json.RawMessage
	_ = json.Unmarshal(raw, &e) // checked when it was put, or made here

	id, keys, at := "tapmsg@21139", messageKeys, e["messageTime"]
	if !k.message() {
		id, keys, at = "tapclk@21139", clickKeys, e["clickTime"]
	}
	stamp := "-" // RFC 5424 has no other word for an unknown time
	if t, err := time.Parse(time.RFC3339, text5424(at, "")); err == nil {
		stamp = t.UTC().Format(time.RFC3339)
	}
	b = append(b, "<38>1 "...)
	b = append(b, stamp...)
	b = append(b, " - ProofpointTAP - "...)
	b = append(b, syslogKinds[k]...)
	b = append(b, " ["...)
	b = append(b, id...)
	for _, key := range keys {
		from := key[1]
		if from == "" {
			from = key[0]
		}
		value, ok := e[from]
		if !ok {
			continue
		}
		comma := ","
		if key[0] == "recipient" || from != key[0] {
			comma = ", "
		}
		s := text5424(value, comma)
		if s == "" && from != key[0] {
			s = "null" // no header of that name
		}
		b = append(b, ' ')
		b = append(b, key[0]...)
		b = append(b, `="`...)
		b = append(b, escape5424.Replace(s)...)
		b = append(b, '"')
	}
	return append(b, ']')
}

var escape5424 = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `]`, `\]`)

// text5424 words a JSON value: texts and numbers as they are, null as null, lists
// of texts joined, everything else as JSON.
func text5424(v json.RawMessage, comma string) string {
	var s string
	if json.Unmarshal(v, &s) == nil && !bytes.Equal(v, []byte("null")) {
		return s
	}
	var list []string
	if bytes.HasPrefix(v, []byte("[")) && json.Unmarshal(v, &list) == nil {
		return strings.Join(list, comma)
	}
	return string(v)
}
