// The reader of filters: logical expressions as RFC 9535, section 2.3.5, has
// them, written down as the program that filter.go runs. Functions and their
// types are in parse_function.go.

package pathdata

// filter reads what stands behind "?".
func (ps *pathParser) filter() (*program, error) {
	pr := &program{}
	roots := ps.roots
	if err := ps.either(pr); err != nil {
		return nil, err
	}
	pr.levels = pr.look()
	if ps.roots > roots {
		pr.levels = everyLevel
	}
	return pr, nil
}

// either reads a || b || c.
func (ps *pathParser) either(pr *program) error {
	return ps.chain(pr, "||", opJumpTrue, ps.both)
}

// both reads a && b && c.
func (ps *pathParser) both(pr *program) error {
	return ps.chain(pr, "&&", opJumpFalse, ps.basic)
}

// chain reads operands with word between them. Once the result is certain the
// program jumps behind the last.
func (ps *pathParser) chain(pr *program, word string, op opcode, operand func(*program) error) error {
	var jumps []int
	for {
		if err := operand(pr); err != nil {
			return err
		}
		at := ps.at
		ps.space()
		if !ps.skip(word) {
			ps.at = at
			break
		}
		ps.space()
		jumps = append(jumps, len(pr.code))
		pr.code = append(pr.code, instruction{op: op})
	}
	for _, j := range jumps {
		pr.code[j].jump = len(pr.code)
	}
	return nil
}

// skip moves over word if it stands here.
func (ps *pathParser) skip(word string) bool {
	if len(ps.text)-ps.at < len(word) || ps.text[ps.at:ps.at+len(word)] != word {
		return false
	}
	ps.at += len(word)
	return true
}

// basic reads a parenthesis, a comparison or a test, and "!" in front of all but
// a comparison.
func (ps *pathParser) basic(pr *program) error {
	start := ps.at
	not := ps.skip("!")
	ps.space()
	var err error
	if ps.peek() == '(' {
		err = ps.parenthesis(pr)
	} else {
		err = ps.comparison(pr, start, not)
	}
	if not && err == nil {
		pr.code = append(pr.code, instruction{op: opNot})
	}
	return err
}

func (ps *pathParser) parenthesis(pr *program) error {
	start := ps.at
	if err := ps.enter(); err != nil {
		return err
	}
	ps.space()
	if err := ps.either(pr); err != nil {
		return err
	}
	if ps.space(); ps.peek() != ')' {
		if ps.at == len(ps.text) {
			return ps.fail(start, "\"(\" is not closed")
		}
		return ps.fail(ps.at, "want \"&&\", \"||\" or \")\"")
	}
	ps.leave()
	at := ps.at
	ps.space()
	if ps.comparator() != compareNone {
		return ps.fail(start, "what is compared stands without parentheses")
	}
	ps.at = at
	return nil
}

// comparison reads a comparison, or a test when no operator follows.
func (ps *pathParser) comparison(pr *program, start int, not bool) error {
	from := ps.at
	left, err := ps.term()
	if err != nil {
		return err
	}
	at := ps.at
	ps.space()
	cmp := ps.comparator()
	if cmp == compareNone {
		if ps.peek() == '=' {
			return ps.fail(ps.at, "the operator for equality is \"==\"")
		}
		ps.at = at
		return ps.existence(pr, left, from)
	}
	if not {
		return ps.fail(start, "\"!\" in front of a comparison; write !(…) around it")
	}
	if err := ps.comparable(left, from); err != nil {
		return err
	}
	ps.space()
	from = ps.at
	right, err := ps.term()
	if err != nil {
		return err
	}
	if err := ps.comparable(right, from); err != nil {
		return err
	}
	pr.code = append(pr.code, instruction{op: opCompare, cmp: cmp, left: left, right: right})
	return nil
}

// comparator reads a comparison operator; compareNone if there is none.
func (ps *pathParser) comparator() comparator {
	for _, c := range comparators {
		if ps.skip(c.text) {
			return c.cmp
		}
	}
	return compareNone
}

// comparators are the operators, those first that others begin.
var comparators = []struct {
	text string
	cmp  comparator
}{{"==", compareEqual}, {"!=", compareUnequal}, {"<=", compareAtMost}, {">=", compareAtLeast}, {"<", compareLess}, {">", compareGreater}}

// comparable says what keeps a term from being compared.
func (ps *pathParser) comparable(t *term, at int) error {
	if t.kind == termQuery && !t.query.single {
		return ps.fail(at, "the query may select several values, which cannot be compared; value(…) takes the one it selects, count(…) counts them")
	}
	if t.kind == termCall && t.call.result() != valueType {
		return ps.fail(at, "%s() is true or false by itself; it is not compared", t.call)
	}
	return nil
}

// existence adds the test that a term is by itself.
func (ps *pathParser) existence(pr *program, t *term, at int) error {
	switch {
	case t.kind == termLiteral:
		return ps.fail(at, "a literal has to be compared with something")
	case t.kind == termQuery:
		pr.code = append(pr.code, instruction{op: opExists, left: t})
	case t.call.result() == valueType:
		return ps.fail(at, "the result of %s() has to be compared with something", t.call)
	default:
		pr.code = append(pr.code, instruction{op: opMatch, left: t})
	}
	return nil
}
