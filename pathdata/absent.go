// Absent, null and empty are three answers: this file keeps, for each selector,
// how far its paths got, and words the error when they got nowhere. It only
// listens to the walk in stream.go.

package pathdata

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
)

const (
	maxNames   = 64  // names kept for a suggestion
	maxNameLen = 128 // bytes of one
	maxObjects = 16  // objects whose names are looked at
)

// miss is what is known about a selector that has not matched yet.
type miss struct {
	found  bool // matched, or empty or null, or optional: nothing to report
	known  bool
	branch int
	step   int // how many steps matched
	reason string
	wanted []string

	empty     bool // a filter or descendants, behind emptyStep steps, selected nothing
	emptyStep int

	names     []string // seen where a name was missed, namesStep steps down
	namesStep int
	objects   int
}

// further says whether a miss at st is news.
func (w *walker) further(st state) *miss {
	m := &w.miss[w.branches[st.br].sel]
	if m.found || m.known && st.step <= m.step {
		return nil
	}
	m.known, m.branch, m.step, m.wanted = true, st.br, st.step, nil
	return m
}

func (w *walker) missType(st state, c byte) {
	if m := w.further(st); m != nil {
		s := &w.branches[st.br].all[st.step]
		want := "an array or an object"
		switch {
		case !s.array:
			want = "an object"
		case !s.object:
			want = "an array"
		}
		m.reason = "is " + kind(c) + ", not " + want
	}
}

func kind(c byte) string {
	switch c {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// missName notes that an object ended without any of a step's names.
func (w *walker) missName(st state, object uint64) {
	b := &w.branches[st.br]
	if w.miss[b.sel].found {
		return
	}
	names := b.steps[st.step].names
	for i := range names {
		if w.seen[b.ids[st.step]+i] == object {
			return
		}
	}
	w.missNames(st)
}

func (w *walker) missNames(st state) {
	if m := w.further(st); m != nil {
		m.wanted = w.branches[st.br].all[st.step].names
		m.reason = "has no member " + orList(m.wanted)
	}
}

// missMember notes that an object with so many members ended for a step that is
// no wildcard.
func (w *walker) missMember(st state, object uint64, members int) {
	b := &w.branches[st.br]
	if st.step == len(b.steps) || len(b.steps[st.step].names) > 0 {
		w.missName(st, object)
		return
	}
	if members == 0 && st.step > 0 { // at the root it is an answer of another shape
		w.miss[b.sel].found = true // in the place of an empty array
		return
	}
	w.missType(st, '{')
}

// missIndex notes that an array ended after n elements.
func (w *walker) missIndex(st state, n int) {
	b := &w.branches[st.br]
	if w.miss[b.sel].found || st.step == len(b.steps) {
		return
	}
	s := &b.steps[st.step]
	if s.any && n > 0 {
		return
	}
	for _, sp := range s.slices {
		if sp.from < min(sp.to, n) {
			return
		}
	}
	for _, i := range s.indexes {
		if i < n {
			return
		}
	}
	if s.any || len(s.slices) > 0 {
		w.miss[b.sel].found = true // none selected: no records, but not absent
		return
	}
	w.missElement(st, s.indexes[0], n)
}

func (w *walker) missElement(st state, index, n int) {
	if m := w.further(st); m != nil {
		m.reason = fmt.Sprintf("has no element %d, it has %d", index, n)
	}
}

func orList(names []string) string {
	quoted := make([]string, min(len(names), 8))
	for i := range quoted {
		quoted[i] = strconv.Quote(names[i])
	}
	if len(names) > len(quoted) {
		quoted[len(quoted)-1] = "others"
	}
	return strings.Join(quoted, " or ")
}

// startNames gets ready to keep the names of one object.
func (w *walker) startNames(live []state) {
	for _, st := range live {
		w.miss[w.branches[st.br].sel].openObject(st.step)
	}
}

// noteName keeps a name that stands where one of a path was looked for.
func (w *walker) noteName(live []state, name []byte) {
	for _, st := range live {
		if m := &w.miss[w.branches[st.br].sel]; m.listens(st.step) {
			m.note(name)
		}
	}
}

// openObject gets ready for the names of an object that a step looks into.
func (m *miss) openObject(step int) {
	if m.found {
		return
	}
	if m.names == nil || step > m.namesStep {
		m.names, m.namesStep, m.objects = m.names[:0], step, 0
	}
	if step == m.namesStep {
		m.objects++
	}
}

// listens says whether names are kept where that step looks.
func (m *miss) listens(step int) bool {
	return !m.found && step == m.namesStep && m.objects <= maxObjects && len(m.names) < maxNames
}

func (m *miss) note(name []byte) {
	if len(name) > maxNameLen {
		return
	}
	for _, have := range m.names {
		if have == string(name) {
			return
		}
	}
	m.names = append(m.names, string(name))
}

// absent says whether the selector's path is: nothing was found, and what was
// missed lies behind what filters and descendants let pass.
func (m *miss) absent() bool {
	return !m.found && !(m.empty && (!m.known || m.step <= m.emptyStep))
}

// verdict is the error at the end of a walk, nil if there is none.
func (w *walker) verdict() error {
	var pe *ParseError
	if errors.As(w.err, &pe) {
		pe.Records = w.records
	}
	if w.err != nil || w.values == 0 {
		return w.err
	}
	var absent []error
	for i := range w.miss {
		if w.miss[i].absent() {
			absent = append(absent, w.noMatch(i))
		}
	}
	if len(absent) == 1 {
		return absent[0]
	}
	return errors.Join(absent...)
}

func (w *walker) noMatch(sel int) *NoMatchError {
	m := &w.miss[sel]
	e := &NoMatchError{Path: w.sels[sel].pathText(), Matched: "$"}
	if !m.known {
		return e
	}
	e.Matched, e.reason = w.branches[m.branch].prefix(m.step), m.reason
	if m.namesStep == m.step {
		for _, name := range m.wanted {
			if e.Suggest == "" {
				e.Suggest, _ = suggest.Nearest(name, m.names)
			}
		}
	}
	return e
}
