// Absence inside held values: what absent.go keeps for the walk, kept for the
// evaluation. A filter or a descendant that selects nothing is zero records, but
// a name or an index behind it may still be absent.

package pathdata

// emptied notes that step i of those on the held value, a filter or descendants,
// may select nothing and that this is no absence. The step before them is -1.
func (m *matching) emptied(i int) {
	b := &m.w.branches[m.branch]
	s := &m.w.miss[b.sel]
	if at := len(b.steps) + i; !s.empty || at > s.emptyStep {
		s.empty, s.emptyStep = true, at
	}
}

// missed notes that step i selected nothing of a node.
func (m *matching) missed(i int, at uint32) {
	b, e := &m.w.branches[m.branch], &m.w.eval
	s := &m.w.miss[b.sel]
	if s.found {
		return
	}
	st, step := state{m.branch, len(b.steps) + i}, &b.rest[i]
	kind, filtered := e.kind(at), false
	for _, c := range step.choices {
		filtered = filtered || c.kind == byFilter
	}
	switch {
	case !(kind == '{' && step.object || kind == '[' && step.array):
		empty := kind == '{' && e.node(at).next == at+1 && st.step > 0 // in the place of an empty array
		s.found = kind == 'n' && (step.any || len(step.slices) > 0) || empty && len(step.slices) > 0
		if !s.found {
			m.w.missType(st, kind)
		}
	case step.any && e.node(at).next == at+1 || kind == '[' && len(step.slices) > 0:
		s.found = true
	case filtered:
		m.emptied(i)
	case kind == '{':
		m.missNames(st, at)
	default:
		m.w.missElement(st, step.indexes[0], e.elements(at))
	}
}

// missNames notes that an object has none of a step's names, and which it has.
func (m *matching) missNames(st state, at uint32) {
	e := &m.w.eval
	s := &m.w.miss[m.w.branches[st.br].sel]
	s.openObject(st.step)
	for c := at + 1; c < e.node(at).next && s.listens(st.step) && e.spend(1); c = e.node(c).next {
		s.note(e.name(c))
	}
	m.w.missNames(st)
}

// twice ends the walk at a name that the path selects by name and that an object
// has twice.
func (m *matching) twice(at uint32, name string) bool {
	w, n := m.w, m.w.eval.node(at)
	return w.fail(int(m.start-w.base)+int(n.key)-1, duplicate(name, onPath))
}
