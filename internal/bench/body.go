// The bodies: made from a seed, so that every run reads the same bytes, and written as they are made, so that 1 GB needs no memory. What
// repeats from message to message (threats, senders, words) and what never does (identifiers, hashes) is weighed so that gzip shrinks a body
// to a bit more than a quarter, as it does real answers.

package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
)

// list is the member whose elements are asked for; the other half of a body is skipped.
const list = "messagesDelivered"

// writer makes one body.
type writer struct {
	*bufio.Writer
	rnd     *rand.Rand
	written int64
	threats []string
	line    []byte
}

// writeBody writes a body of about size bytes and returns how many messages the list that is asked for has.
func writeBody(to io.Writer, size int64) (records int, err error) {
	w := &writer{Writer: bufio.NewWriterSize(to, 64<<10), rnd: rand.New(rand.NewPCG(9535, 8259))}
	for range 4096 {
		w.threats = append(w.threats, w.threat())
	}
	_, _ = fmt.Fprint(w, `{"queryEndTime":"2026-11-23T12:00:00Z",`)
	records = w.messages(list, size/2)
	_, _ = fmt.Fprint(w, `,"clicksPermitted":[],`)
	w.messages("messagesBlocked", size)
	_, _ = fmt.Fprint(w, `}`)
	return records, w.Flush()
}

// messages writes a list that ends where the body has reached a size.
func (w *writer) messages(name string, until int64) (n int) {
	_, _ = fmt.Fprintf(w, `%q:[`, name)
	for ; n == 0 || w.written < until; n++ {
		w.line = w.line[:0]
		if n > 0 {
			w.line = append(w.line, ',')
		}
		w.message()
		k, _ := w.Write(w.line) // Flush has the error
		w.written += int64(k)
	}
	_, _ = fmt.Fprint(w, `]`)
	return n
}

func (w *writer) add(format string, args ...any) { w.line = fmt.Appendf(w.line, format, args...) }

func (w *writer) message() {
	from := pick(w, senders)
	w.add(`{"spamScore":%d,"phishScore":%d,`, w.rnd.IntN(101), w.rnd.IntN(101))
	w.add(`"threatsInfoMap":[%s`, pick(w, w.threats))
	for range 1 + w.rnd.IntN(2) {
		w.add(`,%s`, pick(w, w.threats))
	}
	w.add(`],"messageTime":"2026-11-%02dT%02d:%02d:%02d.000Z",`, 16+w.rnd.IntN(7), w.rnd.IntN(24), w.rnd.IntN(60), w.rnd.IntN(60))
	w.add(`"impostorScore":%d.0,"malwareScore":%d,`, w.rnd.IntN(101), w.rnd.IntN(101))
	w.add(`"subject":"%s","quarantineFolder":%s,"quarantineRule":%s,`, w.sentence(), pick(w, folders), pick(w, folders))
	w.add(`"policyRoutes":["default_inbound","executives"],"modulesRun":["pdr","sandbox","spam","urldefense"],"messageSize":%d,`, w.rnd.IntN(1<<20))
	w.add(`"headerFrom":"\"Accounts\" <%s>","headerReplyTo":null,"fromAddress":["%[1]s"],"replyToAddress":[],`, from)
	w.add(`"ccAddresses":[],"toAddresses":["%s@example.com"],"recipient":["%[1]s@example.com"],"senderIP":"192.0.2.%d",`, pick(w, people), w.rnd.IntN(256))
	w.add(`"messageParts":[`)
	for i := range 3 + w.rnd.IntN(3) {
		if i > 0 {
			w.add(`,`)
		}
		w.part()
	}
	w.add(`],"completelyRewritten":true,"xmailer":null,"clusterId":"example_hosted","messageID":"<%s@mail.example>",`, w.hex(40))
	w.add(`"QID":"%s","GUID":"%s","id":"%s-%s"}`, w.hex(14), w.hex(32), w.hex(8), w.hex(12))
}

func (w *writer) part() {
	kind := pick(w, kinds)
	w.add(`{"disposition":"attached","sha256":"%s","md5":"%s","filename":"%s-%d.%s",`, w.hex(64), w.hex(32), pick(w, words), w.rnd.IntN(1000), kind[0])
	w.add(`"sandboxStatus":"THREAT","oContentType":"%s","contentType":"%[1]s"}`, kind[1])
}

func (w *writer) threat() string {
	return fmt.Sprintf(`{"threatID":"%s","threatUrl":"https://threatinsight.example/threat/email/%s","threatStatus":"active",`+
		`"classification":"%s","threatTime":"2026-11-%02dT08:30:00.000Z","threat":"%s.example/login?session=%s","campaignID":"%s","threatType":"url"}`,
		w.hex(64), w.hex(64), pick(w, classes), 1+w.rnd.IntN(23), pick(w, hosts), w.hex(64), w.hex(40))
}
