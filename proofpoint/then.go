// Further requests for each record: chains, and answers that take several
// calls to put together. Children run through the same loop as everyone; what
// is here is how a record's children are put in line, taken in order, and
// handed on. What they are is in then_children.go, who runs ahead in
// then_line.go, what need not be asked twice in then_memory.go.

package proofpoint

import (
	"context"
	"errors"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Then asks a further operation for each record of a request: a child for its
// parent. It is data, so it can be planned and written down. The operation may
// have a Then of its own, and so on, down to 8 levels; a chain that is deeper,
// or that leads back to itself, is a [*ChainError] before any request.
//
// Parents and children stream: of the parents, only those whose children are
// under way are held. A parent's answer is therefore read only as fast as its
// children are asked. A cursor moves by pages of the first request, after all
// children of a page were taken; on resume the page's children are asked again.
//
// Within one sequence the same child (the same request, in the same Then) is
// asked once, as far as is remembered ([ChainMemory]). With Name or Carry, its own
// or of a Then above it, its answer is read whole before it is handed on, up to
// 1 MiB, and used again for each parent that names it. Any other child, yielded by
// itself and carrying nothing, comes once, with the first such parent; so does
// what it failed with. One that failed for good (404, say) failed for all parents
// alike: each says so where it is used again, the later ones without
// [APIError].Body. One that may succeed later is asked again by the next parent.
// Not remembered are children that change something, and the answers of an
// operation with a Limit on children that are all yielded by themselves. A child
// whose daily quota is spent ([ErrQuotaExhausted]) is not asked before [RetryAt]:
// it fails with the error that said so.
type Then struct {
	// Ask is the operation that is asked.
	Ask *Operation
	// Pick fills parameters of Ask from paths in the parent record. A path with
	// several matches makes one request for each, at most 10 000 for a record. A
	// path that is absent or null makes the child fail, unless it is Optional:
	// then there is none.
	Pick map[string]*pathdata.Selector
	// With gives constant parameters of Ask.
	With map[string]any
	// Name is the member under which the answers are attached to the parent: an
	// array of records, or the one record if neither it nor what named it was an
	// element of an array. ""
	// yields each child by itself, with Record.Parent. Where the parent has a
	// member of that name, it keeps its own and comes beside a [*RecordError].
	// "errors" is taken: it says what failed, by name.
	Name string
	// Carry copies values of the parent into each child, by the member's new
	// name, byte for byte; for children that are yielded by themselves. Several
	// matches are an array; a path that is absent is said once for a parent, as a
	// [*RecordError], unless it is Optional. A child that has another value under
	// that name keeps its own, and comes beside a [*RecordError]; so does one that
	// is no object. What is carried can be picked and carried further by the Then
	// of the child.
	Carry map[string]*pathdata.Selector
	// Must makes a failed child end the sequence. Otherwise it is named in the
	// parent's member "errors", or comes as a [*RecordError].
	Must bool
	// Writes must be set where Ask changes something, as a word that it is meant.
	// Such a chain takes no cursor, because a page that is repeated would write
	// again.
	Writes bool
	// Parallel is how many children of this Then may run at once, those of
	// several records together; 0 means 1, and more than 64 means 64, which is
	// also the most that run in a whole sequence, all levels together. Order is
	// kept. Those that run ahead are held to 1/64 of the limit of a record
	// (1 MiB) each, and then wait. A panic in one of them (of a pager, say) goes on
	// in the caller's loop. What writes, or asks below it what writes, never runs
	// ahead; nor does what asks below it children that come once and have Must, or
	// count for a Limit.
	Parallel int
}

// follow puts r's further requests in line, and behind them r itself. A flaw of
// r is said beside what comes of it.
func (w *walk) follow(r Record, flaw error) {
	p := &pending{Record: r, flaw: flaw, got: make([]gotten, len(w.r.Then)), left: w.c.recordLimit()}
	w.line.bytes += int64(len(r.Raw))
	for i, t := range w.r.Then {
		carried, odd := carry(t, r)
		if odd != nil {
			w.push(&slot{of: &pending{Record: Record{Path: r.Path, Parent: &p.Record}}, then: oddOnly, err: odd})
		}
		for q, err := range w.childrenOf(t, r, &p.got[i].list) {
			if w.done || p.got[i].over {
				break
			}
			w.push(&slot{of: p, then: i, ask: q, err: err, carried: carried})
		}
	}
	w.push(&slot{of: p, then: theEnd})
}

// ends reports whether a child's error ends the sequence in any case: every
// further child would fail the same way. A deadline that passed is none of these:
// unless it is the walk's own, it was one child's, of its connection say.
func ends(err error) bool {
	return errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrNotConfigured)
}

