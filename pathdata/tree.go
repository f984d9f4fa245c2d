// What an expression needs to know of a value besides the value: where its
// arrays and objects are in the bytes, and what walking it may cost.

package pathdata

// tree is a decoded value and what its evaluation may cost.
type tree struct {
	nodes int64
	depth int64
	text  int64               // length of the longest string, as it is in the bytes
	spans map[uintptr]*[2]int // where arrays and objects are, by address
}

// note is told of an array or object of n children that is the depth-th that is
// open.
func (t *tree) note(v any, start, end, n, depth int) {
	t.nodes += int64(n)
	if n > 0 {
		t.depth = max(t.depth, int64(depth))
	}
	if at := address(v); at != 0 {
		t.spans[at] = &[2]int{start, end}
	}
}

// operand decodes a value of the body for an expression.
func (w *walker) operand(raw []byte) (*tree, any, error) {
	if w.operands == nil {
		w.operands = &decoding{deepest: heldDepth}
	}
	t := &tree{nodes: 1, spans: map[uintptr]*[2]int{}}
	w.operands.tree = t
	v, err := w.operands.decode(raw, operands)
	return t, v, err
}
