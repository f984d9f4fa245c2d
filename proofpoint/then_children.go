// Which requests a record asks for. The record may be an attacker's: it decides
// neither how many there are nor how much is read for it.

package proofpoint

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// maxChildren bounds the further requests of one Then for one record.
const maxChildren = 10_000

// children yields one request for each combination of the values that Pick
// finds in parent.
func (w *walk) children(t Then, parent Record) iter.Seq2[Request, error] {
	return w.childrenOf(t, parent, new(bool))
}

// childrenOf also tells, before the first child, whether there may be several
// because a list names them.
func (w *walk) childrenOf(t Then, parent Record, list *bool) iter.Seq2[Request, error] {
	return func(yield func(Request, error) bool) {
		names := slices.Sorted(maps.Keys(t.Pick))
		values := make([][]any, len(names))
		all := 1
		for i, name := range names {
			var err error
			var several bool
			values[i], several, err = picked(t.Pick[name], parent.Raw)
			if *list = *list || several; err != nil {
				yield(Request{}, fmt.Errorf("%s: parameter %q: %w", t.Ask.Name, name, err))
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

var errNull = errors.New("the parent has null there")

// picked returns the values that sel selects in a record, at most one more than
// there may be, and whether they stand in a list. Null is no value; where sel
// finds nothing else, and is not Optional, that is said.
func picked(sel *pathdata.Selector, raw []byte) (values []any, list bool, err error) {
	for m, err := range pathdata.Each(bytes.NewReader(raw), sel.Elements()) {
		if err != nil {
			return nil, list, err
		}
		var v any
		if err := decodeNumbers(m.Raw, &v); err != nil {
			return nil, list, err
		}
		if v == nil {
			continue
		}
		list = list || inList(m.Path)
		if values = append(values, v); len(values) > maxChildren {
			break
		}
	}
	if len(values) > 0 || isOptional(sel) {
		return values, list, nil
	}
	for m, err := range pathdata.Each(bytes.NewReader(raw), sel) { // an empty list asks for nothing, and rightly
		if err == nil && string(m.Raw) == "null" {
			return nil, list, errNull
		}
	}
	return nil, list, nil
}

// inList reports whether a value stands in an array, at any depth.
func inList(p pathdata.Path) bool {
	if p.Index >= 0 {
		return true
	}
	for rest := p.Parent; ; {
		_, behind, ok := strings.Cut(rest, "[")
		if !ok || !strings.HasPrefix(behind, "'") {
			return ok
		}
		rest = afterName(behind[1:])
	}
}

// afterName cuts a name of a normalized path off, up to its quote.
func afterName(text string) string {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\'':
			return text[i+1:]
		}
	}
	return ""
}

// isOptional reads it from the text form, the one place that tells.
func isOptional(sel *pathdata.Selector) bool {
	return strings.HasPrefix(strings.TrimPrefix(sel.String(), "elements "), "optional ")
}

// carry returns what the children of a record get from it. What could be found
// is returned beside an error.
func carry(t Then, parent Record) (carried []member, problem error) {
	for _, name := range slices.Sorted(maps.Keys(t.Carry)) {
		var found [][]byte
		var failed error
		size := 0
		for m, err := range pathdata.Each(bytes.NewReader(parent.Raw), t.Carry[name]) {
			if err != nil {
				failed = err
				break
			}
			if size += len(m.Raw) + 1; size > len(parent.Raw)+1 { // descendants overlap
				failed = errors.New("what is found is larger than the record")
				break
			}
			found = append(found, bytes.Clone(m.Raw))
		}
		switch {
		case failed != nil:
			problem = errors.Join(problem, fmt.Errorf("carry %q: %w", name, failed))
		case len(found) == 1:
			carried = append(carried, member{name, found[0]})
		case len(found) > 1:
			carried = append(carried, member{name, slices.Concat([]byte("["), bytes.Join(found, []byte(",")), []byte("]"))})
		}
	}
	return carried, problem
}
