// Filters as programs, and the machine that runs one on a node of a table. A
// program is a list of tests with jumps between them; its one register is the
// result so far. How values compare is in value.go, what queries select in
// held.go.

package pathdata

// program is a compiled filter.
type program struct {
	code   []instruction
	levels int // how far below the tested node it looks
}

type instruction struct {
	op          opcode
	cmp         comparator
	jump        int // for the jumps: where to
	left, right *term
}

type opcode uint8

const (
	opExists    opcode = iota // the query left selects something
	opCompare                 // left cmp right
	opMatch                   // left, a call of match or search
	opNot                     // not what was
	opJumpFalse               // go to jump if false
	opJumpTrue                // go to jump if true
)

type comparator uint8

const (
	compareNone comparator = iota
	compareEqual
	compareUnequal
	compareLess
	compareAtMost
	compareGreater
	compareAtLeast
)

// term is something that has a value: a literal, a query, a function call.
type term struct {
	kind    termKind
	literal value
	query   query
	call    function
	args    []*term
	pattern *pattern // of match and search
	fixed   bool     // the pattern is written out; nil then matches nothing
}

type termKind uint8

const (
	termLiteral termKind = iota
	termQuery
	termCall
)

// query is a path inside a filter, from the tested node or from the root.
type query struct {
	steps  []step
	root   bool
	single bool // selects one node at most
}

// look says how far below the tested node a program looks.
func (pr *program) look() (levels int) {
	for _, in := range pr.code {
		switch {
		case in.op == opCompare && in.left.deep() && in.right.deep():
			return everyLevel
		case in.op == opCompare:
			levels = max(levels, in.left.look(), in.right.look())
		case in.left != nil:
			levels = max(levels, in.left.look())
		}
	}
	return levels
}

// deep says whether the term may be an array or object, to be compared whole.
func (t *term) deep() bool { return t.kind == termQuery || t.kind == termCall && t.call == callValue }

func (t *term) look() (levels int) {
	if t.kind == termQuery {
		return levelsOf(t.query.steps)
	}
	for _, arg := range t.args {
		levels = max(levels, arg.look())
	}
	if t.call == callLength {
		levels = deeper(levels, 1)
	}
	return levels
}

// passes runs a program on a node. When the budget is spent the answer is false,
// and means nothing.
func (e *evaluation) passes(pr *program, at uint32) (result bool) {
	for i := 0; i < len(pr.code) && e.spend(1); i++ {
		in := &pr.code[i]
		switch in.op {
		case opExists:
			result = e.exists(&in.left.query, at)
		case opCompare:
			left := e.value(in.left, at)
			result = e.compare(in.cmp, left, e.value(in.right, at))
		case opMatch:
			result = e.matches(in.left, at)
		case opNot:
			result = !result
		case opJumpFalse:
			if !result {
				i = in.jump - 1
			}
		case opJumpTrue:
			if result {
				i = in.jump - 1
			}
		}
	}
	return result && !e.over
}

// value gives the value of a term.
func (e *evaluation) value(t *term, at uint32) value {
	switch {
	case t.kind == termLiteral:
		return t.literal
	case t.kind == termQuery:
		return e.nodeValue(e.one(&t.query, at))
	case t.call == callLength:
		return e.length(e.value(t.args[0], at))
	case t.call == callCount:
		return value{kind: kindNumber, count: e.count(&t.args[0].query, at)}
	}
	return e.nodeValue(e.one(&t.args[0].query, at))
}

// length is the function of that name: of text in characters, of an array or
// object in children.
func (e *evaluation) length(v value) value {
	switch v.kind {
	case kindText:
		return value{kind: kindNumber, count: e.characters(v)}
	case kindArray, kindObject:
		n := int64(0)
		for c := v.node + 1; c < e.node(v.node).next; c = e.node(c).next {
			n++
		}
		e.spend(n)
		return value{kind: kindNumber, count: n}
	}
	return value{}
}

// matches is a call of match or search.
func (e *evaluation) matches(t *term, at uint32) bool {
	v := e.value(t.args[0], at)
	if t.fixed && t.pattern == nil || v.kind != kindText {
		return false
	}
	p := t.pattern
	if !t.fixed {
		text := e.value(t.args[1], at)
		if text.kind != kindText {
			return false
		}
		if p = e.patternOf(text, t.call == callMatch); p == nil {
			return false
		}
	}
	return e.find(p, e.plain(v, &e.textA))
}

// dynamic is a pattern that came out of a body.
type dynamic struct {
	text    string
	whole   bool
	pattern *pattern // nil: it is none
}

// maxPatterns is how many patterns of the body are kept compiled.
const maxPatterns = 8

// patternOf compiles a pattern of the body, or finds it among the last few.
func (e *evaluation) patternOf(v value, whole bool) *pattern {
	text := e.plain(v, &e.textB)
	for _, d := range e.patterns {
		if d.whole == whole && d.text == string(text) {
			return d.pattern
		}
	}
	if len(text) > maxDynamic {
		return e.refuse("a pattern of more than %d bytes", maxDynamic)
	}
	if !e.spend(1000 + 10*int64(len(text))) {
		return nil
	}
	d := dynamic{text: string(text), whole: whole}
	var err error
	if d.pattern, err = newPattern(d.text, whole, maxPattern); err != nil {
		return e.refuse("%v", err)
	}
	if d.pattern != nil && !e.spend(10*int64(d.pattern.size)) {
		return nil
	}
	if len(e.patterns) < maxPatterns {
		e.patterns = append(e.patterns, d)
	} else {
		e.patterns[e.oldest] = d
		e.oldest = (e.oldest + 1) % maxPatterns
	}
	return d.pattern
}
