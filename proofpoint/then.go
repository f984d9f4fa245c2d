// Further requests for each record: chains, and answers that take several
// calls to put together. Children run through the same loop as everyone.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Then asks a further operation for each record of a request. It is data, so
// it can be planned and written down.
type Then struct {
	// Ask is the operation that is asked.
	Ask *Operation
	// Pick fills parameters of Ask from paths in the parent record. A path with
	// several matches makes one request for each.
	Pick map[string]*pathdata.Selector
	// With gives constant parameters of Ask.
	With map[string]any
	// Name is the member under which the answers are attached to the parent: an
	// array of records, or the one record if it was no element of an array. ""
	// yields each child by itself, with Record.Parent.
	Name string
	// Must makes a failed child end the sequence. Otherwise it is named in the
	// parent's member "errors", or comes as a [*RecordError].
	Must bool
	// Parallel is how many children of one record may run at once; 0 means 1.
	// Their order is kept; more than 1 holds that many children's answers.
	Parallel int
}

// follow makes r's further requests and hands on r with the answers attached,
// or the children one by one. A flaw of r is said beside what comes of it.
func (w *walk) follow(r Record, flaw error) {
	a := attachment{failed: map[string]string{}, left: w.c.recordLimit()}
	streamed, named := false, 0
	for _, t := range w.r.Then {
		if t.Name == "" {
			streamed = true
			w.stream(t, r)
		} else {
			named++
			w.attach(t, r, &a, named)
		}
		if w.done {
			return
		}
	}
	if streamed && named == 0 {
		if flaw != nil {
			w.emit(Record{Path: r.Path, Parent: &r}, flaw)
		}
		return
	}
	raw, err := a.compose(r.Raw)
	if err != nil {
		w.emit(r, &RecordError{Path: r.Path, Offset: -1, Err: err})
		return
	}
	r.Raw = raw
	w.emit(r, flaw)
}

// ends reports whether a child's error ends the sequence in any case: every
// further child would fail the same way.
func ends(err error) bool {
	return errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrNotConfigured) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// end yields a fatal error of a child and stops the walk.
func (w *walk) end(err error) {
	w.done = true
	w.yield(Record{}, err)
}

// maxChildren bounds the further requests of one Then for one record, because
// the record may be an attacker's.
const maxChildren = 10_000

