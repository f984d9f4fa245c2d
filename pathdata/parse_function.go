// Terms of filters: literals, queries and the five functions of RFC 9535,
// section 2.4, with their types. What is not well typed is refused here, so
// that the evaluation has nothing to doubt.

package pathdata

import "strings"

// resultType is the type of a term's result, or of a parameter.
type resultType uint8

const (
	valueType   resultType = iota // a value or nothing
	nodesType                     // what a query selects
	logicalType                   // true or false
)

type function uint8

const (
	callLength function = iota
	callCount
	callMatch
	callSearch
	callValue
)

var functions = []struct {
	name   string
	params []resultType
	result resultType
}{
	callLength: {"length", []resultType{valueType}, valueType},
	callCount:  {"count", []resultType{nodesType}, valueType},
	callMatch:  {"match", []resultType{valueType, valueType}, logicalType},
	callSearch: {"search", []resultType{valueType, valueType}, logicalType},
	callValue:  {"value", []resultType{nodesType}, valueType},
}

func (f function) String() string     { return functions[f].name }
func (f function) result() resultType { return functions[f].result }

// term reads a literal, a query or a function call.
func (ps *pathParser) term() (*term, error) {
	switch c := ps.peek(); {
	case c == '@' || c == '$':
		ps.at++
		if c == '$' {
			ps.roots++
		}
		steps, err := ps.segments()
		return &term{kind: termQuery, query: query{steps: steps, root: c == '$', single: singular(steps)}}, err
	case c == '\'' || c == '"':
		text, err := ps.quoted()
		return &term{literal: value{kind: kindText, raw: []byte(text)}}, err
	case c == '-' || isDigit(c):
		text, err := ps.number()
		return &term{literal: value{kind: kindNumber, raw: []byte(text)}}, err
	case nameFirst(c):
		return ps.word()
	case ps.at == len(ps.text):
		return nil, ps.fail(ps.at, "the filter is not finished")
	}
	return nil, ps.fail(ps.at, "want @, $, a literal, a function or \"(\"")
}

// word reads true, false, null or a function call.
func (ps *pathParser) word() (*term, error) {
	start := ps.at
	name := ps.name()
	switch name {
	case "true":
		return &term{literal: value{kind: kindBool, truth: true}}, nil
	case "false":
		return &term{literal: value{kind: kindBool}}, nil
	case "null":
		return &term{literal: value{kind: kindNull}}, nil
	}
	for f := range functions {
		if functions[f].name == name {
			return ps.function(function(f), start)
		}
	}
	switch lower := strings.ToLower(name); {
	case lower == "true" || lower == "false" || lower == "null":
		return nil, ps.fail(start, "%q is written in lower case", name)
	case ps.peek() == '(':
		return nil, ps.fail(start, "unknown function %q; there are length, count, match, search and value", name)
	}
	return nil, ps.fail(start, "unexpected %q; a member is written @.%s, text in quotes", name, name)
}

// function reads a call from the parenthesis on.
func (ps *pathParser) function(f function, start int) (*term, error) {
	if ps.peek() != '(' {
		return nil, ps.fail(ps.at, "want \"(\" right behind %s", f)
	}
	if err := ps.enter(); err != nil {
		return nil, err
	}
	t := &term{kind: termCall, call: f}
	for ps.space(); ps.peek() != ')'; ps.space() {
		if len(t.args) > 0 {
			if !ps.skip(",") {
				return nil, ps.fail(ps.at, "want \",\" or \")\" in %s()", f)
			}
			ps.space()
		}
		at := ps.at
		arg, err := ps.term()
		if err != nil {
			return nil, err
		}
		if err := ps.argument(t, arg, at); err != nil {
			return nil, err
		}
		t.args = append(t.args, arg)
	}
	ps.leave()
	if want := len(functions[f].params); len(t.args) != want {
		return nil, ps.fail(start, "%s() takes %d arguments, not %d", f, want, len(t.args))
	}
	return t, ps.literalPattern(t, start)
}

// argument says what is wrong with arg as the next argument of t.
func (ps *pathParser) argument(t, arg *term, at int) error {
	params := functions[t.call].params
	if len(t.args) == len(params) {
		return ps.fail(at, "%s() takes %d arguments, not more", t.call, len(params))
	}
	switch params[len(t.args)] {
	case nodesType:
		if arg.kind != termQuery {
			return ps.fail(at, "%s() takes a query, such as @.*", t.call)
		}
	case valueType:
		if arg.kind == termCall && arg.call.result() != valueType {
			return ps.fail(at, "%s() takes a value, not the answer of %s()", t.call, arg.call)
		}
		if arg.kind == termQuery && !arg.query.single {
			return ps.fail(at, "%s() takes one value; value(…) takes the one that a query selects", t.call)
		}
	}
	return nil
}

// literalPattern compiles a pattern that is written out. All those of a path
// together are as large as one may be.
func (ps *pathParser) literalPattern(t *term, start int) (err error) {
	if t.call.result() != logicalType || t.args[1].kind != termLiteral {
		return nil
	}
	t.fixed = true
	if text := t.args[1].literal; text.kind == kindText {
		if t.pattern, err = newPattern(string(text.raw), t.call == callMatch, maxPattern-ps.patterns); err != nil {
			return ps.fail(start, "%v", err)
		}
		if t.pattern != nil {
			ps.patterns += t.pattern.size
		}
	}
	return nil
}
