// Running an expression on a value that the walk has read: its matches are
// handed to the same place as all others. What may be run is decided in
// extended.go.

package pathdata

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/PaesslerAG/gval"
)

// evaluate delivers what the selector's expression makes of m.
func (w *walker) evaluate(m Match) bool {
	e := w.sels[m.Sel].ext
	start := w.p - len(m.Raw)
	if decodeSteps(m.Raw) > w.limits.Steps {
		return w.fail(start, w.eval.overspent(e.text, w.limits.Steps))
	}
	t, v, err := w.operand(m.Raw)
	if err != nil { // it is valid by now
		return w.fail(start, tooMuch(ErrTooDeep, "levels under an extended expression", heldDepth))
	}
	steps := e.cost.of(t)
	if steps > w.limits.Steps || !w.eval.work(steps) {
		return w.giveUp(start, w.eval.overspent(e.text, w.limits.Steps))
	}
	if e.streams {
		w.miss[m.Sel].found = true
		return w.test(e, m, t, v)
	}
	result, err := evaluate(e.main(), v)
	switch {
	case isMissing(err):
		return true
	case err != nil:
		return w.refuse(e, err)
	}
	w.miss[m.Sel].found = true
	if e.keyed == nil {
		return w.computed(e, m, t, result)
	}
	matches, _ := result.(map[string]any)
	for _, k := range sorted(matches) {
		if !w.computed(e, m, t, k.value) {
			return false
		}
	}
	return true
}

func (e *extended) main() gval.Evaluable {
	if e.keyed != nil {
		return e.keyed
	}
	return e.eval
}

// test delivers a record, or what is taken of it, if it passes the filter.
func (w *walker) test(e *extended, m Match, t *tree, v any) bool {
	result, err := evaluate(e.filter, []any{v})
	if err != nil && !isMissing(err) {
		return w.refuse(e, err)
	}
	passed, _ := result.([]any)
	switch {
	case len(passed) == 0:
		return true
	case e.whole:
		return w.opened(m, m.Path.Index < 0)
	case e.rest == nil:
		for _, v := range passed {
			if !w.computed(e, m, t, v) {
				return false
			}
		}
		return true
	}
	return w.inside(m, e.rest, func(in Match) bool { return w.opened(in, true) })
}

// inside delivers what sel selects in the value of m, by its path in the body.
func (w *walker) inside(m Match, sel *Selector, deliver func(Match) bool) bool {
	o := Limits{Depth: maxDepth, Record: w.limits.Record, Body: math.MaxInt64, Keep: w.keep}
	for in, err := range EachWith(bytes.NewReader(m.Raw), o, sel) {
		var pe *ParseError
		if errors.As(err, &pe) {
			return w.fail(w.p-len(m.Raw)+int(pe.Offset), pe.Err)
		}
		if err != nil {
			break
		}
		in.Sel, in.Flaw = m.Sel, m.Flaw
		if in.Path.Parent == "" {
			in.Path = m.Path
		} else {
			in.Path.Parent = m.Path.String() + in.Path.Parent[1:]
		}
		if !deliver(in) {
			return false
		}
	}
	return true
}

var rootElements = MustCompile("$").Elements().Optional()

// opened delivers a match; with Elements, arrays that are not records are opened.
func (w *walker) opened(m Match, open bool) bool {
	if open && w.sels[m.Sel].elements && (m.Raw[0] == '[' || m.Raw[0] == 'n') {
		return w.inside(m, rootElements, w.deliver)
	}
	return w.deliver(m)
}

// computed delivers a result: the original bytes if it is an array or object of
// the value, else written anew. A flaw of what it was computed from stays said,
// because decoding took it away.
func (w *walker) computed(e *extended, m Match, t *tree, v any) bool {
	if span := t.spans[address(v)]; span != nil {
		m.Raw = m.Raw[span[0]:span[1]:span[1]]
		return w.opened(m, true)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return w.refuse(e, err)
	}
	m.Raw = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return w.opened(m, true)
}

// refuse ends the walk: the expression cannot be evaluated.
func (w *walker) refuse(e *extended, err error) bool {
	w.err = fmt.Errorf("pathdata: %q: %w", e.text, err)
	return false
}

func evaluate(eval gval.Evaluable, v any) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the evaluation failed: %v", r)
		}
	}()
	return eval(context.Background(), v)
}

// isMissing says whether the library means that the path is absent; its errors
// have no types.
func isMissing(err error) bool {
	if err == nil {
		return false
	}
	s := err.Error()
	return strings.Contains(s, "unknown key ") || strings.Contains(s, "out of bounds") || strings.Contains(s, "unsupported value type")
}

// address identifies an array or object of a tree; 0 for anything else.
func address(v any) uintptr {
	switch v := v.(type) {
	case map[string]any:
		return reflect.ValueOf(v).Pointer()
	case []any:
		if len(v) > 0 {
			return reflect.ValueOf(v).Pointer()
		}
	}
	return 0
}

// What a value costs here, in steps: to be decoded, and to be looked at by the
// library. No step of it can be interrupted, so that what fits Limits.Steps by
// default has to end in a tenth of a second.
const (
	stepsToDecode = 32
	stepsToLook   = 8
	stepsToKeep   = 256 // a match with its key
)

// decodeSteps reckons from the bytes what decoding them takes: there are not
// more values than that.
func decodeSteps(raw []byte) int64 {
	values := 1 + bytes.Count(raw, []byte{','}) + bytes.Count(raw, []byte{'['}) + bytes.Count(raw, []byte{'{'})
	return int64(len(raw))/2 + stepsToDecode*int64(values)
}

// of reckons the steps of an evaluation: more than it takes, not less.
func (c cost) of(t *tree) int64 {
	value := int64(stepsToLook)
	if c.descends {
		value *= 8 + 4*t.depth + t.depth*t.depth/4 // the library copies the way to each value at each level
	}
	if c.keyed {
		value += stepsToKeep
	}
	steps := mul(mul(t.nodes, c.unions), value)
	for range c.loops {
		steps = mul(steps, t.nodes)
	}
	return mul(steps, 1+mul(c.regexps, t.text/64)+mul(c.pluses*c.pluses, t.text/64))
}

// mul multiplies what is not negative, up to the largest int64.
func mul(a, b int64) int64 {
	if b != 0 && a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}

// keyed is a match of the library with the way to it.
type keyed struct {
	way   []part
	value any
}

// part is a member name, or an index with its number.
type part struct {
	name   string
	number int // -1 for a name
}

// sorted orders the matches by their keys, which are such as $["rows"]["10"]:
// by member name, indexes as numbers.
func sorted(matches map[string]any) []keyed {
	list := make([]keyed, 0, len(matches))
	for key, value := range matches {
		list = append(list, keyed{way(key), value})
	}
	slices.SortFunc(list, func(a, b keyed) int { return slices.CompareFunc(a.way, b.way, comparePart) })
	return list
}

func way(key string) (parts []part) {
	for rest := strings.TrimPrefix(key, "$"); strings.HasPrefix(rest, "["); {
		q, err := strconv.QuotedPrefix(rest[1:])
		if err != nil {
			break
		}
		name, _ := strconv.Unquote(q)
		number, err := strconv.Atoi(name)
		if err != nil || number < 0 {
			number = -1
		}
		parts = append(parts, part{name, number})
		rest = strings.TrimPrefix(rest[1+len(q):], "]")
	}
	return parts
}

func comparePart(a, b part) int {
	if a.number >= 0 && b.number >= 0 && a.number != b.number {
		return cmp.Compare(a.number, b.number)
	}
	return cmp.Compare(a.name, b.name)
}
