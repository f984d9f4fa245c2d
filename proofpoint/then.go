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
// or the children one by one.
func (w *walk) follow(r Record) {
	attached := attachment{failed: map[string]string{}}
	var firstErr error
	streamed := false
	for _, t := range w.r.Then {
		if t.Name == "" {
			streamed = true
			w.stream(t, r)
		} else if err := w.attach(t, r, &attached); err != nil {
			firstErr = errors.Join(firstErr, err)
			if t.Must || ends(err) || len(attached.failed) == len(w.r.Then) {
				w.end(err)
			}
		}
		if w.done {
			return
		}
	}
	if streamed && len(attached.names) == 0 {
		return
	}
	raw, err := attached.compose(r.Raw)
	if err != nil {
		w.emit(r, &RecordError{Path: r.Path, Offset: -1, Err: err})
		return
	}
	r.Raw = raw
	w.emit(r, nil)
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

// children builds one request for each combination that Pick finds in parent.
func (w *walk) children(t Then, parent Record) ([]Request, error) {
	sets := []map[string]any{maps.Clone(t.With)}
	for _, name := range slices.Sorted(maps.Keys(t.Pick)) {
		values, err := picked(t.Pick[name], parent.Raw)
		if err != nil {
			return nil, err
		}
		var next []map[string]any
		for _, v := range values {
			for _, s := range sets {
				s = maps.Clone(s)
				if s == nil {
					s = map[string]any{}
				}
				s[name] = v
				next = append(next, s)
			}
		}
		sets = next
	}
	var requests []Request
	for _, s := range sets {
		r, err := t.Ask.Build(s)
		if err != nil {
			return nil, err
		}
		r.Base = orElse(r.Base, w.r.Base)
		requests = append(requests, r)
	}
	return requests, nil
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
	requests, err := w.children(t, parent)
	if err != nil {
		w.childFailed(t, parent, err)
	}
	for group := range slices.Chunk(requests, max(t.Parallel, 1)) {
		for seq := range w.ahead(group) {
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
}

// ahead yields the children's sequences, in order. One by itself is asked as it
// is walked; several are asked at once and held.
func (w *walk) ahead(group []Request) iter.Seq[iter.Seq2[Record, error]] {
	return func(yield func(iter.Seq2[Record, error]) bool) {
		if len(group) == 1 {
			yield(w.c.walkRequest(w.ctx, group[0], nil, w.o.child()))
			return
		}
		held := make([]held, len(group))
		var all sync.WaitGroup
		for i, q := range group {
			all.Go(func() {
				for r, err := range w.c.walkRequest(w.ctx, q, nil, w.o.child()) {
					held[i] = append(held[i], pair{r, err})
				}
			})
		}
		all.Wait()
		for _, h := range held {
			if !yield(h.walk) {
				return
			}
		}
	}
}

// held is a sequence that was walked before.
type held []pair

type pair struct {
	r   Record
	err error
}

func (h held) walk(yield func(Record, error) bool) {
	for _, p := range h {
		if !yield(p.r, p.err) {
			return
		}
	}
}

func (w *walk) childFailed(t Then, parent Record, err error) {
	if t.Must || ends(err) || w.ctx.Err() != nil {
		w.end(err)
		return
	}
	w.emit(Record{Path: parent.Path, Parent: &parent}, &RecordError{Path: parent.Path, Offset: -1, Err: err})
}

// attach collects the answers of one Then under its name.
func (w *walk) attach(t Then, parent Record, a *attachment) error {
	requests, err := w.children(t, parent)
	var records []Record
	for group := range slices.Chunk(requests, max(t.Parallel, 1)) {
		for seq := range w.ahead(group) {
			for r, bad := range seq {
				if bad != nil && r.Raw == nil {
					err = errors.Join(err, bad)
					break
				}
				records = append(records, r)
			}
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		a.failed[t.Name] = err.Error()
		return err
	}
	a.add(t.Name, records)
	return nil
}

// attachment is what gets attached to one record.
type attachment struct {
	names  []string
	values [][]byte
	failed map[string]string
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
