// TAP's syslog answers as records: each RFC 5424 line becomes one small JSON
// document {"messagesBlocked":[{…}]}, which the scanner reads line by line. A
// document per line, because one large envelope would repeat member names.

package proofpoint

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// syslogKinds are the MSGIDs of TAP.
var syslogKinds = map[string]TAPKind{
	"MSGDLV": MessagesDelivered, "MSGBLK": MessagesBlocked, "CLKPER": ClicksPermitted, "CLKBLK": ClicksBlocked,
}

// maxSyslogLine bounds one line, in bytes.
const maxSyslogLine = 16 << 20

type syslogReader struct {
	lines *bufio.Scanner
	from  *body
	out   bytes.Buffer
	line  int
}

func newSyslogReader(b *body) *syslogReader {
	s := &syslogReader{lines: bufio.NewScanner(b), from: b}
	s.lines.Buffer(make([]byte, 64<<10), maxSyslogLine)
	return s
}

func (s *syslogReader) Read(p []byte) (int, error) {
	for s.out.Len() == 0 {
		if !s.lines.Scan() {
			if err := s.lines.Err(); err != nil {
				return 0, fmt.Errorf("syslog line %d: %w", s.line+1, err)
			}
			return 0, io.EOF
		}
		s.line++
		line := bytes.TrimRight(s.lines.Bytes(), "\r")
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := appendSyslog(&s.out, line); err != nil {
			return 0, fmt.Errorf("syslog line %d: %w", s.line, err)
		}
	}
	return s.out.Read(p)
}

var errNotSyslog = errors.New("not a syslog line of TAP: was another format expected?")

// appendSyslog writes one line as a document.
func appendSyslog(out *bytes.Buffer, line []byte) error {
	fields := strings.SplitN(string(line), " ", 7)
	if len(fields) != 7 || !strings.HasPrefix(fields[0], "<") || fields[6] == "" || fields[6][0] != '[' {
		return errNotSyslog
	}
	kind, ok := syslogKinds[fields[5]]
	if !ok {
		return fmt.Errorf("%w: message id %q", errNotSyslog, fields[5])
	}
	out.WriteString(`{"` + string(kind) + `":[{`)
	if err := appendParams(out, fields[6]); err != nil {
		return err
	}
	out.WriteString(`"_line":`)
	appendString(out, string(line))
	out.WriteString("}]}\n")
	return nil
}

// syslogLists are the parameters of messages that hold several values, joined
// with commas.
var syslogLists = map[string]bool{"recipient": true, "toAddresses": true, "ccAddresses": true, "fromAddress": true,
	"replyToAddress": true, "policyRoutes": true, "modulesRun": true}

// appendParams writes the structured data, [id name="value" …], as members.
// Nested JSON (messageParts, threatsInfoMap) is JSON again, lists are lists,
// null is null; numbers stay the text that they are.
func appendParams(out *bytes.Buffer, sd string) error {
	_, rest, ok := strings.Cut(sd, " ")
	for ok && rest != "" && rest[0] != ']' {
		name, after, found := strings.Cut(rest, `="`)
		value, tail, closed := sdValue(after)
		if !found || !closed {
			return errors.New("structured data is not closed")
		}
		appendString(out, strings.TrimSpace(name))
		out.WriteByte(':')
		switch {
		case value == "null":
			out.WriteString("null")
		case (name == "messageParts" || name == "threatsInfoMap") && json.Valid([]byte(value)):
			_ = json.Compact(out, []byte(value))
		case syslogLists[name] && strings.HasPrefix(sd, "[tapmsg"):
			appendList(out, value)
		default:
			appendString(out, value)
		}
		out.WriteByte(',')
		rest = strings.TrimLeft(tail, " ")
	}
	if !ok || rest == "" {
		return errors.New("structured data is not closed")
	}
	return nil
}

func appendList(out *bytes.Buffer, value string) {
	out.WriteByte('[')
	for i, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' }) {
		if i > 0 {
			out.WriteByte(',')
		}
		appendString(out, strings.TrimSpace(part))
	}
	out.WriteByte(']')
}

// sdValue reads up to the closing quote, undoing the escapes of RFC 5424.
func sdValue(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s) && strings.IndexByte(`"\]`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// appendString writes a JSON string; bytes that are no UTF-8 become U+FFFD.
func appendString(out *bytes.Buffer, s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	out.Truncate(out.Len() - 1)
}
