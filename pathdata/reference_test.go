// A slow and simple reading of RFC 9535, written apart from the package: bodies
// are decoded, nodelists are lists, and filters are values that know their own
// text. What the package gives is compared with what this gives.

package pathdata_test

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// tree is a decoded value. Members stay in the order of the body, with those
// that have the same name.
type tree struct {
	kind  jsontext.Kind
	text  string   // of a string
	num   *big.Rat // of a number
	names []string
	below []*tree
	path  string
	raw   string
}

func decode(t fataler, body string) *tree {
	d := jsontext.NewDecoder(strings.NewReader(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	v, err := d.ReadValue()
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return build(t, string(v), "$")
}

type fataler interface{ Fatalf(string, ...any) }

func build(t fataler, raw, path string) *tree {
	n := &tree{kind: jsontext.Value(raw).Kind(), raw: raw, path: path}
	d := jsontext.NewDecoder(strings.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	tok, err := d.ReadToken()
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	switch n.kind {
	case '"':
		n.text = tok.String()
	case '0':
		n.num, _ = new(big.Rat).SetString(raw)
	case '{', '[':
		for i := 0; d.PeekKind() != n.kind+2; i++ {
			p := pathdata.Path{Parent: path, Index: i}
			if n.kind == '{' {
				name, err := d.ReadToken()
				if err != nil {
					t.Fatalf("%s: %v", raw, err)
				}
				n.names = append(n.names, name.String())
				p.Name, p.Index = name.String(), -1
			}
			v, err := d.ReadValue()
			if err != nil {
				t.Fatalf("%s: %v", raw, err)
			}
			n.below = append(n.below, build(t, string(v), p.String()))
		}
	}
	return n
}

// member is the last of that name.
func (n *tree) member(name string) *tree {
	for i := len(n.names) - 1; i >= 0; i-- {
		if n.names[i] == name {
			return n.below[i]
		}
	}
	return nil
}

// refSelector is one selector of a segment, refSegment one segment.
type refSelector struct {
	name  *string
	index *int
	slice *[3]*int
	all   bool
	test  refTest
}

type refSegment struct {
	descend bool
	list    []refSelector
}

type refQuery struct {
	start string // "@" or "$"
	segs  []refSegment
}

func (q refQuery) String() string {
	var b strings.Builder
	b.WriteString(q.start)
	for _, s := range q.segs {
		if s.descend {
			b.WriteString("..")
		}
		texts := make([]string, len(s.list))
		for i, sel := range s.list {
			texts[i] = sel.String()
		}
		b.WriteString("[" + strings.Join(texts, ",") + "]")
	}
	return b.String()
}

func (s refSelector) String() string {
	switch {
	case s.name != nil:
		return refQuote(*s.name)
	case s.index != nil:
		return fmt.Sprint(*s.index)
	case s.slice != nil:
		var part [3]string
		for i, v := range s.slice {
			if v != nil {
				part[i] = fmt.Sprint(*v)
			}
		}
		return strings.Join(part[:], ":")
	case s.test != nil:
		return "?" + s.test.String()
	}
	return "*"
}

func refQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

// nodes is the nodelist of a query.
func (q refQuery) nodes(root, current *tree) []*tree {
	list := []*tree{current}
	if q.start == "$" {
		list = []*tree{root}
	}
	for _, s := range q.segs {
		var next []*tree
		for _, n := range list {
			if s.descend {
				for _, d := range n.descendants() {
					next = append(next, s.children(root, d)...)
				}
			} else {
				next = append(next, s.children(root, n)...)
			}
		}
		list = next
	}
	return list
}

func (n *tree) descendants() []*tree {
	list := []*tree{n}
	for _, b := range n.below {
		list = append(list, b.descendants()...)
	}
	return list
}

// children are what a segment selects of a node. Several names come in the order
// of the body, which is where the package differs from the standard.
func (s refSegment) children(root, n *tree) (list []*tree) {
	names := map[string]bool{}
	for _, sel := range s.list {
		switch {
		case sel.name != nil && !names[*sel.name]:
			names[*sel.name] = true
		case sel.name != nil, sel.all, sel.test != nil:
			names = nil
		}
		if names == nil {
			break
		}
	}
	if n.kind == '{' && names != nil {
		for i, b := range n.below {
			if names[n.names[i]] && n.member(n.names[i]) == b {
				list = append(list, b)
			}
		}
		return list
	}
	for _, sel := range s.list {
		list = append(list, sel.children(root, n)...)
	}
	return list
}

func (s refSelector) children(root, n *tree) (list []*tree) {
	switch {
	case s.name != nil && n.kind == '{':
		if m := n.member(*s.name); m != nil {
			list = append(list, m)
		}
	case s.index != nil && n.kind == '[':
		i := *s.index
		if i < 0 {
			i += len(n.below)
		}
		if i >= 0 && i < len(n.below) {
			list = append(list, n.below[i])
		}
	case s.slice != nil && n.kind == '[':
		return refSlice(n.below, s.slice)
	case s.all:
		return n.below
	case s.test != nil:
		for _, b := range n.below {
			if s.test.holds(root, b) {
				list = append(list, b)
			}
		}
	}
	return list
}

// refSlice follows the pseudo-code of RFC 9535, section 2.3.4.2.2.
func refSlice(in []*tree, part *[3]*int) (list []*tree) {
	step := 1
	if part[2] != nil {
		step = *part[2]
	}
	n := len(in)
	start, end := 0, n
	if step < 0 {
		start, end = n-1, -n-1
	}
	if part[0] != nil {
		start = *part[0]
	}
	if part[1] != nil {
		end = *part[1]
	}
	if start < 0 {
		start += n
	}
	if end < 0 {
		end += n
	}
	switch {
	case step > 0:
		for i := min(max(start, 0), n); i < min(max(end, 0), n); i += step {
			list = append(list, in[i])
		}
	case step < 0:
		for i := min(max(start, -1), n-1); i > min(max(end, -1), n-1); i += step {
			list = append(list, in[i])
		}
	}
	return list
}

// refTest is a logical expression.
type refTest interface {
	fmt.Stringer
	holds(root, n *tree) bool
}

type (
	refExists  struct{ q refQuery }
	refNot     struct{ t refTest }
	refBoth    struct{ a, b refTest }
	refEither  struct{ a, b refTest }
	refCompare struct {
		op   string
		a, b refTerm
	}
	refMatch struct {
		whole bool
		a     refTerm
		re    string // one that both sides read alike
	}
)

func (e refExists) String() string  { return e.q.String() }
func (e refNot) String() string     { return "!(" + e.t.String() + ")" }
func (e refBoth) String() string    { return "(" + e.a.String() + ") && (" + e.b.String() + ")" }
func (e refEither) String() string  { return "(" + e.a.String() + "||" + e.b.String() + ")" }
func (e refCompare) String() string { return e.a.String() + " " + e.op + " " + e.b.String() }
func (e refMatch) String() string {
	name := "search"
	if e.whole {
		name = "match"
	}
	return name + "(" + e.a.String() + ", " + refQuote(e.re) + ")"
}

func (e refExists) holds(root, n *tree) bool { return len(e.q.nodes(root, n)) > 0 }
func (e refNot) holds(root, n *tree) bool    { return !e.t.holds(root, n) }
func (e refBoth) holds(root, n *tree) bool   { return e.a.holds(root, n) && e.b.holds(root, n) }
func (e refEither) holds(root, n *tree) bool { return e.a.holds(root, n) || e.b.holds(root, n) }

func (e refCompare) holds(root, n *tree) bool {
	a, b := e.a.value(root, n), e.b.value(root, n)
	switch e.op {
	case "==":
		return refEqual(a, b)
	case "!=":
		return !refEqual(a, b)
	case "<":
		return refLess(a, b)
	case "<=":
		return refLess(a, b) || refEqual(a, b)
	case ">":
		return refLess(b, a)
	}
	return refLess(b, a) || refEqual(a, b)
}

func (e refMatch) holds(root, n *tree) bool {
	v := e.a.value(root, n)
	re := e.re
	if e.whole {
		re = "^(?:" + re + ")$"
	}
	return v != nil && v.kind == '"' && regexp.MustCompile(re).MatchString(v.text)
}

func refEqual(a, b *tree) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.kind != b.kind:
		return false
	case a.kind == '"':
		return a.text == b.text
	case a.kind == '0':
		return a.num.Cmp(b.num) == 0
	case a.kind == '[':
		return slices.EqualFunc(a.below, b.below, refEqual)
	case a.kind == '{':
		for _, name := range append(a.names, b.names...) {
			x, y := a.member(name), b.member(name)
			if x == nil || y == nil || !refEqual(x, y) {
				return false
			}
		}
	}
	return true
}

func refLess(a, b *tree) bool {
	switch {
	case a == nil || b == nil || a.kind != b.kind:
		return false
	case a.kind == '"':
		return slices.Compare([]rune(a.text), []rune(b.text)) < 0
	case a.kind == '0':
		return a.num.Cmp(b.num) < 0
	}
	return false
}

// refTerm is one side of a comparison; its value is nil for nothing.
type refTerm struct {
	literal string // JSON text
	query   *refQuery
	call    string // around the query
}

func (e refTerm) String() string {
	if e.query == nil {
		return e.literal
	}
	if e.call != "" {
		return e.call + "(" + e.query.String() + ")"
	}
	return e.query.String()
}

func (e refTerm) value(root, n *tree) *tree {
	if e.query == nil {
		return build(&testing.T{}, e.literal, "")
	}
	nodes := e.query.nodes(root, n)
	if e.call == "count" {
		return &tree{kind: '0', num: big.NewRat(int64(len(nodes)), 1)}
	}
	if len(nodes) != 1 {
		return nil
	}
	if v := nodes[0]; e.call == "length" {
		switch v.kind {
		case '"':
			return &tree{kind: '0', num: big.NewRat(int64(utf8.RuneCountInString(v.text)), 1)}
		case '[', '{':
			return &tree{kind: '0', num: big.NewRat(int64(len(v.below)), 1)}
		}
		return nil
	}
	return nodes[0]
}

// referenceRecords words what a path gives as collect does.
func referenceRecords(root *tree, q refQuery) (want []string) {
	for _, n := range q.nodes(root, root) {
		want = append(want, "0 "+n.path+" "+n.raw)
	}
	return want
}