// end yields a fatal error of a child and stops the walk.
func (w *walk) end(err error) {
	w.done = true
	w.yield(Record{}, err)
}

// fatal ends the sequence if a child's error does that, and reports whether.
func (w *walk) fatal(t Then, err error) bool {
	switch {
	case w.ctx.Err() != nil:
		w.end(context.Cause(w.ctx))
	case t.Must || ends(err):
		w.end(err)
	default:
		return false
	}
	return true
}

// serve handles what is first in line: a child, the end of its record, or a
// record that only has something wrong with it.
func (w *walk) serve(s *slot) {
	switch s.then {
	case theEnd:
		w.line.bytes -= int64(len(s.of.Raw))
		w.complete(s.of)
		return
	case oddOnly:
		w.emit(s.of.Record, &RecordError{Path: s.of.Path, Offset: -1, Err: s.err})
		return
	}
	t := w.r.Then[s.then]
	switch g := &s.of.got[s.then]; {
	case g.over: // what is behind would not be attached
	case t.Name == "":
		w.stream(t, s.of, w.answersOf(s))
	default:
		w.collect(t, s.of, g, w.answersOf(s))
	}
}

// stream yields a child's records by themselves.
func (w *walk) stream(t Then, p *pending, seq iter.Seq2[Record, error]) {
	for r, err := range seq {
		_, between := err.(*bracket)
		switch {
		case between:
			w.done = !w.yield(Record{}, err) // it is no record, so Limit does not count it
		case err != nil && !CanContinue(err):
			if !w.fatal(t, err) {
				w.emit(Record{Path: p.Path, Parent: &p.Record}, &RecordError{Path: p.Path, Offset: -1, Err: err})
			}
		default:
			w.pass(r, err)
		}
		if w.done {
			return
		}
	}
}

// collect keeps a child's records until their parent is complete.
func (w *walk) collect(t Then, p *pending, g *gotten, seq iter.Seq2[Record, error]) {
	for r, err := range seq {
		if err != nil {
			if !CanContinue(err) && w.fatal(t, err) {
				return
			}
			g.fail(err)
		}
		if p.left -= max(int64(len(r.Raw)), leastHeld); p.left < 0 {
			g.records, g.over = nil, true
			if g.fail(errTooMuch); t.Must {
				w.end(errTooMuch)
			}
			return
		}
		if r.Raw != nil {
			g.records = append(g.records, r)
		}
	}
}

// leastHeld is what a held answer takes at least: the buffer that it lies in.
const leastHeld = 4 << 10

var errTooMuch = errors.New("the answers to a record's further requests are larger than one record may be")

// complete hands on a record whose children have all been taken, with what is
// attached to it. Where all children come by themselves, their parent does not.
func (w *walk) complete(p *pending) {
	var a attachment
	named, empty := 0, 0
	var last error
	for i, t := range w.r.Then {
		if t.Name == "" {
			continue
		}
		named++
		g := &p.got[i]
		if g.failed > 0 {
			a.failed = append(a.failed, member{t.Name, g.said()})
		}
		if g.failed > 0 && len(g.records) == 0 {
			empty, last = empty+1, g.last
			continue
		}
		a.add(t.Name, g)
	}
	switch {
	case named == 0:
		if p.flaw != nil {
			w.emit(Record{Path: p.Path, Parent: &p.Record}, p.flaw)
		}
		return
	case w.r.Value != nil && empty == len(w.r.Then):
		w.end(last) // a chain that starts from a value and of which nothing came is no record
		return
	}
	r := p.Record // children that were yielded have the record as it came
	raw, err := a.compose(r.Raw)
	if r.Raw = raw; err == nil {
		w.emit(r, p.flaw)
		return
	}
	w.emit(r, &RecordError{Path: r.Path, Offset: -1, Err: err})
}
