// From records to lines. A record's bytes are never encoded anew: of a record
// only the line breaks between its tokens are left out (inside a JSON string
// there can be none). Only whole lines are handed to the output, so that whoever
// reads it, and whenever the run ends, sees no half of one.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// lineBuffer is about how much is written at a time, flushEvery how long a line
// waits for company while others come.
const (
	lineBuffer = 64 << 10
	flushEvery = 200 * time.Millisecond
)

// lines writes records. The first error of the output stays.
type lines struct {
	w        io.Writer
	buf      []byte
	envelope []byte // from the source's name up to the record; nil: bare records
	keyed    bool   // records are members of an object, and their names say what they are
	written  int64
	flushed  time.Time
	err      error
}

// newLines writes the records of r to w; with an envelope, that says which source
// and range.
func newLines(w io.Writer, envelope bool, source string, r proofpoint.Request, from, to time.Time) *lines {
	l := &lines{w: w, keyed: anyMember(r.Records)}
	if envelope {
		name, _ := json.Marshal(source)
		l.envelope = fmt.Appendf(nil, `,"source":%s,"from":%s,"to":%s,"record":`, name, moment(from), moment(to))
	}
	return l
}

// moment is a time as JSON; the zero time is null.
func moment(t time.Time) string {
	if t.IsZero() {
		return "null"
	}
	return t.UTC().Format(`"2006-01-02T15:04:05Z"`)
}

// add appends a record's line and writes when enough has come together. It
// reports false when the output is broken.
func (l *lines) add(kind string, r proofpoint.Record) bool {
	if l.envelope != nil {
		l.buf = append(l.buf, `{"kind":"`...)
		l.buf = append(l.buf, kind...) // one of four words, or empty
		l.buf = append(l.buf, `","id":`...)
		l.buf = appendLine(l.buf, l.idOf(r))
		l.buf = append(l.buf, l.envelope...)
	}
	if name := r.Path.Name; l.keyed && name != "" {
		l.buf = append(append(append(l.buf, '{'), quoted(name)...), ':')
		l.buf = append(appendLine(l.buf, r.Raw), '}')
	} else {
		l.buf = appendLine(l.buf, r.Raw)
	}
	if l.envelope != nil {
		l.buf = append(l.buf, '}')
	}
	l.buf = append(l.buf, '\n')
	if len(l.buf) >= lineBuffer || time.Since(l.flushed) >= flushEvery {
		l.flush()
	}
	return l.err == nil
}

// flush hands what there is to the output.
func (l *lines) flush() {
	if l.err == nil && len(l.buf) > 0 {
		n, err := l.w.Write(l.buf)
		l.written += int64(n)
		if err != nil {
			l.err = &outputError{fmt.Errorf("standard output: %w", err)}
		}
	}
	l.buf, l.flushed = l.buf[:0], time.Now()
}

// appendLine appends JSON without its line breaks.
func appendLine(dst, raw []byte) []byte {
	for {
		i := bytes.IndexAny(raw, "\r\n")
		if i < 0 {
			return append(dst, raw...)
		}
		dst, raw = append(dst, raw[:i]...), raw[i+1:]
	}
}

var memberID = pathdata.MustCompile("$.id").Optional()

// idOf returns the member id of a record as it stands there, or the name under
// which the record stood, or null.
func (l *lines) idOf(r proofpoint.Record) []byte {
	for m, err := range pathdata.Each(bytes.NewReader(r.Raw), memberID) {
		if err == nil {
			return bytes.Clone(m.Raw)
		}
	}
	if l.keyed && r.Path.Name != "" {
		return quoted(r.Path.Name)
	}
	return []byte("null")
}

// anyMember reports whether a path ends at whatever members there are.
func anyMember(path *pathdata.Selector) bool {
	text := path.String()
	return strings.HasSuffix(text, ".*") || strings.HasSuffix(text, "[*]")
}

// quoted is a name as JSON.
func quoted(name string) []byte {
	b, _ := json.Marshal(name) // a text can always be written
	return b
}
