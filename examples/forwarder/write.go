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
	written  int64
	flushed  time.Time
	err      error
}

// newLines writes to w; with an envelope, that says which source and range.
func newLines(w io.Writer, envelope bool, source string, from, to time.Time) *lines {
	l := &lines{w: w}
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
		l.buf = appendLine(l.buf, idOf(r.Raw))
		l.buf = append(l.buf, l.envelope...)
	}
	l.buf = appendLine(l.buf, r.Raw)
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
			l.err = fmt.Errorf("standard output: %w", err)
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

// idOf returns the member id of a record as it stands there, or null.
func idOf(raw []byte) []byte {
	for m, err := range pathdata.Each(bytes.NewReader(raw), memberID) {
		if err == nil {
			return bytes.Clone(m.Raw)
		}
	}
	return []byte("null")
}
