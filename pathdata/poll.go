// Evaluations and the reader: no read interrupts an evaluation, so it asks the
// reader now and then whether anybody still waits for the answer. It does so by
// steps and not by the clock, so that what it gives can be repeated. Steps are
// spent in held.go and value.go; here they are handed out, in portions.

package pathdata

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	stepsPerPoll  = 1 << 15 // some milliseconds, also where a step is dear
	pollsToFinish = 4       // what is granted to values before the place where a reader broke
)

// ending is a reader that can be asked without a read whether it has come to its
// end, as a context can be.
type ending interface{ Err() error }

// begin gives an evaluation its budget. What is left of a portion comes first, so
// that many small evaluations ask as often as a large one.
func (e *evaluation) begin(steps int64) {
	e.left = min(max(e.left, 0), steps)
	e.reserve = steps - e.left
}

// refill takes the next portion and asks the reader. Without a next portion the
// evaluation is over.
func (e *evaluation) refill() {
	if e.over {
		return
	}
	more := min(e.reserve, stepsPerPoll-e.left)
	e.left += more
	e.reserve -= more
	e.over = e.left < 0 || e.abandoned()
}

// abandoned asks the reader whether the evaluation is still wanted.
func (e *evaluation) abandoned() bool {
	if e.failed == nil {
		e.failed = e.in.failed()
	}
	return e.failed != nil
}

// failed gives the error of a reader that has ended by one: what a read gave,
// once the values before that place had their time, or what the reader says when
// it is asked.
func (in *input) failed() error {
	if in.broken {
		if in.polls++; in.polls < pollsToFinish {
			return nil
		}
		return &ParseError{Offset: in.doneAt, Err: in.done}
	}
	if in.ending == nil {
		return nil
	}
	if err := in.ending.Err(); err != nil && err != io.EOF {
		return &ParseError{Offset: in.base + int64(in.n), Err: err}
	}
	return nil
}

// giveUp ends the walk for an evaluation that is over: by the error of the reader
// if that is why, else by err, which is about the value at p.
func (w *walker) giveUp(p int, err error) bool {
	if w.err == nil && w.eval.failed != nil {
		w.err = w.eval.failed
	}
	return w.fail(p, err)
}

// work counts what is done for a value out of no budget, and says whether to go
// on.
func (e *evaluation) work(steps int64) bool {
	if e.left -= steps; e.left < 0 {
		e.left = stepsPerPoll
		return !e.abandoned()
	}
	return true
}

// patternSteps is how many instructions of a pattern, run on one byte, are one
// step.
const patternSteps = 32

// find runs a pattern on a text, in portions if it takes long.
func (e *evaluation) find(p *pattern, text []byte) bool {
	steps := 1 + int64(len(text))*int64(p.size)/patternSteps
	if !e.spend(steps) {
		return false
	}
	if steps < stepsPerPoll {
		return p.re.Match(text)
	}
	r := watched{e: e, text: text, portion: max(stepsPerPoll*patternSteps/p.size, 1)}
	return p.re.MatchReader(&r) && !e.over
}

// watched gives a text to a pattern, and ends it when the evaluation is over.
type watched struct {
	e       *evaluation
	text    []byte
	portion int // bytes until the reader is asked
	at, ask int
}

func (r *watched) ReadRune() (c rune, size int, err error) {
	if r.at >= r.ask {
		r.ask += r.portion
		r.e.pause()
	}
	if r.at == len(r.text) || r.e.over {
		return 0, 0, io.EOF
	}
	c, size = utf8.DecodeRune(r.text[r.at:])
	r.at += size
	return c, size, nil
}

// pause asks the reader within something that is paid for already.
func (e *evaluation) pause() {
	if e.abandoned() {
		e.over = true
	}
}

// piece is how much of a text loses its escapes at once, in bytes.
const piece = 64 << 10

// unescape is unquote for a text of any length. What it gives is short only when
// the reader has ended.
func (e *evaluation) unescape(dst, s []byte) []byte {
	for len(s) > 2*piece {
		if e.pause(); e.failed != nil {
			return dst
		}
		n := wholeEscapes(s, piece)
		dst, s = unquote(dst, s[:n]), s[n:]
	}
	return unquote(dst, s)
}

// name gives the member name of a node, without escapes. It is valid until the
// next call.
func (e *evaluation) name(id uint32) []byte {
	n := e.node(id)
	if n.size == noName {
		return nil
	}
	name := e.src[n.key : n.key+n.size&sizes]
	if n.size&escapes != 0 {
		e.text = e.unescape(e.text[:0], name)
		return e.text
	}
	return name
}

// wholeEscapes gives a place from n on, near it, at which no escape and no pair
// of surrogates is cut.
func wholeEscapes(s []byte, n int) int {
	for i := 0; ; {
		back := bytes.IndexByte(s[i:max(i, n)], '\\')
		if back < 0 {
			return max(i, n)
		}
		if i += back + 2; s[i-1] == 'u' {
			i += 4
			if len(s)-i >= 6 && s[i] == '\\' && s[i+1] == 'u' && utf16.DecodeRune(hex4(s[i-4:]), hex4(s[i+2:])) != utf8.RuneError {
				i += 6
			}
		}
	}
}