// children yields one request for each combination of the values that Pick
// finds in parent.
func (w *walk) children(t Then, parent Record) iter.Seq2[Request, error] {
	return func(yield func(Request, error) bool) {
		names := slices.Sorted(maps.Keys(t.Pick))
		values := make([][]any, len(names))
		all := 1
		for i, name := range names {
			var err error
			if values[i], err = picked(t.Pick[name], parent.Raw); err != nil {
				yield(Request{}, err)
				return
			}
			if all *= len(values[i]); all > maxChildren {
				yield(Request{}, fmt.Errorf("the record asks for more than %d requests of %s", maxChildren, t.Ask.Name))
				return
			}
		}
		for n := range all {
			params := maps.Clone(t.With)
			if params == nil {
				params = map[string]any{}
			}
			for i, name := range names {
				params[name] = values[i][n%len(values[i])]
				n /= len(values[i])
			}
			r, err := t.Ask.Build(params)
			if r.Service == w.r.Service {
				r.Base = orElse(r.Base, w.r.Base)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// picked returns the values that sel selects in a record, nulls left out.
func picked(sel *pathdata.Selector, raw []byte) ([]any, error) {
	var values []any
	for m, err := range pathdata.Each(bytes.NewReader(raw), sel.Elements()) {
		if err != nil {
			return nil, err
		}
		var v any
		if err := decodeNumbers(m.Raw, &v); err != nil {
			return nil, err
		}
		if v != nil {
			values = append(values, v)
		}
	}
	return values, nil
}

// stream yields the children of one Then by themselves, in order.
func (w *walk) stream(t Then, parent Record) {
	for seq, err := range w.ahead(t, parent) {
		if err != nil {
			w.childFailed(t, parent, err)
			seq = held(nil).walk
		}
		for r, err := range seq {
			if err != nil && !CanContinue(err) {
				w.childFailed(t, parent, err)
				break
			}
			r.Parent = &parent
			if w.emit(r, err); w.done {
				return
			}
		}
		if w.done {
			return
		}
	}
}

// ahead yields the children's sequences, in order. One at a time is asked as it
// is walked; where several run at once they are held, within the limit of one
// record.
func (w *walk) ahead(t Then, parent Record) iter.Seq2[iter.Seq2[Record, error], error] {
	return func(yield func(iter.Seq2[Record, error], error) bool) {
		var group []Request
		flush := func() bool {
			for _, seq := range w.side(group) {
				if !yield(seq, nil) {
					return false
				}
			}
			group = group[:0]
			return true
		}
		for r, err := range w.children(t, parent) {
			if err == nil {
				group = append(group, r)
			}
			if (err != nil || len(group) >= max(t.Parallel, 1)) && !flush() || err != nil && !yield(nil, err) {
				return
			}
		}
		flush()
	}
}

// side starts a group of children side by side and returns their sequences.
func (w *walk) side(group []Request) []iter.Seq2[Record, error] {
	out := make([]iter.Seq2[Record, error], len(group))
	for i, q := range group {
		out[i] = w.c.walkRequest(w.ctx, q, nil, w.o.child())
	}
	if len(group) < 2 {
		return out
	}
	var left atomic.Int64
	left.Store(w.c.recordLimit())
	var all sync.WaitGroup
	for i, seq := range out {
		all.Go(func() { out[i] = hold(seq, &left).walk })
	}
	all.Wait()
	return out
}

// held is a sequence that was walked before.
type held []pair

type pair struct {
	r   Record
	err error
}

// leastHeld is what a held answer takes at least: the buffer that it lies in.
const leastHeld = 4 << 10

var errTooMuch = errors.New("the answers to a record's further requests are larger than one record may be")

func hold(seq iter.Seq2[Record, error], left *atomic.Int64) (h held) {
	for r, err := range seq {
		if left.Add(-max(int64(len(r.Raw)), leastHeld)) < 0 {
			return append(h, pair{err: errTooMuch})
		}
		h = append(h, pair{r, err})
	}
	return h
}

func (h held) walk(yield func(Record, error) bool) {
	for _, p := range h {
		if !yield(p.r, p.err) {
			return
		}
	}
}

func (w *walk) childFailed(t Then, parent Record, err error) {
	switch {
	case w.ctx.Err() != nil:
		w.end(context.Cause(w.ctx))
	case t.Must || ends(err):
		w.end(err)
	default:
		w.emit(Record{Path: parent.Path, Parent: &parent}, &RecordError{Path: parent.Path, Offset: -1, Err: err})
	}
}

// attach collects the answers of one Then, the nth that has a name.
func (w *walk) attach(t Then, parent Record, a *attachment, n int) {
	err := w.collect(t, parent, a)
	switch {
	case w.ctx.Err() != nil:
		w.end(context.Cause(w.ctx))
	case err == nil:
	case t.Must || ends(err):
		w.end(err)
	default:
		a.failed[t.Name] = cause(err)
		// A chain that starts from a value and of which nothing came is no record.
		if w.r.Value != nil && n == len(w.r.Then) && len(a.failed) == n {
			w.end(err)
		}
	}
}

func (w *walk) collect(t Then, parent Record, a *attachment) error {
	var records []Record
	var failed error
	for seq, err := range w.ahead(t, parent) {
		if err != nil {
			seq = held{{err: err}}.walk
		}
		for r, err := range seq {
			if err != nil && !CanContinue(err) && (t.Must || ends(err) || w.ctx.Err() != nil || err == errTooMuch) {
				return err
			}
			if err != nil {
				failed = err
				a.failed[t.Name] = cause(err) // and what came is attached
			}
			if a.left -= max(int64(len(r.Raw)), leastHeld); a.left < 0 {
				return errTooMuch
			}
			if r.Raw != nil {
				records = append(records, r)
			}
		}
	}
	if failed != nil && len(records) == 0 {
		return failed
	}
	a.add(t.Name, records)
	return nil
}

// attachment is what gets attached to one record.
type attachment struct {
	names  []string
	values [][]byte
	failed map[string]string
	left   int64 // bytes that may still be attached
}

func (a *attachment) add(name string, records []Record) {
	a.names = append(a.names, name)
	if len(records) == 1 && records[0].Path.Index < 0 {
		a.values = append(a.values, records[0].Raw)
		return
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for i, r := range records {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(r.Raw)
	}
	b.WriteByte(']')
	a.values = append(a.values, b.Bytes())
}

// compose appends the members to a JSON object, whose own bytes stay as they
// are.
func (a *attachment) compose(raw []byte) ([]byte, error) {
	if len(a.failed) > 0 {
		b, err := json.Marshal(a.failed)
		if err != nil {
			return nil, err
		}
		a.names, a.values = append(a.names, "errors"), append(a.values, b)
	}
	open := bytes.TrimRight(raw, " \t\r\n")
	if !bytes.HasPrefix(open, []byte("{")) || !bytes.HasSuffix(open, []byte("}")) {
		return nil, fmt.Errorf("answers cannot be attached to a record that is no object: %s", strings.Join(a.names, ", "))
	}
	var b bytes.Buffer
	open = bytes.TrimRight(open[:len(open)-1], " \t\r\n")
	b.Write(open)
	for i, name := range a.names {
		if i > 0 || len(open) > 1 {
			b.WriteByte(',')
		}
		appendString(&b, name)
		b.WriteByte(':')
		b.Write(a.values[i])
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
