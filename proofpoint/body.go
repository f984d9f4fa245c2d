// A body on its way to the scanner: inflated and capped by the transport,
// sniffed for HTML, and read through its format. Everything here is a reader
// in front of the one scanner; nothing here knows of records.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

var errHTML = errors.New("an HTML page came where JSON was expected: is this the right base URL, or does a proxy want a login?")

// body counts what was read and knows who broke off.
type body struct {
	rc     io.ReadCloser
	source io.Reader     // what the scanner reads: this body through its format
	syslog *syslogReader // the same, for lines that are no events
	limits pathdata.Limits
	count  int64
	head   []byte // the beginning, kept for an answer that may refuse
	keep   int    // how much of it
	sniff  bool   // the first byte is still to be looked at
	broken bool   // the connection failed or was cut
}

// waited is a body for the scanner, which asks it whether somebody still waits
// for the answer where it does not read.
type waited struct {
	io.Reader
	ctx context.Context
}

func (w waited) Err() error { return w.ctx.Err() }

// openBody puts the readers of r's format in front of an answer.
func (c *Client) openBody(r *Request, resp *http.Response) *body {
	b := &body{limits: c.limitsFor(r.Format), sniff: r.Format != FormatSyslog && r.Format != FormatAny}
	most := b.limits.Body
	if most == 0 {
		most = defaultBody
	}
	b.rc = c.transportOf(r.Service).Body(resp, most)
	b.source = b
	if r.Refused != nil {
		b.keep = maxErrorBody
	}
	switch r.Format {
	case FormatSyslog:
		b.syslog = newSyslogReader(b)
		b.source = b.syslog
	case FormatAny:
		b.source = &textReader{from: b}
	}
	return b
}

// The most that a body may inflate to, and that one record may be, where nothing
// else is set, in bytes; as in package pathdata.
const (
	defaultBody   = 8 << 30
	defaultRecord = 64 << 20
)

// recordLimit is the most that one record may be, in bytes.
func (c *Client) recordLimit() int64 {
	if c.limits.Record > 0 {
		return c.limits.Record
	}
	return defaultRecord
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.rc.Read(p)
	b.count += int64(n)
	if len(b.head) < b.keep {
		b.head = append(b.head, p[:min(n, b.keep-len(b.head))]...)
	}
	if b.sniff && n > 0 {
		text := bytes.TrimLeft(bytes.TrimPrefix(p[:n], []byte("\ufeff")), " \t\r\n")
		if b.sniff = len(text) == 0; !b.sniff && text[0] == '<' {
			return 0, errHTML
		}
	}
	if err != nil && err != io.EOF && !errors.Is(err, transport.ErrTooLarge) && !errors.Is(err, transport.ErrEncoding) {
		b.broken = true
	}
	return n, err
}

func (b *body) Close() error { return b.rc.Close() }

// textReader lets JSON pass and turns any other text into one JSON string.
type textReader struct {
	from    *body
	decided io.Reader
}

func (t *textReader) Read(p []byte) (int, error) {
	if t.decided == nil {
		if err := t.decide(); err != nil {
			return 0, err
		}
	}
	return t.decided.Read(p)
}

// decide looks at the whole body if that is small, as answers to writes are, so
// that text which begins like JSON is still text.
func (t *textReader) decide() error {
	all := make([]byte, maxErrorBody)
	n, err := io.ReadFull(t.from, all)
	short := err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && (!short || t.from.broken) {
		return err
	}
	all = bytes.TrimPrefix(all[:n], []byte("\ufeff"))
	text := bytes.TrimSpace(all)
	switch {
	case len(text) > 0 && text[0] == '<':
		return errHTML
	case len(text) == 0 || json.Valid(text):
	case !short && bytes.IndexByte([]byte(`{["`), text[0]) >= 0:
		t.decided = io.MultiReader(bytes.NewReader(all), t.from)
		return nil
	case !short:
		return fmt.Errorf("a text answer of more than %d bytes", maxErrorBody)
	default:
		if all, err = json.Marshal(string(text)); err != nil {
			return err
		}
	}
	t.decided = bytes.NewReader(all)
	return nil
}
