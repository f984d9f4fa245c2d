// TAP's syslog answers as records: each RFC 5424 line becomes one small JSON
// document {"messagesBlocked":[{…}]}, which the scanner reads line by line. A
// document per line, because one large envelope would repeat member names. A
// line that is no event does not end the page, because it is certain where the
// next one begins: it is put aside, and the loop hands it out after the others.

package proofpoint

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// syslogKinds are the MSGIDs of TAP.
var syslogKinds = map[string]TAPKind{
	"MSGDLV": TAPMessagesDelivered, "MSGBLK": TAPMessagesBlocked, "CLKPER": TAPClicksPermitted, "CLKBLK": TAPClicksBlocked,
}

// What is bounded: a line and what is kept of one that is put aside, in bytes;
// the lines that are put aside; those at the beginning that tell what is no
// syslog; the nesting of JSON in a parameter.
const (
	maxSyslogLine  = 1 << 20
	maxOddLine     = 64 << 10
	maxOddLines    = 100
	firstLines     = 3
	maxSyslogDepth = 200
)

type syslogReader struct {
	lines *bufio.Reader
	out   bytes.Buffer
	buf   []byte // the line
	long  bool   // it was longer than maxSyslogLine
	line  int    // its number
	sure  bool   // that this is syslog: one line was an event, or looked like one
	odd   []oddLine
	err   error
}

// oddLine is a line that is no event, and why.
type oddLine struct {
	text string // valid UTF-8
	flaw string // what was done to it, "" if nothing
	err  error
}

func newSyslogReader(b io.Reader) *syslogReader {
	return &syslogReader{lines: bufio.NewReaderSize(b, 64<<10)}
}

func (s *syslogReader) Read(p []byte) (int, error) {
	for s.out.Len() == 0 && s.err == nil {
		if s.err = s.next(); s.err != nil {
			break
		}
		if len(bytes.TrimSpace(s.buf)) > 0 {
			s.err = s.convert(bytes.TrimRight(s.buf, "\r\n"))
		}
	}
	if s.out.Len() > 0 {
		return s.out.Read(p)
	}
	return 0, s.err
}

// next reads a line. One that the connection broke off is none.
func (s *syslogReader) next() error {
	s.line++
	s.buf, s.long = s.buf[:0], false
	for {
		part, err := s.lines.ReadSlice('\n')
		room := min(len(part), maxSyslogLine-len(s.buf))
		s.buf = append(s.buf, part[:room]...)
		s.long = s.long || room < len(bytes.TrimRight(part, "\r\n"))
		switch {
		case err == bufio.ErrBufferFull:
		case err == io.EOF && len(s.buf) > 0:
			return nil
		case err == io.EOF && len(s.odd) > 0 && !s.sure:
			return fmt.Errorf("%w (%w)", errNotSyslog, s.odd[0].err)
		case err == io.EOF:
			return err
		case err != nil:
			return fmt.Errorf("syslog line %d: %w", s.line, err)
		default:
			return nil
		}
	}
}

// convert writes the line as a document, or puts it aside.
func (s *syslogReader) convert(line []byte) error {
	err := errLongLine
	if !s.long {
		start := s.out.Len()
		if err = appendSyslog(&s.out, line); err == nil {
			s.sure = true
			return nil
		}
		s.out.Truncate(start)
	}
	s.sure = s.sure || hasPriority(line)
	s.putAside(line, fmt.Errorf("syslog line %d: %w", s.line, err))
	switch {
	case len(s.odd) >= maxOddLines:
		return fmt.Errorf("%w (%d lines are no events; the first is %w)", errNotSyslog, len(s.odd), s.odd[0].err)
	case len(s.odd) >= firstLines && !s.sure:
		return fmt.Errorf("%w (%w)", errNotSyslog, s.odd[0].err)
	}
	return nil
}

func (s *syslogReader) putAside(line []byte, err error) {
	odd := oddLine{err: err}
	switch {
	case s.long || len(line) > maxOddLine:
		line = line[:min(len(line), maxOddLine)]
		odd.flaw = flawCut
	case !utf8.Valid(line):
		odd.flaw = flawUTF8
	}
	odd.text = string(bytes.ToValidUTF8(line, []byte("\ufffd")))
	s.odd = append(s.odd, odd)
}

// takeOdd yields the lines that were put aside, each as a record {"_line":"…"}
// and the reason; once.
func (s *syslogReader) takeOdd() iter.Seq2[Record, *RecordError] {
	odd := s.odd
	s.odd = nil
	return func(yield func(Record, *RecordError) bool) {
		for _, o := range odd {
			var raw bytes.Buffer
			raw.WriteByte('{')
			endRecord(&raw, o.text, o.flaw)
			r := Record{Path: pathdata.Path{Index: -1}, Raw: raw.Bytes()}
			if !yield(r, &RecordError{Path: r.Path, Offset: -1, Err: fmt.Errorf("%w: %q", o.err, snippet(o.text, maxMessage))}) {
				return
			}
		}
	}
}

var (
	errNotSyslog = errors.New("not a syslog line of TAP: was another format expected?")
	errNoEvent   = errors.New("no event of TAP")
	errNotClosed = errors.New("structured data is not closed")
	errLongLine  = fmt.Errorf("a line of more than %d bytes", maxSyslogLine)
)

// Flaws of a record that was composed here.
const (
	flawUTF8 = "invalid UTF-8"
	flawCut  = "cut"
)

// hasPriority reports whether a line begins as RFC 5424 wants it, "<38>1 ".
func hasPriority(line []byte) bool {
	digits, rest, ok := bytes.Cut(line, []byte(">"))
	return ok && len(digits) > 1 && len(digits) <= 4 && digits[0] == '<' && len(rest) > 0 &&
		len(bytes.TrimLeft(digits[1:], "0123456789")) == 0 && '1' <= rest[0] && rest[0] <= '9'
}

// appendSyslog writes one line as a document.
func appendSyslog(out *bytes.Buffer, line []byte) error {
	text, flaw := string(line), ""
	if !utf8.ValidString(text) {
		text, flaw = strings.ToValidUTF8(text, "\ufffd"), flawUTF8
	}
	fields := strings.SplitN(text, " ", 7)
	if len(fields) != 7 || !strings.HasPrefix(fields[0], "<") {
		return errNoEvent
	}
	kind, ok := syslogKinds[fields[5]]
	if !ok {
		return fmt.Errorf("%w: message id %s", errNoEvent, quote(fields[5]))
	}
	out.WriteString(`{"` + string(kind) + `":[{`)
	if err := appendData(out, fields[6]); err != nil {
		return err
	}
	endRecord(out, text, flaw)
	out.WriteString("]}\n")
	return nil
}

// endRecord writes the members that are not from the structured data, and
// closes the object.
func endRecord(out *bytes.Buffer, line, flaw string) {
	if flaw != "" {
		out.WriteString(`"_flaw":`)
		appendString(out, flaw)
		out.WriteByte(',')
	}
	out.WriteString(`"_line":`)
	appendString(out, line)
	out.WriteByte('}')
}

// ownMembers are those of endRecord; parameters of these names get another.
var ownMembers = map[string]bool{"_line": true, "_flaw": true}

// syslogLists are the parameters of messages that hold several values, joined
// with commas.
var syslogLists = map[string]bool{"recipient": true, "toAddresses": true, "ccAddresses": true, "fromAddress": true,
	"replyToAddress": true, "policyRoutes": true, "modulesRun": true}

// appendData writes the structured data, "-" or [id name="value" …], as
// members.
func appendData(out *bytes.Buffer, sd string) error {
	if sd == "-" || strings.HasPrefix(sd, "- ") {
		return nil
	}
	end := strings.IndexAny(sd, " ]")
	if sd == "" || sd[0] != '[' || end < 0 {
		return errNotClosed
	}
	message := strings.HasPrefix(sd, "[tapmsg")
	for rest := strings.TrimLeft(sd[end:], " "); ; {
		if strings.HasPrefix(rest, "]") {
			return nil
		}
		name, after, found := strings.Cut(rest, `="`)
		value, tail, closed := sdValue(after)
		if !found || !closed {
			return errNotClosed
		}
		appendParam(out, strings.TrimSpace(name), value, message)
		rest = strings.TrimLeft(tail, " ")
	}
}

// appendParam writes one member. Nested JSON (messageParts, threatsInfoMap) is
// JSON again, as long as it is not nested too deep; the lists of a message are
// lists, null is null; numbers stay the text that they are.
func appendParam(out *bytes.Buffer, name, value string, message bool) {
	as := name
	if ownMembers[name] {
		as += "_"
	}
	appendString(out, as)
	out.WriteByte(':')
	switch {
	case value == "null":
		out.WriteString("null")
	case (name == "messageParts" || name == "threatsInfoMap") && nesting(value) <= maxSyslogDepth && json.Valid([]byte(value)):
		_ = json.Compact(out, []byte(value))
	case syslogLists[name] && message:
		appendList(out, value)
	default:
		appendString(out, value)
	}
	out.WriteByte(',')
}

// nesting is how deep arrays and objects stand in each other in a JSON text.
func nesting(text string) int {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
			most = max(most, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return most
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
